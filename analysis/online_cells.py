"""Which cells of a corpus are filled from works found on the web, and the table that says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import schema
from analysis.authorships import author_list
from analysis.corpus import Corpus
from analysis.errors import require_made
from analysis.frames import to_rows
from analysis.identify import identify_authors
from analysis.match_keys import match_key, venue_initials, venues_agree
from analysis.online_fetch import Found
from analysis.reference_matching import match_references

Row = dict[str, Any]

# columns that make sense together only: the first is the one that is asked for
TOGETHER = {
    "published": ("year", "published", "date_precision", "date_inferred"),
    "citations": ("citations", "citations_source", "citations_date"),
}
PUBLICATION = ("volume", "issue", "pages", "publisher", "issn")  # of one venue, so never of another
SINGLE = (
    *("venue", *PUBLICATION, "abstract", "document_type", "field", "language"),
    *("open_access", "retracted", "funding"),
    *("doi", "arxiv_id", "pmid", "openalex_id"),
)
COLUMNS = (*TOGETHER, *SINGLE, "authors", "references")
ORIGINS = ("paper_id", "column", "value", "replaced", "source", "id", "url", "fetched")


def lacking(corpus: Corpus, columns: Sequence[str], overwrite: Sequence[str]) -> list[Row]:
    """Return the rows of `papers`, with `authors` as a list, that lack a column or get one anew."""
    require_made(corpus, "corpus", "authorships", "load_corpus")
    authors: dict[str, list[str]] = corpus.authorships.groupby("paper_id")["author"].agg(list).to_dict()
    cited = set(corpus.references["paper_id"])
    rows = []
    for row in to_rows(corpus.papers):
        row["authors"] = authors.get(row["paper_id"], [])
        row["references"] = row["paper_id"] in cited
        if overwrite or any(
            not row[column] if column in ("authors", "references") else row[column] is None
            for column in columns
        ):
            rows.append(row)
    return rows


def filled(
    corpus: Corpus, found: Mapping[str, Found], source: str, columns: Sequence[str], overwrite: Sequence[str]
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the tables that change, and the origin of each cell.

    Parameters
    ----------
    corpus : Corpus
    found : mapping
        By `paper_id`, as `find_works` makes it.
    source : str
        Name of the service.
    columns, overwrite : sequence of str
        Columns filled where nothing stands, and columns filled in any case.
    """
    origins: list[Row] = []
    papers = to_rows(corpus.papers)
    for row in papers:
        one = found.get(row["paper_id"])
        if one is None:
            continue
        for column, value in _news(row, _with_dates(one), columns, overwrite).items():
            origins.append(_origin(row["paper_id"], column, value, row[column], source, one))
            row[column] = value
    tables = {"papers": schema.table("papers", papers)}
    for name, add in (("authors", _authors), ("references", _references)):
        if name in columns or name in overwrite:
            tables |= add(corpus, found, source, name in overwrite, origins, tables)
    return tables, pd.DataFrame(origins, columns=list(ORIGINS)).astype("str")


def _with_dates(one: Found) -> Row:
    """Return a record with its year, and with the day on which its citations were asked for."""
    record = one.record
    published, counted = record.get("published"), record.get("citations") is not None
    year = published.year if published is not None else None
    return {**record, "year": year, "citations_date": one.fetched[:10] if counted else None}


def _news(row: Row, record: Row, columns: Iterable[str], overwrite: Sequence[str]) -> Row:
    """Return the cells of a paper that are new: where nothing stands, or where the service's is wanted."""
    news: Row = {}
    for column in dict.fromkeys((*columns, *overwrite)):
        if column in ("authors", "references") or record.get(column) is None:
            continue
        if column in PUBLICATION and not _same_venue(row, record):
            continue
        if row[column] is None or column in overwrite:
            news |= {one: record.get(one) for one in TOGETHER.get(column, (column,))}
    return {column: value for column, value in news.items() if value != row[column]}


def _same_venue(row: Row, record: Row) -> bool:
    """Return whether the paper's venue, if it has one, is the one that the service names."""
    known, named = row["venue"], record.get("venue")
    if known is None or named is None:
        return known is None
    one, other = ((match_key(venue), venue_initials(venue)) for venue in (known, named))
    return venues_agree(one, other)


def _origin(paper_id: str, column: str, value: Any, replaced: Any, source: str, one: Found) -> Row:
    what = (paper_id, column, _as_text(value), _as_text(replaced), source, one.id, one.url, one.fetched)
    return dict(zip(ORIGINS, what, strict=True))


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def _authors(
    corpus: Corpus,
    found: Mapping[str, Found],
    source: str,
    anew: bool,
    origins: list[Row],
    tables: Mapping[str, Any],
) -> dict[str, pd.DataFrame]:
    """Return `authorships` with the authors of papers that had none; persons known already keep their ids."""
    known = to_rows(corpus.authorships)
    earlier: dict[str, list[str]] = defaultdict(list)
    for row in known:
        earlier[row["paper_id"]].append(row["author"])
    new: list[Row] = []
    for paper_id, one in found.items():
        people, _ = author_list([one.record])
        if people and (anew or paper_id not in earlier):
            new += [
                {"paper_id": paper_id, "position": place, **person}
                for place, person in enumerate(people, start=1)
            ]
            before = "; ".join(earlier.get(paper_id, ()))
            names = "; ".join(person["author"] for person in people)
            origins.append(_origin(paper_id, "authors", names, before or None, source, one))
    replaced = {row["paper_id"] for row in new}
    kept = [row for row in known if row["paper_id"] not in replaced]
    found_ids = identify_authors(schema.table("authorships", [*kept, *new]), tables["papers"])
    ids, likely = found_ids["author_id"].tolist(), found_ids["probability"].tolist()
    called: dict[str, set[str]] = defaultdict(set)
    for row, author_id in zip(kept, ids, strict=False):
        called[author_id].add(row["author_id"])
    for row, author_id, probability in zip(new, ids[len(kept) :], likely[len(kept) :], strict=True):
        names_before = called.get(author_id, set())
        row["author_id"] = min(names_before) if len(names_before) == 1 else author_id
        row["probability"] = probability
    order = {paper_id: place for place, paper_id in enumerate(corpus.papers["paper_id"])}
    rows = sorted([*kept, *new], key=lambda row: order[row["paper_id"]])
    return {"authorships": schema.table("authorships", rows)}


def _references(
    corpus: Corpus,
    found: Mapping[str, Found],
    source: str,
    anew: bool,
    origins: list[Row],
    tables: Mapping[str, Any],
) -> dict[str, pd.DataFrame]:
    """Return `references` with those of papers that had none, matched to each other and to the papers."""
    counts = corpus.references["paper_id"].value_counts().to_dict()
    new: list[Row] = []
    for paper_id, one in found.items():
        cited = one.record.get("references") or []
        if cited and (anew or paper_id not in counts):
            new += [{"paper_id": paper_id, **reference} for reference in cited]
            before = f"{counts[paper_id]} references" if paper_id in counts else None
            origins.append(_origin(paper_id, "references", f"{len(cited)} references", before, source, one))
    if not new:
        return {}
    replaced = {row["paper_id"] for row in new}
    kept = corpus.references[~corpus.references["paper_id"].isin(replaced)]
    rows = pd.concat([kept, schema.table("references", new)], ignore_index=True)
    matched = match_references(rows, tables["papers"], tables.get("authorships", corpus.authorships))
    return {"references": schema.typed("references", matched)}
