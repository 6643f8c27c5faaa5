"""Who wrote how many papers, counted in full or by equal parts, and when."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from .drawing import new_axes, papers_word, period_axis, plain
from .errors import TooLittleData, require_choice
from .frames import count_by, give, take, to_rows
from .periods import columns_for, ordinal, with_period

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNTINGS = ("full", "fractional")
NO_AUTHORS = "No author of any paper is known, so nothing can be shown about authors."


def author_productivity(authorships: IntoFrameT, *, counting: str = "full") -> IntoFrameT:
    """Return how many papers each author wrote.

    Parameters
    ----------
    authorships : DataFrame
        One row an author of a paper: `paper_id`, `author`, `author_id`. An author who stands twice on
        a paper counts once; rows without an `author_id` are left out. Takes pandas, Polars (eager or
        lazy), PyArrow and DuckDB, and returns the same kind (lazy for lazy).
    counting : {'full', 'fractional'}
        'full' counts 1 for every paper, 'fractional' 1/n for a paper with n authors, rounded to twelve
        decimals. Fractional counts add up to the number of papers.

    Returns
    -------
    DataFrame
        `author_id`, `author` (the form of the name that most of the papers print; of equally frequent
        forms one in mixed case), `papers`; sorted by papers, largest first, then `author_id`.
        Where lists of authors were cut ("et al."), every full count is a lower bound, and fractions
        are too large for those who are named.

    Raises
    ------
    KeyError
        If `authorships` lacks a column.
    ValueError
        If `counting` is neither of the two.

    References
    ----------
    Lindsey (1980), Social Studies of Science 10(2), doi:10.1177/030631278001000202 (full and equal
    fractional counting).

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame({
    ...     "paper_id": ["p1", "p1", "p2"],
    ...     "author": ["Ada King", "Bo Li", "ADA KING"],
    ...     "author_id": ["king a", "li b", "king a"],
    ... })
    >>> author_productivity(authorships)
      author_id    author  papers
    0    king a  Ada King       2
    1      li b     Bo Li       1
    >>> author_productivity(authorships, counting="fractional")
      author_id    author  papers
    0    king a  Ada King     1.5
    1      li b     Bo Li     0.5
    """
    require_choice("counting", counting, COUNTINGS)
    frame = distinct_authorships(authorships)
    if counting == "full":
        counts = count_by(frame, "author_id")
    else:
        sizes = count_by(frame, "paper_id", name="size")
        parts = frame.join(sizes, on="paper_id", how="inner").with_columns(
            papers=1 / nw.col("size").cast(nw.Float64)
        )
        counts = (
            parts.group_by("author_id").agg(nw.col("papers").sum()).with_columns(nw.col("papers").round(12))
        )
    table = counts.join(printed_names(authorships), on="author_id", how="inner")
    return give(
        table.select("author_id", "author", "papers").sort("papers", "author_id", descending=[True, False])
    )


def distinct_authorships(authorships: Any) -> Any:
    """Return each author of each paper once, as a narwhals frame: `paper_id`, `author_id`."""
    needed = ["paper_id", "author", "author_id"]
    frame = take(authorships, needed, "authorships", "load_corpus(...).authorships")
    known = ~nw.col("author_id").is_null() & ~nw.col("paper_id").is_null()
    return frame.filter(known).select("paper_id", "author_id").unique()


def printed_names(authorships: Any) -> Any:
    """Return the name by which each author is shown, as a narwhals frame: `author_id`, `author`."""
    frame = nw.from_native(authorships)
    forms = frame.filter(~nw.col("author_id").is_null()).select("paper_id", "author_id", "author").unique()
    name = nw.col("author")
    mixed = (name != name.str.to_uppercase()) & (name != name.str.to_lowercase())
    counts = count_by(forms, "author_id", "author", name="printed")
    ranked = counts.with_columns(
        rarity=-nw.col("printed"),
        one_case=nw.when(mixed).then(nw.lit(0)).otherwise(nw.lit(1)),
        shown=name.fill_null(""),
    )
    first = ranked.unique(subset=["author_id"], keep="first", order_by=["rarity", "one_case", "shown"])
    return first.select("author_id", "author")


def cut_lists(papers: Any) -> int:
    """Return for how many papers the list of authors was cut by the source ("et al.")."""
    frame = take(papers, ["authors_truncated"], "papers", "load_corpus(...).papers")
    cut = nw.when(nw.col("authors_truncated").cast(nw.Boolean)).then(nw.lit(1)).otherwise(nw.lit(0))
    return int(to_rows(frame.with_columns(cut=cut).select(nw.col("cut").sum()))[0]["cut"] or 0)


def cut_lists_sentence(papers: Any) -> str:
    """Return the sentence that says what cut lists of authors mean for counts; empty without any.

    Examples
    --------
    >>> import pandas as pd
    >>> print(cut_lists_sentence(pd.DataFrame({"authors_truncated": [True, False, None]})))
     The list of authors of 1 paper was cut ("et al."), so every count of authors is a lower bound.
    """
    number = cut_lists(papers) if papers is not None else 0
    if not number:
        return ""
    return (
        f' The list of authors of {papers_word(number)} was cut ("et al."), '
        "so every count of authors is a lower bound."
    )


def describe_author_productivity(table: Any, *, papers: Any = None, top: int = 3) -> str:
    """Return `author_productivity` in a sentence or two.

    Parameters
    ----------
    table : DataFrame
        What `author_productivity` returns.
    papers : DataFrame, optional
        With `authors_truncated`: says how many lists of authors were cut.
    top : int
        How many authors are named.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"author_id": ["a", "b"], "author": ["Ada King", "Bo Li"], "papers": [2, 1]})
    >>> describe_author_productivity(table)
    '2 authors, 1 of them (50%) with one paper or less. Most papers: Ada King (2) and Bo Li (1).'
    """
    rows = to_rows(table)
    if not rows:
        return NO_AUTHORS
    single = sum(row["papers"] <= 1 for row in rows)
    named = [f"{row['author']} ({_count(row['papers'])})" for row in rows[:top]]
    tied = sum(row["papers"] == rows[top - 1]["papers"] for row in rows[top:]) if len(rows) > top else 0
    text = f"{len(rows):,} author{'s' * (len(rows) != 1)}, {single:,} of them ({single / len(rows):.0%}) with one paper or less."
    text += (
        f" Most papers: {' and '.join([', '.join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]}"
    )
    text += f"; {tied:,} more {'has' if tied == 1 else 'have'} as many as the last." if tied else "."
    return text + cut_lists_sentence(papers)


def _count(papers: float) -> str:
    return f"{papers:,}" if isinstance(papers, int) else f"{papers:,.2f}"


def plot_author_productivity(
    table: Any, fractional: Any = None, *, top: int = 15, ax: "Axes | None" = None
) -> "Axes":
    """Draw the papers of the most productive authors, counted in full and, if given, by equal parts.

    Parameters
    ----------
    table : DataFrame
        What `author_productivity` returns: its first `top` rows are drawn.
    fractional : DataFrame, optional
        What it returns with `counting="fractional"`: a second mark on the line of each author.
    top : int
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are no authors.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"author_id": ["a", "b"], "author": ["Ada King", "Bo Li"], "papers": [2, 1]})
    >>> ax = plot_author_productivity(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Ada King', 'Bo Li']
    """
    rows = to_rows(table)
    if not rows:
        raise TooLittleData(NO_AUTHORS)
    ax = new_axes(ax)
    shown, places = rows[:top], list(range(min(top, len(rows))))
    counts = [row["papers"] for row in shown]
    ax.hlines(places, 0, counts, color="0.75", linewidth=1)
    whole = all(isinstance(count, int) for count in counts)
    ax.plot(counts, places, "o", color="C0", label="Full count" if whole else "Fractional count")
    if fractional is not None:
        parts = {row["author_id"]: row["papers"] for row in to_rows(fractional)}
        ax.plot(
            [parts[row["author_id"]] for row in shown],
            places,
            "D",
            mfc="white",
            color="C3",
            label="Fractional count",
        )
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.01), ncols=2, borderaxespad=0)
    ax.set_yticks(places, [plain(row["author"], width=26) for row in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.06 * max(counts))
    tied = sum(row["papers"] == counts[-1] for row in rows[top:])
    ax.set_xlabel("Papers" + (f" ({tied:,} more with {_count(counts[-1])})" if tied else ""))
    return ax


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
    >>> authorships = pd.DataFrame({"paper_id": ["p1", "p2"], "author": ["Bo Li"] * 2, "author_id": ["li b"] * 2})
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "year": [2023, 2024]})
    >>> productivity_over_time(authorships, papers)
      author_id author period  papers
    0      li b  Bo Li   2023       1
    1      li b  Bo Li   2024       1
    """
    frame = take(papers, ["paper_id", *columns_for(period)], "papers", "load_corpus(...).papers")
    dated = with_period(frame, period).select("paper_id", "period").unique()
    known = distinct_authorships(authorships).join(dated, on="paper_id", how="inner")
    totals = count_by(known, "author_id", name="total")
    first = totals.sort("total", "author_id", descending=[True, False]).head(top)
    counts = count_by(known.join(first, on="author_id", how="inner"), "author_id", "total", "period")
    table = counts.join(printed_names(authorships), on="author_id", how="inner")
    table = table.sort("total", "author_id", "period", descending=[True, False, False])
    return give(table.select("author_id", "author", "period", "papers"))


def plot_productivity_over_time(table: Any, *, ax: "Axes | None" = None) -> "Axes":
    """Draw a line an author and a dot a period, whose area is the number of papers.

    Parameters
    ----------
    table : DataFrame
        What `productivity_over_time` returns.
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
    rows = to_rows(table)
    if not rows:
        raise TooLittleData(
            "No author has a paper with a date that is precise enough, so nothing can be shown over time."
        )
    ax = new_axes(ax)
    authors = list(dict.fromkeys(row["author_id"] for row in rows))
    largest, labels = max(row["papers"] for row in rows), []
    for place, author in enumerate(authors):
        own = [row for row in rows if row["author_id"] == author]
        when, counts = [ordinal(row["period"]) for row in own], [row["papers"] for row in own]
        ax.plot([when[0], when[-1]], [place, place], color="0.75", linewidth=1, zorder=1)
        ax.scatter(
            when,
            [place] * len(when),
            s=[_area(count, largest) for count in counts],
            color="C0",
            linewidths=0,
            zorder=2,
        )
        labels.append(f"{plain(own[0]['author'], width=24)} ({sum(counts):,})")
    for size in sorted({1, -(-largest // 2), largest}):
        ax.scatter([], [], s=_area(size, largest), color="C0", linewidths=0, label=papers_word(size))
    ax.set_yticks(range(len(authors)), labels)
    ax.set_ylim(len(authors) - 0.4, -0.6)
    period_axis(ax, [row["period"] for row in rows], labels=5)
    ax.margins(x=0.08)
    ax.legend(
        loc="lower right",
        bbox_to_anchor=(1, 1.01),
        ncols=3,
        borderaxespad=0,
        handletextpad=0.3,
        columnspacing=1,
    )
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
    'The dated papers of 1 author, the most productive, 2024 to 2024. The most in one period: Bo Li, 2 papers in 2024.'
    """
    rows = to_rows(table)
    if not rows:
        return "No author has a paper with a date that is precise enough, so nothing can be shown over time."
    number = len({row["author_id"] for row in rows})
    peak = max(rows, key=lambda row: row["papers"])
    periods = [row["period"] for row in rows]
    return (
        f"The dated papers of {number:,} author{'s' * (number != 1)}, the most productive, {min(periods)} to {max(periods)}. "
        f"The most in one period: {peak['author']}, {papers_word(peak['papers'])} in {peak['period']}."
        f"{cut_lists_sentence(papers)}"
    )
