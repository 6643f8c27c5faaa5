"""One way to take a table of any kind (pandas, Polars, PyArrow, DuckDB, Dask) and to give the same kind back.

The counting functions are written over narwhals. What can grow with the corpus (one row an author, one
row a pair of authors) stays lazy where the input was lazy; summaries (one row a period) are collected,
finished here and handed back in the kind that was given.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.errors import no_table, require_columns

Columns = str | Sequence[str] | None
SEVERAL = ("field", "document_type", "language", "institution", "country")  # joined by "; " where several
LAZY_BACKENDS = {"duckdb": "pyarrow", "dask": "pandas", "polars": "polars"}


def take(table: Any, needed: Sequence[str], name: str, made_by: str) -> Any:
    """Return `table` as a narwhals frame after checking that it has the columns `needed`.

    Those of them that are held as categories are taken as text: two tables seldom have the same categories.

    Raises
    ------
    KeyError
        If a column is missing; the message names the function that makes such a table.
    TypeError
        If `table` is not a table that narwhals knows; the message names that function too.

    Examples
    --------
    >>> import pandas as pd
    >>> take(pd.DataFrame({"paper_id": ["p1"]}), ["paper_id"], "papers", "load_corpus").columns
    ['paper_id']
    """
    frame = _framed(table, name, made_by)
    schema = frame.collect_schema()
    require_columns(list(schema.names()), list(needed), name, made_by)
    held = [column for column in needed if schema[column] in (nw.Categorical, nw.Enum)]
    return frame.with_columns(nw.col(*held).cast(nw.String)) if held else frame


def _framed(table: Any, name: str, made_by: str) -> Any:
    frame = nw.from_native(table, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise no_table(table, name, made_by)
    return frame


def require_same_kind(**frames: Any) -> None:
    """Raise `TypeError` when narwhals frames that are to be joined are not of one kind.

    Examples
    --------
    >>> import pandas as pd, polars as pl
    >>> require_same_kind(papers=nw.from_native(pl.DataFrame()), references=nw.from_native(pd.DataFrame()))
    Traceback (most recent call last):
    TypeError: `papers` is a table of polars, but `references` of pandas; give both of one kind.
    """
    (name, kind), *others = [(name, frame.implementation.value) for name, frame in frames.items()]
    for other, its_kind in others:
        if its_kind != kind:
            raise TypeError(
                f"`{name}` is a table of {kind}, but `{other}` of {its_kind}; give both of one kind."
            )


def give(frame: Any, like: IntoFrameT) -> IntoFrameT:
    """Return a narwhals frame as the table of the kind of `like` that it is.

    A pandas table gets a fresh `RangeIndex`, texts of pandas' own type `str`, and none of the `attrs` of
    what it was counted from.
    """
    if isinstance(frame, nw.DataFrame):
        frame = nw.maybe_reset_index(frame)
    native = frame.to_native()
    if isinstance(frame, nw.DataFrame) and frame.implementation.is_pandas():
        texts = [name for name, kind in native.dtypes.items() if str(kind) == "string"]
        native = native.astype(dict.fromkeys(texts, "str"))
        native.attrs = {}
    return cast(IntoFrameT, native)


def small(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any], like: IntoFrameT) -> IntoFrameT:
    """Return rows that were worked out one by one as a table of the kind of `like`.

    For lazy input the table is lazy too (DuckDB: a relation of the default connection). For kinds that
    can't be made from rows here (Spark), it is the PyArrow table.

    Examples
    --------
    >>> import pandas as pd
    >>> like = pd.DataFrame({"a": [1]})
    >>> small([{"period": "2024", "papers": 3}], {"period": nw.String, "papers": nw.Int64}, like)
      period  papers
    0   2024       3
    """
    rows = list(rows)
    data = {name: [row[name] for row in rows] for name in schema}
    frame: Any = nw.from_native(like)
    kind: Any = frame.implementation.value
    if isinstance(frame, nw.DataFrame):
        return give(nw.from_dict(data, schema=dict(schema), backend=kind), like)
    backend: Any = LAZY_BACKENDS.get(kind, "pyarrow")
    eager = nw.from_dict(data, schema=dict(schema), backend=backend)
    return give(eager.lazy(backend=kind) if kind in LAZY_BACKENDS else eager, like)


def to_rows(table: Any, *needed: str, made_by: str = "") -> list[dict[str, Any]]:
    """Return a table of any kind (narwhals or native) as dictionaries; what is missing is None.

    Raises
    ------
    KeyError
        If a column of `needed` is missing; the message names `made_by`, which makes such a table.
    TypeError
        If `table` is none.

    Examples
    --------
    >>> import pandas as pd
    >>> to_rows(pd.DataFrame({"venue": ["A", None], "share": [0.5, float("nan")]}))
    [{'venue': 'A', 'share': 0.5}, {'venue': None, 'share': None}]
    """
    frame = _framed(table, "table", made_by)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    require_columns(list(frame.columns), list(needed), "table", made_by)
    rows: list[dict[str, Any]] = nw.maybe_reset_index(frame).to_arrow().to_pylist()
    return [{key: None if value != value else value for key, value in row.items()} for row in rows]


def count_by(frame: Any, *keys: str, name: str = "papers") -> Any:
    """Return how many rows of a narwhals frame each combination of `keys` has, as the column `name`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"venue": ["A", "B", "A"]}))
    >>> count_by(frame, "venue").sort("venue").to_native()
      venue  papers
    0     A       2
    1     B       1
    """
    counts = frame.group_by(*keys).agg(nw.len().alias(name))
    return counts.with_columns(nw.col(name).cast(nw.Int64))


def count_where(frame: Any, keys: Sequence[str], **conditions: nw.Expr) -> Any:
    """Return how many rows of a narwhals frame each combination of `keys` has, and how many fulfil what.

    The rows are the column `papers`, those that fulfil a condition a column of its name. Without `keys`
    there is one row for all.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"venue": ["A", "B", "A"], "year": [2001, 2002, 2003]}))
    >>> count_where(frame, ["venue"], recent=nw.col("year") > 2001).to_native()
      venue  papers  recent
    0     A       2       1
    1     B       1       1
    """
    flags = {name: nw.when(one).then(nw.lit(1)).otherwise(nw.lit(0)) for name, one in conditions.items()}
    frame = frame.with_columns(papers=nw.lit(1), **flags)
    sums = nw.col("papers", *flags).sum()
    counts = frame.group_by(*keys).agg(sums).sort(*keys, nulls_last=True) if keys else frame.select(sums)
    return counts.with_columns(nw.col("papers", *flags).fill_null(0).cast(nw.Int64))


def one_a_row(frame: Any, column: str) -> Any:
    """Return a narwhals frame with a row for each of the values that are joined by "; " in `column`.

    Rows without a value stay. The values are told apart in a table of their own that is joined, as not every
    kind of table can split texts.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"paper_id": ["p1", "p2"], "field": ["A; B", None]}))
    >>> one_a_row(frame, "field").to_native()
      paper_id field
    0       p1     A
    1       p1     B
    2       p2   NaN
    """
    texts = frame.select(nw.col(column).cast(nw.String))
    joined = texts.filter(nw.col(column).str.contains("; ", literal=True)).unique()
    values = [row[column] for row in to_rows(joined.sort(column))]
    if not values:
        return frame
    order = list(frame.collect_schema().names())
    rows = [{column: value, "one": part} for value in values for part in dict.fromkeys(value.split("; "))]
    singles = nw.from_native(small(rows, {column: nw.String, "one": nw.String}, frame.to_native()))
    frame = frame.with_columns(nw.col(column).cast(nw.String)).join(singles, on=column, how="left")
    one = nw.when(nw.col("one").is_null()).then(nw.col(column)).otherwise(nw.col("one"))
    return frame.with_columns(one.alias(column)).select(*order)


def once_in_each(frame: Any, columns: Sequence[str]) -> Any:
    """Return a narwhals frame in which a paper stands once for each of its fields, languages, types.

    So it is counted once in each; `columns` that hold one value a paper change nothing.
    """
    for column in columns:
        if column in SEVERAL:
            frame = one_a_row(frame, column)
    return frame


def is_true(frame: Any, column: str) -> nw.Expr:
    """Return the condition that a flag of a narwhals frame is known and true.

    A column with gaps that was not stored as 'boolean' holds NaN, which pandas takes for true.

    Raises
    ------
    TypeError
        If the column holds text: "no" would be true.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"has_code": [True, False, float("nan")]}))
    >>> frame.filter(is_true(frame, "has_code")).shape
    (1, 1)
    """
    flag = nw.col(column)
    if frame.collect_schema()[column] == nw.String:  # so is a column of nothing but gaps
        if to_rows(frame.select(flag.count()))[0][column]:
            raise TypeError(f"`{column}` must hold true and false, but holds text.")
        return ~flag.is_null()
    return nw.when(~flag.is_null()).then(flag).otherwise(nw.lit(False)).cast(nw.Boolean)


def once_sentence(columns: Iterable[str]) -> str:
    """Return the sentence that says so; empty where no column of a table holds several values a paper.

    Examples
    --------
    >>> once_sentence(["period", "document_type", "papers"]), once_sentence(["period", "venue"])
    (' A paper with more than one document type counts once in each.', '')
    """
    named = [column.replace("_", " ") for column in columns if column in SEVERAL]
    return f" A paper with more than one {named[0]} counts once in each." if named else ""


def as_list(by: Columns, *, made: Iterable[str]) -> list[str]:
    """Return the column names given as one name, several or None as a list.

    Raises
    ------
    TypeError
        If something else is given.
    ValueError
        If a name is that of a column which the table gets, `made`.
    """
    if not isinstance(by, str | Iterable | None):
        raise TypeError(f"`by` must be the name of a column, or several, but {by!r} was given.")
    names = [by] if isinstance(by, str) else list(by or ())
    for name in set(names) & set(made):
        raise ValueError(f"`by` can't be {name!r}, which the table has of its own; rename the column first.")
    return names
