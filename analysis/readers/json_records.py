"""Records of a JSON file: of a list, of an API's answer around a list, bare, or one a line (JSON Lines).

The whole list is never decoded at once. A record that breaks off keeps the members before the break, and
reading goes on at the next record. The standard library decodes one value from a position of the text and
says where it ends; orjson is faster with a whole file but knows neither, so that one slip would cost all.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.json_breaks import DECODER, KEY, WINDOW, closing, members, next_line
from analysis.readers.json_count import count_json_records
from analysis.readers.json_folded import unfolded
from analysis.readers.json_shape import ITEM, Path

Steps = Generator[tuple[int, Record], None, int]

BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")
SCALAR = r'"[^"\\]{0,500}"|[-+.\w]{1,40}'
# what may stand before the list in an API's answer: numbers, short texts, lists, and objects, such as the
# query that OpenAlex repeats in its `meta`
OBJECT = r"\{[^{}]{0,500}+\}"
for _ in range(6):
    OBJECT = rf"\{{[^{{}}]{{0,2000}}+(?:{OBJECT}[^{{}}]{{0,500}}+){{0,20}}\}}"
FLAT = rf"(?:{SCALAR}|{OBJECT}|\[[^\[\]{{}}]{{0,2000}}\])"
ANSWER = re.compile(
    rf'\{{\s*(?:"[^"\\]{{0,60}}"\s*:\s*{FLAT}\s*,\s*){{0,20}}?"(?:results?|message|items|data|hits?|papers|recommendedPapers)"\s*:\s*'
    r"(?=\{|\[\s*(?:[\[{\]]|null\b))"
)
LISTS = ("results", "items", "data", "papers", "recommendedPapers")
# an escaped backslash, a whole surrogate pair; else half a pair or NUL, which no table can hold
ESCAPES = re.compile(
    r"\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>\\u[dD][89a-fA-F]..)|(?P<nul>\\u0000|\x00)"
)
UNUSABLE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)|\x00")
STRAY = re.compile(r"[\s,\x1e\ufeff\]}]*")
DEEPEST_LIST = 4
# each failure makes the standard library count the lines before it: characters read so, some seconds
MOST_WORK = 5_000_000_000
MOST_STRAYS = 100


@dataclass
class _Text:
    """A JSON text, the line last asked for, and what was spent on broken records."""

    text: str
    reading: Reading
    seen: tuple[int, int] = (0, 1)
    strays: int = 0
    work: int = 0
    cut: bool = False
    damaged: bool = False
    keys: set[str] = field(default_factory=set)
    path: Path | None = None

    def line(self, position: int) -> int:
        start, line = self.seen if self.seen[0] <= position else (0, 1)
        self.seen = position, line + self.text.count("\n", start, position)
        return self.seen[1]

    def report(self, position: int, problem: str) -> None:
        self.reading.report(self.line(position), problem, self.text[position : position + 200])


def json_format(
    name: str, recognises: Callable[[str], bool], record_of: Callable[[Record], Record]
) -> Format:
    """Return the format of JSON files in which each object stands for one record.

    Parameters
    ----------
    name : str
    recognises : callable
        Whether a JSON text with this head is in this format.
    record_of : callable
        The record that an object stands for, but for its line.
    """

    def is_json_of_it(source: Source) -> bool:
        head = source.head.lstrip()
        return head[:1] in ("{", "[") and recognises(head)

    def read(source: Source) -> Reading:
        reading = Reading()
        for line, found in json_records(source.text, reading):
            reading.add(line, record_of(found))
        return reading

    return Format(name, is_json_of_it, read, count=lambda source: count_json_records(source.text))


def json_records(text: str, reading: Reading, *, path: Path | None = None) -> Iterator[tuple[int, Record]]:
    """Yield each record of a JSON text with the line on which it begins; report what is broken.

    Parameters
    ----------
    text : str
        The whole file: a list of records; `{"results": [...]}`, `{"data": [...]}`, `{"items": [...]}` or
        `{"message": {"items": [...]}}`; records by their ids; one record; or any of these one after another.
    reading : Reading
        Gets a problem for each record that was read in part, and for whatever else stands there.
    path : tuple of str, optional
        The steps to the records (`Shape.path`) where they stand elsewhere; then nothing else is unfolded.

    Examples
    --------
    >>> list(json_records('{"meta": {"count": 2}, "results": [{"id": 1},\\n {"id": 2}]}', Reading()))
    [(1, {'id': 1}), (2, {'id': 2})]
    """
    if ("\\u" in text or "\0" in text) and UNUSABLE.search(text):
        text = ESCAPES.sub(_usable, text)
    state = _Text(text, reading, path=path)
    position = 0
    while (position := _skip(text, position, STRAY)) < len(text):
        position = yield from _value(state, position, 0)
    if state.strays > MOST_STRAYS:
        others = f"{state.strays - MOST_STRAYS:,} more values"
        state.report(len(text), f"{others} are no records and were left out.")


def _usable(escape: re.Match[str]) -> str:
    """Return a replacement as long as what it replaces, so that lines and places stay."""
    if escape["half"]:
        return r"\ufffd"
    return (r"\u0020" if len(escape["nul"]) > 1 else " ") if escape["nul"] else escape[0]


def _skip(text: str, position: int, what: re.Pattern[str] = BETWEEN) -> int:
    found = what.match(text, position)
    return found.end() if found else position


def _value(state: _Text, position: int, depth: int) -> Steps:
    """Yield the records of the value at `position` and return where it ends."""
    character = state.text[position]
    deepest = DEEPEST_LIST if state.path is None else max(1, len(state.path))
    if character == "[" and depth < deepest:
        return (yield from _list(state, position, depth))
    if character == "{":
        inside = _inside(state, position, depth) if depth < deepest else None
        if state.path and inside is None and depth < len(state.path) and state.path[depth] != ITEM:
            return _no_record(state, position, depth)
        if inside:
            inner = yield from _value(state, inside, depth + 1)
            return _end_of_answer(state, inner)
        return (yield from _record(state, position, depth))
    return _no_record(state, position, depth)


def _inside(state: _Text, position: int, depth: int) -> int | None:
    """Return where in the object at `position` the value begins that holds the records, if it has one."""
    if state.path is None:
        answer = ANSWER.match(state.text, position)
        return answer.end() if answer else None
    name = state.path[depth] if depth < len(state.path) else ITEM
    place = position + 1
    while name != ITEM and (key := KEY.match(state.text, place)):
        if key[1] == f'"{name}"':
            return key.end() if state.text[key.end() : key.end() + 1] in ("{", "[") else None
        try:
            place = DECODER.raw_decode(state.text, key.end())[1]
        except (ValueError, RecursionError):
            return None
    return None


def _list(state: _Text, position: int, depth: int) -> Steps:
    start, position = position, position + 1
    while (position := _skip(state.text, position)) < len(state.text):
        if state.text[position] == "]":
            return position + 1
        position = yield from _value(state, position, depth + 1)
    if not state.cut:
        state.report(start, "The file ends before this list does; export it again if it was cut.")
    state.cut = True
    return position


def _end_of_answer(state: _Text, position: int) -> int:
    """Return where the answer ends whose list ended at `position`; what follows the list is no record."""
    while (position := _skip(state.text, position)) < len(state.text):
        if state.text[position] == "}":
            return position + 1
        key = KEY.match(state.text, position)
        try:
            position = DECODER.raw_decode(state.text, key.end() if key else position)[1]
        except (ValueError, RecursionError):
            state.report(position, "What follows the list of records cannot be read; the records were kept.")
            following = state.text.find("\n{", position)
            return following + 1 if following >= 0 else len(state.text)
    return position


def _record(state: _Text, position: int, depth: int) -> Steps:
    line_end = state.text.find("\n", position) if depth == 0 else -1
    try:
        if line_end > 0 and state.text[line_end - 1] == "}":
            record, length = DECODER.raw_decode(state.text[position:line_end])
            end = position + length
        else:
            record, end = DECODER.raw_decode(state.text, position)
    except (ValueError, RecursionError) as error:
        return (yield from _broken(state, position, depth, error))
    lists = [value for key in LISTS if isinstance(value := record.get(key), list)]
    if state.path is None and lists and depth < DEEPEST_LIST:
        for element in (element for one in lists for element in one if isinstance(element, dict)):
            yield state.line(position), element
        return end
    if state.path is None and depth == 0 and (within := unfolded(record)):
        yield from ((state.line(position), one) for one in within)
        return end
    if state.damaged and 4 * len(state.keys & set(record)) < min(len(state.keys), len(record)):
        return _stray(
            state, position, end, "This is a piece of the broken record before it, and was left out."
        )
    yield state.line(position), record
    state.keys, state.damaged = set(record), False
    return end


def _no_record(state: _Text, position: int, depth: int) -> int:
    """Report a value that is no record and return where it ends."""
    problem = "This is no record and was left out; a record stands in braces."
    try:
        value, end = DECODER.raw_decode(state.text, position)
        if value is None:
            problem = "There is null instead of a record: the service did not find it."
    except (ValueError, RecursionError):
        following = re.compile(r"[{\]]" if depth else r"\n(?=[{\[])").search(state.text, position + 1)
        end = (following.start() if depth else following.end()) if following else len(state.text)
        state.damaged = depth > 0
    return _stray(state, position, end, problem)


def _stray(state: _Text, position: int, end: int, problem: str) -> int:
    state.strays += 1
    if state.strays <= MOST_STRAYS:
        state.report(position, problem)
    return end


def _broken(state: _Text, position: int, depth: int, error: Exception) -> Steps:
    """Yield what stands before the break of a record, and return where the next one begins."""
    following = next_line(state.text, position, depth)
    limit = following if following >= 0 else getattr(error, "pos", position + WINDOW) + 1
    record, length = members(state.text[position:limit])
    stop = position + length
    if isinstance(error, RecursionError):
        why = "Values in it are nested too deeply"
    elif following < 0 and (_skip(state.text, stop) == len(state.text) or "Unterminated" in str(error)):
        why = "The file ends within it"
    else:
        why = f"Its JSON is broken ({str(error).split(':')[0].lower()})"
    names = ", ".join(record) or "nothing"
    state.report(position, f"{why}; kept was what stands before: {names[:200]}. Export the record again.")
    for one in (unfolded(record) if state.path is None and depth == 0 else []) or [record]:
        yield state.line(position), one
    state.keys = state.keys or set(record)
    state.damaged = depth > 0
    if following >= 0 or depth == 0:
        return following if following >= 0 else len(state.text)
    state.work += stop
    if state.work > MOST_WORK:
        state.report(stop, "Too much of this list is broken; nothing after this was read. Export it again.")
        return len(state.text)
    return _alike(state, stop, position) or closing(state.text, position)


def _alike(state: _Text, stop: int, start: int) -> int | None:
    """Return where the next object begins that has the first key, and most keys, of the records before."""
    first = re.match(r'\{\s*("[^"\\]{1,60}"\s*:)', state.text[start : start + 200])
    if not first:
        return None
    mark = re.compile(r"[\[,\n]\s{0,20}(\{\s{0,20}" + re.escape(first[1]) + ")")
    known = state.keys or set(members(state.text[start:stop])[0])
    for found in mark.finditer(state.text, max(stop - 1, start + 1), stop + WINDOW):
        keys = set(members(state.text[found.start(1) : found.start(1) + 50_000])[0])
        if 2 * len(keys & known) >= len(keys | known):
            return found.start(1)
        state.work += 100_000
    return None
