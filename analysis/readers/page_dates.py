"""Dates as pages print them, with or without a year, a month or a day."""

from analysis.readers.base import Reading, Record
from analysis.readers.dates import MONTH, date_fields, month_number, printed_parts
from analysis.readers.fields import whole

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
DATE_IN_FULL = (
    rf"(?:{MONTH} {DAY}(?:,? {YEAR})?|{MONTH},? {YEAR}|{DAY} {MONTH}(?:,? {YEAR})?|{YEAR}-\d\d(?:-\d\d)?)"
)
_AGO = (
    r"(?i:today|yesterday|just now|last (?:week|month|year)|(?:\d+|an?) (?:hour|day|week|month|year)s? ago)"
)
LOOSE_DATE = rf"(?:{YEAR}|{MONTH}|{_AGO})"
Printed = tuple[int | None, int | None, int | None]


def printed_date(text: str) -> Printed | None:
    """Return year, month and day as far as an entry prints them, or None if they are relative (`2 days ago`).

    Examples
    --------
    >>> printed_date("Aug 13, 2023"), printed_date("2023"), printed_date("2 days ago") is None
    ((2023, 8, 13), (2023, None, None), True)
    """
    year, month, day = printed_parts(text)
    return (whole(year), whole(month) or month_number(month), whole(day)) if year or month else None


def add_dates(reading: Reading, saved: object) -> None:
    """Add the dates to the records; the year that some lack comes from `saved`, or else from the page."""
    dated = [
        (record, printed_date(record["date"])) for record in reading.records if record.get("date") is not None
    ]
    for record, printed in dated:
        if printed is None:
            problem = "This date counts from the day on which the page was saved, which is not known"
            reading.report(record["source_line"], f"{problem}; left empty.", record["date"])
    known = [(record, printed) for record, printed in dated if printed]
    lacking = [record for record, printed in known if not printed[0]]
    year = _year_of_saving([printed[0] for _, printed in known if printed[0]], saved, lacking, reading)
    for record, printed in known:
        if when := printed[0] or year:
            _add_date(record, printed, when, reading)


def _add_date(record: Record, printed: Printed, year: int, reading: Reading) -> None:
    """Add a date, as far as it is printed, to a record."""
    _, month, day = printed
    fields = date_fields(year, month, day)
    if fields.get("date_precision") == ("day" if day else "month" if month else "year"):
        record |= fields | {"date_inferred": not printed[0]}
    else:
        text = record["date"]
        reading.report(record["source_line"], f"There is no such day as {text!r} in {year}; left out.", text)


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
