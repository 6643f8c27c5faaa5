import itertools
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_exports import SHARED, needs_exports
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis import (
    author_decisions,
    author_productivity,
    coauthorships,
    describe_author_decisions,
    describe_author_rules,
    fit_lotka,
    identify_authors,
    load_corpus,
    papers_per_author,
)
from analysis.author_evidence import FEATURES
from analysis.author_joining import (
    MOST_AGAINST,
    MOST_FOR,
    NEVER,
    SOME,
    WEIGHTS,
    _grown_together,
    log_odds,
)
from analysis.given_names import DIFFERENT, FULL, INITIAL, INITIALS, agreement, person_name

LUND = "Lund University, Department of Botany, Lund, Sweden"
KYOTO = "Kyoto University, Institute of Chemical Physics, Kyoto, Japan"


def tables(*papers):
    """Return authorships and papers; a paper is its title and its authors, each a name or (name, address, ORCID)."""
    rows, about = [], []
    for number, (title, *authors) in enumerate(papers, start=1):
        about.append({"paper_id": f"p{number}", "title": title, "venue": None, "year": 2000 + number})
        for place, author in enumerate(authors, start=1):
            name, address, orcid = (*((author,) if isinstance(author, str) else author), None, None)[:3]
            rows.append((f"p{number}", place, name, address, orcid))
    columns = ["paper_id", "position", "author", "affiliation", "orcid"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame(
        about, columns=["paper_id", "title", "venue", "year"]
    )


def ids(*papers, **options):
    return identify_authors(*tables(*papers), **options)["author_id"].tolist()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Xiao-Ming Wu", "Xiaoming Wu", FULL),
        ("Xiao-Ming Wu", "Xiao Wu", DIFFERENT),
        ("Stan Li", "Stan Z. Li", FULL),
        ("Stan Q. Li", "Stan Z. Li", DIFFERENT),
        ("Stan Qiang Li", "Stan Q. Li", FULL),
        ("Wei Li", "Wen Li", DIFFERENT),
        ("W. Li", "Wei Li", INITIAL),
        ("S. Z. Li", "Stan Z Li", INITIALS),
        ("S. Z. Li", "Stan Q Li", DIFFERENT),
        ("S.-Z. Li", "SZ Li", INITIALS),
        ("Sun ZW", "Z. W. Sun", INITIALS),
        ("WHO", "WHO", FULL),
        ("José Muñoz", "Jose Munoz", FULL),
        ("Ana Gómez-Ruiz", "Ana Ruiz", FULL),
        ("Ana Gómez-Ruiz", "Ana Luz Ruiz", DIFFERENT),
    ],
)
def test_what_of_two_names_agrees(one, other, expected):
    assert agreement(person_name(one), person_name(other)) == expected
    assert agreement(person_name(other), person_name(one)) == expected


def test_block_is_the_last_word_of_the_surname_and_the_first_initial():
    names = [("Jan van der Berg", "van der Berg"), ("J. van der Berg", None), ("Jan Berg Jr.", None)]
    assert [person_name(*name).block for name in names] == ["berg j"] * 3


def test_initials_join_by_evidence_and_never_alone():
    assert ids(("Moss", "W. Li"), ("Opera", "W. Li")) == ["w-li", "w-li~e6aaba"]
    assert ids(("Moss", ("W. Li", LUND)), ("Rain", ("W. Li", LUND))) == ["w-li", "w-li"]
    assert ids(("Moss", ("W. Li", LUND)), ("Opera", ("W. Li", KYOTO))) != ["w-li", "w-li"]
    shared = ids(("Moss in rain", "W. Li", "Ada Byron"), ("Moss in snow", "Wei Li", "A. Byron"))
    assert shared == ["wei-li", "ada-byron", "wei-li", "ada-byron"]


def test_no_evidence_on_initials_is_below_even_odds():
    features = pd.DataFrame(0.0, index=[0], columns=list(FEATURES)).assign(initial=1, namesakes=-9)
    assert log_odds(features.to_numpy())[0] == -SOME
    alike = features.assign(affiliation=1)
    expected = WEIGHTS["initial"] - 9 * WEIGHTS["namesakes"] + WEIGHTS["affiliation"]
    assert log_odds(alike.to_numpy())[0] == pytest.approx(expected)


