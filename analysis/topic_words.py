"""What a paper's text says in words and phrases: markup out, stop words out, the rest counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.markup import plain_text

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import CountVectorizer

# what abstracts of every field say about themselves
OF_ABSTRACTS = """
ablation ablations able abstract abstracts accordingly achieve achieved achieves achieving acm additionally
address addressed addresses addressing advance advances advantage advantages aim aimed aims al allow
allowing allows analyse analyze analyzed approach approaches art article articles arxiv aspect aspects
author authors available based baseline baselines believe benefit benefits best better broad capable carried
challenges challenging collected com combine combined combining common commonly commonly-used compare
compared comparing comparison competitive complex comprehensive compute conclude conclusion conclusions
conduct conducted consider considered considering consist consistent consistently consists contribute
contribution contributions conventional copyright corresponding crucial current currently cutting-edge
demonstrate demonstrated demonstrates demonstrating depend depends derive derived described describes
designed despite detailed determine determined develop developed developing development difference
differences different difficult difficulty directly discuss discussed discusses diverse doi easily easy
effective effectively effectiveness efficacy efficiency efficient efficiently elsevier emerging empirical
empirically employ employed employing enable enables enabling enhance enhanced enhances enhancing especially
establish established estimated et evaluate evaluated evaluates evaluating evaluations examine examined
exist existing exists experiment experimental experimentally experiments explore explored explores exploring
extend extended extensive extensively fact finally finding findings focus focused focuses focusing followed
following framework frameworks fully future gain gained gains generally github given good great greater hand
help helps high-quality higher highest highlight highlights highly http https human-like idea ideas
identified identify identifying ieee implement implementation implemented implications importance important
importantly improve improved improvement improvements improves improving include included includes including
increase increased increases increasing increasingly indicate indicated indicates insight insights inspired
introduce introduced introduces introducing investigate investigated investigates investigating
investigation issue issues key known lack large large-scale largely larger lead leading leads letter
letters leverage leverages leveraging like likely limitation limitations limited literature little
long-standing lower main
mainly major make makes making measured method methodologies methodology million motivated multiple
necessary need needed needs new newly notable notably note novel numbers numerous observe observed obtain
obtained obtaining obtains offer offers old org original outperform outperformed outperforming outperforms
overall overcome paper papers particular particularly perform performances performed performing performs
popular possible potential potentially powerful practical practice presence present presented presenting
presents previous previously primary produce produced produces promising propose proposed proposes proposing
prove proven provide provided provides providing publicly purpose range ranges real-world recent recently
reduce reduced reduces reducing regarding related relative relatively relevant rely relying remain remains
report reported reports represent represents require required requires requiring researcher researchers
reserved respectively result resulted resulting results reveal revealed reveals reviewed rights role
scenario scenarios second seek seen setting settings shed shown shows significance significant significantly
similar similarly simple simply simultaneously smaller so-called solve solved solving sota specific
specifically springer state-of-the-art strong studied studies study studying substantial substantially
succeed success successful successfully suggest suggested suggesting suggests superior superiority supports
surprisingly tackle technique techniques terms tested tests theoretical theoretically total traditional
typical typically understand unique unlike urgent use used useful uses using usually utilize utilized
utilizes utilizing validate validated variety various verify versus viable view vs way ways well-known
widely widely-used wiley work working works worse www year years
""".split()  # noqa: SIM905

# say little alone, but belong in phrases: "language models", "training data"
ONLY_IN_PHRASES = """
accuracy additional algorithm algorithms analysis application applications architecture architectures
assumption assumptions average behavior behaviour benchmark benchmarks bound capability case cases challenge
change changes class classes code codes component components computational concept concepts condition
conditions context contexts data dataset datasets deep design difference dimension dimensional domain
domains effect effects error errors estimate evaluation example examples factor factors feature features
form function functions fundamental general generated goal goals group groups high hypothesis impact
information input inputs instance instances knowledge layer layers learn learned learning length level
levels limit loss low machine machines mean means measure measures mechanism mechanisms methods metric
metrics model modeling modelling models module natural network networks neural number object objective
objectives objects old open optimal order output outputs parameter parameters performance point points power
predict predicted prediction predictions prior problem problems procedure process processes properties
property qualitative quality quantitative question questions rate rates real regime relation relations
relationship relationships representation representations research review sample samples search seen set
sets single size small solution solutions space spaces standard state states step steps strategies strategy
structure structures support survey system systems target targets task tasks term test time times tool tools
train trained training trend type types understanding user value values variable variables world zero
""".split()  # noqa: SIM905

# function words of other languages of papers that mean nothing in English
OF_OTHER_LANGUAGES = """
au aux avec cette ces dans des du elle en entre est et etre être il la le les leur leurs mais ne nous
ont ou où par
pas plus pour que qui sa sans se ses son sont sur une un à
aber als am auf aus bei bis das dem den der des durch ein eine einem einen einer es für hat ist kann mit
nach nicht
oder sich sie sind über um und unter von vor werden wie wird wurde wurden zu zum zur
al como con de del desde el ella entre es esta este la las lo los más no o para pero por que se ser sin
sobre son su
sus un una y ya
ao aos as com da das do dos e em foi mais na nas no nos não os ou pela pelo são sua um uma
alla che ci da dal della delle di gli ha il nel nella non per più sono tra una uno
""".split()  # noqa: SIM905

# plurals of papers that no rule makes
IRREGULAR = {
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "simplices": "simplex",
    "appendices": "appendix", "criteria": "criterion", "phenomena": "phenomenon", "automata": "automaton",
    "bacteria": "bacterium", "spectra": "spectrum", "strata": "stratum", "corpora": "corpus",
    "genera": "genus", "mice": "mouse", "women": "woman", "men": "man", "children": "child",
    "teeth": "tooth", "feet": "foot", "lives": "life", "leaves": "leaf", "radii": "radius",
    "stimuli": "stimulus", "nuclei": "nucleus", "foci": "focus", "fungi": "fungus", "larvae": "larva",
    "formulae": "formula", "axes": "axis",
}  # fmt: skip
PHRASE_WORTH = 0.8
PART_OF_WHOLE = 0.6
COHESION = 3.0

# scikit-learn's English list counts these among its stop words; they name things that papers are about
NOT_STOP_WORDS = {"bill", "computer", "cry", "fire", "interest", "mill", "system", "thick", "thin"}


@cache
def stop_words() -> frozenset[str]:
    """Return the words that name no topic: of English, of abstracts, small ones of other languages."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset((ENGLISH_STOP_WORDS - NOT_STOP_WORDS) | {*OF_ABSTRACTS, *OF_OTHER_LANGUAGES})


