"""The institutions that a printed address names, and one spelling of each in a corpus.

No package brings a gazetteer of institutions along (s2aff, ror-downloader, pyror and universities fetch
theirs at run time), so the address itself is read. It is cut at its commas, and each part is weighed by
its words (`analysis.institution_words`):

1. universities, academies of sciences, polytechnics, national laboratories and research bodies (CNRS, Max
   Planck), hospitals: all of them count;
2. else one company, agency, society, institute, named college or school (`Imperial Coll`, not `Coll Engn`);
3. else one centre;
4. else the first part, if a place stands behind it: `Evidera, London, UK`.

Departments, faculties, schools, laboratories, streets (`University Avenue`), mail addresses and places name
no institution, and an address with nothing else has none. Names of which many towns have one (`University
Hospital`, `Institute of Physics`) get the town behind them.
"""

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from analysis import institution_words as w
from analysis.countries import (
    STATE_CODE,
    is_country,
    is_region,
    plain_words,
    without_contacts,
    without_numbers,
)
from analysis.memory import remembered

Part = tuple[str, str, int]  # as printed, in plain words, rank
STRONG, ORGANISATION, INSTITUTE, CENTRE, OTHER, PLACE, UNIT, NONE = range(1, 9)
WITHIN = {name.rstrip("*"): shown for name, shown in w.KNOWN.items() if name.endswith("*")}
CAMPUS_OF = {f"univ {state}": towns for states, towns in w.CAMPUSES.items() for state in states.split("|")}
LEGAL = re.compile(r"(?:inc|ltd|llc|corp|co|gmbh|plc|s\.?[al]\.?|co\.? ltd)\.?", re.IGNORECASE)
PARTS = re.compile(r",|: |\.(?<=[a-z]{5}\.) (?=[^\W\d_]{4})|/(?=\s*(?:univ|cnrs|inserm|cea))", re.IGNORECASE)
SPELLED = re.compile(
    r"\b(?:university|institut|cent(?:re|er)|department|division|laborator|research|national|society|college|group)",
    re.IGNORECASE,
)
ABBREVIATED = re.compile(r"\b(?:Univ|Inst|Ctr|Dept|Lab|Natl|Technol|Res|Sci|Elect|Div|Grp|Engn)\b(?!\.)")
TWO = re.compile(r"\s+(?:and|&|und|et|y)\s+(?:the\s+)?(?!State\b)(?=[A-Z])")
TOWNS = frozenset(["new york", "washington", "quebec"])  # and names of states
MOST = 6  # institutions of one address


@remembered
def institution_of(address: str | None) -> str | None:
    """Return the institutions that an address names, or several addresses joined by "; ".

    Parameters
    ----------
    address : str or None
        As printed. Where it is missing, so is the institution.

    Returns
    -------
    str or None
        Distinct names in their order, joined by "; "; None where none is named.

    Examples
    --------
    >>> institution_of("Univ Calif San Diego, Dept Phys, La Jolla, CA 92093 USA")
    'Univ Calif San Diego'
    >>> institution_of("Lab. de Botanique, CNRS, Université de Lyon, 12 rue de l'Université, Lyon, France")
    'CNRS; Université de Lyon'
    >>> institution_of("Novi Sad, Serbia") is None
    True
    """
    if address is None or pd.isna(address):
        return None
    found = (name for one in address.split(";") for name in _institutions(one))
    return "; ".join(dict.fromkeys(found)) or None


def _institutions(address: str) -> list[str]:
    parts = _parts(address)
    best = min((rank for _, _, rank in parts), default=NONE)
    chosen = [place for place, (_, _, rank) in enumerate(parts) if rank == best]
    if best == STRONG:
        own = [place for place in chosen if not set(parts[place][1].split()) <= w.COMMON]
        return [_named(parts, place) for place in (own or chosen)[:MOST]]
    if not parts or best >= PLACE:
        return []
    if ABBREVIATED.search(address) and not SPELLED.search(address) and parts[0][2] < PLACE:
        chosen = [0]  # Web of Science prints the institution first
    elif best == OTHER and (parts[0][2] != OTHER or not 2 <= len(parts) <= 3):
        return []
    return [_named(parts, chosen[0] if best == OTHER else chosen[-1])]


def _parts(address: str) -> list[Part]:
    """Return the parts of an address with their ranks, without countries, states and postcodes."""
    printed: list[str] = []
    for piece in PARTS.split(without_contacts(address)):
        one = " ".join(piece.split()).strip(" .-:*")
        if printed and LEGAL.fullmatch(one):
            printed[-1] += f" {one}"
        elif one and not STATE_CODE.fullmatch(one):
            two = TWO.split(one)
            both = len(two) == 2 and all(w.UNIVERSITY.search(plain_words(half)) for half in two)
            printed.extend(two if both else [one])
    return [part for part in map(_ranked, printed) if part[2] < NONE]


