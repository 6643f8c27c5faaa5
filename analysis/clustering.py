"""Groups of similar papers: the parts of a graph of neighbours that many clustering runs agree on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from igraph import Graph

MOST_RUNS = 200  # independent runs; how many there are decides how little the result depends on the seed
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


def independent_runs(points: int) -> int:
    """Return how many clustering runs are compared: 200 up to 1,500 points, then fewer, at least 10.

    Points times runs stay at 300,000, which keeps the time in bounds; a single run among many
    points leaves less to chance.

    Examples
    --------
    >>> [independent_runs(n) for n in (100, 1500, 5000, 100_000)]
    [200, 200, 60, 10]
    """
    return max(10, min(MOST_RUNS, 300_000 // max(1, points)))


def consensus_clusters(graph: "Graph", *, seed: int = 0, resolution: float = 1.0) -> Clusters:
    """Return the clusters of a weighted graph that many Leiden runs agree on.

    The Leiden algorithm (Traag, Waltman and van Eck 2019, doi 10.1038/s41598-019-41695-z)
    maximises modularity; which of many near-equal optima it finds depends on the seed. So it is
    run many times, each edge is weighted anew by the share of runs that keep its two ends
    together, and this is repeated on the reweighted graph until all runs agree on every edge
    (Lancichinetti and Fortunato 2012, doi 10.1038/srep00336; with the graph's own edges as the
    pairs that are counted, as they propose for large graphs).

    Points that no run parts are one node from then on, which changes no result and leaves little to
    cluster in the later rounds; these take twice as many runs.

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
    >>> from analysis.neighbors import neighbor_graph
    >>> square = np.eye(4)[[0, 0, 0, 1, 1]]
    >>> consensus_clusters(neighbor_graph(square)).labels.tolist()
    [0, 0, 0, 1, 1]
    """
    random = Random(seed)
    wanted = independent_runs(graph.vcount())
    modularity = {"objective_function": "modularity", "weights": "weight", "resolution": resolution}
    runs = first = _leiden_runs(graph, random, wanted, **modularity)
    ends = np.fromiter(chain.from_iterable(graph.get_edgelist()), dtype=np.int64).reshape(-1, 2)
    node, counts = np.arange(graph.vcount()), np.ones(len(ends))
    for _ in range(MOST_ROUNDS):
        same = _never_parted(runs)
        node, runs = same[node], runs[:, np.unique(same, return_index=True)[1]]
        ends, counts = _merged(same[ends], counts)
        together = (runs[:, ends[:, 0]] == runs[:, ends[:, 1]]).mean(axis=0)
        if np.isin(together, (0, 1)).all():
            break
        runs = _reweighted_runs(ends, counts * together, runs.shape[1], resolution, random, 2 * wanted)
    labels = _by_size(runs[0][node])
    return Clusters(labels, *_firmness(labels, first))


def clusters_by_number(graph: "Graph", wanted: int, *, seed: int = 0) -> tuple[Clusters, float]:
    """Return the consensus clusters that are `wanted` many, or nearest to that, and their resolution.

    The resolution is doubled or halved, from 1 on, until the number lies between two of them, and
    what lies between is halved on; twelve resolutions are tried at most. A graph that is in
    several pieces can't have fewer clusters than pieces.

    Examples
    --------
    >>> from analysis.neighbors import neighbor_graph
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


def _leiden_runs(graph: "Graph", random: Random, runs: int, **options: Any) -> np.ndarray:
    """Return the memberships of so many Leiden runs, one a row.

    Each has a seed of its own, so that what moves in one run, such as by a weight that differs in
    its last digit, doesn't move the runs after it.
    """
    found = []
    for _ in range(runs):
        with seeded(Random(random.getrandbits(64))):
            found.append(graph.community_leiden(n_iterations=2, **options).membership)
    return np.array(found, dtype=np.int32)


def _reweighted_runs(
    ends: np.ndarray, weights: np.ndarray, nodes: int, resolution: float, random: Random, runs: int
) -> np.ndarray:
    """Return Leiden runs that maximise modularity among nodes that may be tied to themselves."""
    from igraph import Graph

    # modularity as a constant Potts model: igraph's own would count ties within a node once, not twice
    strength = np.bincount(ends.ravel(), weights=np.repeat(weights, 2), minlength=nodes).tolist()
    across = (ends[:, 0] != ends[:, 1]) & (weights > 0)
    graph = Graph(n=nodes, edges=ends[across], edge_attrs={"weight": weights[across]})
    potts = {"objective_function": "CPM", "weights": "weight", "node_weights": strength}
    return _leiden_runs(graph, random, runs, resolution=resolution / (2 * weights.sum()), **potts)


def _never_parted(runs: np.ndarray) -> np.ndarray:
    """Return a number for each point that it shares with those that are in its cluster in every run."""
    same = np.zeros(runs.shape[1], dtype=np.int64)
    for run in runs:
        same = np.unique(same * (run.max() + 1) + run, return_inverse=True)[1]
    return same


def _merged(ends: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair of ends once, and the sum of its counts."""
    size = ends.max(initial=0) + 1
    pair, which = np.unique(ends.min(axis=1) * size + ends.max(axis=1), return_inverse=True)
    return np.stack([pair // size, pair % size], axis=1), np.bincount(which, weights=counts)


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
        found = run.max() + 1
        overlap = np.bincount(labels * found + run, minlength=clusters * found).reshape(clusters, found)
        union = overlap.sum(axis=1, keepdims=True) + overlap.sum(axis=0) - overlap
        jaccard = overlap / union
        strength += jaccard.argmax(axis=1)[labels] == run
        stability += jaccard.max(axis=1)
    return strength / len(runs), stability / len(runs)
