"""How many topics, and how firm: fits with other seeds, and with other resolutions."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.clustering import Clusters, consensus_clusters
from analysis.drawing import counted, new_axes
from analysis.errors import TooLittleData, require_made, require_pandas
from analysis.neighbors import neighbor_graph
from analysis.provenance import traced
from analysis.topic_tables import placed_papers
from analysis.topics import Topics

if TYPE_CHECKING:
    from igraph import Graph
    from matplotlib.axes import Axes

RESOLUTIONS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
AGREEMENT = ["seed", "other_seed", "topics", "other_topics", "agreement"]
COLUMNS = ["resolution", "topics", "smallest", "largest", "stability", "quality", "chosen"]
NOTHING = "Without topics there is no choice between resolutions to show."


@traced
def topic_stability(topics: Topics, *, seeds: Sequence[int] = (1, 2, 3, 4, 5)) -> pd.DataFrame:
    """Return how far the topics stay the same when they are fitted with other seeds.

    Parameters
    ----------
    topics : Topics
    seeds : sequence of int
        At least one other than that of `topics`, which is always compared with them.

    Returns
    -------
    DataFrame
        One row a pair of seeds, those of `topics` itself first: `seed`, `other_seed`, `topics`,
        `other_topics` (how many each found), `agreement`: the adjusted Rand index (Hubert and Arabie
        1985, doi 10.1007/BF01908075), 1 if both group the papers alike, about 0 if only by chance.

    Raises
    ------
    ValueError
        If no other seed is given.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    from sklearn.metrics import adjusted_rand_score

    every = list(dict.fromkeys([topics.options["seed"], *seeds]))
    if len(every) < 2:
        raise ValueError(f"`seeds` must hold another seed than that of the topics, but {seeds!r} was given.")
    if topics.topics.empty:
        return pd.DataFrame(columns=AGREEMENT)
    graph = neighbor_graph(topics.vectors, n_neighbors=topics.options["n_neighbors"])
    runs = {seed: _clusters(topics, graph, seed=seed).labels for seed in every}
    pairs = [
        (one, two, runs[one].max() + 1, runs[two].max() + 1, adjusted_rand_score(runs[one], runs[two]))
        for one, two in combinations(runs, 2)
    ]
    return pd.DataFrame(pairs, columns=AGREEMENT)


def describe_topic_stability(table: pd.DataFrame) -> str:
    """Return a sentence that reads the table of `topic_stability`."""
    require_pandas(table, AGREEMENT, "table", "`topic_stability`")
    if table.empty:
        return "Without topics there is nothing whose stability could be measured."
    found = pd.concat([table["topics"], table["other_topics"]])
    number = ("" if found.min() == found.max() else f"{found.min()} to ") + counted(found.max(), "topic")
    seeds = pd.concat([table["seed"], table["other_seed"]]).nunique()
    return (
        f"Fitted with {seeds} seeds, that of these topics among them, the papers fall into {number}; "
        f"two fits agree with a mean adjusted Rand index of {table['agreement'].mean():.2f} "
        f"(lowest {table['agreement'].min():.2f}; 1 is the same)."
    )


