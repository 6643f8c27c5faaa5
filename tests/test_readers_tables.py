"""Tables as programs leave them: PubMed, bibliometrix, and the lists, dates and columns of any table."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from readings import read

from analysis import load_corpus
from analysis.readers import Reading, Source, recognise
from analysis.readers.any_table import first_name
from analysis.readers.table_lists import PAIRS, names_in, separator, values_in

EXPORTS = Path(__file__).parent / "exports"


def table(text: str) -> Reading:
    return read(Source("x.csv", text.encode()), "table")


def test_pubmed():
    reading = read(Source("p.csv", (EXPORTS / "pubmed.csv").read_bytes()), "pubmed_csv")
    first, second, third = reading.records
    assert first["authors"] == ["Ek, B", "van der Berg Jr, CD", "Li, É", "Fern Study Group", "Lund-Abe, J"]
    assert (first["date"], first["published"], first["date_precision"]) == (
        "2021 Jul-Aug", dt.datetime(2021, 7, 1), "month",
    )  # fmt: skip
    assert (first["volume"], first["issue"], first["pages"], first["venue"]) == (
        "3", "2 Suppl 1", "11-9", "J Moss",
    )  # fmt: skip
    assert (first["doi"], first["pmid"], first["source_id"]) == ("10.1234/moss.1", "10000001", "PMC1000001")
    assert (second["authors"], second["published"], second["volume"], second["pages"]) == (
        [], dt.datetime(2020, 1, 24), None, None,
    )  # fmt: skip
    assert second["doi"] == "10.1234/s0001-0002(20)30003-4"
    assert third["authors"] == ["Abe, K", "Hall of Moss, Fern University"]
    assert (third["volume"], third["issue"], third["pages"], third["retracted"]) == ("12", None, "e5", True)
    assert reading.problems == []


def bibliometrix_workbook() -> bytes:
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_numbers": True}) as workbook:
        sheet = workbook.add_worksheet()
        text = (EXPORTS / "bibliometrix.csv").read_text(encoding="utf-8").replace('\\"', '""')
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=";")):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def test_bibliometrix_as_csv_and_xlsx():
    reading = read(Source("b.csv", (EXPORTS / "bibliometrix.csv").read_bytes()), "bibliometrix")
    scopus, wos = reading.records
    assert (scopus["title"], scopus["authors"], scopus["pages"]) == (
        'GROWTH OF "MOSS"', ["EK B", "LI C"], "6868",
    )  # fmt: skip
    assert scopus["author_details"] == [
        {"affiliation": "FERN UNIV, OSLO, NORWAY", "source_author_id": "scopus:100001"},
        {"affiliation": "LICHEN INST, TURKU, FINLAND", "source_author_id": "scopus:100002"},
    ]
    assert (scopus["scopus_id"], scopus["citations"], scopus["citations_source"]) == ("2-s2.0-1", 3, "Scopus")
    berg = scopus["references"][0]
    assert (berg["author"], berg["volume"], berg["pages"], berg["year"]) == (
        "BERG, A.-I.",
        "8",
        "202-209",
        2001,
    )
    assert (wos["authors"], wos["pages"], wos["wos_id"]) == (
        ["ABE, DAN", "MOO, EVA"], "7-12", "WOS:000000000000002",
    )  # fmt: skip
    assert wos["author_details"][0]["orcid"] == "0000-0002-1825-0097"
    assert [one["affiliation"] for one in wos["author_details"]] == [
        "IVY CO, ANKARA, TURKEY", "FERN UNIV, OSLO, NORWAY",
    ]  # fmt: skip
    assert (wos["references"][0]["doi"], wos["references"][0]["volume"]) == ("10.1234/fern.1", "8")
    assert (wos["citations"], wos["citations_source"]) == (0, "Web of Science")
    assert reading.problems == []
    sheet = read(Source("b.xlsx", bibliometrix_workbook()), "bibliometrix")
    assert [dict(one) for one in sheet.records] == [dict(one) for one in reading.records]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["['Ek, Bo', 'Li, Cy']"], ["Ek, Bo", "Li, Cy"]),
        (["['Ek, Bo'\n 'Li, Cy']"], ["Ek, Bo", "Li, Cy"]),
        (['["Bo Ek", "Cy Li"]'], ["Bo Ek", "Cy Li"]),
        (['c("Bo Ek", "Cy Li")'], ["Bo Ek", "Cy Li"]),
        (["[{'authorId': '1', 'name': 'Bo Ek'}, {'authorId': None, 'name': 'Cy Li'}]"], ["Bo Ek", "Cy Li"]),
        (["[{'given': 'Bo', 'family': 'Ek'}]"], ["Ek, Bo"]),
        (["[['Ek', 'Bo', ''], ['Li', 'Cy', 'Jr']]"], ["Ek, Bo", "Li, Cy Jr"]),
        (["B. Ek, C. Li, D. Abe and E. Moo"], ["B. Ek", "C. Li", "D. Abe", "E. Moo"]),
        (["Ek, B., Li, C., & Abe, D."], ["Ek, B.", "Li, C.", "Abe, D."]),
        (["Bo Ek and Cy Li"], ["Bo Ek", "Cy Li"]),
        (["Ek B, Li C, Abe D", "Ek B, Li C, Moo E", "Ek B, Abe D, Moo E; Fern Group"], ["Ek B", "Li C", "Abe D"]),
        (["Ek, Bo (57000000001); Li, Cy (57000000002)"], ["Ek, Bo", "Li, Cy"]),
        (["王伟；李娜"], ["王伟", "李娜"]),
        (
            ["Ek, Bo, Li, Cy", "Abe, Dan", "Ek, Bo, Moo, Eva Maria, Li, Cy", "Abe, Dan, Ek, Bo"],
            ["Ek, Bo", "Li, Cy"],
        ),
    ],
)  # fmt: skip
def test_names_in_a_cell(cells: list[str], names: list[str]):
    assert names_in(cells[0], separator(cells, people=True)) == (names, False)


def test_family_and_given_by_turns_need_more_than_a_few_cells():
    assert separator(["Ek, Bo, Li, Cy"], people=True) == ","
    assert separator(["Bo Ek, Cy Li, Dan Abe, Eva Moo"] * 5, people=True) == ","
    assert separator(["Ek, Bo, Li, Cy"] * 5, people=True) == PAIRS


def test_keywords_in_a_cell():
    assert values_in("['moss', 'fern']", ";") == ["moss", "fern"]
    assert values_in("moss | fern", "|") == ["moss", "fern"]
    assert values_in("[Moss", ";") == ["[Moss"]
    assert separator(["moss, fern, ivy", "moss, fern, oak; elm", "ivy, oak, elm", "a, b, c"]) == ","


def test_what_stands_for_nothing_is_nothing():
    (record,) = table("Title,Authors,Year,Volume,Issue,URL\nMoss,Ek,2020.0,12.0,NA,nan\n").records
    assert (record["date"], record["volume"], record["issue"], record["url"]) == ("2020", "12", None, None)


def test_row_numbers_without_a_header():
    reading = table('"title" "year"\n'.replace(" ", ",") + '"1","Moss",2020\n"2","Fern",2021\n')
    assert [(one["title"], one["date"]) for one in reading.records] == [("Moss", "2020"), ("Fern", "2021")]
    assert len(reading.problems) == 1  # which column was taken for what


def test_the_column_that_is_filled_is_taken():
    (record,) = table("Item Type,Title,Type,Affiliations\njournalArticle,Moss,,\n").records
    assert record["document_type"] == "journalArticle"


def test_a_database_is_no_venue_and_a_link_no_type():
    reading = table("Title,Source,Year,Type\nMoss,Scopus,2020,PDF\nFern,PubMed,2021,BOOK\n")
    assert [one["venue"] for one in reading.records] == [None, None]
    assert [one["document_type"] for one in reading.records] == [None, "BOOK"]
    assert "Left out: Source." in reading.problems[0]["problem"]
    (journal,) = table("Title,Source,Year\nMoss,Nature,2020\n").records
    assert journal["venue"] == "Nature"


@pytest.mark.parametrize(
    ("header", "cells", "published", "precision"),
    [
        ("Publication Date", "20190504", dt.datetime(2019, 5, 4), "day"),
        ("Date", "4 May 2019", dt.datetime(2019, 5, 4), "day"),
        ("Published Year,Published Month", "2019,May", dt.datetime(2019, 5, 1), "month"),
        ("year,month,day", "2019,5,4", dt.datetime(2019, 5, 4), "day"),
        ("date", "04/05/2019", dt.datetime(2019, 1, 1), "year"),
        ("Date", '"10-12 Dec. 2018"', dt.datetime(2018, 12, 1), "month"),
        ("Date", "28 June-2 July 2021", dt.datetime(2021, 6, 1), "month"),
        ("Date,Publication Date", ",2019-03-04", dt.datetime(2019, 3, 4), "day"),
    ],
)
def test_dates_of_a_table(header: str, cells: str, published: dt.datetime, precision: str):
    (record,) = table(f"Title,{header}\nMoss,{cells}\n").records
    assert (record["published"], record["date_precision"]) == (published, precision)


def test_columns_in_other_languages():
    text = "题名,作者,刊名,年,关键词,来源库\n苔藓,王伟；李娜,自然,2020,苔藓；岩石,x\n"
    (record,) = table(text).records
    assert (record["title"], record["authors"], record["venue"]) == ("苔藓", ["王伟", "李娜"], "自然")
    assert [one["keyword"] for one in record["keywords"]] == ["苔藓", "岩石"]
    (record,) = table("Название;Авторы;Год;Журнал\nМох;Эк Б.;2020;Природа\n").records
    assert (record["title"], record["authors"], record["venue"]) == ("Мох", ["Эк Б."], "Природа")


def test_ids_and_pages_of_a_table():
    text = (
        "id,title,externalIds,Accession Number,pages,First Page,Last Page\n"
        "0704.0001,Moss,\"{'DOI': '10.1234/M', 'PubMed': '1'}\",WOS:000000000000001,9,11,19\n"
        "1512.00002v2,Fern,,12345,1-9,1,\n"
    )
    first, second = table(text).records
    assert (first["arxiv_id"], first["doi"], first["wos_id"]) == (
        "0704.0001", "10.1234/m", "WOS:000000000000001",
    )  # fmt: skip
    assert (first["pages"], second["pages"]) == ("11-19", "1-9")
    assert (second["wos_id"], second["source_id"]) == (None, "12345")


def test_references_of_a_table_are_taken_apart():
    text = (
        "Title,References\n"
        'A,"Berg A, 2001, J FERN, V8, P202, DOI 10.1234/F; Holm F., 2005, RUST"\n'
        'B,"Berg, A., Ferns (2001) J Fern, 8, pp. 202-209; Holm, F., Rust (2005) Rust, 4, pp. 7-8"\n'
        'C,"10.1234/a; 10.1234/b"\n'
        'D,"One work, without a year"\n'
    )
    wos, scopus, dois, one = (record["references"] for record in table(text).records)
    assert [(cited["year"], cited["venue"]) for cited in wos] == [(2001, "J FERN"), (2005, "RUST")]
    assert [(cited["year"], cited["pages"]) for cited in scopus] == [(2001, "202-209"), (2005, "7-8")]
    assert [cited["doi"] for cited in dois] == ["10.1234/a", "10.1234/b"]
    assert [cited["reference"] for cited in one] == ["One work, without a year"]


def test_quotes_escaped_by_a_backslash(tmp_path: Path):
    rows = '"title";"abstract"\n"The \\"moss\\"; or ferns";"a\nb"\n"Ivy";"He said \\"no\\""\n'
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.records["title"].to_list() == ['The "moss"; or ferns', "Ivy"]
    assert corpus.records["abstract"].to_list() == ["a b", 'He said "no"']
    assert corpus.ledger["counted"].to_list() == [2]
    assert len(corpus.problems) == 1  # which column was taken for what


@pytest.mark.parametrize("name", ["ieee.csv", "lens.csv", "springer.csv", "openalex.csv", "dimensions.csv"])
@pytest.mark.parametrize(
    "change", [str.lower, lambda name: name.replace(" ", "_"), lambda name: name.replace(" ", ".")]
)
def test_headers_that_a_program_changed(name: str, change):
    content = (EXPORTS / name).read_text(encoding="utf-8-sig")
    above, header, rest = (
        ("", *content.split("\n", 1)) if name != "dimensions.csv" else content.split("\n", 2)
    )
    changed = "\n".join([above, change(header), rest]).lstrip("\n")
    source, known = Source("x.csv", changed.encode()), Source(name, content.encode())
    form = recognise(known)
    assert recognise(source) is form
    assert [dict(one) for one in form.read(source).records] == [dict(one) for one in form.read(known).records]


def test_a_table_on_its_side():
    text = (
        '"TITLE","Moss on rocks"\n"AUTHOR NAMES","Ek B.","Li C."\n"SOURCE","J. Moss (2019) 3:2 (1-9). Date of '
        'Publication: 4 May 2019"\n"PUBLICATION YEAR","2019"\n"DATE OF PUBLICATION","4 May 2019"\n'
        '"ABSTRACT","One line\nand another"\n"AUTHOR KEYWORDS","moss","rock"\n"DOI","10.1234/m"\n\n'
        '"TITLE","The ""fern"""\n"AUTHOR NAMES","Abe D."\n"PUBLICATION YEAR","2020"\n"ISSUE","7"\n'
    )
    first, second = table(text).records
    assert (first["title"], first["authors"], first["venue"]) == (
        "Moss on rocks",
        ["Ek B.", "Li C."],
        "J. Moss",
    )
    assert (first["published"], first["abstract"]) == (dt.datetime(2019, 5, 4), "One line and another")
    assert [one["keyword"] for one in first["keywords"]] == ["moss", "rock"]
    assert (second["source_line"], second["title"], second["issue"]) == (11, 'The "fern"', "7")


