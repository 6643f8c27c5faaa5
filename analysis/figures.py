"""Saving figures that can be traced, and showing them in a notebook."""

import base64
import hashlib
import html
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import TooLittleData
from analysis.figure_style import kind_of_plot, make_room_for_labels, missing_letters, use_style
from analysis.provenance import HasLedger, describe_call, made_by, note_on, portable, source_files, versions
from analysis.saving import csv_bytes, write_together

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES = (".png", ".svg", ".csv", ".json")
FIGURE_MIME = "application/vnd.analysis.figure+json"
SCREEN_WIDTH_PER_INCH = 150


@dataclass(frozen=True)
class SavedFigure:
    """Where a figure was saved, and what its sidecar says."""

    png: Path
    svg: Path
    csv: Path
    json: Path
    sidecar: Mapping[str, Any]


@dataclass(frozen=True)
class ShownFigure:
    """A saved figure, or the sentence that stands where it would have been; shows itself in Jupyter."""

    name: str
    caption: str
    sentence: str
    saved: SavedFigure | None
    inches_wide: float = 3.5

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        if self.saved is None:
            return {"text/plain": self.sentence, "text/html": self._repr_html_()}
        sidecar = dict(self.saved.sidecar)
        return {"text/plain": sidecar["alt"], "text/html": self._repr_html_(), FIGURE_MIME: sidecar}

    def _repr_html_(self) -> str:
        if self.saved is None:
            return (
                f'<p class="not-shown"><strong>{html.escape(self.caption)}</strong> '
                f"{html.escape(self.sentence)}</p>"
            )
        picture = base64.b64encode(self.saved.png.read_bytes()).decode("ascii")
        notes = " ".join(html.escape(note) for note in _notes(self.saved.sidecar))
        return (
            f'<figure class="figure"><img src="data:image/png;base64,{picture}" '
            f'width="{round(self.inches_wide * SCREEN_WIDTH_PER_INCH)}" '
            f'alt="{html.escape(self.saved.sidecar["alt"])}">'
            f"<figcaption><p><strong>{html.escape(self.caption)}</strong></p>"
            f"<p>{html.escape(self.sentence)}</p>"
            + (f'<p class="note">{notes}</p>' if notes else "")
            + "</figcaption></figure>"
        )