def test_a_full_name_joins_with_its_honest_probability():
    authorships, papers = tables(("Moss", "Ada Byron"), ("Opera", "Ada Byron"), ("Tide", "Bo Ek"))
    found = identify_authors(authorships, papers)
    assert found["author_id"].tolist() == ["ada-byron", "ada-byron", "bo-ek"]
    assert 0.5 < found["probability"][0] == found["probability"][1] < 1
    assert found["probability"][2] == 1


def test_a_frequent_name_is_less_probable_than_a_rare_one():
    crowd = [
        ("Crowd", *(f"{given} Wang" for given in ("Lei", "Min", "Jun", "Tao", "Hui", "Bin", "Yan", "Fei")))
    ]
    crowd += [
        ("More", *(f"Wei {surname}" for surname in ("Liu", "Zhao", "Chen", "Yang", "Sun", "Zhu", "Guo")))
    ]
    authorships, papers = tables(
        ("Moss", "Wei Wang", "Ada Byron"), ("Opera", "Wei Wang"), ("Tide", "Ada Byron"), *crowd
    )
    found = identify_authors(authorships, papers).set_index("author")["probability"].groupby(level=0).min()
    assert found["Wei Wang"] < found["Ada Byron"]


def test_ids_decide_first_and_their_owners_are_joined_by_evidence():
    papers = (
        ("Moss", ("Wei Li", LUND, "0000-0001")),
        ("Opera", ("Wei Li", KYOTO, "0000-0002")),
        ("Moss and rain", ("Wei Li", LUND)),
        ("Tide", ("Wen Li", LUND)),
    )
    found = identify_authors(*tables(*papers))
    assert found["author_id"].tolist() == ["orcid:0000-0001", "orcid:0000-0002", "orcid:0000-0001", "wen-li"]
    assert found["probability"].tolist()[:2] == [1, 1]
    assert 0.5 < found["probability"][2] < 1


def test_two_authors_of_a_paper_are_two():
    assert len(set(ids(("Moss", ("Wei Li", LUND), ("W. Li", LUND)), ("Rain", ("Wei Li", LUND))))) == 2


def test_whose_id_stands_at_another_author_of_the_paper_by_mistake_is_not_lost_there():
    papers = [
        ("Moss", ("Wei Li", LUND, "0000-0001"), ("Ada Byron", KYOTO)),
        ("Rain on moss", ("Ada Byron", KYOTO, "0000-0001")),
    ]
    assert ids(*papers) == ["orcid:0000-0001", "ada-byron", "orcid:0000-0001"]


@pytest.mark.parametrize("size", [1, 2, 7, 60])
def test_groups_are_those_of_average_linkage_with_what_is_alike_first(size):
    odds = np.random.default_rng(size).normal(0, 4, (size, size)).round(6)
    odds = np.minimum(odds, odds.T)
    odds[odds < -8] = NEVER
    nuclei = np.arange(size) // 2
    alike = nuclei[:, None] == nuclei
    apart = np.where(odds > NEVER, 7 - odds.clip(MOST_AGAINST, MOST_FOR), -NEVER)
    tree = linkage(squareform(np.where(alike, 0, apart)), "average") if size > 1 else []
    expected = fcluster(tree, 7, "distance") if size > 1 else np.ones(1)
    odds[alike] = 4
    found = np.zeros(size)
    for number, group in enumerate(_grown_together(odds, nuclei)):
        found[group] = number
    assert ((found[:, None] == found) == (expected[:, None] == expected)).all()


