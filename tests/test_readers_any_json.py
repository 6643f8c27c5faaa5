"""JSON of services that have no reader of their own: where the papers stand, and what their names mean."""

import datetime as dt
import json
from pathlib import Path

import pytest
from readings import read

from analysis import load_corpus
from analysis.readers import Reading, Source, UnknownFormat, recognise
from analysis.readers.json_count import count_at

EXPORTS = Path(__file__).parent / "exports"
PEOPLE = [{"firstName": "Bo", "lastName": "Ek"}, {"firstName": "Ada", "lastName": "Berg"}]


def answer(value: object) -> Reading:
    return read(Source("x.json", json.dumps(value).encode()), "json")


def sample(name: str) -> Reading:
    return read(Source("x", (EXPORTS / name).read_bytes()), "json")


def test_europe_pmc():
    reading = sample("europe_pmc.json")
    paper, preprint = reading.records
    assert paper.items() >= {
        "source_line": 16, "title": "Moss on north walls.", "doi": "10.5555/moss.2019.01", "pmid": "30000001",
        "authors": ["Ek, Bo", "Berg, Ada", "Moss Wall Consortium"], "date": "2019 Mar",
        "published": dt.datetime(2019, 3, 1), "date_precision": "month", "language": "eng",
        "venue": "Journal of Invented Botany", "volume": "12", "issue": "3", "pages": "45-51",
        "issn": "8765-432X; 1234-5678", "citations": 17, "open_access": True,
        "document_type": "Journal Article; research-article",
    }.items()  # fmt: skip
    assert paper["abstract"].startswith("Background Moss grows where")
    assert paper["abstract"].endswith("Results CO2 matters.")
    assert paper["author_details"] == [
        {"affiliation": "Institute of Walls, Oslo, Norway.", "orcid": "0000-0002-1825-0097"}, {}, {}
    ]  # fmt: skip
    assert [tuple(one.values()) for one in paper["keywords"]] == [
        ("Moss", "author"), ("Walls", "author"), ("Bryophyta", "mesh"), ("Shade", "mesh"),
    ]  # fmt: skip
    # PPR is the part of Europe PMC that it stands in, no venue; the date is the other one
    assert (preprint["venue"], preprint["date"], preprint["open_access"]) == (None, "2020-01-03", False)
    (taken,) = reading.problems
    assert "venue = journalInfo.journal.title; " in taken["problem"] and "Left out: id, " in taken["problem"]


def test_scopus_search_page_after_page():
    reading = sample("scopus_api.json")
    full, moss, ferns = reading.records
    assert [record["source_line"] for record in reading.records] == [1, 2, 2]
    assert full["authors"] == ["Ek, Bo", "Berg, Ada"]
    assert full["author_details"] == [{"orcid": "0000-0002-1825-0097"}, {}]
    assert [one["keyword"] for one in full["keywords"]] == ["moss", "walls", "shade"]
    assert (full["pages"], full["funding"]) == ("102345", "Fund of Stone")
    assert moss.items() >= {
        "title": "Moss on north walls", "scopus_id": "2-s2.0-85000000001", "doi": "10.5555/moss.2019.01",
        "venue": "Journal of Invented Botany", "volume": "12", "issue": "3", "pages": "45-51",
        "date": "March 2019", "date_precision": "month", "document_type": "Article", "citations": 17,
    }.items()  # fmt: skip
    # the first author alone is named there, and whose the address is, is not said
    assert (moss["authors"], moss["authors_truncated"], moss["author_details"]) == (["Ek B."], True, [])
    assert (ferns["isbn"], ferns["source_id"], ferns["date"]) == ("9781234567897", None, "2020")


