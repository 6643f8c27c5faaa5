import datetime as dt

import pytest

from analysis.match_keys import first_page, match_key, person_keys, title_key, work_doi
from analysis.matching import group_records
from analysis.paper_entry import Entry
from analysis.same_paper import compare

NAMES = ["Müller, Jan", "García Márquez, Ana"]
ABSTRACT = (
    "Sediment cores from eleven alpine lakes record how glaciers retreated during the last thousand years, "
    "and how fast vegetation followed them uphill once temperatures had risen for several decades."
)


def entry(**known):
    year = known.pop("year", None)
    record = {
        "title": "Sediments of alpine lakes as archives",
        "authors": NAMES,
        "published": dt.datetime(year, 1, 1) if year else None,
    }
    return Entry.of(record | known)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller, Jan", "MULLER J"),
        ("Müller, Jan", "Mueller, J."),
        ("Müller, Jan", "Jan Müller"),
        ("van der Berg, Jan-Willem", "van der Berg JW"),
        ("García Márquez, Ana", "Garcia-Marquez, A."),
        ("O'Brien, Flann", "OBRIEN F"),
        ("Smith, John, Jr.", "John Smith Jr."),
        ("Łukasik, Ewa", "Lukasik E"),
        ("Liu Xiaoyi", "Xiaoyi Liu"),
        ("SUN ZW", "Sun, Zhiwei"),
    ],
)
def test_a_person_has_a_key_in_common_in_all_forms_of_the_name(one, other):
    assert set(person_keys(one)) & set(person_keys(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Li, Wei", "Li, Xia"), ("Smith, J.", "Smythe, J."), ("J. Kim", "K. Kim")]
)
def test_other_people_have_no_key_in_common(one, other):
    assert not set(person_keys(one)) & set(person_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TGF-&beta; &amp; cancer", "TGF-β and cancer"),
        ("CO<sub>2</sub> uptake", "CO2 uptake"),
        ("RETRACTED: A study of trees", "A study of trees (Retracted article. See vol. 3, p. 9, 2011)"),
        (r"The \alpha{} phase", "The α phase"),
    ],
)
def test_titles_are_equal_however_entities_tags_and_greek_letters_are_printed(one, other):
    assert title_key(one) == title_key(other)


def test_a_smaller_sign_is_not_a_tag():
    assert title_key("Plants with a<b in 3>2 sites") == match_key("Plants with a<b in 3>2 sites")


@pytest.mark.parametrize(
    ("doi", "work"),
    [
        ("10.1371/journal.pone.0012345.g001", "10.1371/journal.pone.0012345"),
        ("10.7554/eLife.85550.2", "10.7554/elife.85550"),
        ("10.12688/f1000research.8900.2", "10.12688/f1000research.8900"),
        ("10.21203/rs.3.rs-100956/v1", "10.21203/rs.3.rs-100956"),
        ("10.1016/j.joi.2017.08.007", "10.1016/j.joi.2017.08.007"),
        ("10.1016/j", ""),
    ],
)
def test_a_part_or_a_version_has_the_doi_of_its_work(doi, work):
    assert work_doi(doi) == work


def test_first_pages_are_equal_however_the_pages_are_printed():
    assert {first_page(pages) for pages in ("e0123-e0130", "123", "P123-+", "pp. 0123–30")} == {"123"}


