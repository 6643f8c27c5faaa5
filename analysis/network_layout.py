"""The groups of a network, and where to draw its points and their labels, so that both can be read."""

import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import require_at_least
from analysis.saving import as_pandas

if TYPE_CHECKING:
    import igraph

Point = tuple[float, float]
Box = tuple[float, float, float, float]
VERTEX = ("degree", "component", "cluster", "x", "y")
ROOM = 0.9
WIDTH_TO_HEIGHT = 1.25
LETTER_WIDTH, LINE_HEIGHT = 0.6, 1.15
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))
LINE_COST = 2.0
DIRECTIONS = [(away, dx, dy) for away in (0, 5, 10, 16, 24) for dx, dy in SIDES]


def graph_of(ids: Sequence[str], edges: Any, thing: str, weight: str) -> "igraph.Graph":
    """Return things as an igraph graph, in the order of their ids, with the edges between them."""
    import igraph

    place = {one: number for number, one in enumerate(ids)}
    table = as_pandas(edges)
    pairs = pd.DataFrame({end: table[f"{thing}_{end}"].map(place).astype("float") for end in "12"})
    pairs = pairs.assign(weight=table[weight].astype("float")).dropna().sort_values(["1", "2"])
    graph = igraph.Graph(n=len(ids), edges=pairs[["1", "2"]].to_numpy(dtype="int64"))
    graph.es["weight"] = pairs["weight"].tolist()
    return graph


def placed_vertices(
    graph: "igraph.Graph", shown: Sequence[int], *, resolution: float = 1.0, seed: int = 0
) -> list[dict[str, Any]]:
    """Return `degree`, `component`, `cluster`, `x` and `y` of each vertex; no place unless it is `shown`.

    Clusters are found in the whole graph by the Leiden algorithm (modularity, weighted).

    Examples
    --------
    >>> import igraph
    >>> graph = igraph.Graph(n=3, edges=[(0, 1)], edge_attrs={"weight": [1.0]})
    >>> placed_vertices(graph, [0, 1])[1]
    {'degree': 1, 'component': 0, 'cluster': 0, 'x': 1.0, 'y': 0.0}
    """
    import igraph

    require_at_least("seed", seed, 0)
    igraph.set_random_number_generator(random.Random(seed))
    try:
        clusters: list[int] = []
        if graph.vcount():
            clusters = graph.community_leiden(
                objective_function="modularity", weights="weight", resolution=resolution, n_iterations=-1
            ).membership
        part = graph.induced_subgraph(shown)
        groups = sorted(part.connected_components(), key=lambda group: (-len(group), group[0]))
        laid = [place_group(part.induced_subgraph(group)) for group in groups]
    finally:
        igraph.set_random_number_generator(random)
    places = {
        shown[vertex]: place
        for group, points in zip(groups, pack(laid), strict=True)
        for vertex, place in zip(group, points, strict=True)
    }
    components = _numbered(graph.connected_components().membership)
    return [
        dict(zip(VERTEX, (*numbers, *places.get(vertex, (None, None))), strict=True))
        for vertex, numbers in enumerate(zip(graph.degree(), components, _numbered(clusters), strict=True))
    ]


def _numbered(membership: list[int]) -> list[int]:
    """Number groups by size, the largest first; of equal ones that with the earliest member first."""
    number = {group: place for place, (group, _) in enumerate(Counter(membership).most_common())}
    return [number[group] for group in membership]