def test_zotero_api_without_attachments():
    reading = sample("zotero_api.json")
    (record,) = reading.records
    assert record["authors"] == ["Ek, Bo", "Moss Wall Consortium"]  # the editor is none
    assert (record["title"], record["date"]) == ("Moss on north walls", "2019-03-04")
    assert (record["venue"], record["document_type"]) == ("Journal of Invented Botany", "journalArticle")
    assert [one["keyword"] for one in record["keywords"]] == ["moss", "walls"]
    assert "1 attachments and notes are no papers" in reading.problems[1]["problem"]


def test_aminer_citation_network():
    moss, ferns = sample("aminer.json").records
    assert (moss["source_line"], ferns["source_line"]) == (2, 3)
    assert (moss["abstract"], moss["venue"]) == (
        "Moss grows on walls Moss", "International Conference on Walls",
    )  # fmt: skip
    assert moss["author_details"] == [{"affiliation": "Institute of Walls, Oslo"}, {}]
    assert (moss["pages"], moss["citations"], moss["date"]) == ("89-93", 1, "2013")
    assert [one["reference"] for one in moss["references"]] == ["2005687710", "2018037215"]


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        pytest.param(
            {"metadata": {"total": 1}, "hits": [{
                "uid": "WOS:000400000000001", "title": "Moss", "types": ["Article"],
                "source": {"sourceTitle": "J MOSS", "publishYear": 2019, "publishMonth": "MAR 10",
                           "pages": {"range": "45-51", "begin": "45", "end": "51", "count": 7}},
                "names": {"authors": [{"displayName": "Ek, Bo", "wosStandard": "Ek, B"}]},
                "links": {"references": "https://example.org/r"}, "citations": [{"db": "WOS", "count": 17}],
                "identifiers": {"doi": "10.5555/a", "issn": "1234-5678", "pmid": "MEDLINE:30000001"},
            }]},
            {"wos_id": "WOS:000400000000001", "venue": "J MOSS", "date": "MAR 10 2019", "pages": "45-51",
             "authors": ["Ek, Bo"], "citations": 17, "doi": "10.5555/a", "pmid": "30000001",
             "references": [], "url": None},
            id="Web of Science Starter",
        ),
        pytest.param(
            {"hits": {"total": 1, "hits": [{"created": "2017-01-01", "id": "1", "metadata": {
                "titles": [{"title": "Moss", "source": "arXiv"}, {"title": "MOSS"}],
                "authors": [{"full_name": "Ek, Bo", "raw_affiliations": [{"value": "CERN, Geneva"}],
                             "affiliations": [{"value": "CERN"}]},
                            {"full_name": "Lund, Di", "inspire_roles": ["supervisor"]}],
                "publication_info": [{"journal_title": "Phys.Rev.D", "year": 2018, "artid": "030001"},
                                     {"journal_title": "Phys.Rev.D", "year": 2019, "material": "erratum"}],
                "arxiv_eprints": [{"value": "1801.00001", "categories": ["hep-ph"]}],
                "abstracts": [{"value": "Moss grows."}], "keywords": [{"value": "moss"}, {"value": "wall"}],
                "references": [{"reference": {"title": {"title": "Fern"}, "dois": ["10.5555/fern"]}}],
            }}]}},
            {"title": "Moss", "authors": ["Ek, Bo"], "author_details": [{"affiliation": "CERN, Geneva"}],
             "venue": "Phys.Rev.D", "date": "2018", "pages": "030001", "arxiv_id": "1801.00001",
             "abstract": "Moss grows.", "references": [], "doi": None,
             "keywords": [{"keyword": "moss", "kind": "author"}, {"keyword": "wall", "kind": "author"}]},
            id="INSPIRE",
        ),
        pytest.param(
            {"data": [{"id": "10.5555/a", "type": "dois", "attributes": {
                "doi": "10.5555/A", "source": "mds", "publicationYear": 2019, "created": "2021-01-01",
                "titles": [{"title": "Moos", "titleType": "TranslatedTitle"}, {"title": "Moss"}],
                "creators": [{"name": "Ek, Bo", "givenName": "Bo", "familyName": "Ek", "nameIdentifiers": [
                    {"nameIdentifier": "https://orcid.org/0000-0002-1825-0097"}]}],
                "contributors": [{"name": "Lund, Di", "contributorType": "Editor"}],
                "container": {"title": "Walls", "volume": "12", "firstPage": "45", "lastPage": "51"},
                "dates": [{"date": "2018", "dateType": "Submitted"},
                          {"date": "2019-03-04", "dateType": "Issued"}],
                "descriptions": [{"description": "By hand.", "descriptionType": "Methods"},
                                 {"description": "Moss grows.", "descriptionType": "Abstract"}],
                "relatedIdentifiers": [{"relatedIdentifier": "10.5555/b", "relatedIdentifierType": "DOI"}],
            }}]},
            {"title": "Moss", "authors": ["Ek, Bo"], "author_details": [{"orcid": "0000-0002-1825-0097"}],
             "venue": "Walls", "volume": "12", "pages": "45-51", "date": "2019-03-04", "doi": "10.5555/a",
             "abstract": "Moss grows."},
            id="DataCite",
        ),
        pytest.param(
            {"response": {"numFound": 1, "docs": [{
                "bibcode": "2018ApJ...852L..12E", "title": ["Moss"], "author": ["Ek, Bo", "Berg, A."],
                "aff": ["Oslo", "-"], "pub": "ApJ", "year": "2018", "pubdate": "2018-01-00",
                "date": "2018-01-01T00:00:00Z", "page": ["L12"], "doi": ["10.5555/a"], "data": ["SIMBAD:4"],
                "identifier": ["2018arXiv1801E"], "reference": ["2005ApJ...600..001X"],
            }]}},
            {"title": "Moss", "authors": ["Ek, Bo", "Berg, A."], "author_details": [], "venue": "ApJ",
             "date": "2018-01-00", "date_precision": "month", "pages": "L12", "references": []},
            id="ADS",
        ),
        pytest.param(
            {"messages": [{"status": "ok"}], "collection": [{
                "doi": "10.5555/a", "title": "Moss", "authors": "Ek, B.; Berg, A. C.", "date": "2020-01-01",
                "author_corresponding": "Bo Ek", "category": "botany", "published": "10.5555/moss.2021",
                "server": "bioRxiv", "abstract": "Moss grows.", "version": "1",
            }]},
            {"authors": ["Ek, B.", "Berg, A. C."], "doi": "10.5555/a", "date": "2020-01-01",
             "venue": "bioRxiv", "field": "botany"},
            id="bioRxiv",
        ),
        pytest.param(
            {"response": {"docs": [{
                "title_s": ["Moss", "Mousse"], "authFullName_s": ["Bo Ek", "Ada Berg"], "halId_s": "hal-1",
                "publicationDate_s": "2019-03-04", "producedDate_s": "2018", "doiId_s": "10.5555/a",
                "journalTitle_s": "J. Moss", "page_s": "45-51", "openAccess_bool": True,
            }]}},
            {"title": "Moss", "authors": ["Bo Ek", "Ada Berg"], "date": "2019-03-04", "doi": "10.5555/a",
             "venue": "J. Moss", "pages": "45-51", "open_access": True},
            id="HAL",
        ),
        pytest.param(
            {"total": 1, "data": [{
                "title": "Moss", "publication_type": "journal article", "date_published": "2019-03-04T00:00",
                "external_ids": [{"type": "magid", "value": "29"}, {"type": "doi", "value": "10.5555/a"}],
                "authors": [{"first_name": "Bo", "last_name": "Ek", "ids": [
                    {"type": "orcid", "value": "0000-0002-1825-0097"}]}],
                "source": {"title": "J. Moss", "type": "Journal", "publisher": "Green Press",
                           "issn": [{"type": "print", "value": "12345678"}]},
                "references": [{"lens_id": "100-1"}], "scholarly_citations_count": 17,
                "mesh_terms": [{"mesh_heading": "Bryophyta", "qualifier_name": "growth"}],
            }]},
            {"doi": "10.5555/a", "authors": ["Ek, Bo"], "venue": "J. Moss", "publisher": "Green Press",
             "issn": "12345678", "document_type": "journal article", "citations": 17, "references": [],
             "keywords": [{"keyword": "Bryophyta", "kind": "mesh"}]},
            id="Lens",
        ),
        pytest.param(
            {"total_records": 1, "articles": [{
                "title": "Moss", "authors": {"authors": [{"full_name": "Bo Ek", "affiliation": "Oslo"}]},
                "article_number": "8600001", "publication_title": "Conf. on Walls", "publication_year": 2018,
                "publication_date": "10-12 Dec. 2018", "citing_paper_count": 17,
                "index_terms": {"ieee_terms": {"terms": ["Moss", "Walls"]},
                                "author_terms": {"terms": ["north walls"]}},
            }]},
            {"authors": ["Bo Ek"], "author_details": [{"affiliation": "Oslo"}], "venue": "Conf. on Walls",
             "date": "10-12 Dec. 2018", "date_precision": "month", "pages": None, "citations": 17,
             "keywords": [{"keyword": "north walls", "kind": "author"}, {"keyword": "Moss", "kind": "index"},
                          {"keyword": "Walls", "kind": "index"}]},
            id="IEEE Xplore",
        ),
        pytest.param(
            {"query": "moss", "result": [{"total": "1"}], "records": [{
                "contentType": "Article", "publicationType": "Journal", "title": "Moss",
                "creators": [{"creator": "Ek, Bo", "ORCID": "0000-0002-1825-0097"}, {"creator": "Berg, A"}],
                "url": [{"format": "", "value": "http://dx.doi.org/10.5555/a"}], "openaccess": "false",
                "publicationName": "J. Moss", "publicationDate": "2019-03-04", "number": "3",
                "startingPage": "45", "endingPage": "51", "abstract": {"h1": "Abstract", "p": "Moss grows."},
            }], "facets": [{"name": "subject", "values": [{"value": "Life", "count": "1"}]}]},
            {"authors": ["Ek, Bo", "Berg, A"], "url": "http://dx.doi.org/10.5555/a", "doi": "10.5555/a",
             "venue": "J. Moss", "issue": "3", "pages": "45-51", "abstract": "Moss grows.",
             "open_access": False, "document_type": "Article"},
            id="Springer Nature",
        ),
        pytest.param(
            [{"title": "Moss", "authors": ["B Ek", "A Berg", "..."], "source": "J. Moss", "cites": 17,
              "year": 2019, "type": "PDF", "uid": "GSWOS:1", "article_url": "https://example.org/1"}],
            {"authors": ["B Ek", "A Berg"], "authors_truncated": True, "venue": "J. Moss", "citations": 17,
             "document_type": None, "wos_id": None, "url": "https://example.org/1"},
            id="Publish or Perish",
        ),
        pytest.param(
            [{"title": "Moss", "creator": ["Bo Ek"], "isPartOf": "Econ. Walls", "datePublished": "1980-04-01",
              "identifier": [{"name": "issn", "value": "00130095"}, {"name": "oclc", "value": "4"},
                             {"name": "local_doi", "value": "10.5555/1"}], "pageStart": "128",
              "pagination": "pp. 128-144", "pageEnd": "144", "unigramCount": {"title": 3, "doi": 1}}],
            {"title": "Moss", "venue": "Econ. Walls", "issn": "00130095", "doi": "10.5555/1",
             "pages": "128-144", "date": "1980-04-01"},
            id="Constellate",
        ),
        pytest.param(
            {"header": {"type": "esummary"}, "result": {"uids": ["1", "2"], **{
                number: {"uid": number, "title": "Moss", "authors": [{"name": "Ek B", "authtype": "Author"}],
                         "source": "J Moss", "fulljournalname": "Journal of moss", "pubdate": "2024 Nov-Dec",
                         "articleids": [{"idtype": "pubmed", "value": number},
                                        {"idtype": "doi", "value": f"10.5555/{number}"}],
                         "history": [{"pubstatus": "received", "date": "2024/02/01"}]}
                for number in ("1", "2")}}},
            {"pmid": "1", "doi": "10.5555/1", "authors": ["Ek B"], "venue": "Journal of moss",
             "date": "2024 Nov-Dec", "date_precision": "month", "wos_id": None},
            id="PubMed esummary",
        ),
        pytest.param(
            {"publications": [{
                "title": "Moss", "authors": [{"first_name": "Bo", "last_name": "Ek", "affiliations": [
                    {"name": "Walls", "raw_affiliation": "Walls, Oslo"}], "raw_affiliation": ["Walls, Oslo"]}],
                "journal": {"id": "jour.1", "title": "J. Moss"}, "year": 2019, "times_cited": 17,
                "reference_ids": ["pub.1"], "open_access": ["oa_all"], "issn": ["1234-5678", "8765-432X"],
            }]},
            {"authors": ["Ek, Bo"], "author_details": [{"affiliation": "Walls, Oslo"}], "venue": "J. Moss",
             "citations": 17, "references": [], "open_access": None, "issn": "1234-5678; 8765-432X"},
            id="Dimensions",
        ),
        pytest.param(
            {"totalHits": 1, "results": [{
                "title": "Moss", "authors": [{"name": "Ek, Bo"}], "contributors": ["Lund, Di"], "doi": None,
                "identifiers": [{"identifier": "oai:1", "type": "OAI_ID"},
                                {"identifier": "10.5555/a", "type": "DOI"}],
                "journals": [{"title": "J. Moss", "identifiers": ["1234-5678"]}], "fullText": "Moss. " * 99,
                "language": {"code": "en", "name": "English"}, "publishedDate": "2015-05-04T00:00:00",
                "dataProviders": [{"name": "Walls"}],
            }]},
            {"authors": ["Ek, Bo"], "doi": "10.5555/a", "venue": "J. Moss", "language": "English",
             "abstract": None, "date": "2015-05-04T00:00:00"},
            id="CORE",
        ),
    ],
)  # fmt: skip
def test_other_services(value, cells):
    record = answer(value).records[0]
    assert {name: record[name] for name in cells} == cells


