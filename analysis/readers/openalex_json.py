"""Works of OpenAlex, as its API answers with them or as the JSON Lines of its snapshot.

An abstract comes as an inverted index (a word and its places). Dates are always printed to the day: one on
the first of a month is taken for a month, on 1 January for a year, since that is how OpenAlex fills in.
"""

import re
from typing import Any

from analysis.match_keys import person_keys
from analysis.memory import remembered
from analysis.readers.base import Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, counted, joined, page_range
from analysis.readers.json_records import json_format
from analysis.readers.json_values import dicts, flag, inner, number, people, plain, string, strings

WORK = re.compile(
    r'"id"\s*:\s*"(?:https?://openalex\.org/)?W\d+"|"db_response_time_ms".*"title"\s*:', re.DOTALL
)
MARKS = re.compile(
    r'"(abstract_inverted_index|authorships|referenced_works|cited_by_count|publication_year|display_name'
    r'|primary_location|raw_affiliation_strings)"\s*:'
)
ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/([\w.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE)
PMID = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|\A)(\d+)/?\Z")
MOST_WORDS = 100_000  # of one abstract; a place beyond it is a slip


def recognises(head: str) -> bool:
    """Return whether a JSON text begins with works of OpenAlex."""
    return bool(WORK.search(head) or len(set(MARKS.findall(head))) >= 3)


def work_record(work: dict[str, Any]) -> Record:
    """Return the record of one work."""
    source = inner(work, "primary_location", "source") or work.get("host_venue")
    date = string(work.get("publication_date")) or string(work.get("publication_year"))
    updated = re.match(r"\d{4}-\d\d-\d\d", string(work.get("updated_date")) or "")
    return {
        **_identifiers(work),
        "title": plain(work.get("title") or work.get("display_name")),
        **people(work.get("authorships"), _name, _details),
        "authors_truncated": flag(work.get("is_authors_truncated")),
        "abstract": abstract_text(work.get("abstract_inverted_index")) or plain(work.get("abstract")),
        "date": date,
        **filled_in(date or ""),
        "venue": plain(inner(source, "display_name") or inner(work, "primary_location", "raw_source_name")),
        "publisher": string(inner(source, "host_organization_name") or inner(source, "publisher")),
        "issn": joined(strings(inner(source, "issn") or inner(source, "issn_l"))),
        "volume": string(inner(work, "biblio", "volume")),
        "issue": string(inner(work, "biblio", "issue")),
        "pages": page_range(
            string(inner(work, "biblio", "first_page")), string(inner(work, "biblio", "last_page"))
        ),
        "document_type": string(work.get("type")),
        "field": _field(work),
        "language": string(work.get("language")),
        **counted(number(work.get("cited_by_count")), "OpenAlex", updated and updated[0]),
        "open_access": flag(inner(work, "open_access", "is_oa")),
        "retracted": flag(work.get("is_retracted")),
        "funding": _funding(work),
        "keywords": _keywords(work),
        "references": [_reference(cited) for cited in strings(work.get("referenced_works"))],
    }


def abstract_text(index: object) -> str | None:
    """Return the abstract that an inverted index stands for.

    Examples
    --------
    >>> abstract_text({"moss": [1, 3], "Why": [0], "grows": [2]})
    'Why moss grows moss'
    """
    if not isinstance(index, dict):
        return None
    places = [
        (place, str(word))
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if type(place) is int and 0 <= place < MOST_WORDS
    ]
    return plain(" ".join(word for _, word in sorted(places, key=lambda pair: pair[0])))


def _identifiers(work: dict[str, Any]) -> Record:
    urls = [inner(place, "landing_page_url") for place in dicts(work.get("locations"))]
    urls.append(inner(work, "primary_location", "landing_page_url"))
    preprints = {found[1] for url in urls if isinstance(url, str) and (found := ARXIV.search(url))}
    doi = clean_doi(work.get("doi") or inner(work, "ids", "doi"))
    if doi and doi.startswith("10.48550/arxiv."):
        preprints = {doi.removeprefix("10.48550/arxiv.")}
    pmid = PMID.search(string(inner(work, "ids", "pmid")) or "")
    return {
        "doi": doi,
        "openalex_id": _work_id(work.get("id") or inner(work, "ids", "openalex")),
        "pmid": pmid[1] if pmid else None,
        "arxiv_id": preprints.pop() if len(preprints) == 1 else None,
        "url": string(urls[-1]) or string(inner(work, "host_venue", "url")),
    }


