"""Titles and authors that a page prints without a separator between them, taken apart.

The line `... Causal ModelsYuhang Liu, Zhen Zhang` has hundreds of places where it could come apart. Each
is scored by how likely the words before it are as a title and those behind it as names, under letter
models and word counts learned from the page itself: names behind commas are certain, and the same people come
back; a title's words come back in other titles and in abstracts. The first pass over the page uses what
is certain, the second also what the first has found.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analysis.names import GROUP_WORDS, PARTICLES, SUFFIXES, looks_like_name, name_shape
from analysis.readers.base import SMALL_WORDS
from analysis.readers.common_words import NAMES, WORDS

ET_AL = re.compile(r"[,;]?\s*\bet\.? al\b\.?\s*$|[,;]?\s*(?:…|\.\.\.)\s*$|,? and \d+ (?:others|more)\s*$")
COMMA = re.compile(r",(?:\s+|$)|[，、]\s*")
WORD = re.compile(r"\S+")
EDGES = ".,:;!?()[]{}\"'“”‘’«»*$`"
DIGIT = re.compile(r"\d")
HYPHEN = re.compile(r"[-‐‑–/]")
NO_AUTHORS, UNGLUED, IN_TITLE, SMALL_LAST, SHARPNESS = -18.0, -30.0, -1.5, -3.0, 0.5
FLOOR = -5.0
DOUBTFUL = 0.93


class Split(NamedTuple):
    """A glued line taken apart: `confidence` (0 to 1) is the share of the best place among all places."""

    title: str
    authors: list[str]
    truncated: bool
    confidence: float


@dataclass
class Letters:
    """A model of how words are spelled: letters given the two before them, interpolated with shorter contexts."""

    counts: Counter[str] = field(default_factory=Counter)
    cache: dict[str, float] = field(default_factory=dict)

    def learn(self, words: Iterable[str]) -> None:
        """Count the letters of each word."""
        grams: list[str] = []
        for word in words:
            text = f"^{word}$"
            pairs = [text[i : i + 2] for i in range(len(word) + 1)]
            grams += word
            grams += pairs
            grams += [pair[0] + "*" for pair in pairs]
            grams += [text[i : i + 3] for i in range(len(word))]
            grams += [pair + "*" for pair in pairs[:-1]]
            grams.append("$")
            self.counts[""] += len(word) + 1
        self.counts.update(grams)
        self.cache.clear()

    def log(self, word: str) -> float:
        """Return the log-probability of a word in lower case."""
        if (known := self.cache.get(word)) is not None:
            return known
        counts, text, total = self.counts, f"^{word}$", 0.0
        for i in range(1, len(text)):
            p = (counts[text[i]] + 0.5) / (counts[""] + 40.0)
            p = (counts[text[i - 1 : i + 1]] + 4.0 * p) / (counts[text[i - 1] + "*"] + 4.0)
            if i > 1:
                p = (counts[text[i - 2 : i + 1]] + 4.0 * p) / (counts[text[i - 2 : i] + "*"] + 4.0)
            total += math.log(p)
        self.cache[word] = total
        return total


@lru_cache(maxsize=1)
def _started() -> tuple[Letters, Letters]:
    words, names = Letters(), Letters()
    words.learn(WORDS)
    names.learn(NAMES)
    return words, names


NAME_SHAPES = {
    "capital": 0.90, "initial": 0.05, "camel": 0.012, "capitals": 0.012, "particle": 0.01, "lower": 0.004,
    "nickname": 0.002, "caseless": 0.005, "odd": 5e-6, "other": 1e-6,
}  # fmt: skip
WORD_SHAPES = {
    "capital": 0.50, "lower": 0.27, "particle": 0.05, "initial": 0.02, "capitals": 0.05, "camel": 0.02, "odd": 0.01,
    "other": 0.05, "nickname": 0.01, "caseless": 0.005,
}  # fmt: skip
NAME_LENGTHS = {1: 0.001, 2: 0.75, 3: 0.20, 4: 0.035, 5: 0.006, 6: 0.002}


LAST_SHAPES = NAME_SHAPES | {"capital": 0.95, "initial": 0.004, "particle": 0.0005, "nickname": 0.0005}


@dataclass
class Lexicon:
    """What a page says of its words and its names."""

    words: Counter[str] = field(default_factory=Counter)
    total: int = 0
    word_letters: Letters = field(default_factory=lambda: Letters(Counter(_started()[0].counts)))
    names: Counter[str] = field(default_factory=Counter)
    parts: int = 0
    name_letters: Letters = field(default_factory=lambda: Letters(Counter(_started()[1].counts)))
    people: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[bool, str]] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    shown: int = 0
    cache: dict[object, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words.update(WORDS)
        self.total = len(WORDS)

    def learn_words(self, texts: Iterable[str]) -> None:
        """Count the words of titles and abstracts, as printed and in lower case."""
        found = Counter(core for text in texts for word in text.split() if (core := word.strip(EDGES)))
        self.word_letters.learn({DIGIT.sub("0", low) for word in found if (low := word.casefold()) not in self.words})
        for word, count in found.items():
            self.total += count
            self.words[word] += count
            if word != (low := word.casefold()):
                self.words[low] += count
        self.cache.clear()

    def learn_names(self, names: Iterable[str]) -> None:
        """Count the names, their parts, and the shapes of these."""
        for name in names:
            parts = name.split()
            self.people[name] += 1
            self.lengths[len(parts)] += 1
            low = [part.casefold() for part in parts]
            self.name_letters.learn([part for part in low if part not in self.names])
            self.names.update(low)
            self.parts += len(parts)
            self.shapes.update((i == len(parts) - 1, name_shape(part)) for i, part in enumerate(parts))
        self.cache.clear()

    def word(self, token: str) -> float:
        """Return the log-probability of a token as a word of a title."""
        if (kept := self.cache.get(token)) is not None:
            return kept
        core = token.strip(EDGES)
        low, share = core.casefold(), self.total / (self.total + 400.0)
        spelled = self.word_letters.log(DIGIT.sub("0", low)) if core else -3.0
        spelled = max(spelled, FLOOR * len(core), -1.5 * len(core) - 3.0 if core[:1].isdigit() else spelled)
        halves = HYPHEN.split(low, maxsplit=1)
        if len(halves) == 2 and all(halves):
            spelled = max(spelled, self.word(halves[0]) + self.word(halves[1]))
        frequent = max(self.words[low], 0.3 * self.words[low.removesuffix("s")]) / self.total
        exact = self.words[core] / self.total
        shape = name_shape(core)
        known = 0.5 * share * frequent * (1e-3 if shape == "odd" else 1.0)
        loose = known + (1 - 0.9 * share) * math.exp(spelled)
        p = 0.4 * share * exact + WORD_SHAPES[shape] * loose
        self.cache[token] = result = math.log(p + 1e-300)
        return result

    def name_part(self, token: str, last: bool) -> float:
        """Return the log-probability of a token as a part of a name."""
        if (known := self.cache.get((token, last))) is not None:
            return known
        shape, low = name_shape(token), token.casefold()
        seen = self.lengths.total() if last else self.parts - self.lengths.total()
        prior = (LAST_SHAPES if last else NAME_SHAPES)[shape]
        result = math.log((self.shapes[last, shape] + 25.0 * prior) / (seen + 25.0))
        if shape == "initial":
            result -= 3.2 * sum(c.isalpha() for c in token)
        else:
            share = 0.5 * self.parts / (self.parts + 60.0)
            spelled = max(sum(self.name_letters.log(part) for part in HYPHEN.split(low)), FLOOR * len(low))
            frequent = self.parts and self.names[low] / self.parts
            result += math.log(share * frequent + (1 - share) * math.exp(spelled) + 1e-300)
        self.cache[token, last] = result
        return result

    def name(self, tokens: Sequence[str]) -> float:
        """Return the log-probability of tokens as one author's name."""
        if not tokens or len(tokens) > 7:
            return -200.0
        if len(tokens) == 1 and tokens[0].strip(".").casefold() in SUFFIXES:
            return -6.0
        prior = NAME_LENGTHS.get(len(tokens), 0.0005)
        if len(tokens) == 1 and name_shape(tokens[0]) == "caseless":
            prior = {2: 0.45, 3: 0.45, 4: 0.05}.get(len(tokens[0]), 0.001)
        length = math.log((self.lengths[len(tokens)] + 20.0 * prior) / (self.lengths.total() + 20.0))
        parts = sum(self.name_part(token, i == len(tokens) - 1) for i, token in enumerate(tokens))
        best = length + parts
        if HYPHEN.split(tokens[-1].casefold())[-1] in GROUP_WORDS:
            best = max(best, -6.0 + sum(self.word(token) for token in tokens))
        if count := self.people[" ".join(tokens)]:
            people = self.lengths.total()
            best = max(best, math.log(0.5 * count / (people + 10.0)))
        return best


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
    """Return what is certain on the page: words of abstracts and of the fronts of titles, names behind commas."""
    lexicon = Lexicon()
    lexicon.learn_words(texts)
    segments = [COMMA.split(line) for line in bare]
    # the name may begin in any of the last words: those that could hold the seam teach nothing yet
    fronts = [parts[0].split() for parts in segments]
    lexicon.learn_words(" ".join(words[:-8] + [w for w in words[-8:-4] if plain(w)]) for words in fronts)
    for parts in segments:
        names = []
        for part in reversed(parts[1:]):
            shapes = [name_shape(word) for word in part.split()]
            small = any(word in SMALL_WORDS for word in part.split())
            if not 2 <= len(shapes) <= 4 or small or not looks_like_name(part) or not all(map(plain, part.split())):
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
                score += lexicon.name([tokens[j][0][i:], *rest]) + SMALL_LAST * (front.casefold() in SMALL_WORDS)
                yield score, tokens[j][1] + i
        behind, authors = behind + lexicon.name(words), authors + 1
        if len(words) > 7:
            break


