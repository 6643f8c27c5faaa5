import pytest

from analysis.topic_words import distinct_words, plain_text, terms, word_counter


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
    assert "graph neural networks" in names and "message passing" in names
    assert "graph neural" not in names and "neural networks" not in names


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
