"""XML exports, read a record at a time, whatever is wrong with the file around a record.

The file is cut at the start tags of its records and each piece is parsed by itself (lxml). One broken
record then costs only itself (lxml's own recovery over a whole file loses or mixes up what follows),
memory stays within one record, line numbers hold beyond 65,535, and no DTD ever reaches the parser: no
entity can be expanded but the letters that HTML names (`&uuml;`).
"""

import html
import html.entities
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from analysis.readers.base import Reading, Record, Source
from analysis.readers.fields import tidy

Element = Any
TAGGED = etree.Element  # what `iter` takes to leave out all that is no element

LONGEST_RECORD = 64 * 2**20
SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,  # at most 256 levels, at most 10 MB in one text
    "remove_comments": True,
    "remove_pis": True,
}
STRICT = etree.XMLParser(**SAFE)
FORGIVING = etree.XMLParser(recover=True, **SAFE)
ROOT = re.compile(
    r"\s*(?:(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*"
    r"<(?P<name>[A-Za-z_][\w:.-]*)(?P<attributes>[^<>]*)",
    re.DOTALL,
)
DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]+)["']""")
NAMESPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
LOCAL_NAME = re.compile(r"[A-Za-z_][\w.-]*$")
EMPTY_TAG = re.compile(rb"(<[^<>]*/>)\s*(?:</[^<>]*>\s*)*")
BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);)")
NAMED_LETTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNDECLARED_PREFIX = "NS_ERR_UNDEFINED_NAMESPACE"
LATIN = frozenset(["utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii", "ascii"])
WIDE = re.compile(r"utf-?(?:16|32)|ucs|unicode")


@dataclass(frozen=True)
class Piece:
    """One record of a file: where it begins, its source text, and what the parser made of it (or None)."""

    line: int
    name: str
    text: str
    element: Element | None


def root_name(source: Source) -> str:
    """Return the local name of the outermost element, '' when the text is no XML.

    Examples
    --------
    >>> root_name(Source("a.xml", b"", '<?xml version="1.0"?><!DOCTYPE d SYSTEM "d.dtd">\\n<dblp>'))
    'dblp'
    """
    found = ROOT.match(source.head.lstrip("\ufeff"))
    return found["name"].rpartition(":")[2] if found else ""


def root_tag(source: Source) -> str:
    """Return the attributes of the outermost element as they stand, its namespaces among them."""
    found = ROOT.match(source.head.lstrip("\ufeff"))
    return found["attributes"] if found else ""


def marks(names: Sequence[str], *, prefixed: bool = False) -> re.Pattern[bytes]:
    """Return the pattern of the start and end tags of records that are elements called one of `names`."""
    name = (rb"(?:[\w.-]+:)?(?:" if prefixed else rb"(?:") + "|".join(names).encode() + rb")"
    return re.compile(rb"<(?P<start>" + name + rb")(?=[\s/>])|</(?P<end>" + name + rb")\s*>")


def as_utf8(source: Source) -> bytes:
    """Return the bytes of a source in an encoding in which tags are ASCII."""
    start = source.content[:64]
    wide = not start or start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start
    return source.text.encode("utf-8", errors="replace") if wide else source.content


def count_marks(source: Source, pattern: bytes) -> int:
    """Return how often a pattern occurs in the bytes of a source."""
    return sum(1 for _ in re.finditer(pattern, as_utf8(source)))


def pieces(source: Source, mark: re.Pattern[bytes], reading: Reading) -> Iterator[Piece]:
    """Yield the records of a file one after the other; what is wrong with one is added to `reading`.

    Parameters
    ----------
    source : Source
        An XML file, whole or not.
    mark : pattern
        With the groups `start` and `end`, each the name in a record's tag; see `marks`. What it finds in
        neither stands once in each record: another one begins a record whose own start tag is lost.
    reading : Reading
        Gains a problem for each record that is not well-formed.
    """
    content = as_utf8(source)
    declared = DECLARED_ENCODING.search(content[:1024])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    encoding = "utf-8" if WIDE.match(encoding) else encoding  # no longer, or it never was
    namespaces = " ".join(NAMESPACE.findall(root_tag(source)))
    line, counted = 1, 0
    for start, end, closed, name in _spans(content, mark):
        line += _line_ends(content, counted, start)
        counted = start
        piece = _Raw(line, content[start : min(end, start + LONGEST_RECORD)], reading)
        whole = closed and end - start <= LONGEST_RECORD
        if not whole:
            piece.report(_what_is_lost(name, end - start))
        text = piece.decoded(encoding) if name else f"<unnamed>{piece.decoded(encoding)}"
        yield Piece(line, name, text, piece.parsed(text, namespaces, closed=whole))


def _what_is_lost(name: str, size: int) -> str:
    if size > LONGEST_RECORD:
        return f"This record has {size:,} bytes; only the first {LONGEST_RECORD:,} were read."
    if not name:
        return "The start tag of this record is lost; kept with what stands before the next one."
    return f"This record is not closed by </{name}>; kept with what stands before the next one."


def _spans(content: bytes, mark: re.Pattern[bytes]) -> Iterator[tuple[int, int, bool, str]]:
    """Yield begin, end, whether it is closed, and name of each record; '' if its start tag is lost."""
    begin, close, name, said = -1, -1, b"", False
    for found in mark.finditer(content):
        if found["end"] is not None:
            close = found.end() if found["end"] == name else close
            continue
        once = found["start"] is None
        if once and not said and begin >= 0 > close:
            said = True
            continue
        if begin >= 0:
            yield _span(content, begin, close, found.start(), name)
        begin, close, name, said = found.start(), -1, found["start"] or b"", once
    if begin >= 0:
        yield _span(content, begin, close, len(content), name)


