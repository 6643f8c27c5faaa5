from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import schema
from analysis.corpus import load_corpus, summary

SEEDS = Path(__file__).parent.parent / "seeds"
RECORDS = {"000": 37, "001": 195, "002": 285, "003": 81, "004": 81}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SEEDS)


def paper(corpus, title):
    (row,) = corpus.papers[corpus.papers["title"] == title].to_dict("records")
    return row


def test_every_record_of_the_seeds_is_read_and_accounted_for(corpus):
    ledger = corpus.ledger.assign(page=corpus.ledger["source_file"].str[:3]).set_index("page")
    assert ledger["records"].to_dict() == RECORDS
    assert corpus.records["source_file"].str[:3].value_counts().to_dict() == RECORDS
    assert corpus.ledger["sha256"].str.len().eq(64).all()
    assert set(corpus.records["paper_id"]) == set(corpus.papers["paper_id"])
    assert corpus.papers["paper_id"].is_unique


def test_every_table_has_its_columns_and_types(corpus):
    for name, columns in schema.COLUMNS.items():
        assert getattr(corpus, name).dtypes.astype(str).to_dict() == columns


def test_papers_that_stand_on_several_seed_pages_are_merged(corpus):
    assert len(corpus.papers) == 659
    snip = paper(corpus, "SNIP: Bridging Mathematical Symbolic and Numeric Realms with Unified Pre-training")
    assert snip["sources"] == "002_399c9b84d8821e2e.txt; 004_5909103161d329a2.txt"
    assert snip["venue"] == "ICLR"
    assert snip["abstract"].startswith("In an era where symbolic mathematical equations are indispensable")
    authors = corpus.authorships[corpus.authorships["paper_id"] == snip["paper_id"]]
    assert list(authors["author"]) == [
        "Kazem Meidani",
        "Parshin Shojaee",
        "Chandan Reddy",
        "Amir Barati Farimani",
    ]


def test_different_papers_that_look_alike_stay_apart(corpus):
    titles = set(corpus.papers["title"].dropna())
    assert {
        "Découvrir de nouvelles classes dans des données tabulaires",
        "A Method for Discovering Novel Classes in Tabular Data",
        "A Practical Approach to Novel Class Discovery in Tabular Data",
    } <= titles
    assert sum(title.startswith("RESTORE: ") for title in titles) == 2


def test_dates_are_of_publication_only_and_say_what_is_known(corpus):
    concepts = paper(
        corpus,
        "Concept Component Analysis: A Principled Approach for Concept Extraction in LLMs",
    )
    assert concepts["published"] == pd.Timestamp("2026-01-28")
    assert concepts["date_inferred"] and concepts["date_precision"] == "day"
    lists = corpus.records[corpus.records["source_file"].str.startswith(("003", "004"))]
    assert lists["published"].isna().all()
    posters = corpus.records[corpus.records["source_file"].str.startswith("002")]
    assert posters["published"].eq(pd.Timestamp("2024-05-01")).all()
    assert posters["date_precision"].eq("month").all()
    assert (corpus.papers["year"].isna() == corpus.papers["published"].isna()).all()


def test_no_author_stands_twice_on_a_paper(corpus):
    assert not corpus.authorships.duplicated(["paper_id", "author_id"]).any()
    assert not corpus.authorships.duplicated(["paper_id", "position"]).any()
    assert corpus.authorships.groupby("paper_id")["position"].max().max() >= 14


def test_the_order_of_files_changes_nothing():
    files = sorted(SEEDS.glob("*.txt"))
    one, other = load_corpus(files), load_corpus(files[::-1])
    for name in schema.COLUMNS:
        assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_paper_keeps_its_id_when_its_page_is_read_alone(corpus):
    alone = load_corpus(SEEDS / "000_ba5071390fe1f7e8.txt")
    assert set(alone.papers["paper_id"]) <= set(corpus.papers["paper_id"])


