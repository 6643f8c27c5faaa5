"""What a record says of its paper, in the form in which records are compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.match_keys import (
    first_page,
    is_preprint_doi,
    match_key,
    person_keys,
    plain_title,
    title_key,
    venue_initials,
    volume_key,
    work_doi,
)

LONGEST_ABSTRACT = 5_000  # characters of an abstract that are compared
MOST_AUTHORS = 100  # names of a record that are compared
LONG_WORD = re.compile(r"[^\W\d_]{6,}")
NUMBER = re.compile(
    r"\b(?:[ivx]+|one|two|three|four|five|first|second|third|fourth|(?<=part )[a-h])\b|\d+", re.IGNORECASE
)
GENERIC = re.compile(
    r"(?:guest|invited)?(?:editorials?|editorsnotes?|editorsintroduction|introductions?|bookreviews?"
    r"|errat(?:um|a)|corrigend(?:um|a)|corrections?|replys?|authorsreply|(?:authors?)?responses?|comments?"
    r"|commentary|prefaces?|forewords?|obituary|inmemoriam|letters?(?:totheeditors?)?|correspondence|news"
    r"|discussions?|conclusions?|abstracts?|contents|tableofcontents|index|announcements?|retraction"
    r"|overview|summary|inthisissue|fromtheeditors?|editorialboard|references|bookreviewsection"
    r"|introductiontothespecialissue|specialissue(?:editorial)?|acknowledge?ments?|untitled|anonymous"
    r"|(?:chairs?|editors?|presidents?|secretarys?|treasurers?|welcome)(?:message|notes?|column|corner|page)s?"
    r"|(?:welcome)?messagefromthe(?:general|program|conference|editors?|chairs?|presidents?|director){1,3}"
    r"|welcome|fromthe(?:chair|president)|callforpapers|callsforpapers(?:and)?(?:announcements)?"
    r"|(?:guest)?editorsintroduction|bookreviewcolumn|frontmatter|backmatter|(?:front|back)?cover|titlepage"
    r"|copyright(?:notice|page)?|(?:author|subject)index|(?:program|organizing)committees?|(?:listof)?reviewers"
    r"|glossary|listofcontributors|aboutthe(?:authors?|editors?)|bibliography|appendix|inbrief|newsandviews)"
)
CORRECTION = re.compile(r"errat|corrig|correction|retraction|comment|reply|letter", re.IGNORECASE)
CORRECTING_TITLE = re.compile(
    r"^\W*(?:errat|corrig|corrections? (?:to|of)\b|correction:|(?:author|publisher) correction"
    r"|retraction|reply|response to|comments? on)"
    r"|\W(?:reply|author'?s'? (?:reply|response)|rejoinder|erratum|comments?)\W*$",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?:part|pt\.?|paper|volume|chapter|no\.?)\W{1,3}([ivx]+|\d+|[a-h]|one|two|three|four|five)\b"
    r"|[\s.,:]([ivx]{1,4}|\d{1,2})\W*$",
    re.IGNORECASE,
)
PREPRINT = re.compile(
    r"\b(?:ar|bio|med|chem|psy|soc|tech)xiv\b|\bssrn\b|preprint|posted|research square|authorea|zenodo",
    re.IGNORECASE,
)
DATABASE_IDS = {
    "arxiv_id": "arXiv",
    "pmid": "PubMed",
    "openalex_id": "OpenAlex",
    "scopus_id": "Scopus",
    "wos_id": "Web of Science",
}
ARXIV_DOI = "10.48550/arxiv."
ARXIV_VERSION = re.compile(r"v\d+$")


@dataclass(frozen=True)
class Entry:
    """What the comparison needs to know of one record."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    doi: str
    ids: tuple[str, ...] = ("",) * len(DATABASE_IDS)  # in the order of DATABASE_IDS
    year: int | None = None
    volume: str = ""
    page: str = ""
    venue: str = ""
    document_type: str = ""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Entry":
        """Return the entry of a record as a reader made it."""
        doi = work_doi(str(record.get("doi") or ""))
        ids = [str(record.get(name) or "").strip().casefold() for name in DATABASE_IDS]
        ids[0] = ARXIV_VERSION.sub("", ids[0].removeprefix("arxiv:"))
        if doi.startswith(ARXIV_DOI):
            ids[0] = ids[0] or ARXIV_VERSION.sub("", doi.removeprefix(ARXIV_DOI))
        published = None if record.get("date_inferred") else record.get("published")
        return cls(
            str(record.get("title") or ""),
            str(record.get("abstract") or ""),
            tuple(record.get("authors") or ())[:MOST_AUTHORS],
            doi,
            tuple(ids),
            published.year if published is not None else None,
            volume_key(record.get("volume")),
            first_page(record.get("pages")),
            str(record.get("venue") or ""),
            str(record.get("document_type") or ""),
        )

    @cached_property
    def title_key(self) -> str:
        return title_key(self.title)

    @cached_property
    def abstract_key(self) -> str:
        return match_key(self.abstract[:LONGEST_ABSTRACT])

    @cached_property
    def numbers(self) -> list[str]:
        return NUMBER.findall(plain_title(self.title).casefold())

    @cached_property
    def people(self) -> frozenset[str]:
        """First initial and surname of each author; see `person_keys`."""
        return frozenset(key for name in self.authors for key in person_keys(name))

    @cached_property
    def first_author(self) -> tuple[str, ...]:
        return person_keys(self.authors[0]) if self.authors else ()

    @cached_property
    def is_generic(self) -> bool:
        return GENERIC.fullmatch(self.title_key) is not None

    @cached_property
    def is_correction(self) -> bool:
        """Whether it corrects or discusses another paper."""
        return bool(CORRECTION.search(self.document_type) or CORRECTING_TITLE.search(self.title))

    @cached_property
    def part(self) -> list[str]:
        return [first or last for first, last in PART.findall(self.title.casefold())]

    @cached_property
    def long_words(self) -> frozenset[str]:
        return frozenset(LONG_WORD.findall(self.abstract[:LONGEST_ABSTRACT].casefold()))

    @cached_property
    def is_preprint(self) -> bool:
        """Whether the record is of a preprint; one may name the DOI of what was published later."""
        if is_preprint_doi(self.doi) or PREPRINT.search(self.document_type):
            return True
        return not self.doi and bool(PREPRINT.search(self.venue))

    @cached_property
    def venue_keys(self) -> tuple[str, str]:
        """The venue as `match_key` and `venue_initials`."""
        return match_key(self.venue), venue_initials(self.venue)
