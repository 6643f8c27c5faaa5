"""What only Scopus prints in its BibTeX: groups of index keywords, citations in the note, addresses."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from analysis.readers.fields import EID, counted, whole
from analysis.readers.tagged import parts, plain

CITED = re.compile(r"\bcited by\W{0,3}(\d[\d,]*)", re.IGNORECASE)


def is_scopus(fields: Mapping[str, str]) -> bool:
    """Return whether an entry comes from Scopus."""
    own = fields.get("source", "").strip().casefold() == "scopus" or "eid=2-s2.0-" in fields.get("url", "")
    return own and "scopus-id" not in fields  # which `write_bibtex` adds


def scopus_fields(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the Scopus id, the citations that Scopus counted, and whether the paper is open access."""
    found = EID.search(fields.get("url", "")) or EID.search(fields.get("eid", ""))
    note = fields.get("note", "")
    cited = CITED.search(note)
    return {
        "scopus_id": found[0] if found else None,
        **counted(whole(cited[1]) if cited else None, "Scopus"),
        "open_access": True if "open access" in note.casefold() else None,
    }


def index_keywords(text: str) -> list[str]:
    """Return the index keywords, whose groups Scopus joins by a comma and the terms in them by semicolons.

    So it did until 2023, with two blanks behind a semicolon; since then semicolons join all terms. Each
    group is in alphabetical order, so a comma ends a group where the order breaks behind it. Behind the
    last semicolon nothing tells; there a comma separates unless all words around it are capitalised, as
    in `Models, Theoretical`.

    Examples
    --------
    >>> index_keywords("Aged;  Trees, algorithm;  pruning;  Models, Theoretical")
    ['Aged', 'Trees', 'algorithm', 'pruning', 'Models, Theoretical']
    """
    terms = [term for term in map(plain, parts(text)) if term]
    if "; " in text and ";  " not in text:
        return list(dict.fromkeys(terms))
    split = []
    for term, following in zip(terms, [*terms, ""][1:], strict=True):
        split.extend(_split(term, following) if ", " in term else [term])
    return list(dict.fromkeys(split))


def _split(term: str, following: str) -> list[str]:
    pieces = [piece for piece in term.split(", ") if piece]
    if following and term.casefold() <= following.casefold():
        return [term]
    begins = [
        place
        for place in range(1, len(pieces))
        if following and ", ".join(pieces[place:]).casefold() <= following.casefold()
    ]
    if not begins:
        return _loose(pieces)
    likely = [place for place in begins if not _capitalised(pieces[place - 1 : place + 1])] or begins
    return [*_loose(pieces[: likely[-1]]), ", ".join(pieces[likely[-1] :])]


def _loose(pieces: Sequence[str]) -> list[str]:
    joined = [pieces[0]] if pieces else []
    for before, piece in pairwise(pieces):
        if _capitalised([before, piece]):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


def _capitalised(pieces: Sequence[str]) -> bool:
    return all(word[0].isupper() for piece in pieces for word in piece.split())
