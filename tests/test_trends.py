"""Papers over time, growth, code and topics: counted by hand, and held against outside values."""

import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from reference_exports import EXPORTS, needs_exports, read_export, reference
from table_kinds import as_kind, every_kind, rows_of

from analysis.code_share import code_share, describe_code_share, plot_code_share
from analysis.date_coverage import date_coverage, describe_date_coverage
from analysis.errors import TooLittleData
from analysis.growth import describe_growth, growth, growth_curve, plot_growth
from analysis.periods import unfinished_period
from analysis.topic_trends import describe_topics_over_time, plot_topics_over_time, topics_over_time
from analysis.trends import (
    describe_papers_per_period,
    papers_per_period,
    plot_papers_per_period,
)


@pytest.fixture
def papers() -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            ("p1", 2022, "2022-03-31", "day", "B", True),
            ("p2", 2022, "2022-04-01", "month", "A", False),
            ("p3", 2022, "2022-01-01", "year", "A", None),
            ("p4", 2024, "2024-12-31", "day", None, True),
            ("p5", None, None, None, "A", None),
        ],
        columns=["paper_id", "year", "published", "date_precision", "venue", "has_code"],
    )
    frame["date_inferred"] = [True, False, False, False, False]
    return frame.astype(
        {
            "paper_id": "str", "year": "Int64", "published": "datetime64[us]", "date_precision": "str",
            "venue": "str", "has_code": "boolean", "date_inferred": "boolean",
        }
    )  # fmt: skip


def axes():
    return Figure().subplots()


@every_kind
def test_years_between_are_counted_as_zero(papers, kind):
    table = papers_per_period(as_kind(papers, kind))
    assert rows_of(table, kind) == [("2022", 3), ("2023", 0), ("2024", 1)]


@every_kind
def test_a_date_known_to_the_month_is_enough_for_quarter_and_month(papers, kind):
    given = as_kind(papers, kind)
    quarters = rows_of(papers_per_period(given, period="quarter"), kind)
    assert quarters[:3] == [("2022-Q1", 1), ("2022-Q2", 1), ("2022-Q3", 0)]
    assert quarters[-1] == ("2024-Q4", 1) and len(quarters) == 12
    months = rows_of(papers_per_period(given, period="month"), kind)
    assert months[:2] == [("2022-03", 1), ("2022-04", 1)] and months[-1] == ("2024-12", 1)
    assert len(months) == 34 and sum(number for _, number in months) == 3


@every_kind
def test_by_venue_keeps_papers_without_one(papers, kind):
    table = papers_per_period(as_kind(papers, kind), by="venue")
    assert rows_of(table, kind) == [("2022", "A", 2), ("2022", "B", 1), ("2024", None, 1)]


@every_kind
def test_by_two_columns(papers, kind):
    table = papers_per_period(as_kind(papers, kind), by=["venue", "has_code"])
    assert rows_of(table, kind)[0] == ("2022", "A", False, 1)
    assert rows_of(table, kind)[1] == ("2022", "A", None, 1)


def test_columns_of_the_table_are_fixed(papers):
    assert list(papers_per_period(papers, period="year", by="venue").columns) == ["period", "venue", "papers"]
    assert list(papers_per_period(papers).columns) == ["period", "papers"]


def test_input_does_not_change(papers):
    before = papers.copy(deep=True)
    papers_per_period(papers, by="venue")
    date_coverage(papers, by="venue")
    growth(papers)
    code_share(papers)
    pd.testing.assert_frame_equal(papers, before)


def test_missing_column_and_unknown_period_are_named(papers):
    with pytest.raises(KeyError, match=r"\['year'\].*load_corpus"):
        papers_per_period(papers.drop(columns="year"))
    with pytest.raises(KeyError, match="topic"):
        papers_per_period(papers, by="topic")
    with pytest.raises(ValueError, match="'year', 'quarter', 'month', but 'week'"):
        papers_per_period(papers, period="week")
    with pytest.raises(TypeError, match="must hold dates"):
        papers_per_period(papers.assign(published="2024"), period="month")


@every_kind
def test_papers_without_any_date_give_an_empty_table(papers, kind):
    undated = as_kind(papers[papers["year"].isna()], kind)
    table = papers_per_period(undated)
    assert rows_of(table, kind) == []
    assert "nothing can be shown" in describe_papers_per_period(table)
    with pytest.raises(TooLittleData, match="nothing can be shown over time"):
        plot_papers_per_period(table, ax=axes())
    assert rows_of(papers_per_period(undated, by="venue"), kind) == []


