"""Team sizes, pairs of authors and their network."""

import random

import igraph
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from reference_exports import EXPORTS, needs_exports, read_export, reference
from table_kinds import as_kind, every_kind, rows_of

from analysis.coauthorship import (
    coauthor_network,
    coauthorships,
    collaboration_summary,
    describe_collaboration,
)
from analysis.collaboration import (
    describe_team_size_over_time,
    plot_team_size_over_time,
    team_size,
    team_size_over_time,
)
from analysis.errors import TooLittleData
from analysis.network_layout import pack, place_labels
from analysis.network_plots import describe_coauthor_network, plot_coauthor_network
from analysis.productivity import author_productivity


@pytest.fixture
def authorships() -> pd.DataFrame:
    teams = {"p1": "aabc", "p2": "ab", "p3": "d", "p4": "abcdef", "p5": "gh"}
    rows = [(paper, who.upper(), who) for paper, team in teams.items() for who in team]
    return pd.DataFrame(rows, columns=["paper_id", "author", "author_id"], dtype="str")


@pytest.fixture
def papers() -> pd.DataFrame:
    frame = pd.DataFrame(
        {"paper_id": [f"p{n}" for n in range(1, 7)], "year": [2021, 2021, 2021, 2021, 2023, None]}
    )
    frame["authors_truncated"] = [False, None, False, True, False, False]
    return frame.astype({"paper_id": "str", "year": "Int64", "authors_truncated": "boolean"})


def axes():
    return Figure(figsize=(3.5, 3)).subplots()


@every_kind
def test_team_size_counts_an_author_once(authorships, papers, kind):
    sizes = team_size(as_kind(authorships, kind))
    assert rows_of(sizes, kind) == [("p1", 3), ("p2", 2), ("p3", 1), ("p4", 6), ("p5", 2)]
    known = team_size(as_kind(authorships, kind), as_kind(papers, kind))
    assert rows_of(known, kind)[:2] == [("p1", 3, False), ("p2", 2, None)]
    assert rows_of(known, kind)[3] == ("p4", 6, True)


@every_kind
def test_team_size_over_time_leaves_cut_lists_out(authorships, papers, kind):
    table = team_size_over_time(as_kind(authorships, kind), as_kind(papers, kind))
    rows = rows_of(table, kind)
    # sizes 3, 2, 1: mean 2, deviation 1, t(0.975; 2) = 4.30265, so the interval reaches 2.484 and below 1
    assert rows[0] == (
        "2021",
        3,
        1,
        2.0,
        1.0,
        pytest.approx(2 + 4.30265 / 3**0.5, rel=1e-5),
        1.5,
        2.0,
        2.5,
        3,
    )
    assert rows[1] == ("2022", 0, 0, None, None, None, None, None, None, 0)
    assert rows[2] == ("2023", 1, 0, 2.0, None, None, 2.0, 2.0, 2.0, 2)
    assert len(rows) == 3


def test_team_sizes_are_drawn(authorships, papers):
    table = team_size_over_time(authorships, papers)
    ax = plot_team_size_over_time(table, ax=axes())
    assert [(bar.get_y(), bar.get_height()) for bar in ax.patches] == [(1.5, 1.0), (2.0, 0.0)]
    mean = ax.containers[1].lines[0]
    assert list(mean.get_xdata()) == [2021, 2023] and list(mean.get_ydata()) == [2, 2]
    assert [text.get_text() for text in ax.texts] == ["n", "3", "0", "1"]
    assert describe_team_size_over_time(table) == (
        "4 dated papers with a complete list of authors: 2.0 authors on average in 2021 (3 papers), 2.0 in 2023 "
        '(1 paper). Left out: 1 paper whose list was cut ("et al.").'
    )


def test_neither_a_mark_at_the_top_nor_a_wide_interval_spoils_the_picture_of_team_sizes(authorships, papers):
    table = team_size_over_time(authorships, papers)
    wide = table.assign(high=table["high"].where(table["high"].isna(), 40.0))
    assert plot_team_size_over_time(wide, ax=axes()).get_ylim()[1] == pytest.approx(2.2 * 2.5)
    alone = table[table["period"] == "2023"]
    assert plot_team_size_over_time(alone, ax=axes()).get_ylim()[1] > 2.05


def test_no_team_sizes(authorships, papers):
    undated = papers.assign(year=pd.array([None] * 6, dtype="Int64"))
    table = team_size_over_time(authorships, undated)
    assert len(table) == 0 and describe_team_size_over_time(table).startswith("No paper has both a date")
    with pytest.raises(TooLittleData, match="No paper has both a date"):
        plot_team_size_over_time(table, ax=axes())
    with pytest.raises(KeyError, match="authors_truncated"):
        team_size_over_time(authorships, papers.drop(columns="authors_truncated"))