def test_numbers_of_things_are_not_the_things():
    paper = {"title": "Moss", "doi": "10.5555/a", "authors": 3, "abstract": True, "references": 45,
             "citations": [12, 15], "keywords": 7, "source": "https://example.org", "published": False}  # fmt: skip
    (record,) = answer([paper]).records
    assert {name: found for name, found in record.items() if name != "source_line"} == {
        "title": "Moss", "doi": "10.5555/a",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        {"$schema": "x", "title": "Corpus", "description": "…", "properties": {"title": {"type": "string"}}},
        [{"title": "Moss", "year": 1979, "cast": ["Bo Ek"]}],
        {"title": "Blog", "items": [{"title": "Moss", "url": "x", "date_published": "2019", "summary": "…"}]},
        {"features": [{"properties": {"title": "Oslo", "description": "a town", "source": "map"}}]},
        [{"name": "Bo Ek", "publications": 3, "affiliation": "Oslo"}],
        {"cells": [], "metadata": {"title": "Moss", "authors": [{"name": "Bo Ek"}]}, "nbformat": 4},
        {
            "objects": [
                {"package": {"title": "Moss", "description": "…", "author": {"name": "Ek"}, "date": "2019"}}
            ]
        },
        {
            "items": [
                {"title": "Moss", "date_published": "2019", "authors": [{"name": "Ek"}], "tags": ["moss"]}
            ]
        },
        {"item": [{"title": "Moss", "pubDate": "2019", "dc:creator": "Bo Ek", "description": "…"}]},
        {
            "articles": [
                {"source": {"name": "News"}, "author": "Bo Ek", "title": "Moss", "publishedAt": "2019"}
            ]
        },
        [{"title": "Moss in concert", "date": "2019", "venue": {"name": "Hall of Oslo"}, "description": "…"}],
    ],
)
def test_what_is_no_paper_is_not_claimed(value):
    with pytest.raises(UnknownFormat, match="is in none of the"):
        recognise(Source("x.json", json.dumps(value).encode()))


