"""Dates as databases and people print them: `2019/12/01`, `2019//`, `24-27 Sept. 2019`, `Jan`, `5/2019`."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from analysis.readers.base import Record
from analysis.readers.fields import whole

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
SEASONS = {"win": 1, "spr": 4, "sum": 7, "aut": 10, "fal": 10}
Printed = tuple[str | None, str | None, str | None]
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
SLASHED = re.compile(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?(?:[/T].*| (?![A-Za-z]).*|/)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20|21)\d\d(?!\d)")
NAMED = re.compile(rf"(?<![A-Za-z])({MONTH})(?![a-z])", re.IGNORECASE)
DAY_BEFORE = re.compile(r"(?<![\d-])(\d{1,2})(?:st|nd|rd|th)? $", re.IGNORECASE)
DAY_AFTER = re.compile(r" ?(\d{1,2})(?:st|nd|rd|th)?(?![\d-])", re.IGNORECASE)
RANKS = {"day": 3, "month": 2, "year": 1}


def month_number(text: object) -> int | None:
    """Return the month that a number or a name in `text` means; of several the first, of a season its start.

    Examples
    --------
    >>> [month_number(month) for month in ("07", "JUL-AUG", "September", "SPR", "")]
    [7, 7, 9, 4, None]
    """
    found = re.match(r"\s*(\d{1,2})(?!\d)|\s*([A-Za-z]{3})", str(text if text is not None else ""))
    if not found:
        return None
    if found[1]:
        return int(found[1]) if 1 <= int(found[1]) <= 12 else None
    name = found[2].casefold()
    return MONTHS.get(name) or SEASONS.get(name)


def date_fields(year: object, month: object = None, day: object = None) -> dict[str, Any]:
    """Return `published` and `date_precision` as far as year, month and day are known; {} without a year.

    Examples
    --------
    >>> date_fields("2020", "JUL-AUG")
    {'published': datetime.datetime(2020, 7, 1, 0, 0), 'date_precision': 'month', 'date_inferred': False}
    >>> date_fields("2020", 2, 31)["date_precision"]
    'month'
    >>> date_fields("in press")
    {}
    """
    when = whole(year)
    if when is None or not 1400 <= when <= 2200:
        return {}
    known_month = month_number(month)
    known_day = whole(day) if known_month else None
    precision = "day" if known_day else "month" if known_month else "year"
    try:
        published = dt.datetime(when, known_month or 1, known_day or 1)
    except (ValueError, OverflowError):  # there is no such day
        published, precision = dt.datetime(when, known_month or 1, 1), "month"
    return {"published": published, "date_precision": precision, "date_inferred": False}


def day_of(year: object, month: object, day: object) -> str | None:
    """Return a date as `2020-07-01`; None unless it is known to the day.

    Examples
    --------
    >>> day_of("2020", "July", "1"), day_of("2020", "July", "")
    ('2020-07-01', None)
    """
    found = date_fields(year, month, day)
    return f"{found['published']:%Y-%m-%d}" if found.get("date_precision") == "day" else None


def ris_dates(values: Iterable[str]) -> Record:
    """Return `date` as printed and the columns of `date_fields`: the most precise of those of the first year.

    Examples
    --------
    >>> found = ris_dates(["2012", "2012/07/03"])
    >>> found["date"], found["date_precision"]
    ('2012/07/03', 'day')
    >>> ris_dates(["2012", "Jan"])["published"].month
    1
    >>> [ris_dates([text])["date_precision"] for text in ("2019//", "24-27 Sept. 2019", "2024 OCT 9")]
    ['year', 'month', 'day']
    """
    printed = [(value, printed_parts(value)) for value in values]
    year = next((parts[0] for _, parts in printed if parts[0]), None)
    best: Record = {"date": printed[0][0]} if printed else {}
    if year is None:
        return best
    for value, (own, month, day) in printed:
        if own not in (None, year) or (own is None and not month):
            continue
        fields = date_fields(year, month, day)
        if fields and RANKS[fields["date_precision"]] > RANKS.get(best.get("date_precision", ""), 0):
            best = {"date": value if own else f"{year} {value}", **fields}
    return best


def printed_parts(value: str) -> Printed:
    """Return year, month and day as far as a date prints them; a range of days or months has no day."""
    if found := SLASHED.fullmatch(value) or COMPACT.fullmatch(value):
        year, month, day = found.groups()
        return year, month or None, day or None
    if found := MONTH_YEAR.fullmatch(value):
        return found[2], found[1], None
    year = YEAR.search(value)
    named = NAMED.search(value)
    if not named:
        return year and year[0], None, None
    before, after = value[: named.start()], value[named.end() :]
    day = None if after.startswith("-") else DAY_BEFORE.search(before) or DAY_AFTER.match(after)
    if re.search(r"\d-\d{1,2} $", before):
        day = None
    return year and year[0], named[1], day and day[1]
