"""Formats made of lines `TAG value`, a value going on in the lines below: what their readers share.

Web of Science plain text, MEDLINE and RIS are such. Why their parsers are our own stands in their readers.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from analysis.readers.base import Reading
from analysis.readers.fields import one_spaced

CHUNK = 1 << 20
TAGS = re.compile(
    r"</?(?:sub|sup|inf|i|b|u|em|strong|p|div|span|br|italic|bold|underline|small|sc|tt|inline-formula"
    r"|formula|tex|tex-math|(?:jats|mml):\w+)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
EMPTY = frozenset(
    ["na", "n/a", "null", "none", "[anonymous]", "anonymous", "[no abstract available]",
     "no abstract available", "[no author name available]", "[no title available]", "[not available]"]
)  # fmt: skip
LONGEST_EMPTY = max(map(len, EMPTY))


def numbered_lines(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text in pieces with their numbers, from 1, without a copy of the whole text.

    Examples
    --------
    >>> list(numbered_lines(["TY  - JOUR\\n", "ER  - "]))
    [(1, 'TY  - JOUR'), (2, 'ER  - ')]
    """
    number = 0
    for text in pieces:
        start = 0
        while start < len(text):
            end = text.find("\n", start + CHUNK)
            end = len(text) if end < 0 else end
            lines = text[start:end].removesuffix("\n").split("\n")
            yield from enumerate(lines, number + 1)
            number += len(lines)
            start = end + 1


def count_begun(pieces: Iterable[str], mark: re.Pattern[str], field: re.Pattern[str]) -> int:
    r"""Return how many records begin: with their mark, or behind an end with a field above the next mark.

    Parameters
    ----------
    pieces : iterable of str
        The text in pieces of whole lines.
    mark, field : pattern
        A line with the mark of a beginning (the group `first`) or of an end, and how one with a field begins;
        both with the ``\n`` before it, by which they are found fast.

    Examples
    --------
    >>> mark = re.compile(r"\n(?:(?P<first>PT)|ER)")
    >>> count_begun(["PT J\nTI Moss\nER\n", "TI Fern\nER\n"], mark, re.compile(r"\n[A-Z][A-Z] "))
    2
    """
    count, begun = 0, False
    for piece in pieces:
        text, place = f"\n{piece}", 0
        for found in chain(mark.finditer(text), [None]):
            if not begun and field.search(text, place, found.start() if found else len(text)):
                count, begun = count + 1, True
            if found:
                begun = found["first"] is not None
                count, place = count + begun, found.end()
    return count


def plain(text: object) -> str | None:
    """Return a title, an abstract or the like as plain text; None when it is empty or says that it is.

    Examples
    --------
    >>> plain("Growth of  Fe<sub>2</sub>O<sub>3</sub> &amp; rust"), plain("[No abstract available]")
    ('Growth of Fe2O3 & rust', None)
    """
    found = str(text if text is not None else "")
    if "&" in found:
        found = html.unescape(found)
    if "<" in found:
        found = TAGS.sub("", found)
    clean = one_spaced(found.replace("\ufeff", ""))
    return None if not clean or (len(clean) <= LONGEST_EMPTY and clean.casefold() in EMPTY) else clean


def parts(text: object, separator: str = ";") -> list[str]:
    """Return what stands between separators, without blanks.

    Examples
    --------
    >>> parts("pruning; sparsity;; ")
    ['pruning', 'sparsity']
    """
    return [part for piece in str(text or "").split(separator) if (part := piece.strip())]


def report_stray(reading: Reading, stray: Sequence[tuple[int, str]]) -> None:
    """Report lines that belong to no record, all in one row."""
    if stray:
        problem = f"A line stands outside of all records {here_and_elsewhere(stray)}; left out."
        reading.report(stray[0][0], problem, stray[0][1])


def report_unlinked(reading: Reading, lines: Sequence[int]) -> None:
    """Report the records, by their lines, whose addresses are nobody's."""
    if lines:
        reading.report(
            lines[0],
            f"Addresses are printed {here_and_elsewhere(lines)} without saying whose they are; they were "
            "left out. Another export of the same database, such as CSV, may say it.",
        )


def here_and_elsewhere(places: Sequence[object]) -> str:
    """Return "here", and in how many other places besides the first.

    Examples
    --------
    >>> here_and_elsewhere([7]), here_and_elsewhere([7, 9]), here_and_elsewhere([7, 9, 12])
    ('here', 'here and in 1 other place', 'here and in 2 other places')
    """
    others = len(places) - 1
    return f"here and in {others:,} other place{'s' * (others > 1)}" if others else "here"


class Entry:
    """One record: its fields in order, each with its lines, and the same fields by their tag.

    `go_on(line)` adds a line to the last field.
    """

    __slots__ = ("by_tag", "fields", "go_on", "line")
    go_on: Callable[[str], None]

    def __init__(self, line: int) -> None:
        self.line = line
        self.fields: list[tuple[str, list[str]]] = []
        self.by_tag: dict[str, list[list[str]]] = {}

    def add(self, tag: str, value: str) -> None:
        """Begin a field."""
        lines = [value]
        self.go_on = lines.append
        self.fields.append((tag, lines))
        if tag in self.by_tag:
            self.by_tag[tag].append(lines)
        else:
            self.by_tag[tag] = [lines]

    def lines(self, *tags: str) -> list[str]:
        """Return the lines of all fields with these tags that are not blank."""
        return [
            kept
            for tag in tags
            for lines in self.by_tag.get(tag, ())
            for line in lines
            if (kept := line.strip())
        ]

    def values(self, *tags: str) -> list[str]:
        """Return each field with these tags that is not blank, its lines joined by a space."""
        return [
            value
            for tag in tags
            for lines in self.by_tag.get(tag, ())
            if (value := one_spaced(" ".join(lines)))
        ]

    def value(self, *tags: str) -> str | None:
        """Return the first field with these tags that is not blank, its lines joined by a space."""
        for tag in tags:
            for lines in self.by_tag.get(tag, ()):
                if value := one_spaced(" ".join(lines)):
                    return value
        return None
