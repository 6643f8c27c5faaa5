"""Topics saved in a folder and loaded again, without pickle: nothing in it can run code."""

import json
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.embedding import Cache
from analysis.topic_words import MergedTerms
from analysis.topics import Topics

if TYPE_CHECKING:
    from bertopic import BERTopic

MARK = "topics-of-papers.json"
MODEL = "model"
LEFT_OUT = "left-out-by-bertopic.json"


def save_topics(topics: Topics, folder: str | os.PathLike[str]) -> Path:
    """Write topics into a folder and return it: tables as Parquet, vectors as npy, the rest as JSON.

    The BERTopic model is saved by its own safetensors format. Topics saved there before are
    replaced; a folder that holds anything else is refused.

    Raises
    ------
    FileExistsError
        If `folder` exists and is not one that this function wrote.

    Examples
    --------
    >>> from analysis.topics import fit_topics
    >>> few = fit_topics(pd.DataFrame({"paper_id": ["a"], "title": ["Pruning"], "abstract": [None]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load_topics(save_topics(few, Path(folder, "topics"))).note == few.note
    True
    """
    target = Path(folder)
    if target.exists() and not (target / MARK).is_file() and any(target.iterdir()):
        raise FileExistsError(f"{target} holds other files; give a new folder for the topics.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        new.mkdir()
        _write(topics, new)
        if target.exists():
            target.rename(old)
        new.rename(target)
    return target


def load_topics(folder: str | os.PathLike[str], *, cache: Cache = None) -> Topics:
    """Return the topics that `save_topics` wrote into a folder, with a BERTopic model that can be used.

    Parameters
    ----------
    folder : path
    cache : path, False or None
        Where the model keeps the embeddings of new texts; see `embed_texts`.

    Raises
    ------
    FileNotFoundError
        If the folder holds no saved topics.
    """
    source = Path(folder)
    if not (source / MARK).is_file():
        raise FileNotFoundError(f"{source} holds no topics; `save_topics` writes such a folder.")
    saved = json.loads((source / MARK).read_text(encoding="utf-8"))
    values: dict[str, Any] = dict(saved["values"])
    for name, kinds in saved["tables"].items():
        values[name] = pd.read_parquet(source / f"{name}.parquet").astype(kinds)
    for name in saved["arrays"]:
        values[name] = np.load(source / f"{name}.npy", allow_pickle=False)
    values["model"] = _load_model(source / MODEL, cache) if (source / MODEL).exists() else None
    return Topics(**values)


def _write(topics: Topics, folder: Path) -> None:
    tables: dict[str, dict[str, str]] = {}
    arrays, values = [], {}
    for name in (field.name for field in fields(topics)):
        value = getattr(topics, name)
        if isinstance(value, pd.DataFrame):
            value.to_parquet(folder / f"{name}.parquet", index=False)
            tables[name] = {column: str(kind) for column, kind in value.dtypes.items()}
        elif isinstance(value, np.ndarray):
            np.save(folder / f"{name}.npy", value, allow_pickle=False)
            arrays.append(name)
        elif name != "model":
            values[name] = value
    if topics.model is not None:
        _save_model(topics.model, folder / MODEL)
    content = {"tables": tables, "arrays": arrays, "values": values}
    (folder / MARK).write_text(json.dumps(content, indent=1, default=_plain), encoding="utf-8")


def _plain(value: Any) -> Any:
    """Return a number of numpy as JSON can hold it."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"Topics can't be saved: they hold a {type(value).__name__}, which JSON does not know.")


def _save_model(model: "BERTopic", folder: Path) -> None:
    # it warns that it doesn't save the embedding model, which comes with this package
    with _quiet("BERTopic"):
        model.save(str(folder), serialization="safetensors", save_ctfidf=True, save_embedding_model=False)
    # what its format leaves out
    left_out = {
        "representative_docs": {str(topic): texts for topic, texts in model.representative_docs_.items()},
        "merged_terms": isinstance(model.vectorizer_model.analyzer, MergedTerms),
        "probabilities": np.asarray(model.probabilities_, dtype=float).tolist(),
    }
    (folder / LEFT_OUT).write_text(json.dumps(left_out), encoding="utf-8")


def _load_model(folder: Path, cache: Cache) -> "BERTopic":
    # first, because it keeps BERTopic from turning warnings off
    from analysis.topic_model import DistinctWords, OfflineEmbedder  # isort: skip
    from bertopic import BERTopic

    with _quiet("BERTopic"):
        model = BERTopic.load(str(folder), embedding_model=OfflineEmbedder(cache))
    left_out = json.loads((folder / LEFT_OUT).read_text(encoding="utf-8"))
    words = model.topic_representations_
    model.topic_representations_ = {topic: list(map(tuple, ranked)) for topic, ranked in words.items()}
    model.topic_sizes_ = Counter(model.topic_sizes_)
    model.representative_docs_ = {int(topic): docs for topic, docs in left_out["representative_docs"].items()}
    model.probabilities_ = np.array(left_out["probabilities"])
    model.representation_model = DistinctWords()
    if left_out["merged_terms"]:
        model.vectorizer_model.set_params(analyzer=MergedTerms(model.vectorizer_model.vocabulary))
    return model


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
