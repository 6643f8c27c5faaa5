"""Lotka's law: the fit against other implementations and against distributions whose law is known."""

import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from reference_exports import SHARED, needs_exports, reference
from table_kinds import as_kind, every_kind, rows_of

from analysis.errors import TooLittleData
from analysis.lotka import describe_lotka, fit_lotka, papers_per_author, plot_lotka

# Authors by number of papers in a Web of Science export of 500 papers, and what bibliometrix 5.4.1 fits.
PAPERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17]
AUTHORS = [1020, 210, 84, 44, 19, 18, 18, 12, 3, 8, 4, 2, 2, 1, 3, 1]
EXPONENT, CONSTANT, R2 = 2.4233112501, 0.81695852341, 0.9589000934


@pytest.fixture
def distribution() -> pd.DataFrame:
    return pd.DataFrame({"papers": PAPERS, "authors": AUTHORS}).assign(share=np.array(AUTHORS) / sum(AUTHORS))


def axes():
    return Figure().subplots()


@every_kind
def test_distribution_counts_authors_by_papers(kind):
    frame = pd.DataFrame(
        {"paper_id": ["p1", "p1", "p1", "p2"], "author": list("AABA"), "author_id": list("aaba")}
    )  # author a stands twice on p1
    assert rows_of(papers_per_author(as_kind(frame, kind)), kind) == [(1, 1, 0.5), (2, 1, 0.5)]
    assert rows_of(papers_per_author(as_kind(frame[:0], kind)), kind) == []


@every_kind
def test_least_squares_agree_with_bibliometrix(distribution, kind):
    (row,) = rows_of(fit_lotka(as_kind(distribution, kind), n_boot=0), kind)
    assert row[:2] == (1449, 17)
    assert row[9:12] == pytest.approx((EXPONENT, CONSTANT, R2), rel=1e-9)
    assert row[8] is None and row[12] is None


@needs_exports
@pytest.mark.parametrize("path", sorted((SHARED / "reference").glob("*.json")), ids=lambda path: path.stem)
def test_least_squares_of_every_reference(path):
    expected = reference(path.stem)["lotka"]
    table = pd.DataFrame(
        [(row["Documents written"], row["N. of Authors"]) for row in expected["table"]],
        columns=["papers", "authors"],
    )
    row = fit_lotka(table, n_boot=0).iloc[0]
    assert row["least_squares_exponent"] == pytest.approx(expected["beta"], rel=1e-8)
    assert row["least_squares_constant"] == pytest.approx(expected["C"], rel=1e-8)


def test_maximum_likelihood_agrees_with_scipy(distribution):
    from scipy.optimize import minimize_scalar
    from scipy.stats import zipf

    values = np.repeat(PAPERS, AUTHORS)
    best = minimize_scalar(lambda a: -zipf.logpmf(values, a).sum(), bounds=(1.1, 6), method="bounded")
    row = fit_lotka(distribution, n_boot=0).iloc[0]
    assert row["exponent"] == pytest.approx(best.x, abs=1e-4)
    # the ends of the interval lie half a chi-squared quantile (3.8415 / 2) below the top
    drop = [-best.fun - zipf.logpmf(values, row[end]).sum() for end in ("low", "high")]
    assert drop == pytest.approx([1.92073, 1.92073], abs=1e-3)
    assert row["constant"] == pytest.approx(zipf.pmf(1, row["exponent"]))


def test_lotkas_own_law_is_found_again():
    # shares of exactly x^-2: exponent 2, constant 6 / pi^2 = 0.6079
    papers = np.arange(1, 20001)
    authors = np.round(6 / math.pi**2 * 1e9 / papers.astype(float) ** 2).astype(int)
    row = fit_lotka(pd.DataFrame({"papers": papers, "authors": authors}), n_boot=0).iloc[0]
    assert row["exponent"] == pytest.approx(2, abs=5e-4)  # the law is cut at 20,000 papers
    assert row["constant"] == pytest.approx(6 / math.pi**2, abs=2e-4)
    assert row["distance"] < 2e-4


def test_goodness_of_fit_keeps_the_law_and_rejects_another():
    values, counts = np.unique(np.random.default_rng(1).zipf(2.5, 800), return_counts=True)
    kept = fit_lotka(pd.DataFrame({"papers": values, "authors": counts}), n_boot=200).iloc[0]
    assert kept["p_value"] > 0.1 and kept["low"] < 2.5 < kept["high"]
    geometric = pd.DataFrame({"papers": range(1, 11), "authors": [2 ** (10 - n) for n in range(10)]})
    assert fit_lotka(geometric, n_boot=200)["p_value"][0] == 0


