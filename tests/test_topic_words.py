import numpy as np
import pytest

from analysis.topic_model import counter_of
from analysis.topic_naming import choose_terms, class_tfidf, distinct_words, topic_terms
from analysis.topic_words import count_terms, placed_terms, term_key, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soil, erosion", ["soil", "erosion"]),
        ("erosion of soil", ["erosion", "soil"]),
        ("Poincaré maps", ["poincaré", "poincaré maps", "maps"]),
        ("нейронные сети", ["нейронные", "нейронные сети", "сети"]),
        ("हिन्दी भाषा", ["हिन्दी", "हिन्दी भाषा", "भाषा"]),
        ("the model's data", ["model data"]),
        ("2023 results (3d)", ["3d"]),
        ("large language models", ["language", "language models"]),
        ("les réseaux de neurones", ["réseaux", "neurones"]),
        ("l'érosion, aujourd'hui qu'on dell'acqua", ["érosion", "aujourd'hui", "acqua"]),
        ("GPT-3.5 with IEEE802.15.4", ["gpt-3.5", "ieee802.15.4"]),
        ("3.5nm of 1,2-dichloroethane, 0.05", ["3.5nm", "1,2-dichloroethane"]),
        ("Furthermore, multiple sclerosis was associated", ["multiple sclerosis", "sclerosis"]),
        ("het netwerk wordt niet aan een van", ["netwerk"]),
        ("x-ray X-Ray", ["x-ray"]),
        ("", []),
    ],
)
def test_terms(text, expected):
    got = terms(text)
    assert got == expected or sorted(got) == sorted(expected)


def test_a_part_of_a_longer_phrase_gives_way_to_it():
    texts = ["graph neural networks", "a graph neural network", "message passing"] * 2
    names = count_terms(texts)[0].tolist()
    assert "graph neural network" in names and "message passing" in names
    assert "graph neural" not in names and "neural network" not in names


def test_a_phrase_that_stands_alone_too_is_kept():
    texts = ["soil erosion"] * 4 + ["soil erosion rates"] * 2
    names = count_terms(texts)[0].tolist()
    assert "soil erosion" in names and "soil erosion rates" in names and "erosion rates" not in names


def test_no_word_comes_twice_not_as_plural_nor_as_initials():
    ranked = [
        ("gnns", 1.0),
        ("graph neural networks", 0.9),
        ("network", 0.8),
        ("policies", 0.5),
        ("policy", 0.4),
    ]
    assert distinct_words(ranked) == [("graph neural networks", 0.9), ("policies", 0.5)]
    assert distinct_words([("multicriteria", 1.0), ("multi-criteria map", 0.5)]) == [("multicriteria", 1.0)]


def test_a_light_phrase_does_not_replace_its_word():
    assert distinct_words([("soil", 1.0), ("soil map", 0.3)]) == [("soil", 1.0)]


def test_at_most_ten():
    assert len(distinct_words((f"{letter}word", 1.0) for letter in "abcdefghijklmnop")) == 10


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("matrix", "matrices"),
        ("analysis", "analyses"),
        ("hypothesis", "hypotheses"),
        ("process", "processes"),
        ("box", "boxes"),
        ("virus", "viruses"),
        ("house", "houses"),
        ("movie", "movies"),
        ("policy", "policies"),
        ("multi-modal network", "multimodal networks"),
        ("modèle", "modèles"),
    ],
)
def test_forms_of_one_term_have_one_key(one, other):
    assert term_key(one) == term_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("basis", "base"), ("gas", "gash"), ("bus", "bu"), ("class", "clas")]
)
def test_other_words_keep_their_own_key(one, other):
    assert term_key(one) != term_key(other)


def test_singular_and_plural_are_counted_as_one():
    texts = ["soil maps", "a soil map", "the soil map", "pre-training", "pretraining", "pretraining"]
    names, counts = count_terms(texts)
    assert names.tolist() == ["map", "pretraining", "soil", "soil map"]
    assert counts.sum(axis=0).tolist() == [3, 3, 3, 3]
    assert (counter_of(names).transform(texts).toarray() == counts.toarray()).all()


def test_a_term_that_papers_use_once_in_each_form_is_kept():
    assert "lichen" in count_terms(["lichen", "lichens", "moss", "moss"])[0]


def test_words_are_chosen_to_hang_together():
    ranked = [("moss", 1.0), ("opera", 0.9), ("lichen", 0.8)]
    together = np.array([[1, -0.9, 0.9], [-0.9, 1, -0.9], [0.9, -0.9, 1]])
    assert distinct_words(ranked, wanted=2, together=together) == [("moss", 1.0), ("lichen", 0.8)]
    assert distinct_words(ranked, wanted=2) == [("moss", 1.0), ("opera", 0.9)]


def test_places_are_counted_over_words_that_are_no_stop_words():
    found, length = placed_terms("The soil, and erosion of slopes")
    assert found == [("soil", 0, 1), ("erosion", 1, 2), ("slopes", 2, 3)] and length == 3


def test_letters_stay_as_they_are():
    assert terms("Straße in Łódź") == ["straße", "łódź"]


def test_what_one_of_many_texts_uses_is_not_counted():
    texts = ["moss grows slowly"] * 300 + ["rare lichen", "seldom lichen", "moss lichen", "a unicorn"]
    names, counts = count_terms(texts)
    assert "lichen" in names and "unicorn" not in names and "rare" not in names
    assert counts.toarray()[:, names.tolist().index("lichen")].sum() == 3


def test_texts_without_any_term():
    names, counts = count_terms(["", "the of"])
    assert names.size == 0 and counts.shape == (2, 0)
    assert topic_terms(names, counts, np.array([0, 0])) == [[("", 0.00001)]]


def test_weights_are_those_of_bertopic():
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    counts = np.random.default_rng(0).integers(0, 9, size=(4, 30))
    counts[0] = [*counts[0][:-1], 400]
    reference = ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True)
    expected = reference.fit_transform(csr_matrix(counts)).toarray()
    np.testing.assert_allclose(class_tfidf(counts), expected, atol=1e-12)


def test_a_word_that_one_paper_repeats_names_no_topic():
    from scipy.sparse import csr_array

    names = np.array(["often", "once"])
    used = csr_array(np.array([[True, True], [True, False], [True, False]]))
    assert choose_terms(names, np.array([1.0, 9.0]), used, np.arange(3)) == [("often", 1.0)]


def test_words_that_are_small_only_elsewhere_name_topics_only_in_english():
    assert {"die", "nas"} < set(terms("Heat in a stacked die and in a van, found by NAS."))
    german = terms(
        "Die Arbeit untersucht die Regelleistung im Verteilnetz und zeigt, dass der Ausbau von Speichern ist."
    )
    assert "regelleistung" in german and not {"die", "im", "regelleistung im"} & set(german)
