from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.merge import merge_records

ABSTRACT = (
    "We study how a network can be pruned after training without any loss of accuracy on a large test set."
)


def record(file, line=1, **columns):
    return {
        "record_id": f"{file}:{line}",
        "source_file": file,
        "source_line": line,
        "format": "test",
        **columns,
    }


def date(text, precision, inferred=False):
    return {"published": pd.Timestamp(text), "date_precision": precision, "date_inferred": inferred}


def rows(table):
    """Return the rows of a table as dictionaries, None for what is missing."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


THREE = [
    record("a", title="FAST PRUNING OF NETWORKS AND ITS EFF", abstract=ABSTRACT, has_code=True, citations=7),
    record(
        "b", title="Fast Pruning of Networks and its Effects", abstract=ABSTRACT + " And more.", citations=9
    ),
    record(
        "c",
        title="Fast pruning of networks and its effects",
        authors=["Ada Lovelace", "ADA LOVELACE", "Li Wei"],
        authors_truncated=False,
        venue="ICLR",
        **date("2024-05-01", "month"),
    ),
]


def test_the_merged_paper_keeps_the_best_of_each_record():
    tables = merge_records(THREE)
    (paper,) = rows(tables["papers"])
    assert paper["title"] == "Fast pruning of networks and its effects"
    assert paper["abstract"] == ABSTRACT + " And more."
    assert (paper["venue"], paper["year"], paper["date_precision"]) == ("ICLR", 2024, "month")
    assert (paper["has_code"], paper["citations"], paper["authors_truncated"]) == (True, 9, False)
    assert paper["sources"] == "a; b; c"
    assert tables["authorships"]["author"].tolist() == ["Ada Lovelace", "Li Wei"]
    assert tables["authorships"]["position"].tolist() == [1, 2]
    assert set(tables["records"]["paper_id"]) == {paper["paper_id"]}
    assert tables["records"]["authors"][2] == "Ada Lovelace; ADA LOVELACE; Li Wei"


def test_ids_and_papers_do_not_depend_on_the_order_of_records():
    records = [*THREE, record("d", title="Another paper of some length"), record("d", 4, abstract="x" * 90)]
    expected = None
    for order in permutations(records):
        papers = sorted(rows(merge_records(order)["papers"]), key=lambda paper: paper["paper_id"])
        expected = expected or papers
        assert papers == expected


def test_a_cut_list_of_authors_gives_way_to_a_complete_one():
    cut = record("a", title="Fast pruning of networks", authors=["Ada Lovelace"], authors_truncated=True)
    complete = record("b", title="Fast pruning of networks", authors=["Ada Lovelace", "Li Wei"])
    (paper,) = rows(merge_records([cut, complete])["papers"])
    assert paper["authors_truncated"] is False
    (paper,) = rows(merge_records([cut])["papers"])
    assert paper["authors_truncated"] is True


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (date("2023-10-24", "day"), {**date("2024-05-01", "month"), "venue": "ICLR"}, "2024-05-01"),
        (date("2023-10-24", "day", True), date("2022-01-01", "year"), "2022-01-01"),
        (date("2023-10-24", "day"), date("2023-01-01", "year"), "2023-10-24"),
        (date("2023-10-24", "day"), date("2023-09-24", "day"), "2023-09-24"),
    ],
)
def test_which_date_the_merged_paper_takes(one, other, kept):
    title = {"title": "Fast pruning of networks"}
    (paper,) = rows(merge_records([record("a", **title, **one), record("b", **title, **other)])["papers"])
    assert paper["published"] == pd.Timestamp(kept)


def test_papers_of_one_title_have_ids_of_their_own_that_last():
    one = record("a", title="Fast pruning of networks", authors=["Ada Lovelace"])
    other = record("b", title="Fast pruning of networks", authors=["Li Wei"])
    ids, turned = (
        merge_records(order)["records"].set_index("record_id")["paper_id"].to_dict()
        for order in ([one, other], [other, one])
    )
    assert ids == turned
    assert len(set(ids.values())) == 2


def test_what_is_in_doubt_becomes_a_problem_with_file_and_line():
    one = record("a", 3, title="Nouvelles classes", abstract=ABSTRACT)
    other = record("b", 5, title="A method for new classes", abstract=ABSTRACT)
    (problem,) = merge_records([one, other])["problems"]
    assert (problem["source_file"], problem["source_line"], problem["text"]) == ("a", 3, "Nouvelles classes")
    assert "“A method for new classes” (b:5)" in problem["problem"]


TITLE = "Pruning of large networks after training"
PUBLISHED = record(
    "scopus.csv",
    title=TITLE,
    authors=["Byron, Ada"],
    venue="Journal of Networks",
    volume="7",
    doi="10.1/networks",
    scopus_id="2-s2.0-1",
    citations=4,
    citations_source="Scopus",
    open_access=False,
    document_type="Article",
    references=[{"reference": "One"}],
    keywords=[{"keyword": "Pruning", "kind": "author"}, {"keyword": "pruning", "kind": "index"}],
)
PREPRINT = record(
    "arxiv.xml",
    title=TITLE,
    authors=["Byron, Ada"],
    venue="arXiv",
    volume="abs/2001.1",
    pages="1-12",
    url="https://arxiv.org/abs/2001.1",
    arxiv_id="2001.1",
    doi="10.48550/arxiv.2001.1",
    citations=9,
    citations_source="Semantic Scholar",
    citations_date="2024-05-01",
    open_access=True,
    funding="A grant",
    field="cs.LG",
    references=[{"reference": "One"}, {"reference": "Two", "year": 1999}],
    keywords=[{"keyword": "PRUNING", "kind": "author"}, {"keyword": "Sparsity", "kind": "author"}],
)


@pytest.mark.parametrize("records", [(PUBLISHED, PREPRINT), (PREPRINT, PUBLISHED)])
def test_each_column_comes_from_the_record_its_rule_names(records):
    tables = merge_records(records)
    (paper,) = rows(tables["papers"])
    assert (paper["venue"], paper["volume"], paper["document_type"]) == (
        "Journal of Networks",
        "7",
        "Article",
    )
    assert paper["pages"] is None  # the preprint's pages are not those of the journal
    assert paper["doi"] == "10.1/networks; 10.48550/arxiv.2001.1"
    assert (paper["scopus_id"], paper["arxiv_id"], paper["pmid"]) == ("2-s2.0-1", "2001.1", None)
    assert (paper["citations"], paper["citations_source"], paper["citations_date"]) == (
        9,
        "Semantic Scholar",
        "2024-05-01",
    )
    assert (paper["open_access"], paper["funding"], paper["field"]) == (True, "A grant", "cs.LG")
    references = tables["references"]
    assert references["reference"].tolist() == ["One", "Two"]
    assert references["year"].tolist() == [pd.NA, 1999]
    assert tables["keywords"].to_numpy().tolist() == [
        [paper["paper_id"], "Pruning", "author"],
        [paper["paper_id"], "pruning", "index"],
        [paper["paper_id"], "Sparsity", "author"],
    ]
    assert set(references["paper_id"]) == {paper["paper_id"]}
    assert list(tables["records"].columns) == list(schema.COLUMNS["records"])


def test_all_rows_fit_the_tables():
    tables = merge_records([PUBLISHED, PREPRINT, *THREE])
    for name, rows in tables.items():
        schema.table(name, rows)


def test_a_preprint_alone_keeps_all_that_it_says():
    (paper,) = rows(merge_records([PREPRINT])["papers"])
    assert (paper["venue"], paper["pages"]) == ("arXiv", "1-12")


titles = st.text(st.sampled_from("Ab é-:1"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(titles, titles, st.lists(st.sampled_from(["Li Wei", "Ada L", "A. L"]))), max_size=8)
)
def test_no_record_is_lost_and_every_paper_has_its_records(rows):
    records = [
        record("f", line, title=title, abstract=abstract * 6, authors=authors)
        for line, (title, abstract, authors) in enumerate(rows, start=1)
    ]
    tables = merge_records(records)
    assert tables["records"]["record_id"].tolist() == [row["record_id"] for row in records]
    ids = tables["papers"]["paper_id"].tolist()
    assert len(ids) == len(set(ids))
    assert set(tables["records"]["paper_id"]) == set(ids)
    assert set(tables["authorships"]["paper_id"]) <= set(ids)


def test_a_preprint_that_names_its_later_doi_is_not_the_published_version():
    preprint = {
        "title": "Moss on stone in wet winters",
        "authors": ["Byron, Ada"],
        "doi": "10.1000/moss",
        "arxiv_id": "1801.00001",
        "document_type": "preprint",
        "venue": "J. Moss 3, 4 (2020)",
        "published": pd.Timestamp("2018-01-05"),
        "date_precision": "day",
    }
    article = {
        "title": "Moss on Stone in Wet Winters",
        "authors": ["Byron, A."],
        "doi": "10.1000/moss",
        "document_type": "Article",
        "venue": "Journal of Moss",
        "published": pd.Timestamp("2020-01-01"),
        "date_precision": "year",
    }
    origin = [{"record_id": name, "source_file": name, "source_line": 1} for name in ("a.xml", "b.csv")]
    (paper,) = rows(merge_records([origin[0] | preprint, origin[1] | article])["papers"])
    assert (paper["venue"], paper["year"], paper["document_type"]) == ("Journal of Moss", 2020, "Article")
    assert paper["arxiv_id"] == "1801.00001"