@every_kind
def test_coverage(papers, kind):
    given = as_kind(papers, kind)
    assert rows_of(date_coverage(given), kind) == [(5, 4, 1, 1, 0.8)]
    assert rows_of(date_coverage(given, period="month"), kind) == [(5, 3, 2, 1, 0.6)]
    assert rows_of(date_coverage(given, by="venue"), kind) == [
        ("A", 3, 2, 1, 0, 2 / 3),
        ("B", 1, 1, 0, 1, 1.0),
        (None, 1, 1, 0, 0, 1.0),
    ]
    assert rows_of(date_coverage(as_kind(papers[:0], kind)), kind) == [(0, 0, 0, 0, None)]


def test_coverage_in_words(papers):
    text = describe_date_coverage(date_coverage(papers))
    assert text.startswith("4 of 5 papers (80%)") and "The date of 1 of them" in text
    assert "There are no papers" in describe_date_coverage(date_coverage(papers[:0]))
    assert describe_date_coverage(date_coverage(papers[:1])).startswith("1 of 1 paper (100%) has a date")
    twice = date_coverage(papers.assign(field="A; B"), by="field")
    assert describe_date_coverage(twice).endswith(" A paper with more than one field counts once in each.")


@pytest.mark.parametrize(
    ("period", "as_of", "expected"),
    [
        ("year", None, "2025"),  # the latest date is a 31 December
        ("year", "2024-12-30", "2024"),
        ("quarter", "2024-09-30", "2024-Q4"),
        ("quarter", "2024-09-29", "2024-Q3"),
        ("month", "2024-02-29", "2024-03"),
        ("month", "2024-02-28", "2024-02"),
    ],
)
def test_which_period_was_not_over(papers, period, as_of, expected):
    assert unfinished_period(papers, period=period, as_of=as_of) == expected


def test_a_year_known_alone_is_not_taken_to_be_over(papers):
    assert unfinished_period(papers.drop(columns="published")) == "2024"
    assert unfinished_period(papers[4:]) is None


def test_bars_show_the_table_and_leave_the_last_open(papers):
    ax = plot_papers_per_period(papers_per_period(papers), unfinished="2024", ax=axes())
    assert [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in ax.patches] == [
        (2022, 3),
        (2023, 0),
        (2024, 1),
    ]
    assert [bar.get_facecolor()[3] for bar in ax.patches] == [1, 1, 0]
    assert ax.get_xlabel() == "Year (open bar: 2024, not over)" and ax.get_ylabel() == "Papers"
    assert [text.get_text() for text in ax.texts] == ["3", "0", "1"]


def test_groups_are_stacked_and_the_small_ones_are_others():
    counts = {"A": 5, "_b": 4, "$c$": 3, "D": 2, "E": 1}
    frame = pd.DataFrame(
        {"year": 2024, "venue": [v for v, n in counts.items() for _ in range(n)] + [None] * 2}
    )
    ax = plot_papers_per_period(papers_per_period(frame, by="venue"), groups=3, ax=axes())
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["A", "\u200a_b", r"\$c\$", "2 others", "venue not stated"]
    assert [(bar.get_y(), bar.get_height()) for bar in ax.patches] == [
        (0, 5),
        (5, 4),
        (9, 3),
        (12, 3),
        (15, 2),
    ]
    assert len({bar.get_hatch() for bar in ax.patches[:3]}) == 3


def test_papers_per_period_in_words(papers):
    table = papers_per_period(papers, by="venue")
    text = describe_papers_per_period(table, coverage=date_coverage(papers), unfinished="2024")
    assert text == (
        "4 papers from 2022 to 2024, most of them in 2022 (3). By venue: "
        "A (2) and B (1). 1 paper without a known venue. 1 paper without a date that is precise enough is not "
        "counted. 2024 may not have been over when the papers were gathered."
    )


def test_a_majority_is_claimed_only_where_there_is_one():
    def said(*years):
        return describe_papers_per_period(papers_per_period(pd.DataFrame({"year": years})))

    assert said(2021, 2022, 2022) == "3 papers from 2021 to 2022, most of them in 2022 (2)."
    assert said(2020, 2021, 2022, 2022) == "4 papers from 2020 to 2022, the most in 2022 (2)."
    assert said(2020, 2021, 2021, 2022, 2022) == "5 papers from 2020 to 2022, at most 2 a year."


