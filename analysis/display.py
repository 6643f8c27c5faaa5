"""What notebooks show besides figures: tables that the report can sort, and its leading facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import require_columns
from analysis.provenance import HasLedger, portable, source_files, versions
from analysis.saving import as_pandas, csv_bytes, write_together

FACTS_MIME = "application/vnd.analysis.facts+json"
LEFT = ' style="text-align: left"'  # JupyterLab sets cells to the right; the report has its own style
MOST_ACROSS = 8  # columns of a table with one row; more stand one below the other
LONG_NUMBER = 10_000  # shorter ones may be years
FACT_LABELS = {
    "records": "Papers",
    "papers": "Distinct papers after merging",
    "topics": "Topics",
    "span": "Span of dates",
    "authors": "Authors",
}


@dataclass(frozen=True)
class ShownTable:
    """The first rows of a table; shows itself in Jupyter."""

    frame: pd.DataFrame
    caption: str
    reading: str
    rows: int
    clip: int
    saved_as: str | None

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.frame.head(self.rows).to_string(index=False, max_colwidth=self.clip)}"

    def _repr_html_(self) -> str:
        notes = " ".join(escape(note) for note in (self.reading, self._extent()) if note)
        return (
            f'<figure class="table"><table class="sortable"><caption><strong>{escape(self.caption)}</strong>'
            f"</caption>{self._body()}</table><figcaption><p>{notes}</p></figcaption></figure>"
        )

    def _body(self) -> str:
        frame = self.frame.head(self.rows)
        is_numeric, is_bool = pd.api.types.is_numeric_dtype, pd.api.types.is_bool_dtype
        numeric = [is_numeric(kind) and not is_bool(kind) for kind in frame.dtypes]
        names = [escape(str(name)) for name in frame.columns]
        records = frame.astype(object).itertuples(index=False, name=None)
        rows = [list(map(self._cell, record, numeric)) for record in records]
        if len(rows) == 1 and len(names) > MOST_ACROSS:
            pairs = zip(names, rows[0], strict=True)
            upright = "".join(f'<tr><th scope="row"{LEFT}>{name}</th>{cell}</tr>' for name, cell in pairs)
            return f"<tbody>{upright}</tbody>"
        columns = zip(names, numeric, strict=True)
        head = "".join(f'<th scope="col"{_number(number)}>{name}</th>' for name, number in columns)
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"

    def _extent(self) -> str:
        rest = f"{min(self.rows, len(self.frame)):,} of {len(self.frame):,} rows shown"
        if len(self.frame) <= self.rows:
            return "The table is empty." if self.frame.empty else ""
        return f"{rest}; all are in {self.saved_as}." if self.saved_as else f"{rest}."

    def _cell(self, value: Any, number: bool) -> str:
        text = readable(value)
        if number:
            key = "" if text == "" else f' data-sort="{float(value)!r}"'
            return f'<td class="number"{key}>{escape(text)}</td>'
        if len(text) > self.clip:
            short = text[: self.clip - 1].rstrip() + "…"
            return f'<td{LEFT} title="{escape(text)}">{escape(short)}</td>'
        return f"<td{LEFT}>{escape(text)}</td>"


def show_table(
    table: Any,
    name: str | None = None,
    *,
    caption: str,
    folder: str | Path | None = None,
    reading: str = "",
    rows: int = 20,
    clip: int = 120,
) -> ShownTable:
    """Return the first rows of `table`, ready to be shown, and save the whole of it as CSV.

    Long text is cut with "…" and stands in full in the cell's tooltip; in the report a click on a
    column's name sorts the rows that are shown.

    Parameters
    ----------
    table : DataFrame
        A pandas frame, or any frame that narwhals takes. Its index is shown if it has a name.
    name : str, optional
        Name of the CSV file, without suffix; not saved if there is no `name` or no `folder`.
    caption, reading : str
        What the table is, and a sentence that reads it.
    folder : str or Path, optional
        Where the CSV file is saved.
    rows, clip : int
        At most so many rows and so many characters a cell are shown.

    Raises
    ------
    ValueError
        If `rows` or `clip` is less than 1.

    Examples
    --------
    >>> show_table(pd.DataFrame({"venue": ["ICLR", "ACL"], "papers": [9, 4]}), caption="Venues", rows=1)
    Venues
    venue  papers
     ICLR       9
    """
    if rows < 1 or clip < 1:
        raise ValueError(f"`rows` and `clip` must be at least 1, but {rows!r} and {clip!r} were given.")
    frame = as_pandas(table)
    if any(index is not None for index in frame.index.names):
        frame = frame.reset_index()
    if name is not None and folder is not None:
        write_together({Path(folder) / f"{name}.csv": csv_bytes(frame)})
    saved_as = f"{name}.csv" if name and folder else None
    return ShownTable(frame, caption, reading, rows, clip, saved_as)


@dataclass(frozen=True)
class Facts:
    """The facts that stand on top of a report; shows itself in Jupyter."""

    facts: Mapping[str, Any]
    sources: list[dict[str, str]]

    def __repr__(self) -> str:
        return "\n".join(f"{fact_label(name)}: {fact_text(value)}" for name, value in self.facts.items())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        rows = "".join(
            f'<tr><th scope="row">{escape(fact_label(name))}</th><td>{escape(fact_text(value))}</td></tr>'
            for name, value in self.facts.items()
        )
        noted = {"facts": dict(self.facts), "source_files": self.sources, "versions": versions()}
        return {
            "text/plain": repr(self),
            "text/html": f'<table class="facts"><tbody>{rows}</tbody></table>',
            FACTS_MIME: noted,
        }


def report_facts(corpus: HasLedger | None = None, **facts: Any) -> Facts:
    """Return facts that the report puts on top of its page and the command prints at its end.

    Leave it as the last line of a cell. The facts of all notebooks come together; `records`, `papers`,
    `topics`, `span` and `authors` come first, and None says that something is not known.

    Parameters
    ----------
    corpus : Corpus, optional
        The files that it was read from are listed in the report, with their hashes.
    **facts
        Numbers or texts by name.

    Examples
    --------
    >>> report_facts(records=679, papers=659)
    Papers: 679
    Distinct papers after merging: 659
    """
    return Facts({name: portable(value) for name, value in facts.items()}, source_files(corpus))


def fact_label(name: str) -> str:
    """Return the words for a fact's name.

    Examples
    --------
    >>> fact_label("topics"), fact_label("papers_without_topic")
    ('Topics', 'Papers without topic')
    """
    return FACT_LABELS.get(name, name.replace("_", " ").capitalize())


def fact_text(value: object) -> str:
    """Return a fact as it is printed; a whole number is a count, so a year has to be given as text.

    Examples
    --------
    >>> fact_text(1234), fact_text("2020 to 2024"), fact_text(None)
    ('1,234', '2020 to 2024', 'not known')
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "not known" if value is None else readable(value)