@traced
def topic_choice(topics: Topics, *, resolutions: Sequence[float] = RESOLUTIONS) -> pd.DataFrame:
    """Return how many topics other resolutions would give, how stable and how good those are.

    Each resolution is a clustering of the same graph of neighbours, with the same seed.

    Parameters
    ----------
    topics : Topics
    resolutions : sequence of float
        Those to try; the resolution of the fit is always among them.

    Returns
    -------
    DataFrame
        One row a resolution, from the least: `resolution`, `topics` (how many), `smallest` and
        `largest` (papers), `stability` (mean over papers of their topic's stability, 0 to 1),
        `quality` (modularity at resolution 1, Newman and Girvan 2004, doi
        10.1103/PhysRevE.69.026113: how much more of the graph lies within topics than would by
        chance), `chosen` (whether it is the resolution of the fit). Empty if there are no topics.

    Raises
    ------
    ValueError
        If a resolution is not more than 0.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    if not all(0 < resolution < float("inf") for resolution in resolutions):
        raise ValueError(f"`resolutions` must be more than 0, but {resolutions!r} were given.")
    if topics.topics.empty:
        return pd.DataFrame(columns=COLUMNS)
    chosen = topics.options["resolution"]
    graph = neighbor_graph(topics.vectors, n_neighbors=topics.options["n_neighbors"])
    rows = []
    for resolution in sorted({*resolutions, chosen}):
        clusters = _clusters(topics, graph, resolution=resolution)
        sizes = np.bincount(clusters.labels)
        stability = float(clusters.stability[clusters.labels].mean())
        quality = graph.modularity(clusters.labels.tolist(), weights="weight")
        rows.append(
            (resolution, len(sizes), sizes.min(), sizes.max(), stability, quality, resolution == chosen)
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _clusters(topics: Topics, graph: "Graph", **other: Any) -> Clusters:
    """Return the clusters of the fit with another seed or resolution; those of the fit itself are known."""
    options = {name: topics.options[name] for name in ("seed", "resolution")}
    if options != options | other:
        return consensus_clusters(graph, **(options | other))
    placed = placed_papers(topics)
    return Clusters(
        placed["topic"].to_numpy(dtype=int),
        placed["strength"].to_numpy(),
        topics.topics["stability"].to_numpy(),
    )


@traced
def plot_topic_choice(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw stability and quality against the resolution, with the number of topics above.

    Parameters
    ----------
    table : DataFrame
        What `topic_choice` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If the table is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> rows = [(0.5, 3, 9, 40, 0.9, 0.5, False), (1.0, 8, 4, 20, 0.8, 0.6, True)]
    >>> ax = plot_topic_choice(pd.DataFrame(rows, columns=COLUMNS), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['topics', '3', '8', 'Stability', 'Quality']
    """
    require_pandas(table, COLUMNS, "table", "`topic_choice`")
    if table.empty:
        raise TooLittleData(NOTHING)
    ax = new_axes(ax)
    places = np.log2(table["resolution"].to_numpy(dtype=float))
    ax.text(-0.02, 1.02, "topics", transform=ax.transAxes, ha="right", size="x-small", color="0.3")
    above: dict[str, Any] = {"transform": ax.get_xaxis_transform(), "ha": "center", "size": "x-small"}
    for place, number, chosen in zip(places, table["topics"], table["chosen"], strict=True):
        ax.text(place, 1.02, f"{number:,}", weight="bold" if chosen else "normal", **above)
    beside: dict[str, Any] = {"textcoords": "offset points", "ha": "right", "size": "small"}
    for name, style in (("stability", "C0o-"), ("quality", "C1s--")):
        ax.plot(places, table[name], style, markersize=3.5)
        last, before = table[name].iloc[-1], table[name].iloc[-2:].iloc[0]
        # above a line that rises, below one that falls
        shift, side = (6, "bottom") if before + 0.02 < last < 0.93 else (-6, "top")
        ax.annotate(name.capitalize(), (places[-1], last), xytext=(0, shift), va=side, **beside)
    for place in places[table["chosen"].to_numpy(dtype=bool)]:
        ax.axvline(place, color="0.8", linewidth=0.8, zorder=0)
    ax.set_xticks(places, [f"{resolution:.2g}" for resolution in table["resolution"]])
    ax.tick_params(axis="x", labelsize="x-small")
    ax.set_ylim(min(0, 1.1 * table["quality"].min(), table["quality"].iloc[-1] - 0.12), 1.05)
    ax.set_xlabel("Resolution")
    return ax


def describe_topic_choice(table: pd.DataFrame) -> str:
    """Return sentences that read the table of `topic_choice`."""
    require_pandas(table, COLUMNS, "table", "`topic_choice`")
    if table.empty:
        return NOTHING
    chosen = table[table["chosen"]].iloc[0]
    several = table[table["topics"] > 1]
    text = (
        f"Resolutions from {table['resolution'].min():g} to {table['resolution'].max():g} give "
        f"{table['topics'].min()} to {counted(table['topics'].max(), 'topic')}. Chosen is "
        f"{chosen['resolution']:.3g}: {counted(chosen['topics'], 'topic')}, "
        f"stability {chosen['stability']:.2f}, quality (modularity) {chosen['quality']:.2f}."
    )
    if several.empty:
        return text
    firmest = several.loc[several["stability"].idxmax()]
    return (
        f"{text} Most stable, apart from a single topic, are the {firmest['topics']} of resolution "
        f"{firmest['resolution']:.3g} ({firmest['stability']:.2f})."
    )
