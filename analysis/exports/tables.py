"""A corpus for spreadsheets: a CSV file with one row a paper, or a workbook with one sheet a table."""

import os
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import require_made
from analysis.exports.entries import Row, date_parts, entries, one_line, reference_text, rows_of
from analysis.saving import FORMULA_STARTS, csv_bytes, write_file

SHEETS = ("papers", "authorships", "references", "keywords")
LONGEST_CELL = 32_767  # letters: Excel, "specifications and limits"
MOST_ROWS = 1_048_576
KEYWORDS = {"author": "author_keywords", "index": "index_keywords", "mesh": "mesh_terms"}


def write_csv(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write one row a paper as CSV and return the path.

    The authors of a paper stand in one cell, as do its keywords of each kind, joined by "; ", and its
    references, each in a line of its own. An apostrophe is put before text that a spreadsheet would run
    as a formula.
    """
    return write_file(path, csv_bytes(_papers(corpus)))


def _papers(corpus: Corpus) -> pd.DataFrame:
    """Return one row a paper, with authors, keywords and references joined."""
    require_made(corpus, "corpus", "authorships", "load_corpus")
    names = list(corpus.papers.columns)
    columns = [*names[:2], "authors", *names[2:], *KEYWORDS.values(), "references"]
    return pd.DataFrame([_row(paper) for paper in entries(corpus)], columns=columns, dtype=object)


def _row(paper: Row) -> Row:
    words = {
        name: [row["keyword"] for row in paper["keywords"] if row.get("kind", "author") == kind]
        for kind, name in KEYWORDS.items()
    }
    lists = {"authors": [author["name"] for author in paper["authorships"]], **words}
    date = "-".join(f"{part:02}" for part in date_parts(paper))
    return {
        **{name: one_line(value) if isinstance(value, str) else value for name, value in paper.items()},
        **{
            name: "; ".join(one_line(value).replace(";", ",") for value in values) or None
            for name, values in lists.items()
        },
        "published": date or None,
        "references": "\n".join(map(reference_text, paper["references"])) or None,
    }


def write_xlsx(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write papers (as `write_csv` does), authorships, references and keywords as sheets of a workbook.

    Text is stored as text and is never run; what begins like a formula is marked so that it stays text when
    its cell is edited. Excel cuts a cell after 32,767 letters; a warning says how many were.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    ValueError
        If a table has more rows than a sheet can hold (1,048,576).
    """
    import xlsxwriter

    require_made(corpus, "corpus", "authorships", "load_corpus")
    for name in SHEETS:
        if len(getattr(corpus, name)) >= MOST_ROWS:
            raise ValueError(
                f"`{name}` has {len(getattr(corpus, name)):,} rows, but a sheet of a workbook holds "
                f"{MOST_ROWS - 1:,}; `corpus.save` or `write_csv` would do."
            )
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    cut = 0
    with xlsxwriter.Workbook(content, options) as book:
        as_text = book.add_format({"quote_prefix": True})
        for name in SHEETS:
            frame = _papers(corpus) if name == "papers" else getattr(corpus, name)
            cut += _write_sheet(book.add_worksheet(name), frame, as_text)
    target = write_file(path, content.getvalue())
    if cut:
        warnings.warn(f"{cut:,} cell(s) were cut after {LONGEST_CELL:,} letters.", UserWarning, stacklevel=2)
    return target


def _write_sheet(sheet: Any, frame: pd.DataFrame, as_text: Any) -> int:
    """Write a table into a sheet and return how many cells were cut."""
    cut = 0
    places = {name: place for place, name in enumerate(frame.columns)}
    for name, place in places.items():
        sheet.write_string(0, place, name)
    for number, row in enumerate(rows_of(frame), start=1):
        for name, value in row.items():
            if isinstance(value, bool):
                sheet.write_boolean(number, places[name], value)
            elif isinstance(value, int | float):
                sheet.write_number(number, places[name], value)
            else:
                text = "\n".join(map(one_line, str(value).split("\n")))
                cut += len(text) > LONGEST_CELL
                mark = [as_text] if text.startswith(FORMULA_STARTS) else []
                sheet.write_string(number, places[name], text[:LONGEST_CELL], *mark)
    sheet.freeze_panes(1, 0)
    return cut
