"""Dates as pages print them, with or without a year, a month or a day."""

import re
from typing import NamedTuple

import pandas as pd

from analysis.readers.base import Reading, Record

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
DATE_IN_FULL = (
    rf"(?:{MONTH} {DAY}(?:,? {YEAR})?|{MONTH},? {YEAR}|{DAY} {MONTH}(?:,? {YEAR})?|{YEAR}-\d\d(?:-\d\d)?)"
)
_AGO = (
    r"(?i:today|yesterday|just now|last (?:week|month|year)|(?:\d+|an?) (?:hour|day|week|month|year)s? ago)"
)
LOOSE_DATE = rf"(?:{YEAR}|{MONTH}|{_AGO})"
_NAMED = r"(?P<month>[A-Za-z]{3})[a-z]*\.?,?"
PATTERNS = [
    re.compile(rf"{_NAMED}(?: (?P<day>\d{{1,2}})(?!\d)[a-z]*)?(?:,? (?P<year>\d{{4}}))?"),
    re.compile(rf"(?P<day>\d{{1,2}})[a-z]* {_NAMED}(?: (?P<year>\d{{4}}))?"),
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"),
]


class Printed(NamedTuple):
    """A date as far as it is printed."""

    year: int | None
    month: int | None
    day: int | None


def printed_date(text: str) -> Printed | None:
    """Return the parts of a date as an entry prints it, or None if it is relative (`2 days ago`).

    Examples
    --------
    >>> printed_date("Aug 13, 2023")
    Printed(year=2023, month=8, day=13)
    >>> printed_date("2023")
    Printed(year=2023, month=None, day=None)
    >>> printed_date("2 days ago") is None
    True
    """
    for pattern in PATTERNS:
        if found := pattern.fullmatch(text):
            year, month, day = (found[part] for part in ("year", "month", "day"))
            number = MONTHS.get(month.casefold()) if month and month.isalpha() else int(month or 0) or None
            if month is None or number:
                return Printed(int(year) if year else None, number, int(day) if day else None)
    return None


def add_dates(reading: Reading, saved: object) -> None:
    """Add the dates to the records; the year that some lack comes from `saved`, or else from the page."""
    dated = [
        (record, printed_date(record["date"])) for record in reading.records if record.get("date") is not None
    ]
    for record, printed in dated:
        if printed is None:
            problem = (
                "This date counts from the day on which the page was saved, which is not known; left empty."
            )
            reading.report(record["source_line"], problem, record["date"])
    known = [(record, printed) for record, printed in dated if printed]
    lacking = [record for record, printed in known if not printed.year]
    year = _year_of_saving([printed.year for _, printed in known if printed.year], saved, lacking, reading)
    for record, printed in known:
        if when := printed.year or year:
            _add_date(record, printed, when, reading)


def _add_date(record: Record, printed: Printed, year: int, reading: Reading) -> None:
    """Add a date, as far as it is printed, to a record."""
    try:
        when = pd.Timestamp(year, printed.month or 1, printed.day or 1)
    except ValueError:
        text = record["date"]
        reading.report(record["source_line"], f"There is no such day as {text!r} in {year}; left out.", text)
        return
    record["published"] = when
    record["date_precision"] = "day" if printed.day else "month" if printed.month else "year"
    record["date_inferred"] = not printed.year


def _year_of_saving(years: list[int], saved: object, lacking: list[Record], reading: Reading) -> int | None:
    """Return the year of the dates that are printed without one, and report what is odd about it."""
    if saved is not None and not (isinstance(saved, int) and 1900 <= saved <= 2200):
        reading.report(1, "`saved` in sources.toml must be a year such as 2025; it was not used.", str(saved))
        saved = None
    if isinstance(saved, int):
        latest = max(years, default=saved)
        if saved < latest or (saved == latest and lacking and years):
            reading.report(
                1,
                f"`saved` in sources.toml says {saved}, but the page prints dates of {latest}, and it leaves "
                "out the year in which it was saved; the right year there would do.",
                str(saved),
            )
        return saved
    if not lacking:
        return None
    first = lacking[0]
    dates = "One date has" if len(lacking) == 1 else f"{len(lacking)} dates have"
    if not years:
        problem = (
            f"{dates} no year, and no year stands on the page: `published` is left empty. "
            "`saved` (the year in which the page was saved) in sources.toml would do."
        )
    else:
        problem = (
            f"{dates} no year; taken as {max(years) + 1}, the year after the latest "
            "on the page. `saved` (the year in which the page was saved) in sources.toml would settle it."
        )
    reading.report(first["source_line"], problem, first["date"])
    return max(years) + 1 if years else None
