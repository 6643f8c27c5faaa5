"""Any other table: CSV, TSV, semicolons, XLSX, XLS or Parquet, one row a paper, under any column names.

Which column is what is guessed from the names (in nine languages, and the tags of reference managers), then
from the values; what was taken for what stands in the problems. Who knows better says so in `sources.toml`:
``["mine.csv"]`` and ``columns = { title = "Überschrift" }``; "" leaves a column out.

A table may lie on its side, as the CSV of Embase: a line a field, its name first, its values behind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice

from analysis.decoding import UnreadableFile
from analysis.readers.base import Format, Reading, Source
from analysis.readers.delimited import cells, column_key, first_row
from analysis.readers.delimited_rows import parsed_row, rows_of
from analysis.readers.json_shape import begins_json
from analysis.readers.spreadsheet import cell_text, count_table, first_rows, is_spreadsheet, read_table
from analysis.readers.table_columns import COLUMNS, LOOKED_AT, SEVERAL, by_name, by_values, filled
from analysis.readers.table_values import record_of, separators

PARQUET = b"PAR1"
HEAD_LINES = 8
TELLING = 3  # names that must be known
MOST_ROWS = 100  # rows a byte: more is no table of papers but a trap
FOUND = ("title", "doi", "pmid", "openalex_id", "scopus_id", "wos_id")
Row = dict[str, str]
Columns = dict[str, list[str]]


def recognises(source: Source) -> bool:
    """Return whether the header names a title or an id, and something else, that is known."""
    if begins_json(source.head):
        return False
    if "columns" in source.facts:
        return True
    return _is_telling(_header(source)) or first_name(source) is not None


def may_be(source: Source) -> bool:
    """Return whether a source that nobody claims looks like a table."""
    if source.content.startswith(PARQUET) or is_spreadsheet(source):
        return True
    header, delimiter = first_row(source.head)
    lines = [line for line in source.head.split("\n")[1:6] if line.strip()]
    return len(header) > 2 and bool(lines) and all(delimiter in line for line in lines)


def count_records(source: Source) -> int:
    """Count the rows by other means: quotation marks, marks of the XML, or what Parquet says of itself."""
    if source.content.startswith(PARQUET):
        from pyarrow.parquet import ParquetFile

        return ParquetFile(BytesIO(source.content)).metadata.num_rows
    if name := first_name(source):
        return len(re.findall(rf'^\ufeff?"?{re.escape(name)}"?,', source.text, re.MULTILINE))
    return count_table(source, names=_names(source))


def read(source: Source) -> Reading:
    """Return the records of a table; the first problem says which column was taken for what."""
    reading = Reading()
    rows = _rows(source, reading)
    first = list(islice(rows, LOOKED_AT))
    header = list(dict.fromkeys(name for _, row in first for name in row)) or _header(source)
    columns = _columns(header, [row for _, row in first], source.facts.get("columns"), reading)
    reading.report(1, *shown(columns, header, source.name))
    between = separators([row for _, row in first], columns)
    for part in (first, rows):
        for line, row in part:
            reading.add(line, record_of(row, columns, between))
    return reading


def _rows(source: Source, reading: Reading) -> Iterator[tuple[int, Row]]:
    if source.content.startswith(PARQUET):
        yield from _parquet_rows(source, reading)
    elif name := first_name(source):
        yield from turned_rows(source, name, reading)
    else:
        yield from read_table(source, reading, names=_names(source), spell=str)


def _parquet_rows(source: Source, reading: Reading) -> Iterator[tuple[int, Row]]:
    """Yield number and cells of each row of a Parquet file; lists are joined by "; "."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        file = ParquetFile(BytesIO(source.content))
        if file.metadata.num_rows > MOST_ROWS * len(source.content):
            raise UnreadableFile("The Parquet file has more rows than is likely for papers; it was not read.")
        for batch in file.iter_batches(batch_size=2_000):
            for values in batch.to_pylist():
                number += 1
                yield number, cells([*map(str, values)], [*map(_text, values.values())])
    except (ArrowException, OSError) as error:
        if not number:
            raise UnreadableFile(f"The Parquet file is damaged ({error}); save it again.") from error
        reading.report(number, f"Behind row {number} the Parquet file is damaged ({error}); save it again.")


def _text(value: object) -> str:
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return "; ".join(map(_text, value))
    return cell_text(value)


