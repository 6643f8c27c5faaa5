"""Who writes with whom: pairs of authors, and the network that they form."""

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.frames import count_by, give, small, take, to_rows
from analysis.network_layout import pack, place_group
from analysis.productivity import distinct_authorships
from analysis.provenance import traced

if TYPE_CHECKING:
    import igraph

NODES = {
    "author_id": nw.String, "author": nw.String, "papers": nw.Int64, "coauthors": nw.Int64,
    "component": nw.Int64, "cluster": nw.Int64, "shown": nw.Boolean, "x": nw.Float64, "y": nw.Float64,
}  # fmt: skip


@traced
def coauthorships(authorships: IntoFrameT, *, max_authors: int | None = None) -> IntoFrameT:
    """Return the pairs of authors with a joint paper.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`. An author who stands twice on a paper counts once.
    max_authors : int, optional
        Papers with more authors are left out: the pairs of a paper grow with the square of its authors
        (3,000 authors make 4.5 million pairs).

    Returns
    -------
    DataFrame
        `author_id_1`, `author_id_2` (the smaller id first), `papers` (joint ones) and `weight`: the sum
        of 1 / (n - 1) over joint papers with n authors, so that the weights of an author add up to the
        number of papers written with others. Sorted by papers, largest first, then the ids. Lazy for
        lazy input.

    References
    ----------
    Newman (2001), Physical Review E 64, 016132, eq. 2, doi:10.1103/PhysRevE.64.016132.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1"] * 3 + ["p2"] * 2, "author": list("ABCAB"), "author_id": list("abcab")}
    ... )
    >>> coauthorships(authorships)
      author_id_1 author_id_2  papers  weight
    0           a           b       2     1.5
    1           a           c       1     0.5
    2           b           c       1     0.5
    """
    frame = distinct_authorships(authorships)
    sizes = count_by(frame, "paper_id", name="size").filter(nw.col("size") > 1)
    if max_authors is not None:
        sizes = sizes.filter(nw.col("size") <= max_authors)
    one = frame.join(sizes, on="paper_id", how="inner").rename({"author_id": "author_id_1"})
    other = frame.rename({"author_id": "author_id_2"})
    pairs = one.join(other, on="paper_id", how="inner").filter(nw.col("author_id_1") < nw.col("author_id_2"))
    pairs = pairs.with_columns(one=nw.lit(1), weight=1 / (nw.col("size") - 1).cast(nw.Float64))
    keys = ["author_id_1", "author_id_2"]
    edges = pairs.group_by(*keys).agg(nw.col("one").sum().alias("papers"), nw.col("weight").sum())
    edges = edges.with_columns(nw.col("papers").cast(nw.Int64), nw.col("weight").round(12))
    return give(
        edges.sort("papers", *keys, descending=[True, False, False]).select(*keys, "papers", "weight"),
        authorships,
    )


def graph_of(authors: Sequence[str], edges: Sequence[dict[str, Any]]) -> "igraph.Graph":
    """Return the igraph graph of the authors, in that order, with `weight` and `papers` on its edges."""
    import igraph

    place = {author: number for number, author in enumerate(authors)}
    kept = sorted(
        (place[row["author_id_1"]], place[row["author_id_2"]], row["weight"], row["papers"])
        for row in edges
        if row["author_id_1"] in place and row["author_id_2"] in place
    )
    graph = igraph.Graph(n=len(authors), edges=[(one, other) for one, other, _, _ in kept])
    graph.es["weight"] = [weight for _, _, weight, _ in kept]
    graph.es["papers"] = [papers for _, _, _, papers in kept]
    return graph


