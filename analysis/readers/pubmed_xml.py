"""PubMed XML: what PubMed's "Send to: file, XML", its EFetch service and its yearly files give.

`PubmedArticle` holds an article, `PubmedBookArticle` a book or a chapter of one, `MedlineCitation` alone an
article in files from before PubMed. Authors marked as not valid (a spelling that was corrected) are left
out. A reference has its PubMed id printed behind it, as PubMed does.
"""

import re
from typing import Any

from analysis.readers import xml
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.dates import date_fields
from analysis.readers.fields import clean_doi, clean_orcid, is_retracted, joined, page_range, person
from analysis.readers.tagged import plain
from analysis.readers.xml import Element, text_at, texts

ROOTS = frozenset(["PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle"])
OLD_ROOTS = frozenset(["MedlineCitationSet", "MedlineCitation"])
RECORD = xml.marks(["PubmedArticle", "PubmedBookArticle"])
OLD_RECORD = xml.marks(["MedlineCitation"])
UNNAMED = frozenset(["unlabelled", "unassigned"])
NO_TITLE = re.compile(r"\[?(?:Not Available|No title available)\.?\]?\.?", re.IGNORECASE)
FOURS = re.compile(r"(?<!\d)(\d{4})[ ]?(\d{4})[ ]?(\d{4})[ ]?(\d{3}[\dXx])(?!\d)")  # an ORCID without hyphens
SOURCE = re.compile(
    r"(?P<venue>[^.]+(?:\.[^.\d][^.]*){0,9})\. ?(?P<year>\d{4})[^;:]*(?:;(?P<volume>[^(:;]+))?"
    r"(?:\([^)]*\))?(?::(?P<pages>[^;:]+?))?\.?"
)


def recognises(source: Source) -> bool:
    """Return whether the outermost element is one of PubMed's."""
    return xml.root_name(source) in ROOTS | OLD_ROOTS


def count_records(source: Source) -> int:
    """Return the number of start tags of articles and books."""
    if xml.root_name(source) in OLD_ROOTS:
        return xml.count_marks(source, rb"<MedlineCitation[\s/>]")
    return xml.count_marks(source, rb"<Pubmed(?:Book)?Article[\s/>]")


def read(source: Source) -> Reading:
    """Return the articles and books in a PubMed XML file."""
    mark = OLD_RECORD if xml.root_name(source) in OLD_ROOTS else RECORD
    return xml.read_records(source, mark, _record)


def _record(element: Element) -> Record:
    book = element.find("BookDocument")
    if book is not None:
        return _book(book, element.find("PubmedBookData"))
    citation = element if element.tag == "MedlineCitation" else element.find("MedlineCitation")
    if citation is None:
        return {}
    article = citation.find("Article")
    data = element.find("PubmedData")
    return {
        **_article(citation, article),
        **_issue(citation, article),
        **_authors(article.findall("AuthorList") if article is not None else []),
        "pmid": text_at(citation, "PMID"),
        "doi": _doi(article, data),
        "source_id": _id(data, "pmc"),
        "keywords": _keywords(citation),
        "references": _references(citation, data),
    }


def _article(citation: Element, article: Element) -> Record:
    title = text_at(article, "ArticleTitle")
    if not title or NO_TITLE.fullmatch(title):
        title = text_at(article, "VernacularTitle")
    document_type = joined(texts(article, "PublicationTypeList/PublicationType"))
    return {
        "title": plain(title),
        "abstract": _abstract(article) or _abstract(citation, "OtherAbstract"),
        "language": joined(texts(article, "Language")),
        "document_type": document_type,
        "retracted": is_retracted(document_type, title),
        "funding": _funding(article),
    }


def _abstract(parent: Element, name: str = "Abstract") -> str | None:
    """Return the parts of an abstract, each behind its label."""
    parts = []
    for part in parent.iterfind(f"{name}[1]/AbstractText") if parent is not None else ():
        label = (part.get("Label") or "").strip(" :")
        if text := xml.inner(part):
            parts.append(f"{label}: {text}" if label and label.lower() not in UNNAMED else text)
    return plain(" ".join(parts))


