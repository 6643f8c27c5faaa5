"""The papers of a corpus one by one, each with its authors, keywords and references, as exports need them."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import require_made
from analysis.names import GROUP_WORDS
from analysis.readers.fields import clean_doi

Row = dict[str, Any]
PARTS = ("authorships", "keywords", "references")


def entries(corpus: Corpus) -> Iterator[Row]:
    """Yield the rows of `papers`, with `authorships`, `keywords` and `references` as lists of rows.

    What is missing is left out. An author has `name`, as `Family, Given` where the two are told apart,
    and `is_group`.
    """
    require_made(corpus, "corpus", "authorships", "load_corpus")
    tables = {name: _by_paper(getattr(corpus, name)) for name in PARTS}
    for paper in rows_of(corpus.papers):
        parts = {name: tables[name].get(paper["paper_id"], []) for name in PARTS}
        for author in parts["authorships"]:
            author |= _name(author)
        yield {**paper, **parts}


def rows_of(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows of a table as dicts without what is missing."""
    columns = [
        [
            value if known else None
            for value, known in zip(frame[name].tolist(), frame[name].notna(), strict=True)
        ]
        for name in frame.columns
    ]
    for values in zip(*columns, strict=True):
        yield {name: value for name, value in zip(frame.columns, values, strict=True) if value is not None}


def _by_paper(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows_of(frame):
        found.setdefault(row["paper_id"], []).append(row)
    return found


def _name(author: Row) -> Row:
    printed, family = author["author"], author.get("surname")
    if family and printed.endswith(f" {family}"):
        given = printed[: -len(family) - 1]
        return {"name": f"{family}, {given}", "family": family, "given": given, "is_group": False}
    words = re.findall(r"\w+", printed.casefold())
    return {"name": printed, "is_group": "," in printed or any(word in GROUP_WORDS for word in words)}


def first_of(text: str | None) -> str | None:
    """Return the first of several ids joined by "; "."""
    return text.split("; ")[0] if text else None


def reference_text(reference: Row) -> str:
    """Return a reference in one line: as printed, else made of its parts; with its DOI.

    Examples
    --------
    >>> reference_text({"author": "Oh, A.", "year": 1999, "title": "Moss", "venue": "Lett.", "doi": "10.1/x"})
    'Oh, A., 1999, Moss, Lett., doi:10.1/x'
    """
    parts = (reference.get(name) for name in ("author", "year", "title", "venue", "volume", "pages"))
    text = one_line(reference.get("reference") or ", ".join(str(part) for part in parts if part is not None))
    doi = reference.get("doi")
    if doi and doi.casefold() not in text.casefold() and clean_doi(text) != doi:
        text = f"{text}, doi:{doi}" if text else f"doi:{doi}"
    return text


def one_line(text: object) -> str:
    """Return a text with every run of white space and control characters made one space."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", str(text)).strip()


def date_parts(paper: Row) -> list[int]:
    """Return year, month and day, as far as they are known."""
    published = paper.get("published")
    if published is None:
        return [int(paper["year"])] if "year" in paper else []
    known = {"year": 1, "month": 2, "day": 3}[paper.get("date_precision", "day")]
    return [published.year, published.month, published.day][:known]


def kind_of(paper: Row) -> str:
    """Return what a paper is, one of the eight kinds of publication that the formats tell apart.

    Examples
    --------
    >>> kind_of({"document_type": "Article; Proceedings Paper", "venue": "J"}), kind_of({"title": "A"})
    ('conference', 'other')
    """
    printed = str(paper.get("document_type", "")).casefold()
    marks = {
        "conference": "conf|proceedings", "chapter": "chapter|incollection|inbook|chap$",
        "thesis": "thes|dissertation", "report": "report|rprt", "dataset": "data",
        "book": "book(?! review)|monograph",
    }  # fmt: skip
    found = next((kind for kind, mark in marks.items() if re.search(mark, printed)), None)
    return found or ("article" if paper.get("venue") else "other")
