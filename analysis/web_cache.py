"""What web services answered, kept on disk, so that nothing is asked for twice and a stopped run goes on."""

import datetime as dt
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Cache = str | Path | Literal[False] | None
LAYOUT = (
    "CREATE TABLE IF NOT EXISTS answers (service TEXT, key TEXT, fetched TEXT NOT NULL, answer BLOB NOT NULL,"
    " PRIMARY KEY (service, key)) WITHOUT ROWID"
)


@dataclass(frozen=True)
class Answer:
    """What a service answered to one question: its works, and when (UTC, to the second)."""

    works: list[dict[str, Any]]
    fetched: str


def default_cache() -> Path:
    """Return the path of the file that keeps answers when no other is named."""
    from platformdirs import user_cache_path

    return user_cache_path("bibliometric-notebooks") / "answers.sqlite"


def days_ago(days: float = 0) -> str:
    """Return the time so many days ago in UTC, to the second; the time now by default."""
    return (dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def open_cache(cache: Cache) -> Iterator[sqlite3.Connection]:
    """Open the cache, made if need be; `False` is one that is forgotten afterwards.

    Raises
    ------
    OSError
        If the file cannot be opened or written.
    ValueError
        If the file is no cache of answers, or a damaged one.
    """
    path = default_cache() if cache is None else cache
    if path is not False:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(":memory:" if path is False else path, timeout=120)) as store:
            store.execute(LAYOUT)
            yield store
    except sqlite3.OperationalError as error:
        raise OSError(
            f"The cache of answers {path} can't be opened or written ({error}). "
            "Pass another path as `cache`, or False to do without."
        ) from error
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise ValueError(
            f"{path} is no cache of answers, or a damaged one ({error}). If it is the cache, delete it: it "
            "is filled again from the service. Otherwise pass another path as `cache`."
        ) from error


def read_answers(
    store: sqlite3.Connection, service: str, keys: Iterable[str], *, since: str
) -> dict[str, Answer]:
    """Return by key the answers kept since a time."""
    wanted, found = list(dict.fromkeys(keys)), {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = (
            "SELECT key, fetched, answer FROM answers WHERE service = ? AND fetched >= ? "
            f"AND key IN ({','.join('?' * len(part))})"
        )
        for key, fetched, answer in store.execute(query, (service, since, *part)):
            found[key] = Answer(json.loads(zlib.decompress(answer)), fetched)
    return found


def write_answers(store: sqlite3.Connection, service: str, answers: Mapping[str, Answer]) -> None:
    """Keep answers by their keys; an earlier one is replaced."""
    rows = [
        (service, key, answer.fetched, zlib.compress(json.dumps(answer.works).encode()))
        for key, answer in answers.items()
    ]
    with store:
        store.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
