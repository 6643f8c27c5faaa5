"""How fast the number of papers a year grows: a rate fitted to all complete years, with its interval."""

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrameT

from analysis.drawing import is_or_are, legend_above, new_axes, papers_word, period_axis, whole_numbers
from analysis.errors import TooLittleData, require_share
from analysis.frames import small, to_rows
from analysis.periods import label_of, ordinal, unfinished_period
from analysis.provenance import traced
from analysis.trends import NO_DATED_PAPER, papers_per_period

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_YEARS = 3
WIDEST = math.log(1e6)  # an interval of the yearly factor that reaches farther either way says nothing
LARGEST_POWER = 700.0  # of e, that a number can hold
GROWTH = {
    "first": nw.String, "last": nw.String, "years": nw.Int64, "papers": nw.Int64, "left_out": nw.Int64,
    "growth": nw.Float64, "low": nw.Float64, "high": nw.Float64, "confidence": nw.Float64,
    "dispersion": nw.Float64, "compound_growth": nw.Float64, "note": nw.String,
}  # fmt: skip
CURVE = {
    "period": nw.String, "papers": nw.Int64, "complete": nw.Boolean,
    "fitted": nw.Float64, "low": nw.Float64, "high": nw.Float64,
}  # fmt: skip


class _Fit(NamedTuple):
    beta: np.ndarray
    covariance: np.ndarray
    dispersion: float
    reach: float  # of the interval, in standard errors
    middle: float

    def at(self, *place: float) -> tuple[float, float, float]:
        """Return the logarithm that is fitted there, and the ends of its interval."""
        level = float(place @ self.beta)
        reach = self.reach * math.sqrt(place @ self.covariance @ place)
        return level, level - reach, level + reach


@traced
def growth(papers: IntoFrameT, *, as_of: str | dt.date | None = None, confidence: float = 0.95) -> IntoFrameT:
    """Return the yearly growth of the number of papers, fitted to the complete years, in one row.

    The rate is that of a log-linear regression of the papers a year on the year by maximum likelihood.
    Its interval is the wider of two: that of Poisson counts, and the quasi-Poisson one, whose standard
    error is widened by the square root of the dispersion (Pearson's chi squared over its degrees of
    freedom), with Student's t quantiles.
    Beside it stands the compound rate between the first and the last complete year, which rests on two
    counts only: (last / first)^(1 / (years - 1)) - 1.

    Parameters
    ----------
    papers : DataFrame
        Needs `year`; `published` is used where it is there.
    as_of : date or str, optional
        The last day that the collection covers. Years that were not over then are left out, and years
        before it without papers count as 0. Without it, the latest date in the papers stands for it,
        so that the last year is left out unless that date is its 31 December.
    confidence : float
        Of the interval `low` to `high`.

    Returns
    -------
    DataFrame
        One row: `first`, `last` complete year, number of `years`, `papers` in them, papers `left_out`
        because their year was not over, `growth` per year (0.1 is 10%) from `low` to `high`,
        `confidence`, `dispersion`, `compound_growth`, and a `note` where nothing could be fitted.
        No row without a dated paper.

    Raises
    ------
    KeyError
        If `papers` has no `year`.
    ValueError
        If `confidence` is not between 0 and 1.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, 2nd edition, chapters 6 and 9. The compound
    rate is what bibliometrix (Aria and Cuccurullo 2017, doi:10.1016/j.joi.2017.08.007) calls annual
    growth rate, there including the last year even if it was not over.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2020] * 10 + [2021] * 20 + [2022] * 40 + [2023]})
    >>> growth(papers)[["first", "last", "papers", "left_out", "growth", "compound_growth"]].round(3)
      first  last  papers  left_out  growth  compound_growth
    0  2020  2022      70         1     1.0              1.0
    """
    require_share("confidence", confidence)
    counts, left_out = _complete_years(papers, as_of)
    if not counts and not left_out:
        return small([], GROWTH, papers)
    fit, note = _fit_or_why_not(counts, confidence)
    row: dict[str, Any] = dict.fromkeys(GROWTH)
    row |= {"years": len(counts), "papers": sum(counts.values()), "confidence": confidence}
    row |= {"left_out": sum(left_out.values()), "note": note}
    if counts:
        row |= {"first": label_of(min(counts), "year"), "last": label_of(max(counts), "year")}
    if len(counts) > 1:
        row["compound_growth"] = (counts[max(counts)] / counts[min(counts)]) ** (1 / (len(counts) - 1)) - 1
    if fit is not None:
        rates = map(math.expm1, fit.at(0, 1))
        row |= {"dispersion": fit.dispersion, **dict(zip(("growth", "low", "high"), rates, strict=True))}
    return small([row], GROWTH, papers)


