"""Fields that many exports share, brought into one form: DOIs, dates, names, numbers, pages."""

import datetime as dt
import re
from typing import Any

from analysis.readers.dates import MONTHS

DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.IGNORECASE)
RETRACTED_TYPE = re.compile(r"\bretracted\b", re.IGNORECASE)
RETRACTED_TITLE = re.compile(r"^\W*retracted(?: article)?\s*:|\(retracted article\b", re.IGNORECASE)
SEASONS = {"win": 1, "spr": 4, "sum": 7, "aut": 10, "fal": 10}
CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}


def clean_doi(text: object) -> str | None:
    """Return the DOI in `text`, in lower case and without resolver, prefix or closing punctuation.

    Examples
    --------
    >>> clean_doi("https://doi.org/10.1016/J.JOI.2017.08.007.")
    '10.1016/j.joi.2017.08.007'
    >>> clean_doi("DOI DOI 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2")
    '10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2'
    >>> clean_doi("no DOI here") is None
    True
    """
    found = DOI.search(str(text or "").replace("%2F", "/").replace("%2f", "/"))
    if not found:
        return None
    doi = found[0].rstrip(".,;:'\"")
    while doi and doi[-1] in CLOSING and doi.count(doi[-1]) > doi.count(CLOSING[doi[-1]]):
        doi = doi[:-1].rstrip(".,;:'\"")
    return doi.lower()


def clean_orcid(text: object) -> str | None:
    """Return the ORCID in `text` as four groups of four, or None.

    Examples
    --------
    >>> clean_orcid("https://orcid.org/0000-0002-8517-941x")
    '0000-0002-8517-941X'
    """
    found = ORCID.search(str(text or ""))
    return found[0].upper() if found else None


def is_retracted(document_type: str | None, title: str | None) -> bool | None:
    """Return true where the type or a mark in the title says that a work was retracted, else None.

    A notice that retracts another work (`Retraction of Publication`, `Retraction: ...`) is not retracted.

    Examples
    --------
    >>> is_retracted("Article; Retracted Publication", "Moss"), is_retracted(None, "RETRACTED: Moss")
    (True, True)
    >>> is_retracted("Retraction of Publication", "Retraction: Moss") is None
    True
    """
    if "retracted" not in f"{document_type} {title}".lower():  # far quicker than to search for the marks
        return None
    marked = RETRACTED_TYPE.search(document_type or "") or RETRACTED_TITLE.search(title or "")
    return True if marked else None


def whole(text: object) -> int | None:
    """Return the whole number that `text` is, or None.

    Examples
    --------
    >>> whole(" 1,204 "), whole("12.0"), whole("n/a")
    (1204, 12, None)
    """
    printed = str(text if text is not None else "")
    if printed.isdecimal():
        return int(printed)
    found = re.fullmatch(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*", printed)
    return int(found[1].replace(",", "")) if found else None


def page_range(start: object, end: object = None) -> str | None:
    """Return first and last page joined by a hyphen, or what is known of them.

    Examples
    --------
    >>> page_range("4716", "4723"), page_range("e12", ""), page_range("", None)
    ('4716-4723', 'e12', None)
    """
    first, last = (str(page).strip() if page is not None else "" for page in (start, end))
    return "-".join(dict.fromkeys(page for page in (first, last) if page)) or None


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
    for parts, precision in (
        ((known_month, known_day), "day"),
        ((known_month, 1), "month"),
        ((1, 1), "year"),
    ):
        try:
            published = dt.datetime(when, *parts)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
        return {"published": published, "date_precision": precision, "date_inferred": False}
    return {}


def person(family: object, given: object = None) -> str | None:
    """Return a name as `Family, Given`, the form in which readers hand over names whose parts are told apart.

    Examples
    --------
    >>> person("Sun", "Zhiwei"), person("WHO"), person("")
    ('Sun, Zhiwei', 'WHO', None)
    """
    parts = (" ".join(str(part).split()).strip(" ,") for part in (family, given) if part is not None)
    return ", ".join(part for part in parts if part) or None


def tidy(text: object) -> str | None:
    """Return `text` with runs of white space made one space, or None when nothing is left.

    Examples
    --------
    >>> tidy("  Trees\\n   grow. "), tidy(" ")
    ('Trees grow.', None)
    """
    return one_spaced(str(text)) or None if text is not None else None


def one_spaced(text: str) -> str:
    """Return `text` with runs of white space made one space; most texts are so, and are only looked at.

    Examples
    --------
    >>> one_spaced(" Trees\\u2003grow"), one_spaced("Trees  grow"), one_spaced(" ")
    ('Trees grow', 'Trees grow', '')
    """
    if "  " not in text and text.isprintable():  # of white space, only the blank is printable
        return text.strip()
    return " ".join(text.split())