def test_titles_and_authors_alone_are_read_where_sources_toml_says_that_they_are_papers(tmp_path):
    (tmp_path / "x.json").write_text('{"all": [{"title": "Moss", "author": "Ek, Bo"}, {"title": "Fern"}]}')
    (tmp_path / "sources.toml").write_text('["x.json"]\nformat = "json"\n')
    records = load_corpus(tmp_path).records
    assert records["title"].tolist() == ["Moss", "Fern"] and records["authors"].iloc[0] == "Ek, Bo"


def test_a_compact_answer_is_no_table():
    text = b'{"data":[{"attributes":{"doi":"10.5555/a","titles":[{"title":"Moss"}],"publicationYear":2019}}]}'
    assert recognise(Source("x", text)).name == "json"


def test_a_cut_file_keeps_the_papers_before_the_cut():
    text = (EXPORTS / "europe_pmc.json").read_text(encoding="utf-8")
    whole = read(Source("x", text.encode()), "json").records
    form = recognise(Source("x", text.encode()))
    for cut in range(text.index("}", 3_000), len(text), 97):
        found = form.read(Source("x", text[:cut].encode())).records
        assert len(found) <= 2 and found[0]["title"] == whole[0]["title"]


def test_a_name_that_comes_late_is_taken():
    papers = [{"title": f"Moss {number}", "authors": PEOPLE, "year": 2019} for number in range(300)]
    papers[-1]["doi"] = "10.5555/late"
    reading = answer(papers)
    assert reading.records[-1]["doi"] == "10.5555/late"
    assert "doi = doi" in reading.problems[0]["problem"]