@every_kind
def test_pairs_and_newmans_weights(authorships, kind):
    rows = rows_of(coauthorships(as_kind(authorships, kind)), kind)
    assert rows[:3] == [
        ("a", "b", 3, pytest.approx(1 / 2 + 1 + 1 / 5)),
        ("a", "c", 2, pytest.approx(1 / 2 + 1 / 5)),
        ("b", "c", 2, pytest.approx(1 / 2 + 1 / 5)),
    ]
    assert rows[-1] == ("g", "h", 1, 1.0) and len(rows) == 16
    # the weights of an author add up to the papers written with others: three for a
    assert sum(row[3] for row in rows if "a" in row[:2]) == pytest.approx(3)


@every_kind
def test_large_papers_can_be_left_out(authorships, kind):
    rows = rows_of(coauthorships(as_kind(authorships, kind), max_authors=5), kind)
    assert [row[:3] for row in rows] == [("a", "b", 2), ("a", "c", 1), ("b", "c", 1), ("g", "h", 1)]


@every_kind
def test_summary(authorships, papers, kind):
    (row,) = rows_of(collaboration_summary(as_kind(authorships, kind), as_kind(papers, kind)), kind)
    # 8 authors, 16 of 28 pairs; a to f hang together, g and h do
    assert row == (5, 8, 14, 1, 2.8, 16, pytest.approx(16 / 28), 4.0, 2, 6, 0.75, 0, 1)
    assert rows_of(collaboration_summary(as_kind(authorships[:0], kind)), kind) == []


def test_summary_in_words(authorships, papers):
    text = describe_collaboration(collaboration_summary(authorships), papers=papers)
    assert text.startswith("8 authors of 5 papers (2.8 a paper, 1 paper by one author) form 2 groups")
    assert "list of authors of 1 paper was cut" in text
    assert "No author" in describe_collaboration(collaboration_summary(authorships[:0]))


def test_one_group_and_one_author_in_words(authorships):
    tied = authorships[authorships["paper_id"].isin(["p1", "p4"])]
    text = describe_collaboration(collaboration_summary(tied))
    assert text.startswith(
        "6 authors of 2 papers (4.5 a paper, 0 papers by one author) form one group, tied by"
    )
    alone = describe_collaboration(collaboration_summary(authorships[authorships["paper_id"] == "p3"]))
    assert alone.startswith("1 author of 1 paper (1.0 a paper, 1 paper by one author). An author has 0.0")
    assert describe_coauthor_network(network(tied)[0]).endswith("All 6 form one group, tied by joint papers.")


@every_kind
def test_network_has_a_row_for_every_author(authorships, kind):
    given = as_kind(authorships, kind)
    table = coauthor_network(coauthorships(given), author_productivity(given))
    rows = rows_of(table, kind)
    assert [row[0] for row in rows] == ["a", "b", "c", "d", "e", "f", "g", "h"]
    assert [row[3] for row in rows] == [5, 5, 5, 5, 5, 5, 1, 1]
    assert [row[4] for row in rows] == [0, 0, 0, 0, 0, 0, 1, 1]
    assert all(row[6] for row in rows) and all(row[7] is not None for row in rows)
    assert len({(row[7], row[8]) for row in rows}) == 8


def network(authorships, **options):
    edges = coauthorships(authorships)
    return coauthor_network(edges, author_productivity(authorships), **options), edges


def test_authors_with_few_papers_get_no_place(authorships):
    nodes, _ = network(authorships, max_authors=4)
    assert list(nodes.loc[nodes["shown"], "author_id"]) == ["a", "b", "c", "d"]  # two papers and more
    assert nodes.loc[~nodes["shown"], "x"].isna().all()
    assert describe_coauthor_network(nodes) == (
        "Shown are 4 of 8 authors, each with 2 papers or more and a joint paper with another one shown. All 8 form 2 "
        "groups without a joint paper between them, the largest with 6 authors."
    )
    nodes, _ = network(authorships, min_papers=3)
    assert list(nodes.loc[nodes["shown"], "author_id"]) == ["a", "b"]
    nodes, _ = network(authorships, min_papers=1, max_authors=5)
    assert list(nodes.loc[nodes["shown"], "author_id"]) == ["a", "b", "c", "d", "e"]


def test_fractions_of_papers_stay_fractions(authorships):
    parts = author_productivity(authorships, counting="fractional")
    nodes = coauthor_network(coauthorships(authorships), parts)
    assert nodes.set_index("author_id").loc[parts["author_id"], "papers"].tolist() == parts["papers"].tolist()
    assert "each with 0.17 papers or more" in describe_coauthor_network(nodes)


def test_two_cliques_with_one_bridge_are_two_clusters():
    teams = [(f"p{n}", team) for n, team in enumerate(["abcd", "abcd", "efgh", "efgh", "de"])]
    frame = pd.DataFrame([(p, who.upper(), who) for p, team in teams for who in team])
    frame.columns = ["paper_id", "author", "author_id"]
    nodes, _ = network(frame)
    cluster = nodes.set_index("author_id")["cluster"]
    assert set(cluster[list("abcd")]) == {0} and set(cluster[list("efgh")]) == {1}


