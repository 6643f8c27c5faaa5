"""EndNote XML (`File > Export`, file type XML): `<xml><records><record>`, every text in runs of `<style>`.

EndNote up to 7 wrote the same with fewer levels and in capitals (`<XML><RECORDS><RECORD>`), as some other
programs still do. `auth-address` is one text for all authors and says nothing about who works where: it
becomes the affiliation of a sole author only. Web of Science and PubMed leave their own ids in
`accession-num`, Web of Science its count of citations in `notes`.
"""

import re
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields, printed_parts
from analysis.readers.fields import EID, clean_doi, counted, joined, tidy, whole
from analysis.readers.tagged import plain
from analysis.readers.xml import Element, text_at

RECORD = xml.marks(["record", "RECORD"])
MARKS = re.compile(r"<(?:ref-type|source-app|rec-number)\b")
FIRST_RECORD = re.compile(r"<records\b[^<>]*>\s*<record\b", re.IGNORECASE)
WITHOUT_VENUE = re.compile(
    r"book$|edited book|thesis|report|web page|patent|standard|map|film", re.IGNORECASE
)
ISSN = re.compile(r"(?<![\dXx-])(\d{4})-?(\d{3}[\dXx])(?![\dXx-])")
ISBN = re.compile(r"(?<!\d)(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?!\d)")
WOS_ID = re.compile(r"WOS:\w+", re.IGNORECASE)
TIMES_CITED = re.compile(r"Times Cited:\s*(\d+)")


def recognises(source: Source) -> bool:
    """Return whether the source is `<xml><records><record>`, or `<records>` with EndNote's own elements."""
    root = xml.root_name(source).lower()
    if root not in ("xml", "records", "record"):
        return False
    return bool(MARKS.search(source.head)) or (root == "xml" and bool(FIRST_RECORD.search(source.head)))


def read(source: Source) -> Reading:
    """Return the references in an EndNote XML file."""
    return xml.read_records(source, RECORD, _record)


def _record(element: Element) -> Record:
    for one in xml.local(element).iter(xml.TAGGED):
        one.tag = one.tag.lower().replace("_", "-")
    kind = element.find("ref-type")
    document_type = tidy(kind.get("name")) if kind is not None else None
    number, numbers = text_at(element, "rec-number", "refnum"), text_at(element, "isbn") or ""
    return {
        "title": plain(text_at(element, "titles/title", "title")),
        "abstract": plain(text_at(element, "abstract")),
        **_authors(element),
        **_date(element),
        "venue": _venue(element, document_type or ""),
        "volume": text_at(element, "volume"),
        "issue": text_at(element, "number"),
        "pages": text_at(element, "pages", "custom7"),
        "publisher": text_at(element, "publisher"),
        "issn": joined(f"{start}-{end}" for start, end in ISSN.findall(numbers)),
        "isbn": joined(ISBN.findall(ISSN.sub(" ", numbers))),
        "document_type": document_type,
        **_ids(element),
        "source_id": f"endnote:{number}" if number else None,
        "url": next((url for url in _parts(element, ".//url") if url.startswith("http")), None),
        "language": text_at(element, "language"),
        "keywords": [{"keyword": word.strip("* ")} for word in _parts(element, "keywords/keyword")],
    }


def _parts(element: Element, path: str) -> list[str]:
    """Return the lines of the texts at `path`: EndNote may put several values into one element."""
    lines = [line for one in element.iterfind(path) for line in re.split(r"[\r\n]+", "".join(one.itertext()))]
    return list(dict.fromkeys(text for line in lines if (text := tidy(line))))


def _authors(element: Element) -> dict[str, Any]:
    printed = _parts(element, "contributors/authors/author") or _parts(element, "authors/author")
    names = [name for one in printed if (name := plain(one.rstrip(" ,")))]
    addresses = joined(_parts(element, "auth-address"))
    details = [{"affiliation": addresses}] if len(names) == 1 and addresses else [{} for _ in names]
    return {"authors": names, "author_details": details}


def _date(element: Element) -> dict[str, Any]:
    year, day = text_at(element, "dates/year", "year"), text_at(element, "dates/pub-dates/date", "date")
    printed = day if day and year and year in day else " ".join(part for part in (day, year) if part)
    if not printed:
        return {}
    found_year, *month_and_day = printed_parts(day or "")
    return {"date": printed, **date_fields(year if whole(year) else found_year, *month_and_day)}


def _venue(element: Element, document_type: str) -> str | None:
    """Return the journal, the book or the conference; the second title of a book is a series."""
    venue = text_at(element, "periodical/full-title")
    if venue or WITHOUT_VENUE.search(document_type):
        return venue
    return text_at(
        element, "titles/secondary-title", "alt-periodical/full-title", "titles/alt-title", "secondary-title"
    )


def _ids(element: Element) -> dict[str, Any]:
    """Return the ids that databases leave in a reference, and the citations that Web of Science does."""
    number = text_at(element, "accession-num") or ""
    database = " ".join(text_at(element, f"remote-database-{what}") or "" for what in ("name", "provider"))
    places = " ".join([number, *_parts(element, "urls//url")])
    wos, scopus = WOS_ID.search(places), EID.search(places)
    medline = re.search(r"medline|pubmed|\bnlm\b", database, re.IGNORECASE)
    cited = TIMES_CITED.search(text_at(element, "notes") or "")
    return {
        "doi": clean_doi(text_at(element, "electronic-resource-num")),
        "wos_id": wos[0].upper() if wos else None,
        "scopus_id": scopus[0] if scopus else None,
        "pmid": number if medline and number.isdigit() else None,
        **counted(whole(cited[1]) if cited else None, "Web of Science"),
    }


MARK = rb"<(?:record|RECORD)[\s/>]"
FORMAT = Format("endnote_xml", recognises, read, count=lambda source: xml.count_marks(source, MARK))
