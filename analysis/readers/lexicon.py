"""What a page says of its words and names, and how likely something is as the one or the other.

Two letter models (Witten and Bell 1991, IEEE Trans. Inf. Theory 37, 1085-1094, with a fixed weight) start
from common words and names and go on with those of the page; counts of whole words and people are added.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.names import GROUP_WORDS, SUFFIXES, name_shape
from analysis.readers.common_words import NAMES, WORDS

EDGES = ".,:;!?()[]{}\"'“”‘’«»*$`"
HYPHEN = re.compile(r"[-‐‑–/]")
WORD = re.compile(r"[^\W\d_]")
DIGIT = re.compile(r"\d")
FLOOR = -5.0


@dataclass
class Letters:
    """A model of how words are spelled: each letter given the two before it, and fewer where unseen."""

    counts: Counter[str] = field(default_factory=Counter)
    cache: dict[str, float] = field(default_factory=dict)

    def learn(self, words: Iterable[str]) -> None:
        """Count the letters of each word, its two ends among them, and their pairs and triples.

        The counts that run over from one word into the next are never asked for.
        """
        bounded = [f"^{word}$" for word in words]
        text = "".join(bounded)
        self.counts.update(text)
        self.counts.update([text[i : i + 2] for i in range(len(text) - 1)])
        self.counts.update([text[i : i + 3] for i in range(len(text) - 2)])
        self.counts[""] += len(text) - len(bounded)
        self.cache.clear()

    def log(self, word: str) -> float:
        """Return the log-probability of a word in lower case."""
        if (known := self.cache.get(word)) is not None:
            return known
        counts, text, total = self.counts, f"^{word}$", 0.0
        for i in range(1, len(text)):
            p = (counts[text[i]] + 0.5) / (counts[""] + 40.0)
            p = (counts[text[i - 1 : i + 1]] + 4.0 * p) / (counts[text[i - 1]] + 4.0)
            if i > 1:
                p = (counts[text[i - 2 : i + 1]] + 4.0 * p) / (counts[text[i - 2 : i]] + 4.0)
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
    "capital": 0.50, "lower": 0.27, "particle": 0.05, "initial": 0.02, "capitals": 0.05, "camel": 0.02,
    "odd": 0.01, "other": 0.05, "nickname": 0.01, "caseless": 0.005,
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
        self.word_letters.learn(
            {DIGIT.sub("0", low) for word in found if (low := word.casefold()) not in self.words}
        )
        for word, count in found.items():
            self.total += count
            self.words[word] += count
            if word != (low := word.casefold()):
                self.words[low] += count
        self.cache.clear()

    def learn_names(self, names: Iterable[str]) -> None:
        """Count the names, their parts, and the shapes of these."""
        new: list[str] = []
        for name in names:
            parts = name.split()
            self.people[name] += 1
            self.lengths[len(parts)] += 1
            low = [part.casefold() for part in parts]
            new += [part for part in low if part not in self.names]
            self.names.update(low)
            self.parts += len(parts)
            self.shapes.update((i == len(parts) - 1, name_shape(part)) for i, part in enumerate(parts))
        self.name_letters.learn(new)
        self.cache.clear()

    def word(self, token: str) -> float:
        """Return the log-probability of a token as a word of a title."""
        if (kept := self.cache.get(token)) is not None:
            return kept
        core = token.strip(EDGES)
        low, share = core.casefold(), self.total / (self.total + 400.0)
        spelled = self.word_letters.log(DIGIT.sub("0", low)) if core else -3.0
        spelled = max(spelled, FLOOR * len(core), spelled if WORD.search(core) else -1.5 * len(core) - 3.0)
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
