"""The papers nearest to a query in words, or to another paper."""

import numpy as np
import pandas as pd

from analysis.embedding import Embed
from analysis.errors import require_at_least, require_made, require_pandas
from analysis.provenance import traced
from analysis.topics import Topics

COLUMNS = ["paper_id", "title", "similarity", "topic", "label"]


@traced
def find_papers(
    query: str, topics: Topics, papers: pd.DataFrame, *, n: int = 10, embed: Embed | None = None
) -> pd.DataFrame:
    """Return the papers whose texts are most similar to a query in words, the most similar first.

    Query and papers are compared as vectors, so that a paper is found that says the same in other
    words; nothing leaves the machine.

    Parameters
    ----------
    query : str
        A few words, a sentence or a whole abstract.
    topics : Topics
    papers : DataFrame
        With `paper_id` and `title`: the papers that the topics were fitted to.
    n : int
        How many papers at most.
    embed : callable, optional
        Turns texts into vectors; by default as those of the topics were made.

    Returns
    -------
    DataFrame
        `paper_id`, `title`, `similarity` (cosine, at most 1), `topic`, `label` (missing for a
        paper without topic). Papers without title and abstract can't be found.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If the query is empty, `n` is less than 1, or `embed` makes vectors of another length than
        those of the topics.

    Examples
    --------
    >>> from analysis.topics import fit_topics
    >>> papers = pd.DataFrame({"paper_id": ["a", "b"], "title": ["Moss", "Stars"], "abstract": None})
    >>> def embed(texts):
    ...     return np.array([[1.0, 0.0] if "oss" in text else [0.6, 0.8] for text in texts])
    >>> find_papers("mosses", fit_topics(papers), papers, embed=embed)[["title", "similarity"]]
       title  similarity
    0   Moss         1.0
    1  Stars         0.6
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    if not query.strip():
        raise ValueError("`query` must hold words, but it is empty.")
    embed = embed or topics.embed
    vectors = known_vectors(topics, embed)
    similarity = vectors @ same_length(embed([query]), vectors)[0] if len(vectors) else np.empty(0)
    return _nearest(similarity, topics, papers, n)


@traced
def similar_papers(
    paper_id: object, topics: Topics, papers: pd.DataFrame, *, n: int = 10, embed: Embed | None = None
) -> pd.DataFrame:
    """Return the papers whose texts are most similar to that of a paper, the most similar first.

    Parameters
    ----------
    paper_id : object
        One of `papers`; it is not in the result itself.
    topics, papers, n, embed
        As in `find_papers`. `embed` is used only if there were too few papers for topics.

    Returns
    -------
    DataFrame
        As of `find_papers`.

    Raises
    ------
    KeyError
        If no paper with a text has this id, or a column is missing.
    ValueError
        If `n` is less than 1.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    own = (topics.documents["paper_id"] == paper_id).to_numpy()
    if not own.any():
        raise KeyError(f"No paper with a title or an abstract has the `paper_id` {paper_id!r}.")
    vectors = known_vectors(topics, embed or topics.embed)
    similarity = vectors @ vectors[own][0]
    similarity[own] = -np.inf
    return _nearest(similarity, topics, papers, n)


def describe_found_papers(table: pd.DataFrame) -> str:
    """Return a sentence that reads the table of `find_papers` or `similar_papers`.

    Examples
    --------
    >>> describe_found_papers(pd.DataFrame([("a", "Moss", 0.71, 2, "plants")], columns=COLUMNS))
    'Nearest is "Moss" with a cosine of 0.71. Similarity is of texts: it says nothing of quality.'
    """
    require_pandas(table, ["title", "similarity"], "table", "`find_papers`")
    if table.empty:
        return "No other paper has a title or an abstract, so none can be found."
    first = table.iloc[0]
    named = "a paper without title" if pd.isna(first["title"]) else f'"{first["title"]}"'
    more = f", the last of {len(table)} has {table['similarity'].iloc[-1]:.2f}" if len(table) > 1 else ""
    return (
        f"Nearest is {named} with a cosine of {first['similarity']:.2f}{more}. "
        "Similarity is of texts: it says nothing of quality."
    )


def known_vectors(topics: Topics, embed: Embed) -> np.ndarray:
    """Return the vectors of the papers with a text; made now if there were too few for topics."""
    if len(topics.vectors) == len(topics.documents):
        return topics.vectors
    return np.asarray(embed(topics.documents["text"].tolist()))


def same_length(new: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the new vectors as unit vectors after checking that they can be compared with the known ones."""
    new = np.asarray(new, dtype=known.dtype)
    if new.ndim != 2 or (len(known) and new.shape[1] != known.shape[1]):
        raise ValueError(
            f"The papers' vectors have {known.shape[1]} numbers, the new ones {new.shape[-1]}. Topics that "
            "were fitted to vectors of your own need new ones that are made in the same way."
        )
    return np.asarray(new / np.maximum(np.linalg.norm(new, axis=1, keepdims=True), 1e-12))


def _nearest(similarity: np.ndarray, topics: Topics, papers: pd.DataFrame, n: int) -> pd.DataFrame:
    require_pandas(papers, ["paper_id", "title"], "papers", "`load_corpus(...).papers`")
    require_at_least("n", n, 1)
    found = topics.documents[["paper_id"]].assign(similarity=similarity.astype(float).round(4))
    found = found[np.isfinite(similarity)].sort_values(
        ["similarity", "paper_id"], ascending=[False, True], ignore_index=True
    )
    found = found.head(n).merge(topics.assignments[["paper_id", "topic"]], on="paper_id", how="left")
    found = found.merge(topics.topics[["topic", "label"]], on="topic", how="left")
    return found.merge(papers[["paper_id", "title"]], on="paper_id", how="left")[COLUMNS]
