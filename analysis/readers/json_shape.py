"""Where in a JSON text the objects stand that look like papers, found by a look at its head."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

TOKEN = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*:)?|[{}\[\]]', re.DOTALL)
BEGINNING = re.compile(r'\s*(?:\[\s*)*\{\s*["}]')
ITEM = "[]"  # the step from a list to what is in it
DEEPEST = 8
Path = tuple[str, ...]


class Shape(NamedTuple):
    """Where the papers stand.

    Attributes
    ----------
    path : tuple of str
        The steps from the outside to the records: names, and `ITEM` into a list or, where the papers stand
        behind their ids, into an object.
    within : tuple of str
        The steps from a record to the object in it that is the paper.
    by_name : bool
        Whether they stand so.
    """

    path: Path
    within: Path
    by_name: bool


def begins_json(head: str) -> bool:
    """Return whether a text begins as JSON with an object in it does.

    Examples
    --------
    >>> begins_json('\\n[{"title": "Moss"}]'), begins_json("[Title];[Year]")
    (True, False)
    """
    return BEGINNING.match(head) is not None


def shape_of(head: str, is_paper: Callable[[Sequence[str], Sequence[str]], object]) -> Shape | None:
    """Return where the papers of a JSON text stand: the outermost objects that look like papers.

    Parameters
    ----------
    head : str
        Where the text begins; it may break off.
    is_paper : callable
        Whether an object with these names, and those in the objects in it, is a paper.

    Examples
    --------
    >>> text = '{"hits": {"hits": [{"metadata": {"title": "Moss", "references": [{"title": "Fern"}]}}]}}'
    >>> shape_of(text, lambda names, _: "title" in names)
    Shape(path=('hits', 'hits', '[]'), within=('metadata',), by_name=False)
    >>> text = '{"result": {"1": {"title": "Moss"}, "2": {"title": "Fern"}}}'
    >>> shape_of(text, lambda names, _: "title" in names)
    Shape(path=('result', '[]'), within=(), by_name=True)
    """
    papers = [one.path for one in _objects(head) if is_paper(one.names, one.within)]
    if not papers:
        return None
    path = min(papers, key=len)
    items = [place for place, step in enumerate(path) if step == ITEM]
    if items or not path:
        end = items[-1] + 1 if items else 0
        return Shape(path[:end], path[end:], by_name=False)
    if sum(other[:-1] == path[:-1] for other in papers) > 1:
        return Shape((*path[:-1], ITEM), (), by_name=True)
    return Shape((), path, by_name=False)


class _Opened(NamedTuple):
    """An object or a list, its names, and those in the objects in it with its own before them."""

    path: Path
    is_list: bool
    names: list[str]
    within: list[str]


def _objects(head: str) -> Iterator[_Opened]:
    """Yield the objects that do not stand too deep, each when all of its names are known."""
    opened: list[_Opened] = []
    found = []
    name = ""
    for token in TOKEN.finditer(head):
        mark = token[0]
        if mark in ("{", "["):
            step = (ITEM if opened[-1].is_list else name,) if opened else ()
            path = (*opened[-1].path, *step)[: DEEPEST + 1] if opened else ()
            opened.append(_Opened(path, mark == "[", [], []))
            if mark == "{" and len(path) <= DEEPEST:
                found.append(opened[-1])
        elif mark in ("}", "]"):
            del opened[-1:]
        elif token[2] and opened and not opened[-1].is_list:
            name = token[1][1:-1]
            opened[-1].names.append(name)
            if len(opened) > 1 and not opened[-2].is_list:
                opened[-2].within.append(f"{opened[-1].path[-1]}.{name}")
    yield from found
