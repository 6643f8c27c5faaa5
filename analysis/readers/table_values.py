"""The values of any table's columns as those of a record: names, dates, keywords, whatever separates them."""

import re
from collections.abc import Mapping, Sequence

from analysis.readers.base import Record
from analysis.readers.dates import MONTHS
from analysis.readers.delimited import joined
from analysis.readers.fields import clean_doi, date_fields, page_range, tidy, whole
from analysis.readers.tagged import parts, plain

Row = Mapping[str, str]
Columns = Mapping[str, Sequence[str]]

LISTS = ("authors", "author_keywords", "index_keywords", "mesh", "references")
ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")
DAY_MONTH = re.compile(r"(?:(?<!\d)(\d{1,2})[. ]+)?([A-Za-z]{3,9})\.?(?:[ ]+(\d{1,2})(?!\d))?")
INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")
ET_AL = re.compile(r"(?:,|;)?\s*(?:\bet\.? al\b\.?|…|\.\.\.)\s*$", re.IGNORECASE)
FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "closed": False}
KINDS = {"author_keywords": "author", "index_keywords": "index", "mesh": "mesh"}
PLAIN = (
    "title", "abstract", "venue", "publisher", "document_type", "funding",
)  # fmt: skip
AS_PRINTED = ("volume", "issue", "arxiv_id", "source_id", "url", "language")
IDS = {
    "pmid": r"(?<!\d)\d{1,9}(?!\d)",
    "openalex_id": r"\bW\d+\b",
    "scopus_id": r"2-s2\.0-\d+",
    "wos_id": r"\w+:\w+",
}


def separators(rows: Sequence[Row], columns: Columns) -> dict[str, str]:
    """Return what separates the values within each column that lists some: one for the whole column.

    Examples
    --------
    >>> separators([{"By": "Li, B; Ek, C"}, {"By": "Abe, D"}], {"authors": ["By"]})
    {'authors': ';'}
    """
    found = {}
    for column in LISTS:
        cells = [row.get(name, "") for row in rows for name in columns.get(column, ())]
        if any(cells):
            found[column] = _separator(cells, people=column == "authors")
    return found


def _separator(cells: Sequence[str], *, people: bool) -> str:
    for sign in (";", "|", "\n", " and ") if people else (";", "|", "\n"):
        if any(sign in cell for cell in cells):
            return sign
    return ","


def record_of(line: int, row: Row, columns: Columns, between: Mapping[str, str]) -> Record:
    """Return the record of one row."""

    def cell(column: str) -> str:
        return next((found for name in columns.get(column, ()) if (found := row.get(name, "").strip())), "")

    names, truncated = _people(cell("authors"), between.get("authors", ";"))
    affiliation = joined(cell("affiliation")) if len(names) == 1 else None
    keywords = [
        {"keyword": keyword, "kind": kind}
        for column, kind in KINDS.items()
        for name in columns.get(column, ())
        for keyword in filter(None, map(plain, row.get(name, "").split(between.get(column, ";"))))
    ]
    return {
        "source_line": line,
        **{column: plain(cell(column)) for column in PLAIN},
        **{column: tidy(cell(column)) for column in AS_PRINTED},
        **{
            column: found[0] if (found := re.search(sign, cell(column))) else None
            for column, sign in IDS.items()
        },
        **_date(cell("date"), cell("year"), cell("month")),
        "authors": names,
        "authors_truncated": truncated or None,
        "author_details": [{"affiliation": affiliation}] if affiliation else None,
        "pages": tidy(cell("pages")) or page_range(cell("first_page") or None, cell("last_page") or None),
        "doi": clean_doi(cell("doi")),
        "issn": joined(";".join(row.get(name, "") for name in columns.get("issn", ()))),
        "isbn": joined(cell("isbn")),
        "field": joined(";".join(row.get(name, "") for name in columns.get("field", ()))),
        "citations": whole(cell("citations")),
        "open_access": FLAGS.get(cell("open_access").casefold()),
        "retracted": FLAGS.get(cell("retracted").casefold()),
        "references": [
            {"reference": one} for one in parts(cell("references"), between.get("references", ";"))
        ],
        "keywords": keywords,
    }


def _date(date: str, year: str, month: str) -> Record:
    """Return the date as printed, and as far as it is understood; of `05/06/2020` only the year is."""
    printed = date or " ".join(filter(None, (month, year)))
    if iso := ISO.match(date):
        return {"date": printed, **date_fields(*iso.groups())}
    found = YEAR.search(date) or YEAR.search(year)
    if not found:
        return {"date": tidy(printed)}
    for day, name, other in DAY_MONTH.findall(date):
        if name[:3].casefold() in MONTHS:
            return {"date": printed, **date_fields(found[1], name, day or other or None)}
    return {"date": printed, **date_fields(found[1], month or None)}


def _people(text: str, separator: str) -> tuple[list[str], bool]:
    """Return the names in a cell, and whether it says that there are more."""
    bare = ET_AL.sub("", text)
    pieces = parts(bare, separator)
    if separator == "," and len(pieces) > 1 and not all(" " in piece for piece in pieces):
        pieces = _paired(pieces)
    names = [name for name in map(plain, pieces) if name]
    return names, bool(names) and bare != text


def _paired(pieces: Sequence[str]) -> list[str]:
    """Return `Li`, `B.`, `Ek`, `C.` as `Li, B.` and `Ek, C.`; two pieces are one name."""
    pairs = list(zip(pieces[::2], pieces[1::2], strict=False))
    if len(pieces) % 2 == 0 and (len(pairs) == 1 or all(INITIALS.fullmatch(given) for _, given in pairs)):
        return [f"{family}, {given}" for family, given in pairs]
    return list(pieces)
