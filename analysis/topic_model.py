"""A BERTopic model of clusters that were found elsewhere.

This module imports BERTopic, and with it torch, which takes seconds: it is itself imported only when
somebody asks for `Topics.model`.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.embedding import Embed
from analysis.topic_naming import NO_WORD, Ranked, choose_terms
from analysis.topic_words import MergedTerms, count_terms

# importing BERTopic turns warnings off for the whole process, and UMAP warns about TensorFlow
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.representation import BaseRepresentation
    from bertopic.vectorizers import ClassTfidfTransformer

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import CountVectorizer


class Embedder(BaseEmbedder):  # type: ignore[misc]
    """A function from texts to vectors as BERTopic wants it, so that the fitted model can place new texts."""

    def __init__(self, function: Embed) -> None:
        super().__init__()
        self.function = function

    def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:
        """Return the vectors of the documents."""
        return self.function(documents)


class DistinctWords(BaseRepresentation):  # type: ignore[misc]
    """`choose_terms` as BERTopic wants it, so that topics that are merged or reduced are named alike."""

    def extract_topics(
        self, topic_model: BERTopic, documents: pd.DataFrame, c_tf_idf: Any, topics: Mapping[int, Ranked]
    ) -> dict[int, Ranked]:
        """Return ten terms for each topic, empty ones at the end where its papers have fewer in common."""
        names = topic_model.vectorizer_model.get_feature_names_out()
        used = topic_model.vectorizer_model.transform(documents["Document"]).astype(bool)
        members = {topic: np.flatnonzero(documents["Topic"] == topic) for topic in topics}
        return {
            topic: (choose_terms(names, c_tf_idf[row].toarray().ravel(), used, members[topic]) + 9 * NO_WORD)[
                :10
            ]
            for row, topic in enumerate(topics)
        }


class TopicModel(BERTopic):  # type: ignore[misc]
    """BERTopic that numbers topics of one size by what they were called before, not as it happens."""

    def _sort_mappings_by_frequency(self, documents: pd.DataFrame) -> pd.DataFrame:
        sizes = Counter(topic for topic in documents["Topic"] if topic != -1)
        ranked = sorted(sizes, key=lambda topic: (-sizes[topic], topic))
        mapping = {-1: -1, **{topic: rank for rank, topic in enumerate(ranked)}}
        self.topic_mapper_.add_mappings(mapping, topic_model=self)
        documents["Topic"] = documents["Topic"].map(mapping).astype(int)
        self._update_topic_size(documents)
        return documents


def fit_bertopic(
    texts: Sequence[str], vectors: np.ndarray, topic_of: np.ndarray, *, strength: np.ndarray, embed: Embed
) -> BERTopic:
    """Return a BERTopic model with the given topics and with `strength` as its probabilities.

    Parameters
    ----------
    texts : sequence of str
    vectors : numpy.ndarray
        One unit vector a text.
    topic_of : numpy.ndarray
        Topic of each text, the largest 0.
    strength : numpy.ndarray
    embed : callable
        What the model turns new texts into vectors with.
    """
    given = BaseCluster()
    given.probabilities_ = strength
    model = TopicModel(
        embedding_model=Embedder(embed),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=given,
        vectorizer_model=counter_of(count_terms(texts)[0]),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        representation_model=DistinctWords(),
    )
    return model.fit(list(texts), embeddings=vectors, y=topic_of)


def counter_of(vocabulary: Iterable[str]) -> "CountVectorizer":
    """Return the vectoriser that counts the terms of a vocabulary in all their forms."""
    from sklearn.feature_extraction.text import CountVectorizer

    vocabulary = sorted(vocabulary)
    # BERTopic's weighting fails on fewer than two terms; these two never occur
    vocabulary = vocabulary if len(vocabulary) > 1 else ["", " ", *vocabulary]
    return CountVectorizer(analyzer=MergedTerms(vocabulary), vocabulary=vocabulary)
