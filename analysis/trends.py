"""How many papers appeared when."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import (
    GREY,
    HATCHES,
    LIGHT_GREY,
    counted,
    is_or_are,
    legend_above,
    listed,
    new_axes,
    papers_word,
    period_axis,
    plain_names,
    whole_numbers,
)
from analysis.errors import TooLittleData, require_at_least
from analysis.frames import (
    Columns,
    as_list,
    count_by,
    give,
    once_in_each,
    once_sentence,
    small,
    take,
    to_rows,
)
from analysis.periods import begin_of, columns_for, kind_of, ordinal, span, with_period
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NUMBERED = 12
MOST_FRAMED = 60  # bars; the frames of more would hide them
TWO_COLUMNS = 18  # characters up to which two names stand beside each other in the legend
NO_DATED_PAPER = "No paper has a date that is precise enough, so nothing can be shown over time."


@traced
def papers_per_period(papers: IntoFrameT, *, period: str = "year", by: Columns = None) -> IntoFrameT:
    """Return how many papers appeared in each period.

    Parameters
    ----------
    papers : DataFrame
        One row a paper. Needs `year`; for quarters and months `published` and `date_precision`. Takes
        pandas, Polars (eager or lazy), PyArrow and DuckDB, and returns the same kind.
    period : {'year', 'quarter', 'month'}
    by : str or list of str, optional
        Column(s) to count by, such as 'venue' or 'field'. A paper of several fields ("A; B"), document
        types or languages counts once in each, so that the groups may add up to more than all papers.

    Returns
    -------
    DataFrame
        `period`, the column(s) `by`, `papers`; sorted by period, then `by`. Periods are text, whatever
        their length, so that they sort and join alike: '2024', '2024-Q2', '2024-05'. A paper whose date
        is not known well enough is left out (`date_coverage` counts them). Without `by`, periods
        without papers between the first and the last have a row with 0; with `by` only the groups that
        occur have one. A missing value of `by` is a group of its own, and comes last.

    Raises
    ------
    KeyError
        If `papers` lacks a column.
    ValueError
        If `period` is not one of the three.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2022, 2024, 2024], "venue": ["A", "B", None]})
    >>> papers_per_period(papers)
      period  papers
    0   2022       1
    1   2023       0
    2   2024       2
    >>> papers_per_period(papers, by="venue")
      period venue  papers
    0   2022     A       1
    1   2024     B       1
    2   2024   NaN       1
    """
    groups = as_list(by, made=["period", "papers"])
    frame = take(papers, [*columns_for(period), *groups], "papers", "load_corpus(...).papers")
    keys = ["period", *groups]
    counts = count_by(once_in_each(with_period(frame, period), groups), *keys)
    if groups:
        return give(counts.sort(*keys, nulls_last=True), papers)
    found = {row["period"]: row["papers"] for row in to_rows(counts)}
    rows = [{"period": label, "papers": found.get(label, 0)} for label in span(found)]
    return small(rows, {"period": nw.String, "papers": nw.Int64}, papers)


@traced
def plot_papers_per_period(
    table: Any, *, unfinished: str | None = None, groups: int = 5, ax: "Axes | None" = None
) -> "Axes":
    """Draw the papers per period as bars, stacked where the table has a column to count by.

    Parameters
    ----------
    table : DataFrame
        What `papers_per_period` returns, counted by one column at most.
    unfinished : str, optional
        What `unfinished_period` returns: bars from this period on are drawn open.
    groups : int
        The largest groups that are drawn by name; the others are one grey group.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If the table is empty, or has no group but papers of unknown ones.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"period": ["2023", "2024"], "papers": [3, 5]})
    >>> ax = plot_papers_per_period(table, ax=Figure().subplots())
    >>> [int(bar.get_height()) for bar in ax.patches]
    [3, 5]
    """
    rows = to_rows(table, "period", "papers", made_by="papers_per_period")
    if not rows:
        raise TooLittleData(NO_DATED_PAPER)
    by = _counted_by(rows)
    if by is not None and not _largest(rows, by):
        raise TooLittleData(_unknown(by))
    require_at_least("groups", groups, 0)
    open_from = begin_of(unfinished, rows[0]["period"])
    ax = new_axes(ax)
    bottoms: Counter[str] = Counter()
    crowded = len(span(row["period"] for row in rows)) > MOST_FRAMED
    shape: dict[str, Any] = {"width": 1, "linewidth": 0} if crowded else {"width": 0.8}
    for name, style, heights in _stacks(rows, by, groups):
        bars = ax.bar(
            [ordinal(label) for label in heights],
            list(heights.values()),
            bottom=[bottoms[label] for label in heights],
            label=name, edgecolor="0.2", **shape, **style,
        )  # fmt: skip
        bottoms.update(heights)
        for label, bar in zip(heights, bars, strict=True):
            if ordinal(label) >= open_from:
                _leave_open(bar, bool(by))
    period_axis(ax, [row["period"] for row in rows])
    if not by and len(rows) <= MOST_NUMBERED:
        for row in rows:
            ax.annotate(
                f"{row['papers']:,}", (ordinal(row["period"]), row["papers"]), xytext=(0, 1),
                textcoords="offset points", ha="center", va="bottom", size="x-small",
            )  # fmt: skip
    whole_numbers(ax.yaxis)
    once = by and once_sentence([by])
    ax.set_ylabel(f"Papers, once in each {by.replace('_', ' ')}" if by and once else "Papers")
    if later := _from(open_from, bottoms):
        ax.set_xlabel(f"{ax.get_xlabel()} (open bar: {listed(later)}, not over)")
    if by:
        longest = max(len(text) for text in ax.get_legend_handles_labels()[1])
        legend_above(ax, columns=2 if longest <= TWO_COLUMNS else 1, handlelength=1.4)
    return ax


def _counted_by(rows: list[dict[str, Any]]) -> str | None:
    return next((name for name in rows[0] if name not in ("period", "papers")), None)


def _unknown(by: str) -> str:
    return f"Of no paper with a date is the {by.replace('_', ' ')} known, so nothing can be shown by it."


def _stacks(
    rows: list[dict[str, Any]], by: str | None, groups: int
) -> list[tuple[str, dict[str, Any], dict[str, int]]]:
    """Return name, style and height per period of each layer of the bars, from the bottom up."""
    if by is None:
        return [("Papers", {"color": "C0"}, {row["period"]: row["papers"] for row in rows})]
    named = list(_largest(rows, by))
    layers: list[tuple[str, dict[str, Any], set[Any]]] = [
        (shown, {"color": f"C{n}", "hatch": HATCHES[n % len(HATCHES)]}, {named[n]})
        for n, shown in enumerate(plain_names(named[:groups], width=44))
    ]
    layers.append((counted(len(named) - groups, "other"), {"color": GREY}, set(named[groups:])))
    layers.append((f"{by.replace('_', ' ')} not stated", {"color": LIGHT_GREY}, {None}))
    stacks = []
    for shown, style, members in layers:
        heights: dict[str, int] = Counter()
        for row in rows:
            if row[by] in members:
                heights[row["period"]] += row["papers"]
        if heights:
            stacks.append((shown, style, heights))
    return stacks


def _largest(rows: list[dict[str, Any]], by: str) -> dict[Any, int]:
    """Return the papers of each known group, the largest first."""
    totals: Counter[Any] = Counter()
    for row in rows:
        totals[row[by]] += row["papers"]
    ranked = sorted(totals.items(), key=lambda group: (-group[1], str(group[0])))
    return {name: number for name, number in ranked if name is not None}


def _leave_open(bar: Any, stacked: bool) -> None:
    bar.set(**({"alpha": 0.45} if stacked else {"facecolor": "none", "edgecolor": "C0"}))
    bar.set(linestyle=(0, (2, 1)), linewidth=0.9)


def _from(begin: float, labels: Any) -> list[str]:
    later = sorted(label for label in labels if ordinal(label) >= begin)
    return later if len(later) <= 2 else [f"{later[0]} to {later[-1]}"]


def describe_papers_per_period(table: Any, *, coverage: Any = None, unfinished: str | None = None) -> str:
    """Return `papers_per_period` in a few sentences: span, peak, groups, what is not counted.

    Parameters
    ----------
    table : DataFrame
        What `papers_per_period` returns.
    coverage : DataFrame, optional
        What `date_coverage` returns for the same papers and period: says how many are not counted.
    unfinished : str, optional
        What `unfinished_period` returns.

    Examples
    --------
    >>> import pandas as pd
    >>> describe_papers_per_period(pd.DataFrame({"period": ["2023", "2024"], "papers": [3, 5]}))
    '8 papers from 2023 to 2024, most of them in 2024 (5).'
    """
    rows = to_rows(table, "period", "papers", made_by="papers_per_period")
    known = to_rows(coverage) if coverage is not None else []
    undated = sum(row["undated"] for row in known)
    if not rows:
        return NO_DATED_PAPER + f" {papers_word(undated)} without such a date." * (undated > 0)
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["period"]] += row["papers"]
    first, last = min(totals), max(totals)
    total = sum(row["dated"] for row in known) or sum(totals.values())
    when = f"in {first}" if first == last else f"from {first} to {last}"
    by = _counted_by(rows)
    several = once_sentence(rows[0]) if by is not None and _largest(rows, by) else ""
    text = f"Papers {when}" if several and not known else f"{papers_word(total)} {when}"
    text += "." if first == last or several else f", {_peak(totals)}."
    if by is not None:
        text += _groups_sentence(rows, by) + several
    if undated:
        text += f" {papers_word(undated)} without a date that is precise enough"
        text += f" {is_or_are(undated)} not counted."
    if later := _from(begin_of(unfinished, first), totals):
        text += f" {listed(later)} may not have been over when the papers were gathered."
    return text


def _peak(totals: dict[str, int]) -> str:
    """Return when the most papers appeared; how many these are where several periods share them."""
    most = max(totals.values())
    peaks = [label for label, number in totals.items() if number == most]
    if len(peaks) > 1:
        return f"at most {most:,} a {kind_of(peaks[0])}"
    share = "most of them" if 2 * most > sum(totals.values()) else "the most"
    return f"{share} in {peaks[0]} ({most:,})"


def _groups_sentence(rows: list[dict[str, Any]], by: str) -> str:
    counts = _largest(rows, by)
    if not counts:
        return f" {_unknown(by)}"
    missing = sum(row["papers"] for row in rows if row[by] is None)
    name_of_by = by.replace("_", " ")
    most = [f"{name} ({number:,})" for name, number in list(counts.items())[:3]]
    others = f" and {len(counts) - 3:,} more" if len(counts) > 3 else ""
    text = f" By {name_of_by}: {listed(most)}{others}."
    return text + (f" {papers_word(missing)} without a known {name_of_by}." if missing else "")
