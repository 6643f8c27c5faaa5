"""From records to papers, authorships, references and keywords."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis.authorships import author_list, authorship_rows
from analysis.files import sha256
from analysis.institutions import spell_institutions_alike
from analysis.match_keys import ALPHANUMERIC
from analysis.matching import Remark, group_records
from analysis.memory import give_memory_back
from analysis.merged_paper import by_rank, merged_paper, spell_venues_alike
from analysis.packing import ReferencesOfPapers
from analysis.paper_entry import Entry
from analysis.schema import COLUMNS, column

Record = Mapping[str, Any]
MARKUP = re.compile(r"\\(?:text|math|emph|url)\w*|^\s*abstract\s*[:.]", re.IGNORECASE)
MERGED = ("papers", "authorships", "keywords")
LARGE = 10_000_000  # bytes
AT_ONCE = 5_000  # papers whose rows are dictionaries at the same time


def merge_records(records: Sequence[Record], *, consume: bool = False) -> dict[str, Any]:
    """Return all tables but the ledger for records from any sources.

    `analysis.matching` says which records are one paper, `analysis.merged_paper` what the paper takes from
    which of them, `analysis.authorships` who its authors are.

    Parameters
    ----------
    records : sequence of mapping
        As the readers make them, with `authors` a list, and with `record_id`, `source_file`, `format`.
    consume : bool, default False
        Whether the records may be emptied on the way, so that a large corpus is held only once; they must
        be a list of dictionaries then.

    Returns
    -------
    dict
        Tables by name, and the rows of `problems`; a record keeps its place and gains its `paper_id`.
    """
    size = len(records)
    groups, ids, preprints, remarks = _grouped(records)
    problems = [_remark_row(records[one], records[other], more, text) for one, other, more, text in remarks]
    tables, references = _merged(records, groups, ids, preprints, consume)
    if consume:
        give_memory_back(size)
    paper_of = {place: paper_id for paper_id, group in zip(ids, groups, strict=True) for place in group}
    of_records = [paper_of[place] for place in range(size)]
    tables["records"] = _records_table(records, of_records, tables["papers"], consume)
    if consume and isinstance(records, list):
        records.clear()
        give_memory_back(size)
    return tables | {
        "references": references.table(pa.array(ids, pa.large_string())),
        "problems": problems,
    }


def _merged(
    records: Sequence[Record],
    groups: Sequence[Sequence[int]],
    ids: Sequence[str],
    preprints: Sequence[bool],
    consume: bool,
) -> tuple[dict[str, Any], ReferencesOfPapers]:
    """Return the tables of papers, authorships and keywords, and the references of each paper."""
    columns = {name: {column: list[Any]() for column in COLUMNS[name]} for name in MERGED}
    references = ReferencesOfPapers()
    for start in range(0, len(groups), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        ranked = [
            by_rank([records[place] for place in group], [preprints[place] for place in group])
            for group in groups[some]
        ]
        for name, rows in zip(MERGED, _rows(ids[some], ranked), strict=True):
            for key, values in columns[name].items():
                values += [row.get(key) for row in rows]
        references.add([max((one.get("references") or [] for one in of), key=len) for of, _ in ranked])
        if consume:
            _strip(record for of, _ in ranked for record in of)
    tables = {name: _table(name, of) for name, of in columns.items()}
    tables["papers"]["venue"] = spell_venues_alike(tables["papers"]["venue"])
    tables["authorships"]["institution"] = spell_institutions_alike(tables["authorships"]["institution"])
    return tables, references


def _rows(
    ids: Sequence[str], ranked: Sequence[tuple[list[Record], list[Record]]]
) -> tuple[list[dict[str, Any]], ...]:
    """Return the rows of some papers, their authors and keywords, with the records of each paper."""
    papers: list[dict[str, Any]] = []
    authorships: list[dict[str, Any]] = []
    keywords: list[dict[str, Any]] = []
    for paper_id, (of_paper, published) in zip(ids, ranked, strict=True):
        people, truncated = author_list(of_paper)
        papers.append({**merged_paper(paper_id, of_paper, published), "authors_truncated": truncated})
        authorships += authorship_rows(paper_id, people)
        keywords.extend(_keywords(paper_id, of_paper))
    return papers, authorships, keywords


def _grouped(records: Sequence[Record]) -> tuple[list[list[int]], list[str], list[bool], list[Remark]]:
    """Return the places of the records of each paper, its id, which records are of preprints, and remarks."""
    entries = [Entry.of(record) for record in records]
    groups, remarks = group_records(entries)
    ids = _paper_ids([[entries[place] for place in group] for group in groups])
    return groups, ids, [entry.is_preprint for entry in entries], remarks


def _strip(records: Iterable[Any]) -> None:
    for record in records:
        for name in ("author_details", "references", "keywords"):
            record.pop(name, None)


def _records_table(
    records: Sequence[Any], paper_ids: Sequence[str], papers: pd.DataFrame, consume: bool
) -> pd.DataFrame:
    """Return the table `records`, made column by column; what papers say alike is held once for both."""
    columns = {}
    for name, kind in COLUMNS["records"].items():
        values = [record.pop(name, None) if consume else record.get(name) for record in records]
        if name == "authors":
            values = ["; ".join(names or ()) or None for names in values]
        elif name == "paper_id":
            values = list(paper_ids)
        same = name in papers and _holds(papers[name], values, kind)
        columns[name] = papers[name] if same else column(values, kind)
        if consume and columns[name].nbytes > LARGE:  # so are the texts that it was made of
            del values
            pa.default_memory_pool().release_unused()
    return pd.DataFrame(columns)


def _holds(known: pd.Series, values: Sequence[Any], kind: str) -> bool:
    """Return whether a column holds these values; compared some at a time, so that few are held twice."""
    starts = range(0, max(len(known), len(values)), AT_ONCE)
    parts = ((known[start : start + AT_ONCE], values[start : start + AT_ONCE]) for start in starts)
    return all(column(some, kind).equals(part.reset_index(drop=True)) for part, some in parts)


def _table(name: str, columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Return lists as a table; they are let go one by one, as both take much memory."""
    return pd.DataFrame({key: column(columns.pop(key), kind) for key, kind in COLUMNS[name].items()})


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
    titles = [key for entry in group if (key := id_key(entry.title))]
    return max(titles or [id_key(entry.abstract) for entry in group], key=lambda key: (len(key), key))


def id_key(text: str) -> str:
    """Return the letters and digits of `text`. All ids of papers hang on it, so it never changes.

    Examples
    --------
    >>> id_key("Découvrir: de  Nouvelles-Classes!")
    'decouvrirdenouvellesclasses'
    """
    if "\\" in text or "abstract" in text[:12].casefold():
        text = MARKUP.sub("", text)
    if text.isascii():
        return text.translate(ALPHANUMERIC)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in unicodedata.normalize("NFKD", folded) if character.isalnum())


def _keywords(paper_id: str, records: Sequence[Record]) -> Iterable[dict[str, Any]]:
    """Return the keywords of all records, each once of its kind whatever its capitals."""
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for record in records:
        for keyword in record.get("keywords") or ():
            text, kind = keyword["keyword"], keyword.get("kind")
            found.setdefault((text.casefold(), kind), {"paper_id": paper_id, **keyword})
    return found.values()


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
