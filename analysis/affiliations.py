"""How many papers come from each institution and each country, counted in full or by equal parts."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import bars, first_of, number_word, papers_word
from analysis.errors import TooLittleData, require_choice
from analysis.frames import give, one_a_row, take, to_rows
from analysis.productivity import COUNTINGS, count_papers
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = {"institution": "institutions", "country": "countries"}
NO_PLACES = "No author of any paper has an address that names one, so nothing can be shown of {}."


@traced
def affiliation_counts(
    authorships: IntoFrameT, *, of: str = "institution", counting: str = "full"
) -> IntoFrameT:
    """Return how many papers come from each institution, or from each country.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id` and `institution` or `country`; several joined by "; ". Takes pandas, Polars (eager or
        lazy), PyArrow and DuckDB, and returns the same kind.
    of : {'institution', 'country'}
    counting : {'full', 'fractional'}
        'full' counts 1 for every paper with an author there, 'fractional' 1/n for a paper from n of them,
        rounded to twelve decimals. Fractional counts add up to the number of papers with a known one.

    Returns
    -------
    DataFrame
        `institution` or `country`, and `papers`; sorted by papers, largest first, then the name.

    Raises
    ------
    KeyError
        If `authorships` lacks a column.
    ValueError
        If `of` or `counting` is none of the two.

    References
    ----------
    Waltman and van Eck (2015), Journal of Informetrics 9(4), 872-894, doi:10.48550/arXiv.1501.04431
    (organization-level and country-level fractional counting).

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame({"paper_id": ["p1", "p1", "p2"], "country": ["NO; KR", "NO", "NO"]})
    >>> affiliation_counts(authorships, of="country")
      country  papers
    0      NO       2
    1      KR       1
    >>> affiliation_counts(authorships, of="country", counting="fractional")
      country  papers
    0      NO     1.5
    1      KR     0.5
    """
    require_choice("of", of, tuple(KINDS))
    require_choice("counting", counting, COUNTINGS)
    frame = take(authorships, ["paper_id", of], "authorships", "load_corpus(...).authorships")
    pairs = one_a_row(frame.select("paper_id", of).drop_nulls(), of).unique()
    counts = count_papers(pairs, of, counting)
    return give(counts.select(of, "papers").sort("papers", of, descending=[True, False]), authorships)


@traced
def plot_affiliation_counts(table: Any, *, top: int = 15, ax: "Axes | None" = None) -> "Axes":
    """Draw the first `top` rows of `affiliation_counts`.

    Raises
    ------
    TooLittleData
        If no institution or country is known.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"institution": ["Fern University", "CNRS"], "papers": [2, 1]})
    >>> ax = plot_affiliation_counts(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Fern University', 'CNRS']
    """
    of, rows = _read(table)
    if not rows:
        raise TooLittleData(NO_PLACES.format(KINDS[of]))
    whole = all(isinstance(row["papers"], int) for row in rows)
    return bars(rows, of, "papers", top=top, said="Papers" if whole else "Papers, in fractions", ax=ax)


def describe_affiliation_counts(table: Any, *, authorships: Any = None, top: int = 3) -> str:
    """Return `affiliation_counts` in a sentence or two.

    Parameters
    ----------
    table : DataFrame
        What `affiliation_counts` returns.
    authorships : DataFrame, optional
        What was counted: says for how many papers nothing is known.
    top : int
        How many are named.

    Examples
    --------
    >>> import pandas as pd
    >>> describe_affiliation_counts(pd.DataFrame({"country": ["NO", "KR"], "papers": [2, 1]}))
    '2 countries. Most papers: NO (2) and KR (1).'
    """
    of, rows = _read(table)
    if not rows:
        return NO_PLACES.format(KINDS[of])
    named = [f"{row[of]} ({number_word(row['papers'])})" for row in rows[:top]]
    kind = of if len(rows) == 1 else KINDS[of]
    text = f"{len(rows):,} {kind}. Most papers: {first_of(named, [row['papers'] for row in rows])}."
    if authorships is None:
        return text
    frame = take(authorships, ["paper_id", of], "authorships", "load_corpus(...).authorships")
    every = nw.col("paper_id").n_unique()
    papers, known = frame.drop_nulls("paper_id"), frame.drop_nulls(["paper_id", of])
    total, known = (to_rows(some.select(every))[0]["paper_id"] for some in (papers, known))
    unknown = f" No {of} is known of {papers_word(total - known)} out of {total:,} with authors."
    return text + unknown * (known < total)


def _read(table: Any) -> tuple[str, list[dict[str, Any]]]:
    names = take(table, ["papers"], "table", "affiliation_counts").collect_schema().names()
    of = "country" if "country" in names else "institution"
    return of, to_rows(table, of, "papers", made_by="affiliation_counts")
