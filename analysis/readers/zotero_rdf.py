"""Zotero RDF (`Export Library`, format Zotero RDF): a description for each item, journal, note and file.

Records are the items. Attachments, notes, annotations and collections belong to items and are none; journals
with an ISSN stand apart and are looked up. Zotero doesn't say who chose a tag, so keywords have no kind.
"""

import re
from collections.abc import Mapping
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields, printed_parts
from analysis.readers.fields import clean_doi, joined, person
from analysis.readers.tagged import plain
from analysis.readers.xml import Element, attribute, text_at

NAMESPACE = "http://www.zotero.org/namespaces/export#"
ITEM = rb"<(?:[\w.-]+:)?itemType\b[^<>]*>\s*(?!(?:attachment|note|annotation)\s*<)"
DESCRIPTION = re.compile(
    rb"<(?P<start>[\w:.-]+)\s[^<>]*?\b(?:about|ID)\s*="
    rb"|</(?P<end>(?!(?:\w+:)?RDF\b)[\w:.-]+)\s*>|" + ITEM
)
ITEM_TYPE = re.compile(ITEM.decode(), re.ASCII)
CONTAINERS = ("Journal", "Periodical", "Newspaper", "Book", "Website", "Blog", "Forum", "CourtReporter")
MAKERS = (
    *("authors", "inventors", "presenters", "programmers", "podcasters", "artists", "cartographers"),
    *("directors", "interviewees", "composers", "sponsors"),
)
PMID = re.compile(r"^\s*PMID:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
EXTRA_DOI = re.compile(r"^\s*DOI:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
ARXIV = re.compile(r"arXiv[:.]\s?(?P<id>\d{4}\.\d{4,5}|[\w.-]+/\d{7})", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Return whether the source is RDF that uses Zotero's namespace."""
    return xml.root_name(source) == "RDF" and NAMESPACE in xml.root_tag(source)


def read(source: Source) -> Reading:
    """Return the items in a Zotero RDF file."""
    reading = Reading()
    found = list(xml.pieces(source, DESCRIPTION, reading))
    for piece in found:
        if piece.element is not None:
            xml.local(piece.element)
    apart = {
        name: piece.element
        for piece in found
        if piece.element is not None and (name := attribute(piece.element, "about"))
    }
    for piece in found:
        if ITEM_TYPE.search(piece.text):
            record = _record(piece.element, apart) if piece.element is not None else {}
            reading.add(piece.line, record)
    return reading


def _record(item: Element, apart: Mapping[str, Element]) -> Record:
    container = _container(item, apart)
    extra = "\n".join("".join(one.itertext()) for one in item.iterfind("description"))
    date = text_at(item, "date", "issued")
    key = text_at(item, "citationKey") or attribute(item, "about") or attribute(item, "ID")
    pmid, arxiv = PMID.search(extra), ARXIV.search(f"{text_at(item, 'archiveID') or ''}\n{extra}")
    return {
        "title": plain(text_at(item, "title", "shortTitle")),
        "abstract": plain(text_at(item, "abstract")),
        **_authors(item),
        "date": date,
        **date_fields(*printed_parts(date or "")),
        "venue": text_at(container, "title") or text_at(item, "presentedAt/Conference/title"),
        "volume": text_at(container, "volume") or text_at(item, "volume"),
        "issue": text_at(container, "number"),
        "pages": (text_at(item, "pages") or "").replace("–", "-") or None,
        "publisher": text_at(item, "publisher/Organization/name"),
        "document_type": text_at(item, "itemType"),
        **_identifiers(item, container, extra),
        "pmid": pmid[1] if pmid else None,
        "arxiv_id": arxiv["id"] if arxiv else None,
        "source_id": f"zotero:{key.lstrip('#')}" if key else None,
        "language": text_at(item, "language"),
        "keywords": [{"keyword": word} for word in _tags(item)],
    }


def _container(item: Element, apart: Mapping[str, Element]) -> Element | None:
    """Return the journal or the book that an item is part of, wherever it stands."""
    for part in item.iterfind("isPartOf"):
        inside = next((one for one in part.iter(*CONTAINERS)), None)
        reference = attribute(part, "resource") or ""
        if inside is not None:
            return inside
        if reference in apart and apart[reference] is not item:
            return apart[reference]
    return None


def _authors(item: Element) -> dict[str, Any]:
    lists = (item.iterfind(f"{makers}/Seq/li/Person") for makers in MAKERS)
    people = next((found for one in lists if (found := list(one))), [])
    names = [person(text_at(one, "surname"), text_at(one, "givenName", "givenname")) for one in people]
    named = [name for name in names if name]
    return {"authors": named, "author_details": [{} for _ in named]}


def _identifiers(item: Element, container: Element | None, extra: str) -> dict[str, Any]:
    """Return DOI, ISSN, ISBN and address; Zotero writes those of an article into its journal."""
    own = [text for one in item.iterfind("identifier") if (text := xml.inner(one))]
    shared = [] if container is None else [xml.inner(one) or "" for one in container.iterfind("identifier")]
    stated = [*own, *shared]
    about = attribute(item, "about") or ""
    named = EXTRA_DOI.search(extra)
    dois = [text for text in stated if text.upper().startswith("DOI")] + [named[1] if named else ""]
    urls = [text for text in [*own, about] if re.match(r"https?://", text)]
    dois += [url for url in urls if "doi.org/" in url]
    return {
        "doi": next((doi for text in dois if (doi := clean_doi(text))), None),
        "issn": joined([text[4:].strip(" :") for text in stated if text.upper().startswith("ISSN")]),
        "isbn": joined([text[4:].strip(" :") for text in stated if text.upper().startswith("ISBN")]),
        "url": next(iter(urls), None),
    }


def _tags(item: Element) -> list[str]:
    """Return the tags of an item; call numbers stand among the subjects too, and are none."""
    tags = [
        text_at(one, "AutomaticTag/value") if len(one) else xml.inner(one) for one in item.iterfind("subject")
    ]
    return list(dict.fromkeys(tag for tag in tags if tag))


FORMAT = Format("zotero_rdf", recognises, read, count=lambda source: xml.count_marks(source, ITEM))
