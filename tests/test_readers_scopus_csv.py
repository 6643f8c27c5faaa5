"""Scopus CSV: layouts, rows with more funding texts than the header, names, addresses, references."""

import csv
import re
from pathlib import Path

import pytest
import readings

from analysis.readers import Reading, Source, recognise
from analysis.readers.scopus_csv import FORMAT
from analysis.readers.scopus_references import parse_reference, scopus_references, split_references

EXPORTS = Path(__file__).parent / "exports"
REAL = Path(__file__).parents[2] / "shared" / "data"
FERN = "Hall of Moss, Fern University, Oslo, Norway"
LICHEN = "Lichen Institute, Turku, Finland"


def read(name: str, folder: Path = EXPORTS) -> Reading:
    return readings.read(Source(name, (folder / name).read_bytes()), "scopus_csv")


def test_todays_layout():
    first, second = read("scopus_today.csv").records
    assert first["title"] == 'Growth of "moss" on Fe2O3'
    assert first["authors"] == ["Ek, Bo", "van der Berg, Carl-Dirk"]
    assert first["author_details"] == [
        {"affiliation": f"{FERN}; {LICHEN}", "source_author_id": "scopus:10000000001"},
        {"affiliation": LICHEN, "source_author_id": "scopus:10000000002"},
    ]
    assert first["abstract"] == "Moss grows. Slowly."
    assert (first["pages"], first["doi"], first["scopus_id"]) == (
        "11-19",
        "10.1234/moss.2024.1",
        "2-s2.0-90000000001",
    )
    assert (first["citations"], first["citations_source"], first["open_access"]) == (3, "Scopus", True)
    assert first["funding"] == "Fern Fund, FF, (12)"
    assert [(one["keyword"], one["kind"]) for one in first["keywords"]] == [
        ("moss", "author"), ("rust", "author"), ("Bryophyta", "index"), ("Growth rate", "index"),
    ]  # fmt: skip
    assert (second["source_line"], second["pages"], second["citations"]) == (4, "17", 0)
    assert second["authors"] == [] and second["abstract"] is None and "published" not in second


def test_a_semicolon_within_a_reference_does_not_end_it():
    references = read("scopus_today.csv").records[0]["references"]
    assert [one["reference"] for one in references] == [
        "Ito A., Abe K., Ants; bees, Nature, 4, 2, pp. 1-9, (2001)",
        "Lund E., Wiley &amp; Sons, (1999)",
        "Holm F., Phys. Rev. E, 66, (2002)",
    ]
    assert {key: references[0][key] for key in ("author", "title", "venue", "volume", "pages", "year")} == {
        "author": "Ito, A.; Abe, K.", "title": "Ants; bees", "venue": "Nature", "volume": "4",
        "pages": "1-9", "year": 2001,
    }  # fmt: skip
    assert (references[2]["author"], references[2]["venue"]) == ("Holm, F.", "Phys. Rev. E")


def test_more_funding_texts_than_the_header_has_columns():
    reading = read("scopus_2019_more_funding_texts.csv")
    first, second = reading.records
    assert reading.problems == []
    assert (second["publisher"], second["issn"], second["document_type"], second["scopus_id"]) == (
        "Fern Press", "12345678", "Article", "2-s2.0-90000000004",
    )  # fmt: skip
    assert second["references"] == first["references"]
    assert first["authors"] == ["Ek, B.", "Li, C."] and first["citations"] is None
    assert second["source_line"] == 3


def test_a_longer_row_that_is_not_understood_is_reported():
    header = "Authors,Title,Source title,Funding Text 1,Source,EID\n"
    source = Source("x.csv", (header + "Ek B.,Moss,J,a,b,c,Scopus,nothing\n").encode())
    reading = FORMAT.read(source)
    assert [(one["source_line"], one["problem"][:24]) for one in reading.problems] == [
        (2, "The row has 8 fields whe")
    ]
    assert reading.records[0]["title"] == "Moss"


