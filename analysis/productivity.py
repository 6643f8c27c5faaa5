"""Who wrote how many papers, counted in full or by equal parts, and when."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import (
    counted,
    first_of,
    new_axes,
    number_word,
    papers_word,
    percent,
    plain,
    whole_numbers,
)
from analysis.errors import TooLittleData, require_at_least, require_choice
from analysis.frames import count_by, count_where, give, is_true, take, to_rows
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNTINGS = ("full", "fractional")
NO_AUTHORS = "No author of any paper is known, so nothing can be shown about authors."


@traced
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
    counts = count_papers(distinct_authorships(authorships), "author_id", counting)
    table = counts.join(printed_names(authorships), on="author_id", how="inner")
    table = table.select("author_id", "author", "papers")
    return give(table.sort("papers", "author_id", descending=[True, False]), authorships)


def count_papers(pairs: Any, key: str, counting: str) -> Any:
    """Return the papers of each author, or of whatever `key` names: each 1, or 1/n if it has n of them.

    `pairs` is a narwhals frame with `paper_id` and `key`, each pair once. Fractions are rounded to twelve
    decimals.
    """
    if counting == "full":
        return count_by(pairs, key)
    sized = pairs.join(count_by(pairs, "paper_id", name="size"), on="paper_id", how="inner")
    parts = sized.with_columns(papers=1 / nw.col("size").cast(nw.Float64))
    return parts.group_by(key).agg(nw.col("papers").sum()).with_columns(nw.col("papers").round(12))


def distinct_authorships(authorships: Any) -> Any:
    """Return each author of each paper once, as a narwhals frame: `paper_id`, `author_id`."""
    needed = ["paper_id", "author", "author_id"]
    frame = take(authorships, needed, "authorships", "load_corpus(...).authorships")
    return frame.select("paper_id", "author_id").drop_nulls().unique()


def printed_names(authorships: Any) -> Any:
    """Return the name by which each author is shown, as a narwhals frame: `author_id`, `author`."""
    needed = ["paper_id", "author_id", "author"]
    frame = take(authorships, needed, "authorships", "load_corpus(...).authorships")
    forms = frame.select(needed).drop_nulls("author_id").unique()
    name = nw.col("author")
    mixed = (name != name.str.to_uppercase()) & (name != name.str.to_lowercase())
    one_case = nw.when(mixed).then(nw.lit(0)).otherwise(nw.lit(1))
    counts = count_by(forms, "author_id", "author", name="printed")
    ranked = counts.with_columns(rarity=-nw.col("printed"), one_case=one_case, shown=name.fill_null(""))
    first = ranked.unique(subset=["author_id"], keep="first", order_by=["rarity", "one_case", "shown"])
    return first.select("author_id", "author")


def cut_lists(papers: Any) -> int:
    """Return for how many papers the list of authors was cut by the source ("et al.")."""
    frame = take(papers, ["authors_truncated"], "papers", "load_corpus(...).papers")
    counts = count_where(frame, [], cut=is_true(frame, "authors_truncated"))
    return int(to_rows(counts)[0]["cut"])


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
    '2 authors, 1 of them (50%) with one paper. Most papers: Ada King (2) and Bo Li (1).'
    """
    rows = to_rows(table, "author_id", "author", "papers", made_by="author_productivity")
    if not rows:
        return NO_AUTHORS
    single = sum(row["papers"] <= 1 for row in rows)
    named = [f"{row['author']} ({number_word(row['papers'])})" for row in rows[:top]]
    whole = all(isinstance(row["papers"], int) for row in rows)
    text = f"{counted(len(rows), 'author')}, {single:,} of them ({percent(single / len(rows))}) "
    text += f"with one paper{'' if whole else ' or less'}. "
    text += f"Most papers: {first_of(named, [row['papers'] for row in rows])}."
    return text + cut_lists_sentence(papers)


@traced
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
    require_at_least("top", top, 1)
    rows = to_rows(table, "author_id", "author", "papers", made_by="author_productivity")
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
        shares = [parts[row["author_id"]] for row in shown]
        ax.plot(shares, places, "D", mfc="white", color="C3", label="Fractional count")
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1.01), ncols=2, borderaxespad=0)
    ax.set_yticks(places, [plain(row["author"], width=26) for row in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.06 * max(counts))
    tied = sum(row["papers"] == counts[-1] for row in rows[top:])
    more = f" ({counted(tied, 'more author')} with {number_word(counts[-1])})" if tied else ""
    ax.set_xlabel(f"Papers{more}")
    if whole:
        whole_numbers(ax.xaxis)
    return ax
