"""Keys by which titles, people, pages and DOIs are compared that databases print in different ways."""

import html
import re
import unicodedata

from rapidfuzz import fuzz

from analysis.memory import remembered
from analysis.names import LETTERS, SUFFIXES

MARKUP = re.compile(r"\\(?:text|math|emph|url)\w*|^\s*abstract\s*[:.]", re.IGNORECASE)
ALPHANUMERIC = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
NOT_A_LETTER = re.compile(r"[\W_]+")
TAG = re.compile(
    r"</?(?:su[bp]|inf|i|b|em|strong|italic|bold|sc|tt|u|p|span|\w+:\w+)(?:\s+[\w:-]+=[^<>]{0,200})?\s*/?>",
    re.I,
)
RETRACTED = re.compile(r"^\W*retracted(?: article)?\s*:|\(?\bretracted article\b.*$", re.IGNORECASE)
GREEK_LETTERS = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta"},
    **{"θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi"},
    **{"ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi"},
    **{"χ": "chi", "ψ": "psi", "ω": "omega"},
}
FOLDED = LETTERS | str.maketrans(GREEK_LETTERS)
UMLAUT = re.compile(r"(?<=[aou])e")  # Müller is also printed Mueller
VENUE_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_SMALL_WORDS = "of the and in for on und der die et de la le des du an a to y"
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
VENUES_ALIKE = 0.5  # more than this share of the initials of a venue are in the other one too
NAME_WORDS = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
PAGE = re.compile(r"(?:[a-z]+[-.:]?(?=\d))?0*(\w+)", re.IGNORECASE)
PREPRINT_DOI = re.compile(
    r"10\.(?:48550/|1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,}|64898/|2139/ssrn|21203/rs|20944/preprints|31219/|3123[45]/"
    r"|26434/chemrxiv|36227/techrxiv|22541/|1002/essoar|2196/preprints|5281/zenodo)"
)
COMPONENT = re.compile(
    r"(?<=\d)(?:\.[gst]\d{3}|[./]?v\d{1,2}|/(?:abstract|full|pdf|meta|epdf|fulltext))$"
    r"|(?<=^10\.7554/elife\.\d{5})\.\d{1,3}$"
)
LONGEST_COMPONENT = 10  # characters
WITH_NUMBER = re.compile(r"10\.[\d.]+/.*\d", re.DOTALL)
F1000_VERSION = re.compile(r"(10\.12688/\w+\.\d+)\.\d+")


def match_key(text: str | None) -> str:
    """Return the letters and digits of `text`, without case, accents, punctuation, spacing or markup.

    Examples
    --------
    >>> match_key("Découvrir: de  Nouvelles-Classes!")
    'decouvrirdenouvellesclasses'
    """
    text = text or ""
    if "\\" in text or "abstract" in text[:12].casefold():
        text = MARKUP.sub("", text)
    if text.isascii():  # most texts are, and this is far quicker
        return text.translate(ALPHANUMERIC)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", folded).translate(FOLDED))


def title_key(title: str | None) -> str:
    """Return the `match_key` of a title as `plain_title` makes it; `&` is "and".

    Examples
    --------
    >>> title_key("RETRACTED: TGF-&beta; &amp; CO<sub>2</sub>") == title_key("TGF-beta and CO2")
    True
    """
    return match_key(plain_title(title or "").replace("&", " and "))


def plain_title(title: str) -> str:
    """Return a title without entities (escaped once or twice), tags and the mark of a retraction."""
    if "&" in title:
        title = html.unescape(html.unescape(title))
    if "<" in title:
        title = TAG.sub("", title)
    if "etracted" in title or "ETRACTED" in title:
        title = RETRACTED.sub("", title)
    return title


@remembered
def person_keys(name: str) -> tuple[str, ...]:
    """Return first initial and last word of the surname, in each way in which the name can be read.

    Enough to compare the authors of two records, not to name a person.

    Examples
    --------
    >>> person_keys("van der Berg, Jan-Willem"), person_keys("BERG JW"), person_keys("Jan van der Berg")
    (('jberg',), ('jberg',), ('jberg',))
    >>> person_keys("Xiaoyi Liu") == person_keys("Liu Xiaoyi")[::-1]
    True
    """
    family, comma, given = name[:200].partition(",")
    givens = [word for word in NAME_WORDS.findall(given) if word.casefold() not in SUFFIXES]
    words = [word for word in NAME_WORDS.findall(family) if word.casefold() not in SUFFIXES]
    words = words or NAME_WORDS.findall(family)
    if not words:
        return ()
    if comma and givens:
        return (_person_key(givens[0], words[-1]),)
    last = len(words)
    while last > 1 and are_initials(words[last - 1], words[0], name):
        last -= 1
    if last < len(words):  # `Sun ZW`, `van der Berg J W`
        return (_person_key(words[last], words[last - 1]),)
    if len(words) == 1:
        return (_person_key("", words[0]),)
    if len(words) == 2 and min(map(len, words)) > 1:  # either may be the surname
        return _person_key(words[0], words[1]), _person_key(words[1], words[0])
    return (_person_key(words[0], words[-1]),)


