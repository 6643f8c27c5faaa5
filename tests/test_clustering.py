import random

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.clustering import (
    _by_size,
    _firmness,
    _merged,
    _never_parted,
    _reweighted_runs,
    clusters_by_number,
    consensus_clusters,
    independent_runs,
    seeded,
)
from analysis.neighbors import default_neighbors, nearest, nearly_nearest, neighbor_graph


def planted(sizes, *, spread=0.35, dimensions=20, seed=0):
    """Unit vectors around as many directions as there are sizes, and the group of each."""
    numbers = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(dimensions)[groups] + spread * numbers.normal(size=(len(groups), dimensions)) / 2
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), groups


def test_edges_and_weights_of_a_small_graph():
    angles = np.radians([0, 60, 90])
    graph = neighbor_graph(np.stack([np.cos(angles), np.sin(angles)], axis=1), n_neighbors=1)
    assert graph.get_edgelist() == [(0, 1), (1, 2)]
    assert graph.es["weight"] == pytest.approx([0.5, 0.87])


def test_points_without_similarity_are_not_tied():
    assert neighbor_graph(np.eye(4), n_neighbors=2).ecount() == 0


def test_no_point_is_its_own_neighbour_even_with_twins():
    graph = neighbor_graph(np.eye(2)[[0, 0, 0]], n_neighbors=2)
    assert graph.get_edgelist() == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("points", "neighbors"), [(5, 3), (37, 9), (60, 15), (600, 37), (1000, 47), (99999, 75)]
)
def test_default_neighbors(points, neighbors):
    assert default_neighbors(points) == neighbors


def test_planted_clusters_are_recovered_whatever_the_seed():
    vectors, groups = planted([60, 40, 20])
    for seed in (0, 1, 2):
        clusters = consensus_clusters(neighbor_graph(vectors), seed=seed)
        assert clusters.labels.tolist() == groups.tolist()
        assert clusters.stability.min() > 0.95
        assert clusters.strength.min() > 0.9


def test_same_seed_same_result_and_other_random_numbers_untouched():
    vectors, _ = planted([50, 50, 50], spread=1.2)
    graph = neighbor_graph(vectors)
    one = consensus_clusters(graph, seed=7)
    random.seed(3)
    expected = random.random()
    random.seed(3)
    two = consensus_clusters(graph, seed=7)
    assert (one.labels == two.labels).all() and (one.strength == two.strength).all()
    assert random.random() == expected


def test_blurred_clusters_are_less_firm():
    clear = consensus_clusters(neighbor_graph(planted([50, 50])[0]))
    blurred = consensus_clusters(neighbor_graph(planted([50, 50], spread=3.0)[0]))
    assert blurred.stability.mean() < clear.stability.mean() - 0.05
    assert blurred.strength.min() < 1


def test_resolution_decides_how_many():
    vectors, _ = planted([40] * 6, spread=1.2)
    graph = neighbor_graph(vectors)
    few, many = (consensus_clusters(graph, resolution=value).labels.max() for value in (0.2, 3.0))
    assert few < many


def test_vectors_of_another_machine_give_the_very_same_clusters():
    vectors, _ = planted([60, 50, 40, 40], spread=1)
    one = consensus_clusters(neighbor_graph(vectors))
    assert 0.5 < one.strength.mean() < 0.9  # loose: here a run that moves would show
    noise = np.random.default_rng(1).normal(scale=3e-8, size=vectors.shape)
    two = consensus_clusters(neighbor_graph((vectors + noise).astype(np.float32)))
    assert (one.labels == two.labels).all()
    assert (one.strength == two.strength).all()
    assert (one.stability == two.stability).all()


def test_little_noise_changes_little():
    vectors, _ = planted([60, 60, 60], spread=0.8)  # from 1.2 on there are no groups to be found
    noise = np.random.default_rng(1).normal(scale=1e-6, size=vectors.shape)
    one = consensus_clusters(neighbor_graph(vectors)).labels
    two = consensus_clusters(neighbor_graph((vectors + noise).astype(np.float32))).labels
    assert adjusted_rand_score(one, two) > 0.95


def test_clusters_are_numbered_by_size_then_by_first_point():
    assert _by_size(np.array([5, 9, 9, 7, 5, 1])).tolist() == [0, 1, 1, 2, 0, 3]


def test_firmness_worked_by_hand():
    labels = np.array([0, 0, 0, 1])
    runs = np.array([[4, 4, 4, 2], [0, 0, 1, 1]])
    strength, stability = _firmness(labels, runs)
    # second run: {0,1} resembles cluster 0 by 2/3, {2,3} resembles cluster 1 by 1/2
    assert strength.tolist() == [1, 1, 0.5, 1]
    assert stability.tolist() == pytest.approx([(1 + 2 / 3) / 2, (1 + 1 / 2) / 2])


