"""Tables of Web of Science that a spreadsheet wrote: its Excel export, CSV, tab-delimited files saved again."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
import readings

from analysis.decoding import UnreadableFile
from analysis.readers import recognise, wos_tab, wos_table
from analysis.readers.base import Reading, Source
from analysis.readers.spreadsheet import cell_text, xls_sheets

EXPORTS = Path(__file__).parent / "exports"
EXCEL = EXPORTS / "wos_excel_invented.xls"


def read(source: Source, name: str = "wos_table") -> Reading:
    return readings.read(source, name)


def excel_as_text(delimiter: str, encoding: str = "utf-8-sig") -> Source:
    (_, rows), *_ = xls_sheets(EXCEL.read_bytes())
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([cell_text(value) for value in row] for row in rows)
    return Source("savedrecs.csv", text.getvalue().encode(encoding))


def test_the_excel_export_is_read_cell_by_cell():
    reading = read(Source("savedrecs.xls", EXCEL.read_bytes()))
    assert reading.problems == []
    article, paper = reading.records
    references = article.pop("references")
    assert [(found["author"], found["year"], found["venue"]) for found in references] == [
        ("Bark, C", 1998, "STAT MED"),
        ("Dew E", 2011, "NAT MOSS"),
    ]
    assert article == {
        "source_line": 2,
        "title": "Stones, and moss on them",
        "abstract": "Moss grows.",
        "authors": ["Moss, Anna B.", "Fern, Carl"],
        "author_details": [
            {"affiliation": "Univ Green, Dept Bryol, Fernton, Norway", "source_author_id": "wos:A-1234-2010"},
            {
                "affiliation": "Univ Green, Dept Bryol, Fernton, Norway; Stone Inst, Petra, Jordan",
                "orcid": "0000-0002-1825-0097",
            },
        ],
        "venue": "JOURNAL OF SLOW THINGS",
        "publisher": "SLOW PRESS",
        "document_type": "Article; Early Access",
        "language": "English",
        "funding": "Green Council [G-1]",
        "date": "2019 OCT 9",
        "published": dt.datetime(2019, 10, 9),
        "date_precision": "day",
        "date_inferred": False,
        "pages": "4711",
        "issn": "1234-5679; 8765-432X",
        "field": "Mycology; Plant Sciences",
        "doi": "10.1234/slow.1",
        "pmid": "28123456",
        "wos_id": "WOS:000000000000021",
        "citations": 3,
        "citations_source": "Web of Science",
        "citations_date": "2026-04-02",
        "open_access": True,
        "keywords": [
            {"keyword": "moss", "kind": "author"},
            {"keyword": "stone walls", "kind": "author"},
            {"keyword": "LICHEN", "kind": "index"},
            {"keyword": "BARK", "kind": "index"},
        ],
    }
    assert (paper["authors"], paper["pages"]) == (["Dew, Eva"], "120")  # the body behind the volume is none
    assert paper["author_details"] == [{"affiliation": "Univ Dew, Oslo, Norway"}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", ",;\t")
def test_the_excel_export_reads_the_same_when_saved_as_text(delimiter, encoding):
    whole = read(Source("savedrecs.xls", EXCEL.read_bytes())).records
    content = (
        excel_as_text(delimiter).content.decode("utf-8-sig").replace("通讯作者", "Autor").replace("，", ",")
    )
    assert read(Source("x.csv", content.encode(encoding))).records == whole


def test_dates_that_a_spreadsheet_changed_are_read():
    header = "Authors,Article Title,Source Title,Publication Date,Publication Year,Early Access Date\n"
    printed = ["30-Aug,2022,", "Jul-06,2022,", "2025-08-30,2022.0,", ",,Aug-22", ",,2022-08-01", "MAR,2022,"]
    text = header + "".join(f"Oh A,T,V,{row}\n" for row in printed)
    dates = [record["published"] for record in read(Source("x.csv", text.encode())).records]
    assert dates == [
        dt.datetime(2022, 8, 30),
        dt.datetime(2022, 7, 6),
        dt.datetime(2022, 8, 30),
        dt.datetime(2022, 8, 1),
        dt.datetime(2022, 8, 1),
        dt.datetime(2022, 3, 1),
    ]


def test_a_tab_delimited_file_that_excel_saved_again_has_no_quotes_in_its_cells():
    content = (EXPORTS / "wos_saved_again.txt").read_bytes()
    article, paper = read(Source("savedrecs.txt", content)).records
    assert article["title"] == "Stones, and moss on them"
    assert article["authors"] == ["Moss, Anna B.", "Fern, Carl"]
    assert [reference["author"] for reference in article["references"]] == ["Bark, C", "Dew E"]
    assert paper["author_details"] == [{"affiliation": "Univ Dew, Oslo, Norway"}]


def test_a_table_of_bibliometrix_is_read():
    text = (
        '"","AU","AF","TI","SO","C1","CR","PY","UT","DB","PT"\n'
        '"1","MOSS A;FERN C","MOSS, ANNA;FERN, CARL","MOSS ON STONES","WALL LETT",'
        '"[MOSS, ANNA] UNIV GREEN, OSLO, NORWAY;[FERN, CARL] STONE INST, PETRA, JORDAN",'
        '"BARK C, 1998, STAT MED;DEW E, 2011, NAT MOSS","2019","WOS:000000000000041","ISI","J"\n'
    )
    (record,) = read(Source("M.csv", text.encode()), "bibliometrix").records
    assert record["authors"] == ["MOSS, ANNA", "FERN, CARL"]
    assert [found["affiliation"] for found in record["author_details"]] == [
        "UNIV GREEN, OSLO, NORWAY",
        "STONE INST, PETRA, JORDAN",
    ]
    assert [found["author"] for found in record["references"]] == ["BARK C", "DEW E"]


def test_a_row_without_its_kind_of_publication_stays_a_record():
    text = "PT\tAU\tTI\tSO\tPY\tUT\nJ\tOh, A\tOne\tV\t2020\tWOS:1\n\t\t\t\t2021\tWOS:2\nJ\tLi, B\tThree\n\tgoes on\t\t\n"
    records = read(Source("x.txt", text.encode()), "wos_tab").records
    assert [record.get("title") for record in records] == ["One", None, "Three"]
    assert records[1]["wos_id"] == "WOS:2"


def test_doubled_quotes_of_other_programs_are_undone_but_no_others():
    text = 'PT\tAU\tTI\tAB\tSO\nJ\tOh, A\t"The ""slow"" moss"\t"Slow" is "fast"\tV\n'
    (record,) = read(Source("x.txt", text.encode()), "wos_tab").records
    assert (record["title"], record["abstract"]) == ('The "slow" moss', '"Slow" is "fast"')


def test_the_fields_of_its_bibtex_may_stand_in_a_table():
    text = (
        ",da,unique-id,times-cited,affiliation,month,year,journal,title,author,ENTRYTYPE,orcid-numbers\n"
        '0,{2020-04-29},{ISI:000516600700006},{7},"{Oh, A (Reprint Author), Univ A, Oslo, Norway.\n'
        'Oh, Ada, Univ A, Inst X, Oslo, Norway.\nLi, Bo, Univ B, Rome, Italy.}",{APR 2},{2020},{MOSS \\& FERN},'
        '"{Moss and\nfern}","Oh, Ada and\nLi, Bo",article,"{Oh, Ada/0000-0002-1825-0097\n}"\n'
    )
    (record,) = read(Source("wos.csv", text.encode())).records
    assert (record["title"], record["venue"], record["authors"]) == (
        "Moss and fern",
        "MOSS & FERN",
        ["Oh, Ada", "Li, Bo"],
    )
    assert (record["published"], record["citations"]) == (dt.datetime(2020, 4, 2), 7)
    assert record["author_details"] == [
        {"affiliation": "Univ A, Inst X, Oslo, Norway", "orcid": "0000-0002-1825-0097"},
        {"affiliation": "Univ B, Rome, Italy"},
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Publication Type,AU,Author Full Names,Article Title,Source Title,DE,PD,Publication Year,VL,Start Page,UT (Unique WOS ID)",
        "Publication Type,Authors,Author Full Names,Title,Source Title,Keywords,Publication Date,Year,Volume,Start Page,UT (Unique WOS ID)",
    ],
)
def test_tables_whose_columns_were_partly_named_anew_are_read(header):
    text = f'{header}\nJ,"Oh, A","Oh, Ada",Moss,FERN,a &#8217;b; c,Apr-01,2021,53.0,7.0,WOS:000702192800001\n'
    (record,) = read(Source("wos.csv", text.encode())).records
    assert (record["title"], record["venue"], record["authors"]) == ("Moss", "FERN", ["Oh, Ada"])
    assert [found["keyword"] for found in record["keywords"]] == ["a ’b", "c"]
    assert (record["published"], record["volume"], record["pages"]) == (dt.datetime(2021, 4, 1), "53", "7")
    assert record["wos_id"] == "WOS:000702192800001"


def test_tables_of_others_are_not_claimed():
    for text in ("Title,Authors,Source Title\nA,B,C\n", "AU,TI,SO,PY\nA,B,C,2020\n"):
        source = Source("x.csv", text.encode())
        assert not wos_table.recognises(source)
        assert not wos_tab.recognises(source)


def test_dates_flags_and_errors_of_an_old_excel_file_are_such():
    (_, rows), *_ = xls_sheets(EXCEL.read_bytes())
    values = dict(zip(rows[0], rows[2], strict=True))
    assert values["Date of Export"] == dt.datetime(2026, 4, 2)
    assert (values["Highly Cited Status"], values["Hot Paper Status"]) == (True, None)


def test_a_damaged_old_excel_file_says_what_it_is():
    content = EXCEL.read_bytes()
    with pytest.raises(UnreadableFile, match=r"old Office file .* save it as \.xlsx"):
        recognise(Source("x.xls", content[:600]))
    with pytest.raises(UnreadableFile, match=r"old Office file .* save it as \.xlsx"):
        list(xls_sheets(content[:8] + bytes(600)))
