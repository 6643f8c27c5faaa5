"""Topics saved in a folder and loaded again, without pickle: nothing in it can run code."""

import json
import os
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.embedding import Cache, Embed, embed_texts
from analysis.errors import require_made
from analysis.saving import whole_folder
from analysis.topics import Topics

MARK = "topics-of-papers.json"


def save_topics(topics: Topics, folder: str | os.PathLike[str]) -> Path:
    """Write topics into a folder and return it: tables as Parquet, vectors as npy, the rest as JSON.

    The BERTopic model is not written: it follows from what is, and is made again when it is asked
    for. Topics saved there before are replaced; a folder that holds anything else is refused.

    Raises
    ------
    FileExistsError
        If `folder` is a file, or a folder that this function did not write.

    Examples
    --------
    >>> from analysis.topics import fit_topics
    >>> few = fit_topics(pd.DataFrame({"paper_id": ["a"], "title": ["Pruning"], "abstract": [None]}))
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load_topics(save_topics(few, Path(folder, "topics"))).note == few.note
    True
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    target = Path(folder)
    with whole_folder(target, ours=(target / MARK).is_file(), what="topics") as new:
        _write(topics, new)
    return target


def load_topics(folder: str | os.PathLike[str], *, embed: Embed | None = None, cache: Cache = None) -> Topics:
    """Return the topics that `save_topics` wrote into a folder, their model included.

    Parameters
    ----------
    folder : path
    embed, cache
        How new texts become vectors, as in `fit_topics`.

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
    return Topics(**values, embed=embed or partial(embed_texts, cache=cache))


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
        elif name != "embed":
            values[name] = value
    content = {"tables": tables, "arrays": arrays, "values": values}
    (folder / MARK).write_text(json.dumps(content, indent=1, default=_plain), encoding="utf-8")


def _plain(value: Any) -> Any:
    """Return a number of numpy as JSON can hold it."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"Topics can't be saved: they hold a {type(value).__name__}, which JSON does not know.")