def test_p_values_are_spread_evenly_when_the_law_holds():
    # discrete and coarse, so only the middle is checked: about half of the p values lie below one half
    random, below = np.random.default_rng(2), 0
    for number in range(40):
        values, counts = np.unique(random.zipf(2.2, 300), return_counts=True)
        table = pd.DataFrame({"papers": values, "authors": counts})
        below += fit_lotka(table, n_boot=60, seed=number)["p_value"][0] < 0.5
    assert 10 <= below <= 30


def test_the_same_seed_gives_the_same_p_value(distribution):
    one, same, other = (fit_lotka(distribution, seed=seed, n_boot=100)["p_value"][0] for seed in (3, 3, 4))
    assert one == same and one != other


def test_distance_is_the_largest_gap_by_hand():
    # authors 3 and 1 with 1 and 4 papers: the expected share of up to 3 papers is the largest gap
    from scipy.special import zeta

    row = fit_lotka(pd.DataFrame({"papers": [1, 4], "authors": [3, 1]}), n_boot=0).iloc[0]
    a = row["exponent"]
    upto = [sum(k**-a for k in range(1, x + 1)) / zeta(a, 1) for x in (1, 3, 4)]
    assert row["distance"] == pytest.approx(max(abs(0.75 - upto[0]), abs(0.75 - upto[1]), 1 - upto[2]))


def test_one_paper_each_cannot_be_fitted():
    table = pd.DataFrame({"papers": [1], "authors": [7], "share": [1.0]})
    fit = fit_lotka(table)
    assert math.isnan(fit["exponent"][0]) and fit["authors"][0] == 7
    assert describe_lotka(fit) == "Every author has one paper, so no exponent can be fitted."
    with pytest.raises(TooLittleData, match="Every author has one paper"):
        plot_lotka(table, fit, ax=axes())


def test_no_authors_and_wrong_options(distribution):
    empty = distribution[:0]
    fit = fit_lotka(empty)
    assert len(fit) == 0 and "exponent" in fit.columns
    assert describe_lotka(fit).startswith("No author of any paper is known")
    with pytest.raises(TooLittleData, match="No author"):
        plot_lotka(empty, ax=axes())
    with pytest.raises(ValueError, match="`n_boot` must be 0 or more"):
        fit_lotka(distribution, n_boot=-1)
    with pytest.raises(KeyError, match="papers_per_author"):
        fit_lotka(pd.DataFrame({"papers": [1]}))


def test_one_number_of_papers_above_one():
    table = pd.DataFrame({"papers": [2], "authors": [5], "share": [1.0]})
    fit = fit_lotka(table, n_boot=20)
    assert fit["exponent"][0] > 1 and math.isnan(fit["least_squares_exponent"][0])
    assert len(plot_lotka(table, fit, ax=axes()).lines) == 2
    assert "least squares" not in describe_lotka(fit)


def test_a_p_value_of_no_sample_and_a_flat_line_in_words():
    flat = pd.DataFrame({"papers": [1, 2, 3], "authors": [1, 1, 1]})
    assert describe_lotka(fit_lotka(flat, n_boot=0)).endswith("least squares through the logarithms: 0.00.")
    far = pd.DataFrame({"papers": [1, 40], "authors": [40, 40]})
    assert "the law is rejected (goodness of fit, p < 0.01)" in describe_lotka(fit_lotka(far))


def test_input_does_not_change(distribution):
    before = distribution.copy(deep=True)
    fit_lotka(distribution, n_boot=5)
    pd.testing.assert_frame_equal(distribution, before)


def test_points_and_lines_are_those_of_the_tables(distribution):
    fit = fit_lotka(distribution, n_boot=0)
    ax = plot_lotka(distribution, fit, ax=axes())
    points, likelihood, squares = ax.lines
    assert list(points.get_xdata()) == PAPERS and points.get_ydata()[0] == pytest.approx(100 * 1020 / 1449)
    assert likelihood.get_ydata()[0] == pytest.approx(100 * fit["constant"][0])
    assert squares.get_ydata() == pytest.approx([100 * CONSTANT, 100 * CONSTANT * 17**-EXPONENT])
    assert ax.get_xscale() == ax.get_yscale() == "log"
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names[1] == "Maximum likelihood: exponent 2.39 (2.31 to 2.47)"


def test_lotka_in_words(distribution):
    text = describe_lotka(
        fit_lotka(distribution, n_boot=100), papers=pd.DataFrame({"authors_truncated": [True]})
    )
    assert text.startswith(
        "1,449 authors with up to 17 papers. Lotka's law fitted by maximum likelihood: exponent 2.39 (95% interval "
        "2.31 to 2.47); the law is rejected (goodness of fit, p = 0."
    )
    assert text.endswith(
        'The list of authors of 1 paper was cut ("et al."), so every count of authors is a lower bound.'
    )