def _header(source: Source) -> list[str]:
    """Return the names of the columns: the first row that names some that are known, else the first."""
    if source.content.startswith(PARQUET):
        return [*next(_parquet_rows(source, Reading()), (0, {}))[1]]
    filled = first_rows(source)
    return next((row for row in filled if _is_telling(row)), filled[0] if filled else [])


def _is_telling(header: Sequence[str]) -> bool:
    known = by_name(header)
    return len(header) > 1 and len(known) > 1 and any(column in known for column in FOUND)


def _names(source: Source) -> list[str]:
    """Return the names by which the header is found again."""
    return sorted(filter(None, set(map(column_key, _header(source)))))


def _columns(header: Sequence[str], rows: Sequence[Row], declared: object, reading: Reading) -> Columns:
    """Return the columns of the table by what they hold: as declared, by their names, by their values."""
    columns = corrected(filled(by_name(header), rows), header, declared, reading)
    said = declared if isinstance(declared, Mapping) else {}
    taken = {name for names in columns.values() for name in names}
    found = by_values(rows, [name for name in header if name not in taken])
    columns |= {
        column: names for column, names in found.items() if not columns.get(column) and column not in said
    }
    return best(columns)


def best(columns: Columns) -> Columns:
    """Return the columns with one name each, the first, but for those that may stand in several."""
    return {column: names if column in SEVERAL else names[:1] for column, names in columns.items() if names}


def corrected(columns: Columns, header: Sequence[str], declared: object, reading: Reading) -> Columns:
    """Return the columns as `sources.toml` corrects them; what is wrong there is reported."""
    said = declared if isinstance(declared, Mapping) else {}
    for column, name in said.items():
        wrong = None
        if column not in COLUMNS:
            wrong = f"`columns` in sources.toml knows no {column!r}; it must be one of {', '.join(COLUMNS)}."
        elif name and name not in header:
            wrong = f"`columns` in sources.toml names {name!r}, but the columns are {', '.join(header)}."
        if wrong:
            reading.report(1, wrong[:1_000], f"{column} = {name!r}")
            continue
        columns = {one: [other for other in names if other != name] for one, names in columns.items()}
        columns[column] = [str(name)] if name else []
    return columns


def shown(columns: Columns, header: Sequence[str], name: str) -> tuple[str, str]:
    """Return what was taken for what, and what was left out."""
    taken = {one for names in columns.values() for one in names}
    left = [one for one in header if one.strip().strip("0123456789") and one not in taken]
    what = "; ".join(f"{column} = {' + '.join(names)}" for column, names in columns.items())
    hint = f'Where that is wrong, `columns = {{ title = "…" }}` below ["{name}"] in sources.toml corrects it.'
    rest = f"Left out: {', '.join(left)}." if left else "No column was left out."
    return f"The columns were taken for: {what or 'nothing'}. {rest} {hint}"[:2_000], ", ".join(header)[:200]


def first_name(source: Source) -> str | None:
    """Return the name of the field with which each record begins; None if the table does not lie on its side.

    Examples
    --------
    >>> text = '"TITLE","Moss"\\n"AUTHOR NAMES","Ek B.","Li C."\\n"PUBLICATION YEAR","2020"\\n'
    >>> first_name(Source("embase.csv", text.encode()))
    'TITLE'
    """
    if is_spreadsheet(source):
        return None
    lines = [
        line
        for line in source.head.replace("\r", " ").lstrip("\ufeff\n").split("\n", HEAD_LINES)[:HEAD_LINES]
        if line.strip()
    ]
    names = [fields[0].strip() for line in lines if (fields := parsed_row([line], ","))]
    known = by_name(names)
    told = len(known) >= TELLING and names[0] in known.get("title", ())
    return names[0] if told and len(set(names)) == len(names) else None


def turned_rows(source: Source, name: str, reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line and cells by name of each record; the next begins where a name comes again."""
    begun, row = 0, dict[str, str]()
    for line, fields in rows_of(source.text, reading):
        field = fields[0].strip("\ufeff ")
        if row and (field == name or field in row):
            yield begun, row
            row = {}
        begun = begun if row else line
        row[field] = "; ".join(value for value in fields[1:] if value.strip())
    if row:
        yield begun, row


FORMAT = Format("table", recognises, read, may_be=may_be, count=count_records, rank=1)