def test_one_open_year_is_spoken_of_as_one():
    frame = pd.DataFrame({"year": [2022, 2024], "venue": ["A", "A"]})
    text = describe_papers_per_period(papers_per_period(frame, by="venue"), unfinished="2023")
    assert text.endswith("2024 may not have been over when the papers were gathered.")


def test_a_group_that_is_never_known_gets_a_sentence(papers):
    table = papers_per_period(papers.assign(field=pd.Series([None] * 5, dtype="str")), by="field")
    assert describe_papers_per_period(table) == (
        "4 papers from 2022 to 2024, most of them in 2022 (3). "
        "Of no paper with a date is the field known, so nothing can be shown by it."
    )
    with pytest.raises(TooLittleData, match="is the field known"):
        plot_papers_per_period(table, ax=axes())


def test_names_that_begin_alike_are_told_apart_in_the_legend():
    names = [f"Proceedings of the Long Society of Moss and Ferns, Volume {n}: Papers" for n in (1, 2)]
    frame = pd.DataFrame({"year": 2024, "venue": [*names, *"ABC", "Z"]})
    ax = plot_papers_per_period(papers_per_period(frame, by="venue"), ax=axes())
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown[3:] == [
        "Proceedings of the Long So… Volume 1: Papers", "Proceedings of the Long So… Volume 2: Papers", "1 other",
    ]  # fmt: skip


# growth


def years(counts: dict[int, int]) -> pd.DataFrame:
    return pd.DataFrame({"year": [year for year, number in counts.items() for _ in range(number)]})


@every_kind
def test_doubling_is_a_growth_of_one(kind):
    # By hand: expected 10, 20, 40 at -1, 0, 1 is the fit itself; the variance of the slope is
    # 70 / (70 * 50 - 30 * 30) = 7 / 260, there is no dispersion, z(0.975) = 1.959964.
    frame = as_kind(years({2020: 10, 2021: 20, 2022: 40, 2023: 3}), kind)
    (row,) = rows_of(growth(frame), kind)
    reach = 1.959964 * math.sqrt(7 / 260)
    assert row[:5] == ("2020", "2022", 3, 70, 3)
    assert row[5:8] == pytest.approx((1.0, 2 * math.exp(-reach) - 1, 2 * math.exp(reach) - 1), rel=1e-4)
    assert row[8] == 0.95 and row[9] == pytest.approx(0, abs=1e-9)
    assert row[10] == pytest.approx(1.0) and row[11] is None


def test_growth_agrees_with_another_implementation():
    statsmodels = pytest.importorskip("statsmodels.api")
    counts = {2010: 3, 2011: 0, 2012: 9, 2013: 4, 2014: 11, 2015: 30, 2016: 17, 2017: 41}
    x, y = np.array(list(counts)) - 2010.0, np.array(list(counts.values()))
    family = statsmodels.families.Poisson()
    fit = statsmodels.GLM(y, statsmodels.add_constant(x), family=family).fit(scale="X2", use_t=True)
    row = growth(years(counts), as_of="2017-12-31").iloc[0]
    low, high = np.expm1(fit.conf_int(0.1)[1])
    found = growth(years(counts), as_of="2017-12-31", confidence=0.9).iloc[0]
    assert fit.scale > 1 and row["dispersion"] == pytest.approx(fit.scale, rel=1e-6)
    assert row["growth"] == pytest.approx(math.expm1(fit.params[1]), rel=1e-6)
    assert (found["low"], found["high"]) == pytest.approx((low, high), rel=1e-5)
    curve = growth_curve(years(counts), as_of="2017-12-31")
    assert curve["fitted"].to_numpy() == pytest.approx(fit.fittedvalues, rel=1e-6)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # bibliometrix 5.4.1: first year, last year (number of papers), annual growth rate in percent
        ((2010, 60), (2017, 19), -15.15),  # a Web of Science export of 500 papers
        ((1978, 1), (2025, 4), 2.99),  # a Scopus export of 581
        ((1990, 1), (2023, 4), 4.29),  # a PubMed export of 335
    ],
)
def test_compound_growth_as_bibliometrix_defines_it(first, last, expected):
    frame = years(dict([first, (first[0] + 3, 5), last]))
    row = growth(frame, as_of=f"{last[0]}-12-31").iloc[0]
    assert 100 * row["compound_growth"] == pytest.approx(expected, abs=0.005)


