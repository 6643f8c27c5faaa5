"""What real exports print in other ways than the samples do: a table of small files and of the cells in them."""

import datetime as dt

import pytest

from analysis.readers import recognise
from analysis.readers.base import Source

WOS = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT B\nAU Ek, A\n"
MEDLINE = "PMID- 12\nOWN - NLM\nSTAT- Publisher\nDP  - 2024 Jan\n"
RIS = "TY  - JOUR\nTI  - Moss\nAU  - Ek, A.\n"
OPENALEX = (
    "id,display_name,publication_year,cited_by_count,author_names,author_ids,"
    "authorships.raw_affiliation_strings,authorships.institutions.display_name,authorships.countries\n"
    "https://openalex.org/W1,Moss,2020,3,"
)
DIMENSIONS = (
    "Publication ID,Title,Authors,Authors (Raw Affiliation),Authors Affiliations,Research Organizations\n"
    'pub.1,Moss,"Ek, Bo; Li, Cy","Ek, Bo (Fern Univ, Oslo); Li, Cy (Ivy, Rome)",'
    '"Ek, Bo (Fern University; Fern Univ, Oslo); Li, Cy (Ivy, Rome)",Fern University\n'
)
LENS = "Lens ID,Title,Keywords,MeSH Terms,Chemicals\n000-019-000-000-00X,Moss,roof,Plants,Glucose; Water\n"
SPRINGER = "Item Title,Item DOI,Authors\nMoss,10.1007/m,Ann Ek; Bo Li\n"
ENDNOTE = (
    "<xml><records><record><ref-type name='Journal Article'>17</ref-type><titles><title>Moss</title></titles>"
    "<keywords><keyword>*Moss</keyword></keywords></record></records></xml>"
)
SCHOLAR = (
    '{"paperId": "a", "title": "Moss", "references": [{"title": "Fern", "year": 2020, "externalIds": '
    '{"ArXiv": "2001.00002", "PubMed": 11}}, {"title": "Ivy", "year": 2021}]}'
)
CSL = '[{"type": "book", "title": "Moss", "author": [{"family": "Ek"}], "issued": {"raw": "May 2018"}}]'
BOOK = (
    "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>12</PMID><Book><BookTitle>Moss</BookTitle>"
    "<CollectionTitle>Plants</CollectionTitle></Book></BookDocument></PubmedBookArticle></PubmedArticleSet>"
)