def _work_id(value: object) -> str | None:
    name = value.rpartition("/")[2].strip().upper() if isinstance(value, str) else ""
    return name if name[:1] == "W" and name[1:].isdecimal() and name.isascii() else None


def _name(authorship: dict[str, Any]) -> str | None:
    """Return the author's name as printed on the paper; written out by OpenAlex, where only initials are."""
    printed = string(authorship.get("raw_author_name"))
    known = string(inner(authorship, "author", "display_name"))
    if not printed or not known:
        return printed or known
    same = _written_out(printed) < 2 <= _written_out(known) and set(person_keys(printed)) & set(
        person_keys(known)
    )
    return known if same else printed


def _written_out(name: str) -> int:
    """Return how many words of a name are more than an initial."""
    return sum(len(word) > 1 for word in re.findall(r"\w+", name))


def _details(authorship: dict[str, Any]) -> Record:
    author_id = string(inner(authorship, "author", "id"))
    institutions = dicts(authorship.get("institutions"))
    printed = strings(authorship.get("raw_affiliation_strings") or authorship.get("raw_affiliation_string"))
    names = [string(place.get("display_name")) for place in institutions]
    countries = strings(authorship.get("countries"))
    return {
        "affiliation": joined(printed) or joined(names),
        "institution": joined(names),
        "country": joined(countries or [string(place.get("country_code")) for place in institutions]),
        "orcid": clean_orcid(inner(authorship, "author", "orcid")),
        "source_author_id": f"openalex:{author_id.rsplit('/', 1)[-1]}" if author_id else None,
    }


def filled_in(date: str) -> Record:
    """Return what is known of a date: one on the first of a month is filled in by OpenAlex.

    Examples
    --------
    >>> filled_in("2021-01-01")["date_precision"], filled_in("2021-02-01")["date_precision"]
    ('year', 'month')
    """
    return date_fields(*date.removesuffix("-01").removesuffix("-01").split("-")[:3])


def _field(work: dict[str, Any]) -> str | None:
    primary = work.get("primary_topic")
    topics = [primary] if isinstance(primary, dict) else dicts(work.get("topics"))
    fields = [string(inner(topic, "field", "display_name")) for topic in topics]
    broad = [one for one in dicts(work.get("concepts")) if one.get("level") == 0]
    return joined(fields) or joined([string(one.get("display_name")) for one in broad])


def _funding(work: dict[str, Any]) -> str | None:
    grants = dicts(work.get("grants") or work.get("awards"))
    awards = [
        (string(one.get("funder_display_name")), string(one.get("award_id") or one.get("funder_award_id")))
        for one in grants
    ]
    named = {name for name, _ in awards}
    printed = [f"{name} ({award})" if name and award else name or award for name, award in awards]
    others = [string(one.get("display_name")) for one in dicts(work.get("funders"))]
    return joined([*printed, *(name for name in others if name not in named)])


def _keywords(work: dict[str, Any]) -> list[Record]:
    given = [one.get("display_name") or one.get("keyword") for one in dicts(work.get("keywords"))]
    other = [one.get("display_name") for key in ("topics", "concepts") for one in dicts(work.get(key))]
    mesh = [
        " / ".join(filter(None, (string(one.get("descriptor_name")), string(one.get("qualifier_name")))))
        for one in dicts(work.get("mesh"))
    ]
    found = [(string(term), "index") for term in (*given, *other)] + [(term, "mesh") for term in mesh]
    return [{"keyword": term, "kind": kind} for term, kind in dict.fromkeys(found) if term]


@remembered
def _reference(cited: str) -> Record:
    work_id = _work_id(cited)
    return {"reference": f"https://openalex.org/{work_id}" if work_id else cited}


FORMAT = json_format("openalex_json", recognises, work_record)
