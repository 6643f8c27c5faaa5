"""Which points are nearest to which: exactly among few, nearly always among many."""

import warnings
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from igraph import Graph

EXACT_UP_TO = 50_000  # points; beyond, exact neighbours take longer than compiling the search and searching
DIGITS = 1e5  # five decimals: the last bits of a product differ between machines
WEIGHT_DECIMALS = 2  # of an edge's weight: other machines' vectors, which differ by 1e-7, give the same graph


def default_neighbors(points: int) -> int:
    """Return how many neighbours a point is tied to: 1.5 times the square root of their number, 15 to 75.

    The square root grows too slowly to tie distant groups together, and fast enough that the graph of
    a group stays in one piece. Among fewer than 60 points it is a quarter of them, but at least 3.

    Examples
    --------
    >>> [default_neighbors(n) for n in (10, 37, 81, 659, 1000, 20_000)]
    [3, 9, 15, 39, 47, 75]
    """
    return max(3, min(points // 4, max(15, min(75, round(1.5 * points**0.5)))))


def neighbor_graph(vectors: np.ndarray, *, n_neighbors: int | None = None) -> "Graph":
    """Return the graph in which each point is tied to its nearest neighbours, weighted by cosine similarity.

    Two points are tied if either counts the other among its neighbours; ties without any
    similarity (cosine of zero or less, rounded to two decimals) are left out. Neighbours are exact
    up to 50,000 points. Among more, nearest-neighbour descent finds more than 99 of 100 of them
    (Dong, Charikar and Li 2011, doi 10.1145/1963405.1963487, in the package pynndescent), in one
    thread and with one seed, so that they are the same at every run.

    Parameters
    ----------
    vectors : numpy.ndarray
        One unit vector a row.
    n_neighbors : int, optional
        By default as `default_neighbors` says.

    Examples
    --------
    >>> neighbor_graph(np.eye(3)[[0, 0, 1, 1]], n_neighbors=1).get_edgelist()
    [(0, 1), (2, 3)]
    """
    from igraph import Graph

    points = len(vectors)
    wanted = min(default_neighbors(points) if n_neighbors is None else n_neighbors, points - 1)
    find = nearest if points <= EXACT_UP_TO else nearly_nearest
    others, similarity = find(vectors, wanted)
    here = np.repeat(np.arange(points), wanted)
    pair = np.minimum(here, others.ravel()) * points + np.maximum(here, others.ravel())
    pair, first = np.unique(pair, return_index=True)
    weights = similarity.ravel()[first].round(WEIGHT_DECIMALS)
    ends = np.stack([pair // points, pair % points], axis=1) if points else pair.reshape(0, 2)
    kept = (weights > 0) & (ends[:, 0] != ends[:, 1])
    return Graph(n=points, edges=ends[kept], edge_attrs={"weight": weights[kept]})


def nearest(vectors: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest others of each point and their cosines to five decimals; equal ones by position."""
    points = len(vectors)
    others = np.empty((points, wanted), dtype=np.int64)
    similarity = np.empty((points, wanted))
    block = max(1, 2**23 // max(1, points))
    for start in range(0, points if wanted else 0, block):
        cosine = vectors[start : start + block] @ vectors.T
        rows = np.arange(len(cosine))
        cosine[rows, rows + start] = -np.inf
        # all that may be among the wanted ones once they are rounded
        least = np.partition(cosine, points - wanted, axis=1)[:, points - wanted, None]
        row, column = np.nonzero(cosine >= least - 2 / DIGITS)
        rounded = np.rint(cosine[row, column].astype(np.float64) * DIGITS)
        order = np.lexsort((column, -rounded, row))
        places = np.searchsorted(row, rows)[:, None] + np.arange(wanted)
        others[start : start + block] = column[order][places]
        similarity[start : start + block] = rounded[order][places] / DIGITS
    return others, similarity


def nearly_nearest(vectors: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nearly all of the nearest others of each point; the point itself where one was not found."""
    from pynndescent import NNDescent

    points = len(vectors)
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    # one thread and one seed: the same neighbours at every run, whatever the seed of the clusters
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Failed to correctly find n_neighbors")  # -1, see below
        search = NNDescent(vectors, metric="dot", n_neighbors=wanted + 1, random_state=0, n_jobs=1)
    found = search.neighbor_graph[0].astype(np.int64)
    others = np.empty((points, wanted), dtype=np.int64)
    similarity = np.empty((points, wanted))
    for start in range(0, points, 1024):
        here = np.arange(start, min(start + 1024, points))
        near = np.where(found[here] < 0, here[:, None], found[here])
        cosine = np.rint(np.einsum("ij,ikj->ik", vectors[here], vectors[near]).astype(np.float64) * DIGITS)
        # itself last, so that it is what is cut off
        cosine[near == here[:, None]] = -np.inf
        order = np.lexsort((near, -cosine))[:, :wanted]
        others[here] = np.take_along_axis(near, order, axis=1)
        similarity[here] = np.take_along_axis(cosine, order, axis=1) / DIGITS
    return others, similarity
