import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib.figure import Figure

from analysis.errors import TooLittleData
from analysis.topic_changes import describe_rising_topics, plot_rising_topics, rising_topics

YEARS = [2019, 2020, 2021, 2022]


def dated(counts, years=YEARS):
    """Papers and assignments with so many papers of each topic in each year."""
    rows = [
        (year, topic)
        for topic, numbers in counts.items()
        for year, n in zip(years, numbers, strict=True)
        for _ in range(n)
    ]
    papers = pd.DataFrame({"paper_id": range(len(rows)), "year": [year for year, _ in rows]})
    return papers, pd.DataFrame({"paper_id": range(len(rows)), "topic": [topic for _, topic in rows]})


def test_the_test_is_that_of_cochran_and_armitage():
    papers, assignments = dated({0: [9, 12, 15, 18], 1: [21, 18, 15, 12]})  # on a line
    table = rising_topics(papers, assignments, as_of="2022-12-31").set_index("topic")
    from statsmodels.stats.contingency_tables import Table

    found = Table(np.array([[9, 21], [12, 18], [15, 15], [18, 12]])).test_ordinal_association(
        np.arange(4), np.array([1, 0])
    )
    n = 120  # statsmodels takes the variance with n - 1, Cochran and Armitage with n
    assert table.loc[0, "p"] == pytest.approx(2 * norm_tail(found.zscore * np.sqrt(n / (n - 1))), rel=1e-6)
    assert table.loc[0, "change"] == pytest.approx(0.1)
    assert table.loc[1, "change"] == pytest.approx(-0.1)
    assert table["trend"].tolist() == ["rising", "falling"]


def norm_tail(z):
    from statistics import NormalDist

    return NormalDist().cdf(-abs(z))


def test_p_values_are_adjusted_for_the_number_of_topics():
    papers, assignments = dated(
        {0: [10, 12, 14, 21], 1: [30, 31, 29, 30], 2: [32, 29, 31, 28], 3: [1, 2, 1, 1]}
    )
    table = rising_topics(papers, assignments, as_of="2022-12-31")
    by_topic = table.set_index("topic")
    p = by_topic["p"].dropna().sort_values()
    expected = [min(p.iloc[rank:] * 3 / np.arange(rank + 1, 4)) for rank in range(3)]
    assert by_topic.loc[p.index, "p_adjusted"].tolist() == pytest.approx(expected)
    assert table["topic"].tolist() == [0, 1, 2, 3] and table["trend"].iloc[3] == "too few papers"
    assert table[["change", "low", "p"]].iloc[3].isna().all()
    assert (table["trend"] == "not clear").sum() == 3
    lax = rising_topics(papers, assignments, as_of="2022-12-31", level=by_topic.loc[0, "p_adjusted"] + 0.01)
    assert lax["trend"].iloc[0] == "rising"
    assert " 1 is not tested (fewer than 10 papers in a topic or in all others)." in describe_rising_topics(
        table
    )


def test_shares_that_jump_to_and_fro_are_tested_by_their_scatter():
    import statsmodels.api as sm

    calm = rising_topics(*dated({0: [10, 20, 30, 40], 1: [90, 80, 70, 60]}), as_of="2022-12-31")
    wild = rising_topics(*dated({0: [8, 40, 20, 100], 1: [92, 60, 80, 100]}), as_of="2022-12-31").iloc[0]
    assert calm["change"].iloc[0] == pytest.approx(0.1)
    assert calm["trend"].iloc[0] == "rising" and wild["trend"] == "not clear"
    line = sm.WLS([0.08, 0.4, 0.2, 0.5], sm.add_constant(np.arange(4)), weights=[100, 100, 100, 200]).fit()
    assert wild["change"] == pytest.approx(line.params[1]) and wild["p"] == pytest.approx(line.pvalues[1])
    assert [wild["low"], wild["high"]] == pytest.approx(line.conf_int()[1].tolist())