def test_entities_venues_and_lines_within_a_cell():
    text = (
        "title,author,journal,booktitle,pages\n"
        "Moss,Bo  Ek and &#201;va Li,,Proceedings of moss,1--9\n"
        'Fern,"Bo Ek, Cy\n  Li, Dan Abe, Eva\n  Moo",Ferns,,\n'
    )
    first, second = table(text).records
    assert (first["authors"], first["venue"], first["pages"]) == (
        ["Bo Ek", "Éva Li"], "Proceedings of moss", "1-9",
    )  # fmt: skip
    assert second["venue"] == "Ferns"
    wrapped = ["Bo Ek, Dan Abe, Cy\n  Li, Eva Moo and Dan Ek", "Li, Bo\nEk, C"]
    assert [separator([cell], people=True) for cell in wrapped] == [",", "\n"]


def test_the_snapshot_of_arxiv_as_csv():
    text = (
        "id,submitter,authors,title,categories,abstract,versions,update_date,authors_parsed\n"
        "1107.00001,Bo,\"Bo Ek and Cy Li\",Moss,q-bio.PE,About,\"[{'version': 'v1', 'created': 'Tue, 26 Jul "
        "2011 20:00:01 GMT'}, {'version': 'v2', 'created': 'Thu, 17 May 2012 08:25:19 GMT'}]\",2012-06-01,"
        "\"[['Ek', 'Bo', ''], ['Li', 'Cy', '', 'Fern University']]\"\n"
    )
    (record,) = table(text).records
    assert (record["arxiv_id"], record["authors"]) == ("1107.00001", ["Ek, Bo", "Li, Cy"])
    assert (record["published"], record["date"]) == (
        dt.datetime(2011, 7, 26),
        "Tue, 26 Jul 2011 20:00:01 GMT",
    )


