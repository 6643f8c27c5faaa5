"""From records to papers: what the merged paper takes from which of its records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.files import sha256
from analysis.matching import Entry, group_records, match_key
from analysis.names import author_ids

Record = Mapping[str, Any]
PRECISIONS = {"day": 3, "month": 2, "year": 1}


def merge_records(records: Sequence[Record]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of `records`, `papers`, `authorships` and `problems` for records from any sources.

    The merged paper takes its title from the record with the longest one, its authors from the most
    complete list, the longest abstract, and the date of publication from a record that names the venue
    (the version of record), else the most precise and earliest printed date. Citations are the largest
    number that a source gives, never a sum.

    Parameters
    ----------
    records : sequence of mapping
        As the readers make them, with `authors` a list, and with `record_id`, `source_file`, `format`.

    Returns
    -------
    dict
        Lists of rows by the name of the table; a record keeps its place and gains its `paper_id`.
    """
    entries = [Entry.of(record) for record in records]
    groups, remarks = group_records(entries)
    ids = _paper_ids([[entries[position] for position in group] for group in groups])
    grouped = list(zip(ids, groups, strict=True))
    paper_of = {position: paper_id for paper_id, group in grouped for position in group}
    papers = [_merged(paper_id, [records[position] for position in group]) for paper_id, group in grouped]
    return {
        "records": [_record_row(record, paper_of[position]) for position, record in enumerate(records)],
        "authorships": _authorships(papers),
        "papers": [{key: value for key, value in paper.items() if key != "authors"} for paper in papers],
        "problems": [
            _remark_row(records[one], records[other], more, text) for one, other, more, text in remarks
        ],
    }


def _paper_ids(groups: Sequence[Sequence[Entry]]) -> list[str]:
    """Return an id for each group that depends on what the paper is, not on where it was found."""
    keys = [_paper_key(group) for group in groups]
    shared = Counter(keys)
    seen: Counter[str] = Counter()
    ids = []
    for key, group in zip(keys, groups, strict=True):
        if shared[key] > 1:  # other papers have the same title
            key = "|".join(
                [key, *min((entry.doi, *sorted(entry.people), entry.abstract_key) for entry in group)]
            )
        seen[key] += 1
        ids.append("p" + sha256(f"{key}|{seen[key]}".encode())[:12])
    return ids


def _paper_key(group: Sequence[Entry]) -> str:
    titles = [entry.title_key for entry in group if entry.title_key]
    return max(titles or [entry.abstract_key for entry in group], key=lambda key: (len(key), key))


def _merged(paper_id: str, records: Sequence[Record]) -> dict[str, Any]:
    records = sorted(records, key=lambda record: (record["source_file"], record.get("source_line") or 0))
    authors = max((record.get("authors") or [] for record in records), key=len)
    dated = max(
        (record for record in records if record.get("published") is not None), key=_date_rank, default={}
    )
    published = dated.get("published")
    known = [list(record["authors"]) for record in records if record.get("authors")]
    return {
        "paper_id": paper_id,
        "title": _best_title(records),
        "abstract": max(
            (record["abstract"] for record in records if record.get("abstract")), key=len, default=None
        ),
        "year": published.year if published is not None else None,
        **{key: dated.get(key) for key in ("published", "date_precision", "date_inferred")},
        **{key: _first(records, key) for key in ("venue", "field", "doi", "language")},
        "citations": max((r["citations"] for r in records if r.get("citations") is not None), default=None),
        "has_code": _any(records, "has_code"),
        "authors_truncated": _authors_truncated(records, authors) if known else None,
        "authors": authors,
        "sources": "; ".join(sorted({record["source_file"] for record in records})),
    }


def _best_title(records: Sequence[Record]) -> str | None:
    titles = [record["title"] for record in records if record.get("title")]
    counts = Counter(titles)

    def rank(title: str) -> tuple[int, bool, int, str]:
        return len(match_key(title)), not title.isupper(), counts[title], title

    return max(titles, key=rank, default=None)


def _date_rank(record: Record) -> tuple[bool, bool, int, float]:
    """Prefer the version of record, then a date printed in full, then the more precise, then the earlier."""
    printed = not record.get("date_inferred")
    return (
        bool(record.get("venue")),
        printed,
        PRECISIONS[record["date_precision"]],
        -record["published"].timestamp(),
    )


def _first(records: Sequence[Record], column: str) -> Any:
    return next((record[column] for record in records if record.get(column) is not None), None)


def _any(records: Sequence[Record], column: str) -> bool | None:
    values = [record[column] for record in records if record.get(column) is not None]
    return any(values) if values else None


def _authors_truncated(records: Sequence[Record], authors: Sequence[str]) -> bool:
    """Whether even the longest list was cut: no record gives a complete one of that length."""
    longest = [record for record in records if len(record.get("authors") or []) == len(authors)]
    return all(bool(record.get("authors_truncated")) for record in longest)


def _authorships(papers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    ids = author_ids(sorted({name for paper in papers for name in paper["authors"]}))
    rows = []
    for paper in papers:
        first_seen: dict[str, str] = {}
        for name in paper["authors"]:
            first_seen.setdefault(ids[name], name)
        for position, (author_id, author) in enumerate(first_seen.items(), start=1):
            rows.append(
                {
                    "paper_id": paper["paper_id"],
                    "position": position,
                    "author": author,
                    "author_id": author_id,
                }
            )
    return rows


def _record_row(record: Record, paper_id: str) -> dict[str, Any]:
    authors = record.get("authors")
    return {**record, "paper_id": paper_id, "authors": "; ".join(authors) if authors else None}


def _remark_row(record: Record, other: Record, more: int, text: str) -> dict[str, Any]:
    title = record.get("title") or "(no title)"
    where = f"“{other.get('title') or '(no title)'}” ({other['record_id']})"
    where += f" and of {more:,} more" if more else ""
    return {
        "source_file": record["source_file"],
        "source_line": record.get("source_line"),
        "problem": f"This paper {text.format(other=where)}.",
        "text": title,
    }
