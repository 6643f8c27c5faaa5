"""The topics of new papers, by the known papers that they are nearest to."""

from math import isqrt

import numpy as np
import pandas as pd

from analysis.drawing import papers_word
from analysis.embedding import Embed
from analysis.errors import require_pandas
from analysis.provenance import traced
from analysis.topic_search import known_vectors, same_length
from analysis.topic_tables import placed_papers
from analysis.topics import NO_TOPIC, Topics, paper_texts

MOST_NEIGHBORS = 15
TWIN = 0.9999
COMPARED = 2000
AT_ONCE = 1000


@traced
def assign_topics(
    papers: pd.DataFrame, topics: Topics, *, embed: Embed | None = None, strange: float = 0.02
) -> pd.DataFrame:
    """Return the topics of new papers, found by a fitted or loaded model, which stays as it is.

    The known papers nearest to a new one vote for their topics with their cosine similarity, as the
    topics themselves were found among nearest neighbours. A paper with the text of a known one gets
    its topic. A paper farther from the known ones than all but the most remote of them is marked:
    its topic is then only the least strange.

    Parameters
    ----------
    papers : DataFrame
        With `paper_id`, `title` and `abstract`.
    topics : Topics
    embed : callable, optional
        Turns texts into vectors; by default as those of the topics were made.
    strange : float
        A paper fits if at least this share of the known papers are no nearer to their neighbours
        than it is to its own (a conformal p-value, Bates et al. 2023, doi 10.1214/22-AOS2244). So
        about this share of ordinary papers is marked as well.

    Returns
    -------
    DataFrame
        One row a paper, in their order: `paper_id`, `topic` (-1 without text, or if the model has
        no topics), `label`, `strength` (share of the vote, 0 to 1), `similarity` (mean cosine with
        the papers that voted), `fits` (False also without a topic).

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `strange` is not from 0 to 1, or `embed` makes vectors of another length.
    """
    require_pandas(papers, ["paper_id", "title", "abstract"], "papers", "`load_corpus(...).papers`")
    if not 0 <= strange < 1:
        raise ValueError(f"`strange` must be from 0 to below 1, such as 0.02, but {strange!r} was given.")
    texts = paper_texts(papers)["text"]
    table = pd.DataFrame({"paper_id": papers["paper_id"].array, "topic": NO_TOPIC})
    table = table.assign(strength=np.nan, similarity=np.nan, fits=False)
    usable = texts.ne("").to_numpy()
    if usable.any() and len(topics.topics):
        embed = embed or topics.embed
        vectors = known_vectors(topics, embed)
        known = placed_papers(topics)["topic"].to_numpy()
        new = same_length(embed(texts[usable].tolist()), vectors)
        voters = max(1, min(MOST_NEIGHBORS, isqrt(len(vectors))))
        table.loc[usable, ["topic", "strength", "similarity"]] = _vote(new, vectors, known, voters)
        usual = _usual_similarity(vectors, voters)
        rank = np.searchsorted(usual, table.loc[usable, "similarity"], side="right")
        table.loc[usable, "fits"] = (rank + 1) / (len(usual) + 1) > strange
    labels = topics.topics.set_index("topic")["label"]
    table.insert(2, "label", table["topic"].map(labels).astype(object))
    return table.astype({"topic": "int64"})


def describe_assigned_topics(table: pd.DataFrame) -> str:
    """Return a sentence that reads the table of `assign_topics`.

    Examples
    --------
    >>> describe_assigned_topics(pd.DataFrame({"topic": [0, 0, -1], "fits": [True, False, False]}))
    '2 of 3 papers have a topic. 1 of them is unlike the known papers: read its topic with care.'
    """
    require_pandas(table, ["topic", "fits"], "table", "`assign_topics`")
    placed = table[table["topic"] != NO_TOPIC]
    text = f"{len(placed):,} of {papers_word(len(table))} have a topic."
    strange = int((~placed["fits"]).sum())
    if not strange:
        return text
    are, its = ("is", "its topic") if strange == 1 else ("are", "their topics")
    return f"{text} {strange:,} of them {are} unlike the known papers: read {its} with care."


def _vote(new: np.ndarray, vectors: np.ndarray, known: np.ndarray, voters: int) -> np.ndarray:
    """Return topic, share of the vote and mean similarity to the voters of each new vector."""
    rows = []
    for start in range(0, len(new), AT_ONCE):
        cosine = new[start : start + AT_ONCE] @ vectors.T
        nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :voters]
        near = np.take_along_axis(cosine, nearest, axis=1)
        for topics, weights in zip(known[nearest], near, strict=True):
            found, place = np.unique(topics, return_inverse=True)
            votes = np.bincount(place, weights=np.maximum(weights, 1e-9))
            best = int(place[0]) if weights[0] >= TWIN else int(votes.argmax())
            rows.append((found[best], votes[best] / votes.sum(), weights.mean()))
    return np.array(rows, dtype=float)


def _usual_similarity(vectors: np.ndarray, voters: int) -> np.ndarray:
    """Return, sorted, how near known papers are to their neighbours; of many papers some, spread evenly."""
    count = len(vectors)
    chosen = np.unique(np.linspace(0, count - 1, min(count, COMPARED)).astype(int))
    means = []
    for start in range(0, len(chosen), AT_ONCE):
        part = chosen[start : start + AT_ONCE]
        cosine = vectors[part] @ vectors.T
        cosine[np.arange(len(part)), part] = -np.inf
        near = np.partition(cosine, count - voters, axis=1)[:, count - voters :]
        means.append(np.where(np.isfinite(near), near, np.nan).reshape(len(part), -1))
    return np.sort(np.nanmean(np.vstack(means), axis=1)) if count > 1 else np.array([])
