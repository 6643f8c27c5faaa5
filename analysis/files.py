"""From paths to text: which files are meant, what they hold, and what was declared about them."""

import datetime as dt
import glob
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

FACTS_FILE = "sources.toml"
KNOWN_FACTS = ("about", "format", "saved", "venue", "published", "field", "language")

BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
BINARY_STARTS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (or an Office file)",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"PAR1": "a Parquet table",
    b"SQLite format 3": "an SQLite database",
}


class UnreadableFile(ValueError):
    """A file that holds no text; the message says what it holds and what would do."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file, the encoding it was read in, and what was odd about it."""

    text: str
    encoding: str
    problems: tuple[dict[str, object], ...] = ()


def expand_paths(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Path], list[str]]:
    """Return the files meant by `paths`, each once and sorted, and the paths that match nothing.

    A folder stands for all files in it and below it, hidden files and `sources.toml` apart; `*`, `?` and
    `[...]` in a path that does not exist as such are a glob.
    """
    found: dict[Path, Path] = {}
    missing = []
    for path in (os.path.expanduser(os.fspath(path)) for path in paths):
        matches = [path] if os.path.exists(path) else sorted(glob.glob(path, recursive=True))
        if not matches:
            missing.append(path)
        for match in map(Path, matches):
            for file in _files_below(match) if match.is_dir() else [match]:
                found.setdefault(file.resolve(), file)
    return sorted(found, key=lambda file: file.as_posix()), missing