CASES = {
    "the DOI of a book": (WOS + "TI Moss\nSO MOSS\nD2 10.5555/b\nER\n", {"doi": "10.5555/b"}),
    "a chapter without one": (WOS + "TI Fern\nSO MOSS\nD2 10.5555/b\nER\n", {"doi": None}),
    "a text on funding alone": (WOS + "TI Moss\nFX The Moss Fund.\nER\n", {"funding": "The Moss Fund."}),
    "a chapter of PubMed's books": (
        MEDLINE + "TI  - Moss\nBTI - Plants\nAID - NBK1 [bookaccession]\n",
        {"title": "Moss", "venue": "Plants", "source_id": "NBK1"},
    ),
    "a book of a collection": (MEDLINE + "BTI - Moss\nCTI - Plants\n", {"title": "Moss", "venue": "Plants"}),
    "the same in XML": (BOOK, {"title": "Moss", "venue": "Plants"}),
    "a disease among the substances": (
        MEDLINE + "TI  - Moss\nRN  - 0 (Glucose)\nRN  - Moss Disease, Type 2\nRN  - 123456789\nSO  - J.\n",
        {"keywords": [{"keyword": name, "kind": "index"} for name in ("Glucose", "Moss Disease, Type 2")]},
    ),
    "addresses below each author": (
        RIS + "AD  - Oslo\nAD  - Rome\nAU  - Li, B.\nAD  - Hue\nER  - \n",
        {"author_details": [{"affiliation": "Oslo; Rome"}, {"affiliation": "Hue"}]},
    ),
    "a DOI for an id": (RIS + "ID  - 10.5555/m_1\nER  - \n", {"doi": "10.5555/m_1"}),
    "what a note of CINAHL says": (
        RIS + "N1  - Accession Number: 9. Language: English. NLM UID: 2. PMID: NLM30123456.\nER  - \n",
        {"pmid": "30123456", "language": "English"},
    ),
    "what notes say of other things": (
        RIS + "N1  - Comment on: Fern. 2019. PMID: 5\nN1  - Programming Language: Python\nER  - \n",
        {"pmid": None, "language": None},
    ),
    "several types": (
        RIS + "M3  - Journal Article\nM3  - Retracted Publication\nER  - \n",
        {"document_type": "Journal Article; Retracted Publication", "retracted": True},
    ),
    "institutions beside as many addresses as authors": (
        OPENALEX + 'Ann Ek|Bo Li,A1|A2,"X, Oslo|Y, Hue",X|Y|Z,NO|VN\n',
        {
            "author_details": [
                {"source_author_id": "openalex:A1", "affiliation": "X, Oslo", "country": "NO"},
                {"source_author_id": "openalex:A2", "affiliation": "Y, Hue", "country": "VN"},
            ]
        },
    ),
    "a blank for whom nothing is known of": (
        OPENALEX + "Ann Ek|Bo Li|Cy Ro,A1||A3,,X||Z,NO||\n",
        {
            "author_details": [
                {"source_author_id": "openalex:A1", "affiliation": "X", "institution": "X", "country": "NO"},
                {"source_author_id": None, "affiliation": "", "institution": "", "country": ""},
                {"source_author_id": "openalex:A3", "affiliation": "Z", "institution": "Z", "country": ""},
            ]
        },
    ),
    "a date that Excel wrote": (
        "id,title,publication_date,publication_year,cited_by_count\nhttps://openalex.org/W1,Moss,3/14/2019,2019,1\n",
        {"date": "3/14/2019", "published": dt.datetime(2019, 1, 1), "date_precision": "year"},
    ),
    "an answer of OpenAlex without ids": (
        '{"meta": {"count": 1, "db_response_time_ms": 9}, "results": [{"doi": null, "title": "Moss"}]}',
        {"title": "Moss"},
    ),
    "cited papers known elsewhere": (
        SCHOLAR,
        {
            "references": [
                {"reference": "Fern, 2020, arXiv: 2001.00002, PMID: 11", "title": "Fern", "year": 2020},
                {"reference": "Ivy, 2021", "title": "Ivy", "year": 2021},
            ]
        },
    ),
    "institutions told as an author's": (
        DIMENSIONS,
        {
            "author_details": [
                {"affiliation": "Fern Univ, Oslo", "institution": "Fern University"},
                {"affiliation": "Ivy, Rome"},
            ]
        },
    ),
    "substances of Lens": (
        LENS,
        {
            "keywords": [
                {"keyword": "roof", "kind": "author"},
                {"keyword": "Plants", "kind": "mesh"},
                *({"keyword": name, "kind": "index"} for name in ("Glucose", "Water")),
            ]
        },
    ),
    "names of Springer with a separator": (SPRINGER, {"authors": ["Ann Ek", "Bo Li"]}),
    "PubMed's major topics in EndNote": (ENDNOTE, {"keywords": [{"keyword": "Moss"}]}),
    "a date in words": (CSL, {"published": dt.datetime(2018, 5, 1), "date_precision": "month"}),
    "a comma for a name": (
        WOS + "TI Moss\nC1 [,; Ek, A] Oslo.\nER\n",
        {"author_details": [{"affiliation": "Oslo"}]},
    ),
    "a prefix of nothing": (ENDNOTE.replace("keyword>", "http:k>"), {"title": "Moss"}),
    "blanks that are none to the eye": (
        MEDLINE + "TI  - Moss\nCN  - Panel\u00a0on Moss\nAD  - Univ\u00a0X\nSO  - J.\n",
        {"authors": ["Panel on Moss"], "author_details": [{"affiliation": "Univ X"}]},
    ),
    "brackets of physicists": (
        '{"id": "1", "title": "Moss", "abstract": "Mean <pT> and <L-z>.", "categories": "hep-ex", "versions": []}',
        {"abstract": "Mean <pT> and <L-z>."},
    ),
    "the field of a preprint": ("@misc{k, title = {Moss}, primaryClass={hep-ex}}", {"field": "hep-ex"}),
    "a day that no month has": (
        '{"DOI": "10.5555/m", "member": "1", "indexed": {}, "issued": {"date-parts": [[2020, 2, 9999999999999]]}}',
        {"published": dt.datetime(2020, 2, 1), "date_precision": "month"},
    ),
    "a number without end": (WOS + f"TI Moss\nTC {'9' * 5_000}\nER\n", {"title": "Moss", "citations": None}),
    "the same in a note": (RIS + f"N1  - Cited By: {'9' * 5_000}\nER  - \n", {"citations": None}),
    "marks of JabRef": ("@misc{k, title = {Moss},\n __markedentry = {[ann:6]},\n}\n", {"title": "Moss"}),
}


def without_blanks(value):
    if isinstance(value, list):
        return [without_blanks(one) for one in value]
    return {key: one for key, one in value.items() if one} if isinstance(value, dict) else value


@pytest.mark.parametrize("case", CASES)
def test_cells(case):
    text, cells = CASES[case]
    source = Source("x", text.encode())
    reading = recognise(source).read(source)
    (record,) = reading.records
    assert {column: without_blanks(record.get(column)) for column in cells} == {
        column: without_blanks(value) for column, value in cells.items()
    }
    assert reading.problems == []


def test_cells_cut_by_a_spreadsheet_are_reported():
    rows = "".join(
        f'000-019-000-000-00{n},Moss,"{"x" * size}"\n' for n, size in enumerate((32_767, 9, 32_767))
    )
    source = Source("x", f"Lens ID,Title,Abstract\n{rows}".encode())
    (problem,) = recognise(source).read(source).problems
    assert problem["source_line"] == 2
    assert problem["problem"].startswith(
        "A cell has 32,767 letters, the most that Excel keeps, here and in 1 other place"
    )


@pytest.mark.parametrize(
    "content",
    ids=["wide", "not wide", "copied", "copied, wide"],
    argvalues=[
        f'<?xml version="1.0" encoding="utf-16"?>{BOOK}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="utf-16"?>{BOOK}'.encode(),  # as .NET writes it
        f"{LENS}\x1a".encode(),  # as `copy *.csv all.csv` of Windows ends it
        f"{RIS}ER  - \n\x1a".encode("utf-16"),
    ],
)
def test_marks_that_say_nothing(content):
    source = Source("x", content)
    form = recognise(source)
    reading = form.read(source)
    assert ([record["title"] for record in reading.records], form.count(source)) == (["Moss"], 1)
    assert reading.problems == []