def test_institutions_and_ids_of_authors_in_dimensions():
    text = (
        "Publication ID,Title,Authors,Researcher ID,Authors (Raw Affiliation),Authors Affiliations\n"
        'pub.1,Moss,"Ek, Bo; Li, Cy",ur.01; ur.02,"Ek, Bo (Hall 1, Fern Univ, Oslo); Li, Cy (Ivy, Rome)",'
        '"Ek, Bo (Fern University; Moss, Lab); Li, Cy (Ivy, Rome)"\n'
    )
    (record,) = read(Source("d.csv", text.encode()), "dimensions_csv").records
    assert record["author_details"] == [
        {
            "affiliation": "Hall 1, Fern Univ, Oslo",
            "institution": "Fern University; Moss, Lab",
            "source_author_id": "dimensions:ur.01",
        },
        {"affiliation": "Ivy, Rome", "source_author_id": "dimensions:ur.02"},
    ]


def test_kinds_of_isbn_in_ieee():
    text = (
        "Document Title,Authors,ISBNs,PDF Link,Publication_Year\n"
        "Moss,B. Ek,Electronic:978-1-1; POD:978-1-2,https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=1,2015\n"
    )
    (record,) = read(Source("i.csv", text.encode()), "ieee_csv").records
    assert record["isbn"] == "978-1-1; 978-1-2"


