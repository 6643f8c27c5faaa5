"""Which topics the papers of each source, venue or field are about."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.drawing import new_axes, papers_word, percent, plain_names
from analysis.errors import TooLittleData, require_at_least, require_pandas
from analysis.frames import once_in_each, once_sentence, to_rows
from analysis.productivity import printed_names
from analysis.provenance import traced
from analysis.topic_tables import topic_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = ["group", "topic", "label", "papers", "total", "share"]
OTHERS = "others"
NOTHING = "Shares of topics can't be shown: no paper has both a topic and a known {by}."


@traced
def topic_shares(
    assignments: pd.DataFrame,
    records: pd.DataFrame,
    *,
    by: str = "source_file",
    topics: pd.DataFrame | None = None,
    largest: int = 6,
) -> pd.DataFrame:
    """Return the share of each topic among the papers of each group.

    A paper counts once in each group in which it stands. Papers without a topic, or of no known
    group, are not counted.

    Parameters
    ----------
    assignments : DataFrame
        `paper_id`, `topic`.
    records : DataFrame
        `paper_id` and the column `by`: `corpus.records`, or `corpus.papers`.
    by : str
        What groups the papers: 'author' (of `corpus.authorships`) keeps people apart by `author_id`. A
        paper of several fields ("A; B") counts once in each.
    topics : DataFrame, optional
        `topic`, `label`; without it, labels are missing.
    largest : int
        So many groups with most papers are kept apart; the rest is one group, 'others'.

    Returns
    -------
    DataFrame
        One row a group and topic, zeros included, the largest group first: `group`, `topic`,
        `label`, `papers`, `total` (papers of the group that have a topic), `share` (of total).

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `largest` is less than 1.

    Examples
    --------
    >>> assignments = pd.DataFrame({"paper_id": ["a", "b", "c"], "topic": [0, 1, 0]})
    >>> records = pd.DataFrame({"paper_id": ["a", "b", "c", "a"], "venue": ["X", "X", "Y", "Y"]})
    >>> topic_shares(assignments, records, by="venue").drop(columns="label")
      group  topic  papers  total  share
    0     X      0       1      2    0.5
    1     X      1       1      2    0.5
    2     Y      0       2      2    1.0
    3     Y      1       0      2    0.0
    """
    require_pandas(assignments, ["paper_id", "topic"], "assignments", "`fit_topics`")
    require_pandas(records, ["paper_id", by], "records", "`load_corpus(...).records`")
    require_at_least("largest", largest, 1)
    if by == "author" and "author_id" in records:
        shares = topic_shares(assignments, records, by="author_id", topics=topics, largest=largest)
        return _with_names(shares, records)
    placed = assignments.loc[assignments["topic"] >= 0, ["paper_id", "topic"]]
    apart = once_in_each(nw.from_native(records[["paper_id", by]]), [by]).to_native()
    pairs = apart.set_axis(["paper_id", "group"], axis=1).dropna().astype({"group": str})
    rows = pairs.drop_duplicates().merge(placed, on="paper_id")
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    sizes = rows["group"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = sizes.index.tolist()[:largest]
    rows["group"] = rows["group"].where(rows["group"].isin(kept), OTHERS)
    rows = rows.drop_duplicates(["paper_id", "group"])
    groups = [*kept, *([OTHERS] if len(sizes) > largest else [])]
    counts = pd.crosstab(rows["group"], rows["topic"]).reindex(index=groups)
    table = counts.stack().rename("papers").reset_index()
    table["total"] = table.groupby("group")["papers"].transform("sum")
    table["share"] = table["papers"] / table["total"]
    names = {} if topics is None else dict(zip(topics["topic"], topics["label"], strict=True))
    return table.assign(label=table["topic"].map(names).astype(object))[COLUMNS]


def _with_names(shares: pd.DataFrame, authorships: pd.DataFrame) -> pd.DataFrame:
    """Call authors by the name that most of their papers print, and by their id too if two share it."""
    known = authorships[authorships["author_id"].isin(shares["group"])]
    names = printed_names(known).to_native().set_index("author_id")["author"]
    twice = names[names.duplicated(keep=False)]
    names.update(twice + " (" + twice.index + ")")
    return shares.assign(group=shares["group"].map(names).fillna(shares["group"]))


@traced
def plot_topic_shares(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the shares as a grid: topics down, groups across with their papers, percent in the cells.

    Parameters
    ----------
    table : DataFrame
        What `topic_shares` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If the table is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> rows = [("ACL", 0, "graphs", 3, 4, 0.75), ("ACL", 1, "trees", 1, 4, 0.25)]
    >>> table = pd.DataFrame(rows, columns=COLUMNS)
    >>> ax = plot_topic_shares(table, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts], [tick.get_text() for tick in ax.get_xticklabels()]
    (['75', '25'], ['ACL (4)'])
    """
    require_pandas(table, COLUMNS, "table", "`topic_shares`")
    if table.empty:
        raise TooLittleData(NOTHING.format(by="group"))
    ax = new_axes(ax)
    groups = table.drop_duplicates("group")
    rows = table.drop_duplicates("topic").sort_values("topic")
    grid = table.pivot(index="topic", columns="group", values="share").loc[rows["topic"], groups["group"]]
    percent = 100 * grid.to_numpy(dtype=float)
    ax.imshow(percent, cmap="Blues", vmin=0, vmax=max(percent.max(), 1), aspect="auto")
    middle: dict[str, Any] = {"ha": "center", "va": "center", "size": "small"}
    for (row, column), share in np.ndenumerate(percent):
        color = "white" if share > 0.6 * percent.max() else "black"
        ax.text(column, row, f"{share:.0f}", color=color, **middle)
    names = plain_names(groups["group"].tolist(), width=20)
    heads = [f"{name} ({total:,})" for name, total in zip(names, groups["total"], strict=True)]
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(groups)), heads, rotation=40, ha="left", rotation_mode="anchor", size="small")
    ax.set_yticks(range(len(rows)), [topic_name(row["topic"], row["label"]) for row in to_rows(rows)])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.xaxis.set_label_position("bottom")
    ax.set_xlabel("Share of papers (%)")
    return ax


def describe_topic_shares(table: pd.DataFrame, *, by: str = "source_file") -> str:
    """Return sentences that read the table of `topic_shares`; `by` is what it was given there."""
    require_pandas(table, COLUMNS, "table", "`topic_shares`")
    if table.empty:
        return NOTHING.format(by=by)
    most = table[table["papers"] == table.groupby("group")["papers"].transform("max")]
    top, topics = most.drop_duplicates("group"), most["group"].value_counts()
    parts = [
        f"{row['group']} ({papers_word(row['total'])}) topic {row['topic']}{_in_brackets(row['label'])}"
        f"{_and_more(int(topics[row['group']]) - 1)} with {percent(row['share'])}"
        for row in to_rows(top)
    ]
    limit = " Shares of fewer than 30 papers are rough." if top["total"].min() < 30 else ""
    return f"The largest topic of each: {'; '.join(parts)}.{limit}{once_sentence([by])}"


def _and_more(equal: int) -> str:
    return f" and {equal} more" if equal else ""


def _in_brackets(label: object) -> str:
    return "" if pd.isna(label) else f" ({label})"
