"""Fields of a BibTeX entry that need more than a new name: ids, dates, pages, keywords, references."""

import re
from collections.abc import Mapping
from typing import Any

from analysis.readers.base import Record
from analysis.readers.dates import YEAR, date_fields, month_number
from analysis.readers.fields import clean_doi, counted, tidy, whole
from analysis.readers.journal_macros import journal_named
from analysis.readers.latex import latex_text
from analysis.readers.scopus_references import scopus_references
from analysis.readers.tagged import parts, plain
from analysis.readers.wos_references import parse_reference

Fields = Mapping[str, str]
ARXIV_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?!\d)")
ARXIV_PLACE = re.compile(
    rf"arxiv(?:\.org/(?:abs|pdf)/|[:.]|\s(?:(?:e-?|pre)prints?\s)?)\s?(?:arXiv:)?{ARXIV_ID.pattern}",
    re.IGNORECASE,
)
ARXIV_VENUE = re.compile(
    rf"arxiv\W{{0,3}}(?:(?:e-?|pre)prints?)?\W{{0,3}}(?:(?:arxiv:|abs/)?\s?{ARXIV_ID.pattern})?\s?(?:\[[\w.-]+\])?\W?",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s{}\"<>]+", re.IGNORECASE)
ANTHOLOGY = re.compile(
    r"(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/)?([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)"
)
ISO_DATE = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?))?")
KEYWORD_FIELDS = (
    ("author_keywords", "author"), ("keywords", "author"), ("keyword", "author"), ("keywords-plus", "index"),
    ("index-keywords", "index"), ("mesh-terms", "mesh"), ("mesh", "mesh"),
)  # fmt: skip
LINE = re.compile(r"\n(?=\S)")
TIGHT_COMMA = re.compile(r",(?=\S)")
NO_PAGES = re.compile(r"(?:to appear|in press|forthcoming|n/?a)?\.?", re.IGNORECASE)
PUBMED_ADDRESS = re.compile(r"ncbi\.nlm\.nih\.gov/(?:pubmed/)?(\d{1,8})(?!\d)")
WOS_ADDRESS = re.compile(r"<Go to (?:ISI|WoS)>://(?:(?:WOS|ISI):)?(\w{10,20})", re.IGNORECASE)  # EndNote's
WOS_NOTE = re.compile(r"\b(?:WOS|ISI):([A-Z0-9]{15})\b")  # Zotero's
SHORT_DOI = re.compile(r"10/[a-z0-9]+")
BARE_DOI = re.compile(r"10(?:\.\d{4,9})?/\S+")
WOS_FORM = re.compile(r"[^,]{1,80}, (?:1[4-9]|20)\d\d, (?:[^a-z,]{2,40}, [VP]\w|[^a-z,]{2,40}$)")
SCOPUS_FORM = re.compile(r"(?:^|\s)\((?:1[4-9]|20)\d\d[a-z]?\)(?:\s|$)")


def verbatim(text: str) -> str:
    """Return a field in which nothing but escaped signs is LaTeX: a DOI, a web address, an id."""
    text = re.sub(r"\\href\s?\{([^{}]*)\}\s?\{", r"\1 ", text)
    text = re.sub(r"\\(?:url|href|path)\s?\{", "", text).replace("$<$", "<").replace("$>$", ">")
    return latex_text(text, plain=True).replace("{", "").replace("}", "").strip()


def identifiers(fields: Fields, key: str) -> Record:
    """Return DOI, arXiv id, PubMed id and so on, the address, and the entry's key as `source_id`."""
    found = {
        name: verbatim(fields[name])
        for name in ("doi", "url", "eprint", "pmid", "pubmed_id", "pubmedid")
        if name in fields
    }
    link = found.get("url") or " ".join(
        verbatim(fields[name]) for name in ("howpublished", "ee", "note", "adsurl") if name in fields
    )
    bare = BARE_DOI.fullmatch(found.get("url", "")) or SHORT_DOI.fullmatch(found.get("doi", ""))
    address = ADDRESS.search(link if ADDRESS.search(link) or not bare else f"https://doi.org/{bare[0]}")
    names = ["pmid", "pubmed_id", "pubmedid", *(["eprint"] if _eprint(fields, "pubmed", "pmid") else [])]
    of_pubmed = PUBMED_ADDRESS.search(link)
    pmid = next((whole(found[name]) for name in names if name in found), of_pubmed and of_pubmed[1])
    of_wos = WOS_ADDRESS.search(link)
    noted = (WOS_NOTE.search(fields.get(name, "")) for name in ("annotation", "annote", "note"))
    wos_number = of_wos or next(filter(None, noted), None)
    return {
        "doi": clean_doi(found.get("doi") or link),
        "arxiv_id": _arxiv_id(fields, found),
        "pmid": str(pmid) if pmid else None,
        "url": address[0].rstrip(".,;") if address else None if of_wos else found.get("url"),
        "openalex_id": fields.get("openalex-id"),
        "scopus_id": fields.get("scopus-id"),
        "wos_id": fields.get("wos-id") or (f"WOS:{wos_number[1]}" if wos_number else None),
        "source_id": source_id(key, link),
    }


def _eprint(fields: Fields, *archives: str) -> bool:
    declared = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    return declared.strip().casefold() in archives


