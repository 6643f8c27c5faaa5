"""The picture of a network, that of authors, and what it says in words."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
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
Link = tuple[str, str, float]  # two ends and how strong


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
    every = to_rows(nodes, "author_id", "shown", made_by="coauthor_network")
    names = {"id": "author_id", "label": "author", "size": "papers"}
    shown = [row | {name: row[own] for name, own in names.items()} for row in every if row["shown"]]
    if not shown:
        raise TooLittleData(NO_AUTHORS if not every else NO_PAIRS)
    inside = [row["id"] for row in shown]
    lines = nw.from_native(edges).filter(*(nw.col(f"author_id_{end}").is_in(inside) for end in "12"))
    links = [(row["author_id_1"], row["author_id_2"], row["papers"]) for row in to_rows(lines)]
    return draw_network(new_axes(ax), shown, links, labels=labels)


def draw_network(
    ax: "Axes", nodes: Sequence[dict[str, Any]], links: Sequence[Link], *, labels: int
) -> "Axes":
    """Draw nodes, each with `id`, `label`, `size`, `cluster`, `x` and `y`, and the links between them."""
    from matplotlib.collections import LineCollection

    shown = sorted(nodes, key=lambda row: (-row["size"], row["id"]))
    number = {row["id"]: place for place, row in enumerate(shown)}
    joined = [(number[one], number[other]) for one, other, _ in links]
    points = np.array([(row["x"], row["y"]) for row in shown])
    widths = [min(2.5, 0.3 + 0.25 * weight) for *_, weight in links]
    ax.add_collection(
        LineCollection([points[list(ends)] for ends in joined], colors="0.72", linewidths=widths, zorder=1)
    )
    radii = _radii([row["size"] for row in shown])
    for cluster, colour, marker in _looks(shown):
        own = [n for n, row in enumerate(shown) if row["cluster"] in cluster]
        ax.scatter(
            points[own, 0], points[own, 1],
            s=[math.pi * radii[n] ** 2 for n in own], color=colour, marker=marker,
            edgecolors="white", linewidths=0.4, zorder=2,
        )  # fmt: skip
    ax.set_aspect("equal", adjustable="datalim")
    ax.axis("off")
    ax.margins(0.07)
    _write_labels(ax, [plain(row["label"], width=22) for row in shown[:labels]], points, radii, joined)
    return ax


def _radii(sizes: list[int]) -> np.ndarray:
    share = np.sqrt(np.array(sizes, dtype=float) / max(sizes))
    return np.maximum(SMALLEST_RADIUS, LARGEST_RADIUS * share)


def _looks(shown: list[dict[str, Any]]) -> list[tuple[set[int], str, str]]:
    """Return which clusters are drawn in which colour with which marker."""
    size = Counter(row["cluster"] for row in shown)
    large = [cluster for cluster in size if size[cluster] > 2]
    named = sorted(large, key=lambda cluster: (-size[cluster], cluster))[: len(MARKERS)]
    looks = [({cluster}, f"C{number}", MARKERS[number]) for number, cluster in enumerate(named)]
    return [*looks, (set(size) - set(named), GREY, "o")]


def _write_labels(
    ax: "Axes", names: list[str], points: np.ndarray, radii: np.ndarray, joined: list[tuple[int, int]]
) -> None:
    """Write the labels that find room in an Axes of the size that it has now."""
    from matplotlib.patheffects import withStroke

    figure = ax.get_figure(root=True)
    if figure is None:
        return
    figure.draw_without_rendering()  # settles the size of the Axes, which places in points depend on
    scale = 72 / figure.dpi
    window = ax.get_window_extent()
    anchors = ax.transData.transform(points) * scale
    area = (window.x0 * scale, window.y0 * scale, window.x1 * scale, window.y1 * scale)
    for number, middle, far in place_labels(names, anchors, radii, size=LABEL_SIZE, area=area, lines=joined):
        leader = {"arrowstyle": "-", "color": "0.4", "linewidth": 0.4, "shrinkA": 0, "shrinkB": radii[number]}
        ax.annotate(
            names[number], tuple(points[number]),
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
    form = "one group, tied by joint papers"
    if len(set(groups)) > 1:
        form = f"{len(set(groups)):,} groups without a joint paper between them, "
        form += f"the largest with {groups.count(0):,} authors"
    return (
        f"Shown are {len(shown):,} of {len(rows):,} authors, each with {papers_word(least)} or more and a "
        f"joint paper with another one shown. All {len(rows):,} form {form}.{cut_lists_sentence(papers)}"
    )
