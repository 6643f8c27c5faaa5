"""Records of JSON exports: OpenAlex, Crossref, Semantic Scholar, arXiv's snapshot, CSL-JSON."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fitting import fitted_record
from analysis.readers import arxiv_jsonl, crossref_json, csl_json, openalex_json, semantic_scholar_json
from analysis.readers.base import Reading, Source
from analysis.readers.json_count import count_json_records
from analysis.readers.json_records import json_records

FILES = Path(__file__).parent / "exports"
REAL = Path(__file__).parents[2] / "shared" / "data"
MODULES = (openalex_json, crossref_json, semantic_scholar_json, arxiv_jsonl, csl_json)
SAMPLES = {
    "openalex_page.json": (openalex_json, 2),
    "openalex_snapshot.jsonl": (openalex_json, 3),
    "crossref_items.json": (crossref_json, 2),
    "semantic_scholar_search.json": (semantic_scholar_json, 2),
    "semantic_scholar_dataset.jsonl": (semantic_scholar_json, 1),
    "arxiv_snapshot.jsonl": (arxiv_jsonl, 2),
    "csl_items.json": (csl_json, 3),
}


def source(name, text=None):
    return Source(name, (FILES / name).read_bytes() if text is None else text.encode(), text)


def read(name):
    return SAMPLES[name][0].FORMAT.read(source(name))


def some(record, *columns):
    return tuple(record.get(column) for column in columns)


def scan(text):
    reading = Reading()
    return list(json_records(text, reading)), reading.problems


# every sample


@pytest.mark.parametrize("name", SAMPLES)
def test_one_format_claims_a_file_keeps_all_records_and_fits_the_columns(name):
    module, count = SAMPLES[name]
    assert [one for one in MODULES if one.FORMAT.recognises(source(name))] == [module]
    reading = module.FORMAT.read(source(name))
    assert len(reading.records) == module.FORMAT.count(source(name)) == count
    for record in reading.records:
        assert fitted_record(record)[1] == []
        assert len(record["authors"]) == len(record["author_details"])


@pytest.mark.parametrize(
    "text", ['{"cells": [], "nbformat": 4}', "[]", "", '{"name": "x", "type": "module"}', "id,title"]
)
def test_other_json_is_claimed_by_nobody(text):
    assert not any(module.FORMAT.recognises(source("x", text)) for module in MODULES)


@pytest.mark.parametrize("name", SAMPLES)
def test_values_of_the_wrong_type_stop_no_reader(name):
    module, _ = SAMPLES[name]
    keys = next(json_records((FILES / name).read_text(encoding="utf-8"), Reading()))[1]
    for odd in (
        None,
        5,
        -1,
        1e300,
        True,
        "x",
        [],
        [None, 3, ["y"]],
        {},
        {"a": {"b": [1]}},
        [{"a": 1}],
        10**30,
    ):
        text = json.dumps([dict.fromkeys(keys, odd)])
        (record,) = module.FORMAT.read(source("x", text)).records
        assert all("no date" in row["problem"] for row in fitted_record(record)[1])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_anywhere_is_read_and_its_whole_records_kept(name):
    module, count = SAMPLES[name]
    text = (FILES / name).read_text(encoding="utf-8")
    whole = module.FORMAT.read(source("x", text)).records
    for cut in range(0, len(text), 37):
        found = module.FORMAT.read(source("x", text[:cut])).records
        assert len(found) <= count
        assert found[:-1] == whole[: max(len(found) - 1, 0)]


@pytest.mark.parametrize(
    ("name", "records", "title"),
    [
        ("openalex_works_3.json", 3, "Biophysical Trade Balance of Ecuador"),
        ("crossref_1.json", 1, "litstudy: A Python package for literature reviews"),
        ("semantic_scholar_1.json", 1, "Quantum ESPRESSO toward the exascale."),
    ],
)
def test_real_answers(name, records, title):
    if not REAL.is_dir():
        pytest.skip("the real exports are not here")
    answer = Source(name, (REAL / name).read_bytes())
    (module,) = (one for one in MODULES if one.FORMAT.recognises(answer))
    reading = module.FORMAT.read(answer)
    assert len(reading.records) == module.FORMAT.count(answer) == records
    assert reading.records[0]["title"] == title
    assert reading.problems == []


# formats


def test_openalex_work():
    record, empty = read("openalex_page.json").records
    assert some(record, "source_line", "openalex_id", "doi", "pmid", "arxiv_id") == (4, "W4100000001", "10.5555/moss.2021.01", "31234567", "2103.01234")  # fmt: skip
    assert some(record, "title", "abstract") == (
        "Moss on north walls & roofs",
        "Moss grows where falls; Moss shade",
    )
    assert some(record, "authors", "authors_truncated") == (["Ada Berg", "Bo Ek"], False)
    assert record["author_details"] == [
        {
            "affiliation": "Dept. of Moss, Univ. Nowhere, Oslo, Norway; Guest House, Uppsala, Sweden",
            "institution": "University of Nowhere",
            "country": "NO; SE",
            "orcid": "0000-0002-1825-0097",
            "source_author_id": "openalex:A501",
        },
        {
            "affiliation": "Institute of Walls",
            "institution": "Institute of Walls",
            "country": "FI",
            "orcid": None,
            "source_author_id": "openalex:A502",
        },
    ]
    assert some(record, "date", "published", "date_precision") == (
        "2021-03-15",
        dt.datetime(2021, 3, 15),
        "day",
    )
    assert some(record, "venue", "publisher", "issn") == ("Journal of Invented Botany", "Green Press", "1234-5678; 8765-432X")  # fmt: skip
    assert some(record, "volume", "issue", "pages", "document_type") == (
        "12",
        "3",
        "45-51",
        "article",
    )
    assert some(record, "citations", "citations_source", "citations_date") == (17, "OpenAlex", "2024-05-06")
    assert some(record, "open_access", "funding", "field", "language") == (True, "Fund of Stone (S-7)", "Plant Science", "en")  # fmt: skip
    assert [tuple(one.values()) for one in record["keywords"]] == [
        ("Moss", "index"), ("Bryophytes", "index"), ("Bryophyta / growth & development", "mesh"),
    ]  # fmt: skip
    assert [one["reference"] for one in record["references"]] == [
        "https://openalex.org/W11",
        "https://openalex.org/W12",
    ]
    assert some(empty, "title", "doi", "date", "date_precision", "abstract", "citations", "citations_date") == (None, None, "2020-01-01", "year", None, 0, None)  # fmt: skip


def test_openalex_snapshot_with_a_line_that_breaks_off():
    reading = read("openalex_snapshot.jsonl")
    assert [some(one, "source_line", "title") for one in reading.records] == [
        (1, "One"),
        (2, "Two"),
        (4, "Three"),
    ]
    assert some(reading.records[0], "venue", "publisher", "issn", "date_precision") == ("Old Venue", "Old Press", "0000-0001", "month")  # fmt: skip
    (problem,) = reading.problems
    assert problem["source_line"] == 2
    assert "kept was what stands before: id, title, publication_date" in problem["problem"]


def test_crossref_works():
    record, preprint = read("crossref_items.json").records
    assert some(record, "source_line", "title", "abstract") == (
        2,
        "Roofs of H2O: A survey",
        "We count roofs < 5 m. All leak.",
    )
    assert record["authors"] == ["de la Cruz, Maria Jr", "The Gutter Consortium"]
    assert record["author_details"][0] == {
        "affiliation": "Institute of Rain, Bergen, Norway",
        "institution": "Institute of Rain",
        "orcid": "0000-0002-1825-0097",
    }
    assert some(record, "date", "published", "date_precision") == (
        "2020-02",
        dt.datetime(2020, 2, 1),
        "month",
    )
    assert some(record, "venue", "volume", "issue", "pages", "publisher") == ("Annals of Rain", "7", "4", "100-109", "Green Press")  # fmt: skip
    assert some(record, "doi", "issn", "document_type", "field") == ("10.5555/roof.2020.9", "1111-2222; 3333-4444", "journal-article", "Water Science")  # fmt: skip
    assert some(record, "citations", "citations_source", "citations_date") == (3, "Crossref", "2024-02-03")
    assert record["funding"] == "Fund of Stone (S-7, S-8); City"
    first, second, third = record["references"]
    assert some(first, "reference", "doi", "year") == ("Ek B. Gutters and their use. J Rain 1999;3:1.", "10.5555/gutter.1999", None)  # fmt: skip
    assert some(second, "reference", "author", "title", "venue", "volume", "pages", "year") == ("Berg, 1998a, Rain, J. Wet, 2, 17", "Berg", "Rain", "J. Wet", "2", "17", 1998)  # fmt: skip
    assert third["reference"] == "r3"
    assert some(preprint, "venue", "date", "citations", "authors") == ("rainXiv", "2021-05-06", 0, [])


def test_semantic_scholar_search_and_dataset():
    reading = read("semantic_scholar_search.json")
    record, clouds = reading.records
    assert some(record, "source_id", "doi", "arxiv_id", "pmid") == (
        "s2:a1b2",
        "10.5555/sky.1",
        "2001.00001",
        "31000001",
    )
    assert some(record, "title", "abstract", "venue", "issn") == (
        "The sky, counted",
        None,
        "Journal of Sky",
        "2222-3333",
    )
    assert some(record, "date", "volume", "pages", "document_type") == (
        "2020-07-04",
        "3",
        "1-9",
        "JournalArticle; Review",
    )
    assert some(record, "citations", "citations_source", "open_access", "field") == (
        9,
        "Semantic Scholar",
        False,
        "Physics",
    )
    assert record["author_details"][0] == {"affiliation": "Sky Lab", "orcid": "0000-0002-1825-0097", "source_author_id": "s2:41"}  # fmt: skip
    assert record["references"] == [
        {"reference": "C. Ro, Blue, Colours, 2001, 10.5555/blue", "author": "C. Ro", "title": "Blue", "venue": "Colours", "doi": "10.5555/blue", "year": 2001}
    ]  # fmt: skip
    assert some(clouds, "title", "field", "date") == ("Clouds", "Art", None)
    assert "null" in reading.problems[0]["problem"]
    (paper,) = read("semantic_scholar_dataset.jsonl").records
    assert some(paper, "source_id", "doi", "citations", "open_access", "field", "document_type", "date") == ("s2:77", "10.5555/sky.1", 9, True, "Physics", "Review", "2020-07-04")  # fmt: skip


def test_arxiv_snapshot():
    first, second = read("arxiv_snapshot.jsonl").records
    assert some(first, "title", "abstract") == ("Waves in β-glass of Poincaré", "We show waves in glass.")
    assert some(first, "authors", "author_details") == (["Berg, A.", "Ek, B. Jr"], [{"affiliation": None}, {"affiliation": "Sky Lab"}])  # fmt: skip
    assert some(first, "arxiv_id", "doi", "venue", "field") == ("0704.0001", "10.5555/glass.7", "J.Glass 7 (2008) 12", "cond-mat.soft")  # fmt: skip
    assert some(first, "date", "published") == ("Mon, 2 Apr 2007 19:18:42 GMT", dt.datetime(2007, 4, 2))
    assert [one["keyword"] for one in first["keywords"]] == ["cond-mat.soft", "math.DS"]
    assert some(second, "authors", "arxiv_id", "date") == (["The Glass Team"], "hep-ph/9901001", "2009-01-13")


def test_csl_items():
    first, second, third = read("csl_items.json").records
    assert some(first, "source_line", "title", "abstract") == (2, "Hedges & Dikes", "On hedges.")
    assert first["authors"] == ["van Gogh, Vincent", "Fontaine, Jean de Jr.", "Hedge Society"]
    assert some(first, "date", "published", "pages", "issn") == ("2019-04-07", dt.datetime(2019, 4, 7), "10-19", "1234-5678; 8765-4321")  # fmt: skip
    assert some(first, "doi", "pmid", "language", "source_id") == ("10.5555/hedge.1", "31000009", "nl", "http://zotero.org/users/1/items/ABCD")  # fmt: skip
    assert [one["keyword"] for one in first["keywords"]] == ["hedge", "dike"]
    assert some(second, "arxiv_id", "date", "date_precision", "authors") == (
        "2005.01234",
        "2020-05",
        "month",
        ["Doe"],
    )
    assert some(third, "date", "published", "date_precision", "isbn") == ("circa 1987 or so", dt.datetime(1987, 1, 1), "year", "978-3-16-148410-0")  # fmt: skip


# records of any JSON


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"total": 2, "data": [{"id": 1},\n{"id": 2}]}', [(1, 1), (2, 2)]),
        ('{"status": "ok", "message": {"facets": {"a": {"b": {}}}, "items": [{"id": 1}]}}', [(1, 1)]),
        ('[{"meta": {}, "results": [{"id": 1}]},\n{"meta": {}, "results": [{"id": 2}, {"id": 3}]}]', [(1, 1), (2, 2), (2, 3)]),
        ('{"results": [{"id": 1}], "meta": {"count": 1}}\n{"results": [{"id": 2}]}', [(1, 1), (2, 2)]),
        ('[{"message": {"items": [{"id": 1}]}}, {"message": {"items": [{"id": 2}]}}]', [(1, 1), (1, 2)]),
        ('{\n"id": 1\n}\n{\n"id": 2\n}', [(1, 1), (4, 2)]),
    ],
)  # fmt: skip
def test_records_and_the_lines_where_they_begin(text, expected):
    records, problems = scan(text)
    assert [(line, record["id"]) for line, record in records] == expected
    assert problems == []
    assert count_json_records(text) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1, "t": "a"}, {"id": 2, "t": bad}, {"id": 3, "t": "c"}]',
        '[{"id": 1, "t": "a"}, {"id": 2, "t": "b" x}, {"id": 3, "t": "c"}]',
        '[\n  {"id": 1, "t": "a"},\n  {"id": 2, "t": "b},\n  {"id": 3, "t": "c"}\n]',
        '{"id": 1, "t": "a"}\n{"id": 2, "t": "b\n{"id": 3, "t": "c"}\n',
        '[{"id": 1, "t": "a"}, {"id": 2, "t": ' + "[" * 5000 + "]" * 5000 + '}, {"id": 3, "t": "c"}]',
        '[{"id": 1, "t": "a"}, {"id": 2, "t": 1' + "0" * 5000 + '}, {"id": 3, "t": "c"}]',
    ],
)
def test_a_broken_record_costs_only_what_is_broken(text):
    records, problems = scan(text)
    assert [record["id"] for _, record in records] == [1, 2, 3]
    assert len(problems) == 1


def test_halves_of_letters_and_nul_are_replaced():
    (record,) = (
        record for _, record in scan('{"a": "\\ud83d \\ud83d\\ude00 x\\u0000y", "b": "\\\\ud83d"}')[0]
    )
    assert record == {"a": "\ufffd 😀 x y", "b": "\\ud83d"}


@pytest.mark.parametrize(
    "text",
    ["[" * 2_000_000, '{"a":' * 1_000_000, '[{"id":1},{"id":2,"x":"' + "a" * 5_000_000, "[" + "1," * 100_000,
     '{"id":1,"x":tru}\n' * 10_000, "[" + '{"id":1,"x":tru},' * 2_000 + "]"],
)  # fmt: skip
def test_hostile_text_ends_in_problems_soon(text):
    start = time.process_time()
    _, problems = scan(text)
    count_json_records(text)
    assert problems
    assert time.process_time() - start < 60  # a second or two; in quadratic time it would be an hour


@pytest.mark.parametrize("text", ["", "5", '"a"', "\n"])
def test_text_without_brackets_holds_no_record(text):
    assert scan(text)[0] == []
    assert count_json_records(text) == 0


def test_pieces_of_a_broken_record_are_no_records():
    text = '[{"id": 1, "t": "a"}, {"id": 2, "t": }, "x": [{"given": "Bo"}]}, {"id": 3, "t": "c"}]'
    records, problems = scan(text)
    assert [record["id"] for _, record in records] == [1, 2, 3]
    assert problems


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["id", "x", "{", "]"]), ANY_JSON, min_size=1), min_size=1, max_size=5), st.sampled_from([None, 2]))  # fmt: skip
def test_all_of_a_whole_list_is_read(values, indent):
    text = json.dumps(values, indent=indent)
    records, problems = scan(text)
    assert problems == []
    assert repr([record for _, record in records]) == repr(_usable(json.loads(text)))
    assert count_json_records(text) == len(values)


def _usable(value):
    if isinstance(value, dict):
        return {_usable(key): _usable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_usable(item) for item in value]
    return value.replace("\x00", " ") if isinstance(value, str) else value


def test_csl_keywords_are_parted_by_commas_only_where_nothing_else_parts_them():
    printed = ["Models, Theoretical; Soil", "moss, soil", "moss"]
    items = [
        {"id": n, "type": "article-journal", "title": f"T{n}", "keyword": k} for n, k in enumerate(printed)
    ]
    content = json.dumps(items).encode()
    reading = csl_json.FORMAT.read(Source("a.json", content))
    found = [[keyword["keyword"] for keyword in record["keywords"]] for record in reading.records]
    assert found == [["Models, Theoretical", "Soil"], ["moss", "soil"], ["moss"]]


def test_csl_volume_of_a_preprint_tells_its_arxiv_id():
    items = [
        {
            "id": n,
            "type": "article-journal",
            "container-title": "ArXiv",
            "issued": {},
            "title": n,
            "volume": n,
        }
        for n in ("abs/2001.00001", "2001", "labs/2001.00001")
    ]
    records = csl_json.FORMAT.read(Source("a.json", json.dumps(items).encode())).records
    assert [record["arxiv_id"] for record in records] == ["2001.00001", None, None]


def test_crossref_says_by_its_updates_what_was_retracted():
    text = """{"message-type": "work-list", "message": {"items": [
        {"DOI": "10.5555/1", "title": ["Moss"], "updated-by": [{"DOI": "10.5555/n", "type": "retraction"}]},
        {"DOI": "10.5555/2", "title": ["Fern"], "updated-by": [{"DOI": "10.5555/m", "type": "correction"}]},
        {"DOI": "10.5555/n", "title": ["Retraction: Moss"], "update-to": [{"DOI": "10.5555/1", "type": "retraction"}]},
        {"DOI": "10.5555/3", "title": ["RETRACTED: Ivy"]}]}}"""
    records = crossref_json.FORMAT.read(Source("a.json", text.encode(), text)).records
    assert [record["retracted"] for record in records] == [True, None, None, True]


# shapes of other years


def test_a_query_repeated_before_the_list_hides_no_record_and_no_line():
    query = {"oql": "type is article", "oqo": {"filter_rows": [{"value": {"any": [{"x": "article"}]}}]}}
    head = json.dumps({"meta": {"count": 2, "x_query": query}})[:-1]
    text = (
        head
        + ', "results": [\n{"id": "https://openalex.org/W1", "title": "A"},\n{"id": "W2", "title": "B"}]}'
    )
    found, problems = scan(text)
    assert [(line, record["title"]) for line, record in found] == [(2, "A"), (3, "B")]
    assert problems == []
    assert count_json_records(text) == 2


def test_a_venue_of_openalex_without_an_entry_of_its_own_is_named_as_printed():
    place = {"source": None, "raw_source_name": "2024 Conf. on Walls"}
    assert openalex_json.work_record({"primary_location": place})["venue"] == "2024 Conf. on Walls"
    place["source"] = {"display_name": "Conference on Walls"}
    assert openalex_json.work_record({"primary_location": place})["venue"] == "Conference on Walls"


@pytest.mark.parametrize(
    "text",
    [
        '{"recommendedPapers": [{"paperId": "a", "title": "Moss"}, {"paperId": "b", "title": "Rain"}]}',
        '{"authorId": "1", "name": "Ann Berg", "papers": [{"paperId": "a", "title": "Moss"}, '
        '{"paperId": "b", "title": "Rain"}]}',
        '[{"authorId": "1", "name": "Ann Berg", "papers": [{"paperId": "a", "title": "Moss"}]}, '
        '{"authorId": "2", "name": "Bo Ek", "papers": [{"paperId": "b", "title": "Rain"}]}]',
    ],
)
def test_recommendations_and_the_papers_of_authors_are_records(text):
    found = source("s2.json", text)
    reading = semantic_scholar_json.FORMAT.read(found)
    assert [record["title"] for record in reading.records] == ["Moss", "Rain"]
    assert semantic_scholar_json.FORMAT.count(found) == 2


def test_a_paper_of_the_open_corpus_of_semantic_scholar():
    paper = {
        "id": "d1", "title": "Old moss", "paperAbstract": "We saw.", "year": 2017, "pmid": "123",
        "s2Url": "https://semanticscholar.org/paper/d1", "authors": [{"name": "Ann Berg", "ids": ["17"]}],
        "journalName": "Walls", "journalVolume": "12 3", "journalPages": "1-9", "venue": "",
        "outCitations": ["c1"], "inCitations": ["e1", "e2"], "doi": "10.5555/d1",
    }  # fmt: skip
    assert semantic_scholar_json.FORMAT.recognises(source("s2.jsonl", json.dumps(paper)))
    record = semantic_scholar_json.paper_record(paper)
    assert some(record, "source_id", "doi", "pmid", "abstract", "venue", "volume", "issue", "pages") == (
        "s2:d1", "10.5555/d1", "123", "We saw.", "Walls", "12", "3", "1-9",
    )  # fmt: skip
    assert some(record, "citations", "citations_source") == (2, "Semantic Scholar")
    assert record["references"] == [{"reference": "s2:c1"}]
    assert record["author_details"][0]["source_author_id"] == "s2:17"


def test_a_paper_of_s2orc():
    paper = {
        "paper_id": "77", "title": "Moss", "authors": [{"first": "Ann", "middle": ["B."], "last": "Berg", "suffix": ""}],
        "pubmed_id": "12", "arxiv_id": "2001.00001", "venue": None, "journal": "Walls",
        "mag_field_of_study": ["Biology"], "outbound_citations": ["78"],
    }  # fmt: skip
    assert semantic_scholar_json.FORMAT.recognises(source("s2.jsonl", json.dumps(paper)))
    record = semantic_scholar_json.paper_record(paper)
    assert some(record, "source_id", "arxiv_id", "pmid", "venue", "field") == (
        "s2:77", "2001.00001", "12", "Walls", "Biology",
    )  # fmt: skip
    assert (record["authors"], record["references"]) == (["Berg, Ann B."], [{"reference": "s2:78"}])


def test_authors_of_arxiv_that_stand_in_one_text_are_told_apart():
    record = arxiv_jsonl.preprint_record({"authors": "Ana Sol (1), Bo Ek ((1) Univ X) and Cy Ro"})
    assert record["authors"] == ["Ana Sol", "Bo Ek", "Cy Ro"]


def test_addresses_of_crossref_lose_what_a_list_of_footnotes_left_on_them():
    names = ["1Walls Institute, Oslo, Norway;", "2Moss Institute, Graz; and", "3M Company, St. Paul, MN"]
    author = {"family": "Berg", "affiliation": [{"name": name} for name in names]}
    [details] = crossref_json.work_record({"author": [author]})["author_details"]
    assert details["affiliation"] == (
        "Walls Institute, Oslo, Norway; Moss Institute, Graz; 3M Company, St. Paul, MN"
    )
