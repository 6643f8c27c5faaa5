"""Web of Science as plain text and as a table: cell values, cited references, and damage that costs no record."""

import datetime as dt
from pathlib import Path

import pytest
from readings import read_by
from reference_exports import needs_exports, reference

from analysis.readers import wos_tab, wos_text
from analysis.readers.base import Reading, Source
from analysis.readers.wos_references import parse_reference, split_references

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).parents[2] / "shared" / "data"
HEAD = "FN Clarivate Analytics Web of Science\nVR 1.0\n"


def reading_of(path: Path, reader=wos_text) -> Reading:
    return read_by(reader, Source(path.name, path.read_bytes()))


def reading_of_text(text: str, reader=wos_text) -> Reading:
    return read_by(reader, Source("x.txt", text.encode(), text), recognised=False)


def test_a_record_of_plain_text_is_read_cell_by_cell():
    record = reading_of(EXPORTS / "wos_invented.txt").records[0]
    references = record.pop("references")
    assert len(references) == 5
    assert record == {
        "source_line": 3,
        "title": "Growth of Fe2O3 films on bark & stone",
        "authors": [
            "Moss, Anna B.",
            "Van der Fern, Carl",
            "Moss, Aron C.",
            "International Collaboration for the Study of Lichen on the Bark of Old Oaks",
        ],
        "author_details": [
            {
                "affiliation": "Univ Green, Dept Bryol, P.O. Box 5, Fernton, Norway",
                "orcid": "0000-0001-5109-3700",
            },
            {
                "affiliation": "Univ Green, Dept Bryol, P.O. Box 5, Fernton, Norway",
                "orcid": "0000-0002-1825-0097",
                "source_author_id": "wos:A-1234-2010",
            },
            {"affiliation": "Stone Inst, Petra, Jordan"},
            {},
        ],
        "venue": "JOURNAL OF SLOW THINGS",
        "language": "English",
        "document_type": "Article; Proceedings Paper",
        "keywords": [
            {"keyword": "slow growth", "kind": "author"},
            {"keyword": "bark", "kind": "author"},
            {"keyword": "THIN-FILMS", "kind": "index"},
            {"keyword": "STONE", "kind": "index"},
            {"keyword": "MOSS", "kind": "index"},
        ],
        "abstract": "Moss grows. It is slow. IN particular on stone.",
        "funding": "Green Council [G-1]; Stone Fund",
        "citations": 12,
        "citations_source": "Web of Science",
        "citations_date": "2024-03-05",
        "publisher": "SLOW PRESS",
        "issn": "1234-5678; 8765-432X",
        "date": "JUL-AUG 2017",
        "published": dt.datetime(2017, 7, 1),
        "date_precision": "month",
        "date_inferred": False,
        "volume": "55",
        "issue": "13",
        "pages": "980-989",
        "doi": "10.1234/slow.5",
        "field": "Mycology; Plant Sciences",
        "open_access": True,
        "wos_id": "WOS:000401190100002",
        "pmid": "28123456",
    }


def test_a_book_has_its_book_authors_an_article_number_and_the_id_of_another_database():
    book = reading_of(EXPORTS / "wos_invented.txt").records[1]
    assert book["authors"] == ["Rock, Petra"]
    assert (book["date"], book["published"]) == ("DEC 16 2020", dt.datetime(2020, 12, 16))
    assert (book["pages"], book["isbn"]) == ("17", "978-1-4020-9623-5")
    assert book["source_id"] == "MEDLINE:31851837"
    assert "wos_id" not in book
    assert "references" not in book


