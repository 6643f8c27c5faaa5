"""The topics of a pile of papers: embedded, clustered, named, and held in a fitted BERTopic model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.clustering import Clusters, consensus_clusters, neighbor_graph
from analysis.drawing import papers_word
from analysis.embedding import Cache, embed_texts
from analysis.errors import require_columns
from analysis.provenance import traced

if TYPE_CHECKING:
    from bertopic import BERTopic

FEWEST_PAPERS = 10
NO_TOPIC = -1
PHRASE_LEAD = 2.5


@dataclass(frozen=True)
class Topics:
    """The topics of a corpus, as `fit_topics` returns them.

    Attributes
    ----------
    assignments : DataFrame
        One row a paper, in the order of the papers: `paper_id`, `topic`, `strength` (share of
        single clustering runs in which the paper stood with its topic, 0 to 1). A paper without
        title and abstract has topic -1 and no strength.
    topics : DataFrame
        One row a topic, the largest first: `topic`, `label`, `words` (at most ten, the most
        typical first), `size` (papers), `stability` (how much of the topic single runs found
        again, 0 to 1).
    model : BERTopic or None
        The fitted model; None if there were too few papers.
    documents : DataFrame
        The texts that the model was fitted to, in its order: `paper_id`, `text`.
    vectors : numpy.ndarray
        The unit vector of each document.
    options : dict
        `seed`, `resolution` and `n_neighbors` of the fit.
    note : str
        What a reader should know: how many papers have no topic, and why.
    """

    assignments: pd.DataFrame
    topics: pd.DataFrame
    model: "BERTopic | None"
    documents: pd.DataFrame = field(repr=False)
    vectors: np.ndarray = field(repr=False)
    options: dict[str, Any] = field(repr=False)
    note: str

    def __repr__(self) -> str:
        lines = (f"{row['topic']}  {row['label']} ({row['size']})" for row in self.topics.to_dict("records"))
        return "\n".join([f"{len(self.topics)} topics. {self.note}", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{row['topic']}</td><td>{escape(row['label'])}</td><td>{escape(row['words'])}</td>"
            f"<td>{row['size']}</td><td>{row['stability']:.2f}</td></tr>"
            for row in self.topics.to_dict("records")
        )
        head = "".join(f"<th>{name}</th>" for name in ("Topic", "Label", "Words", "Papers", "Stability"))
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
        return f"<p>{escape(self.note)}</p>{table}"


def fit_topics(
    papers: pd.DataFrame,
    *,
    seed: int = 0,
    resolution: float = 1.0,
    n_neighbors: int | None = None,
    embeddings: np.ndarray | None = None,
    cache: Cache = None,
) -> Topics:
    """Return the topics of the papers.

    Title and abstract of each paper are embedded (`embed_texts`), each paper is tied to those most
    similar to it (`neighbor_graph`), and the graph falls into the clusters that many Leiden runs
    agree on (`consensus_clusters`). BERTopic names the clusters by the words that set them apart:
    class-based TF-IDF with BM25 weights (Grootendorst 2022, arXiv 2203.05794). No paper with a
    title or an abstract is left out. The order of the rows changes nothing.

    Parameters
    ----------
    papers : DataFrame
        With `paper_id`, `title` and `abstract`, as in `corpus.papers`.
    seed : int
        Start of the clustering's random numbers.
    resolution : float
        More gives more and smaller topics, less gives fewer and larger ones.
    n_neighbors : int, optional
        To how many others a paper is tied: fewer give more and smaller topics. By default 15, and
        other numbers for fewer than 60 or more than 600 papers (`default_neighbors`).
    embeddings : numpy.ndarray, optional
        One vector for each row of `papers`, in place of the built-in embedding.
    cache : path, False or None
        Where embeddings are kept; see `embed_texts`.

    Returns
    -------
    Topics
        Without any topic (and `model` None) if fewer than ten papers have a title or an abstract;
        `note` says so.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If a `paper_id` is missing or comes twice, or an option makes no sense.

    Examples
    --------
    >>> few = pd.DataFrame({"paper_id": ["a"], "title": ["Pruning trees"], "abstract": [None]})
    >>> fit_topics(few).note
    'Topics need at least 10 papers with a title or an abstract; here is 1.'
    """
    _check(papers, resolution, n_neighbors, embeddings)
    documents = paper_texts(papers)
    usable = documents["text"].ne("").to_numpy()
    # in the order of the texts, so that the order of the rows can't matter
    order = documents[usable].sort_values(["text", "paper_id"], kind="stable").index.to_numpy()
    documents = documents.loc[order].reset_index(drop=True)
    options = {"seed": seed, "resolution": resolution, "n_neighbors": n_neighbors}
    if len(documents) < FEWEST_PAPERS:
        return _no_topics(papers, documents, options)
    if embeddings is None:
        vectors = embed_texts(documents["text"], cache=cache)
    else:
        vectors = _unit(np.asarray(embeddings, dtype=np.float32)[order])
    graph = neighbor_graph(vectors, n_neighbors=n_neighbors)
    clusters = consensus_clusters(graph, seed=seed, resolution=resolution)
    model = _bertopic(documents["text"].tolist(), vectors, clusters, cache)
    found = np.array(model.topics_)
    assignments = papers[["paper_id"]].reset_index(drop=True).assign(topic=NO_TOPIC, strength=np.nan)
    assignments.loc[order, "topic"] = found
    assignments.loc[order, "strength"] = clusters.strength
    table = _topic_table(model, found, clusters)
    return Topics(assignments, table, model, documents, vectors, options, _note(len(papers), len(documents)))


def paper_texts(papers: pd.DataFrame) -> pd.DataFrame:
    """Return the text of each paper that is embedded, title and abstract: columns `paper_id`, `text`.

    Examples
    --------
    >>> papers = pd.DataFrame({"paper_id": [1], "title": ["Trees?"], "abstract": ["They grow."]})
    >>> paper_texts(papers)["text"].item()
    'Trees? They grow.'
    """
    title = papers["title"].astype("string").fillna("").str.strip()
    abstract = papers["abstract"].astype("string").fillna("").str.strip()
    stop = pd.Series(". ", index=papers.index).where(~title.str.contains(r"[.?!…]$"), " ")
    stop = stop.mask(title.eq("") | abstract.eq(""), "")
    text = (title + stop + abstract).astype(object)
    return pd.DataFrame({"paper_id": papers["paper_id"].array, "text": text.array})


@traced
def topic_stability(topics: Topics, *, seeds: Sequence[int] = (1, 2, 3, 4, 5)) -> pd.DataFrame:
    """Return how far the topics stay the same when they are fitted with other seeds.

    Parameters
    ----------
    topics : Topics
    seeds : sequence of int
        At least two.

    Returns
    -------
    DataFrame
        One row a pair of seeds: `seed`, `other_seed`, `topics`, `other_topics` (how many each
        found), `agreement`: the adjusted Rand index (Hubert and Arabie 1985, doi
        10.1007/BF01908075), 1 if both group the papers alike, about 0 if only by chance.

    Raises
    ------
    ValueError
        If fewer than two seeds are given.
    """
    from sklearn.metrics import adjusted_rand_score

    if len(set(seeds)) < 2:
        raise ValueError(f"`seeds` must be two different ones or more, but {seeds!r} was given.")
    columns = ["seed", "other_seed", "topics", "other_topics", "agreement"]
    if topics.model is None:
        return pd.DataFrame(columns=columns)
    resolution = topics.options["resolution"]
    graph = neighbor_graph(topics.vectors, n_neighbors=topics.options["n_neighbors"])
    runs = {seed: consensus_clusters(graph, seed=seed, resolution=resolution).labels for seed in seeds}
    pairs = [
        (one, two, runs[one].max() + 1, runs[two].max() + 1, adjusted_rand_score(runs[one], runs[two]))
        for one, two in combinations(runs, 2)
    ]
    return pd.DataFrame(pairs, columns=columns)


def describe_topic_stability(table: pd.DataFrame) -> str:
    """Return a sentence that reads the table of `topic_stability`."""
    if table.empty:
        return "Without topics there is nothing whose stability could be measured."
    found = pd.concat([table["topics"], table["other_topics"]])
    number = f"{found.min()}" if found.min() == found.max() else f"{found.min()} to {found.max()}"
    seeds = pd.concat([table["seed"], table["other_seed"]]).nunique()
    return (
        f"Fitted with {seeds} other seeds, the papers fall into {number} topics; two fits agree with a mean "
        f"adjusted Rand index of {table['agreement'].mean():.2f} "
        f"(lowest {table['agreement'].min():.2f}; 1 is the same)."
    )


def _check(
    papers: pd.DataFrame, resolution: float, n_neighbors: int | None, embeddings: np.ndarray | None
) -> None:
    require_columns(
        list(papers.columns), ["paper_id", "title", "abstract"], "papers", "`load_corpus(...).papers`"
    )
    ids = papers["paper_id"]
    if ids.isna().any() or ids.duplicated().any():
        wrong = ids[ids.isna() | ids.duplicated()].iloc[0]
        raise ValueError(f"`paper_id` must name each paper once, but {wrong!r} is missing or comes twice.")
    if not 0 < resolution < float("inf"):
        raise ValueError(f"`resolution` must be more than 0, but {resolution!r} was given.")
    if n_neighbors is not None and n_neighbors < 1:
        raise ValueError(f"`n_neighbors` must be 1 or more, but {n_neighbors!r} was given.")
    if embeddings is not None and len(embeddings) != len(papers):
        raise ValueError(
            f"`embeddings` must have one row for each of the {len(papers)} papers, but has {len(embeddings)}."
        )


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise ValueError("`embeddings` must be finite and no row all zeros, but some row is not so.")
    return np.asarray(vectors / lengths)


def _bertopic(texts: list[str], vectors: np.ndarray, clusters: Clusters, cache: Cache) -> "BERTopic":
    from analysis.topic_model import fit_bertopic

    return fit_bertopic(texts, vectors, clusters.labels, strength=clusters.strength, cache=cache)


def _topic_table(model: "BERTopic", found: np.ndarray, clusters: Clusters) -> pd.DataFrame:
    # BERTopic numbers topics of one size as it likes
    cluster_of = dict(zip(found.tolist(), clusters.labels.tolist(), strict=True))
    words = {topic: [word for word, _ in model.get_topic(topic) if word] for topic in sorted(cluster_of)}
    return pd.DataFrame(
        {
            "topic": list(words),
            "label": _labels(list(words.values())),
            "words": [", ".join(terms) for terms in words.values()],
            "size": [int((found == topic).sum()) for topic in words],
            "stability": [float(clusters.stability[cluster_of[topic]]) for topic in words],
        }
    )


def _labels(words: list[list[str]], *, terms: int = 3) -> list[str]:
    """Return for each topic its first terms, phrases before words, and none that names a topic before it."""
    labels: list[str] = []
    for topic, ranked in enumerate(words):
        # a phrase says more than a word that stands a little before it
        telling = sorted(range(len(ranked)), key=lambda place: place - PHRASE_LEAD * (" " in ranked[place]))
        candidates = [", ".join(ranked[place] for place in telling[:count]) for count in range(terms, 11)]
        free = [label for label in candidates if label and label not in labels]
        labels.append(free[0] if free else f"Topic {topic}")
    return labels


def _no_topics(papers: pd.DataFrame, documents: pd.DataFrame, options: dict[str, Any]) -> Topics:
    kinds = {"topic": "int64", "label": "str", "words": "str", "size": "int64", "stability": "float64"}
    assignments = papers[["paper_id"]].reset_index(drop=True).assign(topic=NO_TOPIC, strength=np.nan)
    number = len(documents)
    found = "there are none" if not number else "here is 1" if number == 1 else f"here are {number}"
    note = f"Topics need at least {FEWEST_PAPERS} papers with a title or an abstract; {found}."
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return Topics(assignments, empty, None, documents, np.empty((0, 0), dtype=np.float32), options, note)


def _note(papers: int, used: int) -> str:
    left = papers - used
    if not left:
        return f"Each of the {papers_word(papers)} has a topic."
    verb = "has" if left == 1 else "have"
    return f"{used:,} of {papers_word(papers)} have a topic; {left:,} without title and abstract {verb} none."
