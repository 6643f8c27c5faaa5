"""RIS of any origin: cell values, tags that differ between databases, and damage that costs no record."""

import datetime as dt
from pathlib import Path

import pytest

from analysis.readers import ris
from analysis.readers.base import Reading, Source
from analysis.readers.ris_dates import ris_dates

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")


def reading_of(path: Path) -> Reading:
    source = Source(path.name, path.read_bytes())
    assert ris.recognises(source)
    reading = ris.read(source)
    assert len(reading.records) == ris.count_records(source)
    return reading


def reading_of_text(text: str) -> Reading:
    source = Source("x.ris", text.encode(), text)
    assert ris.recognises(source)
    reading = ris.read(source)
    assert len(reading.records) == ris.count_records(source)
    return reading


def record_of(lines: str) -> dict:
    return reading_of_text(f"TY  - JOUR\n{lines}\nER  - \n").records[0]


def test_a_record_of_scopus_is_read_cell_by_cell():
    record = reading_of(EXPORTS / "ris_invented.ris").records[0]
    references = record.pop("references")
    assert [(found["author"], found["title"], found["year"], found["pages"]) for found in references] == [
        ("Kang, W.; Huang, Y.", "Why bark", 2016, "2040-2061"),
        ("Lee, C.I.", "Stones grow", 2004, "393-398"),
    ]
    assert record == {
        "source_line": 3,
        "title": "Slow growth of moss",
        "venue": "Journal of Slow Things",
        "volume": "12",
        "issue": "3",
        "date": "2019",
        "published": dt.datetime(2019, 1, 1),
        "date_precision": "year",
        "date_inferred": False,
        "doi": "10.1234/slow.1",
        "authors": ["Moss, A.B.", "Fern, C."],
        "abstract": "Moss grows slowly. It took years. And more.",
        "keywords": [{"keyword": "moss"}, {"keyword": "stone"}, {"keyword": "bark"}],
        "citations": 17,
        "citations_source": "Scopus",
        "citations_date": "2020-01-11",
        "funding": "Green Council, GC, G-1",
        "document_type": "Article",
        "pages": "117694",
        "issn": "0378-1127",
        "isbn": "9781402096235",
        "language": "English",
        "scopus_id": "2-s2.0-85074800841",
        "pmid": "31000001",
        "url": "https://www.scopus.com/inward/record.uri?eid=2-s2.0-85074800841&doi=10.1234%2fslow.1&partnerID=40",
    }


def test_a_record_of_ovid_has_names_before_addresses_and_cited_works_in_m1():
    reading = reading_of(EXPORTS / "ris_invented.ris")
    record = reading.records[1]
    assert record["authors"] == ["Moss, Anna B", "Fern, Carl"]
    assert record["author_details"] == [
        {"affiliation": "Univ Green, Fernton, Norway, moss@green.example"},
        {"orcid": "0000-0002-1825-0097"},
    ]
    assert (record["title"], record["abstract"], record["venue"]) == (
        "A name before an address",
        "Nothing.",
        "Journal of Order",
    )
    assert "pages" not in record  # "No Pagination Specified", cut in two
    assert (record["field"], record["document_type"], record["publisher"]) == (
        "Growth & Decay",
        "JOUR",
        "Slow Press",
    )
    assert record["keywords"] == [
        {"keyword": "Mosses", "kind": "index"},
        {"keyword": "Stones", "kind": "index"},
    ]
    assert [(found["author"], found["year"], found["doi"]) for found in record["references"]] == [
        ("Kang, W, & Huang, Y", 1999, "10.1016/s0889-8553(05)70056-x")
    ]
    assert (record["doi"], record["source_id"]) == ("10.1002/cpp.2398", "2019-65183-001")
    assert [(row["source_line"], row["problem"][:28]) for row in reading.problems] == [
        (3, "1 records print addresses (A")
    ]


