"""The page of a report: what executed notebooks show, as one HTML file that asks for nothing else.

Whatever comes from a corpus is untrusted. Plain text and Markdown are escaped; HTML that a cell shows
passes an allow list of tags, attributes and classes; pictures stand in the page as data; and the
page's own policy (CSP) lets no script run but the one it came with.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from analysis.display import FACTS_MIME, fact_label, fact_text
from analysis.figures import FIGURE_MIME
from analysis.provenance import versions
from analysis.report_text import clean_html, markdown_html, path_hider, plain

if TYPE_CHECKING:
    import jinja2
    from nbformat import NotebookNode

    from analysis.report import Run

HERE = Path(__file__).parent
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
PAPERMILL_MARK = "papermill-error-cell-tag"


def render(
    runs: Sequence["Run"], *, title: str, facts: Mapping[str, Any], command: str, hidden: Sequence[str]
) -> str:
    """Return the page of a report.

    Parameters
    ----------
    runs : list of Run
        The notebooks, as they were run.
    title : str
        What the report is on.
    facts : mapping
        The facts that stand on top.
    command : str
        The command line.
    hidden : list of str
        Folders of this machine that the page calls by their last name only.
    """
    hide = path_hider(hidden)
    css, script = ((HERE / name).read_text("utf-8") for name in ("report.css", "report.js"))
    return _template().render(
        title=title,
        css=Markup(css),
        script=Markup(script),
        css_hash=_csp_hash(css),
        script_hash=_csp_hash(script),
        facts=[(fact_label(name), fact_text(value)) for name, value in facts.items()],
        sections=[_section(run, hide) for run in runs],
        failures=[(_anchor(run.name), run.name, hide(plain(run.failure))) for run in runs if run.failure],
        how=_how_it_was_made(runs, hide(command), hide),
    )


def _section(run: "Run", hide: Any) -> dict[str, Any]:
    anchor = _anchor(run.name)
    headings: list[tuple[int, str, str]] = []
    blocks: list[dict[str, Any]] = []
    code: list[str] = []
    for number, cell in enumerate(run.notebook.cells, start=1):
        if PAPERMILL_MARK in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            blocks += _folded(code)
            blocks.append({"markdown": markdown_html(hide(cell.source), anchor, headings)})
        elif cell.cell_type == "code" and cell.source.strip():
            code.append(hide(cell.source))
            outputs = [
                _output(output, f"cell {number} of {run.name}", hide) for output in _joined(cell.outputs)
            ]
            if any(outputs):
                blocks += [{"outputs": [output for output in outputs if output]}, *_folded(code)]
    blocks += _folded(code)
    first = [text for level, text, _ in headings if level == 1]
    died = run.failure if not _has_error(run.notebook) else None
    return {
        "anchor": anchor,
        "name": run.name,
        "title": first[0] if first else run.name.removesuffix(".ipynb"),
        "headings": [(text, place) for level, text, place in headings if level == 2],
        "blocks": blocks,
        "died": hide(plain(died)) if died else None,
    }


def _folded(code: list[str]) -> list[dict[str, Any]]:
    """Return the code that has not been shown yet as one block, and begin anew."""
    block = [{"code": "\n\n".join(code)}] if code else []
    code.clear()
    return block


def _joined(outputs: Sequence["NotebookNode"]) -> list["NotebookNode"]:
    """Return the outputs with pieces of one stream that follow one another put together."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last is not None and output.output_type == "stream" and last.get("name") == output.name:
            joined[-1] = type(output)({**last, "text": last.text + output.text})
        else:
            joined.append(output)
    return joined


def _output(output: "NotebookNode", where: str, hide: Any) -> Markup:
    if output.output_type == "error":
        summary = escape(hide(plain(f"{output.ename}: {output.evalue}")))
        trace = escape(hide(plain("\n".join(output.traceback))))
        return Markup('<div class="failed"><p>{}</p><pre tabindex="0">{}</pre></div>').format(summary, trace)
    if output.output_type == "stream":
        text = escape(hide(plain(output.text)))
        if output.name == "stderr":
            return Markup("<details><summary>Messages</summary><pre>{}</pre></details>").format(text)
        return Markup("<pre>{}</pre>").format(text)
    data = output.get("data", {})
    if FACTS_MIME in data:  # they stand on top of the page
        return Markup()
    if "text/html" in data:
        return clean_html(hide(data["text/html"]))
    for kind in PICTURES:
        if kind in data:
            return _picture(kind, data[kind], f"Picture shown by {where}")
    if "text/markdown" in data:
        return markdown_html(hide(data["text/markdown"]))
    text = hide(plain(data.get("text/plain", "")))
    return Markup("<pre>{}</pre>").format(text) if text else Markup()


def _picture(kind: str, content: str, alt: str) -> Markup:
    if kind == "image/svg+xml":
        content = base64.b64encode(content.encode("utf-8")).decode("ascii")
    source = f"data:{kind};base64,{re.sub(r'[^A-Za-z0-9+/=]', '', content)}"
    return Markup('<figure class="figure"><img src="{}" alt="{}"></figure>').format(source, alt)


def _how_it_was_made(runs: Sequence["Run"], command: str, hide: Any) -> dict[str, Any]:
    sources: dict[str, str] = {}
    used = versions()
    figures = []
    for run in runs:
        for data in _shown(run.notebook):
            for mime in (FACTS_MIME, FIGURE_MIME):
                noted = data.get(mime, {})
                sources |= {file["source_file"]: file["sha256"] for file in noted.get("source_files", [])}
                used |= noted.get("versions", {})
            if FIGURE_MIME in data:
                figures.append(_figure_row(data[FIGURE_MIME]))
    return {
        "command": command,
        "when": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %z}",
        "sources": sorted(sources.items()),
        "figures": figures,
        "runs": [(run.name, f"{run.seconds:.1f} s", hide(_given(run.notebook))) for run in runs],
        "versions": sorted(used.items()),
    }


def _figure_row(sidecar: Mapping[str, Any]) -> tuple[str, str, str]:
    calls = [note for note in (sidecar.get("table_made_by"), sidecar.get("figure_made_by")) if note]
    counts = [sidecar.get("papers_shown"), sidecar.get("papers_total")]
    extent = " of ".join(fact_text(count) for count in counts if count is not None)
    return str(sidecar["name"]), "; ".join(map(_call_text, calls)), extent if counts[0] is not None else ""


def _call_text(note: Mapping[str, Any]) -> str:
    given = ", ".join(f"{name}={value!r}" for name, value in note.get("parameters", {}).items())
    return f"{note['function']}({given})"


def _given(notebook: "NotebookNode") -> str:
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items())


def _shown(notebook: "NotebookNode") -> list[Mapping[str, Any]]:
    return [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]


def _has_error(notebook: "NotebookNode") -> bool:
    return any(output.output_type == "error" for cell in notebook.cells for output in cell.get("outputs", []))


def _anchor(name: str) -> str:
    return "notebook-" + re.sub(r"[^A-Za-z0-9]+", "-", name.removesuffix(".ipynb")).strip("-").lower()


def _csp_hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


@cache
def _template() -> "jinja2.Template":
    import jinja2

    loader = jinja2.FileSystemLoader(HERE)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
