"""Whether two records are the same paper: the evidence, in its order.

1. **Ids.** An equal DOI, arXiv, PubMed, OpenAlex, Scopus or WoS id means the same paper, unless the titles
   are wholly different and authors, first page or another id differ too (an issue or a book that lends
   its DOI to all that is in it). Two ids of one database speak against; so do two DOIs. Not so the DOIs
   of a figure, a supplement or a version, which count as the DOI of the work, and that of a preprint,
   which has its own beside the publisher's: **a preprint and its published version are one paper**. Two
   ids are overruled only by the same title, authors, volume and first page (one paper entered twice).
2. **Equal titles** (letters and digits; entities, tags, Greek letters and "&" spelled out) are the same
   paper if an author, the abstract, or volume and first page agree, or if the title is long and nothing
   is known that differs. Against it speak: authors who have nobody in common (unless the abstracts
   agree); another volume or venue (unless the first page agrees, if it is not 1, or else the abstracts,
   and neither first page nor year differ; two journals always do, a journal and a conference unless such
   a first page agrees, and two conferences of one year, which each database calls otherwise, only if the
   first page differs); another first page (unless the abstracts agree in years at most one apart, or in
   one year a database counts the pages of an article from 1 or gives it, if the title is long and the
   volume the same, a number of its own); years more than one apart (unless the abstracts agree); a
   correction beside what it corrects; a book beside its chapter, a thesis beside its article; a conference
   paper beside an article of other pages, year or volume (**a conference and a journal version are two
   papers**); and abstracts on quite other things. A preprint may be up to three years older and stand
   elsewhere. Titles that say nothing ("Editorial", "Reply") need the abstract, or volume and page.
3. **One title begins the other**: the same if the abstracts agree, or an author, volume and first page, if
   only a subtitle is missing and all authors, year and volume agree, or if the shorter one was cut (in the
   middle of a word, or by an ellipsis), an author is in common and nothing of point 2 speaks against it.
4. **Titles that differ in a few letters, or one that is missing**: the same if the abstracts agree, or an
   author, volume and first page (titles of a few letters' difference only). Of what has no volume, venue
   and year take its place.

Numbers and parts in the titles must agree in all cases: "Part I" is not "Part II", and not the whole.
Corrections, comments and replies are papers of their own.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.match_keys import is_preprint_doi, match_key, title_key, venues_agree
from analysis.paper_entry import DATABASE_IDS, Entry

SHORT_TITLE = 20  # letters and digits; below it a title alone ("Editorial") proves nothing
ABSTRACT_START = 80  # letters and digits by which abstracts are found that begin alike
ABSTRACTS_AGREE = 85.0  # rapidfuzz ratio over the length of the shorter abstract, 0 to 100
TITLES_NEARLY_EQUAL = 92.0  # the same over whole titles
TITLES_WHOLLY_DIFFERENT = 50.0  # below it, two titles of one DOI
ENOUGH_WORDS = 15  # distinct words of six letters or more, to tell two abstracts apart by
WORDS_IN_COMMON = 0.1  # below this share of such words (Jaccard) they are on other things
ELLIPSIS = ("...", "\u2026")
SUBTITLE = re.compile(r"\s*[:?;.\u2013\u2014]\s+|\s+-+\s+")
CONFERENCE = re.compile(r"conference|proceedings|inproceedings|symposium|workshop|meeting", re.IGNORECASE)
BOOK = re.compile(
    r"(?:edited |whole )?book|monograph|authored book|proceedings"
    r"|(?:(?:phd|doctoral|master'?s?) ?)?(?:thesis|dissertation)",
    re.IGNORECASE,
)
JOURNAL = re.compile(r"article|journal|review", re.IGNORECASE)
ARTICLE_NUMBER = 6  # characters of a first page that is none: databases number articles in ways of their own
PREPRINT_YEARS = 3  # that may lie between a preprint and its publication


@dataclass(frozen=True)
class Verdict:
    """`same` is True, False, or None where the records have nothing to do with each other."""

    same: bool | None
    remark: str = ""


APART = "; they were kept apart"


def compare(one: Entry, other: Entry) -> Verdict:
    """Return whether two records are the same paper, and what is odd about it if anything is."""
    if _an_id_agrees(one, other):
        return _compare_same_id(one, other)
    differ = ids_differ(one, other)
    if one.title_key and one.title_key == other.title_key:
        return _compare_same_title(one, other, differ)
    if differ:
        return Verdict(False)
    alike = abstracts_agree(one, other)
    if not (one.title_key and other.title_key):
        return Verdict(True if alike else None)
    if one.part != other.part or one.is_correction != other.is_correction:
        return Verdict(False if one.part and other.part else None)
    if alike and (version := _other_version(one, other)):
        return Verdict(False, f"has the abstract of {{other}}, but {version}{APART}")
    short, long = sorted((one, other), key=lambda entry: len(entry.title_key))
    if long.title_key.startswith(short.title_key) and long.numbers[: len(short.numbers)] == short.numbers:
        return _compare_beginning(short, long, alike)
    if not alike and not _printed_together(one, other):
        return Verdict(None)
    numbers = ("".join(entry.numbers) for entry in (one, other))  # `L1(0)` is also printed `L10`
    if len(set(numbers)) == 1 and fuzz.ratio(one.title_key, other.title_key) >= TITLES_NEARLY_EQUAL:
        return Verdict(True)
    return Verdict(False, f"has the abstract of {{other}}, under another title{APART}" if alike else "")


def _compare_same_id(one: Entry, other: Entry) -> Verdict:
    strangers = one.people and other.people and not one.people & other.people
    differ = strangers or (one.page and other.page and one.page != other.page) or ids_differ(one, other)
    if not (one.title_key and other.title_key and differ):
        return Verdict(True)
    if fuzz.ratio(one.title_key, other.title_key) >= TITLES_WHOLLY_DIFFERENT or abstracts_agree(one, other):
        return Verdict(True)
    return Verdict(False, f"has an id of {{other}}, but wholly another title{APART}")


def _compare_same_title(one: Entry, other: Entry, differ: str) -> Verdict:
    shared = bool(one.people & other.people)
    if _same_place(one, other) and (shared or not (one.people and other.people)):
        return Verdict(True)
    if differ:
        return Verdict(False, f"has the title of {{other}}, but another {differ}{APART}")
    if version := _other_version(one, other):
        return Verdict(False, f"has the title of {{other}}, but {version}{APART}")
    alike = abstracts_agree(one, other)
    if alike or (shared and not one.is_generic and not _years_apart(one, other)):
        return Verdict(True)
    if one.people and other.people and not shared:
        return Verdict(False, f"has the title of {{other}}, but no author in common{APART}")
    if _years_apart(one, other):
        return Verdict(False, f"has the title of {{other}}, but is of another year{APART}")
    if one.is_generic or len(one.title_key) < SHORT_TITLE:
        return Verdict(False, f"has the short title of {{other}} and no more in common{APART}")
    if abstracts_disagree(one, other):
        return Verdict(False, f"has the title of {{other}}, but quite another abstract{APART}")
    return Verdict(True)


def _compare_beginning(short: Entry, long: Entry, alike: bool) -> Verdict:
    if alike:
        return Verdict(True)
    if not short.is_generic and (_printed_together(short, long) or _subtitle_dropped(short, long)):
        return Verdict(True)
    if not _was_cut(short, long):
        return Verdict(None)
    if short.people & long.people and not _years_apart(short, long) and not _other_version(short, long):
        return Verdict(True)
    told_apart = short.abstract and long.abstract
    return Verdict(None, "" if told_apart else "may be {other}: one title begins like the other")


def _subtitle_dropped(short: Entry, long: Entry) -> bool:
    """Whether only a subtitle is missing, and all authors, year, volume and venue agree."""
    if not (short.people and short.people == long.people and short.year and short.year == long.year):
        return False
    if not (short.volume and short.volume == long.volume) or (short.page and long.page):
        return False
    heads = {title_key(head) for head in SUBTITLE.split(long.title)[:1]}
    return len(short.title_key) >= SHORT_TITLE and short.title_key in heads


def _was_cut(short: Entry, long: Entry) -> bool:
    """Whether the shorter title ends by an ellipsis or within a word of the longer one."""
    if len(short.title_key) < SHORT_TITLE:
        return False
    if short.title.rstrip().endswith(ELLIPSIS):
        return True
    last_word = match_key(short.title.split()[-1])
    words = {match_key(word) for word in long.title.split()}
    return last_word not in words


def _an_id_agrees(one: Entry, other: Entry) -> bool:
    if one.doi and one.doi == other.doi:
        return True
    return any(mine and mine == theirs for mine, theirs in zip(one.ids, other.ids, strict=True))


def ids_differ(one: Entry, other: Entry) -> str:
    """Return which id two records have both, and not the same one; "" if none.

    DOIs of which one is a preprint's do not count, unless both are of the same preprint server.
    """
    for name, mine, theirs in zip(DATABASE_IDS.values(), one.ids, other.ids, strict=True):
        if mine and theirs and mine != theirs:
            return f"{name} id"
    if not (one.doi and other.doi) or one.doi == other.doi:
        return ""
    if is_preprint_doi(one.doi) or is_preprint_doi(other.doi):
        same_server = one.doi.partition("/")[0] == other.doi.partition("/")[0]
        return "DOI" if same_server and is_preprint_doi(one.doi) and is_preprint_doi(other.doi) else ""
    return "DOI"


def _same_place(one: Entry, other: Entry) -> bool:
    """Whether volume and first page are known and the same, in years that are at most one apart."""
    if not (one.volume and one.page and one.volume == other.volume and one.page == other.page):
        return False
    return not (one.year and other.year and abs(one.year - other.year) > 1)


def _printed_together(one: Entry, other: Entry) -> bool:
    """Whether author and place are the same; without a volume, venue, year and a page other than 1."""
    if one.is_correction != other.is_correction or not one.people & other.people:
        return False
    if one.volume or other.volume or one.page in ("", "1"):
        return _same_place(one, other)
    same = one.page == other.page and one.year == other.year
    return same and bool(one.year and _venues_agree(one, other))


def _years_apart(one: Entry, other: Entry) -> bool:
    if not (one.year and other.year):
        return False
    return abs(one.year - other.year) > (PREPRINT_YEARS if one.is_preprint or other.is_preprint else 1)


def _other_version(one: Entry, other: Entry) -> str:
    """Return in what a record with the title of another is printed apart from it, or ""."""
    if one.document_type and other.document_type and one.is_correction != other.is_correction:
        return "one corrects the other"
    if one.document_type and other.document_type and _is_book(one) != _is_book(other):
        return "one is a book or a thesis and the other is not"
    if one.is_preprint or other.is_preprint:
        return ""
    moved = bool(one.page and other.page and one.page != other.page)
    volumes = bool(one.volume and other.volume and one.volume != other.volume)
    same_page = one.page == other.page not in ("", "1")  # every one has a page 1
    alike = abstracts_agree(one, other)
    years = abs(one.year - other.year) if one.year and other.year else 0
    if volumes and not same_page and (moved or years > 1 or not alike or not one.people & other.people):
        return "stands in another volume"
    kinds = {_kind(one), _kind(other)}
    if _venues_agree(one, other) is False and _venue_counts(kinds, moved, same_page, alike, years):
        return "stands in another venue"
    numbered = not years and _numbered_otherwise(one, other)
    if moved and (years > 1 or not (alike or numbered or (not years and "1" in (one.page, other.page)))):
        return "stands on other pages"
    moved = moved and not numbered
    if kinds == {"conference", "journal"} and (moved or years or one.volume != other.volume):
        return "one is a conference paper and the other is not"
    return ""


def _venue_counts(kinds: set[str], moved: bool, same_page: bool, alike: bool, years: int) -> bool:
    """Whether venues whose names differ are two; no two databases call a conference the same."""
    if kinds == {"journal"}:
        return True
    if kinds == {"conference", "journal"}:
        return not same_page
    return moved or not (same_page or alike or (kinds == {"conference"} and not years))


def _numbered_otherwise(one: Entry, other: Entry) -> bool:
    """Whether the first page of an article in one volume may be a number that only one database gives it."""
    if max(len(one.page), len(other.page)) < ARTICLE_NUMBER or len(one.title_key) < SHORT_TITLE:
        return False
    placed = one.volume == other.volume and (one.volume or _venues_agree(one, other))
    return bool(placed and set(one.first_author) & set(other.first_author))


def _is_book(entry: Entry) -> bool:
    return BOOK.fullmatch(entry.document_type.strip()) is not None


def _venues_agree(one: Entry, other: Entry) -> bool | None:
    """Return whether two venues may be one; None if one is not known."""
    if not (one.venue_keys[1] and other.venue_keys[1]):
        return None
    return venues_agree(one.venue_keys, other.venue_keys)


def _kind(entry: Entry) -> str:
    """Return 'conference' or 'journal' where the document type or the venue says so and not both, or ""."""
    said = entry.document_type or entry.venue
    conference = CONFERENCE.search(said) or (entry.venue and CONFERENCE.search(entry.venue))
    journal = JOURNAL.search(said)
    if conference:
        return "" if journal and CONFERENCE.search(entry.document_type) else "conference"
    return "journal" if journal else ""


def abstracts_agree(one: Entry, other: Entry) -> bool:
    """Return whether two abstracts are the same text as far as the shorter one goes."""
    if not (one.abstract and other.abstract):
        return False
    short, long = sorted((one.abstract_key, other.abstract_key), key=len)
    if len(short) < ABSTRACT_START // 2:
        return False
    return fuzz.ratio(short, long[: len(short)], score_cutoff=ABSTRACTS_AGREE) > 0


def abstracts_disagree(one: Entry, other: Entry) -> bool:
    """Return whether two abstracts hardly share a word: another version of a text shares many."""
    words, others = one.long_words, other.long_words
    if min(len(words), len(others)) < ENOUGH_WORDS:
        return False
    return len(words & others) < WORDS_IN_COMMON * len(words | others)
