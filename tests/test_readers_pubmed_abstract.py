"""PubMed's *Abstract (text)*: paragraphs without names."""

import datetime as dt
from pathlib import Path

from readings import read

from analysis.readers import Reading, Source

SAMPLE = (Path(__file__).parent / "exports" / "pubmed_abstract_invented.txt").read_text(encoding="utf-8")


def abstracts(text: str) -> Reading:
    return read(Source("x", text.encode()), "pubmed_abstract")


def test_paragraphs():
    reading = abstracts(SAMPLE)
    moss, ferns, ivy = reading.records
    assert moss.items() >= {
        "source_line": 1, "venue": "J Moss", "volume": "12", "issue": "3", "pages": "45-51",
        "title": "Moss on north walls: a survey of walls in the town and of those around it.",
        "date": "2019 Mar 4", "published": dt.datetime(2019, 3, 4), "date_precision": "day",
        "authors": ["Ek, B", "van der Li Jr, C", "Abe, K", "Moss Wall Study Group"],
        "doi": "10.5555/moss.2019.01", "pmid": "30000001", "source_id": "PMC6000001",
        "abstract": "BACKGROUND: Moss grows where water falls, and nobody counts it on the walls of the town. "
        "RESULTS: Shade matters. 1. Counted was by hand.",
    }.items()  # fmt: skip
    oslo = "Institute of Walls, Oslo, Norway. Electronic address: ek@moss.example."
    assert moss["author_details"] == [
        {"affiliation": oslo},
        {"affiliation": "University of Nowhere, Uppsala, Sweden.; Lichen Institute, Turku, Finland."},
        {"affiliation": oslo},
        {},
    ]
    assert (ferns["title"], ferns["abstract"], ferns["date"]) == (
        "[Ferns of the north].",
        None,
        "2020 Jan 24",
    )
    assert (ferns["doi"], ferns["authors"]) == ("10.5555/s0001-0002(20)30003-4", ["Lund, D"])
    assert (ivy["authors"], ivy["abstract"], ivy["pages"]) == (
        ["Berg, A"], "Vitamin D, taken in winter, helps. We saw it on walls.", "e5",
    )  # fmt: skip
    assert reading.problems == []


def test_without_authors_and_with_addresses_of_nobody():
    text = SAMPLE.replace("Berg A.\n\n", "").replace("(1), van der Li C Jr(#)(2)(3), Abe K(1);", ", Abe K;")
    reading = abstracts(text)
    moss, _, ivy = reading.records
    assert (ivy["authors"], ivy["abstract"]) == ([], "Vitamin D, taken in winter, helps. We saw it on walls.")
    assert (moss["authors"], moss["author_details"]) == (["Ek, B", "Abe, K", "Moss Wall Study Group"], [])
    (unowned,) = reading.problems
    assert (unowned["source_line"], "whose they are" in unowned["problem"]) == (1, True)


def test_two_files_joined():
    assert [record["source_line"] for record in abstracts(f"{SAMPLE}\n\n{SAMPLE}").records][3:] == [
        60,
        93,
        108,
    ]
