"""From bytes to text: what a file is encoded in, and what is no text at all."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# XLSX (any other ZIP was unpacked), XLS and Parquet
BINARY_TABLES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")
REMEDY = "save the page or the export as text"
UNPACK = "unpack it first"
BINARY_STARTS = {
    b"%PDF": ("a PDF", REMEDY),
    b"\x89PNG": ("a PNG picture", REMEDY),
    b"\xff\xd8\xff": ("a JPEG picture", REMEDY),
    b"GIF8": ("a GIF picture", REMEDY),
    b"SQLite format 3": ("an SQLite database", REMEDY),
    b"Rar!": ("a RAR archive", UNPACK),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", UNPACK),
    b"BZh": ("a bzip2 archive", UNPACK),
    b"\xfd7zXZ": ("an xz archive", UNPACK),
    b"\x28\xb5\x2f\xfd": ("a Zstandard archive", UNPACK),
}
SAMPLE = 1 << 16  # bytes that an encoding is told by
PIECE = 1 << 20  # bytes that are decoded at once
CONTROL = bytes(code for code in range(32) if code not in b"\x00\t\n\x0b\x0c\r\x1a\x1b")
HIGH = bytes(range(128, 256))
ABOVE_ASCII = re.compile(rb"[\x80-\xff]+")
HANZI = re.compile(rb"[\xa1-\xd7][\xa1-\xfe]")  # as GB18030 writes the usual ones; small Cyrillic is above
ASCII = re.compile(r"[\x00-\x7f]+")
CHINESE = "The file is not UTF-8; it was read as GB18030 (Chinese). Check its letters, or save it as UTF-8."


class UnreadableFile(ValueError):
    """A file that holds no text; the message says what it holds and what would do."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file, the encoding it was read in, and what was odd about it."""

    text: str
    encoding: str
    problems: tuple[dict[str, object], ...] = ()


def encoding_of(content: bytes) -> str:
    r"""Return the encoding of a text by its first 64 KB: by its byte order mark, its zeros, its accents.

    Raises
    ------
    UnreadableFile
        If there is no text in it.

    Examples
    --------
    >>> encoding_of("Caf\u00e9".encode("cp1252")), encoding_of("Caf\u00e9".encode("utf-16-le"))
    ('cp1252', 'utf-16-le')
    """
    head = content[:SAMPLE]
    for start, (what, remedy) in BINARY_STARTS.items():
        if head.startswith(start):
            raise UnreadableFile(f"The file is {what}, not text; {remedy}.")
    if head[257:262] == b"ustar":
        raise UnreadableFile(f"The file is a tar archive, not text; {UNPACK}.")
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    wide = _wide_encoding(head)
    if wide:
        return wide
    if len(head.translate(None, CONTROL)) < 0.98 * len(head):
        raise UnreadableFile(f"The file is binary data, not text; {REMEDY}.")
    whole_letters = head.rstrip(HIGH) if len(content) > len(head) else head
    if not _mostly_invalid(whole_letters):
        return "utf-8"
    words = ABOVE_ASCII.findall(whole_letters)
    hanzi = sum(len(HANZI.findall(word)) for word in words if len(word) > 2 and len(word) % 2 == 0)
    return "gb18030" if 2 * hanzi > 0.7 * sum(map(len, words)) else "cp1252"


