"""Networks are thinned, laid out and drawn, and other programs read what is written of them."""

import csv
import json
import xml.etree.ElementTree as ET

import igraph
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from table_kinds import as_kind, every_kind, rows_of

from analysis import TooLittleData
from analysis.exports import write_graphml, write_vosviewer
from analysis.networks import (
    describe_network,
    network,
    paper_names,
    plot_network,
    strongest_links,
    strongest_nodes,
)

# a star around a, and a triangle of e, f, g
EDGES = pd.DataFrame(
    [("a", "b", 9), ("a", "c", 8), ("a", "d", 7), ("e", "f", 3), ("e", "g", 2), ("f", "g", 1)],
    columns=["reference_id_1", "reference_id_2", "papers"],
)
NODES = pd.DataFrame(
    {
        "reference_id": list("abcdefgh"), "reference": [f"Text {letter}" for letter in "abcdefgh"],
        "author": ["Li X", None, *["Wu"] * 6], "year": [2001, None, *range(2003, 2009)],
        "papers": [20, 10, 9, 8, 5, 5, 5, 1],
    }
).astype({"year": "Int64"})  # fmt: skip
AWKWARD = 'Tab\there, "quoted"; <b>&amp;\x00\x0b\nline\u2028 = Ω ]]> \ufffe'
ROGUE = pd.DataFrame(
    {"author_id": ["n1", "=cmd", "ev<i>l"], "author": [AWKWARD, "=HYPERLINK(1)", None], "papers": [2, 1, 1],
     "year": [2001, None, 2003], "x": [0.5, None, 1.0], "y": [0.5, None, 1.0], "cluster": [0, 0, 1]}
).astype({"year": "Int64"})  # fmt: skip
TIES = pd.DataFrame(
    {"author_id_1": ["n1", "=cmd", "n1"], "author_id_2": ["=cmd", "ev<i>l", "gone"], "papers": [2, 1, 5],
     "weight": [1.5, 0.25, 5.0], "note": ["a\x01b", None, "c"]}
)  # fmt: skip


@every_kind
def test_a_link_stays_if_it_is_among_the_strongest_of_either_end(kind):
    rows = rows_of(strongest_links(as_kind(EDGES, kind), most=1), kind)
    assert rows == [("a", "b", 9), ("a", "c", 8), ("a", "d", 7), ("e", "f", 3), ("e", "g", 2)]


@every_kind
def test_the_nodes_with_the_strongest_links(kind):
    # sums of links: a 24, b 9, c 8, d 7, e 5, f 4, g 3
    rows = rows_of(strongest_nodes(as_kind(EDGES, kind), most=3), kind)
    assert rows == [("a", "b", 9), ("a", "c", 8)]


def test_another_number_can_say_which_nodes_are_strong():
    edges = EDGES.assign(association=[1.0, 2.0, 3.0, 9.0, 8.0, 7.0])
    kept = strongest_nodes(edges, most=3, weight="association")
    assert kept["association"].tolist() == [9, 8, 7]
    assert strongest_nodes(edges, most=5, weight="association")["association"].tolist() == [9, 8, 7, 3]
    with pytest.raises(KeyError, match="strength.*co_citations returns"):
        strongest_nodes(edges, weight="strength")
    with pytest.raises(KeyError, match="strength.*co_citations returns"):
        strongest_links(edges, weight="strength")


@every_kind
def test_what_is_linked_gets_a_cluster_and_a_place(kind):
    rows = rows_of(network(as_kind(EDGES, kind), as_kind(NODES, kind)), kind)
    assert [row[:6] for row in rows] == [
        ("a", "Li X 2001", 20, 3, 0, 0), ("b", "Text b", 10, 1, 0, 0), ("c", "Wu 2003", 9, 1, 0, 0),
        ("d", "Wu 2004", 8, 1, 0, 0), ("e", "Wu 2005", 5, 2, 1, 1), ("f", "Wu 2006", 5, 2, 1, 1),
        ("g", "Wu 2007", 5, 2, 1, 1),
    ]  # fmt: skip
    assert len({row[6:] for row in rows}) == 7


