"""A corpus: the tables that everything else works on, read from files and saved to them."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.decoding import UnreadableFile, decode
from analysis.files import (
    declared_facts,
    expand_paths,
    facts_for,
    partial_date,
    sha256,
    short_names,
)
from analysis.merge import merge_records
from analysis.readers import Source, UnknownFormat, recognise

Row = dict[str, Any]
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Papers and all that is known about them, as plain DataFrames; `analysis.schema` lists the columns.

    Attributes
    ----------
    records : DataFrame
        One row an entry, as one source printed it.
    papers : DataFrame
        One row a distinct paper, merged from its records.
    authorships : DataFrame
        One row an author of a paper.
    references, keywords : DataFrame
        One row a cited work, one row a keyword of a paper.
    problems : DataFrame
        One row for each thing that could not be read in full.
    ledger : DataFrame
        One row a file: its format, hash, encoding, and how many records it gave.
    """

    records: pd.DataFrame
    papers: pd.DataFrame
    authorships: pd.DataFrame
    references: pd.DataFrame
    keywords: pd.DataFrame
    problems: pd.DataFrame
    ledger: pd.DataFrame

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write each table as a Parquet file into `folder` and return the folder.

        A corpus saved there before is replaced; a folder that holds anything else is refused.

        Raises
        ------
        FileExistsError
            If `folder` exists and is not a saved corpus.
        """
        target = Path(folder)
        if target.exists() and not is_saved_corpus(target) and (target.is_file() or any(target.iterdir())):
            raise FileExistsError(f"{target} is or holds something else; give a new folder for the corpus.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            new, old = Path(scratch, "new"), Path(scratch, "old")
            new.mkdir()
            for name in schema.COLUMNS:
                getattr(self, name).to_parquet(new / f"{name}.parquet", index=False)
            if target.exists():
                target.rename(old)
            new.rename(target)
        return target

    def __repr__(self) -> str:
        return "\n".join(f"{what}: {value}" for what, value in summary(self).items())

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in summary(self).items())
        return f"<table><tbody>{rows}</tbody></table>"


def load_corpus(paths: Paths) -> Corpus:
    """Return the corpus read from files, folders or globs, or the one saved in a folder.

    Every file is recognised by its content. A file that cannot be read, or only in part, has a row in
    `problems`, and the others are still read. What a page does not say about itself may be declared in
    a file `sources.toml` beside it.

    Parameters
    ----------
    paths : path or list of paths
        Files, folders (all files in and below them) or globs; or one folder made by `Corpus.save`.

    Raises
    ------
    FileNotFoundError
        If no path given exists.
    TypeError
        If `paths` is neither a path nor a list of paths.
    ValueError
        If a saved corpus is given together with other paths.

    Examples
    --------
    >>> corpus = load_corpus("seeds")
    >>> len(corpus.records), len(corpus.papers)
    (679, 659)
    """
    given = _as_list(paths)
    saved = [Path(path) for path in given if is_saved_corpus(Path(path))]
    if saved and len(given) > 1:
        raise ValueError(
            f"The saved corpus {saved[0]} must be loaded alone, but {len(given)} paths were given."
        )
    if saved:
        return _load_saved(saved[0])
    files, missing = expand_paths(given)
    if missing and not files:
        raise FileNotFoundError(f"There is no file, folder or match for {', '.join(missing)}.")
    problems: list[Row] = [
        {"source_file": path, "problem": "There is no such file; check the path."} for path in missing
    ]
    if not files:
        folders = ", ".join(os.fspath(path) for path in given) or "(no path)"
        problems.append({"source_file": folders, "problem": "There is no file in it to be read."})
    records, ledger = _read_files(files, problems)
    tables = merge_records(records)
    tables["problems"] = sorted(problems + tables["problems"], key=_place)
    tables["ledger"] = ledger
    return Corpus(**{name: schema.table(name, tables.get(name, ())) for name in schema.COLUMNS})


def _as_list(paths: Paths) -> list[str | os.PathLike[str]]:
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    if not isinstance(given, Iterable) or not all(isinstance(path, str | os.PathLike) for path in given):
        raise TypeError(f"`paths` must be a path or a list of paths, but {paths!r} was given.")
    return list(given)


def _place(problem: Row) -> tuple[str, int]:
    return problem["source_file"], problem.get("source_line") or 0


def _read_files(files: list[Path], problems: list[Row]) -> tuple[list[Row], list[Row]]:
    records: list[Row] = []
    ledger = []
    facts = {}
    for folder in sorted({file.parent for file in files}):
        facts[folder], wrong = declared_facts(folder)
        problems.extend(wrong)
    for file, name in short_names(files).items():
        entry, found, odd = _read_file(file, name, facts_for(file.name, facts[file.parent]))
        ledger.append({**entry, "records": len(found), "problems": len(odd)})
        records.extend(found)
        problems.extend({"source_file": name, **row} for row in odd)
    return records, ledger


def _read_file(path: Path, name: str, facts: dict[str, Any]) -> tuple[Row, list[Row], list[Row]]:
    """Return the ledger's entry of a file, its records and its problems."""
    entry: Row = {"source_file": name}
    try:
        content = path.read_bytes()
        entry |= {"sha256": sha256(content), "bytes": len(content)}
        decoded = decode(content)
        entry["encoding"] = decoded.encoding
        source = Source(name, content, decoded.text, facts)
        kind = recognise(source)
        entry["format"] = kind.name
    except (OSError, UnreadableFile, UnknownFormat) as error:
        return entry, [], [{"problem": str(error)}]
    reading = kind.read(source)
    records = [_completed(record, source, kind.name) for record in reading.records]
    return entry, records, [*decoded.problems, *reading.problems]


