import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import TooLittleData
from analysis.topic_comparison import compare_topics, describe_compared_topics, plot_compared_topics


def assigned(*counts, start=0):
    topics = [topic for topic, count in enumerate(counts) for _ in range(count)]
    return pd.DataFrame({"paper_id": range(start, start + len(topics)), "topic": topics})


def test_the_interval_is_that_of_newcombe():
    # Newcombe (1998), Table II, contrast (a): 56/70 less 48/80, method 10: 0.0524 to 0.3339
    table = compare_topics(assigned(48, 32), assigned(56, 14, start=100)).set_index("topic")
    assert table.loc[0, "difference"] == pytest.approx(0.2)
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([0.0524, 0.3339], abs=5e-5)
    # contrast (b): 9/10 less 3/10: 0.1705 to 0.8090
    table = compare_topics(assigned(3, 7), assigned(9, 1, start=100)).set_index("topic")
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([0.1705, 0.8090], abs=5e-5)
    # Fisher: 2 * (C(10,3)C(10,9) + C(10,2)C(10,10)) / C(20,12)
    assert table.loc[0, "p"] == pytest.approx(2 * (120 * 10 + 45) / 125970)


def test_p_values_are_adjusted_and_order_is_by_difference():
    table = compare_topics(assigned(60, 30, 30), assigned(30, 60, 31, start=500))
    assert table["topic"].tolist() == [1, 2, 0]
    p = table["p"].sort_values()
    expected = [
        min(p.iloc[rank:] * 3 / pd.Series(range(rank + 1, 4), index=p.index[rank:])) for rank in range(3)
    ]
    assert table.loc[p.index, "p_adjusted"].tolist() == pytest.approx(expected)
    assert table["total"].tolist() == [120] * 3 and table["other_total"].tolist() == [121] * 3


def test_papers_in_both_and_without_topic_are_left_out():
    one = pd.concat([assigned(5, 5), pd.DataFrame({"paper_id": [98, 99], "topic": [-1, 0]})])
    two = pd.concat([assigned(2, 8, start=20), pd.DataFrame({"paper_id": [99], "topic": [0]})])
    before = one.copy()
    table = compare_topics(one, two)
    assert table["total"].tolist() == [10, 10] and table["in_both"].tolist() == [1, 1]
    assert describe_compared_topics(table).endswith("1 paper in both is left out.")
    pd.testing.assert_frame_equal(one, before)


def test_a_topic_that_only_one_has_is_there_with_zero():
    table = compare_topics(assigned(40), assigned(20, 20, start=100)).set_index("topic")
    assert table.loc[1, ["papers", "other_papers"]].tolist() == [0, 20]
    assert table.loc[1, "low"] > 0


def test_figure_and_sentence():
    labels = pd.DataFrame({"topic": [0, 1, 2], "label": ["cost in $", "trees", "moss"]})
    table = compare_topics(
        assigned(60, 30, 30), assigned(30, 60, 31, start=500), topics=labels, names=("2020", "2021")
    )
    ax = plot_compared_topics(table, ax=Figure().subplots())
    points = ax.lines[2::2]
    assert [point.get_xdata()[0] for point in points] == pytest.approx((100 * table["difference"]).tolist())
    assert [point.get_marker() for point in points] == [">", "o", "<"]
    assert ax.get_yticklabels()[2].get_text() == r"0 cost in \$ (50, 25%)"
    assert ax.get_xlabel() == "2021 less 2020\n(percentage points)"
    assert describe_compared_topics(table).startswith(
        "120 papers (2020) and 121 (2021) in 3 topics. Shares differ by more than chance in 2, most in "
        "topic 0 (cost in $): 50% against 25%."
    )
    alike = compare_topics(assigned(10, 10), assigned(10, 10, start=50))
    assert "No share differs by more than chance." in describe_compared_topics(alike)
    assert (
        plot_compared_topics(alike, ax=Figure().subplots()).get_yticklabels()[0].get_text() == "0 (50, 50%)"
    )


def test_nothing_to_compare():
    table = compare_topics(assigned(3), assigned(3))
    assert table.empty
    assert describe_compared_topics(table).startswith("Topics can't be compared")
    with pytest.raises(TooLittleData):
        plot_compared_topics(table, ax=Figure().subplots())
    with pytest.raises(ValueError, match="`names` must be two different ones"):
        compare_topics(assigned(3), assigned(3), names=("a", "a"))
    with pytest.raises(KeyError, match="topic"):
        compare_topics(assigned(3), assigned(3)[["paper_id"]])
