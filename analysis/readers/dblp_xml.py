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
from collections.abc import Iterable

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, joined
from analysis.readers.xml import Element

ROOTS = frozenset(["dblp", "dblpperson"])
KINDS = (
    *("article", "inproceedings", "incollection", "proceedings", "book", "phdthesis", "mastersthesis"),
    *("data", "www"),
)
RECORD = xml.marks(KINDS)
COUNTED = "|".join(KINDS).encode()
PERSON = r"""<www[\s/](?:[^<>]*\s)?key\s*=\s*["']homepages/"""
NUMBER = re.compile(r"(?<=.) \d{4}\Z")
ARXIV = re.compile(r"(?:arxiv\.org/abs/|10\.48550/arxiv\.|\babs/)(?P<id>[\w.-]+(?:/\d{7})?)", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Return whether the outermost element is one of dblp's."""
    return xml.root_name(source) in ROOTS


def count_records(source: Source) -> int:
    """Return the number of entries, those that describe persons not counted."""
    persons = xml.count_marks(source, PERSON.encode())
    return xml.count_marks(source, rb"<(?:" + COUNTED + rb")[\s/>]") - persons


def read(source: Source) -> Reading:
    """Return the works in a dblp XML file."""
    reading = Reading()
    persons: list[int] = []
    for piece in xml.pieces(source, RECORD, reading):
        if piece.name == "www" and re.match(PERSON, piece.text, re.ASCII):
            persons.append(piece.line)
            continue
        record: Record = {"document_type": piece.name}
        if piece.element is not None:
            record |= _record(piece.element)
        reading.add(piece.line, record)
    if persons:
        count = f"www, homepages/: {len(persons):,}, the first here"
        reading.report(persons[0], f"Home pages of persons ({count}) are no works; left out.")
    return reading


def _record(element: Element) -> Record:
    inside: dict[str, list[str]] = defaultdict(list)
    for one in element:
        if text := xml.inner(one):
            inside[one.tag].append(text)
    first = {name: found[0] for name, found in inside.items()}
    kind, publtype, key = element.tag, element.get("publtype"), element.get("key")
    links, venue = inside["ee"], first.get("journal") or first.get("booktitle")
    volume, year, month = first.get("volume"), first.get("year"), first.get("month")
    preprint = arxiv_id([*links, volume if venue == "CoRR" and volume else ""])
    return {
        "document_type": f"{kind} ({publtype})" if publtype else kind,
        "title": without_stop(first.get("title")),
        "authors": [NUMBER.sub("", name) for name in inside["author"]],
        "author_details": [
            {"source_author_id": person_id(name, one.get("pid")), "orcid": clean_orcid(one.get("orcid"))}
            for one in element.iterfind("author")
            if (name := xml.inner(one))
        ],
        "venue": venue,
        "volume": volume,
        "issue": first.get("number"),
        "pages": first.get("pages"),
        "publisher": first.get("publisher") or first.get("school"),
        "isbn": joined(inside["isbn"]),
        "doi": next((doi for link in links if (doi := clean_doi(link))), None),
        "arxiv_id": preprint,
        "source_id": f"dblp:{key}" if key else None,
        "url": links[0] if links else f"https://dblp.org/rec/{key}" if key else None,
        "open_access": any(one.get("type") == "oa" for one in element.iterfind("ee")) or None,
        "references": [{"reference": cited} for cited in inside["cite"] if cited != "..."],
        "date": " ".join(filter(None, (month, year))),
        **date_fields(year, month),
    }


def without_stop(title: str | None) -> str | None:
    """Return the title without the full stop that dblp sets behind each."""
    return title[:-1] if title and title.endswith(".") and not title.endswith("..") else title


def person_id(name: str, pid: str | None) -> str | None:
    """Return what tells a person from others of her name: the name with its number, else dblp's `pid`.

    Examples
    --------
    >>> person_id("Wei Wang 0001", "w/WeiWang1"), person_id("Ana Sol", "10/1"), person_id("Ana Sol", None)
    ('dblp:Wei Wang 0001', 'dblp:10/1', None)
    """
    known = name if NUMBER.search(name) else pid
    return f"dblp:{known}" if known else None


def arxiv_id(texts: Iterable[str]) -> str | None:
    """Return the first id of arXiv in some texts."""
    return next((found["id"] for text in texts if (found := ARXIV.search(text))), None)


FORMAT = Format("dblp_xml", recognises, read, count=count_records)
