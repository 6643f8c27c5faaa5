import numpy as np
import pytest

from analysis.topic_words import distinct_words, placed_terms, plain_text, term_key, terms, word_counter


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"the norm $\|x\|_2$ of \textbf{sparse} maps", "the norm of sparse maps"),
        ("H<sub>2</sub>O &amp; salt", "H2O & salt"),
        ("write to a.b@c.org or https://c.org/x?y=1.", "write to or"),
        ("costs $5 and more", "costs 5 and more"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("e\u0301tude", "étude"),
    ],
)
def test_markup_is_left_out(text, plain):
    assert plain_text(text) == plain


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
        ("x-ray X-Ray", ["x-ray"]),
        ("", []),
    ],
)
def test_terms(text, expected):
    got = terms(text)
    assert got == expected or sorted(got) == sorted(expected)


def test_a_part_of_a_longer_phrase_gives_way_to_it():
    texts = ["graph neural networks", "a graph neural network", "message passing"] * 2
    names = word_counter(texts).get_feature_names_out().tolist()
    assert "graph neural network" in names and "message passing" in names
    assert "graph neural" not in names and "neural network" not in names


def test_a_phrase_that_stands_alone_too_is_kept():
    texts = ["soil erosion"] * 4 + ["soil erosion rates"] * 2
    names = word_counter(texts).get_feature_names_out().tolist()
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
    counter = word_counter(texts)
    names = counter.get_feature_names_out().tolist()
    assert names == ["map", "pretraining", "soil", "soil map"]
    assert counter.transform(texts).toarray().sum(axis=0).tolist() == [3, 3, 3, 3]


def test_a_term_that_papers_use_once_in_each_form_is_kept():
    assert "lichen" in word_counter(["lichen", "lichens", "moss", "moss"]).get_feature_names_out()


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
