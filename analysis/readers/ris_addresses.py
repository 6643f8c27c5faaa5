"""Which author of a RIS record works where, as far as the record says it, and her ORCID.

Each database says it in its own way: a name before the address (Ovid, Embase), names in brackets before it
(Embase, Ovid), numbers behind names and before addresses (EBSCO), or an address below its author (OpenAlex).
"""

import re
from collections.abc import Iterator, Sequence

from analysis.readers.author_finder import AuthorFinder
from analysis.readers.base import Record
from analysis.readers.fields import clean_orcid
from analysis.readers.tagged import Entry

Owned = tuple[list[int], str]  # the places of an address's authors, and the address
MAIL = re.compile(r"[^\s@]{1,100}@[^\s@]{1,100}")
OVID_ORCID = re.compile(r"orcid\.org/([^;:]{3,80}); ORCID: \S{0,40}?(\d{4}-\S{14})")
# EndNote's notes of records of Web of Science: `Oh, Ada/0000-0002-1825-0097; Li, Bo/A-1234-2010`
NOTED_ID = re.compile(r"([^;/]{2,80})/(?:(\d{4}-\d{4}-\d{4}-\d{3}[\dX])|([A-Z]{1,3}-\d{4}-20\d\d))\s*(?:;|$)")
BRACKETED = re.compile(r"\(([^()]{2,20000})\) ?(\S.*)")  # `(Moss A., a@moss.example; Fern C.) address`
# `Moss, Anna: address` (Ovid), `Moss, Anna. address` (Ovid, older), `A. Moss, address` (Embase)
BEHIND_NAME = ((": ", " "), (". ", " "), (", ", "."))
OTHER_INITIALS = re.compile(r"(?:[A-Z]\. ){1,5}")  # of `Moss, Ann B. C. address`, behind the first full stop
NUMBERED = re.compile(
    r"Accession Number: [^;]*; (?P<people>.*?); Affiliations?: (?P<places>.*?)"
    r"(?:; (?:Source|Issue) Info: .*)?"
)
NUMBERED_NAME = re.compile(r"([^\d;]{2,200}) (\d{1,3}(?:,\d{1,3})*)\b(?:; Email Address: \S+)?")
NUMBER = re.compile(r"(?:^|[ ;])(\d{1,3}): ")


def address_details(
    entry: Entry, names: Sequence[str], *, lists_all: bool = False
) -> tuple[list[Record], bool]:
    """Return address and ORCID of each author, and whether there are addresses that are nobody's.

    An address that names nobody is the only author's; and all authors' where a database that lists all
    addresses (`lists_all`) gives no other.
    """
    details: list[Record] = [{} for _ in names]
    finder = AuthorFinder(names, names)
    owned = [*_named(entry, finder), *_below(entry, names), *_numbered(entry, finder)]
    owned = owned or list(_in_address_field(entry, finder, lists_all=lists_all))
    for places, where in owned:
        for place in places:
            known = details[place].get("affiliation")
            details[place]["affiliation"] = f"{known}; {where}" if known else where
    for owner, code in OVID_ORCID.findall(entry.value("AI") or ""):
        for place in finder.all([owner]) if clean_orcid(code) else ():
            details[place].setdefault("orcid", clean_orcid(code))
    for owner, orcid, number in (found for line in entry.lines("N1") for found in NOTED_ID.findall(line)):
        column, known = ("orcid", clean_orcid(orcid)) if orcid else ("source_author_id", f"wos:{number}")
        for place in finder.all([owner]) if known else ():
            details[place].setdefault(column, known)
    return details, not all(places for places, _ in owned)


def _named(entry: Entry, finder: AuthorFinder) -> Iterator[Owned]:
    """Yield the addresses of M1 and M2, and of M1 as RefWorks moves it into a note, that name an author."""
    notes = (part for line in entry.lines("N1") for part in line.split("; M1: ")[1:])
    for line in (*entry.lines("M1"), *notes):
        if line.startswith("(") and (found := _owner(line, finder)):
            yield found
    yield from filter(None, (_owner(line, finder) for line in entry.lines("M2")))


def _owner(line: str, finder: AuthorFinder) -> Owned | None:
    if found := BRACKETED.match(line):
        named = [name for name in re.split("[;,]", found[1]) if "@" not in name]
        return (places, found[2]) if (places := finder.all(named)) else None
    for mark, in_name in BEHIND_NAME:
        name, between, where = line.partition(mark)
        if between and in_name in name and len(name) < 80 and (places := finder.all([name])):
            return places, OTHER_INITIALS.sub("", where)
    return None


def _in_address_field(entry: Entry, finder: AuthorFinder, *, lists_all: bool) -> Iterator[Owned]:
    """Yield the addresses of AD; mail addresses are none."""
    lines = entry.lines("AD")
    authors = len(finder.names)
    everybody = list(range(authors)) if authors == 1 or (lists_all and len(lines) == 1) else []
    for line in lines:
        name, _, last = line.rpartition(", ")
        if not (MAIL.fullmatch(last) and finder.all([name])):
            places, where = _owner(line, finder) or (everybody, line)
            if not MAIL.fullmatch(where):
                yield places, where


def _below(entry: Entry, names: Sequence[str]) -> list[Owned]:
    """Return the addresses (C1, AD) below each author, where they stand between authors, not behind all."""
    owned: list[Owned] = []
    authors, before, between = 0, "", False
    for tag, lines in entry.fields:
        if tag in ("AU", "A1"):
            authors += 1
            between = between or bool(owned)
        elif tag in ("C1", "AD") and before in ("AU", "A1", tag):
            owned.append(([authors - 1], " ".join(" ".join(lines).split())))
        before = tag
    return owned if between and authors == len(names) else []


def _numbered(entry: Entry, finder: AuthorFinder) -> Iterator[Owned]:
    for note in entry.values("N1"):
        if found := NUMBERED.fullmatch(note):
            numbers = NUMBER.split(found["places"])[1:]
            where = dict(zip(numbers[::2], (place.strip(" ;") for place in numbers[1::2]), strict=True))
            for name, printed in NUMBERED_NAME.findall(found["people"]):
                for number in printed.split(","):
                    if number in where and (places := finder.all([name])):
                        yield places, where[number]