@traced
def coauthor_network(
    edges: IntoFrameT,
    authors: IntoFrameT,
    *,
    min_papers: int | None = None,
    max_authors: int = 60,
    resolution: float = 1.0,
    seed: int = 0,
) -> IntoFrameT:
    """Return the authors as points of a network: how tied, in which cluster, where to draw them.

    Clusters are found in the whole network by the Leiden algorithm (modularity, weighted). What can be
    read on a printed column is far less than the whole, so only some authors get a place: those with
    at least `min_papers` papers who wrote with another such author.

    Parameters
    ----------
    edges : DataFrame
        What `coauthorships` returns.
    authors : DataFrame
        What `author_productivity` returns.
    min_papers : int, optional
        By default the smallest number with which at most `max_authors` remain.
    max_authors : int
        Of the authors that are left, those with the most papers (then the most coauthors) are shown.
    resolution : float
        Of the modularity; larger values give more and smaller clusters.
    seed : int
        Of clusters and places.

    Returns
    -------
    DataFrame
        `author_id`, `author`, `papers`, `coauthors`, `component` and `cluster` (numbered from 0, the
        largest first), `shown`, `x`, `y` (missing for authors that are not shown); in the order of
        `authors`. The same seed gives the same table.

    References
    ----------
    Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233, doi:10.1038/s41598-019-41695-z.
    Kamada and Kawai (1989), doi:10.1016/0020-0190(89)90102-6, for the places.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.productivity import author_productivity
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1"] * 3 + ["p2"], "author": list("ABCD"), "author_id": list("abcd")}
    ... )
    >>> nodes = coauthor_network(coauthorships(authorships), author_productivity(authorships))
    >>> nodes[["author_id", "coauthors", "component", "shown"]]
      author_id  coauthors  component  shown
    0         a          2          0   True
    1         b          2          0   True
    2         c          2          0   True
    3         d          0          1  False
    """
    needed = ["author_id_1", "author_id_2", "papers", "weight"]
    links = to_rows(take(edges, needed, "edges", "coauthorships"))
    frame = take(authors, ["author_id", "author", "papers"], "authors", "author_productivity")
    rows = to_rows(frame.select("author_id", "author", "papers"))
    names = [row["author_id"] for row in rows]
    order = sorted(range(len(names)), key=lambda place: names[place])
    graph = graph_of([names[place] for place in order], links)
    papers = [rows[place]["papers"] for place in order]
    shown = _shown(graph, papers, min_papers, max_authors)
    components = _numbered(graph.connected_components().membership if names else [])
    clusters, places = _clusters_and_places(graph, shown, resolution, seed)
    degrees = graph.degree()
    for number, place in enumerate(order):
        x, y = places.get(number, (None, None))
        rows[place] |= {"coauthors": degrees[number], "component": components[number], "x": x, "y": y}
        rows[place] |= {"cluster": clusters[number], "shown": number in places}
        rows[place]["papers"] = papers[number]
    return small(rows, NODES, authors)


def _shown(graph: "igraph.Graph", papers: list[int], min_papers: int | None, most: int) -> list[int]:
    """Return the vertices to draw, so that each has a neighbour among them."""
    if min_papers is not None:
        return _cut(
            graph, papers, _tied(graph, [v for v, number in enumerate(papers) if number >= min_papers]), most
        )
    larger: list[int] = []
    for least in sorted(set(papers), reverse=True):
        found = _tied(graph, [v for v, number in enumerate(papers) if number >= least])
        if len(found) > most:
            return larger if len(larger) >= most // 4 else _cut(graph, papers, found, most)
        larger = found
    return larger


def _tied(graph: "igraph.Graph", vertices: list[int]) -> list[int]:
    inside = set(vertices)
    return [vertex for vertex in vertices if not inside.isdisjoint(graph.neighbors(vertex))]


def _cut(graph: "igraph.Graph", papers: list[int], vertices: list[int], most: int) -> list[int]:
    degrees = graph.degree()
    ranked = sorted(vertices, key=lambda vertex: (-papers[vertex], -degrees[vertex], vertex))
    return _tied(graph, sorted(ranked[:most]))


def _numbered(membership: list[int]) -> list[int]:
    """Number groups by size, the largest first; of equal ones that with the earliest member first."""
    members: dict[int, list[int]] = {}
    for vertex, group in enumerate(membership):
        members.setdefault(group, []).append(vertex)
    order = sorted(members, key=lambda group: (-len(members[group]), members[group][0]))
    number = {group: place for place, group in enumerate(order)}
    return [number[group] for group in membership]


def _clusters_and_places(
    graph: "igraph.Graph", shown: list[int], resolution: float, seed: int
) -> tuple[list[int], dict[int, tuple[float, float]]]:
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    try:
        clusters: list[int] = []
        if graph.vcount():
            found = graph.community_leiden(
                objective_function="modularity", weights="weight", resolution=resolution, n_iterations=-1
            )
            clusters = _numbered(found.membership)
        part = graph.induced_subgraph(shown)
        groups = sorted(part.connected_components(), key=lambda group: (-len(group), group[0]))
        laid = [place_group(part.induced_subgraph(group)) for group in groups]
    finally:
        igraph.set_random_number_generator(random)
    places = pack(laid)
    return clusters, {
        shown[vertex]: place
        for group, points in zip(groups, places, strict=True)
        for vertex, place in zip(group, points, strict=True)
    }
