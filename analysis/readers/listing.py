"""Titles and abstracts of a paper-sharing site, one after the other: what its two kinds of page share."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analysis.readers.base import Line, Reading, Source
from analysis.readers.lines import (
    best_path,
    filled_lines,
    paper_scores,
    prose,
    report_gaps,
)

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}"
# What the site prints around its papers. A piece may stand alone or be glued to what follows it, so it
# counts only where the line ends or a new word begins without a space ("SubscribeExtending ...").
FURNITURE = re.compile(
    r"(?:Get trending papers in your email inbox(?: once a day)?!?|Subscribe"
    r"|(?:Daily|Trending|Similar) [Pp]apers"
    r"|[Bb]y ?_?AK_? and the research community|Hugging Face|Log ?In|Sign ?Up|Papers|Models|Datasets|Spaces"
    r"|Docs|Enterprise|Pricing|Upvote|Submit|new|Previous|Next|Today|Yesterday|System theme|Company|TOS"
    r"|Privacy|About|Jobs|Careers|Website)"
    r"(?=$|[^\sa-z'’,.:;!?\-–/&0-9]|[0-9]+[A-Z]|by ?_?AK)"
)
LIST_DATE = re.compile(
    rf"(?:{MONTH} (?:3[01]|[12]\d|0?[1-9])(?:, (?:19|20)\d\d)?|\d{{4}}-\d\d-\d\d)"
    r"(?=$|[^\sa-z,.:;\-–0-9]|[0-9]+[A-Z])"
)
SITE_MARK = re.compile(r"Get trending papers|\bSubscribe|Daily Papers|AK_? and the research community")
DAILY_MARK = re.compile(r"^(?:Daily Papers|[Bb]y ?_?AK_? and the research community)")

STEPS = {
    ("start", "head"): 0.0,
    ("start", "title"): 0.0,
    ("start", "untitled"): -2.0,
    ("head", "head"): 0.0,
    ("head", "title"): 0.0,
    ("title", "abstract"): 0.0,
    ("title", "title"): -2.5,
    ("title", "title, continued"): -1.0,
    ("title, continued", "abstract"): 0.0,
    ("title, continued", "title"): -2.5,
    **{
        (before, after): cost
        for before in ("abstract", "abstract, continued", "untitled")
        for after, cost in (("title", 0.0), ("abstract, continued", -1.0), ("untitled", -2.0))
    },
}


class Page(NamedTuple):
    """The lines of a page that hold papers, the role of each, and what the page says on top."""

    lines: tuple[Line, ...]
    roles: tuple[str, ...]
    heading: str | None
    furniture: tuple[str, ...]
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
    prose_seen = False
    for number, line in filled:
        rest, pieces = peel(line) if len(line) < 400 else (line, [])
        # behind the first abstract a title may begin like furniture: only whole lines are furniture there
        if prose_seen and rest:
            rest, pieces = line, []
        furniture += pieces
        if rest:
            lines.append((number, rest))
        prose_seen = prose_seen or prose(line) > 0
    roles = best_path(_scores(lines), STEPS, last={"title": -1.0, "title, continued": -1.0})
    dates = [piece for piece in furniture if LIST_DATE.fullmatch(piece)]
    dates += [line for (_, line), role in zip(lines, roles, strict=False) if role == "head"]
    numbers = [number for number, _ in filled]
    gaps = sum(after - before > 1 for before, after in pairwise(numbers))
    return Page(
        tuple(lines), tuple(roles), ", ".join(dates) or None, tuple(furniture), 2 * gaps > len(numbers) - 1
    )


def _scores(lines: list[Line]) -> list[dict[str, float]]:
    all_scores, previous = [], ""
    for _, line in lines:
        like_prose = prose(line)
        scores = paper_scores(previous, line, like_prose)
        if "title" in scores:
            short = len(line.split()) <= 3 or line.endswith("!")
            scores["head"] = 1.0 if short else -3.5 - max(0.0, 2 * like_prose)
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
    if any(SITE_MARK.match(piece) for piece in page.furniture):
        return pairs >= 1 and 2 * pairs >= 0.6 * len(page.lines)
    lengths = sorted(
        len(line) for (_, line), role in zip(page.lines, page.roles, strict=True) if role == "abstract"
    )
    words = [
        len(line.split()) for (_, line), role in zip(page.lines, page.roles, strict=True) if role == "title"
    ]
    return (
        pairs >= 3
        and 2 * pairs >= 0.9 * len(page.lines)
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


def read_listing(source: Source) -> Reading:
    """Return the papers of a page of titles and abstracts."""
    page = page_of(source.text)
    reading = Reading()
    for (number, line), role in zip(page.lines, page.roles, strict=True):
        if role == "title":
            reading.records.append({"source_line": number, "title": line})
        elif role == "untitled":
            reading.records.append({"source_line": number, "abstract": line})
            reading.report(
                number,
                "An abstract stands here without a title; it was kept as a paper of its own. "
                "Adding its title on a line above it would do.",
                line,
            )
        elif role == "abstract":
            reading.records[-1]["abstract"] = line
        elif role == "abstract, continued":
            reading.records[-1]["abstract"] += " " + line
        elif role == "title, continued":
            reading.records[-1]["title"] += " " + line
            reading.report(number, "A title broken over two lines was joined; one line would do.", line)
    for record in reading.records:
        if page.heading:
            record["heading"] = page.heading
    report_gaps(reading)
    if page.lines and not reading.records:
        reading.report(
            page.lines[0][0], "No title with an abstract was found on this page.", page.heading or ""
        )
    return reading
