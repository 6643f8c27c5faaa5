import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noisy_records import citations_of, invented_records
from reference_exports import SHARED, needs_exports

from analysis import load_corpus
from analysis.cited_works import agree, first_author, surnames, work_of
from analysis.reference_matching import match_references

PAPERS = pd.DataFrame(
    {
        "paper_id": ["p1", "p2"],
        "title": ["Directed assembly of block copolymers", "Trees and their shade"],
        "venue": ["MACROMOLECULES", "Ecology"],
        "volume": ["48", None],
        "pages": ["8574-8581", None],
        "doi": ["10.1021/acs.macromol.5b02174", None],
        "year": [2015, 2019],
        "pmid": [None, "7654321"],
        "openalex_id": [None, "W2741809807"],
        "arxiv_id": [None, "1907.01234"],
    }
)
AUTHORSHIPS = pd.DataFrame(
    {"paper_id": ["p1", "p2"], "position": [1, 1], "author": ["Bai, Wubin", "Ada Moss"]}
)
WOS = {"author": "Bai W", "year": 2015, "venue": "MACROMOLECULES", "volume": "48", "pages": "8574"}


def cited(*rows):
    printed = [{"paper_id": f"c{place}", "reference": str(row)} | row for place, row in enumerate(rows)]
    return pd.DataFrame(printed)


def matched(*rows, **options):
    return match_references(cited(*rows), PAPERS, AUTHORSHIPS, **options)


