from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_topic_tables import made_topics

from analysis.errors import TooLittleData
from analysis.topic_quality import describe_topic_quality, npmi, plot_topic_quality, topic_quality

# no word twice within a window: there gensim forgets a word when the first of two leaves it
TEXTS = [
    "fern moss erosion lichen",
    "opera lichen glacier moss snow magma basalt erosion stage quartz tenor fern opera lichen",
    "fern opera lichen erosion glacier stage snow tenor moss",
    "tenor glacier quartz magma moss fern lichen basalt erosion opera stage snow tenor glacier quartz magma",
    "lichen basalt snow moss magma tenor quartz opera fern glacier stage",
    "erosion glacier tenor snow quartz",
    "moss snow quartz glacier tenor stage fern opera erosion lichen magma basalt moss",
]


def topics_of(words, texts):
    topics = made_topics()
    documents = pd.DataFrame({"paper_id": range(len(texts)), "text": texts})
    return replace(topics, topics=topics.topics.assign(words=words), documents=documents)


def test_coherence_is_that_of_gensim():
    # gensim 4.4.0, CoherenceModel(coherence="c_npmi"), which OCTIS calls, on the same texts and words
    words = [["moss", "fern", "lichen"], ["opera", "tenor", "snow"], ["quartz", "magma", "stage", "moss"]]
    expected = [0.05446141645863006, 0.08059339549067557, 0.04301584775048382]
    assert npmi(words, [", ".join(text.split()) for text in TEXTS]) == pytest.approx(expected, abs=1e-9)


def test_phrases_stand_whole_in_a_window():
    far = " ".join(["moss fern", *(f"filler{letter}" for letter in "abcdefghi"), "lichen"])
    # of three windows of ten words, the phrase stands in the first and "lichen" in the last
    assert npmi([["moss fern", "lichen"]], [far])[0] < -0.9
    assert npmi([["moss", "fern"]], [far, "lichen"])[0] == pytest.approx(0, abs=1)
    assert npmi([["moss ferns", "fern"]], ["moss fern", "lichen"]) == [pytest.approx(1)]
    assert npmi([["moss", "unknown"], ["moss"]], ["moss"])[0] == 0
    assert npmi([["moss", "fern"]], ["moss fern", "fern moss"]) == [1]


def test_diversity_is_the_share_of_words_of_its_own():
    table = topic_quality(
        topics_of(["moss, ferns, rain", "opera, stages, fern"], ["moss fern rain", "opera"])
    )
    assert table["topic"].tolist() == [0, 1, -1]
    assert table["words"].tolist() == [3, 3, 6]
    assert table["diversity"].tolist() == pytest.approx([2 / 3, 2 / 3, 5 / 6])
    assert table["coherence"].iloc[2] == pytest.approx(table["coherence"].iloc[:2].mean())
    assert table["coherence"].iloc[0] == pytest.approx(1)
    ax = plot_topic_quality(table, ax=Figure().subplots())
    assert ax.lines[1].get_xdata().tolist() == table["coherence"].tolist()[:2]
    assert [text.get_text() for text in ax.texts][1:] == ["67%", "67%"]
    sentence = describe_topic_quality(table)
    assert sentence.startswith("The words' mean coherence (NPMI; 0 is chance, 1 is always together) is 0.")
    assert "83% of the topics' 6 words are different ones." in sentence
    assert sentence.endswith("The words of topic 1 meet no more than by chance.")


def test_topics_with_one_word_or_none():
    table = topic_quality(topics_of(["moss", ""], ["moss", "opera"]))
    assert table["coherence"].isna().all()
    assert table["words"].tolist() == [1, 0, 1]
    assert describe_topic_quality(table).endswith("No topic has the two words that coherence takes.")
    nothing = topic_quality(topics_of(["", ""], ["moss", "opera"]))
    assert nothing.empty and list(nothing.columns) == list(table.columns)
    assert describe_topic_quality(nothing).startswith("The quality of topics can't be measured")
    with pytest.raises(TooLittleData):
        plot_topic_quality(nothing, ax=Figure().subplots())
    with pytest.raises(KeyError, match="coherence"):
        plot_topic_quality(table.drop(columns="coherence"), ax=Figure().subplots())