def test_a_missing_size_is_nothing_and_input_is_unchanged():
    nodes, edges = NODES.assign(citations=pd.array([None, *range(7)], dtype="Int64")), EDGES.copy()
    before = nodes.copy()
    assert network(edges, nodes, size="citations")["size"].tolist() == [0, 0, 1, 2, 3, 4, 5]
    pd.testing.assert_frame_equal(nodes, before)
    pd.testing.assert_frame_equal(edges, EDGES)


def test_columns_that_are_missing_are_named():
    with pytest.raises(KeyError, match="<name>_1"):
        strongest_links(EDGES.rename(columns={"reference_id_2": "other"}))
    with pytest.raises(KeyError, match="citations"):
        network(EDGES, NODES, size="citations")


def test_the_plot_draws_nodes_and_links():
    nodes = network(EDGES, NODES)
    ax = plot_network(nodes, EDGES, ax=Figure().subplots())
    lines, *marks = ax.collections
    assert isinstance(lines, LineCollection) and len(lines.get_segments()) == 6
    assert sum(len(mark.get_offsets()) for mark in marks) == 7
    assert list(lines.get_linewidths()) == sorted(lines.get_linewidths(), reverse=True)
    assert max(lines.get_linewidths()) == pytest.approx(1.8)
    assert describe_network(nodes, EDGES) == (
        "Shown are 7 nodes and 6 links in 2 clusters. The strongest of them: Li X 2001 and Text b (papers: 9)."
    )
    equal, gone = EDGES.assign(papers=2), pd.DataFrame([("a", "z", 99)], columns=EDGES.columns)
    assert describe_network(nodes, pd.concat([gone, equal])).endswith(
        "6 links in 2 clusters. The strongest of them: Li X 2001 and Text b (papers: 2); 5 more have as many."
    )


def test_nothing_linked():
    nodes = network(EDGES.iloc[:0], NODES)
    assert nodes.columns.tolist() == [
        "reference_id", "label", "size", "links", "component", "cluster", "x", "y",
    ]  # fmt: skip
    assert nodes.empty and strongest_nodes(EDGES.iloc[:0]).empty and strongest_links(EDGES.iloc[:0]).empty
    assert "no network" in describe_network(nodes, EDGES.iloc[:0])
    with pytest.raises(TooLittleData, match="no network"):
        plot_network(nodes, EDGES.iloc[:0], ax=Figure().subplots())


@every_kind
def test_papers_are_called_by_first_author_and_year(kind):
    papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "title": list("ABC"), "year": [2001, None, 2003]})
    people = pd.DataFrame(
        {"paper_id": ["p1", "p1", "p2", "p1"], "position": [1, 2, 1, 1],
         "author": ["Bo Li", "Q", "WHO", "Bo Li"], "surname": ["Li", "Q", None, "Li"]}
    )  # fmt: skip
    papers = papers.astype({"year": "Int64"})
    rows = rows_of(paper_names(as_kind(papers, kind), as_kind(people, kind)), kind)
    assert sorted((row[0], row[-1]) for row in rows) == [("p1", "Li 2001"), ("p2", "WHO"), ("p3", "C")]


