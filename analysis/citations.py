"""Who cites what: the most cited references, and citations within the corpus.

Both take `references` as `match_references` fills them: a work counts once a paper, however often the paper
names it.
"""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.cited_works import first_author
from analysis.drawing import bars, counted, first_of, is_or_are, papers_word, percent
from analysis.errors import TooLittleData
from analysis.frames import count_by, give, require_same_kind, take, to_rows
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_REFERENCES = "There is no reference in the corpus, so there is nothing to show of what its papers cite."
NO_LINKS = "No paper of the corpus is known to cite another one, so there is nothing to show."


@traced
def most_cited_references(references: IntoFrameT) -> IntoFrameT:
    """Return the works that the corpus's papers cite, with the number of papers that cite each.

    Parameters
    ----------
    references : DataFrame
        `paper_id`, `reference_id`, `reference`, `author`, `year` and `venue`.

    Returns
    -------
    DataFrame
        `reference_id`, `reference` (the form that is printed most often), its `author`, `year` and `venue`,
        and `papers`; sorted by papers, largest first, then the id. Lazy for lazy input.

    Examples
    --------
    >>> import pandas as pd
    >>> references = pd.DataFrame({"paper_id": ["p1", "p2", "p2"], "reference_id": ["a", "a", "b"],
    ...     "reference": ["Li, 2001", "Li, 2001", "Wu, 2002"], "author": ["Li", "Li", "Wu"],
    ...     "year": [2001, 2001, 2002], "venue": ["NATURE", "NATURE", "CELL"]})
    >>> most_cited_references(references)
      reference_id reference author  year   venue  papers
    0            a  Li, 2001     Li  2001  NATURE       2
    1            b  Wu, 2002     Wu  2002    CELL       1
    """
    columns = ["reference_id", "reference", "author", "year", "venue"]
    frame = take(references, ["paper_id", *columns], "references", "match_references")
    known = frame.drop_nulls(["paper_id", "reference_id"])
    forms = count_by(known, *columns, name="printed").with_columns(rarity=-nw.col("printed"))
    first = forms.unique(subset=["reference_id"], keep="first", order_by=["rarity", *columns[1:]])
    papers = count_by(known.select("paper_id", "reference_id").unique(), "reference_id")
    joined = first.select(columns).join(papers, on="reference_id", how="inner")
    return give(joined.sort("papers", "reference_id", descending=[True, False]), references)


@traced
def local_citations(references: IntoFrameT, papers: IntoFrameT) -> IntoFrameT:
    """Return the corpus's papers with the number of papers of the same corpus that cite each.

    A paper does not count as citing itself. Only what `cited_paper_id` links is counted, so the numbers are
    lower bounds where references could not be matched.

    Parameters
    ----------
    references : DataFrame
        `paper_id`, `cited_paper_id`.
    papers : DataFrame
        `paper_id`, `title`, `year`.

    Returns
    -------
    DataFrame
        `paper_id`, `title`, `year`, `local_citations`; sorted by citations, largest first, then the id.

    Examples
    --------
    >>> import pandas as pd
    >>> references = pd.DataFrame({"paper_id": ["p1", "p2"], "cited_paper_id": ["p2", None]})
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "title": ["A", "B"], "year": [2002, 2001]})
    >>> local_citations(references, papers)
      paper_id title  year  local_citations
    0       p2     B  2001                1
    1       p1     A  2002                0
    """
    links = take(references, ["paper_id", "cited_paper_id"], "references", "match_references")
    frame = take(papers, ["paper_id", "title", "year"], "papers", "load_corpus(...).papers")
    require_same_kind(references=links, papers=frame)
    links = links.select("paper_id", "cited_paper_id").drop_nulls().unique()
    cited = links.filter(nw.col("paper_id") != nw.col("cited_paper_id"))
    counts = count_by(cited, "cited_paper_id", name="local_citations").rename({"cited_paper_id": "paper_id"})
    joined = frame.select("paper_id", "title", "year").join(counts, on="paper_id", how="left")
    joined = joined.with_columns(nw.col("local_citations").fill_null(0).cast(nw.Int64))
    return give(joined.sort("local_citations", "paper_id", descending=[True, False]), papers)


