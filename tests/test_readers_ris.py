"""RIS of any origin: cell values, tags that differ between databases, and damage that costs no record."""

import datetime as dt
from pathlib import Path

import pytest
from readings import read_by

from analysis.readers import ris
from analysis.readers.base import Reading, Source
from analysis.readers.dates import ris_dates

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the real exports are not here")


def reading_of(path: Path) -> Reading:
    return read_by(ris, Source(path.name, path.read_bytes()))


def reading_of_text(text: str) -> Reading:
    return read_by(ris, Source("x.ris", text.encode(), text))


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
        (3, "Addresses are printed here w")
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
        ("A1  - Moss A.B.\nA1  - van Fern C D\nA1  - Stone Group", "authors", ["Moss, A.B.", "van Fern, C D", "Stone Group"]),
        ("A1  - Moss, Ann, Ed", "authors", ["Moss, Ann"]),
        ("U2  - L20001\nC5  - 31000002", "pmid", "31000002"),
        ("U2  - L20001\nID  - 7", "source_id", "L20001"),
        ("C3  - PUBMED 31000003,EMBASE 64", "pmid", "31000003"),
        ("C3  - PUBMED 31000003\nJA  - J Order", "venue", "J Order"),
        ("C3  - Congress of Moss\nJA  - J Order", "venue", "Congress of Moss"),
        ("L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=medp&NEWS=N&AN=31000004", "pmid", "31000004"),
        ("L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=psyc16&AN=31000004", "pmid", None),
        ("L2  - http://europepmc.org/article/MED/31000005", "pmid", "31000005"),
        ("L2  - http://dx.doi.org/10.1234/e", "doi", "10.1234/e"),
        ("UR  - http://sfx.example/?id=doi:10.1234%2Ff&issn=1", "doi", "10.1234/f"),
        ("UR  - https://a.example/1 https://b.example/2", "url", "https://a.example/1"),
        ("UR  - https://a.example/1\nhttps://b.example/2", "url", "https://a.example/1"),
        ("PU  - SLOW PRESS", "publisher", "SLOW PRESS"),
        ("FU  - Green Council [G-1]", "funding", "Green Council [G-1]"),
        ('SN  - ["0001-8392", "1930-3815"]', "issn", "0001-8392; 1930-3815"),
        ("SN  - 0-521-46674-1\\0-521-46128-6", "isbn", "0-521-46674-1; 0-521-46128-6"),
        ("SP  - 1279‐1297", "pages", "1279-1297"),
        ("SP  - 105685-105685", "pages", "105685"),
        ("PT  - Journal Articles, Reports", "document_type", "Journal Articles, Reports"),
        ("KW  - n/a", "keywords", None),
        ("PY  - NA", "date", None),
        ("CP  - 12", "issue", "12"),
        ("CP  - Suppl 1", "issue", "Suppl 1"),
        ("CP  - 5th Biennial Congress of Moss", "issue", None),
        ("CP  - 2019 IEEE Congress of Moss", "issue", None),
        ("AU  - , Moss Ann", "authors", ["Moss Ann"]),
    ],
)  # fmt: skip
def test_a_value_is_found_where_a_database_puts_it(lines, column, value):
    assert record_of(lines).get(column) == value


BOTH, FIRST, SECOND = "Univ Green, Fernton, Norway", "Stone Inst, Petra, Jordan", "Bark Coll, Elm, Peru"


