"""Rows of delimited text (CSV, TSV, semicolons) with the lines they stand on, whatever is broken in them.

The standard csv module does the reading: it is written in C and reads well-formed files truly. What it does
not do is come back from a quote that nothing closes: it would take the rest of the file for one field. So
a row that took up several lines is looked at again, and read anew from the line on which the next begins.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.readers.base import Reading

Fields = list[str]
Align = Callable[[Fields, Fields], Fields | None]

DELIMITERS = ",;\t|"
FIELD_LIMIT = 2**31 - 1  # csv refuses fields of more than 131,072 characters unless told otherwise
LONGEST = 10_000  # lines in one row
SPARE = 100_000  # lines that may be read again, besides four times the file: the time stays linear
EXCERPT = 200
UNDOUBLED = "Quotation marks within a field are not doubled; it was read as it stands. Check the row."
UNCLOSED = "A quotation mark is not closed; the row was read as far as it goes. Check it, or export it again."


def first_row(head: str, *, names: Sequence[str] = ()) -> tuple[Fields, str]:
    """Return the fields of the header in the first lines of a file, and the delimiter between them.

    Parameters
    ----------
    head : str
        The beginning of the file.
    names : sequence of str, optional
        Names that the header must hold, in lower case; rows before it are passed over. Without them the
        header is the first row.

    Returns
    -------
    tuple
        Fields without the blanks around them, and the delimiter; no fields if there is no such row.

    Examples
    --------
    >>> first_row("Title;Year\\nMoss;2020\\n")
    (['Title', 'Year'], ';')
    >>> first_row("About the data: today\\nTitle,DOI\\n", names=["doi"])
    (['Title', 'DOI'], ',')
    """
    for line in head.replace("\r", " ").lstrip("\ufeff").split("\n", 5)[:5]:
        if not line.strip() or not all(name in line.casefold() for name in names):
            continue
        delimiter = max(DELIMITERS, key=lambda one: len(_parsed([line], one)) if one in line else 0)
        fields = [field.strip() for field in _parsed([line], delimiter)]
        if {field.casefold() for field in fields}.issuperset(names):
            return fields, delimiter
    return [], ","


def has_columns(head: str, *names: str) -> bool:
    """Return whether a file begins with a header that holds all these names, whatever their case.

    Examples
    --------
    >>> has_columns("Lens ID,Title\\n", "lens id", "title")
    True
    """
    return bool(first_row(head, names=names)[0])


def read_rows(
    text: str, reading: Reading, *, names: Sequence[str], align: Align | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells by column name of each row below the header.

    A row of another length than the header's is kept and reported.

    Parameters
    ----------
    text : str
        The whole file.
    reading : Reading
        Takes the reports.
    names : sequence of str
        Names that the header must hold, in lower case; see `first_row`.
    align : callable, optional
        Takes the fields of a row that is longer or shorter than the header, and the header; returns the
        fields in their places if it knows how they shifted, else None.

    Examples
    --------
    >>> list(read_rows('Title,Year\\n"A, B",2020\\n', Reading(), names=["title"]))
    [(2, {'Title': 'A, B', 'Year': '2020'})]
    """
    header, delimiter = first_row(text[:65_536], names=names)
    rows = rows_of(text, reading, delimiter=delimiter, width=len(header))
    for _, fields in rows:
        if [field.strip().lstrip("\ufeff") for field in fields] == header:
            break
    columns = distinct(header)
    for line, fields in rows:
        yield line, dict(zip(columns, _fitted(line, fields, header, reading, align), strict=False))


def distinct(header: Sequence[str]) -> Fields:
    """Return the names of columns with a number behind those that come again.

    Examples
    --------
    >>> distinct(["Keywords", "Title", "Keywords"])
    ['Keywords', 'Title', 'Keywords 2']
    """
    seen: dict[str, int] = {}
    for name in header:
        seen[name] = seen.get(name, 0) + 1
    used: dict[str, int] = {}
    columns = []
    for name in header:
        used[name] = used.get(name, 0) + 1
        columns.append(name if used[name] == 1 else f"{name} {used[name]}")
    return columns


def _fitted(line: int, fields: Fields, header: Fields, reading: Reading, align: Align | None) -> Fields:
    """Return the fields of a row in the places of the header; what does not fit is reported."""
    if len(fields) == len(header):
        return fields
    aligned = align(fields, header) if align else None
    if aligned is not None:
        return aligned
    if len(fields) > len(header) and not any(field.strip() for field in fields[len(header) :]):
        return fields  # empty cells behind the last, as spreadsheets leave them
    reading.report(
        line,
        f"The row has {len(fields)} fields where the header has {len(header)}; cells may stand in the wrong "
        "column. Check its quotation marks, or export it again.",
        " | ".join(fields)[:EXCERPT],
    )
    return fields


def rows_of(
    text: str, reading: Reading, *, delimiter: str = ",", width: int = 0
) -> Iterator[tuple[int, Fields]]:
    """Yield line number and fields of each row that is not blank; what is broken is reported.

    Parameters
    ----------
    text : str
        The whole file, its lines ended by ``\\n``.
    reading : Reading
        Takes the reports.
    delimiter : str
        One character.
    width : int
        How many fields a row should have; 0 if that is not known.
    """
    if csv.field_size_limit() < FIELD_LIMIT:
        csv.field_size_limit(FIELD_LIMIT)
    if "\x00" in text:
        reading.report(text.count("\n", 0, text.index("\x00")) + 1, "NUL bytes were left out.", "\\x00")
        text = text.replace("\x00", "")
    lines = _Lines(text.replace("\r", " "))
    strict = csv.reader(lines, delimiter=delimiter, strict=True)
    while not lines.at_end:
        lines.taken.clear()
        line = lines.number + 1
        try:
            fields = next(strict)
        except csv.Error:
            fields = _repaired(lines, line, reading, delimiter, width, malformed=True)
        else:
            if len(lines.taken) > 1 and len(fields) != width:
                fields = _repaired(lines, line, reading, delimiter, width, malformed=False)
        if any(field.strip() for field in fields):
            yield line, fields


