"""Scopus CSV: one row a paper, in the layouts from before 2016, of 2016 to 2023, and today's.

They differ in their columns (no author ids before 2016, full names since 2023), in what stands between
authors (a comma, since 2023 a semicolon) and in the form of references; in autumn 2025 initials stood ahead
of the names (`B., Ek, Bo`). A row can hold more funding texts than the header has columns for them: the
header is made for the first row, so all that stands behind the funding texts is shifted to the right.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analysis.names import SUFFIXES
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.delimited import column_key
from analysis.readers.delimited_rows import Fields
from analysis.readers.fields import EID, counted, is_retracted, page_range, person, tidy, whole
from analysis.readers.scopus_columns import (
    NAMES,
    export_day,
    is_scopus_header,
    scopus_column,
    without_initials_ahead,
)
from analysis.readers.scopus_references import scopus_references
from analysis.readers.spreadsheet import count_table, first_rows, read_table
from analysis.readers.table_format import Row, cell, keywords_of, values_of
from analysis.readers.tagged import parts, plain

FULL_NAME = re.compile(r"(.*\S)\s*\((\d{5,})\)")
INITIALS = re.compile(r"(?:[^\W\d_]\w?\.[-‐ ]?)+|[A-Z]{1,3}")
ENDED = re.compile(r"[ ,](?:[^\W\d_]\w?\.[-‐ ]?)+$")  # a name that has its initials
COLUMNS = {
    "title": ["title"], "abstract": ["abstract"], "date": ["year"], "venue": ["source title"],
    "volume": ["volume"], "issue": ["issue"], "publisher": ["publisher"], "issn": ["issn"], "isbn": ["isbn"],
    "document_type": ["document type"], "doi": ["doi"], "pmid": ["pubmed id"], "url": ["link"],
    "language": ["language of original document"],
}  # fmt: skip
KEYWORDS = {"author keywords": "author", "index keywords": "index"}
PAGE = re.compile(r"scopus\.com/pages/publications/(\d+)")
# the id first: it is found fast; then what stands before it
LAST_CELL = re.compile(r'2-s2\.0-(?:(?<=[,;\t\n]2-s2\.0-)|(?<=[,;\t\n]"2-s2\.0-))\d+"?[,;\t]*$', re.MULTILINE)


def recognises(source: Source) -> bool:
    """Return whether the header is one of Scopus."""
    return bool(_header(source))


def _header(source: Source) -> Fields:
    """Return the names of the columns; none if there is no header of Scopus."""
    return next(filter(is_scopus_header, first_rows(source)), [])


def _names(header: Fields) -> list[str]:
    """Return the names by which the header is found again, as its own language has them."""
    return sorted({column_key(name) for name in header if scopus_column(name) in NAMES})


def count_records(source: Source) -> int:
    """Count the rows that end in a Scopus id, and all rows by the quotation marks: the larger number.

    A quote that nothing closes hides rows from the second, rows put in by hand have no id.
    """
    return max(len(LAST_CELL.findall(source.text)), count_table(source, names=_names(_header(source))))


def read(source: Source) -> Reading:
    """Return the records of a Scopus CSV export."""
    reading = Reading()
    day = export_day(source.head[:200])
    names = _names(_header(source))
    for line, row in read_table(source, reading, names=names, align=align, spell=scopus_column):
        reading.add(line, scopus_record(row, day))
    return reading


def align(fields: Fields, header: Fields) -> Fields | None:
    """Return the fields of a row that holds more funding texts than the header, those joined in one.

    Only if that puts the Scopus id under its name, which shows that the shift was understood.
    """
    extra = len(fields) - len(header)
    texts = [place for place, name in enumerate(header) if scopus_column(name).startswith("funding text")]
    ids = [place for place, name in enumerate(header) if column_key(name) == "eid"]
    if extra <= 0 or not texts or not ids:
        return None
    last = texts[-1]
    joined = " ".join(filter(None, fields[last : last + extra + 1]))
    aligned = [*fields[:last], joined, *fields[last + extra + 1 :]]
    return aligned if EID.fullmatch(aligned[ids[0]].strip()) else None


def scopus_record(row: Row, day: str | None) -> Record:
    """Return the record of one row, by the English names of its columns; `day` is that of the export."""
    names, ids = _authors(row)
    eid = _eid(row)
    source = "Scopus" if eid or "eid" not in row else None
    texts = " ".join(text for name, text in row.items() if name.startswith("funding text") and text)
    return {
        **values_of(row, COLUMNS),
        "authors": names,
        "author_details": _details(names, ids, row),
        **date_fields(row.get("year")),
        "pages": page_range(row.get("page start"), row.get("page end")) or tidy(row.get("art no")),
        "scopus_id": eid,
        **counted(whole(row.get("cited by")), source, day),
        "open_access": "open access" in cell(row, "open access", "access type").casefold() or None,
        "retracted": is_retracted(row.get("document type"), row.get("title")),
        "funding": plain(row.get("funding details")) or plain(texts),
        "references": scopus_references(row.get("references", "")),
        "keywords": keywords_of(row, KEYWORDS, "; "),
    }


def _eid(row: Row) -> str | None:
    """Return the Scopus id, out of the link where the export has no other."""
    link = row.get("link", "")
    page = PAGE.search(link)
    found = EID.search(row.get("eid") or link)
    return found[0] if found else page and f"2-s2.0-{page[1]}"


def _authors(row: Row) -> tuple[list[str], list[str]]:
    """Return the names, in full where the export has them, and the ids of the authors."""
    named = map(FULL_NAME.fullmatch, parts(row.get("author full names")))
    full = [found.groups() for found in named if found]
    ids = parts(row.get("author s id"))
    listed = [name for name in _printed_names(row) if plain(name)]
    if full and len(full) >= len(listed):
        return [person(name) or name for name, _ in full], [number for _, number in full]
    short = [*_short_names(listed, row)]
    bare = parts(row.get("author full names"))
    if len(bare) == len(short):  # rows of another database, put in by hand
        return bare, []
    return short, ids if len(ids) == len(short) else []


def _short_names(listed: Sequence[str], row: Row) -> Iterator[str]:
    """Yield the names with their initials, `Gong B.` as `Gong, B.`."""
    owners = {_bare(family + given): (family, given) for family, given in _owners(row)}
    for name in listed:
        family, given = owners.get(_bare(name), ("", ""))
        if not family and (found := re.fullmatch(r"(.+?),? (\S+(?:,? (?:Jr|Sr|I{2,3}|IV)\.?)?)", name)):
            family, given = found.groups() if INITIALS.match(found[2]) else (name, "")
        yield person(family, given or None) or name if family else name


def _at_commas(text: str) -> list[str]:
    """Return names between commas; a comma before `Jr.` or initials ends no name."""
    names: list[str] = []
    for piece in text.split(","):
        one = piece.strip()
        initials_only = INITIALS.fullmatch(one) and "." in one
        if names and (
            one.strip(".").casefold() in SUFFIXES or (initials_only and not ENDED.search(names[-1]))
        ):
            names[-1] += f", {one}"
        elif one:
            names.append(one)
    return names


def _owners(row: Row) -> Iterator[tuple[str, str]]:
    """Yield family and given name of those who stand, with a comma between the two, before an address."""
    for entry in without_initials_ahead(row.get("authors with affiliations") or "").split("; "):
        family, _, rest = entry.partition(", ")
        given = rest.partition(", ")[0]
        if given:
            yield tidy(family) or "", tidy(given) or ""


def _bare(name: str) -> str:
    return "".join(name.replace(",", " ").split()).casefold()


def _details(names: Sequence[str], ids: Sequence[str], row: Row) -> list[Record]:
    """Return for each author her id and the addresses that the export gives as hers."""
    addresses = _own_addresses(row, len(names))
    listed = parts(row.get("affiliations"), "; ")
    if not any(addresses) and (len(names) == 1 or len(listed) == 1):  # the only author's, or everybody's
        addresses = ["; ".join(listed)] * len(names)
    return [
        {
            "affiliation": addresses[place] or None,
            "source_author_id": f"scopus:{ids[place]}" if place < len(ids) else None,
        }
        for place in range(len(names))
    ]


def _own_addresses(row: Row, count: int) -> list[str]:
    """Return the addresses of each author out of `Gong B., address, address; Wang L., address`."""
    printed = [_bare(name) for name in _printed_names(row)]
    found = [""] * count
    if len(printed) != count:
        return found
    listed = defaultdict(list)
    for address in parts(row.get("affiliations"), "; "):
        listed[address[:16]].append(address)
    place = -1
    for entry in parts(without_initials_ahead(row.get("authors with affiliations") or ""), "; "):
        near = range(place + 1, min(place + 4, count))
        ahead = next((i for i in near if _behind(entry, printed[i]) != entry), None)
        if ahead is not None:
            place = ahead
            found[place] = "; ".join(_single(_behind(entry, printed[place]), listed))
        elif place >= 0:  # a semicolon within an address
            found[place] = "; ".join(filter(None, [found[place], entry]))
    return found


def _printed_names(row: Row) -> list[str]:
    printed = without_initials_ahead(re.sub(r"\s+", " ", row.get("authors") or ""))
    return parts(printed) if ";" in printed else _at_commas(printed)


def _behind(entry: str, bare: str) -> str:
    """Return what follows the name in an entry; the whole entry if it is another's."""
    pieces = entry.split(",", 4)
    for count in range(1, min(5, len(pieces) + 1)):
        if _bare("".join(pieces[:count])) == bare:
            return ",".join(pieces[count:]).strip()
    for end in range(len(bare), len(bare) + 4):  # `Burnett, R.T.University of Ottawa`
        if bare.endswith(".") and _bare(entry[:end]) == bare and re.match(r"[^\W\d_]{3}", entry[end:]):
            return entry[end:]
    return entry


def _single(text: str, listed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the single addresses of an author, told apart by the paper's list of addresses."""
    while text:
        alike = listed.get(text[:16], ())
        fits = [one for one in alike if text == one or text.startswith(one + ", ")]
        if not fits:
            yield text
            return
        best = max(fits, key=len)
        yield best
        text = text[len(best) :].removeprefix(", ")


FORMAT = Format("scopus_csv", recognises, read, count=count_records)
