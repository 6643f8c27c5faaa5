"""References of many records, packed into columns: as dictionaries they would take many times their text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, SupportsIndex, overload

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


class Batch(NamedTuple):
    """The references of many records: a table that holds each once, and where each stands in it."""

    distinct: pa.RecordBatch
    places: "np.ndarray[Any, Any]"


class PackedReferences(Sequence[dict[str, Any]]):
    """The references of one record: some of a batch."""

    __slots__ = ("batch", "start", "stop")

    def __init__(self, batch: Batch, start: int, stop: int) -> None:
        self.batch, self.start, self.stop = batch, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def places(self) -> "np.ndarray[Any, Any]":
        """Where in the batch's table they stand."""
        return self.batch.places[self.start : self.stop]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.batch.distinct.take(pa.array(self.places)).to_pylist():
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
    place_of = {known: place for place, known in enumerate(distinct)}
    places = np.array([place_of[id(one)] for references in lists for one in references], dtype="int32")
    batch = Batch(pa.RecordBatch.from_arrays(columns, names=list(FIELDS)), places)
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


class ReferencesOfPapers:
    """The references of papers, gathered some papers at a time, until a table is made of them.

    What held them with the records can then be let go: many small objects, scattered between those of the
    records, keep all of that memory from being free.
    """

    def __init__(self) -> None:
        self._batches: list[pa.RecordBatch] = []
        self._starts: dict[int, int] = {}
        self._rows: list[np.ndarray[Any, Any]] = []  # of each reference, among those of all batches
        self._sizes: list[np.ndarray[Any, Any]] = []
        self._end = 0

    def add(self, of_papers: Iterable[Sequence[Mapping[str, Any]]]) -> None:
        """Add the references of more papers, packed or as dictionaries that fit the columns."""
        lists = list(of_papers)
        some = [one if isinstance(one, PackedReferences) else _pack_one(one) for one in lists if len(one)]
        self._sizes.append(np.array([len(one) for one in lists], dtype="int64"))
        self._rows.append(_joined([one.places + self._start(one) for one in some]))

    def _start(self, references: PackedReferences) -> np.int64:
        """Return where the first row of their batch stands among those of all batches."""
        distinct = references.batch.distinct
        if id(distinct) not in self._starts:
            self._starts[id(distinct)] = self._end
            self._batches.append(distinct)
            self._end += distinct.num_rows
        return np.int64(self._starts[id(distinct)])

    def table(self, paper_ids: pa.Array) -> pd.DataFrame:
        """Return one row a reference, with the id of the paper that cites it, and let go of all of them.

        Parameters
        ----------
        paper_ids : Array of large_string
            The ids of the papers, in the order in which their references were added.
        """
        table = pa.Table.from_batches(self._batches, pa.schema(list(FIELDS.items())))
        rows, sizes = _joined(self._rows), _joined(self._sizes)
        self._batches.clear()
        columns = {}
        for name in FIELDS:
            columns[name] = _column(table[name].combine_chunks().take(pa.array(rows)), name)
            table = table.drop_columns(name)
            pa.default_memory_pool().release_unused()
        ids = paper_ids.take(pa.array(np.repeat(np.arange(len(sizes)), sizes)))
        return pd.DataFrame({"paper_id": pd.Series(pd.array(ids, dtype=TEXT)), **columns})


def _joined(numbers: Sequence["np.ndarray[Any, Any]"]) -> "np.ndarray[Any, Any]":
    return np.concatenate([np.empty(0, dtype="int64"), *numbers])


def _column(values: pa.Array, name: str) -> pd.Series:
    """Return a packed column as pandas holds it; whole numbers do not pass through Python's objects."""
    if COLUMNS["references"][name] != WHOLE:
        return pd.Series(pd.array(values, dtype=TEXT))
    missing = values.is_null().to_numpy(zero_copy_only=False)
    whole = values.fill_null(0).to_numpy().astype("int64")
    return pd.Series(pd.arrays.IntegerArray(whole, missing.astype(bool)))


def _pack_one(references: Sequence[Mapping[str, Any]]) -> PackedReferences:
    found = packed([list(references)])
    if found is None:
        raise TypeError(
            f"References must be dictionaries with {', '.join(FIELDS)}, but are {references!r:.200}."
        )
    return found[0]