class _Lines:
    """The lines of a text, as csv takes them: they can be put back, and those of the row are known."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.number = 0
        self.taken: Fields = []
        self.limit = LONGEST
        self.spare = SPARE + 4 * text.count("\n")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at_end or len(self.taken) >= self.limit:
            raise StopIteration
        line = self.peek()
        self.place, self.number = self.place + len(line), self.number + 1
        self.taken.append(line)
        return line

    @property
    def at_end(self) -> bool:
        return self.place >= len(self.text)

    def peek(self) -> str:
        """Return the next line without taking it."""
        end = self.text.find("\n", self.place) + 1 or len(self.text)
        return self.text[self.place : end]

    def put_back(self, kept: int) -> None:
        """Keep only the first lines of the row; the others come again."""
        back = self.taken[kept:]
        self.place -= sum(map(len, back))
        self.number -= len(back)
        self.spare -= len(back)
        del self.taken[kept:]


def _repaired(
    lines: _Lines, line: int, reading: Reading, delimiter: str, width: int, *, malformed: bool
) -> Fields:
    """Return the fields of a row that is not well formed, without the rows that a lost quote drew into it."""
    fields, closed = _loose(lines.taken[0], delimiter)
    taken = len(lines.taken)
    lines.put_back(1)
    following = lines.peek()
    if len(fields) == width and (closed or not following or _begins(following, delimiter, width)):
        problem = UNDOUBLED
    else:
        lines.put_back(0)
        lines.limit = LONGEST if lines.spare > 0 else taken
        fields = next(csv.reader(lines, delimiter=delimiter), [])
        lines.limit = LONGEST
        odd = sum(one.count('"') for one in lines.taken) % 2 == 1
        start = next((i for i, one in enumerate(lines.taken) if i and _begins(one, delimiter, width)), None)
        if start is None and not odd:
            if malformed:
                reading.report(line, UNDOUBLED, "".join(lines.taken)[:EXCERPT])
            return fields
        if start is not None and lines.spare > 0:
            lines.put_back(start)
            fields = _parsed(lines.taken, delimiter)
        problem = UNCLOSED
    reading.report(line, problem, "".join(lines.taken)[:EXCERPT])
    return fields


def _loose(line: str, delimiter: str) -> tuple[Fields, bool]:
    """Return the fields of a line in which a quote closes a field only before a delimiter or the end.

    The flag says whether every quote that opens a field was closed.
    """
    line = line.rstrip("\n")
    runs = (run.span() for run in re.finditer('"+', line))
    run = next(runs, None)
    fields, place, closed = [], 0, True
    while place <= len(line):
        end = -1
        if closed and line.startswith('"', place):
            while run and not (
                run[1] > place + 1 and _closes(line, run[1] - max(run[0], place + 1), run[1], delimiter)
            ):
                run = next(runs, None)
            closed = run is not None
            end = run[1] if run else -1
        if end > 0:
            fields.append(line[place + 1 : end - 1].replace('""', '"'))
        else:
            end = line.find(delimiter, place)
            end = len(line) if end < 0 else end
            fields.append(line[place:end])
        place = end + 1
    return fields, closed


def _closes(line: str, quotes: int, end: int, delimiter: str) -> bool:
    return quotes % 2 == 1 and (end == len(line) or line[end] == delimiter)


def _begins(line: str, delimiter: str, width: int) -> bool:
    """Return whether a line within a broken row begins the next one."""
    if re.match(rf'"[^"\s{re.escape(delimiter)}]', line):
        return len(_parsed([line], delimiter)) > 1
    return line.count(delimiter) >= width - 1 > 1 and len(_loose(line, delimiter)[0]) == width


def _parsed(lines: Sequence[str], delimiter: str) -> Fields:
    """Return the fields of one row."""
    if csv.field_size_limit() < FIELD_LIMIT:
        csv.field_size_limit(FIELD_LIMIT)
    return next(csv.reader(lines, delimiter=delimiter), [])


def count_rows(text: str, *, names: Sequence[str]) -> int:
    """Return how many rows stand below the header, counted by the quotation marks alone.

    A line end is inside a field when an odd number of quotation marks stands before it.

    Examples
    --------
    >>> count_rows('Title,Year\\n"A\\nB",2020\\nC,2021\\n', names=["title"])
    2
    """
    outside = re.sub(r'"[^"]*"', "q", text)
    lines = [line for line in outside.split("\n") if line.strip(" \ufeff" + DELIMITERS)]
    head = text[:65_536].split("\n", 5)[:5]
    above = next((i for i, line in enumerate(head) if has_columns(line, *names)), 0)
    return max(len(lines) - 1 - sum(1 for line in head[:above] if line.strip()), 0)


def cell(row: Mapping[str, str], *names: str) -> str:
    """Return the first cell that is not blank of the columns so called, or "".

    Examples
    --------
    >>> cell({"ISBN": " ", "ISBNs": "978-3"}, "ISBN", "ISBNs")
    '978-3'
    """
    return next((found for name in names if (found := row.get(name, "").strip())), "")


def joined(text: str, separator: str = ";") -> str | None:
    """Return what stands between separators joined by "; ", each once; None when nothing does.

    Examples
    --------
    >>> joined("21945411;21945403 ; 21945411")
    '21945411; 21945403'
    """
    found = (part.strip() for part in text.split(separator))
    return "; ".join(dict.fromkeys(part for part in found if part)) or None
