"""Web of Science tab-delimited tables: a line of two-letter tags, a line a record, quotes as they are.

Our own: csv readers take a `"` at the start of a title for a quoted field and swallow the records below it.
"""

import re

from analysis.readers.base import Format, Reading, Source
from analysis.readers.tagged import numbered_lines, parts
from analysis.readers.wos_fields import LISTED, wos_record
from analysis.readers.wos_references import split_references

BEGINS = re.compile(r"[A-Z]\t")
QUOTED = re.compile(r"^[A-Z]?\t\"", re.MULTILINE)
DOUBLED = re.compile(r'"(?:[^"]|"")*""(?:[^"]|"")*"')
EXPECTED = frozenset(["PT", "AU", "TI", "SO", "PY", "UT", "DT", "AB"])


def recognises(source: Source) -> bool:
    """Return whether the first line holds Web of Science's tags, with tabs between them.

    A table whose names of authors stand in quotes was saved again by a spreadsheet.
    """
    head = source.head.lstrip("\ufeff \n")
    tags = head.split("\n", 1)[0].split("\t")
    return tags[0] == "PT" and len(EXPECTED.intersection(tags)) >= 4 and not QUOTED.search(head)


def read(source: Source) -> Reading:
    """Return the records of the table."""
    reading = Reading()
    header: list[str] = []
    row: tuple[int, list[str]] | None = None
    for number, line in numbered_lines(source.pieces()):
        if not header or line.lstrip("\ufeff").startswith("PT\tAU\t"):
            header = line.strip("\ufeff \n").rstrip("\t").split("\t") if line.strip() else header
        elif BEGINS.match(line) or row is None or _is_whole(line, header):
            _add(row, header, reading)
            row = (number, [line]) if line.strip() else None
        elif line.strip():  # a line break within a field
            row[1].append(line)
    _add(row, header, reading)
    return reading


def _is_whole(line: str, header: list[str]) -> bool:
    """Return whether a line is a row of its own, though its first cell is blank."""
    return line[:1] == "\t" and line.count("\t") >= len(header) - 1 > 0


def _add(row: tuple[int, list[str]] | None, header: list[str], reading: Reading) -> None:
    """Add the record of a row to the reading."""
    if row is None:
        return
    line, text = row[0], " ".join(row[1])
    cells = [_unquoted(cell) for cell in text.split("\t")]
    if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
        reading.report(
            line,
            f"This row has {len(cells)} fields, the header {len(header)}; kept as far as they match.",
            text[:200],
        )
    values = {tag: split_cell(tag, cell) for tag, cell in zip(header, cells, strict=False) if cell.strip()}
    reading.add(line, wos_record(values, line, reading))


def _unquoted(cell: str) -> str:
    """Return a cell without the quotes that programs put around it if it has quotes, which they double."""
    return cell[1:-1].replace('""', '"') if DOUBLED.fullmatch(cell) else cell


def split_cell(tag: str, cell: str) -> list[str]:
    """Return the texts of a cell: each author, address or reference by itself, any other cell as it is."""
    if tag == "CR":
        return split_references(cell)
    if tag == "C1":
        return [part.strip() for part in re.split(r";\s*(?=\[)", cell)] if "[" in cell else parts(cell)
    return parts(cell) if tag in LISTED else [cell]


def count_records(source: Source) -> int:
    """Return the number of lines that begin with the one letter that tells the kind of publication.

    Where that letter is missing, the line has as many tabs as the first one.
    """
    damaged = re.findall(r"^\ufeff?PT\tAU\t.*\n+(?![A-Z]?\t).", source.text)
    tabs = source.text.lstrip("\n").split("\n", 1)[0].rstrip("\t").count("\t")
    rows = re.findall(r"^[A-Z]\t|^\t.*", source.text, re.MULTILINE)
    return sum(row[0] != "\t" or row.count("\t") >= tabs for row in rows) + len(damaged)


FORMAT = Format("wos_tab", recognises, read, count=count_records)
