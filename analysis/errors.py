"""What goes wrong in a way that a reader of a report should be told in a sentence."""

from numbers import Integral, Real
from typing import Any


class TooLittleData(ValueError):
    """The corpus holds too little for a method; the message says what is missing.

    Table functions return an empty table instead; functions that plot raise this,
    and the notebooks print its message where the figure would have stood.
    """


def require_columns(columns: list[str], needed: list[str], table: str, made_by: str) -> None:
    """Raise `KeyError` when `table` lacks one of the columns that a function needs."""
    missing = [column for column in needed if column not in columns]
    if missing:
        raise KeyError(f"`{table}` must have the column(s) {missing}, but has {columns}.{_maker(made_by)}")


def _maker(made_by: str) -> str:
    return f" {made_by} returns such a table." if made_by else ""


def found(given: object) -> str:
    """Return of what kind an argument is, and of which package that kind."""
    package = type(given).__module__.split(".")[0]
    return "None" if given is None else f"{type(given).__name__}{f' of {package}' * (package != 'builtins')}"


def no_table(given: object, name: str, made_by: str, *, kind: str = "table") -> TypeError:
    """Return the error that says of an argument that it is no table, or none of the `kind` that is needed.

    Examples
    --------
    >>> no_table(None, "papers", "load_corpus(...).papers")
    TypeError('`papers` must be a table, but None was given. load_corpus(...).papers returns such a table.')
    """
    change = " `.to_pandas()` makes one of other tables." if hasattr(given, "to_pandas") else _maker(made_by)
    return TypeError(f"`{name}` must be a {kind}, but {found(given)} was given.{change}")


def require_pandas(table: Any, needed: list[str], name: str, made_by: str) -> None:
    """Raise `TypeError` when `table` is no pandas DataFrame, `KeyError` when it lacks a column."""
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise no_table(table, name, made_by, kind="pandas DataFrame")
    require_columns(list(table.columns), needed, name, made_by)


def require_made(thing: object, name: str, attribute: str, made_by: str) -> None:
    """Raise `TypeError` when `thing` has no `attribute`, as what `made_by` returns has."""
    if not hasattr(thing, attribute):
        raise TypeError(f"`{name}` must be what `{made_by}` returns, but {found(thing)} was given.")


def require_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise `ValueError` when `value` is none of `choices`."""
    if value not in choices:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, choices))}, but {value!r} was given.")


def require_share(name: str, value: float) -> None:
    """Raise `ValueError` when `value` is not between 0 and 1, `TypeError` when it is no number."""
    if not isinstance(value, Real):
        raise TypeError(f"`{name}` must be a number between 0 and 1, but {value!r} was given.")
    if not 0 < value < 1:
        raise ValueError(f"`{name}` must be between 0 and 1, such as 0.95, but {value!r} was given.")


def require_at_least(name: str, value: int, least: int) -> None:
    """Raise `ValueError` when the number `value` is below `least`, `TypeError` when it is no whole number."""
    if not isinstance(value, Integral):
        raise TypeError(f"`{name}` must be a whole number, {least} or more, but {value!r} was given.")
    if value < least:
        raise ValueError(f"`{name}` must be {least} or more, but {value!r} was given.")
