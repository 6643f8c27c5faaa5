"""What made a table or a figure is noted truthfully."""

import inspect
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.provenance import describe_call, made_by, portable, source_files, traced, versions

PAPERS = pd.DataFrame({"paper_id": ["p1", "p2"], "year": [2023, 2024]})


@traced
def papers_per_year(papers, *, first=2000, by=None):
    """Return papers per year."""
    kept = papers[papers["year"] >= first]
    return kept.groupby("year").size().rename("papers").reset_index()


@traced
def plot_papers_per_year(table, *, ax=None, color="C0"):
    ax.bar(table["year"], table["papers"], color=color)
    return ax


def test_a_table_says_which_function_and_parameters_made_it():
    table = papers_per_year(PAPERS, first=2024)
    assert made_by(table) == {
        "function": f"{__name__}.papers_per_year",
        "parameters": {"first": 2024, "by": None},
    }
    assert table["papers"].tolist() == [1]
    assert PAPERS.attrs == {}


def test_axes_say_what_drew_them_and_what_made_the_table():
    ax = plot_papers_per_year(papers_per_year(PAPERS), ax=Figure().subplots(), color="C1")
    note = made_by(ax)
    assert note["function"] == f"{__name__}.plot_papers_per_year"
    assert note["parameters"] == {"color": "C1"}
    assert note["tables"][0]["parameters"] == {"first": 2000, "by": None}


def test_the_decorator_keeps_name_docstring_and_signature():
    assert papers_per_year.__name__ == "papers_per_year"
    assert papers_per_year.__doc__ == "Return papers per year."
    assert list(inspect.signature(papers_per_year).parameters) == ["papers", "first", "by"]


def test_a_function_that_returns_its_input_does_not_mark_the_input():
    table = PAPERS.copy()
    same = traced(lambda papers: papers)(table)
    assert made_by(same) is not None
    assert made_by(table) is None
    pd.testing.assert_frame_equal(same, table)


def test_errors_of_the_function_come_through():
    with pytest.raises(KeyError, match="year"):
        papers_per_year(pd.DataFrame({"paper_id": ["p1"]}))


def test_whatever_else_is_returned_is_handed_on():
    assert traced(lambda: 3)() == 3
    assert made_by(3) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Path("/home/ada/data/seeds"), "seeds"),
        ("/home/ada/data/seeds/", "seeds"),
        ("seeds/a.txt", "seeds/a.txt"),
        (np.int64(3), 3),
        (pd.Timestamp("2024-05-01"), "2024-05-01T00:00:00"),
        ({"b", "a"}, ["a", "b"]),
        (np.zeros((2, 3)), "ndarray of 2 x 3"),
        (list(range(51)), "list of 51"),
        (len, "builtins.len"),
        (object(), "builtins.object"),
    ],
)
def test_values_are_noted_the_same_on_every_machine(value, expected):
    assert portable(value) == expected


def test_other_frames_than_pandas_are_left_out_of_the_parameters():
    polars = pytest.importorskip("polars")
    note = describe_call(papers_per_year, polars.DataFrame({"year": [2024]}), by="year")
    assert note["parameters"] == {"first": 2000, "by": "year"}


def test_source_files_are_listed_in_order_and_a_file_that_was_not_read_says_so():
    ledger = pd.DataFrame({"source_file": ["b.txt", "a.txt"], "sha256": ["22", None]}).astype("str")
    ledger["sha256"] = pd.array(["22", None], dtype="str")
    corpus = SimpleNamespace(ledger=ledger, papers=PAPERS)
    assert source_files(corpus) == [
        {"source_file": "a.txt", "sha256": "not read"},
        {"source_file": "b.txt", "sha256": "22"},
    ]


def test_versions_name_what_shapes_a_figure():
    import matplotlib

    assert versions()["matplotlib"] == matplotlib.__version__
    assert versions()["pandas"] == pd.__version__
