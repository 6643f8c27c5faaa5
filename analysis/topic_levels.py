"""Topics within topics: each fine topic lies in one coarse topic."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.clustering import Clusters, consensus_clusters
from analysis.drawing import counted, papers_word
from analysis.errors import require_made
from analysis.neighbors import neighbor_graph
from analysis.topic_naming import name_clusters
from analysis.topic_tables import placed_papers
from analysis.topics import Topics

FEWEST_TO_SPLIT = 20
COLUMNS = ["topic", "label", "subtopic", "sublabel", "words", "size", "stability"]
NOTHING = "There are no topics that could be split."


@dataclass(frozen=True)
class Subtopics:
    """The fine level of topics, as `fit_subtopics` returns it.

    Attributes
    ----------
    assignments : DataFrame
        One row a paper that has a topic, in the order of the papers: `paper_id`, `topic`,
        `subtopic` ('2.0' is the largest subtopic of topic 2), `strength` (share of single
        clustering runs in which the paper stood with its subtopic).
    subtopics : DataFrame
        One row a subtopic: `topic`, `label` (of the topic), `subtopic`, `sublabel`, `words`,
        `size` (papers), `stability` (as of topics, over runs within the topic; that of the topic
        itself where it is not split).
    """

    assignments: pd.DataFrame
    subtopics: pd.DataFrame

    def _repr_html_(self) -> str:
        return str(self.subtopics.to_html(index=False, escape=True))


def fit_subtopics(topics: Topics, *, resolution: float = 1.0) -> Subtopics:
    """Return the topics within each topic.

    The papers of a topic are clustered as if they were a corpus of their own (`neighbor_graph`,
    `consensus_clusters`). So a subtopic lies in one topic. A topic of fewer than 20 papers is not
    split. Words and labels set a subtopic apart from all other subtopics, of other topics too.

    Parameters
    ----------
    topics : Topics
    resolution : float
        More gives more and smaller subtopics.

    Raises
    ------
    ValueError
        If `resolution` is not more than 0.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    if not 0 < resolution < float("inf"):
        raise ValueError(f"`resolution` must be more than 0, but {resolution!r} was given.")
    placed = placed_papers(topics).reset_index(drop=True)
    if topics.topics.empty:
        empty = placed[["paper_id", "topic"]].assign(subtopic="", strength=0.0)
        return Subtopics(empty, pd.DataFrame(columns=COLUMNS))
    fine = _split(topics, placed["topic"].to_numpy(dtype=int), resolution)
    found, table = name_clusters(topics.documents["text"].tolist(), fine)
    parents = placed["topic"].groupby(found).first()
    table = table.rename(columns={"topic": "fine", "label": "sublabel"})
    table["topic"] = table["fine"].map(parents)
    # a table of topics begins with the largest: so they are numbered within their topic
    number = table.groupby("topic").cumcount().astype(str)
    table["subtopic"] = table["topic"].astype(str) + "." + number
    table["label"] = table["topic"].map(topics.topics.set_index("topic")["label"])
    names = table.set_index("fine")["subtopic"].loc[found].to_numpy()
    papers = placed[["paper_id", "topic"]].assign(subtopic=names, strength=fine.strength)
    in_order = topics.assignments[["paper_id"]].merge(papers, on="paper_id")
    table = table.sort_values("topic", kind="stable", ignore_index=True)
    return Subtopics(in_order, table[COLUMNS])


def _split(topics: Topics, coarse: np.ndarray, resolution: float) -> Clusters:
    """Return the clusters within each topic, numbered through."""
    labels, strength = np.zeros(len(coarse), dtype=np.int64), np.ones(len(coarse))
    stability: list[float] = []
    for topic, known in topics.topics[["topic", "stability"]].itertuples(index=False):
        papers = np.flatnonzero(coarse == topic)
        if len(papers) < FEWEST_TO_SPLIT:
            labels[papers] = len(stability)
            stability.append(known)
            continue
        graph = neighbor_graph(topics.vectors[papers], n_neighbors=topics.options["n_neighbors"])
        clusters = consensus_clusters(graph, seed=topics.options["seed"], resolution=resolution)
        labels[papers] = clusters.labels + len(stability)
        strength[papers] = clusters.strength
        stability += clusters.stability.tolist()
    return Clusters(labels, strength, np.array(stability))


def describe_subtopics(subtopics: Subtopics) -> str:
    """Return sentences that read the table of `fit_subtopics`."""
    require_made(subtopics, "subtopics", "subtopics", "fit_subtopics")
    table = subtopics.subtopics
    if table.empty:
        return NOTHING
    counts = table["topic"].value_counts()
    whole, (low, high) = int((counts == 1).sum()), (table["size"].min(), table["size"].max())
    text = (
        f"{papers_word(int(table['size'].sum()))} in {counted(counts.size, 'topic')} and "
        f"{counted(len(table), 'subtopic')} of {'' if low == high else f'{low:,} to '}{papers_word(high)}; "
        "a subtopic lies in one topic."
    )
    rest = f" {whole} of the topics {'is' if whole == 1 else 'are'} not split." if whole else ""
    weight = np.average(table["stability"], weights=table["size"])
    return f"{text}{rest} Mean stability over single runs, by papers: {weight:.2f}."
