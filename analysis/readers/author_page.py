"""Papers of an author or a group: field and date, then title and authors glued together, then the abstract.

The first line of an entry reads `LGAug 13, 2023Code`. The page leaves the year out of the dates of the
year in which it was saved, so a date without one is later than every year printed. The authors end in
`et al.` when only the first of them are shown.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from analysis.names import author_key, looks_like_name
from analysis.readers.base import Format, Line, Reading, Record, Source
from analysis.readers.glued import COMMA, DOUBTFUL, ET_AL, Split, split_glued
from analysis.readers.lines import continues, ends_a_sentence, filled_lines, prose, report_gaps, report_join
from analysis.readers.page_dates import DATE_IN_FULL, LOOSE_DATE, YEAR, add_dates

# arXiv codes as printed: `LG`, `stat ML`, `cs.CV`, `math-ph`, `q-bio NC`, `cond-mat mtrl-sci`
_FIELD = r"(?:[a-z][a-z-]{1,9}(?:[ .](?:[A-Z]{2}|[a-z][a-z-]{2,9}))?|[A-Z]{2,3})"
_FIELDS = rf"(?P<field>{_FIELD}(?:[,/;] ?{_FIELD})*)"
_DOT = r"\s*[·•|]\s*"
_MARKS = rf"(?:{_DOT}|\s*)(?P<marks>[A-Z][A-Za-z0-9 ·•|,]{{0,30}})?"
# a year or a month alone, or `2 days ago`, is a date only where a field is glued to it
ENTRY = re.compile(rf"(?:{_FIELDS}(?:{_DOT}|,?\s*))?(?P<date>{DATE_IN_FULL}){_MARKS}")
LOOSE_ENTRY = re.compile(rf"{_FIELDS}(?:{_DOT})?(?P<date>{LOOSE_DATE}){_MARKS}")
# what could be a line of field and date that is printed in a way not known here
MAY_BE_ENTRY = re.compile(rf"{_FIELD}[^a-z]|.*\b{YEAR}\b|.*\bago$")
SEAM = re.compile(r"[^\W\d_A-Z][A-Z][a-z]|[?!)\d][A-Z][a-z]+ |[A-Z]{2}[A-Z][a-z]+ ")


def entry_head(line: str) -> re.Match[str] | None:
    """Return the match of a line of field and date, with the groups `field`, `date` and `marks`.

    Examples
    --------
    >>> entry_head("LGAug 13, 2023Code 12")["date"], entry_head("LG2 days ago")["date"]
    ('Aug 13, 2023', '2 days ago')
    """
    return (ENTRY.fullmatch(line) or LOOSE_ENTRY.fullmatch(line)) if len(line) < 60 else None


def recognises(source: Source) -> bool:
    """Return whether the source is such a page: entries of field and date, each with text below."""
    lines = filled_lines(source.text)
    places = _starts(lines)
    heads = [found for place in places if (found := entry_head(lines[place][1]))]
    apart = [after - before for before, after in pairwise(places)]
    fields = sum(bool(head["field"]) for head in heads)
    return (
        fields >= 1
        and 2 * fields >= len(heads)
        and 30 * len(heads) >= len(lines)
        and max(apart, default=2) > 1
    )


def _starts(lines: Sequence[Line]) -> list[int]:
    return [i for i, (_, line) in enumerate(lines) if entry_head(line)]


class Entry(NamedTuple):
    """The lines of one entry; `head` is None where field and date could not be read."""

    start: Line
    head: re.Match[str] | None
    glued: str | None
    abstract: Sequence[Line]


def read(source: Source) -> Reading:
    """Return the papers of the page; `facts["saved"]` may say in which year it was saved."""
    lines, reading = filled_lines(source.text), Reading()
    starts = _starts(lines)
    top = lines[: starts[0]] if starts else lines
    begin = next((i for i in range(len(top)) if _is_unread(top, i) or _is_glued_to(top, i)), None)
    entries = list(_entries(top[begin:], reading)) if begin is not None else []
    heading = ", ".join(line for _, line in top[:begin])
    for start, end in pairwise([*starts, len(lines)]):
        entries += _entries(lines[start:end], reading)
    abstracts = [" ".join(text for _, text in entry.abstract) for entry in entries]
    splits = iter(split_glued([entry.glued for entry in entries if entry.glued], texts=abstracts))
    for entry, abstract in zip(entries, abstracts, strict=True):
        line = entry.start[0]
        record: Record = {"heading": heading} if heading else {}
        if entry.head:
            record |= {"field": entry.head["field"] or "", "date": entry.head["date"]}
            record["has_code"] = "code" in (entry.head["marks"] or "").casefold()
        else:
            problem = "A paper begins here, but its field and date could not be read; kept without them."
            reading.report(line, problem, entry.start[1])
        if entry.glued:
            record |= _parted(next(splits), line, entry.glued, reading)
        else:
            reading.report(line, "No line with title and authors follows this date.", entry.start[1])
        if abstract:
            record["abstract"] = abstract
        report_join(reading, entry.abstract)
        reading.add(line, record)
    if not entries:
        problem = "No line with field and date, such as `LGAug 13, 2023`, begins an entry here."
        reading.report(1, problem, heading[:200])
    add_dates(reading, source.facts.get("saved"))
    report_gaps(reading)
    return reading


def _entries(lines: Sequence[Line], reading: Reading) -> Iterator[Entry]:
    """Yield the entries of the lines from one field and date to the next: more than one if some went unread.

    An abstract goes on over many lines, but only while the text does. What stands behind it is a paper whose
    first line was not recognised, or none of the papers (`About`, `Contact`), which is reported.
    """
    while lines:
        head = entry_head(lines[0][1])
        bare = not head and _is_glued_to(lines, 0)
        glued = lines[0][1] if bare else _glued_line(lines)
        body = (0 if bare else 1) + bool(glued)
        end = next((i for i in range(body, len(lines)) if _stops(lines, i, body)), len(lines))
        yield Entry(lines[0], head, glued, lines[body:end])
        begin = next((i for i in range(end, len(lines)) if _is_unread(lines, i)), None)
        if stray := lines[end:begin]:
            problem = "What stands here belongs to no paper by the look of it; left out."
            reading.report(stray[0][0], problem, " | ".join(text for _, text in stray))
        lines = lines[len(lines) if begin is None else begin :]


def _stops(lines: Sequence[Line], i: int, body: int) -> bool:
    """Return whether an abstract that begins at `body` is over at line `i`."""
    line, following = lines[i][1], lines[i + 1][1] if i + 1 < len(lines) else ""
    if _is_unread(lines, i):
        return True
    few = len(line.split()) <= 3 and not ends_a_sentence(line)
    if i == body:
        return few and len(line) < 40 and prose(line) <= 0
    previous = lines[i - 1][1]
    if continues(previous, line) > 0 or ends_a_sentence(line) or prose(line) > 0:
        return few and ends_a_sentence(previous) and not line[:1].islower()
    return ends_a_sentence(previous) and len(line) < 60 and not following[:1].islower()


def _is_unread(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` is a line of field and date unknown here, or title and authors without one."""
    line = lines[i][1]
    over = i == 0 or ends_a_sentence(lines[i - 1][1])
    could_be_head = MAY_BE_ENTRY.match(line) or (i and (over or (len(line) < 40 and not line[0].islower())))
    if len(line) < 60 and could_be_head and not ends_a_sentence(line) and _is_glued_to(lines, i + 1):
        return True
    return over and _is_glued_to(lines, i)


