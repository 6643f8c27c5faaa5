"""BibTeX of any origin: Scopus, Web of Science, ACL Anthology, DBLP, reference managers, written by hand.

Entries inside `@comment{...}` are read, as BibTeX itself does. An entry takes what it lacks from the one
that its `crossref` names. Editors are not taken for authors.
"""

import html
import re
from collections.abc import Mapping

from analysis.readers import bibtex_fields
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.bibtex_entries import NO_RECORDS, Entry, entries, joined, macros_of
from analysis.readers.bibtex_people import author_details, split_names, without_numbers
from analysis.readers.bibtex_scopus import index_keywords, is_scopus, scopus_fields
from analysis.readers.bibtex_wos import is_wos, wos_entry
from analysis.readers.fields import is_retracted
from analysis.readers.latex import latex_text
from analysis.readers.scopus_columns import export_day
from analysis.readers.scopus_references import scopus_references
from analysis.readers.tagged import EMPTY, parts, plain, report_unlinked

Fields = dict[str, str]
# the entry types of BibTeX, biblatex and the databases; others are recognised by a key and a field
TYPES = (
    "article|book|booklet|inbook|incollection|inproceedings|conference|manual|mastersthesis|misc|phdthesis"
    "|proceedings|techreport|unpublished|online|thesis|report|dataset|software|patent|collection"
)
BEGINS = re.compile(
    rf"^[ \t]*@[ \t]*(?:(?:{TYPES})[ \t]*\n?[ \t]*[{{(]|string\s*[{{(]\s*[\w:.+/-]+\s*=\s*[\"{{]"
    r"|(?!media|import|supports)[a-z][\w-]*[ \t]*[{(][ \t]*[^,={}\n]{0,200},\s*[a-z][\w -]{0,40}=)",
    re.MULTILINE | re.IGNORECASE,
)
# the first of these fields that an entry has fills the column
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "abstract": ("abstract", "abstractnote"),
    "venue": (
        *("fjournal", "journal-full", "journal", "journaltitle"),
        *("booktitle", "eventtitle", "maintitle"),
    ),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "publisher": ("publisher", "school", "institution", "organization"),
    "document_type": ("document_type", "type"),
    "field": ("field", "primaryclass", "eprintclass"),
    "language": ("language", "langid"),
    "funding": ("funding_details", "funding_text 1", "funding"),
}
INHERITS = re.compile(r"[cCxX](?i:rossref|data)\s{0,20}=")  # a set of first letters is found fast
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
JOINED: dict[str, tuple[str, ...]] = {"issn": ("issn", "eissn"), "isbn": ("isbn", "eisbn")}
INHERITED = (
    "booktitle", "year", "month", "date", "publisher", "series", "volume", "number", "isbn", "issn",
    "journal", "journaltitle", "institution", "organization", "school", "url", "eventtitle",
)  # fmt: skip


def recognises(source: Source) -> bool:
    """Return whether an entry begins a line near the top of the file."""
    head = source.head.lstrip("\ufeff \t\n")
    return head[:1] not in ("<", "{", "[") and BEGINS.search(head) is not None


def read(source: Source) -> Reading:
    """Return the entries of the file, each a record."""
    macros = macros_of(entries(source.text, only="string"))
    parents: dict[str, Fields] = {}
    if INHERITS.search(source.text):
        for entry in entries(source.text):
            parents.setdefault(entry.key.lower(), _fields(entry, macros))
    reading = Reading()
    unlinked = []
    day = export_day(source.text)
    for entry in entries(source.text):
        if entry.kind not in NO_RECORDS:
            fields = _fields(entry, macros)
            record, left_out = _record(entry, _with_parent(fields, parents), reading)
            if day and record.get("citations_source") == "Scopus":
                record["citations_date"] = day
            reading.add(entry.line, record)
            _report(reading, entry, fields, parents)
            unlinked += [entry.line] if left_out else []
    report_unlinked(reading, unlinked)
    return reading


def _fields(entry: Entry, macros: Mapping[str, str]) -> Fields:
    """Return the fields as text that is not empty, HTML entities read."""
    texts = (
        (name, ENTITY.sub(lambda found: html.unescape(found[0]), joined(value, macros)))
        for name, value in entry.fields.items()
    )
    return {name: text for name, text in texts if text.strip(" \t\n{}\0")}


