"""Papers and authorships of real exports, read just far enough to hold counts against reference values.

bibliometrix calls an author by surname and initials in capitals; `author_id` is that name here.
"""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

SHARED = Path(__file__).parents[2] / "shared"
needs_exports = pytest.mark.skipif(
    not (SHARED / "reference").is_dir(), reason="reference exports are not here"
)
EXPORTS = ["wos_500.txt", "pubmed_335.txt", "scopus_581.csv"]


def reference(name: str) -> dict:
    return json.loads((SHARED / "reference" / f"{name}.json").read_text(encoding="utf-8"))


def read_export(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    text = (SHARED / "data" / name).read_text(encoding="utf-8-sig")
    papers = {"wos_500.txt": _wos, "pubmed_335.txt": _pubmed, "scopus_581.csv": _scopus}[name](text)
    rows = [(f"p{number}", author) for number, (_, authors) in enumerate(papers) for author in authors]
    authorships = pd.DataFrame(rows, columns=["paper_id", "author"])
    authorships["author_id"] = authorships["author"].str.replace("[.,]", "", regex=True).str.upper()
    years = pd.DataFrame(
        {"paper_id": [f"p{number}" for number in range(len(papers))], "year": [y for y, _ in papers]}
    )
    return years, authorships


def _wos(text: str) -> list[tuple[int, list[str]]]:
    papers = []
    for record in text.split("\nPT ")[1:]:
        authors = re.search(r"^AU ((?:.+\n)(?:   .+\n)*)", record, re.M)
        year = re.search(r"^PY (\d{4})", record, re.M)
        papers.append((int(year[1]), [line.strip() for line in authors[1].splitlines()]))
    return papers


def _pubmed(text: str) -> list[tuple[int, list[str]]]:
    records = re.split(r"^PMID-", text, flags=re.M)[1:]
    return [
        (int(re.search(r"^DP  - .*?(\d{4})", record, re.M)[1]), re.findall(r"^AU  - (.+?)\s*$", record, re.M))
        for record in records
    ]


def _scopus(text: str) -> list[tuple[int, list[str]]]:
    rows = csv.DictReader(text.splitlines(keepends=True))
    return [(int(row["Year"]), [a.strip() for a in row["Authors"].split(";") if a.strip()]) for row in rows]