def _wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where the zeros of Latin letters stand in every second or fourth byte."""
    zeros = [head[place::4].count(0) for place in range(4)]
    size = max(len(head) / 4, 1)
    if min(zeros[1], zeros[2]) > 0.9 * size and min(zeros[0], zeros[3]) < 0.1 * size:
        return "utf-32-le" if zeros[3] > zeros[0] else "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) > max(0.1 * size, 20 * min(even, odd)):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def decode_head(content: bytes) -> str:
    """Return the text at the start of `content`, without decoding the rest; empty for a table of bytes."""
    if content.startswith(BINARY_TABLES):
        return ""
    return _lines(content[:SAMPLE].decode(encoding_of(content), errors="replace")).replace("\x00", "")


def decode(content: bytes) -> Decoded:
    r"""Return the text in `content`, its lines ended by ``\n`` and without NUL bytes.

    A byte order mark decides; otherwise it is UTF-16 or UTF-32 without a mark, UTF-8, or else
    GB18030 or Windows-1252. The text of a table in XLSX, XLS or Parquet is empty: its reader takes the bytes.

    Raises
    ------
    UnreadableFile
        If there is nothing in it, or no text.

    Examples
    --------
    >>> decode("Caf\u00e9\r\n".encode("cp1252")).encoding
    'cp1252'
    """
    if not content[:SAMPLE].strip(b"\x00 \t\r\n") and not content.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("The file is empty; export or save it again.")
    if content.startswith(BINARY_TABLES):
        return Decoded("", "")
    text, encoding, problems = _decoded(content, encoding_of(content))
    if encoding == "gb18030":
        problems = [(_line_of(content, next(ABOVE_ASCII.finditer(content)).start()), CHINESE), *problems]
    text = _lines(text)
    rows = [{"source_line": line, "problem": what, "text": _excerpt(text, line)} for line, what in problems]
    if "\x00" in text:
        line, count = text.count("\n", 0, text.index("\x00")) + 1, text.count("\x00")
        text = text.replace("\x00", "")
        what = f"{count:,} NUL bytes stand in the text; they were left out. Export or save the file again."
        rows.append({"source_line": line, "problem": what, "text": _excerpt(text, line)})
    return Decoded(text, encoding, tuple(rows))


def plain_encoding(content: bytes) -> str | None:
    r"""Return the encoding of a text that can be decoded in pieces: UTF-8 with nothing odd about it.

    Examples
    --------
    >>> plain_encoding("Caf\u00e9".encode()), plain_encoding("Caf\u00e9".encode("cp1252"))
    ('utf-8', None)
    """
    encoding = encoding_of(content)
    if encoding not in ("utf-8", "utf-8-sig") or b"\x00" in content:
        return None
    try:
        for _ in decoded_pieces(io.BytesIO(content), errors="strict"):
            pass
    except UnicodeDecodeError:
        return None
    return encoding


def decoded_pieces(file: BinaryIO, *, errors: str = "replace") -> Iterator[str]:
    r"""Yield the text of a UTF-8 file in pieces of whole lines, without the byte order mark.

    Examples
    --------
    >>> list(decoded_pieces(io.BytesIO(b"PT J\r\nER\r\n")))
    ['PT J\nER\n']
    """
    encoding = "utf-8-sig"
    while piece := file.read(PIECE):
        yield _lines((piece + file.readline()).decode(encoding, errors))
        encoding = "utf-8"


def _decoded(content: bytes, encoding: str) -> tuple[str, str, list[tuple[int, str]]]:
    """Return the text, the encoding it was read in, and what is odd about it in which line."""
    if encoding != "cp1252":
        try:
            return content.decode(encoding), encoding, []
        except UnicodeDecodeError as error:
            broken = error
        cut_within_a_letter = broken.reason == "unexpected end of data"
        if encoding == "utf-8" and not cut_within_a_letter and (mixed := _line_by_line(content)):
            return mixed
        if encoding != "utf-8" or cut_within_a_letter or not _mostly_invalid(content):
            found = content[broken.start : broken.end].hex(" ")
            problem = f"The bytes {found} are no {encoding} text; they stand as \ufffd. Save the file again."
            line = _line_of(content, broken.start)
            return content.decode(encoding, errors="replace"), encoding, [(line, problem)]
    if encoding == "cp1252" and (mixed := _line_by_line(content)):
        return mixed
    start = next(match.start() for match in re.finditer(rb"[\x80-\xff]", content))
    problem = "The file is not UTF-8; it was read as Windows-1252. Check its accents, or save it as UTF-8."
    return content.decode("cp1252", errors="replace"), "cp1252", [(_line_of(content, start), problem)]


def _line_by_line(content: bytes) -> tuple[str, str, list[tuple[int, str]]] | None:
    """Return the same of a file put together of UTF-8 and Windows-1252, each line read as what it is."""
    kinds = [_kind(line) for line in io.BytesIO(content)]
    if not {"utf-8", "cp1252"} <= set(kinds):
        return None
    text = "".join(
        line.decode(kind, errors="replace") for line, kind in zip(io.BytesIO(content), kinds, strict=True)
    )
    problem = (
        "This line and perhaps others are not UTF-8 as the rest is; they were read as Windows-1252. Check "
        "their accents, or save the file as UTF-8."
    )
    return text, "utf-8", [(kinds.index("cp1252") + 1, problem)]


def _kind(line: bytes) -> str:
    return "ascii" if line.isascii() else "cp1252" if _mostly_invalid(line) else "utf-8"


def _line_of(content: bytes, place: int) -> int:
    before = content[:place].replace(b"\r\n", b"\n")
    return before.count(b"\n") + before.count(b"\r") + 1


def _mostly_invalid(content: bytes) -> bool:
    """Whether bytes above 127 fail as UTF-8 more often than they make sense."""
    if content.isascii():
        return False
    text = content.decode("utf-8", errors="replace")
    invalid = text.count("\ufffd")
    return invalid > 0 and 2 * invalid >= len(ASCII.sub("", text))


def _lines(text: str) -> str:
    """Return the text with plain line ends, without the mark (`copy *.csv all.csv`) that ends it in DOS."""
    text = text.removesuffix("\x1a")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _excerpt(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[min(line, len(lines)) - 1][:200]
