"""The style of the figures, and what keeps them readable: fonts, room for labels, a word for the kind."""

import contextlib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLE = Path(__file__).with_name("bibliometrics.mplstyle")
# matplotlib ships no font for these scripts: where the machine has one of these, it is used.
FONTS_FOR_OTHER_SCRIPTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "WenQuanYi Zen Hei", "PingFang SC",
    "Microsoft YaHei", "Malgun Gothic", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai",
)  # fmt: skip
INCHES_PER_LABEL = 0.155
LEGEND_ROWS = 3  # above which the figure grows with its legend
TALLEST = 9.0


@contextlib.contextmanager
def use_style() -> Iterator[None]:
    """Set the style of the figures for the length of a `with` block, whatever was set before.

    It starts from matplotlib's own defaults, so that a figure does not depend on a user's settings.

    Examples
    --------
    >>> import matplotlib
    >>> with use_style():
    ...     [float(inches) for inches in matplotlib.rcParams["figure.figsize"]]
    [3.5, 2.4]
    """
    import matplotlib
    import matplotlib.style
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    others = [font for font in FONTS_FOR_OTHER_SCRIPTS if font in installed]
    with matplotlib.style.context(str(STYLE), after_reset=True):
        # Only a list under font.family is searched letter by letter.
        matplotlib.rcParams["font.family"] = [*matplotlib.rcParams["font.sans-serif"][:1], *others]
        yield


@contextlib.contextmanager
def missing_letters() -> Iterator[set[str]]:
    """Collect the letters for which no font has a shape (they are drawn as boxes), without a warning."""
    missing: set[str] = set()
    with warnings.catch_warnings():
        warnings.filterwarnings("always", message=r"Glyph \d+ .* missing from")
        show = warnings.showwarning

        def collect(message: Warning | str, *args: Any, **kwargs: Any) -> None:
            glyph = re.match(r"Glyph (\d+) .* missing from", str(message))
            if glyph is None:
                show(message, *args, **kwargs)
            else:
                missing.add(chr(int(glyph[1])))

        warnings.showwarning = collect
        yield missing


def make_room_for_labels(ax: "Axes") -> None:
    """Make the figure taller where rows of labels would collide or a legend leaves little room."""
    from matplotlib.category import StrCategoryLocator
    from matplotlib.ticker import FixedLocator

    figure = ax.get_figure(root=True)
    if figure is None:
        return
    width, height = figure.get_size_inches()
    if legend := ax.get_legend():
        entries = -(-len(legend.get_texts()) // getattr(legend, "_ncols", 1))
        height += INCHES_PER_LABEL * max(0, entries - LEGEND_ROWS)
    if isinstance(ax.yaxis.get_major_locator(), FixedLocator | StrCategoryLocator):
        height = max(height, 0.55 + INCHES_PER_LABEL * len(ax.yaxis.get_majorticklocs()))
    figure.set_size_inches(width, min(TALLEST, height))


def kind_of_plot(ax: "Axes") -> str:
    """Return the words for what is drawn in `ax`, with which an alternative text begins."""
    from matplotlib.collections import PathCollection, QuadMesh
    from matplotlib.container import BarContainer

    if any(isinstance(container, BarContainer) for container in ax.containers):
        return "Bar chart"
    if ax.images or any(isinstance(drawn, QuadMesh) for drawn in ax.collections):
        return "Heat map"
    if any(isinstance(drawn, PathCollection) for drawn in ax.collections):
        return "Scatter plot"
    return "Line chart" if ax.lines else "Figure"