@needs_exports
@pytest.mark.parametrize("name", EXPORTS)
def test_years_and_growth_of_real_exports(name):
    papers, _ = read_export(name)
    expected = reference(name)
    table = papers_per_period(papers)
    found = {
        period: number for period, number in zip(table["period"], table["papers"], strict=True) if number
    }
    assert found == expected["main"]["docs_per_year"]
    row = growth(papers, as_of=f"{expected['main']['year_max']}-12-31").iloc[0]
    assert 100 * row["compound_growth"] == pytest.approx(expected["annual_growth_rate_pct"], abs=0.006)


def test_years_without_papers_count_when_the_collection_covers_them():
    frame = years({2020: 4, 2021: 4})
    row = growth(frame, as_of="2023-06-30").iloc[0]
    assert (row["last"], row["years"]) == ("2022", 3) and row["compound_growth"] == -1
    text = describe_growth(growth(frame, as_of="2023-06-30"))
    assert text.endswith("; there is no paper in the last of these years.")
    assert row["growth"] < 0


@pytest.mark.parametrize(
    ("counts", "why"),
    [({2022: 5, 2023: 6, 2024: 1}, "there are 2"), ({2024: 3}, "there are 0")],
)
def test_too_few_years_give_a_note_instead_of_a_rate(counts, why):
    table = growth(years(counts))
    assert math.isnan(table["growth"][0]) and why in table["note"][0]
    assert describe_growth(table).startswith("No growth rate: a growth rate needs at least 3 complete years")
    with pytest.raises(TooLittleData, match="at least 3 complete years"):
        plot_growth(growth_curve(years(counts)), ax=axes())


def test_all_papers_in_the_first_year():
    row = growth(years({2020: 5}), as_of="2024-01-01").iloc[0]
    assert math.isnan(row["growth"]) and "first of them" in row["note"]


@pytest.mark.parametrize("counts", [{1710: 1, 2000: 100, 2024: 300, 2025: 5}, {2020: 1, 2021: 1000, 2022: 1}])
def test_an_interval_that_says_nothing_is_a_sentence(counts):
    # a paper expected a million times less than once makes Pearson's dispersion, and the interval, immense
    frame = years(counts)
    row = growth(frame, as_of="2025-06-30" if 2025 in counts else "2022-12-31").iloc[0]
    assert math.isnan(row["growth"]) and "too far from any steady growth" in row["note"]
    curve = growth_curve(frame)
    assert curve["fitted"].isna().all() and curve["papers"].sum() == sum(counts.values())
    with pytest.raises(TooLittleData, match="not too far from steady growth"):
        plot_growth(curve, ax=axes())


def test_a_paper_long_before_the_others_widens_the_interval():
    counts = {1850: 1} | {year: 3 + 2 * (year - 2000) for year in range(2000, 2025)}
    row = growth(years(counts), as_of="2024-12-31").iloc[0]
    assert row["low"] < 0 < row["growth"] < row["high"] < 1000
    curve = growth_curve(years(counts), as_of="2024-12-31")
    assert np.isfinite(curve[["fitted", "low", "high"]]).all(axis=None)


def test_growth_of_nothing_and_wrong_options():
    empty = pd.DataFrame({"year": pd.array([], dtype="Int64")})
    assert len(growth(empty)) == 0 and len(growth_curve(empty)) == 0
    assert "No paper has a date" in describe_growth(growth(empty))
    with pytest.raises(ValueError, match="between 0 and 1"):
        growth(empty, confidence=95)
    with pytest.raises(KeyError, match="year"):
        growth(pd.DataFrame({"paper_id": ["p1"]}))


def test_growth_is_drawn_as_the_table_says():
    table = growth_curve(years({2020: 10, 2021: 20, 2022: 40, 2023: 3}))
    ax = plot_growth(table, ax=axes())
    points, not_over, line = ax.lines
    assert list(points.get_xdata()) == [2020, 2021, 2022] and list(points.get_ydata()) == [10, 20, 40]
    assert list(not_over.get_xdata()) == [2023] and not_over.get_markerfacecolor() == "none"
    assert list(line.get_ydata()) == pytest.approx([10, 20, 40])