def test_many_papers_of_one_name_and_address_are_compared_by_a_few(monkeypatch):
    mine = [(f"Moss {number}", ("W. Q. Li", LUND), "Ada Byron") for number in range(70)]
    other = [(f"Opera {number}", ("W. Li", KYOTO)) for number in range(30)]
    authorships, papers = tables(*mine, *other)
    found = identify_authors(authorships, papers)
    people = found[found["author"] != "Ada Byron"].groupby("affiliation")["author_id"].agg(set)
    assert people[LUND] == {"w-q-li"} and people[KYOTO] == {"w-li"}
    assert found["probability"].between(0.9, 1).all()
    assert found.loc[found["author"] == "Ada Byron", "author_id"].nunique() == 1
    monkeypatch.setattr("analysis.author_joining.LARGEST", 50)
    split = identify_authors(authorships, papers)
    assert split.loc[split["author"] == "Ada Byron", "author_id"].nunique() == 2


def test_surname_and_initial_is_had_from_the_same_functions():
    authorships, papers = tables(("Moss", "Wei Li", "Bo Ek"), ("Opera", "Wen Li"), ("Tide", "W. Li"))
    one = identify_authors(authorships, papers)
    other = identify_authors(authorships, papers, rule="surname and initial")
    assert other["author_id"].tolist() == ["li-w", "ek-b", "li-w", "li-w"]
    assert other["probability"].isna().all()
    assert author_productivity(other)["papers"].tolist() == [3, 1]
    assert author_productivity(one)["papers"].max() == 1
    assert len(coauthorships(other)) == 1
    assert papers_per_author(other)["papers"].tolist() == [1, 3]
    fit_lotka(papers_per_author(other))
    assert describe_author_rules(one, other) == (
        "By surname and initial alone 4 authors would be 2; the most productive has 1 paper, and would have 3."
    )
    assert "no two rules" in describe_author_rules(one[:0], other[:0])
    assert (
        "alone 1 author would be 1; the most productive has 1 paper, and would have as many."
        in describe_author_rules(one[:1], other[:1])
    )


def test_bad_input_says_what_is_missing_and_input_stays():
    authorships, papers = tables(("Moss", "Wei Li"), ("Rain", " "))
    before = authorships.copy()
    found = identify_authors(authorships.set_axis([7, 9]), papers)
    assert found.index.tolist() == [7, 9] and found["author_id"].tolist()[0] == "wei-li"
    assert found["author_id"].isna().tolist() == [False, True]
    pd.testing.assert_frame_equal(authorships, before)
    with pytest.raises(KeyError, match="author"):
        identify_authors(authorships[["paper_id"]], papers)
    with pytest.raises(KeyError, match="paper_id"):
        identify_authors(authorships, papers[["title"]])
    with pytest.raises(ValueError, match="'initials' was given"):
        identify_authors(authorships, papers, rule="initials")
    assert identify_authors(authorships[:0], papers[:0])["author_id"].tolist() == []


NAMES = st.sampled_from(["Wei Li", "W. Li", "Wen Li", "W. Q. Li", "Wei Z. Li", "Ada Byron", "A. Byron"])
AUTHOR = st.tuples(NAMES, st.sampled_from([None, LUND, KYOTO]), st.sampled_from([None, None, None, "1", "2"]))
PAPERS = st.lists(st.tuples(st.sampled_from(["Moss", "Rain"]), st.lists(AUTHOR, max_size=3)), max_size=9)


