"""References as Scopus prints them, in CSV, BibTeX and RIS alike: taken apart and split into their parts.

Scopus joins the references of a paper by "; ", which also stands within some of them. There are two orders:
`Kang W., Huang Y., Title, Source, 104, 5, pp. 2040-2061, (2016)` since about 2020, and before that
`Kang, W., Huang, Y., Title (2016) Source, 104 (5), pp. 2040-2061. , Note`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from analysis.memory import remembered
from analysis.readers.fields import clean_doi, one_spaced

YEAR = r"\((1[5-9]\d\d|20\d\d)[a-z]?\)"
YEAR_LAST = re.compile(rf",?\s*{YEAR}\.?$")
YEAR_WITHIN = re.compile(rf"\((?<!\S\(){YEAR[2:]}(?=,?\s|$)")  # the bracket first: it is found fast
YEAR_AHEAD = re.compile(rf"{YEAR},? \S")
ENTITY_END = re.compile(r"&#?\w{1,8}$")
INITIALS = r"(?:[^\W\d_a-z]\.?[- ]?|[A-Z][a-z]{1,2}\.[- ]?){1,5}"
SURNAME = r"(?:St\. )?[^\W\d_][^\d,;:().]{0,40}"
ONE_NEW = re.compile(rf"({SURNAME}?) ({INITIALS})(?: ?(Jr|Sr|I{{2,3}}|IV)\.?)?")
ONE_OLD = re.compile(rf"({SURNAME}), ({INITIALS})(?:,? ?(?:Jr|Sr|I{{2,3}}|IV)\.?)?,\s+")
EDITORS_LAST = re.compile(r"\bEds?\.?\)?$", re.IGNORECASE)
EDITORS = re.compile(r"\(eds?\.?\)", re.IGNORECASE)
PAGES = re.compile(r"(?:pp?\. ?|PP?\. ?(?=[A-Z]?\d))(\S.*?)\.?$")  # bibliometrix makes all capitals
NUMBER = re.compile(
    r"(?=\S{0,12}\d|[IVXLC]+$)\S{1,14}(?: (?:SUPPL\S*|PART|PT\.?|SPEC\S*|[A-Z]{1,4})\.? ?\d*)?"
)
VOLUME_ISSUE = re.compile(r"(\S{1,14}(?: [A-Z]{1,5}\.?)?)(?: ?\(([^()]*)\))?\.?")
SERIES = re.compile(r"(?:Ser|Sect?|Part|Pt|Reg|Suppl)\b\.?.{0,25}|[A-Z]")
ABBREVIATED = re.compile(r"(?:[A-Z&][\w&.-]* ){0,8}[A-Z]\w*\.")
ET_AL = re.compile(r"et al\.?", re.IGNORECASE)
MOST_PIECES = 50  # of one reference, between semicolons


def scopus_references(text: str) -> list[dict[str, Any]]:
    """Return the references in a cell or field of a Scopus export, one dict each.

    Parameters
    ----------
    text : str
        All references of one paper.

    Returns
    -------
    list of dict
        `reference` (the whole text) and, as far as they are told apart, `author` (names joined by "; "),
        `title`, `venue`, `volume`, `pages`, `doi` and `year`.

    Examples
    --------
    >>> new, old = scopus_references(
    ...     "Kang W., Huang Y., Wood; and bark, Proc. Trees, 104, 5, pp. 2-9, (2016); "
    ...     "Lee, C.I., Moss grows (2004) Radiology, 231 (2), pp. 393-398. , in press"
    ... )
    >>> new["author"], new["title"], new["venue"], new["volume"], new["pages"], new["year"]
    ('Kang, W.; Huang, Y.', 'Wood; and bark', 'Proc. Trees', '104', '2-9', 2016)
    >>> old["author"], old["title"], old["venue"], old["volume"], old["pages"], old["year"]
    ('Lee, C.I.', 'Moss grows', 'Radiology', '231', '393-398', 2004)
    """
    return [parse_reference(reference) for reference in split_references(text)]


def split_references(text: str) -> list[str]:
    """Return the single references: "; " ends one unless what follows can't begin another.

    Examples
    --------
    >>> split_references("Ito A., Ants; bees, Nature, (2001); Abe B., Wiley &amp; Sons, (1999)")
    ['Ito A., Ants; bees, Nature, (2001)', 'Abe B., Wiley &amp; Sons, (1999)']
    """
    found: list[list[str]] = []
    for piece in text.split("; "):
        if found and (_ends_in_entity(found[-1][-1][-10:]) or _continues(found[-1], piece)):
            found[-1].append(piece)
        elif piece.strip():
            found.append([piece])
    whole = (one_spaced("; ".join(pieces)) for pieces in found)
    return [reference.rstrip(";").strip() for reference in whole if reference]


def _ends_in_entity(text: str) -> bool:
    return "&" in text and bool(ENTITY_END.search(text))


def _continues(pieces: list[str], piece: str) -> bool:
    """Return whether a piece belongs to the reference before it."""
    if len(pieces) >= MOST_PIECES:
        return False
    last = pieces[-1].rstrip()
    if (last.endswith((")", ").")) and YEAR_LAST.search(last[-12:])) or YEAR_AHEAD.match(piece):
        return False
    if ONE_NEW.match(piece[:60] + ",") and ", " in piece[:60] and ONE_NEW.fullmatch(piece.split(", ")[0]):
        return False
    if ", , " in piece or ". , " in piece:  # what stands before a note is a whole reference
        return False
    begins = bool(ONE_OLD.match(piece)) and not (EDITORS_LAST.search(piece[-8:]) or EDITORS.search(piece))
    if any(YEAR_WITHIN.search(one) for one in pieces):  # the old order: nothing but a note may follow
        return not begins and not YEAR_WITHIN.search(piece)
    return not begins


@remembered
def parse_reference(reference: str) -> dict[str, Any]:
    """Return the parts of one reference, in either order; `reference` is the whole of it.

    The same text gives the same dictionary: it is to be read only.

    Examples
    --------
    >>> parse_reference("Frank T.D., Phys. Rev. E, 66, (2002)")["venue"]
    'Phys. Rev. E'
    """
    parts: dict[str, Any] = {
        "reference": reference,
        "doi": clean_doi(reference) if "10." in reference else None,
    }
    if (last := YEAR_LAST.search(reference[-12:])) and last[0].startswith(","):
        parts |= {"year": int(last[1]), **_new_order(reference[: -len(last[0])])}
    elif within := YEAR_WITHIN.search(reference):
        before, after = reference[: within.start()].strip(), reference[within.end() :].strip()
        read = _noted if after.startswith(",") else _old_order
        parts |= {"year": int(within[1]), **read(before, after.strip(" ,"))}
    return {key: value for key, value in parts.items() if value}


def _new_order(text: str) -> dict[str, str | None]:
    """Return the parts of `Kang W., Huang Y., Title, Source, 104, 5, pp. 2040-2061`."""
    segments = text.split(", ")
    pages: str | None = None
    numbers: list[str] = []
    if found := PAGES.fullmatch(segments[-1]):
        pages = found[1]
        segments.pop()
    while len(segments) > 1 and len(numbers) < 2 and NUMBER.fullmatch(segments[-1]):
        numbers.insert(0, segments.pop())
    authors = []
    place = 0
    for segment in segments:
        one = ONE_NEW.fullmatch(segment)
        last = place + 1 == len(segments) and "." not in segment and (pages or numbers)  # `Physica B, 306`
        if last or not (one or ET_AL.fullmatch(segment)):
            break
        if one:
            authors.append(f"{one[1]}, {one[2].strip()}")
        place += 1
    del segments[:place]
    while len(segments) > 1 and (SERIES.fullmatch(segments[-1]) or ABBREVIATED.fullmatch(segments[-2])):
        segments[-2:] = [", ".join(segments[-2:])]
    journal = bool(pages or numbers)
    venue = segments.pop() if len(segments) > 1 or (segments and journal) else None
    return {
        "author": "; ".join(authors) or None,
        "title": ", ".join(segments).strip(),
        "venue": venue,
        "volume": numbers[0] if numbers else None,
        "pages": pages,
    }


def _old_order(before: str, after: str) -> dict[str, str | None]:
    """Return the parts of `Kang, W., Huang, Y., Title` and `Source, 104 (5), pp. 2040-2061. , Note`."""
    authors, title = _authors_and_title(before)
    told = re.split(r"\.? , |\.$", after, maxsplit=1)[0]
    segments = told.split(", ")
    pages = next((found[1] for segment in segments[1:] if (found := PAGES.fullmatch(segment))), None)
    place, volume = next(_volumes(segments), (1, None))
    source: str | None = ", ".join(segments[:place]).strip(" ,")
    if not title and not volume:  # a book: what stands behind its year is its title
        title, source = segments[0].strip(" ,"), None
    return {"author": authors, "title": title, "venue": source, "volume": volume, "pages": pages}


def _volumes(segments: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield place and number of what may be the volume: it follows the source, or pages follow it.

    A source may have commas in it: `Journal of Uncertainty, Fuzziness and Systems, 14 (4), pp. 445-459`.
    """
    for place, (segment, following) in enumerate(pairwise([*segments, ""])):
        number = VOLUME_ISSUE.fullmatch(segment)
        if (
            place
            and number
            and re.search(r"\d|^[IVXLC]+$", number[1])
            and (place == 1 or PAGES.fullmatch(following))
        ):
            yield place, number[1]


def _noted(before: str, after: str) -> dict[str, str | None]:
    """Return the parts of a work without a source: `Kang, W., Title` and `Publisher, https://… , Note`."""
    authors, title = _authors_and_title(before)
    notes = [note for note in after.split(", ") if not note.startswith("http")]
    return {"author": authors, "title": title or (notes[0].strip(" ,") if notes else None)}


def _authors_and_title(before: str) -> tuple[str | None, str]:
    authors, place = [], 0
    before += " "
    while one := ONE_OLD.match(before, place):
        authors.append(f"{one[1]}, {one[2].strip()}")
        place = one.end()
    return "; ".join(authors) or None, before[place:].strip(" ,")
