"""PubMed's format *Abstract (text)*: numbered citation, title, authors, addresses, abstract, `PMID: `.

They stand in paragraphs without names; what a paragraph is, shows in its place and its first words. Citation
and authors are printed as in PubMed's CSV, and a record is made as a row of that is.
"""

import re
from collections.abc import Iterator

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.fields import joined
from analysis.readers.pubmed_csv import PRINTED, citation_record
from analysis.readers.tagged import numbered_lines, parts, plain, report_stray, report_unlinked

START = re.compile(r"\ufeff?(\d{1,6})\. (\S.*)")
ID = re.compile(r"(DOI|PMCID|PMID): (\S+).*")
PMID = re.compile(r"^PMID: \d", re.MULTILINE)
AFFIX = re.compile(r"\((?:\d{1,3}|#)\)")  # the number of an address, or what marks equal authors
NUMBERED = re.compile(r"\((\d{1,3}|#)\)(.*)")
NAME = re.compile(r"[^\W\d_][^\d,;()]{0,60} [^\W\d_a-z]{1,4}(?: (?:Jr|Sr|2nd|3rd|I{2,3}|IV))?")
GROUP = re.compile(
    r"group|consorti|stud(?:y|ies)|committee|collaborat|network|team|investigators|society", re.IGNORECASE
)
LANGUAGE = re.compile(r"\[\[?Article in [A-Z]")
NO_ABSTRACT = re.compile(
    r"(?:Author information|Collaborators|Conflict of interest statement|Plain Language Summary|Publisher):"
    r"|©|\([Cc]\)|(?:Crown )?Copyright\b|Published by\b"
    r"|(?:Comment|Erratum|Update|Republished|Retraction|Retracted and republished|Corrected and republished"
    r"|Expression of concern|Summary for patients|Original report|Reprint) (?:in|on|for|of|from)\Z"
)


def recognises(source: Source) -> bool:
    """Return whether the head begins with a numbered citation of PubMed, and has a line `PMID: 123`."""
    first = " ".join(source.head.lstrip().partition("\n\n")[0].split("\n"))
    found = START.match(first)
    return bool(found and PRINTED.search(found[2]) and PMID.search(source.head))


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    unlinked = []
    for line, paragraphs in _entries(source, reading):
        record, left_out = _record(paragraphs)
        reading.add(line, record)
        unlinked += [line] if left_out else []
    report_unlinked(reading, unlinked)
    return reading


def _entries(source: Source, reading: Reading) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield line and paragraphs of each record: one begins with the next number below an empty line."""
    begun, last, ended, blank = 0, 0, True, True
    paragraphs: list[list[str]] = []
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(source.pieces()):
        found = START.match(line) if blank and ended else None
        if found and int(found[1]) in (1, last + 1):
            if paragraphs:
                yield begun, paragraphs
            begun, last, ended, paragraphs = number, int(found[1]), False, [[found[2]]]
        elif not line.strip():
            blank = True
            continue
        elif not paragraphs:
            stray.append((number, line[:200]))
        elif blank:
            paragraphs.append([line.strip()])
        else:
            paragraphs[-1].append(line.strip())
        ended, blank = ended or PMID.match(line) is not None, False
    if paragraphs:
        yield begun, paragraphs
    report_stray(reading, stray)


def _record(paragraphs: list[list[str]]) -> tuple[Record, bool]:
    """Return the record of an entry, and whether it has addresses that are nobody's."""
    marked = (ID.fullmatch(line) for lines in paragraphs for line in lines)
    ids = {found[1].lower(): found[2] for found in marked if found}
    citation = " ".join(paragraphs[0])
    rest = [
        " ".join(lines)
        for lines in paragraphs[1:]
        if not (ID.match(lines[0]) or LANGUAGE.match(lines[0]) or NO_ABSTRACT.match(lines[0]))
    ]
    title = rest.pop(0) if rest else ""
    names = rest.pop(0) if rest and _are_names(rest[0]) else ""
    row = {**ids, "citation": citation, "title": title, "authors": AFFIX.sub("", names)}
    if (found := PRINTED.search(citation)) and "[Internet]" not in citation:
        row["journal book"] = citation[: found.start()]
    record = citation_record(row)
    information = [lines[1:] for lines in paragraphs if lines[0].startswith("Author information:")]
    details, left_out = _addresses(names, record["authors"], information[0] if information else [])
    return {**record, "abstract": plain(" ".join(rest)), "author_details": details}, left_out


def _are_names(text: str) -> bool:
    """Return whether a paragraph behind a title has the authors.

    Examples
    --------
    >>> _are_names("Ek B(1), van der Li C Jr(1)(2); Moss Study Group.")
    True
    >>> _are_names("Vitamin D, taken in winter, helps.")
    False
    """
    printed = [name for part in parts(AFFIX.sub("", text).rstrip(".")) for name in parts(part, ",")]
    named = sum(bool(NAME.fullmatch(name)) for name in printed)
    group = len(text) < 200 and len(printed) == 1 and GROUP.search(text)
    return 2 * named > len(printed) or bool(group) or text.startswith("[No authors listed]")


def _addresses(names: str, authors: list[str], lines: list[str]) -> tuple[list[Record] | None, bool]:
    """Return the addresses of each author by their numbers, and whether there are some that are nobody's."""
    where: dict[str, str] = {}
    number = ""
    for line in lines:
        found = NUMBERED.match(line)
        number, text = found.groups() if found else (number, line)
        where[number] = f"{where.get(number, '')} {text}".strip()
    printed = [name for part in parts(names) for name in parts(part, ",")]
    if len(authors) == 1 and list(where) == [""]:
        return [{"affiliation": where[""]}], False
    if len(printed) != len(authors):
        return None, bool(where)
    where.pop("#", None)  # who contributed equally
    owned = [joined(where.get(mark.strip("()")) for mark in AFFIX.findall(name)) for name in printed]
    details: list[Record] = [{"affiliation": places} for places in owned]
    return details if any(owned) else None, bool(where) and not any(owned)


def count_records(source: Source) -> int:
    """Return the number of lines `PMID: 123`."""
    return len(PMID.findall(source.text))


FORMAT = Format("pubmed_abstract", recognises, read, count=count_records)
