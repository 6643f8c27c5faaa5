"""Who writes with whom: pairs of authors, the network that they form, and how closely it ties them."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import counted, papers_word, percent
from analysis.frames import count_by, give, small, take, to_rows
from analysis.network_layout import graph_of, placed_vertices
from analysis.pairs import joint_pairs
from analysis.productivity import NO_AUTHORS, cut_lists, cut_lists_sentence, distinct_authorships
from analysis.provenance import traced

if TYPE_CHECKING:
    import igraph

NODES = {
    "author_id": nw.String, "author": nw.String, "papers": nw.Int64, "coauthors": nw.Int64,
    "component": nw.Int64, "cluster": nw.Int64, "shown": nw.Boolean, "x": nw.Float64, "y": nw.Float64,
}  # fmt: skip
SUMMARY = {
    "papers": nw.Int64, "authors": nw.Int64, "authorships": nw.Int64, "single_author_papers": nw.Int64,
    "authors_per_paper": nw.Float64, "pairs": nw.Int64, "density": nw.Float64, "mean_coauthors": nw.Float64,
    "components": nw.Int64, "largest_component": nw.Int64, "largest_share": nw.Float64,
    "without_coauthor": nw.Int64, "cut": nw.Int64,
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
    if max_authors is not None:
        small_enough = count_by(frame, "paper_id", name="size").filter(nw.col("size") <= max_authors)
        frame = frame.join(small_enough.select("paper_id"), on="paper_id", how="inner")
    return give(joint_pairs(frame, "paper_id", "author_id"), authorships)


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
    take(edges, ["author_id_1", "author_id_2", "papers", "weight"], "edges", "coauthorships")
    frame = take(authors, ["author_id", "author", "papers"], "authors", "author_productivity")
    counts = frame.select("author_id", "author", "papers")
    rows = to_rows(counts)
    names = [row["author_id"] for row in rows]
    order = sorted(range(len(names)), key=lambda place: names[place])
    graph = graph_of([names[place] for place in order], edges, "author_id", "weight")
    shown = _shown(graph, [rows[place]["papers"] for place in order], min_papers, max_authors)
    vertices = placed_vertices(graph, shown, resolution=resolution, seed=seed)
    for place, vertex in zip(order, vertices, strict=True):
        rows[place] |= vertex | {"coauthors": vertex["degree"], "shown": vertex["x"] is not None}
    return small(rows, {**NODES, "papers": counts.collect_schema()["papers"]}, authors)


def _shown(graph: "igraph.Graph", papers: list[float], min_papers: int | None, most: int) -> list[int]:
    """Return the vertices to draw, so that each has a neighbour among them."""

    def with_at_least(least: float) -> list[int]:
        return _tied(graph, [vertex for vertex, number in enumerate(papers) if number >= least])

    if min_papers is not None:
        return _cut(graph, papers, with_at_least(min_papers), most)
    larger: list[int] = []
    for least in sorted(set(papers), reverse=True):
        found = with_at_least(least)
        if len(found) > most:
            return larger if len(larger) >= most // 4 else _cut(graph, papers, found, most)
        larger = found
    return larger


def _tied(graph: "igraph.Graph", vertices: list[int]) -> list[int]:
    inside = set(vertices)
    return [vertex for vertex in vertices if not inside.isdisjoint(graph.neighbors(vertex))]


def _cut(graph: "igraph.Graph", papers: list[float], vertices: list[int], most: int) -> list[int]:
    degrees = graph.degree()
    ranked = sorted(vertices, key=lambda vertex: (-papers[vertex], -degrees[vertex], vertex))
    return _tied(graph, sorted(ranked[:most]))


@traced
def collaboration_summary(authorships: IntoFrameT, papers: IntoFrameT | None = None) -> IntoFrameT:
    """Return in one row how closely the authors are tied by joint papers.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`.
    papers : DataFrame, optional
        With `authors_truncated`, to say how many lists of authors were `cut` (0 without it).

    Returns
    -------
    DataFrame
        `papers` (with a known author), `authors`, `authorships`, `single_author_papers`,
        `authors_per_paper`, `pairs` (of authors with a joint paper), `density` (pairs of all possible
        ones), `mean_coauthors`, `components` (groups with no joint paper between them),
        `largest_component` (its authors), `largest_share` (of all authors), `without_coauthor`, `cut`.
        No row without authors. Cut lists make pairs, density and coauthors lower bounds.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1", "p1", "p2"], "author": ["A", "B", "C"], "author_id": ["a", "b", "c"]}
    ... )
    >>> collaboration_summary(authorships)[["authors", "pairs", "components", "largest_component"]]
       authors  pairs  components  largest_component
    0        3      1           2                  2
    """
    known = distinct_authorships(authorships)
    sizes = to_rows(count_by(count_by(known, "paper_id", name="authors"), "authors"))
    if not sizes:
        return small([], SUMMARY, authorships)
    authors = [row["author_id"] for row in to_rows(known.select("author_id").unique().sort("author_id"))]
    graph = graph_of(authors, coauthorships(authorships), "author_id", "weight")
    groups = graph.connected_components().sizes()
    papers_counted = sum(row["papers"] for row in sizes)
    entries = sum(row["papers"] * row["authors"] for row in sizes)
    row: dict[str, Any] = {
        "papers": papers_counted, "authors": len(authors), "authorships": entries,
        "single_author_papers": sum(row["papers"] for row in sizes if row["authors"] == 1),
        "authors_per_paper": entries / papers_counted, "pairs": graph.ecount(),
        "density": graph.density() if len(authors) > 1 else None,
        "mean_coauthors": 2 * graph.ecount() / len(authors), "components": len(groups),
        "largest_component": max(groups), "largest_share": max(groups) / len(authors),
        "without_coauthor": sum(degree == 0 for degree in graph.degree()),
        "cut": 0 if papers is None else cut_lists(papers),
    }  # fmt: skip
    return small([row], SUMMARY, authorships)


def describe_collaboration(table: Any, *, papers: Any = None) -> str:
    """Return `collaboration_summary` in a sentence or two; `papers` says how many lists were cut.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1", "p1", "p2"], "author": ["A", "B", "C"], "author_id": ["a", "b", "c"]}
    ... )
    >>> print(describe_collaboration(collaboration_summary(authorships)))
    3 authors of 2 papers (1.5 a paper, 1 paper by one author) form 2 groups without a joint paper
    between them; the largest has 2 authors (67%). An author has 0.7 coauthors on average.
    """
    rows = to_rows(table, "papers", "authors", "components", made_by="collaboration_summary")
    if not rows:
        return NO_AUTHORS
    row = rows[0]
    text = (
        f"{counted(row['authors'], 'author')} of {papers_word(row['papers'])} "
        f"({row['authors_per_paper']:,.1f} a paper, {papers_word(row['single_author_papers'])} by one author)"
    )
    if row["components"] > 1:
        text += (
            f" form {row['components']:,} groups without a joint paper between them; the largest has "
            f"{counted(row['largest_component'], 'author')} ({percent(row['largest_share'])})"
        )
    elif row["authors"] > 1:
        text += " form one group, tied by joint papers"
    mean = f"An author has {row['mean_coauthors']:,.1f} coauthors on average."
    return f"{text}. {mean}{cut_lists_sentence(papers)}"