def _issue(citation: Element, article: Element) -> Record:
    journal = article.find("Journal") if article is not None else None
    issn = [*texts(journal, "ISSN"), *texts(citation, "MedlineJournalInfo/ISSNLinking")]
    venue = text_at(journal, "Title", "ISOAbbreviation") or text_at(citation, "MedlineJournalInfo/MedlineTA")
    return {
        "venue": venue,
        "volume": text_at(journal, "JournalIssue/Volume"),
        "issue": text_at(journal, "JournalIssue/Issue"),
        "pages": _pages(article),
        "issn": joined(issn),
        **_published(journal, article),
    }


def _published(journal: Element, article: Element) -> dict[str, Any]:
    """Return the date of the issue; where that is a year only, the day of electronic publication in it."""
    issue, online = _date(journal, "JournalIssue/PubDate"), _date(article, "ArticleDate")
    same_year = online.get("date", "")[:4] == issue.get("date")
    if issue.get("date_precision", "year") == "year" and online and (same_year or not issue):
        return {**online, "date": issue.get("date", online["date"])}
    return issue


def _pages(element: Element) -> str | None:
    first, last = (text_at(element, f"Pagination/{name}") for name in ("StartPage", "EndPage"))
    return text_at(element, "Pagination/MedlinePgn") or page_range(first, last)


def _date(parent: Element, path: str) -> dict[str, Any]:
    """Return date fields and the date as printed, {} when there is none."""
    element = parent.find(path) if parent is not None else None
    if element is None:
        return {}
    if printed := text_at(element, "MedlineDate"):
        found = re.search(r"\b(\d{4})\b(?:\s+([A-Za-z]+)(?:\s+(\d{1,2}))?)?", printed)
        return {"date": printed, **(date_fields(*found.groups()) if found else {})}
    year, month, day = (text_at(element, name) for name in ("Year", "Month", "Day"))
    month = month or text_at(element, "Season")
    printed = " ".join(part for part in (year, month, day) if part)
    return {"date": printed, **date_fields(year, month, day)} if printed else {}


def _authors(lists: list[Element]) -> Record:
    """Return names and details of the authors; editors stand in lists of their own."""
    lists = [one for one in lists if one.get("Type") != "editors"]
    people = [one for some in lists for one in some.iterfind("Author") if one.get("ValidYN") != "N"]
    named = [(name, one) for one in people if (name := _name(one))]
    complete = {one.get("CompleteYN") for one in lists} - {None}
    return {
        "authors": [name for name, _ in named],
        "author_details": [_details(one) for _, one in named],
        "authors_truncated": "N" in complete if complete else None,
    }


def _name(author: Element) -> str | None:
    if group := text_at(author, "CollectiveName"):
        return group
    family = " ".join(part for part in (text_at(author, "LastName"), text_at(author, "Suffix")) if part)
    return person(family, text_at(author, "ForeName", "FirstName", "Initials"))


def _details(author: Element) -> dict[str, Any]:
    ids = [one for one in author.iterfind("Identifier") if (one.get("Source") or "").upper() == "ORCID"]
    printed = [FOURS.sub(r"\1-\2-\3-\4", xml.inner(one) or "") for one in ids]
    places = texts(author, "AffiliationInfo/Affiliation") or texts(author, "Affiliation")
    return {"affiliation": joined(places), "orcid": next(filter(None, map(clean_orcid, printed)), None)}


def _doi(article: Element, data: Element) -> str | None:
    found = article.findall("ELocationID") if article is not None else []
    stated = [xml.inner(one) for one in found if one.get("EIdType") == "doi" and one.get("ValidYN") != "N"]
    return next((doi for text in [*stated, _id(data, "doi")] if (doi := clean_doi(text))), None)


def _id(parent: Element, kind: str) -> str | None:
    return text_at(parent, f"ArticleIdList/ArticleId[@IdType='{kind}']")


