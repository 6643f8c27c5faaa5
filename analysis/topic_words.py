"""What a paper's text says in words and phrases: markup out, stop words out, the rest counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.markup import plain_text
from analysis.stop_words import IN_ENGLISH, NEVER_ENGLISH, STOP_WORDS, WEAK_WORDS

if TYPE_CHECKING:
    from pyarrow import DictionaryArray
    from scipy.sparse import csr_array

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
PART_OF_WHOLE = 0.6
FOREIGN_WORDS = 4
# not the point of GPT-3.5, nor the comma of 1,2-dichloroethane
CLAUSE_END = re.compile(r"(?!(?<=\d)[.,]\d)[^\w\s\-‐’'&\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+|\s-+\s")
ELISION = re.compile(r"(?<![\w'’])(?:[cdjlmnst]|qu|lorsqu|puisqu|un|dell|all|nell|sull|dall|quest)['’](?=\w)")
POSSESSIVE = re.compile(r"['’]s?(?!\S)|(?<!\S)['’]")


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
    found: list[tuple[str, int, int]] = []
    place = 0
    text = plain_text(text).lower()
    stop = IN_ENGLISH if len(NEVER_ENGLISH.intersection(re.findall(r"\w+", text))) >= FOREIGN_WORDS else ()
    for clause in CLAUSE_END.split(text):
        if "'" in clause or "’" in clause:
            clause = POSSESSIVE.sub("", ELISION.sub("- ", clause))
        run: list[str] = []
        for printed in clause.split():
            if not (word := _word(printed)) or word in stop:
                run = []
                continue
            place += 1
            if word in run:
                run = []
                continue
            run.append(word)
            if word not in WEAK_WORDS:
                found.append((word, place - 1, place))
            if len(run) > 1:
                found.append((f"{run[-2]} {word}", place - 2, place))
            if len(run) > 2:
                found.append((f"{run[-3]} {run[-2]} {word}", place - 3, place))
    return found, place


@lru_cache(maxsize=200_000)
def _word(printed: str) -> str | None:
    """Return a printed word without hyphens around it; None for stop words, single letters and numbers."""
    word = printed.strip("-‐&")
    counts = len(word) > 1 and word not in STOP_WORDS and any(map(str.isalpha, word))
    return word if counts else None


def count_terms(texts: Iterable[str]) -> "tuple[np.ndarray, csr_array]":
    """Return the terms that at least two of the texts use (three from 300 texts on), and their counts.

    Singular and plural, written with or without a hyphen, are one term; it is called by the form
    that most texts use. A phrase of three words is counted in place of the two-word phrases in it
    that seldom stand without it: "graph neural networks", not "graph neural".

    Returns
    -------
    names : numpy.ndarray
        The terms, sorted.
    counts : scipy.sparse.csr_array
        One row a text, one column a term.

    Examples
    --------
    >>> names, counts = count_terms(["pruned graphs", "a graph pruned", "trees", "graphs"])
    >>> names.tolist(), counts.sum(axis=0).tolist()
    (['graphs', 'pruned'], [3, 2])
    """
    from scipy.sparse import csr_array

    printed, length = _printed_terms(texts)
    found = printed.indices.to_numpy(zero_copy_only=False)
    where = (np.repeat(np.arange(len(length)), length), found)
    shape = (len(length), len(printed.dictionary))
    counts = csr_array((np.ones(len(found), dtype=np.int64), where), shape=shape)
    counts.sum_duplicates()
    texts_using = np.bincount(counts.indices, minlength=shape[1])
    least = 2 if len(length) < 300 else 3
    # what one of many texts uses can't matter
    known = np.flatnonzero((texts_using > 1) | (least == 2))
    spelled = printed.dictionary.take(known).to_pylist()
    column_of, names = _vocabulary(spelled, texts_using[known].tolist(), least)
    columns = np.array([column_of.get(term_key(form), -1) for form in spelled], dtype=np.int64)
    kept = columns >= 0
    one = (np.ones(kept.sum(), dtype=np.int64), (known[kept], columns[kept]))
    return names, csr_array(counts @ csr_array(one, shape=(shape[1], len(names))))


def _printed_terms(texts: Iterable[str]) -> "tuple[DictionaryArray, list[int]]":
    """Return all terms of all texts, each spelling held once, and how many each text has."""
    import pyarrow as pa

    length: list[int] = []
    chunks, waiting = [pa.array([], pa.string())], list[str]()
    for text in texts:
        found = terms(text)
        length.append(len(found))
        waiting += found
        if len(waiting) > 100_000:
            chunks.append(pa.array(waiting))
            waiting = []
    encoded = pa.chunked_array([*chunks, pa.array(waiting, pa.string())]).dictionary_encode()
    return encoded.combine_chunks(), length


def _vocabulary(spelled: list[str], texts_using: list[int], least: int) -> tuple[dict[str, int], np.ndarray]:
    """Return the column of each term, by its key, and the terms' names in the order of the columns."""
    papers: Counter[str] = Counter()
    forms: dict[str, tuple[int, str]] = {}
    for form, count in zip(spelled, texts_using, strict=True):
        key = term_key(form)
        papers[key] += count
        forms[key] = max(forms.get(key, (0, "")), (count, form), key=_preferred)
    kept = {key: count for key, count in papers.items() if count >= least} or papers
    keys = sorted(_whole_phrases(kept), key=lambda key: forms[key][1])
    return {key: column for column, key in enumerate(keys)}, np.array([forms[key][1] for key in keys])


def _preferred(form: tuple[int, str]) -> tuple[int, int, str]:
    """Rank a form by how many texts use it, among equals the shorter one first."""
    count, term = form
    return count, -len(term), term


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


def term_key(term: str) -> str:
    """Return what all forms of a term have in common; it is compared, never shown.

    Examples
    --------
    >>> [term_key(term) for term in ("graph networks", "pre-training", "pretraining")]
    ['graph network', 'pretraining', 'pretraining']
    """
    return " ".join(stem(word.replace("-", "").replace("‐", "")) for word in term.split(" "))


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


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut the English plural off, and no more: the word is compared by its stem, never shown."""
    word = IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 6 and word.endswith("sis"):  # analysis and analyses, but not basis and bases
        return word[:-3] + "se"
    if len(word) > 3 and word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if len(word) > 3 and word.endswith(("sse", "xe", "che", "she", "zze", "use")) else word
