import pandas as pd
import pytest
from matplotlib.figure import Figure
from reference_exports import SHARED, needs_exports
from table_kinds import as_kind, every_kind, rows_of

from analysis import TooLittleData, load_corpus
from analysis.citation_pairs import bibliographic_coupling, co_citations
from analysis.citations import (
    describe_local_citations,
    describe_most_cited_references,
    local_citations,
    most_cited_references,
    plot_local_citations,
    plot_most_cited_references,
)
from analysis.reference_matching import match_references

REFERENCES = pd.DataFrame(
    {
        "paper_id": ["p1", "p1", "p1", "p1", "p2", "p2", "p3", "p3"],
        "reference_id": ["a", "a", "b", "c", "a", "b", "b", None],
        "reference": ["Li, 2001", "Li X, 2001", "Wu, 2002", "Yu, 2003", "Li, 2001", "Wu, 2002", "Wu, 2002", "?"],
        "author": ["Li", "Li X", "Wu", "Yu", "Li", "Wu", "Wu", None],
        "year": [2001, 2001, 2002, 2003, 2001, 2002, 2002, None],
        "venue": ["NATURE", "NATURE", "CELL", None, "NATURE", "CELL", "CELL", None],
        "cited_paper_id": [None, None, "p2", "p1", None, None, "p2", None],
    }
).astype({"year": "Int64"})  # fmt: skip
PAPERS = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "title": ["A", "B", "C"], "year": [2005, 2002, 2004]})


@every_kind
def test_a_work_counts_once_a_paper_under_its_commonest_form(kind):
    rows = rows_of(most_cited_references(as_kind(REFERENCES, kind)), kind)
    assert rows == [
        ("b", "Wu, 2002", "Wu", 2002, "CELL", 3),
        ("a", "Li, 2001", "Li", 2001, "NATURE", 2),
        ("c", "Yu, 2003", "Yu", 2003, None, 1),
    ]


def test_a_reference_of_no_known_paper_counts_for_none():
    unknown = REFERENCES.assign(paper_id=REFERENCES["paper_id"].where(REFERENCES["paper_id"] != "p3"))
    assert most_cited_references(unknown)["papers"].tolist() == [2, 2, 1]


@every_kind
def test_co_citation_counts_the_papers_that_cite_both(kind):
    rows = rows_of(co_citations(as_kind(REFERENCES, kind)), kind)
    assert rows == [("a", "b", 2), ("a", "c", 1), ("b", "c", 1)]


def test_co_citation_without_rare_works_and_long_lists():
    assert co_citations(REFERENCES, min_papers=2).values.tolist() == [["a", "b", 2]]
    assert co_citations(REFERENCES, max_references=2).values.tolist() == [["a", "b", 1]]


@every_kind
def test_coupling_counts_the_works_that_both_cite(kind):
    # p1 cites a, b, c; p2 a, b; p3 b: cosines 2/sqrt(6), 1/sqrt(3), 1/sqrt(2)
    rows = rows_of(bibliographic_coupling(as_kind(REFERENCES, kind)), kind)
    assert [row[:3] for row in rows] == [("p1", "p2", 2), ("p1", "p3", 1), ("p2", "p3", 1)]
    assert [row[3] for row in rows] == pytest.approx([0.8164966, 0.5773503, 0.7071068])


def test_works_that_everybody_cites_couple_nobody_if_left_out():
    edges = bibliographic_coupling(REFERENCES, max_papers=2)
    assert edges[["paper_id_1", "paper_id_2", "references"]].values.tolist() == [["p1", "p2", 1]]
    assert edges["similarity"].tolist() == pytest.approx([0.4082483])


@every_kind
def test_local_citations_leave_out_a_paper_that_cites_itself(kind):
    rows = rows_of(local_citations(as_kind(REFERENCES, kind), as_kind(PAPERS, kind)), kind)
    assert rows == [("p2", "B", 2002, 2), ("p1", "A", 2005, 0), ("p3", "C", 2004, 0)]


def test_input_is_unchanged():
    before = REFERENCES.copy()
    for measure in (most_cited_references, co_citations, bibliographic_coupling):
        measure(REFERENCES)
    local_citations(REFERENCES, PAPERS)
    pd.testing.assert_frame_equal(REFERENCES, before)


@pytest.mark.parametrize("measure", [most_cited_references, co_citations, bibliographic_coupling])
def test_a_missing_column_names_the_step_to_run_first(measure):
    with pytest.raises(KeyError, match="match_references"):
        measure(REFERENCES.drop(columns="reference_id"))


def test_no_references():
    none = REFERENCES.iloc[:0]
    assert most_cited_references(none).empty and co_citations(none).empty
    assert bibliographic_coupling(none).columns.tolist() == [
        "paper_id_1", "paper_id_2", "references", "similarity",
    ]  # fmt: skip
    assert "no reference" in describe_most_cited_references(most_cited_references(none))
    assert "No paper" in describe_local_citations(local_citations(none, PAPERS))
    with pytest.raises(TooLittleData, match="no reference"):
        plot_most_cited_references(most_cited_references(none), ax=Figure().subplots())
    with pytest.raises(TooLittleData, match="No paper"):
        plot_local_citations(local_citations(none, PAPERS), ax=Figure().subplots())


def test_the_plots_draw_what_the_tables_say():
    ax = plot_most_cited_references(most_cited_references(REFERENCES), top=2, ax=Figure().subplots())
    assert [bar.get_width() for bar in ax.patches] == [3, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Wu 2002, CELL", "Li 2001, NATURE"]
    ax = plot_local_citations(local_citations(REFERENCES, PAPERS), ax=Figure().subplots())
    assert [bar.get_width() for bar in ax.patches] == [2]
    assert ax.get_xlabel() == "Citations within the corpus"


@needs_exports
def test_a_strict_recount_of_a_web_of_science_export():
    corpus = load_corpus(SHARED / "data" / "wos_500.txt")
    found = match_references(corpus.references, corpus.papers, corpus.authorships, as_printed=True)
    assert len(most_cited_references(found)) == 8_615
    assert len(bibliographic_coupling(found)) == 20_310
    assert len(co_citations(found)) == 379_921
