"""The metadata snapshot of arXiv (as on Kaggle): JSON Lines, one preprint a line.

The date is that of the first version. All categories are keywords of kind 'index', the first is the `field`.
"""

import re
from typing import Any

from analysis.readers.base import Record
from analysis.readers.dates import date_fields, printed_parts
from analysis.readers.fields import clean_doi, joined, person, tidy
from analysis.readers.json_records import json_format
from analysis.readers.json_values import dicts, string
from analysis.readers.latex import latex_text
from analysis.readers.tagged import plain

AND = re.compile(r",(?:\s+and\s)?|\sand\s")
NOTE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")  # `(1)`, `(Univ X)`, `((1) Univ X, (2) Univ Y)`
MARKS = re.compile(r'"(authors_parsed|submitter|journal-ref|report-no|categories|versions)"\s*:')


def recognises(head: str) -> bool:
    """Return whether a JSON text begins with preprints of arXiv's metadata snapshot."""
    return len(set(MARKS.findall(head))) >= 2


def preprint_record(preprint: dict[str, Any]) -> Record:
    """Return the record of one preprint."""
    people = _people(preprint)
    categories = (string(preprint.get("categories")) or "").split()
    identifier = string(preprint.get("id"))
    first = next((string(one.get("created")) for one in dicts(preprint.get("versions"))), None)
    date = first or string(preprint.get("update_date"))
    return {
        "title": _text(preprint.get("title")),
        "authors": [name for name, _ in people],
        "author_details": [{"affiliation": place} for _, place in people],
        "abstract": _text(preprint.get("abstract")),
        "date": date,
        **date_fields(*printed_parts(date or "")),
        "venue": string(preprint.get("journal-ref")),
        "publisher": "arXiv",
        "document_type": "preprint",
        "field": categories[0] if categories else None,
        "doi": clean_doi(preprint.get("doi")),
        "arxiv_id": identifier,
        "url": f"http://arxiv.org/abs/{identifier}" if identifier else None,
        "keywords": [{"keyword": term, "kind": "index"} for term in dict.fromkeys(categories)],
    }


def _people(preprint: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return each author's name, as `Family, Given Suffix`, and affiliation."""
    found = []
    parsed = preprint.get("authors_parsed")
    if not parsed:  # some copies of the snapshot leave it out, and so does `arXivRaw`
        names = AND.split(NOTE.sub("", _text(preprint.get("authors")) or ""))
        return [(name, None) for name in map(tidy, names) if name]
    for entry in parsed if isinstance(parsed, list) else []:
        family, given, suffix, *places = ([*map(_text, entry)] if isinstance(entry, list) else []) + [
            None
        ] * 3
        name = person(family, " ".join(filter(None, (given, suffix))) or None) if family else given
        if name:
            found.append((name, joined(places)))
    return found


def _text(value: object) -> str | None:
    text = string(value)
    return plain(latex_text(text)) if text else None


FORMAT = json_format("arxiv_jsonl", recognises, preprint_record)