def terms(text: str) -> list[str]:
    """Return the words of a text and its phrases of two and three words, in lower case.

    A phrase is words that follow one another with neither punctuation nor a stop word between
    them. Hyphenated words are one word. Words that say little alone stand in phrases only.

    Examples
    --------
    >>> terms("We propose a graph network for zero-shot learning.")
    ['graph', 'graph network', 'zero-shot', 'zero-shot learning']
    """
    return [term for term, _, _ in placed_terms(text)[0]]


def placed_terms(text: str) -> tuple[list[tuple[str, int, int]], int]:
    """Return the terms of a text with where each starts and ends, and how many words the text has.

    Places are counted over the words that are no stop words.
    """
    stop, weak = stop_words(), frozenset(ONLY_IN_PHRASES)
    found: list[tuple[str, int, int]] = []
    place = 0
    for clause in re.split(
        r"[^\w\s\-‐’'&\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+|\s-+\s", plain_text(text).lower()
    ):
        run: list[str] = []
        for word in _words(clause):
            run = [*run, word] if word not in stop and word not in run else []
            place += word not in stop
            found += [(word, place - 1, place)] if run and word not in weak else []
            found += [
                (" ".join(run[-length:]), place - length, place) for length in (2, 3) if len(run) >= length
            ]
    return found, place


def _words(clause: str) -> list[str]:
    """Split a clause into words of two or more characters, at least one of them a letter."""
    if "'" in clause or "’" in clause:
        clause = re.sub(r"['’]s?(?!\S)|(?<!\S)['’]", "", clause)
    words = (word.strip("-‐&") for word in clause.split())
    return [word if len(word) > 1 and any(map(str.isalpha, word)) else "the" for word in words]


