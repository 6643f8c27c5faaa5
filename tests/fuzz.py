"""Changed copies of files, and what must hold for whatever is read of them."""

import random
import time
from collections.abc import Callable

from analysis import schema
from analysis.archives import unpacked
from analysis.merge import merge_records
from analysis.readers import FORMATS
from analysis.reading import read_part

MOST_SECONDS = 60.0
MARKS = [
    b'"',
    b"{",
    b"}",
    b"<",
    b">",
    b",",
    b"\t",
    b"\n",
    b"\\",
    b"&",
    b"[",
    b"]",
    b";",
    b"\x1a",
    b"\xef\xbb\xbf",
]
ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "utf-8-sig"]


def _place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice([1, 3, 40, 400, 4000]))


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)[0]]


def behead(content: bytes, chance: random.Random) -> bytes:
    return content[_place(content, chance)[0] :]


def leave_out(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:end] + content[start:end] * chance.choice([1, 2, 50]) + content[end:]


def swap(content: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted([_place(content, chance), _place(content, chance)])
    return content if b > c else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def nulls(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + b"\x00" * chance.choice([1, 2, 500]) + content[start:]


def noise(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + chance.randbytes(min(end - start, 40)) + content[end:]


def marks(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + chance.choice(MARKS) * chance.choice([1, 1, 2, 3000]) + content[start:]


def without_mark(content: bytes, chance: random.Random) -> bytes:
    return content.replace(chance.choice(MARKS), b"", chance.choice([1, 3, -1]))


def line_ends(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(
        b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\r\r\n", b" "])
    )


def mixed_line_ends(content: bytes, chance: random.Random) -> bytes:
    return b"".join(line + chance.choice([b"\r", b"\r\n", b"\n"]) for line in content.splitlines())


def shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def encode(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def long_line(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + chance.choice([b"x", b"Ek, B. and ", b"Ek, B.; "]) * 20_000 + content[start:]


CHANGES: list[Callable[[bytes, random.Random], bytes]] = [
    cut, behead, leave_out, repeat, swap, nulls, noise, marks, without_mark, line_ends, mixed_line_ends,
    shuffle, encode, long_line,
]  # fmt: skip


def changed(content: bytes, seed: int) -> bytes:
    """Return a copy of `content` with one to three changes."""
    chance = random.Random(seed)
    for change in chance.choices(CHANGES, k=chance.choice([1, 1, 2, 3])):
        content = change(content, chance)
    return content


def faults(name: str, content: bytes) -> list[str]:
    """Return what went wrong when the content was read: exceptions, lost records, too much time."""
    found = []
    start = time.process_time()
    for part in unpacked(name, content):
        entry, records, problems = read_part(part, {}, FORMATS)
        found += [f"{p['problem']} {p['text']}" for p in problems if " ended in " in p["problem"]]
        lines = part.content.count(b"\n") + part.content.count(b"\r") + 1
        found += [
            f"line {r['source_line']} of {lines}" for r in records if not 1 <= r["source_line"] <= lines
        ]
        found += [f"problem {p}" for p in problems if not isinstance(p.get("text", ""), str)]
        if len({record["record_id"] for record in records}) != len(records):
            found.append("a record id stands twice")
        told = any("record marks stand in the file" in problem["problem"] for problem in problems)
        if entry.get("counted") is not None and told == (entry["counted"] == len(records)):
            found.append(f"{entry['counted']} counted, {len(records)} kept, and no word about it")
        tables = merge_records(records)
        for table, rows in tables.items():
            schema.table(table, rows)
        if len(tables["records"]) != len(records):
            found.append(f"{len(records)} records kept, {len(tables['records'])} in the table")
    seconds = time.process_time() - start
    return found + ([f"{seconds:.1f} seconds"] if seconds > MOST_SECONDS else [])
