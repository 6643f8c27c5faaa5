"""Two sets of papers, such as two corpora or two periods, compared topic by topic."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.code_share import wilson_interval
from analysis.drawing import counted, papers_word, plain
from analysis.errors import TooLittleData, require_pandas
from analysis.frames import to_rows
from analysis.provenance import traced
from analysis.topic_changes import draw_changes
from analysis.topic_tables import topic_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = [
    "topic", "label", "papers", "other_papers", "share", "other_share", "difference", "low", "high",
    "p", "p_adjusted", "name", "other_name", "total", "other_total", "in_both",
]  # fmt: skip
NOTHING = "Topics can't be compared: one of the two has no papers with a topic of its own."


@traced
def compare_topics(
    assignments: pd.DataFrame,
    other: pd.DataFrame,
    *,
    topics: pd.DataFrame | None = None,
    names: tuple[str, str] = ("first", "second"),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share of each topic in two sets of papers, with the difference and its interval.

    The topics of both must be the same ones: two parts of one fit (two periods, two corpora fitted
    together), or a fit and what `assign_topics` made of other papers with it.

    Parameters
    ----------
    assignments, other : DataFrame
        `paper_id`, `topic`. Papers that stand in both are left out, those without a topic as well.
    topics : DataFrame, optional
        `topic`, `label`; without it, labels are missing.
    names : tuple of two str
        What the two are called in the figure.
    confidence : float
        Of the interval of each difference.

    Returns
    -------
    DataFrame
        One row a topic, those that the second has more of first: `topic`, `label`, `papers`,
        `other_papers`, `share`, `other_share`, `difference` (second less first) from `low` to `high`
        (Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method
        10), `p` (Fisher's exact test), `p_adjusted` (for as many topics, Benjamini and Hochberg 1995,
        doi 10.1111/j.2517-6161.1995.tb02031.x), `name`, `other_name`, `total`, `other_total`, and
        `in_both`, the papers left out because they stand in both. Empty if either has no paper.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `names` are not two different ones, or `confidence` is not between 0 and 1.

    Examples
    --------
    >>> before = pd.DataFrame({"paper_id": range(100), "topic": [0] * 70 + [1] * 30})
    >>> after = pd.DataFrame({"paper_id": range(100, 200), "topic": [0] * 50 + [1] * 50})
    >>> table = compare_topics(before, after)
    >>> table[["topic", "share", "other_share", "difference", "low", "high", "p_adjusted"]].round(3)
       topic  share  other_share  difference    low   high  p_adjusted
    0      1    0.3          0.5         0.2  0.064  0.326       0.006
    1      0    0.7          0.5        -0.2 -0.326 -0.064       0.006
    """
    from scipy.stats import false_discovery_control, fisher_exact

    if len(set(names)) != 2:
        raise ValueError(f"`names` must be two different ones, but {names!r} was given.")
    one, two = _placed(assignments, "assignments"), _placed(other, "other")
    common = set(one["paper_id"]) & set(two["paper_id"])
    one, two = (part[~part["paper_id"].isin(common)] for part in (one, two))
    if one.empty or two.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.DataFrame({"papers": one["topic"].value_counts(), "other_papers": two["topic"].value_counts()})
    table = table.fillna(0).astype("int64").rename_axis("topic").reset_index()
    table = table.assign(total=len(one), other_total=len(two), name=names[0], other_name=names[1])
    table["share"] = table["papers"] / table["total"]
    table["other_share"] = table["other_papers"] / table["other_total"]
    table["difference"] = table["other_share"] - table["share"]
    table = _with_newcombe(table, confidence)
    papers, total = table[["papers", "other_papers"]].to_numpy(), table[["total", "other_total"]].to_numpy()
    table["p"] = [fisher_exact(fourfold).pvalue for fourfold in np.stack([papers, total - papers], axis=1)]
    table["p_adjusted"] = false_discovery_control(table["p"].clip(0, 1))
    labels = {} if topics is None else dict(zip(topics["topic"], topics["label"], strict=True))
    table = table.assign(label=table["topic"].map(labels).astype(object), in_both=len(common))
    return table.sort_values(["difference", "topic"], ascending=[False, True], ignore_index=True)[COLUMNS]


