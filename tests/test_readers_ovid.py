"""Ovid's tagged text, which each of its databases fills in its own way."""

import datetime as dt
from pathlib import Path

from readings import read

from analysis.readers import Reading, Source

SAMPLE = (Path(__file__).parent / "exports" / "ovid_invented.txt").read_text(encoding="utf-8")


def ovid(text: str = SAMPLE) -> Reading:
    return read(Source("x", text.encode()), "ovid_text")


def test_medline():
    record = ovid().records[0]
    assert record.items() >= {
        "source_line": 1, "title": "Moss on north walls.", "authors": ["Ek, Bo", "Berg, Ada"],
        "pmid": "30000001", "doi": "10.5555/moss.2019.01", "venue": "Journal of Invented Botany",
        "volume": "12", "issue": "3", "pages": "45-51", "issn": "1234-5678", "language": "English",
        "date": "2019 Mar 04", "published": dt.datetime(2019, 3, 4), "document_type": "Journal Article",
        "abstract": "BACKGROUND: Moss grows where water falls, and nobody counts it on the walls of the town."
        " RESULTS: Shade matters.",
    }.items()  # fmt: skip
    assert record["author_details"] == [
        {"affiliation": "Institute of Walls, Oslo, Norway."},
        {"affiliation": "University of Nowhere, Uppsala, Sweden."},
    ]
    assert [tuple(one.values()) for one in record["keywords"]] == [
        ("moss", "author"), ("walls", "author"), ("Bryophyta/growth & development", "mesh"), ("Shade", "mesh"),
    ]  # fmt: skip
    assert record["source_id"] is None


def test_embase():
    record = ovid().records[1]
    assert record["authors"] == ["Ek, B.", "Van Der Li, C.D.", "Lund, D."]
    assert [one["affiliation"][:10] for one in record["author_details"]] == [
        "Institute ", "Institute ", "University",
    ]  # fmt: skip
    assert (record["venue"], record["volume"], record["issue"], record["pages"]) == (
        "Walls Proceedings", "12", "Supplement 3", None,
    )  # fmt: skip
    assert (record["date"], record["date_precision"], record["doi"]) == (
        "05 Feb 2018", "day", "10.5555/ferns-2018",
    )  # fmt: skip
    assert (record["source_id"], record["pmid"], record["keywords"]) == (
        "600000002", None, [{"keyword": "fern", "kind": "index"}, {"keyword": "human", "kind": "index"}],
    )  # fmt: skip


def test_psycinfo():
    record = ovid().records[2]
    assert (record["title"], record["date"]) == ("The fear of moss: A survey.", "Sep 2015")
    assert (record["venue"], record["volume"], record["issue"], record["pages"]) == (
        "Invented Psychology", "43", "5", "623-634",
    )  # fmt: skip
    assert (record["pmid"], record["source_id"], record["publisher"]) == (
        "30000003", "2015-00001-001", "Green Press",
    )  # fmt: skip
    assert [one["affiliation"] for one in record["author_details"]] == [
        "Institute of Walls, Oslo, Norway", "University of Nowhere, Uppsala, Sweden",
    ]  # fmt: skip
    assert [(one["year"], one["doi"]) for one in record["references"]] == [
        (2002, None), (2014, "10.5555/why"),
    ]  # fmt: skip
    assert [one["keyword"] for one in record["keywords"]] == ["moss", "fear of walls", "Fear"]


def test_biosis_and_full_texts():
    reading = ovid()
    article, chapter, report = reading.records[3:]
    assert (article["venue"], article["volume"], article["issue"], article["pages"], article["date"]) == (
        "Forest Walls & Management", "201", "2-3", "327-334", "November 15, 2004",
    )  # fmt: skip
    assert (article["authors"], article["url"]) == (["Lund, S. M.", "Fern, E. V."], None)
    assert (chapter["authors"], chapter["venue"], chapter["isbn"]) == (["Lund, Di"], None, "3-540-20222-6")
    assert (report["authors"], report["title"]) == (
        ["Gazic, Barbara", "AHMED, Mughees"],
        "Moss in the clinic.",
    )
    assert (report["venue"], report["date"], report["document_type"]) == (
        "American Journal of Moss", "November/December 2011", "Report",
    )  # fmt: skip
    (unowned,) = reading.problems
    assert (unowned["source_line"], "whose they are" in unowned["problem"]) == (85, True)


def test_a_beheaded_file_that_was_pasted_with_a_blank_before_each_line():
    lines = SAMPLE.split("\n")[2:48]
    reading = ovid("\n".join(f" {line}" for line in ["VN  - Ovid Technologies", *lines]))
    assert [record["title"] for record in reading.records] == ["Moss on north walls.", "Ferns in the dark."]
    assert "without its number `<1. >`" in reading.problems[0]["problem"]


def test_ris_that_names_ovid_is_ris():
    text = "TY  - JOUR\nT1  - Moss\nA1  - Ek, Bo\nVN  - Ovid Technologies\nER  - \n"
    assert read(Source("x", text.encode()), "ris").records[0]["title"] == "Moss"
