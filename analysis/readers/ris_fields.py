"""From RIS's tags to a record, whichever database or reference manager wrote them."""

import re
from collections.abc import Callable, Iterable

from analysis.readers.base import Reading, Record
from analysis.readers.dates import day_of, printed_parts, ris_dates
from analysis.readers.fields import DOI, clean_doi, counted, is_retracted, joined, page_range, tidy, whole
from analysis.readers.ris_addresses import address_details
from analysis.readers.scopus_references import scopus_references
from analysis.readers.tagged import EMPTY, Entry, parts, plain, report_unlinked
from analysis.readers.wos_references import parse_reference

SIMPLE = {
    "title": ("TI", "T1", "CT", "BT", "ST"), "abstract": ("AB", "N2"), "volume": ("VL", "VO"),
    "publisher": ("PB", "PU"), "language": ("LA",),
}  # fmt: skip
VENUES = ("JF", "T2", "JO", "BT", "C3", "J2", "JA", "J1")
ORIGINS = {"scopus": "Scopus", "web of science": "Web of Science"}
LIST_ALL = frozenset([*ORIGINS.values(), "CNKI"])  # print every address of a paper, without saying whose
COUNTS = re.compile(
    r"\b(?P<scopus>Cited By)\s{0,3}:?\s{0,3}(\d+)"
    r"|\b(?P<wos>Times Cited(?: in Web of Science Core Collection)?)\s{0,3}:\s{0,3}(\d+)",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(Export Date|CODEN|Correspondence Address|References|Funding details|Funding text(?: \d+)?"
    r"|Chemicals/CAS|Tradenames|Manufacturers|Cited By|Molecular Sequence Numbers|Conference code|PubMed ID"
    r"|Language)\s?:\s*(.*)"
)
NUMBER_ENDS = re.compile(r"""[,;()\[\]"\\]|\s(?=\d{4}-?\d{3}[\dXx]\b)""")
HYPHENS = re.compile("[‐‑‒–—]")
IDS: dict[str, tuple[re.Pattern[str], Callable[[str], str]]] = {
    "scopus_id": (re.compile(r"2-s2\.0-\d+"), str),
    "wos_id": (re.compile(r"(?:WOS|ISI):([A-Z0-9]{10,20})\b"), "WOS:{}".format),
    "pmid": (re.compile(
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|europepmc\.org/(?:abstract|article)/MED/"
        r"|PUBMED |ovidweb\S{0,200}[?&]D=(?:med|pmnm|prem|ppez)\w*&\S{0,200}?\bAN=)(\d{1,9})\b"
    ), str),
    "openalex_id": (re.compile(r"openalex\.org/(?:works/)?(W\d+)", re.IGNORECASE), str.upper),
    "arxiv_id": (re.compile(r"arxiv\.org/(?:abs|pdf)/([\w.-]+/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE), str),
    "source_id": (re.compile(r"lens\.org/(?:lens/[a-z/]*)?(\d{3}(?:-[\dX]{3}){4})"), "lens:{}".format),
}  # fmt: skip
DOI_LINK = re.compile(
    r"(?:doi\.org/|info:doi/|[?&](?:doi=|id=doi:))(10\.\d{4,9}(?:/|%2f)[^&\s]+)", re.IGNORECASE
)
MARKED_DOI = re.compile(r"\bdoi\s?[:=]?\s?(10\.\d{4,9}/\S+)", re.IGNORECASE)
NO_ISSUE = re.compile(
    r"(?!(?:\d|Suppl)\S{0,9}(?: \d+)?$)", re.IGNORECASE
)  # Web of Science's CP is the conference
OTHER_NUMBER = re.compile(r"(?:PUBMED|EMBASE) \d")  # Cochrane prints these where others print the conference
INITIALS_BEHIND = re.compile(
    r"([^\W\d_][^,]{1,60}?) ((?:[^\W\d_a-z][^\W\d_]?\.[-‐ ]?){1,5}|[A-Z](?: [A-Z]){1,3})"
)
EBSCO_KEYWORD = re.compile(r"(Author-Supplied Keyword|Subject Term|Thesaurus Term): ([^;]+)")
# of EBSCO's CINAHL, of Zotero; `Comment on: Moss. PMID: 1` is another paper's, `Programming Language: C` none
NOTED_PMID = re.compile(r"(?:\bPMID: NLM|^PMID: )(\d{1,8})\b", re.MULTILINE)
NOTED_LANGUAGE = re.compile(r"(?:^|[.;] )Language: ([A-Z][a-z]+)\b", re.MULTILINE)
AND_OTHERS = re.compile(r"et al\.?|\.\.\.|…")
CITED = re.compile(r"(?P<author>.{3,2000}?)\.? \((?P<year>\d{4})[a-z]?\)")


def ris_record(entry: Entry) -> tuple[Record, bool]:
    """Return the record that one entry makes, and whether it has addresses that are nobody's."""
    notes = _notes(entry)
    origin = _origin(entry)
    names, truncated = _authors(entry, origin)
    funding = notes.get("Funding details") or notes.get("Funding text 1")
    details, left_out = address_details(entry, names, lists_all=origin in LIST_ALL)
    record: Record = {
        **{column: plain(_first(entry, tags)) for column, tags in SIMPLE.items()},
        **_dates(entry, origin),
        **_ids(entry, origin, notes),
        **_citations(entry, origin, notes),
        **_kind(entry),
        "issue": plain(_first(entry, ("IS",)) or _first(entry, ("CP",), but=NO_ISSUE)),
        "pages": _pages(entry),
        **_numbers(entry),
        "doi": _doi(entry),
        "url": next((url.split()[0] for url in entry.values("UR", "LK") if url.startswith("http")), None),
        "funding": "; ".join(funding or entry.values("FU")),
        "authors": names,
        "author_details": details if any(details) else None,
        "authors_truncated": truncated or None,
        "keywords": _keywords(entry),
        "references": _references(entry, notes),
    }
    venue = plain(_first(entry, VENUES, but=OTHER_NUMBER))
    record["venue"] = venue if venue != record["title"] or entry.value("JF", "T2", "JO") else None
    if not record["language"] and (said := NOTED_LANGUAGE.search("\n".join(notes.get("", ())))):
        record["language"] = said[1]
    return record, left_out


def read_entries(entries: Iterable[Entry], reading: Reading) -> Reading:
    """Return a reading with the records of entries added; those with addresses of nobody are reported."""
    unlinked = []
    for entry in entries:
        record, left_out = ris_record(entry)
        reading.add(entry.line, record)
        unlinked += [entry.line] if left_out else []
    report_unlinked(reading, unlinked)
    return reading


def _dates(entry: Entry, origin: str | None) -> Record:
    """Return the date of publication, or of early access (C6) where Web of Science has no other."""
    found = ris_dates(date for date in entry.values("PY", "Y1", "DA") if date.casefold() not in EMPTY)
    return ris_dates(entry.values("C6")) if "published" not in found and origin == "Web of Science" else found


def _first(entry: Entry, tags: Iterable[str], *, but: re.Pattern[str] | None = None) -> str | None:
    """Return the first value with one of the tags that isn't empty, says that it is, or begins as `but`."""
    values = (value for value in entry.values(*tags) if value.casefold() not in EMPTY)
    return next((value for value in values if but is None or not but.match(value)), None)


def _notes(entry: Entry) -> dict[str, list[str]]:
    """Return the notes (N1) by what they are labelled with; a label holds for the lines below it."""
    notes: dict[str, list[str]] = {}
    for lines in entry.by_tag.get("N1", ()):
        label = ""
        for line in lines:
            if found := NOTE.match(line.strip()):
                label = found[1]
            notes.setdefault(label, []).append(found[2] if found else line.strip())
    return notes


def _origin(entry: Entry) -> str | None:
    """Return the database that the record comes from, where it says so."""
    printed = entry.value("DB") or entry.value("DP")
    hints = " ".join(entry.values("DB", "DP", "UR", "AN")).casefold()
    for hint, name in ORIGINS.items():
        if hint in hints:
            return name
    if "scopus.com" in hints or "wos:" in hints:
        return "Scopus" if "scopus.com" in hints else "Web of Science"
    return printed


def _authors(entry: Entry, origin: str | None) -> tuple[list[str], bool]:
    """Return the authors, each line or `;` parting them, and whether the list says that it is cut.

    In A1 Web of Science prints the body behind a volume of proceedings, which is no author.
    """
    volume = origin == "Web of Science" and "AU" in entry.by_tag and entry.value("TY") != "JOUR"
    tags = ("AU",) if volume else ("AU", "A1")
    printed = [name for line in entry.lines(*tags) for name in parts(line)]
    names = []
    for name in filter(None, map(tidy, printed)):
        both = name.split(" and ")
        names += both if len(both) > 1 and all("," in one for one in both) else [_name(name)]
    whole = [name for name in names if not AND_OTHERS.fullmatch(name)]
    return [name for name in whole if name.casefold() not in EMPTY], len(whole) < len(names)


def _name(printed: str) -> str:
    """Return a name as `Family, Given`, where initials show which is which: `Moss A.B.`, `Fern C D`."""
    name = re.sub(r",(?=[^\W\d_])", ", ", re.sub(r", Eds?\.?$", "", printed.strip(", ")))
    return ", ".join(found.groups()) if (found := INITIALS_BEHIND.fullmatch(name)) else name


def _ids(entry: Entry, origin: str | None, notes: dict[str, list[str]]) -> Record:
    """Return the ids that links, accession numbers and notes hold."""
    text = " ".join(entry.values("AN", "UR", "LK", "L2", "C3"))
    ids: Record = {}
    for column, (pattern, form) in IDS.items():
        if found := pattern.search(text):
            ids[column] = form(found[found.re.groups])
    embase = re.fullmatch(r"L\d{5,12}", entry.value("U2") or "")
    number = entry.value("AN") or (embase and embase[0]) or entry.value("ID")
    if number and re.search(r"pubmed|medline|nlm", f"{entry.value('DB')} {entry.value('DP')}", re.IGNORECASE):
        ids.setdefault("pmid", number if re.fullmatch(r"\d{1,9}", number) else None)
    other = entry.value("C2" if origin == "Scopus" else "C5") or ""
    if (origin == "Scopus" or embase) and re.fullmatch(r"\d{5,9}", other):
        ids.setdefault("pmid", other)
    if noted := NOTED_PMID.search("\n".join(notes.get("", ()))):
        ids.setdefault("pmid", noted[1])
    if number and number not in ids.values():
        ids.setdefault("source_id", number)
    return ids


def _citations(entry: Entry, origin: str | None, notes: dict[str, list[str]]) -> Record:
    """Return the citations that a note tells, who counted them, and the day of the export."""
    found = COUNTS.search(" ".join(entry.values("N1")))
    if not found:
        return {}
    day = day_of(*printed_parts(" ".join(notes.get("Export Date", [])).strip()))
    return counted(whole(found[2] or found[4]), "Web of Science" if found["wos"] else origin, day)


def _kind(entry: Entry) -> Record:
    """Return the document types (M3, PT, else TY), with what they say, and the field that Ovid has in M3."""
    printed = entry.values("M3")
    coded = [value for value in printed if re.search(r"\[\d+\]$", value)]
    named = [value for value in printed if re.fullmatch(r"[A-Za-z][A-Za-z ,;/&-]{2,60}", value)]
    document_type = joined(named) or entry.value("PT", "TY")
    return {
        "document_type": document_type,
        "retracted": is_retracted(document_type, entry.value("TI", "T1")),
        "field": joined(re.sub(r" ?\[\d+\]$", "", value) for value in coded),
    }


def _pages(entry: Entry) -> str | None:
    start, end = (HYPHENS.sub("-", entry.value(tag) or "") for tag in ("SP", "EP"))
    start = start.removesuffix("-+")
    if start.casefold() == "no" and end.casefold().startswith("specified"):
        return None  # Ovid's "No Pagination Specified", cut in two
    if "-" in start.strip("-"):
        return page_range(*start.split("-", 1))
    return page_range(start, end) or entry.value("C7")


def _numbers(entry: Entry) -> Record:
    """Return ISSN and ISBN, which share the tag SN and are told apart by their length."""
    found: dict[str, list[str]] = {"issn": [], "isbn": []}
    for printed in (part.strip() for value in entry.lines("SN") for part in NUMBER_ENDS.split(value)):
        digits = re.sub("[- ]", "", printed).upper()
        if re.fullmatch(r"\d{7}[\dX]", digits):
            found["issn"].append(f"{digits[:4]}-{digits[4:]}")
        elif re.fullmatch(r"(?:\d{3})?\d{9}[\dX]", digits):
            found["isbn"].append(printed)
    return {column: joined(numbers) for column, numbers in found.items()}


def _doi(entry: Entry) -> str | None:
    """Return the DOI: of its own field, else one that a link or a note marks as such."""
    for value in entry.values("DO", "DI"):
        if doi := clean_doi(value):
            return doi
    for value in entry.values("M3", "L3", "UR", "LK", "L2", "L1", "N1"):
        if found := DOI_LINK.search(value) or MARKED_DOI.search(value):
            return clean_doi(found[1])
    bare = filter(DOI.fullmatch, entry.values("M3", "L3", "ID", "AN"))
    return next(map(clean_doi, bare), None)


def _keywords(entry: Entry) -> list[Record]:
    """Return the keywords: one a line, or several with `;` between; RIS doesn't say whose they are.

    Only those that Ovid marks (`*Diets`, `hypertension/di [Diagnosis]`) are known to be the index's, and
    those that a note of EBSCO's names again by their kind.
    """
    words = [word for line in entry.lines("KW", "K1") for word in parts(line) if word.casefold() not in EMPTY]
    told = [found for note in entry.values("N1") for found in EBSCO_KEYWORD.findall(note)]
    own = {word.strip() for kind, word in told if kind.startswith("Author")}
    marked = told or any(word[0] == "*" or re.search(r"/[a-z]{2} \[", word) for word in words)
    names = filter(None, dict.fromkeys(word.strip("* ") for word in words))
    if not marked:
        return [{"keyword": name} for name in names]
    return [{"keyword": name, "kind": "author" if name in own else "index"} for name in names]


def _references(entry: Entry, notes: dict[str, list[str]]) -> list[Record]:
    """Return the cited works: in notes (Scopus), in CR (Web of Science), or in M1 (Ovid)."""
    cited = [parse_reference(value) for value in entry.lines("CR")]
    cited += scopus_references(" ".join(notes.get("References", [])))
    for text in entry.values("M1"):
        found = CITED.match(text) if len(text) > 40 else None
        if found:
            author = {"author": found["author"]}
            cited.append({"reference": text, **author, "year": int(found["year"]), "doi": clean_doi(text)})
    return cited
