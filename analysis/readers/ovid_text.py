"""Ovid's tagged text (its format Citavi, `.ovd` or `.txt`): `<1. >`, `VN  - Ovid Technologies`, fields.

The tags differ from database to database. Where one has no field for the journal, the volume or the pages,
they are read from the source (SO) and the link to a resolver (XL), which spells them out. The tags are put
into RIS's, and the records made as those of RIS are.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.ris_fields import ris_record
from analysis.readers.tagged import Entry, count_begun, numbered_lines, parts, report_stray, report_unlinked

TAG = re.compile(r"\ufeff? ?([A-Z][A-Z0-9]) {1,2}-(?: |$)")
START = re.compile(r"\ufeff? ?<\d+\.? ?>\s*")
MARK = re.compile(r"\n\ufeff? ?(?P<first><\d+\.? ?>)[^\S\n]*(?=\n|\Z)")
FIELD = re.compile(r"\n\ufeff? ?[A-Z][A-Z0-9] {1,2}-(?: |\n|\Z)")
AS_RIS = {
    "AU": ("FA", "AU"), "TI": ("TI",), "AB": ("AB",), "JF": ("JN", "NJ", "JT"), "VL": ("VO", "VI"),
    "IS": ("IP",), "SP": ("PG",), "PY": ("YR",), "DA": ("DP",), "DO": ("DO", "DI"), "LA": ("LG",),
    "PB": ("PB", "PU"), "PT": ("DT", "PT"), "DB": ("DB",),
}  # fmt: skip
LINES_AS_RIS = {"IS": "SN", "IB": "SN", "IN": "AD", "RF": "M1", "XL": "UR"}  # each line for itself
LABEL = re.compile(r"(?<=[.?!]| )\s+\[[A-Z][^\[\]]{2,30}\]\.?\Z")  # `… on walls. [References].`
DEGREES = re.compile(r"(?:,? (?:M\.?D|Ph\.?D|[BM]\.?Sc|[BM]A|MPH|MB|RN)\b\.?)+\Z")
FULL_STOP = re.compile(r"(?<=\w{3})\.\Z")
# `Moss. 12(3):45-51, 2019 Mar 04.`, `Moss. Vol.12(3), Mar 2019, pp. 45-51.`, `Moss March 2019;12(3):45-51`,
# `Moss. Conference: Walls. Oslo. 12 (Supplement 3) (no pagination), 2019. Date of Publication: 04 Mar 2019.`
VENUE = re.compile(r"([^\[\]]{2,300}?)(?:\. (?=Vol\.|\d|Conference: )| (?:[A-Z][A-Za-z/]+ )?(?=\d{4};\d))")
NUMBERS = re.compile(r"(?:\. |Vol\.|;)(?!(?:19|20)\d\d\b)(\d{1,4})(?: ?\((?!pp|no )([^()]{1,40})\)|(?=[:,]))")
PAGES = re.compile(r"(?:(?<=[\d)]):\s?|\(?pp\.? )([A-Za-z]{0,3}\d+(?:-[A-Za-z]{0,3}\d+)?)(?=[,.;)]|\Z)")
WHEN = re.compile(
    r"(?:Date of Publication: |[\d)]:\s?[\w-]+, )(?P<last>[^:;]{4,40}?)\.?\s*\Z"
    r"|(?P<first>(?:[A-Z][A-Za-z/]+ )?\d{4})(?=;\d)"
)
QUALIFIER = re.compile(r"/[a-z]{2} \[([^\[\]]+)\]")  # `Bryophyta/gd [Growth & Development]`


def recognises(source: Source) -> bool:
    """Return whether the head has a line `VN  - Ovid Technologies`, and lines with other tags than RIS's."""
    tags = set(re.findall(r"^ ?([A-Z][A-Z0-9]) {1,2}- ", source.head, re.MULTILINE))
    return (
        len(tags) > 2
        and "TY" not in tags
        and bool(re.search(r"^ ?VN {1,2}- Ovid Technologies", source.head, re.MULTILINE))
    )


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    unlinked = []
    for entry in _entries(source, reading):
        record, left_out = ris_record(_as_ris(entry))
        reading.add(entry.line, record | _own(entry))
        unlinked += [entry.line] if left_out else []
    report_unlinked(reading, unlinked)
    return reading