@pytest.mark.parametrize(
    ("values", "date", "published", "precision"),
    [
        (["2019//"], "2019//", dt.datetime(2019, 1, 1), "year"),
        (["2012", "2012/07/03"], "2012/07/03", dt.datetime(2012, 7, 3), "day"),
        (["2012///"], "2012///", dt.datetime(2012, 1, 1), "year"),
        (["2019", "2019/12/01/"], "2019/12/01/", dt.datetime(2019, 12, 1), "day"),
        (["2012", "Jan"], "2012 Jan", dt.datetime(2012, 1, 1), "month"),
        (["2012", "Apr 9"], "2012 Apr 9", dt.datetime(2012, 4, 9), "day"),
        (["2018", "1 Feb.1, 2018"], "1 Feb.1, 2018", dt.datetime(2018, 2, 1), "day"),
        (["2019", "24-27 Sept. 2019"], "24-27 Sept. 2019", dt.datetime(2019, 9, 1), "month"),
        (["2019", "1 Jan.-Feb. 2019"], "1 Jan.-Feb. 2019", dt.datetime(2019, 1, 1), "month"),
        (["2021", "June 2021"], "June 2021", dt.datetime(2021, 6, 1), "month"),
        (["2019", "2018/05/05"], "2019", dt.datetime(2019, 1, 1), "year"),
        (["20190715"], "20190715", dt.datetime(2019, 7, 15), "day"),
        (["07/2019"], "07/2019", dt.datetime(2019, 7, 1), "month"),
    ],
)
def test_dates_as_databases_print_them(values, date, published, precision):
    found = ris_dates(values)
    assert (found["date"], found["published"], found["date_precision"]) == (date, published, precision)


def test_a_date_without_a_year_is_kept_as_printed_only():
    assert ris_dates(["in press"]) == {"date": "in press"}
    assert ris_dates([]) == {}


@pytest.mark.parametrize(
    ("lines", "column", "value"),
    [
        ("AN  - WOS:000298449100001", "wos_id", "WOS:000298449100001"),
        ("UR  - <Go to ISI>://WOS:000298449100001", "wos_id", "WOS:000298449100001"),
        ("UR  - https://www.ncbi.nlm.nih.gov/pubmed/23162881", "pmid", "23162881"),
        ("AN  - 23162881\nDP  - NLM", "pmid", "23162881"),
        ("UR  - https://openalex.org/W2741809807", "openalex_id", "W2741809807"),
        ("UR  - http://arxiv.org/abs/1706.03762v5", "arxiv_id", "1706.03762"),
        ("UR  - https://lens.org/000-463-679-101-319", "source_id", "lens:000-463-679-101-319"),
        ("AN  - rayyan-264552525\nID  - 7", "source_id", "rayyan-264552525"),
        ("UR  - https://doi.org/10.1234/A.5", "doi", "10.1234/a.5"),
        ("UR  - https://x.example/?doi=10.1234%2fb&id=4", "doi", "10.1234/b"),
        ("M3  - 10.1234/c", "doi", "10.1234/c"),
        ("M3  - doi: 10.1234/d", "doi", "10.1234/d"),
        ("T1  - In T1", "title", "In T1"),
        ("CT  - In CT", "title", "In CT"),
        ("JO  - In JO", "venue", "In JO"),
        ("TI  - A part\nBT  - The whole", "venue", "The whole"),
        ("SP  - 1-5\nEP  - 5", "pages", "1-5"),
        ("SP  - 97\nEP  - 105", "pages", "97-105"),
        ("SN  - 0001-8392, 1930-3815", "issn", "0001-8392; 1930-3815"),
        ("SN  - 1234567x 97", "issn", None),
        ("N1  - Times Cited in Web of Science Core Collection:  4\nTotal Times Cited:  6", "citations", 4),
        ("N1  - Times Cited: 5", "citations_source", "Web of Science"),
        ("N1  - cited by nobody", "citations", None),
        ("AB  - [No abstract available]\nN2  - An abstract", "abstract", "An abstract"),
        ("AU  - [Anonymous]", "authors", None),
        ("A1  - Moss, A; Fern, C\nStone, D", "authors", ["Moss, A", "Fern, C", "Stone, D"]),
        ("AU  - Moss, A and Fern, C", "authors", ["Moss, A", "Fern, C"]),
        ("AU  - Food and Drug Council", "authors", ["Food and Drug Council"]),
        ("AU  - Moss, A\nAU  - et al.", "authors_truncated", True),
        ("ED  - Editor, E\nA2  - Editor, F", "authors", None),
        ("KW  - Moss\nPrevention, of Stone\nBark", "keywords", [{"keyword": w} for w in ("Moss", "Prevention, of Stone", "Bark")]),
        ("AU  - Moss, A\nAD  - Univ Green", "author_details", [{"affiliation": "Univ Green"}]),
        ("AU  - Moss, A\nAU  - Fern, C\nAD  - Univ Green\nDB  - Scopus", "author_details", [{"affiliation": "Univ Green"}] * 2),
        ("AU  - Moss, A\nAU  - Fern, C\nAD  - Univ Green", "author_details", None),
    ],
)  # fmt: skip
def test_a_value_is_found_where_a_database_puts_it(lines, column, value):
    assert record_of(lines).get(column) == value


