"""Papers of authors, in full and by equal parts, and over time."""

import pandas as pd
import polars as pl
import pytest
from matplotlib.figure import Figure
from reference_exports import EXPORTS, needs_exports, read_export, reference
from table_kinds import as_kind, every_kind, rows_of

from analysis.errors import TooLittleData
from analysis.figure_style import use_style
from analysis.productivity import (
    author_productivity,
    cut_lists_sentence,
    describe_author_productivity,
    plot_author_productivity,
)
from analysis.productivity_over_time import (
    describe_productivity_over_time,
    plot_productivity_over_time,
    productivity_over_time,
)


@pytest.fixture
def authorships() -> pd.DataFrame:
    # p1 prints Ada King twice; p4 has an author without an id
    rows = [
        ("p1", 1, "Ada King", "king a"), ("p1", 2, "ADA KING", "king a"), ("p1", 3, "Bo Li", "li b"),
        ("p2", 1, "ADA KING", "king a"), ("p2", 2, "Çam Ö", "cam o"), ("p2", 3, "bo li", "li b"),
        ("p3", 1, "Bo Li", "li b"), ("p4", 1, "zo", "zo"), ("p4", 2, "Nobody", None),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["paper_id", "position", "author", "author_id"])
    return frame.astype({"paper_id": "str", "position": "Int64", "author": "str", "author_id": "str"})


@pytest.fixture
def papers() -> pd.DataFrame:
    frame = pd.DataFrame({"paper_id": ["p1", "p2", "p3", "p4"], "year": [2023, 2024, 2024, None]})
    return frame.astype({"paper_id": "str", "year": "Int64"}).assign(
        authors_truncated=[True, False, False, True]
    )


def axes():
    return Figure().subplots()


@every_kind
def test_full_counts_take_an_author_once_a_paper(authorships, kind):
    table = author_productivity(as_kind(authorships, kind))
    assert rows_of(table, kind) == [
        ("li b", "Bo Li", 3),
        ("king a", "ADA KING", 2),  # on two papers against one
        ("cam o", "Çam Ö", 1),
        ("zo", "zo", 1),
    ]


@every_kind
def test_fractional_counts_share_a_paper(authorships, kind):
    table = author_productivity(as_kind(authorships, kind), counting="fractional")
    assert rows_of(table, kind) == [
        ("li b", "Bo Li", pytest.approx(1 / 2 + 1 / 3 + 1)),
        ("zo", "zo", 1.0),
        ("king a", "ADA KING", pytest.approx(1 / 2 + 1 / 3)),
        ("cam o", "Çam Ö", pytest.approx(1 / 3)),
    ]
    assert sum(row[2] for row in rows_of(table, kind)) == pytest.approx(4)


@every_kind
def test_of_equally_frequent_names_one_in_mixed_case_is_shown(kind):
    frame = pd.DataFrame(
        {"paper_id": ["p1", "p2", "p3"], "author": ["BO LI", "bo li", "Bo Li"], "author_id": ["li b"] * 3}
    )
    assert rows_of(author_productivity(as_kind(frame, kind)), kind) == [("li b", "Bo Li", 3)]
    assert rows_of(author_productivity(as_kind(frame[:2], kind)), kind) == [("li b", "BO LI", 2)]


@every_kind
def test_the_order_of_the_rows_does_not_matter(authorships, kind):
    turned = author_productivity(
        as_kind(authorships[::-1].reset_index(drop=True), kind), counting="fractional"
    )
    straight = author_productivity(as_kind(authorships, kind), counting="fractional")
    assert rows_of(turned, kind) == rows_of(straight, kind)


@every_kind
def test_equal_sums_of_parts_tie_exactly(kind):
    # ten tenths and one whole: in floating point the tenths add up to less than 1
    rows = [(f"p{n}", who) for n in range(10) for who in "bcdefghijk"] + [("p99", "z")]
    frame = pd.DataFrame(rows, columns=["paper_id", "author_id"]).assign(author="X")
    rows = rows_of(author_productivity(as_kind(frame, kind), counting="fractional"), kind)
    assert [row[0] for row in rows] == list("bcdefghijkz")


def test_input_does_not_change(authorships, papers):
    before, papers_before = authorships.copy(deep=True), papers.copy(deep=True)
    author_productivity(authorships, counting="fractional")
    productivity_over_time(authorships, papers)
    pd.testing.assert_frame_equal(authorships, before)
    pd.testing.assert_frame_equal(papers, papers_before)


def test_wrong_input_is_named(authorships):
    with pytest.raises(KeyError, match=r"\['author_id'\].*load_corpus"):
        author_productivity(authorships.drop(columns="author_id"))
    with pytest.raises(ValueError, match="'full', 'fractional', but 'half'"):
        author_productivity(authorships, counting="half")


