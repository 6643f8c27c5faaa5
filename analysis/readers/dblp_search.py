"""Answers of dblp's search for publications (dblp.org/search/publ/api), as JSON or as XML.

They hold less than dblp's own records: no ORCID, no month, the kind in words (`Journal Articles`).
"""

import re
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dblp_xml import ARXIV, NUMBERED
from analysis.readers.fields import clean_doi, date_fields, joined
from analysis.readers.json_records import json_records
from analysis.readers.json_values import dicts, inner, plain, string, strings

HITS = re.compile(r'"hits"\s*:\s*\{')
INFO = re.compile(r'"info"\s*:\s*\{')
HIT = xml.marks(["hit"])


def recognises(source: Source) -> bool:
    """Return whether the source is an answer of dblp, in JSON or XML, with hits in it."""
    head = source.head.lstrip()
    if head[:1] == "{":
        return bool(HITS.search(head) and (("dblp" in head and INFO.search(head)) or '"@computed"' in head))
    return "<hits" in head and "<info>" in head and xml.root_name(source) == "result"


def count_records(source: Source) -> int:
    """Return the number of hits by the marks of the file."""
    return xml.count_marks(source, rb"<hit[\s>]") if _is_xml(source) else len(INFO.findall(source.text))


def read(source: Source) -> Reading:
    """Return the works among the hits."""
    reading = Reading()
    if not _is_xml(source):
        for line, hit in json_records(source.text, reading):
            if "@total" not in hit:  # which an answer without a hit has in its place
                reading.add(line, hit_record(hit))
        return reading
    for piece in xml.pieces(source, HIT, reading):
        info = piece.element.find("info") if piece.element is not None else None
        found = {} if info is None else hit_record({"info": _as_json(info)})
        reading.add(piece.line, found)
    return reading


def _is_xml(source: Source) -> bool:
    return source.head.lstrip("\ufeff \t\r\n")[:1] == "<"


def _as_json(info: xml.Element) -> dict[str, Any]:
    """Return what the JSON of the same hit would say."""
    found: dict[str, Any] = {one.tag: xml.inner(one) for one in info if one.tag != "authors"}
    authors = [{"@pid": one.get("pid"), "text": xml.inner(one)} for one in info.iterfind("authors/author")]
    return found | {"authors": {"author": authors}}


def hit_record(hit: dict[str, Any]) -> Record:
    """Return the record of one hit."""
    given = hit.get("info")
    info: dict[str, Any] = given if isinstance(given, dict) else {}
    listed = inner(info, "authors", "author")
    listed = listed if isinstance(listed, list) else [listed]
    authors = dicts([{"text": one} if isinstance(one, str) else one for one in listed])
    people = [one for one in authors if string(one.get("text"))]
    title, key, links = plain(info.get("title")), string(info.get("key")), strings(info.get("ee"))
    year, access = string(info.get("year")), string(info.get("access"))
    preprint = ARXIV.search(" ".join([*links, string(info.get("volume")) or ""]))
    return {
        "title": title[:-1] if title and title.endswith(".") and not title.endswith("..") else title,
        "authors": [_name(one) for one in people],
        "author_details": [_details(one) for one in people],
        "venue": joined([plain(one) for one in strings(info.get("venue"))]),
        "volume": string(info.get("volume")),
        "issue": string(info.get("number")),
        "pages": string(info.get("pages")),
        "publisher": plain(info.get("publisher")),
        "document_type": string(info.get("type")),
        "doi": clean_doi(info.get("doi")) or next(filter(None, map(clean_doi, links)), None),
        "arxiv_id": preprint["id"] if preprint else None,
        "source_id": f"dblp:{key}" if key else None,
        "url": links[0] if links else string(info.get("url")),
        "open_access": {"open": True, "closed": False}.get(access or ""),
        "date": year,
        **date_fields(year),
    }


def _name(author: dict[str, Any]) -> str | None:
    name = plain(author.get("text"))
    found = NUMBERED.fullmatch(name or "")
    return found["name"] if found else name


def _details(author: dict[str, Any]) -> Record:
    name, pid = plain(author.get("text")) or "", string(author.get("@pid"))
    known = name if NUMBERED.fullmatch(name) else pid
    return {"source_author_id": f"dblp:{known}" if known else None}


FORMAT = Format("dblp_search", recognises, read, count=count_records)
