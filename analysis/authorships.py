"""The authors of a paper: the most complete list of its records, with what the other records add.

The longest list wins; of lists that are equally long, the one with more given names written out. What
another record says of an author (address, country, ORCID, a database's id) fills gaps: by position where
the two lists have the same names in the same order, else by surname and initial where only one
author of each list has them. Ids of several databases are all kept, joined by "; ". Where no source gives
the country or the institution as such, they are read from the address (`analysis.countries`,
`analysis.institutions`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.countries import country_of
from analysis.institutions import institution_of
from analysis.match_keys import person_keys
from analysis.names import author_key, display_name, surname_of

Record = Mapping[str, Any]
Row = dict[str, Any]
DETAILS = ("affiliation", "institution", "country", "orcid", "source_author_id")
WRITTEN_OUT = re.compile(r"[^\W\d_][^\W\d_A-Z]")


def author_list(records: Sequence[Record]) -> tuple[list[Row], bool | None]:
    """Return the authors of a paper, and whether even the longest list was cut (None without any).

    Parameters
    ----------
    records : sequence of mapping
        The records of the paper, the one that counts most first.
    """
    with_authors = [record for record in records if record.get("authors")]
    if not with_authors:
        return [], None
    most = max(len(record["authors"]) for record in with_authors)
    longest = [record for record in with_authors if len(record["authors"]) == most]
    best = max(longest, key=_written_out) if len(longest) > 1 else longest[0]
    authors = [
        {"author": display_name(name), "surname": surname_of(name), **detail}
        for name, detail in zip(best["authors"], _details(best), strict=True)
    ]
    for record in with_authors:
        if record is not best and record.get("author_details"):
            _add_details(authors, best["authors"], record)
    for author in authors:
        if address := author.get("affiliation"):
            author["country"] = author.get("country") or country_of(address)
            author["institution"] = author.get("institution") or institution_of(address)
    return authors, all(bool(record.get("authors_truncated")) for record in longest)


def _written_out(record: Record) -> int:
    """Return how many names have a given name that is more than initials."""
    return sum(bool(WRITTEN_OUT.search(name.rpartition(",")[2])) for name in record["authors"])


def _details(record: Record) -> list[Row]:
    """Return what is known of each author; nothing where the list is not as long as the names."""
    details = record.get("author_details") or []
    if len(details) != len(record["authors"]):
        return [{} for _ in record["authors"]]
    return [{column: one[column] for column in DETAILS if one.get(column)} for one in details]


def _add_details(authors: list[Row], names: Sequence[str], record: Record) -> None:
    details = _details(record)
    for author, place in zip(authors, _same_people(names, record["authors"]), strict=True):
        if place is None:
            continue
        for column, value in details[place].items():
            if column == "source_author_id" and author.get(column):
                ids = [*author[column].split("; "), *value.split("; ")]
                author[column] = "; ".join(dict.fromkeys(ids))
            else:
                author.setdefault(column, value)


def _same_people(names: Sequence[str], others: Sequence[str]) -> list[int | None]:
    """Return for each name its place in another list of the same paper, None where that is not certain."""
    keys, other_keys = ([set(person_keys(name)) for name in some] for some in (names, others))
    if len(keys) == len(other_keys) and all(a & b for a, b in zip(keys, other_keys, strict=True)):
        return list(range(len(keys)))
    places = _places(other_keys)
    own = _places(keys)
    found: list[int | None] = []
    for one in keys:
        hits = {place for key in one if len(own[key]) == 1 for place in places.get(key, ())}
        found.append(hits.pop() if len(hits) == 1 else None)
    return found


def _places(keys: Sequence[set[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, some in enumerate(keys):
        for key in some:
            places.setdefault(key, []).append(place)
    return places


def authorship_rows(paper_id: str, authors: Iterable[Row]) -> list[Row]:
    """Return the rows of `authorships` of a paper: each person once, with what all of her entries say.

    Entries whose names are printed alike are of one person, unless they have ids and share none.

    Examples
    --------
    >>> rows = authorship_rows("p1", [{"author": "Ada Byron"}, {"author": "ADA BYRON"}])
    >>> [(row["position"], row["author"]) for row in rows]
    [(1, 'Ada Byron')]
    """
    kept: dict[tuple[str, int], Row] = {}
    for author in authors:
        key = author_key(author["author"])
        number = 0
        while (key, number) in kept and _ids_differ(kept[key, number], author):
            number += 1
        known = kept.setdefault((key, number), {})
        known.update({name: value for name, value in author.items() if known.get(name) is None})
    return [
        {"paper_id": paper_id, "position": place, **row} for place, row in enumerate(kept.values(), start=1)
    ]


def _ids_differ(one: Row, other: Row) -> bool:
    mine, theirs = (
        {row.get("orcid"), *(row.get("source_author_id") or "").split("; ")} - {None, ""}
        for row in (one, other)
    )
    return bool(mine and theirs) and not mine & theirs
