"""Answers of the arXiv API: an Atom feed with an `entry` for each preprint.

The date is that of the first version, `url` names the version described; all categories are keywords of
kind 'index', the primary one is the `field`. Letters that the API gives in twice encoded UTF-8 (`JosÃ©`,
seen in answers of 2026) are read as what they were.
"""

import re

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields, printed_parts
from analysis.readers.fields import clean_doi, joined, tidy
from analysis.readers.latex import latex_text
from analysis.readers.tagged import plain
from analysis.readers.xml import Element, text_at, texts

RECORD = xml.marks(["entry"], prefixed=True)
ARXIV_FEED = re.compile(r"arxiv\.org/(?:api|schemas/atom|abs/|a/)", re.IGNORECASE)
ARXIV_ID = re.compile(r"abs/(?P<id>[^\s?#]+?)(?:v\d+)?$")
TWICE_ENCODED = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
# within one term all classes of ACM or of the mathematicians: `53C25, 53A30 (Primary); 53B20 (Secondary)`
CLASSES = re.compile(r"(?:[;,\s]|\((?:primary|secondary)\))+", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")


def recognises(source: Source) -> bool:
    """Return whether the source is an Atom feed, or an entry of one, that speaks of arXiv."""
    return xml.root_name(source) in ("feed", "entry") and bool(ARXIV_FEED.search(source.head))


def read(source: Source) -> Reading:
    """Return the preprints in an answer of the arXiv API."""
    reading = Reading()
    garbled: list[tuple[int, str]] = []
    for piece in xml.pieces(source, RECORD, reading):
        record: Record = {}
        if piece.element is not None:
            garbled += [(piece.line, text) for text in _mend(piece.element)]
            record = _record(xml.local(piece.element))
        if record.get("title") == "Error":
            reading.report(
                piece.line, "The API answered with an error, not with a paper.", record["abstract"]
            )
        reading.add(piece.line, record)
    if garbled:
        problem = f"Accents were encoded twice (in {len(garbled):,} texts, the first here); put right."
        reading.report(garbled[0][0], problem, garbled[0][1])
    return reading


def _mend(entry: Element) -> list[str]:
    """Put letters right that were encoded twice, and return the texts that had any."""
    texts_found = []
    for one in entry.iter(xml.TAGGED):
        if one.text and (right := TWICE_ENCODED.sub(_encoded_once, one.text)) != one.text:
            texts_found.append(str(tidy(one.text))[:200])
            one.text = right
    return texts_found


def _encoded_once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _record(entry: Element) -> Record:
    address = text_at(entry, "id") or ""
    found = ARXIV_ID.search(address)
    published = text_at(entry, "published")
    category = entry.find("primary_category")
    terms = [
        term for one in entry.iterfind("category") for term in CLASSES.split(one.get("term") or "") if term
    ]
    authors = [one for one in entry.iterfind("author") if LETTER.search(text_at(one, "name") or "")]
    return {
        "title": _text(text_at(entry, "title")),
        "abstract": _text(text_at(entry, "summary")),
        "authors": [str(text_at(one, "name")) for one in authors],
        "author_details": [{"affiliation": joined(texts(one, "affiliation"))} for one in authors],
        "date": published,
        **date_fields(*printed_parts(published or "")),
        "venue": text_at(entry, "journal_ref"),
        "publisher": "arXiv",
        "document_type": "preprint",
        "field": category.get("term") if category is not None else None,
        "doi": clean_doi(text_at(entry, "doi")),
        "arxiv_id": found["id"] if found else None,
        "url": address or None,
        "keywords": [{"keyword": term, "kind": "index"} for term in dict.fromkeys(terms)],
    }


def _text(printed: str | None) -> str | None:
    return plain(latex_text(printed)) if printed else None


MARK = rb"<(?:[\w.-]+:)?entry[\s/>]"
FORMAT = Format("arxiv_atom", recognises, read, count=lambda source: xml.count_marks(source, MARK))
