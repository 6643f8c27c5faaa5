"""What made a table or a figure: function, parameters, source files and versions."""

import functools
import inspect
import os
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any, ParamSpec, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

import pandas as pd

from analysis.errors import require_made

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_LIST = 50
LIBRARIES = ("numpy", "pandas", "matplotlib", "narwhals", "bertopic")

_axes: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


class HasLedger(Protocol):
    """A corpus, as far as provenance goes: which files it was read from, and its papers."""

    @property
    def ledger(self) -> pd.DataFrame: ...

    @property
    def papers(self) -> pd.DataFrame: ...


def traced(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function`, made to note its name and parameters on the table or Axes it returns.

    A pandas object carries the note in `attrs["made_by"]`, an Axes is noted beside it; `made_by`
    reads both. Whatever else the function returns is handed on as it is.

    Examples
    --------
    >>> @traced
    ... def most_cited(papers, *, first=10):
    ...     return papers.nlargest(first, "citations")
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2"], "citations": [3, 5]})
    >>> made_by(most_cited(papers, first=1))["parameters"]
    {'first': 1}
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        result = function(*args, **kwargs)
        if isinstance(result, pd.DataFrame | pd.Series) and any(
            result is value for value in (*args, *kwargs.values())
        ):
            result = cast(R, result.copy(deep=False))
        note_on(result, describe_call(function, *args, **kwargs))
        return result

    return call


def made_by(thing: object) -> dict[str, Any] | None:
    """Return the note that `traced` left on a table or an Axes; None where there is none.

    Examples
    --------
    >>> made_by(pd.DataFrame()) is None
    True
    """
    if isinstance(thing, pd.DataFrame | pd.Series):
        note: dict[str, Any] | None = thing.attrs.get("made_by")
        return note
    return _axes.get(thing) if is_axes(thing) else None


def note_on(thing: object, note: dict[str, Any]) -> None:
    """Note on a table or an Axes what made it; other things are left alone."""
    if isinstance(thing, pd.DataFrame | pd.Series):
        thing.attrs["made_by"] = note
    elif is_axes(thing):
        _axes[thing] = note


def describe_call(function: Callable[..., object], *args: object, **kwargs: object) -> dict[str, Any]:
    """Return the name of `function`, its parameters with defaults, and what made its tables.

    Tables and Axes among the arguments are left out; the notes of the tables stand under "tables".

    Examples
    --------
    >>> describe_call(sorted, [2, 1], reverse=True)
    {'function': 'builtins.sorted', 'parameters': {'iterable': [2, 1], 'key': None, 'reverse': True}}
    """
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    note: dict[str, Any] = {
        "function": _name(function),
        "parameters": {
            name: portable(value)
            for name, value in bound.arguments.items()
            if name != "ax" and not is_axes(value) and not _is_table(value)
        },
    }
    tables = [made_by(value) for value in bound.arguments.values()]
    if any(tables):
        note["tables"] = [table for table in tables if table]
    return note


def portable(value: object) -> Any:
    """Return `value` as JSON can hold it, the same on every machine.

    Folders are cut from absolute paths, tables and long lists become a word on their size, and what
    JSON does not know becomes its name: nothing that differs between two runs, such as an address.

    Examples
    --------
    >>> portable({"paths": ["/home/ada/seeds"], "seed": 0, "periods": ("year", "month")})
    {'paths': ['seeds'], 'seed': 0, 'periods': ['year', 'month']}
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | PurePath):
        return os.path.basename(str(value).rstrip("/\\")) if os.path.isabs(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): portable(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        long = len(value) > LONGEST_LIST
        return f"{type(value).__name__} of {len(value)}" if long else [portable(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "shape") and value.shape != ():
        return f"{type(value).__name__} of {' x '.join(map(str, value.shape))}"
    if hasattr(value, "item"):
        return portable(value.item())
    return _name(value)


def source_files(corpus: HasLedger | None) -> list[dict[str, str]]:
    """Return the name and SHA-256 of every file that the corpus was read from, in order of name.

    Examples
    --------
    >>> source_files(None)
    []
    """
    if corpus is None:
        return []
    require_made(corpus, "corpus", "ledger", "load_corpus")
    ledger = corpus.ledger[["source_file", "sha256"]].drop_duplicates().sort_values("source_file")
    files = ledger.assign(sha256=ledger["sha256"].astype(object).fillna("not read"))
    return [
        {"source_file": str(portable(name)), "sha256": str(digest)}
        for name, digest in files.itertuples(index=False, name=None)
    ]


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package and of the libraries that shape a figure.

    Examples
    --------
    >>> sorted(versions())[:3]
    ['analysis', 'bertopic', 'matplotlib']
    """
    package = getattr(sys.modules.get("analysis"), "__version__", "unknown")
    found = {"analysis": str(package), "python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def is_axes(thing: object) -> bool:
    """Return whether `thing` is a matplotlib Axes, without importing matplotlib to find out."""
    axes = sys.modules.get("matplotlib.axes")
    return axes is not None and isinstance(thing, axes.Axes)


def _is_table(value: object) -> bool:
    return hasattr(type(value), "columns") or isinstance(value, pd.Series)


def _name(value: object) -> str:
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{named.__module__}.{named.__qualname__}"