def _span(content: bytes, begin: int, close: int, end: int, name: bytes) -> tuple[int, int, bool, str]:
    if close < 0 and (empty := EMPTY_TAG.fullmatch(content, begin, end)):
        close = empty.end(1)
    return begin, close if close > 0 else end, close > 0, name.decode()


def _line_ends(content: bytes, start: int, end: int) -> int:
    between = content[start:end]
    return between.count(b"\n") + between.count(b"\r") - between.count(b"\r\n")


@dataclass(frozen=True)
class _Raw:
    """The bytes of one record, and where its problems go."""

    line: int
    content: bytes
    reading: Reading

    def report(self, problem: str, *, below: int = 0) -> None:
        lines = self.content[: 1 << 16].decode("utf-8", errors="replace").splitlines()[below:][:1]
        self.reading.report(self.line + below, problem, (lines or [""])[0].strip()[:200])

    def decoded(self, declared: str) -> str:
        """Return the text, in the encoding that fits: the declared one may be wrong."""
        order = ["utf-8", declared] if declared in LATIN else [declared, "utf-8"]
        for encoding in order:
            try:
                return self.content.decode("cp1252" if encoding in LATIN - {"utf-8", "utf8"} else encoding)
            except (UnicodeDecodeError, LookupError):
                continue
        self.report(f"This record is not in {declared}, which the file declares; read as Windows-1252.")
        return self.content.decode("cp1252", errors="replace")

    def _without_controls(self, text: str) -> str:
        if not CONTROLS.search(text):
            return text
        self.report("Control characters, which XML does not allow, stand in this record; they were left out.")
        return CONTROLS.sub(" ", text.replace("\x00", ""))

    def parsed(self, text: str, namespaces: str, *, closed: bool) -> Element | None:
        """Return the record as an element, as far as it can be made out; report why not, if it is closed."""
        clean, unknown = _well_escaped(self._without_controls(text))
        if unknown:
            self.report(f"&{unknown}; stands for nothing that is known; left as it is.")
        clean = f"<records {namespaces}>{clean}</records>" if namespaces else clean
        try:
            root = etree.fromstring(clean, STRICT)
        except (etree.XMLSyntaxError, ValueError):
            root, line, problem = _recovered(clean)
            if problem and closed:
                self.report(f"This record is not well-formed: {problem}; check what it has.", below=line - 1)
        if root is None or not namespaces:
            return root
        return root[0] if len(root) else None


def _recovered(text: str) -> tuple[Element | None, int, str]:
    """Return what can be made out of a text that is not well-formed, and what is wrong in which line."""
    try:
        root = etree.fromstring(text, FORGIVING)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, 1, str(error)[:200]
    errors = [error for error in FORGIVING.error_log if error.type_name != UNDECLARED_PREFIX]
    if not errors:
        return root, 1, ""
    if errors[0].type_name == "ERR_RESOURCE_LIMIT":
        return root, 1, "it has more than 256 levels of elements, or more than 10 MB in one text"
    return root, errors[0].line, str(tidy(errors[0].message)).rstrip(".")[:200]


def _well_escaped(text: str) -> tuple[str, str | None]:
    """Return XML in which letters named as in HTML are letters and any other `&` is one; an unknown name."""
    if "<![CDATA[" in text:
        text = _without_cdata(text)
    if "&" not in text:
        return text, None
    names = NAMED_LETTER.findall(text)
    unknown = next((name for name in names if f"{name};" not in html.entities.html5), None)
    return NAMED_LETTER.sub(_letter, BARE_AMPERSAND.sub("&amp;", text)), unknown


def _without_cdata(text: str) -> str:
    first, *others = text.split("<![CDATA[")
    parts = [first]
    for other in others:
        inside, _, after = other.partition("]]>")
        parts += [html.escape(inside, quote=False), after]
    return "".join(parts)


def _letter(found: re.Match[str]) -> str:
    letter = html.entities.html5.get(f"{found[1]};")
    return html.escape(letter) if letter else f"&amp;{found[1]};"


def local(element: Element) -> Element:
    """Return the element after its tags and those below it have lost their namespaces."""
    for one in element.iter(TAGGED):
        found = LOCAL_NAME.search(one.tag)
        one.tag = found[0] if found else "unnamed"
    return element


def attribute(element: Element, name: str) -> str | None:
    """Return the attribute called `name` in any namespace, or None."""
    return next((value for key, value in element.items() if re.split(r"[}:]", key)[-1] == name), None)


def inner(element: Element | None) -> str | None:
    """Return all the text of an element and the elements in it, or None."""
    if element is None:
        return None
    text = "".join(element.itertext()) if len(element) else element.text
    return " ".join(text.split()) or None if text else None


def text_at(element: Element | None, *paths: str) -> str | None:
    """Return the text at the first of `paths` that has any."""
    if element is None:
        return None
    return next((text for path in paths if (text := inner(element.find(path)))), None)


def texts(element: Element | None, path: str) -> list[str]:
    """Return the texts at `path`, in order, without the empty ones and repeats."""
    found = (inner(one) for one in element.iterfind(path)) if element is not None else ()
    return list(dict.fromkeys(text for text in found if text))


def read_records(source: Source, mark: re.Pattern[bytes], record_of: Callable[[Element], Record]) -> Reading:
    """Return the records of a file: each is what `record_of` makes of an element that `mark` finds."""
    reading = Reading()
    for piece in pieces(source, mark, reading):
        reading.add(piece.line, record_of(piece.element) if piece.element is not None else {})
    return reading