def readable(value: Any) -> str:
    """Return a value as a table shows it: missing as nothing, dates without an empty time of day.

    Examples
    --------
    >>> readable(0.123456), readable(1234), readable(None), readable(pd.Timestamp("2023-08-13"))
    ('0.123', '1234', '', '2023-08-13')
    """
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(readable, value))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, str):
        return value
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    return _number_text(value) if pd.api.types.is_number(value) else str(value)


def _number_text(number: Any) -> str:
    if float(number).is_integer():
        return f"{number:,.0f}" if abs(number) >= LONG_NUMBER else str(int(number))
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else LEFT


def read_table(name: str, *, folder: str | Path, columns: Sequence[str]) -> pd.DataFrame:
    """Return the table that an earlier notebook saved as `name`; an empty one if there is none.

    Parameters
    ----------
    name : str
        As it was given to `show_table` or `draw`.
    folder : path
        Where it was saved.
    columns : sequence of str
        The columns that are wanted, in that order.

    Raises
    ------
    KeyError
        If the table has not these columns.

    Examples
    --------
    >>> read_table("topics", folder="no-such-folder", columns=["topic", "label"])
    Empty DataFrame
    Columns: [topic, label]
    Index: []
    """
    path = Path(folder) / f"{name}.csv"
    if not path.is_file():
        return pd.DataFrame(columns=list(columns))
    table = pd.read_csv(path)
    require_columns(list(table.columns), list(columns), name, "The notebook that comes before this one")
    return table[list(columns)]


def forget_tables(*names: str, folder: str | Path) -> None:
    """Remove the tables that an earlier run saved under these names, so that nobody goes on with them.

    Examples
    --------
    >>> forget_tables("topics", folder="no-such-folder")
    """
    for name in names:
        Path(folder, f"{name}.csv").unlink(missing_ok=True)
