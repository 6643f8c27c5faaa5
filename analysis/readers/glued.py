"""Titles and authors that a page prints without a separator between them, taken apart.

The line `... Causal ModelsYuhang Liu, Zhen Zhang` has hundreds of places where it could come apart. Each
is scored by how likely the words before it are as a title and those behind it as names, under letter
models and word counts learned from the page itself: names behind commas are certain, and the same people come
back; a title's words come back in other titles and in abstracts. The first pass over the page uses what
is certain, the second also what the first has found.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.names import SUFFIXES, looks_like_name, name_shape
from analysis.readers.lexicon import EDGES, Lexicon
from analysis.readers.lines import SMALL_WORDS

ET_AL = re.compile(r"[,;]?\s*\bet\.? al\b\.?\s*$|[,;]?\s*(?:…|\.\.\.)\s*$|,? and \d+ (?:others|more)\s*$")
COMMA = re.compile(r",(?:\s+|$)|[，、]\s*")
WORD = re.compile(r"\S+")
# Log-odds set by hand: a line without authors; a space before the name after all; a comma in the title; a
# title that ends in `of`. Words are not independent, so differences of scores count for half.
NO_AUTHORS, UNGLUED, IN_TITLE, SMALL_LAST, SHARPNESS = -18.0, -30.0, -1.5, -3.0, 0.5
DOUBTFUL = 0.93
LONGEST_WORD = 200  # letters of one in which a seam is looked for: every place is tried with all letters


class Split(NamedTuple):
    """A glued line taken apart: `confidence` (0 to 1) is the share of the best place among all places."""

    title: str
    authors: list[str]
    truncated: bool
    confidence: float


def split_glued(lines: Sequence[str], *, texts: Iterable[str] = ()) -> list[Split]:
    """Return title and authors of each line of a page, on which nothing stands between the two.

    Parameters
    ----------
    lines : sequence of str
        All lines of the page in which title and authors are glued together: the more, the better.
    texts : iterable of str
        Other text of the page (abstracts), to learn its words from.

    Returns
    -------
    list of Split
        One for each line. Below a `confidence` of `DOUBTFUL` a person should look at the line.

    Examples
    --------
    >>> split_glued(["Pruning of LLMsHongrong Cheng, Miao Zhang et al.", "Graph ModelsMiao Zhang"])[0].authors
    ['Hongrong Cheng', 'Miao Zhang']
    """
    bare = [ET_AL.sub("", line) for line in lines]
    cut = [kept != line for kept, line in zip(bare, lines, strict=True)]
    lexicon = _learn(bare, cut, texts)
    found = [_split(line, truncated, lexicon) for line, truncated in zip(bare, cut, strict=True)]
    sure = [split for split in found if split.confidence >= 0.95]
    lexicon.learn_words(split.title for split in sure)
    lexicon.learn_names(split.authors[0] for split in sure if split.authors)
    return [
        split if split.confidence >= 0.99 else _split(line, truncated, lexicon)
        for split, line, truncated in zip(found, bare, cut, strict=True)
    ]


def plain(word: str) -> bool:
    """Return whether nothing in the middle of a word looks like the beginning of a name."""
    return name_shape(word.strip(EDGES)) not in ("camel", "odd", "other")


def _learn(bare: list[str], cut: list[bool], texts: Iterable[str]) -> Lexicon:
    """Return what is certain on the page: words of abstracts and fronts of titles, names behind commas."""
    lexicon = Lexicon()
    lexicon.learn_words(texts)
    segments = [COMMA.split(line) for line in bare]
    # the name may begin in any of the last words: those that could hold the seam teach nothing yet
    fronts = [parts[0].split() for parts in segments]
    lexicon.learn_words(" ".join(words[:-8] + [w for w in words[-8:-4] if plain(w)]) for words in fronts)
    names = []
    for parts in segments:
        for part in reversed(parts[1:]):
            shapes = [name_shape(word) for word in part.split()]
            small = any(word in SMALL_WORDS for word in part.split())
            if (
                not 2 <= len(shapes) <= 4
                or small
                or not looks_like_name(part)
                or not all(map(plain, part.split()))
            ):
                break
            names.append(part)
    lexicon.learn_names(names)
    counts = [len(parts) for parts, truncated in zip(segments, cut, strict=True) if truncated]
    lexicon.shown = min(counts) if len(counts) >= 3 else 0
    return lexicon


def _split(line: str, truncated: bool, lexicon: Lexicon) -> Split:
    """Return the best way to take one line (without `et al.`) apart."""
    ways = list(_ways(line, truncated, lexicon))
    best, place = max(ways)
    whole = sum(math.exp((score - best) * SHARPNESS) for score, _ in ways)
    title, authors = line[:place].strip(), [part for part in COMMA.split(line[place:].strip()) if part]
    named: list[str] = []
    for author in authors:
        if named and author.strip(".").casefold() in SUFFIXES:
            named[-1] += ", " + author
        else:
            named.append(author)
    lonely = bool(named) and " " not in named[0] and not lexicon.people[named[0]]
    return Split(title, named, truncated, min(1 / whole, 0.8) if lonely else 1 / whole)


def _ways(line: str, truncated: bool, lexicon: Lexicon) -> Iterator[tuple[float, int]]:
    """Yield score and place of each way to take a line apart; the end of the line means: no authors."""
    tokens, borders = _tokens(line)
    sums = [0.0]
    for token, _ in tokens:
        sums.append(sums[-1] + lexicon.word(token))
    yield sums[-1] + NO_AUTHORS, len(line)
    behind, authors = 0.0, 1
    for commas in range(len(borders) - 2, -1, -1):
        start, end = borders[commas], borders[commas + 1]
        words = [token for token, _ in tokens[start:end]]
        around = behind + _count(authors, truncated, lexicon.shown) + IN_TITLE * commas
        for j in range(end - 1, max(start, end - 7) - 1, -1):
            rest = words[j - start + 1 :]
            for i in _places(tokens[j][0], lexicon, loose=bool(rest) and rest[0].islower()):
                if not i and j == start:
                    continue
                front = tokens[j][0][:i] or tokens[j - 1][0]
                score = around + sums[j] + (lexicon.word(front) if i else UNGLUED)
                score += lexicon.name([tokens[j][0][i:], *rest]) + SMALL_LAST * (
                    front.casefold() in SMALL_WORDS
                )
                yield score, tokens[j][1] + i
        behind, authors = behind + lexicon.name(words), authors + 1
        if len(words) > 7:
            break


def _tokens(line: str) -> tuple[list[tuple[str, int]], list[int]]:
    """Return the words of a line with their places, and how many stand before each part between commas."""
    tokens: list[tuple[str, int]] = []
    borders, place = [0], 0
    for part in [*COMMA.finditer(line), None]:
        end = part.start() if part else len(line)
        tokens += [(word[0], word.start()) for word in WORD.finditer(line, place, end)]
        if len(tokens) > borders[-1]:
            borders.append(len(tokens))
        place = part.end() if part else end
    return tokens, borders


def _places(token: str, lexicon: Lexicon, *, loose: bool) -> Iterator[int]:
    """Yield the places in a word behind which a name may begin; 0 is its front.

    A name in lower case may begin behind a known word or what is no letter; anywhere, if `loose`.
    """
    if token[0].isupper():
        yield 0
    for i in range(1, len(token) if len(token) <= LONGEST_WORD else 1):
        before, after = token[i - 1], token[i]
        part_of_name = before in "-‐‑" or (before in "'’" and (i == 2 or token[i - 2].isupper()))
        if part_of_name or before in "/([{“‘&" or token[i - 2 : i] == "Mc" or not after.isalpha():
            continue
        if after.isupper() or after.istitle() or not (after.islower() or before.islower()):
            yield i
        elif after.islower() and _may_begin(token, i):
            known = lexicon.words[token[:i].strip(EDGES).casefold()]
            if loose or known or not before.isalpha():
                yield i


def _may_begin(token: str, i: int) -> bool:
    """Return whether a name in lower case may begin at a place: not within `Scott`, not with `sX`."""
    inside = token[i - 1].isupper() and (i == 1 or not token[i - 2].isupper())
    rest = token[i:]
    return len(rest) > 1 and not inside and (rest == rest.lower() or bool(re.match("[a-z]{1,3}['’]", rest)))


def _count(authors: int, truncated: bool, shown: int) -> float:
    """Return the log-probability of so many authors, given how many the page shows before `et al.`."""
    if not shown:
        return -1.0
    if truncated:
        return -0.05 if authors == shown else -4.0
    return -1.0 if authors <= shown else -4.0
