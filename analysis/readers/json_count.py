"""How many records a JSON file holds, counted by its lines and brackets and without decoding it."""

import re

import numpy as np

from analysis.readers.json_folded import count_folded
from analysis.readers.json_shape import ITEM, Path

LIST = re.compile(r'"(?:results|items|data|hit|papers|recommendedPapers)"\s*:\s*\[(?=\s*[{\]n])')
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]<"))
PRETTY = re.compile(
    r'(?:\A\s*|"(?:results|items|data|hit|papers|recommendedPapers)"\s*:\s*)\[\s*?\n([ \t]*)\{'
)


def count_json_records(text: str) -> int:
    """Return how many objects stand where records stand: in the list, or one a line, or alone.

    Lines that begin with a brace are counted where each record begins on a line of its own and the list is
    not within another; otherwise brackets are counted outside of strings.

    Examples
    --------
    >>> count_json_records('{"meta": {}, "results": [{"id": {"a": 1}}, {"id": 2}]}')
    2
    >>> count_json_records('{"id": 1}\\n{"id": 2}\\n')
    2
    """
    start = text[:16_384].lstrip()
    one_a_line = start.startswith("{") and re.match(r"\{[^\n]+\}\s*\n\{", start)
    if (one_a_line or re.search(r"\n\{", text)) and start.startswith("{") and not LIST.search(start):
        return text.startswith("{") + text.count("\n{")
    pretty = PRETTY.match(text) or PRETTY.search(text[:16_384])
    if pretty and len(LIST.findall(text)) < 2:
        return len(re.findall(rf"^{pretty[1]}\{{", text[pretty.start() :], re.MULTILINE))
    return _by_brackets(text)


def count_at(text: str, path: Path) -> int:
    """Return how many objects stand at the end of a path.

    Examples
    --------
    >>> count_at('{"response": {"params": [{}], "docs": [{"id": 1}, {"id": 2}]}}', ("response", "docs", "[]"))
    2
    """
    names = [place for place, step in enumerate(path) if step != ITEM]
    if names:
        text = re.sub(rf'"{re.escape(path[names[-1]])}"\s*:\s*[\[{{]', "<", text)
    brackets, before = _brackets(STRING.sub("", text))
    at_the_end = (brackets == ord("{")) & (before == len(path))
    if not names:
        return int(np.sum(at_the_end))
    depth = names[-1] + 1
    return _in_lists(brackets, before, np.flatnonzero((brackets == ord("<")) & (before == depth)), at_the_end)


def _by_brackets(text: str) -> int:
    marked = STRING.sub("", LIST.sub("<", text))
    brackets, before = _brackets(marked)
    if not brackets.size:
        return 0
    opens = brackets == ord("{")
    # how deep the list of an answer may stand, one of pages of answers in a list too
    deepest = 3 if re.search('"(?:message|hits)"', text[:16_384]) else 2
    lists = np.flatnonzero((brackets == ord("<")) & (before <= deepest))
    if not lists.size:
        within = int(np.argmax(brackets != ord("[")))  # pages of records are lists in a list
        count = int(np.sum(opens & (before == within)))
        return count_folded(text, marked) if count == 1 and within == 0 else count
    return sum(
        _in_lists(brackets, before, lists[before[lists] == depth], opens & (before == depth + 1))
        for depth in np.unique(before[lists])
    )


def _brackets(marked: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the brackets of a text without strings, and how many are open before each."""
    brackets = np.frombuffer(marked.encode().translate(None, NO_BRACKETS), dtype=np.uint8)
    steps = np.where((brackets == ord("}")) | (brackets == ord("]")), -1, 1)
    return brackets, np.cumsum(steps) - steps


def _in_lists(brackets: np.ndarray, before: np.ndarray, starts: np.ndarray, wanted: np.ndarray) -> int:
    """Return how many of the wanted stand between these starts of lists, all as deep, and their ends."""
    if not starts.size:
        return 0
    closing = (brackets == ord("}")) | (brackets == ord("]"))
    ends = np.append(np.flatnonzero(closing & (before == before[starts[0]] + 1)), brackets.size)
    inner = np.append(0, np.cumsum(wanted))
    return int(np.sum(inner[ends[np.searchsorted(ends, starts)]] - inner[starts]))
