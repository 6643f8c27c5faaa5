"""Scopus's plain text: a record ends in `SOURCE: Scopus`.

Authors, ids, title and `(2021) Walls, 68 (2), pp. 27 - 28, Cited 6 times.` stand in lines of their own, then
fields such as `ABSTRACT: `.

The fields are those of its CSV, and a record is made as a row of that is.
"""

import re
from collections.abc import Iterator

from analysis.readers.base import Format, Line, Reading, Source
from analysis.readers.delimited import column_key
from analysis.readers.scopus_columns import EXPORT_DATE, export_day
from analysis.readers.scopus_csv import scopus_record
from analysis.readers.tagged import count_begun, numbered_lines

_LABELS = (
    "AUTHOR FULL NAMES|DOI|AFFILIATIONS|AUTHORS WITH AFFILIATIONS|ABSTRACT|AUTHOR KEYWORDS|INDEX KEYWORDS|"
    "MOLECULAR SEQUENCE NUMBERS|CHEMICALS/CAS|TRADENAMES|MANUFACTURERS|FUNDING DETAILS|"
    r"FUNDING TEXT(?: \d+)?|REFERENCES|CORRESPONDENCE ADDRESS|EDITORS|SPONSORS|PUBLISHER|"
    "CONFERENCE (?:NAME|DATE|LOCATION|CODE)|ISSN|ISBN|CODEN|PUBMED ID|LANGUAGE OF ORIGINAL DOCUMENT|"
    "ABBREVIATED SOURCE TITLE|DOCUMENT TYPE|PUBLICATION STAGE|OPEN ACCESS|ACCESS TYPE|SOURCE"
)
FIELD = re.compile(rf"({_LABELS}): ?(.*)")
END = re.compile(r"SOURCE: ?Scopus\s*")
CITATION = re.compile(r"\((1[5-9]\d\d|20\d\d)\) (.*)")
CITED = re.compile(r"Cited ([\d,]+) times?$")
IDS = re.compile(r"\d{5,}(?:; ?\d{5,})*;?")
FURNITURE = re.compile(rf"\ufeff?Scopus|\ufeff?{EXPORT_DATE}.*")
MARK = re.compile(r"\n(?:(?P<first>(?!))|SOURCE: ?Scopus)")
ANY_LINE = re.compile(rf"\n(?!\ufeff?Scopus *\n|\ufeff?{EXPORT_DATE}|SOURCE: ?Scopus)[^\n]*\S")
PAGES = re.compile(r", pp?\. ?([^\s,-]+)(?: ?- ?([^\s,-]+))?$")
ARTICLE = re.compile(r", art\. no\. ([^,]+)$")
NUMBER = re.compile(r"(?:Part |Vol\. ?)?[A-Z]{0,3}\d[\w -]{0,30}")
ISSUE = re.compile(r"(.{1,40}?) \(([^()]{1,40})\)")


def recognises(source: Source) -> bool:
    """Return whether the head says that Scopus exported it, and has a line such as `(2021) Walls, 68`."""
    said = re.search(rf"^\ufeff?(?:{EXPORT_DATE}|SOURCE: ?Scopus)", source.head, re.MULTILINE)
    return bool(said and re.search(r"^\((?:1[5-9]|20)\d\d\) \S.*,", source.head, re.MULTILINE))


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    day = export_day(source.head[:200])
    for lines in _blocks(source):
        reading.add(lines[0][0], scopus_record(_row(lines), day))
        if not END.fullmatch(lines[-1][1]):
            problem = (
                "The last record has no end (`SOURCE: Scopus`); kept as far as it goes. Export it again."
            )
            reading.report(lines[0][0], problem, lines[0][1][:200])
    return reading


def _blocks(source: Source) -> Iterator[list[Line]]:
    """Yield the lines of each record that are not blank."""
    lines: list[Line] = []
    for number, line in numbered_lines(source.pieces()):
        if not line.strip() or (not lines and FURNITURE.fullmatch(line.strip())):
            continue
        if lines or not END.fullmatch(line):
            lines.append((number, line.strip()))
        if END.fullmatch(line) and lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _row(lines: list[Line]) -> dict[str, str]:
    """Return a record as a row of the CSV, by the names of its columns."""
    row: dict[str, str] = {}
    ahead: list[str] = []
    name = ""
    for _, line in lines:
        if found := FIELD.fullmatch(line):
            name = column_key(found[1])
            row[name] = "; ".join(filter(None, (row.get(name), found[2])))
        elif not name or name in ("author full names", "doi"):
            ahead.append(line)
        else:
            row[name] = f"{row[name]} {line}".strip()
    return row | _heading(ahead)


def _heading(lines: list[str]) -> dict[str, str]:
    """Return what the lines say that stand before the fields."""
    links = [line for line in lines if line.startswith("http")]
    rest = [line for line in lines if not line.startswith("http")]
    cited = next((place for place, line in enumerate(rest) if CITATION.fullmatch(line)), len(rest))
    found = publication(rest[cited]) if cited < len(rest) else {}
    ids = [line for line in rest[:cited] if IDS.fullmatch(line)]
    names = [line for line in rest[:cited] if not IDS.fullmatch(line)]
    return found | {
        "authors": " ".join(names[:-1]),
        "author s id": "".join(ids[:1]),
        "title": names[-1] if names else "",
        "link": "".join(links[:1]),
    }


def publication(line: str) -> dict[str, str]:
    """Return what the line with year and source says, taken apart from its end: the source may have commas.

    Examples
    --------
    >>> found = publication("(2021) Computers, Materials and Continua, 68 (2), pp. 27 - 28, Cited 6 times.")
    >>> found["source title"], found["volume"], found["issue"], found["page end"], found["cited by"]
    ('Computers, Materials and Continua', '68', '2', '28', '6')
    """
    found = CITATION.fullmatch(line)
    year, rest = found.groups() if found else ("", line)
    rest = rest.rstrip(",. ").removesuffix("Article in Press").rstrip(",. ")
    row = {"year": year}
    if cited := CITED.search(rest):
        row["cited by"] = cited[1]
        rest = rest[: cited.start()].rstrip(",. ")
    if pages := PAGES.search(rest):
        row |= {"page start": pages[1], "page end": pages[2] or ""}
        rest = rest[: pages.start()]
    if article := ARTICLE.search(rest):
        row["art no"] = article[1]
        rest = rest[: article.start()]
    source, *numbers = rest.rsplit(", ", 2)
    issue = ISSUE.fullmatch(numbers[-1]) if numbers else None
    if issue and NUMBER.fullmatch(issue[1]):
        title = ", ".join([source, *numbers[:-1]])
        return row | {"source title": title, "volume": issue[1], "issue": issue[2]}
    while numbers and not all(map(NUMBER.fullmatch, numbers)):
        source = f"{source}, {numbers.pop(0)}"
    return row | {"source title": source} | dict(zip(("volume", "issue"), numbers, strict=False))


def count_records(source: Source) -> int:
    """Return the number of pieces between the lines `SOURCE: Scopus` in which something stands."""
    return count_begun(source.pieces(), MARK, ANY_LINE)


FORMAT = Format("scopus_text", recognises, read, count=count_records)
