"""Which author of a record an address, an ORCID or the like belongs to, by the name printed beside it."""

from collections.abc import Iterable, Sequence

from analysis.names import author_key

LONGEST = 200  # letters of a name; what is longer is none


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
    """

    def __init__(self, names: Sequence[str], shorts: Sequence[str]) -> None:
        self.exact: dict[str, int] = {}
        self.loose: dict[str, int | None] = {}
        for place, (name, short) in enumerate(zip(names, shorts, strict=True)):
            for printed in (name, short):
                self.exact.setdefault(printed.casefold(), place)
                for key in (_surname_and_initial(printed), _words(printed)):
                    self.loose[key] = place if self.loose.get(key, place) == place else None

    def all(self, printed: Iterable[str]) -> list[int]:
        """Return the places of the authors with these names; a name that may be two of them is left out."""
        found = []
        for name in printed:
            place = self.exact.get(name.strip().casefold())
            if place is None and name.strip():
                place = self.loose.get(_words(name), self.loose.get(_surname_and_initial(name)))
            if place is not None:
                found.append(place)
        return found


def _words(name: str) -> str:
    """Return the words of a name in the order of the alphabet: `Ho, Cheuk-Lam` is `Cheuk Lam, Ho` too."""
    return "|".join(sorted(author_key(name[:LONGEST]).split("-")))


def _surname_and_initial(name: str) -> str:
    surname, _, given = name[:LONGEST].partition(",")
    return f"{author_key(surname or name)} {author_key(given)[:1] if given.strip() else ''}"
