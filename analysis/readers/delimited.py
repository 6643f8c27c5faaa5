"""Tables in delimited text (CSV, TSV, semicolons): the header found, cells by the names of their columns."""

import re
from collections.abc import Callable, Iterator, Sequence

from analysis.readers.base import Reading
from analysis.readers.delimited_rows import EXCERPT, Fields, parsed_row, rows_of, standard_quotes

Align = Callable[[Fields, Fields], Fields | None]

DELIMITERS = ",;\t|"
HEAD_LINES = 12  # in which the header must stand
SIGNS = re.compile(r"[\W_]+")
MISSING = frozenset(["NA", "<NA>", "nan", "NaN", "None", "NULL", "null"])  # as R and pandas print it


def column_key(name: str) -> str:
    """Return the name of a column in small letters, its signs made blanks; programs change both.

    Examples
    --------
    >>> column_key("Author(s) ID"), column_key("Author.s..ID"), column_key("source_title")
    ('author s id', 'author s id', 'source title')
    """
    return SIGNS.sub(" ", name.casefold()).strip()


def first_row(head: str, *, names: Sequence[str] = ()) -> tuple[Fields, str]:
    """Return the fields of the header in the first lines of a file, and the delimiter between them.

    Parameters
    ----------
    head : str
        The beginning of the file.
    names : sequence of str, optional
        Names that the header must hold, as `column_key` gives them; rows before it are passed over.
        Without them the header is the first row.

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
    for line in head.replace("\r", " ").lstrip("\ufeff").split("\n", HEAD_LINES)[:HEAD_LINES]:
        key = column_key(line)
        if not line.strip() or not all(name in key for name in names):
            continue
        delimiter = max(DELIMITERS, key=lambda one: len(parsed_row([line], one)) if one in line else 0)
        fields = [field.strip() for field in parsed_row([line], delimiter)]
        if set(map(column_key, fields)).issuperset(names):
            return fields, delimiter
    return [], ","


def has_columns(head: str, *names: str) -> bool:
    """Return whether a file begins with a header that holds all these names, each a `column_key`.

    Examples
    --------
    >>> has_columns("Lens ID,Title\\n", "lens id", "title")
    True
    """
    return bool(first_row(head, names=names)[0])


def read_rows(
    text: str,
    reading: Reading,
    *,
    names: Sequence[str],
    align: Align | None = None,
    spell: Callable[[str], str] = column_key,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells by column name of each row below the header.

    A row of another length than the header's is kept and reported. The header may come again, as it does
    where files were joined by hand, with other columns too.

    Parameters
    ----------
    text : str
        The whole file.
    reading : Reading
        Takes the reports.
    names : sequence of str
        Names that the header must hold; see `first_row`.
    align : callable, optional
        Takes the fields of a row that is longer or shorter than the header, and the header; returns the
        fields in their places if it knows how they shifted, else None.
    spell : callable, optional
        Takes a name of the header, returns the one that the cells get.

    Examples
    --------
    >>> list(read_rows('Title,Year\\n"A, B",2020\\n', Reading(), names=["title"]))
    [(2, {'title': 'A, B', 'year': '2020'})]
    """
    header, delimiter = first_row(text[:65_536], names=names)
    columns: Fields = []
    number = 0
    for line, fields in rows_of(text, reading, delimiter=delimiter, width=len(header)):
        if [fields[0].strip("\ufeff ")] == header[:1] and set(map(column_key, fields)).issuperset(names):
            header = [field.strip("\ufeff ") for field in fields]
            columns = distinct([spell(name) for name in header])
        elif columns:
            number += 1
            if len(fields) == len(header) + 1 and fields[0] == str(number):  # R numbers rows without a header
                del fields[0]
            yield line, cells(columns, _fitted(line, fields, header, reading, align))


def cells(columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row by the names of their columns; what stands for nothing is empty.

    Whole numbers that pandas has made 12.0 lose their point.

    Examples
    --------
    >>> cells(["title", "volume", "issue"], ["Moss", "12.0", "NA"])
    {'title': 'Moss', 'volume': '12', 'issue': ''}
    """
    return {
        name: "" if field in MISSING else field[:-2] if field[-2:] == ".0" and field[:-2].isdigit() else field
        for name, field in zip(columns, fields, strict=False)
    }


def distinct(header: Sequence[str]) -> Fields:
    """Return the names of columns with a number behind those that come again.

    Examples
    --------
    >>> distinct(["Keywords", "Title", "Keywords"])
    ['Keywords', 'Title', 'Keywords 2']
    """
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


def count_rows(text: str, *, names: Sequence[str]) -> int:
    """Return how many rows stand below the header, counted by the quotation marks alone.

    A line end is inside a field when an odd number of quotation marks stands before it.

    Examples
    --------
    >>> count_rows('Title,Year\\n"A\\nB",2020\\nC,2021\\n', names=["title"])
    2
    """
    outside = re.sub(r'"[^"]*"', "q", standard_quotes(text))
    lines = [line for line in outside.split("\n") if line.strip(" \ufeff" + DELIMITERS)]
    head = text[:65_536].split("\n", HEAD_LINES)[:HEAD_LINES]
    above = next((i for i, line in enumerate(head) if has_columns(line, *names)), 0)
    begins = re.escape(head[above].strip("\ufeff")[:12])
    alike = [head[0], *(line[0] for line in re.finditer(rf"\n\ufeff?{begins}.*", text))]
    headers = sum(has_columns(line, *names) for line in alike) or 1
    return max(len(lines) - headers - sum(1 for line in head[:above] if line.strip()), 0)
