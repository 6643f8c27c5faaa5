"""References of many records, packed into columns: as dictionaries they would take many times their text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, SupportsIndex, overload

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.schema import COLUMNS, TEXT, WHOLE

FILLED_LATER = ("paper_id", "reference_id", "cited_paper_id")
FIELDS = {
    name: pa.int64() if kind == WHOLE else pa.large_string()
    for name, kind in COLUMNS["references"].items()
    if name not in FILLED_LATER
}
BATCH = 500  # records
MANY_PIECES = 1_000


@contextmanager
def memory_of_the_system() -> Iterator[None]:
    """Let Arrow take memory from the system, as its own pools hold on to much more than is in use."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


class PackedReferences(Sequence[dict[str, Any]]):
    """The references of one record: some rows of a table that holds those of many."""

    __slots__ = ("batch", "start", "stop")

    def __init__(self, batch: pa.RecordBatch, start: int, stop: int) -> None:
        self.batch, self.start, self.stop = batch, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.batch.slice(self.start, len(self)).to_pylist():
            yield {key: value for key, value in row.items() if value is not None}

    @overload
    def __getitem__(self, place: SupportsIndex) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: Any) -> Any:
        return list(self)[place]


def packed(lists: Sequence[Sequence[Mapping[str, Any]]]) -> list[PackedReferences] | None:
    """Return the lists of references packed together, or None where a key or a value does not fit.

    Examples
    --------
    >>> one, two = packed([[{"reference": "Ek 1999", "year": 1999}], []])
    >>> list(one), len(two)
    ([{'reference': 'Ek 1999', 'year': 1999}], 0)
    >>> packed([[{"reference": 5}]]) is None
    True
    """
    flat = [reference for references in lists for reference in references]
    if not {key for reference in flat for key in reference} <= FIELDS.keys():
        return None
    try:
        columns = [pa.array([row.get(name) for row in flat], kind) for name, kind in FIELDS.items()]
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError):
        return None
    batch = pa.RecordBatch.from_arrays(columns, names=list(FIELDS))
    ends = np.cumsum([len(references) for references in lists]).tolist()
    return [PackedReferences(batch, start, end) for start, end in zip([0, *ends], ends, strict=False)]


class Records(list[dict[str, Any]]):
    """A list of records that packs the references of the older ones as it grows."""

    def __init__(self, records: Iterable[dict[str, Any]] = ()) -> None:
        super().__init__(records)
        self._packed = 0

    def append(self, record: dict[str, Any]) -> None:
        """Add a record; those that were added long before it are packed."""
        super().append(record)
        if len(self) - self._packed > BATCH:
            pack_references(self[self._packed : -1])
            self._packed = len(self) - 1


def pack_references(records: Iterable[dict[str, Any]]) -> None:
    """Replace the lists of references in `records` by packed ones, as far as they fit."""
    some = [one for one in records if isinstance(one, dict) and type(one.get("references")) is list]
    for record, references in zip(some, packed([one["references"] for one in some]) or (), strict=False):
        record["references"] = references


def references_table(of_papers: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> pd.DataFrame:
    """Return one row a reference, with the `paper_id` of the paper that cites it.

    Parameters
    ----------
    of_papers : iterable of (str, sequence)
        Papers and their references, packed or as dictionaries that fit the columns.
    """
    papers: list[str] = []
    sizes: list[int] = []
    batches: list[pa.RecordBatch] = []
    last: PackedReferences | None = None
    kinds = COLUMNS["references"]
    for paper_id, references in of_papers:
        if not len(references):
            continue
        papers.append(paper_id)
        sizes.append(len(references))
        some = references if isinstance(references, PackedReferences) else _pack_one(references)
        if last is not None and last.batch is some.batch and last.stop == some.start:
            some = PackedReferences(last.batch, last.start, some.stop)
            batches.pop()
        batches.append(some.batch.slice(some.start, len(some)))
        last = some
    table = pa.Table.from_batches(batches, pa.schema(list(FIELDS.items())))
    if len(batches) > MANY_PIECES:
        table = table.combine_chunks()
    columns = {name: pd.Series(_column(table[name], kinds[name])) for name in FIELDS}
    ids = pa.array(papers, pa.large_string()).take(pa.array(np.repeat(np.arange(len(papers)), sizes)))
    return pd.DataFrame({"paper_id": pd.Series(pd.array(ids, dtype=TEXT)), **columns})


def _column(values: pa.ChunkedArray, kind: str) -> Any:
    """Return a packed column as pandas holds it; whole numbers do not pass through Python's objects."""
    if kind != WHOLE:
        return pd.array(values, dtype=kind)
    missing = values.is_null().to_numpy()
    return pd.arrays.IntegerArray(values.fill_null(0).to_numpy().astype("int64"), missing.astype(bool))


def _pack_one(references: Sequence[Mapping[str, Any]]) -> PackedReferences:
    found = packed([references])
    if found is None:
        raise TypeError(
            f"References must be dictionaries with {', '.join(FIELDS)}, but are {references!r:.200}."
        )
    return found[0]