def _tokens(line: str) -> tuple[list[tuple[str, int]], list[int]]:
    """Return the words of a line with their places, and the counts of words before each part between commas."""
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
    for i in range(1, len(token)):
        before, after = token[i - 1], token[i]
        if before in "-‐‑'’/([{“‘&" or unicodedata.category(after)[0] != "L":
            continue
        if after.isupper() or after.istitle() or not (after.islower() or before.islower()):
            yield i
        elif after.islower() and _may_begin(token, i):
            if loose or not before.isalpha() or lexicon.words[token[:i].strip(EDGES).casefold()]:
                yield i


def _may_begin(token: str, i: int) -> bool:
    """Return whether a name in lower case may begin at a place: not within `Scott`, not with `sX`."""
    inside = token[i - 1].isupper() and (i == 1 or not token[i - 2].isupper())
    rest = token[i:]
    return len(rest) > 1 and not inside and (rest == rest.lower() or bool(re.match("[a-z]{1,3}['’]", rest)))


def _count(authors: int, truncated: bool, shown: int) -> float:
    """Return the log-probability of so many authors in a line, given how many the page shows before `et al.`."""
    if not shown:
        return -1.0
    if truncated:
        return -0.05 if authors == shown else -4.0
    return -1.0 if authors <= shown else -4.0
