"""Lens CSV (lens.org, scholarly works): one row a work; cited works by their Lens ids, `NA` where unknown."""

import re
from collections.abc import Mapping

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.delimited import cell, count_rows, has_columns, joined, read_rows
from analysis.readers.fields import clean_doi, date_fields, page_range, tidy, whole
from analysis.readers.tagged import parts, plain

NAMES = ("lens id", "title")
FLAGS = {"true": True, "false": False}


def recognises(source: Source) -> bool:
    """Return whether the header is one of the Lens."""
    return has_columns(source.head, *NAMES)


def count_records(source: Source) -> int:
    """Count the lines that hold a Lens id in the first column; if it is elsewhere, the rows."""
    ids = re.findall(r'(?m)^(?:\d+[,;\t])?"?\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX]"?[,;\t]', source.text)
    return len(ids) or count_rows(source.text, names=NAMES)


def read(source: Source) -> Reading:
    """Return the records of a Lens CSV export."""
    reading = Reading()
    for line, row in read_rows(source.text, reading, names=NAMES):
        said = {name: value for name, value in row.items() if value.strip() != "NA"}
        reading.records.append(_record(line, said))
    return reading


def _record(line: int, row: Mapping[str, str]) -> Record:
    printed = cell(row, "Date Published", "Publication Year")
    year, month, day = (*re.split(r"[-/.]", printed), None, None)[:3]
    citations = whole(cell(row, "Citing Works Count", "Cited by Scholarly Works Count"))
    work = re.fullmatch(r"(?:https?://openalex\.org/)?(W\d+)", cell(row, "OpenAlex ID", "OpenAlex IDs"))
    return {
        "source_line": line,
        "title": plain(row.get("Title")),
        "authors": [name for name in parts(cell(row, "Author/s", "Authors")) if plain(name)],
        "abstract": plain(row.get("Abstract")),
        "date": tidy(printed),
        **(date_fields(year, month, day) or date_fields(row.get("Publication Year"))),
        "venue": plain(row.get("Source Title")),
        "volume": tidy(row.get("Volume")),
        "issue": tidy(row.get("Issue Number")),
        "pages": page_range(row.get("Start Page"), row.get("End Page")),
        "publisher": plain(row.get("Publisher")),
        "issn": joined(cell(row, "ISSNs", "ISSN")),
        "document_type": plain(row.get("Publication Type")),
        "field": joined(row.get("Fields of Study", "")),
        "doi": clean_doi(row.get("DOI")),
        "pmid": tidy(row.get("PMID")),
        "openalex_id": work[1] if work else None,
        "source_id": f"lens:{lens}" if (lens := tidy(row.get("Lens ID"))) else None,
        "url": tidy(cell(row, "External URL")) or tidy(row.get("Source URLs", "").partition(" ")[0]),
        "language": tidy(cell(row, "Language", "Languages")),
        "citations": citations,
        "citations_source": "Lens" if citations is not None else None,
        "open_access": FLAGS.get(cell(row, "Is Open Access").casefold()),
        "funding": joined(row.get("Funding", "")),
        "references": [{"reference": f"lens:{cited}"} for cited in parts(row.get("References"))],
        "keywords": [
            {"keyword": keyword, "kind": kind}
            for column, kind in (("Keywords", "author"), ("MeSH Terms", "mesh"))
            for keyword in filter(None, map(plain, parts(row.get(column))))
        ],
    }


FORMAT = Format("lens_csv", recognises, read, count=count_records)
