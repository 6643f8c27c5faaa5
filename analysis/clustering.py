"""Groups of similar papers: the parts of a graph of neighbours that many clustering runs agree on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from igraph import Graph

MOST_RUNS = 200  # independent runs; how many there are decides how little the result depends on the seed
LATER_RUNS = 30  # on reweighted edges runs hardly differ
MOST_ROUNDS = 20
MOST_TRIES = 12


@dataclass(frozen=True)
class Clusters:
    """What `consensus_clusters` found.

    Attributes
    ----------
    labels : numpy.ndarray
        Cluster of each point, 0 for the largest.
    strength : numpy.ndarray
        For each point the share of single runs in which it stood with its cluster, 0 to 1.
    stability : numpy.ndarray
        For each cluster the mean over single runs of its Jaccard similarity with the cluster of
        the run that resembles it most, 0 to 1.
    """

    labels: np.ndarray
    strength: np.ndarray
    stability: np.ndarray


def default_neighbors(points: int) -> int:
    """Return how many neighbours a point is tied to: the square root of the number of points, 15 to 50.

    The square root grows too slowly to tie distant groups together, and fast enough that the graph of
    a group stays in one piece. Among fewer than 60 points it is a quarter of them, but at least 3.

    Examples
    --------
    >>> [default_neighbors(n) for n in (10, 37, 81, 659, 1000, 20_000)]
    [3, 9, 15, 26, 32, 50]
    """
    return max(3, min(points // 4, max(15, min(50, round(points**0.5)))))


def independent_runs(points: int) -> int:
    """Return how many clustering runs are compared: 200 up to 2,000 points, then fewer, at least 10.

    Points times runs stay at 400,000, which keeps the time in bounds; a single run among many
    points leaves less to chance.

    Examples
    --------
    >>> [independent_runs(n) for n in (100, 2000, 20_000, 100_000)]
    [200, 200, 20, 10]
    """
    return max(10, min(MOST_RUNS, 400_000 // max(1, points)))


def neighbor_graph(vectors: np.ndarray, *, n_neighbors: int | None = None) -> "Graph":
    """Return the graph in which each point is tied to its nearest neighbours, weighted by cosine similarity.

    Neighbours are exact. Two points are tied if either counts the other among its neighbours; ties
    without any similarity (cosine of zero or less) are left out.

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
    nearest, similarity = _nearest(vectors, wanted)
    here = np.repeat(np.arange(points), wanted)
    pairs = np.stack([np.minimum(here, nearest.ravel()), np.maximum(here, nearest.ravel())], axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    weights = similarity.ravel()[first]
    kept = weights > 0
    return Graph(n=points, edges=pairs[kept], edge_attrs={"weight": weights[kept]})


def _nearest(vectors: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest others of each point and their cosines; equal cosines by position."""
    points = len(vectors)
    nearest = np.empty((points, wanted), dtype=np.int64)
    similarity = np.empty((points, wanted))
    block = max(1, 2**23 // points)
    for start in range(0, points, block):
        # five decimals: the last bits of a product differ between machines
        cosine = np.rint((vectors[start : start + block] @ vectors.T).astype(np.float64) * 1e5)
        rows = np.arange(len(cosine))[:, None]
        rank = np.arange(points) - cosine.astype(np.int64) * points
        rank[rows, rows + start] = np.iinfo(np.int64).max
        first = np.argpartition(rank, wanted - 1, axis=1)[:, :wanted] if wanted else rank[:, :0]
        first = first[rows, np.argsort(rank[rows, first], axis=1)]
        nearest[start : start + block] = first
        similarity[start : start + block] = cosine[rows, first] / 1e5
    return nearest, similarity


def consensus_clusters(graph: "Graph", *, seed: int = 0, resolution: float = 1.0) -> Clusters:
    """Return the clusters of a weighted graph that many Leiden runs agree on.

    The Leiden algorithm (Traag, Waltman and van Eck 2019, doi 10.1038/s41598-019-41695-z)
    maximises modularity; which of many near-equal optima it finds depends on the seed. So it is
    run many times, each edge is weighted anew by the share of runs that keep its two ends
    together, and this is repeated on the reweighted graph until all runs agree on every edge
    (Lancichinetti and Fortunato 2012, doi 10.1038/srep00336; with the graph's own edges as the
    pairs that are counted, as they propose for large graphs).

    How firm the result is, is measured on the first, independent runs: `strength` of a point,
    and `stability` of a cluster as in Hennig 2007 (doi 10.1016/j.csda.2006.11.025), with seeds
    in the place of resampling.

    Parameters
    ----------
    graph : igraph.Graph
        With an edge attribute `weight`, as `neighbor_graph` returns it.
    seed : int
    resolution : float
        Resolution of the modularity: more gives more and smaller clusters.

    Examples
    --------
    >>> square = np.eye(4)[[0, 0, 0, 1, 1]]
    >>> consensus_clusters(neighbor_graph(square)).labels.tolist()
    [0, 0, 0, 1, 1]
    """
    ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    random = Random(seed)
    wanted = independent_runs(graph.vcount())
    runs = first = _leiden_runs(graph, graph.es["weight"], resolution, random, wanted)
    for _ in range(MOST_ROUNDS):
        together = (runs[:, ends[:, 0]] == runs[:, ends[:, 1]]).mean(axis=0)
        if np.isin(together, (0, 1)).all():
            break
        runs = _leiden_runs(graph, together.tolist(), resolution, random, min(LATER_RUNS, wanted))
    labels = _by_size(runs[0])
    return Clusters(labels, *_firmness(labels, first))


def clusters_by_number(graph: "Graph", wanted: int, *, seed: int = 0) -> tuple[Clusters, float]:
    """Return the consensus clusters that are `wanted` many, or nearest to that, and their resolution.

    The resolution is doubled or halved, from 1 on, until the number lies between two of them, and
    what lies between is halved on; twelve resolutions are tried at most. A graph that is in
    several pieces can't have fewer clusters than pieces.

    Examples
    --------
    >>> pairs = neighbor_graph(np.eye(4)[[0, 0, 1, 1, 2, 2]], n_neighbors=1)
    >>> clusters, resolution = clusters_by_number(pairs, 3)
    >>> clusters.labels.tolist(), resolution
    ([0, 0, 1, 1, 2, 2], 1.0)
    """
    low, high, resolution = 0.0, float("inf"), 1.0
    tried: list[tuple[int, float, Clusters]] = []
    for _ in range(MOST_TRIES):
        clusters = consensus_clusters(graph, seed=seed, resolution=resolution)
        found = int(clusters.labels.max()) + 1
        tried.append((abs(found - wanted), resolution, clusters))
        if found == wanted:
            break
        low, high = (resolution, high) if found < wanted else (low, resolution)
        resolution = 2 * low if high == float("inf") else high / 2 if not low else (low * high) ** 0.5
    _, resolution, clusters = min(tried, key=lambda attempt: attempt[0])
    return clusters, resolution


def _leiden_runs(
    graph: "Graph", weights: list[float], resolution: float, random: Random, runs: int
) -> np.ndarray:
    """Return the memberships of so many Leiden runs, one a row."""
    with seeded(random):
        found = [
            graph.community_leiden(
                objective_function="modularity", weights=weights, resolution=resolution, n_iterations=2
            ).membership
            for _ in range(runs)
        ]
    return np.array(found, dtype=np.int32)


@contextmanager
def seeded(random: Random) -> Iterator[None]:
    """Let igraph draw its random numbers from `random`, and as usual afterwards."""
    import random as standard

    import igraph

    igraph.set_random_number_generator(random)
    try:
        yield
    finally:
        igraph.set_random_number_generator(standard)


def _by_size(labels: np.ndarray) -> np.ndarray:
    """Number clusters from the largest to the smallest, those of one size by their first point."""
    _, first, which, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[which]


def _firmness(labels: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `strength` of each point and `stability` of each cluster over single runs."""
    clusters = labels.max() + 1
    strength, stability = np.zeros(len(labels)), np.zeros(clusters)
    for run in runs:
        overlap = np.zeros((clusters, run.max() + 1))
        np.add.at(overlap, (labels, run), 1)
        union = overlap.sum(axis=1, keepdims=True) + overlap.sum(axis=0) - overlap
        jaccard = overlap / union
        strength += jaccard.argmax(axis=1)[labels] == run
        stability += jaccard.max(axis=1)
    return strength / len(runs), stability / len(runs)
