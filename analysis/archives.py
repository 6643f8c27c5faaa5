"""What is packed in a file: the members of a ZIP archive and the content of a gzip one, within bounds.

A ZIP within an archive is opened too, one level deep. Hidden members are skipped as hidden files are. An XLSX
file is a ZIP archive as well; it is told apart by its members and stays whole. What is damaged, encrypted
or grows beyond all measure (a ZIP bomb) gives a sentence instead of content.
"""

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

GZIP, ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
MOST_MEMBERS = 10_000
MOST_TIMES = 200  # how many times its own size an archive may unpack to
SMALL = 1 << 26  # bytes that any archive may unpack to
MOST_BYTES = 1 << 33  # bytes that no archive may unpack to
CHUNK = 1 << 20
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError),
    *(LookupError, OverflowError),
    RuntimeError,  # also NotImplementedError: a packing method that is not known
)


@dataclass(frozen=True)
class Part:
    """A file to be read from its path, or what was packed in one; `problem` says what could not be had."""

    name: str
    content: bytes = b""
    problem: str = ""
    path: Path | None = None

    def read(self) -> bytes:
        """Return the content."""
        return self.content if self.path is None else self.path.read_bytes()


class _Allowance:
    """How many bytes may still be unpacked from one file, all its members and levels together."""

    def __init__(self, packed: int) -> None:
        self.packed = packed
        self.left = min(MOST_BYTES, max(SMALL, MOST_TIMES * packed))

    def take(self, size: int) -> bool:
        self.left -= size
        return self.left >= 0

    def refusal(self) -> str:
        return (
            f"This archive of {self.packed:,} bytes unpacks to more than is likely for texts; "
            "the rest of it was not read. Unpack it first if you trust it."
        )


def is_archive(start: bytes) -> bool:
    """Return whether a file that begins like this is packed."""
    return start.startswith((GZIP, *ZIPS))


def unpacked(name: str, content: bytes) -> Iterator[Part]:
    """Yield the file itself, or what is packed in it; members are called `archive.zip/member`.

    Examples
    --------
    >>> import gzip
    >>> [part.content for part in unpacked("list.txt.gz", gzip.compress(b"Trees grow."))]
    [b'Trees grow.']
    """
    yield from _unpacked(name, content, _Allowance(len(content)), level=0)


def _unpacked(name: str, content: bytes, allowance: _Allowance, *, level: int) -> Iterator[Part]:
    if not is_archive(content[:4]):
        yield Part(name, content)
    elif level > 2 or (level > 1 and content.startswith(ZIPS) and not _is_table(content)):
        yield Part(name, problem="An archive within archives; unpack it first.")
    elif content.startswith(ZIPS):
        yield from _members(name, content, allowance, level=level)
    else:
        inner, problem = _gunzip(content, allowance)
        if problem:
            yield Part(name, inner, problem)
        else:
            yield from _unpacked(name, inner, allowance, level=level + 1)


def _gunzip(content: bytes, allowance: _Allowance) -> tuple[bytes, str]:
    """Return what is packed, as far as it can be had, and what was wrong."""
    pieces: list[bytes] = []
    rest = content
    while rest.startswith(GZIP):
        stream = zlib.decompressobj(31)
        while not stream.eof:
            try:
                piece = stream.decompress(rest, CHUNK)
            except zlib.error as error:
                return b"".join(pieces), f"The gzip archive is damaged ({error}); what came before was read."
            rest = stream.unconsumed_tail
            pieces.append(piece)
            if not allowance.take(len(piece)):
                return b"", allowance.refusal()
            if not (piece or rest or stream.eof):
                return b"".join(pieces), "The gzip archive ends in the middle; what came before was read."
        rest = stream.unused_data
    odd = (
        f"{len(rest):,} bytes behind the gzip archive are no part of it; left out."
        if rest.strip(b"\0")
        else ""
    )
    return b"".join(pieces), odd


def _is_table(content: bytes) -> bool:
    """Return whether a ZIP archive is an XLSX file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except DAMAGED:
        return False


def _members(name: str, content: bytes, allowance: _Allowance, *, level: int) -> Iterator[Part]:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        members = archive.infolist()
        office = _office_file(archive)
    except DAMAGED as error:
        yield Part(name, problem=f"The ZIP archive is damaged ({error}); save or download it again.")
        return
    if len(members) > MOST_MEMBERS:
        yield Part(name, problem=f"{len(members):,} files are in this archive; unpack it first.")
    elif office == "XLSX":
        enough = allowance.take(sum(member.file_size for member in members))
        yield Part(name, content) if enough else Part(name, problem=allowance.refusal())
    elif office:
        yield Part(name, problem=f"The file is {office}; save it as .xlsx, .csv or text.")
    else:
        visible = [one for one in members if not one.is_dir() and not _is_hidden(one.filename)]
        if not visible:
            yield Part(name, problem="There is no file in this archive.")
        yield from _read_members(name, archive, visible, allowance, level=level)


def _office_file(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "XLSX"
    if "[Content_Types].xml" in names:
        return "an Office file, but no .xlsx table"
    return "an OpenDocument file" if {"mimetype", "content.xml"} <= names else ""


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _read_members(
    name: str,
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    allowance: _Allowance,
    *,
    level: int,
) -> Iterator[Part]:
    seen: Counter[str] = Counter()
    for member in members:
        seen[member.filename] += 1
        again = f" ({seen[member.filename]})" if seen[member.filename] > 1 else ""
        inside = f"{name}/{member.filename}{again}"
        if not allowance.take(member.file_size):
            yield Part(inside, problem=allowance.refusal())
            return
        if member.flag_bits & 1:
            yield Part(inside, problem="This file is encrypted; unpack the archive with its password first.")
            continue
        try:
            content = archive.read(member)
        except DAMAGED as error:
            yield Part(
                inside, problem=f"It cannot be unpacked ({error}); save or download the archive again."
            )
            continue
        yield from _unpacked(inside, content, allowance, level=level + 1)