@traced
def plot_most_cited_references(table: Any, *, top: int = 15, ax: "Axes | None" = None) -> "Axes":
    """Draw the first `top` rows of `most_cited_references`: first author, year and venue where known.

    Raises
    ------
    TooLittleData
        If there are no references.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"reference": ["Li X, 2001, NATURE, V3"], "author": ["Li X"],
    ...     "year": [2001], "venue": ["NATURE"], "papers": [3]})
    >>> ax = plot_most_cited_references(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Li X 2001, NATURE']
    """
    rows = to_rows(table, "reference", "papers", made_by="most_cited_references")
    if not rows:
        raise TooLittleData(NO_REFERENCES)
    rows = [row | {"label": reference_label(row)} for row in rows[: top + 1]] + rows[top + 1 :]
    return bars(rows, "label", "papers", top=top, said="Papers that cite it", ax=ax)


@traced
def plot_local_citations(table: Any, *, top: int = 15, ax: "Axes | None" = None) -> "Axes":
    """Draw the first `top` papers of `local_citations` that have any, with the `name` of `paper_names`.

    Raises
    ------
    TooLittleData
        If no paper is cited within the corpus.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"paper_id": ["p1", "p2"], "title": ["A", "B"], "local_citations": [2, 0]})
    >>> ax = plot_local_citations(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['A']
    """
    rows = to_rows(table, "title", "local_citations", made_by="local_citations")
    rows = [row | {"label": _name_and_title(row)} for row in rows if row["local_citations"]]
    if not rows:
        raise TooLittleData(NO_LINKS)
    return bars(rows, "label", "local_citations", top=top, said="Citations within the corpus", ax=ax)


def reference_label(row: dict[str, Any]) -> str:
    """Return first author, year and venue of a reference, or what is printed of it.

    Examples
    --------
    >>> reference_label({"reference": "Li X, 2001, NATURE", "author": "Li X", "year": 2001})
    'Li X 2001'
    """
    if not (row.get("author") and row.get("year")):
        return str(row["reference"] or "(no text)")
    known = f"{first_author(row['author'])} {row['year']}"
    return f"{known}, {row['venue']}" if row.get("venue") else known


def _name_and_title(row: dict[str, Any]) -> str | None:
    name, title = row.get("name"), row["title"]
    return f"{name}: {title}" if name and title and name != title else title or name


def describe_most_cited_references(table: Any, *, top: int = 3) -> str:
    """Return `most_cited_references` in two sentences, with the `top` works that are cited most.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"reference": ["Li, 2001", "Wu, 2002"], "papers": [3, 1]})
    >>> describe_most_cited_references(table)
    '2 works are cited, 1 of them (50%) by one paper only.
    Most often: Li, 2001 (3 papers) and Wu, 2002 (1 paper).'
    """
    rows = to_rows(table, "reference", "papers", made_by="most_cited_references")
    if not rows:
        return NO_REFERENCES
    once = sum(row["papers"] == 1 for row in rows)
    named = [f"{reference_label(row)} ({papers_word(row['papers'])})" for row in rows[:top]]
    return (
        f"{counted(len(rows), 'work')} {is_or_are(len(rows))} cited, {once:,} of them "
        f"({percent(once / len(rows))}) by one paper only. "
        f"Most often: {first_of(named, [row['papers'] for row in rows])}."
    )


def describe_local_citations(table: Any, *, top: int = 3) -> str:
    """Return `local_citations` in two sentences, with the `top` papers that are cited most.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"title": ["A", "B"], "local_citations": [2, 0]})
    >>> describe_local_citations(table)
    '1 of 2 papers is cited within the corpus. Most often: A (2).
    References that could not be matched are not counted.'
    """
    rows = to_rows(table, "title", "local_citations", made_by="local_citations")
    cited = [row for row in rows if row["local_citations"]]
    if not cited:
        return NO_LINKS
    named = [f"{_name_and_title(row) or '(no title)'} ({row['local_citations']:,})" for row in cited[:top]]
    return (
        f"{len(cited):,} of {papers_word(len(rows))} {is_or_are(len(cited))} cited within the corpus. "
        f"Most often: {first_of(named, [row['local_citations'] for row in cited])}. "
        "References that could not be matched are not counted."
    )
