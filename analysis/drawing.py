"""What the plots share: fresh axes, text from a corpus made safe to draw, an axis of periods."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.errors import found, require_at_least
from analysis.periods import begin_of, kind_of, label_of, ordinal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "oo", "++")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY = "0.45"
LIGHT_GREY = "0.8"


def new_axes(ax: "Axes | None") -> "Axes":
    """Return `ax`, or the Axes of a new figure where there is none.

    Raises
    ------
    TypeError
        If `ax` is something else, such as the whole grid that `plt.subplots` returns.
    """
    from matplotlib.axes import Axes

    if ax is None:
        import matplotlib.pyplot as plt

        return plt.subplots()[1]
    if not isinstance(ax, Axes):
        raise TypeError(f"`ax` must be one Axes, such as `axes[0, 1]` of a grid, but {found(ax)} was given.")
    return ax


def plain(text: object, *, width: int = 28, end: int = 0) -> str:
    """Return text from a corpus on one line, shortened, and with nothing that matplotlib would interpret.

    Examples
    --------
    >>> plain("Journal of Very Long Names and Letters", width=16)
    'Journal of Very…'
    >>> plain("Journal of Very Long Names and Letters", width=16, end=7)
    'Journal…Letters'
    >>> print(plain("$p$-values"))
    \\$p\\$-values
    """
    line = " ".join(str(text).split())
    if len(line) > width:
        line = line[: width - 1 - end].rstrip() + "…" + line[len(line) - end :]
    # matplotlib leaves out of a legend whatever begins with an underscore
    return ("\u200a" if line.startswith("_") else "") + line.replace("$", r"\$")


def plain_names(texts: Sequence[object], *, width: int) -> list[str]:
    """Return texts as `plain` does; those that would look alike keep their end, and more of it if need be.

    Examples
    --------
    >>> plain_names(["Proceedings of Moss, Volume 1", "Proceedings of Moss, Volume 2", "Fern"], width=18)
    ['Proceeding…olume 1', 'Proceeding…olume 2', 'Fern']
    >>> plain_names(["export-part1.csv", "export-part2.csv"], width=10)
    ['e…art1.csv', 'e…art2.csv']
    """
    names = [plain(text, width=width) for text in texts]
    for end in (2 * width // 5, 4 * width // 5):
        alike = [names.count(name) > 1 for name in names]
        longer = (plain(text, width=width, end=end) for text in texts)
        names = [new if same else name for name, new, same in zip(names, longer, alike, strict=True)]
    return names


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
    begin = max(first, begin_of(unfinished, periods[0]))
    if last >= begin:
        ax.axvspan(begin - 0.5, last + room, color="0.92", linewidth=0, zorder=0)
        since = label_of(int(begin), kind) + (" on" if last > begin else "")
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
    ax.set_yticks(places, plain_names([row[label] or "(no title)" for row in shown], width=34))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    tied = sum(row[number] == shown[-1][number] for row in rows[top:])
    ax.set_xlabel(said + (f"\n({tied:,} more with {shown[-1][number]:,})" if tied else ""))
    whole_numbers(ax.xaxis)
    return ax


def legend_above(ax: "Axes", *, columns: int = 1, bottom: float = 1.01, **options: Any) -> None:
    """Put the legend above the Axes, its left ends over one another, from the height `bottom` on."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, bottom), ncols=columns, borderaxespad=0, **options)


def is_or_are(number: float) -> str:
    """Return the verb that goes with a number of things."""
    return "is" if number == 1 else "are"


def listed(items: Sequence[str]) -> str:
    """Return the items as they stand in a sentence.

    Examples
    --------
    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "none"


def first_of(named: Sequence[str], numbers: Sequence[float]) -> str:
    """Return the first of ranked things as they stand in a sentence, and how many more equal the last.

    Parameters
    ----------
    named : sequence of str
        The first things, in words.
    numbers : sequence of float
        What all things are ranked by, the largest first.

    Examples
    --------
    >>> first_of(["A (2)", "B (1)"], [2, 1, 1, 1])
    'A (2) and B (1); 2 more have as many as the last'
    """
    tied = sum(number == numbers[len(named) - 1] for number in numbers[len(named) :])
    last = " as the last" if len(named) > 1 else ""
    return listed(named) + (f"; {tied:,} more {'has' if tied == 1 else 'have'} as many{last}" if tied else "")


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
    >>> counted(1, "topic"), counted(7, "topic"), counted(0.5, "paper")
    ('1 topic', '7 topics', '0.50 papers')
    """
    return f"{number_word(number)} {thing}" + ("" if number == 1 else "s")


def number_word(number: float) -> str:
    """Return a full count as it is, and one by equal parts with two decimals."""
    return f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"


def percent(share: float) -> str:
    """Return a share in whole per cent; 0% and 100% only where it is none or all.

    Examples
    --------
    >>> percent(1), percent(0.999), percent(0.001)
    ('100%', '99%', '1%')
    """
    return f"{share if share in (0, 1) else min(max(share, 0.01), 0.99):.0%}"
