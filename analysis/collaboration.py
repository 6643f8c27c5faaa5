"""How many authors a paper has, and how that moves over time."""

import math
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrameT

from analysis.drawing import LIGHT_GREY, legend_above, new_axes, numbers_above, papers_word, period_axis
from analysis.errors import TooLittleData, require_share
from analysis.frames import count_by, give, is_true, require_same_kind, small, take, to_rows
from analysis.periods import columns_for, ordinal, span, with_period
from analysis.productivity import distinct_authorships
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZES = {
    "period": nw.String, "papers": nw.Int64, "cut": nw.Int64, "mean": nw.Float64, "low": nw.Float64,
    "high": nw.Float64, "first_quartile": nw.Float64, "median": nw.Float64, "third_quartile": nw.Float64,
    "largest": nw.Int64,
}  # fmt: skip
NO_SIZES = "No paper has both a date and a complete list of authors, so team sizes can't be shown over time."


@traced
def team_size(authorships: IntoFrameT, papers: IntoFrameT | None = None) -> IntoFrameT:
    """Return how many authors each paper has.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`. An author who stands twice on a paper counts once.
    papers : DataFrame, optional
        `paper_id`, `authors_truncated`; of the same kind as `authorships`.

    Returns
    -------
    DataFrame
        `paper_id`, `authors`, and with `papers` also `authors_truncated`: where that is true the list
        was cut, and `authors` is a lower bound. Sorted by `paper_id`; papers without a known author
        have no row.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1", "p1", "p2"], "author": ["A", "B", "A"], "author_id": ["a", "b", "a"]}
    ... )
    >>> team_size(authorships)
      paper_id  authors
    0       p1        2
    1       p2        1
    """
    sizes = count_by(distinct_authorships(authorships), "paper_id", name="authors")
    columns = ["paper_id", "authors"]
    if papers is not None:
        columns.append("authors_truncated")
        known = take(papers, ["paper_id", "authors_truncated"], "papers", "load_corpus(...).papers")
        require_same_kind(authorships=sizes, papers=known)
        sizes = sizes.join(known.select("paper_id", "authors_truncated"), on="paper_id", how="left")
    return give(sizes.select(*columns).sort("paper_id"), authorships)


@traced
def team_size_over_time(
    authorships: IntoFrameT, papers: IntoFrameT, *, period: str = "year", confidence: float = 0.95
) -> IntoFrameT:
    """Return mean, median and quartiles of the number of authors of a paper, for each period.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`.
    papers : DataFrame
        `paper_id`, `authors_truncated` and the columns of the period; of the same kind.
    period : {'year', 'quarter', 'month'}
    confidence : float
        Of the interval of the mean, `low` to `high` (Student's t, not below 1).

    Returns
    -------
    DataFrame
        `period`, `papers` (with a complete list of authors), `cut` (papers whose list was cut: they are
        left out of what follows), `mean`, `low`, `high`, `first_quartile`, `median`, `third_quartile`,
        `largest`. The interval is missing where all papers have equally many authors; periods without
        a paper have a row with 0.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1", "p1", "p2"], "author": ["A", "B", "A"], "author_id": ["a", "b", "a"]}
    ... )
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "year": 2024, "authors_truncated": False})
    >>> team_size_over_time(authorships, papers)[["period", "papers", "mean", "median"]]
      period  papers  mean  median
    0   2024       2   1.5     1.5
    """
    require_share("confidence", confidence)
    needed = ["paper_id", "authors_truncated", *columns_for(period)]
    frame = take(papers, needed, "papers", "load_corpus(...).papers")
    cut = nw.when(is_true(frame, "authors_truncated")).then(nw.lit(1)).otherwise(nw.lit(0))
    dated = with_period(frame, period).with_columns(is_cut=cut).select("paper_id", "period", "is_cut")
    sizes = count_by(distinct_authorships(authorships), "paper_id", name="authors")
    require_same_kind(authorships=sizes, papers=dated)
    counts = count_by(sizes.join(dated, on="paper_id", how="inner"), "period", "is_cut", "authors")
    rows = to_rows(counts)
    labels = span({row["period"] for row in rows})
    return small([_sizes_row(label, rows, confidence) for label in labels], SIZES, papers)