def _files_below(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != FACTS_FILE)
    return [
        path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def short_names(files: Iterable[Path]) -> dict[Path, str]:
    """Return for each file its name, with as many of its folders as make it unlike the others.

    Examples
    --------
    >>> short_names([Path("/a/march/list.txt"), Path("/a/april/list.txt"), Path("/a/x.txt")]).values()
    dict_values(['march/list.txt', 'april/list.txt', 'x.txt'])
    """
    files = list(files)
    names = {file: file.name for file in files}
    for parts in range(2, max((len(file.parts) for file in files), default=0) + 1):
        taken = list(names.values())
        clashes = [file for file in files if taken.count(names[file]) > 1]
        if not clashes:
            break
        names.update({file: "/".join(file.parts[-parts:]) for file in clashes})
    return names


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes) -> Decoded:
    r"""Return the text in `content`, its lines ended by ``\n``.

    A byte order mark decides; otherwise it is UTF-8, else UTF-16 without a mark, else Windows-1252.

    Raises
    ------
    UnreadableFile
        If there is nothing in it, or no text.

    Examples
    --------
    >>> decode("Caf\u00e9\r\n".encode("cp1252")).encoding
    'cp1252'
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("The file is empty; export or save it again.")
    for start, what in BINARY_STARTS.items():
        if content.startswith(start):
            raise UnreadableFile(f"The file is {what}, not text; save the page or the export as text.")
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\x00" in content[:4096]:
        return _decoded(content, _utf16_without_mark(content))
    return _decoded(content, "utf-8")


def _utf16_without_mark(content: bytes) -> str:
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 5 or min(even, odd) > len(head) / 50:
        raise UnreadableFile("The file is binary data, not text; save the page or the export as text.")
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(_lines(content.decode(encoding)), encoding)
    except UnicodeDecodeError as error:
        broken = error
    line = content[: broken.start].count(b"\n") + 1
    bytes_found = content[broken.start : broken.end].hex(" ")
    cut_within_a_letter = broken.reason == "unexpected end of data"
    if encoding == "utf-8" and not cut_within_a_letter and _mostly_invalid(content):
        text, encoding = content.decode("cp1252", errors="replace"), "cp1252"
        problem = (
            "The file is not UTF-8; it was read as Windows-1252. Check its accents, or save it as UTF-8."
        )
    else:
        text = content.decode(encoding, errors="replace")
        problem = (
            f"The bytes {bytes_found} are no {encoding} text; they stand as \ufffd. Save the file again."
        )
    row = {"source_line": line, "problem": problem, "text": _excerpt(_lines(text), line)}
    return Decoded(_lines(text), encoding, (row,))


def _mostly_invalid(content: bytes) -> bool:
    """Whether bytes above 127 fail as UTF-8 more often than they make sense."""
    text = content.decode("utf-8", errors="replace")
    return text.count("\ufffd") >= sum(character > "\x7f" and character != "\ufffd" for character in text)


def _lines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text)


def _excerpt(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[min(line, len(lines)) - 1][:200]


def declared_facts(folder: Path) -> tuple[dict[str, Mapping[str, object]], list[dict[str, object]]]:
    """Return what `sources.toml` in `folder` says, by file name or pattern, and what is wrong with it.

    The file has one table a page: ``["list_*.txt"]``, then any of `about`, `format`, `saved` (a year),
    `venue`, `published` ("2024", "2024-05" or "2024-05-09"), `field` and `language`.
    """
    path = folder / FACTS_FILE
    if not path.is_file():
        return {}, []
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = f"It is not valid TOML, so nothing in it was used: {error}."
        return {}, [{"source_file": FACTS_FILE, "problem": problem, "text": str(error)}]
    problems: list[dict[str, object]] = []
    usable: dict[str, Mapping[str, object]] = {}
    names = [file.name for file in folder.iterdir()]
    for pattern, entry in facts.items():
        wrong = _wrong_facts(entry)
        if not any(name == pattern or fnmatchcase(name, pattern) for name in names):
            wrong.setdefault("", "no file beside it has a name like that.")
        problems.extend(
            {"source_file": FACTS_FILE, "problem": f"In [{pattern!r}], {what}", "text": repr(entry)[:200]}
            for what in wrong.values()
        )
        known = entry if isinstance(entry, dict) else {}
        usable[pattern] = {key: value for key, value in known.items() if key not in wrong}
    return usable, problems


def _wrong_facts(entry: object) -> dict[str, str]:
    """Return by its key what cannot be used of the facts declared for a page, and what would do."""
    if not isinstance(entry, dict):
        return {"": 'there must be a table such as ["page.txt"] with lines such as venue = "ICLR".'}
    wrong = {}
    for key, value in entry.items():
        if key not in KNOWN_FACTS:
            wrong[key] = f"{key} is not known and was not used; known are {', '.join(KNOWN_FACTS)}."
        elif key == "saved" and _year(value) is None:
            wrong[key] = f"`saved` must be a year such as 2026, but is {value!r}; it was not used."
        elif key == "published" and partial_date(value) is None:
            wrong[key] = f'`published` must look like "2024-05-09", but is {value!r}; it was not used.'
        elif key not in ("saved", "published") and not (isinstance(value, str) and value.strip()):
            wrong[key] = f"`{key}` must be a text in quotation marks, but is {value!r}; it was not used."
    return wrong


def facts_for(name: str, facts: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Return the facts declared for the file called `name`; later and more exact entries win."""
    merged: dict[str, object] = {}
    matching = [pattern for pattern in facts if pattern == name or fnmatchcase(name, pattern)]
    for pattern in sorted(matching, key=lambda pattern: pattern == name):
        merged.update(facts[pattern])
    if "saved" in merged:
        merged["saved"] = _year(merged["saved"])
    return merged


def _year(value: object) -> int | None:
    found = re.fullmatch(r"([12]\d{3})(-\d\d(-\d\d)?)?", str(value))
    return int(found[1]) if found else None


def partial_date(value: object) -> tuple[dt.datetime, str] | None:
    """Return the date and how much of it is known, or None when `value` is no date.

    Examples
    --------
    >>> partial_date("2024-05")
    (datetime.datetime(2024, 5, 1, 0, 0), 'month')
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(value))
    if not found:
        return None
    year, month, day = found.groups()
    try:
        date = dt.datetime(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return date, "day" if day else "month" if month else "year"