def test_tags_with_one_space_or_none_and_a_byte_order_mark_are_read():
    reading = reading_of_text("\ufeffTY - JOUR\nTI - One\nAU  -\nER -\nTY  -CHAP\nT1   - Two\nER-\n")
    assert [(r["title"], r["document_type"]) for r in reading.records] == [("One", "JOUR"), ("Two", "CHAP")]
    assert reading.problems == []


def test_damaged_records_are_kept_and_reported():
    reading = reading_of_text(
        "TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n\nTI  - Three\nER  - \nlost words\n\n12\nTY  - JOUR\nTI  - Fo"
    )
    assert [record["title"] for record in reading.records] == ["One", "Two", "Three", "Fo"]
    assert [(row["source_line"], row["problem"].split(";")[0], row["text"]) for row in reading.problems] == [
        (8, "A record begins here without its first line `TY`", "TI  - Three"),
        (1, "2 records have no end mark `ER`, the first of them here", ""),
        (10, "1 lines stand outside of all records, the first of them here", "lost words"),
    ]


def test_a_dash_within_a_wrapped_abstract_begins_no_field():
    record = record_of("AB  - We compare the\nUS - Norway axis\nXY - plane\nTI  - x")
    assert record["abstract"] == "We compare the US - Norway axis XY - plane"


@pytest.mark.parametrize(
    "text", ["PMID- 1\nOWN - NLM\nTI  - x\n", "TY for all\nTI  - x\n", "PT J\nAU x\nTI y\n"]
)
def test_other_files_are_not_claimed(text):
    assert not ris.recognises(Source("x", text.encode(), text))


@needs_data
@pytest.mark.parametrize(
    ("name", "records", "authors", "keywords", "problems"),
    [
        ("scopus_92.ris", 92, 333, 514, 1),
        ("ris_100.ris", 100, 648, 390, 0),
        ("ris_wrapped_19.txt", 19, 13, 278, 1),
        ("ris_mixed_line_ends_25.ris", 25, 163, 257, 0),
        ("ovid_6.ris", 6, 32, 23, 0),
    ],
)
def test_no_record_author_or_keyword_of_a_real_export_is_lost(name, records, authors, keywords, problems):
    reading = reading_of(SHARED / name)
    assert len(reading.records) == records
    assert sum(len(record.get("authors", ())) for record in reading.records) == authors
    assert sum(len(record.get("keywords", ())) for record in reading.records) == keywords
    assert len(reading.problems) == problems


@needs_data
def test_all_cited_works_of_a_real_ovid_export_are_read():
    reading = reading_of(SHARED / "ovid_6.ris")
    assert sum(len(record.get("references", ())) for record in reading.records) == 122
