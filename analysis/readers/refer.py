"""EndNote's tagged format, refer (.enw): `%0 Journal Article`, `%A`, `%T`; of Google Scholar, CNKI and more.

Its tags are put into RIS's, and the records made as those of RIS are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from analysis.readers.base import Format, Reading, Source
from analysis.readers.ris_fields import read_entries
from analysis.readers.tagged import Entry, numbered_lines, parts, report_stray

AS_RIS = {
    "0": "TY", "A": "AU", "T": "TI", "J": "JF", "B": "T2", "D": "PY", "8": "DA", "V": "VL", "N": "IS",
    "P": "SP", "]": "C7", "I": "PB", "@": "SN", "X": "AB", "K": "KW", "U": "UR", "R": "DO", "M": "AN",
    "G": "LA", "+": "AD", "9": "M3", "Z": "N1", "W": "DP", "~": "DB", "E": "A2", "Y": "A3",
}  # fmt: skip
START = r"\ufeff?[ \t]{0,8}%([0-9A-Z?@!#$&()*+<>=\[\]^~])(?=[ \t]|$|[^\x00-\x7f])"
TAG = re.compile(START + "[ \t]?(.*)")
NEXT = re.compile(r" %[AEKY] ")  # CNKI may print several authors in one line: `%A Zhang %A Li`
TYPED = re.compile(r"^\ufeff?[ \t]{0,8}%0(?:[ \t]|$)", re.MULTILINE)
BLANK = re.compile(r"\s*")
Tagged = Callable[[str], tuple[str, list[str]] | None]


def recognises(source: Source) -> bool:
    """Return whether lines of the head begin with refer's tags, `%T` or `%0` among them."""
    tags = set(re.findall("^" + START, source.head, re.MULTILINE))
    return len(tags) >= 3 and bool(tags & {"0", "T"}) and bool(tags & set("AJDBKXPIU"))


def read(source: Source) -> Reading:
    """Return the records of the file; one begins with `%0`, or below an empty line where no record has it."""
    return read_as_ris(source, TAG, AS_RIS, first="%0" if TYPED.search(source.head) else None)


def read_as_ris(
    source: Source,
    tag: re.Pattern[str],
    names: Mapping[str, str],
    *,
    first: str | None,
    furniture: re.Pattern[str] = BLANK,
) -> Reading:
    """Return the records of a file whose tags are put into RIS's.

    Parameters
    ----------
    source : Source
    tag : pattern
        A line with a tag, which is its first group, and a value; other lines go on with the one above.
    names : mapping
        The tag of RIS for each that is called otherwise there.
    first : str or None
        What a record's first line begins with, as it stands in problems; None if nothing marks it but the
        empty line above.
    furniture : pattern
        Lines outside of records that need not be reported.
    """
    reading = Reading()
    tagged = partial(_tagged, tag=tag, names=names)
    return read_entries(_entries(source, reading, tagged, first, furniture), reading)


def _tagged(line: str, tag: re.Pattern[str], names: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """Return a tag of RIS with its values: one each for authors that share a line, and for addresses."""
    found = tag.match(line)
    if not found:
        return None
    name, text = names.get(found[1].upper(), found[1].upper()), found[2].replace("；", ";")
    return name, parts(text) if name == "AD" else NEXT.split(text)


def _entries(
    source: Source, reading: Reading, tagged: Tagged, first: str | None, furniture: re.Pattern[str]
) -> Iterator[Entry]:
    entry: Entry | None = None
    after_blank = False
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(source.pieces()):
        found = tagged(line)
        if found is None:
            after_blank = after_blank or not line.strip()
            if entry is not None:
                entry.go_on(line)
            elif not furniture.fullmatch(line):
                stray.append((number, line[:200]))
            continue
        tag, values = found
        if entry is None or tag == "TY" or (first is None and after_blank):
            if entry is not None:
                yield entry
            if first and tag != "TY":
                problem = f"A record begins here without its first line `{first}`; kept."
                reading.report(number, problem, line[:200])
            entry = Entry(number)
        for value in values:
            entry.add(tag, value)
        after_blank = False
    if entry is not None:
        yield entry
    report_stray(reading, stray)


def count_records(source: Source) -> int:
    """Return the number of lines `%0`, and whether tags stand above the first; else of blocks with tags."""
    if TYPED.search(source.head):
        above, *others = TYPED.split(source.text)
        return len(others) + bool(re.search("^" + START, above, re.MULTILINE))
    blocks = re.split(r"\n\s*\n(?=[ \t]{0,8}%)", source.text)
    return sum(bool(re.search("^" + START, block, re.MULTILINE)) for block in blocks)


FORMAT = Format("refer", recognises, read, count=count_records)