def _arxiv_id(fields: Fields, found: Fields) -> str | None:
    eprint = ARXIV_ID.match(re.sub(r"^arxiv:", "", found.get("eprint", ""), flags=re.IGNORECASE))
    if eprint and (_eprint(fields, "arxiv") or "archiveprefix" not in fields):
        return eprint["id"]
    places = (
        found.get("doi"),
        found.get("url"),
        *(verbatim(fields.get(name, "")) for name in ("journal", "number", "note", "howpublished")),
        re.sub("^abs/", "arXiv:", fields.get("volume", "")),  # DBLP: journal CoRR
    )
    seen = (ARXIV_PLACE.search(place) for place in places if place)
    return next((hit["id"] for hit in seen if hit), None)


def source_id(key: str, link: str) -> str | None:
    """Return the id that the entry has in the ACL Anthology or in DBLP, else its key.

    Examples
    --------
    >>> source_id("wang-2019", "https://aclanthology.org/P19-1001"), source_id("DBLP:journals/tog/Oh20", "")
    ('acl:P19-1001', 'dblp:journals/tog/Oh20')
    """
    found = ANTHOLOGY.search(link)
    if found:
        return f"acl:{found[1]}"
    return re.sub(r"^DBLP:", "dblp:", key) or None


def venue(fields: Fields, printed: str | None) -> str | None:
    r"""Return the venue: the journal that a command names, arXiv without the number of the preprint.

    Examples
    --------
    >>> venue({"journal": r"{\apj}"}, None), venue({}, "arXiv preprint arXiv:2001.00001")
    ('The Astrophysical Journal', 'arXiv')
    """
    if printed and ARXIV_VENUE.fullmatch(printed):
        return "arXiv"
    return journal_named(fields.get("journal", "")) or printed


def dates(fields: Fields) -> Record:
    """Return the date as printed and what it says.

    Examples
    --------
    >>> dates({"year": "2021", "month": "10~jul"})["date_precision"], dates({"year": "in press"})
    ('day', {'date': 'in press'})
    """
    year, month, day = (tidy(latex_text(fields.get(name, ""))) for name in ("year", "month", "day"))
    full = tidy(fields.get("date", ""))
    iso = ISO_DATE.match(full or "") or ISO_DATE.match(year or "")
    if iso and not month:
        return {"date": full or year, **date_fields(iso[1], iso[2], iso[3])}
    found = YEAR.search(year or full or "")
    printed = tidy(" ".join(part for part in (day, month, year or full) if part))
    return {"date": printed, **date_fields(found and found[0], *_month_and_day(month, day))}


def _month_and_day(month: str | None, day: str | None) -> tuple[int | None, int | None]:
    """Return the month and day in a field such as `mar`, `MAR 16`, `7--9 sep` or `03`."""
    text = month or ""
    name = re.search(r"[^\W\d_]{3,}", text)
    if not name:
        return month_number(text), whole(day)
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
    return month_number(name[0]), whole(day) or (int(number[0]) if number else None)


def citations(fields: Fields) -> Record:
    """Return the citations with their source and date, as `write_bibtex` puts them."""
    count = whole(fields.get("times-cited"))
    if count is None:
        return {}
    source, date = (tidy(latex_text(fields.get(f"times-cited-{name}", ""))) for name in ("source", "date"))
    return counted(count, source, date)


def flag(fields: Fields, name: str) -> bool | None:
    """Return whether a paper is open access or retracted, as `write_bibtex` puts it."""
    return {"yes": True, "no": False}.get(fields.get(name, ""))


def pages(fields: Fields) -> str | None:
    """Return the pages, or the number of an article that has none."""
    names = ("pages", "art_number", "article-number", "articleno", "eid")
    text = next((verbatim(fields[name]) for name in names if name in fields), "")
    found = re.sub(r"\s*[-‐‑–—]+\s*", "-", re.sub(r"\Ap{1,2}\.\s*", "", text)).strip(" ,-")
    return None if NO_PAGES.fullmatch(found) else found


def keywords(fields: Fields) -> list[dict[str, Any]]:
    """Return the keywords, joined by `;` or by `,` or by line ends."""
    found: list[dict[str, Any]] = []
    for name, kind in KEYWORD_FIELDS:
        if name not in fields:
            continue
        printed = fields[name].strip()
        if ";" not in printed and printed.count(",") < len(LINE.findall(printed)):
            printed = LINE.sub(";", printed)  # EndNote writes a keyword a line
        text = plain(latex_text(printed)) or ""
        # reference managers write `a,b,c`, in which `Models; Statistical` is one keyword
        words = parts(text, ";" if text.count(";") > len(TIGHT_COMMA.findall(text)) else ",")
        found.extend({"keyword": word, "kind": kind} for word in dict.fromkeys(words))
    return found


def references(text: str) -> list[dict[str, Any]]:
    """Return the references, one a line: by the rules of the database whose form each has, else bare."""
    return [_reference(line) for line in (plain(latex_text(line)) for line in text.split("\n")) if line]


def _reference(text: str) -> dict[str, Any]:
    if WOS_FORM.match(text):
        return parse_reference(text)
    found = scopus_references(text) if SCOPUS_FORM.search(text) else []
    return found[0] if len(found) == 1 else {"reference": text, "doi": clean_doi(text)}
