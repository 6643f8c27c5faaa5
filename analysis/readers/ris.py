"""RIS of any origin (Scopus, Ovid, ProQuest, EndNote, Zotero, Lens …): `TY  - `, fields, `ER  -`.

Our own: rispy (0.10) drops, without a word, all records below a missing `ER`, those without `TY` or with
one space in their tags, and all but the first of Ovid's cited works (M1).
"""

import re
from collections.abc import Iterator

from analysis.readers.base import Format, Reading, Source
from analysis.readers.ris_fields import read_entries
from analysis.readers.tagged import Entry, count_begun, here_and_elsewhere, numbered_lines, report_stray

_TAGS = """
TY A1 A2 A3 A4 AB AD AF AI AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DE DI DO DP ED EP ER ET
ID IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NL NV OP PA PB PP PY RI RN RP SE SN SP ST T1 T2
T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO Y1 Y2
"""
TAGS = frozenset(_TAGS.split())
TAG = re.compile(r"\ufeff?[ ]{0,2}([A-Z][A-Z0-9])( {0,3})-( |$)?")
BELOW = frozenset(["NL", "L1", "L2", "L3", "L4", "LK", "UR", "N1"])  # Ovid prints these below `ER`
MARK = re.compile(r"\n\ufeff?[ ]{0,2}(?:ER|(?P<first>TY)) {0,3}-.*")
HEADLESS = re.compile(rf"\n(?!{'|'.join(sorted(BELOW))})[A-Z][A-Z0-9] {{2}}-")
UNBROKEN = re.compile(r"(?<=\S)([A-Z][A-Z0-9]) {2}- ")
UNENDED = frozenset(["AD", "C3", "WE"])
# numbers, `Record #2 of 9`, `Provider: …`, links, the quotation mark that a table's cell began with
FURNITURE = re.compile(r"""\d+\.?|Record #\d+ of \d+|[\w -]{1,30}:(?: .*)?|.*https?://.*|["']""")


def recognises(source: Source) -> bool:
    """Return whether the head has a line `TY  - XXXX`, or `TY  -` alone, and another with a tag of RIS."""
    head = source.head
    begun = re.search(r"^\ufeff?[ ]{0,2}TY {0,3}-(?: {0,4}[A-Z]| *$)", head, re.MULTILINE)
    return bool(begun) and len(set(re.findall(r"^[A-Z][A-Z0-9](?= {1,3}-(?: |$))", head, re.MULTILINE))) >= 2


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    return read_entries(_entries(source, reading), reading)


def _entries(source: Source, reading: Reading) -> Iterator[Entry]:
    """Yield the entries, with what stands below their end mark; a damaged one as far as it goes."""
    entry: Entry | None = None
    ended, unended = True, []
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(source.pieces()):
        tag, value = _tag(line)
        if tag is None:
            if entry is not None and not ended:
                entry.go_on(line)
            elif line.strip() and not FURNITURE.fullmatch(line[:2000].strip()):
                stray.append((number, line[:200]))
        elif tag == "ER":
            ended = True
        elif tag == "TY" or entry is None or (ended and tag not in BELOW):
            if entry is not None:
                unended += [] if ended else [entry.line]
                yield entry
            if tag != "TY":
                reading.report(number, "A record begins here without its first line `TY`; kept.", line[:200])
            entry, ended = Entry(number), False
            entry.add(tag, value)
        elif tag in UNENDED:
            _add_unended(entry, tag, value)
        else:
            entry.add(tag, value)
    if entry is not None:
        unended += [] if ended else [entry.line]
        yield entry
    if unended:
        where = here_and_elsewhere(unended)
        reading.report(unended[0], f"A record has no end mark `ER` {where}; read up to the next one.")
    report_stray(reading, stray)


def _add_unended(entry: Entry, tag: str, value: str) -> None:
    """Add a field, and those that follow in its line: Web of Science ends no line behind some of them."""
    own, *others = UNBROKEN.split(value)
    entry.add(tag, own)
    for following, text in zip(others[::2], others[1::2], strict=True):
        entry.add(following, text)


def _tag(line: str) -> tuple[str | None, str]:
    """Return the tag that a line begins with and its value; (None, "") if it goes on with the field above.

    Two spaces make any tag; one or three only a known one; `TY` and `ER` need none.
    """
    found = TAG.match(line)
    if not found:
        return None, ""
    tag, spaces, space = found.groups()
    if len(spaces) == 2 or tag in ("TY", "ER") or (spaces and tag in TAGS and space is not None):
        return tag, line[found.end() :]
    return None, ""


def count_records(source: Source) -> int:
    """Return the number of lines `TY  - …`, and of pieces between end marks with fields above the first."""
    return count_begun(source.pieces(), MARK, HEADLESS)


FORMAT = Format("ris", recognises, read, count=count_records)