@every_kind
def test_without_authors(authorships, kind):
    for counting in ("full", "fractional"):
        table = author_productivity(as_kind(authorships[:0], kind), counting=counting)
        assert rows_of(table, kind) == []
    assert describe_author_productivity(table).startswith("No author of any paper is known")
    with pytest.raises(TooLittleData, match="No author of any paper is known"):
        plot_author_productivity(table, ax=axes())


def test_lazy_stays_lazy(authorships):
    assert isinstance(author_productivity(pl.from_pandas(authorships).lazy()), pl.LazyFrame)


def test_productivity_in_words(authorships, papers):
    text = describe_author_productivity(author_productivity(authorships), papers=papers)
    assert text == (
        "4 authors, 2 of them (50%) with one paper. Most papers: Bo Li (3), ADA KING (2) and Çam Ö (1); "
        '1 more has as many as the last. The list of authors of 2 papers was cut ("et al."), so every count of '
        "authors is a lower bound."
    )
    table = pd.DataFrame({"author_id": range(1000), "author": "A", "papers": [2] + [1] * 999})
    assert ", 999 of them (99%) with one paper." in describe_author_productivity(table)
    assert cut_lists_sentence(papers.assign(authors_truncated=False)) == "" and cut_lists_sentence(None) == ""


def test_both_counts_stand_on_the_line_of_their_author(authorships):
    parts = author_productivity(authorships, counting="fractional")
    ax = plot_author_productivity(author_productivity(authorships), parts, top=3, ax=axes())
    full, fractional = ax.lines
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Bo Li", "ADA KING", "Çam Ö"]
    assert list(full.get_xdata()) == [3, 2, 1] and list(full.get_ydata()) == [0, 1, 2]
    assert list(fractional.get_xdata()) == pytest.approx([11 / 6, 5 / 6, 1 / 3])
    assert ax.get_xlabel() == "Papers (1 more author with 1)"


def test_long_names_leave_the_legend_in_the_figure(authorships):
    with use_style():
        figure = Figure()
        loud = author_productivity(authorships).assign(author="W" * 40)
        ax = plot_author_productivity(loud, author_productivity(authorships), ax=figure.subplots())
        figure.draw_without_rendering()
        assert ax.get_legend().get_window_extent().x1 <= figure.bbox.x1


@every_kind
def test_productivity_over_time(authorships, papers, kind):
    table = productivity_over_time(as_kind(authorships, kind), as_kind(papers, kind), top=2)
    assert rows_of(table, kind) == [
        ("li b", "Bo Li", "2023", 1),
        ("li b", "Bo Li", "2024", 2),
        ("king a", "ADA KING", "2023", 1),
        ("king a", "ADA KING", "2024", 1),
    ]


def test_dots_are_as_large_as_the_number_of_papers(authorships, papers):
    ax = plot_productivity_over_time(productivity_over_time(authorships, papers), ax=axes())
    first = ax.collections[0]
    assert first.get_offsets().tolist() == [[2023, 0], [2024, 0]]
    assert first.get_sizes()[1] == pytest.approx(2 * first.get_sizes()[0])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Bo Li (3)", "ADA KING (2)", "Çam Ö (1)"]


def test_nobody_with_a_date(authorships, papers):
    table = productivity_over_time(authorships, papers.assign(year=pd.NA).astype({"year": "Int64"}))
    assert list(table.columns) == ["author_id", "author", "period", "papers"] and len(table) == 0
    assert "No author has a paper with a date" in describe_productivity_over_time(table)
    with pytest.raises(TooLittleData, match="No author has a paper with a date"):
        plot_productivity_over_time(table, ax=axes())


@needs_exports
@pytest.mark.parametrize("name", EXPORTS)
def test_authors_of_real_exports(name):
    _, authorships = read_export(name)
    expected = reference(name)
    full = author_productivity(authorships).set_index("author_id")["papers"]
    parts = author_productivity(authorships, counting="fractional").set_index("author_id")["papers"]
    assert len(full) == expected["main"]["distinct_authors"]
    assert parts.sum() == pytest.approx(expected["main"]["documents"])
    if name != "scopus_581.csv":  # there one paper prints an author twice, and bibliometrix counts both
        assert full.sum() == expected["main"]["author_appearances"]
        least = expected["top_authors"][-1]["n"]
        assert {a: n for a, n in full.items() if n > least} == {
            row["item"]: row["n"] for row in expected["top_authors"] if row["n"] > least
        }
    for row in expected["top_authors_fractional"]:
        assert parts[row["item"]] == pytest.approx(row["n"], abs=1e-8)


def test_a_number_of_authors_below_one_is_refused():
    authorships = pd.DataFrame({"paper_id": ["p"], "author_id": ["a"], "author": ["A"]})
    with pytest.raises(ValueError, match="`top` must be 1 or more, but -3"):
        plot_author_productivity(author_productivity(authorships), top=-3)
    with pytest.raises(ValueError, match="`top` must be 1 or more, but 0"):
        productivity_over_time(authorships, pd.DataFrame({"paper_id": ["p"], "year": [2024]}), top=0)
