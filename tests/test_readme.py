"""What README and the other pages say is true of the project."""

import itertools
import re
from collections import defaultdict
from pathlib import Path

import pytest

from analysis import load_corpus
from analysis.readers import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
READING = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_example_runs_as_it_stands(tmp_path, monkeypatch, pytestconfig):
    cache = Path(pytestconfig.cache.mkdir("embeddings")) / "embeddings.sqlite"
    monkeypatch.setattr("analysis.embedding.default_cache", lambda: cache)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len([line for line in example.splitlines() if line.strip()]) <= 12
    names = {}
    exec(example, names)
    assert len(names["corpus"].papers) == 659
    assert (tmp_path / "figures" / "papers-by-venue.png").stat().st_size > 10_000
    assert len(names["topics"].assignments) == 659


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_is_there(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    named = {name for text in texts for name in re.findall(r"(?:^|`)make ([a-z]+)", text, flags=re.MULTILINE)}
    assert named <= targets
    assert {"report", "test", "lint", "lab", "bench", "help"} <= targets


def test_every_file_that_is_named_in_contributing_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("| idea") : text.index("## A format")]
    files = re.findall(r"`([a-z_]+\.py)`", table)
    assert files and [name for name in files if not (ROOT / "analysis" / name).exists()] == []


def rows_below(text, heading):
    """Return the cells of the rows of the first table below a heading."""
    lines = text[text.index(f"\n## {heading}\n") :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines[start + 1 :])
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_format_is_listed():
    rows = rows_below(README, "What can be read")
    named = {name for _, formats, *_ in rows for name in re.findall(r"`([a-z_]+)`", formats)}
    assert named == set(FORMATS)
    assert all(len(row) == 4 and all(row) for row in rows)
    held = [row[0].strip("`") for row in rows_below(READING, "What each format holds")]
    assert sorted(held) == sorted(FORMATS)


HELD = ("abstract", "addresses", "ORCID", "author ids", "references", "keywords", "citations")
# what a format can hold though the small sample in tests/exports/ does not
SELDOM = {
    "openalex_csv": {"ORCID"},
    "semantic_scholar_json": {"abstract", "index"},
    "wos_tab": {"ORCID", "author ids", "index"},
    "dimensions_csv": {"author"},
    "json": {"index"},
}


def test_formats_hold_what_the_table_says():
    held = defaultdict(set)
    for file in sorted((ROOT / "tests" / "exports").iterdir()):
        corpus = load_corpus(file)
        (form,) = set(corpus.records["format"])
        authors = ["affiliation", "orcid", "source_author_id"]
        filled = [corpus.papers["abstract"], *(corpus.authorships[name] for name in authors)]
        filled += [corpus.references["reference"], corpus.papers["citations"]]
        names = [name for name in HELD if name != "keywords"]
        held[form] |= {name for name, column in zip(names, filled, strict=True) if column.notna().any()}
        held[form] |= set(corpus.keywords["kind"].fillna("unmarked").replace("mesh", "MeSH"))
    held = {form: found | SELDOM.get(form, set()) for form, found in held.items() if form != "table"}
    said = {row[0].strip("`"): _said(row[1:]) for row in rows_below(READING, "What each format holds")}
    assert {form: said[form] for form in held} == held


def _said(cells):
    found = {name for name, cell in zip(HELD, cells, strict=True) if cell == "yes"}
    return found | {kind for kind in cells[HELD.index("keywords")].split(", ") if kind != "–"}
