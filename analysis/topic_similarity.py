"""How near topics stand to one another."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.drawing import new_axes
from analysis.errors import TooLittleData, require_made, require_pandas
from analysis.provenance import traced
from analysis.topic_tables import topic_centers, topic_name
from analysis.topics import Topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = ["topic", "label", "other_topic", "other_label", "similarity"]
TOO_FEW = "The similarity of topics can't be shown: it takes two topics or more."


@traced
def topic_similarity(topics: Topics) -> pd.DataFrame:
    """Return the similarity of each topic with each other, similar topics next to one another.

    Returns
    -------
    DataFrame
        One row a pair, in both directions and with itself: `topic`, `label`, `other_topic`,
        `other_label`, `similarity` (cosine of the topics' mean vectors). Topics come in the order
        of the leaves of their average-linkage tree (Sokal and Michener 1958). Empty if there are
        fewer than two topics.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(topics.topics) < 2:
        return pd.DataFrame(columns=COLUMNS)
    centers = topic_centers(topics).astype(float)
    cosine = np.clip(np.round(centers @ centers.T, 6), -1, 1)
    distance = 1 - cosine
    np.fill_diagonal(distance, 0)
    order = leaves_list(linkage(squareform(distance, checks=False), "average", optimal_ordering=True))
    if order[0] > order[-1]:  # a tree can be read from either end
        order = order[::-1]
    names = topics.topics[["topic", "label"]].to_numpy().tolist()
    return pd.DataFrame(
        [(*names[one], *names[two], cosine[one, two]) for one in order for two in order], columns=COLUMNS
    )


@traced
def plot_topic_similarity(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the similarity of topics as a grid, darker for more similar, with the value in each cell.

    Parameters
    ----------
    table : DataFrame
        What `topic_similarity` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are fewer than two topics.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> pairs = [(0, "graphs", 0, "graphs", 1.0), (0, "graphs", 1, "trees", 0.4),
    ...          (1, "trees", 0, "graphs", 0.4), (1, "trees", 1, "trees", 1.0)]
    >>> ax = plot_topic_similarity(pd.DataFrame(pairs, columns=COLUMNS), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['.40']
    """
    require_pandas(table, COLUMNS, "table", "`topic_similarity`")
    if table.empty:
        raise TooLittleData(TOO_FEW)
    ax = new_axes(ax)
    order = table["topic"].drop_duplicates().tolist()
    grid = table.pivot(index="topic", columns="other_topic", values="similarity")
    grid = grid.reindex(index=order, columns=order).to_numpy()
    below = np.where(np.tri(len(order), k=-1, dtype=bool), grid, np.nan)
    low, high = np.nanmin(below), np.nanmax(below)
    ax.imshow(below, cmap="Blues", vmin=low - 0.05, vmax=high + 0.05, aspect="auto")
    middle: dict[str, Any] = {"ha": "center", "va": "center", "size": "x-small"}
    for row, column in zip(*np.nonzero(~np.isnan(below)), strict=True) if len(order) <= 16 else ():
        color = "white" if below[row, column] > (low + high) / 2 + 0.05 else "black"
        ax.text(column, row, f"{below[row, column]:.2f}".replace("0.", "."), color=color, **middle)
    labels = table.drop_duplicates("topic")["label"]
    names = [topic_name(topic, label) for topic, label in zip(order, labels, strict=True)]
    ax.set_yticks(range(len(order)), names)
    ax.set_xticks(range(len(order)), [str(topic) for topic in order])
    ax.set_xlabel("Topic")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def describe_topic_similarity(table: pd.DataFrame) -> str:
    """Return sentences that read the table of `topic_similarity`."""
    require_pandas(table, COLUMNS, "table", "`topic_similarity`")
    pairs = table[table["topic"] < table["other_topic"]]
    if pairs.empty:
        return TOO_FEW
    near, far = (pairs.sort_values("similarity", kind="stable").iloc[place] for place in (-1, 0))
    text = f"Nearest are topics {_pair(near)}"
    return f"{text}." if len(pairs) == 1 else f"{text}; farthest apart are topics {_pair(far)}."


def _pair(row: pd.Series) -> str:
    names = f"{row['topic']} ({row['label']}) and {row['other_topic']} ({row['other_label']})"
    return f"{names} with a cosine of {row['similarity']:.2f}"