@pytest.mark.parametrize(
    "lines",
    [
        f"M1  - (Moss A., a@moss.example; Fern C.) {BOTH}\nM1  - (Moss A.) {FIRST}\nM1  - (Fern C., c@fern.example) {SECOND}",
        f"N1  - undefined; M1: (Moss A.; Fern C.) {BOTH}; M1: (Moss A.) {FIRST}; M1: (Fern C.) {SECOND}",
        f"M2  - (Moss, Fern) {BOTH}\nM2  - (Moss) {FIRST}\nM2  - (Fern) {SECOND}",
        f"M2  - Moss, Ann. {BOTH}\nM2  - Fern, Carl. {BOTH}\nM2  - Moss, Ann B. C. {FIRST}\nM2  - Fern, Carl. {SECOND}",
        f"AD  - A. Moss, {BOTH}\nAD  - C. Fern, {BOTH}\nAD  - A. Moss, {FIRST}\nAD  - C. Fern, {SECOND}",
        "N1  - Accession Number: 9; Moss, Ann 1,2; Email Address: a@moss.example Fern, Carl 1,3; Affiliation:  "
        f"1: {BOTH}  2: {FIRST}  3: {SECOND}; Source Info: 3/6/2024, Vol. 19; Number of Pages: 7p",
    ],
)
def test_an_address_is_the_authors_whose_name_or_number_stands_before_it(lines):
    reading = reading_of_text(f"TY  - JOUR\nA1  - Moss, A.\nA1  - Fern, C.\n{lines}\nER  - \n")
    assert reading.records[0]["author_details"] == [
        {"affiliation": f"{BOTH}; {FIRST}"},
        {"affiliation": f"{BOTH}; {SECOND}"},
    ]
    assert reading.problems == []


def test_where_names_are_told_the_address_for_letters_says_no_more():
    lines = f"A1  - Moss A.\nA1  - Fern C.\nM1  - (Moss A.; Fern C.) {BOTH}\nAD  - C. Fern, {SECOND}"
    assert record_of(lines)["author_details"] == [{"affiliation": BOTH}] * 2


def test_a_mail_address_is_no_address():
    lines = "A1  - Moss, Ann B. C\nA1  - Fern C.\nAD  - Moss, Ann B. C., a@moss.example\nAD  - Fern, C.: c@fern.example"
    assert "author_details" not in record_of(lines)


def test_an_address_below_an_author_is_hers_only_where_others_have_theirs_below_them():
    lines = f"AU  - Moss, Ann\nC1  - {BOTH}\nC1  - {FIRST}\nAU  - Fern, Carl\nC1  - {BOTH}\nLA  - en"
    assert record_of(lines)["author_details"] == [
        {"affiliation": f"{BOTH}; {FIRST}"},
        {"affiliation": BOTH},
    ]
    assert "author_details" not in record_of("AU  - Moss, Ann\nAU  - Fern, Carl\nC1  - Conflicts: none")


def test_a_note_of_ebsco_tells_the_authors_keywords_from_the_index():
    note = "N1  - Accession Number: 9; Subject Term: MOSS; Author-Supplied Keyword: slow growth; Number of Pages: 7p"
    assert record_of(f"KW  - MOSS\nKW  - slow growth\n{note}")["keywords"] == [
        {"keyword": "MOSS", "kind": "index"},
        {"keyword": "slow growth", "kind": "author"},
    ]


def test_records_with_two_spaces_behind_the_dash_and_a_line_above_them_are_read_without_a_word():
    above = 'Record #2 of 9\nProvider: Slow Press, Ltd.\nContent: text/plain; charset="UTF-8"\n\n'
    reading = reading_of_text(
        f"{above}TY  -  JOUR\nTI  -  One\nER  -  \n\n\n{above}TY  -  JOUR\nTI  -  Two\nER  -  \n"
    )
    assert [(r["title"], r["document_type"]) for r in reading.records] == [("One", "JOUR"), ("Two", "JOUR")]
    assert reading.problems == []


def test_records_whose_type_is_left_empty_are_read():
    reading = reading_of_text('"\nTY  - \nTI  - One\nPY  - 2020\nER  - \n\nTY  - \nTI  - Two\nER  - \n"\n')
    assert [record["title"] for record in reading.records] == ["One", "Two"]
    assert reading.problems == []


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
        (1, "A record has no end mark `ER` here and in 1 other place", ""),
        (10, "A line stands outside of all records here", "lost words"),
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
