"""Whether two printed names may be of one person, and how much that says."""

from typing import NamedTuple

from analysis.match_keys import NAME_WORDS, UMLAUT, are_initials, match_key
from analysis.memory import remembered
from analysis.names import NICKNAME, PARTICLES, SUFFIXES, author_key

FULL, INITIALS, INITIAL = 2, 1, 0  # what of the given names agrees, in full or so many initials
DIFFERENT = -1


class PersonName(NamedTuple):
    """A name for comparison: the last word of the surname, and the given names as groups of words.

    Other words of the surname follow the given names: `Ana Gómez-Ruiz` may be `Ana Ruiz`, not `Ana Luz Ruiz`.
    `Xiao-Ming` is one group of two words, `Xiao Ming` two groups; an initial is a word of one letter.
    """

    family: str
    given: tuple[tuple[str, ...], ...]

    @property
    def block(self) -> str:
        """Surname and first initial."""
        return f"{self.family} {self.given[0][0][0] if self.given else ''}"

    @property
    def words(self) -> list[str]:
        return [word for group in self.given for word in group]

    @property
    def first(self) -> str:
        """Return the first given name, "" where it is only an initial."""
        return "".join(self.given[0]) if self.given and all(len(word) > 1 for word in self.given[0]) else ""

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words)


@remembered
def person_name(author: str, surname: str | None = None) -> PersonName:
    """Return the parts of a printed name; where the surname is not known it is the last word.

    Examples
    --------
    >>> person_name("Jan-Willem van der Berg", "van der Berg").given, person_name("Sun ZW").block
    ((('jan', 'willem'),), 'sun z')
    """
    text = NICKNAME.sub(" ", author[:200]).strip() or author[:200]
    family, given = _parts(text, surname)
    groups = []
    for chunk in given:
        words = NAME_WORDS.findall(chunk)
        if len(words) == 1 and words[0].isupper() and len(words[0]) <= 3 and (not text.isupper()):
            words = list(words[0])  # `JW`
        groups.extend(_groups([key for word in words if (key := match_key(word))], "." in chunk))
    return PersonName(UMLAUT.sub("", match_key(family)) or author_key(author), tuple(groups))


def _groups(words: list[str], dotted: bool) -> list[tuple[str, ...]]:
    if not words:
        return []
    if dotted or any(len(word) == 1 for word in words):
        return [(word,) for word in words]
    return [tuple(words)]


def _parts(text: str, surname: str | None) -> tuple[str, list[str]]:
    """Return the last word of the surname, and the given names with the other words of the surname."""
    if surname and text.casefold().endswith(surname.casefold()) and len(text) > len(surname):
        return _compound(surname, text[: -len(surname)].split())
    words = [word for word in text.split() if word.casefold().strip(".,") not in SUFFIXES]
    words = words or [text]
    last = len(words)
    while last > 1 and are_initials(words[last - 1].replace(".", ""), words[0], text):
        last -= 1
    if last < len(words):
        return words[last - 1], words[last:]
    return _compound(words[-1], words[:-1])


def _compound(surname: str, given: list[str]) -> tuple[str, list[str]]:
    words = [word for word in NAME_WORDS.findall(surname) if word.casefold() not in SUFFIXES] or [surname]
    return words[-1], given + [word for word in words[:-1] if given and word.casefold() not in PARTICLES]


@remembered
def agreement(one: PersonName, other: PersonName) -> int:
    """Return FULL, INITIALS (two or more), INITIAL or DIFFERENT for two names of one block.

    Examples
    --------
    >>> names = [person_name(name) for name in ("Xiao-Ming Wu", "Xiaoming Wu", "X. M. Wu", "X. Wu", "Xin Wu")]
    >>> [agreement(names[0], name) for name in names[1:]]
    [2, 1, 0, -1]
    """
    mine, theirs = one.words, other.words
    if not mine or not theirs:
        return FULL if not mine and not theirs else INITIAL
    if "".join(mine) == "".join(theirs) and one.first and other.first:
        return FULL
    if one.first and other.first:
        return FULL if one.first == other.first and _middles(one.given[1:], other.given[1:]) else DIFFERENT
    short, long = sorted((one.initials, other.initials), key=len)
    if not long.startswith(short) or not _middles(one.given[1:], other.given[1:]):
        return DIFFERENT
    return INITIALS if len(short) > 1 else INITIAL


def _middles(mine: tuple[tuple[str, ...], ...], theirs: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the middle names, as far as both are printed, agree: `Q` is no `Z`, but may be `Qiang`."""
    for one, other in zip(mine, theirs, strict=False):
        a, b = "".join(one), "".join(other)
        if (a[0] != b[0]) if min(len(a), len(b)) == 1 else a != b:
            return False
    return True