SCOPUS = {
    "author": "Bai W.; Yager K.",
    "title": "Directed assembly of block copolymers",
    "year": 2015,
    "venue": "Macromolecules",
    "volume": "48",
    "pages": "8574-8581",
}
SAME = {
    "Web of Science and Scopus": (WOS, SCOPUS),
    "Web of Science and PubMed": (WOS, {"reference": "Bai W, et al. Macromolecules. 2015;48(23):8574-81."}),
    "Scopus and PubMed without a known author": (
        SCOPUS,
        {"reference": "Directed assembly of block copolymers. 2015;48(23):8574-81."},
    ),
    "DOI twice": (
        {"doi": "10.1021/acs.macromol.5b02174"},
        {"reference": "Bai, DOI DOI 10.1021/ACS.MACROMOL.5B02174"},
    ),
    "DOI cut off, same place": (
        WOS | {"doi": "10.1021/acs.macromol.5"},
        WOS | {"doi": "10.1021/acs.macromol.5b02174"},
    ),
    "PubMed id": ({"reference": "Moss A. PMID: 7654321"}, {"reference": "Ecology 2019. PMID 7654321."}),
    "arXiv id": ({"reference": "Moss A, ARXIV190701234"}, {"reference": "Moss, arXiv:1907.01234 (2019)"}),
    "surname misspelled": (WOS | {"author": "Tarnopolsky G"}, WOS | {"author": "TAMOPOLSKY GJ"}),
    "particle lost": (WOS | {"author": "ten Brink S"}, WOS | {"author": "Brink S. T."}),
    "online and in print": (WOS, WOS | {"year": 2016, "author": "BAI W"}),
    "a book": (
        {"author": "Flory PJ", "year": 1953, "venue": "PRINCIPLES POLYM CH"},
        {"author": "Flory P. J.", "year": 1953, "venue": "Principles Polym Ch"},
    ),
    "no page in either": (WOS | {"pages": None}, WOS | {"pages": None, "author": "BAI W."}),
    "venue abbreviated in another way": (WOS, WOS | {"venue": "ACS MOL"}),
    "a word of the title in the venue": (WOS, WOS | {"venue": "Block Copolymers. Macromolecules"}),
    "given name for a surname, same title": (SCOPUS, SCOPUS | {"author": "Wubin, B."}),
    "name in several words": (WOS | {"author": "Ngo The A."}, WOS | {"author": "NGOTHE A"}),
    "formula of a title printed in another way": (
        SCOPUS | {"title": "Patterned media of (Equation presented) on walls of moss"},
        SCOPUS | {"title": "Patterned media of 4 teradots an inch on walls of moss"},
    ),
    "author in the title": (
        SCOPUS,
        SCOPUS | {"title": f"Bai Wubin, Yager Kevin G., Ross Caroline A., {SCOPUS['title']}", "author": None},
    ),
    "proceedings without a volume": (
        WOS | {"volume": None, "venue": "IEEE ICC", "pages": "6249"},
        SCOPUS
        | {"volume": None, "venue": "IEEE International Conference on Communications", "pages": "6249-54"},
    ),
    "title alone": (SCOPUS | {"volume": None, "pages": None}, SCOPUS | {"venue": None, "pages": None}),
}
APART = {
    "another page": (WOS, WOS | {"pages": "12"}),
    "another volume": (WOS, WOS | {"volume": "4"}),
    "another author": (WOS, WOS | {"author": "Sun ZW"}),
    "another year": (WOS, WOS | {"year": 2012}),
    "another venue, another initial": (WOS, WOS | {"venue": "ECOLOGY", "author": "Bai K"}),
    "another venue, first pages": (
        WOS | {"pages": "1"},
        WOS | {"pages": "1", "venue": "ECOLOGY", "reference": "Bai"},
    ),
    "two DOIs": (WOS | {"doi": "10.1234/a1"}, WOS | {"doi": "10.1234/b2"}),
    "two titles": (SCOPUS, SCOPUS | {"title": "Why do trees give shade in summer?"}),
    "a reprint a year later, in a book": (SCOPUS, SCOPUS | {"volume": None, "pages": "155", "year": 2016}),
    "two people without page": (
        WOS | {"pages": None, "author": "Kim JG", "reference": "Kim JG, 2015"},
        WOS | {"pages": None, "author": "Kim JB", "reference": "Kim JB, 2015"},
    ),
    "DOI of another work": (
        SCOPUS | {"doi": "10.1234/a1"},
        {"author": "Moss A", "title": "Trees and their shade in towns", "doi": "10.1234/a1"},
    ),
    "what is left of two DOIs": ({"doi": "10.1016/j"}, {"doi": "10.1016/j", "reference": "Moss"}),
    "V12 in a name": (
        {"author": "V12 Consortium", "year": 2015, "venue": "ECOLOGY", "volume": "3", "pages": "1"},
        {"author": "V14 Consortium", "year": 2015, "venue": "ECOLOGY", "volume": "5", "pages": "1"},
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_work(case):
    assert matched(*SAME[case])["reference_id"].nunique() == 1
    assert matched(*SAME[case][::-1])["reference_id"].nunique() == 1


def test_one_of_many_prints_is_compared_with_more_than_its_neighbours():
    odd, first = WOS | {"author": None}, WOS | {"venue": "AB TRANS"}
    several = [odd, first, *(WOS | {"reference": f"Bai W, {letter}"} for letter in "BCDEFGHIJKLMNOP")]
    assert matched(*several)["reference_id"].nunique() == 1


@pytest.mark.parametrize("case", APART)
def test_other_works(case):
    assert matched(*APART[case])["reference_id"].nunique() == 2


@pytest.mark.parametrize(
    ("reference", "paper"),
    [
        ({"doi": "10.1021/acs.macromol.5b02174"}, "p1"),
        (WOS, "p1"),
        (SCOPUS, "p1"),
        ({"reference": "Bai W, et al. Macromolecules. 2015;48(23):8574-81."}, "p1"),
        ({"reference": "https://openalex.org/W2741809807"}, "p2"),
        ({"reference": "W2741809807"}, "p2"),
        ({"reference": "Moss A. Trees. PMID: 7654321"}, "p2"),
        ({"reference": "Moss A, 2019, ARXIV190701234"}, "p2"),
        ({"author": "Moss A.", "title": "Trees and their shade", "year": 2019}, None),  # short: proves little
        (WOS | {"pages": "1"}, None),
    ],
)
def test_a_reference_is_linked_to_the_paper_of_the_corpus(reference, paper):
    linked = matched(reference)["cited_paper_id"]
    assert linked.isna().all() if paper is None else linked.tolist() == [paper]


def test_ids_prefer_the_doi_and_are_shared_by_the_forms_without_it():
    found = matched(WOS, SCOPUS, WOS | {"doi": "10.1021/acs.macromol.5b02174"})
    assert set(found["reference_id"]) == {"doi:10.1021/acs.macromol.5b02174"}


def test_what_fits_two_works_is_joined_to_neither():
    pageless = WOS | {"author": "Moss A", "pages": None}
    found = matched(
        pageless | {"reference": "with one", "doi": "10.1234/a1"},
        pageless | {"reference": "with another", "doi": "10.1234/b2"},
        pageless | {"reference": "with none"},
    )
    assert found["reference_id"].nunique() == 3


def test_papers_of_the_corpus_are_never_one_work():
    same = {"doi": "10.1234/a1", "title": PAPERS["title"][0], "openalex_id": None, "arxiv_id": None}
    twins = PAPERS.assign(**same)
    found = match_references(cited(WOS, {"reference": "PMID: 7654321"}), twins, AUTHORSHIPS)
    assert found["cited_paper_id"].tolist() == ["p1", "p2"]


def test_two_dois_outweigh_the_same_place():
    one, other = (work_of(WOS | {"doi": doi}) for doi in ("10.1234/a1", "10.1234/b2"))
    assert not agree(one, other)


def test_as_printed_only_the_same_text_is_the_same_work():
    rows = [WOS | {"reference": text} for text in ("Bai W, 2015", "BAI W, 2015", "Bai W., 2015")]
    assert matched(*rows, as_printed=True)["reference_id"].nunique() == 2
    assert matched(*rows)["reference_id"].nunique() == 1


def test_input_is_unchanged_and_rows_keep_their_place():
    references = cited(SCOPUS, WOS).set_axis([7, 3])
    before = references.copy()
    found = match_references(references, PAPERS, AUTHORSHIPS)
    pd.testing.assert_frame_equal(references, before)
    assert found.index.tolist() == [7, 3]
    assert found["reference"].tolist() == references["reference"].tolist()


def test_no_references_and_no_papers():
    empty = match_references(cited(WOS).iloc[:0], PAPERS.iloc[:0], AUTHORSHIPS.iloc[:0])
    assert empty.empty
    assert {"reference_id", "cited_paper_id"} <= set(empty.columns)


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="reference"):
        match_references(pd.DataFrame({"paper_id": []}), PAPERS, AUTHORSHIPS)


@pytest.mark.parametrize(
    ("authors", "first"),
    [
        ("Bai W", "Bai W"),
        ("Shen K., Tatara G., Wu M.W.", "Shen K."),
        ("Ahmed, F., Li, B.", "Ahmed F."),
        ("García Márquez, A.; Li, B.", "García Márquez A."),
        ("US Census Bureau", "US Census Bureau"),
    ],
)
def test_the_first_author(authors, first):
    assert first_author(authors) == first


def test_surnames_of_a_name_without_initials_are_both_words():
    assert surnames("Silvia Pellegrini") == ("silvia", "pellegrini")


def test_a_sici_doi_is_kept_whole():
    doi = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    assert work_of({"reference": f"Oh A, 1998, STAT MED, V17, P1661, DOI {doi}"}).doi == doi.lower()


def _rows():
    rng = random.Random(5)
    papers = invented_records(12, rng)
    return [row for paper in papers for row in citations_of(paper, rng)] + [WOS, SCOPUS, *APART["two DOIs"]]


ROWS = _rows()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_ids_do_not_depend_on_the_order_of_references(order):
    expected = matched(*ROWS)["reference_id"]
    found = matched(*[ROWS[place] for place in order])["reference_id"]
    assert found.tolist() == expected.iloc[list(order)].tolist()


def test_few_wrong_and_few_missed_links_of_papers_cited_in_three_styles():
    rng = random.Random(17)
    papers = [paper | {"paper_id": f"p{place}"} for place, paper in enumerate(invented_records(300, rng))]
    rows = [row | {"paper_id": paper["paper_id"]} for paper in papers for row in citations_of(paper, rng)]
    frame = pd.DataFrame(papers).assign(year=[paper["published"].year for paper in papers], doi=None)
    first = [
        {"paper_id": paper["paper_id"], "position": 1, "author": paper["authors"][0]} for paper in papers
    ]
    found = match_references(pd.DataFrame(rows), frame, pd.DataFrame(first))  # each reference names its paper
    linked = found["cited_paper_id"].notna()
    assert (found["cited_paper_id"] == found["paper_id"])[linked].all()
    with_page = ~found["reference"].str.match(r".*, V\d+$")
    assert linked[with_page].mean() >= 0.95


CROWDS = {
    "one place": [
        WOS | {"reference": f"{place}", "author": f"Bai {'ABCDE'[place % 5]}"} for place in range(3000)
    ],
    "one DOI": [
        {"reference": f"{place}", "doi": "10.1234/a1", "author": f"Bai{place}"} for place in range(3000)
    ],
    "one title": [
        SCOPUS | {"reference": f"{place}", "volume": f"{place}", "pages": f"{place}"} for place in range(3000)
    ],
    "one text": [{"reference": "Personal communication", "doi": f"10.1234/{place}"} for place in range(3000)],
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_work_grows_with_the_number_of_references_not_with_its_square(crowd, monkeypatch):
    from analysis import reference_matching

    count = 0

    def counted(function):
        def counting(one, other):
            nonlocal count
            count += 1
            return function(one, other)

        return counting

    for name in ("agree", "contradict"):
        monkeypatch.setattr(reference_matching, name, counted(getattr(reference_matching, name)))
    matched(*CROWDS[crowd])
    assert count < 60 * len(CROWDS[crowd])


def _links(found):
    """Return the numbers of works, of coupled pairs of papers, and of co-cited pairs of works."""
    pairs = found[["paper_id", "reference_id"]].drop_duplicates()
    coupled, together = set(), set()
    for _, papers in pairs.groupby("reference_id")["paper_id"]:
        coupled.update(itertools.combinations(sorted(papers), 2))
    for _, works in pairs.groupby("paper_id")["reference_id"]:
        together.update(itertools.combinations(sorted(works), 2))
    return pairs["reference_id"].nunique(), len(coupled), len(together)


@needs_exports
def test_exact_strings_give_the_numbers_of_a_strict_recount():
    corpus = load_corpus(SHARED / "data" / "wos_500.txt")
    found = match_references(corpus.references, corpus.papers, corpus.authorships, as_printed=True)
    assert _links(found) == (8_615, 20_310, 379_921)


@needs_exports
def test_references_with_their_dois_hidden_are_linked_to_the_same_papers():
    corpus = load_corpus(SHARED / "data" / "wos_500.txt")
    printed = corpus.references["reference"].str.replace(r",? DOI .*$", "", regex=True)
    hidden = match_references(
        corpus.references.assign(doi=None, reference=printed), corpus.papers, corpus.authorships
    )["cited_paper_id"]
    by_doi = corpus.papers.dropna(subset="doi").set_index("doi")["paper_id"]
    true = corpus.references["doi"].map(by_doi)
    known = corpus.references["doi"].notna() & hidden.notna()
    assert known.sum() > 400
    assert (hidden == true)[known].all()


def test_an_id_of_semantic_scholar_is_linked_to_the_paper_that_has_it():
    papers = pd.DataFrame({"paper_id": ["p1", "p2"], "source_id": ["x; s2:d1", "s2:d2"]})
    cited = pd.DataFrame({"paper_id": ["p2", "p2"], "reference": ["s2:d1", "s2:d9"]})
    found = match_references(cited, papers, pd.DataFrame({"paper_id": [], "position": [], "author": []}))
    assert found["cited_paper_id"].fillna("").tolist() == ["p1", ""]
