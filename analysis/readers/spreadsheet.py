"""Rows of the sheets of an XLSX or XLS file as text, as a CSV export of them would give.

python-calamine reads XLSX: on a made-up sheet with dates, formulas, formatted text and blanks it gave the
same values as openpyxl, in a twenty-fifth of the time. xlrd reads XLS, the Excel of before 2007, in which
Web of Science still exports: python-calamine (0.9) ends the whole process at some that are damaged.
"""

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from analysis.decoding import UnreadableFile
from analysis.readers.base import Reading, Source
from analysis.readers.delimited import (
    HEAD_LINES,
    Align,
    cells,
    column_key,
    count_rows,
    distinct,
    first_row,
    has_columns,
    read_rows,
)
from analysis.readers.tagged import here_and_elsewhere

ZIP = b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0"  # of old Word files too
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>.*?</(?:\w+:)?row>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]")
MOST_LETTERS = 32_767  # of a cell of Excel

Row = list[str]

_heads: WeakKeyDictionary[Source, list[tuple[str, list[Row]]]] = WeakKeyDictionary()


def is_spreadsheet(source: Source) -> bool:
    """Return whether a source is an XLSX or XLS file."""
    return source.content.startswith((ZIP, XLS))


def cell_text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days without a time.

    Examples
    --------
    >>> import datetime
    >>> [cell_text(value) for value in (2020.0, 0.5, datetime.datetime(2020, 3, 1), True, None)]
    ['2020', '0.5', '2020-03-01', 'True', '']
    """
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def sheets(source: Source) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the name of each sheet and its rows; row 1 comes first, blank ones too.

    Raises
    ------
    UnreadableFile
        If the file is damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    if source.content.startswith(XLS):
        for name, values in xls_sheets(source.content):
            yield name, ([cell_text(value) for value in row] for row in values)
        return
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).iter_rows()
            yield name, ([cell_text(value) for value in row] for row in rows)
    except CalamineError as error:
        raise UnreadableFile(f"The XLSX file is damaged ({error}); save it again.") from error


def xls_sheets(content: bytes) -> Iterator[tuple[str, list[list[object]]]]:
    """Yield the name of each sheet and the values of its rows; row 1 comes first, blank ones too.

    Raises
    ------
    UnreadableFile
        If the file is damaged, or holds no table.
    """
    import xlrd
    from xlrd.compdoc import CompDocError

    met_inside = (LookupError, ArithmeticError, ValueError, AssertionError, TypeError, MemoryError)
    try:
        with xlrd.open_workbook(file_contents=content, logfile=io.StringIO()) as book:
            for sheet in book.sheets():
                rows = map(sheet.row, range(sheet.nrows))
                yield sheet.name, [[_value(cell, book.datemode) for cell in row] for row in rows]
    except (xlrd.XLRDError, CompDocError, struct.error, *met_inside) as error:
        raise UnreadableFile(
            f"The file is an old Office file (.xls, .doc) without a sheet that can be read "
            f"({error or type(error).__name__}); save it as .xlsx or .csv."
        ) from error


def _value(cell: Any, datemode: int) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def heads(source: Source) -> list[tuple[str, list[Row]]]:
    """Return the name of each sheet and its first rows."""
    if source not in _heads:
        _heads[source] = [(name, list(islice(rows, HEAD_LINES))) for name, rows in sheets(source)]
    return _heads[source]


def header_place(rows: Sequence[Row], names: Sequence[str]) -> int | None:
    """Return at which place among the first rows the one stands that holds all these names."""
    for place, row in enumerate(rows):
        if set(map(column_key, row)).issuperset(names):
            return place
    return None


def first_rows(source: Source) -> list[Row]:
    """Return the first rows of a text or of each sheet that are not blank, their fields without blanks."""
    if is_spreadsheet(source):
        rows = [row for _, first in heads(source) for row in first]
    else:
        rows = [first_row(line)[0] for line in source.head.split("\n", HEAD_LINES)[:HEAD_LINES]]
    return [[field.strip() for field in row] for row in rows if any(field.strip() for field in row)]


def has_header(source: Source, *names: str) -> bool:
    """Return whether a text or a sheet begins with a header that holds all these names."""
    if not is_spreadsheet(source):
        return has_columns(source.head, *names)
    return any(header_place(rows, names) is not None for _, rows in heads(source))


def read_table(
    source: Source,
    reading: Reading,
    *,
    names: Sequence[str],
    align: Align | None = None,
    spell: Callable[[str], str] = column_key,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and cells by column name of each row below the header, of a text or a sheet.

    See `read_rows`. Cells that a spreadsheet has cut are reported.
    """
    rows = (
        _rows_of_sheets(source, reading, names, spell)
        if is_spreadsheet(source)
        else read_rows(source.text, reading, names=names, align=align, spell=spell)
    )
    cut = []
    for line, row in rows:
        if MOST_LETTERS in map(len, row.values()):
            cut.append(line)
        yield line, row
    if cut:
        problem = f"A cell has {MOST_LETTERS:,} letters, the most that Excel keeps, {here_and_elsewhere(cut)}"
        remedy = "Export it as plain text or CSV, and do not save it in a spreadsheet."
        reading.report(cut[0], f"{problem}; what followed in it is lost. {remedy}")


def _rows_of_sheets(
    source: Source, reading: Reading, names: Sequence[str], spell: Callable[[str], str]
) -> Iterator[tuple[int, dict[str, str]]]:
    places = [header_place(rows, names) for _, rows in heads(source)]
    for place, (name, rows) in zip(places, sheets(source), strict=True):
        if place is None:
            if any(map(any, rows)):
                reading.report(1, f"The sheet {name!r} has none of the columns known; it was left out.")
            continue
        columns: Row = []
        for number, row in enumerate(rows, start=1):
            if number == place + 1:
                columns = distinct([spell(field.strip()) for field in row])
            elif columns and any(field.strip() for field in row):
                yield number, cells(columns, row)


def count_table(source: Source, *, names: Sequence[str]) -> int:
    """Count the rows below the header: in a text by its quotation marks, in XLSX by the XML's marks."""
    if not is_spreadsheet(source):
        return count_rows(source.text, names=names)
    above = [header_place(rows, names) for _, rows in heads(source)]
    if len(above) != 1 or above[0] is None or source.content.startswith(XLS):
        return sum(1 for _ in read_table(source, Reading(), names=names))
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            parts = [name for name in archive.namelist() if SHEET.fullmatch(name)]
            found = (row[0] for name in parts for row in ROW.finditer(archive.read(name)))
            filled = sum(1 for row in found if VALUE.search(row))
    except (zipfile.BadZipFile, zlib.error) as error:
        raise UnreadableFile(f"The XLSX file is damaged ({error}); save it again.") from error
    return filled - sum(1 for row in heads(source)[0][1][: above[0] + 1] if any(row))
