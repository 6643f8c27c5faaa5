"""Which authorships are of one person: by ORCID, then by a database's own id, then by name.

1. **ORCID.** Authorships with the same ORCID are of one person; with different ones, of two.
2. **A database's id** (Scopus, OpenAlex, ...). Authorships with the same id are of one person, unless their
   ORCIDs differ. An id that goes with one ORCID only belongs to that person, so that an ORCID known to one
   database names the author in all of them.
3. **Name.** An authorship without any id goes by its name until all papers are known, so that nobody stands
   twice in the list of one paper; then `analysis.identify` decides it by evidence.

An id that stands at two authors of the same paper is a mistake of the database, and decides nothing there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.names import author_ids, author_key
from analysis.union_find import UnionFind

Row = Mapping[str, Any]
ORCID = "orcid:"


def person_ids(authorships: Sequence[Row]) -> list[str]:
    """Return an `author_id` for each authorship of a whole corpus; the order of the rows does not matter.

    Parameters
    ----------
    authorships : sequence of mapping
        With `paper_id`, `author`, and where known `orcid` and `source_author_id` (several joined by "; ").

    Returns
    -------
    list of str
        `orcid:...`, else the id of a database, else an id made from the name.

    Examples
    --------
    >>> rows = [
    ...     {"paper_id": "p1", "author": "Wei Li", "orcid": "0000-0001", "source_author_id": "scopus:7"},
    ...     {"paper_id": "p2", "author": "W. Li", "source_author_id": "scopus:7"},
    ...     {"paper_id": "p3", "author": "Wei Li", "source_author_id": "scopus:9"},
    ...     {"paper_id": "p4", "author": "Wei Li"},
    ... ]
    >>> person_ids(rows)
    ['orcid:0000-0001', 'orcid:0000-0001', 'scopus:9', 'wei-li']
    """
    by_name = author_ids({row["author"] for row in authorships})
    known = known_persons(authorships)
    of_name: dict[str, set[str]] = defaultdict(set)
    for place, person in known.items():
        of_name[by_name[authorships[place]["author"]]].add(person)
    result = []
    for place, row in enumerate(authorships):
        name = by_name[row["author"]]
        same_name = {known[place]} if place in known else of_name.get(name, set())
        result.append(min(same_name) if len(same_name) == 1 else name)
    return result


def known_persons(authorships: Sequence[Row]) -> dict[int, str]:
    """Return the `author_id` of each authorship that an ORCID or a database's id tells, by its place.

    Examples
    --------
    >>> rows = [{"paper_id": "p1", "author": "Wei Li"}, {"paper_id": "p2", "author": "Wei Li"}]
    >>> known_persons([rows[0] | {"orcid": "0000-0001"}, rows[1]])
    {0: 'orcid:0000-0001'}
    """
    known = _usable_ids(authorships)
    persons = _persons(known.values())
    return {place: persons[ids[0]] for place, ids in known.items()}


def _usable_ids(authorships: Sequence[Row]) -> dict[int, list[str]]:
    """Return the ids of each authorship that has any, without those that two authors of one paper share."""
    found = {place: ids for place, row in enumerate(authorships) if (ids := list(_ids(row)))}
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place, ids in found.items():
        row = authorships[place]
        for one in ids:
            holders[row["paper_id"], one].add(author_key(row["author"]))
    shared = {key for key, names in holders.items() if len(names) > 1}
    if not shared:
        return found
    usable = {
        place: [one for one in ids if (authorships[place]["paper_id"], one) not in shared]
        for place, ids in found.items()
    }
    return {place: ids for place, ids in usable.items() if ids}


def _ids(row: Row) -> Iterator[str]:
    if row.get("orcid"):
        yield ORCID + row["orcid"]
    if row.get("source_author_id"):
        yield from dict.fromkeys(row["source_author_id"].split("; "))


def _persons(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for each id the id by which its person is called: the ORCID, else the first in order."""
    ties = sorted({tie for ids in groups for tie in _ties(ids)})  # those with an ORCID first
    names = sorted({name for _, *pair in ties for name in pair})
    number = {name: place for place, name in enumerate(names)}
    orcids: dict[str, set[str]] = defaultdict(set)
    for _, one, other in ties:
        if one.startswith(ORCID) and other != one:
            orcids[other].add(one)
    sets = UnionFind(len(names))
    orcid_of = {place: name for place, name in enumerate(names) if name.startswith(ORCID)}
    for _, one, other in ties:
        left, right = sets.find(number[one]), sets.find(number[other])
        known = {orcid_of[root] for root in (left, right) if root in orcid_of}
        if len(known) < 2 and not (one.startswith(ORCID) and len(orcids[other]) > 1):
            root = sets.join(left, right)
            orcid_of.update((root, orcid) for orcid in known)
    called = {}
    for group in sets.groups():
        ids = [names[place] for place in group]
        called.update(dict.fromkeys(ids, min(ids, key=_order)))
    return called


def _ties(ids: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield the pairs of ids that an authorship ties together: the first (an ORCID, if any) with each."""
    first, *others = sorted(ids, key=_order)
    by_orcid = first.startswith(ORCID)
    yield not by_orcid, first, first
    yield from ((not by_orcid, first, other) for other in others)


def _order(name: str) -> tuple[bool, str]:
    return not name.startswith(ORCID), name