SAME = {
    "equal DOI, quite another title": ({"doi": "10.1234/a1"}, {"doi": "10.1234/a1", "title": "Alpine mud"}),
    "equal PubMed id": ({"pmid": "123"}, {"pmid": "123", "title": "Another title", "authors": []}),
    "versions of an arXiv paper": (
        {"arxiv_id": "2101.00001v1"},
        {"arxiv_id": "2101.00001v3", "title": "New"},
    ),
    "arXiv's DOI and arXiv id": (
        {"doi": "10.48550/arXiv.2101.00001"},
        {"arxiv_id": "2101.00001", "title": "New"},
    ),
    "preprint and version": (
        {"doi": "10.48550/arXiv.2101.00001", "year": 2019, "venue": "arXiv"},
        {"doi": "10.1234/a1", "year": 2021, "venue": "Journal of Lakes", "volume": "3", "pages": "7-9"},
    ),
    "figure of a paper": (
        {"doi": "10.1371/journal.pone.0012345.g001"},
        {"doi": "10.1371/journal.pone.0012345"},
    ),
    "online and in print": (
        {"year": 2019, "venue": "Lakes"},
        {"year": 2020, "venue": "LAKES", "volume": "4"},
    ),
    "entered twice with two ids": (
        {"wos_id": "WOS:1", "volume": "3", "pages": "7-19", "year": 2020},
        {"wos_id": "WOS:2", "volume": "3", "pages": "7", "year": 2020},
    ),
    "DOI mistyped, same place": (
        {"doi": "10.1234/a1", "volume": "3", "pages": "7-19", "year": 2020},
        {"doi": "10.1234/al2", "volume": "3", "pages": "7-19", "year": 2020},
    ),
    "subtitle dropped, same place": (
        {"volume": "3", "pages": "7-19"},
        {"title": "Sediments of alpine lakes as archives: a review", "volume": "3", "pages": "7"},
    ),
    "subtitle dropped, same authors, year and volume": (
        {"volume": "3", "year": 2020},
        {
            "title": "Sediments of alpine lakes as archives: a review",
            "volume": "3",
            "year": 2020,
            "pages": "7",
        },
    ),
    "a letter lost, same place": (
        {"title": "Sediments of alpine lkes as archives", "volume": "3", "pages": "7-19"},
        {"volume": "3", "pages": "7"},
    ),
    "an editorial in the same place": (
        {"title": "Editorial", "volume": "3", "pages": "1-2", "year": 2020},
        {"title": "EDITORIAL", "volume": "3", "pages": "1", "year": 2020},
    ),
    "an article number of the publisher and another of the database": (
        {"volume": "53", "pages": "3101207", "venue": "IEEE TRANSACTIONS ON LAKES", "year": 2017},
        {"volume": "53", "pages": "7738513", "venue": "IEEE Transactions on Lakes", "year": 2017},
    ),
    "the same, a paper of a conference in a journal": (
        {
            "volume": "53",
            "pages": "3101207",
            "venue": "IEEE T LAKES",
            "year": 2017,
            "document_type": "Article",
        },
        {"volume": "53", "pages": "7738513", "year": 2017, "document_type": "Conference Paper"},
    ),
    "a conference under two names": (
        {"venue": "LAKES Conference", "year": 1999},
        {"venue": "International Conference on Management of Water", "year": 1999},
    ),
    "another spelling, in proceedings without a volume": (
        {
            "title": "Modelling of alpine lakes as archives",
            "venue": "Lakes 2015",
            "pages": "31-6",
            "year": 2015,
        },
        {"title": "Modeling of alpine lakes as archives", "venue": "LAKES 2015", "pages": "31", "year": 2015},
    ),
    "escaped twice": (
        {"title": "Sediments &amp;amp; alpine lakes as archives"},
        {"title": "Sediments and alpine lakes as archives"},
    ),
    "a number without its space": (
        {"title": "Sediments of 15nm in CO(2) of alpine lakes", "volume": "3", "pages": "7"},
        {"title": "Sediments of 15 nm in CO2 of an alpine lakes", "volume": "3", "pages": "7-19"},
    ),
    "article number and pages from 1": (
        {"pages": "e86394", "venue": "PLoS ONE", "year": 2014},
        {"pages": "1-9", "venue": "PLOS ONE", "year": 2014},
    ),
}
APART = {
    "two DOIs": ({"doi": "10.1234/a1"}, {"doi": "10.1234/b2"}),
    "two PubMed ids": ({"pmid": "1"}, {"pmid": "2"}),
    "two Scopus ids": ({"scopus_id": "2-s2.0-1"}, {"scopus_id": "2-s2.0-2"}),
    "two DOIs, one abstract and nearly one title": (
        {"doi": "10.1234/a1", "abstract": ABSTRACT},
        {"doi": "10.1234/b2", "abstract": ABSTRACT, "title": "Sediments of alpine lake as archives"},
    ),
    "two preprints of one server": ({"doi": "10.2139/ssrn.1111111"}, {"doi": "10.2139/ssrn.2222222"}),
    "a book's DOI lent to its chapters": (
        {"doi": "10.1234/book1", "pages": "1-20", "title": "Forests in the Middle Ages"},
        {"doi": "10.1234/book1", "pages": "21-40", "title": "Why do kings lose wars?", "authors": ["Li, X."]},
    ),
    "editorials of one editor": ({"title": "Editorial", "year": 2019}, {"title": "Editorial", "year": 2019}),
    "years apart": ({"year": 2015}, {"year": 2018}),
    "conference and journal version": (
        {"year": 2019, "document_type": "Conference paper"},
        {"year": 2020, "document_type": "Article"},
    ),
    "a chapter again in another volume, years later": (
        {"volume": "78", "pages": "953-986", "year": 2005, "abstract": ABSTRACT},
        {"volume": "233", "year": 2016, "abstract": ABSTRACT},
    ),
    "another volume and other pages": ({"volume": "3", "pages": "7-19"}, {"volume": "9", "pages": "88-97"}),
    "another journal": (
        {"venue": "Journal of Lakes", "abstract": ABSTRACT, "document_type": "Article"},
        {"venue": "Glacier Letters", "abstract": ABSTRACT, "document_type": "Article"},
    ),
    "a correction": ({"document_type": "Article"}, {"document_type": "Published Erratum"}),
    "an erratum": ({"abstract": ABSTRACT}, {"title": "Erratum: Sediments of alpine lakes as archives"}),
    "a reply": ({"volume": "3"}, {"title": "Sediments of alpine lakes as archives: Reply", "volume": "3"}),
    "the second part": (
        {"abstract": ABSTRACT},
        {"title": "Sediments of alpine lakes as archives, Part II", "abstract": ABSTRACT},
    ),
    "part A and part B": (
        {"title": "Sediments of alpine lakes as archives, Part A", "abstract": ABSTRACT},
        {"title": "Sediments of alpine lakes as archives, Part B", "abstract": ABSTRACT},
    ),
    "a book and its introduction": (
        {"document_type": "Book", "pages": "1-504"},
        {"document_type": "Editorial", "pages": "1-23"},
    ),
    "an article in advance of its volume and the conference paper": (
        {"venue": "Lakes Conference 2022", "document_type": "Conference Paper", "abstract": ABSTRACT},
        {"venue": "Glacier Letters", "document_type": "Article", "abstract": ABSTRACT},
    ),
    "a conference paper whose title the article has in the singular": (
        {
            "title": "Sediments of lakes as archives of climates",
            "year": 2011,
            "document_type": "Conference Paper",
        },
        {"title": "Sediments of lakes as archives of climate", "year": 2014, "document_type": "Article"},
    ),
    "a title that goes on with another number": (
        {"title": "Sediments of lakes in samples of core 1"},
        {"title": "Sediments of lakes in samples of core 10: results"},
    ),
    "a column": ({"title": "Chair's Message", "year": 1999}, {"title": "Chair's message", "year": 2000}),
    "a column of every year that begins its volume": (
        {"title": "The year in lakes and in glaciers", "year": 1999, "volume": "3", "pages": "1-2"},
        {"title": "The year in lakes and in glaciers", "year": 2000, "volume": "4", "pages": "1"},
    ),
    "a conference paper and an article, pages counted from 1 in both": (
        {"venue": "Lakes Conference 2022", "document_type": "Conference Paper", "pages": "1-6"},
        {"venue": "Glacier Letters", "document_type": "Article", "pages": "1-12"},
    ),
    "a column of every week": (
        {"title": "Seven days of lakes", "venue": "Lakes", "volume": "3", "pages": "b104567"},
        {"title": "Seven days of lakes", "venue": "Lakes", "volume": "3", "pages": "b104612"},
    ),
    "a thesis and its article": (
        {"document_type": "Thesis", "year": 2020},
        {"document_type": "Article", "year": 2020},
    ),
    "a second edition": (
        {"abstract": ABSTRACT, "pages": "953-986", "year": 2005},
        {"abstract": ABSTRACT, "pages": "1235-1267", "year": 2016},
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_paper(case):
    one, other = (entry(**known) for known in SAME[case])
    assert compare(one, other).same and compare(other, one).same
    assert group_records([one, other])[0] == [[0, 1]]


@pytest.mark.parametrize("case", APART)
def test_other_papers(case):
    one, other = (entry(**known) for known in APART[case])
    assert not compare(one, other).same and not compare(other, one).same
    assert group_records([one, other])[0] == [[0], [1]]


def test_an_inferred_date_does_not_speak_against():
    dated = entry(year=2015)
    assert compare(dated, entry(year=2019, date_inferred=True)).same
    assert not compare(dated, entry(year=2019)).same


def test_a_pair_kept_apart_says_why():
    one, other = (entry(**known) for known in APART["two PubMed ids"])
    assert group_records([one, other])[1] == [
        (0, 1, 0, "has the title of {other}, but another PubMed id; they were kept apart")
    ]


def test_a_file_read_twice_adds_nothing():
    known = {"title": "Editorial", "year": 2001, "venue": "Lakes"}
    assert group_records([entry(**known), entry(**known)])[0] == [[0, 1]]
