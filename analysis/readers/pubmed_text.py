"""PubMed's text format, MEDLINE (.txt, .nbib): `PMID- `, tags of up to four letters, values indented by six.

Our own: nbib (0.3) stops at a line that it doesn't expect, takes a date such as `2022` for today's day in
that year, and drops authors without a full name, substances, and the place of corporate authors.
"""

import re
from collections.abc import Iterator

from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, is_retracted, joined, one_spaced, whole
from analysis.readers.tagged import Entry, numbered_lines, plain, report_stray

TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)")
ONCE = frozenset(["OWN", "STAT", "TI", "BTI", "DP", "SO", "TA", "JT"])  # a record has one of each
OF_PEOPLE = frozenset(["FAU", "AU", "CN", "IR", "FIR", "ED", "FED", "AD", "AUID"])
PRINTED_DATE = re.compile(r"(\d{4})(?:-\d{4})?(?:[ /]([A-Za-z]{3,9})[^ ]*(?: (\d{1,2})\b)?)?")
SUBSTANCE = re.compile(r"[^()]{1,40} \((.+)\)|(?=.*[a-z]{3})([^()]+)")  # of a disease the name alone
SIMPLE = {
    "abstract": ("AB", "OAB"), "date": ("DP",), "volume": ("VI",), "issue": ("IP",), "pages": ("PG",),
    "publisher": ("PB",),
}  # fmt: skip
SEVERAL = {"document_type": ("PT",), "language": ("LA",), "funding": ("GR",)}


def recognises(source: Source) -> bool:
    """Return whether the head has a line `PMID- 123` and another of MEDLINE's fields."""
    fields = set(re.findall(r"^(PMID|OWN|STAT|TI|DP|SO|FAU|AU|JT) {0,2}- ", source.head, re.MULTILINE))
    return len(fields) >= 3 and bool(fields & {"PMID", "OWN", "STAT"})


def read(source: Source) -> Reading:
    """Return the records of the file."""
    reading = Reading()
    for entry in _entries(source, reading):
        reading.add(entry.line, _record(entry))
    return reading


def _entries(source: Source, reading: Reading) -> Iterator[Entry]:
    """Yield the entries: one begins with its PMID, or below an empty line with a field none has twice."""
    entry: Entry | None = None
    after_blank = True
    stray: list[tuple[int, str]] = []
    for number, line in numbered_lines(source.pieces()):
        if line[:6] == "      " and entry is not None and not line.isspace():
            entry.go_on(line)
            continue
        found = TAG.match(line)
        if not found:
            if not line.strip():
                after_blank = True
                continue
            if entry is None:
                stray.append((number, line[:200]))
            else:
                entry.go_on(line)
            continue
        tag = found[1]
        again = after_blank and entry is not None and tag in ONCE and tag in entry.by_tag
        if tag == "PMID" or again or entry is None:
            if entry is not None:
                yield entry
            if tag != "PMID":
                reading.report(number, "A record begins here without its PMID; kept.", line[:200])
            entry = Entry(number)
        entry.add(tag, line[found.end() :])
        after_blank = False
    if entry is not None:
        if not entry.by_tag.keys() & {"SO", "BTI"}:  # books have none
            reading.report(
                entry.line,
                "The last record has no end (its `SO`); kept as far as it goes. Export the file again.",
            )
        yield entry
    report_stray(reading, stray)


def _record(entry: Entry) -> Record:
    names, details, truncated = _authors(entry)
    book = [value.split()[0] for value in entry.values("AID") if value.endswith("[bookaccession]")]
    record: Record = {
        "title": plain(entry.value("TI", "BTI", "TT", "CTI")),
        "venue": plain(entry.value("JT", "TA", *(["BTI"] if entry.value("TI") else []), "CTI")),
        "source_id": entry.value("PMC") or next(iter(book), None),
        **{column: plain(entry.value(*tags)) for column, tags in SIMPLE.items()},
        **{column: joined(entry.values(*tags)) for column, tags in SEVERAL.items()},
        **_published(entry),
        "issn": joined(value.split(" ")[0] for value in entry.values("IS")),
        "isbn": joined(re.findall(r"[\dX-]{10,17}", " ".join(entry.values("ISBN")))),
        "doi": _doi(entry),
        "pmid": next((pmid for pmid in entry.values("PMID") if whole(pmid)), None),
        "keywords": _keywords(entry),
        "authors": names,
        "author_details": details if any(details) else None,
        "authors_truncated": truncated or None,
    }
    record["retracted"] = is_retracted(record["document_type"], record["title"])
    return {key: value for key, value in record.items() if value is not None and value != []}


