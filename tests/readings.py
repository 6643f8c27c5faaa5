"""Read a source in a test, and hold what was counted against what was read."""

from types import ModuleType
from typing import Any

from analysis.readers import Reading, Source, recognise

LISTS = ("authors", "author_details", "keywords", "references")


class Record(dict[str, Any]):
    """A record without what is missing in it: that is None, or an empty list, where it is asked for."""

    def __missing__(self, name: str) -> list[Any] | None:
        return [] if name in LISTS else None


def told(reading: Reading) -> Reading:
    """Return a reading with records, and details of their authors, that are without what is missing."""
    records = [_known(record) for record in reading.records]
    for record in records:
        if "author_details" in record:
            record["author_details"] = [_known(one) for one in record["author_details"]]
    return Reading(records, reading.problems)


def _known(record: dict[str, Any]) -> Record:
    return Record({name: value for name, value in record.items() if value not in (None, "", [])})


def read(source: Source, name: str) -> Reading:
    """Return the reading of a source, which must be recognised as a format among all there are."""
    form = recognise(source)
    assert form.name == name
    reading = form.read(source)
    assert form.count is not None
    assert form.count(source) == len(reading.records)
    return told(reading)


def read_by(reader: ModuleType, source: Source, *, recognised: bool = True) -> Reading:
    """Return what one reader makes of a source, which it must recognise unless that does not matter."""
    assert reader.recognises(source) or not recognised
    reading = reader.read(source)
    assert len(reading.records) == reader.count_records(source)
    return told(reading)
