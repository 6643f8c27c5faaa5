"""Answers of the arXiv API: an Atom feed with an `entry` for each preprint.

The date is that of the first version, `url` names the version described; all categories are keywords of
kind 'index', the primary one is the `field`. Letters that the API gives in twice encoded UTF-8 (`JosÃ©`,
seen in answers of 2026) are read as what they were. All else is read as in the snapshot on Kaggle.
"""

import re

from analysis.readers import xml
from analysis.readers.arxiv_jsonl import preprint_record
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.fields import tidy
from analysis.readers.xml import Element, text_at, texts

RECORD = xml.marks(["entry"], prefixed=True)
ARXIV_FEED = re.compile(r"arxiv\.org/(?:api|schemas/atom|abs/|a/)", re.IGNORECASE)
ARXIV_ID = re.compile(r"abs/(?P<id>[^\s?#]+?)(?:v\d+)?$")
TWICE_ENCODED = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
# within one term all classes of ACM or of the mathematicians: `53C25, 53A30 (Primary); 53B20 (Secondary)`
CLASSES = re.compile(r"(?:[;,\s]|\((?:primary|secondary)\))+", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
NAMES = {"title": "title", "abstract": "summary", "journal-ref": "journal_ref", "doi": "doi"}


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
    category = entry.find("primary_category")
    terms = [
        term for one in entry.iterfind("category") for term in CLASSES.split(one.get("term") or "") if term
    ]
    authors = [one for one in entry.iterfind("author") if LETTER.search(text_at(one, "name") or "")]
    said = {name: text_at(entry, path) for name, path in NAMES.items()} | {
        "id": found["id"] if found else None,
        "categories": " ".join(terms),
        "versions": [{"created": text_at(entry, "published")}],
        "authors_parsed": [[None, text_at(one, "name"), None, *texts(one, "affiliation")] for one in authors],
    }
    primary = category.get("term") if category is not None else None
    return preprint_record(said) | {"field": primary, "url": address or None}


MARK = rb"<(?:[\w.-]+:)?entry[\s/>]"
FORMAT = Format("arxiv_atom", recognises, read, count=lambda source: xml.count_marks(source, MARK))