def _with_parent(fields: Fields, by_key: Mapping[str, Fields]) -> Fields:
    """Return the fields with those that biblatex's `xdata` and BibTeX's `crossref` bring along."""
    for key in fields.get("xdata", "").split(","):
        fields = {**by_key.get(key.strip().lower(), {}), **fields}
    parent = by_key.get(fields["crossref"].strip().lower()) if "crossref" in fields else None
    if parent is None or parent == fields:
        return fields
    inherited = {name: parent[name] for name in INHERITED if name in parent}
    if "title" in parent:
        inherited.setdefault("booktitle", parent["title"])
    return {**inherited, **fields}


def _report(reading: Reading, entry: Entry, fields: Fields, by_key: Mapping[str, Fields]) -> None:
    if entry.wrong:
        reading.report(
            entry.line,
            f"This entry could not be read by BibTeX's rules: {entry.wrong} It was kept with the fields that "
            f"its lines tell ({', '.join(fields) or 'none'}); check its braces, quotation marks and commas.",
            entry.text,
        )
    elif not fields:
        reading.report(entry.line, "There is no field in this entry; it was kept empty.", entry.text)
    named = fields.get("crossref", "").strip()
    if named and named.lower() not in by_key:
        reading.report(
            entry.line,
            f"Its `crossref` names {named!r}, which is not in this file; what stands there is missing. "
            "A file with both entries would do.",
            entry.text,
        )


def _record(entry: Entry, fields: Fields, reading: Reading) -> tuple[Record, bool]:
    """Return the record of an entry, and whether it has addresses that are nobody's."""
    if is_wos(fields):
        record, left_out = wos_entry(fields, entry.line, reading), False
    else:
        record = _common(entry, fields)
        left_out = _add_people(record, fields)
    return record | {"document_type": record.get("document_type") or entry.kind}, left_out


def _common(entry: Entry, fields: Fields) -> Record:
    """Return what all entries but those of Web of Science are read by."""
    scopus = is_scopus(fields)
    record: Record = {}
    for column, names in {**COLUMNS, **JOINED}.items():
        found = (plain(latex_text(fields[name], plain=scopus)) for name in names if name in fields)
        values = list(dict.fromkeys(value for value in found if value))
        record[column] = ("; ".join(values) if column in JOINED else values[0]) if values else None
    record["venue"] = bibtex_fields.venue(fields, record["venue"])
    if record["title"] and "subtitle" in fields:
        record["title"] += f": {plain(latex_text(fields['subtitle']))}"
    record |= bibtex_fields.identifiers(fields, entry.key)
    record |= bibtex_fields.dates(fields)
    record["pages"] = bibtex_fields.pages(fields)
    record["retracted"] = is_retracted(record["document_type"], record["title"])
    if scopus:
        record |= {name: value for name, value in scopus_fields(fields).items() if value is not None}
        record["keywords"] = _scopus_keywords(fields)
        record["references"] = scopus_references(latex_text(fields.get("references", ""), plain=True))
    else:
        record |= bibtex_fields.citations(fields)
        record["open_access"] = bibtex_fields.flag(fields, "open-access")
        if record["retracted"] is None:
            record["retracted"] = bibtex_fields.flag(fields, "retracted")
        record["keywords"] = bibtex_fields.keywords(fields)
        record["references"] = bibtex_fields.references(fields.get("references", ""))
    return record


def _scopus_keywords(fields: Fields) -> list[Record]:
    own = plain(latex_text(fields.get("author_keywords", ""), plain=True))
    index = index_keywords(latex_text(fields.get("keywords", ""), plain=True))
    words = [("author", word) for word in dict.fromkeys(parts(own))] + [("index", word) for word in index]
    return [{"keyword": word, "kind": kind} for kind, word in words]


def _add_people(record: Record, fields: Fields) -> bool:
    """Add the authors to a record and return whether there are addresses that are nobody's."""
    left_out = False
    names, truncated = split_names(fields.get("author", ""))
    names = [name for name in names if name.casefold() not in EMPTY]
    if names:
        details, left_out = author_details(names, fields)
        record |= {"authors": without_numbers(names, details), "authors_truncated": truncated}
        record["author_details"] = details if any(details) else None
    return left_out


def count_records(source: Source) -> int:
    """Return how often `@` begins an entry, counted without reading any."""
    count = 0
    before, *pieces = source.text.split("@")
    for piece in pieces:
        word = re.match(r"[ \t]*([A-Za-z][\w-]{0,40})\s*[{(]", piece)
        begins = before[-80:].rstrip(" \t")[-1:] in ("", "\n", "}", ")")
        count += bool(begins and word and word[1].lower() not in NO_RECORDS)
        before = piece or "@"
    return count


FORMAT = Format("bibtex", recognises, read, count=count_records)