def _published(entry: Entry) -> Record:
    """Return the date of the issue; where that is a year only, the day of electronic publication in it."""
    found = PRINTED_DATE.match(entry.value("DP") or "")
    fields = date_fields(*found.groups()) if found else {}
    day = entry.value("DEP") or ""
    if re.fullmatch(r"\d{8}", day) and fields.get("date_precision", "year") == "year":
        electronic = date_fields(day[:4], day[4:6], day[6:])
        if electronic and (not found or found[1] == day[:4]):
            return electronic
    return fields


def _doi(entry: Entry) -> str | None:
    marked = [value for value in entry.values("LID", "AID") if value.endswith("[doi]")]
    in_source = re.search(r"doi: (10\.\S+)", entry.value("SO") or "")
    return next(filter(None, map(clean_doi, marked)), None) or (
        clean_doi(in_source[1]) if in_source else None
    )


def _keywords(entry: Entry) -> list[Record]:
    """Return the author's keywords, the MeSH headings with their qualifiers, and the names of substances."""
    found = map(SUBSTANCE.fullmatch, entry.values("RN"))
    substances = [one[1] or one[2] for one in found if one]
    kinds = (
        ("author", entry.values("OT")),
        ("mesh", entry.values("MH")),
        ("index", substances + entry.values("NM")),
    )
    return [
        {"keyword": word, "kind": kind}
        for kind, words in kinds
        for word in dict.fromkeys(printed.replace("*", "").strip(" .") for printed in words)
        if word
    ]


def _authors(entry: Entry) -> tuple[list[str], list[Record], bool]:
    """Return authors and groups in their order, what stands below each, and whether some are left out.

    Until 2014 PubMed gave one address, the first author's, and printed it above all names. Investigators
    (IR) and editors (ED) are no authors, and addresses below them are theirs.
    """
    names: list[str] = []
    found: list[tuple[list[str], Record]] = []
    truncated = False
    above: list[str] = []
    full = owned = False
    for tag, lines in entry.fields:
        if tag not in OF_PEOPLE:
            continue
        value = one_spaced(" ".join(lines))
        if tag in ("FAU", "CN") or (tag == "AU" and not full):
            owned = bool(value) and not re.fullmatch(r"et al\.?", value)
            truncated = truncated or (bool(value) and not owned)
            if owned:
                names.append(value)
                found.append((above, {}))
                above = []
        elif tag in ("IR", "FIR", "ED", "FED"):
            owned = False
        elif tag in ("AD", "AUID") and (owned or not names):
            _add_detail(tag, value, found[-1] if names else (above, {}))
        full = tag == "FAU" or (full and tag != "AU")
    return names, [{"affiliation": joined(one), **more} if one else more for one, more in found], truncated


def _add_detail(tag: str, value: str, author: tuple[list[str], Record]) -> None:
    addresses, detail = author
    if tag == "AD" and value:
        addresses.append(value)
    elif tag == "AUID" and clean_orcid(value):
        detail.setdefault("orcid", clean_orcid(value))


def count_records(source: Source) -> int:
    """Return the number of lines `PMID- …`, and of blocks below empty lines that begin anew without one."""
    count = 0
    above = ""
    for block in re.split(r"\n\s*\n(?! )", source.text.strip("\ufeff \n")):
        pmids = len(re.findall(r"PMID(?<![^\n\ufeff]PMID) {0,2}-", block))
        first = re.match(r"(?!PMID)([A-Z]{2,4}) {0,2}-(?: |$)", block, re.MULTILINE)
        anew = first and (
            not count or (first[1] in ONCE and re.search(rf"^{first[1]} {{0,2}}-", above, re.MULTILINE))
        )
        count += pmids + bool(anew)
        above = block if pmids or anew else f"{above}\n{block}"
    return count


FORMAT = Format("pubmed_text", recognises, read, count=count_records)
