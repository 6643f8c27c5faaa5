"""Which records are the same paper: the evidence, and the rule that weighs it.

Two records are compared when they have the same title, when one title begins like the other as far as it
goes, or when their abstracts begin alike. They are the same paper when

1. both have a title, the titles are equal in letters and digits, and nothing speaks against it: authors
   who have nobody in common do (unless the abstracts agree), and so do, where no author is known,
   abstracts on quite other things and a short title ("Editorial") without any evidence for it;
2. one title is the beginning of the other, and the abstracts agree, or else the shorter one was cut (in
   the middle of a word, or by an ellipsis) and an author is in common;
3. the abstracts agree, and one title is missing or the two differ in a few letters only.

Numbers must agree in all cases: "Part I" is not "Part II". Other papers that look alike stay apart and
are reported.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

from rapidfuzz import fuzz

SHORT_TITLE = 20  # letters and digits; below it a title alone ("Editorial") proves nothing
ABSTRACT_START = 80  # letters and digits by which abstracts are found that begin alike
ABSTRACTS_AGREE = 85.0  # rapidfuzz ratio over the length of the shorter abstract, 0 to 100
TITLES_NEARLY_EQUAL = 92.0  # the same over whole titles
ENOUGH_WORDS = 15  # distinct words of six letters or more, to tell two abstracts apart by
WORDS_IN_COMMON = 0.1  # below this share of such words (Jaccard) they are on other things
MANY = 20  # records alike in title or abstract, above which only neighbours in order are compared
LONG_WORD = re.compile(r"[^\W\d_]{6,}")
MARKUP = re.compile(r"\\(?:text|math|emph|url)\w*|^\s*abstract\s*[:.]", re.IGNORECASE)
NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
NUMBER = re.compile(r"\b(?:[ivx]+|\d+)\b", re.IGNORECASE)
ELLIPSIS = ("...", "\u2026")


def match_key(text: str | None) -> str:
    """Return the letters and digits of `text`, without case, accents, punctuation, spacing or markup.

    Examples
    --------
    >>> match_key("Découvrir: de  Nouvelles-Classes!")
    'decouvrirdenouvellesclasses'
    """
    text = text or ""
    if "\\" in text or "abstract" in text[:12].casefold():
        text = MARKUP.sub("", text)
    if text.isascii():  # most texts are, and this is far quicker
        return NOT_ALPHANUMERIC.sub("", text.lower())
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in unicodedata.normalize("NFKD", folded) if character.isalnum())


@dataclass(frozen=True)
class Entry:
    """What the comparison needs to know of one record."""

    title: str
    abstract: str
    authors: tuple[str, ...]
    doi: str

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Entry":
        """Return the entry of a record as a reader made it."""
        return cls(
            str(record.get("title") or ""),
            str(record.get("abstract") or ""),
            tuple(record.get("authors") or ()),
            str(record.get("doi") or "").casefold(),
        )

    @cached_property
    def title_key(self) -> str:
        return match_key(self.title)

    @cached_property
    def abstract_key(self) -> str:
        return match_key(self.abstract)

    @cached_property
    def numbers(self) -> list[str]:
        return NUMBER.findall(self.title.casefold())

    @cached_property
    def people(self) -> frozenset[str]:
        """First letter and last word of each name: enough to compare two lists, not to name a person."""
        words = [unicodedata.normalize("NFKD", name.casefold()).split() for name in self.authors]
        return frozenset(match_key(name[0][0] + name[-1]) for name in words if name)


@dataclass(frozen=True)
class Verdict:
    """`same` is True, False, or None where the records have nothing to do with each other."""

    same: bool | None
    remark: str = ""


def compare(one: Entry, other: Entry) -> Verdict:
    """Return whether two records are the same paper, and what is odd about it if anything is."""
    if one.doi and other.doi:
        return Verdict(one.doi == other.doi)
    if one.title_key and one.title_key == other.title_key:
        return _compare_same_title(one, other)
    alike = abstracts_agree(one, other)
    if not (one.title_key and other.title_key):
        return Verdict(True if alike else None)
    short, long = sorted((one, other), key=lambda entry: len(entry.title_key))
    if long.title_key.startswith(short.title_key) and long.numbers[: len(short.numbers)] == short.numbers:
        return _compare_beginning(short, long, alike)
    if not alike:
        return Verdict(None)
    if one.numbers == other.numbers and fuzz.ratio(one.title_key, other.title_key) >= TITLES_NEARLY_EQUAL:
        return Verdict(True)
    return Verdict(False, "has the abstract of {other}, under another title; they were kept apart")


def _compare_same_title(one: Entry, other: Entry) -> Verdict:
    if abstracts_agree(one, other) or one.people & other.people:
        return Verdict(True)
    if one.people and other.people:
        return Verdict(False, "has the title of {other}, but no author in common; they were kept apart")
    if len(one.title_key) < SHORT_TITLE:
        return Verdict(False, "has the short title of {other} and no more in common; they were kept apart")
    if abstracts_disagree(one, other):
        return Verdict(False, "has the title of {other}, but quite another abstract; they were kept apart")
    return Verdict(True)


def _compare_beginning(short: Entry, long: Entry, alike: bool) -> Verdict:
    if alike:
        return Verdict(True)
    if not _was_cut(short, long):
        return Verdict(None)
    if short.people & long.people:
        return Verdict(True)
    told_apart = short.abstract and long.abstract
    return Verdict(None, "" if told_apart else "may be {other}: one title begins like the other")


def _was_cut(short: Entry, long: Entry) -> bool:
    """Whether the shorter title ends by an ellipsis or within a word of the longer one."""
    if len(short.title_key) < SHORT_TITLE:
        return False
    if short.title.rstrip().endswith(ELLIPSIS):
        return True
    last_word = match_key(short.title.split()[-1])
    words = {match_key(word) for word in long.title.split()}
    return last_word not in words


def abstracts_agree(one: Entry, other: Entry) -> bool:
    """Return whether two abstracts are the same text as far as the shorter one goes."""
    short, long = sorted((one.abstract_key, other.abstract_key), key=len)
    if len(short) < ABSTRACT_START // 2:
        return False
    return fuzz.ratio(short, long[: len(short)], score_cutoff=ABSTRACTS_AGREE) > 0


def abstracts_disagree(one: Entry, other: Entry) -> bool:
    """Return whether two abstracts hardly share a word: another version of a text shares many."""
    words, others = (set(LONG_WORD.findall(entry.abstract.casefold())) for entry in (one, other))
    if min(len(words), len(others)) < ENOUGH_WORDS:
        return False
    return len(words & others) < WORDS_IN_COMMON * len(words | others)


def group_records(entries: Sequence[Entry]) -> tuple[list[list[int]], list[tuple[int, int, int, str]]]:
    """Return the groups of entries that are one paper each, and remarks on pairs kept apart.

    Parameters
    ----------
    entries : sequence of Entry

    Returns
    -------
    groups : list of list of int
        Positions in `entries`; every position is in exactly one group.
    remarks : list of (int, int, int, str)
        Two positions, how many more are in the same case, and what is odd about them; ``{other}`` stands
        for the second.
    """
    order = sorted(range(len(entries)), key=lambda position: _content(entries[position]))
    group_of = {position: [position] for position in order}
    remarks: dict[tuple[int, int], str] = {}
    for one, other in _candidates(entries, order):
        if group_of[one] is group_of[other]:
            continue
        verdict = compare(entries[one], entries[other])
        if verdict.remark:
            remarks[one, other] = verdict.remark
        if verdict.same and not _conflict(entries, group_of[one], group_of[other]):
            merged = sorted(group_of[one] + group_of[other])
            group_of.update(dict.fromkeys(merged, merged))
    groups = {id(group): group for group in group_of.values()}
    apart = {pair: text for pair, text in remarks.items() if group_of[pair[0]] is not group_of[pair[1]]}
    return sorted(groups.values()), _gathered(apart)


def _gathered(remarks: Mapping[tuple[int, int], str]) -> list[tuple[int, int, int, str]]:
    """Return one remark for all records that are in the same case with one another."""
    cases: dict[tuple[str, int], set[int]] = {}
    for (one, other), text in remarks.items():
        alone: set[int] = set()
        joined = cases.get((text, one), alone) | cases.get((text, other), alone) | {one, other}
        cases.update({(text, position): joined for position in joined})
    found = {(text, tuple(sorted(joined))) for (text, _), joined in cases.items()}
    return sorted((positions[0], positions[1], len(positions) - 2, text) for text, positions in found)


def _content(entry: Entry) -> tuple[str, ...]:
    return entry.title_key, entry.abstract_key, entry.doi, *sorted(entry.people)


def _conflict(entries: Sequence[Entry], one: list[int], other: list[int]) -> bool:
    return any(compare(entries[a], entries[b]).same is False for a in one for b in other)


def _candidates(entries: Sequence[Entry], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing, the most alike first; `order` makes it free of the files' order."""
    by_key: dict[str, list[int]] = defaultdict(list)
    by_abstract: dict[str, list[int]] = defaultdict(list)
    by_doi: dict[str, list[int]] = defaultdict(list)
    for position in order:
        entry = entries[position]
        by_key[entry.title_key].append(position)
        by_abstract[entry.abstract_key[:ABSTRACT_START]].append(position)
        by_doi[entry.doi].append(position)
    for same in (by_doi, by_key, by_abstract):
        same.pop("", None)
        for positions in same.values():
            yield from combinations(positions, 2) if len(positions) <= MANY else pairwise(positions)
    yield from _beginnings(by_key, SHORT_TITLE)
    yield from _beginnings(by_abstract, ABSTRACT_START // 2)


def _beginnings(by_key: Mapping[str, list[int]], shortest: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs in which the key of one, no shorter than `shortest`, begins the key of the other."""
    keys = sorted(by_key)
    for index, short in enumerate(keys):
        for long in keys[index + 1 :]:
            if len(short) < shortest or not long.startswith(short):
                break
            yield from ((one, other) for one in by_key[short] for other in by_key[long])
