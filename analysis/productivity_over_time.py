"""In which periods the most productive authors wrote their papers."""

from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrameT

from analysis.drawing import counted, first_of, new_axes, papers_word, period_axis, plain
from analysis.errors import TooLittleData, require_at_least
from analysis.frames import count_by, give, require_same_kind, take, to_rows
from analysis.periods import columns_for, ordinal, with_period
from analysis.productivity import cut_lists_sentence, distinct_authorships, printed_names
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_DATED_AUTHOR = (
    "No author has a paper with a date that is precise enough, so nothing can be shown over time."
)


@traced
def productivity_over_time(
    authorships: IntoFrameT, papers: IntoFrameT, *, period: str = "year", top: int = 10
) -> IntoFrameT:
    """Return in which periods the most productive authors wrote how many papers.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`.
    papers : DataFrame
        `paper_id` and the columns of the period; of the same kind as `authorships`.
    period : {'year', 'quarter', 'month'}
    top : int
        How many authors: those that come first in `author_productivity` of the papers with a date.

    Returns
    -------
    DataFrame
        `author_id`, `author`, `period`, `papers` for each period with a paper of the author; authors
        as in `author_productivity`, then by period.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame({"paper_id": ["p1", "p2"], "author": "Bo Li", "author_id": "li b"})
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "year": [2023, 2024]})
    >>> productivity_over_time(authorships, papers)
      author_id author period  papers
    0      li b  Bo Li   2023       1
    1      li b  Bo Li   2024       1
    """
    frame = take(papers, ["paper_id", *columns_for(period)], "papers", "load_corpus(...).papers")
    dated = with_period(frame, period).select("paper_id", "period").unique()
    known = distinct_authorships(authorships)
    require_same_kind(authorships=known, papers=dated)
    require_at_least("top", top, 1)
    known = known.join(dated, on="paper_id", how="inner")
    totals = count_by(known, "author_id", name="total")
    first = totals.sort("total", "author_id", descending=[True, False]).head(top)
    counts = count_by(known.join(first, on="author_id", how="inner"), "author_id", "total", "period")
    table = counts.join(printed_names(authorships), on="author_id", how="inner")
    table = table.sort("total", "author_id", "period", descending=[True, False, False])
    return give(table.select("author_id", "author", "period", "papers"), authorships)


@traced
def plot_productivity_over_time(
    table: Any, *, unfinished: str | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw a line an author and a dot a period, whose area is the number of papers.

    Parameters
    ----------
    table : DataFrame
        What `productivity_over_time` returns.
    unfinished : str, optional
        What `unfinished_period` returns: from this period on, the ground is shaded.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If no author has a paper with a date.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"author_id": ["a"], "author": ["Bo Li"], "period": ["2024"], "papers": [2]})
    >>> ax = plot_productivity_over_time(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Bo Li (2)']
    """
    rows = to_rows(table, "author_id", "period", "papers", made_by="productivity_over_time")
    if not rows:
        raise TooLittleData(NO_DATED_AUTHOR)
    ax = new_axes(ax)
    authors = list(dict.fromkeys(row["author_id"] for row in rows))
    largest, labels = max(row["papers"] for row in rows), []
    for place, author in enumerate(authors):
        own = [row for row in rows if row["author_id"] == author]
        when, counts = [ordinal(row["period"]) for row in own], [row["papers"] for row in own]
        ax.plot([when[0], when[-1]], [place, place], color="0.75", linewidth=1, zorder=1)
        sizes = [_area(count, largest) for count in counts]
        ax.scatter(when, [place] * len(when), s=sizes, color="C0", linewidths=0, zorder=2)
        labels.append(f"{plain(own[0]['author'], width=24)} ({sum(counts):,})")
    for size in sorted({1, -(-largest // 2), largest}):
        ax.scatter([], [], s=_area(size, largest), color="C0", linewidths=0, label=papers_word(size))
    ax.set_yticks(range(len(authors)), labels)
    ax.set_ylim(len(authors) - 0.4, -0.6)
    period_axis(ax, [row["period"] for row in rows], labels=5, unfinished=unfinished)
    ax.margins(x=0.08)
    ax.legend(
        loc="lower right", bbox_to_anchor=(1, 1.01), ncols=3, borderaxespad=0,
        handletextpad=0.3, columnspacing=1,
    )  # fmt: skip
    return ax


def _area(papers: int, largest: int) -> float:
    return 70 * papers / max(largest, 3)


def describe_productivity_over_time(table: Any, *, papers: Any = None) -> str:
    """Return `productivity_over_time` in a sentence or two; `papers` says how many author lists were cut.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"author_id": ["a"], "author": ["Bo Li"], "period": ["2024"], "papers": [2]})
    >>> describe_productivity_over_time(table)
    'The dated papers of 1 author, the most productive, in 2024. The most in one period: Bo Li,
    2 papers in 2024.'
    """
    rows = to_rows(table, "author_id", "period", "papers", made_by="productivity_over_time")
    if not rows:
        return NO_DATED_AUTHOR
    authors = counted(len({row["author_id"] for row in rows}), "author")
    ranked = sorted(rows, key=lambda row: -row["papers"])
    peak = f"{ranked[0]['author']}, {papers_word(ranked[0]['papers'])} in {ranked[0]['period']}"
    first, last = (end(row["period"] for row in rows) for end in (min, max))
    when = f"in {first}" if first == last else f"{first} to {last}"
    return (
        f"The dated papers of {authors}, the most productive, {when}. "
        f"The most in one period: {first_of([peak], [row['papers'] for row in ranked])}."
        f"{cut_lists_sentence(papers)}"
    )