class MergedTerms:
    """The terms of a text, each as the form under which the vocabulary has it: "graphs" as "graph".

    Examples
    --------
    >>> MergedTerms(["graph network", "trees"])("Graph networks and a tree.")
    ['graph network', 'trees']
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.forms = {term_key(form): form for form in vocabulary}

    def __call__(self, text: str) -> list[str]:
        """Return the terms that the vocabulary has, in the order of the text."""
        return [form for term in terms(text) if (form := self.forms.get(term_key(term))) is not None]


def word_counter(texts: Sequence[str]) -> "CountVectorizer":
    """Return a vectoriser of the terms that at least two of the texts use (three from 300 texts on).

    Singular and plural, written with or without a hyphen, are one term; it is called by the form
    that most texts use. A phrase of three words is counted in place of the two-word phrases in it
    that seldom stand without it: "graph neural networks", not "graph neural".

    Examples
    --------
    >>> counter = word_counter(["pruned graphs", "a graph pruned", "trees", "graphs"])
    >>> counter.get_feature_names_out().tolist()
    ['graphs', 'pruned']
    """
    least = 2 if len(texts) < 300 else 3
    used = Counter(term for text in texts for term in set(terms(text)))
    papers: Counter[str] = Counter()
    forms: dict[str, tuple[int, str]] = {}
    for term, count in used.items():
        if count > 1 or least == 2:  # what one of many texts uses can't matter
            key = term_key(term)
            papers[key] += count
            forms[key] = max(forms.get(key, (0, "")), (count, term), key=_preferred)
    kept = {key: count for key, count in papers.items() if count >= least} or papers
    return counter_of(forms[key][1] for key in _whole_phrases(kept))


def _preferred(form: tuple[int, str]) -> tuple[int, int, str]:
    """Rank a form by how many texts use it, among equals the shorter one first."""
    count, term = form
    return count, -len(term), term


def counter_of(vocabulary: Iterable[str]) -> "CountVectorizer":
    """Return the vectoriser that counts the terms of a vocabulary in all their forms."""
    from sklearn.feature_extraction.text import CountVectorizer

    vocabulary = sorted(vocabulary)
    # BERTopic's weighting fails on fewer than two terms; these two never occur
    vocabulary = vocabulary if len(vocabulary) > 1 else ["", " ", *vocabulary]
    return CountVectorizer(analyzer=MergedTerms(vocabulary), vocabulary=vocabulary)


def term_key(term: str) -> str:
    """Return what all forms of a term have in common; it is compared, never shown.

    Examples
    --------
    >>> [term_key(term) for term in ("graph networks", "pre-training", "pretraining")]
    ['graph network', 'pretraining', 'pretraining']
    """
    return " ".join(_stem(word.replace("-", "").replace("‐", "")) for word in term.split(" "))


def _whole_phrases(papers: Mapping[str, int]) -> list[str]:
    """Return the keys of terms without phrases mostly part of a longer one, and without other long ones."""
    longer: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    words = {key: tuple(key.split(" ")) for key in papers}
    for key, parts in words.items():
        if len(parts) == 3:
            for pair in (parts[:2], parts[1:]):
                longer[pair][key] += papers[key]
    inner, wholes = set(), set()
    for part, phrases in longer.items():
        whole, count = max(phrases.items(), key=lambda item: (item[1], item[0]))
        if count >= PART_OF_WHOLE * papers.get(" ".join(part), 0):
            inner.add(part)
            wholes.add(whole)
    return [
        key
        for key, parts in words.items()
        if len(parts) == 1 or (len(parts) == 2 and parts not in inner) or (len(parts) == 3 and key in wholes)
    ]


def distinct_words(
    ranked: Iterable[tuple[str, float]], *, wanted: int = 10, together: np.ndarray | None = None
) -> list[tuple[str, float]]:
    """Return the best-ranked terms such that no word comes twice, in singular or plural.

    A phrase takes the place of one of its words, or of its initials, if it weighs at least
    `PHRASE_WORTH` times as much.

    Parameters
    ----------
    ranked : iterable of (term, weight)
        From the heaviest to the lightest.
    wanted : int
        How many are returned at most.
    together : numpy.ndarray, optional
        How much each two of them stand in the same papers, -1 to 1. With it, each next term is the
        one with the largest sum of its weight (as a share of the heaviest) and `COHESION` times the
        mean of `together` with those before it: words that hang together.

    Examples
    --------
    >>> distinct_words([("graph", 1.0), ("graph network", 0.8), ("graphs", 0.7), ("node", 0.2)])
    [('graph network', 0.8), ('node', 0.2)]
    """
    ranked = list(ranked)
    chosen: list[int] = []
    taken: set[str] = set()
    while len(chosen) < wanted:
        free = [place for place, (term, _) in enumerate(ranked) if not taken & _stems(term)]
        if not free:
            break
        worth = [ranked[place][1] / ranked[0][1] for place in free]
        if together is not None and chosen:
            worth = [
                each + COHESION * together[place, chosen].mean()
                for place, each in zip(free, worth, strict=True)
            ]
        best = free[int(np.argmax(np.round(worth, 9)))]
        term, weight = ranked[best]
        phrases = [
            place
            for place in free
            if _plain_stems(term) < _plain_stems(ranked[place][0])
            or _plain_stems(term) <= {_initials(ranked[place][0])}
        ]
        phrases = [place for place in phrases if ranked[place][1] >= PHRASE_WORTH * weight]
        chosen.append(max(phrases, key=lambda place: ranked[place][1], default=best))
        taken |= _stems(ranked[chosen[-1]][0])
    return [ranked[place] for place in sorted(chosen)]


def _stems(term: str) -> frozenset[str]:
    """Return the stems of a term's words, and the initials of a phrase, under which it goes as well."""
    return _plain_stems(term) | ({_initials(term)} - {""})


def _initials(term: str) -> str:
    words = re.split(r"[\s\-‐]+", term)
    return "".join(word[:1] for word in words) if len(words) > 1 else ""


def _plain_stems(term: str) -> frozenset[str]:
    return frozenset(map(_stem, re.split(r"[\s\-‐]+", term)))


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    """Cut the English plural off, and no more: the word is compared by its stem, never shown."""
    word = IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 6 and word.endswith("sis"):  # analysis and analyses, but not basis and bases
        return word[:-3] + "se"
    if len(word) > 3 and word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if len(word) > 3 and word.endswith(("sse", "xe", "che", "she", "zze", "use")) else word