@pytest.mark.parametrize(
    ("text", "author", "year", "venue", "volume", "pages", "doi"),
    [
        ("[Anonymous], 1999, ACTA LENTA, V3, P7", None, 1999, "ACTA LENTA", "3", "7", None),
        ("*WHO, 2001, WORLD MOSS REP", "*WHO", 2001, "WORLD MOSS REP", None, None, None),
        (
            "Bark CV12, 1998, STAT MED, V17, P1661, DOI 10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2",
            "Bark CV12", 1998, "STAT MED", "17", "1661", "10.1002/(sici)1097-0258(1998)17:15<1661::aid>3.0.co;2-2",
        ),
        ("Costa de Fern O., IN PRESS, J STONE", "Costa de Fern O.", None, "J STONE", None, None, None),
        ("Dew E, 2011, NAT MOSS, V9, pL14, DOI [10.1038/a, 10.1038/A]", "Dew E", 2011, "NAT MOSS", "9", "L14", "10.1038/a"),
        ("Elm F, 1953, BRIT J, V4, DOI [DOI 10.1093/B/IV.14, 10.2307/6]", "Elm F", 1953, "BRIT J", "4", None, "10.1093/b/iv.14"),
        ("Fir G, 1997, CORP CHANGE, P595, DOI DOI 10.1093/ICC/6.3.595", "Fir G", 1997, "CORP CHANGE", None, "595", "10.1093/icc/6.3.595"),
        ("Smith, Jones and Sons, 1950, P I, MOSS, V2, P3", "Smith, Jones and Sons", 1950, "P I, MOSS", "2", "3", None),
        ("1950, NATURE, V1", None, 1950, "NATURE", "1", None, None),
        ("Gorse H, 2000, VETERINARY MOSS 2000", "Gorse H", 2000, "VETERINARY MOSS 2000", None, None, None),
        ("Heath I., ADV MAT, V24, P4278", "Heath I.", None, "ADV MAT", "24", "4278", None),
        ("Ivy J., P57, DOI 10.1.1.150.4976", "Ivy J.", None, None, None, "57", None),
        ("NO COMMAS HERE", None, None, None, None, None, None),
        ("Jay K, 1967, IEEE T MAGN, VMAG3, P72", "Jay K", 1967, "IEEE T MAGN", "MAG3", "72", None),
        ("Kim L, 1970, IEEE J QUANTUM ELECT, VQE 6, P583", "Kim L", 1970, "IEEE J QUANTUM ELECT", "QE 6", "583", None),
        ("Lea M, 2001, INT C MOSS, VOL 5, P2", "Lea M", 2001, "INT C MOSS, VOL 5", None, "2", None),
        ("Moss N, 2005, VLDB05, P3", "Moss N", 2005, "VLDB05", None, "3", None),
        ("Nut O, 2014, PLOS ONE, V9, pr85496", "Nut O", 2014, "PLOS ONE", "9", "r85496", None),
    ],
)  # fmt: skip
def test_a_cited_reference_is_told_apart_by_place_and_form(text, author, year, venue, volume, pages, doi):
    assert parse_reference(text) == {
        "reference": text, "author": author, "year": year, "venue": venue, "volume": volume, "pages": pages, "doi": doi,
    }  # fmt: skip


SICI = "A B, 1998, X, DOI 10.1002/(SICI)1097-0258(199808)17:15<1661::AID-SIM968>3.0.CO;2-2"


@pytest.mark.parametrize(
    "joined",
    [
        f"{SICI}; C D, 2000, Y",
        f"{SICI};C D, 2000, Y",
        f"{SICI}\nC D, 2000, Y;\n",
        SICI.replace(">", "&gt;") + "; C D, 2000, Y;",
    ],
)
def test_references_are_parted_but_no_doi_is(joined):
    assert split_references(joined) == [SICI, "C D, 2000, Y"]


def test_a_doi_in_a_list_begins_no_reference():
    assert split_references("A B, 2000, X, DOI [10.1/a; 10.1234/b]; C D") == [
        "A B, 2000, X, DOI [10.1/a; 10.1234/b]",
        "C D",
    ]
    assert split_references(" ; ") == []


def test_quotes_crlf_and_line_breaks_in_a_table_are_read_as_they_are():
    reading = reading_of(EXPORTS / "wos_invented_table.txt", wos_tab)
    slow, nobody, cut = reading.records
    assert slow["title"] == '"Slow" is the new "fast"'
    assert slow["abstract"] == 'Said "so.'
    assert slow["authors"] == ["Moss, Anna", "Fern, Carl"]
    assert [detail["affiliation"] for detail in slow["author_details"]] == [
        "Univ A, Fernton, Norway",
        "Univ A, Fernton, Norway; Inst B, Petra, Jordan",
    ]
    assert [found["author"] for found in slow["references"]] == ["Bark C", "Dew E"]
    assert (slow["date"], slow["published"], slow["open_access"]) == (
        "SPR 2019",
        dt.datetime(2019, 4, 1),
        True,
    )
    assert "authors" not in nobody
    assert nobody["abstract"] == "An abstract that breaks off here."
    assert (nobody["citations"], nobody["citations_date"]) == (0, "2026-04-02")
    assert (cut["source_line"], cut["authors"], cut["title"]) == (5, ["Dew, Eva"], "Cut short")
    assert [(row["source_line"], row["problem"][:21]) for row in reading.problems] == [
        (5, "This row has 6 fields")
    ]


