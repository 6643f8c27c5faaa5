"""A corpus as RIS: one record a paper, one line a field."""

import os
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus import Corpus
from analysis.exports.entries import Row, date_parts, entries, kind_of, one_line, reference_text
from analysis.saving import write_file

KINDS = {
    "article": "JOUR", "conference": "CONF", "chapter": "CHAP", "book": "BOOK", "thesis": "THES",
    "report": "RPRT", "dataset": "DATA", "other": "GEN",
}  # fmt: skip
SIMPLE = {
    "title": "TI", "venue": "T2", "abstract": "AB", "volume": "VL", "issue": "IS", "publisher": "PB",
    "doi": "DO", "language": "LA", "document_type": "M3", "url": "UR", "source_id": "ID",
}  # fmt: skip
LINKS = {
    "arxiv_id": "https://arxiv.org/abs/{}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}",
    "openalex_id": "https://openalex.org/{}", "scopus_id": "{}", "wos_id": "{}",
}  # fmt: skip


def write_ris(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write the papers of a corpus as RIS and return the path.

    `load_corpus` reads from it the same papers, authors with their addresses, keywords and the text of
    references. RIS has no place for the kind of a keyword, for ORCIDs and citation counts.
    """
    text = "".join(
        "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in _fields(paper) if value)
        + "ER  - \r\n\r\n"
        for paper in entries(corpus)
    )
    return write_file(path, text)


def _fields(paper: Row) -> Iterator[tuple[str, object]]:
    yield "TY", KINDS[kind_of(paper)]
    yield from (("AU", author["name"].replace(";", ",")) for author in paper["authorships"])
    if paper.get("authors_truncated"):
        yield "AU", "et al."
    yield from ((tag, paper[column]) for column, tag in SIMPLE.items() if column in paper)
    date = [f"{part:02}" for part in date_parts(paper)]
    if date:
        yield "PY", date[0]
        yield "DA", "/".join([*date, "", ""][:3]) + "/"
    first, _, last = paper.get("pages", "").partition("-")
    yield "SP", first
    yield "EP", last
    for column in ("issn", "isbn"):
        yield from (("SN", number) for number in paper.get(column, "").split("; "))
    for column, link in LINKS.items():
        yield from (("L2", link.format(number)) for number in paper.get(column, "").split("; ") if number)
    yield from (("KW", row["keyword"].replace(";", ",")) for row in paper["keywords"])
    yield from (
        ("AD", f"{row['name']}: {row['affiliation']}") for row in paper["authorships"] if "affiliation" in row
    )
    yield from (("CR", reference_text(row)) for row in paper["references"])
