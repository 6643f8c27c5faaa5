"""The report runs every notebook, says what failed, and leaves nothing half done."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from report_notebooks import PICTURE, SCRIPT, parameters, write, write_three

from analysis.__main__ import main
from analysis.report import ReportError, known_parameters, make_report, numbered_notebooks, parse_settings
from analysis.report_text import clean_html, markdown_html, path_hider, plain

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One run of three notebooks, from another folder than the project's, by the command itself."""
    place = tmp_path_factory.mktemp("run")
    (place / "pages {new}").mkdir()
    write_three(place / "notebooks {x}")
    ran = run_command(place, "pages {new}", "--notebooks", "notebooks {x}", "--set", "seed=7")
    return place, ran


def run_command(place, *arguments, **environment):
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "analysis", "report", *arguments]
    return subprocess.run(
        command, cwd=place, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def page_of(place):
    return (place / "reports" / "report.html").read_text("utf-8")


def test_a_failing_notebook_stops_no_other_and_the_exit_code_says_so(made):
    place, ran = made
    assert ran.returncode == 1
    assert "02-failure.ipynb failed: ValueError" in ran.stderr
    assert sorted(os.listdir(place / "reports")) == ["figures", "notebooks", "report.html"]
    assert sorted(os.listdir(place / "reports" / "notebooks")) == [
        "01-counts.ipynb", "02-failure.ipynb", "03-hostile.ipynb",
    ]  # fmt: skip
    page = page_of(place)
    assert "Traceback (most recent call last)" in page
    assert "1 of 3 notebooks did not run to the end" in page
    assert "never reached" in page  # as code, folded
    assert "What does it say?" in page


def test_it_ends_with_the_place_of_the_report_and_five_facts(made):
    place, ran = made
    lines = [re.sub(r"\s{2,}", ": ", line.strip()) for line in ran.stdout.strip().splitlines() if line]
    assert lines == [
        f"Report: {place / 'reports' / 'report.html'}",
        "Papers: 150",
        "Distinct papers after merging: 140",
        "Topics: not known",
        "Span of dates: 2020 to 2024",
        "Authors: 1,234",
    ]


def test_parameters_go_to_the_notebooks_that_know_them(made):
    place, _ = made
    for name, expected in [("01-counts", {"seed": 7}), ("02-failure", {})]:
        given = nbformat.read(
            place / "reports" / "notebooks" / f"{name}.ipynb", 4
        ).metadata.papermill.parameters
        assert given.get("seed") == expected.get("seed")
        assert given["corpus_paths"] == [str(place / "pages {new}")]
    sidecar = json.loads((place / "reports" / "figures" / "venues.json").read_text("utf-8"))
    assert sidecar["parameters"] == {"seed": 7}


def test_text_of_a_corpus_is_escaped_everywhere(made):
    page = page_of(made[0])
    assert page.count("<script>") == 1  # our own, at the end
    assert not re.search(r"<img(?! src=\"data:image/png;base64,)", page)
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', page))
    assert "javascript:" not in page and "example.org/p.png" not in re.sub(
        r"<code>.*?</code>", "", page, flags=re.S
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_names_no_folder_of_this_machine(made):
    place, _ = made
    page = re.sub(r"base64,[A-Za-z0-9+/=]+", "", page_of(place))
    for folder in (place, ROOT, sys.prefix, Path.home()):
        assert str(folder) + "/" not in page
    assert "corpus_paths = [&#34;pages {new}&#34;]" in page


def test_the_page_says_how_it_was_made(made):
    how = page_of(made[0]).partition("How it was made</h2>")[2]
    assert "python -m analysis report &#39;pages {new}&#39;" in how
    assert re.search(r"<td>01-counts.ipynb</td><td>\d+\.\d s</td>", how)
    assert "135 of 150" in how
    assert "matplotlib 3." in how


def test_a_second_run_gives_the_same_figures_and_tables(made, tmp_path):
    place, _ = made
    only = tmp_path / "notebooks"
    only.mkdir()
    shutil.copy(place / "notebooks {x}" / "01-counts.ipynb", only)
    ran = run_command(
        tmp_path,
        str(place / "pages {new}"),
        "--notebooks",
        "notebooks",
        "--figures",
        "pictures",
        "--set",
        "seed=7",
    )
    assert ran.returncode == 0, ran.stderr
    names = sorted(os.listdir(tmp_path / "pictures"))
    assert names == ["venues-table.csv", "venues.csv", "venues.json", "venues.png", "venues.svg"]
    for name in names:
        assert (tmp_path / "pictures" / name).read_bytes() == (
            place / "reports" / "figures" / name
        ).read_bytes()


def test_the_kernel_is_this_python_even_if_another_is_registered(tmp_path):
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/bin/false", "{connection_file}"], "display_name": "wrong", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    write(tmp_path / "nb", "1.ipynb", "import sys, analysis\nprint(sys.executable)\nprint(analysis.__file__)")
    ran = run_command(tmp_path, ".", "--notebooks", "nb", JUPYTER_PATH=str(tmp_path / "jupyter"))
    assert ran.returncode == 0, ran.stderr
    [cell] = nbformat.read(tmp_path / "reports" / "notebooks" / "1.ipynb", 4).cells
    assert cell.outputs[0].text.splitlines() == [sys.executable, str(ROOT / "analysis" / "__init__.py")]


def test_a_kernel_that_dies_is_reported_and_the_others_run(tmp_path):
    write(tmp_path / "nb", "1-dies.ipynb", "# Dies", "import os\nos._exit(3)")
    write(tmp_path / "nb", "2-lives.ipynb", "# Lives", "print('alive')")
    ran = run_command(tmp_path, ".", "--notebooks", "nb")
    assert ran.returncode == 1
    assert "1-dies.ipynb failed: DeadKernelError" in ran.stderr
    assert "1-dies.ipynb stopped here: DeadKernelError" in page_of(tmp_path)
    assert "<pre>alive" in page_of(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_the_old_report_and_no_kernel(tmp_path, how):
    marker = tmp_path / "running"
    source = f"import os, time\nopen({str(marker)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    write(tmp_path / "nb", "1.ipynb", source)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.html").write_text("the old report")
    command = [sys.executable, "-m", "analysis", "report", ".", "--notebooks", "nb"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True)
    kernel = wait_for(lambda: marker.exists() and marker.read_text())
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in said and "Traceback" not in said
    assert os.listdir(tmp_path / "reports") == ["report.html"]
    assert page_of(tmp_path) == "the old report"
    assert wait_for(lambda: not is_running(int(kernel)))


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError("It did not happen in time.")


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and ") Z " in state.read_text())


def test_wrong_arguments_are_told_in_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "nb", "1.ipynb", parameters("seed = 0\ncorpus_paths = []"))
    nb = ["--notebooks", "nb"]
    for arguments, message in [
        (["nope", *nb], "There is no file, folder or match for 'nope'."),
        (["no*.txt", *nb], "There is no file, folder or match for 'no*.txt'."),
        ([".", "--notebooks", "empty"], "There is no numbered notebook in 'empty'"),
        (
            [".", *nb, "--set", "sed=1"],
            "No notebook has a parameter 'sed'. There are, with their defaults: seed = 0.",
        ),
        ([".", *nb, "--set", "seed"], "--set takes name=value, but 'seed' was given"),
        ([".", *nb, "--set", "corpus_paths=[]"], "--set cannot give corpus_paths"),
        ([".", *nb, "--output", "nb/1.ipynb"], "nb/1.ipynb cannot be a folder for the report: File exists."),
    ]:
        assert main(["report", *arguments]) == 2
        said = capsys.readouterr().err
        assert message in said and said.count("\n") == 1
    assert not (tmp_path / "reports").exists()


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "1.ipynb").write_text("not a notebook")
    with pytest.raises(ReportError, match=r"1\.ipynb cannot be read as a notebook"):
        make_report([tmp_path], notebooks=tmp_path)


