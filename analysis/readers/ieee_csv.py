"""IEEE Xplore CSV: one row a paper; authors by initials and surname, each with an address of her own."""

import re

from analysis.readers.base import Record
from analysis.readers.dates import date_fields, printed_parts
from analysis.readers.fields import counted, joined, page_range, tidy, whole
from analysis.readers.table_format import Row, cell, keywords_of, table_format, values_of
from analysis.readers.tagged import parts, plain

NAMES = ("document title", "authors", "pdf link")
COLUMNS = {
    "title": ["document title"], "abstract": ["abstract"], "venue": ["publication title"],
    "volume": ["volume"], "issue": ["issue"], "publisher": ["publisher"], "issn": ["issn"],
    "document_type": ["document identifier"], "doi": ["doi"], "url": ["pdf link"],
    "funding": ["funding information"],
}  # fmt: skip
KEYWORDS = {
    "author keywords": "author", "ieee terms": "index", "inspec controlled terms": "index",
    "inspec non controlled terms": "index", "mesh terms": "mesh",
}  # fmt: skip
NUMBER = re.compile(r"arnumber=(\d+)")
KIND = re.compile(r"[A-Za-z][\w -]*:")  # of an ISBN: `Electronic:978-…; POD:978-…`
LINK = r"[,;\t]\"?https?://ieeexplore\.ieee\.org/[^,\"\s]*arnumber=\d+"


def _record(row: Row) -> Record:
    names = [name for name in parts(row.get("authors")) if plain(name)]
    details = [{"affiliation": plain(address)} for address in parts(row.get("author affiliations"))]
    number = NUMBER.search(row.get("pdf link", ""))
    isbn = KIND.sub("", ";".join(cell(row, name) for name in ("isbns", "isbn", "eisbn")))
    return {
        **values_of(row, COLUMNS),
        "authors": names,
        "author_details": details if len(details) == len(names) else None,  # `NA` if it is not known
        **_date(row),
        "pages": page_range(row.get("start page"), row.get("end page")),
        "isbn": joined(parts(isbn)),
        "source_id": f"ieee:{number[1]}" if number else None,
        **counted(whole(row.get("article citation count")), "IEEE Xplore"),
        "keywords": keywords_of(row, KEYWORDS),
    }


def _date(row: Row) -> Record:
    """Return the date of the issue, or of going online if that was in the year of publication."""
    year = row.get("publication year", "")
    for printed in (cell(row, "issue date"), cell(row, "online date", "date added to xplore")):
        known, *month_and_day = printed_parts(printed)
        if known == year and month_and_day[0]:
            return {"date": printed, **date_fields(year, *month_and_day)}
    return {"date": tidy(year), **date_fields(year)}


FORMAT = table_format("ieee_csv", NAMES, _record, mark=LINK)
