import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noisy_records import invented_records, noisy_set, pair_counts

from analysis.match_keys import match_key
from analysis.matching import group_records
from analysis.paper_entry import Entry
from analysis.same_paper import abstracts_agree, compare

LONG = "We study how a network can be pruned after training without any loss of accuracy on a large test set."
OTHER = (
    "A survey of bees in alpine meadows shows that altitude explains most of the differences between years."
)

BEES = (
    "Alpine meadows shelter hundreds of species of solitary insects whose abundance changes between summers. "
    "Traps exposed at several altitudes during eleven seasons recorded thousands of individuals, and weather "
    "stations measured temperature, rainfall, humidity and flowering. Altitude explains differences."
)
PRUNING = (
    "Convolutional networks contain redundant weights, whose removal shrinks memory without hurting accuracy. "
    "Magnitude criteria ignore curvature; second-order approximations capture interactions between parameters "
    "cheaply. Experiments demonstrate consistent compression across architectures and datasets."
)
REWRITTEN = PRUNING.replace("Experiments demonstrate", "Extensive studies show").replace(
    "cheaply", "at low cost"
)


def entry(title="", abstract="", authors=(), doi=""):
    return Entry(title, abstract, tuple(authors), doi)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cauchy-Schwarz Divergence", "Cauchy Schwarz divergence"),
        ("Éléments d’analyse", "Elements d'analyse"),
        ("Merlin:Empowering  Multimodal LLMs", "Merlin: Empowering Multimodal LLMs"),
        (r"An $E(3)$ \textbf{model}", "An E(3) model"),
    ],
)
def test_titles_are_equal_without_case_accents_punctuation_and_spacing(one, other):
    assert match_key(one) == match_key(other)


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert match_key(match_key(text)) == match_key(text)


SAME = [
    (entry("A title of sufficient length"), entry("A Title of sufficient length!")),
    (entry("Short", LONG), entry("short", LONG)),
    (entry("Short", authors=["Ada Lovelace"]), entry("Short", authors=["ADA LOVELACE", "B C"])),
    (
        entry("Fast pruning of networks and its eff", LONG),
        entry("Fast pruning of networks and its effects", LONG),
    ),
    (
        entry("Fast pruning of networks and its eff", authors=["Ada Lovelace"]),
        entry("Fast pruning of networks and its effects", authors=["Ada Lovelace"]),
    ),
    (entry("", LONG), entry("Pruning", LONG)),
    (entry("", LONG[:70]), entry("Pruning", LONG)),
    (
        entry("Pruning of neural networks after training", LONG),
        entry("Pruning neural networks after training", LONG),
    ),
    (entry("One title", doi="10.1/a"), entry("Another", doi="10.1/a")),
]
SAME.append(
    (
        entry("A title of sufficient length", PRUNING),
        entry("A title of sufficient length", "New! " + REWRITTEN[60:]),
    )
)
APART = [
    (entry("RESTORE: Graph Embedding Assessment", LONG), entry("RESTORE: Towards Feature Shift", OTHER)),
    (entry("Editorial"), entry("Editorial")),
    (
        entry("A title of sufficient length", authors=["Ada Lovelace"]),
        entry("A title of sufficient length", authors=["Li Wei"]),
    ),
    (entry("Dynamic word embeddings of the past"), entry("Dynamic word embeddings of the past and present")),
    (
        entry("Dynamic word embeddings", OTHER, ["Ada Lovelace"]),
        entry("Dynamic word embeddings for bees", LONG, ["Ada Lovelace"]),
    ),
    (entry("The theory of everything, Part I", LONG), entry("The theory of everything, Part II", LONG)),
    (entry("", LONG), entry("Bees", OTHER)),
    (entry("Nouvelles classes", LONG), entry("A method for new classes", LONG)),
    (
        entry("Understanding generalization in deep networks", BEES),
        entry("Understanding generalization in deep networks", PRUNING),
    ),
    (entry("One title of a paper", doi="10.1/a"), entry("One title of a paper", doi="10.1/b")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_paper(one, other):
    assert compare(one, other).same and compare(other, one).same
    assert group_records([one, other])[0] == [[0, 1]]


@pytest.mark.parametrize(("one", "other"), APART)
def test_papers_that_only_look_alike_stay_apart(one, other):
    assert not compare(one, other).same and not compare(other, one).same
    assert group_records([one, other])[0] == [[0], [1]]


def test_a_pair_kept_apart_in_doubt_is_remarked():
    _, remarks = group_records([entry("Editorial"), entry("Editorial")])
    assert remarks == [
        (0, 1, 0, "has the short title of {other} and no more in common; they were kept apart")
    ]


def test_a_record_does_not_tie_together_two_papers_that_contradict_each_other():
    records = [
        entry("A title of sufficient length", authors=["Ada Lovelace"]),
        entry("A title of sufficient length", authors=["Li Wei"]),
        entry("A title of sufficient length"),
    ]
    groups, _ = group_records(records)
    assert [0, 1] not in groups
    assert len(groups) == 2


def test_a_short_abstract_proves_nothing():
    assert not abstracts_agree(entry(abstract="See text."), entry(abstract="See text."))


def test_groups_do_not_depend_on_the_order_of_records():
    records = [*SAME[3], *SAME[5], *APART[0]]
    expected = None
    for order in permutations(range(len(records))):
        groups, _ = group_records([records[position] for position in order])
        found = {frozenset(order[position] for position in group) for group in groups}
        expected = expected or found
        assert found == expected


def test_a_boilerplate_abstract_gives_one_remark_and_no_quadratic_work():
    records = [entry(word * 30, LONG) for word in map(chr, range(0x4E00, 0x4E00 + 3000))]
    groups, remarks = group_records(records)
    assert len(groups) == 3000
    assert remarks == [(0, 1, 2998, "has the abstract of {other}, under another title; they were kept apart")]


NOISY = noisy_set(invented_records(40, random.Random(3)), seed=3)[0]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(NOISY))))
def test_noisy_groups_do_not_depend_on_the_order_of_records(order):
    found, _ = group_records([Entry.of(NOISY[place]) for place in order])
    groups = {frozenset(order[place] for place in group) for group in found}
    expected, _ = group_records([Entry.of(record) for record in NOISY])
    assert groups == {frozenset(group) for group in expected}