def test_a_search_of_scopus_from_python():
    text = (
        ",eid,title,creator,affilname,author_names,author_ids,coverDate,publicationName,source_id,pageRange\n"
        '0,2-s2.0-1,Moss,Ek B.,Fern University,"Ek, Bo",101,2023-10-01,J Moss,175,1-9\n'
        '1,2-s2.0-2,Fern,Ek B.,Ivy;Oak,"Ek, Bo;Li, Cy",101;102,2023-10-02,J Moss,175,\n'
    )
    first, second = table(text).records
    assert first["author_details"] == [{"affiliation": "Fern University", "source_author_id": "scopus:101"}]
    assert second["author_details"] == [{"source_author_id": f"scopus:{one}"} for one in (101, 102)]
    assert (first["authors"], first["source_id"], first["venue"]) == (["Ek, Bo"], None, "J Moss")


def test_a_table_made_of_bibtex():
    reading = table(
        "year,title,author,publisher,abstract\n"
        r'2024,Moss \& fern,"Silva, Mayra Betsab{\'e} and M\""{o}ller, Ek",Moss \& Sons,25\% of ferns\&nbsp;grow'
        "\n"
        r'2018,Ferns,"Mart{\'\i}nez-Rold{\'a}n, Carmen M and Bah{\c{c}}eli, N and others",,of {a} $x$'
        "\n"
    )
    first, second = reading.records
    assert (first["title"], first["publisher"]) == ("Moss & fern", "Moss & Sons")
    assert (first["authors"], first["abstract"]) == (
        ["Silva, Mayra Betsabé", "Möller, Ek"], "25% of ferns grow",
    )  # fmt: skip
    assert second["authors"] == ["Martínez-Roldán, Carmen M", "Bahçeli, N"]
    assert (second["authors_truncated"], second["abstract"]) == (True, "of {a} $x$")


