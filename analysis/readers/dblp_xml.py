"""dblp XML: the whole database (`dblp.xml`, gigabytes), or the records of a person or a search in it.

Every entry is a record with dblp's own kind as its `document_type` (`article`, `inproceedings`,
`incollection`, `book`, `phdthesis`, `mastersthesis`, `proceedings`, `data`, `www`, with dblp's `publtype`
in brackets). Papers in the usual sense are the first three; `proceedings` are whole volumes. The entries
`www` under `homepages/` describe persons, not works, and are left out, as one row in the problems says.
A number behind a name tells people of one name apart: it goes into `source_author_id`; for other names
that is the `pid` which the records of one person have.
"""

import re
from collections import defaultdict
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.fields import clean_doi, clean_orcid, date_fields, joined
from analysis.readers.xml import Element

ROOTS = frozenset(["dblp", "dblpperson"])
KINDS = (
    *("article", "inproceedings", "incollection", "proceedings", "book", "phdthesis", "mastersthesis"),
    *("data", "www"),
)
RECORD = xml.marks(KINDS)
COUNTED = "|".join(KINDS).encode()
PERSON = re.compile(r"""<www[\s/](?:[^<>]*\s)?key\s*=\s*["']homepages/""", re.ASCII)
NUMBERED = re.compile(r"(?P<name>.+) \d{4}")
ARXIV = re.compile(r"(?:arxiv\.org/abs/|10\.48550/arxiv\.|\babs/)(?P<id>[\w.-]+(?:/\d{7})?)", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Return whether the outermost element is one of dblp's."""
    return xml.root_name(source) in ROOTS


def count_records(source: Source) -> int:
    """Return the number of entries, those that describe persons not counted."""
    persons = rb"""<www[\s/](?:[^<>]*\s)?key\s*=\s*["']homepages/"""
    return xml.count_marks(source, rb"<(?:" + COUNTED + rb")[\s/>]") - xml.count_marks(source, persons)


def read(source: Source) -> Reading:
    """Return the works in a dblp XML file."""
    reading = Reading()
    persons: list[int] = []
    for piece in xml.pieces(source, RECORD, reading):
        if piece.name == "www" and PERSON.match(piece.text):
            persons.append(piece.line)
            continue
        record: Record = {"document_type": piece.name}
        if piece.element is not None:
            record |= _record(piece.element)
        reading.add(piece.line, record)
    if persons:
        count = f"{len(persons):,}, the first here"
        reading.report(
            persons[0], f"Home pages of persons (www, homepages/: {count}) are no works; left out."
        )
    return reading


def _record(element: Element) -> Record:
    inside: dict[str, list[str]] = defaultdict(list)
    for one in element:
        if text := xml.inner(one):
            inside[one.tag].append(text)
    first = {name: found[0] for name, found in inside.items()}
    kind, publtype, key = element.tag, element.get("publtype"), element.get("key")
    links, venue = inside["ee"], first.get("journal") or first.get("booktitle")
    volume = first.get("volume")
    return {
        "document_type": f"{kind} ({publtype})" if publtype else kind,
        "title": _title(first.get("title")),
        "authors": [_name(name) for name in inside["author"]],
        "author_details": [_details(one) for one in element.iterfind("author") if xml.inner(one)],
        "venue": venue,
        "volume": volume,
        "issue": first.get("number"),
        "pages": first.get("pages"),
        "publisher": first.get("publisher") or first.get("school"),
        "isbn": joined(inside["isbn"]),
        "doi": next((doi for link in links if (doi := clean_doi(link))), None),
        "arxiv_id": _arxiv_id([*links, volume if venue == "CoRR" and volume else ""]),
        "source_id": f"dblp:{key}" if key else None,
        "url": links[0] if links else f"https://dblp.org/rec/{key}" if key else None,
        "open_access": any(one.get("type") == "oa" for one in element.iterfind("ee")) or None,
        "references": [{"reference": cited} for cited in inside["cite"] if cited != "..."],
        **_date(first.get("year"), first.get("month")),
    }


def _title(title: str | None) -> str | None:
    """Return the title without the full stop that dblp sets behind each."""
    return title[:-1] if title and title.endswith(".") and not title.endswith("..") else title


def _name(name: str) -> str:
    found = NUMBERED.fullmatch(name)
    return found["name"] if found else name


def _details(author: Element) -> dict[str, Any]:
    name, orcid = xml.inner(author) or "", clean_orcid(author.get("orcid"))
    known = name if NUMBERED.fullmatch(name) else author.get("pid")
    return {"source_author_id": f"dblp:{known}" if known else None, "orcid": orcid}


def _arxiv_id(texts_with_ids: list[str]) -> str | None:
    return next((found["id"] for text in texts_with_ids if (found := ARXIV.search(text))), None)


def _date(year: str | None, month: str | None) -> Record:
    printed = " ".join(part for part in (month, year) if part)
    return {"date": printed, **date_fields(year, month)} if printed else {}


FORMAT = Format("dblp_xml", recognises, read, count=count_records)
