"""A map on which similar papers lie together, with the topics' names."""

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.clustering import seeded
from analysis.drawing import MARKERS, counted, new_axes, papers_word
from analysis.errors import TooLittleData, require_pandas
from analysis.neighbors import neighbor_graph
from analysis.provenance import traced
from analysis.topic_tables import NO_TOPICS, placed_papers, short_names, topic_name
from analysis.topics import Topics

if TYPE_CHECKING:
    from igraph import Graph
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

COLUMNS = ["paper_id", "title", "x", "y", "topic", "label", "strength"]
COLORS = 7
STEPS, FEWEST_STEPS = 300, 50
PULLS = 20_000_000  # of two neighbours: what the steps of a large map are cut to
WIDEST_GAP = 0.05
HIDING = 40.0  # line heights that a name moves away rather than hide all papers


@traced
def topic_map(topics: Topics, papers: pd.DataFrame) -> pd.DataFrame:
    """Return a place in the plane for each paper that has a topic, such that similar papers lie together.

    The graph of nearest neighbours that the topics were found in is laid out by UMAP's method
    (McInnes, Healy and Melville 2018, arXiv 1802.03426), starting from the first two principal
    components; wide empty strips between groups are narrowed. Neighbourhood can be read from it;
    distances, directions and the size of gaps can't.

    Parameters
    ----------
    topics : Topics
    papers : DataFrame
        With `paper_id` and `title`: the papers that the topics were fitted to.

    Returns
    -------
    DataFrame
        `paper_id`, `title`, `x`, `y` (both from 0 to 1), `topic`, `label`, `strength`.

    Raises
    ------
    KeyError
        If a column is missing.
    """
    require_pandas(papers, ["paper_id", "title"], "papers", "`load_corpus(...).papers`")
    if topics.topics.empty:
        return pd.DataFrame(columns=COLUMNS)
    graph = neighbor_graph(topics.vectors, n_neighbors=topics.options["n_neighbors"])
    steps = max(FEWEST_STEPS, min(STEPS, PULLS // max(1, graph.ecount())))
    with seeded(Random(topics.options["seed"])):
        places = np.array(
            graph.layout_umap(
                dist=_distances(graph), seed=_principal(topics.vectors).tolist(), min_dist=0.1, epochs=steps
            ).coords
        )
    x, y = (without_gaps(places[:, axis]) for axis in (0, 1))
    found = placed_papers(topics).assign(x=x, y=y)
    return found.merge(papers[["paper_id", "title"]], on="paper_id", how="left")[COLUMNS]


def _distances(graph: "Graph") -> list[float]:
    return [max(0.0, 1 - weight) for weight in graph.es["weight"]]


def _principal(vectors: np.ndarray) -> np.ndarray:
    """Return the first two principal components, each turned so that its longer tail is positive.

    One decimal is enough to start a layout from, and the same on every machine. The tail of all papers
    turns less often than the farthest of them when a few come or go.
    """
    centered = (vectors - vectors.mean(axis=0)).astype(float)
    _, _, axes = np.linalg.svd(centered, full_matrices=False)
    places = centered @ axes[:2].T
    signs = np.sign((places**3).sum(axis=0))
    return np.asarray(np.round(10 * places * np.where(signs == 0, 1, signs), 1))


def without_gaps(places: np.ndarray) -> np.ndarray:
    """Return places on one axis, from 0 to 1, without empty stretches wider than a twentieth.

    Groups without a tie between them are driven apart until each is a blot in its corner. Among few
    places a stretch may be twice as wide as if they were spread evenly.

    Examples
    --------
    >>> without_gaps(np.array([0, 1, 2, 3, 100])).tolist()
    [0.0, 0.1667, 0.3333, 0.5, 1.0]
    """
    places = _to_unit(places)
    order = np.argsort(places, kind="stable")
    gaps = np.diff(places[order])
    widest = max(WIDEST_GAP, 2 / max(1, int((gaps > 0).sum())))
    while gaps.max(initial=0) > (widest + 1e-6) * gaps.sum():
        gaps = np.minimum(gaps, widest * gaps.sum())
    places[order] = np.concatenate([[0.0], np.cumsum(gaps)])
    return _to_unit(places)


def _to_unit(places: np.ndarray) -> np.ndarray:
    span = max(float(np.ptp(places)), 1e-9)
    return np.asarray(((places - places.min()) / span).round(4))


@traced
def plot_topic_map(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the papers as points, one colour and marker a topic, with each topic's number and first name.

    Papers that belong to their topic in less than half of the single runs are drawn open. A
    topic's name stands as near to the middle of its papers as other names, and few papers, let it.

    Parameters
    ----------
    table : DataFrame
        What `topic_map` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are no topics.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame([("a", "A", 0.0, 0.0, 0, "graphs, nodes", 1.0)], columns=COLUMNS)
    >>> ax = plot_topic_map(table, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['0 graphs']
    """
    require_pandas(table, COLUMNS, "table", "`topic_map`")
    if table.empty:
        raise TooLittleData(NO_TOPICS)
    ax = new_axes(ax)
    size = max(3.0, min(16.0, 4000 / len(table)))
    for topic, (color, marker) in _symbols(table).items():
        rows = table[table["topic"] == topic]
        for loose, part in rows.groupby(rows["strength"] < 0.5):
            face = "none" if loose else color
            ax.scatter(
                part["x"], part["y"], s=size, marker=marker, facecolor=face, edgecolor=color, linewidth=0.4
            )
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.set_xlim(-0.08, 1.08)
    ax.set_ylim(-0.06, 1.06)
    _place_names(ax, table)
    return ax


def _symbols(table: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Return colour and marker of each topic: no two have both in common as long as there are enough."""
    symbols: dict[int, tuple[str, str]] = {}
    for topic, color in sorted(_colors(table).items()):
        start = topic + topic // COLORS
        markers = [MARKERS[(start + step) % len(MARKERS)] for step in range(len(MARKERS))]
        free = [marker for marker in markers if (color, marker) not in symbols.values()]
        symbols[topic] = (color, (free or markers)[0])
    return symbols


def _colors(table: pd.DataFrame) -> dict[int, str]:
    """Return each topic's colour: used again, if it must be, for the topic farthest away."""
    chosen: dict[int, tuple[int, np.ndarray]] = {}
    for topic, places in table.groupby("topic")[["x", "y"]]:
        center = places.median().to_numpy()
        room = [9.0] * COLORS
        for color, other in chosen.values():
            room[color] = min(room[color], float(np.hypot(*(other - center))))
        chosen[int(topic)] = (room.index(max(room)), center)
    return {topic: f"C{color}" for topic, (color, _) in chosen.items()}


def _place_names(ax: "Axes", table: pd.DataFrame) -> None:
    """Write the topics' names, the largest topic first, each where it covers no other and few papers."""
    from matplotlib.patheffects import withStroke

    if figure := ax.get_figure(root=True):
        figure.draw_without_rendering()
    frame = ax.get_window_extent()
    names = short_names(table.groupby("topic")["label"].first())
    points = ax.transData.transform(table[["x", "y"]])
    taken: list[Bbox] = []
    for topic in table["topic"].value_counts().index.tolist():
        place = table.loc[table["topic"] == topic, ["x", "y"]].median().to_numpy()
        name = topic_name(topic, names[topic], width=28)
        text = ax.text(place[0], place[1], name, ha="center", va="center", size="small", weight="bold")
        text.set_path_effects([withStroke(linewidth=1.8, foreground="white")])
        home = text.get_window_extent()
        shift = _best_shift(home, frame, taken, points)
        text.set_position(tuple(ax.transData.inverted().transform(ax.transData.transform(place) + shift)))
        taken.append(home.translated(*shift).padded(home.height / 3))


def _best_shift(home: "Bbox", frame: "Bbox", taken: "list[Bbox]", points: np.ndarray) -> tuple[float, float]:
    """Return the shift, in pixels, at which the box stays in the frame, off the others and near its place.

    Papers under it count as distance: each the more, the fewer there are.
    """
    step = home.height

    def is_free(shift: tuple[float, float]) -> bool:
        box = home.translated(*shift)
        inside = box.x0 >= frame.x0 and box.x1 <= frame.x1 and box.y0 >= frame.y0 and box.y1 <= frame.y1
        return inside and not any(box.overlaps(other) for other in taken)

    def cost(shift: tuple[float, float]) -> tuple[float, tuple[float, float]]:
        touched = home.translated(*shift).padded(step / 4)
        hidden = ((points > touched.min) & (points < touched.max)).all(axis=1).mean()
        return round((abs(shift[0]) + abs(shift[1])) / step + HIDING * hidden, 6), shift

    shifts = [(dx * step, dy * step) for dx in np.arange(-6, 6.5) for dy in np.arange(-5, 5.5, 0.5)]
    return min(filter(is_free, shifts), key=cost, default=(0.0, 0.0))


def describe_topic_map(table: pd.DataFrame) -> str:
    """Return sentences that say what the map of `topic_map` shows, and what can't be read from it."""
    require_pandas(table, COLUMNS, "table", "`topic_map`")
    if table.empty:
        return NO_TOPICS
    loose = int((table["strength"] < 0.5).sum())
    text = (
        f"{papers_word(len(table))} in {counted(table['topic'].nunique(), 'topic')}; papers with similar "
        "texts lie together. Distances between groups, directions and gaps mean nothing."
    )
    if not loose:
        return text
    verb = "stands" if loose == 1 else "stand"
    return (
        f"{text} {papers_word(loose)}, drawn open, {verb} with the topic in less than half of the "
        "clustering runs."
    )
