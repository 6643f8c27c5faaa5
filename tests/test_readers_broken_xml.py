import random
import time
from pathlib import Path

import pytest

from analysis.readers import Source, arxiv_atom, arxiv_oai, dblp_xml, endnote_xml, pubmed_xml, zotero_rdf

EXPORTS = Path(__file__).parent / "exports"
SAMPLES = {
    "pubmed.xml": pubmed_xml,
    "dblp.xml": dblp_xml,
    "arxiv.xml": arxiv_atom,
    "arxiv_oai.xml": arxiv_oai,
    "endnote.xml": endnote_xml,
    "zotero.rdf": zotero_rdf,
}
SHORT = b"<PubmedArticle><MedlineCitation><PMID>%d</PMID></MedlineCitation></PubmedArticle>\n"
MUTATIONS = [b"", b"<", b">", b"</", b"&", b"\x00", b"\xff", b"<!--", b"<![CDATA[", b'"', b"\r", b"<x>" * 300]
HEAD = b'<?xml version="1.0"?>\n<PubmedArticleSet>\n'


def read(name):
    return SAMPLES[name].read(Source(name, (EXPORTS / name).read_bytes()))


def read_pubmed(content):
    source = Source("pubmed.xml", content)
    reading = pubmed_xml.read(source)
    assert pubmed_xml.FORMAT.count(source) == len(reading.records)
    return reading


def pmids(reading):
    return [record.get("pmid") for record in reading.records]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_anywhere_keeps_each_record_that_began(name):
    content = (EXPORTS / name).read_bytes()
    whole = read(name).records
    for cut in range(97, len(content), 97):
        source = Source(name, content[:cut])
        reading = SAMPLES[name].read(source)
        assert len(reading.records) == SAMPLES[name].FORMAT.count(source)
        assert reading.records[:-1] == whole[: max(len(reading.records) - 1, 0)] or name == "zotero.rdf"


def test_the_record_that_is_cut_is_reported_with_its_line():
    content = (EXPORTS / "pubmed.xml").read_bytes()
    reading = read_pubmed(content[: content.index(b"La mousse")])
    assert pmids(reading) == ["90000001", "90000004"]
    (problem,) = reading.problems
    assert problem["source_line"] == 71
    assert "not closed" in problem["problem"]


def test_a_broken_record_costs_only_itself():
    broken = b"<PubmedArticle><MedlineCitation>\n<PMID>2</PMID><Article><ArticleTitle>x</Article></PubmedArticle>\n"
    reading = read_pubmed(HEAD + SHORT % 1 + broken + SHORT % 3)
    assert pmids(reading) == ["1", "2", "3"]
    (problem,) = reading.problems
    assert problem["source_line"] == 5
    assert "not well-formed" in problem["problem"]


def test_entities_of_the_file_are_never_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "file://{secret}">]>'
    title = "<ArticleTitle>a &l9; &x; &auml; AT&T &#228;</ArticleTitle>"
    article = f"<PubmedArticle><MedlineCitation><Article>{title}</Article></MedlineCitation></PubmedArticle>"
    reading = read_pubmed(f"<?xml version='1.0'?>{declared}<PubmedArticleSet>{article}".encode())
    assert reading.records[0]["title"] == "a &l9; &x; ä AT&T ä"
    assert "&l9;" in reading.problems[0]["problem"]


def test_escaped_escapes_are_no_unknown_names():
    article = "<ArticleTitle>a &amp;lt; b</ArticleTitle>"
    content = (
        f"<PubmedArticle><MedlineCitation><Article>{article}</Article></MedlineCitation></PubmedArticle>"
    )
    assert read_pubmed(content.encode()).problems == []


@pytest.mark.parametrize(
    "inside",
    [
        b"<b>" * 10_000 + b"</b>" * 10_000,
        b"<b>" * 10_000,
        b'<b a="' + b"x" * 12_000_000 + b'"/>',
        b"<b>" + b"x" * 12_000_000 + b"</b>",
        b"<![CDATA[" * 100_000,
        b"<!--" * 100_000,
        b"&" * 1_000_000,
        b"&a" * 1_000_000,
        b"<" * 100_000,
        b"\x00\x01" * 100_000,
        b"\xff\xfe" * 100_000,
    ],
    ids=["nest", "open", "attribute", "text", "cdata", "comments", "ands", "names", "tags", "nul", "bytes"],
)
def test_hostile_records_are_bounded_in_time_and_cost_only_themselves(inside):
    hostile = (
        b"<PubmedArticle><MedlineCitation><PMID>2</PMID>" + inside + b"</MedlineCitation></PubmedArticle>\n"
    )
    began = time.process_time()
    reading = read_pubmed(HEAD + SHORT % 1 + hostile + SHORT % 3)
    assert time.process_time() - began < 20
    assert pmids(reading)[::2] == ["1", "3"]


def test_an_attribute_of_five_megabytes_is_read():
    article = SHORT.replace(b"<PMID>", b'<PMID a="' + b"x" * 5_000_000 + b'">') % 1
    reading = read_pubmed(HEAD + article)
    assert (pmids(reading), reading.problems) == (["1"], [])


def test_many_records_that_are_never_closed_take_linear_time():
    began = time.process_time()
    reading = read_pubmed(HEAD + b"<PubmedArticle>" * 20_000)
    assert time.process_time() - began < 20
    assert len(reading.problems) == 20_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, end):
    text = (EXPORTS / "pubmed.xml").read_text(encoding="utf-8").replace("\n", end)
    reading = read_pubmed(text.encode(encoding))
    assert reading.records == read("pubmed.xml").records
    problems = [problem["problem"] for problem in reading.problems]
    assert [("Windows-1252" in problem) for problem in problems] == (
        [True] * 2 if encoding == "latin-1" else []
    )


def test_a_declared_latin_encoding_is_followed_without_a_problem():
    text = (EXPORTS / "pubmed.xml").read_text(encoding="utf-8").replace('"UTF-8"', '"ISO-8859-1"')
    reading = read_pubmed(text.encode("latin-1"))
    assert reading.records[1]["title"] == "Über das Moos."
    assert reading.problems == []


@pytest.mark.parametrize("name", SAMPLES)
def test_records_kept_equal_marks_counted_in_mutated_files(name):
    whole, numbers = (EXPORTS / name).read_bytes(), random.Random(0)
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(numbers.choice([1, 2, 10])):
            place = numbers.randrange(len(content))
            content[place : place + numbers.choice([0, 1, 100])] = numbers.choice(MUTATIONS)
        source = Source(name, bytes(content))
        reading = SAMPLES[name].read(source)
        assert len(reading.records) == SAMPLES[name].FORMAT.count(source)
        for record in reading.records:
            assert len(record.get("authors", [])) == len(record.get("author_details", []))


def test_an_item_whose_start_tag_is_lost_is_kept():
    content = (EXPORTS / "zotero.rdf").read_bytes().replace(b'<bib:BookSection rdf:about="#item_5">', b"")
    reading = zotero_rdf.read(Source("zotero.rdf", content))
    assert [record["title"] for record in reading.records] == ["Uptake by Sphagnum", "Peat", "Moss maps"]
    assert "start tag" in reading.problems[0]["problem"]
