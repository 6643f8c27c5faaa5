"""Web of Science plain text (.txt, .isi, .ciw, .html): `PT J`, fields, `ER`, between `FN`/`VR` and `EF`.

Our own: bibliometrix's cuts references at a `V` with a digit and at the `;` within a DOI.
"""

import re
from collections.abc import Iterator
from itertools import chain

from analysis.readers.base import Format, Reading, Source
from analysis.readers.tagged import Entry, count_begun, numbered_lines, report_stray, report_unlinked
from analysis.readers.wos_fields import LISTED, SINGLE, wos_record
from analysis.readers.wos_html import is_page, unpacked

_TAGS = """
PT AU BA BE GP AF BF CA TI SO SE BS LA DT CT CY CL SP HO DE ID AB C1 C3 RP EM RI OI FU FP FX CR NR TC Z9 Z8
ZB ZR ZS ZA U1 U2 PU PI PA SN EI BN J9 JI PD PY VL IS PN SU SI MA BP EP AR DI DL D2 EA EY PG P2 WC WE SC GA
PM OA HC HP DA UT ED MH CO NO AW AE ER FN VR EF TA VI PS
X1 X2 X4 X5 Y1 Y4 Y5 Z1 Z2 Z3 Z4 Z5 Z6 Z7 S1 C2 EC
"""
TAGS = frozenset(_TAGS.split())
BETWEEN = frozenset(["PT", "ER", "FN", "VR", "EF"])  # not within a record
PROSE = frozenset(["AB", "FX", "TI", "X1", "X4", "Y1", "Y4", "Z1", "Z4"])
READ = LISTED | set(SINGLE)
TAG = re.compile(r"[A-Z][A-Z0-9](?= |\t|$)")
MAKER = re.compile(
    r"^FN .*(?:Web of Science|Web of Knowledge|Clarivate|Thomson|ISI\b|Export Format)", re.MULTILINE
)
MARK = re.compile(r"\n(?:E[RF][ \t]*$|(?P<first>\ufeff?PT(?=[ \t]|$)))", re.MULTILINE)
FIELD = re.compile(r"\n(?!FN|VR)[A-Z][A-Z0-9](?: |$)", re.MULTILINE)
WRAPPED = 60  # a line shorter than this was not broken for its length


def recognises(source: Source) -> bool:
    """Return whether the head has `FN … Web of Science`, or an entry of `PT J` and three known fields."""
    head = source.head
    if is_page(source):
        return True
    if re.search(r"^TY {1,2}- ", head, re.MULTILINE):
        return False
    if MAKER.search(head) and re.search(r"^(?:VR|PT|EF)\b", head, re.MULTILINE):
        return True
    fields = set(re.findall(r"^(AU|TI|SO|PY|UT|DT|AF|TC|SN)[ ]\S", head, re.MULTILINE))
    return len(fields) >= 3 and bool(re.search(r"^PT [A-Z]\s*$", head, re.MULTILINE))


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    unlinked: list[int] = []
    for entry in _entries(source, reading):
        record = wos_record(_values(entry), entry.line, reading)
        reading.add(entry.line, record)
        if entry.by_tag.get("C1") and not any(
            "affiliation" in found for found in record.get("author_details", ())
        ):
            unlinked.append(entry.line)
    report_unlinked(reading, unlinked)
    return reading


def _entries(source: Source, reading: Reading) -> Iterator[Entry]:
    """Yield the entries, a damaged one as far as it goes."""
    entry: Entry | None = None
    number = 0
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(unpacked(source).pieces()):
        tag: str | None = line[:2]
        if tag == "  " and entry is not None:  # half of all lines
            entry.go_on(line)
            continue
        if line[2:3] != " " or tag not in TAGS:
            tag = _tag(line, entry)
        if tag is None:
            if entry is not None:
                entry.go_on(line)
            elif line.strip("\ufeff \t") and not line.lstrip("\ufeff ").startswith("FN "):
                stray.append((number, line[:200]))
        elif tag in BETWEEN:
            if entry is not None:
                if tag != "ER":
                    problem = "The end mark `ER` of this record is missing; it was read up to the next one."
                    reading.report(entry.line, problem)
                yield entry
            entry = None
            if tag == "PT":
                entry = Entry(number)
                entry.add(tag, line[3:])
        else:
            if entry is None:
                reading.report(number, "A record begins here without its first line `PT`; kept.", line[:200])
                entry = Entry(number)
            entry.add(tag, line[3:])
    if entry is not None:
        reading.report(number, "The file ends within this record; kept as far as it goes. Export it again.")
        yield entry
    report_stray(reading, stray)


def _tag(line: str, entry: Entry | None) -> str | None:
    """Return the tag that a line begins with, or None if it goes on with the field above it."""
    if line[:1] == "\ufeff":
        line = line[1:]
    if line[:1] in (" ", "", "\t") or not TAG.match(line):
        return None
    tag = line[:2]
    if tag in TAGS or entry is None or entry.fields[-1][0] not in PROSE:
        return tag
    return None


def _values(entry: Entry) -> dict[str, list[str]]:
    """Return the texts of each field: each author, address and reference by itself, other fields as one."""
    values = {}
    for tag in READ & entry.by_tag.keys():
        if tag not in LISTED:
            values[tag] = [" ".join(chain.from_iterable(entry.by_tag[tag]))]
        elif tag == "CA":
            values[tag] = _unwrapped(entry.lines(tag))
        else:
            values[tag] = _addresses(entry.lines(tag)) if tag == "C1" else entry.lines(tag)
    return values


def _unwrapped(lines: list[str]) -> list[str]:
    """Return groups of authors, each whole: a long name goes on in the next line."""
    text = ""
    for line in lines:
        text += line + (" " if len(line) >= WRAPPED else ";")
    return [name.strip() for name in text.split(";") if name.strip()]


def _addresses(lines: list[str]) -> list[str]:
    """Return addresses, each whole: one that begins with names in brackets goes on until its full stop."""
    found: list[str] = []
    for line in lines:
        if found and found[-1][:1] == "[" and line[:1] != "[" and found[-1][-1:] != ".":
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def count_records(source: Source) -> int:
    """Return the number of lines `PT …`, and of pieces between end marks that hold fields above the first."""
    return count_begun(unpacked(source).pieces(), MARK, FIELD)


FORMAT = Format("wos_text", recognises, read, count=count_records)
