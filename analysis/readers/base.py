"""What every reader takes and gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Problem = dict[str, Any]
Line = tuple[int, str]


class UnknownFormat(ValueError):
    """No format claims a file, more than one does, or the declared one does not exist."""


@dataclass(frozen=True)
class Source:
    """One file, opened and decoded.

    Attributes
    ----------
    name : str
        As it stands in `source_file`.
    content : bytes
        The file as it lies on disk.
    text : str
        The decoded text with line ends normalised to ``\\n``. Lines count from 1.
    facts : mapping
        What the hand-written file beside the pages declares of this one (`saved`, `format`, ...).
    """

    name: str
    content: bytes
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The first 16,384 characters: enough to recognise a format by."""
        return self.text[:16_384]


@dataclass(frozen=True)
class Reading:
    """What a reader found in one source.

    Attributes
    ----------
    records : list of dict
        Keys are columns of the `records` table, as far as the source fills them. `authors` is a list of
        names, as `Family, Given` where the source tells them apart. Besides, a record may hold
        `author_details` (a list of dict as long as `authors`: `affiliation`, `country`, `orcid`,
        `source_author_id`), `references` (a list of dict: `reference` as printed, and what the source
        tells apart of `author`, `title`, `venue`, `volume`, `pages`, `doi`, `year`) and `keywords` (a
        list of dict: `keyword`, and `kind`, which is 'author', 'index' or 'mesh').
    problems : list of dict
        `source_line`, `problem` (what was found, what would do) and `text`.
    """

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, problem: str, text: str = "") -> None:
        """Add a row to the problems."""
        self.problems.append({"source_line": line, "problem": problem, "text": text})


@dataclass(frozen=True)
class Format:
    """One format: how a file of it is recognised and read, what may be one without being claimed, and how
    its record marks are counted by other means than the reader's."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Reading]
    may_be: Callable[[Source], bool] | None = None
    count: Callable[[Source], int] | None = None