def are_initials(word: str, first: str, name: str) -> bool:
    """Return whether a word at the end of `name`, whose first word is `first`, is initials: `Sun ZW`."""
    if len(first) == 1 or not word.isupper():
        return False
    return len(word) == 1 or (len(word) <= 3 and not (name.isupper() and len(first) <= 3))


def _person_key(given: str, family: str) -> str:
    return UMLAUT.sub("", match_key(given)[:1] + match_key(family))


def first_page(pages: object) -> str:
    """Return the first page of `pages` in lower case, without leading letters or zeros.

    Examples
    --------
    >>> [first_page(pages) for pages in ("4716-4723", "P011-+", "DE-04", "pp. 12--15", "xii", None)]
    ['4716', '11', '4', '12', 'xii', '']
    """
    text = str(pages or "").strip().lower().removeprefix("pages").removeprefix("pp.").removeprefix("pp")
    found = PAGE.search(text)
    return found[1] if found else ""


def volume_key(volume: object) -> str:
    """Return the number of a volume, or its letters where it has none.

    Examples
    --------
    >>> [volume_key(volume) for volume in ("012", "10234 LNAI", "VB 29", "XIV", None)]
    ['12', '10234', '29', 'xiv', '']
    """
    text = str(volume or "")
    if text.isdecimal():
        return text.lstrip("0") or "0"
    number = re.search(r"\d+", text)
    return (number[0].lstrip("0") or "0") if number else match_key(text)


def place_key(volume: str, year: int | None, page: str) -> str:
    """Return where something is printed, by volume and first page; "" where that is not known.

    The year takes the place of a volume where there is none, as in proceedings.

    Examples
    --------
    >>> place_key("12", 2020, "45"), place_key("", 2020, "45"), place_key("", None, "45")
    ('12|45', 'in 2020|45', '')
    """
    among = volume or (f"in {year}" if year else "")
    return f"{among}|{page}" if among and page else ""


def work_doi(doi: str) -> str:
    """Return the DOI of the whole work, where `doi` is of a figure, a supplement or a version of it.

    What is left of a DOI that was cut off before its first digit ("10.1016/j") says nothing and gives "".

    Examples
    --------
    >>> work_doi("10.1371/journal.pone.0012345.g001"), work_doi("10.21203/rs.3.rs-100956/v2")
    ('10.1371/journal.pone.0012345', '10.21203/rs.3.rs-100956')
    """
    doi = doi.casefold().strip()
    if not WITH_NUMBER.match(doi):
        return ""
    doi = F1000_VERSION.sub(r"\1", doi)
    component = COMPONENT.search(doi, max(len(doi) - LONGEST_COMPONENT, 0))
    return doi[: component.start()] if component else doi


def is_preprint_doi(doi: str) -> bool:
    """Return whether a preprint server (arXiv, bioRxiv, SSRN, ...) gave this DOI."""
    return PREPRINT_DOI.match(doi) is not None


@remembered
def venue_initials(venue: str) -> str:
    """Return the first letters of the words of a venue, which its abbreviations mostly keep.

    Examples
    --------
    >>> venue_initials("J APPL PHYS"), venue_initials("Journal of Applied Physics")
    ('jap', 'jap')
    """
    words = VENUE_WORDS.findall(venue.casefold()[:200])
    return match_key("".join(word[0] for word in words if word not in SMALL_WORDS and not word.isdigit()))


def venues_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether two venues, each as `match_key` and `venue_initials`, may be one in two spellings.

    Examples
    --------
    >>> names = ("Phys. Rev. Lett.", "PHYSICAL REVIEW LETTERS", "Nature")
    >>> letters, review, nature = ((match_key(name), venue_initials(name)) for name in names)
    >>> venues_agree(letters, review), venues_agree(letters, nature)
    (True, False)
    """
    short, long = sorted((one, other), key=lambda venue: len(venue[1]))
    if long[1].startswith(short[1]) or short[0] == long[1]:  # `PNAS` is the initials of the other
        return True
    return fuzz.ratio(short[1], long[1]) / 200 * (len(short[1]) + len(long[1])) > VENUES_ALIKE * len(long[1])
