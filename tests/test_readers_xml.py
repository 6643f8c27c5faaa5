import datetime as dt
import re
from pathlib import Path

import pytest
from readings import told

from analysis.readers import (
    FORMATS,
    Source,
    arxiv_atom,
    arxiv_oai,
    dblp_xml,
    endnote_xml,
    pubmed_xml,
    recognise,
    zotero_rdf,
)

EXPORTS = Path(__file__).parent / "exports"
DATA = Path(__file__).parents[2] / "shared" / "data"
SAMPLES = {
    "pubmed.xml": pubmed_xml,
    "dblp.xml": dblp_xml,
    "arxiv.xml": arxiv_atom,
    "arxiv_oai.xml": arxiv_oai,
    "endnote.xml": endnote_xml,
    "zotero.rdf": zotero_rdf,
}
COUNTS = {
    "pubmed.xml": 3,
    "dblp.xml": 4,
    "arxiv.xml": 2,
    "arxiv_oai.xml": 2,
    "endnote.xml": 2,
    "zotero.rdf": 3,
}


def read(name):
    return told(SAMPLES[name].read(Source(name, (EXPORTS / name).read_bytes())))


def read_pubmed(content):
    source = Source("pubmed.xml", content)
    reading = pubmed_xml.read(source)
    assert pubmed_xml.FORMAT.count(source) == len(reading.records)
    return reading


def pmids(reading):
    return [record.get("pmid") for record in reading.records]


@pytest.mark.parametrize("name", SAMPLES)
def test_exactly_one_format_claims_a_file_and_the_marks_counted_are_the_records_kept(name):
    source = Source("no suffix", (EXPORTS / name).read_bytes())
    assert recognise(source) is SAMPLES[name].FORMAT
    assert [form.name for form in FORMATS.values() if form.recognises(source)] == [SAMPLES[name].FORMAT.name]
    assert SAMPLES[name].FORMAT.count(source) == len(SAMPLES[name].read(source).records) == COUNTS[name]


@pytest.mark.parametrize(
    "text",
    ["<rss><record/></rss>", "<records><record/></records>", "<feed><entry/></feed>", "x", "<rdf:RDF>"],
)
def test_other_xml_is_not_claimed(text):
    source = Source("other.xml", text.encode())
    assert not any(reader.recognises(source) for reader in SAMPLES.values())


# PubMed


def test_pubmed_article():
    record = read("pubmed.xml").records[0]
    assert record["source_line"] == 4
    assert record["title"] == "Uptake of CO2 by Sphagnum & others."
    assert record["abstract"] == "AIM: We measured p<0.05. Moss grows."
    assert record["authors"] == ["Müller Jr, Anna B", "Moss Study Group"]  # not the spelling marked as wrong
    assert record["author_details"] == [
        {
            "affiliation": "Moss Institute, Graz, Austria.; Fern House, Lyon, France.",
            "orcid": "0000-0002-1825-0097",
        },
        {},
    ]
    assert record["authors_truncated"] is True
    assert (record["date"], record["published"]) == ("2019 Dec-2020 Jan", dt.datetime(2019, 12, 1))
    assert record["date_precision"] == "month"
    assert (record["venue"], record["volume"], record["issue"]) == ("Annals of invented moss", "12", "3")
    assert record["pages"] == "101-9"
    assert record["issn"] == "1234-5679; 1234-5660"
    assert record["doi"] == "10.1234/moss.1"  # the other one is marked as not valid
    assert (record["pmid"], record["source_id"]) == ("90000001", "PMC900001")
    assert record["document_type"] == "Journal Article; Review"
    assert record["funding"] == "M-1/Moss Fund/Austria"


def test_pubmed_keywords_of_authors_databases_and_mesh_are_kept_apart():
    assert read("pubmed.xml").records[0]["keywords"] == [
        {"keyword": "peat", "kind": "author"},
        {"keyword": "biosphere", "kind": "index"},
        {"keyword": "Bryophyta/growth & development", "kind": "mesh"},
        {"keyword": "Wetlands", "kind": "mesh"},
        {"keyword": "Carbon Dioxide", "kind": "index"},
    ]


def test_pubmed_references_stand_once_and_carry_their_ids():
    listed, linked = read("pubmed.xml").records[0]["references"]
    assert listed == {
        "reference": "Fern A, Frond B. Ferns. Fern Lett. 2015;10:e0117. doi: 10.1234/fern. PMID: 90000002",
        "doi": "10.1234/fern",
    }
    assert linked == {
        "reference": "Old Moss. 1998;4:1-2 PMID: 90000003",
        "doi": None,
        "venue": "Old Moss",
        "volume": "4",
        "pages": "1-2",
        "year": 1998,
    }


