"""Every notebook, through papermill, on corpora that hold everything, something and nothing."""

import json
import re
from pathlib import Path

import pytest

from analysis.report import make_report

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 12  # lines, as the formatter lays them out


@pytest.fixture(scope="module")
def cache(pytestconfig):
    """Embeddings kept beside pytest's own cache, so that only the first run of the tests makes them."""
    return str(pytestconfig.cache.mkdir("embeddings") / "embeddings.sqlite")


def report_on(paths, tmp_path, cache, **parameters):
    report = make_report(paths, output=tmp_path, parameters={"cache": cache, **parameters}, progress=False)
    assert report.failures == {}
    return report, (tmp_path / "report.html").read_text(encoding="utf-8")


def figures(folder):
    return {path.stem for path in (folder / "figures").glob("*.png")}


def test_the_whole_of_the_seeds(tmp_path, cache):
    report, page = report_on([ROOT / "seeds"], tmp_path, cache)
    assert report.facts["records"] == 679
    assert report.facts["papers"] == 659
    assert report.facts["span"] == "2019-05-07 to 2026-05-25"
    assert 5 <= report.facts["topics"] <= 20
    assert len(figures(tmp_path)) == page.count("<img") == 25
    for sidecar in (tmp_path / "figures").glob("*.json"):
        made = json.loads(sidecar.read_text(encoding="utf-8"))
        assert len(made["source_files"]) == 5 and made["papers_total"] == 659
        assert made["caption"] and made["alt"] and made["versions"]["analysis"]
        assert made["figure_made_by"]["function"].startswith("analysis.")
        assert made["table_made_by"]["function"].startswith("analysis."), sidecar.name
        assert sidecar.with_suffix(".csv").exists() and sidecar.with_suffix(".svg").exists()


def test_other_parameters_on_one_page(tmp_path, cache):
    parameters = {"seed": 7, "resolution": 2.0, "top": 5, "as_of": "2026-12-31", "confidence": 0.9}
    report, page = report_on(SEEDS[:1], tmp_path, cache, **parameters)
    assert report.facts["records"] == 37
    drawn = json.loads((tmp_path / "figures" / "author-productivity.json").read_text(encoding="utf-8"))
    assert drawn["figure_made_by"]["parameters"]["top"] == 5
    assert "not have been over when the papers were gathered" not in page


def test_a_page_without_dates_venues_and_authors(tmp_path, cache):
    report, page = report_on(SEEDS[3:4], tmp_path, cache)
    assert report.facts["span"] is None and report.facts["authors"] == 0
    assert figures(tmp_path) == {
        "coverage",
        "topic-choice",
        "topic-map",
        "topic-quality",
        "topic-similarity",
        "topic-sizes",
        "topics-by-source",
    }
    assert page.count('class="not-shown"') == 26


def test_five_papers(tmp_path, cache):
    lines = SEEDS[0].read_text(encoding="utf-8").splitlines()[:15]
    (tmp_path / "five.txt").write_text("\n".join(lines), encoding="utf-8")
    report, page = report_on([tmp_path / "five.txt"], tmp_path / "out", cache)
    assert report.facts["papers"] == 5 and report.facts["topics"] == 0
    assert "Topics need at least" in page
    assert "author-productivity" in figures(tmp_path / "out")


def test_no_paper_at_all(tmp_path, cache):
    (tmp_path / "empty").mkdir()
    report, page = report_on([tmp_path / "empty"], tmp_path / "out", cache)
    assert report.facts["papers"] == 0
    assert figures(tmp_path / "out") == set()
    assert page.count('class="not-shown"') == 33


def test_a_re_run_gives_the_same_bytes(tmp_path, cache):
    for run in ("one", "two"):
        report_on(SEEDS[:1], tmp_path / run, cache)
    files = [path.name for path in (tmp_path / "one" / "figures").iterdir()]
    assert len(files) > 50
    for name in files:
        first, second = (tmp_path / run / "figures" / name for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes(), name


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_short_clean_and_without_outputs(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in code]
    assert "".join(cells[0]["source"]).split("\n")[0].endswith("?")
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert max(len(source.splitlines()) for source in sources) <= LONGEST_CELL
    assert not re.search(r"^\s*(def|class) |sys\.path", "\n".join(sources), flags=re.MULTILINE)
    names = re.findall(r"^(\w+)(?:, (\w+))? = ", "\n".join(sources), flags=re.MULTILINE)
    bound = [name for pair in names for name in pair if name]
    assert len(bound) == len(set(bound)), "a name is bound twice"
