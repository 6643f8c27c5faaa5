"""What goes wrong in a way that a reader of a report should be told in a sentence."""


class TooLittleData(ValueError):
    """The corpus holds too little for a method; the message says what is missing.

    Table functions return an empty table instead; functions that plot raise this,
    and the notebooks print its message where the figure would have stood.
    """


def require_columns(columns: list[str], needed: list[str], table: str, made_by: str) -> None:
    """Raise `KeyError` when `table` lacks one of the columns that a function needs."""
    missing = [column for column in needed if column not in columns]
    if missing:
        raise KeyError(
            f"`{table}` must have the column(s) {missing}, but has {list(columns)}. "
            f"{made_by} returns such a table."
        )


def require_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise `ValueError` when `value` is none of `choices`."""
    if value not in choices:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, choices))}, but {value!r} was given.")


def require_share(name: str, value: float) -> None:
    """Raise `ValueError` when `value` is not between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"`{name}` must be between 0 and 1, such as 0.95, but {value!r} was given.")


def require_at_least(name: str, value: int, least: int) -> None:
    """Raise `ValueError` when the number `value` is below `least`."""
    if value < least:
        raise ValueError(f"`{name}` must be {least} or more, but {value!r} was given.")
