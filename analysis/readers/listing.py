"""Titles and abstracts one after the other, as a paper-sharing site prints them: two kinds of page.

Papers similar to one another: page furniture may stand on top, the last piece of it glued to the first
title. The list of a day: blank lines between the papers, and on top the day of the list without a year. It
says nothing about when a paper was published, so it goes into `heading` and never into `published`. Neither
gives authors or dates.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analysis.readers.base import Format, Line, Reading, Source
from analysis.readers.lines import (
    add_line,
    best_path,
    filled_lines,
    paper_scores,
    prose,
    read_lines,
    report_gaps,
)

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? )?"
    rf"(?:{MONTH} {_DAY}|{_DAY} {MONTH})(?:,? (?:19|20)\d\d)?|\d{{4}}-\d\d-\d\d)"
)
_BY = r"[Bb]y ?@?_?(?:AK|akhaliq)_?"
# What the site prints around its papers. A piece may stand alone or be glued to what follows it, so it
# counts only where the line ends or a new word begins without a space ("SubscribeExtending ...").
FURNITURE = re.compile(
    r"(?:Get trending papers in your email inbox(?: once a day)?!?|Subscribe"
    rf"|(?:Daily|Trending|Similar) [Pp]apers|{_BY} and the research community|(?:Submitted )?{_BY}"
    r"|Hugging Face|Log ?In|Sign ?Up|Papers|Models|Datasets|Spaces|Posts"
    r"|Docs|Enterprise|Pricing|Upvote|Submit|new|Previous|Next|Today|Yesterday|Daily|Weekly|Monthly"
    r"|Week(?: \d{1,2})?|Month|System theme|Company|TOS|Privacy|About|Jobs|Careers|Website"
    rf"|[←‹«] ?(?:{_DATE})?|{_DATE} ?[→›»])"
    r"(?=$|[^\sa-z'’,.:;!?\-–/&0-9]|[0-9]+[A-Z]|[a-z]{1,2}[A-Z]|[a-z]-|by ?@?_?AK"
    # `Subscribe1984`, `Subscribegraphs`: no word but these goes on behind it
    r"|(?<=Subscribe)(?!(?:rs?|d|rship)\b)[a-z0-9])"
)
LIST_DATE = re.compile(rf"{_DATE}(?=$|[^\sa-z,.:;\-–0-9]|[0-9]+[A-Z]|[a-z]{{1,2}}[A-Z])")
SITE_MARK = re.compile(
    r"Get trending papers|\bSubscribe|Daily Papers|AK_? and the research community|_akhaliq\b"
    r"|^(?:Papers similar to this|Librarian Bot|Upvote|Submitted by)\b",
    re.MULTILINE,
)
DAILY_MARK = re.compile(rf"^(?:Daily Papers|{_BY} and the research community)")
# What it prints between them; in small pages too short to repeat itself
BETWEEN = re.compile(
    rf"(?:Upvote|Submitted (?:by|on)\b.*|Published (?:on )?{_DATE}|[·•]? ?\d+ (?:authors?|comments?|upvotes?)"
    r"|\[?PDF\]?|View PDF|arXiv|GitHub|Add to collection)[ ·•\d]*"
)
SHORT = 50
DIGITS = re.compile(r"\d+")

AFTER_PAPER = {"title": 0.0, "abstract, continued": -1.0, "untitled": -2.0}
STEPS = {
    "start": {"head": 0.0, "title": 0.0, "untitled": -2.0},
    "head": {"head": 0.0, "title": 0.0},
    "title": {"abstract": 0.0, "title": -2.5, "title, continued": -1.0},
    "title, continued": {"abstract": 0.0, "title": -2.5},
    **dict.fromkeys(["abstract", "abstract, continued", "untitled"], AFTER_PAPER),
}


class Page(NamedTuple):
    """The lines of a page that hold papers, the role of each, what the page says on top and in between."""

    lines: tuple[Line, ...]
    roles: tuple[str, ...]
    heading: str | None
    furniture: tuple[str, ...]
    between: tuple[Line, ...]
    blank_between: bool


def peel(line: str) -> tuple[str, list[str]]:
    """Return what is left of a line without the furniture glued to its front, and the pieces taken off.

    Examples
    --------
    >>> peel("SubscribeDaily PapersAug 8Extending Mixture of Experts")
    ('Extending Mixture of Experts', ['Subscribe', 'Daily Papers', 'Aug 8'])
    >>> peel("Subscribe to Streams: A Study")
    ('Subscribe to Streams: A Study', [])
    """
    pieces = []
    while line and (piece := FURNITURE.match(line) or (LIST_DATE.match(line))):
        pieces.append(piece[0])
        line = line[piece.end() :].lstrip()
    return line, pieces


@lru_cache(maxsize=8)
def page_of(text: str) -> Page:
    """Return the lines of a page with their roles; furniture is taken off before roles are given."""
    filled = filled_lines(text)
    lines: list[Line] = []
    furniture: list[str] = []
    first = next((i for i, (_, line) in enumerate(filled) if prose(line) > 0), len(filled))
    for number, line in filled[:first]:
        rest, pieces = peel(line)
        furniture += pieces
        if rest:
            lines.append((number, rest))
    # behind the first abstract a title may begin like furniture: only whole lines are furniture there
    between = _between(filled, first)
    lines += [line for i, line in enumerate(filled[first:], start=first) if i not in between]
    roles = best_path(_scores(lines), STEPS, last={"title": -1.0, "title, continued": -1.0})
    dates = [piece for piece in furniture if LIST_DATE.fullmatch(piece)]
    heads = [line for (_, line), role in zip(lines, roles, strict=False) if role == "head"]
    dates += [
        line
        for above, line in pairwise(["", *heads])
        if any(map(str.isalpha, line)) and not BETWEEN.fullmatch(line) and not above.endswith(" by")
    ]
    numbers = [number for number, _ in filled]
    gaps = sum(after - before > 1 for before, after in pairwise(numbers))
    return Page(
        tuple(lines),
        tuple(roles),
        ", ".join(dict.fromkeys(dates)) or None,
        tuple(furniture),
        tuple(filled[i] for i in sorted(between)),
        2 * gaps > len(numbers) - 1,
    )


def _between(filled: Sequence[Line], first: int) -> set[int]:
    """Return the places of the lines behind the first abstract that belong to no paper.

    They are known by their words, or stand without letters, or the same short line comes again and
    again; a title, unlike them, has an abstract on either side.
    """
    texts = [*(line for _, line in filled), ""]
    keys = {
        i: DIGITS.sub("0", line).casefold()
        for i, line in enumerate(texts[:-1])
        if i > first and len(line) < SHORT and prose(line) <= 0
    }
    again = Counter(keys.values())
    titles = Counter(key for i, key in keys.items() if prose(texts[i - 1]) > 0 and prose(texts[i + 1]) > 0)
    found: set[int] = set()
    for i, key in keys.items():
        strange = again[key] >= 3 or not any(character.isalpha() for character in key)
        known = FURNITURE.fullmatch(texts[i]) and not titles[key]
        name = i - 1 in found and texts[i - 1].casefold().endswith(" by")
        if (strange and 2 * titles[key] <= again[key]) or known or name or BETWEEN.fullmatch(texts[i]):
            found.add(i)
    return found


def _scores(lines: list[Line]) -> list[dict[str, float]]:
    all_scores, previous = [], ""
    for (_, line), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=False):
        like_prose = prose(line)
        scores = paper_scores(previous, line, like_prose)
        if "title" in scores:
            short = len(line.split()) <= 3 or line.endswith("!")
            scores["head"] = 1.0 if short else -3.5 - max(0.0, 2 * like_prose)
            if len(line) < SHORT and following and prose(following) <= 0:
                scores["head"] = 4.5
        all_scores.append(scores)
        previous = line
    return all_scores


def lists_papers(text: str) -> bool:
    """Return whether a text is a list of titles and abstracts.

    One pair of them will do where the site's own words stand on the page; otherwise at least three
    pairs, hardly anything else, and abstracts as long as abstracts are.
    """
    marked = bool(SITE_MARK.search(text[:2000]))
    if not _alternates(text, 0.0 if marked else 0.8):
        return False
    page = page_of(text)
    steps = list(pairwise(page.roles))
    pairs = sum(step == ("title", "abstract") for step in steps)
    size = len(page.lines) - min(page.roles.count("head"), 12)
    if marked and (page.between or any(map(SITE_MARK.match, page.furniture)) or "head" in page.roles):
        return pairs >= 1 and 2 * pairs >= 0.6 * size
    lengths = sorted(
        len(line) for (_, line), role in zip(page.lines, page.roles, strict=True) if role == "abstract"
    )
    words = [
        len(line.split()) for (_, line), role in zip(page.lines, page.roles, strict=True) if role == "title"
    ]
    return (
        pairs >= 3
        and 2 * pairs >= 0.9 * size
        and lengths[len(lengths) // 2] >= 400
        and (sum(words) >= 4 * len(words))
    )


def _alternates(text: str, share: float) -> bool:
    """Return whether this share of the lines are short ones with longer ones below: a first, cheap look."""
    lengths = [len(line) for _, line in filled_lines(text)]
    pairs = sum(2 * short < long for short, long in pairwise(lengths) if short < 400 and long > 60)
    return pairs > 0 and 2 * pairs >= share * len(lengths)


def is_daily(page: Page) -> bool:
    """Return whether a page is a day's list: it says so on top, or sets its lines apart by blank lines."""
    named = any(DAILY_MARK.match(piece) or LIST_DATE.fullmatch(piece) for piece in page.furniture)
    return named or page.blank_between


