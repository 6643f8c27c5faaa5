"""One session of a conference: a line with the title, one with the authors (`·` between them), the abstract.

Lines above the first title say which session it is. On such pages abstracts may be missing, broken
over lines or cut; a paper may have one author (and so no `·`); title and authors of a paper may be
lost, so that its abstract stands right behind another one.
"""

import re
from functools import lru_cache
from itertools import pairwise

from analysis.names import GROUP_WORDS, author_key, looks_like_name, name_shape
from analysis.readers.base import Format, Line, Reading, Record, Source
from analysis.readers.lines import (
    SMALL_WORDS,
    add_line,
    best_path,
    ends_a_sentence,
    filled_lines,
    paper_scores,
    prose,
    read_lines,
    report_gaps,
)

DOTS = "·•∙⋅"
SEPARATOR = re.compile(rf"\s*[{DOTS}](?:\s+|$)|\s+[{DOTS}]")
TIGHT = re.compile(rf"\s*[{DOTS}]\s*")
HEAD_WORDS = re.compile(
    r"\b(?:poster|session|oral|spotlight|workshop|tutorial|track|hall|halle|room|ballroom|auditorium|exhibit"
    r"|conference|proceedings|schedule|papers|day|mon|tue|wed|thu|fri|sat|sun|am|pm|a\.m|p\.m|[12]\d{3})\b",
    re.IGNORECASE,
)
LETTERS_OF_A_PAPER = 50
AFTER_PAPER = {"title": 0.0, "abstract, continued": -1.0, "untitled": -2.0}
STEPS = {
    "start": {"head": 0.0, "title": 0.0, "untitled": -3.0},
    "head": {"head": 0.0, "title": 0.0},
    "title": {"authors": 0.0, "abstract": -3.0, "title": -5.0, "title, continued": -1.0},
    "title, continued": {"authors": 0.0, "abstract": -3.0},
    "authors": {"abstract": 0.0, "title": -2.0, "authors, continued": -1.0},
    "authors, continued": {"abstract": 0.0, "title": -2.0},
    **dict.fromkeys(["abstract", "abstract, continued", "untitled"], AFTER_PAPER),
}


def is_separated(line: str) -> bool:
    """Return whether a `·` stands beside a space somewhere in `line`, or between whole names."""
    return any(dot in line for dot in DOTS) and (bool(SEPARATOR.search(line)) or _joins_names(line))


def _joins_names(line: str) -> bool:
    """Return whether dots stand between whole names: in `Ann Lee·Bo Li`, not in `Gal·la Puig`."""
    pieces = TIGHT.split(line)
    return len(line) < 1000 and all(2 <= len(p.split()) <= 4 and looks_like_name(p) for p in pieces)


def split_authors(line: str) -> list[str]:
    """Return the names in a line of authors.

    Examples
    --------
    >>> split_authors("Quoc V Le · zujie wen")
    ['Quoc V Le', 'zujie wen']
    """
    separator = SEPARATOR if SEPARATOR.search(line) or not _joins_names(line) else TIGHT
    return [name for piece in separator.split(line) if (name := piece.strip(" ·•∙⋅,;"))]


def like_authors(line: str) -> float:
    """Return how much a line reads like authors (above 0) rather than like anything else."""
    names = split_authors(line) if is_separated(line) else [line]
    if len(names) > 1:
        share = sum(looks_like_name(name) for name in names) / len(names)
        return 8.0 * share - 4.0 if share >= 0.5 else -4.0
    words = line.split()
    if not looks_like_name(line):
        return -2.0 if len(words) <= 6 and len(line) < 60 else -6.0
    group = words[-1].casefold() in GROUP_WORDS
    shapes = [name_shape(word) for word in words]
    if any(
        word.casefold() in SMALL_WORDS and shape != "particle"
        for word, shape in zip(words, shapes, strict=True)
    ):
        return -2.0
    return 1.5 if 2 <= len(words) <= 4 or group else -0.5


