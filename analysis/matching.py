"""Which records are the same paper; `analysis.same_paper` has the evidence and the rules.

Records are compared when they share an id, a title, the place where they are printed (first author, volume
or year, first page) or the beginning of the abstract, or when one title begins the other. In a block of many
records that are alike in one of these, only those are compared that are alike in one more, and
neighbours in order: the work grows with the number of records, not with its square. Records are put into
an order by what they say, so that the result does not depend on the order of records and files. A pair
that agrees is not joined if that would bring together two records that contradict each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product

from analysis.match_keys import match_key, place_key
from analysis.paper_entry import Entry
from analysis.same_paper import ABSTRACT_START, SHORT_TITLE, compare
from analysis.union_find import UnionFind

MANY = 20  # records alike in one thing, above which not every pair of them is compared
NEAREST = 3  # titles that begin another one and are compared with it
SPOKESMEN = 4  # records of a group that are asked before it is joined to another
Remark = tuple[int, int, int, str]


def group_records(entries: Sequence[Entry]) -> tuple[list[list[int]], list[Remark]]:
    """Return the groups of entries that are one paper each, and remarks on pairs kept apart.

    Parameters
    ----------
    entries : sequence of Entry

    Returns
    -------
    groups : list of list of int
        Positions in `entries`; every position is in exactly one group.
    remarks : list of (int, int, int, str)
        Two positions, how many more are in the same case, and what is odd about them; ``{other}`` stands
        for the second.

    Examples
    --------
    >>> names = [("Lovelace, Ada",), ("A. Lovelace",), ("Babbage, C.",)]
    >>> group_records([Entry("Notes on the Analytical Engine", "", name, "") for name in names])[0]
    [[0, 1], [2]]
    """
    alike = _alike(entries)
    firsts = [entries[positions[0]] for positions in alike]
    nodes, remarks = _joined(firsts)
    groups: list[list[int]] = []
    for node_group in nodes.groups():
        group = []
        for node in node_group:
            same = len(alike[node]) == 1 or _is_one(firsts[node])
            group += alike[node] if same else alike[node][:1]
            groups += [] if same else [[position] for position in alike[node][1:]]
        groups.append(sorted(group))
    apart = [
        (alike[one][0], alike[other][0], text)
        for (one, other), text in remarks.items()
        if nodes.find(one) != nodes.find(other)
    ]
    return sorted(groups), _gathered([*apart, *_repeated(alike, firsts)])


def _alike(entries: Sequence[Entry]) -> list[list[int]]:
    """Return the positions of entries that say the same, in an order that only depends on what they say."""
    positions: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        positions[_content(entry)].append(position)
    return [positions[content] for content in sorted(positions)]


def _content(entry: Entry) -> tuple[object, ...]:
    printed = (entry.volume, entry.page, entry.venue, entry.document_type, entry.year or 0)
    return entry.title_key, entry.abstract, entry.doi, entry.authors, entry.ids, printed, entry.title


def _is_one(entry: Entry) -> bool:
    """Whether records that say all this are one paper."""
    return bool(compare(entry, entry).same or (entry.authors and entry.year and entry.venue))


def _repeated(alike: Sequence[Sequence[int]], firsts: Sequence[Entry]) -> Iterator[tuple[int, int, str]]:
    for positions, entry in zip(alike, firsts, strict=True):
        if len(positions) > 1 and not _is_one(entry) and (remark := compare(entry, entry).remark):
            yield from ((one, other, remark) for one, other in pairwise(positions))


def _joined(entries: Sequence[Entry]) -> tuple[UnionFind, dict[tuple[int, int], str]]:
    groups = UnionFind(len(entries))
    spokesmen = {position: [position] for position in range(len(entries))}
    remarks: dict[tuple[int, int], str] = {}
    for one, other in _candidates(entries):
        mine, theirs = groups.find(one), groups.find(other)
        if mine == theirs:
            continue
        verdict = compare(entries[one], entries[other])
        if verdict.remark:
            remarks[one, other] = verdict.remark
        asked = product(spokesmen[mine], spokesmen[theirs])
        if verdict.same and all(compare(entries[a], entries[b]).same is not False for a, b in asked):
            together = sorted(spokesmen.pop(mine) + spokesmen.pop(theirs))
            spokesmen[groups.join(mine, theirs)] = together[:SPOKESMEN]
    return groups, remarks


def _gathered(remarks: Iterable[tuple[int, int, str]]) -> list[Remark]:
    """Return one remark for all records that are in the same case with one another."""
    by_text: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one, other, text in remarks:
        by_text[text].append((one, other))
    found = []
    for text, pairs in by_text.items():
        positions = sorted({position for pair in pairs for position in pair})
        place = {position: index for index, position in enumerate(positions)}
        cases = UnionFind(len(positions))
        for one, other in pairs:
            cases.join(place[one], place[other])
        found += [(positions[case[0]], positions[case[1]], len(case) - 2, text) for case in cases.groups()]
    return sorted(found)


def _candidates(entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing, the most alike first."""
    blocks: list[dict[str, list[int]]] = [defaultdict(list) for _ in range(4)]
    by_id, by_title, by_place, by_abstract = blocks
    for position, entry in enumerate(entries):
        for kind, value in enumerate((entry.doi, *entry.ids)):
            if value:
                by_id[f"{kind}:{value}"].append(position)
        for place in _places(entry):
            by_place[place].append(position)
        by_title[entry.title_key].append(position)
        by_abstract[_start(entry)].append(position)
    for same in blocks:
        same.pop("", None)
        for positions in same.values():
            if len(positions) > 1:
                yield from _pairs(positions, entries)
    yield from _beginnings(by_title, SHORT_TITLE)
    yield from _beginnings(by_abstract, ABSTRACT_START // 2)


def _start(entry: Entry) -> str:
    """Return how the abstract begins; the first letters give it without reading on, mostly."""
    if not entry.abstract:
        return ""
    start = match_key(entry.abstract[: 3 * ABSTRACT_START])
    return (start if len(start) >= ABSTRACT_START else entry.abstract_key)[:ABSTRACT_START]


def _places(entry: Entry) -> list[str]:
    place = place_key(entry.volume, entry.year, entry.page)
    return [f"{author}|{place}" for author in entry.first_author] if place else []


def _pairs(positions: Sequence[int], entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    if len(positions) <= MANY:
        yield from combinations(positions, 2)
        return
    closer: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position in positions:
        entry = entries[position]
        closer["title", entry.title_key].append(position)
        closer["abstract", _start(entry)].append(position)
        for author in entry.first_author:
            closer["author", author].append(position)
        for place in _places(entry):
            closer["place", place].append(position)
    for (_, value), alike in closer.items():
        if value and len(alike) < len(positions):
            yield from combinations(alike, 2) if len(alike) <= MANY else pairwise(alike)
    yield from pairwise(positions)


def _beginnings(by_key: Mapping[str, list[int]], shortest: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs in which the key of one, no shorter than `shortest`, begins the key of the other."""
    shorter: list[str] = []
    for key in sorted(by_key):
        while shorter and not key.startswith(shorter[-1]):
            shorter.pop()
        for short in shorter[-NEAREST:]:
            yield from product(by_key[short][: 2 * NEAREST], by_key[key][: 2 * NEAREST])
        if len(key) >= shortest:
            shorter.append(key)
