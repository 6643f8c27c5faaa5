import numpy as np
import pandas as pd
import pytest

from analysis.topic_languages import describe_topic_languages, text_language, topic_languages
from analysis.topics import fit_topics

FRENCH = "Nous montrons que les réseaux de neurones sont efficaces dans la pratique pour ces tâches."
ENGLISH = "We show that the pruning of networks is useful for the tasks that we have in practice."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French"),
        (ENGLISH, "English"),
        (
            "Wir zeigen, dass die Netze für das Problem mit der Methode von oben nicht zu groß sind und wird.",
            "German",
        ),
        (
            "Mostramos que los modelos del lenguaje son más útiles para las tareas con una red en el aula.",
            "Spanish",
        ),
        (
            "Mostramos que os modelos não são úteis para uma tarefa com dados do Brasil, mas foi o caso da rede.",
            "Portuguese",
        ),
        (
            "Si mostra che gli alberi della foresta sono più alti nel sud per il clima, ma non è così alla costa.",
            "Italian",
        ),
        ("Мы показываем, что нейронные сети полезны", "Cyrillic script"),
        ("我们表明该方法是有效的", "Chinese or Japanese"),
        ("Pruning networks", None),
        (r"$\alpha$ and $\beta$", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text, language):
    assert text_language(text) == language


def papers_with_french(french):
    """12 English papers in two groups, and some French ones beside the second."""
    texts = [f"{ENGLISH} Case {n}." for n in range(12)] + [f"{FRENCH} Cas {n}." for n in range(french)]
    vectors = np.eye(3)[[0] * 6 + [1] * 6 + [2] * french] + 0.01 * np.random.default_rng(0).normal(
        size=(12 + french, 3)
    )
    papers = pd.DataFrame({"paper_id": range(12 + french), "title": None, "abstract": texts})
    return fit_topics(papers, embeddings=vectors, cache=False)


def test_a_language_that_makes_a_topic_is_flagged():
    topics = papers_with_french(5)
    table = topic_languages(topics)
    own = topics.assignments["topic"].iloc[-1]
    assert table.loc[table["flag"], "topic"].unique().tolist() == [own]
    assert table.groupby("language")["papers"].sum().to_dict() == {"English": 12, "French": 5}
    assert table.groupby("topic")["share"].sum().tolist() == pytest.approx([1] * table["topic"].nunique())
    sentence = describe_topic_languages(table)
    assert sentence.startswith("12 of 17 papers are in English by their small words, 5 in French.")
    assert f"Topic {own} (" in sentence and sentence.endswith("perhaps no subject of its own.")


def test_one_language_raises_no_flag():
    table = topic_languages(papers_with_french(0))
    assert not table["flag"].any()
    assert describe_topic_languages(table) == (
        "12 of 12 papers are in English by their small words, none in another language. "
        "No topic is mostly in another language."
    )


def test_texts_that_do_not_tell_their_language():
    papers = pd.DataFrame({"paper_id": range(12), "title": "Moss", "abstract": None})
    table = topic_languages(fit_topics(papers, embeddings=np.ones((12, 3)), cache=False))
    assert (
        describe_topic_languages(table) == "Of none of 12 papers the language can be told by its small words."
    )


def test_without_topics_a_sentence():
    table = topic_languages(fit_topics(pd.DataFrame({"paper_id": [1], "title": ["A"], "abstract": [None]})))
    assert table.empty and "flag" in table.columns
    assert describe_topic_languages(table) == "There are no topics whose languages could be told."
