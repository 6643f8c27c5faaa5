import pandas as pd
import pytest
from matplotlib.figure import Figure
from table_kinds import as_kind, every_kind, rows_of

from analysis import TooLittleData
from analysis.keywords import (
    describe_keyword_counts,
    keyword_cooccurrences,
    keyword_counts,
    plot_keyword_counts,
)

KEYWORDS = pd.DataFrame(
    [
        ("p1", "Deep learning", "author"), ("p1", "moss", "author"), ("p1", "moss", "index"),
        ("p2", "deep-learning", "author"), ("p2", "Deep  learning", "author"), ("p2", "Moss", "author"),
        ("p3", "moss", "author"), ("p3", "ivy", "author"), ("p4", "ivy", "mesh"), ("p4", None, "author"),
        ("p4", " ", "author"), ("p5", "wall", None), (None, "moss", "author"), (None, "wall", "author"),
    ],
    columns=["paper_id", "keyword", "kind"],
)  # fmt: skip


@every_kind
def test_capitals_spaces_and_hyphens_make_no_other_keyword(kind):
    rows = rows_of(keyword_counts(as_kind(KEYWORDS, kind)), kind)
    assert rows == [("moss", 3), ("Deep learning", 2), ("ivy", 1)]


@every_kind
def test_a_word_is_the_same_in_one_piece_and_in_two(kind):
    words = ["multi-criteria analysis", "Multicriteria  analysis", "health care", "healthcare", "e-learning",
             "elearning", "Cyclin E", "cycline", "2 3-butanediol", "23-butanediol",
             "Phase I-II trials", "Phase III trials"]  # fmt: skip
    frame = pd.DataFrame(
        {"paper_id": [f"p{n}" for n in range(len(words))], "keyword": words, "kind": "author"}
    )
    rows = rows_of(keyword_counts(as_kind(frame, kind)), kind)
    assert [number for _, number in rows] == [2, 2, 2, 1, 1, 1, 1, 1, 1]
    assert {name for name, number in rows if number == 1} == {*words[-6:]}


def test_kinds_are_kept_apart():
    assert keyword_counts(KEYWORDS, kind="index").values.tolist() == [["moss", 1]]
    assert keyword_counts(KEYWORDS, kind="mesh").values.tolist() == [["ivy", 1]]
    with pytest.raises(ValueError, match="'author', 'index', 'mesh', but 'de' was given"):
        keyword_counts(KEYWORDS, kind="de")


@every_kind
def test_association_is_observed_over_expected(kind):
    # three papers with keywords: learning on 2, moss on 3, ivy on 1; 3*2/(2*3) and 3*1/(1*3)
    rows = rows_of(keyword_cooccurrences(as_kind(KEYWORDS, kind)), kind)
    assert rows == [("Deep learning", "moss", 2, 1.0), ("ivy", "moss", 1, 1.0)]


def test_keywords_that_meet_more_often_than_by_chance():
    # four papers, a and b on two each and always together: 4*2/(2*2)
    words = pd.DataFrame({"paper_id": ["p1", "p1", "p2", "p2", "p3", "p4"], "keyword": list("ababcc")})
    assert keyword_cooccurrences(words.assign(kind="author")).values.tolist() == [["a", "b", 2, 2.0]]


def test_rare_keywords_can_be_left_out():
    assert len(keyword_cooccurrences(KEYWORDS, min_papers=2)) == 1
    assert keyword_cooccurrences(KEYWORDS, max_keywords=2)["keyword_1"].tolist() == ["Deep learning"]


def test_input_is_unchanged_and_a_missing_column_is_named():
    before = KEYWORDS.copy()
    keyword_cooccurrences(KEYWORDS)
    pd.testing.assert_frame_equal(KEYWORDS, before)
    with pytest.raises(KeyError, match="kind"):
        keyword_counts(KEYWORDS.drop(columns="kind"))


def test_no_keywords():
    none = keyword_counts(KEYWORDS.iloc[:0])
    assert none.columns.tolist() == ["keyword", "papers"] and none.empty
    assert keyword_cooccurrences(KEYWORDS.iloc[:0]).empty
    assert "No paper has keywords" in describe_keyword_counts(none)
    assert describe_keyword_counts(keyword_counts(KEYWORDS), top=1).endswith("Most often: moss (3 papers).")
    with pytest.raises(TooLittleData, match="No paper has keywords"):
        plot_keyword_counts(none, ax=Figure().subplots())


def test_the_plot_draws_what_the_table_says():
    ax = plot_keyword_counts(keyword_counts(KEYWORDS), top=2, ax=Figure().subplots())
    assert [bar.get_width() for bar in ax.patches] == [3, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["moss", "Deep learning"]
