"""Which authorships are of one person, and what the records of one paper add to its authors."""

import random

import pandas as pd

from analysis.authorships import author_list, authorship_rows
from analysis.people import known_persons


def row(paper, author, orcid=None, ids=None):
    return {"paper_id": paper, "author": author, "orcid": orcid, "source_author_id": ids}


def persons(rows):
    return known_persons(pd.DataFrame(rows)).tolist()


def test_orcid_decides_before_database_id_and_no_name_does():
    rows = [
        row("p1", "Wei Li", "0000-0001", "scopus:1"),
        row("p2", "W. Lee", None, "scopus:1"),
        row("p3", "Wei Li", "0000-0002", "openalex:A1"),
        row("p4", "Wei Li", None, "scopus:5; openalex:A5"),
        row("p5", "Wei Li", None, "openalex:A5"),
        row("p6", "Wei Li"),
        row("p7", "Ada Byron", "0000-0003"),
        row("p8", "ADA BYRON"),
    ]
    ids = persons(rows)
    assert ids == [
        "orcid:0000-0001",
        "orcid:0000-0001",
        "orcid:0000-0002",
        "openalex:A5",
        "openalex:A5",
        None,
        "orcid:0000-0003",
        None,
    ]
    order = list(range(len(rows)))
    random.Random(1).shuffle(order)
    assert persons([rows[place] for place in order]) == [ids[place] for place in order]


def test_a_database_id_under_which_two_orcids_stand_joins_nobody():
    rows = [
        row("p1", "Wei Li", "0000-0001", "scopus:1"),
        row("p2", "Wen Li", "0000-0002", "scopus:1"),
        row("p3", "W. Li", None, "scopus:1"),
    ]
    assert persons(rows) == ["orcid:0000-0001", "orcid:0000-0002", "scopus:1"]


def test_an_id_at_two_authors_of_one_paper_decides_nothing_there():
    rows = [row("p1", "Ada Byron", "0000-0001"), row("p1", "Bo Ek", "0000-0001")]
    assert persons(rows) == [None, None]
    assert [one["author"] for one in authorship_rows("p1", rows)] == ["Ada Byron", "Bo Ek"]


def test_ids_that_are_one_persons_elsewhere_decide_nothing_at_two_authors_of_one_paper():
    rows = [
        row("p1", "Ada Byron", "0000-0001"),
        row("p1", "Bo Ek", None, "scopus:1"),
        row("p2", "Ada Byron", "0000-0001", "scopus:1"),
    ]
    assert persons(rows) == [None, None, "orcid:0000-0001"]


def test_details_of_other_records_are_added_by_position_or_by_name():
    scopus = {
        "authors": ["Li, W.", "Byron, A.", "Ek, B."],
        "author_details": [{"source_author_id": f"scopus:{number}"} for number in (1, 2, 3)],
    }
    openalex = {
        "authors": ["Li, Wei", "Byron, Ada", "Ek, Bo"],
        "author_details": [{"orcid": "0000-0001", "source_author_id": "openalex:A1"}, {}, {"country": "SE"}],
    }
    authors, truncated = author_list([scopus, openalex])
    assert [one["author"] for one in authors] == ["Wei Li", "Ada Byron", "Bo Ek"]
    assert [one["surname"] for one in authors] == ["Li", "Byron", "Ek"]
    assert authors[0]["source_author_id"] == "openalex:A1; scopus:1"
    assert authors[0]["orcid"] == "0000-0001"
    assert authors[2] == {
        "author": "Bo Ek",
        "surname": "Ek",
        "country": "SE",
        "source_author_id": "scopus:3",
    }
    assert truncated is False


def test_a_shorter_list_adds_only_where_the_person_is_certain():
    long = {"authors": ["Li, Wei", "Li, Wen", "Ek, Bo"]}
    short = {
        "authors": ["Ek, B.", "Li, W."],
        "author_details": [{"affiliation": "Uppsala"}, {"affiliation": "Lund"}],
    }
    authors, _ = author_list([long, short])
    assert [one.get("affiliation") for one in authors] == [None, None, "Uppsala"]


def test_details_that_do_not_fit_the_names_are_left_out():
    authors, _ = author_list([{"authors": ["Ek, Bo"], "author_details": [{"country": "SE"}, {}]}])
    assert authors == [{"author": "Bo Ek", "surname": "Ek"}]


def test_groups_and_plain_names_stay_as_printed():
    names = ["WHO", "Institute of Physics, Lund University", "Smith, Jr., John", "Bo Ek", "Smith, Jr."]
    authors, _ = author_list([{"authors": names}])
    assert [one["author"] for one in authors] == [
        "WHO",
        "Institute of Physics, Lund University",
        "John Smith Jr.",
        "Bo Ek",
        "Smith, Jr.",
    ]
    assert [one["surname"] for one in authors] == [None, None, "Smith Jr.", None, None]


def test_a_person_who_stands_twice_keeps_what_both_entries_say():
    twice = [{"author": "Ada Byron"}, {"author": "ADA BYRON", "country": "GB"}]
    (kept,) = authorship_rows("p1", twice)
    assert (kept["author"], kept["country"], kept["position"]) == ("Ada Byron", "GB", 1)
    assert twice == [{"author": "Ada Byron"}, {"author": "ADA BYRON", "country": "GB"}]


def test_two_of_one_name_on_a_paper_are_two_if_their_ids_differ():
    ids = [None, "scopus:1", "scopus:2", "scopus:1; openalex:A1"]
    kept = authorship_rows("p1", [{"author": "Wei Li", "source_author_id": one} for one in ids])
    assert [(one["position"], one["source_author_id"]) for one in kept] == [(1, "scopus:1"), (2, "scopus:2")]
