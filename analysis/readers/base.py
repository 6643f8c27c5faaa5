"""What every reader takes and gives."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.decoding import Decoded, decode, decode_head, decoded_pieces, encoding_of, plain_encoding
from analysis.packing import Records

Record = dict[str, Any]
Problem = dict[str, Any]
Line = tuple[int, str]
HEAD = 16_384


class UnknownFormat(ValueError):
    """No format claims a file, more than one does, or the declared one does not exist."""


class Source:
    """One file, opened.

    Attributes
    ----------
    name : str
        As it stands in `source_file`; a member of an archive is called `archive.zip/member`.
    content : bytes
        The file as it lies on disk, or as it was packed into an archive.
    text : str
        The decoded text with line ends normalised to ``\\n``. Lines count from 1. It is made when it is
        asked for, and empty for tables that are no text (XLSX, XLS, Parquet).
    head : str
        The first 16,384 characters: enough to recognise a format by, without decoding a large file.
    facts : mapping
        What the hand-written file beside the pages declares of this one (`saved`, `format`, ...).
    """

    def __init__(
        self,
        name: str,
        content: bytes,
        text: str | None = None,
        facts: Mapping[str, object] | None = None,
        *,
        path: Path | None = None,
    ) -> None:
        self.name = name
        self.facts = facts or {}
        self._content: bytes | None = content
        self._given = text
        self._path = path

    @property
    def content(self) -> bytes:
        if self._content is None and self._path is not None:
            self._content = self._path.read_bytes()
        return self._content or b""

    @cached_property
    def decoded(self) -> Decoded:
        """The text, its encoding and what was odd about it."""
        if self._given is not None:
            return Decoded(self._given, "utf-8")
        found = decode(self.content)
        if self._path is not None:
            self._content = None  # a large file need not be held twice; it can be read again
        return found

    @property
    def text(self) -> str:
        return self.decoded.text

    @cached_property
    def _plain(self) -> str | None:
        """The encoding of a text that is decoded in pieces; None where it is held as a whole."""
        if self._given is not None or "decoded" in self.__dict__:
            return None
        found = plain_encoding(self.content)
        if found and self._path is not None:
            self._content = None
        return found

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces of whole lines; a large file is so never held as a whole."""
        if self._plain is None:
            yield self.text
            return
        path = None if self._content is not None else self._path
        with path.open("rb") if path else io.BytesIO(self.content) as file:
            yield from decoded_pieces(file)

    @property
    def encoding(self) -> str | None:
        """The encoding of the text; None where there is no text."""
        if self._given is not None or "decoded" in self.__dict__:
            return self.decoded.encoding or None
        if self.__dict__.get("_plain"):
            return self._plain
        return encoding_of(self.content) if self.head else None

    @property
    def oddities(self) -> tuple[Problem, ...]:
        """What was odd about the text, if a reader asked for it."""
        return self.decoded.problems if "decoded" in self.__dict__ else ()

    @cached_property
    def head(self) -> str:
        if self._given is None and "decoded" not in self.__dict__:
            return decode_head(self.content)[:HEAD]
        return self.text[:HEAD]


@dataclass(frozen=True)
class Reading:
    """What a reader found in one source.

    Attributes
    ----------
    records : list of dict
        Keys are columns of the `records` table, as far as the source fills them. `authors` is a list of
        names, as `Family, Given` where the source tells them apart. Besides, a record may hold
        `author_details` (a list of dict as long as `authors`: `affiliation`, `institution`, `country`,
        `orcid`, `source_author_id`), `references` (a list of dict: `reference` as printed, and what the
        source tells apart of `author`, `title`, `venue`, `volume`, `pages`, `doi`, `year`) and `keywords` (a
        list of dict: `keyword`, and `kind`, which is 'author', 'index' or 'mesh').
    problems : list of dict
        `source_line`, `problem` (what was found, what would do) and `text`.
    """

    records: list[Record] = field(default_factory=Records)
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, record: Record) -> None:
        """Add a record that begins in a line; what is missing in it may be None or left out."""
        self.records.append({"source_line": line, **record})

    def report(self, line: int, problem: str, text: str = "") -> None:
        """Add a row to the problems."""
        self.problems.append({"source_line": line, "problem": problem, "text": text})


@dataclass(frozen=True)
class Format:
    """One format that can be read.

    Attributes
    ----------
    name : str
        As it stands in `format`.
    recognises : callable
        Whether a source is in this format, by its content.
    read : callable
        The `Reading` of a source.
    may_be : callable, optional
        Whether a source that nobody claims may be in this format, if the user says so.
    count : callable, optional
        The number of record marks in a source, found by other means than the reader's; the ledger holds
        it against the records kept.
    rank : int, default 0
        When it is asked: a format of a higher rank only if none of a lower one claims the source. Formats
        with marks of their own are 0, tables of any kind 1, pages known by their look 2.
    """

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Reading]
    may_be: Callable[[Source], bool] | None = None
    count: Callable[[Source], int] | None = None
    rank: int = 0