def save_figure(
    ax: "Axes",
    path: str | Path,
    *,
    table: Any,
    caption: str,
    alt: str,
    corpus: HasLedger | None = None,
    shown: int | None = None,
    total: int | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> SavedFigure:
    """Save the figure of `ax` as PNG and SVG, with a sidecar (JSON) and the table behind it (CSV).

    The sidecar says what made the figure: functions and parameters, source files with their SHA-256,
    versions, how many papers it shows of how many, caption and alternative text. The PNG (text
    chunks) and the SVG (metadata) say the same. The same input gives the same bytes. In the CSV, text
    that a spreadsheet would run as a formula has an apostrophe in front.

    Parameters
    ----------
    ax : Axes
        Any Axes of the figure.
    path : str or Path
        Where to save it; `.png`, `.svg`, `.csv` or `.json` at its end is dropped.
    table : DataFrame
        What the figure shows, as it was given to the function that drew it.
    caption, alt : str
        Caption, and a text for those who do not see the picture.
    corpus : Corpus, optional
        Whose files the table comes from.
    shown, total : int, optional
        Papers that the figure shows, and papers in all: by default those of `corpus`.
    parameters : mapping, optional
        The parameters of the notebook.

    Raises
    ------
    ValueError
        If `alt` or `caption` is empty.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"year": [2023, 2024], "papers": [3, 5]})
    >>> ax = Figure().subplots()
    >>> bars = ax.bar(table["year"], table["papers"])
    >>> saved = save_figure(ax, tempfile.mkdtemp() + "/years", table=table, caption="Papers a year",
    ...                     alt="Two bars: 3 papers in 2023, 5 in 2024.", shown=8, total=9)
    >>> saved.sidecar["papers_shown"], saved.sidecar["papers_total"]
    (8, 9)
    """
    if not caption.strip() or not alt.strip():
        raise ValueError(
            f"A figure needs a `caption` and an `alt` text, but {caption!r} and {alt!r} were given."
        )
    sources = source_files(corpus)
    path = Path(path)
    path = path.with_suffix("") if path.suffix in SUFFIXES else path
    sidecar: dict[str, Any] = {
        "name": path.name,
        "caption": caption,
        "alt": alt,
        "figure_made_by": {key: value for key, value in (made_by(ax) or {}).items() if key != "tables"},
        "table_made_by": made_by(table),
        "parameters": portable(parameters or {}),
        "papers_shown": None if shown is None else int(shown),
        "papers_total": len(corpus.papers) if total is None and corpus is not None else portable(total),
        "source_files": sources,
        "versions": versions(),
    }
    with missing_letters() as missing:
        pictures = _pictures(ax, sidecar)
    sidecar["letters_not_drawn"] = sorted(missing)
    pictures[".csv"] = csv_bytes(table)
    sidecar["files"] = {path.name + end: hashlib.sha256(data).hexdigest() for end, data in pictures.items()}
    pictures[".json"] = (json.dumps(sidecar, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    files = {end: path.with_name(path.name + end) for end in SUFFIXES}
    write_together({files[end]: pictures[end] for end in SUFFIXES})
    return SavedFigure(files[".png"], files[".svg"], files[".csv"], files[".json"], sidecar)


def draw(
    plot: Callable[..., "Axes"],
    table: Any,
    name: str,
    *,
    folder: str | Path,
    caption: str,
    reading: str,
    corpus: HasLedger | None = None,
    shown: int | None = None,
    total: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    figsize: tuple[float, float] | None = None,
    **options: Any,
) -> ShownFigure:
    """Return the figure that `plot` draws of `table`, saved as `folder/name` and ready to be shown.

    Where the table holds too little for the plot, what comes back shows the sentence that says so,
    and an older figure of that name is removed.

    Parameters
    ----------
    plot : callable
        A plot function: table first, `ax` by keyword, returns the Axes.
    table : DataFrame
        What it draws.
    name : str
        Name of the files, without folder and suffix.
    folder : str or Path
        Where the figure is saved.
    caption, reading : str
        Caption, and one or two sentences that read the figure aloud; both stand below it.
    corpus, shown, total, parameters
        As in `save_figure`.
    figsize : pair of float, optional
        Width and height in inches; one print column by default, taller where labels need it.
    **options
        Handed on to `plot`.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> def plot_years(table, *, ax=None):
    ...     ax.bar(table["year"], table["papers"])
    ...     return ax
    >>> table = pd.DataFrame({"year": [2023, 2024], "papers": [3, 5]})
    >>> draw(plot_years, table, "years", folder=tempfile.mkdtemp(), caption="Papers a year",
    ...      reading="Most papers are from 2024.").saved.sidecar["alt"]
    'Bar chart: Papers a year. Most papers are from 2024.'
    """
    from matplotlib.figure import Figure

    path = Path(folder) / name
    with use_style(), missing_letters():
        figure = Figure(figsize=figsize)
        try:
            ax = plot(table, ax=figure.subplots(), **options)
        except TooLittleData as sentence:
            for end in SUFFIXES:
                path.with_name(name + end).unlink(missing_ok=True)
            return ShownFigure(name, caption, str(sentence), None)
        if figsize is None:
            make_room_for_labels(ax)
        if made_by(ax) is None:
            note_on(ax, describe_call(plot, table, **options))
        alt = f"{kind_of_plot(ax)}: {caption.rstrip('.')}. {reading}".strip()
        saved = save_figure(
            ax, path, table=table, caption=caption, alt=alt, corpus=corpus, shown=shown, total=total,
            parameters=parameters,
        )  # fmt: skip
    return ShownFigure(name, caption, reading, saved, float(figure.get_size_inches()[0]))


def _pictures(ax: "Axes", sidecar: Mapping[str, Any]) -> dict[str, bytes]:
    import matplotlib
    from matplotlib.figure import Figure

    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("`ax` must belong to a figure, but it was removed from it.")
    whole = json.dumps(sidecar, sort_keys=True, ensure_ascii=False)
    sources = "; ".join(f"{file['source_file']} sha256:{file['sha256']}" for file in sidecar["source_files"])
    common = {"Title": sidecar["caption"], "Description": sidecar["alt"], "Source": sources}
    png, svg = io.BytesIO(), io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "bibliometrics", "svg.fonttype": "path"}):
        figure.savefig(png, format="png", dpi=300, metadata={**common, "Provenance": whole})
        figure.savefig(svg, format="svg", metadata={**common, "Relation": whole, "Date": None})
    return {".png": png.getvalue(), ".svg": svg.getvalue()}


def _notes(sidecar: Mapping[str, Any]) -> list[str]:
    notes = []
    shown, total = sidecar["papers_shown"], sidecar["papers_total"]
    if shown is not None:
        notes.append(
            f"{shown:,} of {total:,} papers shown." if total is not None else f"{shown:,} papers shown."
        )
    if sidecar["letters_not_drawn"]:
        letters = " ".join(sidecar["letters_not_drawn"][:20])
        notes.append(
            f"No font on this machine has a shape for {letters}; the table behind the figure has them."
        )
    return notes
