"""The collection of bibliometrix and biblioshiny as XLSX or CSV: tags of Web of Science for all databases.

All is in capitals but for `TI_raw`, `AB_raw` and `DE_raw`. `DB` says where a row comes from; where databases
were merged, it says `ISI` for all, and `DB_Original` knows.
"""

import re
from collections.abc import Sequence

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.fields import counted, whole
from analysis.readers.scopus_references import scopus_references
from analysis.readers.spreadsheet import count_table, has_header, read_table
from analysis.readers.table_format import Row, cell
from analysis.readers.tagged import parts
from analysis.readers.wos_fields import LISTED, wos_record
from analysis.readers.wos_references import split_references

NAMES = ("au", "ti", "py", "so")
SIGNS = ("sr", "db", "db original", "sr full")
AS_TAGS = {  # columns that bibliometrix leaves as Scopus calls them, or has made besides
    "TI": ("ti raw", "ti"), "AB": ("ab raw", "ab"), "DE": ("de raw", "de"), "BP": ("bp", "page start"),
    "EP": ("ep", "page end"), "AR": ("ar", "art no"), "SN": ("sn", "issn"), "BN": ("bn", "isbn"),
    "PM": ("pm", "pubmed id"), "CR": ("cr", "cr raw"), "FU": ("fu", "fx"),
}  # fmt: skip
LEFT = frozenset(["C1", "CR", "NR", "UT", "TC", "Z9"])
SOURCES = {
    "ISI": "Web of Science", "WOS": "Web of Science", "SCOPUS": "Scopus", "DIMENSIONS": "Dimensions",
    "OPENALEX": "OpenAlex", "LENS": "Lens",
}  # fmt: skip
EID = re.compile(r"2-s2\.0-\d+", re.IGNORECASE)
OWNED = re.compile(r"[.;]\s+(?=\[)")
NAME_AHEAD = re.compile(r"[^,]{1,60}?,? (?:[^\W\d_]\.-?)+(?:, ?|$)")


def recognises(source: Source) -> bool:
    """Return whether the header has the tags of bibliometrix and a column of its own."""
    return any(has_header(source, *NAMES, sign) for sign in SIGNS)


def read(source: Source) -> Reading:
    """Return the records of a collection that bibliometrix wrote."""
    reading = Reading()
    for line, row in read_table(source, reading, names=NAMES):
        reading.add(line, _record(line, row, reading))
    return reading


def _record(line: int, row: Row, reading: Reading) -> Record:
    number = cell(row, "ut")
    eid = EID.search(number or row.get("url", ""))
    origin = "SCOPUS" if eid else (cell(row, "db original", "db").upper() or "ISI")
    values = {name.upper(): [text] for name, text in row.items() if len(name) == 2 and text.strip()}
    values |= {tag: [text] for tag, names in AS_TAGS.items() if (text := cell(row, *names))}
    values = {
        tag: parts(text[0]) if tag in LISTED else text for tag, text in values.items() if tag not in LEFT
    }
    values["C1"] = _addresses(row, values.get("AU", ()))
    if "-" in row.get("pp", ""):  # else it is the number of pages
        values.setdefault("BP", [row["pp"]])
    cited = cell(row, *AS_TAGS["CR"])
    if origin == "ISI":
        values |= {"CR": split_references(cited), "UT": [number]}
        values |= {tag: [text] for tag in ("TC", "Z9") if (text := cell(row, tag.lower()))}
        return wos_record(values, line, reading)
    record = wos_record(values, line, reading)
    ids = parts(row.get("author s id"))
    if eid and len(ids) == len(record.get("authors", ())):
        for detail, one in zip(record["author_details"], ids, strict=True):
            detail["source_author_id"] = f"scopus:{one}"
    return record | {
        "scopus_id": eid[0].lower() if eid else None,
        "source_id": None if eid else number or None,
        "url": cell(row, "url") or None,
        "references": scopus_references(cited),
        **counted(whole(cell(row, "tc")), SOURCES.get(origin)),
    }


def _addresses(row: Row, names: Sequence[str]) -> list[str]:
    """Return the addresses, as `[name] address` where the table says whose they are."""
    raw = cell(row, "c1 raw", "c1raw")
    if "[" in raw:
        return OWNED.split(raw)
    entries = parts(raw, "; ")
    ahead = [NAME_AHEAD.match(entry) for entry in entries]
    if len(entries) == len(names) and all(ahead):
        return [
            f"[{name}] {entry[found.end() :]}"
            for name, entry, found in zip(names, entries, ahead, strict=True)
            if found and found.end() < len(entry)
        ]
    return parts(cell(row, "affiliations", "c1"))


FORMAT = Format("bibliometrix", recognises, read, count=lambda source: count_table(source, names=NAMES))
