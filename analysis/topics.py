"""The topics of a pile of papers: embedded, clustered, named, and, when asked for, in a BERTopic model."""

from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.clustering import Clusters, clusters_by_number, consensus_clusters
from analysis.drawing import counted, papers_word
from analysis.embedding import Cache, Embed, embed_texts
from analysis.errors import require_at_least, require_pandas
from analysis.neighbors import neighbor_graph
from analysis.topic_naming import name_clusters

if TYPE_CHECKING:
    from bertopic import BERTopic

FEWEST_PAPERS = 10
NO_TOPIC = -1
FIRM = 0.5


@dataclass(frozen=True)
class Topics:
    """The topics of a corpus, as `fit_topics` returns them.

    Attributes
    ----------
    assignments : DataFrame
        One row a paper, in the order of the papers: `paper_id`, `topic`, `strength` (share of
        single clustering runs in which the paper stood with its topic, 0 to 1), `firm` (whether
        that is half of them or more: a paper that is not firm belongs nowhere clearly). A paper
        without title and abstract has topic -1 and no strength; one that was left out by
        `min_strength` has topic -1.
    topics : DataFrame
        One row a topic, the largest first: `topic`, `label`, `words` (at most ten, the most
        typical first), `size` (papers), `stability` (how much of the topic single runs found
        again, 0 to 1).
    model : BERTopic or None
        A BERTopic model of these topics, made when it is first asked for; None if there were too
        few papers.
    documents : DataFrame
        The texts that have a topic, in the order of the model: `paper_id`, `text`.
    vectors : numpy.ndarray
        The unit vector of each document.
    options : dict
        `seed`, `resolution`, `n_neighbors`, `n_topics` and `min_strength` of the fit.
    note : str
        What a reader should know: how many papers have no topic, and why; how many belong nowhere
        firmly; and whether as many topics were found as were wanted.
    embed : callable
        How texts became vectors, and how new ones do.
    """

    assignments: pd.DataFrame
    topics: pd.DataFrame
    documents: pd.DataFrame = field(repr=False)
    vectors: np.ndarray = field(repr=False)
    options: dict[str, Any] = field(repr=False)
    note: str
    embed: Embed = field(default=embed_texts, repr=False)

    @cached_property
    def model(self) -> "BERTopic | None":
        """A BERTopic model with these topics, for whoever wants to go on with it."""
        if self.topics.empty:
            return None
        from analysis.topic_model import fit_bertopic

        found = self.assignments.set_index("paper_id").loc[self.documents["paper_id"]]
        return fit_bertopic(
            self.documents["text"].tolist(),
            self.vectors,
            found["topic"].to_numpy(),
            strength=found["strength"].to_numpy(),
            embed=self.embed,
        )

    def __repr__(self) -> str:
        lines = (f"{row['topic']}  {row['label']} ({row['size']})" for row in self.topics.to_dict("records"))
        return "\n".join([f"{counted(len(self.topics), 'topic')}. {self.note}", *lines])

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
    n_topics: int | None = None,
    n_neighbors: int | None = None,
    min_strength: float = 0.0,
    embeddings: np.ndarray | None = None,
    embed: Embed | None = None,
    cache: Cache = None,
) -> Topics:
    """Return the topics of the papers.

    Title and abstract of each paper are embedded (`embed_texts`), each paper is tied to those most
    similar to it (`neighbor_graph`), and the graph falls into the clusters that many Leiden runs
    agree on (`consensus_clusters`). The clusters are named as BERTopic names them, by the words
    that set them apart (`class_tfidf`; Grootendorst 2022, arXiv 2203.05794). The order of the rows
    changes nothing.

    How many topics there are follows from one rule, the same for every corpus: the clusters are
    those of the largest modularity at resolution 1, so that the papers of a topic are tied to one
    another more than they would be if the same ties fell at random. `topic_choice` shows what
    other resolutions give.

    Parameters
    ----------
    papers : DataFrame
        With `paper_id`, `title` and `abstract`, as in `corpus.papers`.
    seed : int
        Start of the clustering's random numbers.
    resolution : float
        More gives more and smaller topics, less gives fewer and larger ones.
    n_topics : int, optional
        Look for the resolution that gives so many topics; where none does, the nearest number is
        taken and `note` says so (`clusters_by_number`). Each try is a clustering of its own.
    n_neighbors : int, optional
        To how many others a paper is tied: fewer give more and smaller topics. By default
        1.5 times the square root of the number of papers, from 15 to 75 (`default_neighbors`).
    min_strength : float
        Papers with less `strength` are left out of the topics. By default none is.
    embeddings : numpy.ndarray, optional
        One vector for each row of `papers`, so that nothing need be embedded; `embed` should be what
        made them, if new texts are to be compared with them.
    embed : callable, optional
        Turns texts into vectors in place of the built-in embedding: another model, or a cheaper way with
        the same one, such as ``partial(embed_texts, precision="int8")``.
    cache : path, False or None
        Where embeddings are kept; see `embed_texts`.

    Returns
    -------
    Topics
        Without any topic (and `model` None) if fewer than ten papers have a title or an abstract,
        or fewer than ten are left by `min_strength`; `note` says so.

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
    embed = partial(embed_texts, cache=cache) if embed is None else embed
    options = {
        "seed": seed,
        "resolution": resolution,
        "n_neighbors": n_neighbors,
        "n_topics": n_topics,
        "min_strength": min_strength,
    }
    _check(papers, options, embeddings)
    documents = paper_texts(papers)
    usable = documents["text"].ne("").to_numpy()
    # in the order of the texts, so that the order of the rows can't matter
    order = documents[usable].sort_values(["text", "paper_id"], kind="stable").index.to_numpy()
    documents = documents.loc[order].reset_index(drop=True)
    assignments = papers[["paper_id"]].reset_index(drop=True)
    assignments = assignments.assign(topic=NO_TOPIC, strength=np.nan, firm=False)
    if len(documents) < FEWEST_PAPERS:
        return _no_topics(assignments, documents, options, _too_few(len(documents)), embed)
    if embeddings is not None:
        vectors = _unit(np.asarray(embeddings)[order], "embeddings")
    else:
        vectors = _unit(np.asarray(embed(documents["text"].tolist())), "embed")
    if len(vectors) != len(documents):
        raise ValueError(f"`embed` must return a vector a text, but made {len(vectors)} of {len(documents)}.")
    clusters, options["resolution"] = _clusters(vectors, options)
    assignments.loc[order, "strength"] = clusters.strength
    assignments.loc[order, "firm"] = clusters.strength >= FIRM
    kept = clusters.strength >= min_strength
    order, documents, vectors = order[kept], documents[kept].reset_index(drop=True), vectors[kept]
    if len(documents) < FEWEST_PAPERS:
        why = f"{_too_few(len(documents)).removesuffix('.')} with a strength of {min_strength:g}."
        return _no_topics(assignments, documents, options, why, embed)
    clusters = Clusters(clusters.labels[kept], clusters.strength[kept], clusters.stability)
    assignments.loc[order, "topic"], table = name_clusters(documents["text"].tolist(), clusters)
    note = _note(assignments, len(table), options)
    return Topics(assignments, table, documents, vectors, options, note, embed)


def _clusters(vectors: np.ndarray, options: dict[str, Any]) -> tuple[Clusters, float]:
    """Return the clusters that the options ask for, and their resolution."""
    graph = neighbor_graph(vectors, n_neighbors=options["n_neighbors"])
    seed, resolution = options["seed"], options["resolution"]
    if options["n_topics"] is not None:
        return clusters_by_number(graph, options["n_topics"], seed=seed)
    return consensus_clusters(graph, seed=seed, resolution=resolution), resolution


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


def _check(papers: pd.DataFrame, options: dict[str, Any], embeddings: np.ndarray | None) -> None:
    require_pandas(papers, ["paper_id", "title", "abstract"], "papers", "`load_corpus(...).papers`")
    ids = papers["paper_id"]
    if ids.isna().any() or ids.duplicated().any():
        wrong = ids[ids.isna() | ids.duplicated()].iloc[0]
        raise ValueError(f"`paper_id` must name each paper once, but {wrong!r} is missing or comes twice.")
    require_at_least("seed", options["seed"], 0)
    resolution, n_topics, n_neighbors = options["resolution"], options["n_topics"], options["n_neighbors"]
    if not 0 < resolution < float("inf"):
        raise ValueError(f"`resolution` must be more than 0, but {resolution!r} was given.")
    for name, number in (("n_topics", n_topics), ("n_neighbors", n_neighbors)):
        if number is not None:
            require_at_least(name, number, 1)
    if n_topics is not None and resolution != 1:
        raise ValueError(
            f"Either `n_topics` or `resolution` decides how many topics there are, but {n_topics!r} and "
            f"{resolution!r} were given."
        )
    if not 0 <= options["min_strength"] <= 1:
        raise ValueError(f"`min_strength` must be from 0 to 1, but {options['min_strength']!r} was given.")
    if embeddings is not None and len(embeddings) != len(papers):
        raise ValueError(
            f"`embeddings` must have one row for each of the {len(papers)} papers, but has {len(embeddings)}."
        )


def _unit(vectors: np.ndarray, name: str) -> np.ndarray:
    vectors = vectors.astype(np.float32)
    if vectors.ndim != 2:
        raise ValueError(
            f"`{name}` must give a vector for each text, but gave numbers of shape {vectors.shape}."
        )
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise ValueError(f"`{name}` must give finite vectors, none of zeros alone, but one is not so.")
    return np.asarray(vectors / lengths)


def _no_topics(
    assignments: pd.DataFrame, documents: pd.DataFrame, options: dict[str, Any], note: str, embed: Embed
) -> Topics:
    kinds = {"topic": "int64", "label": "str", "words": "str", "size": "int64", "stability": "float64"}
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return Topics(assignments, empty, documents, np.empty((0, 0), dtype=np.float32), options, note, embed)


def _too_few(number: int) -> str:
    found = "there are none" if not number else "here is 1" if number == 1 else f"here are {number}"
    return f"Topics need at least {FEWEST_PAPERS} papers with a title or an abstract; {found}."


def _note(assignments: pd.DataFrame, found: int, options: dict[str, Any]) -> str:
    placed, blank = assignments["topic"] != NO_TOPIC, assignments["strength"].isna()
    left, loose = ~placed & ~blank, placed & ~assignments["firm"]
    sentences = [f"Each of the {papers_word(len(assignments))} has a topic."]
    if not placed.all():
        why = [f"{blank.sum():,} without title and abstract {_has(blank)} none"] if blank.any() else []
        if left.any():
            why.append(f"{left.sum():,} with a strength below {options['min_strength']:g} {_has(left)} none")
        sentences = [f"{placed.sum():,} of {papers_word(len(assignments))} have a topic; {', '.join(why)}."]
    if loose.any():
        verb = "belongs" if loose.sum() == 1 else "belong"
        sentences.append(f"{papers_word(int(loose.sum()))} {verb} nowhere firmly (strength below {FIRM}).")
    if (wanted := options["n_topics"]) not in (None, found):
        verb = "was" if wanted == 1 else "were"
        sentences.append(f"{counted(wanted, 'topic')} {verb} wanted; {found} is the nearest that was found.")
    return " ".join(sentences)


def _has(papers: pd.Series) -> str:
    return "has" if papers.sum() == 1 else "have"
