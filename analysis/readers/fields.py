"""Fields that many exports share, brought into one form: DOIs, names, numbers, pages, yes and no."""

import re
from collections.abc import Iterable
from typing import Any

DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.IGNORECASE)
RETRACTED_TYPE = re.compile(r"\bretracted\b", re.IGNORECASE)
RETRACTED_TITLE = re.compile(r"^\W*retracted(?: article)?\s*:|\(retracted article\b", re.IGNORECASE)
CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "closed": False}
LONGEST_NUMBER = 1_000  # letters; of more than 4,300 digits Python makes no number
EID = re.compile(r"2-s2\.0-\d+")  # of Scopus


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
    if len(printed) > LONGEST_NUMBER:
        return None
    if printed.isdecimal():
        return int(printed)
    found = re.fullmatch(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*", printed)
    return int(found[1].replace(",", "")) if found else None


def joined(values: Iterable[str | None]) -> str | None:
    """Return the distinct values that are not empty, joined by "; "; None without any.

    Examples
    --------
    >>> joined(["2194-5411", None, "2194-5403", "2194-5411"]), joined([""])
    ('2194-5411; 2194-5403', None)
    """
    return "; ".join(dict.fromkeys(filter(None, values))) or None


def yes_or_no(text: object) -> bool | None:
    """Return what a word says of a thing that is so or is not, None if it says neither.

    Examples
    --------
    >>> yes_or_no(" TRUE"), yes_or_no("no"), yes_or_no("")
    (True, False, None)
    """
    return FLAGS.get(str(text).strip().casefold())


def counted(citations: int | None, source: str | None, day: str | None = None) -> dict[str, Any]:
    """Return the citations with who counted them, and on which day; {} where they are not known."""
    if citations is None:
        return {}
    return {"citations": citations, "citations_source": source, "citations_date": day}


def page_range(start: object, end: object = None) -> str | None:
    """Return first and last page joined by a hyphen, or what is known of them.

    Examples
    --------
    >>> page_range("4716", "4723"), page_range("e12", ""), page_range("", None)
    ('4716-4723', 'e12', None)
    """
    first, last = (str(page).strip() if page is not None else "" for page in (start, end))
    return "-".join(dict.fromkeys(page for page in (first, last) if page)) or None


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