def test_few_wrong_and_few_missed_matches_among_records_as_several_databases_print_them():
    records, truth = noisy_set(invented_records(500, random.Random(11)), seed=11)
    groups, _ = group_records([Entry.of(record) for record in records])
    joined, right, true = pair_counts(groups, truth)
    assert joined > 900
    assert right >= 0.999 * joined
    assert right >= 0.98 * true


SHARED_TITLE = "The same title of all of these papers"
CROWDS = {
    "one title": [entry(SHARED_TITLE, authors=[f"Name{place}, A."]) for place in range(3000)],
    "one DOI": [entry(f"Title {place} of it", doi="10.1234/x1") for place in range(3000)],
    "one title and author": [entry(SHARED_TITLE, str(place) * 50, ["Li, X."]) for place in range(3000)],
    "titles that begin alike": [entry(SHARED_TITLE + f" {place}") for place in range(3000)],
    "each title begins the next": [entry(SHARED_TITLE + "a" * place) for place in range(1000)],
    "abstracts that begin alike": [entry(f"Title {place}", LONG + f" {place}" * 9) for place in range(3000)],
    "the same place": [Entry(f"{place}", "", ("Li, X.",), "", volume="1", page="1") for place in range(3000)],
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_work_grows_with_the_number_of_records_not_with_its_square(crowd, monkeypatch):
    count = 0

    def counting(one, other):
        nonlocal count
        count += 1
        return compare(one, other)

    monkeypatch.setattr("analysis.matching.compare", counting)
    group_records(CROWDS[crowd])
    assert count < 60 * len(CROWDS[crowd])


def test_a_line_of_200000_authors_is_compared_by_its_first():
    authors = [f"Name{place}, A." for place in range(200_000)]
    one, other = (
        Entry.of({"title": "A measurement of it", "authors": names}) for names in (authors, authors[:3])
    )
    assert compare(one, other).same
    assert len(one.people) <= 100
