"""The share of papers with code, with its interval."""

from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import new_axes, numbers_above, papers_word, percent, period_axis, plain
from analysis.errors import TooLittleData, require_share
from analysis.frames import (
    Columns,
    as_list,
    count_where,
    give,
    is_true,
    once_in_each,
    once_sentence,
    take,
    to_rows,
)
from analysis.periods import columns_for, ordinal, with_period
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNTED = ("papers", "known", "with_code", "share", "low", "high")
NO_CODE_KNOWN = "For no paper is it known whether there is code, so no share can be shown."


def wilson_interval(successes: str, trials: str, *, confidence: float = 0.95) -> tuple[nw.Expr, nw.Expr]:
    """Return the ends of Wilson's score interval of a share, as expressions over two columns.

    Parameters
    ----------
    successes, trials : str
        The columns that hold the counts. Where `trials` is 0 the interval is missing.
    confidence : float

    Raises
    ------
    ValueError
        If `confidence` is not between 0 and 1.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953; Brown, Cai and DasGupta (2001), eq. 4,
    doi:10.1214/ss/1009213286.

    Examples
    --------
    >>> import pandas as pd
    >>> low, high = wilson_interval("k", "n")
    >>> frame = nw.from_native(pd.DataFrame({"k": [0, 5], "n": [10, 10]}))
    >>> frame.select(low=low, high=high).to_native().round(4)
          low    high
    0  0.0000  0.2775
    1  0.2366  0.7634
    """
    require_share("confidence", confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    some = nw.col(trials) > 0
    n = nw.when(some).then(nw.col(trials)).otherwise(nw.lit(1)).cast(nw.Float64)
    share = nw.col(successes).cast(nw.Float64) / n
    centre = (share + z * z / 2 / n) / (z * z / n + 1)
    reach = ((share * (1 - share) + z * z / 4 / n) / n) ** 0.5 * z / (z * z / n + 1)
    low, high = (end.clip(0.0, 1.0) for end in (centre - reach, centre + reach))
    # the formula gives exactly 0 and 1 at the ends; the sums above miss them in the last digit
    low = nw.when(nw.col(successes) == 0).then(nw.lit(0.0)).otherwise(low)
    high = nw.when(nw.col(successes) == nw.col(trials)).then(nw.lit(1.0)).otherwise(high)
    return nw.when(some).then(low), nw.when(some).then(high)


@traced
def code_share(
    papers: IntoFrameT, *, period: str | None = "year", by: Columns = None, confidence: float = 0.95
) -> IntoFrameT:
    """Return the share of papers with code, among those of which it is known whether they have code.

    Parameters
    ----------
    papers : DataFrame
        Needs `has_code` and the columns of the period.
    period : {'year', 'quarter', 'month'} or None
        None does not count by period, and takes papers without a date too.
    by : str or list of str, optional
        Column(s) to count by, such as 'field'. A paper of several fields ("A; B") counts once in each.
    confidence : float
        Of the interval `low` to `high` (Wilson's, see `wilson_interval`).

    Returns
    -------
    DataFrame
        `period`, the column(s) `by`, `papers`, `known` (papers with a known answer), `with_code`,
        `share` (with code of known), `low`, `high`; sorted by period and `by`. Share and interval are
        missing where nothing is known.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2023] * 3, "has_code": pd.array([True, False, None], "boolean")})
    >>> code_share(papers).round(3)
      period  papers  known  with_code  share    low   high
    0   2023       3      2          1    0.5  0.095  0.905
    """
    groups = as_list(by, made=["period", *COUNTED])
    needed = [*(columns_for(period) if period else []), "has_code", *groups]
    frame = take(papers, needed, "papers", "load_corpus(...).papers")
    ends = wilson_interval("with_code", "known", confidence=confidence)
    keys = [*(["period"] if period else []), *groups]
    frame = once_in_each(with_period(frame, period) if period else frame, groups)
    known, with_code = ~nw.col("has_code").is_null(), is_true(frame, "has_code")
    counts = count_where(frame, keys, known=known, with_code=with_code)
    share = nw.when(nw.col("known") > 0).then(nw.col("with_code") / nw.col("known"))
    return give(counts.select(*keys, *COUNTED[:3], share=share, low=ends[0], high=ends[1]), papers)


@traced
def plot_code_share(table: Any, *, unfinished: str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of papers with code: by period as points, by group as rows; n beside each.

    Parameters
    ----------
    table : DataFrame
        What `code_share` returns, counted by period or by one column.
    unfinished : str, optional
        What `unfinished_period` returns: from this period on, the ground is shaded.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If for no paper it is known whether it has code.
    ValueError
        If the table is counted by period and by another column at once.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> papers = pd.DataFrame({"year": [2023, 2023], "has_code": [True, False]})
    >>> ax = plot_code_share(code_share(papers), ax=Figure().subplots())
    >>> ax.get_ylabel(), [text.get_text() for text in ax.texts]
    ('Papers with code (%)', ['n', '2'])
    """
    rows = to_rows(table, "known", "share", made_by="code_share")
    keys = [name for name in (rows[0] if rows else {}) if name not in COUNTED]
    if len(keys) > 1:
        raise ValueError(f"`table` must be counted by one column to be drawn, but it is counted by {keys}.")
    rows = [row for row in rows if row["share"] is not None]
    if not rows:
        raise TooLittleData(NO_CODE_KNOWN)
    ax = new_axes(ax)
    if keys == ["period"]:
        _share_over_time(ax, rows, unfinished)
    else:
        _share_by_group(ax, rows, keys[0] if keys else None)
    return ax


def _share_over_time(ax: "Axes", rows: list[dict[str, Any]], unfinished: str | None) -> None:
    places = [ordinal(row["period"]) for row in rows]
    ax.errorbar(places, _percent(rows), yerr=_reach(rows), fmt="o", color="C0")
    period_axis(ax, [row["period"] for row in rows], unfinished=unfinished)
    numbers_above(ax, [row["period"] for row in rows], [row["known"] for row in rows])
    ax.set_ylim(-3, 103)
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.set_ylabel("Papers with code (%)")


def _share_by_group(ax: "Axes", rows: list[dict[str, Any]], by: str | None) -> None:
    names = ["not stated" if row[by] is None else plain(row[by]) for row in rows] if by else ["All papers"]
    places = range(len(rows))
    ax.errorbar(_percent(rows), places, xerr=_reach(rows), fmt="o", color="C0")
    ax.set_yticks(places, [f"{name} (n = {row['known']:,})" for name, row in zip(names, rows, strict=True)])
    ax.invert_yaxis()
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(-2, 102)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.set_xlabel("Papers with code (%)")


def _percent(rows: list[dict[str, Any]]) -> list[float]:
    return [100 * row["share"] for row in rows]


def _reach(rows: list[dict[str, Any]]) -> list[list[float]]:
    return [
        [100 * (row["share"] - row["low"]) for row in rows],
        [100 * (row["high"] - row["share"]) for row in rows],
    ]


def describe_code_share(table: Any, *, coverage: Any = None) -> str:
    """Return `code_share` in a sentence or two; `coverage` is what `date_coverage` returns.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2023] * 3, "has_code": pd.array([True, False, None], "boolean")})
    >>> describe_code_share(code_share(papers))
    '1 of 2 papers (50%) have code; of 1 paper it is not known. The smallest number behind a share is 2.'
    """
    rows = to_rows(table, "known", "share", made_by="code_share")
    papers, known, with_code = (sum(row[name] for row in rows) for name in ("papers", "known", "with_code"))
    if not known:
        return NO_CODE_KNOWN
    text = f"{with_code:,} of {papers_word(known)} ({percent(with_code / known)}) have code"
    text += f"; of {papers_word(papers - known)} it is not known." if papers > known else "."
    text += f" The smallest number behind a share is {min(row['known'] for row in rows if row['known']):,}."
    text += once_sentence(rows[0])
    undated = sum(row["undated"] for row in to_rows(coverage)) if coverage is not None else 0
    return text + (f" Not counted for want of a date: {papers_word(undated)}." if undated else "")
