import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import schema
from analysis.coverage import (
    coverage,
    describe_coverage,
    describe_ledger,
    describe_merged_papers,
    merged_papers,
    plot_coverage,
)
from analysis.errors import TooLittleData


@pytest.fixture
def records():
    rows = [
        {"paper_id": "p1", "record_id": "a:1", "source_file": "a", "title": "One", "venue": "ICLR"},
        {"paper_id": "p2", "record_id": "a:4", "source_file": "a", "title": "Two"},
        {"paper_id": "p1", "record_id": "b$1$:1", "source_file": "b$1$", "title": "One, longer"},
    ]
    return schema.table("records", rows)


def share(table, source, column):
    return table.set_index(["source", "column"])["share"][source, column]


def test_share_of_records_that_fill_a_column(records):
    before = records.copy()
    table = coverage(records)
    assert share(table, "a", "venue") == 0.5
    assert share(table, "b$1$", "venue") == 0
    assert share(table, "a", "title") == 1
    assert list(table["records"].unique()) == [2, 1]
    pd.testing.assert_frame_equal(records, before)


def test_the_reading_says_what_is_full_partial_and_empty(records):
    text = describe_coverage(coverage(records))
    assert text.startswith("All 3 records have: title.")
    assert "Known for a part of them: venue 33%." in text
    assert "No record has: abstract, authors," in text


def test_the_picture_says_what_the_table_says(records):
    ax = plot_coverage(coverage(records), ax=Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a (2)", r"b\$1\$ (1)"]
    cells = [text.get_text() for text in ax.texts]
    assert len(cells) == 20
    assert cells[0] == "100" and cells.count("50") == 1


def test_names_that_fit_are_not_cut_in_the_picture(records):
    ax = plot_coverage(coverage(records.assign(source_file="zotero_12.rdf")), ax=Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["zotero_12.rdf (3)"]


def test_files_whose_names_begin_alike_are_told_apart_in_the_picture(records):
    named = records.assign(source_file=["my-export-part1.csv", "my-export-part2.csv", "my-export-part2.csv"])
    ax = plot_coverage(coverage(named), ax=Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["m…art1.csv (1)", "m…art2.csv (2)"]


def test_nothing_to_show_is_said(records):
    empty = coverage(records.iloc[:0])
    assert empty.empty
    with pytest.raises(TooLittleData, match="no record"):
        plot_coverage(empty)
    assert "nothing was merged" in describe_merged_papers(merged_papers(records.iloc[:0]))


def test_one_record_is_not_spoken_of_as_many(records):
    assert describe_coverage(coverage(records.iloc[:1])).startswith("The one record has: title")
    ledger = pd.DataFrame({"source_file": ["a.ris"], "format": ["ris"], "counted": [1], "records": [1]})
    assert describe_ledger(ledger) == "The one record that stands in 1 file was kept."


def test_a_missing_column_is_named(records):
    with pytest.raises(KeyError, match="venue"):
        coverage(records.drop(columns="venue"))
    with pytest.raises(KeyError, match="record_id"):
        merged_papers(records.drop(columns="record_id"))


def test_merged_papers_name_their_records(records):
    table = merged_papers(records)
    assert table.to_dict("records") == [
        {"paper_id": "p1", "title": "One, longer", "records": 2, "found_in": "a:1, b$1$:1"}
    ]
    assert describe_merged_papers(table).startswith("1 paper stands in")