def test_igraph_gets_its_own_random_numbers_back():
    import igraph

    with pytest.raises(ZeroDivisionError), seeded(random.Random(1)):
        raise ZeroDivisionError
    random.seed(5)
    one = igraph.Graph.Erdos_Renyi(20, m=30).get_edgelist()
    random.seed(5)
    assert igraph.Graph.Erdos_Renyi(20, m=30).get_edgelist() == one


def test_nearest_are_those_of_a_full_sort_ties_by_position():
    numbers = np.random.default_rng(2)
    vectors = np.sign(numbers.normal(size=(80, 4))) / 2
    others, similarity = nearest(vectors, 7)
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -9)
    assert others.tolist() == np.argsort(-cosine, axis=1, kind="stable")[:, :7].tolist()
    assert similarity == pytest.approx(np.take_along_axis(cosine, others, axis=1))


@pytest.mark.parametrize(("points", "runs"), [(1, 200), (1500, 200), (5000, 60), (100_000, 10)])
def test_independent_runs(points, runs):
    assert independent_runs(points) == runs


@pytest.mark.parametrize("wanted", [2, 4, 6])
def test_resolution_is_found_that_gives_so_many_clusters(wanted):
    vectors, _ = planted([40] * 6, spread=1.2)
    graph = neighbor_graph(vectors)
    clusters, resolution = clusters_by_number(graph, wanted)
    assert clusters.labels.max() + 1 == wanted
    assert (consensus_clusters(graph, resolution=resolution).labels == clusters.labels).all()


def test_pieces_of_a_graph_are_the_fewest_clusters():
    graph = neighbor_graph(np.eye(3)[[0, 0, 1, 1, 2, 2]], n_neighbors=1)
    assert clusters_by_number(graph, 1)[0].labels.tolist() == [0, 0, 1, 1, 2, 2]


def test_nearly_nearest_find_nearly_all_of_the_nearest_and_the_same_each_time():
    vectors, _ = planted([300] * 10, spread=1.5, dimensions=60)
    vectors[5] = vectors[900]  # twins
    exact, _ = nearest(vectors, 30)
    others, similarity = nearly_nearest(vectors, 30)
    found = [len(set(one) & set(two)) / 30 for one, two in zip(exact.tolist(), others.tolist(), strict=True)]
    assert np.mean(found) > 0.97  # embeddings of texts, which are less spread, give 0.998
    assert not (others == np.arange(len(vectors))[:, None]).any()
    cosines = (vectors[:, None] * vectors[others]).sum(axis=2)
    assert similarity == pytest.approx(cosines, abs=1e-5)
    assert (np.diff(similarity, axis=1) <= 0).all()
    again = nearly_nearest(vectors, 30)
    assert (again[0] == others).all() and (again[1] == similarity).all()


def test_many_points_fall_into_the_clusters_that_exact_neighbours_give(monkeypatch):
    vectors, groups = planted([200, 150, 100])
    monkeypatch.setattr("analysis.neighbors.EXACT_UP_TO", 100)
    assert adjusted_rand_score(consensus_clusters(neighbor_graph(vectors)).labels, groups) > 0.98


def test_points_that_no_run_parts_are_one_node():
    runs = np.array([[0, 0, 0, 1, 1], [2, 2, 1, 0, 0]])
    assert _never_parted(runs).tolist() == [1, 1, 0, 2, 2]
    ends, counts = _merged(np.array([[0, 1], [1, 0], [1, 1], [2, 1]]), np.array([1.0, 2.0, 4.0, 8.0]))
    assert ends.tolist() == [[0, 1], [1, 1], [1, 2]] and counts.tolist() == [3, 4, 8]


def test_merged_nodes_keep_the_modularity_of_their_points():
    # a ring of six triangles, each one node: two of them as one cluster would gain 1/24 and lose 4/72;
    # were the ties within a node counted once, they would gain 1/15 and lose 1/18
    ring = np.arange(6)
    ends = np.concatenate([np.stack([ring, (ring + 1) % 6], axis=1), np.stack([ring, ring], axis=1)])
    weights = np.repeat([1.0, 3.0], 6)
    for run in _reweighted_runs(ends, weights, 6, 1.0, random.Random(0), 5):
        assert len(set(run)) == 6
    assert len(set(_reweighted_runs(ends, weights, 6, 0.5, random.Random(0), 1)[0])) < 6