def test_pubmed_article_with_title_abstract_and_day_in_other_places():
    record = read("pubmed.xml").records[1]
    assert record["title"] == "Über das Moos."
    assert record["abstract"] == "La mousse pousse."
    assert record["doi"] == "10.1234/moos"
    assert (record["date"], record["published"]) == ("2021", dt.datetime(2021, 3, 4))
    assert record["authors"] == ["Sol, A"]
    assert record["authors_truncated"] is False


def test_pubmed_chapter_of_a_book():
    record = read("pubmed.xml").records[2]
    assert (record["title"], record["venue"], record["publisher"]) == ("Peat", "The Moss Book", "Moss Press")
    assert record["authors"] == ["Torf, Tim"]  # not the book's editor
    assert record["isbn"] == "9783161484100"
    assert record["source_id"] == "NBK90001"
    assert record["published"] == dt.datetime(2010, 7, 1)


def test_pubmed_labels_of_an_abstract_may_end_in_a_colon_of_their_own():
    content = (EXPORTS / "pubmed.xml").read_bytes()
    assert (b'Label="' in content) and ":: " not in read_pubmed(content).records[0]["abstract"]
    labelled = re.sub(rb'Label="(\w+)"', rb'Label="\1:"', content)
    assert read_pubmed(labelled).records[0]["abstract"] == read_pubmed(content).records[0]["abstract"]


def test_pubmed_orcid_without_hyphens():
    content = (EXPORTS / "pubmed.xml").read_bytes()
    content = content.replace(b"https://orcid.org/0000-0002-1825-0097", b"0000000218250097")
    assert read_pubmed(content).records[0]["author_details"][0]["orcid"] == "0000-0002-1825-0097"


def test_several_answers_in_one_file_are_read_as_one():
    content = (EXPORTS / "pubmed.xml").read_bytes()
    assert pmids(read_pubmed(content + content)) == ["90000001", "90000004", "90000005"] * 2


# dblp


def test_dblp_entities_numbers_of_homonyms_and_kinds():
    first, second, thesis, volume = read("dblp.xml").records
    assert first["authors"] == ["Wei Li", "Jürgen Mößner"]
    details = [{"orcid": "0000-0002-1825-0097", "source_author_id": "dblp:Wei Li 0001"}, {}]
    assert first["author_details"] == details
    assert first["title"] == "Growing H2O & moss: is it fast?"
    assert first["document_type"] == "article (informal)"
    assert (first["arxiv_id"], first["doi"]) == ("2001.00001", "10.48550/arxiv.2001.00001")
    assert first["open_access"] is True
    assert (first["date"], first["published"]) == ("July/August 2020", dt.datetime(2020, 7, 1))
    assert (second["title"], second["venue"], second["pages"]) == ("Peat in Practice", "MOSS", "1-9")
    assert second["references"] == [{"reference": "journals/moss/Li20"}]
    assert (second["source_line"], second["source_id"]) == (14, "dblp:conf/moss/Sol19")
    assert (thesis["title"], thesis["publisher"]) == ("On Peat etc...", "University of Graz")
    assert (volume["document_type"], volume.get("authors")) == ("proceedings", None)


def test_dblp_home_pages_of_persons_are_left_out_and_say_so():
    (problem,) = read("dblp.xml").problems
    assert problem["source_line"] == 23
    assert "homepages/" in problem["problem"]


def test_dblp_records_of_one_person_have_ids_of_their_authors():
    author = '<author pid="10/1">Ana Sol</author>'
    text = f'<dblpperson name="Ana Sol"><person key="homepages/10/1">{author}</person><r><article>{author}'
    source = Source("a.xml", f"{text}<title>Moss.</title></article></r></dblpperson>".encode())
    (record,) = told(dblp_xml.read(source)).records
    assert dblp_xml.recognises(source)
    assert (record["title"], record["author_details"]) == ("Moss", [{"source_author_id": "dblp:10/1"}])


# arXiv


