"""A corpus: the tables that everything else works on, read from files and saved to them."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.author_corrections import correct_authors
from analysis.countries import is_country
from analysis.coverage import describe_ledger
from analysis.drawing import counted
from analysis.errors import require_made, require_pandas
from analysis.files import expand_paths
from analysis.identify import identify_authors
from analysis.memory import give_memory_back, made_for_much
from analysis.merge import merge_records
from analysis.readers import FORMATS, Format
from analysis.reading import read_files
from analysis.reference_matching import match_references
from analysis.saving import whole_folder

Row = dict[str, Any]
FIRST = -1  # rank of the user's own formats
MUCH = 20_000_000  # bytes of files
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
        One row a file: its format, hash, encoding, how many record marks stand in it (`counted`, missing
        for pages without marks), how many records were kept of it, and how many problems it has.
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
        with whole_folder(target, ours=is_saved_corpus(target), what="corpus") as new:
            for name in (field.name for field in fields(self)):
                getattr(self, name).to_parquet(new / f"{name}.parquet", index=False)
        return target

    def __repr__(self) -> str:
        return "\n".join(f"{what}: {value}" for what, value in summary(self).items())

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in summary(self).items())
        return f"<table><tbody>{rows}</tbody></table>"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EnrichedCorpus(Corpus):
    """A corpus with cells from the web, and where each of them is from.

    Attributes
    ----------
    origins : DataFrame
        One row a cell: `paper_id`, `column`, `value` and what it `replaced`, as text, the `source`, the `id`
        and `url` of the work there, and when it was `fetched` (UTC). Authors and references are a cell each.
    """

    origins: pd.DataFrame


def load_corpus(
    paths: Paths, *, formats: Iterable[Format] = (), authors: str | os.PathLike[str] | None = None
) -> Corpus:
    """Return the corpus read from files, folders or globs, or the one saved in a folder.

    Every file is recognised by its content, and so is what is packed in `.zip` and `.gz` archives. A file
    that cannot be read, or only in part, has a row in `problems`, and the others are still read. What a
    page does not say about itself may be declared in a file `sources.toml` beside it.

    Parameters
    ----------
    paths : path or list of paths
        Files, folders (all files in and below them) or globs; or one folder made by `Corpus.save`.
    formats : list of Format, optional
        Formats of your own, asked before those that are built in.
    authors : path, optional
        A CSV file that corrects who is who: `analysis.author_corrections` says what stands in it. What of it
        cannot be applied has a row in `problems`.

    Raises
    ------
    FileNotFoundError
        If no path given exists, or `authors` does not.
    TypeError
        If `paths` is neither a path nor a list of paths, or `formats` no list of formats.
    ValueError
        If a saved corpus is given together with other paths.

    Examples
    --------
    >>> corpus = load_corpus("seeds")
    >>> len(corpus.records), len(corpus.papers)
    (679, 659)

    A format of your own: how a file of it is recognised, and its records, which are dictionaries with the
    columns of `schema.COLUMNS["records"]`.

    >>> def is_shelf_list(source):
    ...     return source.head.startswith("SHELF LIST")
    >>> def read_shelf_list(source):
    ...     rows = [line.split(" / ") for line in source.text.splitlines()[1:]]
    ...     return [{"title": title, "authors": [author]} for author, title in rows]
    >>> shelf_list = Format("shelf_list", is_shelf_list, read_shelf_list)
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "shelf.txt").write_text("SHELF LIST\\nByron, Ada / Notes on the Engine\\n")
    >>> load_corpus(folder, formats=[shelf_list]).papers["title"].tolist()
    ['Notes on the Engine']
    """
    given, known = _as_list(paths), _known_formats(formats)
    saved = [Path(path) for path in given if is_saved_corpus(Path(path))]
    if saved and len(given) > 1:
        raise ValueError(
            f"The saved corpus {saved[0]} must be loaded alone, but {len(given)} paths were given."
        )
    if saved:
        return _corrected(_load_saved(saved[0]), authors)
    files, missing = expand_paths(given)
    if missing and not files:
        raise FileNotFoundError(f"There is no file, folder or match for {', '.join(missing)}.")
    problems: list[Row] = [
        {"source_file": path, "problem": "There is no such file; check the path."} for path in missing
    ]
    if not files:
        folders = ", ".join(os.fspath(path) for path in given) or "(no path)"
        problems.append({"source_file": folders, "problem": "There is no file in it to be read."})
    with made_for_much():
        if sum(path.stat().st_size for path in files) > MUCH:
            is_country("")  # loads the gazetteer, which among records would keep their memory from being free
        records, ledger, odd = read_files(files, known)
        problems.extend(odd)
        size = len(records)
        give_memory_back(size)
        tables = merge_records(records, consume=True)
        tables["problems"] = sorted(problems + tables["problems"], key=_place)
        tables["ledger"] = ledger
        give_memory_back(size)
        typed = {name: schema.table(name, tables.pop(name, ())) for name in schema.COLUMNS}
        typed["references"] = match_references(typed["references"], typed["papers"], typed["authorships"])
        give_memory_back(size)
        typed["authorships"] = identify_authors(
            typed["authorships"], typed["papers"], references=typed["references"], keywords=typed["keywords"]
        )
        return _corrected(Corpus(**typed), authors)


def _corrected(corpus: Corpus, authors: str | os.PathLike[str] | None) -> Corpus:
    if authors is None:
        return corpus
    corrected, odd = correct_authors(corpus.authorships, authors)
    problems = pd.concat([corpus.problems, schema.table("problems", odd)], ignore_index=True)
    return replace(corpus, authorships=corrected, problems=problems)


def _as_list(paths: Paths) -> list[str | os.PathLike[str]]:
    if isinstance(paths, pd.DataFrame):
        raise TypeError("`paths` must be a path or a list of paths, but a DataFrame was given.")
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    if not isinstance(given, Iterable) or not all(isinstance(path, str | os.PathLike) for path in given):
        raise TypeError(f"`paths` must be a path or a list of paths, but {paths!r} was given.")
    return list(given)


def _place(problem: Row) -> tuple[str, int]:
    return problem["source_file"], problem.get("source_line") or 0


def _known_formats(own: Iterable[Format]) -> dict[str, Format]:
    """Return all formats by name; the user's own are asked before all others."""
    given = list(own) if isinstance(own, Iterable) else [own]
    if not all(isinstance(form, Format) for form in given):
        raise TypeError(f"`formats` must be a list of Format(name, recognises, read), but {own!r} was given.")
    return FORMATS | {form.name: replace(form, rank=FIRST) for form in given}