def test_the_layout_before_2016():
    (record,) = read("scopus_2014.csv").records
    assert record["authors"] == ["Pope III, C.A.", "Burnett, R.T.", "Ek, B."]
    assert [one["affiliation"] for one in record["author_details"]] == [
        "Fern University, Oslo, Norway", "University of Turku, Turku, Finland", None,
    ]  # fmt: skip
    assert record["pages"] == "7433444"
    fern, law = record["references"]
    assert (fern["author"], fern["title"], fern["venue"]) == (
        "Berg, A.; Lund, E.",
        "Fern: One, two",
        "J. Fern",
    )
    assert (fern["volume"], fern["pages"], fern["year"]) == ("3", "1-2", 1999)
    assert (law["title"], law["year"]) == ("Ferns and Law", 1987)
    assert law["reference"].endswith("Fern Press; Turku")


def test_saved_again_with_semicolons_and_below_a_line_with_the_date():
    text = "Scopus\nEXPORT DATE: 21 Oct 2010\n\nAuthors;Title;Year;Source title;Cited by;EID\n"
    text += '"Ek B.; Li C.";Moss;2009;J. Moss;4;2-s2.0-1\n'
    source = Source("x.csv", text.encode())
    assert recognise(source).name == "scopus_csv" and FORMAT.count is not None
    (record,) = FORMAT.read(source).records
    assert (record["authors"], record["citations_date"]) == (["Ek, B.", "Li, C."], "2010-10-21")
    assert (record["source_line"], FORMAT.count(source)) == (5, 1)


@pytest.mark.parametrize(
    ("reference", "key", "value"),
    [
        ("Sun J.Z., Phys. Rev. B, 62, (2000)", "venue", "Phys. Rev. B"),
        ("Krishna P.S., Cayley transforms, Physica B, 306, (2001)", "title", "Cayley transforms"),
        ("Brown W.F., Micromagnetics, (1963)", "title", "Micromagnetics"),
        (
            "Dolan J.E., Shock fronts, IEE Proc., Sci., Meas. Technol., 147, 5, (2000)",
            "title",
            "Shock fronts",
        ),
        ("Jin M H, Zheng B, Phys. Rev. E, 98, (2018)", "author", "Jin, M H; Zheng, B"),
        ("Lee, C.I., (2004) Radiology, 231, pp. 393-398", "venue", "Radiology"),
        (
            "Ek, B., Moss (2003) Cancer, 97 (7), pp. 955-958. , DOI 10.1111/j.1651.x",
            "doi",
            "10.1111/j.1651.x",
        ),
        ("Turk, T., A page on maps , pp. 24-25. , n.41", "year", None),
        ("Ek, B., Moss and Law (2019), Fern Press Oslo", "year", 2019),
        ("Ek, B., Moss and Law (2019), Fern Press Oslo", "title", "Moss and Law"),
        ("Ek, B., Moss and Law (2019), Fern Press Oslo", "venue", None),
        ("Ek, B., (1998), https://fern.org/x, A thesis, Oslo", "title", "A thesis"),
        ("EK, B., MOSS (2004) FERN, 48, PP. 73-78", "pages", "73-78"),
    ],
)
def test_parts_of_references(reference: str, key: str, value: str | None):
    assert parse_reference(reference).get(key) == value


def test_works_without_a_source_end_where_the_next_begins():
    text = (
        "Li, C., Ferns (2020) Fern, p. 141; Council of Moss: Names of moss (2020), https://moss.org/a; "
        "(2015), https://ivy.org/b, Ivy and us; Ek, B., Moss (2019), Fern Press; Abe, D., Oaks"
    )
    assert [one[:12] for one in split_references(text)] == [
        "Li, C., Fern", "Council of M", "(2015), http", "Ek, B., Moss", "Abe, D., Oak",
    ]  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"[\s;]", "", text)


def test_nothing_of_the_references_is_lost():
    text = "A; B, (1999); ; Ek C., D &amp; E; f, (2000); Li G., H"
    assert squeezed("".join(split_references(text))) == squeezed(text)
    assert scopus_references("") == []