def test_arxiv_preprint():
    record, old = read("arxiv.xml").records
    assert record["title"] == "Poincaré maps of moss"
    assert record["abstract"] == "Moss grows by 10%, see x^2."
    assert record["authors"] == ["Wei Li", "José Sol"]
    assert record["author_details"] == [{"affiliation": "Moss Institute, Graz"}, {}]
    assert (record["arxiv_id"], record["url"]) == ("2001.00001", "http://arxiv.org/abs/2001.00001v2")
    assert record["published"] == dt.datetime(2020, 1, 2)
    assert (record["doi"], record["venue"]) == ("10.1234/moss.1", "Ann. Inv. Moss 12 (2020) 101")
    assert (record["field"], [word["keyword"] for word in record["keywords"]]) == (
        "q-bio.PE",
        ["q-bio.PE", "cs.LG"],
    )
    assert old["arxiv_id"] == "hep-th/9901001"


def test_arxiv_letters_encoded_twice_are_put_right_and_reported():
    (problem,) = read("arxiv.xml").problems
    assert (problem["source_line"], problem["text"]) == (5, "JosÃ© Sol")
    entry = "<feed><id>http://arxiv.org/api/x</id><entry><title>{}</title></entry></feed>"
    right = Source("a.xml", entry.format("São Paulo Â, Ünal Çelik").encode())
    assert arxiv_atom.read(right).records[0]["title"] == "São Paulo Â, Ünal Çelik"


# EndNote


def test_endnote_runs_of_style_are_one_text():
    record = read("endnote.xml").records[0]
    assert record["title"] == "Uptake of CO2 by Sphagnum"
    assert record["abstract"] == "Moss grows. It is green."
    assert record["authors"] == ["Müller, A. B.", "Moss Study Group"]
    assert record["author_details"] == [{}, {}]  # one address text for all: nobody's in particular
    assert record["venue"] == "Annals of Moss"
    assert (record["issn"], record["wos_id"]) == ("1234-5679; 1234-5660", "WOS:000900000000001")
    assert (record["citations"], record["citations_source"]) == (12, "Web of Science")
    assert (record["date"], record["published"]) == ("Feb 6 2020", dt.datetime(2020, 2, 6))
    assert [word["keyword"] for word in record["keywords"]] == ["peat", "moss", "fern"]
    assert (record["doi"], record["url"]) == ("10.1234/moss.1", "https://example.org/moss")


def test_endnote_book_has_no_venue_and_a_sole_author_the_address():
    record = read("endnote.xml").records[1]
    assert "venue" not in record  # the second title of a book is a series
    assert record["author_details"] == [{"affiliation": "Peat House, Graz, Austria"}]
    assert (record["isbn"], record["pmid"]) == ("978-3-16-148410-0", "90000005")
    assert (record["date"], record["published"]) == ("2010/07/09", dt.datetime(2010, 7, 9))


@pytest.mark.parametrize(
    ("year", "day", "date", "published"),
    [
        ("2019", "12-14 June 2019", "12-14 June 2019", dt.datetime(2019, 6, 1)),
        ("2019", "Jul-Aug", "Jul-Aug 2019", dt.datetime(2019, 7, 1)),
        ("n.d.", "2019/05/07", "2019/05/07 n.d.", dt.datetime(2019, 5, 7)),
        ("2019", "5/2019", "5/2019", dt.datetime(2019, 5, 1)),
        ("2019", "20190507", "20190507", dt.datetime(2019, 5, 7)),
        ("2019", "", "2019", dt.datetime(2019, 1, 1)),
        ("in press", "", "in press", None),
    ],
)
def test_endnote_dates_are_read_as_far_as_they_are_printed(year, day, date, published):
    dates = f"<dates><year>{year}</year><pub-dates><date>{day}</date></pub-dates></dates>"
    source = Source("e.xml", f"<xml><records><record>{dates}</record><record/></records></xml>".encode())
    reading = endnote_xml.read(source)
    assert reading.records[0]["date"] == date
    assert reading.records[0].get("published") == published
    assert (len(reading.records), reading.problems) == (2, [])


