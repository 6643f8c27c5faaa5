"""References of many records, packed into columns: as dictionaries they would take many times their text."""

import gc
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
BATCH = 2_000  # records


@contextmanager
def made_for_much() -> Iterator[None]:
    """Let Arrow and Python handle their memory as suits the reading of millions of records.

    Arrow takes it from the system, as its own pools hold on to much more than is in use. Python does not
    search for objects that hold one another: readers make none, and the search takes a fifth of the time.
    """
    before, searching = pa.default_memory_pool(), gc.isenabled()
    pa.set_memory_pool(pa.system_memory_pool())
    gc.disable()
    try:
        yield
    finally:
        pa.set_memory_pool(before)
        if searching:
            gc.enable()


class PackedReferences(Sequence[dict[str, Any]]):
    """The references of one record: their places in a table that holds each of many records' once."""

    __slots__ = ("batch", "places")

    def __init__(self, batch: pa.RecordBatch, places: "np.ndarray[Any, Any]") -> None:
        self.batch, self.places = batch, places

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.batch.take(pa.array(self.places)).to_pylist():
            yield {key: value for key, value in row.items() if value is not None}

    @overload
    def __getitem__(self, place: SupportsIndex) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: Any) -> Any:
        return list(self)[place]


def packed(lists: Sequence[Sequence[Mapping[str, Any]]]) -> list[PackedReferences] | None:
    """Return the lists of references packed together, or None where a key or a value does not fit.

    Readers hand over the same dictionary for the same text where they can: it is packed once.

    Examples
    --------
    >>> one, two = packed([[{"reference": "Ek 1999", "year": 1999}], []])
    >>> list(one), len(two)
    ([{'reference': 'Ek 1999', 'year': 1999}], 0)
    >>> packed([[{"reference": 5}]]) is None
    True
    """
    distinct = {id(reference): reference for references in lists for reference in references}
    if not {key for reference in distinct.values() for key in reference} <= FIELDS.keys():
        return None
    rows = distinct.values()
    try:
        columns = [pa.array([row.get(name) for row in rows], kind) for name, kind in FIELDS.items()]
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError):
        return None
    batch = pa.RecordBatch.from_arrays(columns, names=list(FIELDS))
    place_of = {known: place for place, known in enumerate(distinct)}
    return [
        PackedReferences(batch, np.array([place_of[id(one)] for one in references], dtype="int32"))
        for references in lists
    ]


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
    places: list[Any] = []
    batches: list[pa.RecordBatch] = []
    starts: dict[int, int] = {}
    rows = 0
    for paper_id, references in of_papers:
        if not len(references):
            continue
        some = references if isinstance(references, PackedReferences) else _pack_one(references)
        if id(some.batch) not in starts:
            starts[id(some.batch)] = rows
            rows += some.batch.num_rows
            batches.append(some.batch)
        papers.append(paper_id)
        places.append(some.places + np.int64(starts[id(some.batch)]))
    table = pa.Table.from_batches(batches, pa.schema(list(FIELDS.items())))
    order = pa.array(np.concatenate([*places, np.empty(0, "int64")]))
    kinds = COLUMNS["references"]
    columns = {
        name: pd.Series(_column(table[name].combine_chunks().take(order), kinds[name])) for name in FIELDS
    }
    sizes = [len(some) for some in places]
    ids = pa.array(papers, pa.large_string()).take(pa.array(np.repeat(np.arange(len(papers)), sizes)))
    return pd.DataFrame({"paper_id": pd.Series(pd.array(ids, dtype=TEXT)), **columns})


def _column(values: pa.Array, kind: str) -> Any:
    """Return a packed column as pandas holds it; whole numbers do not pass through Python's objects."""
    if kind != WHOLE:
        return pd.array(values, dtype=kind)
    missing = values.is_null().to_numpy(zero_copy_only=False)
    return pd.arrays.IntegerArray(values.fill_null(0).to_numpy().astype("int64"), missing.astype(bool))


def _pack_one(references: Sequence[Mapping[str, Any]]) -> PackedReferences:
    found = packed([list(references)])
    if found is None:
        raise TypeError(
            f"References must be dictionaries with {', '.join(FIELDS)}, but are {references!r:.200}."
        )
    return found[0]
