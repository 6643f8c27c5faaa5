"""Run every notebook on a corpus through papermill and put what they show on one page."""

import ast
import glob
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.display import FACT_LABELS, FACTS_MIME
from analysis.saving import write_together

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAGE_NAME = "report.html"
# Given by the command's own arguments, so not by --set.
OWN_PARAMETERS = ("corpus_paths", "figures_dir")
SECONDS_TO_START = 120


class ReportError(ValueError):
    """What was asked for cannot be done; the message says why and what would do."""


@dataclass(frozen=True)
class Run:
    """One notebook as it was run: `failure` is None, or one line that says what went wrong."""

    name: str
    notebook: "NotebookNode"
    seconds: float
    failure: str | None


@dataclass(frozen=True)
class Report:
    """Where a report is, the facts that lead it, the seconds of each notebook, and those that failed."""

    page: Path
    facts: Mapping[str, Any]
    seconds: Mapping[str, float] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)


def make_report(
    paths: Sequence[str | os.PathLike[str]],
    *,
    output: str | os.PathLike[str] = "reports",
    figures: str | os.PathLike[str] | None = None,
    notebooks: str | os.PathLike[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    command: str = "",
    progress: bool = True,
) -> Report:
    """Return the report on the corpus in `paths`, written into `output`.

    Every numbered notebook runs in order of name in a kernel of its own. One that fails has its
    traceback in the report, and the others still run. Page and executed notebooks are moved into
    place together at the end; figures are written, each whole, while the notebooks run.

    Parameters
    ----------
    paths : list of path
        Files, folders or globs, as `load_corpus` takes them.
    output : path
        Folder for `report.html` and `notebooks/`.
    figures : path, optional
        Folder for the figures; `figures` in `output` if not given.
    notebooks : path, optional
        Folder with the notebooks; the project's own if not given.
    parameters : mapping, optional
        Values for the parameters of the notebooks; each goes to the notebooks that know it.
    command : str, optional
        The command line, which the report repeats.
    progress : bool
        Whether to show a progress bar.

    Raises
    ------
    ReportError
        If a path or the notebooks are not there, the output cannot be a folder, or no notebook knows a
        parameter.

    Examples
    --------
    >>> make_report(["no-such-folder"])
    Traceback (most recent call last):
    ...
    analysis.report.ReportError: There is no file, folder or match for 'no-such-folder'.
    """
    sources = list(existing_paths(paths))
    files = numbered_notebooks(notebooks)
    known = {file: known_parameters(file) for file in files}
    chosen = dict(parameters or {})
    _check_parameters(chosen, known)
    output = Path(output).absolute()
    figures = Path(figures).absolute() if figures is not None else output / "figures"
    own = {"corpus_paths": sources, "figures_dir": str(figures)}
    _make_folder(output)
    runs = []
    with tempfile.TemporaryDirectory(dir=output, prefix=".unfinished-") as unfinished:
        for file in _with_bar(files, progress):
            given = {name: value for name, value in {**own, **chosen}.items() if name in known[file]}
            runs.append(run_notebook(file, parameters=given, folder=unfinished))
    return _write(runs, output, sources, command, hidden=[*sources, str(output), str(figures)])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"{folder} cannot be a folder for the report: {error.strerror}.") from error


