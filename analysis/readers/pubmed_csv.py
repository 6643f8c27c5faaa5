"""PubMed CSV (*Save*, format *CSV*): one row a paper; date, volume, issue and pages stand in its citation.

`J Moss. 2021 Jul-Aug;3(2):1-9. doi: 10.1234/m. Epub 2021 May 4.`; authors are `Ek B, Li CD Jr`, groups among
them stand between semicolons.
"""

import re
from collections.abc import Iterator

from analysis.readers.base import Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, is_retracted, person, tidy
from analysis.readers.table_format import Row, table_format, values_of
from analysis.readers.tagged import parts

NAMES = ("pmid", "title", "citation", "journal book")
COLUMNS = {
    "title": ["title"], "venue": ["journal book"], "doi": ["doi"], "pmid": ["pmid"], "source_id": ["pmcid"],
}  # fmt: skip
PRINTED = re.compile(
    r"\. (?P<date>(\d{4})(?:[ /]([A-Za-z]{3,9})(?:[-/][A-Za-z]{3,9})?(?: (\d{1,2})\b)?)?[^;:.]*)"
    r"(?:;(?P<volume>[^(:.]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]*))?)?[.:]"
)
ONE = re.compile(r"(.+?) ([^\W\d_a-z]{1,4})(?: (Jr|Sr|2nd|3rd|I{2,3}|IV))?")
ADDRESS = re.compile(r"\.? Electronic address: [^\s;,]+?(?=\.?(?:[;,]|$))")  # of a group


def citation_record(row: Row) -> Record:
    """Return the record of one row: what its columns say, and its citation."""
    citation = row.get("citation", "")
    found = PRINTED.search(citation)
    year = tidy(row.get("publication year"))
    printed = found.groupdict() if found else {}
    record = values_of(row, COLUMNS)
    return record | {
        "authors": [*_people(row.get("authors", ""))],
        "date": tidy(printed.get("date")) or year,
        **(date_fields(*found.groups()[1:4]) if found else date_fields(year)),
        **{column: tidy(printed.get(column)) for column in ("volume", "issue", "pages")},
        "doi": record["doi"] or clean_doi(citation.partition("doi: ")[2]),
        "retracted": is_retracted(None, record["title"]),
    }


def _people(text: str) -> Iterator[str]:
    """Yield the names, `Ek TF Jr` as `Ek Jr, TF`; what else stands between semicolons is a group."""
    for part in dict.fromkeys(parts(ADDRESS.sub("", text.strip()).removesuffix("."))):
        found = [(name, ONE.fullmatch(name)) for name in parts(part, ",")]
        if not any(one for _, one in found):
            found = [(part, None)]
        for name, one in found:
            if one:
                yield person(f"{one[1]} {one[3] or ''}", one[2]) or name
            elif not name.startswith("["):  # [No authors listed]
                yield name


FORMAT = table_format("pubmed_csv", NAMES, citation_record)
