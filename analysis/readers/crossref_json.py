"""Works of Crossref, as its API answers with them (one, or a list with `items`) or as its public data file.

The date is the first of print, online and issue that is there; Crossref counts citations by the works
deposited with it, as of the day it last indexed the record.
"""

import re
from typing import Any

from analysis.readers.base import Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, counted, is_retracted, joined, person
from analysis.readers.json_records import json_format
from analysis.readers.json_values import dicts, first, inner, number, people, plain, string, strings

ANSWER = re.compile(r'"message-type"\s*:\s*"work')
MARKS = re.compile(
    r'"(indexed|deposited|content-domain|is-referenced-by-count|references?-count|issn-type|member'
    r'|published-(?:print|online)|reference)"\s*:'
)
WITHDRAWN = {"retraction", "withdrawal", "removal"}
# what a list of footnotes leaves on an address: `2Walls Institute, Oslo; and`, but not `3M Company`
FOOTNOTE = re.compile(r"\A\d{1,2}(?=[A-Z][a-z]{2})|[;,]?(?: and|\s*[;,])\s*\Z")
DATES = ("published-print", "published-online", "issued", "published", "posted")
PRINTED = (
    "author", "year", "article-title", "volume-title", "series-title", "journal-title", "edition", "volume",
    "issue", "first-page", "standard-designator", "ISBN", "ISSN", "DOI",
)  # fmt: skip


def recognises(head: str) -> bool:
    """Return whether a JSON text begins with works of Crossref."""
    return bool(ANSWER.search(head)) or ('"DOI"' in head and len(set(MARKS.findall(head))) >= 2)


def work_record(work: dict[str, Any]) -> Record:
    """Return the record of one work."""
    indexed = string(inner(work, "indexed", "date-time")) or ""
    doi = clean_doi(work.get("DOI"))
    return {
        "title": _title(work),
        **people(work.get("author"), _name, _details),
        "abstract": plain(work.get("abstract")),
        **_date(work),
        "venue": _venue(work),
        "volume": string(work.get("volume")),
        "issue": string(work.get("issue")),
        "pages": string(work.get("page")) or string(work.get("article-number")),
        "publisher": string(work.get("publisher")),
        "issn": joined(strings(work.get("ISSN"))),
        "isbn": joined([text.rsplit("/", 1)[-1] for text in strings(work.get("ISBN"))]),
        "document_type": string(work.get("type")),
        "field": joined(strings(work.get("subject"))),
        "doi": doi,
        "arxiv_id": doi.removeprefix("10.48550/arxiv.") if doi and "/arxiv." in doi else None,
        "url": string(work.get("URL")),
        "language": string(work.get("language")),
        **counted(number(work.get("is-referenced-by-count")), "Crossref", indexed[:10]),
        "retracted": _retracted(work),
        "funding": joined([_funder(one) for one in dicts(work.get("funder"))]),
        "references": [_reference(cited) for cited in dicts(work.get("reference"))],
    }


def _retracted(work: dict[str, Any]) -> bool | None:
    """Return whether an update took the work back; `update-to` stands in the notices about others."""
    updates = {string(one.get("type")) for one in dicts(work.get("updated-by"))}
    return True if updates & WITHDRAWN else is_retracted(None, _title(work))


def _title(work: dict[str, Any]) -> str | None:
    """Return the title with its subtitle, unless it holds that already."""
    title, subtitle = plain(first(work.get("title"))), plain(first(work.get("subtitle")))
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in ":?!.–—" else f"{title}: {subtitle}"


def _venue(work: dict[str, Any]) -> str | None:
    """Return the journal or book, else the conference, else the server of a preprint."""
    institutions = work.get("institution")
    server = dicts(institutions if isinstance(institutions, list) else [institutions])
    found = (
        first(work.get("container-title")),
        inner(work, "event", "name"),
        server[0].get("name") if server else None,
        work.get("group-title"),
    )
    return next(filter(None, map(plain, found)), None)


def _name(author: dict[str, Any]) -> str | None:
    given = " ".join(filter(None, (string(author.get("given")), string(author.get("suffix")))))
    family = string(author.get("family"))
    return person(family, given or None) if family else string(author.get("name")) or given or None


def _details(author: dict[str, Any]) -> Record:
    places = dicts(author.get("affiliation"))
    printed = (", ".join([*strings(one.get("name")), *strings(one.get("place"))]) for one in places)
    return {
        "affiliation": joined(FOOTNOTE.sub("", address) for address in printed),
        "institution": joined(string(one.get("name")) for one in places if "ROR" in str(one.get("id"))),
        "orcid": clean_orcid(author.get("ORCID")),
    }


def _date(work: dict[str, Any]) -> Record:
    for key in DATES:
        parts = date_parts(work.get(key))
        found = date_fields(*parts[:3]) if parts else {}
        if found:
            return {"date": "-".join(part.zfill(2) for part in parts[:3]), **found}
    return {}


def date_parts(value: object) -> list[str]:
    """Return the year, month and day that `date-parts` holds; of a span, those of its start.

    Examples
    --------
    >>> date_parts({"date-parts": [[2022, 12], [2023, 1]]}), date_parts({"date-parts": [[None]]})
    (['2022', '12'], [])
    """
    parts = inner(value, "date-parts")
    start = parts[0] if isinstance(parts, list) and parts else None
    found = [string(part) for part in start] if isinstance(start, list) else []
    known = found.index(None) if None in found else len(found)
    return [part for part in found[:known] if part]


def _funder(funder: dict[str, Any]) -> str | None:
    name, awards = string(funder.get("name")), strings(funder.get("award"))
    return f"{name} ({', '.join(awards)})" if name and awards else name


def _reference(cited: dict[str, Any]) -> Record:
    printed = string(cited.get("unstructured"))
    fields = [string(cited.get(key)) for key in PRINTED]
    titles = (cited.get("article-title"), cited.get("volume-title"), cited.get("series-title"))
    year = re.match(r"(\d{4})[a-z]?\Z", string(cited.get("year")) or "")
    return {
        "reference": plain(printed) or ", ".join(filter(None, fields)) or string(cited.get("key")),
        "author": plain(cited.get("author")),
        "title": next(filter(None, map(plain, titles)), None),
        "venue": plain(cited.get("journal-title")),
        "volume": plain(cited.get("volume")),
        "pages": string(cited.get("first-page")),
        "doi": clean_doi(cited.get("DOI")),
        "year": int(year[1]) if year else None,
    }


FORMAT = json_format("crossref_json", recognises, work_record)
