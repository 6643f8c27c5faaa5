"""What a notebook meets: the names that it can complete, and what it is told when it gives the wrong thing."""

import inspect
import types

import pandas as pd
import polars as pl
import pytest

import analysis as bib

FUNCTIONS = [name for name in bib.__all__ if inspect.isfunction(getattr(bib, name))]
# these ask for a path or a text, take whatever they are given, or need a figure first
OTHERS = (
    "country_of", "institution_of", "correct_authors", "load_topics", "save_topics", "forget_tables",
    "read_table", "report_facts", "match_references", "draw", "save_figure",
)  # fmt: skip


def test_completion_and_import_star_offer_what_is_public_and_no_modules():
    star: dict[str, object] = {}
    exec("from analysis import *", star)
    assert set(bib.__all__) == set(star) - {"__builtins__"}
    assert set(bib.__all__) <= set(dir(bib)) and not any(
        isinstance(getattr(bib, name), types.ModuleType) for name in dir(bib)
    )
    assert {"load_corpus", "fit_topics", "TooLittleData"} < set(bib.__all__)
    assert all(inspect.getdoc(getattr(bib, name)) for name in bib.__all__)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in OTHERS])
def test_a_wrong_argument_is_answered_with_a_sentence(name, tmp_path):
    function = getattr(bib, name)
    given = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    for wrong in (None, [1, 2], pd.Series([1]), pd.DataFrame({"x": [1]})):
        if not given or (name == "show_table" and isinstance(wrong, pd.DataFrame)):
            continue
        here = [one.name for one in given if one.kind != one.KEYWORD_ONLY]
        values = [tmp_path / "x" if place in ("path", "folder") else wrong for place in here]
        named = {one.name: "a@b.org" for one in given if one.kind == one.KEYWORD_ONLY}
        with pytest.raises((TypeError, KeyError), match=r"`\w+` must "):
            function(*values, **named)
    assert not list(tmp_path.iterdir())


PAPERS = pd.DataFrame({"paper_id": ["p1", "p2"], "title": ["A", "B"], "year": [2001, 2002]})
PEOPLE = pd.DataFrame(
    {"paper_id": ["p1"], "position": [1], "author": "Li", "surname": "Li", "author_id": "l"}
)
LINKS = pd.DataFrame({"paper_id": ["p1", "p3"], "cited_paper_id": ["p2", "p3"]})


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: bib.local_citations(LINKS, pl.from_pandas(PAPERS)),
            "`references` is a table of pandas, but",
        ),
        (lambda: bib.paper_names(pl.from_pandas(PAPERS), PEOPLE), "`papers` is a table of polars, but"),
        (lambda: bib.growth(PAPERS.assign(year=-5), as_of="2024-12-31"), "A period is written like '2024'"),
        (lambda: bib.unfinished_period(PAPERS, as_of=2024), "`as_of` must be a date"),
        (lambda: bib.papers_per_period(PAPERS, by=7), "`by` must be the name of a column"),
        (lambda: bib.papers_per_period(PAPERS.assign(papers=1), by="papers"), "`by` can't be 'papers'"),
        (lambda: bib.code_share(PAPERS.assign(has_code="no")), "`has_code` must hold true and false"),
        (lambda: bib.growth(PAPERS, confidence="95%"), "`confidence` must be a number between 0 and 1"),
        (lambda: bib.fit_topics(PAPERS.assign(abstract="x"), seed=None), "`seed` must be a whole number"),
        (lambda: bib.load_corpus(PAPERS), "`paths` must be a path"),
        (lambda: bib.plot_papers_per_period(bib.papers_per_period(PAPERS), ax=[1]), "`ax` must be one Axes"),
        (
            lambda: bib.describe_papers_per_period(bib.papers_per_period(PAPERS), unfinished=2002),
            "A period is written like '2024'",
        ),
        (
            lambda: bib.plot_papers_per_period(bib.papers_per_period(PAPERS), unfinished="2002-Q1"),
            r"the table counts by year; unfinished_period\(papers, period='year'\)",
        ),
    ],
)
def test_what_would_do_is_said(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()


def test_a_file_is_not_written_where_a_folder_is(tmp_path):
    edges = pd.DataFrame({"keyword_1": ["a"], "keyword_2": ["b"], "papers": [1]})
    nodes = pd.DataFrame({"keyword": ["a", "b"], "papers": [1, 1]})
    with pytest.raises(IsADirectoryError, match="is a folder; give the path of a file"):
        bib.write_graphml(nodes, edges, tmp_path)


@pytest.mark.parametrize("gap", [None, float("nan"), pd.NA], ids=str)
def test_gaps_are_neither_true_nor_an_error_whatever_a_column_holds_them_as(gap):
    def flags(*values):
        return pd.Series(values, dtype=object)

    shares = bib.code_share(PAPERS.assign(has_code=flags(False, gap)), period=None)
    assert shares[["papers", "known", "with_code"]].values.tolist() == [[2, 1, 0]]
    dates = bib.date_coverage(PAPERS.assign(date_inferred=flags(gap, True)))
    assert dates["inferred"].tolist() == [1]
    sizes = bib.team_size_over_time(PEOPLE, PAPERS.assign(authors_truncated=flags(gap, gap)))
    assert sizes[["papers", "cut"]].values.tolist() == [[1, 0]]
    names = bib.paper_names(PAPERS.assign(year=flags(gap, 2002)), PEOPLE)
    assert names["name"].tolist() == ["Li", "B"]
    assert bib.country_of(gap) is None and bib.institution_of(gap) is None


def test_ids_held_as_categories_are_compared_as_text():
    ids = {"paper_id": "category", "cited_paper_id": "category"}
    for papers in (PAPERS, PAPERS.astype({"paper_id": "category"})):
        table = bib.local_citations(LINKS.astype(ids), papers)
        assert table[["paper_id", "local_citations"]].values.tolist() == [["p2", 1], ["p1", 0]]