def _entries(source: Source, reading: Reading) -> Iterator[Entry]:
    """Yield the entries: one begins with its number in angle brackets."""
    entry: Entry | None = None
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(source.pieces()):
        if found := TAG.match(line):
            if entry is None:
                reading.report(number, "A record begins here without its number `<1. >`; kept.", line[:200])
                entry = Entry(number)
            entry.add(found[1], line[found.end() :])
        elif START.fullmatch(line):
            if entry is not None:
                yield entry
            entry = Entry(number)
        elif entry is not None and entry.fields:
            entry.go_on(line)
        elif line.strip():
            stray.append((number, line[:200]))
    if entry is not None:
        yield entry
    report_stray(reading, stray)


def _as_ris(entry: Entry) -> Entry:
    """Return the entry with the tags of RIS."""
    made = Entry(entry.line)
    for tag, (best, *others) in AS_RIS.items():
        for value in entry.values(best) or entry.values(*others):
            made.add(tag, TIDIED.get(tag, str)(value))
    for tag, printed in _printed(entry):
        if printed and tag not in made.by_tag:
            made.add(tag, printed)
    if when := WHEN.search(entry.value("SO") or ""):
        made.add("DA", when["last"] or when["first"])
    for name, tag in LINES_AS_RIS.items():
        for line in entry.lines(name):
            if "atitle=" not in line:  # the link to a library's resolver is none to the paper
                made.add(tag, line)
    return made


def _printed(entry: Entry) -> Iterator[tuple[str, str | None]]:
    """Yield venue, volume, issue and pages as the link and the source have them, the better one first."""
    links = (parse_qs(urlsplit(link).query) for link in entry.values("XL") if "atitle=" in link)
    link = {name: values[0] for name, values in next(links, {}).items()}
    source = entry.value("SO") or ""
    source = "" if "[Ed" in source else source  # the editors of a book stand before its title
    venue, numbers, pages = VENUE.match(source), NUMBERS.search(source), PAGES.search(source)
    yield "JF", link.get("title") or (venue[1] if venue else None)
    yield "VL", numbers[1] if numbers else link.get("volume")
    yield "IS", numbers[2] if numbers else link.get("issue")
    yield "SP", pages[1] if pages else link.get("pages")


def _name(printed: str) -> str:
    """Return an author without her role, the marks of her addresses and her degrees.

    Examples
    --------
    >>> _name("Ek, Bo MD, PhD *"), _name("Li, C. [Author; E-mail: li@moss.example]"), _name("ABE, Kim.")
    ('Ek, Bo', 'Li, C.', 'ABE, Kim')
    """
    bare = printed.partition("[")[0].rstrip(" ,*+0123456789")
    return FULL_STOP.sub("", DEGREES.sub("", bare))


TIDIED: dict[str, Callable[[str], str]] = {
    "AU": _name,
    "TI": lambda title: LABEL.sub("", title),
    "PB": lambda publisher: publisher.split("; ")[0],
    "LA": lambda language: language.rstrip(". "),
    "PT": lambda kind: kind.rstrip(". "),
}


def _own(entry: Entry) -> Record:
    """Return what RIS has no tag for: the kinds of keywords, and whose id the number of a record is."""
    medline = "medline" in (entry.value("DB") or "").casefold()
    words = [
        word for value in entry.values("KW", "ID") for word in parts(value, ";" if ";" in value else ",")
    ]
    headings = [QUALIFIER.sub(lambda told: f"/{told[1].lower()}", value) for value in entry.values("MH")]
    kinds = (("author", words), ("mesh" if medline else "index", headings))
    number = (
        (entry.value("AN", "UI") or "").strip(". ").rpartition(": ")[2]
    )  # `Peer Reviewed Journal: 2015-1.`
    pmid = number if medline else entry.value("PM") or ""
    return {
        "keywords": [
            {"keyword": word, "kind": kind}
            for kind, printed in kinds
            for word in dict.fromkeys(one.replace("*", "").strip(" .") for one in printed)
        ],
        "pmid": pmid if re.fullmatch(r"\d{1,9}", pmid) else None,
        "source_id": None if medline else number or None,
    }


def count_records(source: Source) -> int:
    """Return the number of lines `<1. >`, and whether fields stand above the first."""
    return count_begun(source.pieces(), MARK, FIELD)


FORMAT = Format("ovid_text", recognises, read, count=count_records)
