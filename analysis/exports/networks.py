"""Networks for VOSviewer (map and network files, or JSON) and for Gephi (GraphML).

Formats: app.vosviewer.com/docs/file-types and graphml.graphdrawing.org. VOSviewer takes a column of places
or clusters for that of every item, so each is written only if every item has it.
"""

import html
import json
import math
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from analysis.exports.entries import one_line
from analysis.frames import take, to_rows
from analysis.networks import ends_of, name_of, strength_of
from analysis.saving import FORMULA_STARTS, write_file, write_together

PLACES = ("x", "y", "cluster")
NO_NUMBERS = (*PLACES, "component", "shown")
MOST_CLUSTERS = 1000
NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # besides control characters


def write_vosviewer(
    nodes: Any,
    edges: Any,
    path: str | os.PathLike[str],
    *,
    weight: str | None = None,
    label: str | None = None,
) -> Path:
    """Write a network for VOSviewer and return the path.

    A path that ends in `.json` gets one file, for VOSviewer from 1.6.17 on and VOSviewer Online; of any other
    are made two text files, `<name>_map.txt` and `<name>_network.txt`, and the first is returned.
    Whole numbers that no item lacks become weights of the items, other numbers scores.

    Parameters
    ----------
    nodes : DataFrame
        One row an item: its id, under the name that stands before `_1` in `edges`, and what is known of it.
    edges : DataFrame
        Pairs, as `coauthorships`, `co_citations`, `bibliographic_coupling` or `keyword_cooccurrences`
        return them. Links to what is not in `nodes` are left out.
    path : str or Path
    weight : str, optional
        Column of `edges` with the strength; by default `weight`, else the first after the two ends.
    label : str, optional
        Column of `nodes` with the names; by default author, title, keyword, or author and year of a
        reference.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If two rows of `nodes` have one id, or none.

    Examples
    --------
    >>> import pandas as pd
    >>> nodes = pd.DataFrame({"keyword": ["moss", "wall"], "papers": [3, 2]})
    >>> edges = pd.DataFrame({"keyword_1": ["moss"], "keyword_2": ["wall"], "papers": [2]})
    >>> written = write_vosviewer(nodes, edges, Path(tempfile.mkdtemp(), "keywords.txt"))
    >>> print(written.read_text(encoding="utf-8").expandtabs(12).strip())
    id          label       description weight<papers>
    1           moss        moss        3
    2           wall        wall        2
    """
    target = Path(path)
    rows, links, thing, _ = _parts(nodes, edges, weight)
    items = _items(rows, thing, label)
    names = ("source_id", "target_id", "strength")
    numbered = [dict(zip(names, link[:3], strict=True)) for link in links]
    if target.suffix.casefold() == ".json":
        network = {"network": {"items": items, "links": numbered}}
        return write_file(target, json.dumps(network, ensure_ascii=False, indent=1))
    stem = target.with_suffix("") if target.suffix.casefold() == ".txt" else target
    map_file = stem.with_name(f"{stem.name}_map.txt")
    table = _table([list(link[:3]) for link in links])
    write_together({map_file: _map(items), stem.with_name(f"{stem.name}_network.txt"): table})
    return map_file


def write_graphml(
    nodes: Any,
    edges: Any,
    path: str | os.PathLike[str],
    *,
    weight: str | None = None,
    label: str | None = None,
) -> Path:
    """Write a network as GraphML, for Gephi, igraph, NetworkX and others, and return the path.

    All columns are kept as attributes. Nodes have a `label`, links a `weight`: the column that is so named,
    else the first after the two ends; a column chosen by `weight` takes its place.

    Parameters
    ----------
    nodes, edges, path, weight, label
        As in `write_vosviewer`.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If two rows of `nodes` have one id, or none.

    Examples
    --------
    >>> import igraph, pandas as pd
    >>> nodes = pd.DataFrame({"keyword": ["moss", "wall"], "papers": [3, 2]})
    >>> edges = pd.DataFrame({"keyword_1": ["moss"], "keyword_2": ["wall"], "papers": [2]})
    >>> written = write_graphml(nodes, edges, Path(tempfile.mkdtemp(), "keywords.graphml"))
    >>> graph = igraph.Graph.Read_GraphML(str(written))
    >>> graph.vs["label"], graph.es["weight"]
    (['moss', 'wall'], [2.0])
    """
    import igraph

    rows, links, thing, number = _parts(nodes, edges, weight)
    graph = igraph.Graph(n=len(rows), edges=[(one - 1, other - 1) for one, other, _, _ in links])
    named = [{**row, "label": name_of(row, thing, label)} for row in rows]
    for name in dict.fromkeys(key for row in named for key in row):
        graph.vs[one_line(name)] = _attribute([row[name] for row in named])
    ends = (f"{thing}_1", f"{thing}_2", number, "weight")
    for name in [key for key in (links[0][3] if links else {}) if key not in ends]:
        graph.es[one_line(name)] = _attribute([row[name] for *_, row in links])
    graph.es["weight"] = [float(strength) for _, _, strength, _ in links]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "network.graphml")
        graph.write_graphml(str(made))
        return write_file(path, made.read_bytes())