def is_saved_corpus(folder: Path) -> bool:
    """Return whether `folder` was written by `Corpus.save`."""
    return all((folder / f"{name}.parquet").is_file() for name in schema.COLUMNS)


def _load_saved(folder: Path) -> Corpus:
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in schema.COLUMNS}
    typed = {name: schema.typed(name, frame) for name, frame in tables.items()}
    origins = folder / "origins.parquet"
    return EnrichedCorpus(**typed, origins=pd.read_parquet(origins)) if origins.is_file() else Corpus(**typed)


def summary(corpus: Corpus) -> dict[str, str]:
    """Return what a corpus holds in a few lines: counts, span, coverage, problems."""
    require_made(corpus, "corpus", "records", "load_corpus")
    papers, authorships = corpus.papers, corpus.authorships
    counts = f"{counted(len(corpus.records), 'record')} in {counted(len(corpus.ledger), 'file')}"
    with_authors = _share(papers["paper_id"].isin(authorships["paper_id"]))
    listed = f"{len(corpus.problems):,}, listed in corpus.problems"
    lines = {
        "papers": f"{len(papers):,} distinct, from {counts}",
        "published": f"{date_span(papers) or 'no dates'} ({_share(papers['published'].notna())} with a date)",
        "abstracts": f"{_share(papers['abstract'].notna())}",
        "venues": f"{papers['venue'].nunique():,} ({_share(papers['venue'].notna())} with one)",
        "authors": f"{authorships['author_id'].nunique():,} ({with_authors} with any)",
        "ledger": describe_ledger(corpus.ledger),
        "problems": listed if len(corpus.problems) else "none",
    }
    if retracted := int(papers["retracted"].fillna(False).sum()):
        lines["retracted"] = f"{retracted:,}, marked in corpus.papers.retracted"
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
    require_pandas(papers, ["published", "date_precision"], "papers", "load_corpus(...).papers")
    dated = papers.dropna(subset="published").sort_values("published", kind="stable")
    formats = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
    ends = pd.concat([dated.head(1), dated.tail(1)])
    printed = [f"{end.published:{formats[end.date_precision]}}" for end in ends.itertuples()]
    return " to ".join(dict.fromkeys(printed)) or None


def _share(known: pd.Series) -> str:
    return f"{known.sum():,} of {len(known):,} papers"
