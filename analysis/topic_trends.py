"""How the topics of the papers move over time: papers per period and topic, as shares with intervals."""

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.code_share import wilson_interval
from analysis.drawing import new_axes, papers_word, period_axis, plain
from analysis.errors import TooLittleData, require_at_least
from analysis.frames import count_by, give, require_same_kind, small, take, to_rows
from analysis.periods import columns_for, ordinal, span, with_period
from analysis.provenance import traced
from analysis.topics import NO_TOPIC
from analysis.trends import NO_DATED_PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.5  # of a row's height is the tallest bar; the rest is for its interval
CUT = 1.6
TOPIC_COUNTS = {
    "period": nw.String, "topic": nw.Int64, "label": nw.String, "papers": nw.Int64, "total": nw.Int64,
}  # fmt: skip


@traced
def topics_over_time(
    papers: IntoFrameT,
    assignments: IntoFrameT,
    *,
    period: str = "year",
    topics: Any = None,
    confidence: float = 0.95,
) -> IntoFrameT:
    """Return how many papers of each period belong to each topic, with their share and its interval.

    Parameters
    ----------
    papers : DataFrame
        Needs `paper_id` and the columns of the period.
    assignments : DataFrame
        `paper_id`, `topic`; of the same kind as `papers`. A paper is counted once for a topic.
    period : {'year', 'quarter', 'month'}
    topics : DataFrame, optional
        `topic`, `label`; every topic in it has its rows, those without a dated paper too.
    confidence : float
        Of the interval `low` to `high` (Wilson's, see `wilson_interval`).

    Returns
    -------
    DataFrame
        One row for every period from the first to the last and every topic: `period`, `topic`, `label`,
        `papers`, `total` (dated papers of the period that have an assignment), `share`, `low`, `high`
        (missing where `total` is 0). Topic -1, papers without a topic, comes last in each period.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "year": [2023, 2023, 2024]})
    >>> assignments = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "topic": [0, 1, 0]})
    >>> topics_over_time(papers, assignments).iloc[:, :6]
      period  topic    label  papers  total  share
    0   2023      0  Topic 0       1      2    0.5
    1   2023      1  Topic 1       1      2    0.5
    2   2024      0  Topic 0       1      1    1.0
    3   2024      1  Topic 1       0      1    0.0
    """
    frame = take(papers, ["paper_id", *columns_for(period)], "papers", "load_corpus(...).papers")
    assigned = take(assignments, ["paper_id", "topic"], "assignments", "fit_topics(...).assignments")
    ends = wilson_interval("papers", "total", confidence=confidence)
    require_same_kind(papers=frame, assignments=assigned)
    dated = with_period(frame, period).select("paper_id", "period").unique()
    joined = dated.join(assigned.select("paper_id", "topic").unique(), on="paper_id", how="inner")
    totals = count_by(joined.select("paper_id", "period").unique(), "period", name="total")
    total = Counter({row["period"]: row["total"] for row in to_rows(totals)})
    counts = count_by(joined, "period", "topic")
    found = Counter({(row["period"], row["topic"]): row["papers"] for row in to_rows(counts)})
    labels = _topic_labels({topic for _, topic in found}, topics)
    rows = [
        {"period": when, "topic": topic, "label": label, "papers": found[when, topic], "total": total[when]}
        for when in span(total)
        for topic, label in labels.items()
    ]
    share = nw.when(nw.col("total") > 0).then(nw.col("papers") / nw.col("total"))
    table: Any = nw.from_native(cast(Any, small(rows, TOPIC_COUNTS, papers)))
    return give(table.select(*TOPIC_COUNTS, share=share, low=ends[0], high=ends[1]), papers)


def _topic_labels(found: set[int], topics: Any) -> dict[int, str]:
    known = {}
    if topics is not None:
        take(topics, ["topic", "label"], "topics", "fit_topics(...).topics")
        known = {row["topic"]: row["label"] for row in to_rows(topics)}
    unnamed = {topic: f"Topic {topic}" for topic in found | set(known)} | {NO_TOPIC: "No topic"}
    order = sorted(found | set(known), key=lambda topic: (topic == NO_TOPIC, topic))
    return {topic: known.get(topic) or unnamed[topic] for topic in order}


