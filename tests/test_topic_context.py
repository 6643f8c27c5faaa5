import numpy as np
import pandas as pd
import pytest

from analysis.topic_context import NO_WORDS, describe_words_in_context, words_in_context
from analysis.topics import fit_topics

LONG = "Nobody knows it. " + "very " * 40 + "where Graphs of moss end " + "more " * 40 + "."


@pytest.fixture(scope="module")
def topics():
    abstracts = [f"Plot {n}. A graph of moss is drawn." for n in range(10)] + [LONG] + ["Lichens."] * 9
    papers = pd.DataFrame({"paper_id": [f"p{n:02}" for n in range(20)], "title": None, "abstract": abstracts})
    # the long text is nearest to the centre of its topic
    vectors = np.vstack([np.eye(12)[0] + 0.1 * np.eye(12)[1:11], np.eye(12)[[0] + [11] * 9]])
    return fit_topics(papers, embeddings=vectors, cache=False)


def test_a_word_stands_in_a_sentence_of_the_most_typical_paper_that_uses_it(topics):
    table = words_in_context(topics, words=4).set_index("word")
    assert table.loc["graph", "paper_id"] == "p10"  # the form there is the plural
    context = table.loc["graph", "context"]
    assert "very where «Graphs» of moss end more" in context and len(context) <= 160 + 6
    assert context.startswith("… ") and context.endswith(" …")
    assert table.loc["lichens", "context"] == "«Lichens»."


def test_a_word_is_not_marked_within_another():
    texts = ["Prepatterns, a pre-pattern and the patterns."] * 12
    papers = pd.DataFrame({"paper_id": range(12), "title": None, "abstract": texts})
    topics = fit_topics(papers, embeddings=np.ones((12, 3)), cache=False)
    table = words_in_context(topics)
    assert table.loc[table["word"] == "patterns", "context"].item() == (
        "Prepatterns, a pre-pattern and the «patterns»."
    )
    assert describe_words_in_context(table).startswith("2 words of 1 topic as 2 papers use them")


def test_each_word_is_shown_in_another_paper(topics):
    table = words_in_context(topics, words=2)
    own = table[table["topic"] == 0]
    assert own["paper_id"].is_unique and len(own) == 2
    assert describe_words_in_context(table).startswith("3 words of 2 topics as 3 papers use them")


def test_without_topics_there_is_nothing_to_show():
    few = fit_topics(pd.DataFrame({"paper_id": [1], "title": ["Moss"], "abstract": [None]}))
    assert words_in_context(few).empty
    assert describe_words_in_context(words_in_context(few)) == NO_WORDS


@pytest.mark.parametrize("option", [{"words": 0}, {"width": 10}])
def test_options_that_make_no_sense_are_refused(topics, option):
    with pytest.raises(ValueError, match="must be 1 or more"):
        words_in_context(topics, **option)