def test_a_table_in_utf16_reads_the_same():
    content = (EXPORTS / "wos_invented_table.txt").read_bytes()
    wide = Source("x.txt", content.decode("utf-8-sig").encode("utf-16"))
    assert wos_tab.recognises(wide)
    assert read_by(wos_tab, wide).records == reading_of(EXPORTS / "wos_invented_table.txt", wos_tab).records


def test_damaged_records_are_kept_and_reported():
    text = HEAD + (
        "PT J\nAU A, B\nTI One\n\nPT J\nAU C, D\nTI Two\nER\n\nAU E, F\nTI Three\nER\n\nEF\n"
        "\ufeffFN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU G, H\nTI Fo"
    )
    reading = reading_of_text(text)
    assert [record["title"] for record in reading.records] == ["One", "Two", "Three", "Fo"]
    assert [(row["source_line"], row["problem"].split(";")[0]) for row in reading.problems] == [
        (3, "The end mark `ER` of this record is missing"),
        (12, "A record begins here without its first line `PT`"),
        (21, "The file ends within this record"),
    ]


def test_lines_outside_of_records_are_reported_in_one_row():
    reading = reading_of_text(HEAD + "PT J\nAU A, B\nER\n  lost\n  too\nPT J\nAU C, D\nER\n")
    assert len(reading.records) == 2
    assert [(row["source_line"], row["text"]) for row in reading.problems] == [(6, "  lost")]


def test_a_tag_shaped_word_in_an_abstract_is_text_and_an_unknown_field_is_none():
    record = reading_of_text(
        HEAD + "PT J\nTI On\nAI models\nAB Grown\nIN vitro\nXQ new field\nPY 2020\nER\n"
    ).records[0]
    assert (record["title"], record["abstract"]) == ("On AI models", "Grown IN vitro XQ new field")
    assert record["published"].year == 2020


def test_references_among_the_addresses_are_put_back_and_a_wrong_number_is_told():
    reading = reading_of_text(
        HEAD
        + "PT J\nAU A, B\nC1 UNIV X,OSLO,NORWAY.\n   Moss C, 1909, RC CIRC, V28, P1\nNR 2\nCR Fern D, 1968, PHYS REV\nER\n"
        "PT J\nAU A, B\nCR Fern D, 1968, PHYS REV\nNR 3\nER\n"
    )
    first, second = reading.records
    assert [found["author"] for found in first["references"]] == ["Moss C", "Fern D"]
    assert first["author_details"] == [{"affiliation": "UNIV X,OSLO,NORWAY"}]
    assert len(second["references"]) == 1
    assert [(row["source_line"], row["problem"].split(";")[0]) for row in reading.problems] == [
        (3, "1 cited references stand among the addresses"),
        (10, "NR says 3 cited references, but 1 stand in the file"),
    ]


def test_addresses_are_given_to_nobody_unless_it_is_clear_to_whom():
    reading = reading_of_text(
        HEAD + "PT J\nAU A, B\n   C, D\nC1 Univ X, Oslo.\n   Univ Y, Rome.\nER\n"
        "PT J\nAU A, B\n   C, D\nC1 Univ X, Oslo.\nER\n"
        "PT J\nAU A, B\n   C, D\nC1 [A, B] Univ X, Oslo.\nRP C, D (reprint author), Univ Y, Rome.\nER\n"
    )
    none, shared, reprint = (
        [found.get("affiliation") for found in r["author_details"]] for r in reading.records
    )
    assert none == [None, None]
    assert shared == ["Univ X, Oslo", "Univ X, Oslo"]
    assert reprint == ["Univ X, Oslo", "Univ Y, Rome"]
    assert [(row["source_line"], row["problem"][:36]) for row in reading.problems] == [
        (3, "Addresses are printed here without s")
    ]


