"""Dimensions CSV and XLSX (app.dimensions.ai): one row a publication, below a line `About the data: …`.

The full export and the one for bibliometric mapping (with cited references) share most columns; the names
of some have changed in case and number (`Publication Date`, `Corresponding Author`).
"""

import re
from collections.abc import Sequence

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields, day_of, printed_parts
from analysis.readers.fields import clean_doi, counted, joined, tidy, whole
from analysis.readers.spreadsheet import has_header, heads, is_spreadsheet, read_table
from analysis.readers.table_format import Row, cell, count_by, keywords_of, values_of
from analysis.readers.tagged import parts, plain

NAMES = ("publication id", "title")
FIELDS = ("fields of research anzsrc 2020", "for anzsrc categories", "fields of research")
COLUMNS = {
    "title": ["title"], "abstract": ["abstract"], "venue": ["source title", "anthology title"],
    "volume": ["volume"], "issue": ["issue"], "pages": ["pagination"], "publisher": ["publisher"],
    "document_type": ["document type", "publication type"], "field": FIELDS, "doi": ["doi"],
    "pmid": ["pmid"], "url": ["dimensions url", "source linkout"], "funding": ["funding", "funder"],
}  # fmt: skip
DATES = ("publication date", "publication date online", "publication date print")
ID_CELL = r'(?m)^(?:"?\d*"?[,;\t])?"?pub\.\d+"?[,;\t]'  # at the beginning of a row, or behind its rank
EXPORTED = re.compile(r"[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d")
ORGANISATIONS = ("research organizations standardized", "research organizations")
BETWEEN = re.compile(r"\]\s*;\s*\[")


def recognises(source: Source) -> bool:
    """Return whether the header is one of Dimensions."""
    if is_spreadsheet(source):
        return has_header(source, *NAMES)
    first = source.head.lstrip('\ufeff"')[:40].casefold()
    return has_header(source, *NAMES) and (first.startswith("about the data") or "pub." in source.head)


def read(source: Source) -> Reading:
    """Return the records of a Dimensions export."""
    reading = Reading()
    exported = _exported(source)
    for line, row in read_table(source, reading, names=NAMES):
        citations = counted(whole(row.get("times cited")), "Dimensions", exported)
        reading.add(line, _record(row) | citations)
    return reading


def _exported(source: Source) -> str | None:
    """Return the day on which the file was exported, as the line above the header says."""
    first = heads(source)[0][1][:1] if is_spreadsheet(source) else [[source.head.lstrip().partition("\n")[0]]]
    said = " ".join(first[0]) if first else ""
    found = EXPORTED.search(said) if "about the data" in said.casefold() else None
    return day_of(*printed_parts(found[0])) if found else None


def _record(row: Row) -> Record:
    names = [name for name in parts(row.get("authors")) if plain(name)]
    year = cell(row, "pubyear", "publication year")
    printed = cell(row, *DATES) or year
    access = cell(row, "open access")
    number = re.search(r"pub\.\d+", row.get("publication id", ""))
    return {
        **values_of(row, COLUMNS),
        "authors": names,
        "author_details": _details(names, row),
        "date": tidy(printed),
        **(date_fields(*printed.split("-")[:3]) or date_fields(year)),
        **{name: joined(parts(row.get(name, "").replace(",", ";"))) for name in ("issn", "isbn")},
        "source_id": f"dimensions:{number[0]}" if number else None,
        "open_access": None if not access else "closed" not in access.casefold(),
        "references": [_reference(cited) for cited in _cited(row.get("cited references", ""))],
        "keywords": keywords_of(row, {"mesh terms": "mesh", "keywords": "author"}),
    }


def _details(names: Sequence[str], row: Row) -> list[Record] | None:
    """Return each author's addresses, her institutions and her id, as far as the row says whose they are.

    Dimensions lists the organisations of all authors together, and since 2021 each author's besides, among
    them addresses that it could not tell.
    """
    raw = _by_author(names, row.get("authors raw affiliation", ""))
    told = _by_author(names, row.get("authors affiliations", ""))
    listed = parts(cell(row, *ORGANISATIONS))
    ids = parts(row.get("researcher id"))
    if not (raw or told):
        return None
    return [
        {
            "affiliation": "; ".join(addresses) or None,
            "institution": joined(_institutions(addresses, own, listed)),
            **({"source_author_id": f"dimensions:{ids[place]}"} if len(ids) == len(names) else {}),
        }
        for place, (addresses, own) in enumerate(zip(raw or told, told or raw, strict=True))
    ]


def _institutions(addresses: Sequence[str], own: Sequence[str], listed: Sequence[str]) -> list[str]:
    """Return an author's institutions: of those told as hers what is on the paper's list, or no address."""
    if not listed:
        return [name for name in own if name not in addresses]
    return [name for name in listed if name in own or name in "; ".join(addresses)]


def _by_author(names: Sequence[str], text: str) -> list[list[str]]:
    """Return what stands behind each name in `Meyer, Austin G (address; address); Smith, Jane (address)`."""
    places = []
    start = 0
    for name in names:
        place = text.find(f"{name} (", start)
        if place < 0:
            return []
        places.append((place, place + len(name) + 2))
        start = place + len(name)
    if not places:
        return []
    ends = [place for place, _ in places[1:]] + [len(text)]
    found = (text[begin:end].rstrip("; ") for (_, begin), end in zip(places, ends, strict=True))
    return [list(dict.fromkeys(parts(one.removesuffix(")")))) for one in found]


def _cited(text: str) -> list[str]:
    """Return the single references, of which each may stand in square brackets."""
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return [one.strip() for one in BETWEEN.split(bare[1:-1]) if one.strip()]
    return parts(bare)


def _reference(text: str) -> Record:
    """Return a reference with the parts that `authors|ids|source|year|volume|issue|pages|…` tells apart."""
    told = [part.strip() for part in text.split("|")]
    found: Record = {"reference": text, "doi": next(filter(None, map(clean_doi, told)), None)}
    if len(told) >= 7 and re.fullmatch(r"[12]\d{3}", told[3]):
        found |= {"author": told[0], "venue": told[2], "year": int(told[3])}
        found |= {"volume": told[4], "pages": told[6]}
    return {key: value for key, value in found.items() if value}


FORMAT = Format("dimensions_csv", recognises, read, count=count_by(ID_CELL, NAMES))
