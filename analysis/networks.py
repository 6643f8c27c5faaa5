"""Networks of any kind that a printed column can hold: the strongest links, and where to draw their ends.

Co-citation, coupling, coauthors and keywords come as pairs with a weight: two columns `<thing>_1` and
`<thing>_2`, and a number. The places are those of `coauthor_network`.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.citations import reference_label
from analysis.drawing import counted, first_of, listed, new_axes
from analysis.errors import TooLittleData, require_at_least, require_columns
from analysis.frames import give, require_same_kind, small, take, to_rows
from analysis.network_layout import graph_of, placed_vertices
from analysis.network_plots import draw_network
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

THICKEST = 6.0  # as many joint papers as draw a line that a column bears
NO_LINKS = "Nothing in the corpus is linked in this way, so there is no network to show."
NAMES = {"author_id": "author", "paper_id": "title", "reference_id": "reference", "keyword": "keyword"}
PLACED = {
    "label": nw.String, "size": nw.Int64, "links": nw.Int64, "component": nw.Int64, "cluster": nw.Int64,
    "x": nw.Float64, "y": nw.Float64,
}  # fmt: skip


def ends_of(columns: list[str]) -> str:
    """Return the name of what a table of pairs links: its columns `<name>_1` and `<name>_2`.

    Raises
    ------
    KeyError
        If there are no such columns.

    Examples
    --------
    >>> ends_of(["keyword_1", "keyword_2", "papers"])
    'keyword'
    """
    for column in columns:
        if column.endswith("_1") and f"{column[:-2]}_2" in columns:
            return column[:-2]
    raise KeyError(f"`edges` must have two columns `<name>_1` and `<name>_2`, but has {columns}.")


def strength_of(columns: list[str], weight: str | None = None) -> str:
    """Return the column of pairs that says how strong a link is: `weight`, or the first but the two ends.

    Raises
    ------
    KeyError
        If there is none.

    Examples
    --------
    >>> strength_of(["keyword_1", "keyword_2", "papers", "association"])
    'papers'
    """
    ends = [f"{ends_of(columns)}_{end}" for end in "12"]
    strengths = [weight] if weight else [column for column in columns if column not in ends]
    if not strengths:
        raise KeyError(f"`edges` must have a column that says how strong a link is, but has {columns}.")
    require_columns(columns, strengths, "edges", "co_citations")
    return strengths[0]


def name_of(row: dict[str, Any], thing: str, label: str | None = None) -> str:
    """Return what to call a node: the column `label`, else the usual name of such a thing, else its id.

    Examples
    --------
    >>> row = {"reference_id": "a", "reference": "Li X, 2001", "author": "Li X", "year": 2001}
    >>> name_of(row, "reference_id")
    'Li X 2001'
    """
    if label is None and thing == "reference_id" and row.get("reference"):
        return reference_label({**row, "venue": None})
    return str(row.get(label or NAMES.get(thing, thing)) or row[thing])


@traced
def strongest_links(edges: IntoFrameT, *, most: int = 3, weight: str | None = None) -> IntoFrameT:
    """Return those links that are among the strongest of one of their two ends.

    All links of a co-citation network drawn at once are a black ball; these are its skeleton.

    Parameters
    ----------
    edges : DataFrame
        Pairs, as `co_citations`, `bibliographic_coupling` or `keyword_cooccurrences` return them.
    most : int
        How many links of each end are kept; of equally strong ones those that stand first.
    weight : str, optional
        The column that says how strong a link is; by default the first after the two ends.

    Examples
    --------
    >>> import pandas as pd
    >>> edges = pd.DataFrame({"keyword_1": list("aab"), "keyword_2": list("bcc"), "papers": [3, 2, 1]})
    >>> strongest_links(edges, most=1)
      keyword_1 keyword_2  papers
    0         a         b       3
    1         a         c       2
    """
    require_at_least("most", most, 1)
    frame = take(edges, [], "edges", "co_citations")
    schema = frame.collect_schema()
    thing, number = ends_of(schema.names()), strength_of(schema.names(), weight)
    rows = sorted(to_rows(frame), key=lambda row: -row[number])
    seen: Counter[Any] = Counter()
    kept = []
    for row in rows:
        ends = (row[f"{thing}_1"], row[f"{thing}_2"])
        if min(seen[end] for end in ends) < most:
            kept.append(row)
        seen.update(ends)
    return small(kept, schema, edges)


@traced
def strongest_nodes(edges: IntoFrameT, *, most: int = 50, weight: str | None = None) -> IntoFrameT:
    """Return the links between those nodes, `most` of them, whose links have the largest sum.

    Parameters
    ----------
    edges, weight
        As in `strongest_links`.
    most : int
        How many nodes; of equal ones those that come first in the alphabet.

    Examples
    --------
    >>> import pandas as pd
    >>> edges = pd.DataFrame({"keyword_1": list("aab"), "keyword_2": list("bcc"), "papers": [3, 2, 2]})
    >>> strongest_nodes(edges, most=2)
      keyword_1 keyword_2  papers
    0         a         b       3
    """
    require_at_least("most", most, 1)
    frame = take(edges, [], "edges", "co_citations")
    columns = frame.collect_schema().names()
    thing, number = ends_of(columns), strength_of(columns, weight)
    ends = [frame.select(end=nw.col(f"{thing}_{end}"), sum=nw.col(number)) for end in "12"]
    sums = nw.concat(ends).group_by("end").agg(nw.col("sum").sum())
    kept = sums.sort("sum", "end", descending=[True, False]).head(most).select("end")
    for end in "12":
        frame = frame.join(kept, left_on=f"{thing}_{end}", right_on="end", how="inner").select(columns)
    return give(frame.sort(number, *columns[:2], descending=[True, False, False]), edges)


@traced
def network(
    edges: IntoFrameT, nodes: IntoFrameT, *, size: str = "papers", label: str | None = None, seed: int = 0
) -> IntoFrameT:
    """Return the nodes that have a link, with their cluster and where to draw them.

    Parameters
    ----------
    edges : DataFrame
        Pairs, as `strongest_links` leaves them; the first column after the two ends is their weight.
    nodes : DataFrame
        One row a node: its id, under the name that stands before `_1` in `edges`, and `size`.
    size : str
        The column that says how large a node is drawn; what is missing is 0.
    label : str, optional
        The column of names. By default author and year of a reference, title of a paper, author, keyword.
    seed : int
        Of clusters and places.

    Returns
    -------
    DataFrame
        The id, `label`, `size`, `links`, `component` and `cluster` (numbered from 0, the largest first), `x`
        and `y`; in the order of `nodes`. Clusters are Leiden's (modularity, weighted).

    References
    ----------
    Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233, doi:10.1038/s41598-019-41695-z.

    Examples
    --------
    >>> import pandas as pd
    >>> edges = pd.DataFrame({"keyword_1": ["moss"], "keyword_2": ["wall"], "papers": [2]})
    >>> nodes = pd.DataFrame({"keyword": ["moss", "wall", "ivy"], "papers": [3, 2, 1]})
    >>> network(edges, nodes)[["keyword", "label", "size", "links"]]
      keyword label  size  links
    0    moss  moss     3      1
    1    wall  wall     2      1
    """
    columns = take(edges, [], "edges", "strongest_links").collect_schema().names()
    thing = ends_of(columns)
    rows = to_rows(nodes, thing, size, *([label] if label else []), made_by="The function that counts them")
    ids = sorted({row[thing] for row in rows} - {None})
    graph = graph_of(ids, edges, thing, strength_of(columns))
    linked = [vertex for vertex, links in enumerate(graph.degree()) if links]
    graph = graph.induced_subgraph(linked)
    vertices = placed_vertices(graph, range(len(linked)), seed=seed)
    at = {ids[one]: at | {"links": at["degree"]} for one, at in zip(linked, vertices, strict=True)}
    placed = [
        at[row[thing]] | {thing: row[thing], "label": name_of(row, thing, label), "size": int(row[size] or 0)}
        for row in rows
        if row[thing] in at
    ]
    return small(placed, {thing: nw.String, **PLACED}, nodes)


@traced
def plot_network(nodes: Any, edges: Any, *, labels: int = 30, ax: "Axes | None" = None) -> "Axes":
    """Draw a `network` and its links: larger marks are larger nodes, thicker lines are stronger links.

    Colour and shape are the cluster (grey: clusters of one or two, and from the eighth on). The largest nodes
    are labelled as far as there is room, at most `labels` of them.

    Raises
    ------
    TooLittleData
        If nothing is linked.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> edges = pd.DataFrame({"keyword_1": ["moss"], "keyword_2": ["wall"], "papers": [2]})
    >>> nodes = network(edges, pd.DataFrame({"keyword": ["moss", "wall"], "papers": [3, 2]}))
    >>> sorted(text.get_text() for text in plot_network(nodes, edges, ax=Figure().subplots()).texts)
    ['moss', 'wall']
    """
    columns = take(edges, [], "edges", "strongest_links").collect_schema().names()
    thing, strength = ends_of(columns), strength_of(columns)
    rows = to_rows(nodes, thing, "label", "size", "cluster", "x", "y", made_by="network")
    if not rows:
        raise TooLittleData(NO_LINKS)
    flat = max(row["size"] for row in rows) <= 1
    drawn = {row[thing]: row | {"id": row[thing], "size": 1 if flat else row["size"]} for row in rows}
    pairs = [(row[f"{thing}_1"], row[f"{thing}_2"], row[strength]) for row in to_rows(edges)]
    scale = THICKEST / max([THICKEST, *(weight for *_, weight in pairs)])
    links = [(one, other, weight * scale) for one, other, weight in pairs if one in drawn and other in drawn]
    return draw_network(new_axes(ax), list(drawn.values()), links, labels=labels)


def describe_network(nodes: Any, edges: Any) -> str:
    """Return a `network` and its links in two sentences.

    Examples
    --------
    >>> import pandas as pd
    >>> edges = pd.DataFrame({"keyword_1": ["moss"], "keyword_2": ["wall"], "papers": [2]})
    >>> nodes = network(edges, pd.DataFrame({"keyword": ["moss", "wall"], "papers": [3, 2]}))
    >>> describe_network(nodes, edges)
    'Shown are 2 nodes and 1 link in 1 cluster. The strongest of them: moss and wall (papers: 2).'
    """
    columns = take(edges, [], "edges", "strongest_links").collect_schema().names()
    thing, strength = ends_of(columns), strength_of(columns)
    names = {row[thing]: row["label"] for row in to_rows(nodes, thing, "label", "cluster", made_by="network")}
    drawn = [row for row in to_rows(edges) if row[f"{thing}_1"] in names and row[f"{thing}_2"] in names]
    if not drawn:
        return NO_LINKS
    links = sorted(drawn, key=lambda row: -row[strength])
    first = listed([names[links[0][f"{thing}_{end}"]] for end in "12"])
    first += f" ({strength}: {links[0][strength]:,})"
    clusters = counted(len({row["cluster"] for row in to_rows(nodes)}), "cluster")
    return (
        f"Shown are {counted(len(names), 'node')} and {counted(len(links), 'link')} in {clusters}. "
        f"The strongest of them: {first_of([first], [row[strength] for row in links])}."
    )


@traced
def paper_names(papers: IntoFrameT, authorships: IntoFrameT) -> IntoFrameT:
    """Return the papers with a column `name`: the surname of the first author and the year, else the title.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "title": ["A", "B"], "year": [2001, 2002]})
    >>> authorships = pd.DataFrame({"paper_id": ["p1"], "position": [1], "author": "Bo Li", "surname": "Li"})
    >>> paper_names(papers, authorships)["name"].tolist()
    ['Li 2001', 'B']
    """
    frame = take(papers, ["paper_id", "title", "year"], "papers", "load_corpus(...).papers")
    needed = ["paper_id", "position", "author", "surname"]
    people = take(authorships, needed, "authorships", "load_corpus(...).authorships")
    require_same_kind(papers=frame, authorships=people)
    name = nw.coalesce(nw.col("surname"), nw.col("author"))
    first = people.filter(nw.col("position") == 1).select("paper_id", first=name)
    first = first.unique(subset=["paper_id"], keep="first", order_by=["first"])
    joined = frame.join(first, on="paper_id", how="left")
    known = ~nw.col("year").is_null()
    year = nw.when(known).then(nw.col("year")).otherwise(nw.lit(0)).cast(nw.Int64).cast(nw.String)
    short = nw.when(known).then(nw.concat_str(nw.col("first"), year, separator=" "))
    named = joined.with_columns(name=nw.coalesce(short, nw.col("first"), nw.col("title")))
    return give(named.drop("first"), papers)