def test_an_orcid_of_a_name_that_two_authors_could_be_is_nobodys():
    record = reading_of_text(
        HEAD + "PT J\nAU Li, X\n   Li, X\n   Wei, Y\nAF Li, Xia\n   Li, Xue\n   Wei, Y.\n"
        "OI Li, X. B./0000-0002-1825-0097; Y., Wei/0000-0001-5109-3700; Li, Xue/0000-0001-5000-0007\nER\n"
    ).records[0]
    assert record["author_details"] == [
        {},
        {"orcid": "0000-0001-5000-0007"},
        {"orcid": "0000-0001-5109-3700"},
    ]


def test_early_access_dates_the_paper_that_has_no_issue_yet():
    record = reading_of_text(HEAD + "PT J\nTI X\nEA MAR 2024\nER\n").records[0]
    assert (record["date"], record["published"]) == ("MAR 2024", dt.datetime(2024, 3, 1))


@pytest.mark.parametrize(
    ("fields", "date", "published", "precision"),
    [
        ("PD JUN 1\nPY 2017", "JUN 1 2017", dt.datetime(2017, 6, 1), "day"),
        ("PD JAN 15-FEB 1\nPY 2017", "JAN 15-FEB 1 2017", dt.datetime(2017, 1, 1), "month"),
        ("PD FAL\nPY 2017", "FAL 2017", dt.datetime(2017, 10, 1), "month"),
        ("PD 2ND QUAR\nPY 2017", "2ND QUAR 2017", dt.datetime(2017, 1, 1), "year"),
        ("PD 2011-Dec\nPY 2011", "2011-Dec", dt.datetime(2011, 12, 1), "month"),
        ("PY 2017", "2017", dt.datetime(2017, 1, 1), "year"),
    ],
)
def test_dates(fields, date, published, precision):
    record = reading_of_text(f"{HEAD}PT J\n{fields}\nER\n").records[0]
    assert (record["date"], record["published"], record["date_precision"]) == (date, published, precision)


def test_citations_of_all_databases_say_so():
    record = reading_of_text(HEAD + "PT J\nTI X\nZ9 1,204\nER\n").records[0]
    assert (record["citations"], record["citations_source"]) == (1204, "Web of Science, all databases")


@pytest.mark.parametrize(
    "text", ["PT J\nnothing\n", "TY  - JOUR\nTI  - x\nAU  - y\n", "The FN of PT J", "PT\tXX\n"]
)
def test_other_files_are_not_claimed(text):
    source = Source("x", text.encode(), text)
    assert not wos_text.recognises(source)
    assert not wos_tab.recognises(source)


def test_a_file_without_its_first_lines_is_still_recognised():
    assert wos_text.recognises(Source("x", b"", "PT J\nAU A, B\nTI x\nSO y\nER\n"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")
@pytest.mark.parametrize(
    ("name", "reader", "records", "problems"),
    [
        ("wos_500.txt", wos_text, 500, 0),
        ("wos_no_end_marker_32.isi", wos_text, 32, 3),
        ("wos_5.ciw", wos_text, 5, 0),
        ("wos_tab_71.txt", wos_tab, 71, 0),
    ],
)
def test_no_record_of_a_real_export_is_lost(name, reader, records, problems):
    reading = reading_of(SHARED / name, reader)
    assert (len(reading.records), len(reading.problems)) == (records, problems)


@needs_exports
def test_a_real_export_agrees_with_the_recount_of_its_references_and_bibliometrix_elsewhere():
    records = reading_of(SHARED / "wos_500.txt").records
    main = reference("wos_500.txt")["main"]
    cited = [found for record in records for found in record["references"]]
    assert len({found["reference"].upper() for found in cited}) == 8_615
    assert len(cited) == 13_444
    assert sum(";" in (found["doi"] or "") for found in cited) > 60
    years = [record["published"].year for record in records]
    assert {year: years.count(int(year)) for year in main["docs_per_year"]} == main["docs_per_year"]
    assert sum(len(record["authors"]) for record in records) == main["author_appearances"]
    words = [k["keyword"].upper() for r in records for k in r.get("keywords", ()) if k["kind"] == "author"]
    assert words.count("BIT PATTERNED MEDIA") == 41  # papers; one prints it twice, so bibliometrix counts 42
