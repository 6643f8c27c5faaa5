"""Figures are saved whole, can be traced, and come out the same again."""

import csv
import hashlib
import io
import json
import os
import warnings
import xml.etree.ElementTree as ET
from types import SimpleNamespace

import matplotlib
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from analysis import display, saving
from analysis.errors import TooLittleData
from analysis.figure_style import INCHES_PER_LABEL, make_room_for_labels
from analysis.figures import FIGURE_MIME, draw, save_figure, use_style

TABLE = pd.DataFrame({"venue": ["ICLR", "=cmd|'/C calc'!A0"], "papers": [5, 3], "share": [0.1, 2 / 3]})
SCRIPT = "<script>alert(1)</script>"


def plot_venues(table, *, ax=None, color="C0"):
    ax.barh([text.replace("$", r"\$") for text in table["venue"]], table["papers"], color=color)
    ax.set_xlabel("Papers")
    return ax


@pytest.fixture
def corpus():
    return SimpleNamespace(
        papers=pd.DataFrame({"paper_id": list("abcdefghij")}),
        ledger=pd.DataFrame({"source_file": ["page.txt"], "sha256": ["ab" * 32]}),
    )


def drawn(folder, **options):
    given = {"caption": "Papers by venue.", "reading": "ICLR leads with 5.", "folder": folder, **options}
    return draw(plot_venues, given.pop("table", TABLE), "venues", **given)