def test_endnote_layout_in_capitals_is_read():
    text = """<XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><REFNUM>4</REFNUM>
        <AUTHORS><AUTHOR>Moss, Ann</AUTHOR><AUTHOR>Fern, </AUTHOR></AUTHORS><YEAR>2004</YEAR><DATE>May</DATE>
        <TITLE>Slow peat</TITLE><SECONDARY_TITLE>Annals of Moss</SECONDARY_TITLE><NUMBER>3</NUMBER>
        <PAGES>1-9</PAGES><ISBN>12345679</ISBN><URL>https://example.org/peat</URL>
        <KEYWORDS><KEYWORD>peat</KEYWORD></KEYWORDS></RECORD></RECORDS></XML>"""
    source = Source("e.xml", text.encode())
    assert recognise(source) is endnote_xml.FORMAT
    assert (endnote_xml.FORMAT.count(source), endnote_xml.read(source).problems) == (1, [])
    assert told(endnote_xml.read(source)).records == [
        {
            "source_line": 1, "title": "Slow peat", "authors": ["Moss, Ann", "Fern"], "author_details": [{}, {}],
            "date": "May 2004", "published": dt.datetime(2004, 5, 1), "date_precision": "month", "date_inferred": False,
            "venue": "Annals of Moss", "issue": "3", "pages": "1-9", "issn": "1234-5679", "source_id": "endnote:4",
            "url": "https://example.org/peat", "keywords": [{"keyword": "peat"}],
        }
    ]  # fmt: skip


# Zotero


def test_zotero_article_takes_what_its_journal_says_elsewhere_in_the_file():
    record = read("zotero.rdf").records[0]
    assert record["title"] == "Uptake by Sphagnum"
    assert record["authors"] == ["Müller, Anna", "Moss Study Group"]
    assert (record["venue"], record["volume"], record["issue"]) == ("Annals of Moss", "12", "3")
    assert (record["doi"], record["issn"], record["pmid"]) == ("10.1234/moss.1", "1234-5679", "90000001")
    assert record["pages"] == "101-109"
    assert [word["keyword"] for word in record["keywords"]] == ["peat", "moss"]  # not the call number
    assert (record["date"], record["published"]) == ("October 27, 2020", dt.datetime(2020, 10, 27))


def test_zotero_chapter_and_preprint():
    _, chapter, preprint = read("zotero.rdf").records
    assert (chapter["venue"], chapter["publisher"]) == ("The Moss Book", "Moss Press")
    assert (chapter["isbn"], chapter["published"]) == ("978-3-16-148410-0", dt.datetime(2010, 12, 1))
    assert (preprint["arxiv_id"], preprint["document_type"]) == ("2001.00001", "preprint")


def test_zotero_dates_as_translators_leave_them():
    content = (EXPORTS / "zotero.rdf").read_text()
    for date, day in (("2020-05-04 12:00", 4), ("2020 May 5", 5), ("2020/5/", 1), ("20200506", 6)):
        source = Source("z.rdf", content.replace("October 27, 2020", date).encode())
        assert zotero_rdf.read(source).records[0]["published"] == dt.datetime(2020, 5, day)


# the real files, where they are there


@pytest.mark.parametrize(
    ("name", "records", "reader"),
    [
        ("pubmed_1.xml", 1, pubmed_xml),
        ("dblp_131.xml", 131, dblp_xml),
        ("arxiv_atom.xml", 100, arxiv_atom),
        ("zotero_12.rdf", 12, zotero_rdf),
    ],
)
def test_real_files_are_read_whole(name, records, reader):
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not there")
    source = Source(name, (DATA / name).read_bytes())
    reading = reader.read(source)
    assert recognise(source) is reader.FORMAT
    assert len(reading.records) == reader.FORMAT.count(source) == records
    assert all(record["title"] and record["published"] for record in reading.records)
    lines = source.text.split("\n")
    assert all(re.search(r"<\w", lines[record["source_line"] - 1]) for record in reading.records)


def test_preprints_that_were_harvested_from_arxiv():
    new, old = read("arxiv_oai.xml").records
    assert (new["arxiv_id"], new["doi"], new["field"]) == ("2001.00001", "10.1234/moss.1", "q-bio.PE")
    assert (new["title"], new["published"]) == ("Poincar\u00e9 maps of moss", dt.datetime(2020, 1, 2))
    assert new["authors"] == ["Li, Wei", "S\u00f3l, Jos\u00e9 Jr"]
    assert new["author_details"][0]["affiliation"] == "Moss Institute, Graz"
    assert (old["arxiv_id"], old["published"]) == ("hep-th/9901001", dt.datetime(1999, 1, 1))
    assert old["authors"] == ["Ana Sol", "Bo Ek", "Cy Ro"]  # one text, with notes in brackets


def test_classes_that_stand_together_in_one_category_of_arxiv_are_told_apart():
    entry = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2001.00001v1</id>'
        b'<category term="math.DG"/><category term="53C25, 53A30 (Primary); 53B20 (Secondary)"/></entry></feed>'
    )
    [record] = arxiv_atom.read(Source("x.xml", entry)).records
    assert [word["keyword"] for word in record["keywords"]] == ["math.DG", "53C25", "53A30", "53B20"]
