"""What the readers of databases' own tables share: a row a record, cells by the names of their columns."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.fields import clean_doi, joined, tidy, yes_or_no
from analysis.readers.spreadsheet import count_table, has_header, read_table
from analysis.readers.tagged import parts, plain

Row = Mapping[str, str]
# how a column of the records is made of a cell; others are tidied
MADE: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(["title", "abstract", "venue", "publisher", "document_type", "funding"], plain),
    **dict.fromkeys(["issn", "isbn", "field"], lambda text: joined(parts(text))),
    **dict.fromkeys(["open_access", "retracted"], yes_or_no),
    "doi": clean_doi,
}


def table_format(
    name: str, names: Sequence[str], record_of: Callable[[Row], Record], *, mark: str = ""
) -> Format:
    """Return the format of the tables with these names in their header, in which each row is a record.

    Parameters
    ----------
    name : str
    names : sequence of str
        Names that the header must hold, as `column_key` gives them.
    record_of : callable
        The record that a row stands for, but for its line.
    mark : str, optional
        A pattern that each row of a text holds once: rows are counted by it, or else by quotation marks.
    """

    def read(source: Source) -> Reading:
        reading = Reading()
        for line, row in read_table(source, reading, names=names):
            reading.add(line, record_of(row))
        return reading

    return Format(name, lambda source: has_header(source, *names), read, count=count_by(mark, names))


def count_by(mark: str, names: Sequence[str]) -> Callable[[Source], int]:
    """Return the function that counts rows by a mark of theirs; where it finds none, by quotation marks."""

    def count(source: Source) -> int:
        return (len(re.findall(mark, source.text)) if mark else 0) or count_table(source, names=names)

    return count


def cell(row: Row, *names: str) -> str:
    """Return the first cell that is not blank of the columns so called, or "".

    Examples
    --------
    >>> cell({"ISBN": " ", "ISBNs": "978-3"}, "ISBN", "ISBNs")
    '978-3'
    """
    return next((found for name in names if (found := row.get(name, "").strip())), "")


def values_of(row: Row, columns: Mapping[str, Sequence[str]]) -> Record:
    """Return columns of a record, each made of the first cell of those in `columns` that is not blank.

    Examples
    --------
    >>> values_of({"doi link": "doi.org/10.5555/M", "isbns": "1;2"}, {"doi": ["doi link"], "isbn": ["isbns"]})
    {'doi': '10.5555/m', 'isbn': '1; 2'}
    """
    return {column: MADE.get(column, tidy)(cell(row, *names)) for column, names in columns.items()}


def keywords_of(row: Row, kinds: Mapping[str, str], separator: str = ";") -> list[Record]:
    """Return the keywords in the columns that `kinds` names, each with the kind that it has for them."""
    return [
        {"keyword": keyword, "kind": kind}
        for name, kind in kinds.items()
        for keyword in filter(None, map(plain, parts(row.get(name), separator)))
    ]