def test_four_files_are_written_and_nothing_else(tmp_path):
    drawn(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["venues.csv", "venues.json", "venues.png", "venues.svg"]


def test_the_sidecar_says_what_made_the_figure(tmp_path, corpus):
    drawn(
        tmp_path,
        corpus=corpus,
        shown=8,
        parameters={"seed": 1, "corpus_paths": ["/home/ada/page.txt"]},
        color="C1",
    )
    sidecar = json.loads((tmp_path / "venues.json").read_text("utf-8"))
    assert sidecar["caption"] == "Papers by venue."
    assert sidecar["alt"] == "Bar chart: Papers by venue. ICLR leads with 5."
    assert sidecar["figure_made_by"] == {"function": f"{__name__}.plot_venues", "parameters": {"color": "C1"}}
    assert sidecar["parameters"] == {"seed": 1, "corpus_paths": ["page.txt"]}
    assert (sidecar["papers_shown"], sidecar["papers_total"]) == (8, 10)
    assert sidecar["source_files"] == [{"source_file": "page.txt", "sha256": "ab" * 32}]
    assert sidecar["versions"]["matplotlib"] == matplotlib.__version__
    for name, digest in sidecar["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert "ada" not in (tmp_path / "venues.json").read_text("utf-8")


def test_png_and_svg_carry_the_same_words(tmp_path, corpus):
    saved = drawn(tmp_path, corpus=corpus, caption="Zażółć 王").saved
    with Image.open(saved.png) as picture:
        assert picture.info["Title"] == "Zażółć 王"
        assert picture.info["Description"] == saved.sidecar["alt"]
        assert picture.info["Source"] == f"page.txt sha256:{'ab' * 32}"
        assert json.loads(picture.info["Provenance"])["versions"] == saved.sidecar["versions"]
    words = "".join(ET.parse(saved.svg).getroot().itertext())
    assert "Zażółć 王" in words
    assert saved.sidecar["alt"] in words
    assert f"page.txt sha256:{'ab' * 32}" in words


def test_the_picture_is_one_print_column_wide_at_300_dpi(tmp_path):
    with Image.open(drawn(tmp_path).saved.png) as picture:
        assert picture.width == 1050
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_the_same_input_gives_the_same_bytes_whatever_the_settings(tmp_path):
    drawn(tmp_path / "one")
    with matplotlib.rc_context(
        {"font.size": 20, "svg.hashsalt": "other", "savefig.dpi": 50, "lines.linewidth": 9}
    ):
        drawn(tmp_path / "two")
    for name in os.listdir(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_no_setting_is_left_changed(tmp_path):
    before = dict(matplotlib.rcParams)
    drawn(tmp_path)
    with use_style():
        assert matplotlib.rcParams["savefig.dpi"] == 300
    assert dict(matplotlib.rcParams) == before


def test_csv_is_the_table_with_formulas_defused(tmp_path):
    saved = drawn(tmp_path).saved
    content = saved.csv.read_bytes()
    assert b"\r" not in content
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [row["venue"] for row in rows] == ["ICLR", "'=cmd|'/C calc'!A0"]
    assert [float(row["share"]) for row in rows] == [0.1, 0.666666666667]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_every_start_of_a_formula_is_defused(start):
    table = pd.DataFrame({f"{start}x": [f"{start}1"], "change": [-3]})
    read = pd.read_csv(io.BytesIO(saving.csv_bytes(table)), lineterminator="\n")
    assert list(read.columns) == [f"'{start}x", "change"]
    assert read.iloc[0].tolist() == [f"'{start}1", -3]


def test_csv_of_other_frames_and_of_a_named_index():
    polars = pytest.importorskip("polars")
    assert saving.csv_bytes(polars.LazyFrame({"year": [2024]})) == b"year\n2024\n"
    assert saving.csv_bytes(pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="k"))) == b"k,n\na,1\n"


def test_when_writing_fails_the_old_files_stay_and_no_rest_is_left(tmp_path, monkeypatch):
    drawn(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    made = []

    def full_disk(*args, mkstemp=saving.tempfile.mkstemp, **kwargs):
        made.append(kwargs)
        if len(made) == 4:
            raise OSError(28, "No space left on device")
        return mkstemp(*args, **kwargs)

    monkeypatch.setattr(saving.tempfile, "mkstemp", full_disk)
    with pytest.raises(OSError, match="No space"):
        drawn(tmp_path, caption="Another caption.")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_new_file_takes_the_place_of_the_old_one_whole(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "the old file")
    saving.write_together({path: b"new"})
    assert path.read_bytes() == b"new"
    assert (tmp_path / "the old file").read_bytes() == b"old"  # it was not written into


def test_too_little_data_shows_the_sentence_and_removes_the_old_figure(tmp_path):
    drawn(tmp_path)

    def plot_nothing(table, *, ax=None):
        raise TooLittleData(f"No paper has a venue {SCRIPT}.")

    shown = draw(plot_nothing, TABLE, "venues", folder=tmp_path, caption="Papers by venue.", reading="")
    assert os.listdir(tmp_path) == []
    assert shown.saved is None
    bundle = shown._repr_mimebundle_()
    assert "No paper has a venue &lt;script&gt;" in bundle["text/html"]
    assert FIGURE_MIME not in bundle


def test_what_a_notebook_shows_has_the_picture_and_its_words_escaped(tmp_path):
    shown = drawn(
        tmp_path, caption=f'By "venue" {SCRIPT}', reading="<img src=x onerror=alert(1)>", shown=8, total=1200
    )
    html = shown._repr_html_()
    assert 'src="data:image/png;base64,' in html
    assert "<script>" not in html and "<img src=x" not in html
    assert "8 of 1,200 papers shown." in html
    assert 'alt="Bar chart: By &quot;venue&quot; &lt;script&gt;' in html


def test_a_figure_without_words_is_refused(tmp_path):
    ax = plot_venues(TABLE, ax=Figure().subplots())
    with pytest.raises(ValueError, match="needs a `caption` and an `alt`"):
        save_figure(ax, tmp_path / "venues", table=TABLE, caption="Papers.", alt=" ")
    assert os.listdir(tmp_path) == []


def test_letters_without_a_shape_are_named_and_never_warned_of(tmp_path):
    table = TABLE.assign(venue=["𓀀𓀁 Journal", "ICLR"])  # hieroglyphs: in no font that matplotlib ships
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = drawn(tmp_path, table=table)
    assert shown.saved.sidecar["letters_not_drawn"] == ["𓀀", "𓀁"]
    assert "No font on this machine has a shape for 𓀀 𓀁" in shown._repr_html_()


def test_other_warnings_of_a_plot_come_through(tmp_path):
    def plot_warning(table, *, ax=None):
        warnings.warn("three papers have no year", UserWarning, stacklevel=1)
        return plot_venues(table, ax=ax)

    with pytest.warns(UserWarning, match="three papers"):
        draw(plot_warning, TABLE, "venues", folder=tmp_path, caption="Papers.", reading="")


def test_many_rows_make_the_figure_taller_but_not_wider(tmp_path):
    table = pd.DataFrame({"venue": [f"Venue {n}" for n in range(40)], "papers": range(40)})
    with Image.open(drawn(tmp_path, table=table).saved.png) as picture:
        assert picture.width == 1050
        assert picture.height > 40 * 0.15 * 300


def test_a_long_legend_makes_the_figure_taller():
    def height(entries, columns):
        ax = Figure(figsize=(3.5, 2.4)).subplots()
        for entry in range(entries):
            ax.plot([0, 1], label=f"Journal {entry}")
        ax.legend(ncols=columns)
        make_room_for_labels(ax)
        return ax.figure.get_size_inches()[1]

    assert height(6, 2) == pytest.approx(2.4)
    assert height(7, 1) == pytest.approx(2.4 + 4 * INCHES_PER_LABEL)


def test_a_shown_table_escapes_clips_and_sorts_by_the_full_number(tmp_path):
    table = pd.DataFrame({"title": [SCRIPT, "a" * 200], "share": [1 / 3, None], "new": [True, False]})
    shown = display.show_table(table, "papers", caption="Papers & more", folder=tmp_path, rows=1)
    html = shown._repr_html_()
    assert "&lt;script&gt;alert(1)" in html and "<script>" not in html
    assert '<td class="number" data-sort="0.3333333333333333">0.333</td>' in html
    assert '<td style="text-align: left">yes</td>' in html
    assert "1 of 2 rows shown; all are in papers.csv." in html
    assert len((tmp_path / "papers.csv").read_text().splitlines()) == 3
    whole = display.show_table(table, caption="Papers")._repr_html_()
    assert f'title="{"a" * 200}">{"a" * 119}…</td>' in whole


def test_one_row_of_many_columns_stands_upright():
    wide = pd.DataFrame({f"measure_{n}": [n / 8] for n in range(9)})
    html = display.show_table(wide, caption="Fit")._repr_html_()
    assert "<thead>" not in html and html.count("<tr>") == 9
    assert '<tr><th scope="row" style="text-align: left">measure_1</th><td class="number"' in html
    assert "<thead>" in display.show_table(wide.iloc[:, :8], caption="Fit")._repr_html_()


def test_an_empty_table_says_so():
    assert "The table is empty." in display.show_table(TABLE.head(0), caption="Venues")._repr_html_()


def test_a_table_of_no_rows_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        display.show_table(TABLE, caption="Venues", rows=0)
