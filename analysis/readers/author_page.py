"""Papers of an author or a group: field and date, then title and authors glued together, then the abstract.

The first line of an entry reads `LGAug 13, 2023Code`. The page leaves the year out of the dates of the
year in which it was saved, so a date without one is later than every year printed. The authors end in
`et al.` when only the first of them are shown.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.names import author_key
from analysis.readers.base import Format, Line, Reading, Record, Source
from analysis.readers.glued import DOUBTFUL, Split, split_glued
from analysis.readers.lines import (
    filled_lines,
    prose,
    report_gaps,
)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# arXiv codes as printed: `LG`, `stat ML`, `cs.CV`, `math-ph`, `q-bio NC`, `cond-mat mtrl-sci`
FIELD = r"(?:[a-z][a-z-]{1,9}(?:[ .](?:[A-Z]{2}|[a-z][a-z-]{2,9}))?|[A-Z]{2,3})?"
ENTRY = re.compile(
    rf"(?P<field>{FIELD})\s*(?P<date>(?:{MONTH} \d{{1,2}}(?:,? (?:19|20)\d\d)?|{MONTH},? (?:19|20)\d\d))"
    r"\s*(?P<marks>[A-Z][A-Za-z ]{0,30})?"
)
DATE = re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*\.?,?(?: (?P<day>\d{1,2})(?!\d))?(?:,? (?P<year>\d{4}))?")


def recognises(source: Source) -> bool:
    """Return whether the source is such a page: entries of field and date, each with text below."""
    lines = filled_lines(source.text)
    heads = [found for _, line in lines if len(line) < 60 and (found := ENTRY.fullmatch(line))]
    apart = [after - before for before, after in pairwise(_starts(lines))]
    fields = sum(bool(head["field"]) for head in heads)
    return (
        fields >= 1
        and 2 * fields >= len(heads)
        and 30 * len(heads) >= len(lines)
        and max(apart, default=2) > 1
    )


def _starts(lines: Sequence[Line]) -> list[int]:
    return [i for i, (_, line) in enumerate(lines) if len(line) < 60 and ENTRY.fullmatch(line)]


def read(source: Source) -> Reading:
    """Return the papers of the page; `facts["saved"]` may say in which year it was saved."""
    lines, reading = filled_lines(source.text), Reading()
    starts = _starts(lines)
    entries = [lines[start:end] for start, end in pairwise([*starts, len(lines)])]
    heading = ", ".join(line for _, line in lines[: starts[0]]) if starts else ""
    glued = [_glued_line(entry) for entry in entries]
    abstracts = [
        " ".join(text for _, text in entry[1 + bool(line) :])
        for entry, line in zip(entries, glued, strict=True)
    ]
    splits = iter(split_glued([line for line in glued if line], texts=abstracts))
    for entry, line, abstract in zip(entries, glued, abstracts, strict=True):
        record: Record = {"source_line": entry[0][0], "heading": heading or None}
        head = ENTRY.fullmatch(entry[0][1])
        if head:
            record |= {"field": head["field"] or None, "date": head["date"]}
            record["has_code"] = "code" in (head["marks"] or "").casefold()
        if line:
            _add_split(record, next(splits), line, reading)
        else:
            reading.report(entry[0][0], "No line with title and authors follows this date.", entry[0][1])
        record["abstract"] = abstract or None
        reading.records.append({key: value for key, value in record.items() if value is not None})
    if not starts:
        reading.report(
            1, "No line with field and date, such as `LGAug 13, 2023`, begins an entry here.", heading[:200]
        )
    _add_dates(reading, source.facts.get("saved"))
    report_gaps(reading)
    return reading


def _glued_line(entry: Sequence[Line]) -> str | None:
    """Return the line of an entry with title and authors, unless what stands there is an abstract."""
    if len(entry) < 2 or (len(entry) == 2 and prose(entry[1][1]) > 3) or prose(entry[1][1]) > 6:
        return None
    return entry[1][1]


def _add_split(record: Record, split: Split, line: str, reading: Reading) -> None:
    """Add title and authors to a record, each person once, and a problem where the split is doubtful."""
    number = record["source_line"]
    record["title"] = split.title
    if not split.authors:
        reading.report(
            number, "No authors were found behind the title; the whole line was kept as title.", line
        )
        return
    people: dict[str, str] = {}
    for name in split.authors:
        people.setdefault(author_key(name), name)
    record["authors"] = list(people.values())
    record["authors_truncated"] = split.truncated
    if len(people) < len(split.authors):
        reading.report(number, "The same author stands twice in this line; counted once.", line)
    if split.confidence < DOUBTFUL:
        reading.report(
            number,
            f"Nothing separates title and authors here; taken apart before {split.authors[0]!r}, which may "
            "be wrong. Looking at this line would do.",
            line,
        )


def _add_dates(reading: Reading, saved: object) -> None:
    """Add the dates to the records; the year that some lack comes from `saved`, or else from the page."""
    printed = [DATE.fullmatch(record["date"]) for record in reading.records]
    years = [int(found["year"]) for found in printed if found and found["year"]]
    lacking = [
        record for record, found in zip(reading.records, printed, strict=True) if found and not found["year"]
    ]
    year = _year_of_saving(years, saved, lacking, reading)
    for record, found in zip(reading.records, printed, strict=True):
        if not found or not (found["year"] or year):
            continue
        number, text = record["source_line"], record["date"]
        day, month = found["day"], MONTHS[found["month"].casefold()]
        try:
            when = pd.Timestamp(int(found["year"] or year or 0), month, int(day or 1))
        except ValueError:
            reading.report(
                number, f"There is no such day as {text!r} in {found['year'] or year}; left out.", text
            )
            continue
        record["published"] = when
        record["date_precision"] = "day" if day else "month"
        record["date_inferred"] = not found["year"]


def _year_of_saving(years: list[int], saved: object, lacking: list[Record], reading: Reading) -> int | None:
    """Return the year of the dates that are printed without one, and report what is odd about it."""
    if saved is not None and not (isinstance(saved, int) and 1900 <= saved <= 2200):
        reading.report(1, "`saved` in sources.toml must be a year such as 2025; it was not used.", str(saved))
        saved = None
    if isinstance(saved, int):
        latest = max(years, default=saved)
        if saved < latest or (saved == latest and lacking and years):
            reading.report(
                1,
                f"`saved` in sources.toml says {saved}, but the page prints dates of {latest}, and it leaves "
                "out the year in which it was saved; the right year there would do.",
                str(saved),
            )
        return saved
    if not lacking:
        return None
    first = lacking[0]
    if not years:
        problem = (
            f"{len(lacking)} dates have no year, and no year stands on the page: `published` is left empty. "
            "`saved` (the year in which the page was saved) in sources.toml would do."
        )
    else:
        problem = (
            f"{len(lacking)} dates have no year; taken as {max(years) + 1}, the year after the latest "
            "on the page. `saved` (the year in which the page was saved) in sources.toml would settle it."
        )
    reading.report(first["source_line"], problem, first["date"])
    return max(years) + 1 if years else None


FORMAT = Format("author_page", recognises, read)