def _sizes_row(label: str, rows: list[dict[str, Any]], confidence: float) -> dict[str, Any]:
    own = [row for row in rows if row["period"] == label]
    whole = sorted((row["authors"], row["papers"]) for row in own if not row["is_cut"])
    sizes = np.repeat([size for size, _ in whole], [number for _, number in whole]).astype(float)
    row: dict[str, Any] = dict.fromkeys(SIZES)
    row |= {"period": label, "papers": len(sizes), "cut": sum(row["papers"] for row in own if row["is_cut"])}
    row["largest"] = int(sizes.max()) if len(sizes) else 0
    if len(sizes):
        names = ("first_quartile", "median", "third_quartile")
        quartiles = map(float, np.quantile(sizes, [0.25, 0.5, 0.75]))
        row |= {"mean": float(sizes.mean()), **dict(zip(names, quartiles, strict=True))}
    if len(set(sizes)) > 1:
        from scipy.stats import t

        reach = float(t.ppf((1 + confidence) / 2, len(sizes) - 1)) * sizes.std(ddof=1) / math.sqrt(len(sizes))
        row |= {"low": max(1.0, row["mean"] - reach), "high": row["mean"] + reach}
    return row


@traced
def plot_team_size_over_time(
    table: Any, *, unfinished: str | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw the mean number of authors with its interval, the median and the middle half of the papers.

    Parameters
    ----------
    table : DataFrame
        What `team_size_over_time` returns.
    unfinished : str, optional
        What `unfinished_period` returns: from this period on, the ground is shaded.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If no dated paper has a complete list of authors.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> row = {"period": "2024", "papers": 1, "cut": 0, "mean": 2.0, "low": None, "high": None,
    ...        "first_quartile": 2.0, "median": 2.0, "third_quartile": 2.0, "largest": 2}
    >>> ax = plot_team_size_over_time(pd.DataFrame([row]), ax=Figure().subplots())
    >>> ax.get_ylabel()
    'Authors of a paper'
    """
    every = to_rows(table, "period", "mean", made_by="team_size_over_time")
    rows = [row for row in every if row["mean"] is not None]
    if not rows:
        raise TooLittleData(NO_SIZES)
    ax = new_axes(ax)
    when = [ordinal(row["period"]) for row in rows]
    middle = [row["third_quartile"] - row["first_quartile"] for row in rows]
    ax.bar(
        when, middle, bottom=[row["first_quartile"] for row in rows], width=0.6,
        color=LIGHT_GREY, linewidth=0, label="Middle half of the papers",
    )  # fmt: skip
    ax.hlines(
        [row["median"] for row in rows], [x - 0.3 for x in when], [x + 0.3 for x in when],
        color="0.3", linewidth=1.2, label="Median",
    )  # fmt: skip
    ends = [(row["low"] or row["mean"], row["high"] or row["mean"]) for row in rows]
    mean = [row["mean"] for row in rows]
    reach = np.abs(np.array(ends) - np.array(mean)[:, None]).T
    ax.errorbar(when, mean, yerr=reach, fmt="o", color="C0", label="Mean with interval")
    # a bar's end takes no margin of its own; an interval of few papers would press all else to the ground
    ax.use_sticky_edges = False
    top = min(ax.get_ylim()[1], 2.2 * max(*mean, *(row["third_quartile"] for row in rows)))
    period_axis(ax, [row["period"] for row in every], unfinished=unfinished)
    numbers_above(ax, [row["period"] for row in every], [row["papers"] for row in every])
    ax.set_ylim(0, top)
    ax.set_ylabel("Authors of a paper")
    legend_above(ax, columns=2, bottom=1.08)
    return ax


def describe_team_size_over_time(table: Any) -> str:
    """Return `team_size_over_time` in a sentence or two.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"period": "2024", "papers": 1, "cut": 2, "mean": 2.0, "low": None, "high": None,
    ...        "first_quartile": 2.0, "median": 2.0, "third_quartile": 2.0, "largest": 2}
    >>> print(describe_team_size_over_time(pd.DataFrame([row])))
    1 dated paper with a complete list of authors: 2.0 authors on average in 2024. Left out: 2 papers
    whose list was cut ("et al.").
    """
    every = to_rows(table, "period", "mean", made_by="team_size_over_time")
    rows = [row for row in every if row["mean"] is not None]
    cut = sum(row["cut"] for row in every)
    left = f' Left out: {papers_word(cut)} whose list was cut ("et al.").' if cut else ""
    if not rows:
        return NO_SIZES + left
    number, first, last = sum(row["papers"] for row in rows), rows[0], rows[-1]
    text = f"{papers_word(number).replace('paper', 'dated paper', 1)} with a complete list of authors: "
    text += f"{first['mean']:.1f} authors on average in {first['period']}"
    if last is not first:
        text += f" ({papers_word(first['papers'])}), {last['mean']:.1f} in {last['period']} "
        text += f"({papers_word(last['papers'])})"
    return text + "." + left
