"""Answers of dblp's search for publications (dblp.org/search/publ/api), as JSON or as XML.

They hold less than dblp's own records: no ORCID, no month, the kind in words (`Journal Articles`).
"""

import re
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.dblp_xml import NUMBER, arxiv_id, person_id, without_stop
from analysis.readers.fields import clean_doi, joined
from analysis.readers.json_records import json_records
from analysis.readers.json_values import dicts, inner, plain, string, strings

HITS = re.compile(r'"hits"\s*:\s*\{')
INFO = re.compile(r'"info"\s*:\s*\{')
HIT = xml.marks(["hit"])
ACCESS = {"open": True, "closed": False}


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
    people = [(name, string(one.get("@pid"))) for one in authors if (name := plain(one.get("text")))]
    key, links, year = string(info.get("key")), strings(info.get("ee")), string(info.get("year"))
    return {
        "title": without_stop(plain(info.get("title"))),
        "authors": [NUMBER.sub("", name) for name, _ in people],
        "author_details": [{"source_author_id": person_id(*one)} for one in people],
        "venue": joined(map(plain, strings(info.get("venue")))),
        "volume": string(info.get("volume")),
        "issue": string(info.get("number")),
        "pages": string(info.get("pages")),
        "publisher": plain(info.get("publisher")),
        "document_type": string(info.get("type")),
        "doi": clean_doi(info.get("doi")) or next(filter(None, map(clean_doi, links)), None),
        "arxiv_id": arxiv_id([*links, string(info.get("volume")) or ""]),
        "source_id": f"dblp:{key}" if key else None,
        "url": links[0] if links else string(info.get("url")),
        "open_access": ACCESS.get(string(info.get("access")) or ""),
        "date": year,
        **date_fields(year),
    }


FORMAT = Format("dblp_search", recognises, read, count=count_records)