# papers with code


@every_kind
def test_code_share_by_year_and_by_venue(papers, kind):
    given = as_kind(papers, kind)
    table = rows_of(code_share(given), kind)
    assert [row[:5] for row in table] == [("2022", 3, 2, 1, 0.5), ("2024", 1, 1, 1, 1.0)]
    assert table[1][5:] == pytest.approx((0.2065, 1.0), abs=5e-5)  # 1 / (1 + 1.96^2)
    by = rows_of(code_share(given, period=None, by="venue"), kind)
    assert [row[:4] for row in by] == [("A", 3, 1, 0), ("B", 1, 1, 1), (None, 1, 1, 1)]
    (whole,) = rows_of(code_share(given, period=None), kind)
    assert whole[:3] == (5, 3, 2) and whole[3] == pytest.approx(2 / 3)
    assert rows_of(code_share(as_kind(papers[4:], kind), period=None), kind) == [(1, 0, 0, None, None, None)]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_against_newcombe_1998(successes, trials, low, high):
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    flags = [True] * successes + [False] * (trials - successes)
    row = code_share(pd.DataFrame({"has_code": flags}), period=None).iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=5e-5)


def test_code_share_is_drawn_with_its_interval_and_numbers(papers):
    table = code_share(papers)
    ax = plot_code_share(table, ax=axes())
    points = ax.lines[0]
    assert list(points.get_xdata()) == [2022, 2024] and list(points.get_ydata()) == [50, 100]
    (bars,) = ax.containers[0].lines[2]
    assert bars.get_segments()[0][:, 1] == pytest.approx([9.45, 90.55], abs=0.01)
    assert [text.get_text() for text in ax.texts] == ["n", "2", "1"]
    by = plot_code_share(code_share(papers, period=None, by="venue"), ax=axes())
    assert [label.get_text() for label in by.get_yticklabels()] == [
        "A (n = 1)",
        "B (n = 1)",
        "not stated (n = 1)",
    ]
    with pytest.raises(ValueError, match="counted by one column"):
        plot_code_share(code_share(papers, by="venue"), ax=axes())


def test_code_share_without_any_answer(papers):
    table = code_share(papers[4:], period=None)
    assert (
        describe_code_share(table)
        == "For no paper is it known whether there is code, so no share can be shown."
    )
    with pytest.raises(TooLittleData, match="For no paper"):
        plot_code_share(table, ax=axes())
    assert describe_code_share(code_share(papers), coverage=date_coverage(papers)) == (
        "2 of 3 papers (67%) have code; of 1 paper it is not known. The smallest number behind a share is 1. "
        "Not counted for want of a date: 1 paper."
    )


# topics


@pytest.fixture
def assignments() -> pd.DataFrame:
    return pd.DataFrame(
        {"paper_id": ["p1", "p2", "p3", "p4", "p5"], "topic": [0, 0, -1, 1, 1], "strength": 1.0}
    )


@every_kind
def test_topics_over_time(papers, assignments, kind):
    topics = pd.DataFrame({"topic": [0, 1, 2], "label": ["pruning", "graphs", "speech"]})
    table = topics_over_time(as_kind(papers, kind), as_kind(assignments, kind), topics=topics)
    rows = rows_of(table, kind)
    assert [row[:6] for row in rows[:4]] == [
        ("2022", 0, "pruning", 2, 3, 2 / 3),
        ("2022", 1, "graphs", 0, 3, 0.0),
        ("2022", 2, "speech", 0, 3, 0.0),
        ("2022", -1, "No topic", 1, 3, 1 / 3),
    ]
    assert rows[4] == ("2023", 0, "pruning", 0, 0, None, None, None) and len(rows) == 12
    assert rows[0][6:] == pytest.approx((0.2077, 0.9385), abs=5e-5)  # Wilson, 2 of 3