def _completed(record: Row, source: Source, kind: str) -> Row:
    """Return the record with its origin, and with what was declared where the page is silent."""
    declared = {key: source.facts[key] for key in ("venue", "field", "language") if key in source.facts}
    date = partial_date(source.facts.get("published"))
    if date and record.get("published") is None:
        declared |= {"published": pd.Timestamp(date[0]), "date_precision": date[1], "date_inferred": False}
    printed = {key: value for key, value in record.items() if value is not None}
    return {
        "record_id": f"{source.name}:{record['source_line']}",
        "source_file": source.name,
        "format": kind,
        **declared,
        **printed,
    }


def is_saved_corpus(folder: Path) -> bool:
    """Return whether `folder` was written by `Corpus.save`."""
    return all((folder / f"{name}.parquet").is_file() for name in schema.COLUMNS)


def _load_saved(folder: Path) -> Corpus:
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in schema.COLUMNS}
    return Corpus(**{name: schema.typed(name, frame) for name, frame in tables.items()})


def summary(corpus: Corpus) -> dict[str, str]:
    """Return what a corpus holds in a few lines: counts, span, coverage, problems."""
    papers, authorships = corpus.papers, corpus.authorships
    counts = f"{len(corpus.records):,} records in {len(corpus.ledger):,} files"
    with_authors = _share(papers["paper_id"].isin(authorships["paper_id"]))
    lines = {
        "papers": f"{len(papers):,} distinct, from {counts}",
        "published": f"{date_span(papers) or 'no dates'} ({_share(papers['published'].notna())} with a date)",
        "abstracts": f"{_share(papers['abstract'].notna())}",
        "venues": f"{papers['venue'].nunique():,} ({_share(papers['venue'].notna())} with one)",
        "authors": f"{authorships['author_id'].nunique():,} ({with_authors} with any)",
        "problems": f"{len(corpus.problems):,}, listed in corpus.problems",
    }
    extra = {name: len(getattr(corpus, name)) for name in ("references", "keywords")}
    return lines | {name: f"{count:,}" for name, count in extra.items() if count}


def date_span(papers: pd.DataFrame) -> str | None:
    """Return the first and the last date of publication, each as far as it is known; None without any.

    Examples
    --------
    >>> dates = pd.to_datetime(["2024-05-01", "2019-05-07"])
    >>> date_span(pd.DataFrame({"published": dates, "date_precision": ["month", "day"]}))
    '2019-05-07 to 2024-05'
    """
    dated = papers.dropna(subset="published").sort_values("published", kind="stable")
    formats = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
    ends = pd.concat([dated.head(1), dated.tail(1)])
    printed = [f"{end.published:{formats[end.date_precision]}}" for end in ends.itertuples()]
    return " to ".join(dict.fromkeys(printed)) or None


def _share(known: pd.Series) -> str:
    return f"{known.sum():,} of {len(known):,} papers"
