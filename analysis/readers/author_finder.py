"""Which author of a record an address, an ORCID or the like belongs to, by the name printed beside it."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain

from analysis.memory import remembered
from analysis.names import author_key

LONGEST = 200  # letters of a name; what is longer is none
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe"}
)
SECOND_LETTER = re.compile(r"(?<=[aouAOU])e|(?<=[aA])a")


class AuthorFinder:
    """Finds authors of one record by a name as it is printed in its other fields.

    Parameters
    ----------
    names, shorts : list of str
        The authors, and for each another form of the name (the same where there is none).

    Examples
    --------
    >>> AuthorFinder(["Sun, Zhiwei", "Russell, Thomas P."], ["Sun, ZW", "Russell, TP"]).all(["Russell, TP"])
    [1]
    >>> AuthorFinder(["Mueller, Eva", "Jiang, Xi"], ["Mueller, E", "Jiang, X"]).all(["Müller, Eva", ", XI"])
    [0, 1]
    >>> names = ["Oezelt, H", "Xue, X", "Xu, X"]
    >>> AuthorFinder(names, names).all(["Ozelt, Harald", "Xu, Xin"])
    [0, 2]
    """

    def __init__(self, names: Sequence[str], shorts: Sequence[str]) -> None:
        self.names = list(zip(names, shorts, strict=True))
        self.exact: dict[str, int] = {}
        for place, name in enumerate(self.names):
            for printed in name:
                self.exact.setdefault(printed.casefold(), place)

    @cached_property
    def loose(self) -> dict[str, int | None]:
        """The place of each author by what her names may be known by; None where it may be two of them.

        Her surname alone finds her where nothing else is printed.
        """
        return self._known_by(_bare_keys) | self._known_by(_keys)

    def _known_by(self, keys_of: Callable[[str], Sequence[str]]) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for place, name in enumerate(self.names):
            keys = [key for printed in name for key in keys_of(printed)]
            surnames = [key.rpartition(", ")[0] + ", " for key in keys if ", " in key]
            for key in (*keys, *surnames):
                found[key] = place if found.get(key, place) == place else None
        return found

    @cached_property
    def halves(self) -> dict[str, int | None]:
        """The place of each author by her surname alone and by her given name alone; None for two of them."""
        found: dict[str, int | None] = {}
        for place, (name, _) in enumerate(self.names):
            for key in {author_key(half) for half in name[:LONGEST].split(",") if half.strip()}:
                found[key] = place if found.get(key, place) == place else None
        return found

    def all(self, printed: Iterable[str]) -> list[int]:
        """Return the places of the authors with these names; a name that may be two of them is left out."""
        found = []
        for whole in map(str.strip, printed):
            name = whole.lstrip(", ")
            if not name:
                continue
            place = self.exact.get(whole.casefold())
            if place is None and name != whole:  # half a name, `, XI`, or all of it in one half
                place = self.halves.get(author_key(name), self.loose.get(_keys(name)[0]))
            elif place is None:
                keys = (*_keys(name), *_bare_keys(name))
                place = next((self.loose[key] for key in keys if key in self.loose), None)
            if place is not None:
                found.append(place)
        return found


@remembered
def _keys(name: str) -> tuple[str, ...]:
    """Return what a name may be known by, the surest first: its words, its initials, its first initial.

    The words are in the order of the alphabet: `Ho, Cheuk-Lam` is `Cheuk Lam, Ho` too. `Müller` is
    `Muller` and `Mueller`.
    """
    name = name[:LONGEST]
    forms = dict.fromkeys([name, name.translate(SPELLED_OUT)])
    return tuple(chain(*zip(*map(_plain_keys, forms), strict=True)))


@remembered
def _bare_keys(name: str) -> tuple[str, ...]:
    """Return what a name may be known by without the letters that spell umlauts out: `Mueller` is `Muller`.

    They prove less: `Bauer` and `Baur`, `Xue` and `Xu` may be two authors.
    """
    return _plain_keys(SECOND_LETTER.sub("", name[:LONGEST].translate(SPELLED_OUT)))


def _plain_keys(name: str) -> tuple[str, str, str]:
    surname, _, given = name.partition(",")
    surname = author_key(surname if surname.strip() else name)
    tokens = re.findall(r"\w+", given)
    initials = "".join(
        token.lower() if token.isupper() and len(token) < 4 else token[0].lower() for token in tokens
    )
    return (
        "|".join(sorted(author_key(name).split("-"))),
        f"{surname}, {initials}",
        f"{surname} {author_key(given)[:1] if tokens else ''}",
    )
