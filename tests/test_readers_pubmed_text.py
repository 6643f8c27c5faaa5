"""PubMed's text format: cell values, what belongs to which author, and damage that costs no record."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from readings import read_by
from reference_exports import needs_exports, reference

from analysis.readers import pubmed_text
from analysis.readers.base import Reading, Source

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).parents[2] / "shared" / "data"


def reading_of(path: Path) -> Reading:
    return read_by(pubmed_text, Source(path.name, path.read_bytes()))


def reading_of_text(text: str) -> Reading:
    return read_by(pubmed_text, Source("x.txt", text.encode(), text), recognised=False)


def test_a_record_is_read_cell_by_cell():
    reading = reading_of(EXPORTS / "medline_invented.nbib")
    assert reading.problems == []
    assert reading.records[0] == {
        "source_line": 2,
        "pmid": "31000001",
        "issn": "1234-5678",
        "volume": "10",
        "issue": "2",
        "date": "2021 Jul-Aug",
        "published": dt.datetime(2021, 7, 1),
        "date_precision": "month",
        "date_inferred": False,
        "title": "Slow growth of moss: a long follow-up.",
        "pages": "11-9",
        "doi": "10.1234/slow.2021.7",
        "abstract": "AIMS: Moss grows. RESULTS: It took years.",
        "authors": ["Moss, Anna B", "Lichen Study Group", "Fern, Carl"],
        "author_details": [
            {
                "affiliation": "Univ Green, Fernton, Norway.; Stone Inst, Petra, Jordan. moss@green.example",
                "orcid": "0000-0002-1825-0097",
            },
            {"affiliation": "Listed at the end."},
            {},
        ],
        "language": "eng; nor",
        "funding": "G-1/Green Council/Norway; 22/HX_/Stone Fund/Jordan",
        "document_type": "Journal Article; Review",
        "venue": "Journal of slow things",
        "keywords": [
            {"keyword": "slow growth", "kind": "author"},
            {"keyword": "moss", "kind": "author"},
            {"keyword": "Bryophyta/growth & development/physiology", "kind": "mesh"},
            {"keyword": "Humans", "kind": "mesh"},
            {"keyword": "Chlorophyll", "kind": "index"},
            {"keyword": "Moss dehydrogenase", "kind": "index"},
        ],
        "source_id": "PMC9000001",
    }


def test_an_old_record_gives_its_address_to_the_first_author_and_says_that_authors_are_missing():
    old = reading_of(EXPORTS / "medline_invented.nbib").records[1]
    assert old["authors"] == ["Old A", "Older BC"]
    assert old["authors_truncated"] is True
    assert old["author_details"] == [{"affiliation": "Dept of Old Things, Bergen."}, {}]
    assert old["doi"] == "10.1234/old"
    assert (old["date"], old["published"], old["date_precision"]) == ("2012", dt.datetime(2012, 4, 16), "day")


def test_editors_of_a_book_are_no_authors():
    book = reading_of(EXPORTS / "medline_invented.nbib").records[2]
    assert "authors" not in book
    assert (book["title"], book["venue"], book["publisher"]) == (
        "A book of moss",
        "Moss series",
        "Slow Press",
    )
    assert book["isbn"] == "978-1-4020-9623-5"
    assert book["published"] == dt.datetime(2010, 1, 1)


@pytest.mark.parametrize(
    ("printed", "published", "precision"),
    [
        ("2022 Jul 8", dt.datetime(2022, 7, 8), "day"),
        ("2021 Winter", dt.datetime(2021, 1, 1), "month"),
        ("2021 Dec-2022 Jan", dt.datetime(2021, 12, 1), "month"),
        ("2016 Jan/Mar", dt.datetime(2016, 1, 1), "month"),
        ("1998-1999", dt.datetime(1998, 1, 1), "year"),
        ("2016 Feb 31", dt.datetime(2016, 2, 1), "month"),
    ],
)
def test_dates(printed, published, precision):
    record = reading_of_text(
        f"PMID- 1\nOWN - NLM\nTI  - x\nDP  - {printed}\nDEP - 20150101\nSO  - y\n"
    ).records[0]
    assert (record["date"], record["published"], record["date_precision"]) == (printed, published, precision)


def test_no_date_is_made_up():
    assert "published" not in reading_of_text("PMID- 1\nTI  - x\nDP  - soon\nSO  - y\n").records[0]


def test_damaged_records_are_kept_and_reported():
    reading = reading_of_text(
        "lost\nPMID- 1\nOWN - NLM\nTI  - One\nand more\n\n      of it\nSO  - x\n\n"
        "OWN - NLM\nTI  - Two\nSO  - x\n\nPMID- three\nOWN - NLM\nTI  - Thr"
    )
    assert [record["title"] for record in reading.records] == ["One and more of it", "Two", "Thr"]
    assert [record.get("pmid") for record in reading.records] == ["1", None, None]
    assert [(row["source_line"], row["problem"].split(";")[0]) for row in reading.problems] == [
        (10, "A record begins here without its PMID"),
        (14, "The last record has no end (its `SO`)"),
        (1, "A line stands outside of all records here"),
    ]


def test_an_empty_line_within_a_record_begins_no_other():
    assert len(reading_of_text("PMID- 1\nOWN - NLM\n\nTI  - One\n\nAU  - A B\nSO  - x\n").records) == 1


def test_files_put_one_below_the_other_are_read_as_one():
    one = "\ufeffPMID- 1\nOWN - NLM\nTI  - One\nSO  - x\n"
    assert [r["pmid"] for r in reading_of_text(one + one.replace("1", "2")).records] == ["1", "2"]


@pytest.mark.parametrize(
    "text", ["TY  - JOUR\nTI  - x\nAU  - y\nSO  - z\n", "PMID: 1\nTitle: x\n", "PMID- 1\n"]
)
def test_other_files_are_not_claimed(text):
    assert not pubmed_text.recognises(Source("x", text.encode(), text))


@needs_exports
def test_a_real_export_agrees_with_bibliometrix_where_it_is_right():
    reading = reading_of(SHARED / "pubmed_335.txt")
    assert (len(reading.records), reading.problems) == (335, [])
    main = reference("pubmed_335.txt")["main"]
    years = Counter(str(record["published"].year) for record in reading.records)
    assert years == {year: count for year, count in main["docs_per_year"].items() if count}
    groups = 8  # CN, which bibliometrix leaves out
    assert sum(len(record["authors"]) for record in reading.records) == main["author_appearances"] + groups
    mesh = Counter(
        k["keyword"].upper() for r in reading.records for k in r.get("keywords", ()) if k["kind"] == "mesh"
    )
    assert (mesh["HUMANS"], mesh["DECISION SUPPORT TECHNIQUES"], mesh["ANIMALS"]) == (182, 165, 26)
    own = [k for r in reading.records for k in r.get("keywords", ()) if k["kind"] == "author"]
    assert len(own) == 1_161


@needs_exports
def test_a_real_record_with_every_field_is_read():
    (record,) = reading_of(SHARED / "pubmed_1.nbib").records
    assert record["authors"][-1] == "corporater"
    assert [kind["kind"] for kind in record["keywords"]].count("author") == 5
