"""A corpus as BibTeX: one entry a paper, in UTF-8, LaTeX's own characters escaped."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus import Corpus
from analysis.exports.entries import Row, date_parts, entries, first_of, kind_of, one_line, reference_text
from analysis.saving import write_file

KINDS = {
    "article": "article", "conference": "inproceedings", "chapter": "incollection", "book": "book",
    "thesis": "phdthesis", "report": "techreport", "dataset": "misc", "other": "misc",
}  # fmt: skip
VENUES = {"inproceedings": "booktitle", "incollection": "booktitle"}
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
SIMPLE = {
    "volume": "volume", "issue": "number", "publisher": "publisher", "issn": "issn", "isbn": "isbn",
    "language": "language", "field": "field", "document_type": "type", "funding": "funding",
    "abstract": "abstract",
}  # fmt: skip
VERBATIM = {
    "doi": "doi", "arxiv_id": "eprint", "pmid": "pmid", "openalex_id": "openalex-id",
    "scopus_id": "scopus-id", "wos_id": "wos-id", "url": "url",
}  # fmt: skip
FLAGS = {"open_access": "open-access", "retracted": "retracted"}
KEYWORDS = {"author": "keywords", "index": "keywords-plus", "mesh": "mesh-terms"}
OF_AUTHORS = {
    "orcid": "orcid-numbers", "affiliation": "author-affiliations",
    "institution": "author-institutions", "country": "author-countries", "source_author_id": "author-ids",
}  # fmt: skip
CAPITALS = re.compile(r"(?<![\w\\{])\w+(?=[A-Z])\w+")  # words such as DNA, which styles would write small
OWN_PREFIX = re.compile(r"(?:acl|lens|s2|openalex|pmc|ieee|zotero):")


def write_bibtex(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write the papers of a corpus as BibTeX and return the path.

    `load_corpus` reads from it the same papers, authors with ORCID and address, keywords by their kind, and
    references by their text and DOI. Of several ids of one kind the first is written. A key is the one that
    the paper had in a BibTeX file, else made of surname, year and title.

    Examples
    --------
    >>> import tempfile
    >>> from analysis import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> written = write_bibtex(corpus, Path(tempfile.mkdtemp(), "seeds.bib"))
    >>> len(load_corpus(written).papers) == len(corpus.papers)
    True
    """
    taken: set[str] = set()
    return write_file(path, "\n".join(_entry(paper, _key(paper, taken)) for paper in entries(corpus)))


def _entry(paper: Row, key: str) -> str:
    kind = KINDS[kind_of(paper)]
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(paper, kind) if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(paper: Row, kind: str) -> Iterator[tuple[str, str]]:
    yield "author", _authors(paper)
    if "title" in paper:
        yield "title", CAPITALS.sub(r"{\g<0>}", latex(paper["title"]))
    if "venue" in paper:
        yield VENUES.get(kind, "journal"), latex(paper["venue"])
    yield from zip(("year", "month", "day"), map(str, date_parts(paper)), strict=False)
    if "pages" in paper:
        yield "pages", latex(paper["pages"]).replace("-", "--")
    yield from ((name, latex(paper[column])) for column, name in SIMPLE.items() if column in paper)
    yield from (
        (name, verbatim(first_of(paper[column]))) for column, name in VERBATIM.items() if column in paper
    )
    if "arxiv_id" in paper:
        yield "archiveprefix", "arXiv"
    for column, name in FLAGS.items():
        if column in paper:
            yield name, "yes" if paper[column] else "no"
    if "citations" in paper:
        yield "times-cited", str(paper["citations"])
        yield "times-cited-source", latex(paper.get("citations_source", ""))
        yield "times-cited-date", latex(paper.get("citations_date", ""))
    for kind_of_word, name in KEYWORDS.items():
        words = [row["keyword"] for row in paper["keywords"] if row.get("kind", "author") == kind_of_word]
        joined = "; ".join(latex(word).replace(";", ",") for word in words)
        yield name, joined + ";" * (len(words) == 1 and "," in joined)
    for column, name in OF_AUTHORS.items():
        known = [(row["name"], row[column]) for row in paper["authorships"] if column in row]
        yield name, "\n    ".join(f"{latex(author)}/{latex(value)}" for author, value in known)
    yield "references", "\n    ".join(latex(reference_text(row)) for row in paper["references"])


def _authors(paper: Row) -> str:
    names = []
    for author in paper["authorships"]:
        name = latex(author["name"])
        names.append(
            f"{{{name}}}" if author["is_group"] or re.search(r"\s(and|others)\s|;", f" {name} ") else name
        )
    return " and ".join(names + ["others"] * bool(paper.get("authors_truncated")))


def latex(text: object) -> str:
    r"""Return a text in one line as LaTeX that prints it.

    Examples
    --------
    >>> latex("R&D: 5% of {x_1} -- \"y\"")
    'R\\&D: 5\\% of \\textbraceleft{}x\\_1\\textbraceright{} -{}- "y"'
    """
    escaped = one_line(text).translate(ESCAPES)
    for run in ("-", "'", "`"):
        escaped = re.sub(f"{run}(?={run})", f"{run}{{}}", escaped)
    return escaped


def verbatim(text: str | None) -> str:
    """Return a DOI or an address, in which braces would end the field."""
    return one_line(text or "").replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _key(paper: Row, taken: set[str]) -> str:
    """Return a key that no other paper has, whatever its capitals."""
    printed = first_of(paper.get("source_id")) or ""
    key = printed.replace("dblp:", "DBLP:")
    if not re.fullmatch(r"[A-Za-z][\w:./+-]{0,80}", key, re.ASCII) or OWN_PREFIX.match(key):
        key = _made_key(paper)
    number = 1
    unique = key
    while unique.casefold() in taken:
        number += 1
        unique = f"{key}-{number}"
    taken.add(unique.casefold())
    return unique


def _made_key(paper: Row) -> str:
    authors = paper["authorships"]
    name = (authors[0].get("family") or authors[0]["name"].split()[-1]) if authors else "Anonymous"
    words = [word for word in re.findall(r"\w+", _ascii(paper.get("title", ""))) if len(word) > 3]
    made = f"{_ascii(name)}{paper.get('year', '')}{''.join(words[:1])}"
    return re.sub(r"[^A-Za-z0-9]", "", made) or paper["paper_id"]


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
