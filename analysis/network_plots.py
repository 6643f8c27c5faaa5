"""The picture of a coauthor network, and what it says in words."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.drawing import GREY, MARKERS, new_axes, papers_word, plain
from analysis.errors import TooLittleData
from analysis.frames import to_rows
from analysis.network_layout import place_labels
from analysis.productivity import NO_AUTHORS, cut_lists_sentence
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_SIZE = 5.5
NO_PAIRS = "No two authors wrote a paper together, so there is no network to show."
LARGEST_RADIUS, SMALLEST_RADIUS = 5.0, 1.6


@traced
def plot_coauthor_network(nodes: Any, edges: Any, *, labels: int = 30, ax: "Axes | None" = None) -> "Axes":
    """Draw the authors that `coauthor_network` gave a place, and who wrote with whom.

    The area of a mark is the number of papers, colour and shape are the cluster (grey: clusters of one
    or two, and from the eighth on), thicker lines are more joint papers. The authors with the most
    papers are labelled as far as there is room.

    Parameters
    ----------
    nodes : DataFrame
        What `coauthor_network` returns.
    edges : DataFrame
        What `coauthorships` returns.
    labels : int
        The most labels to draw.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are no authors, or no author has a place.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> nodes = pd.DataFrame({"author_id": ["a", "b"], "author": ["A", "B"], "papers": [1, 1],
    ...     "cluster": [0, 0], "shown": [True, True], "x": [0.0, 1.0], "y": [0.0, 0.0]})
    >>> edges = pd.DataFrame({"author_id_1": ["a"], "author_id_2": ["b"], "papers": [1]})
    >>> ax = plot_coauthor_network(nodes, edges, ax=Figure().subplots())
    >>> sorted(text.get_text() for text in ax.texts)
    ['A', 'B']
    """
    from matplotlib.collections import LineCollection

    every = to_rows(nodes, "author_id", "shown", made_by="coauthor_network")
    shown = sorted((row for row in every if row["shown"]), key=lambda row: (-row["papers"], row["author_id"]))
    if not shown:
        raise TooLittleData(NO_AUTHORS if not every else NO_PAIRS)
    ax = new_axes(ax)
    place = {row["author_id"]: (row["x"], row["y"]) for row in shown}
    lines = [
        row for row in to_rows(edges) if row["author_id_1"] in place and row["author_id_2"] in place
    ]  # fmt: skip
    ax.add_collection(
        LineCollection(
            [[place[row["author_id_1"]], place[row["author_id_2"]]] for row in lines],
            colors="0.72", linewidths=[min(2.5, 0.3 + 0.25 * row["papers"]) for row in lines], zorder=1,
        )
    )  # fmt: skip
    radii = _radii([row["papers"] for row in shown])
    for cluster, colour, marker in _looks(shown):
        own = [n for n, row in enumerate(shown) if row["cluster"] in cluster]
        ax.scatter(
            [shown[n]["x"] for n in own], [shown[n]["y"] for n in own],
            s=[math.pi * radii[n] ** 2 for n in own], color=colour, marker=marker,
            edgecolors="white", linewidths=0.4, zorder=2,
        )  # fmt: skip
    ax.set_aspect("equal", adjustable="datalim")
    ax.axis("off")
    ax.margins(0.07)
    _write_labels(ax, shown, radii, labels, lines)
    return ax


def _radii(papers: list[int]) -> np.ndarray:
    share = np.sqrt(np.array(papers, dtype=float) / max(papers))
    return np.maximum(SMALLEST_RADIUS, LARGEST_RADIUS * share)


def _looks(shown: list[dict[str, Any]]) -> list[tuple[set[int], str, str]]:
    """Return which clusters are drawn in which colour with which marker."""
    size: dict[int, int] = {}
    for row in shown:
        size[row["cluster"]] = size.get(row["cluster"], 0) + 1
    named = sorted(
        (cluster for cluster in size if size[cluster] > 2), key=lambda cluster: (-size[cluster], cluster)
    )
    named = named[: len(MARKERS)]
    looks = [({cluster}, f"C{number}", MARKERS[number]) for number, cluster in enumerate(named)]
    return [*looks, (set(size) - set(named), GREY, "o")]


def _write_labels(
    ax: "Axes", shown: list[dict[str, Any]], radii: np.ndarray, labels: int, lines: list[dict[str, Any]]
) -> None:
    """Write the labels that find room in an Axes of the size that it has now."""
    from matplotlib.patheffects import withStroke

    figure = ax.get_figure(root=True)
    if figure is None:
        return
    figure.draw_without_rendering()  # settles the size of the Axes, which places in points depend on
    points = 72 / figure.dpi
    window = ax.get_window_extent()
    anchors = ax.transData.transform([(row["x"], row["y"]) for row in shown]) * points
    area = (window.x0 * points, window.y0 * points, window.x1 * points, window.y1 * points)
    names = [plain(row["author"], width=22) for row in shown[:labels]]
    number_of = {row["author_id"]: number for number, row in enumerate(shown)}
    joined = [(number_of[row["author_id_1"]], number_of[row["author_id_2"]]) for row in lines]
    for number, middle, far in place_labels(names, anchors, radii, size=LABEL_SIZE, area=area, lines=joined):
        leader = {"arrowstyle": "-", "color": "0.4", "linewidth": 0.4, "shrinkA": 0, "shrinkB": radii[number]}
        ax.annotate(
            names[number], (shown[number]["x"], shown[number]["y"]),
            xytext=tuple(np.array(middle) - anchors[number]), textcoords="offset points",
            ha="center", va="center", size=LABEL_SIZE, zorder=3,
            path_effects=[withStroke(linewidth=1.2, foreground="white")],
            arrowprops=leader if far else None,
        )  # fmt: skip


def describe_coauthor_network(nodes: Any, *, papers: Any = None) -> str:
    """Return `coauthor_network` in a sentence or two; `papers` says how many author lists were cut.

    Examples
    --------
    >>> import pandas as pd
    >>> nodes = pd.DataFrame({"author_id": ["a", "b", "c"], "author": ["A", "B", "C"], "papers": [2, 2, 1],
    ...     "component": [0, 0, 1], "cluster": [0, 0, 1], "shown": [True, True, False]})
    >>> print(describe_coauthor_network(nodes))
    Shown are 2 of 3 authors, each with 2 papers or more and a joint paper with another one shown. All 3
    form 2 groups without a joint paper between them, the largest with 2 authors.
    """
    rows = to_rows(nodes, "author_id", "shown", made_by="coauthor_network")
    shown = [row for row in rows if row["shown"]]
    if not shown:
        return NO_AUTHORS if not rows else NO_PAIRS
    least = min(row["papers"] for row in shown)
    groups = [row["component"] for row in rows]
    largest = groups.count(0)
    return (
        f"Shown are {len(shown):,} of {len(rows):,} authors, each with {papers_word(least)} or more and a "
        f"joint paper with another one shown. All {len(rows):,} form {len(set(groups)):,} "
        f"group{'s' * (len(set(groups)) != 1)} without a joint paper "
        f"between them, the largest with {largest:,} authors.{cut_lists_sentence(papers)}"
    )
