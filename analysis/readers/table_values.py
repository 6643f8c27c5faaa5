"""The values of any table's columns as those of a record: names, dates, keywords, whatever separates them."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from analysis.readers.base import Record
from analysis.readers.dates import MONTHS, date_fields
from analysis.readers.fields import EID, clean_doi, joined, page_range, tidy, whole, yes_or_no
from analysis.readers.scopus_columns import without_initials_ahead
from analysis.readers.scopus_references import scopus_references
from analysis.readers.table_lists import names_in, printed_list, readable, separator, values_in
from analysis.readers.tagged import parts, plain
from analysis.readers.wos_fields import REFERENCE_LIKE
from analysis.readers.wos_references import parse_reference, split_references

Row = Mapping[str, str]
Columns = Mapping[str, Sequence[str]]

LISTS = ("authors", "author_keywords", "index_keywords", "mesh")
ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")
# a day at the end or the beginning of a span, as in `10-12 Dec.` and `28 June-2 July`, is none
DAY_MONTH = re.compile(
    r"(?:(?<![\d–-])(\d{1,2})[. ]+(?=[A-Za-z]+(?![A-Za-z–-])))?([A-Za-z]{3,9})\.?"
    r"(?:[ ]+(\d{1,2})(?![\d–-]))?"
)
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)(?:\.0)?")
IN_BRACKETS = re.compile(r"\((?:1[5-9]|20)\d\d\)")
CITATION = re.compile(r" \((?:19|20)\d\d\) \d.*")  # `J. Moss (2019) 3:2 (1-9). Date of …` for a source
EXCEL_NUMBER = re.compile(r"\d[.,]\d+E\+\d+")  # an ISBN whose last digits are lost
SHORT = {"Y": "yes", "N": "no"}
LINKS = frozenset(["pdf", "html", "citation"])  # what Publish or Perish says of a link
KINDS = {"author_keywords": "author", "index_keywords": "index", "mesh": "mesh"}
PLAIN = ("abstract", "publisher", "funding")
AS_PRINTED = ("volume", "issue", "source_id", "language")
IDS = {
    "pmid": (r"(?<!\d)\d{1,9}(?!\d)", "pmid"),
    "openalex_id": (r"\bW\d+\b", "openalex_id"),
    "scopus_id": (EID.pattern, "scopus_id"),
    "wos_id": (r"\b(?:WOS|ISI):\w+", "wos_id", "source_id"),
}
LINKED = {
    "doi": r"//(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/\S+)",
    "pmid": r"//(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})(?!\d)",
    "arxiv_id": r"//(?:www\.)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
}
NEXT_LINK = re.compile(r";\s*(?=https?:)")
KIND_AHEAD = re.compile(r"(?:\[(?:HTML|PDF|BOOK|B|DOC|CITATION|C)\]\s*)+")  # what Google Scholar prints first


def separators(rows: Sequence[Row], columns: Columns) -> dict[str, str]:
    """Return what separates the values within each column that lists some: one for the whole column.

    Examples
    --------
    >>> separators([{"By": "Li, B; Ek, C"}, {"By": "Abe, D"}], {"authors": ["By"]})
    {'authors': ';'}
    """
    found = {}
    for column in LISTS:
        cells = [_text(row, name) for row in rows for name in columns.get(column, ())]
        cells = [*map(without_initials_ahead, cells)] if column == "authors" else cells
        if any(cells):
            found[column] = separator(cells, people=column == "authors")
    return found


def _text(row: Row, name: str) -> str:
    """Return a cell without HTML entities, whose semicolons separate nothing."""
    text = row.get(name, "").strip()
    return html.unescape(text.replace("\\&", "&")) if "&" in text else text


def record_of(row: Row, columns: Columns, between: Mapping[str, str]) -> Record:
    """Return the record of one row."""

    def cell(column: str) -> str:
        return next((found for name in columns.get(column, ()) if (found := _text(row, name))), "")

    names, truncated = names_in(without_initials_ahead(cell("authors")), between.get("authors", ";"))
    ids = values_in(cell("author_ids"), ";") if EID.search(cell("scopus_id")) else []
    details = _details(names, joined(parts(cell("affiliation"))), ids)
    keywords = [
        {"keyword": keyword, "kind": kind}
        for column, kind in KINDS.items()
        for name in columns.get(column, ())
        for keyword in values_in(_text(row, name), between.get(column, ";"))
    ]
    fields = (values_in(row.get(name, "").replace("|", ";"), ";") for name in columns.get("field", ()))
    return {
        **{column: readable(cell(column)) for column in PLAIN},
        "title": readable(KIND_AHEAD.sub("", title) if (title := cell("title")).startswith("[") else title),
        "venue": readable(CITATION.sub("", cell("venue"))),
        **{column: tidy(cell(column)) for column in AS_PRINTED},
        "url": tidy(NEXT_LINK.split(cell("url"))[0]),
        **_ids(cell, NEXT_LINK.sub(" ", " ".join(_text(row, name) for name in columns.get("url", ())))),
        **_date((printed_list(cell("date")) or [cell("date")])[0], cell("year"), cell("month"), cell("day")),
        "authors": names,
        "authors_truncated": truncated or None,
        "document_type": None if cell("document_type").casefold() in LINKS else plain(cell("document_type")),
        "author_details": details if any(details) else None,
        "pages": _pages(cell("first_page"), cell("last_page"), cell("pages")),
        "issn": joined(chain(*(parts(row.get(name)) for name in columns.get("issn", ())))),
        "isbn": None if EXCEL_NUMBER.fullmatch(cell("isbn")) else joined(parts(cell("isbn"))),
        "field": joined(chain(*fields)),
        "citations": whole(cell("citations")),
        "open_access": yes_or_no(SHORT.get(cell("open_access"), cell("open_access"))),
        "retracted": yes_or_no(SHORT.get(cell("retracted"), cell("retracted"))),
        "references": _references(cell("references"), "\n" if "\n" in cell("references") else ";"),
        "keywords": keywords,
    }


def _ids(cell: Callable[[str], str], links: str) -> Record:
    """Return the ids of a paper, those that its links tell where no column has them."""
    found: Record = {
        column: told[0] if (told := re.search(sign, " ".join(map(cell, sources)))) else None
        for column, (sign, *sources) in IDS.items()
    }
    found |= {"arxiv_id": tidy(cell("arxiv_id")), "doi": clean_doi(cell("doi"))}
    for column, sign in LINKED.items():
        if not found[column] and (told := re.search(sign, links)):
            found[column] = clean_doi(told[1]) if column == "doi" else told[1]
    return found


def _details(names: list[str], affiliation: str | None, ids: list[str]) -> list[Record]:
    """Return the institution of a single author, and the Scopus ids of the authors where each has one."""
    known = [{"affiliation": affiliation} if affiliation and len(names) == 1 else {} for _ in names]
    if len(ids) != len(names):
        return known
    return [one | {"source_author_id": f"scopus:{two}"} for one, two in zip(known, ids, strict=True)]


def _date(date: str, year: str, month: str, day: str) -> Record:
    """Return the date as printed, and as far as it is understood; of `05/06/2020` only the year is."""
    if not date and len(year) >= len("2020-01-01") and ISO.match(year):
        date = year
    printed = date or " ".join(filter(None, (day, month, year)))
    if iso := ISO.match(date) or COMPACT.fullmatch(date):
        return {"date": printed, **date_fields(*iso.groups())}
    found = YEAR.search(date) or YEAR.search(year)
    if not found:
        return {"date": tidy(printed)}
    if not YEAR.search(printed):
        printed = f"{printed} {year}"  # `MAR` beside a column of years
    for before, name, behind in DAY_MONTH.findall(date):
        if name[:3].casefold() in MONTHS:
            return {"date": printed, **date_fields(found[1], name, before or behind or None)}
    return {"date": printed, **date_fields(found[1], month or None, day or None)}


def _pages(first: str, last: str, printed: str) -> str | None:
    """Return the pages; a column of that name may hold their number."""
    return page_range(first, last) if first and (last or not printed) else tidy(re.sub("--|–", "-", printed))


def _references(text: str, between: str) -> list[Record]:
    """Return the works cited, taken apart where they stand as Web of Science or Scopus print them."""
    if REFERENCE_LIKE.search(text):
        return [parse_reference(one) for one in split_references(text)]
    if IN_BRACKETS.search(text):
        return scopus_references(re.sub(r";?\s*\n\s*", "; ", text))
    return [{"reference": one, "doi": clean_doi(one)} for one in values_in(text, between)]
