"""A corpus as CSL-JSON, the form of Zotero, Pandoc and citation styles (schema 1.0)."""

import json
import os
from pathlib import Path
from typing import Any

from analysis.corpus import Corpus
from analysis.exports.entries import Row, date_parts, entries, first_of, kind_of
from analysis.fitting import LISTS
from analysis.readers.csl_json import IN_CUSTOM, OF_AUTHORS
from analysis.saving import write_file

KINDS = {
    "article": "article-journal", "conference": "paper-conference", "chapter": "chapter", "book": "book",
    "thesis": "thesis", "report": "report", "dataset": "dataset", "other": "document",
}  # fmt: skip
SIMPLE = {
    "title": "title", "abstract": "abstract", "venue": "container-title", "volume": "volume",
    "issue": "issue", "pages": "page", "publisher": "publisher", "issn": "ISSN", "isbn": "ISBN",
    "language": "language", "url": "URL",
}  # fmt: skip


def write_csl_json(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write the papers of a corpus as CSL-JSON and return the path.

    `load_corpus` reads all of it back. What CSL has no variable for (kinds of keywords, references, ids of
    databases, citations, institutions and countries of authors) stands in `custom`. Of several DOIs or
    PubMed ids the first is written.
    """
    items = [_item(paper) for paper in entries(corpus)]
    return write_file(path, json.dumps(items, ensure_ascii=False, indent=1) + "\n")


def _item(paper: Row) -> dict[str, Any]:
    item: dict[str, Any] = {"id": paper["paper_id"], "type": KINDS[kind_of(paper)]}
    item |= {name: paper[column] for column, name in SIMPLE.items() if column in paper}
    item |= {
        name: first_of(paper[column])
        for column, name in (("doi", "DOI"), ("pmid", "PMID"))
        if column in paper
    }
    if paper["authorships"]:
        item["author"] = [_author(author) for author in paper["authorships"]]
    if date := date_parts(paper):
        item["issued"] = {"date-parts": [date]}
    if "arxiv_id" in paper:
        item |= {"archive": "arXiv", "archive_location": f"arXiv:{first_of(paper['arxiv_id'])}"}
    if paper["keywords"]:
        item["keyword"] = "; ".join(row["keyword"].replace(";", ",") for row in paper["keywords"])
    custom = {name: paper[name] for name in ("paper_id", *IN_CUSTOM) if name in paper}
    for name in ("keywords", "references"):
        rows = [{key: row[key] for key in LISTS[name] if key in row} for row in paper[name]]
        custom |= {name: rows} if rows else {}
    details = [{key: one[key] for key in OF_AUTHORS if key in one} for one in paper["authorships"]]
    return item | {"custom": custom | ({"authors": details} if any(details) else {})}


def _author(author: Row) -> dict[str, Any]:
    name = (
        {"family": author["family"], "given": author["given"]}
        if "family" in author
        else {"literal": author["name"]}
    )
    extra = {"ORCID": author.get("orcid"), "affiliation": author.get("affiliation")}
    return name | {key: value for key, value in extra.items() if value}
