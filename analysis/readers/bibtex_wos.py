"""Entries of a Web of Science BibTeX export: its fields are those of the plain text under other names."""

import re
from collections.abc import Mapping
from itertools import takewhile

from analysis.readers.base import Reading, Record
from analysis.readers.bibtex_people import split_names
from analysis.readers.latex import latex_text
from analysis.readers.wos_fields import joined_initials, wos_record
from analysis.readers.wos_references import split_references

TAGS = {
    "author": "AF", "group-author": "CA", "title": "TI", "journal": "SO",
    "booktitle": "SO", "series": "SE", "abstract": "AB", "volume": "VL", "number": "IS", "pages": "BP",
    "article-number": "AR", "month": "PD", "year": "PY", "earlyaccessdate": "EA",
    "early access date": "EA", "early-access-date": "EA", "publisher": "PU", "type": "DT", "language": "LA",
    "affiliation": "C1", "doi": "DI", "issn": "SN", "eissn": "EI", "isbn": "BN",
    "keywords": "DE", "keywords-plus": "ID", "research-areas": "SC", "web-of-science-categories": "WC",
    "researcherid-numbers": "RI", "orcid-numbers": "OI", "funding-acknowledgement": "FU",
    "funding-text": "FX", "cited-references": "CR", "number-of-cited-references": "NR", "times-cited": "TC",
    "unique-id": "UT", "oa": "OA", "da": "DA", "pubmed-id": "PM",
}  # fmt: skip
LISTED_BY_LINE = frozenset(["RI", "OI"])
CITED = r"[^,]{1,80}, (?:1[4-9]|20)\d\d, "  # how a cited reference begins
NUMBERED = re.compile(r"[^/\s][^/]*/[^\s;]+")  # reference managers put them into one line
# `Oh, A; Li, B (corresponding author), Univ X`, with the words in brackets in the language of the page
CORRESPONDING = re.compile(
    r"^(.{1,80}? \((?i:corresponding author|reprint author)\)"
    r"|[^,;()]+, [A-Z][\w.-]{0,5}(?:; [^,;()]+, [A-Z][\w.-]{0,5})* ?\([^()]{3,60}\)(?=[,，])),?，? ?(.*)$"
)


def is_wos(fields: Mapping[str, str]) -> bool:
    """Return whether an entry comes from Web of Science."""
    return any(name in fields for name in ("unique-id", "web-of-science-categories", "doc-delivery-number"))


def wos_entry(fields: Mapping[str, str], line: int, reading: Reading) -> Record:
    """Return the record of an entry that Web of Science exported."""
    values: dict[str, list[str]] = {}
    for name, tag in TAGS.items():
        if name in fields and tag not in values:
            values[tag] = [latex_text(fields[name])]
    names, truncated = split_names(fields.get("author", ""))
    values |= {"AF": names} if names else {}
    cited = "\n".join(_lines(values.get("CR", [""])[0], CITED))
    values["CR"] = [one.removesuffix(".").rstrip("{") for one in split_references(cited)]
    if "IS" in values:  # `6654, SI`: a special issue
        values["IS"] = [re.sub(r"(?:^|, )SI$", "", values["IS"][0])]
    for tag in LISTED_BY_LINE & values.keys():
        values[tag] = ["; ".join(NUMBERED.findall(values[tag][0]))]
    if "C1" in values:
        owner = "|".join(map(re.escape, names))
        values["C1"], values["RP"] = _addresses(_lines(values["C1"][0], rf"\[|(?:{owner})[,;]"), names)
    record = wos_record(values, line, reading)
    if names:
        record["authors_truncated"] = truncated
    return record


def _lines(text: str, begins: str) -> list[str]:
    """Return the lines, each of which ends in a full stop; if a program wrapped them anew, as they were.

    JabRef does so; then a line begins behind each full stop with `begins`, a pattern, behind it.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if all(line.endswith(".") for line in lines[:-1]):
        return lines
    return re.split(rf"(?<=\.)\s+(?={begins})", " ".join(lines))


def _addresses(lines: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Return addresses as `[Owner; Owner] Address`, and those of the corresponding authors.

    An address stands in a line of its own behind the full names of its owners, `Oh, Ada; Li, Bo, Univ X`.
    """
    addresses, reprint, known = [], [], frozenset(names)
    for address in lines:
        if found := CORRESPONDING.match(address):
            reprint.append(f"{found[1]}, {found[2]}")
            continue
        owners, where = _owners(address, known)
        addresses.append(f"[{'; '.join(owners)}] {where}" if owners else address)
    return addresses, ["; ".join(reprint)]


def _owners(address: str, known: frozenset[str]) -> tuple[list[str], str]:
    """Return the authors that stand before an address, and the address."""
    pieces = address.split("; ")
    owners = list(takewhile(known.__contains__, map(joined_initials, pieces)))
    first = len(owners)
    if first == len(pieces):
        return [], address
    words = pieces[first].split(", ")
    for length in (3, 2, 1):
        name = joined_initials(", ".join(words[:length]))
        if name in known and len(words) > length:
            owners.append(name)
            words = words[length:]
            break
    return owners, "; ".join([", ".join(words), *pieces[first + 1 :]])
