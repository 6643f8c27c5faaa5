"""What to read of topics first: how large and how stable they are, and the papers most typical of each."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.drawing import counted, listed, new_axes, papers_word, plain
from analysis.errors import TooLittleData, require_at_least, require_made, require_pandas
from analysis.frames import to_rows
from analysis.provenance import traced
from analysis.topics import Topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_TOPICS = "There are no topics to show: too few papers have a title or an abstract."
# Hennig (2007): what resampling finds again by less than this is not to be trusted
FIRM = 0.6


@traced
def topic_sizes(topics: Topics) -> pd.DataFrame:
    """Return how large the topics are: `topic`, `label`, `size`, `share` of papers with a topic, `stability`.

    Raises
    ------
    AttributeError
        If `topics` is not what `fit_topics` returns.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    table = topics.topics[["topic", "label", "size", "stability"]].copy()
    table.insert(3, "share", table["size"] / max(1, table["size"].sum()))
    return table


@traced
def plot_topic_sizes(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the size of each topic as a bar, with its stability at the end; topics below 0.6 are hatched.

    Parameters
    ----------
    table : DataFrame
        What `topic_sizes` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are no topics.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"topic": [0], "label": ["graphs"], "size": [9], "stability": [0.5]})
    >>> ax = plot_topic_sizes(table, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    [' 9 (0.50)']
    """
    require_pandas(table, ["topic", "label", "size", "stability"], "table", "`topic_sizes`")
    if table.empty:
        raise TooLittleData(NO_TOPICS)
    ax = new_axes(ax)
    rows, places = to_rows(table), range(len(table))
    bars = ax.barh(places, table["size"], color="C0", edgecolor="white", height=0.7)
    for place, bar, row in zip(places, bars, rows, strict=True):
        if round(row["stability"], 2) < FIRM:
            bar.set_hatch("////")
        text = f" {row['size']:,} ({row['stability']:.2f})"
        ax.text(row["size"], place, text, va="center", ha="left", size="small")
    ax.set_yticks(places, [topic_name(row["topic"], row["label"], width=34) for row in rows])
    ax.invert_yaxis()
    ax.set_xlim(0, table["size"].max() * 1.3)
    ax.set_xlabel("Papers (stability)")
    return ax


def describe_topic_sizes(table: pd.DataFrame) -> str:
    """Return sentences that read the table of `topic_sizes`."""
    require_pandas(table, ["label", "size", "stability"], "table", "`topic_sizes`")
    if table.empty:
        return NO_TOPICS
    first, last = table.iloc[0], table.iloc[-1]
    loose = table.loc[table["stability"].round(2) < FIRM, "topic"].astype(str).tolist()
    text = f"{papers_word(int(table['size'].sum()))} in {counted(len(table), 'topic')}"
    if len(table) == 1:
        text += f" ({first['label']})."
    else:
        text += f", from {first['size']:,} ({first['label']}) to {last['size']:,} ({last['label']})."
    if not loose:
        which = "It" if len(table) == 1 else "Each of them"
        return f"{text} {which} is firm: its stability over single runs is {FIRM} or more."
    noun, verb = ("Topic", "is") if len(loose) == 1 else ("Topics", "are")
    return f"{text} {noun} {listed(loose)} {verb} loose (stability below {FIRM}): read with care."


@traced
def typical_papers(topics: Topics, papers: pd.DataFrame, *, n: int = 3) -> pd.DataFrame:
    """Return the papers nearest to the centre of each topic, nearest first.

    Parameters
    ----------
    topics : Topics
    papers : DataFrame
        With `paper_id` and `title`: the papers that the topics were fitted to.
    n : int
        How many of each topic.

    Returns
    -------
    DataFrame
        `topic`, `label`, `rank`, `paper_id`, `title` (missing where the paper has none),
        `similarity` (cosine with the mean of the topic's vectors), `strength`.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `n` is less than 1.
    """
    require_pandas(papers, ["paper_id", "title"], "papers", "`load_corpus(...).papers`")
    require_at_least("n", n, 1)
    found = central_papers(topics).groupby("topic").head(n).merge(papers[["paper_id", "title"]], how="left")
    return found[["topic", "label", "rank", "paper_id", "title", "similarity", "strength"]]


def describe_typical_papers(table: pd.DataFrame) -> str:
    """Return a sentence that says how to read the table of `typical_papers`."""
    require_pandas(table, ["rank", "similarity"], "table", "`typical_papers`")
    if table.empty:
        return NO_TOPICS
    return (
        f"The {papers_word(int(table['rank'].max()))} nearest to the centre of each topic (cosine similarity "
        f"from {table['similarity'].min():.2f} to {table['similarity'].max():.2f}): typical, "
        "not the most important."
    )


def placed_papers(topics: Topics) -> pd.DataFrame:
    """Return `paper_id`, `topic`, `label`, `strength` of each paper with a topic, as in `topics.vectors`."""
    found = topics.documents[["paper_id"]].merge(topics.assignments, on="paper_id")
    found = found.merge(topics.topics[["topic", "label"]], on="topic")
    return found[["paper_id", "topic", "label", "strength"]]


def central_papers(topics: Topics) -> pd.DataFrame:
    """Return `placed_papers` with `similarity` to the centre of their topic and `rank`, the nearest first."""
    found = placed_papers(topics)
    similarity = topics.vectors * topic_centers(topics)[found["topic"]] if len(found) else np.empty((0, 0))
    found["similarity"] = similarity.sum(axis=1).astype(float).round(4)
    found = found.sort_values(["topic", "similarity", "paper_id"], ascending=[True, False, True])
    return found.assign(rank=found.groupby("topic").cumcount() + 1)


def topic_centers(topics: Topics) -> np.ndarray:
    """Return the mean of each topic's vectors, made a unit vector: one row a topic."""
    found = placed_papers(topics)["topic"].to_numpy()
    means = np.array([topics.vectors[found == topic].mean(axis=0) for topic in topics.topics["topic"]])
    means = means.reshape(len(topics.topics), topics.vectors.shape[1])
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12))


def short_names(labels: "pd.Series[str]") -> "pd.Series[str]":
    """Return the first terms of each label: one, or as many as it takes to differ from the others.

    Examples
    --------
    >>> short_names(pd.Series(["spin, torque", "graphs, nodes", "spin, waves"])).tolist()
    ['spin, torque', 'graphs', 'spin, waves']
    """
    names = labels.str.split(", ").str[0]
    for count in range(2, 11):
        alike = names.duplicated(keep=False)
        names = names.mask(alike, labels.str.split(", ").str[:count].str.join(", "))
    return names


def topic_name(topic: int, label: object, *, width: int = 32) -> str:
    """Return a topic's number and as many terms of its label as fit, safe to be drawn.

    Examples
    --------
    >>> topic_name(3, "graph neural networks, recommendation", width=28)
    '3 graph neural networks'
    """
    if pd.isna(label):
        return f"{topic}"
    terms = str(label).split(", ")
    fitting = [", ".join(terms[:count]) for count in range(1, len(terms) + 1)]
    short = max((name for name in fitting if len(name) <= width - 3), key=len, default=terms[0])
    return f"{topic} {plain(short, width=width - 3)}"