def test_a_saved_corpus_comes_back_unchanged(corpus, tmp_path):
    folder = corpus.save(tmp_path / "saved")
    again = load_corpus(folder)
    for name in schema.COLUMNS:
        assert_frame_equal(getattr(again, name), getattr(corpus, name))
    assert_frame_equal(load_corpus([str(folder)]).papers, corpus.papers)
    with pytest.raises(ValueError, match="must be loaded alone"):
        load_corpus([folder, SEEDS])
    again.save(folder)
    assert_frame_equal(load_corpus(folder).papers, corpus.papers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved"]


def test_a_corpus_saved_before_there_were_more_columns_is_loaded(corpus, tmp_path):
    folder = corpus.save(tmp_path / "saved")
    added = {
        "papers": ["volume", "citations_source", "open_access"],
        "ledger": ["counted"],
        "authorships": ["orcid"],
    }
    for name, columns in added.items():
        path = folder / f"{name}.parquet"
        pd.read_parquet(path).drop(columns=columns).to_parquet(path, index=False)
    again = load_corpus(folder)
    for name in schema.COLUMNS:
        assert_frame_equal(getattr(again, name), getattr(corpus, name))


def test_other_files_are_never_overwritten_by_saving(corpus, tmp_path):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(FileExistsError, match="something else"):
        corpus.save(tmp_path)
    with pytest.raises(FileExistsError, match="something else"):
        corpus.save(tmp_path / "thesis.tex")


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    good = (SEEDS / "000_ba5071390fe1f7e8.txt").read_bytes()
    contents = {
        "good.txt": good,
        "empty.txt": b"",
        "picture.txt": b"\x89PNG\r\n\x1a\n",
        "noise.txt": bytes(range(256)) * 9,
        "prose.txt": b"It was a dark and stormy night.\nThe rain fell in torrents.\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    corpus = load_corpus([*(tmp_path / name for name in contents), tmp_path / "missing.txt"])
    assert len(corpus.records) == 37
    problems = corpus.problems.set_index("source_file")["problem"]
    assert "empty" in problems["empty.txt"]
    assert "PNG" in problems["picture.txt"]
    assert "binary" in problems["noise.txt"]
    assert "prose.txt" in problems.index
    assert "no such file" in problems[str(tmp_path / "missing.txt")]
    assert len(corpus.ledger) == len(contents)


def test_nothing_to_read_is_an_error_only_if_no_path_is_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="none.txt"):
        load_corpus(tmp_path / "none.txt")
    for nonsense in (5, None, [1]):
        with pytest.raises(TypeError, match="must be a path or a list of paths"):
            load_corpus(nonsense)
    corpus = load_corpus(tmp_path)
    assert len(corpus.papers) == 0
    assert "no file" in corpus.problems["problem"].iloc[0]
    assert len(load_corpus([tmp_path]).papers) == len(load_corpus([]).papers) == 0
    assert "0 distinct" in repr(corpus)


def test_a_page_in_another_encoding_is_read_right(tmp_path):
    page = (SEEDS / "000_ba5071390fe1f7e8.txt").read_text(encoding="utf-8")
    (tmp_path / "page.txt").write_bytes(page.encode("utf-16"))
    corpus = load_corpus(tmp_path / "page.txt")
    assert len(corpus.records) == 37
    assert "Eduardo Pérez-Pellitero" in set(corpus.authorships["author"])


def test_declared_facts_hold_where_the_page_is_silent(tmp_path):
    page = (SEEDS / "000_ba5071390fe1f7e8.txt").read_text(encoding="utf-8")
    (tmp_path / "group.txt").write_text(page, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(
        '["group.txt"]\nvenue = "arXiv"\npublished = "2001"\nsaved = 2030\n'
    )
    corpus = load_corpus(tmp_path)
    assert corpus.papers["venue"].eq("arXiv").all()
    assert corpus.papers["year"].min() == 2019  # what is printed wins over what is declared
    assert corpus.papers["year"].max() == 2030


def test_a_corpus_shows_what_it_holds(corpus):
    assert summary(corpus)["papers"] == "659 distinct, from 679 records in 5 files"
    alone = load_corpus(Path(__file__).parent / "exports" / "zotero.rdf")
    assert summary(alone)["papers"].endswith("in 1 file") and summary(alone)["problems"] == "none"
    assert "<script" not in corpus._repr_html_()
    assert "659 distinct" in corpus._repr_html_()