def test_topics_are_drawn_on_one_scale(papers, assignments):
    table = topics_over_time(papers, assignments)
    ax = plot_topics_over_time(table, ax=axes())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Topic 0 (2)", "Topic 1 (1)"]
    # 2022 and 2024; half a row is the tallest share
    assert [-bar.get_height() for bar in ax.patches] == pytest.approx([1 / 3, 0, 0, 0.5])
    assert ax.get_xlabel() == "Year\nTallest bar: 100%; lines: intervals"
    lines = [[0.4 - y for y in line[:, 1]] for line in ax.collections[0].get_segments()]
    assert lines[0] == pytest.approx([0.2077 / 2, 0.9385 / 2], abs=5e-5)  # Wilson, 2 of 3
    assert describe_topics_over_time(table, top=1) == (
        "3 papers with a date and a topic, 2022 to 2024. The largest topic, Topic 0, has 2 of them. "
        "1 smaller topic is not drawn. 1 paper without a topic."
    )
    assert " with a date and a topic, in 2022. " in describe_topics_over_time(
        table[table["period"] == "2022"]
    )


def test_a_century_of_topics_is_not_blackened_by_its_intervals(papers, assignments):
    old = papers.assign(year=pd.array([1900, *papers["year"][1:]], dtype="Int64"))
    ax = plot_topics_over_time(topics_over_time(old, assignments), ax=axes())
    assert ax.collections[0].get_linewidths()[0] < 0.3


def test_topics_without_dates(papers, assignments):
    table = topics_over_time(papers[4:], assignments)
    assert list(table.columns) == ["period", "topic", "label", "papers", "total", "share", "low", "high"]
    assert len(table) == 0 and "No paper has a date" in describe_topics_over_time(table)
    with pytest.raises(TooLittleData, match="No paper has a date"):
        plot_topics_over_time(table, ax=axes())
    with pytest.raises(TooLittleData, match="No paper with a date has a topic"):
        plot_topics_over_time(topics_over_time(papers, assignments.assign(topic=-1)), ax=axes())
    with pytest.raises(KeyError, match=r"topic.*fit_topics"):
        topics_over_time(papers, assignments.drop(columns="topic"))


@pytest.mark.parametrize(
    ("draw", "wrong", "first"),
    [
        (plot_papers_per_period, {"author_id": ["a"], "papers": [1]}, "papers_per_period"),
        (describe_papers_per_period, {"author_id": ["a"], "papers": [1]}, "papers_per_period"),
        (plot_topics_over_time, {"period": ["2024"], "papers": [1]}, "topics_over_time"),
    ],
)
def test_a_table_of_another_function_is_answered_with_the_function_to_call(draw, wrong, first):
    with pytest.raises(KeyError, match=f"{first} returns such a table"):
        draw(pd.DataFrame(wrong))


def test_a_date_that_is_none_is_named(papers):
    with pytest.raises(ValueError, match="`as_of` must be a date such as '2026-05-31', but 'soon'"):
        unfinished_period(papers, as_of="soon")


@every_kind
def test_a_paper_of_two_fields_counts_once_in_each(kind):
    papers = pd.DataFrame(
        {
            "year": [2023, 2023, 2024, 2024], "field": ["Moss; Ferns", "Moss", "Ferns", None],
            "has_code": [True, False, None, True], "date_inferred": False,
        }
    )  # fmt: skip
    frame = as_kind(papers, kind)
    assert rows_of(papers_per_period(frame, by="field"), kind) == [
        ("2023", "Ferns", 1), ("2023", "Moss", 2), ("2024", "Ferns", 1), ("2024", None, 1),
    ]  # fmt: skip
    assert [row[:3] for row in rows_of(date_coverage(frame, by="field"), kind)] == [
        ("Ferns", 2, 2), ("Moss", 2, 2), (None, 1, 1),
    ]  # fmt: skip
    assert [row[:4] for row in rows_of(code_share(frame, period=None, by="field"), kind)] == [
        ("Ferns", 2, 1, 1), ("Moss", 2, 2, 1), (None, 1, 1, 1),
    ]  # fmt: skip


def test_the_reading_of_fields_counts_each_paper_once_in_all():
    papers = pd.DataFrame({"year": [2023, 2024], "field": ["Moss; Ferns", "Moss"], "date_inferred": False})
    table = papers_per_period(papers, by="field")
    assert describe_papers_per_period(table, coverage=date_coverage(papers)) == (
        "2 papers from 2023 to 2024. By field: Moss (2) and Ferns (1). "
        "A paper with more than one field counts once in each."
    )
    ax = plot_papers_per_period(table, ax=Figure().subplots())
    assert ax.get_ylabel() == "Papers, once in each field"
