"""Names of topics: the terms that set the papers of a topic apart, chosen so that they say most."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.clustering import Clusters
from analysis.topic_words import count_terms, stem

SPREAD_POWER = 0.3
PHRASE_WORTH = 0.8
PHRASE_LEAD = 2.5
COHESION = 4.0
NO_WORD = [("", 0.00001)]  # what BERTopic has for a topic without words

Ranked = list[tuple[str, float]]


def name_clusters(texts: Sequence[str], clusters: Clusters) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the topic of each text and the table of topics; left-out clusters leave no gap."""
    left, topic_of, sizes = np.unique(clusters.labels, return_inverse=True, return_counts=True)
    by_size = np.argsort(-sizes, kind="stable")
    topic_of = np.argsort(by_size)[topic_of]
    names, counts = count_terms(texts)
    words = [[word for word, _ in ranked if word] for ranked in topic_terms(names, counts, topic_of)]
    table = pd.DataFrame(
        {
            "topic": np.arange(len(left)),
            "label": topic_labels(words),
            "words": [", ".join(terms) for terms in words],
            "size": sizes[by_size],
            "stability": clusters.stability[left[by_size]],
        }
    )
    return topic_of, table


def topic_terms(names: np.ndarray, counts: Any, topic_of: np.ndarray) -> list[Ranked]:
    """Return for each topic at most ten terms with their weights, the heaviest first.

    Parameters
    ----------
    names : numpy.ndarray
        The terms.
    counts : scipy.sparse.csr_array
        How often each text (row) uses each term (column), as `count_terms` returns it.
    topic_of : numpy.ndarray
        Topic of each text, from 0 on.

    Examples
    --------
    >>> texts = ["moss grows", "moss wilts", "an opera", "operas sung"]
    >>> topic_terms(*count_terms(texts), np.array([0, 0, 1, 1]))[0][0][0]
    'moss'
    """
    from scipy.sparse import csr_array

    topics, texts = int(topic_of.max()) + 1, len(topic_of)
    members = csr_array((np.ones(texts), (topic_of, np.arange(texts))), shape=(topics, texts))
    weights, used = class_tfidf((members @ counts).toarray()), counts > 0
    return [
        choose_terms(names, weights[topic], used, np.flatnonzero(topic_of == topic))
        for topic in range(topics)
    ]


def class_tfidf(counts: np.ndarray) -> np.ndarray:
    """Return the class-based TF-IDF of terms (columns) in topics (rows) from how often they are used.

    The square root of a term's share of its topic, times the logarithm of 1 + (A - f + 1/2) / (f + 1/2),
    with f how often all topics use the term and A the mean number of terms in a topic (Grootendorst
    2022, arXiv 2203.05794, equation 1, with the BM25 weights that BERTopic offers).

    Examples
    --------
    >>> class_tfidf(np.array([[3, 1], [0, 4]])).round(3).tolist()
    [[0.309, -0.048], [0.0, -0.095]]
    """
    used = counts.sum(axis=0)
    mean = int(counts.sum(axis=1).mean())
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.sqrt(share) * np.log(1 + (mean - used + 0.5) / (used + 0.5)))


def choose_terms(names: np.ndarray, weights: np.ndarray, used: Any, members: np.ndarray) -> Ranked:
    """Return the heavy terms of a topic that hang together, none twice, each used by several of its papers.

    Parameters
    ----------
    names, weights : numpy.ndarray
        The terms and what they weigh in the topic.
    used : scipy.sparse.csr_array of bool
        Which paper of the corpus (row) uses which term (column).
    members : numpy.ndarray
        The rows of the topic's papers.
    """
    own = used[members]
    spread = np.asarray(own.sum(axis=0)).ravel()
    # a word that two papers repeat names the topic less well than one that many use once
    weights = weights * (spread / len(members)) ** SPREAD_POWER
    order = _ranked(names, weights, spread >= max(2, 0.04 * len(members)))
    order = order if len(order) else _ranked(names, weights, spread >= 1)
    ranked = [(str(names[place]), float(weights[place])) for place in order]
    # in the corpus at large, so that they set the topic apart, and within it, so that they tell one story
    together = (_together(used[:, order]) + _together(own[:, order])) / 2
    return distinct_words(ranked, together=together) or list(NO_WORD)


def _ranked(names: np.ndarray, weights: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Return the places of the 60 heaviest allowed names, those of one weight by the alphabet."""
    # rounded: equal weights must not be told apart by the order in which they were added up
    order = np.lexsort((names, -np.round(weights, 9)))
    return order[(allowed & (weights > 0))[order]][:60]


def _together(used: Any) -> np.ndarray:
    """Return how much more than by chance each two terms stand in the same papers: about -1 to 1.

    It is the normalised pointwise mutual information (Bouma 2009) with one paper more in each count,
    so that two terms that few papers use say little.
    """
    used = used.astype(float)
    papers = used.shape[0]
    both = (used.T @ used).toarray()
    by_chance = np.outer(np.diag(both), np.diag(both)) / papers
    share = np.minimum((both + 1) / (papers + 1), 1 - 1e-9)
    return np.asarray(np.log((both + 1) / (by_chance + 1)) / -np.log(share))


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
        heavy = [place for place in free if ranked[place][1] >= PHRASE_WORTH * weight and place != best]
        phrases = [place for place in heavy if _plain_stems(term) < _stems(ranked[place][0])]
        chosen.append(max(phrases, key=lambda place: ranked[place][1], default=best))
        taken |= _stems(ranked[chosen[-1]][0])
    return [ranked[place] for place in sorted(chosen)]


def _stems(term: str) -> frozenset[str]:
    """Return the stems of a term's words, and the initials of a phrase, under which it goes as well."""
    words = re.split(r"[\s\-‐]+", term)
    return _plain_stems(term) | ({"".join(word[:1] for word in words)} if len(words) > 1 else frozenset())


def _plain_stems(term: str) -> frozenset[str]:
    """Return the stems of a term's words, those of a hyphenated word both apart and as one."""
    return frozenset(map(stem, [*re.split(r"[\s\-‐]+", term), *re.sub(r"[\-‐]", "", term).split(" ")]))


def topic_labels(words: list[list[str]]) -> list[str]:
    """Return for each topic its first three terms, phrases before words; more if they name another topic.

    A term that would name several topics names the one in which it comes first, of equals the larger.

    Examples
    --------
    >>> topic_labels([["spin", "field", "torque", "noise"], ["field", "waves", "spin", "film", "head"]])
    ['spin, torque, noise', 'field, waves, film']
    """
    # a phrase says more than a word that stands a little before it
    telling = [
        sorted(ranked, key=lambda term: ranked.index(term) - PHRASE_LEAD * (" " in term)) for ranked in words
    ]
    named: dict[str, tuple[int, int]] = {}
    for topic, terms in enumerate(telling):
        for place, term in enumerate(terms[:3]):
            named[term] = min(named.get(term, (place, topic)), (place, topic))
    labels: list[str] = []
    for topic, terms in enumerate(telling):
        own = sorted(terms, key=lambda term: named.get(term, (0, topic))[1] != topic)
        candidates = [", ".join(own[:count]) for count in range(3, 11)]
        free = [label for label in candidates if label and label not in labels]
        labels.append(free[0] if free else f"Topic {topic}")
    return labels