def test_names_of_columns_with_a_part_that_says_it():
    (record,) = table(
        "doi,year,title_local,authors_local,n_authors_local,oa_title,title_length,pages_start,pages_end\n"
        '10.1234/moss.1,2020,On moss,"Bo Ek, Cy Li",2,On all moss,7,3,9\n'
    ).records
    assert (record["title"], record["authors"], record["pages"]) == ("On moss", ["Bo Ek", "Cy Li"], "3-9")


def test_what_the_values_alone_say():
    first, second = table(
        "id,year,title,journal_or_venue,work_type\n"
        "W4206160110,2023-12-01,On moss,J Moss,article\nhttps://openalex.org/W4206036151,2020,On ferns,,\n"
    ).records
    assert (first["openalex_id"], second["openalex_id"]) == ("W4206160110", "W4206036151")
    assert (first["published"], first["date_precision"]) == (dt.datetime(2023, 12, 1), "day")
    assert (second["date_precision"], first["venue"], first["document_type"]) == ("year", "J Moss", "article")


def test_a_carriage_return_alone_breaks_no_table():
    assert first_name(Source("x.csv", b"\r0")) is None


def test_ids_that_links_tell():
    records = table(
        "title,authors,url,doi,year\n"
        "[HTML][HTML] On moss,B Ek and C Li and D Abe…,https://arxiv.org/abs/1904.00237,,2019\n"
        "[Moss] and ferns,Bo Ek,https://pubmed.ncbi.nlm.nih.gov/37293115/,10.1234/a,2020\n"
        "Ferns,Bo Ek,https://doi.org/10.1234/B,,2021\nIvy,Bo Ek,https://example.org/10.1234/b,,2021\n"
    ).records
    assert [one["title"] for one in records] == ["On moss", "[Moss] and ferns", "Ferns", "Ivy"]
    assert [one["arxiv_id"] for one in records] == ["1904.00237", None, None, None]
    assert [one["pmid"] for one in records] == [None, "37293115", None, None]
    assert [one["doi"] for one in records] == [None, "10.1234/a", "10.1234/b", None]
    assert (records[0]["authors"], records[0]["authors_truncated"]) == (["B Ek", "C Li", "D Abe"], True)


