"""Small notebooks for the tests of the report: one that goes well, one that fails, one with hostile text."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SCRIPT = "<script>alert(1)</script>"
PICTURE = "<img src=x onerror=alert(2)>"

COUNTS = """
from functools import partial
import sys
import pandas as pd
from analysis import display, figures
def plot_papers(table, *, ax=None):
    ax.barh(table["venue"], table["papers"])
    ax.set_xlabel("Papers")
    return ax
draw = partial(figures.draw, folder=figures_dir, parameters={"seed": seed})
"""
FIGURE = """
table = pd.DataFrame({"venue": ["ICLR", "ACL", "EMNLP"], "papers": [5, 30, 100]})
draw(plot_papers, table, "venues", caption="Papers by venue.", reading="EMNLP leads with 100.", shown=135, total=150)
"""
TABLE = """
display.show_table(table, "venues-table", caption="Venues", folder=figures_dir)
"""
FACTS = """
display.report_facts(records=150, papers=140, span="2020 to 2024", authors=1234)
"""
HOSTILE = f"""
text = {(SCRIPT + PICTURE)!r}
hostile = pd.DataFrame({{"title": [text, "Pruning"], "papers": [1, 2]}})
draw(plot_papers, hostile.rename(columns={{"title": "venue"}}), "hostile", caption=text, reading=text)
"""


def parameters(source: str) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def write(folder: Path, name: str, *cells: str | nbformat.NotebookNode) -> Path:
    """Write a notebook: a text that begins with # and a space is Markdown, other texts are code."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        cell
        if not isinstance(cell, str)
        else (new_markdown_cell if cell.startswith("# ") else new_code_cell)(cell)
        for cell in cells
    ]
    notebook = new_notebook(
        cells=made, metadata={"kernelspec": {"name": "another", "display_name": "another"}}
    )
    nbformat.write(notebook, folder / name)
    return folder / name


def write_three(folder: Path) -> Path:
    """Write the three notebooks; the second one fails half way."""
    own = 'corpus_paths = ["."]\nfigures_dir = "."\nseed = 0'
    write(
        folder,
        "01-counts.ipynb",
        "# How many papers?\n\nThey are *counted*.\n\n## By venue",
        parameters(own),
        COUNTS,
        FIGURE,
        TABLE,
        FACTS,
    )
    write(
        folder,
        "02-failure.ipynb",
        "# What fails?",
        parameters('corpus_paths = ["."]\nby = "venue"'),
        "print(by, corpus_paths)",
        f'raise ValueError("no {SCRIPT}{PICTURE} here: " + corpus_paths[0])',
        "print('never reached')",
    )
    write(
        folder,
        "03-hostile.ipynb",
        f"# What does it say? {SCRIPT}\n\n{PICTURE} [link](javascript:alert(3)) ![p](http://example.org/p.png)",
        parameters(own),
        COUNTS,
        HOSTILE,
        "display.show_table(hostile, caption=text, reading=text)",
        "hostile",
        "print(text)",
        f"from IPython.display import HTML, Markdown\nHTML({SCRIPT + PICTURE!r} + '<p onclick=\"alert(4)\">kept</p>')",
        "Markdown(text)",
        "display.report_facts(note=text)",
    )
    return folder