@lru_cache(maxsize=8)
def roles_of(text: str) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the filled lines of a page and the role of each."""
    lines = filled_lines(text)
    texts = ["", *(line for _, line in lines), ""]
    scores = [_scores(*texts[i : i + 3]) for i in range(len(lines))]
    for i in range(1, len(lines) - 1):  # line i is `texts[i + 1]`
        if _begins_paper(*texts[i : i + 3]):
            for role in scores[i - 1].keys() & {"abstract, continued", "title, continued"}:
                scores[i - 1][role] = -6.0
            scores[i] |= {"abstract, continued": -6.0, "title, continued": -6.0}
            scores[i]["authors"] = max(scores[i].get("authors", 0.0), 2.5)
    return lines, tuple(best_path(scores, STEPS, last={"title": -3.0, "authors": -1.0}))


def _begins_paper(title: str, author: str, abstract: str) -> bool:
    """Return whether three lines can be nothing but a title, a single author and an abstract.

    An author in lower case or of one word (`zujie wen`, `OpenAI`) would else pass for the rest of an
    abstract that ends without a full stop.
    """
    return (
        len(author) < 60
        and looks_like_name(author)
        and not title.split(" ", 1)[0].islower()
        and not abstract[:1].islower()
        and prose(abstract) > 0 > prose(title)
        and not is_separated(title)
        and not ends_a_sentence(author)
    )


def _scores(previous: str, line: str, following: str) -> dict[str, float]:
    """Return how well a line does in each role."""
    like_prose, separated = prose(line), is_separated(line)
    if following[:1].islower() and prose(following) > 0 and not ends_a_sentence(line):
        like_prose += 2.0
    scores = paper_scores(previous, line, like_prose)
    if "title" not in scores and not separated:
        return scores
    names = like_authors(line)
    scores["authors"] = names + 1.0
    if separated:
        scores["authors, continued"] = names
        scores["abstract"] -= 2.0 * (names > 0)
        scores["abstract, continued"] -= 4.0 * (names > 2)
    if "title" in scores:
        scores["title"] -= max(0.0, names) if separated else 0.0
        named = 2.0 * (len(line) < 100 and bool(HEAD_WORDS.search(line)))
        scores["head"] = 2.5 - min(len(line) / 20, 4.0) + named - max(0.0, 2 * like_prose)
    return scores


def recognises(source: Source) -> bool:
    """Return whether the source is such a page: titles, most followed by authors, some with `·` between."""
    if not is_separated(source.text) or not _alternates(source):
        return False
    lines, roles = roles_of(source.text)
    names = [split_authors(line) for (_, line), role in zip(lines, roles, strict=True) if role == "authors"]
    joined = [people for people in names if len(people) > 1]
    abstracts = [
        line for (_, line), role in zip(lines, roles, strict=True) if role in ("abstract", "untitled")
    ]
    if not joined or 2 * len(names) < roles.count("title") or 3 * len(abstracts) < len(joined):
        return False
    return len(joined) >= 3 or (
        # a note of three lines (`Minutes`, `Alice · Bob`, what they said) is no paper
        2 * sum(" " in name or name_shape(name) == "caseless" for people in joined for name in people)
        >= sum(map(len, joined))
        and sum(map(len, abstracts)) >= LETTERS_OF_A_PAPER * len(joined)
    )


def _alternates(source: Source) -> bool:
    """Return whether short lines and longer ones take turns: a first, cheap look."""
    lengths = [len(line) for _, line in filled_lines(source.text)]
    return any(2 * short < long for short, long in pairwise(lengths))


def may_be(source: Source) -> bool:
    """Return whether the source could be such a page on which every paper has one author."""
    if is_separated(source.text):
        return False
    lines, roles = roles_of(source.text)
    names = [line for (_, line), role in zip(lines, roles, strict=True) if role == "authors"]
    return (
        len(names) >= 3
        and 2 * len(names) >= roles.count("title")
        and roles.count("abstract") >= 0.8 * len(names)
        and 3 * len(names) >= 0.8 * len(lines)
        and all(map(looks_like_name, names))
    )


def read(source: Source) -> Reading:
    """Return the papers of the page."""
    lines, roles = roles_of(source.text)
    reading = Reading()
    read_lines(reading, lines, roles, _add_line)
    head = [line for (_, line), role in zip(lines, roles, strict=True) if role == "head"]
    heading = ", ".join(line for line in head if not any(o != line and o.startswith(line) for o in head))
    for record in reading.records:
        if heading:
            record["heading"] = heading
        if "title" in record and "authors" not in record:
            problem = "No authors follow this title; none were kept."
            reading.report(record["source_line"], problem, record["title"])
    report_gaps(reading)
    if lines and not reading.records:
        reading.report(lines[0][0], "No title with authors or an abstract was found on this page.", heading)
    return reading


def _add_line(reading: Reading, number: int, line: str, role: str) -> None:
    add_line(reading, number, line, role)
    if role.startswith("authors"):
        _add_authors(reading, reading.records[-1], number, line)
    elif role == "untitled":
        problem = "An abstract stands here whose title and authors were lost; kept as a paper of its own."
        reading.report(number, f"{problem} Lines with its title and authors above it would do.", line[:200])


def _add_authors(reading: Reading, record: Record, number: int, line: str) -> None:
    """Add the names of a line to a record, each person once; a line of nothing but `·` adds none."""
    found = split_authors(line)
    if not found:
        return
    names = record.setdefault("authors", [])
    keys = {author_key(name) for name in names}
    for name in found:
        if author_key(name) in keys:
            reading.report(number, f"The author {name!r} stands twice in this line; counted once.", line)
        else:
            keys.add(author_key(name))
            names.append(name)


FORMAT = Format("session_page", recognises, read, may_be, rank=2)