@pytest.mark.skipif(not REAL.exists(), reason="the real exports are not here")
@pytest.mark.parametrize(
    ("name", "count"),
    [("scopus_581.csv", 581), ("scopus_ragged_58.csv", 58), ("scopus_old_layout_220.csv", 220)],
)
def test_real_exports_are_read_whole(name: str, count: int):
    reading = read(name, REAL)
    assert len(reading.records) == count and reading.problems == []
    with open(REAL / name, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    tail = rows[0].index("References") - len(rows[0])  # what stands behind the funding texts, from the right
    for row, record in zip(rows[1:], reading.records, strict=True):
        assert record["scopus_id"] == row[-1]
        printed = "".join(one["reference"] for one in record["references"])
        assert squeezed(printed) == squeezed(row[tail])
        assert len(record["author_details"]) == len(record["authors"])


def test_the_only_address_of_a_paper_is_everybodys_and_one_of_several_nobodys():
    text = (
        "Authors,Title,Year,Source title,Affiliations,EID\n"
        '"Ek, B.; Li, C.",Moss,2020,Ivy,"Univ Fern, Oslo, Norway",2-s2.0-1\n'
        '"Ek, B.; Li, C.",Fern,2020,Ivy,"Univ Fern, Oslo, Norway; Univ Moss, Rome, Italy",2-s2.0-2\n'
    )
    one, several = FORMAT.read(Source("a.csv", text.encode(), text)).records
    assert [detail["affiliation"] for detail in one["author_details"]] == ["Univ Fern, Oslo, Norway"] * 2
    assert [detail["affiliation"] for detail in several["author_details"]] == [None, None]


def test_headers_in_chinese_and_a_link_that_holds_the_id():
    reading = read("scopus_chinese.csv")
    (record,) = reading.records
    assert record["authors"] == ["Ek, Bo", "Li, Cy"]
    assert [one["affiliation"] for one in record["author_details"]] == [
        "Fern University, Oslo, Norway", LICHEN,
    ]  # fmt: skip
    assert (record["title"], record["venue"], record["pages"], record["citations"]) == (
        "Moss on rocks", "Journal of Moss", "11-19", 3,
    )  # fmt: skip
    assert (record["abstract"], record["funding"], record["language"]) == (
        "Moss grows.",
        "Fern Fund",
        "English",
    )
    assert [one["kind"] for one in record["keywords"]] == ["author", "author", "index"]
    assert (record["references"][0]["year"], record["open_access"]) == (2001, True)
    assert reading.problems == []
    text = (EXPORTS / "scopus_chinese.csv").read_text(encoding="utf-8").replace("2-s2.0-90000000005", "")
    (record,) = FORMAT.read(Source("x.csv", text.encode())).records
    assert record["scopus_id"] == "2-s2.0-90000000005"


@pytest.mark.parametrize(
    "header",
    [
        "authors,title,year,source title,cited by,eid",
        "Authors,Title,Year,Source.title,Cited.by,EID",
        "著者名,タイトル,出版年,出版物名,被引用数,EID",
        "Авторы,Название,Год,Название источника,Цитирования,EID",
    ],
)
def test_other_spellings_and_languages_of_the_header(header: str):
    source = Source("x.csv", f'{header}\n"Ek B.; Li C.",Moss,2020,Ivy,3,2-s2.0-1\n'.encode())
    assert recognise(source).name == "scopus_csv"
    (record,) = FORMAT.read(source).records
    assert (record["authors"], record["title"], record["venue"], record["citations"]) == (
        ["Ek, B.", "Li, C."], "Moss", "Ivy", 3,
    )  # fmt: skip


def test_files_joined_by_hand_have_the_header_again_perhaps_another():
    text = (
        "Authors,Title,Year,Source title,Cited by,EID\nEk B.,Moss,2020,Ivy,3,2-s2.0-1\n"
        "\ufeffAuthors,Title,Year,Source title,Volume,Cited by,EID\nLi C.,Fern,2021,Ivy,7,4,2-s2.0-2\n"
    )
    source = Source("x.csv", text.encode())
    assert recognise(source).name == "scopus_csv" and FORMAT.count is not None
    reading = FORMAT.read(source)
    assert [(one["title"], one["volume"], one["citations"]) for one in reading.records] == [
        ("Moss", None, 3), ("Fern", "7", 4),
    ]  # fmt: skip
    assert (FORMAT.count(source), reading.problems) == (2, [])


def test_rows_of_another_database_put_in_by_hand():
    text = (
        "Authors,Author full names,Title,Year,Source title,Cited by,Link,EID\n"
        'Ek B.,"Ek, Bo (57000000001)",Moss,2020,Ivy,3,https://x,2-s2.0-1\n'
        '"Li, CD; Abe, D","Li, Cy Dan; Abe, Dan",Fern,2021,IVY,4,View Full Record in Web of Science,\n'
    )
    source = Source("x.csv", text.encode())
    first, second = FORMAT.read(source).records
    assert second["authors"] == ["Li, Cy Dan", "Abe, Dan"]
    assert (first["citations_source"], second["citations"], second["citations_source"]) == ("Scopus", 4, None)
    assert FORMAT.count is not None and FORMAT.count(source) == 2


def test_names_of_several_words_between_commas():
    text = (
        "Authors,Title,Year,Source title,EID\n"
        '"Ek, B., van den Berg, M., Abu Hashish, I., Weaver III, C.A., P. van Vuuren, D., Kao, Y.-C.",Moss,2017,J,'
        "2-s2.0-1\n"
        '"van de Ek B., Da Silva Li L., Chen-Moo Z., Lund J., Jr.",Fern,2019,J,2-s2.0-2\n'
    )
    first, second = FORMAT.read(Source("x.csv", text.encode())).records
    assert first["authors"] == [
        "Ek, B.", "van den Berg, M.", "Abu Hashish, I.", "Weaver III, C.A.", "P. van Vuuren, D.", "Kao, Y.-C.",
    ]  # fmt: skip
    assert second["authors"] == ["van de Ek, B.", "Da Silva Li, L.", "Chen-Moo, Z.", "Lund, J., Jr."]


def test_initials_ahead_of_names_as_printed_in_autumn_2025():
    text = (
        "Authors,Title,Year,Source title,Cited by,Link,Affiliations,Authors with affiliations,EID\n"
        '"B., Ek, Bo; C.D., van der Li, Cy D.",Moss,2025,J Moss,0,x,"Fern University, Oslo, Norway",'
        '"B., Ek, Bo, Fern University, Oslo, Norway; van der Li, Cy D., Fern University, Oslo, Norway",'
        "2-s2.0-90000000001\n"
    )
    source = Source("scopus.csv", text.encode())
    assert recognise(source).name == "scopus_csv"
    (record,) = recognise(source).read(source).records
    assert record["authors"] == ["Ek, Bo", "van der Li, Cy D."]
    assert [one["affiliation"] for one in record["author_details"]] == ["Fern University, Oslo, Norway"] * 2


@pytest.mark.parametrize(
    ("printed", "venue", "volume", "pages"),
    [
        ("Rain, Moss and Ferns, 14 (4), pp. 45-59. , note", "Rain, Moss and Ferns", "14", "45-59"),
        ("Rain, Part A: Moss, 30, p. 7", "Rain, Part A: Moss", "30", "7"),
        ("Rain, 14, Suppl. 2, pp. 45-59", "Rain", "14", "45-59"),
        ("Proc. on Rain, Bergen, pp. 3-9", "Proc. on Rain", None, "3-9"),
    ],
)
def test_a_source_with_commas_in_the_older_order(printed, venue, volume, pages):
    (found,) = scopus_references(f"Ek, B., Li, C., How moss grows (2004) {printed}")
    assert (found["venue"], found.get("volume"), found["pages"]) == (venue, volume, pages)


def test_full_names_without_ids_are_no_trap():
    names = "; ".join(["Ek, Bo"] * 50_000)  # some hours, where each was tried as the beginning of a name
    text = f'"Authors","Author full names","Title","Source title","EID"\n"Ek B.","{names}","Moss","J","2-s2.0-1"\n'
    (record,) = readings.read(Source("x", text.encode()), "scopus_csv").records
    assert (record["title"], record["authors"]) == ("Moss", ["Ek, B."])