@traced
def growth_curve(
    papers: IntoFrameT, *, as_of: str | dt.date | None = None, confidence: float = 0.95
) -> IntoFrameT:
    """Return the papers of each year beside what the fit of `growth` says, with the interval of the fit.

    Parameters
    ----------
    papers, as_of, confidence
        As in `growth`.

    Returns
    -------
    DataFrame
        `period`, `papers`, `complete` (whether the year was over and is part of the fit), `fitted`,
        `low` and `high` (missing for years that were not over, and where nothing could be fitted).

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2020] * 10 + [2021] * 20 + [2022] * 40 + [2023]})
    >>> growth_curve(papers)[["period", "papers", "complete", "fitted"]].round(3)
      period  papers  complete  fitted
    0   2020      10      True    10.0
    1   2021      20      True    20.0
    2   2022      40      True    40.0
    3   2023       1     False     NaN
    """
    require_share("confidence", confidence)
    counts, left_out = _complete_years(papers, as_of)
    fit, _ = _fit_or_why_not(counts, confidence)
    rows = []
    for year, number in {**counts, **left_out}.items():
        row: dict[str, Any] = dict.fromkeys(CURVE)
        row |= {"period": label_of(year, "year"), "papers": number, "complete": year in counts}
        if fit is not None and year in counts:
            numbers = [math.exp(min(power, LARGEST_POWER)) for power in fit.at(1, year - fit.middle)]
            row |= dict(zip(("fitted", "low", "high"), numbers, strict=True))
        rows.append(row)
    return small(rows, CURVE, papers)


def _complete_years(papers: Any, as_of: str | dt.date | None) -> tuple[dict[int, int], dict[int, int]]:
    """Return papers by year for the years that were over, and for those that were not."""
    rows = to_rows(papers_per_period(papers, period="year"))
    found = {ordinal(row["period"]): row["papers"] for row in rows}
    open_from = unfinished_period(papers, period="year", as_of=as_of)
    if not found or open_from is None:
        return {}, {}
    end = ordinal(open_from)
    complete = {year: found.get(year, 0) for year in range(min(found), end)}
    return complete, {year: number for year, number in found.items() if year >= end}


def _fit_or_why_not(counts: dict[int, int], confidence: float) -> tuple[_Fit | None, str | None]:
    if len(counts) < FEWEST_YEARS:
        there = f"there {is_or_are(len(counts))} {len(counts)}"
        return None, f"A growth rate needs at least {FEWEST_YEARS} complete years, but {there}."
    if sum(counts.values()) == counts[min(counts)]:
        return None, "All papers of the complete years appeared in the first of them."
    fit = _fit(counts, confidence)
    rate, low, _ = fit.at(0, 1)
    if rate - low > WIDEST:
        return None, (
            "The papers a year are too far from any steady growth; a few papers of years long before the "
            "others can be the reason."
        )
    return fit, None


