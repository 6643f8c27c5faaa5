"""Titles, authors and abstracts of other corpora, and pages of the author page's shape made of them."""

import csv
import html
import random
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
Paper = tuple[str, list[str], str | None]


def session() -> list[Paper]:
    """Return the papers of the session page among the seeds, taken apart by the `·` of its lines alone."""
    lines = next((ROOT / "seeds").glob("002_*.txt")).read_text().split("\n")
    found = []
    for above, line, below in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        if " · " in line and len(line) < 700:
            found.append((above, list(dict.fromkeys(line.split(" · "))), below if len(below) > 250 else None))
    return found


def arxiv() -> list[Paper]:
    """Return the papers of an answer of the arXiv API."""
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ElementTree.parse(DATA / "arxiv_atom.xml").getroot()
    return [
        (
            " ".join(entry.findtext(f"{atom}title", "").split()),
            [
                a.findtext(f"{atom}name", "").encode("latin-1", "ignore").decode("utf-8", "ignore")
                for a in entry.iter(f"{atom}author")
            ],
            " ".join(entry.findtext(f"{atom}summary", "").split()),
        )
        for entry in tree.iter(f"{atom}entry")
    ]


def dblp() -> list[Paper]:
    """Return the papers of a DBLP file (no abstracts)."""
    text = html.unescape((DATA / "dblp_131.xml").read_text("latin-1"))
    found = []
    for entry in re.findall(r"<(article|inproceedings|incollection|book)\b[^>]*>(.*?)</\1>", text, re.S):
        title = re.search(r"<title[^>]*>(.*?)</title>", entry[1], re.S)
        names = [
            re.sub(r" \d{4}$", "", name) for name in re.findall(r"<author[^>]*>(.*?)</author>", entry[1])
        ]
        if title and names:
            found.append((" ".join(re.sub(r"<[^>]+>", "", title[1]).split()).rstrip("."), names, None))
    return found


def pubmed() -> list[Paper]:
    """Return the papers of a PubMed file, given names first."""
    text = (DATA / "pubmed_335.txt").read_text().replace("\r\n", "\n").replace("\n      ", " ")
    found = []
    for entry in text.split("\n\n"):
        title = re.search(r"^TI  - (.*)", entry, re.M)
        names = [turned(name) for name in re.findall(r"^FAU - (.*)", entry, re.M)]
        abstract = re.search(r"^AB  - (.*)", entry, re.M)
        if title and names:
            found.append((title[1].rstrip("."), names, abstract[1] if abstract else None))
    return found


def scopus() -> list[Paper]:
    """Return the papers of a Scopus CSV, given names first."""
    found = []
    with (DATA / "scopus_581.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            full = re.sub(r" \(\d+\)", "", row.get("Author full names") or "")
            names = [turned(name) for name in full.split("; ") if name.strip()]
            if names and row["Title"]:
                found.append((row["Title"].strip(), names, row.get("Abstract") or None))
    return found


def wos() -> list[Paper]:
    """Return the papers of a Web of Science file, given names first."""
    found = []
    for entry in (DATA / "wos_500.txt").read_text("utf-8-sig").replace("\r\n", "\n").split("\nER"):
        fields: dict[str, list[str]] = {}
        tag = ""
        for line in entry.split("\n"):
            tag = line[:2] if line[:2].strip() else tag
            fields.setdefault(tag, []).append(line[3:])
        names = [turned(name) for name in fields.get("AF", [])]
        if names and "TI" in fields:
            found.append((" ".join(fields["TI"]), names, " ".join(fields["AB"]) if "AB" in fields else None))
    return found


CORPORA = {"session": session, "arxiv": arxiv, "dblp": dblp, "pubmed": pubmed, "scopus": scopus, "wos": wos}


def turned(name: str) -> str:
    """Return `Surname, Given` as `Given Surname`."""
    surname, comma, given = name.partition(", ")
    given = given.removesuffix(", Jr.")
    return f"{given} {surname}" if comma else name


def glued(paper: Paper, *, authors: int = 3, cut: str = " et al.") -> tuple[str, str, list[str]]:
    """Return the line in which title and first authors are glued together, and its parts."""
    title, names, _ = paper
    title, names = " ".join(title.split()), [" ".join(name.split()) for name in names]
    return (
        title + ", ".join(names[:authors]) + (cut if len(names) > authors else ""),
        title,
        names[:authors],
    )


def pages(papers: list[Paper], *, size: int, seed: int = 0) -> Iterator[list[Paper]]:
    """Yield the papers in shuffled pages of `size`."""
    papers = papers[:]
    random.Random(seed).shuffle(papers)
    for start in range(0, len(papers), size):
        if len(chunk := papers[start : start + size]) >= size // 2:
            yield chunk