def _parts(nodes: Any, edges: Any, weight: str | None) -> tuple[list[dict], list[tuple], str, str]:
    """Return nodes, links as (number of one end, of the other, strength, row), and names of their columns."""
    columns = take(edges, [], "edges", "strongest_links").collect_schema().names()
    thing = ends_of(columns)
    number = strength_of(columns, weight or ("weight" if "weight" in columns else None))
    rows = to_rows(nodes, thing, made_by="The function that counts them")
    place = {row[thing]: order for order, row in enumerate(rows, start=1)}
    if len(place) != len(rows) or None in place:
        raise ValueError(f"`nodes` must have one row for each `{thing}`, but some have none or are repeated.")
    links = [
        (place[row[f"{thing}_1"]], place[row[f"{thing}_2"]], row[number] or 0, row)
        for row in to_rows(edges)
        if row[f"{thing}_1"] in place and row[f"{thing}_2"] in place
    ]
    return rows, links, thing, number


def _items(rows: list[dict], thing: str, label: str | None) -> list[dict]:
    """Return the nodes as VOSviewer's items."""
    items: list[dict] = [
        {"id": order, "label": one_line(name_of(row, thing, label))}
        | {"description": html.escape(one_line(row[thing]))}
        for order, row in enumerate(rows, start=1)
    ]
    for name in PLACES:
        values: list[Any] = [row.get(name) for row in rows]
        if all(_is_number(value) and (name != "cluster" or value < MOST_CLUSTERS) for value in values):
            for item, value in zip(items, values, strict=True):
                item[name] = int(value) + 1 if name == "cluster" else value
    for name in [key for key in (rows[0] if rows else {}) if key not in NO_NUMBERS]:
        values = [row[name] for row in rows]
        if not all(value is None or _is_number(value) for value in values):
            continue
        whole = all(isinstance(value, int) and value >= 0 for value in values) and name != "year"
        for item, value in zip(items, values, strict=True):
            if value is not None:
                item.setdefault("weights" if whole else "scores", {})[name] = value
    return items


def _map(items: list[dict]) -> bytes:
    """Return the items as a map file."""
    numbers = {"weights": "weight", "scores": "score"}
    flat = [{key: value for key, value in item.items() if key not in numbers} for item in items]
    for row, item in zip(flat, items, strict=True):
        for key, word in numbers.items():
            row |= {f"{word}<{one_line(name)}>": value for name, value in item.get(key, {}).items()}
    header = list(dict.fromkeys(key for item in flat for key in item)) or ["id", "label"]
    return _table([header, *([item.get(name, "") for name in header] for item in flat)])


def _table(rows: list[list]) -> bytes:
    """Return rows as VOSviewer and spreadsheets read them: tabs between cells, `,` and `;` within quotes."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    safe = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in ',;"') else safe


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _attribute(values: list[Any]) -> list[Any]:
    """Return a column as igraph keeps it: numbers (NaN where missing), flags, or text that XML may hold."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known) and len(known) == len(values):
        return values
    if known and all(_is_number(value) for value in known):
        return [math.nan if value is None else float(value) for value in values]
    return ["" if value is None else NOT_XML.sub("?", one_line(value)) for value in values]
