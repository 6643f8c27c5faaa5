"""Telling the lines of a page apart: titles, abstracts, what goes on and what was cut."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from analysis.readers.base import Line, Reading

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"))
SENTENCE_BREAK = re.compile(r"[.!?。][\"'”’)\]]?\s+[\"'“(\[]?[A-ZÀ-Þ]")
SENTENCE_END = re.compile(r"[.!?…。！？;:][\"'”’»)\]}*_$]*$|https?://\S+$|www\.\S+$|[)\]}]$")
_WORDS_OF_PROSE = """
we our this these that which is are was were has have been can however it they show propose nous notre
est sont cette qui wir ist sind eine es una los las
"""
WORDS_OF_PROSE = frozenset(_WORDS_OF_PROSE.split())
CONTINUES = re.compile(
    r"(?:Code|Source code|Our code|The code|Project page|Data|Additionally|Moreover|Furthermore|Also|Finally"
    r"|Besides|In addition|Consequently|Therefore|Thus|Hence|Nevertheless|However|To this end|As a result"
    r"|In summary|Overall|Specifically|In particular|These results|Our results|We also|Second|Third)\b"
)
BEGINS_ABSTRACT = re.compile(r"(?:We|In this|This (?:paper|work|article|study|letter)|Our|Nous|Dans ce)\b")
INFLECTION = re.compile(r"(?:[a-z]?ing|[a-z]?ed|e?s|d|r|y|[a-z]?ers?|ings)")
_SMALL_WORDS = """
a an the of for to in on by with and or from via as at into over under between using towards toward de
la le les des du et un une der die das und für
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
WORD = re.compile(r"[^\W\d_]+")


def tidy(text: str) -> str:
    """Return `text` without invisible characters, and with single plain spaces.

    Examples
    --------
    >>> tidy(" Graph\\u00a0 networks\\u200b\\t")
    'Graph networks'
    """
    return " ".join((text if text.isascii() else text.translate(INVISIBLE)).split())


@lru_cache(maxsize=4)
def filled_lines(text: str) -> tuple[Line, ...]:
    """Return number and tidied text of each line that is not blank.

    Examples
    --------
    >>> filled_lines("One\\n\\n two ")
    ((1, 'One'), (3, 'two'))
    """
    lines = ((number, tidy(line)) for number, line in enumerate(text.split("\n"), start=1))
    return tuple((number, line) for number, line in lines if line)


@lru_cache(maxsize=4096)
def prose(line: str) -> float:
    """Return how much a line reads like an abstract (above 0) rather than like a title (below 0).

    Length alone cannot tell a long title from a short abstract: sentences that end and begin
    again, a full stop at the end, verbs and pronouns, and how few words are capitalised count too.

    Examples
    --------
    >>> prose("Attention Is All You Need") < 0 < prose("We show that pruning helps. It is fast. " * 5)
    True
    """
    start = line[:400] if len(line) < 600 else line[:160]
    words = [word for word in start.split() if word[0].isalpha()]
    low = [word.lower() for word in words]
    long_words = [word for word, small in zip(words, low, strict=True) if small not in SMALL_WORDS]
    capital = sum([word[0].isupper() for word in long_words]) / len(long_words) if long_words else 0.5
    score = max(-2.0, min(4.0, (len(line) - 190) / 60))
    score += 1.5 * min(2, len(SENTENCE_BREAK.findall(start)))
    score += 0.5 * min(4, sum([word in WORDS_OF_PROSE for word in low]))
    score += 1.0 if line.endswith((".", "。")) else -0.5
    score += 1.5 * bool(BEGINS_ABSTRACT.match(line))
    return score - 2.0 * capital + (0.5 if len(words) < 30 else 1.0)


def ends_a_sentence(text: str) -> bool:
    """Return whether `text` stops where a sentence may stop, and closes the formulas that it opens."""
    return stops(text) and not unclosed_formula(text)


def stops(text: str) -> bool:
    """Return whether the last word of `text` ends as a sentence may, or is an address on the web."""
    return bool(SENTENCE_END.search(text[-200:].rsplit(" ", 1)[-1]))


def unclosed_formula(text: str) -> bool:
    """Return whether a formula begins (`$`) in `text` and does not end in it.

    Examples
    --------
    >>> unclosed_formula("a subsample of smaller size $n"), unclosed_formula("costs $5 a day")
    (True, False)
    """
    text = text.replace("\\$", "")
    last = text.rfind("$")
    return text.count("$") % 2 == 1 and len(text) - last < 40 and not text[last + 1 : last + 2].isdigit()


def continues(previous: str, line: str) -> float:
    """Return how much `line` reads like the rest of an abstract that began with `previous` (above 0: yes)."""
    first = line.lstrip("\"'“(")[:1]
    score = 3.0 if first.islower() else -1.0
    score += -1.0 if stops(previous) else 3.0
    if CONTINUES.match(line):
        score += 2.0 if len(line) < 400 else 1.0
    return score + (1.0 if len(line) < 250 else -0.5 if len(line) > 600 else 0.0)


def paper_scores(previous: str, line: str, like_prose: float) -> dict[str, float]:
    """Return how well a line does as each part of a paper, given the line before it and its `prose`."""
    more = continues(previous, line) if previous else -6.0
    scores = {
        "abstract": like_prose,
        "abstract, continued": 1.5 * more,
        "untitled": min(like_prose, 7.0) - 1.0 - 2.0 * max(0.0, more),
    }
    if like_prose > 4.0:  # no title is like this, and most lines of a page are: it saves half the work
        return scores
    last = previous.rsplit(" ", 1)[-1]
    # `Hall A` is whole: only in `Lessons From` and `a` does a small word wait for more
    small = last.casefold() in SMALL_WORDS and not last.isupper()
    broken = previous.endswith((":", ",", "-", "–")) or small
    scores["title"] = max(-6.0, min(4.0, -like_prose))
    scores["title, continued"] = 4.0 - like_prose if broken or line[0].islower() else -6.0
    return scores


