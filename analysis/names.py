"""What a name on a page looks like, and which printed names are taken for one person.

A name proves little. Two people may share one (`Li Xia` may be six people), one person may be printed
in several ways (with or without a middle name, surname first: `Liu Xiaoyi` and `Xiaoyi Liu`, with a new
surname, in another script: `Schölkopf` and `Schoelkopf`). An `author_id` made here says "printed alike",
no more; only an ORCID or the person herself can say who it is.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from analysis.memory import remembered

_PARTICLES = """
van von der den de del della di da do dos das du la le el al bin ibn ben bint abu ter ten te op zu zur
af av mac mc st san y e i 't
"""
PARTICLES = frozenset(_PARTICLES.split())
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md"])
_GROUP_WORDS = """
team group consortium collaboration initiative network project lab labs laboratory institute university
committee council organization organisation association society center centre foundation ai research
authors investigators
"""
GROUP_WORDS = frozenset(_GROUP_WORDS.split())
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss"}
)
NICKNAME = re.compile(r"\s*[(（\[\"“].{0,80}?[)）\]\"”]\s*")
APOSTROPHE = re.compile(r"['’‘ʼ`´′ʻ]")
PLAIN_NAME = re.compile(r"[A-Z][a-z]+")
HUMPS = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{0,6}[^\W\d_a-z][^\W\d_A-Z]+")
PLAIN_WORDS = re.compile(r"[a-z0-9]+")
NOT_IN_NAMES = re.compile(r"[\d:;!?=+*/\\{}<>|@#%&_^~$…]|\.\.|, ")


@remembered
def name_shape(token: str) -> str:
    """Return the shape of one word of a name or a title.

    Returns
    -------
    str
        One of 'initial' (`Z`, `Z.`, `J.-P.`), 'capital' (`Wang`, `Pérez-Pellitero`, `O'Brien`), 'camel'
        (`McKay`), 'capitals' (`YU`), 'particle' (`van`), 'lower' (`wen`), 'caseless' (`张伟`), 'nickname'
        (`(Leo)`), 'odd' (letters in another pattern: `LLMs`, `iPhone`) or 'other' (not letters alone).

    Examples
    --------
    >>> [name_shape(word) for word in ("Z.", "Pérez-Pellitero", "McKay", "YU", "van", "LLMs", "4D")]
    ['initial', 'capital', 'camel', 'capitals', 'particle', 'odd', 'other']
    """
    if PLAIN_NAME.fullmatch(token):
        return "capital"
    if token[:1] in '(["“（' and token[-1:] in ')]"”）' and len(token) > 2:
        return "nickname"
    parts = [part for part in re.split(r"[-‐‑'’ʼ.·]", token) if part]
    letters = "".join(parts)
    if not letters or not all(unicodedata.category(c)[0] in "LM" for c in letters):
        return "other"
    if len(parts) > 1 and "." in token and any(len(part) > 1 and part.islower() for part in parts):
        return "other"
    if all(len(part) == 1 and part.isupper() for part in parts):
        return "initial"
    if letters.isupper():
        return "capitals"
    if letters.islower():
        return "particle" if token.casefold() in PARTICLES else "lower"
    if not any(c.isupper() or c.islower() or c.istitle() for c in letters):
        return "caseless"
    if all(part[1:].islower() or len(part) == 1 or part.isupper() for part in parts):
        return "capital" if parts[0][0].isupper() or "'" in token or "’" in token else "odd"
    return "camel" if all(HUMPS.fullmatch(part) or part[1:].islower() for part in parts) else "odd"


def looks_like_name(text: str) -> bool:
    """Return whether `text` could be one person's (or one short group's) name.

    Examples
    --------
    >>> [looks_like_name(text) for text in ("Jiachen (Tianhao) Wang", "zujie wen", "GPT-4 Tricks")]
    [True, True, False]
    """
    if len(text) > 70 or NOT_IN_NAMES.search(text := NICKNAME.sub(" ", text)):
        return False
    words = text.split()
    return 1 <= len(words) <= 7 and all(name_shape(word) != "other" for word in words)


def _plain(text: str) -> str:
    """Return `text` in lower case without accents; letters of every script are kept."""
    for _ in range(3):
        text = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
        text = "".join(c for c in text if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", text)


def _words(text: str) -> list[str]:
    if text.isascii():
        return PLAIN_WORDS.findall(text.replace("'", "").replace("`", "").lower())
    plain = APOSTROPHE.sub("", _plain(APOSTROPHE.sub("", text)))
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain).split()


def _given_first(name: str) -> str:
    """Return `Surname, Given` with the given name first; nicknames in brackets are dropped."""
    if bare := NICKNAME.sub(" ", name).strip():
        name = bare if _words(bare) else name
    surname, comma, given = name.partition(",")
    if comma and _words(given) and not set(_words(given)) <= SUFFIXES:
        return f"{given} {surname}"
    return name


@remembered
def _family_and_given(name: str) -> tuple[str, str] | None:
    """Return the parts of `Family, Given`; None for names without such a comma, and for groups."""
    family, *rest = (part.strip() for part in name.split(","))
    given = [part for part in rest if part and not set(_words(part)) <= SUFFIXES]
    suffixes = [part for part in rest if part and part not in given]
    if len(given) != 1 or not family or GROUP_WORDS & set(_words(name)):
        return None
    return " ".join([family, *suffixes]), given[0]


def display_name(name: str) -> str:
    """Return `Family, Given` as `Given Family`; other names as they are.

    Examples
    --------
    >>> display_name("van der Berg, Jan"), display_name("Smith, Jr., John"), display_name("Ada Byron")
    ('Jan van der Berg', 'John Smith Jr.', 'Ada Byron')
    >>> display_name("Centre for Trees, University of Uppsala")
    'Centre for Trees, University of Uppsala'
    """
    parts = _family_and_given(name) if "," in name else None
    return f"{parts[1]} {parts[0]}" if parts else name


def surname_of(name: str) -> str | None:
    """Return the family name of `Family, Given`, None where the two are not told apart.

    Examples
    --------
    >>> surname_of("van der Berg, Jan"), surname_of("Jan van der Berg")
    ('van der Berg', None)
    """
    parts = _family_and_given(name) if "," in name else None
    return parts[0] if parts else None


@remembered
def author_key(name: str) -> str:
    """Return a readable key that is the same for names printed alike but for case, accents and punctuation.

    Hyphens and full stops count as spaces, apostrophes as nothing; a nickname in brackets is dropped;
    `Li, Stan Z.` is read as `Stan Z. Li`. Letters of all scripts are kept.

    Parameters
    ----------
    name : str
        One author's name, as printed.

    Raises
    ------
    ValueError
        If `name` is blank.

    Examples
    --------
    >>> author_key("AJAY JAISWAL"), author_key("Jiachen (Tianhao) Wang"), author_key("Pérez-Pellitero, E.")
    ('ajay-jaiswal', 'jiachen-wang', 'e-perez-pellitero')
    """
    if not name.strip():
        raise ValueError("`name` must hold at least one character that is not a space.")
    key = "-".join(_words(_given_first(name)))
    return key or "-".join(f"u{ord(character):x}" for character in name if not character.isspace())


def _parts(name: str) -> tuple[str, tuple[str, ...], str]:
    """Return the first name, the middle names, and the surname (with `Jr`, `III`) of a name, as keys."""
    words = ["".join(found) for word in _given_first(name).split() if (found := _words(word))]
    tail = len(words)
    while tail > 2 and words[tail - 1] in SUFFIXES:
        tail -= 1
    if tail < 2:
        return "", (), "-".join(words)
    return words[0], tuple(words[1 : tail - 1]), "-".join(words[tail - 1 :])


def author_ids(names: Iterable[str]) -> dict[str, str]:
    """Return an `author_id` for each printed name of a whole corpus.

    1. Names with the same `author_key` are one author.
    2. Names that differ only in how a given name is put together (`Xiaoming`, `Xiao-Ming`, `Xiao Ming`) are
       one, unless an initial is involved.
    3. A name without a middle name (`Stan Li`) is the same as one with it (`Stan Z Li`) if exactly one such
       middle occurs with this first and last name in the corpus. If `Stan Q Li` occurs too, all three
       stay apart. A first name that is only an initial is never joined to anything by this rule, and
       names are never joined by surname and initial.

    The ids depend on the set of names only, not on their order or number.

    Parameters
    ----------
    names : iterable of str
        Every author name in the corpus, as printed; repeats and blanks do not matter.

    Returns
    -------
    dict
        From each printed name that is not blank to its id.

    Examples
    --------
    >>> author_ids(["Stan Li", "Stan Z. Li", "Wei Li", "Wei A Li", "Wei B Li"])["Stan Li"]
    'stan-z-li'
    >>> author_ids(["Stan Li", "Stan Z. Li", "Wei Li", "Wei A Li", "Wei B Li"])["Wei Li"]
    'wei-li'
    """
    printed = sorted({name for name in names if isinstance(name, str) and name.strip()})
    joined = _join_spellings({name: author_key(name) for name in printed})
    middles: dict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name in printed:
        first, middle, last = _parts(name)
        pairs[joined[name]].add((first, last))
        if len(first) > 1:
            middles[first, last].setdefault(middle, joined[name])
    same = {}
    for variants in middles.values():
        long = {key for middle, key in variants.items() if middle}
        # `Xiao-Ming Wu` beside `Xiao Ming Wu`: the second word is no middle name, so `Xiao Wu` is another
        if () in variants and len(long) == 1 and all(len(pairs[key]) == 1 for key in long):
            same[variants[()]] = long.pop()
    return {name: same.get(joined[name], joined[name]) for name in printed}


def _join_spellings(keys: dict[str, str]) -> dict[str, str]:
    """Return the keys with those that differ only in how the given name is put together made one."""
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key in set(keys.values()):
        *given, last = key.split("-")
        together["".join(given) if all(len(word) > 1 for word in given) else key, last].add(key)
    best = {key: max(alike, key=lambda k: (k.count("-"), k)) for alike in together.values() for key in alike}
    return {name: best[key] for name, key in keys.items()}
