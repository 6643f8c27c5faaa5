"""A BERTopic model of clusters that were found elsewhere.

This module imports BERTopic, and with it torch: it is itself imported only when topics are fitted.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.embedding import Cache, embed_texts
from analysis.topic_words import distinct_words, word_counter

# importing BERTopic turns warnings off for the whole process, and UMAP warns about TensorFlow
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.representation import BaseRepresentation
    from bertopic.vectorizers import ClassTfidfTransformer

SPREAD_POWER = 0.3

Ranked = list[tuple[str, float]]


class OfflineEmbedder(BaseEmbedder):  # type: ignore[misc]
    """`embed_texts` as BERTopic wants it, so that the fitted model can place new texts."""

    def __init__(self, cache: Cache = None) -> None:
        super().__init__()
        self.cache = cache

    def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:
        """Return the vectors of the documents."""
        return embed_texts(documents, cache=self.cache, progress=verbose)


class DistinctWords(BaseRepresentation):  # type: ignore[misc]
    """Heavy words and phrases of a topic that hang together, none twice, each used by several papers."""

    def extract_topics(
        self, topic_model: BERTopic, documents: pd.DataFrame, c_tf_idf: Any, topics: Mapping[int, Ranked]
    ) -> dict[int, Ranked]:
        """Return ten terms for each topic; fewer where its papers have fewer in common."""
        names = topic_model.vectorizer_model.get_feature_names_out()
        used = topic_model.vectorizer_model.transform(documents["Document"]).astype(bool)
        chosen = {}
        for row, topic in enumerate(topics):
            papers = used[np.flatnonzero(documents["Topic"] == topic)]
            spread, weights = np.asarray(papers.sum(axis=0)).ravel(), c_tf_idf[row].toarray().ravel()
            # a word that two papers repeat names the topic less well than one that many use once
            weights *= (spread / papers.shape[0]) ** SPREAD_POWER
            order = _ranked(names, weights, spread >= max(2, 0.04 * papers.shape[0]))
            order = order if len(order) else _ranked(names, weights, spread >= 1)
            words = [(str(names[place]), float(weights[place])) for place in order]
            chosen[topic] = distinct_words(words, together=_together(used[:, order])) or [("", 0.00001)]
        return chosen


def _ranked(names: np.ndarray, weights: np.ndarray, allowed: np.ndarray, *, most: int = 60) -> np.ndarray:
    """Return the places of the allowed names by falling weight, those of one weight by the alphabet."""
    # rounded: equal weights must not be told apart by the order in which they were added up
    order = np.lexsort((names, -np.round(weights, 9)))
    return order[(allowed & (weights > 0))[order]][:most]


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


def fit_bertopic(
    texts: Sequence[str], vectors: np.ndarray, clusters: np.ndarray, *, strength: np.ndarray, cache: Cache
) -> BERTopic:
    """Return a BERTopic model with `clusters` as its topics and `strength` as its probabilities."""
    given = BaseCluster()
    given.probabilities_ = strength
    model = BERTopic(
        embedding_model=OfflineEmbedder(cache),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=given,
        vectorizer_model=word_counter(texts),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        representation_model=DistinctWords(),
    )
    return model.fit(list(texts), embeddings=vectors, y=clusters)