@remembered
def _ranked(printed: str) -> Part:
    """Return a part with its name cut out, in plain words, and how surely it is an institution."""
    name = w.NUMBERING.sub("", printed)
    words = plain_words(name)
    bare = without_numbers(words)
    if words in w.KNOWN or bare in w.KNOWN:
        known = w.KNOWN.get(words) or w.KNOWN[bare]
        return known, plain_words(known), STRONG
    inner = next((shown for word in words.split() if (shown := WITHIN.get(word))), None)
    town = re.sub(r"^(?:\w?\d\w* )+", "", bare)
    if not bare or w.STREET.search(words) or (is_country(bare) and bare not in TOWNS):
        return name, words, NONE
    if town in TOWNS or is_region(town) or (w.PLACE.fullmatch(words) and not w.UNIVERSITY.search(words)):
        return name, words, PLACE
    if w.UNIT.match(words) or w.CENTRE_OF.match(words):
        whole = w.OF_UNIVERSITY.match(name)
        if whole:
            return whole[1], plain_words(whole[1]), STRONG
        if inner:
            return inner, plain_words(inner), STRONG
        return name, words, CENTRE if w.CENTRE_OF.match(words) else UNIT
    if w.UNIVERSITY.search(words):
        cut = w.BEHIND.sub("", name)
        name = cut if w.UNIVERSITY.search(plain_words(cut)) else name
        return name, plain_words(name), STRONG
    if inner:
        return inner, plain_words(inner), STRONG
    return name, words, _rank(words)


def _rank(words: str) -> int:
    if w.BODY.search(words) or w.HOSPITAL.search(words):
        return STRONG
    if w.ORGANISATION.search(words):
        return ORGANISATION
    if w.ENDS_UNIT.search(words):
        return UNIT
    if w.INSTITUTE.search(words) or w.NAMED.match(words):
        return INSTITUTE
    if w.CENTRE.search(words):
        return CENTRE
    if w.PERSON.match(words):
        return NONE
    return PLACE if words[:1].isdigit() else OTHER


def _named(parts: Sequence[Part], place: int) -> str:
    """Return the name of an institution; with its town where the name alone is that of many."""
    name, words, _ = parts[place]
    name = re.sub(r"^the (?=\w)", "", name, flags=re.IGNORECASE).strip(" .-")
    behind = [part for part in parts[place + 1 :] if part[2] in (OTHER, PLACE)]
    key = " ".join(key_words(words))
    if key in CAMPUS_OF:
        towns = {without_numbers(words) for _, words, _ in behind}
        campus = next((town for town in CAMPUS_OF[key].split("|") if town.lower() in towns), None)
        return f"{name} {campus}" if campus else name
    if behind and (set(words.split()) <= w.COMMON or w.GENERIC_INSTITUTE.fullmatch(words)):
        town = " ".join(word for word in behind[-1][0].split() if not re.search(r"\d", word))
        return f"{name} ({town})" if town else name
    return name


@remembered
def key_words(name: str) -> tuple[str, ...]:
    """Return the words by which two spellings of an institution are known for the same.

    Examples
    --------
    >>> key_words("The University of California, Davis") == key_words("Univ Calif Davis")
    True
    >>> key_words("University of Washington") == key_words("Washington Univ")
    False
    """
    words = [word for word in plain_words(name).split() if word not in w.LEFT_OUT]
    return tuple(w.SAME.get(word) or next(filter(word.startswith, w.STEMS), word) for word in words)


def spell_institutions_alike(institutions: pd.Series) -> pd.Series:
    """Return institutions, each in one spelling: not in capitals, in full words, the most frequent.

    Examples
    --------
    >>> spell_institutions_alike(pd.Series(["UNIV LYON", "Univ Lyon; CNRS", "University of Lyon"])).tolist()
    ['University of Lyon', 'University of Lyon; CNRS', 'University of Lyon']
    """
    counts = institutions.value_counts().to_dict()
    forms: dict[tuple[str, ...], Counter[str]] = {}
    for joined, count in counts.items():
        for name in joined.split("; "):
            forms.setdefault(key_words(name) or (name,), Counter())[name] += count
    best = {key: max(found, key=lambda name: _form_rank(name, found[name])) for key, found in forms.items()}
    shown = {
        joined: "; ".join(dict.fromkeys(best[key_words(name) or (name,)] for name in joined.split("; ")))
        for joined in counts
    }
    return institutions.map(shown).astype(institutions.dtype)


def _form_rank(name: str, count: int) -> tuple[bool, bool, int, str]:
    words = plain_words(name).split()
    in_full = not set(words) & set(w.STEMS) and not set(words) & set(w.SAME.values())
    return not name.isupper(), in_full, count, name