def _fit(counts: dict[int, int], confidence: float) -> _Fit:
    """Fit log(expected papers) = a + b (year - middle) by Newton's method, halving steps that overshoot."""
    from scipy.stats import norm, t

    years, papers = np.array(list(counts), dtype=float), np.array(list(counts.values()), dtype=float)
    middle = float(years.mean())
    design = np.column_stack([np.ones_like(years), years - middle])

    def likelihood(beta: np.ndarray) -> float:
        return float(papers @ (design @ beta) - np.exp(design @ beta).sum())

    beta = np.array([math.log(papers.mean()), 0.0])
    for _ in range(100):
        expected = np.exp(design @ beta)
        step = np.linalg.solve(design.T @ (expected[:, None] * design), design.T @ (papers - expected))
        while likelihood(beta + step) < likelihood(beta) and np.abs(step).max() > 1e-12:
            step = step / 2
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
    expected = np.exp(design @ beta)
    free = len(papers) - 2
    dispersion = float(((papers - expected) ** 2 / expected).sum() / free)
    covariance = np.linalg.inv(design.T @ (expected[:, None] * design))
    level = (1 + confidence) / 2
    reach = float(max(norm.ppf(level), t.ppf(level, free) * math.sqrt(dispersion)))
    return _Fit(beta, covariance, dispersion, reach, middle)


def describe_growth(table: Any) -> str:
    """Return `growth` in a sentence or two.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2020] * 10 + [2021] * 20 + [2022] * 40 + [2023]})
    >>> print(describe_growth(growth(papers)))  # doctest: +NORMALIZE_WHITESPACE
    Papers a year, 2020 to 2022 (70 papers), fitted: +100% a year (95% interval +45% to +176%);
    between the first and the last of these years alone: +100% a year. 1 paper of years that were
    not over is left out.
    """
    rows = to_rows(table, "growth", "years", made_by="growth")
    if not rows:
        return NO_DATED_PAPER
    row = rows[0]
    number = row["left_out"]
    left = f" {papers_word(number)} of years that were not over {is_or_are(number)} left out." * (number > 0)
    if row["note"] is not None:
        return f"No growth rate: {row['note'][0].lower()}{row['note'][1:]}{left}"
    ends = f"between the first and the last of these years alone: {_percent(row['compound_growth'])} a year"
    if row["compound_growth"] == -1:
        ends = "there is no paper in the last of these years"
    return (
        f"Papers a year, {row['first']} to {row['last']} ({papers_word(row['papers'])}), fitted: "
        f"{_percent(row['growth'])} a year ({row['confidence']:.0%} interval {_percent(row['low'])} to "
        f"{_percent(row['high'])}); {ends}.{left}"
    )


def _percent(share: float) -> str:
    return f"{share:+z.1%}" if abs(share) < 0.0995 else f"{share:+,.0%}"


@traced
def plot_growth(table: Any, *, ax: "Axes | None" = None) -> "Axes":
    """Draw `growth_curve`: the papers of each year, the fitted curve and its interval.

    Raises
    ------
    TooLittleData
        If no year has a fitted value.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> papers = pd.DataFrame({"year": [2020] * 10 + [2021] * 20 + [2022] * 40 + [2023]})
    >>> ax = plot_growth(growth_curve(papers), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['Papers', 'Year not over', 'Fitted', 'Interval of the fit']
    """
    rows = to_rows(table, "period", "fitted", made_by="growth_curve")
    fitted = [row for row in rows if row["fitted"] is not None]
    if not fitted:
        raise TooLittleData(
            f"No growth rate can be shown: it needs at least {FEWEST_YEARS} complete years with papers, and "
            "numbers that are not too far from steady growth."
        )
    ax = new_axes(ax)
    for complete, label, face in ((True, "Papers", "C0"), (False, "Year not over", "none")):
        if points := [(ordinal(row["period"]), row["papers"]) for row in rows if row["complete"] is complete]:
            ax.plot(*zip(*points, strict=True), "o", color="C0", mfc=face, label=label)
    years = [ordinal(row["period"]) for row in fitted]
    ax.plot(years, [row["fitted"] for row in fitted], color="C3", label="Fitted")
    ax.fill_between(
        years, [row["low"] for row in fitted], [row["high"] for row in fitted],
        color="C3", alpha=0.2, linewidth=0, label="Interval of the fit",
    )  # fmt: skip
    period_axis(ax, [row["period"] for row in rows])
    ax.set_ylim(0, 1.15 * max(max(row["papers"] for row in rows), *(row["fitted"] for row in fitted)))
    whole_numbers(ax.yaxis)
    ax.set_ylabel("Papers")
    legend_above(ax, columns=2)
    return ax