def read_map(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_vosviewer_map_and_network_hold_what_the_tables_say(tmp_path):
    nodes = NODES.set_axis(list(range(1, 16, 2)), axis=0)  # the index of rows that were chosen
    written = write_vosviewer(nodes, EDGES, tmp_path / "works.txt")
    assert written == tmp_path / "works_map.txt"
    items = read_map(written)
    assert list(items[0]) == ["id", "label", "description", "weight<papers>", "score<year>"]
    assert [(item["id"], item["label"], item["weight<papers>"]) for item in items[:2]] == [
        ("1", "Li X 2001", "20"), ("2", "Text b", "10"),
    ]  # fmt: skip
    assert [item["score<year>"] for item in items[:3]] == ["2001", "", "2003"]
    links = (tmp_path / "works_network.txt").read_text(encoding="utf-8").splitlines()
    assert links[:2] == ["1\t2\t9", "1\t3\t8"] and len(links) == 6


def test_text_from_files_breaks_no_line_of_a_map(tmp_path):
    items = read_map(write_vosviewer(ROGUE, TIES, tmp_path / "rogue"))
    assert len(items) == 3 and None not in items[0]
    assert items[0]["label"].startswith('Tab here, "quoted"; <b>&amp; line = Ω ]]>')
    assert items[1]["label"] == "'=HYPERLINK(1)" and items[2]["label"] == "ev<i>l"
    assert items[2]["description"] == "ev&lt;i&gt;l"
    assert "x" not in items[0] and [item["cluster"] for item in items] == ["1", "1", "2"]
    links = (tmp_path / "rogue_network.txt").read_text(encoding="utf-8").splitlines()
    assert links == ["1\t2\t1.5", "2\t3\t0.25"]


def test_vosviewer_json(tmp_path):
    placed = network(EDGES, NODES)
    path = write_vosviewer(placed, EDGES, tmp_path / "works.json", weight="papers", label="label")
    said = json.loads(path.read_text(encoding="utf-8"))["network"]
    first = said["items"][0]
    assert (first["id"], first["label"], first["cluster"]) == (1, "Li X 2001", 1)
    assert first["weights"] == {"size": 20, "links": 3} and {"x", "y"} <= set(first)
    assert said["links"][0] == {"source_id": 1, "target_id": 2, "strength": 9}
    rogue = write_vosviewer(ROGUE, TIES, tmp_path / "rogue.json").read_text(encoding="utf-8")
    assert json.loads(rogue)["network"]["items"][2]["scores"] == {"year": 2003}


def test_more_clusters_than_vosviewer_takes_are_left_to_it(tmp_path):
    many = pd.DataFrame({"keyword": [f"k{number}" for number in range(1001)], "cluster": range(1001)})
    edges = pd.DataFrame({"keyword_1": ["k0"], "keyword_2": ["k1"], "papers": [1]})
    assert "cluster" not in read_map(write_vosviewer(many, edges, tmp_path / "many"))[0]
    assert "cluster" in read_map(write_vosviewer(many[:1000], edges, tmp_path / "many"))[0]


def test_graphml_is_read_by_igraph_and_by_any_xml_parser(tmp_path):
    path = write_graphml(ROGUE, TIES, tmp_path / "rogue.graphml")
    graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.vs["author_id"] == ["n1", "=cmd", "ev<i>l"] and graph.get_edgelist() == [(0, 1), (1, 2)]
    assert graph.vs["label"][0] == 'Tab here, "quoted"; <b>&amp; line = Ω ]]> ?'
    assert graph.vs["label"][2] == "ev<i>l" and graph.vs["year"][::2] == [2001, 2003]
    assert graph.es["weight"] == [1.5, 0.25] and graph.es["papers"] == [2, 1]
    assert graph.es["note"] == ["a b", ""]
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(ET.parse(path).findall(f".//{space}node")) == 3


def test_another_number_can_be_the_weight(tmp_path):
    path = write_graphml(ROGUE, TIES, tmp_path / "rogue.graphml", weight="papers")
    assert igraph.Graph.Read_GraphML(str(path)).es["weight"] == [2, 1]


@pytest.mark.parametrize("write", [write_vosviewer, write_graphml])
def test_nodes_must_be_told_apart_and_may_be_none(write, tmp_path):
    with pytest.raises(ValueError, match="one row for each `reference_id`"):
        write(pd.concat([NODES, NODES]), EDGES, tmp_path / "works.json")
    assert write(NODES.iloc[:0], EDGES.iloc[:0], tmp_path / "none.json").stat().st_size > 0


def test_links_without_a_strength_or_outside_the_nodes_are_said_to_be_none():
    pairs = EDGES[["reference_id_1", "reference_id_2"]]
    with pytest.raises(KeyError, match="must have a column that says how strong a link is"):
        strongest_links(pairs)
    nodes = network(EDGES, NODES)
    assert describe_network(nodes, EDGES.head(0)).startswith("Nothing in the corpus is linked")
    assert len(plot_network(nodes, EDGES.head(0), ax=Figure().subplots()).collections)
    with pytest.raises(KeyError, match="lable"):
        network(EDGES, NODES, label="lable")