def test_same_seed_same_network_and_the_generator_is_given_back(authorships):
    turned = authorships.sample(frac=1, random_state=1)
    random.seed(7)
    expected = igraph.Graph.Erdos_Renyi(n=30, m=40).get_edgelist()
    first, _ = network(authorships, seed=3)
    second, _ = network(turned, seed=3)
    pd.testing.assert_frame_equal(first, second)
    random.seed(7)
    assert igraph.Graph.Erdos_Renyi(n=30, m=40).get_edgelist() == expected


def test_network_is_drawn_as_the_tables_say(authorships):
    nodes, edges = network(authorships, max_authors=4)
    ax = plot_coauthor_network(nodes, edges, ax=axes())
    (lines,) = [drawn for drawn in ax.collections if isinstance(drawn, LineCollection)]
    assert len(lines.get_segments()) == 6  # of 16 pairs, those among a, b, c and d
    widths = lines.get_linewidths()
    assert widths[0] > widths[1] > widths[-1]  # 3, 2 and 1 joint papers
    dots = [drawn for drawn in ax.collections if not isinstance(drawn, LineCollection)]
    drawn = {tuple(point) for each in dots for point in each.get_offsets().tolist()}
    assert drawn == {(x, y) for x, y in nodes.loc[nodes["shown"], ["x", "y"]].itertuples(index=False)}
    assert {text.get_text() for text in ax.texts} == {"A", "B", "C", "D"}


def test_network_of_nobody(authorships):
    nodes, edges = network(authorships[:0])
    assert len(nodes) == 0 and "shown" in nodes.columns
    with pytest.raises(TooLittleData, match="No author"):
        plot_coauthor_network(nodes, edges, ax=axes())
    alone, edges = network(authorships[authorships["paper_id"] == "p3"])
    assert list(alone["shown"]) == [False]
    assert (
        describe_coauthor_network(alone)
        == "No two authors wrote a paper together, so there is no network to show."
    )
    with pytest.raises(TooLittleData, match="No two authors"):
        plot_coauthor_network(alone, edges, ax=axes())


def test_input_does_not_change(authorships, papers):
    before = authorships.copy(deep=True)
    network(authorships)
    team_size_over_time(authorships, papers)
    pd.testing.assert_frame_equal(authorships, before)


def test_missing_columns_are_named(authorships):
    edges = coauthorships(authorships)
    with pytest.raises(KeyError, match="author_productivity"):
        coauthor_network(edges, authorships)
    with pytest.raises(KeyError, match="coauthorships"):
        coauthor_network(edges.drop(columns="weight"), author_productivity(authorships))


def test_groups_do_not_lie_upon_one_another():
    random_points = np.random.default_rng(0)
    groups = [random_points.uniform(0, size, (12, 2)) for size in (6, 4, 3, 3, 2, 1, 1)]
    boxes = [(np.min(points, axis=0), np.max(points, axis=0)) for points in map(np.array, pack(groups))]
    for number, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[number + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


def test_labels_do_not_lie_upon_one_another_or_upon_points():
    points = np.random.default_rng(0).uniform(0, 110, (40, 2))
    placed = place_labels(["Some Name"] * 40, points, np.full(40, 2.0), size=6, area=(0, 0, 110, 110))
    half_width, half_height = 6 * 0.6 * 9 / 2, 6 * 1.15 / 2
    middles = np.array([middle for _, middle, _ in placed])
    assert 10 < len(placed) < 40
    for number, middle in enumerate(middles):
        apart = np.abs(np.delete(middles, number, axis=0) - middle)
        assert ((apart[:, 0] >= 2 * half_width - 1e-9) | (apart[:, 1] >= 2 * half_height - 1e-9)).all()
        others = np.abs(np.delete(points, placed[number][0], axis=0) - middle)
        assert ((others[:, 0] >= half_width + 2 - 1e-9) | (others[:, 1] >= half_height + 2 - 1e-9)).all()


@needs_exports
@pytest.mark.parametrize("name", EXPORTS)
def test_pairs_of_real_exports(name):
    _, authorships = read_export(name)
    expected = reference(name)
    edges = coauthorships(authorships)
    assert len(edges) == expected["net_authors"]["edges"]
    assert edges["papers"].sum() == expected["net_authors"]["total_weight"]
    assert edges["papers"].max() == expected["net_authors"]["max_weight"]
    row = collaboration_summary(authorships).iloc[0]
    assert row["without_coauthor"] == expected["net_authors"]["isolates"]
    assert row["single_author_papers"] == expected["main"]["single_authored_docs"]


def test_a_label_keeps_off_the_lines():
    points = np.array([[50.0, 50.0], [90.0, 50.0]])
    options = {"size": 6, "area": (0, 0, 100, 100)}
    ((_, free, _),) = place_labels(["Name"], points, np.full(2, 2.0), **options)
    ((_, beside, far),) = place_labels(["Name"], points, np.full(2, 2.0), lines=[(0, 1)], **options)
    assert free[0] > 50 and free[1] == 50  # on the right, where the line would be
    assert beside[0] < 50 and not far