def place_group(graph: "igraph.Graph") -> np.ndarray:
    """Return x and y of the vertices of a connected graph, wider than high, edges about 1 long.

    Examples
    --------
    >>> import igraph
    >>> place_group(igraph.Graph(n=2, edges=[(0, 1)])).round(3).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    if graph.vcount() <= 2:
        return np.array([[float(number), 0.0] for number in range(graph.vcount())])
    points = np.array(graph.layout_kamada_kawai(maxiter=50 * graph.vcount()).coords)
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    # an axis may point either way: take the way in which its largest part is positive
    signs = np.where(np.abs(axes).max(axis=1) == axes.max(axis=1), 1.0, -1.0)
    points = points @ (axes * signs[:, None]).T
    ends = np.array(graph.get_edgelist())
    lengths = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T)
    scaled: np.ndarray = points / max(float(np.median(lengths)), 1e-9)
    return scaled


def pack(groups: Sequence[np.ndarray]) -> list[list[Point]]:
    """Return the points of the groups moved side by side, in rows from the top, none upon another.

    Examples
    --------
    >>> import numpy as np
    >>> pack([np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[5.0, 5.0]])])
    [[(0.0, 0.0), (1.0, 0.0)], [(0.5, -0.9)]]
    """
    if not groups:
        return []
    widths, heights = np.array([np.ptp(points, axis=0) + ROOM for points in groups]).T
    widest = max(widths.max(), ((widths * heights).sum() * WIDTH_TO_HEIGHT) ** 0.5)
    rows: list[list[int]] = [[]]
    for number, width in enumerate(widths):
        if rows[-1] and widths[rows[-1]].sum() + width > widest:
            rows.append([])
        rows[-1].append(number)
    placed, top = [], 0.0
    for row in rows:
        gap = (widest - widths[row].sum()) / len(row)
        left, height = gap / 2, heights[row].max()
        for number in row:
            points = groups[number] - groups[number].min(axis=0)
            drop = top - (height - heights[number]) / 2 - np.ptp(points[:, 1])
            placed.append([(round(float(x + left), 6), round(float(y + drop), 6)) for x, y in points])
            left += widths[number] + gap
        top -= height
    return placed


def place_labels(
    labels: Sequence[str],
    anchors: np.ndarray,
    radii: np.ndarray,
    *,
    size: float,
    area: Box,
    lines: Sequence[tuple[int, int]] = (),
) -> list[tuple[int, Point, bool]]:
    """Return which labels have room, where their middle goes, and whether they stand away from their point.

    The earlier labels choose first. Of the places that no point and no other label takes, a label gets
    the nearest one, and rather a somewhat farther one than one on a line.

    Parameters
    ----------
    labels : sequence of str
        The first labels are those of the first points; there may be more points than labels.
    anchors : ndarray
        x and y of every point, in typographic points.
    radii : ndarray
        How large each point is drawn.
    size : float
        Of the letters.
    area : tuple
        left, bottom, right and top, beyond which no label goes.
    lines : sequence of pairs of int
        Which points are joined by a line.

    Examples
    --------
    >>> import numpy as np
    >>> place_labels(["A"], np.array([[50.0, 50.0]]), np.array([3.0]), size=10, area=(0, 0, 100, 100))
    [(0, (57.0, 50.0), False)]
    """
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(anchors, radii, strict=True)]
    dots, beads = len(taken), _beads(anchors, lines)
    placed = []
    for number, label in enumerate(labels):
        width, height = _text_width(label) * size, LINE_HEIGHT * size
        best: tuple[float, Box, bool] | None = None
        for away, dx, dy in DIRECTIONS:
            x = float(anchors[number, 0] + dx * (radii[number] + 1 + away + width / 2))
            y = float(anchors[number, 1] + dy * (radii[number] + away + height / 2))
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            others = (taken[other] for other in range(len(taken)) if other != number or other >= dots)
            if _inside(box, area) and not any(_overlap(box, other) for other in others):
                cost = away + LINE_COST * min(8, _beads_inside(beads, box))
                if best is None or cost < best[0]:
                    best = (cost, box, away > 0)
        if best is not None:
            _, box, far = best
            placed.append((number, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), far))
            taken.append(box)
    return placed


def _beads(anchors: np.ndarray, lines: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return points along the lines, to find out what lies on a line."""
    if not len(lines):
        return np.empty((0, 2))
    ends = anchors[np.array(lines)]
    along = np.linspace(0, 1, 25)[None, :, None]
    points: np.ndarray = (ends[:, :1] * (1 - along) + ends[:, 1:] * along).reshape(-1, 2)
    return points


def _beads_inside(beads: np.ndarray, box: Box) -> int:
    x, y = beads.T
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _text_width(label: str) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in label)
    return LETTER_WIDTH * (len(label) - wide) + wide


def _inside(box: Box, area: Box) -> bool:
    return box[0] >= area[0] and box[1] >= area[1] and box[2] <= area[2] and box[3] <= area[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
