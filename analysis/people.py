"""Which authorships are of one person, as an ORCID or a database's own id tells.

1. **ORCID.** Authorships with the same ORCID are of one person; with different ones, of two.
2. **A database's id** (Scopus, OpenAlex, ...). Authorships with the same id are of one person, unless their
   ORCIDs differ. An id that goes with one ORCID only belongs to that person, so that an ORCID known to one
   database names the author in all of them.

An id that stands at two authors of the same paper is a mistake of the database, and decides nothing there; so
do two ids that are one person's elsewhere. What no id decides `analysis.identify` decides by evidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from analysis.names import author_key
from analysis.sparse_things import Codes
from analysis.union_find import UnionFind

ORCID = "orcid:"


def known_persons(authorships: pd.DataFrame) -> pd.Series:
    """Return the `author_id` of each authorship that an ORCID or a database's id tells.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `orcid` and `source_author_id` (several joined by "; ").

    Examples
    --------
    >>> rows = [
    ...     ("p1", "Wei Li", "0000-0001", "scopus:7"),
    ...     ("p2", "W. Li", None, "scopus:7"),
    ...     ("p3", "Wei Li", None, "scopus:9"),
    ...     ("p4", "Wei Li", None, None),
    ... ]
    >>> columns = ["paper_id", "author", "orcid", "source_author_id"]
    >>> known_persons(pd.DataFrame(rows, columns=columns)).tolist()
    ['orcid:0000-0001', 'orcid:0000-0001', 'scopus:9', None]
    """
    ids = _usable_ids(authorships)
    persons = _persons(filter(None, set(ids)))
    found = pd.Series([persons[some[0]] if some else None for some in ids], authorships.index, dtype=object)
    places = np.flatnonzero(found.notna())
    found.iloc[places[_at_two(authorships, places, found.iloc[places])]] = None
    return found


def _usable_ids(authorships: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the ids of each authorship, without those that two authors of one paper share."""
    orcids, others = (authorships[name].fillna("").tolist() for name in ("orcid", "source_author_id"))
    told = {pair: tuple(_ids(*pair)) for pair in set(zip(orcids, others, strict=True))}
    found = [told[pair] for pair in zip(orcids, others, strict=True)]
    places = np.repeat(np.arange(len(found)), [len(ids) for ids in found])
    held = list(chain.from_iterable(found))
    for entry in _at_two(authorships, places, held):
        found[places[entry]] = tuple(one for one in found[places[entry]] if one != held[entry])
    return found


def _ids(orcid: str, others: str) -> Iterator[str]:
    if orcid:
        yield ORCID + orcid
    if others:
        yield from dict.fromkeys(others.split("; "))


def _at_two(authorships: pd.DataFrame, places: Codes, ids: Iterable[str]) -> list[int]:
    """Return which of the ids, each of the authorship at a place, stand at two authors of one paper."""
    papers = pd.factorize(authorships["paper_id"])[0]
    held = pd.DataFrame({"place": places, "paper": papers[places], "id": pd.Series(ids, dtype=object).array})
    doubtful = held[held.duplicated(["paper", "id"], keep=False)]
    names = authorships["author"].iloc[doubtful["place"]].map(author_key).set_axis(doubtful.index)
    several = names.groupby([doubtful["paper"], doubtful["id"]]).transform("nunique") > 1
    return doubtful.index[several].tolist()


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
