"""Cells of any table that list several values: names, keywords; whatever separates them."""

import ast
import json
import re
from collections.abc import Mapping, Sequence

from analysis.readers.fields import person
from analysis.readers.latex import latex_text
from analysis.readers.tagged import parts, plain

SIGNS = (";", "；", "|", "\n", "、")
AND = " and "
PAIRS = "Family, Given, Family, Given"  # every second comma separates
LONGEST_LITERAL = 1_000_000
R_VECTOR = re.compile(r"c\((.*)\)", re.DOTALL)
COMMA = re.compile(r"['\"]\s*,")
NO_COMMA = re.compile(r"(?<=['\"])\s+(?=['\"])")  # as numpy prints lists
_NAME_KEYS = "name display_name displayName full_name fullName author keyword value created"
NAME_KEYS = _NAME_KEYS.split()
INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")
ET_AL = re.compile(r"(?:,|;)?\s*(?:\bet\.? al\b\.?|\band others|…|\.\.\.)\s*$", re.IGNORECASE)
LAST_COMMA = re.compile(r",?\s+(?:and|&)\s+")
LATEX = re.compile(r"\\(?:[&%$#_]|[`'^\"~=.]\s?\{?\\?[A-Za-z]|[uvHckr]\{|(?:o|O|l|L|ss|ae|aa)\})")
IN_BRACES = re.compile(r"\{([^\W\d_])\}")
NUMBER_BEHIND = re.compile(r"\s*\(\d{5,}\)$")  # the id of Scopus behind a name


def readable(text: str) -> str | None:
    r"""Return a value as plain text, also where a table was made of BibTeX.

    Examples
    --------
    >>> readable(r"Bah{\c{c}}elerli"), readable(r"Taylor \& Francis"), readable("{a} $x$")
    ('Bahçelerli', 'Taylor & Francis', '{a} $x$')
    """
    return plain(IN_BRACES.sub(r"\1", latex_text(text, plain=True)) if LATEX.search(text) else text)


def literal(text: str) -> object:
    """Return what JSON or a Python literal says, None if it is neither."""
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    return None


def printed_list(text: str) -> list[str] | None:
    """Return the values of a list as JSON, Python, numpy or R print it; None if a cell is something else.

    Examples
    --------
    >>> printed_list("['Ek, Bo', 'Li, Cy']"), printed_list('c("Ek, Bo", "Li, Cy")'), printed_list("Ek, Bo")
    (['Ek, Bo', 'Li, Cy'], ['Ek, Bo', 'Li, Cy'], None)
    >>> printed_list("[{'authorId': '1', 'name': 'Bo Ek'}]"), printed_list("[['Ek', 'Bo', '']]")
    (['Bo Ek'], ['Ek, Bo'])
    """
    text = R_VECTOR.sub(r"[\1]", text) if text.startswith('c("') else text
    if not (text.startswith("[") and text.endswith("]") and len(text) < LONGEST_LITERAL):
        return None
    found = literal(text if COMMA.search(text) else NO_COMMA.sub(", ", text))
    return [value for value in map(_value, found) if value] if isinstance(found, list) else None


def _value(found: object) -> str:
    """Return one value of a list as text; a person may be an object, or the parts of her name."""
    if isinstance(found, Mapping):
        if family := found.get("family") or found.get("lastName"):
            return person(family, found.get("given") or found.get("firstName")) or ""
        return next((_value(found[key]) for key in NAME_KEYS if found.get(key)), "")
    if isinstance(found, list):
        family, given = str(found[0]) if found else "", " ".join(map(str, found[1:3]))
        return person(family, given) or ""
    return "" if found is None else str(found).strip()


def separator(cells: Sequence[str], *, people: bool = False) -> str:
    """Return what separates the values in the cells of a column: one for all of them.

    A sign is none where most of what stands between it lists values by commas.

    Examples
    --------
    >>> separator(["Li, B; Ek, C", "Abe, D"], people=True), separator(["moss, fern", "ivy; moss, fern, oak"])
    (';', ';')
    """
    for sign in SIGNS:
        pieces = [piece for cell in cells for piece in cell.split(sign)]
        lists = sum(piece.count(",") > 1 for piece in pieces)
        share = 10 if sign == "\n" else 2  # a list by commas may go over several lines
        if len(pieces) > len(cells) and share * lists < len(pieces):
            return sign
    if not people:
        return ","
    last = [cell.rpartition(AND) for cell in cells if AND in cell]
    if last and 2 * sum("," in name or "," not in others for others, _, name in last) >= len(last):
        return AND  # `Ek, Bo and Li, Cy`, `Bo Ek and Cy Li`; not `B. Ek, C. Li and D. Abe`
    several = [pieces for pieces in map(_at_commas, cells) if len(pieces) > 2]
    even = [pieces for pieces in several if len(pieces) % 2 == 0]
    families = [family for pieces in even for family in pieces[::2]]
    paired = len(even) > 2 and 10 * len(even) >= 9 * len(several)
    return PAIRS if paired and 2 * sum(" " not in family for family in families) > len(families) else ","


def names_in(text: str, between: str) -> tuple[list[str], bool]:
    """Return the names in a cell, and whether it says that there are more.

    Examples
    --------
    >>> names_in("B. Ek, C. Li and D. Abe, et al.", ",")
    (['B. Ek', 'C. Li', 'D. Abe'], True)
    """
    bare = ET_AL.sub("", text)
    pieces = printed_list(bare)
    if pieces is None and between in (",", PAIRS):
        pieces = _paired(_at_commas(bare), known=between == PAIRS)
    elif pieces is None:
        pieces = parts(bare, between)
    names = [NUMBER_BEHIND.sub("", name) for name in map(readable, pieces) if name]
    return names, bool(names) and bare != text


def values_in(text: str, between: str) -> list[str]:
    """Return the values in a cell: keywords, fields and the like.

    Examples
    --------
    >>> values_in("moss; fern", ";"), values_in('["moss", "fern"]', ";")
    (['moss', 'fern'], ['moss', 'fern'])
    """
    listed = printed_list(text.strip())
    return [value for value in map(readable, parts(text, between) if listed is None else listed) if value]


def _at_commas(text: str) -> list[str]:
    return parts(LAST_COMMA.sub(", ", text).replace(";", ","), ",")


def _paired(pieces: Sequence[str], *, known: bool) -> list[str]:
    """Return `Li`, `B.`, `Ek`, `C.` as `Li, B.` and `Ek, C.`; two pieces are one name."""
    pairs = list(zip(pieces[::2], pieces[1::2], strict=False))
    if len(pieces) % 2 or all(" " in piece for piece in pieces):
        return list(pieces)
    if known or len(pairs) == 1 or all(INITIALS.fullmatch(given) for _, given in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return list(pieces)
