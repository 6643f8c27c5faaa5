"""What the plots share: fresh axes, text from a corpus made safe to draw, an axis of periods."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.errors import require_at_least
from analysis.periods import kind_of, label_of, ordinal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

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


def period_axis(
    ax: "Axes", periods: Iterable[str], *, labels: int | None = None, unfinished: str | None = None
) -> None:
    """Put period labels on the x axis, whose positions are the `ordinal` of each: at most `labels` of them.

    From the period `unfinished` on, the ground is shaded, and the axis says so.

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
    room = max(0.6, 0.03 * (last - first))
    ax.set_xlim(first - room, last + room)
    if unfinished is not None and last >= ordinal(unfinished):
        begin = max(first, ordinal(unfinished))
        ax.axvspan(begin - 0.5, last + room, color="0.92", linewidth=0, zorder=0)
        since = label_of(begin, kind) + (" on" if last > begin else "")
        ax.set_xlabel(f"{kind.capitalize()} (shaded: {since}, not over)")


def numbers_above(ax: "Axes", periods: Sequence[str], numbers: Sequence[int]) -> None:
    """Write above the Axes on how many papers the mark of each period rests, in at most twelve places.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> numbers_above(ax, ["2023", "2024"], [3, 1200])
    >>> [text.get_text() for text in ax.texts]
    ['n', '3', '1,200']
    """
    places = [ordinal(label) for label in periods]
    every = -(-(max(places) - min(places) + 1) // 12)
    above: dict[str, Any] = {"va": "bottom", "size": "x-small", "color": "0.3"}
    ax.text(-0.02, 1.0, "n", transform=ax.transAxes, ha="right", **above)
    for place, number in zip(places, numbers, strict=True):
        if (max(places) - place) % every == 0:
            ax.text(place, 1.0, f"{number:,}", transform=ax.get_xaxis_transform(), ha="center", **above)


def whole_numbers(axis: "Axis") -> None:
    """Keep the ticks of an axis that counts to whole numbers."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))


def bars(
    rows: Sequence[dict[str, Any]], label: str, number: str, *, top: int, said: str, ax: "Axes | None"
) -> "Axes":
    """Draw the first `top` rows as bars from above, and say below how many more equal the last one.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> rows = [{"work": "A", "papers": 3}, {"work": "B", "papers": 1}, {"work": "C", "papers": 1}]
    >>> ax = bars(rows, "work", "papers", top=2, said="Papers", ax=Figure().subplots())
    >>> print(ax.get_xlabel())
    Papers
    (1 more with 1)
    """
    require_at_least("top", top, 1)
    ax = new_axes(ax)
    shown = rows[:top]
    places = list(range(len(shown)))
    ax.barh(places, [row[number] for row in shown], color="C0", height=0.7)
    ax.set_yticks(places, [plain(row[label] or "(no title)", width=34) for row in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    tied = sum(row[number] == shown[-1][number] for row in rows[top:])
    ax.set_xlabel(said + (f"\n({tied:,} more with {shown[-1][number]:,})" if tied else ""))
    whole_numbers(ax.xaxis)
    return ax


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
    return counted(number, "paper")


def counted(number: float, thing: str) -> str:
    """Return how many things of a kind there are in words of a sentence.

    Examples
    --------
    >>> counted(1, "topic"), counted(7, "topic")
    ('1 topic', '7 topics')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