def test_a_period_that_is_not_over_is_left_out():
    counts = {0: [20, 20, 20, 90], 1: [20, 20, 20, 1]}
    papers, assignments = dated(counts)
    before = papers.copy(), assignments.copy()
    table = rising_topics(papers, assignments)
    assert table["trend"].tolist() == ["not clear"] * 2 and table["change"].abs().max() < 1e-12
    assert table["last"].tolist() == ["2021"] * 2
    assert "none clearly rises or falls" in describe_rising_topics(table)
    assert table["left_out"].tolist() == [91] * 2
    assert describe_rising_topics(table).endswith("91 papers of periods not over are left out.")
    pd.testing.assert_frame_equal(papers, before[0])
    pd.testing.assert_frame_equal(assignments, before[1])


def test_chance_alone_seldom_looks_like_a_trend():
    random = np.random.default_rng(3)
    said = 0
    for _ in range(40):
        shares = random.multinomial(120, [0.2] * 5, size=5).T
        papers, assignments = dated(dict(enumerate(shares)), [2018, *YEARS])
        table = rising_topics(papers, assignments, as_of="2022-12-31")
        said += table["trend"].isin(["rising", "falling"]).any()
    assert said <= 5  # in 5% of 40 runs at most, on average


def test_figure_and_sentence():
    papers, assignments = dated(
        {0: [5, 10, 20, 30], 1: [30, 20, 15, 5], 2: [20, 21, 19, 20], -1: [9, 0, 0, 0]}
    )
    labels = pd.DataFrame({"topic": [0, 1, 2], "label": ["cost in $", "trees", "moss"]})
    table = rising_topics(papers, assignments, topics=labels, as_of="2022-12-31")
    assert table["total"].tolist() == [215] * 3
    ax = plot_rising_topics(table, ax=Figure().subplots())
    points = ax.lines[2::2]
    assert [point.get_xdata()[0] for point in points] == pytest.approx((100 * table["change"]).tolist())
    assert [point.get_marker() for point in points] == ["^", "o", "v"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        r"0 cost in \$ (65)",
        "2 moss (80)",
        "1 trees (70)",
    ]
    sentence = describe_rising_topics(table)
    assert sentence.startswith(
        "Shares of 3 topics over 4 complete periods, 2019 to 2022 (215 papers): rising: cost in $ "
        "(+15.4 points); falling: trees (-14.8 points) (Cochran-Armitage test, corrected"
    )
    assert ax.get_xlabel() == "Points of share per year"
    assert len(plot_rising_topics(table, top=2, ax=Figure().subplots()).lines) == 5


def test_too_short_or_too_small():
    papers, assignments = dated({0: [20, 30], 1: [20, 10]}, [2020, 2021])
    table = rising_topics(papers, assignments, as_of="2021-12-31")
    assert table.empty and "p_adjusted" in table.columns
    small = rising_topics(*dated({0: [1, 2, 3, 2], 1: [1, 1, 1, 1]}), as_of="2022-12-31")
    assert small["trend"].tolist() == ["too few papers"] * 2
    for each in (table, small):
        assert describe_rising_topics(each).startswith("No trend of topics can be tested")
        with pytest.raises(TooLittleData):
            plot_rising_topics(each, ax=Figure().subplots())
    with pytest.raises(ValueError, match="`level` must be between 0 and 1"):
        rising_topics(papers, assignments, level=5)
    with pytest.raises(KeyError, match="year"):
        rising_topics(papers.drop(columns="year"), assignments)


def test_polars_gives_the_same():
    papers, assignments = dated({0: [10, 12, 15, 21], 1: [20, 18, 15, 9]})
    expected = rising_topics(papers, assignments, as_of="2022-12-31")
    found = rising_topics(pl.from_pandas(papers), pl.from_pandas(assignments), as_of="2022-12-31")
    assert found["p_adjusted"].to_list() == expected["p_adjusted"].tolist()
