"""Which topics rise and which fall: a test for a trend of each topic's share over complete periods."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from analysis.drawing import counted, is_or_are, listed, new_axes, papers_word
from analysis.errors import TooLittleData, require_at_least, require_share
from analysis.frames import small, to_rows
from analysis.periods import kind_of, ordinal, unfinished_period
from analysis.provenance import traced
from analysis.topic_tables import topic_name
from analysis.topic_trends import topics_over_time
from analysis.topics import NO_TOPIC

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_PERIODS = 3
FEWEST_PAPERS = 10
TOO_SHORT = (
    f"No trend of topics can be tested: it takes {FEWEST_PERIODS} complete periods and a topic with "
    f"{FEWEST_PAPERS} papers in them."
)
CHANGES = {
    "topic": nw.Int64, "label": nw.String, "papers": nw.Int64, "total": nw.Int64, "share": nw.Float64,
    "change": nw.Float64, "low": nw.Float64, "high": nw.Float64, "p": nw.Float64, "p_adjusted": nw.Float64,
    "trend": nw.String, "first": nw.String, "last": nw.String, "periods": nw.Int64, "left_out": nw.Int64,
}  # fmt: skip


@traced
def rising_topics(
    papers: IntoFrameT,
    assignments: IntoFrameT,
    *,
    period: str = "year",
    topics: Any = None,
    as_of: str | dt.date | None = None,
    level: float = 0.05,
    confidence: float = 0.95,
) -> IntoFrameT:
    """Return for each topic whether its share of the papers rises or falls over the complete periods.

    The test is that of Cochran (1954, doi 10.2307/3001616) and Armitage (1955, doi 10.2307/3001775)
    for a linear trend of proportions: the slope of the share on time, weighted by the papers of each
    period, over its standard error if there were no trend. Shares of few periods often scatter more than
    chance would have them, so the slope is tested by that scatter too (weighted least squares, Student's
    t); the wider interval and the larger p-value of the two are given. As many topics are tested at
    once, the p-values are adjusted by Benjamini and Hochberg (1995, doi
    10.1111/j.2517-6161.1995.tb02031.x): of the topics said to rise or fall, a share of `level` is
    expected to do neither.

    Parameters
    ----------
    papers, assignments, period, topics
        As in `topics_over_time`.
    as_of : date or str, optional
        The last day that the collection covers; without it, the latest date in the papers. Periods
        that were not over then are left out.
    level : float
        Of the adjusted p-value, below which a topic is said to rise or fall.
    confidence : float
        Of the interval `low` to `high`, for one topic at a time.

    Returns
    -------
    DataFrame
        One row a topic, the fastest rising first: `topic`, `label`, `papers`, `total` (papers with a
        topic in these periods), `share`, `change` (of the share in one period; 0.01 is one
        percentage point) from `low` to `high`, `p`, `p_adjusted`, `trend` ('rising', 'falling',
        'not clear', or 'too few papers': fewer than 10 in it or in all others, not tested), `first`,
        `last`, `periods`, `left_out` (papers of periods that were not over). Without three complete
        periods that have papers there is no row.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `level` or `confidence` is not between 0 and 1.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"paper_id": range(90), "year": [2020] * 30 + [2021] * 30 + [2022] * 30})
    >>> topic = [0] * 5 + [1] * 25 + [0] * 15 + [1] * 15 + [0] * 25 + [1] * 5
    >>> assignments = pd.DataFrame({"paper_id": range(90), "topic": topic})
    >>> table = rising_topics(papers, assignments, as_of="2022-12-31")
    >>> table[["topic", "share", "change", "low", "high", "trend"]].round(3)
       topic  share  change    low   high    trend
    0      0    0.5   0.333  0.207  0.460   rising
    1      1    0.5  -0.333 -0.460 -0.207  falling
    """
    require_share("level", level)
    table = topics_over_time(papers, assignments, period=period, topics=topics, confidence=confidence)
    every = [row for row in to_rows(table) if row["topic"] != NO_TOPIC]
    open_from = unfinished_period(papers, period=period, as_of=as_of)
    over = [row for row in every if open_from and ordinal(row["period"]) < ordinal(open_from)]
    counts = pd.DataFrame(over, columns=["period", "topic", "papers"]).pivot(
        index="period", columns="topic", values="papers"
    )
    counts = counts[counts.sum(axis=1) > 0]
    if len(counts) < FEWEST_PERIODS:
        return small([], CHANGES, papers)
    about = {
        "first": counts.index[0],
        "last": counts.index[-1],
        "periods": len(counts),
        "left_out": sum(row["papers"] for row in every) - sum(row["papers"] for row in over),
    }
    labels = {row["topic"]: row["label"] for row in over}
    rows = [
        {"topic": topic, "label": label} | _tested(counts, topic, confidence) | about
        for topic, label in labels.items()
    ]
    _adjust(rows, level)
    rows.sort(key=lambda row: (row["change"] is None, -(row["change"] or 0), row["topic"]))
    return small(rows, CHANGES, papers)


def _tested(counts: pd.DataFrame, topic: int, confidence: float) -> dict[str, Any]:
    """Return papers, slope, interval and p-value of a topic, from the papers of each period and topic."""
    from scipy.stats import norm, t

    when = np.array([ordinal(label) for label in counts.index], dtype=float)
    total = counts.sum(axis=1).to_numpy(dtype=float)
    papers = counts[topic].to_numpy(dtype=float)
    share = float(papers.sum() / total.sum())
    row = {"papers": int(papers.sum()), "total": int(total.sum()), "share": share, "trend": "too few papers"}
    if min(papers.sum(), (total - papers).sum()) < FEWEST_PAPERS:
        return row | dict.fromkeys(["change", "low", "high", "p", "p_adjusted"])
    away = when - (total * when).sum() / total.sum()
    spread = (total * away**2).sum()
    slope = float((papers * away).sum() / spread)
    expected = share + slope * away
    scatter = (total * (papers / total - expected) ** 2).sum() / (len(when) - 2)
    by_chance = norm(scale=np.sqrt(share * (1 - share) / spread))
    laws = (by_chance, t(len(when) - 2, scale=np.sqrt(max(scatter, 1e-12) / spread)))
    reach = float(max(law.ppf((1 + confidence) / 2) for law in laws))
    p = float(max(2 * law.sf(abs(slope)) for law in laws))
    found = {"change": slope, "low": slope - reach, "high": slope + reach, "p": p}
    return row | found | {"p_adjusted": None, "trend": "not clear"}


def _adjust(rows: list[dict[str, Any]], level: float) -> None:
    """Put the adjusted p-values in, and what they say of the trend."""
    from scipy.stats import false_discovery_control

    tested = [row for row in rows if row["p"] is not None]
    adjusted = false_discovery_control([row["p"] for row in tested]) if tested else []
    for row, p in zip(tested, adjusted, strict=True):
        row["p_adjusted"] = float(p)
        if p < level:
            row["trend"] = "rising" if row["change"] > 0 else "falling"


@traced
def plot_rising_topics(table: Any, *, top: int = 12, ax: "Axes | None" = None) -> "Axes":
    """Draw the change of each tested topic's share with its interval: full where it rises or falls.

    Parameters
    ----------
    table : DataFrame
        What `rising_topics` returns.
    top : int
        So many topics that change most are drawn.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If no topic was tested.
    """
    rows = to_rows(table, "topic", "label", "change", "trend", made_by="rising_topics")
    tested = [row for row in rows if row["change"] is not None]
    if not tested:
        raise TooLittleData(TOO_SHORT)
    require_at_least("top", top, 1)
    drawn = sorted(tested, key=lambda row: -abs(row["change"]))[:top]
    rows = sorted(drawn, key=lambda row: -row["change"])
    for row in rows:
        row["name"] = f"{topic_name(row['topic'], row['label'], width=28)} ({row['papers']:,})"
        row["clear"] = row["trend"] in ("rising", "falling")
    ax = draw_changes(rows, markers="^v", ax=ax)
    ax.set_xlabel(f"Points of share per {kind_of(rows[0]['last'])}")
    return ax


def draw_changes(rows: list[dict[str, Any]], *, markers: str, ax: "Axes | None") -> "Axes":
    """Draw the `change` of each row with its interval, full where it is `clear`, and write its `name` beside.

    The first of the two `markers` is for more, the second for less.
    """
    ax = new_axes(ax)
    ax.axvline(0, color="0.5", linewidth=0.8)
    for place, row in enumerate(rows):
        color, marker, face = "0.45", "o", "white"
        if row["clear"]:
            color, marker = ("C0", markers[0]) if row["change"] > 0 else ("C3", markers[1])
            face = color
        ax.plot([100 * row["low"], 100 * row["high"]], [place, place], color=color, linewidth=1)
        ax.plot([100 * row["change"]], [place], marker, color=color, mfc=face)
    ax.set_yticks(range(len(rows)), [row["name"] for row in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    return ax


def describe_rising_topics(table: Any, *, top: int = 12) -> str:
    """Return sentences that read the table of `rising_topics`, of which `top` topics are drawn."""
    rows = to_rows(table, "topic", "change", "trend", made_by="rising_topics")
    tested = [row for row in rows if row["change"] is not None]
    if not tested:
        return TOO_SHORT
    about = rows[0]
    clear = [_named(rows, trend) for trend in ("rising", "falling") if _named(rows, trend)]
    text = (
        f"Shares of {counted(len(tested), 'topic')} over {about['periods']} complete periods, "
        f"{about['first']} to {about['last']} ({papers_word(about['total'])}): "
        f"{'; '.join(clear) or 'none clearly rises or falls'} (Cochran-Armitage test, corrected for the "
        "number of topics by Benjamini and Hochberg)."
    )
    if untested := len(rows) - len(tested):
        few = f"fewer than {FEWEST_PAPERS} papers in a topic or in all others"
        text += f" {untested} {is_or_are(untested)} not tested ({few})."
    if len(tested) > top:
        text += f" The {top} that change most are drawn."
    left = about["left_out"]
    return text + (f" {papers_word(left)} of periods not over {is_or_are(left)} left out." if left else "")


def _named(rows: list[dict[str, Any]], trend: str) -> str:
    """Return the topics with that trend, those that change most first, at most three by name."""
    found = sorted((row for row in rows if row["trend"] == trend), key=lambda row: -abs(row["change"]))
    named = listed([f"{row['label']} ({100 * row['change']:+.1f} points)" for row in found[:3]])
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return f"{trend}: {named}{more}" if found else ""
