"""What the plots share: fresh axes, text from a corpus made safe to draw, an axis of periods."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .periods import kind_of, label_of, ordinal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "oo", "++")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY = "0.45"
LIGHT_GREY = "0.8"


def new_axes(ax: "Axes | None") -> "Axes":
    """Return `ax`, or the Axes of a new figure where there is none."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


def plain(text: object, *, width: int = 28) -> str:
    """Return text from a corpus on one line, shortened, and with nothing that matplotlib would interpret.

    Examples
    --------
    >>> plain("Journal of Very Long Names and Letters", width=16)
    'Journal of Very…'
    >>> print(plain("$p$-values"))
    \\$p\\$-values
    """
    line = " ".join(str(text).split())
    if len(line) > width:
        line = line[: width - 1].rstrip() + "…"
    # matplotlib leaves out of a legend whatever begins with an underscore
    return ("\u200a" if line.startswith("_") else "") + line.replace("$", r"\$")


def period_axis(ax: "Axes", periods: Iterable[str], *, labels: int | None = None) -> None:
    """Put period labels on the x axis, whose positions are the `ordinal` of each: at most `labels` of them.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> period_axis(ax, [str(year) for year in range(2001, 2025)], labels=6)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['2004', '2008', '2012', '2016', '2020', '2024']
    """
    periods = list(periods)
    kind = kind_of(periods[0])
    numbers = [ordinal(label) for label in periods]
    first, last = min(numbers), max(numbers)
    wanted = labels or (7 if kind == "year" else 4)
    step = -(-(last - first + 1) // wanted)
    ticks = sorted(range(last, first - 1, -step))
    ax.set_xticks(ticks, [label_of(tick, kind) for tick in ticks])
    ax.set_xlabel(kind.capitalize())


def listed(items: Sequence[str]) -> str:
    """Return the items as they stand in a sentence.

    Examples
    --------
    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "none"


def papers_word(number: float) -> str:
    """Return a number of papers in words of a sentence.

    Examples
    --------
    >>> papers_word(1), papers_word(1200)
    ('1 paper', '1,200 papers')
    """
    return f"{number:,} paper" + ("" if number == 1 else "s")