def existing_paths(paths: Sequence[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield each path as an absolute one.

    Raises
    ------
    ReportError
        If there is no such file or folder, and no file that matches it as a glob.

    Examples
    --------
    >>> list(existing_paths(["/"]))
    ['/']
    """
    for given in paths:
        path = os.fspath(given)
        if not os.path.exists(path) and not glob.glob(path, recursive=True):
            raise ReportError(f"There is no file, folder or match for {path!r}.")
        yield os.path.abspath(path)


def numbered_notebooks(folder: str | os.PathLike[str] | None = None) -> list[Path]:
    """Return the notebooks of `folder` whose name begins with a digit, in order of name.

    Raises
    ------
    ReportError
        If the folder is not there or has no such notebook.
    """
    beside = Path(__file__).resolve().parent.parent / "notebooks"
    place = Path(folder) if folder is not None else beside
    files = sorted(place.absolute().glob("[0-9]*.ipynb"))
    if not files:
        raise ReportError(f"There is no numbered notebook in {str(place)!r}; name a folder by --notebooks.")
    return files


def known_parameters(notebook: Path) -> dict[str, str]:
    """Return the parameters in the notebook's cell tagged `parameters`, with their defaults as written.

    Raises
    ------
    ReportError
        If the file is not a notebook.
    """
    import nbformat
    from papermill import inspect_notebook

    try:
        read = nbformat.read(notebook, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, KeyError) as error:
        raise ReportError(f"{notebook.name} cannot be read as a notebook: {error}") from error
    read.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {name: about["default"] for name, about in inspect_notebook(read).items()}


def parse_settings(settings: Sequence[str]) -> dict[str, Any]:
    """Return the values in texts of the form `name=value`: a JSON or Python literal, or else a text.

    Raises
    ------
    ReportError
        If a text is not of that form.

    Examples
    --------
    >>> parse_settings(["seed=1", "by=venue", "periods=['year', 'month']", "dates=true", "label=None"])
    {'seed': 1, 'by': 'venue', 'periods': ['year', 'month'], 'dates': True, 'label': None}
    """
    parsed = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.isidentifier():
            raise ReportError(f"--set takes name=value, but {setting!r} was given; paths stand before it.")
        parsed[name] = _literal(value)
    return parsed


def run_notebook(notebook: Path, *, parameters: Mapping[str, Any], folder: str | os.PathLike[str]) -> Run:
    """Return `notebook` as it was run with `parameters`; `folder` holds it while it runs.

    It runs in the folder it stands in, by the interpreter that runs this function.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillException, PapermillExecutionError

    from analysis.kernel import ThisPython

    unfinished = Path(folder, notebook.name)
    failure = None
    start = time.monotonic()
    try:
        papermill.execute_notebook(
            _without_fields(notebook),
            _without_fields(unfinished),
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            kernel_manager_class=ThisPython,
            start_timeout=SECONDS_TO_START,
            progress_bar=False,
            cwd=str(notebook.parent),
        )
    except PapermillExecutionError as error:
        failure = f"{error.ename}: {error.evalue}"
    except (PapermillException, RuntimeError, ValueError, OSError) as error:
        failure = f"{type(error).__name__}: {error}"
    seconds = time.monotonic() - start
    ran = nbformat.read(unfinished if unfinished.exists() else notebook, as_version=4)
    return Run(notebook.name, ran, seconds, failure)


def facts_of(runs: Sequence[Run]) -> dict[str, Any]:
    """Return the facts that the notebooks reported, the five that every report leads with first.

    One that no notebook reported is None.
    """
    facts: dict[str, Any] = dict.fromkeys(FACT_LABELS)
    for run in runs:
        for cell in run.notebook.cells:
            for output in cell.get("outputs", []):
                facts |= output.get("data", {}).get(FACTS_MIME, {}).get("facts", {})
    return facts


def _write(runs: list[Run], output: Path, sources: list[str], command: str, *, hidden: list[str]) -> Report:
    import nbformat

    from analysis.report_page import render

    facts = facts_of(runs)
    title = ", ".join(os.path.basename(source) for source in sources)
    page = render(runs, title=title, facts=facts, command=command, hidden=hidden)
    files = {output / "notebooks" / run.name: nbformat.writes(run.notebook).encode() + b"\n" for run in runs}
    write_together({**files, output / PAGE_NAME: page.encode("utf-8", "replace")})
    seconds = {run.name: run.seconds for run in runs}
    failures = {run.name: run.failure for run in runs if run.failure}
    return Report(output / PAGE_NAME, facts, seconds, failures)


def _with_bar(files: list[Path], progress: bool) -> Iterator[Path]:
    from tqdm import tqdm

    with tqdm(total=len(files), unit="notebook", disable=not progress) as bar:
        for file in files:
            bar.set_description(file.stem)
            yield file
            bar.update()


def _check_parameters(chosen: Mapping[str, Any], known: Mapping[Path, Mapping[str, str]]) -> None:
    taken = sorted(set(chosen) & set(OWN_PARAMETERS))
    if taken:
        raise ReportError(f"--set cannot give {', '.join(taken)}: it comes from the paths and --figures.")
    every: dict[str, str] = {}
    for parameters in known.values():
        every |= parameters
    unknown = sorted(set(chosen) - set(every))
    if unknown:
        settable = [f"{name} = {every[name]}" for name in sorted(every) if name not in OWN_PARAMETERS]
        listed = "; ".join(settable) or "none"
        wrong = ", ".join(map(repr, unknown))
        raise ReportError(f"No notebook has a parameter {wrong}. There are, with their defaults: {listed}.")


def _literal(value: str) -> Any:
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(value)
        except (ValueError, SyntaxError):
            continue
    return value


def _without_fields(path: Path) -> str:
    """Return the path so that papermill, which formats paths with parameters, gives it back as it is."""
    return re.sub(r"([{}])", r"\1\1", str(path))
