"""CSL-JSON: the references of Zotero, Pandoc, Mendeley, JabRef and others, in the form citation styles use.

Answers of Crossref in this form hold Crossref's own fields too and are read as Crossref's.
"""

import re
from collections.abc import Iterable
from typing import Any

from analysis.fitting import LISTS
from analysis.readers.base import Record
from analysis.readers.crossref_json import MARKS as CROSSREF
from analysis.readers.crossref_json import date_parts
from analysis.readers.dates import YEAR, date_fields, printed_parts
from analysis.readers.fields import clean_doi, clean_orcid, joined, person
from analysis.readers.json_records import json_format
from analysis.readers.json_values import dicts, first, inner, people, plain, string

TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
    " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing"
    " interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog regulation"
    " report review review-book software song speech standard thesis treaty webpage"
)
TYPE = re.compile(rf'"type"\s*:\s*"(?:{"|".join(TYPES.split())})"')
MARKS = re.compile(r'"(issued|author|container-title|paper_id)"\s*:')  # the last is ours
OTHERS = re.compile(r'"(?:message-type|authorships|paperId|corpusid|authors_parsed)"\s*:')
ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|(?:arxiv\.org/|^)(?:abs|pdf)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE | re.MULTILINE,
)
PREPRINT_AT = "number", "volume", "archive_location", "archive", "note", "URL"  # `abs/2001.00001` is a volume
SEASONS = {"1": 4, "2": 7, "3": 10, "4": 1}  # spring, summer, autumn, winter
# what `write_csl_json` puts into `custom`
IN_CUSTOM = (
    "arxiv_id", "openalex_id", "scopus_id", "wos_id", "source_id", "document_type", "field", "citations",
    "citations_source", "citations_date", "open_access", "retracted", "funding", "date_inferred",
    "authors_truncated", "has_code",
)  # fmt: skip
OF_AUTHORS = ("institution", "country", "source_author_id")


def recognises(head: str) -> bool:
    """Return whether a JSON text begins with items of a citation style processor."""
    if OTHERS.search(head) or len(set(CROSSREF.findall(head))) >= 2:
        return False
    marks = {"issued", "author", "container-title", "paper_id"} & set(MARKS.findall(head))
    return bool(TYPE.search(head) and marks)


def item_record(item: dict[str, Any]) -> Record:
    """Return the record of one item."""
    authors = people(item.get("author"), _name, _details)
    text = plain if inner(item, "custom", "paper_id") is None else string  # ours are written without markup
    note = string(item.get("note")) or ""
    places = (string(item.get(key)) or "" for key in PREPRINT_AT)
    preprint = ARXIV.search("\n".join(places))
    pmid = re.search(r"\d+", string(item.get("PMID")) or "") or re.search(r"(?<=PMID: )\d+", note)
    return {
        "title": text(first(item.get("title"))),
        **authors,
        "abstract": text(item.get("abstract")),
        **_date(item.get("issued")),
        "venue": text(first(item.get("container-title")) or item.get("event-title") or item.get("event")),
        "volume": string(item.get("volume")),
        "issue": string(item.get("issue")),
        "pages": re.sub(r"\s*[-–]+\s*", "-", string(item.get("page")) or "") or None,
        "publisher": text(item.get("publisher")),
        "issn": joined(re.findall(r"\d{4}-?\d{3}[\dXx]", str(item.get("ISSN") or ""))),
        "isbn": joined(re.findall(r"\b[\d-]{9,17}[\dXx]\b", str(item.get("ISBN") or ""))),
        "document_type": string(item.get("type")),
        "doi": clean_doi(item.get("DOI")),
        "arxiv_id": preprint[1] if preprint else None,
        "pmid": pmid[0] if pmid else None,
        "source_id": string(item.get("id")) or string(item.get("citation-key")),
        "url": string(item.get("URL")),
        "language": string(item.get("language")),
        "keywords": _keywords(item),
        **_custom(item.get("custom"), authors["author_details"]),
    }


def _custom(custom: object, details: list[Record]) -> Record:
    """Return what `write_csl_json` puts aside; of `custom` by other programs nothing is known."""
    if not isinstance(custom, dict) or "paper_id" not in custom:
        return {}
    more = dicts(custom.get("authors"))
    if len(more) == len(details):
        details = [detail | _chosen(one, OF_AUTHORS) for detail, one in zip(details, more, strict=True)]
    return {
        **{column: custom.get(column) for column in IN_CUSTOM},
        "author_details": details,
        "keywords": [_chosen(one, LISTS["keywords"]) for one in dicts(custom.get("keywords"))],
        "references": [_chosen(one, LISTS["references"]) for one in dicts(custom.get("references"))],
    }


def _chosen(row: dict[str, Any], columns: Iterable[str]) -> Record:
    return {column: row[column] for column in columns if column in row}


def _name(author: dict[str, Any]) -> str | None:
    """Return `Family, Given`, the particles where each belongs: `van Gogh, Vincent`, `Fontaine, Jean de`."""
    parts = {key: string(value) for key, value in author.items()}
    family = " ".join(filter(None, (parts.get("non-dropping-particle"), parts.get("family"))))
    given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"), parts.get("suffix"))))
    return person(family, given) if family else parts.get("literal") or parts.get("name") or given


def _details(author: dict[str, Any]) -> Record:
    places = author.get("affiliation")
    names = (one.get("name") for one in dicts(places)) if isinstance(places, list) else [places]
    return {"affiliation": joined(map(string, names)), "orcid": clean_orcid(author.get("ORCID"))}


def _date(issued: object) -> Record:
    """Return the date of issue: its parts, else what is printed, of which at least the year is read."""
    parts = date_parts(issued)
    if parts:
        month = parts[1] if len(parts) > 1 else SEASONS.get(string(inner(issued, "season")) or "")
        printed = "-".join(part.zfill(2) for part in parts)
        return {"date": printed, **date_fields(parts[0], month, *parts[2:3])}
    text = string(issued) or string(inner(issued, "raw")) or string(inner(issued, "literal")) or ""
    known = printed_parts(text.strip()) if len(set(YEAR.findall(text))) == 1 else (None,)
    return {"date": text, **date_fields(*known)}


def _keywords(item: dict[str, Any]) -> list[Record]:
    printed = item.get("keyword")
    if isinstance(printed, str):
        # a comma parts keywords only where nothing else does: "Models, Theoretical; Soil"
        printed = re.split(r"[;\n]" if re.search(r"[;\n]", printed) else ",", printed)
    terms = printed if isinstance(printed, list) else []
    found = dict.fromkeys(term for term in map(string, terms) if term)
    return [{"keyword": term, "kind": "author"} for term in found]


FORMAT = json_format("csl_json", recognises, item_record)
