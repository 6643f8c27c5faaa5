import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import load_corpus

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def scripts(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))


def test_planted_abstracts_are_the_same_each_time_and_say_their_field(scripts):
    from planted import FIELDS, planted_abstracts

    frame = planted_abstracts(texts=80, borrowed=0.0)
    assert frame.equals(planted_abstracts(texts=80, borrowed=0.0))
    assert frame["label"].value_counts().to_dict() == dict.fromkeys(FIELDS, 10)
    for text, label in frame.itertuples(index=False):
        said = [
            name for name, terms in FIELDS.items() if any(f" {term}" in text for term in terms.split(", "))
        ]
        assert label in said
    borrowed = planted_abstracts(texts=80, borrowed=0.5)
    assert (borrowed["text"] != frame["text"]).all()


def test_many_papers_are_drawn_papers_with_their_sentences_shuffled(scripts):
    from large import many_papers, moved

    texts = ["Moss grows. Trees fall. It rains", "Opera"]
    papers, drawn = many_papers(texts, 50)
    assert papers["paper_id"].is_unique and set(drawn) == {0, 1}
    for text, place in zip(papers["abstract"], drawn, strict=True):
        assert sorted(text.split(". ")) == sorted(texts[place].split(". "))
    vectors = moved(np.eye(3, dtype=np.float32)[[0, 0, 1]], noise=0.1)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert vectors[0] != pytest.approx(vectors[1]) and vectors[0] @ vectors[1] > 0.9


def test_made_records_have_ids_of_their_own_and_cite_new_works_as_asked(scripts, tmp_path):
    from made_records import write_records

    sample = Path(__file__).parent / "exports" / "wos_invented.txt"
    kept = load_corpus(sample).references["reference"].nunique()
    for fresh in (0.0, 1.0):
        write_records(sample, 40, tmp_path / "made.txt", fresh=fresh)
        corpus = load_corpus(tmp_path / "made.txt")
        assert len(corpus.papers) == 40 and corpus.records["wos_id"].dropna().is_unique
        assert (corpus.references["reference"].nunique() > kept) == bool(fresh)


def test_row_of_a_method_worked_by_hand(scripts):
    from topics import as_markdown, measured

    frame = pd.DataFrame(
        {"text": ["moss grows", "moss grows", "opera", "opera"], "label": ["a", "a", "b", "b"]}
    )
    fits = {"found": [[0, 0, 1, -1], [0, 0, 1, -1]], "words": [["moss", "grows"], ["moss"]]}
    row = measured("some", frame, fits | {"seconds": 2.0, "peak": 10.0})
    assert row["stability"] == 1 and row["topics"] == 2 and row["left out"] == 0.25
    assert row["diversity"] == pytest.approx(2 / 3)  # moss names both topics
    assert row["coherence"] == pytest.approx(1)
    assert 0 < row["AMI"] < 1  # one text of a label stands alone
    assert as_markdown([{"set": "x", "AMI": 0.5, "stability": math.nan}]) == (
        "| set | AMI | stability |\n| --- | --- | --- |\n| x | 0.500 | – |\n"
    )