def test_an_error_among_pages_is_no_record():
    page = {"response": {"docs": [{"title": "Moss", "author": ["Ek, Bo"], "year": 2019}]}}
    text = "\n".join(map(json.dumps, (page, {"error": "Too many requests"}, page)))
    reading = read(Source("x.jsonl", text.encode()), "json")
    assert [record["source_line"] for record in reading.records] == [1, 3]
    assert "This is no record" in reading.problems[1]["problem"]


def test_lists_of_other_things_are_not_counted():
    text = '{"a": {"link": [{}, {}], "entry": [{"x": [{}]}, {}], "facets": [{}]}}\n' * 2
    assert count_at(text, ("a", "entry", "[]")) == 4
    assert count_at('{"1": {"x": {}}, "2": {}}', ("[]",)) == 2


def test_columns_in_sources_toml(tmp_path):
    papers = {"zadetki": [{"naslov": "Mah", "avtorji": PEOPLE, "opis": "Mah raste."}, {"naslov": "Praprot"}]}
    (tmp_path / "mah.json").write_text(json.dumps(papers), encoding="utf-8")
    assert "is in none of the" in load_corpus(tmp_path).problems["problem"].iloc[0]
    declared = '["mah.json"]\ncolumns = { title = "naslov", authors = "avtorji", abstract = "povzetek" }\n'
    (tmp_path / "sources.toml").write_text(declared, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.records["format"].tolist() == ["json", "json"]
    assert corpus.records["title"].tolist() == ["Mah", "Praprot"]
    assert corpus.authorships["author"].tolist() == ["Bo Ek", "Ada Berg"]
    assert corpus.problems["problem"].str.contains("names 'povzetek', but the columns are naslov").any()
