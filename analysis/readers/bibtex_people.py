"""The authors of a BibTeX entry: names joined by `and` in one text, and each one's address, ORCID and ids."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from analysis.readers.author_finder import AuthorFinder
from analysis.readers.bibtex_scopus import is_scopus
from analysis.readers.fields import clean_orcid, person, tidy
from analysis.readers.latex import latex_text
from analysis.readers.tagged import parts, plain

Fields = Mapping[str, str]

AND = re.compile(r"\s(?:and|AND|And)(?=\s)|[{}]")
OTHERS = re.compile(r"(?:,?\s*(?:and\s+)?\bet(?:\.\s*|\s+)al\.?|…|\.\.\.)$", re.IGNORECASE)
JUNIOR = re.compile(r"(?:jr|sr|junior|senior|i{2,3}|iv|2nd|3rd)\.?", re.IGNORECASE)
WIDE_COMMAS = str.maketrans("；，、", ";;;")
SHORTENED = re.compile(r"(?<!\w)[^\W\d_]\.|\w, ?\w")  # an initial, or `Family, Given`
# a name as biblatex can have it: `family=Berg, given=Ann, prefix=von`
NAME_PART = re.compile(r"(?:given|family|prefix|suffix|useprefix|id|sort\w+)(?:-i)?\s*=")
# what points at a footnote or an address, and a doctor's degree
MARK = re.compile(
    r"\$\s?\^\s?(?:\{[^{}$]{0,30}\}|[^{}$])\s?\$|\\textsuperscript\{[^{}]{0,30}\}|[*†‡§¶]+(?=$|\\)"
)
MARKED = re.compile(r"[$*†‡§¶]|\\textsuperscript")
DOCTOR = re.compile(r"(?:Ph\.?\s?D|D\.?\s?Phil)\.?")
DEGREE = re.compile(rf"{DOCTOR.pattern}|(?:M\.?D|MPH|M\.?Sc)\.?")  # `MD` behind a family name is given
LIST_IN_BRACES = re.compile(r"\{[^{},;]+,[^{},;]+;[^{}]+\}")  # Mendeley: `{Berg, A.; Li, B.; Ek}, C.`
INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
NUMBERED = re.compile(r"(.+\w\.?) 0\d{3}")  # dblp tells people of one name apart so: `Wei Wang 0001`
# fields with a line for each author, `Family, Given/value`, as `write_bibtex` makes them
OF_AUTHORS = {
    "orcid-numbers": "orcid", "author-affiliations": "affiliation", "author-institutions": "institution",
    "author-countries": "country", "author-ids": "source_author_id",
}  # fmt: skip


def split_names(text: str) -> tuple[list[str], bool]:
    r"""Return the names in an `author` field as `Family, Given`, and whether the list was cut.

    Examples
    --------
    >>> split_names(r"van der Berg, Jr, Anna and {World Health Organization} and G{\"o}del, K. and others")
    (['van der Berg Jr, Anna', 'World Health Organization', 'Gödel, K.'], True)
    >>> split_names("A. Smith; B. Jones et al.")
    (['A. Smith', 'B. Jones'], True)
    >>> split_names(r"Ann Berg$^{1,2}$ and Bo Li*\thanks{Of Hue.} and Ek, Cy, MD")
    (['Ann Berg', 'Bo Li', 'Ek, Cy'], False)
    """
    names: list[str] = []
    truncated = False
    parts = _parts(text if text.isascii() else text.translate(WIDE_COMMAS))
    marked = MARKED.search(text)
    for part in parts:
        listed = part.rstrip().endswith(",") and "," not in parts[-1]  # `Ann Berg, Bo Ek, and Cy Ro`
        part = MARK.sub("", part.strip(" \t\n,;")) if marked else part.strip(" \t\n,;")
        if part.strip("{}").lower() == "others":
            truncated = True
            continue
        if cut := OTHERS.search(part[-20:]):
            part, truncated = part[: len(part) - len(cut[0])], True
        names.extend(name for name in _names(part, listed) if name)
    return names, truncated


def _parts(text: str) -> list[str]:
    """Return the pieces between the `and`s that stand outside braces."""
    parts, start, depth = [], 0, 0
    for found in AND.finditer(f"{text} "):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _names(part: str, listed: bool = False) -> list[str | None]:
    """Return the name in a piece between two `and`s, or the names if they were joined in another way."""
    if ";" in part and LIST_IN_BRACES.match(part):
        part = part.replace("{", "", 1).replace("}", "", 1)
    if part.startswith("{") and part.find("}") == len(part) - 1:  # a corporate author
        return [tidy(latex_text(part))]
    if NAME_PART.match(part):
        return [_in_parts(part)]
    pieces = [piece for piece in (tidy(latex_text(piece)) for piece in _at_commas(part, ";")) if piece]
    if len(pieces) == 1 and all(map(SHORTENED.search, several := pieces[0].split(" & "))):
        pieces = several  # not `Health & Human Services`
    if len(pieces) > 1:
        return [name for piece in pieces for name in _names(piece)]
    pieces = [piece for piece in (tidy(latex_text(piece)) for piece in _at_commas(part, ",")) if piece]
    if len(pieces) in (2, 3) and (DOCTOR if len(pieces) == 2 else DEGREE).fullmatch(pieces[-1]):
        pieces.pop()
    if len(pieces) == 3 and JUNIOR.fullmatch(pieces[1]):
        return [person(f"{pieces[0]} {pieces[1]}", pieces[2])]
    if len(pieces) == 3 and JUNIOR.fullmatch(pieces[2]):
        return [person(f"{pieces[0]} {pieces[2]}", pieces[1])]
    if len(pieces) == 2 and JUNIOR.fullmatch(pieces[1]):
        return [" ".join(pieces)]
    if len(pieces) == 3 and re.fullmatch("[A-Z]", pieces[1]):  # Web of Science: the last initial
        return [person(pieces[0], f"{pieces[2]} {pieces[1]}".replace("- ", "-"))]
    if len(pieces) > 2 or (listed and all(" " in piece for piece in pieces)):
        return _listed(pieces)
    return [person(*pieces) if pieces else None]


def _in_parts(part: str) -> str | None:
    """Return the name whose parts are said one by one."""
    said = dict.fromkeys(("prefix", "family", "suffix", "given"), "")
    for piece in _at_commas(part, ","):
        name, _, value = piece.partition("=")
        said[name.strip()] = latex_text(value).strip(' "')
    return person(" ".join(said[name] for name in ("prefix", "family", "suffix")), said["given"])


def _at_commas(part: str, comma: str) -> list[str]:
    """Return the pieces between the commas (or semicolons) that stand outside braces."""
    if "{" not in part:
        return part.split(comma)
    pieces, start, depth = [], 0, 0
    for place, letter in enumerate(part):
        if letter == comma and depth <= 0:
            pieces.append(part[start:place])
            start = place + 1
        depth += (letter == "{") - (letter == "}")
    return [*pieces, part[start:]]


def _listed(pieces: list[str]) -> list[str | None]:
    """Return the names in a list that has commas where BibTeX wants `and`."""
    given = pieces[1::2]
    if len(pieces) % 2 == 0 and all(piece.isupper() and INITIALS.fullmatch(piece) for piece in given):
        return [person(family, name) for family, name in zip(pieces[::2], given, strict=True)]
    if all(" " in piece for piece in pieces):
        return list(pieces)
    return [person(pieces[0], " ".join(pieces[1:]))]


def author_details(names: Sequence[str], fields: Fields) -> tuple[list[dict[str, Any]], bool]:
    """Return what is said of each author, and whether there are addresses that are nobody's.

    Scopus lists the addresses of all authors together. They are the author's where there is one, and
    everybody's where there is one address; else only the corresponding authors' is known.
    """
    details = _by_line(names, fields)
    text = fields.get("affiliation") or fields.get("affiliations") or ""
    scopus = is_scopus(fields)
    listed = parts(plain(latex_text(text, plain=scopus)))
    if len(names) == 1 or (scopus and len(listed) == 1):
        for detail in details if listed else ():
            detail.setdefault("affiliation", "; ".join(listed))
        return details, False
    for place, address in _corresponding(names, fields) if scopus else ():
        details[place].setdefault("affiliation", address)
    return details, bool(listed)


def without_numbers(names: list[str], details: Sequence[dict[str, Any]]) -> list[str]:
    """Return the names without the numbers of dblp, by which the details get the person's id there."""
    plain_names = []
    for name, detail in zip(names, details, strict=True):
        numbered = NUMBERED.fullmatch(name)
        if numbered:
            detail.setdefault("source_author_id", f"dblp:{name}")
        plain_names.append(numbered[1] if numbered else name)
    return plain_names


def _by_line(names: Sequence[str], fields: Fields) -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = [{} for _ in names]
    places = {name: place for place, name in enumerate(names)}
    for field, column in OF_AUTHORS.items():
        for line in latex_text(fields.get(field, "")).split("\n"):
            name, _, value = line.strip().partition("/")
            if name in places and value:
                details[places[name]].setdefault(column, clean_orcid(value) if column == "orcid" else value)
    return details


def _corresponding(names: Sequence[str], fields: Fields) -> list[tuple[int, str]]:
    """Return the places of the corresponding authors and their addresses: `Li, B.; Inst; email: b@x.org`."""
    text = fields.get("correspondence_address1") or fields.get("correspondence_address")
    finder = AuthorFinder(names, names)
    found: list[tuple[int, str]] = []
    for owner, address in pairwise(parts(plain(text))):
        given, _, family = owner.rpartition(" ")
        places = finder.all([owner]) or finder.all([f"{family}, {given}"])
        if "email:" not in address:
            found.extend((place, address) for place in places)
    return found