@traced
def plot_topics_over_time(
    table: Any, *, top: int = 8, unfinished: str | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw the share of each topic over time: a row a topic, a bar a period, all on one scale.

    A line at each bar is the share's interval; where it reaches out of its row it ends in an arrow.

    Parameters
    ----------
    table : DataFrame
        What `topics_over_time` returns.
    top : int
        The topics with the most papers that are drawn; papers without a topic are not.
    unfinished : str, optional
        What `unfinished_period` returns: from this period on, the ground is shaded.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If the table is empty or no dated paper has a topic.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "year": [2023, 2023, 2024]})
    >>> assignments = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "topic": [0, 1, 0]})
    >>> ax = plot_topics_over_time(topics_over_time(papers, assignments), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Topic 0 (2)', 'Topic 1 (1)']
    """
    every = to_rows(table, "period", "topic", "share", made_by="topics_over_time")
    rows = [row for row in every if row["topic"] != NO_TOPIC]
    count = _papers_of_topics(rows)
    require_at_least("top", top, 1)
    order = list(count)[:top]
    if not order:
        raise TooLittleData(NO_DATED_PAPER if not every else "No paper with a date has a topic.")
    ax = new_axes(ax)
    thin = min(0.7, 30 / len({row["period"] for row in rows}))
    tallest = max(row["share"] for row in rows if row["topic"] in order and row["share"] is not None)
    for place, topic in enumerate(order):
        own = [row for row in rows if row["topic"] == topic and row["share"] is not None]
        where, floor = [ordinal(row["period"]) for row in own], place + 0.4
        shares, low, high = ([row[name] / tallest for row in own] for name in ("share", "low", "high"))
        ax.bar(where, [-ROW * share for share in shares], bottom=floor, width=0.8, color="C0", alpha=0.6)
        starts, ends = ([floor - ROW * min(share, CUT) for share in bound] for bound in (low, high))
        ax.vlines(where, starts, ends, color="black", linewidth=thin)
        beyond = [(x, y) for x, y, share in zip(where, ends, high, strict=True) if share > CUT]
        ax.plot(*zip(*beyond, strict=True), "k^", markersize=2) if beyond else None
        ax.axhline(floor, color="0.6", linewidth=0.5)
    label = {row["topic"]: row["label"] for row in rows}
    names = [f"{plain(label[topic], width=26)} ({count[topic]:,})" for topic in order]
    ax.set_yticks(range(len(order)), names)
    ax.set_ylim(len(order) - 0.5, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    period_axis(ax, [row["period"] for row in rows], labels=4, unfinished=unfinished)
    ax.set_xlabel(f"{ax.get_xlabel()}\nTallest bar: {tallest:.0%}; lines: intervals")
    return ax


def _papers_of_topics(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Return how many papers each topic has, the largest first, without those that have none."""
    count: Counter[int] = Counter()
    for row in rows:
        count[row["topic"]] += row["papers"]
    return {topic: number for topic, number in count.most_common() if number}


def describe_topics_over_time(table: Any, *, top: int = 8) -> str:
    """Return `topics_over_time` in a sentence or two: how many papers, the largest topic, what is not drawn.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "year": [2023, 2023, 2024]})
    >>> assignments = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "topic": [0, 1, 0]})
    >>> describe_topics_over_time(topics_over_time(papers, assignments))
    '3 papers with a date and a topic, 2023 to 2024. The largest topic, Topic 0, has 2 of them.'
    """
    every = to_rows(table, "period", "topic", "share", made_by="topics_over_time")
    rows = [row for row in every if row["topic"] != NO_TOPIC]
    count = _papers_of_topics(rows)
    if not count:
        return NO_DATED_PAPER if not every else "No paper with a date has a topic."
    largest, papers = next(iter(count.items()))
    label = next(row["label"] for row in rows if row["topic"] == largest)
    first, last = rows[0]["period"], rows[-1]["period"]
    text = (
        f"{papers_word(sum(count.values()))} with a date and a topic, "
        f"{f'in {first}' if first == last else f'{first} to {last}'}. "
        f"The largest topic, {label}, has {papers:,} of them."
    )
    left = len(count) - top
    without = sum(row["papers"] for row in every if row["topic"] == NO_TOPIC)
    if left > 0:
        text += f" {left:,} smaller {'topic is' if left == 1 else 'topics are'} not drawn."
    return text + (f" {papers_word(without)} without a topic." if without else "")