def test_the_tags_of_covidence_are_of_its_reviewers():
    header = "Title,Authors,Published Year,Accession Number,Covidence #,Tags\n"
    (record,) = table(f'{header}On moss,"Ek, B; Li, C",2020,WOS:000560290400018,#3,include; check\n').records
    assert (record["keywords"], record["wos_id"]) == ([], "WOS:000560290400018")


def test_a_month_beside_a_year_and_an_article_number_for_pages():
    first, second = table(
        "Article Title,Publication Date,Publication Year,Start Page,End Page,Article Number\n"
        "On moss,MAR,2020,3,9,\nOn ferns,DEC 10,2020,,,e03137\n"
    ).records
    assert [(one["date"], one["pages"]) for one in (first, second)] == [
        ("MAR 2020", "3-9"), ("DEC 10 2020", "e03137"),
    ]  # fmt: skip
    assert (first["date_precision"], second["published"]) == ("month", dt.datetime(2020, 12, 10))


def test_paperpile_and_what_excel_does_to_numbers():
    (record,) = table(
        "Item type,Authors,Title,Journal,Publication year,Pages,Book title,Proceedings title,ISBN,URLs,,\n"
        'Conference Paper,"Ek B,van der Li C,Abe D",On moss,,2018,111–124,,Proc. Moss,9.7984E+12,'
        "https://doi.org/10.1234/m;http://dx.doi.org/10.1234/m,,\n"
    ).records
    assert (record["venue"], record["pages"], record["isbn"]) == ("Proc. Moss", "111-124", None)
    assert (record["url"], record["doi"]) == ("https://doi.org/10.1234/m", "10.1234/m")
    assert record["authors"] == ["Ek B", "van der Li C", "Abe D"]


def test_the_address_of_a_group_in_pubmed():
    header = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI"
    row = '"1","On moss","Moss Group. Electronic address: a@b.edu; Moss Group.","J Moss. 2019;2:32.","Moss Group"'
    content = f'{header}\n{row},"J Moss","2019","2019/05/24","","",""\n'
    (record,) = read(Source("p.csv", content.encode()), "pubmed_csv").records
    assert (record["authors"], record["pages"]) == (["Moss Group"], "32")


def test_initials_ahead_of_names():
    (record, other) = table(
        'Authors,Title,Year\n"B., Ek, Bo; C.D., van der Li, Cy D.",On moss,2025\n"A., Abe, Aki",On ferns,2025\n'
    ).records
    assert record["authors"] == ["Ek, Bo", "van der Li, Cy D."]
    assert other["authors"] == ["Abe, Aki"]


def test_dimensions_prints_dates_online_and_in_print():
    text = (
        "Publication ID,Title,PubYear,Publication Date (online),Publication Date (print)\n"
        "pub.1,Moss,2020,2020-05-04,2020-07\npub.2,Fern,2021,,2021-03\n"
    )
    first, second = read(Source("d.csv", text.encode()), "dimensions_csv").records
    assert (first["date"], first["date_precision"], second["date"]) == ("2020-05-04", "day", "2021-03")
