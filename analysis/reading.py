"""From files to records: each file is unpacked, recognised, read, counted and checked on its own."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from analysis.archives import Part, is_archive, unpacked
from analysis.decoding import UnreadableFile
from analysis.files import declared_facts, facts_for, partial_date, sha256, short_names
from analysis.fitting import fitted_record
from analysis.packing import pack_references
from analysis.readers import Format, Reading, Source, UnknownFormat, recognise

Row = dict[str, Any]
Found = TypeVar("Found")
MUCH = 50_000_000  # bytes of files from which on a progress bar is shown


def read_files(files: list[Path], formats: Mapping[str, Format]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the records of files, the ledger's row of each file, and what could not be read in full."""
    from tqdm import tqdm

    facts, problems = {}, []
    for folder in sorted({file.parent for file in files}):
        facts[folder], wrong = declared_facts(folder)
        problems.extend(wrong)
    records: list[Row] = []
    ledger = []
    sizes = [_size(file) for file in files]
    with tqdm(total=sum(sizes), desc="Reading", unit="B", unit_scale=True, disable=sum(sizes) < MUCH) as bar:
        for (file, name), size in zip(short_names(files).items(), sizes, strict=True):
            for part in _parts(file, name):
                entry, found, odd = read_part(part, facts_for(file.name, facts[file.parent]), formats)
                ledger.append({**entry, "records": len(found), "problems": len(odd)})
                records.extend(found)
                problems.extend({"source_file": part.name, **row} for row in odd)
            bar.update(size)
    return records, ledger, problems


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _parts(file: Path, name: str) -> Iterator[Part]:
    try:
        with file.open("rb") as opened:
            packed = is_archive(opened.read(4))
        if packed:
            yield from unpacked(name, file.read_bytes())
        else:
            yield Part(name, path=file)
    except OSError as error:
        yield Part(name, problem=str(error))


def read_part(
    part: Part, facts: Mapping[str, object], formats: Mapping[str, Format]
) -> tuple[Row, list[Row], list[Row]]:
    """Return the ledger's row of a file, its records and its problems."""
    entry: Row = {"source_file": part.name}
    problems: list[Row] = [{"problem": part.problem}] if part.problem else []
    if part.problem and not part.content:
        return entry, [], problems
    source, error = _attempt(lambda: Source(part.name, part.read(), facts=facts, path=part.path))
    if source is None:
        return entry, [], [{"problem": str(error)}]
    entry |= {"sha256": sha256(source.content), "bytes": len(source.content)}
    form, error = _attempt(lambda: recognise(source, formats=formats))
    if form is None:
        return entry, [], [*problems, _failure("Recognising this file", error, source)]
    entry["format"] = form.name
    reading, error = _attempt(lambda: _reading(form.read(source)))
    if reading is None:
        problems.append(_failure(f"The reader of {form.name!r}", error, source))
        reading = Reading()
    records, odd = _completed(reading.records, source, form.name)
    entry["encoding"] = source.encoding
    problems += [*source.oddities, *reading.problems, *odd]
    if form.count is not None:
        count = form.count
        entry["counted"], error = _attempt(lambda: count(source))
        if error:
            problems.append(_failure(f"Counting the record marks of {form.name!r}", error, source))
        elif entry["counted"] != len(records):
            problems.append(_shortfall(entry["counted"], len(records)))
    return entry, records, problems


def _attempt(job: Callable[[], Found]) -> tuple[Found | None, Exception | None]:
    """Return what `job` returns, or what it raised.

    The only place that catches any exception: a user's own format and a file made to do harm may raise
    whatever there is, and must not keep the other files from being read. It goes into `problems`.
    """
    try:
        return job(), None
    except Exception as error:
        return None, error


def _reading(found: Reading | Iterable[Row]) -> Reading:
    """Return what a reader gave as a Reading; a plain list of records will do."""
    return found if isinstance(found, Reading) else Reading(records=list(found))


def _failure(what: str, error: Exception | None, source: Source) -> Row:
    if isinstance(error, UnreadableFile):
        return {"problem": str(error)}
    if isinstance(error, UnknownFormat):
        return {"problem": str(error), "text": source.head.strip()[:200]}
    frames = extract_tb(error.__traceback__) if error else []
    place = f" (line {frames[-1].lineno} of {Path(frames[-1].filename).name})" if frames else ""
    raised = f"{what} ended in {type(error).__name__}{place}; nothing else was kept of it."
    remedy = "Check the file, or the function if it is your own."
    return {"problem": f"{raised} {remedy}", "text": str(error)[:200]}


def _shortfall(counted: int, kept: int) -> Row:
    difference = f"{abs(counted - kept):,} {'fewer' if kept < counted else 'more'}"
    found = f"{counted:,} record marks stand in the file, but {kept:,} records were kept, {difference}."
    return {"problem": f"{found} See the other problems of this file."}


def _completed(found: list[Row], source: Source, kind: str) -> tuple[list[Row], list[Row]]:
    """Return the records with their origin and with what was declared, and what of them fits no column."""
    declared = {key: source.facts[key] for key in ("venue", "field", "language") if key in source.facts}
    date = partial_date(source.facts.get("published"))
    seen: Counter[str] = Counter()
    records: list[Row] = []
    problems: list[Row] = []
    values: dict[str, str] = {}
    pack_references(found)
    found.reverse()
    for number in range(1, len(found) + 1):
        printed, odd = fitted_record(found.pop(), seen=values)  # popped, so that no record is held twice
        line = printed.get("source_line", number)
        problems.extend({"source_line": line, **row} for row in odd)
        if date and "published" not in printed:
            printed |= {"published": date[0], "date_precision": date[1], "date_inferred": False}
        place = f"{source.name}:{line}"
        seen[place] += 1
        record_id = place if seen[place] == 1 else f"{place}#{seen[place]}"
        origin = {"record_id": record_id, "source_file": source.name, "format": kind}
        records.append({**declared, **printed, **origin})
    return records, problems