def _funding(parent: Element) -> str | None:
    """Return the grants, each as PubMed's text format prints it."""
    grants = parent.iterfind("GrantList/Grant") if parent is not None else ()
    names = ("GrantID", "Acronym", "Agency", "Country")
    return joined(["/".join(part for name in names if (part := text_at(one, name))) for one in grants])


def _keywords(citation: Element) -> list[dict[str, str]]:
    rows = []
    for some in citation.iterfind("KeywordList"):
        kind = "author" if some.get("Owner", "NOTNLM") == "NOTNLM" else "index"
        rows += [{"keyword": text, "kind": kind} for text in texts(some, "Keyword")]
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        if term := text_at(heading, "DescriptorName"):
            rows.append({"keyword": "/".join([term, *texts(heading, "QualifierName")]), "kind": "mesh"})
    substances = texts(citation, "ChemicalList/Chemical/NameOfSubstance")
    substances += texts(citation, "SupplMeshList/SupplMeshName")
    return rows + [{"keyword": name, "kind": "index"} for name in dict.fromkeys(substances)]


def _references(citation: Element, data: Element) -> list[dict[str, Any]]:
    """Return the works cited: from the list of references, and, in older files, from the links."""
    rows = _listed(data)
    known = {str(row["reference"]).rpartition(" PMID: ")[2] for row in rows}
    for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections[@RefType='Cites']"):
        pmid = text_at(link, "PMID")
        if not pmid or pmid not in known:
            printed = text_at(link, "RefSource")
            rows.append(_reference(printed, pmid, None) | _source_parts(printed))
    return [row for row in rows if row["reference"]]


def _listed(parent: Element) -> list[dict[str, Any]]:
    found = parent.iterfind("ReferenceList//Reference") if parent is not None else ()
    return [_reference(text_at(one, "Citation"), _id(one, "pubmed"), _id(one, "doi")) for one in found]


def _reference(printed: str | None, pmid: str | None, doi: str | None) -> dict[str, Any]:
    text = " ".join(part for part in (printed, f"PMID: {pmid}" if pmid else None) if part)
    return {"reference": text or clean_doi(doi), "doi": clean_doi(doi) or clean_doi(printed)}


def _source_parts(printed: str | None) -> dict[str, Any]:
    """Return venue, year, volume and pages of a source as PubMed prints it: `Gut. 2017 Jun;66(6):11-6`."""
    found = SOURCE.fullmatch(printed or "")
    if not found:
        return {}
    row: dict[str, Any] = {key: value.strip() for key, value in found.groupdict().items() if value}
    if row.get("pages") == "null":
        del row["pages"]
    return row | {"year": int(found["year"])}


def _book(document: Element, data: Element) -> Record:
    """Return the record of a book, or of a chapter, whose venue is then the book."""
    book = document.find("Book")
    chapter, title = text_at(document, "ArticleTitle"), text_at(book, "BookTitle")
    authors = document.findall("AuthorList") or (book.findall("AuthorList") if book is not None else [])
    date = _date(book, "PubDate") or _date(document, "ContributionDate")
    isbn = re.findall(r"[\dXx-]{10,17}", " ".join(texts(book, "Isbn")))
    return {
        "title": plain(chapter or title),
        "venue": title if chapter and chapter != title else text_at(book, "CollectionTitle"),
        "abstract": _abstract(document),
        "pmid": text_at(document, "PMID"),
        "doi": clean_doi(_id(document, "doi") or _id(data, "doi")),
        "source_id": text_at(document, "ArticleIdList/ArticleId[@IdType='bookaccession']"),
        "volume": text_at(book, "Volume"),
        "pages": _pages(document),
        "publisher": text_at(book, "Publisher/PublisherName"),
        "isbn": joined(isbn),
        "language": joined(texts(document, "Language")),
        "document_type": joined(texts(document, "PublicationType")),
        "funding": _funding(document),
        "keywords": _keywords(document),
        "references": _listed(document),
        **_authors(authors),
        **date,
    }


FORMAT = Format("pubmed_xml", recognises, read, count=count_records)
