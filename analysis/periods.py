"""Years, quarters and months as labels that sort, and the papers whose dates are known well enough."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from typing import Any

import narwhals as nw

from analysis.errors import require_choice
from analysis.frames import take, to_rows

PERIODS = ("year", "quarter", "month")
LABEL = re.compile(r"(\d{4,})(?:-Q?(\d{1,2}))?")
PER_YEAR = {"year": 1, "quarter": 4, "month": 12}


def columns_for(period: str) -> list[str]:
    """Return the columns of `papers` that say in which `period` a paper appeared.

    Raises
    ------
    ValueError
        If `period` is none of 'year', 'quarter', 'month'.
    """
    require_choice("period", period, PERIODS)
    return ["year"] if period == "year" else ["published", "date_precision"]


def is_dated(period: str) -> nw.Expr:
    """Return the condition under which a paper's date is precise enough for `period`."""
    if period == "year":
        return ~nw.col("year").is_null()
    return nw.col("date_precision").is_in(["day", "month"]) & ~nw.col("published").is_null()


def with_period(papers: Any, period: str) -> Any:
    """Return the dated papers of a narwhals frame with their `period` as a label.

    Raises
    ------
    TypeError
        If `published` holds something else than dates.
    """
    dated = papers.filter(is_dated(period))
    if period == "year":
        return dated.with_columns(period=nw.col("year").cast(nw.Int64).cast(nw.String).str.zfill(4))
    kind = papers.collect_schema()["published"]
    if kind not in (nw.Datetime, nw.Date):
        raise TypeError(f"`published` must hold dates, but its type is {kind}.")
    published = nw.col("published")
    if period == "month":
        return dated.with_columns(period=published.dt.to_string("%Y-%m"))
    quarter = ((published.dt.month().cast(nw.Int64) - 1) // 3 + 1).cast(nw.Int64).cast(nw.String)
    return dated.with_columns(period=nw.concat_str(published.dt.to_string("%Y"), nw.lit("-Q"), quarter))


def kind_of(label: str) -> str:
    """Return which kind of period a label names.

    Examples
    --------
    >>> [kind_of(label) for label in ("2024", "2024-Q2", "2024-05")]
    ['year', 'quarter', 'month']
    """
    return "year" if "-" not in label else "quarter" if "Q" in label else "month"


def ordinal(label: str) -> int:
    """Return the number of a period, counted without gaps, so that periods can be put on an axis.

    Raises
    ------
    ValueError
        If it is no period, such as a year before 0 or a number in the place of text.

    Examples
    --------
    >>> ordinal("2024"), ordinal("2024-Q2") - ordinal("2023-Q4"), ordinal("2024-01") - ordinal("2023-12")
    (2024, 2, 1)
    """
    found = LABEL.fullmatch(label) if isinstance(label, str) else None
    if not found:
        raise ValueError(f"A period is written like '2024', '2024-Q2' or '2024-05', but this is {label!r}.")
    return int(found[1]) * PER_YEAR[kind_of(label)] + int(found[2] or 1) - 1


def label_of(number: int, period: str) -> str:
    """Return the label of the period with that number: the opposite of `ordinal`.

    Examples
    --------
    >>> label_of(ordinal("2024-Q2") + 3, "quarter"), label_of(ordinal("2024-12") + 1, "month")
    ('2025-Q1', '2025-01')
    """
    year, part = divmod(number, PER_YEAR[period])
    return f"{year:04d}" + {"year": "", "quarter": f"-Q{part + 1}", "month": f"-{part + 1:02d}"}[period]


def begin_of(unfinished: str | None, label: str) -> float:
    """Return the `ordinal` from which on periods of the kind of `label` are not over; infinity without any.

    Raises
    ------
    ValueError
        If `unfinished` is no period, or one of another kind.

    Examples
    --------
    >>> begin_of("2024", "2019"), begin_of(None, "2019")
    (2024, inf)
    """
    if unfinished is None:
        return math.inf
    begin, kind = ordinal(unfinished), kind_of(label)
    if kind_of(unfinished) != kind:
        raise ValueError(
            f"`unfinished` is {unfinished!r}, but the table counts by {kind}; "
            f"unfinished_period(papers, period={kind!r}) returns what fits."
        )
    return begin


def span(labels: Iterable[str]) -> list[str]:
    """Return every period from the first to the last of `labels`, those that are not among them too.

    Examples
    --------
    >>> span(["2023-Q4", "2024-Q2"])
    ['2023-Q4', '2024-Q1', '2024-Q2']
    """
    labels = list(labels)
    if not labels:
        return []
    numbers = [ordinal(label) for label in labels]
    return [label_of(number, kind_of(labels[0])) for number in range(min(numbers), max(numbers) + 1)]


def unfinished_period(papers: Any, *, period: str = "year", as_of: str | dt.date | None = None) -> str | None:
    """Return the first period that was not over when the papers were gathered; None without dates.

    Parameters
    ----------
    papers : DataFrame
        Needs `year`; `published` is used where it is there.
    period : {'year', 'quarter', 'month'}
    as_of : date or str, optional
        The last day that the collection covers, as a date or as 'YYYY-MM-DD'. Without it, the latest
        date in the papers stands for it: the last period then counts as unfinished unless that date
        is its last day. Today's date is never used, so that a re-run gives the same tables.

    Examples
    --------
    >>> import pandas as pd
    >>> papers = pd.DataFrame({"year": [2023, 2024]})
    >>> unfinished_period(papers), unfinished_period(papers, as_of="2024-12-31")
    ('2024', '2025')
    """
    require_choice("period", period, PERIODS)
    last = _latest(papers) if as_of is None else _day(as_of)
    if last is None:
        return None
    day_after = last + dt.timedelta(days=1)
    return label_of((day_after.year * 12 + day_after.month - 1) * PER_YEAR[period] // 12, period)


def _day(value: str | dt.date) -> dt.date:
    wrong = f"`as_of` must be a date such as '2026-05-31', but {value!r} was given."
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(wrong) from error
    if not isinstance(value, dt.date):
        raise TypeError(wrong)
    return value.date() if isinstance(value, dt.datetime) else value


def _latest(papers: Any) -> dt.date | None:
    frame = take(papers, ["year"], "papers", "load_corpus(...).papers")
    dates = [name for name in ("year", "published") if name in frame.collect_schema().names()]
    row = to_rows(frame.select(nw.col(*dates).max()))[0]
    days = [dt.date(int(row["year"]), 1, 1)] if row["year"] is not None else []
    days += [_day(row["published"])] if row.get("published") is not None else []
    return max(days, default=None)
