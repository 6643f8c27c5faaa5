"""Lens CSV (lens.org, scholarly works): one row a work; cited works by their Lens ids, `NA` where unknown."""

import re

from analysis.readers.base import Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import counted, joined, page_range, tidy, whole
from analysis.readers.table_format import Row, cell, keywords_of, table_format, values_of
from analysis.readers.tagged import parts, plain

NAMES = ("lens id", "title")
COLUMNS = {
    "title": ["title"], "abstract": ["abstract"], "date": ["date published", "publication year"],
    "venue": ["source title"], "volume": ["volume"], "issue": ["issue number"], "publisher": ["publisher"],
    "issn": ["issns", "issn"], "document_type": ["publication type"], "field": ["fields of study"],
    "doi": ["doi"], "pmid": ["pmid"], "language": ["language", "languages"],
    "open_access": ["is open access"],
}  # fmt: skip
ID = r'(?m)^(?:\d+[,;\t])?"?\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX]"?[,;\t]'  # in the first column


def _record(row: Row) -> Record:
    record = values_of(row, COLUMNS)
    work = re.fullmatch(r"(?:https?://openalex\.org/)?(W\d+)", cell(row, "openalex id", "openalex ids"))
    return record | {
        "authors": [name for name in parts(cell(row, "author s", "authors")) if plain(name)],
        **(
            date_fields(*re.split(r"[-/.]", record["date"] or "")[:3])
            or date_fields(row.get("publication year"))
        ),
        "pages": page_range(row.get("start page"), row.get("end page")),
        "openalex_id": work[1] if work else None,
        "source_id": f"lens:{lens}" if (lens := tidy(row.get("lens id"))) else None,
        "url": tidy(cell(row, "external url")) or tidy(row.get("source urls", "").partition(" ")[0]),
        **counted(whole(cell(row, "citing works count", "cited by scholarly works count")), "Lens"),
        "funding": joined(parts(row.get("funding"))),
        "references": [{"reference": f"lens:{cited}"} for cited in parts(row.get("references"))],
        "keywords": keywords_of(row, {"keywords": "author", "mesh terms": "mesh", "chemicals": "index"}),
    }


FORMAT = table_format("lens_csv", NAMES, _record, mark=ID)
