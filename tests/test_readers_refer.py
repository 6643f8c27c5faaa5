"""EndNote's and RefWorks's tagged formats: cell values, what CNKI does to them, and damage."""

import datetime as dt
from pathlib import Path

import pytest
from readings import read_by, told

from analysis.readers import FORMATS, refer, refworks
from analysis.readers.base import Reading, Source

EXPORTS = Path(__file__).parent / "exports"


def reading_of(form, text: str) -> Reading:
    source = Source("x.txt", text.encode(), text)
    assert [one.name for one in FORMATS.values() if one.rank == 0 and one.recognises(source)] == [
        form.FORMAT.name
    ]
    return read_by(form, source)


MOSS = {
    "title": "Slow growth of moss",
    "authors": ["Moss, Anna B.", "Fern, Carl"],
    "abstract": "Moss grows slowly. It took years.",
    "venue": "Journal of Slow Things",
    "volume": "12",
    "issue": "3",
    "pages": "118-120",
    "publisher": "Slow Press",
    "issn": "0378-1127",
    "document_type": "Journal Article",
    "doi": "10.1234/slow.1",
    "url": "https://slow.example/1",
    "language": "English",
    "keywords": [{"keyword": "moss"}, {"keyword": "stone"}],
    "date_inferred": False,
}


def test_a_record_of_endnote_is_read_cell_by_cell():
    reading = reading_of(refer, (EXPORTS / "refer_invented.enw").read_text())
    article, chapter, _ = reading.records
    assert article == MOSS | {
        "source_line": 1,
        "source_id": "77",
        "date": "2019 March 7",
        "published": dt.datetime(2019, 3, 7),
        "date_precision": "day",
    }
    assert (chapter["title"], chapter["venue"], chapter["authors"], chapter["isbn"]) == (
        "A chapter",
        "The whole book",
        ["Stone, D"],
        "9781402096235",
    )
    assert [(row["source_line"], row["problem"][:27]) for row in reading.problems] == [
        (1, "Addresses are printed here ")
    ]


def test_a_record_of_refworks_is_read_cell_by_cell():
    reading = reading_of(refworks, (EXPORTS / "refworks_invented.txt").read_text())
    assert reading.records[0] == MOSS | {
        "source_line": 10,
        "source_id": "2019-00714-006",
        "date": "2019 Mar",
        "published": dt.datetime(2019, 3, 1),
        "date_precision": "month",
    }
    thesis = reading.records[2]
    assert (thesis["authors"], thesis["author_details"], thesis["publisher"], thesis["document_type"]) == (
        ["石开"],
        [{"affiliation": "石头大学"}],
        "石头大学",
        "Dissertation/Thesis",
    )
    assert [(row["source_line"], row["problem"][:27]) for row in reading.problems] == [
        (35, "Addresses are printed here ")
    ]


@pytest.mark.parametrize(
    ("form", "name", "place", "pages", "details"),
    [
        (refer, "refer_invented.enw", 2, None, [{"affiliation": "绿色大学"}] * 2),
        (refworks, "refworks_invented.txt", 1, "112-119", None),
    ],
)
def test_cnki_puts_authors_into_one_line_and_leaves_out_spaces(form, name, place, pages, details):
    record = told(form.read(Source(name, (EXPORTS / name).read_bytes()))).records[place]
    assert (record["authors"], record["venue"], record["issue"]) == (["苔明", "蕨丽"], "慢学报", "03")
    assert record["keywords"] == [{"keyword": "苔藓"}, {"keyword": "生长"}]
    assert (record.get("pages"), record.get("author_details")) == (pages, details)
    assert record.get("abstract") in (None, "苔藓生长 ,很慢。")


def test_records_without_a_type_are_parted_by_empty_lines():
    reading = reading_of(refer, "%A Moss, A\n%T One\n%D 1999\n\n%T Two\n%A Fern, C\n%D 2001\n")
    assert [(record["title"], record["date"]) for record in reading.records] == [
        ("One", "1999"),
        ("Two", "2001"),
    ]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("form", "text", "first"),
    [
        (refer, "%T One\n%J Moss\n\n%0 Book\n%T Two\n\n%D 1999", "%0"),
        (refworks, "T1 One\nJF Moss\n\nRT Book\nT1 Two\n\nYR 1999", "RT"),
    ],
)
def test_a_record_that_lost_its_first_line_is_kept_and_reported(form, text, first):
    reading = reading_of(form, text)
    assert [(record["title"], record.get("date")) for record in reading.records] == [
        ("One", None),
        ("Two", "1999"),
    ]
    assert [(row["source_line"], row["problem"]) for row in reading.problems] == [
        (1, f"A record begins here without its first line `{first}`; kept.")
    ]


@pytest.mark.parametrize(
    "text",
    ["% A comment\n% T of LaTeX\n\\title{x}\n", "RT is a tag\nwe say\n", "TY  - JOUR\nTI  - x\nRT  - y\n"],
)
def test_other_files_are_not_claimed(text):
    assert not any(form.recognises(Source("x", text.encode(), text)) for form in (refer, refworks))


def test_the_legend_of_a_second_file_belongs_to_no_record():
    text = (EXPORTS / "refworks_invented.txt").read_text()
    once, twice = reading_of(refworks, text).records, reading_of(refworks, f"{text}\n\n{text}").records
    assert [one | {"source_line": 0} for one in twice] == [one | {"source_line": 0} for one in [*once, *once]]
