import numpy as np
import pandas as pd
import pytest

from analysis.topic_levels import COLUMNS, describe_subtopics, fit_subtopics
from analysis.topics import fit_topics

THEMES = ("soil erosion", "soil salinity", "opera singers", "opera libretto", "rare moss")
SIZES = (16, 14, 15, 13, 12)


@pytest.fixture(scope="module")
def nested():
    """Two pairs of themes that are near one another, and one theme too small to be split."""
    numbers = np.random.default_rng(1)
    fine = np.repeat(np.arange(5), SIZES)
    vectors = 1.2 * np.eye(12)[fine // 2] + 0.6 * np.eye(12)[5 + fine]
    vectors = vectors + 0.08 * numbers.normal(size=vectors.shape)
    papers = pd.DataFrame(
        {
            "paper_id": [f"p{place}" for place in range(len(fine))],
            "title": [THEMES[one] for one in fine],
            "abstract": None,
        }
    )
    order = numbers.permutation(len(fine))
    papers, vectors, fine = papers.iloc[order].reset_index(drop=True), vectors[order], fine[order]
    return papers, fine, fit_topics(papers, embeddings=vectors, resolution=0.3, cache=False)


def test_each_subtopic_lies_in_one_topic_and_the_planted_ones_are_found(nested):
    papers, fine, topics = nested
    assert topics.topics["size"].tolist() == [30, 28, 12]
    found = fit_subtopics(topics)
    assert found.assignments["paper_id"].tolist() == papers["paper_id"].tolist()
    assert found.assignments["topic"].tolist() == topics.assignments["topic"].tolist()
    expected = np.array(["0.0", "0.1", "1.0", "1.1", "2.0"])[fine]
    assert found.assignments["subtopic"].tolist() == expected.tolist()
    table = found.subtopics
    assert list(table.columns) == COLUMNS
    assert table["subtopic"].tolist() == ["0.0", "0.1", "1.0", "1.1", "2.0"]
    assert table["size"].tolist() == list(SIZES)
    assert "erosion" in table["words"][0] and "libretto" in table["words"][3]
    assert describe_subtopics(found).startswith(
        "70 papers in 3 topics and 5 subtopics of 12 to 16 papers; a subtopic lies in one topic. "
        "1 of the topics is not split."
    )


def test_a_small_topic_keeps_its_own_stability(nested):
    topics = nested[2]
    last = fit_subtopics(topics).subtopics.iloc[-1]
    assert last["stability"] == topics.topics["stability"].iloc[-1]


def test_text_is_escaped_and_input_unchanged(nested):
    topics = nested[2]
    before = topics.assignments.copy()
    found = fit_subtopics(topics)
    pd.testing.assert_frame_equal(topics.assignments, before)
    found.subtopics.loc[0, "label"] = "<script>"
    assert "<script>" not in found._repr_html_()


@pytest.mark.parametrize("wrong", [0, float("nan"), float("inf")])
def test_a_resolution_that_makes_no_sense(nested, wrong):
    with pytest.raises(ValueError, match="`resolution` must be more than 0"):
        fit_subtopics(nested[2], resolution=wrong)


def test_without_topics_a_sentence():
    found = fit_subtopics(fit_topics(pd.DataFrame({"paper_id": ["a"], "title": ["A"], "abstract": [None]})))
    assert found.assignments.empty and found.subtopics.empty
    assert describe_subtopics(found) == "There are no topics that could be split."
