"""IEEE Xplore CSV: one row a paper; authors by initials and surname, each with an address of her own."""

import re
from collections.abc import Mapping, Sequence

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import MONTHS
from analysis.readers.delimited import cell, count_rows, has_columns, joined, read_rows
from analysis.readers.fields import clean_doi, date_fields, page_range, tidy, whole
from analysis.readers.tagged import parts, plain

NAMES = ("document title", "authors", "pdf link")
KEYWORDS = {
    "Author Keywords": "author",
    "IEEE Terms": "index",
    "INSPEC Controlled Terms": "index",
    "INSPEC Non-Controlled Terms": "index",
    "Mesh_Terms": "mesh",
    "MeSH Terms": "mesh",
}
NUMBER = re.compile(r"arnumber=(\d+)")
DAY = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3,9})\.? (?:(\d{1,2}),? )?(\d{4})")


def recognises(source: Source) -> bool:
    """Return whether the header is one of IEEE Xplore."""
    return has_columns(source.head, *NAMES)


def count_records(source: Source) -> int:
    """Count the links to single documents, of which each row has one; without any, the rows."""
    links = re.findall(r"[,;\t]\"?https?://ieeexplore\.ieee\.org/[^,\"\s]*arnumber=\d+", source.text)
    return len(links) or count_rows(source.text, names=NAMES)


def read(source: Source) -> Reading:
    """Return the records of an IEEE Xplore CSV export."""
    reading = Reading()
    reading.records.extend(_record(line, row) for line, row in read_rows(source.text, reading, names=NAMES))
    return reading


def _record(line: int, row: Mapping[str, str]) -> Record:
    names = [name for name in parts(row.get("Authors")) if plain(name)]
    number = NUMBER.search(row.get("PDF Link", ""))
    citations = whole(row.get("Article Citation Count"))
    return {
        "source_line": line,
        "title": plain(row.get("Document Title")),
        "authors": names,
        "author_details": _details(names, row.get("Author Affiliations", "")),
        "abstract": plain(row.get("Abstract")),
        **_date(row),
        "venue": plain(row.get("Publication Title")),
        "volume": tidy(row.get("Volume")),
        "issue": tidy(row.get("Issue")),
        "pages": page_range(row.get("Start Page"), row.get("End Page")),
        "publisher": plain(row.get("Publisher")),
        "issn": joined(row.get("ISSN", "")),
        "isbn": joined(";".join(cell(row, name) for name in ("ISBNs", "ISBN", "EISBN"))),
        "document_type": plain(row.get("Document Identifier")),
        "doi": clean_doi(row.get("DOI")),
        "source_id": f"ieee:{number[1]}" if number else None,
        "url": tidy(row.get("PDF Link")),
        "citations": citations,
        "citations_source": "IEEE Xplore" if citations is not None else None,
        "funding": plain(row.get("Funding Information")),
        "keywords": [
            {"keyword": keyword, "kind": kind}
            for column, kind in KEYWORDS.items()
            for keyword in filter(None, map(plain, parts(row.get(column))))
        ],
    }


def _details(names: Sequence[str], text: str) -> list[Record] | None:
    """Return each author's address: there is one for each, `NA` if it is not known."""
    addresses = parts(text)
    if len(addresses) != len(names):
        return None
    return [{"affiliation": plain(address)} for address in addresses]


def _date(row: Mapping[str, str]) -> Record:
    """Return the date of the issue, or of going online if that was in the year of publication."""
    year = cell(row, "Publication Year", "Publication_Year")
    for printed in (cell(row, "Issue Date"), cell(row, "Online Date", "Date Added To Xplore")):
        found = DAY.search(printed)
        if found and found[2][:3].casefold() in MONTHS and found[4] == year:
            return {"date": printed, **date_fields(year, found[2], found[1] or found[3])}
    return {"date": tidy(year), **date_fields(year)}


FORMAT = Format("ieee_csv", recognises, read, count=count_records)
