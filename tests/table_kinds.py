"""The kinds of table that the counting functions take, and how to read what comes back."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest


def _duckdb(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


KINDS = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": _duckdb,
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def as_kind(frame: pd.DataFrame, kind: str):
    return KINDS[kind](frame)


def rows_of(table, kind: str) -> list[tuple]:
    """Check that the table is of the kind, and return its rows in order, missing values as None."""
    types = {
        "pandas": pd.DataFrame, "polars": pl.DataFrame, "polars lazy": pl.LazyFrame,
        "pyarrow": pa.Table, "duckdb": duckdb.DuckDBPyRelation,
    }  # fmt: skip
    assert isinstance(table, types[kind])
    if kind == "pandas":
        assert isinstance(table.index, pd.RangeIndex)
        rows = table.itertuples(index=False, name=None)
    elif kind == "polars":
        rows = table.rows()
    elif kind == "polars lazy":
        rows = table.collect().rows()
    elif kind == "pyarrow":
        rows = [tuple(row.values()) for row in table.to_pylist()]
    else:
        rows = table.fetchall()
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows]
