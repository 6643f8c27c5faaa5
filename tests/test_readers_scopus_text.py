"""Scopus's plain text: what stands in lines of their own, and the fields below them."""

from pathlib import Path

import pytest
from readings import read

from analysis.readers import Source
from analysis.readers.scopus_text import publication

SAMPLE = (Path(__file__).parent / "exports" / "scopus_text_invented.txt").read_text(encoding="utf-8")


def test_layouts():
    reading = read(Source("x", SAMPLE.encode()), "scopus_text")
    first, second, editorial, older = reading.records
    assert first.items() >= {
        "source_line": 4, "title": "Moss on north walls: a survey", "authors": ["Ek, Bo", "van der Li, Cy D."],
        "venue": "Walls, Materials and Continua", "volume": "68", "issue": "2", "pages": "2711-2726",
        "date": "2021", "doi": "10.5555/wmc.2021.015293", "scopus_id": "2-s2.0-85100000001", "citations": 6,
        "citations_date": "2026-02-11", "language": "English", "document_type": "Article", "open_access": True,
        "abstract": "Moss grows where water falls. UNESCO: a second line of it.",
        "funding": "Fund of Stone, S-7; Fund of Shade",
    }.items()  # fmt: skip
    assert first["author_details"][1] == {
        "affiliation": "University of Nowhere, Uppsala, Sweden", "source_author_id": "scopus:57200000002",
    }  # fmt: skip
    assert [one["year"] for one in first["references"]] == [2003, 2006]
    assert [tuple(one.values()) for one in first["keywords"]] == [
        ("moss", "author"), ("walls", "author"), ("Bryophytes", "index"), ("Masonry", "index"),
    ]  # fmt: skip
    assert (second["venue"], second["volume"], second["issue"], second["pages"]) == (
        "Journal of Walls: Conference Series, Education", "11", "2", "1780142",
    )  # fmt: skip
    assert second["scopus_id"] == "2-s2.0-105000000001"
    assert (editorial["authors"], editorial["volume"], editorial["citations"]) == ([], "12400 LNCS", None)
    assert (older["authors"], older["venue"], older["pages"]) == (["Ek, B.", "Berg, A."], "Shade", "7")
    assert (older["doi"], reading.problems) == ("10.5555/shade.7", [])


def test_a_file_that_breaks_off():
    reading = read(Source("x", SAMPLE[: SAMPLE.index("INDEX KEYWORDS")].encode()), "scopus_text")
    assert [record["title"] for record in reading.records] == ["Moss on north walls: a survey"]
    assert "has no end" in reading.problems[0]["problem"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("(2019) Walls, 12 (3), art. no. 5, pp. 1-9. Cited 1,204 times.",
         {"year": "2019", "source title": "Walls", "volume": "12", "issue": "3", "art no": "5",
          "page start": "1", "page end": "9", "cited by": "1,204"}),
        ("(2017) J. Walls, . Article in Press.", {"year": "2017", "source title": "J. Walls"}),
        ("(2018) Proceedings of Walls, Oslo 2018, 2018-January, pp. 1 - 9. ",
         {"year": "2018", "source title": "Proceedings of Walls, Oslo 2018", "volume": "2018-January",
          "page start": "1", "page end": "9"}),
        ("(2019) Walls, Part F148, pp. S1 - S5.",
         {"year": "2019", "source title": "Walls", "volume": "Part F148", "page start": "S1",
          "page end": "S5"}),
    ],
)  # fmt: skip
def test_the_line_with_year_and_source(line, cells):
    assert publication(line) == cells
