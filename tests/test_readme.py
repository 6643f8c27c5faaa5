"""What README and the other pages say is true of the project."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def test_every_format_is_listed():
    from analysis.readers import FORMATS

    assert set(re.findall(r"^\| `([a-z_]+_page)`", README, flags=re.MULTILINE)) == set(FORMATS)
