"""Where an object of a JSON text breaks off: what can be read of it, and where to go on."""

import json
import re

from analysis.readers.base import Record

DECODER = json.JSONDecoder(strict=False)
KEY = re.compile(r'[\s,]*("(?:[^"\\]|\\.){0,1000}"?)\s*:\s*', re.DOTALL)
BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\]]', re.DOTALL)
WINDOW = 1_000_000  # how far the next record is looked for after a broken one within a list


def next_line(text: str, start: int, depth: int) -> int:
    """Return where the next line begins that opens an object as far in as the record at `start`, or -1."""
    indent = re.search(r"(?:\A|\n)([ \t]*)\Z", text[max(0, start - 200) : start]) if depth else None
    if depth and not indent:
        return -1
    within = len(indent[1]) if indent else 0
    found = text.find(f"\n{indent[1] if indent else ''}{{", start, start + WINDOW if depth else len(text))
    return found + 1 + within if found >= 0 else -1


def members(text: str) -> tuple[Record, int]:
    """Return the members that can be read of the object at the start, and where the next one begins."""
    record: Record = {}
    position = 1
    while key := KEY.match(text, position):
        try:
            record[str(json.loads(key[1], strict=False))], position = DECODER.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            return record, key.start(1)
    return record, position


def closing(text: str, start: int) -> int:
    """Return where the bracket opened at `start` is closed, or the end of the text."""
    depth = 0
    for found in BRACKETS.finditer(text, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found[0], 0)
        if depth == 0 and found[0] in "}]":
            return found.end()
    return len(text)