def read(source: Source) -> Reading:
    """Return the papers of a page of titles and abstracts."""
    page = page_of(source.text)
    reading = Reading()
    read_lines(reading, page.lines, page.roles, _add_line)
    if page.between:
        count = "One short line" if len(page.between) == 1 else f"{len(page.between)} short lines"
        problem = f"{count} between the papers, no part of them by the look of it; left out."
        printed = " | ".join(dict.fromkeys(line for _, line in page.between))
        reading.report(page.between[0][0], problem, printed)
    for record in reading.records:
        if page.heading:
            record["heading"] = page.heading
    report_gaps(reading)
    if page.lines and not reading.records:
        problem = "No title with an abstract was found on this page."
        reading.report(page.lines[0][0], problem, page.heading or "")
    return reading


def _add_line(reading: Reading, number: int, line: str, role: str) -> None:
    add_line(reading, number, line, role)
    if role == "untitled":
        problem = "An abstract stands here without a title; it was kept as a paper of its own."
        reading.report(number, f"{problem} Adding its title on a line above it would do.", line)


def is_similar_page(source: Source) -> bool:
    """Return whether the source is a list of papers, but not a day's."""
    return lists_papers(source.text) and not is_daily(page_of(source.text))


def is_daily_page(source: Source) -> bool:
    """Return whether the source is a day's list of papers."""
    return lists_papers(source.text) and is_daily(page_of(source.text))


SIMILAR_PAGE = Format("similar_page", is_similar_page, read, rank=2)
DAILY_PAGE = Format("daily_page", is_daily_page, read, rank=2)
