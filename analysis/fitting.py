"""Records as readers hand them over, fitted to the types of their columns; what does not fit is reported."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from analysis.packing import PackedReferences
from analysis.schema import COLUMNS, FLAG, TEXT, WHEN, WHOLE

Row = dict[str, Any]
LISTS = {
    "author_details": ("affiliation", "institution", "country", "orcid", "source_author_id"),
    "references": tuple(
        c for c in COLUMNS["references"] if c not in ("paper_id", "reference_id", "cited_paper_id")
    ),
    "keywords": ("keyword", "kind"),
}
KEYS = {column: frozenset(names) for column, names in LISTS.items()}
TYPES = COLUMNS["records"]
TEXTS = frozenset(column for column, kind in TYPES.items() if kind == TEXT) - {"authors"}
REPEATED = frozenset(
    ["venue", "publisher", "issn", "document_type", "field", "language", "date_precision", "citations_source"]
)
LARGEST = 1 << 63
HALF_LETTERS = re.compile("[\ud800-\udfff]")


class Misfit(ValueError):
    """A value that is not of its column's type."""


def fitted_record(record: object, *, seen: dict[Any, Any] | None = None) -> tuple[Row, list[Row]]:
    """Return a record with values of the types of their columns, and a problem for each that has another.

    Parameters
    ----------
    record : dict
        What a reader made; see `Reading`. Missing values may be None or left out.
    seen : dict, optional
        Values that come again and again (venues, addresses, keywords), so that each is held once.

    Examples
    --------
    >>> fitted_record({"title": "Trees", "citations": "many", "authors": ["Ek, Bo"]})[0]
    {'title': 'Trees', 'authors': ['Ek, Bo']}
    """
    if not isinstance(record, Mapping):
        text = repr(record)[:200]
        return {}, [
            {"problem": "A record must be a dictionary; this one was kept without content.", "text": text}
        ]
    fitted: Row = {}
    problems: list[Row] = []
    seen = {} if seen is None else seen
    for column, value in record.items():
        if value is None:
            continue
        try:
            found = _fitted(column, value, seen)
        except Misfit as misfit:
            text = repr(value)[:200]
            problems.append({"problem": f"`{column}` {misfit}; this value was left out.", "text": text})
            continue
        if found is not None:
            fitted[column] = found
    if "published" in fitted:
        if fitted.get("date_precision") not in ("day", "month", "year"):
            fitted["date_precision"] = "day"
        fitted.setdefault("date_inferred", False)
    elif any(map(str.isdigit, fitted.get("date", ""))):
        problems.append(
            {"problem": "This is no date that is understood; it is kept as printed.", "text": fitted["date"]}
        )
    return fitted, problems


def _fitted(column: str, value: Any, seen: dict[Any, Any]) -> Any:
    if column in TEXTS:
        found = text_of(value)
        return seen.setdefault(found, found) if column in REPEATED and found else found
    if column == "authors":
        return _names(value)
    if isinstance(value, PackedReferences):
        return value if len(value) else None
    if column in LISTS:
        parts = [_fitted_part(column, part, seen) for part in _listed(value)]
        return [part for part in parts if column != "keywords" or "keyword" in part] or None
    if column not in TYPES:
        raise Misfit("is no column of the records")
    return FITS[TYPES[column]](value)


def _listed(value: Any) -> list[Any]:
    if type(value) is not list and (isinstance(value, str | Mapping) or not isinstance(value, Iterable)):
        raise Misfit("must be a list")
    return list(value)


def _names(value: Any) -> list[str] | None:
    listed = value.split(";") if isinstance(value, str) else _listed(value)
    return [name.strip() for one in listed if (name := text_of(one))] or None


def _fitted_part(column: str, part: Any, seen: dict[Any, Any]) -> Row:
    """Return one author's details, one reference or one keyword with the keys that the table knows."""
    if isinstance(part, str):
        part = {LISTS[column][0]: part}
    if type(part) is not dict and not isinstance(part, Mapping):
        raise Misfit("must hold dictionaries")
    if not part.keys() <= KEYS[column]:
        unknown = part.keys() - KEYS[column]
        raise Misfit(
            f"has no {', '.join(map(repr, sorted(map(str, unknown))))}, only {', '.join(LISTS[column])}"
        )
    fitted: Row = {}
    for key, value in part.items():
        found: str | int | None
        if key == "year":
            found = whole_of(value)
        elif type(value) is str and value in seen:  # it was fitted before
            found = seen[value]
        elif (found := text_of(value)) is not None:
            seen[found] = found
        if found is not None:
            fitted[key] = found
    same: Row = seen.setdefault(tuple(fitted.items()), fitted) if column == "keywords" else fitted
    return same


def text_of(value: Any) -> str | None:
    """Return text as text, a number in digits; None for blanks."""
    if not isinstance(value, str):
        if value is None or (isinstance(value, float) and value != value):
            return None
        if not isinstance(value, int | float):
            raise Misfit("must be text")
        value = str(value)
    if not value.isascii():
        value = HALF_LETTERS.sub("\ufffd", value)
    return value if value and not value.isspace() else None


def whole_of(value: Any) -> int | None:
    """Return a whole number as it is, or as text or a fraction says it; None for blanks."""
    if value is None or value != value or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Misfit("must be a whole number") from error
    if (
        isinstance(value, bool)
        or (isinstance(value, float) and number != value)
        or not -LARGEST <= number < LARGEST
    ):
        raise Misfit("must be a whole number")
    return number


def flag_of(value: Any) -> bool | None:
    """Return True or False; None for blanks."""
    if value is None or value != value:
        return None
    if value not in (True, False):
        raise Misfit("must be True or False")
    return bool(value)


def date_of(value: Any) -> dt.datetime | None:
    """Return a date as a datetime without a time zone; None for blanks."""
    if value is None or value != value:
        return None
    if not isinstance(value, dt.date):
        raise Misfit("must be a date")
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return dt.datetime(value.year, value.month, value.day)


FITS: dict[str, Callable[[Any], Any]] = {TEXT: text_of, WHOLE: whole_of, FLAG: flag_of, WHEN: date_of}