def _is_glued_to(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` looks like title and authors glued together, with an abstract below."""
    if i >= len(lines):
        return False
    line, below = ET_AL.sub("", lines[i][1]), " ".join(text for _, text in lines[i + 1 : i + 6])
    if prose(line) > 1.0 or below[:1].islower() or not (seams := list(SEAM.finditer(line))):
        return False
    authors = COMMA.split(line[seams[-1].start() + 1 :])
    names = authors if len(authors) == 1 else authors[1:]
    named = all(2 <= len(name.split()) <= 4 and looks_like_name(name) for name in names)
    return named and (prose(below) > 0 if below else len(authors) > 1)


def _glued_line(entry: Sequence[Line]) -> str | None:
    """Return the line of an entry with title and authors, unless what stands there is an abstract."""
    if len(entry) < 2 or (len(entry) == 2 and prose(entry[1][1]) > 3) or prose(entry[1][1]) > 6:
        return None
    return entry[1][1]


def _parted(split: Split, number: int, line: str, reading: Reading) -> Record:
    """Return title and authors, each person once; where the split is doubtful, it is reported."""
    if not split.authors:
        problem = "No authors were found behind the title; the whole line was kept as title."
        reading.report(number, problem, line)
        return {"title": split.title}
    people: dict[str, str] = {}
    for name in split.authors:
        people.setdefault(author_key(name), name)
    if len(people) < len(split.authors):
        reading.report(number, "The same author stands twice in this line; counted once.", line)
    if split.confidence < DOUBTFUL:
        problem = f"Nothing separates title and authors here; taken apart before {split.authors[0]!r}"
        reading.report(number, f"{problem}, which may be wrong. Looking at this line would do.", line)
    return {"title": split.title, "authors": [*people.values()], "authors_truncated": split.truncated}


FORMAT = Format("author_page", recognises, read, rank=2)
