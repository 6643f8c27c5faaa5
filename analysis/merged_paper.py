"""What a paper takes from its records, column by column.

The record of the published version comes first (one that names a venue, before a preprint), then the one that
fills most columns; no gap of a published version is filled from a preprint. docs/reading.md says it for each
column in words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.match_keys import match_key

Record = Mapping[str, Any]
Row = dict[str, Any]

PUBLICATION = ("venue", "volume", "issue", "pages", "publisher", "issn", "isbn", "document_type")
IDS = ("doi", "arxiv_id", "pmid", "openalex_id", "scopus_id", "wos_id", "source_id")
FIRST = ("field", "language", "url")
ANY = ("open_access", "retracted", "has_code")
PRECISIONS = {"day": 3, "month": 2, "year": 1}


def by_rank(records: Sequence[Record], preprints: Sequence[bool]) -> tuple[list[Record], list[Record]]:
    """Return the records of one paper, the one that counts most first, and those of its published version.

    Where no record names a venue but preprints do, all count as the published version.
    """
    if len(records) == 1:
        return list(records), list(records)
    pairs = sorted(zip(records, preprints, strict=True), key=_rank)
    ranked = [record for record, _ in pairs]
    if not any(record.get("venue") and not preprint for record, preprint in pairs):
        return ranked, ranked
    return ranked, [record for record, preprint in pairs if not preprint]


def _rank(pair: tuple[Record, bool]) -> tuple[Any, ...]:
    record, preprint = pair
    filled = sum(value is not None for value in record.values())
    unpublished = preprint or not record.get("venue")
    place = record["source_file"], record.get("source_line") or 0, record["record_id"]
    return unpublished, preprint, -filled, *place


def merged_paper(paper_id: str, ranked: Sequence[Record], published: Sequence[Record]) -> Row:
    """Return the row of `papers` for the records of one paper, its authors apart.

    Parameters
    ----------
    paper_id : str
        The id of the paper.
    ranked, published : sequence of mapping
        What `by_rank` makes of its records.
    """
    dated = _dated(published) or _dated(ranked)
    date = dated.get("published")
    return {
        "paper_id": paper_id,
        "title": _best_title(ranked),
        "abstract": _longest(ranked, "abstract"),
        "year": date.year if date is not None else None,
        **{column: dated.get(column) for column in ("published", "date_precision", "date_inferred")},
        **{column: _first(published, column) for column in PUBLICATION},
        **{column: _all(ranked, column) for column in IDS},
        **{column: _first(ranked, column) for column in FIRST},
        **{column: _any(ranked, column) for column in ANY},
        **_citations(ranked),
        "funding": _longest(ranked, "funding"),
        "sources": "; ".join(sorted({record["source_file"] for record in ranked})),
    }


def spell_venues_alike(venues: pd.Series) -> pd.Series:
    """Return the venues of papers, each in one of the spellings alike but for case, accents, signs and `&`.

    It is one that is not in capitals, then the most frequent.

    Examples
    --------
    >>> spell_venues_alike(pd.Series(["SOIL & MOSS", "Soil and Moss", None])).tolist()
    ['Soil and Moss', 'Soil and Moss', nan]
    """
    counts = venues.value_counts().to_dict()
    spellings: dict[str, list[str]] = {}
    for name in counts:
        spellings.setdefault(match_key(name.replace("&", " and ")) or name, []).append(name)
    best = {
        spelling: max(alike, key=lambda name: (not name.isupper(), counts[name], name))
        for alike in spellings.values()
        for spelling in alike
    }
    return venues.map(best).astype(venues.dtype)


def _best_title(records: Sequence[Record]) -> str | None:
    titles = [record["title"] for record in records if record.get("title")]
    if len(titles) < 2:
        return titles[0] if titles else None
    counts = Counter(titles)

    def rank(title: str) -> tuple[int, bool, int, str]:
        return len(match_key(title)), not title.isupper(), counts[title], title

    return max(titles, key=rank)


def _dated(records: Sequence[Record]) -> Record:
    """Return the record whose date counts; nothing where none has one."""
    return max((one for one in records if one.get("published") is not None), key=_date_rank, default={})


def _date_rank(record: Record) -> tuple[bool, bool, int, float]:
    return (
        bool(record.get("venue")),
        not record.get("date_inferred"),
        PRECISIONS[record["date_precision"]],
        -record["published"].timestamp(),
    )


def _citations(records: Sequence[Record]) -> Row:
    counted = [record for record in records if record.get("citations") is not None]
    most = max(counted, key=_citation_rank, default={})
    return {column: most.get(column) for column in ("citations", "citations_source", "citations_date")}


def _citation_rank(record: Record) -> tuple[int, str, str]:
    """Prefer the larger number, then one that says when it was counted, the latest first, then by whom."""
    return record["citations"], record.get("citations_date") or "", record.get("citations_source") or ""


def _first(records: Sequence[Record], column: str) -> Any:
    return next((value for record in records if (value := record.get(column)) is not None), None)


def _longest(records: Sequence[Record], column: str) -> str | None:
    return max((text for record in records if (text := record.get(column))), key=len, default=None)


def _all(records: Sequence[Record], column: str) -> str | None:
    values = [value for record in records if (value := record.get(column))]
    return "; ".join(dict.fromkeys(values)) if values else None


def _any(records: Sequence[Record], column: str) -> bool | None:
    values = [value for record in records if (value := record.get(column)) is not None]
    return any(values) if values else None