def best_path(
    scores: list[dict[str, float]], steps: Mapping[str, Mapping[str, float]], *, last: Mapping[str, float]
) -> list[str]:
    """Return the most likely role of each line, given the score of each role and of each step between them.

    The Viterbi algorithm (Viterbi 1967, IEEE Trans. Inf. Theory 13, 260-269); the first step is from
    the role ``"start"``.

    Parameters
    ----------
    scores : list of dict
        For each line the score of each role that it may have; higher is better.
    steps : mapping
        Score of each step from a role to the next; a step that is not there cannot occur.
    last : mapping
        Score of ending with a role.

    Examples
    --------
    >>> steps = {"start": {"title": 0}, "title": {"abstract": 0}, "abstract": {"title": 0}}
    >>> best_path([{"title": 1.0}, {"title": 1, "abstract": 0}], steps, last={"abstract": 0, "title": 0})
    ['title', 'abstract']
    """
    into: dict[str, list[tuple[str, float]]] = {}
    for before, following in steps.items():
        for after, cost in following.items():
            into.setdefault(after, []).append((before, cost))
    reached: dict[str, float] = {"start": 0.0}
    trail: list[dict[str, str]] = []
    for options in scores:
        ways: dict[str, tuple[float, str]] = {}
        for role in options:
            found = [
                (reached[before] + cost, before) for before, cost in into.get(role, ()) if before in reached
            ]
            if found:
                ways[role] = max(found)
        reached = {role: score + options[role] for role, (score, _) in ways.items()}
        trail.append({role: before for role, (_, before) in ways.items()})
    if not reached or not trail:
        return []
    role = max(reached, key=lambda name: reached[name] + last.get(name, 0.0))
    path = []
    for came_from in reversed(trail):
        path.append(role)
        role = came_from[role]
    return path[::-1]


def read_lines(
    reading: Reading,
    lines: Sequence[Line],
    roles: Sequence[str],
    add: Callable[[Reading, int, str, str], None],
) -> None:
    """Add the papers on these lines of a page; `add` adds a line that does not go on with an abstract."""
    parts: list[Line] = []
    for (number, line), role in zip(lines, roles, strict=True):
        if role == "abstract, continued":
            reading.records[-1]["abstract"] += " " + line
            parts.append((number, line))
            continue
        report_join(reading, parts)
        parts = [(number, line)]
        add(reading, number, line, role)
    report_join(reading, parts)


def report_join(reading: Reading, lines: Sequence[Line]) -> None:
    """Add a problem for an abstract that stood on more than one line and was put together."""
    if len(lines) > 1:
        first, last = lines[0][0], lines[-1][0]
        over = f"{first} {'and' if len(lines) == 2 else 'to'} {last}"
        problem = f"The abstract was broken over lines {over} and was joined; check that all of it belongs."
        reading.report(first, problem, lines[1][1][:200])


def add_line(reading: Reading, number: int, line: str, role: str) -> None:
    """Begin a record with a title, or with an abstract that has none, or add a line to the last record."""
    if role in ("title", "untitled"):
        reading.add(number, {"title" if role == "title" else "abstract": line})
    elif role == "abstract":
        reading.records[-1]["abstract"] = line
    elif role == "title, continued":
        reading.records[-1]["title"] += " " + line
        reading.report(number, "A title broken over two lines was joined; one line would do.", line)


def report_gaps(reading: Reading) -> None:
    """Add problems for titles that were cut, and for abstracts that are missing or were cut."""
    for record in reading.records:
        line, title, abstract = record["source_line"], record.get("title"), record.get("abstract")
        problem = ""
        if abstract is None:
            problem = "No abstract follows this title; the paper was kept without one."
        elif unclosed_formula(abstract) or (not ends_a_sentence(abstract) and len(abstract) < 250):
            problem = "The abstract stops in the middle and was kept so; the whole text would do."
        elif not ends_a_sentence(abstract):
            problem = "The abstract ends without a full stop: it may have been cut. It was kept."
        if problem:
            reading.report(line, problem, (title or "") if abstract is None else abstract[-80:])
        if title and abstract and (longer := cut_word(title, abstract)):
            reading.report(
                line,
                f"The title seems to stop in the middle of its last word (the abstract has {longer!r}); "
                "it was kept as printed, the whole title would do.",
                title,
            )


def cut_word(title: str, abstract: str) -> str | None:
    """Return the longer word of the abstract that the last word of a title begins, if there is one.

    Only where the abstract never has the title's last word itself, and the longer one is not merely an
    inflected form of it.

    Examples
    --------
    >>> cut_word("Pruning: Fast and Effect", "We show the effectiveness of pruning.")
    'effectiveness'
    >>> cut_word("An Old Network", "Such networks are old.") is None
    True
    """
    words = WORD.findall(title)
    last = words[-1].casefold() if words and title.endswith(words[-1]) else ""
    text = abstract.casefold()
    if len(last) < 4 or last not in text or f" {last} " in text:
        return None
    own = set(WORD.findall(text))
    rest = {word[len(last) :]: word for word in own if word.startswith(last)}
    in_title = {word.casefold() for word in words}
    longer = sorted(w for end, w in rest.items() if not INFLECTION.fullmatch(end) and w not in in_title)
    return longer[0] if longer and last not in own else None
