"""From Web of Science's two-letter fields to a record: what its plain text and its tables share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.readers.author_finder import AuthorFinder
from analysis.readers.base import Reading, Record
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, is_retracted, joined, page_range, tidy, whole
from analysis.readers.tagged import EMPTY, parts, plain
from analysis.readers.wos_references import parse_reference, rejoined

Values = Mapping[str, Sequence[str]]
LISTED = frozenset(["AU", "AF", "BA", "BF", "CA", "C1", "CR"])
SINGLE = (
    "TI", "AB", "SO", "SE", "VL", "PU", "DT", "LA", "FU", "PD", "PY", "EA", "IS", "PN", "SU", "BP", "EP",
    "AR", "SN", "EI", "BN", "WC", "SC", "DI", "DL", "PM", "UT", "OA", "TC", "Z9", "DA", "DE", "ID", "MH",
    "NR", "RP", "RI", "OI", "PT", "PS", "X1", "Y1", "Z1", "X4", "Y4", "Z4", "X5", "Y5", "Z5", "S1", "EC",
    "FX", "D2",
)  # fmt: skip
# where a field stands that is not in its place: SciELO, KCI and others print so what is not in English
ELSEWHERE = {
    "TI": ("X1", "Y1", "Z1"), "AB": ("X4", "Y4", "Z4"), "DE": ("X5", "Y5", "Z5"), "SO": ("S1", "SE"),
    "WC": ("EC", "SC"), "FU": ("FX",), "DI": ("DL",),
}  # fmt: skip
SIMPLE = {"VL": "volume", "PU": "publisher", "LA": "language", "FU": "funding"}
ARXIV = re.compile(r"\barxiv[.:]([a-z.-]{2,20}/\d{7}|\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE)
REPRINT = re.compile(r"\([^()]{3,60}\)(?=\s*[,，])")  # `(corresponding author),` in many languages
SUFFIX = re.compile(r"(,.*), ([A-Z])$")
MAIL = re.compile(r"\s*\([^()\s]+@[^()\s]+\)")
REFERENCE_LIKE = re.compile(r"[^,]{1,80}, (?:1[5-9]|20)\d\d, ")
PRINTED_DATE = re.compile(r"(?:\d{4}[- ])?(?:(\d{1,2})[- ])?([A-Za-z]{3,9})\b(?:[- ](\d{1,2})\b(?!-))?")
PATENT_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")
# what spreadsheets make of `AUG 30` and `AUG 2022`
ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
SHORT_YEAR = re.compile(r"([A-Za-z]{3})-(\d\d)")


def wos_record(values: Values, line: int, reading: Reading) -> Record:
    """Return the record that the fields of one entry make, and report what is odd about them.

    Parameters
    ----------
    values : mapping
        The texts of each field by its tag: one for each author, address or reference (`LISTED`), and
        one in all for any other tag.
    line : int
        Where the entry begins.
    """
    text = {tag: plain(" ".join(values[tag])) for tag in SINGLE if tag in values}
    for tag, others in ELSEWHERE.items():
        text[tag] = next((text[one] for one in (tag, *others) if text.get(one)), None)
    patent = text.get("PT") == "P"
    whole_book = (text["TI"] or "").casefold() == (text["SO"] or "").casefold()  # no chapter of another
    record: Record = {
        "title": text.get("TI"),
        "abstract": text.get("AB"),
        "venue": text["SO"],
        **{column: text.get(tag) for tag, column in SIMPLE.items()},
        "document_type": text.get("DT") or ("Patent" if patent else None),
        **_when(text),
        "issue": text.get("IS") or (text.get("PN") if not patent else None) or text.get("SU"),
        "pages": page_range(text.get("BP"), re.sub(r"^\W+$", "", text.get("EP") or ""))  # `+`: and on
        or text.get("PS")
        or re.sub(r"^(?:UNSP|ARTN|ARTNO) ", "", text.get("AR") or "")
        or None,
        "issn": joined([text.get("SN"), text.get("EI")]),
        "isbn": joined(parts(text.get("BN"))),
        "field": joined(parts(text["WC"])),
        "doi": clean_doi(text["DI"] or (text.get("D2") if whole_book else None)),
        "arxiv_id": preprint[1] if (preprint := ARXIV.search(text["DI"] or "")) else None,
        "pmid": text.get("PM") if whole(text.get("PM")) else None,
        **_accession(text.get("UT")),
        **_citations(text),
        "open_access": (text["OA"] or "").casefold() != "no" if text.get("OA") else None,
        "keywords": _keywords(text),
    }
    addresses, references = _sorted_out(values, whole(text.get("NR")), line, reading)
    record["references"] = [parse_reference(reference) for reference in references]
    record["authors"], shorts = _authors(values)
    if patent:  # `YANG Y`
        record["authors"] = [
            re.sub(r" (?=[A-Z](?: [A-Z])*$)", ", ", name, count=1) for name in record["authors"]
        ]
    record["author_details"] = _details(record["authors"], shorts, addresses, text)
    record["retracted"] = is_retracted(record["document_type"], record["title"])
    return {key: value for key, value in record.items() if value is not None and value != []}


def _when(text: Mapping[str, str | None]) -> Record:
    """Return the date: of the issue, of the early access where there is no issue yet, or of the patent."""
    day, year = text.get("PD") or "", whole(text.get("PY"))
    if year is None:
        patent = PATENT_DATE.search(day)
        day = text.get("EA") or (patent[0] if patent else day)
        day = SHORT_YEAR.sub(r"\1 20\2", ISO.sub(r"\1-\2", day))
    found = next(iter(re.findall(r"\b\d{4}\b", f"{year or ''} {day} {text.get('PY') or ''}")), None)
    printed = day if found and found in day else tidy(f"{day} {found or ''}")
    return {"date": printed, **date_fields(found, *_month_and_day(day))}


def _month_and_day(printed: str) -> tuple[str | None, str | None]:
    if iso := ISO.match(printed):
        return iso[2], iso[3]
    found = PRINTED_DATE.match(printed)
    return (found[2], found[1] or found[3]) if found else (None, None)


def _accession(printed: str | None) -> Record:
    base, _, number = (printed or "").upper().partition(":")
    if base in ("WOS", "ISI") and number.isalnum():
        return {"wos_id": f"WOS:{number}"}
    return {"source_id": printed, **({"pmid": number} if base == "MEDLINE" and number.isdigit() else {})}


def _citations(text: Mapping[str, str | None]) -> Record:
    """Return the citations from the Core Collection, else those from all of Web of Science."""
    for tag, source in (("TC", "Web of Science"), ("Z9", "Web of Science, all databases")):
        count = whole(text.get(tag))
        if count is not None:
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", text.get("DA") or "")
            return {"citations": count, "citations_source": source, "citations_date": day and day[0]}
    return {}


def _keywords(text: Mapping[str, str | None]) -> list[Record]:
    return [
        {"keyword": word, "kind": kind}
        for tag, kind in (("DE", "author"), ("ID", "index"), ("MH", "mesh"))
        for word in dict.fromkeys(parts(text.get(tag)))
    ]


def _names(found: Iterable[str]) -> list[str]:
    names = (tidy(MAIL.sub("", name) if "@" in name else name) for name in found)
    return [name for name in names if name and name.casefold() not in EMPTY]


def _authors(values: Values) -> tuple[list[str], list[str]]:
    """Return the authors, by their full names where there are any, and their short names beside them.

    Groups (CA) come last, as the file doesn't say where they stood. Editors (BE), and the bodies behind a
    volume of proceedings (GP), are no authors.
    """
    short, full = _names(values.get("AU", ())), _names(values.get("AF", ()))
    if not short and not full:
        short, full = _names(values.get("BA", ())), _names(values.get("BF", ()))
    named = full if len(full) == len(short) or not short else short
    if named is full and short:
        named = [_parted(name, known) for name, known in zip(full, short, strict=True)]
    groups = [name for name in _names(values.get("CA", ())) if name not in named]
    return named + groups, (short if len(short) == len(named) else named) + groups


def joined_initials(name: str) -> str:
    """Return a name without the comma that takes its last initial for a suffix.

    Examples
    --------
    >>> joined_initials("Oh, G., V"), joined_initials("Lai, Cheng-, I"), joined_initials("Oh, Ada")
    ('Oh, G. V', 'Lai, Cheng-I', 'Oh, Ada')
    """
    return (SUFFIX.sub(r"\1 \2", name) if name[-3:-1] == ", " else name).replace("- ", "-")


def _parted(name: str, short: str) -> str:
    """Return `Zhao Lihua` or `Huu-Anh Tran` as `Family, Given`: the short name says which is which.

    Examples
    --------
    >>> _parted("Huu-Anh Tran", "Tran, HA"), _parted("Oh, Ada", "Oh, A"), _parted("Vandana", "Vandana")
    ('Tran, Huu-Anh', 'Oh, Ada', 'Vandana')
    """
    name = joined_initials(name)
    family, comma, _ = short.partition(",")
    if not comma or "," in name:
        return name
    words, count = name.split(), len(family.split())
    if len(words) <= count:
        return name
    for there, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
        if " ".join(there).casefold() == " ".join(family.split()).casefold():
            return f"{' '.join(there)}, {' '.join(rest)}"
    return name


def _sorted_out(
    values: Values, wanted: int | None, line: int, reading: Reading
) -> tuple[list[str], list[str]]:
    """Return addresses and references; those that stand among the addresses are put where they belong."""
    addresses, references = list(values.get("C1", ())), list(values.get("CR", ()))
    lost = [text for text in addresses if text[:1] != "[" and REFERENCE_LIKE.match(text)]
    if lost and wanted and len(references) < wanted:
        reading.report(
            line, f"{len(lost)} cited references stand among the addresses; read as references.", lost[0]
        )
        addresses = [text for text in addresses if text not in set(lost)]
        references = lost + references
    if wanted and len(references) > wanted:
        references = rejoined(references, wanted)
    if references and wanted is not None and wanted != len(references):
        reading.report(
            line,
            f"NR says {wanted} cited references, but {len(references)} stand in the file; these were kept. "
            "A new export of the record would settle it.",
        )
    return addresses, references


def _details(
    names: Sequence[str], shorts: Sequence[str], addresses: Sequence[str], text: Mapping[str, str | None]
) -> list[Record]:
    """Return address, ORCID and ResearcherID of each author, as far as the entry says whose they are.

    An address without names belongs to all authors where it is the only one, or to the only author.
    """
    finder = AuthorFinder(names, shorts)
    places: list[list[str]] = [[] for _ in names]
    bare = [text for text in addresses if text[:1] != "["]
    for address in addresses:
        owners, _, where = address[1:].partition("]") if address[:1] == "[" else ("", "", address)
        found: Iterable[int] = finder.all(parts(owners))
        if not owners and (len(names) == 1 or len(bare) == len(addresses) == 1):
            found = range(len(names))
        for place in found:
            places[place].append(where.strip().removesuffix("."))
    for owners, where in _reprint(text.get("RP") or ""):
        for place in finder.all(parts(owners)):
            if not places[place]:
                places[place].append(where)
    details: list[dict[str, Any]] = [{"affiliation": joined(found)} if found else {} for found in places]
    for tag, key in (("RI", "source_author_id"), ("OI", "orcid")):
        for item in parts(text.get(tag)):
            owner, _, number = item.rpartition("/")
            code = clean_orcid(number) if key == "orcid" else number.strip() and f"wos:{number.strip()}"
            for place in finder.all([owner]) if code else ():
                details[place].setdefault(key, code)
    return details


def _reprint(text: str) -> Iterable[tuple[str, str]]:
    """Yield names and address of each corresponding author."""
    mark = REPRINT.search(text)
    names, *rest = text.split(mark[0]) if mark else [""]
    for place, piece in enumerate(rest, start=1):
        where, _, following = piece.rpartition(".;") if place < len(rest) else (piece, "", "")
        yield names, where.strip(" ,，").removesuffix(".")
        names = following
