"""Which files are meant by paths, what they are called, and what was declared about them."""

import datetime as dt
import glob
import hashlib
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

FACTS_FILE = "sources.toml"
KNOWN_FACTS = ("about", "format", "saved", "venue", "published", "field", "language", "columns")


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
        taken = Counter(names.values())
        clashes = [file for file in files if taken[names[file]] > 1]
        if not clashes:
            break
        names.update({file: "/".join(file.parts[-parts:]) for file in clashes})
    return names


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def declared_facts(folder: Path) -> tuple[dict[str, Mapping[str, object]], list[dict[str, object]]]:
    """Return what `sources.toml` in `folder` says, by file name or pattern, and what is wrong with it.

    The file has one table a page: ``["list_*.txt"]``, then any of `about`, `format`, `saved` (a year),
    `venue`, `published` ("2024", "2024-05" or "2024-05-09"), `field`, `language` and `columns` (of a table:
    which of them is what).
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
        elif key == "columns":
            if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
                must = '`columns` must be such as { title = "Titel" }'
                wrong[key] = f"{must}, but is {value!r}; it was not used."
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