def _placed(assignments: pd.DataFrame, name: str) -> pd.DataFrame:
    require_pandas(assignments, ["paper_id", "topic"], name, "`fit_topics` or `assign_topics`")
    return assignments.loc[assignments["topic"] >= 0, ["paper_id", "topic"]].drop_duplicates("paper_id")


def _with_newcombe(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Return the table with the interval of each difference: Wilson's two intervals, squared and added."""
    import narwhals as nw

    l1, u1 = wilson_interval("papers", "total", confidence=confidence)
    l2, u2 = wilson_interval("other_papers", "other_total", confidence=confidence)
    first, second, gap = nw.col("share"), nw.col("other_share"), nw.col("difference")
    low = gap - ((second - l2) ** 2 + (u1 - first) ** 2) ** 0.5
    high = gap + ((u2 - second) ** 2 + (first - l1) ** 2) ** 0.5
    return nw.from_native(table).with_columns(low=low, high=high).to_native()


@traced
def plot_compared_topics(
    table: pd.DataFrame, *, level: float = 0.05, top: int = 12, ax: "Axes | None" = None
) -> "Axes":
    """Draw the difference of each topic's share with its interval, full where it is more than chance.

    Parameters
    ----------
    table : DataFrame
        What `compare_topics` returns.
    level : float
        A point is full if its adjusted p-value is below this.
    top : int
        So many topics that differ most are drawn.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If the table is empty.
    """
    require_pandas(table, COLUMNS, "table", "`compare_topics`")
    if table.empty:
        raise TooLittleData(NOTHING)
    first, second = (plain(table[name].iloc[0], width=16) for name in ("name", "other_name"))
    drawn = table.loc[table["difference"].abs().nlargest(top).index.sort_values()]
    drawn = drawn.assign(change=drawn["difference"], clear=drawn["p_adjusted"] < level)
    rows = to_rows(drawn)
    for row in rows:
        shares = f"{100 * row['share']:.0f}, {100 * row['other_share']:.0f}%"
        row["name"] = f"{topic_name(row['topic'], row['label'], width=25)} ({shares})"
    ax = draw_changes(rows, markers="><", ax=ax)
    ax.set_xlabel(f"{second} less {first}\n(percentage points)")
    return ax


def describe_compared_topics(table: pd.DataFrame, *, level: float = 0.05, top: int = 12) -> str:
    """Return sentences that read the table of `compare_topics`.

    `level` and `top` are what `plot_compared_topics` was given.
    """
    require_pandas(table, COLUMNS, "table", "`compare_topics`")
    if table.empty:
        return NOTHING
    rows = to_rows(table)
    about, clear = rows[0], [row for row in rows if row["p_adjusted"] < level]
    text = (
        f"{papers_word(about['total'])} ({about['name']}) and {about['other_total']:,} "
        f"({about['other_name']}) in {counted(len(rows), 'topic')}. "
    )
    if clear:
        most = max(clear, key=lambda row: abs(row["difference"]))
        named = f"topic {most['topic']}" + (f" ({most['label']})" if most["label"] else "")
        text += (
            f"Shares differ by more than chance in {len(clear)}, most in {named}: "
            f"{most['share']:.0%} against {most['other_share']:.0%}. "
        )
    else:
        text += "No share differs by more than chance. "
    text += "Fisher's exact test, corrected for the number of topics by Benjamini and Hochberg."
    if len(rows) > top:
        text += f" The {top} that differ most are drawn."
    both = about["in_both"]
    return text + (f" {papers_word(both)} in both {'is' if both == 1 else 'are'} left out." if both else "")
