import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import TooLittleData
from analysis.topic_choice import COLUMNS, describe_topic_choice, plot_topic_choice, topic_choice
from analysis.topics import fit_topics


@pytest.fixture(scope="module")
def topics():
    numbers = np.random.default_rng(0)
    groups = np.repeat(np.arange(6), 20)
    vectors = np.eye(20)[groups] + 0.6 * numbers.normal(size=(120, 20)) / 2
    papers = pd.DataFrame(
        {"paper_id": range(120), "title": [f"about theme{group}" for group in groups], "abstract": None}
    )
    return fit_topics(papers, embeddings=vectors, cache=False)


def test_each_resolution_and_that_of_the_fit_is_a_row(topics):
    table = topic_choice(topics, resolutions=(4.0, 0.25))
    assert list(table.columns) == COLUMNS
    assert table["resolution"].tolist() == [0.25, 1.0, 4.0]
    assert table["chosen"].tolist() == [False, True, False]
    assert table["topics"].is_monotonic_increasing
    fit = table.iloc[1]
    sizes = topics.topics["size"]
    assert (fit["topics"], fit["smallest"], fit["largest"]) == (len(sizes), sizes.min(), sizes.max())
    weighted = np.average(topics.topics["stability"], weights=sizes)
    assert fit["stability"] == pytest.approx(weighted)


def test_one_topic_has_no_modularity(topics):
    table = topic_choice(topics, resolutions=(0.001,))
    assert table.iloc[0][["topics", "largest"]].tolist() == [1, 120]
    assert table.iloc[0]["quality"] == pytest.approx(0)


@pytest.mark.parametrize("wrong", [0, -1, float("inf"), float("nan")])
def test_a_resolution_that_makes_no_sense(topics, wrong):
    with pytest.raises(ValueError, match="`resolutions` must be more than 0"):
        topic_choice(topics, resolutions=(1, wrong))


def test_the_picture_shows_the_table():
    rows = [
        (0.5, 1, 40, 40, 1.0, 0.0, False),
        (1.0, 3, 9, 20, 0.9, 0.5, False),
        (2.0, 8, 4, 9, 0.7, 0.4, True),
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    ax = plot_topic_choice(table, ax=Figure().subplots())
    stability, quality = (line for line in ax.lines if len(line.get_xdata()) == 3)
    assert stability.get_xdata().tolist() == [-1, 0, 1]
    assert stability.get_ydata().tolist() == [1.0, 0.9, 0.7]
    assert quality.get_ydata().tolist() == [0.0, 0.5, 0.4]
    assert [text.get_text() for text in ax.texts if text.get_weight() == "bold"] == ["8"]
    assert [text.get_va() for text in ax.texts[-2:]] == ["top", "top"] and ax.get_ylim()[0] == 0
    rising = plot_topic_choice(
        table.assign(stability=[0.5, 0.6, 0.8], quality=[0, 0, -0.1]), ax=Figure().subplots()
    )
    assert [text.get_va() for text in rising.texts[-2:]] == ["bottom", "top"] and rising.get_ylim()[0] < -0.1
    assert describe_topic_choice(table) == (
        "Resolutions from 0.5 to 2 give 1 to 8 topics. Chosen is 2: 8 topics, stability 0.70, quality "
        "(modularity) 0.40. Most stable, apart from a single topic, are the 3 of resolution 1 (0.90)."
    )


def test_without_topics_a_sentence():
    papers = pd.DataFrame({"paper_id": ["a"], "title": ["A"], "abstract": [None]})
    table = topic_choice(fit_topics(papers))
    assert table.empty and list(table.columns) == COLUMNS
    assert describe_topic_choice(table).startswith("Without topics")
    with pytest.raises(TooLittleData, match="Without topics"):
        plot_topic_choice(table)