def test_notebooks_run_in_order_of_name_and_only_numbered_ones(tmp_path):
    for name in ("10-b.ipynb", "02-a.ipynb", "notes.ipynb"):
        write(tmp_path, name)
    assert [path.name for path in numbered_notebooks(tmp_path)] == ["02-a.ipynb", "10-b.ipynb"]


def test_known_parameters_are_those_of_the_tagged_cell(tmp_path):
    file = write(tmp_path, "1.ipynb", "other = 1", parameters('seed = 0\nby = "venue"  # column'))
    assert known_parameters(file) == {"seed": "0", "by": '"venue"'}


def test_settings_are_literals_or_text():
    given = ["a=1", "b=1.5", "c=true", "d=False", "e=null", 'f=["x"]', "g=2024-05", "h=x=y", "i="]
    assert parse_settings(given) == {
        "a": 1, "b": 1.5, "c": True, "d": False, "e": None, "f": ["x"], "g": "2024-05", "h": "x=y", "i": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("foreign", "safe"),
    [
        (SCRIPT, ""),
        (PICTURE, ""),
        ("<svg onload=alert(1)><script>alert(1)</script></svg>", ""),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer">x</a>'),
        (
            '<p style="background:url(http://x)" id="content" class="failed note">x</p>',
            '<p class="note">x</p>',
        ),
        ('<iframe src="http://example.org"></iframe><form action="/"><input></form>', ""),
        ('<img src="data:text/html,x">', ""),
        (
            '<img src="data:image/png;base64,AA==" alt="a > b">',
            '<img src="data:image/png;base64,AA==" alt="a &gt; b">',
        ),
        (
            '<img src="data:image/png;base64,AA==" alt="">',
            '<img alt="Picture without a description" src="data:image/png;base64,AA==">',
        ),
        ("<style>p{}</style><!-- c --><b>x</b>", "<b>x</b>"),
        ('<meta http-equiv="refresh" content="0;url=http://x"><base href="http://x"><b>x</b>', "<b>x</b>"),
    ],
)
def test_foreign_html_keeps_only_what_can_do_nothing(foreign, safe):
    assert str(clean_html(foreign)).strip() == safe


def test_markdown_shows_raw_html_as_text_and_outside_pictures_as_their_words():
    table = "| h |\n|---|\n| *c* |"
    html = markdown_html(f"{SCRIPT}\n\n![words](http://example.org/x.png) [a](javascript:x)\n\n{table}")
    assert "&lt;script&gt;" in html and "<script" not in html
    assert "<p>words <a" in html
    assert "example.org" not in html and "javascript" not in html
    assert "<td><em>c</em></td>" in html


def test_terminal_text_is_made_plain():
    assert (
        plain("\x1b[1;31mError\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07\x00")
        == "Error link\N{REPLACEMENT CHARACTER}"
    )


def test_paths_are_hidden_but_pictures_stay():
    hide = path_hider(["/srv/pile"])
    picture = '<img src="data:image/png;base64,AB/srv/pile/CD">'
    assert hide(f"/srv/pile/a.txt {picture} /srv/pilex") == f"pile/a.txt {picture} /srv/pilex"
    assert hide(f"{sys.prefix}/lib/x.py") == "…/lib/x.py"


def test_the_command_line_is_light():
    code = (
        "import sys, analysis.__main__ as m\n"
        "try: m.main(['report', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'papermill', 'nbformat', 'matplotlib', 'torch', 'bertopic', 'jinja2', 'nh3'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "PATH" in ran.stdout
