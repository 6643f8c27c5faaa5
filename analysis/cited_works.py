"""What a cited reference says of the work it cites, in one form for all databases, and which two agree.

Web of Science prints "Bai W, 2015, MACROMOLECULES, V48, P8574", Scopus authors, title, source and "(2015)",
PubMed "Bai W, et al. Title. Macromolecules. 2015;48(23):8574-9", OpenAlex an id. `Work` holds what can be
compared of them; the corpus's own papers are works too.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from analysis.match_keys import (
    first_page,
    match_key,
    title_key,
    venue_initials,
    venues_agree,
    volume_key,
    work_doi,
)
from analysis.memory import remembered
from analysis.readers.fields import clean_doi

LONG_TITLE = 20  # letters and digits; a shorter one proves nothing
SURNAMES_ALIKE = 80.0  # rapidfuzz ratio of two spellings of a surname
TITLES_ALIKE = 85.0  # the same of two titles
TITLES_IN_ONE_PLACE = 60.0  # ... of one author, year, volume and page: formulas are printed in many ways
LONGEST = 2_000  # characters of a reference that are read
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}[.\-‐ ]+){0,3}[^\W\d_]{1,2}\.?|[A-Z]{1,4}")
WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
DOI_TEXT = re.compile(r"\b(?:doi[:\s]*)+\[?|https?://\S+|\b10\.\d{4,9}/\S+", re.IGNORECASE)
ARXIV = re.compile(
    r"arxiv(?:\.org/(?:abs|pdf)/)?[\s:.,]*(\d{4}\.?\d{4,5})(?!\d)|\b(\d{8,9}) arxiv\b", re.IGNORECASE
)
PMID = re.compile(r"\bpmid[\s:]*(\d{4,9})\b", re.IGNORECASE)
S2 = re.compile(r"(?:^|; )s2:(\w+)(?:$|; )")
OPENALEX = re.compile(r"(?:openalex\.org/|^)(W\d{4,12})$", re.IGNORECASE)
VANCOUVER = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b[^;:]{0,12};\s*(\w+)\s*(?:\([^)]{0,30}\))?\s*:\s*(\w+)")
VANCOUVER_AUTHOR = re.compile(r"([^\W\d_][\w'’-]+(?: [\w'’-]+){0,2} [A-Z]{1,3})(?=[,.:])")
COLUMNS = ("reference", "author", "title", "venue", "volume", "pages", "doi", "year")


class Work(NamedTuple):
    """One work as one reference, or one paper of the corpus, gives it; "" and 0 are unknown."""

    doi: str
    ids: tuple[str, ...]
    author: str
    surnames: tuple[str, ...]
    initials: str
    year: int
    volume: str
    page: str
    venue: str
    venue_initials: str
    title: str
    text: str
    paper_id: str = ""


def work_of(row: Mapping[str, Any], *, paper_id: str = "") -> Work:
    """Return the work that one row of `references` cites (or that one paper is, with its id).

    Examples
    --------
    >>> work = work_of({"reference": "Bai W, et al. Macromolecules. 2015;48(23):8574-9. PMID: 1234567"})
    >>> work.surnames, work.year, work.volume, work.page, work.ids
    (('bai',), 2015, '48', '8574', ('pmid:1234567',))
    """
    text, author, title, venue, volume, pages, doi, year = map(row.get, COLUMNS)
    printed = str(text or "")[:LONGEST]
    lower = printed.casefold()
    if volume is None and ";" in printed and (found := VANCOUVER.search(printed)):
        year, volume, pages = year or int(found[1]), found[2], pages or found[3]
        first = VANCOUVER_AUTHOR.match(printed)
        author = author or (first[1] if first else None)
    name = first_author(str(author or ""))
    venue = str(venue or "")
    doi = clean_doi(doi) if doi else clean_doi(printed) if "10." in printed else None
    with_doi = "doi" in lower or "http" in lower or "10." in lower
    return Work(
        work_doi(doi) if doi else "",
        _ids(row, printed, lower),
        name_key(name),
        surnames(name),
        given_initials(name),
        int(year or 0),
        volume_key(volume),
        first_page(pages),
        name_key(venue),
        venue_initials(venue),
        title_key(str(title or "")[:LONGEST]),
        match_key(DOI_TEXT.sub(" ", printed) if with_doi else printed),
        paper_id,
    )


def _ids(row: Mapping[str, Any], printed: str, lower: str) -> tuple[str, ...]:
    """Return the ids that a row has of its own (a paper) or that are printed in it, each with its kind."""
    may_be_openalex = "openalex" in lower or lower.lstrip().startswith("w")
    source_id = str(row.get("source_id") or printed)
    found = {
        "arxiv": row.get("arxiv_id") or ("arxiv" in lower and ARXIV.search(printed)),
        "pmid": row.get("pmid") or ("pmid" in lower and PMID.search(printed)),
        "s2": "s2:" in source_id and S2.search(source_id),
        "openalex": row.get("openalex_id") or (may_be_openalex and OPENALEX.search(printed.strip())),
    }
    values = {
        kind: value if isinstance(value, str) else value[value.lastindex or 0]
        for kind, value in found.items()
        if value
    }
    if "arxiv" in values:
        values["arxiv"] = re.sub(r"v\d+$|\.|arxiv:?", "", values["arxiv"].casefold())
    return tuple(f"{kind}:{value.casefold()}" for kind, value in values.items())


name_key = remembered(match_key)  # of authors and venues, which come again


@remembered
def first_author(authors: str) -> str:
    """Return the first of several authors, in whichever way they are joined.

    Examples
    --------
    >>> [first_author(text) for text in ("Shen K., Tatara G.", "Ahmed, F., Li, B.", "Bai, Wei; Li, B", "WHO")]
    ['Shen K.', 'Ahmed F.', 'Bai Wei', 'WHO']
    """
    first = authors[:LONGEST].partition(";")[0]
    name, comma, rest = first.partition(",")
    given, more, _ = rest.strip().partition(",")
    if not comma or not given:
        return name.strip()
    if not INITIALS.fullmatch(given) and (more or ";" not in authors):
        return name.strip()
    return f"{name.strip()} {given.strip()}"


@remembered
def surnames(name: str) -> tuple[str, ...]:
    """Return the words of a name that may be the surname: all that are no initials, at most the last two.

    Examples
    --------
    >>> surnames("Bai W"), surnames("SHARROCK MP"), surnames("Silvia Pellegrini"), surnames("van der Berg J.")
    (('bai',), ('sharrock',), ('silvia', 'pellegrini'), ('der', 'berg'))
    """
    words = WORDS.findall(name[:200])
    if len(words) > 1:
        words = [word for index, word in enumerate(words) if not _is_initials(word, index)] or words[:1]
    return tuple(match_key(word) for word in words[-2:])


@remembered
def given_initials(name: str) -> str:
    """Return the initials that a name is printed with, "" where the given name is in full.

    Examples
    --------
    >>> given_initials("SHARROCK MP"), given_initials("Sharrock, M. P."), given_initials("Silvia Pellegrini")
    ('mp', 'mp', '')
    """
    words = enumerate(WORDS.findall(name[:200]))
    return "".join(word.lower() for index, word in words if _is_initials(word, index))


def _is_initials(word: str, index: int) -> bool:
    return len(word) == 1 or (word.isupper() and len(word) <= 3 and index > 0)


def agree(one: Work, other: Work) -> bool:
    """Return whether two works are the same, by what they say of themselves.

    1. Equal DOIs or ids: yes, unless author and title, or author, venue and place, differ (a DOI mistyped).
    2. Two DOIs (of which neither begins the other), two ids of one database: no.
    3. Volume and first page equal: yes, if the year is the same and the authors' surnames are (or one is not
       known and the venues agree, or the title is printed), or if the years are one apart and both surname
       and venue agree. Venues that differ (one has a word of the title before it, or an abbreviation that is
       not the usual one) say no only on the first pages of a volume or where the initials differ, and
       surnames that differ nothing where the titles are alike. Without a volume: yes, if both surname and
       venue agree.
    4. Long titles equal: yes, if a surname agrees (or none is known) and the years are at most one apart,
       unless the pages differ and the volumes or the years too.
    """
    if (one.doi and one.doi == other.doi) or set(one.ids) & set(other.ids):
        return not _mistyped(one, other)
    if contradict(one, other):
        return False
    years = abs(one.year - other.year) if one.year and other.year else 0
    if years > 1:
        return False
    named = _surnames_agree(one, other)
    venues = _venues_agree(one, other)
    if one.page and one.volume == other.volume and one.page == other.page:
        if years or not (one.year and other.year and one.volume):
            return named is True and venues is True
        if min(len(one.title), len(other.title)) >= LONG_TITLE:
            return True  # else they would contradict each other
        if named is None:
            return venues is True or _names_title(one, other) or _names_title(other, one)
        initials = bool(one.initials) and one.initials[:1] == other.initials[:1]
        return named and (venues is not False or (len(one.page) > 1 and initials))
    if len(one.title) >= LONG_TITLE and one.title == other.title:
        moved = one.page and other.page and one.page != other.page
        elsewhere = one.volume and other.volume and one.volume != other.volume
        return named is not False and not (moved and (elsewhere or years))
    return False


def contradict(one: Work, other: Work) -> bool:
    """Return whether two works have different DOIs, ids of one kind, or titles."""
    if one.paper_id and other.paper_id:
        return True
    if not (one.doi.startswith(other.doi) or other.doi.startswith(one.doi)):  # cut off, or with a year behind
        return True
    mine, theirs = (dict(pair.split(":", 1) for pair in work.ids) for work in (one, other))
    if any(kind in theirs and theirs[kind] != value for kind, value in mine.items()):
        return True
    if len(one.title) < LONG_TITLE or len(other.title) < LONG_TITLE or one.title == other.title:
        return False
    return _titles_differ(one, other)


def _mistyped(one: Work, other: Work) -> bool:
    """Whether two works share a DOI or an id, but neither a surname nor title or place."""
    if _surnames_agree(one, other) is not False:
        return False
    if one.title and other.title:
        return one.title != other.title and _titles_differ(one, other)
    elsewhere = (one.volume, one.page) != (other.volume, other.page)
    return elsewhere and _venues_agree(one, other) is False


def _titles_differ(one: Work, other: Work) -> bool:
    """Whether neither title holds the other and they are not alike; in one place they may differ more."""
    short, long = sorted((one.title, other.title), key=len)
    mine, theirs = ((work.year, work.volume, work.page) for work in (one, other))
    placed = mine == theirs and one.volume and one.page and _surnames_agree(one, other)
    needed = TITLES_IN_ONE_PLACE if placed else TITLES_ALIKE
    return short not in long and fuzz.ratio(short, long, score_cutoff=needed) == 0


def _names_title(one: Work, other: Work) -> bool:
    return len(other.title) >= LONG_TITLE and other.title in one.text


def _surnames_agree(one: Work, other: Work) -> bool | None:
    """Return whether a surname is the same or spelled alike; None if one is not known."""
    if not (one.surnames and other.surnames):
        return None
    if set(one.surnames) & set(other.surnames) or "".join(one.surnames) == "".join(other.surnames):
        return True
    return any(
        (min(len(mine), len(theirs)) > 3 and (mine.endswith(theirs) or theirs.endswith(mine)))
        or fuzz.ratio(mine, theirs) >= SURNAMES_ALIKE
        for mine in one.surnames
        for theirs in other.surnames
    )


def _venues_agree(one: Work, other: Work) -> bool | None:
    """Return whether two venues are the same as far as their initials tell; None if one is not known."""
    if not (one.venue_initials and other.venue_initials):
        return None
    return venues_agree((one.venue, one.venue_initials), (other.venue, other.venue_initials))


def from_frame(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return the rows of some columns as tuples, None for what is missing."""
    present = frame.reindex(columns=list(columns))
    return list(zip(*(present[name].to_numpy(object, na_value=None) for name in columns), strict=True))
