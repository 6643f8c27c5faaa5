"""How many papers have a date that is precise enough to be shown over time."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import papers_word, percent
from analysis.frames import (
    Columns,
    as_list,
    count_where,
    give,
    is_true,
    once_in_each,
    once_sentence,
    take,
    to_rows,
)
from analysis.periods import columns_for, is_dated
from analysis.provenance import traced

COUNTED = ("papers", "dated", "undated", "inferred", "share")


@traced
def date_coverage(papers: IntoFrameT, *, period: str = "year", by: Columns = None) -> IntoFrameT:
    """Return how many papers have a date that is precise enough for `period`, and how many have not.

    Parameters
    ----------
    papers : DataFrame
        Needs `date_inferred` and the columns that `papers_per_period` needs.
    period : {'year', 'quarter', 'month'}
    by : str or list of str, optional
        Column(s) to count by, such as 'sources'.

    Returns
    -------
    DataFrame
        The column(s) `by`, `papers`, `dated`, `undated`, `inferred` (of the dated ones, those whose
        date the source printed only in part) and `share` (dated of all; missing without papers).

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": pd.array([2022, None], "Int64"), "date_inferred": [True, False]})
    >>> date_coverage(papers)
       papers  dated  undated  inferred  share
    0       2      1        1         1    0.5
    """
    groups = as_list(by, made=COUNTED)
    needed = [*columns_for(period), "date_inferred", *groups]
    frame = once_in_each(take(papers, needed, "papers", "load_corpus(...).papers"), groups)
    dated, inferred = is_dated(period), is_true(frame, "date_inferred")
    counts = count_where(frame, groups, dated=dated, inferred=dated & inferred)
    undated = (nw.col("papers") - nw.col("dated")).alias("undated")
    share = nw.when(nw.col("papers") > 0).then(nw.col("dated") / nw.col("papers"))
    return give(counts.select(*groups, "papers", "dated", undated, "inferred", share=share), papers)


def describe_date_coverage(table: Any) -> str:
    """Return `date_coverage` in a sentence or two.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"papers": 9, "dated": 6, "undated": 3, "inferred": 1, "share": 6 / 9}
    >>> describe_date_coverage(pd.DataFrame([row]))
    '6 of 9 papers (67%) have a date that is precise enough. The date of 1 of them was completed by
    reasoning.'
    """
    rows = to_rows(table, "papers", "dated", made_by="date_coverage")
    papers, dated, inferred = (sum(row[name] for row in rows) for name in ("papers", "dated", "inferred"))
    if not papers:
        return "There are no papers, so nothing can be said about their dates."
    text = (
        f"{dated:,} of {papers_word(papers)} ({percent(dated / papers)}) {'has' if dated == 1 else 'have'} "
    )
    text += "a date that is precise enough."
    if inferred:
        text += f" The date of {inferred:,} of them was completed by reasoning."
    return text + once_sentence(rows[0])
