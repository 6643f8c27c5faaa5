"""Papers of Semantic Scholar: answers of its API, and the JSON Lines of its datasets.

Answers are those about papers, searches, recommendations, citations and authors' papers, of its first API
(`numCitedBy`, `arxivId`) too; datasets also its open corpus up to 2020 (`paperAbstract`) and S2ORC
(`outbound_citations`). A TLDR is a machine's sentence, no abstract.
"""

import re
from typing import Any

from analysis.readers.base import Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, counted, joined, person
from analysis.readers.json_records import json_format
from analysis.readers.json_values import dicts, first, flag, inner, number, people, plain, string, strings

MARK = re.compile(r'"(?:paperId|corpusid|paperAbstract|outbound_citations)"\s*:')
OTHERS = re.compile(r'"(?:message-type|abstract_inverted_index|authors_parsed)"\s*:')
PRINTED_IDS = (("arXiv", "arxiv"), ("PMID", "pubmed"))  # by which a cited paper is known elsewhere
OPEN = {"GOLD": True, "HYBRID": True, "BRONZE": True, "GREEN": True, "DIAMOND": True, "CLOSED": False}


def recognises(head: str) -> bool:
    """Return whether a JSON text begins with papers of Semantic Scholar."""
    return bool(MARK.search(head)) and not OTHERS.search(head)


def paper_record(paper: dict[str, Any]) -> Record:
    """Return the record of one paper, or of the one that is cited or cites in a list of citations."""
    nested = paper.get("citingPaper") or paper.get("citedPaper")
    paper = nested if isinstance(nested, dict) else paper
    date = string(_either(paper, "publicationDate", "publicationdate")) or string(paper.get("year"))
    citing = paper.get("inCitations")
    citations = number(_either(paper, "citationCount", "citationcount", "numCitedBy"))
    citations = len(citing) if citations is None and isinstance(citing, list) else citations
    categories = dicts(_either(paper, "s2FieldsOfStudy", "s2fieldsofstudy"))
    fields = strings(_either(paper, "fieldsOfStudy", "fieldsofstudy", "mag_field_of_study"))
    pages = string(paper.get("journalPages") or inner(paper, "journal", "pages")) or ""
    volume, issue = _volume(_either(paper, "journalVolume") or inner(paper, "journal", "volume"))
    return {
        **_identifiers(paper),
        "title": plain(paper.get("title")),
        **people(paper.get("authors"), _name, _details),
        "abstract": plain(_either(paper, "abstract", "paperAbstract")),
        "date": date,
        **date_fields(*(date or "").split("-")[:3]),
        "venue": plain(_venue(paper)),
        "issn": string(inner(paper, "publicationVenue", "issn")),
        "volume": volume,
        "issue": issue,
        "pages": re.sub(r"\s*[-–]+\s*", "-", pages).strip("-"),
        "document_type": joined(strings(_either(paper, "publicationTypes", "publicationtypes"))),
        "field": joined(fields or [string(one.get("category")) for one in categories]),
        "url": string(_either(paper, "url", "s2Url")),
        **counted(citations, "Semantic Scholar"),
        "open_access": _open_access(paper),
        "keywords": [
            {"keyword": topic, "kind": "index"}
            for one in dicts(paper.get("topics"))
            if (topic := string(one.get("topic")))
        ],
        "references": [
            *(_reference(inner(one, "citedPaper") or one) for one in dicts(paper.get("references"))),
            *(
                {"reference": f"s2:{one}"}
                for one in strings(_either(paper, "outCitations", "outbound_citations"))
            ),
        ],
    }


def _open_access(paper: dict[str, Any]) -> bool | None:
    """Return whether a paper is said to be open, by the colour of its PDF if not in so many words.

    Examples
    --------
    >>> _open_access({"openAccessPdf": {"status": "GREEN"}}), _open_access({"openAccessPdf": {"url": ""}})
    (True, None)
    """
    said = flag(_either(paper, "isOpenAccess", "isopenaccess", "is_open_access"))
    return OPEN.get(string(inner(paper, "openAccessPdf", "status")) or "") if said is None else said


def _either(paper: dict[str, Any], *keys: str) -> Any:
    return next((paper[key] for key in keys if paper.get(key) is not None), None)


def _ids(paper: dict[str, Any]) -> dict[str, Any]:
    """Return the ids of a paper in other databases, by their names in lower case."""
    ids = _either(paper, "externalIds", "externalids")
    known = {str(key).lower(): value for key, value in ids.items()} if isinstance(ids, dict) else {}
    own = {
        "doi": paper.get("doi"),
        "arxiv": _either(paper, "arxivId", "arxiv_id"),
        "pubmed": _either(paper, "pmid", "pubmed_id"),
    }
    return own | {k: v for k, v in known.items() if v}


def _identifiers(paper: dict[str, Any]) -> Record:
    ids = _ids(paper)
    own = string(paper.get("paperId")) or string(
        _either(paper, "corpusId", "corpusid", "paper_id", "id") or ids.get("corpusid")
    )
    pmid = number(ids.get("pubmed"))
    return {
        "doi": clean_doi(ids.get("doi")),
        "arxiv_id": string(ids.get("arxiv")),
        "pmid": str(pmid) if pmid else None,
        "source_id": f"s2:{own}" if own else None,
    }


def _name(author: dict[str, Any]) -> str | None:
    given = " ".join([*strings(author.get("first")), *strings(author.get("middle"))])
    family = " ".join([*strings(author.get("last")), *strings(author.get("suffix"))])
    return string(author.get("name")) or person(family, given or None)


def _details(author: dict[str, Any]) -> Record:
    author_id = first(_either(author, "authorId", "authorid", "ids"))
    return {
        "affiliation": joined(strings(author.get("affiliations"))),
        "orcid": clean_orcid(inner(_either(author, "externalIds", "externalids"), "ORCID")),
        "source_author_id": f"s2:{author_id}" if author_id else None,
    }


def _venue(paper: dict[str, Any]) -> str | None:
    return (
        string(paper.get("venue"))
        or string(inner(paper, "publicationVenue", "name"))
        or string(inner(paper, "journal", "name"))
        or string(_either(paper, "journalName", "journal"))
    )


def _volume(value: object) -> tuple[str | None, str | None]:
    """Return volume and issue, which stand in one text (`40 6`)."""
    found = re.fullmatch(r"(\d+) (\d+(?:[ -]\d+)?)", string(value) or "")
    return (found[1], found[2]) if found else (string(value), None)


def _reference(cited: dict[str, Any]) -> Record:
    """Return a cited paper; its text is made of the fields, since Semantic Scholar prints none."""
    authors = [name for one in dicts(cited.get("authors")) if (name := string(one.get("name")))]
    title, venue, year = plain(cited.get("title")), plain(_venue(cited)), number(cited.get("year"))
    ids = _ids(cited)
    doi = clean_doi(ids.get("doi"))
    others = [f"{name}: {one}" for name, key in PRINTED_IDS if (one := string(ids.get(key)))]
    printed = [", ".join(authors), title, venue, str(year) if year else None, doi, *others]
    paper_id = string(cited.get("paperId"))
    return {
        "reference": ", ".join(filter(None, printed)) or (f"s2:{paper_id}" if paper_id else None),
        "author": authors[0] if authors else None,
        "title": title,
        "venue": venue,
        "doi": doi,
        "year": year if year and 1400 <= year <= 2200 else None,
    }


FORMAT = json_format("semantic_scholar_json", recognises, paper_record)
