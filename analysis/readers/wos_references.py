"""Cited references as Web of Science prints them: `Author, Year, SOURCE, V1, P2, DOI 10…`."""

import html
import re

from analysis.memory import remembered
from analysis.readers.base import Record
from analysis.readers.fields import clean_doi, tidy

# no `;` within the DOI of an older paper: 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2
_SICI = r"(?<!\.\d\.[A-Za-z]{2})"
SPACED = re.compile(r";\s+(?!\[?(?:DOI )?10\.\d{4,9}/)")
UNSPACED = re.compile(rf"{_SICI};(?!10\.\d{{4,9}}/)")
ENTITY = re.compile(r"&(?:[a-z]{2,6}|#\d{2,5});", re.IGNORECASE)
DOI_PART = re.compile(r"(?:^|, )DOI (.*)$", re.IGNORECASE)
PATENT = re.compile(r", Patent No\. .*$")
UNTITLED = re.compile(r"\[No title captured\]", re.IGNORECASE)
STARTS = re.compile(r"^[^,\n]{1,80}, (?:1[5-9]|20)\d\d, ", re.MULTILINE)
YEAR = re.compile(r"(?:1[4-9]|20|21)\d\d")
NO_YEAR = re.compile(
    r"(?:IN PRESS|UNPUB(?:LISHED)?|SUBMITTED|FORTHCOMING|NO DATE|N\.?D\.?)\*?", re.IGNORECASE
)
VOLUME = re.compile(
    r"V([A-Z]? ?\d[^ ]{0,20}(?: ed)?(?= Nos?$|$)|[IVXLC]{1,8}|[A-Z][a-z]{2,10} [Ee]dition)(?: Nos?)?"
)
# behind a venue: `VMAG18`, `VQE 6`
LETTERED = re.compile(r"V(?!OL)([A-Z][A-Za-z]{0,3}-?\d{1,3}|[A-Z]{1,2} {1,2}\d)")
PAGES = re.compile(r"(?:P(?=[A-Z]?\d)|p(?=[A-Z]|\d|[a-z]\.?T?\d|[ivxlc]+$)|ARTN |ARTNO |UNSP )([^ ]{1,25})")
# `p[39, 141]`
SEVERAL = re.compile(r"(?<=, )([VPp])\[([^],]{0,40})[^]]{0,99}\](?=, |$)|(?<=, )(p)(\d+), \d+$")
NOBODY = frozenset(["[anonymous]", "{[}anonymous]", "anonymous", "anon", "*anonymous", "[anon]"])


def split_references(text: str) -> list[str]:
    """Return the references that stand in one text, joined by `;` or each on a line of its own.

    A `;` within a DOI separates nothing.

    Examples
    --------
    >>> split_references("Oh A, 1998, STAT MED, DOI 10.1002/(SICI)1097(1998)17:15<1::AID>3.0.CO;2-2; Li B")
    ['Oh A, 1998, STAT MED, DOI 10.1002/(SICI)1097(1998)17:15<1::AID>3.0.CO;2-2', 'Li B']
    """
    text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if _by_line(text):
        pieces = text.split("\n")
    else:
        pieces = (SPACED if re.search(r";\s", text) else UNSPACED).split(text)
    found = (tidy(piece) for piece in pieces)
    return [piece.rstrip(";").rstrip() for piece in found if piece and piece.strip(";. ")]


def rejoined(references: list[str], wanted: int) -> list[str]:
    """Return references with halves, cut at a `;` within a title, joined, if that makes `wanted` of them.

    Examples
    --------
    >>> rejoined(["Oh A, 1956, Moss", "a guide", "Li B, 1998, FERNS"], 2)
    ['Oh A, 1956, Moss; a guide', 'Li B, 1998, FERNS']
    """
    found: list[str] = []
    for text in references:
        if found and ", " not in text:
            found[-1] += f"; {text}"
        else:
            found.append(text)
    return found if len(found) == wanted else references


def _by_line(text: str) -> bool:
    """Return whether each line is a reference, even if there is a `;` within a title."""
    lines, marks = text.count("\n"), len(re.findall(r";[ \t]+\S", text))
    return lines > 0 and (not marks or (lines >= max(marks, 2) and 2 * len(STARTS.findall(text)) > lines))


@remembered
def parse_reference(text: str) -> Record:
    """Return a reference as printed, and author, year, venue, volume, pages and DOI as far as it has them.

    The parts are told by their place and their form, so that neither `V12` within a name nor a company
    for an author breaks them; without a year, only what stands before the first comma is the author.
    The same text gives the same dictionary: it is to be read only.

    Examples
    --------
    >>> found = parse_reference("Bai W, 2015, MACROMOLECULES, V48, P8574, DOI DOI 10.1021/ma5b02174")
    >>> found["author"], found["year"], found["venue"], found["volume"], found["pages"], found["doi"]
    ('Bai W', 2015, 'MACROMOLECULES', '48', '8574', '10.1021/ma5b02174')
    """
    printed = text.strip()
    found = DOI_PART.search(printed) if "DOI" in printed.upper() else None
    body = PATENT.sub("", printed[: found.start()] if found else printed.removesuffix("."))
    if "[" in body or ", p" in body:
        body = SEVERAL.sub(lambda found: "".join(filter(None, found.groups())), body)
    author, year, rest = _told_apart([part.strip(" ,") for part in UNTITLED.sub("", body).split(", ")])
    pages = PAGES.fullmatch(rest[-1]) if rest else None
    rest = rest[:-1] if pages else rest
    volume = VOLUME.fullmatch(rest[-1]) if rest else None
    volume = volume or (LETTERED.fullmatch(rest[-1]) if len(rest) > 1 else None)
    rest = rest[:-1] if volume else rest
    return {
        "reference": printed,
        "author": None if (author or "").casefold() in NOBODY else _bare(author or ""),
        "year": year,
        "venue": _bare(", ".join(filter(None, rest))),
        "volume": volume and volume[1],
        "pages": pages and pages[1],
        "doi": clean_doi(found[1] if found else printed) if "10." in printed else None,
    }


def _bare(text: str) -> str | None:
    """Return a text without the brackets around it, in which names in two scripts stand."""
    return (text[1:-1] if text[:1] == "[" and text[-1:] == "]" else text) or None


def _told_apart(pieces: list[str]) -> tuple[str | None, int | None, list[str]]:
    """Return author, year and what follows."""
    for place, piece in enumerate(pieces):
        if YEAR.fullmatch(piece):
            return ", ".join(pieces[:place]) or None, int(piece), pieces[place + 1 :]
        if place and NO_YEAR.fullmatch(piece):
            return ", ".join(pieces[:place]), None, pieces[place + 1 :]
    return (pieces[0] or None, None, pieces[1:]) if len(pieces) > 1 else (None, None, [])