@settings(deadline=None, max_examples=30)
@given(PAPERS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_constraint_is_broken(papers, chance):
    authorships, about = tables(*((title, *authors) for title, authors in papers))
    authorships = authorships.drop_duplicates(["paper_id", "author"])
    authorships = authorships[authorships["orcid"].isna() | ~authorships.duplicated(["paper_id", "orcid"])]
    found = identify_authors(authorships, about)
    order = chance.sample(list(found.index), len(found))
    again = identify_authors(authorships.loc[order], about.sample(frac=1, random_state=chance.randint(0, 99)))
    pd.testing.assert_frame_equal(again.loc[found.index], found)
    assert found["probability"].between(0, 1).all()
    names = [person_name(name) for name in found["author"]]
    free = found["orcid"].isna().tolist()
    for (a, one), (b, other) in itertools.combinations(enumerate(found.itertuples()), 2):
        if one.author_id == other.author_id and names[a].block == names[b].block:
            assert free[a] or free[b] or one.orcid == other.orcid
            assert not (free[a] and free[b]) or agreement(names[a], names[b]) != DIFFERENT
            assert not (free[a] and free[b]) or one.paper_id != other.paper_id


def test_authorships_of_one_id_stay_together_however_like_others_they_are():
    found = ids(
        ("Moss", "Wei Li", ("Wei Z. Li", None, "2"), "Wen Li"),
        ("Moss", "Wei Li", ("W. Li", None, "2")),
        ("Moss", ("Wei Li", None, "1"), "Wei Z. Li"),
        ("Moss", ("Wei Li", None, "1")),
    )
    assert found[1] == found[4] == "orcid:2"
    assert found[2] not in (
        "orcid:1",
        "orcid:2",
    )  # she stands beside the one, and has another name than the other


def test_decisions_show_names_evidence_and_who_was_kept_apart():
    authorships, papers = tables(
        ("Moss in rain", ("W. Li", LUND), "Ada Byron"),
        ("Moss in snow", ("Wei Li", LUND), "Ada Byron"),
        ("Opera", ("W. Li", KYOTO)),
    )
    papers["venue"] = ["Bryology", "Bryology", "Stage"]
    found = identify_authors(authorships, papers)
    table = author_decisions(found, papers).set_index("author_id")
    li = table.loc["wei-li"]
    assert li[["names", "papers", "years", "venues"]].tolist() == [
        "W. Li; Wei Li",
        2,
        "2001–2002",
        "Bryology (2)",
    ]
    assert li["coauthors"] == "Ada Byron (2)" and li["affiliations"] == f"{LUND} (2)"
    other = found["author_id"][4]
    assert li["kept_apart_from"] == other and table.loc[other, "kept_apart_from"] == "wei-li"
    assert table["probability"].is_monotonic_increasing
    some = author_decisions(found, papers[:2]).set_index("author_id")  # of Opera nothing is known
    assert some.loc["wei-li", "years"] == "2001–2002"
    assert describe_author_decisions(table).startswith(
        "2 authors were put together from papers without an id;"
    )
    empty = author_decisions(found[:0], papers)
    assert list(empty.columns) == ["author_id", *table.columns] and len(empty) == 0
    assert describe_author_decisions(empty).startswith("Ids decided on all authors")
    with pytest.raises(KeyError, match="probability"):
        author_decisions(authorships.assign(author_id="x"), papers)


def pair_shares(found, true):
    """Return precision and recall of the pairs that two groupings put together."""
    frame = pd.DataFrame({"found": found.to_numpy(), "true": true.to_numpy()})
    pairs = [
        (size * (size - 1) / 2).sum()
        for size in (frame.groupby(keys).size() for keys in (["found", "true"], "found", "true"))
    ]
    return pairs[0] / pairs[1], pairs[0] / pairs[2]


@needs_exports
def test_people_are_found_again_whose_ids_are_hidden():
    corpus = load_corpus(SHARED / "data" / "scopus_581.csv")
    true = corpus.authorships["author_id"]
    assert true.str.startswith("scopus:").all()
    hidden = corpus.authorships.assign(source_author_id=None, author_id=None)
    others = {"references": corpus.references, "keywords": corpus.keywords}
    precision, recall = pair_shares(identify_authors(hidden, corpus.papers, **others)["author_id"], true)
    assert precision >= 0.975 and recall >= 0.975
    plain = identify_authors(hidden, corpus.papers, rule="surname and initial")["author_id"]
    by_initial = pair_shares(plain, true)
    assert by_initial == pytest.approx((0.8215, 1), abs=5e-4)
    part = hidden.sample(frac=1, random_state=random.Random(3).randint(0, 99))
    again = identify_authors(part, corpus.papers.sample(frac=1, random_state=1), **others)["author_id"]
    assert (
        again.loc[hidden.index].tolist()
        == identify_authors(hidden, corpus.papers, **others)["author_id"].tolist()
    )
