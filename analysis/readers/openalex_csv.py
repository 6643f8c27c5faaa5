"""OpenAlex CSV: one row a work, lists joined by `|`, under headers that change with every year.

`authorships.author.display_name`, `authorships_author_display_name` and `author_names` have all been its
name for one thing; lists have also been printed as Python prints them. OpenAlex often leaves out what is
missing in a list, so ORCIDs are given to the authors only if there are as many of them, and institutions and
countries, of which an author may have several, only if their numbers leave no doubt; else a row in the
problems says so (the JSON of the API holds them in full). Where it leaves a blank instead, each author has
a place in the list.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_orcid, counted, joined, page_range, whole
from analysis.readers.openalex_json import PMID, abstract_text, filled_in
from analysis.readers.spreadsheet import first_rows, read_table
from analysis.readers.table_format import Row, cell, count_by, values_of
from analysis.readers.table_lists import LONGEST_LITERAL, literal, printed_list
from analysis.readers.tagged import plain

# by what a record is to hold: the names it has had, in small letters and with `_` for all else
COLUMNS = {
    "title": ["display_name", "title"], "date": ["publication_date", "publication_year"],
    "venue": [
        "primary_location_source_display_name", "primary_location_display_name", "host_venue_display_name",
        "journal", "venue", "source",
    ],
    "publisher": [
        "primary_location_source_host_organization_name", "primary_location_host_organization_name",
        "host_venue_publisher",
    ],
    "volume": ["biblio_volume"], "issue": ["biblio_issue"], "document_type": ["type"],
    "doi": ["doi", "ids_doi"], "language": ["language"], "retracted": ["is_retracted"],
    "open_access": ["open_access_is_oa", "is_oa"],
    "url": ["primary_location_landing_page_url", "host_venue_url", "landing_page_url"],
}  # fmt: skip
LISTS = {
    "authors": ["authorships_raw_author_name", "authorships_author_display_name", "author_names", "authors"],
    "author_ids": ["authorships_author_id", "author_ids"],
    "orcids": ["authorships_author_orcid", "author_orcids"],
    "printed": ["authorships_raw_affiliation_strings", "authorships_raw_affiliation_string"],
    "institutions": [
        "authorships_institutions_display_name", "author_institution_names", "authorships_institutions",
    ],
    "countries": ["authorships_countries", "authorships_institutions_country_code"],
    "issn": [
        "primary_location_source_issn", "primary_location_source_issn_l", "host_venue_issn",
        "host_venue_issn_l",
    ],
    "field": ["primary_topic_field_display_name", "topics_field_display_name"],
    "funding": ["funders_display_name", "grants_funder_display_name", "awards_funder_display_name"],
    "references": ["referenced_works"],
}  # fmt: skip
TERMS = {
    "keywords_display_name": "index", "keywords_keyword": "index", "keywords": "index",
    "primary_topic_display_name": "index", "topics_display_name": "index", "concepts_display_name": "index",
    "concepts": "index", "mesh_descriptor_name": "mesh",
}  # fmt: skip
WORK = re.compile(r"(?:https?://openalex\.org/)?(?:works/)?(W\d+)", re.IGNORECASE)
WORK_CELL = r'(?m)^"?https?://openalex\.org/W\d+"?[,;\t]'
DEFINITE = ("cited_by_count", "publication_year", "referenced_works", "primary_topic_display_name")
UNASSIGNED = (
    "Papers whose institutions or countries can't be told to their authors for sure, so that they were left "
    "out: {count:,}. The JSON of OpenAlex's API holds them author by author."
)


def recognises(source: Source) -> bool:
    """Return whether the header is one of OpenAlex: an `id` and at least two of its own names."""
    return any(_is_own({*map(_key, row)}) for row in first_rows(source))


def _is_own(names: Collection[str]) -> bool:
    own = [name for name in names if name.startswith(("authorships_", "primary_location_", "open_access_"))]
    own += [name for name in (*DEFINITE, "author_institution_names", "host_venue_id") if name in names]
    return "id" in names and len(own) >= 2


def read(source: Source) -> Reading:
    """Return the records of an OpenAlex CSV export."""
    reading = Reading()
    doubtful = []
    for line, cells in read_table(source, reading, names=["id"], spell=_key):
        record, unsure = _record(cells)
        reading.add(line, record)
        if unsure:
            doubtful.append(line)
    if doubtful:
        reading.report(doubtful[0], UNASSIGNED.format(count=len(doubtful)))
    return reading


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def _record(row: Row) -> tuple[Record, bool]:
    record = values_of(row, COLUMNS)
    lists = {name: _listed(cell(row, *names)) for name, names in LISTS.items()}
    names = [name for name in map(plain, lists["authors"]) if name]
    details, unsure = _details(len(names), lists)
    work, pmid = WORK.search(row.get("id", "")), PMID.search(cell(row, "ids_pmid", "pmid"))
    terms = [(term, kind) for name, kind in TERMS.items() for term in _listed(row.get(name, "")) if term]
    return record | {
        "authors": names,
        "author_details": details if any(details) else None,
        "abstract": _abstract(cell(row, "abstract", "abstract_inverted_index")),
        **(filled_in(record["date"] or "") or date_fields(row.get("publication_year"))),
        "pages": page_range(row.get("biblio_first_page"), row.get("biblio_last_page")),
        **{column: joined(lists[column]) for column in ("issn", "field", "funding")},
        "pmid": pmid[1] if pmid else None,
        "openalex_id": work[1].upper() if work else None,
        **counted(whole(row.get("cited_by_count")), "OpenAlex"),
        "references": [{"reference": cited} for cited in lists["references"] if cited],
        "keywords": [{"keyword": term, "kind": kind} for term, kind in dict.fromkeys(terms)],
    }, unsure


def _listed(text: str) -> list[str]:
    """Return the values of a cell, blanks among them: joined by `|`, or as a list of Python or JSON."""
    if (listed := printed_list(text)) is None:
        listed = [one.strip() for one in text.split("|")]
    return listed if any(listed) else []


def _abstract(text: str) -> str | None:
    if text.startswith("{") and len(text) < LONGEST_LITERAL:
        index = literal(text)
        if isinstance(index, dict):
            return abstract_text(index.get("InvertedIndex", index))
    return plain(text)


def _details(count: int, lists: Mapping[str, Sequence[str]]) -> tuple[list[Record], bool]:
    """Return what is known of each author, and whether something could not be told to its author."""
    details: list[Record] = [{} for _ in range(count)]
    if len(lists["author_ids"]) == count:
        for detail, author in zip(details, lists["author_ids"], strict=True):
            detail["source_author_id"] = f"openalex:{author.rsplit('/', 1)[-1]}" if author else None
    if len(lists["orcids"]) == count:
        for detail, orcid in zip(details, lists["orcids"], strict=True):
            detail["orcid"] = clean_orcid(orcid)
    places = lists["printed"] or lists["institutions"]
    agree = len(places) == len(lists["countries"]) == count
    unsure = False
    found = {"affiliation": places, "institution": lists["institutions"], "country": lists["countries"]}
    for key, values in found.items():
        placed = len(values) == count and (agree or "" in values)
        shares = _shares(values, count) or ([[value] for value in values] if placed else None)
        if shares is None:
            unsure = unsure or (bool(values) and key != "institution")
            continue
        for detail, share in zip(details, shares, strict=True):
            detail[key] = "; ".join(share)
    return details, unsure


def _shares(values: Sequence[str], count: int) -> list[list[str]] | None:
    """Return the share of each author: all for a single one; the same block, if it comes once for each."""
    if not values or not count or len(values) % count:
        return None
    block = list(values[: len(values) // count])
    same = len(set(block)) == len(block) and "" not in block and block * count == list(values)
    return [block] * count if same else None


FORMAT = Format("openalex_csv", recognises, read, count=count_by(WORK_CELL, ["id"]))
