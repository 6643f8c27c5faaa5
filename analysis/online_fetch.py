"""The works that a service knows of papers: by ids, fifty at once, else by title with a strict check."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from analysis.match_keys import person_keys, title_key
from analysis.online_services import (
    BATCH,
    MOST_PAGES,
    UNSAFE_IN_FILTER,
    Service,
    Work,
    has_id,
    paper_ids,
    total,
    works_in,
)
from analysis.web_cache import Answer, days_ago, read_answers, write_answers
from analysis.web_request import NoAnswer, Web

Row = Mapping[str, Any]

TITLES_EQUAL = 97.0  # of 100, by rapidfuzz, for works found by their titles
TITLES_ALIKE = 60.0  # for works found by their ids, whose titles may be shortened or translated
SHORT_TITLE = 20  # letters; `Editorial` and the like say too little, so year and author must both agree
MOST_FAILURES = 3
USED_UP = frozenset([402, 429])  # answers to who asks too often, or more than a day's allowance
REFUSED = frozenset([400, 414])  # answers to an id that is none, or to too many
CHUNK = 1_000  # papers whose answers are held at once


@dataclass(frozen=True)
class Found:
    """The record of a work that is taken for a paper, where it came from and when."""

    record: dict[str, Any]
    id: str
    url: str
    fetched: str


@dataclass
class Desk:
    """What is needed to ask one service, and what went wrong so far.

    Attributes
    ----------
    service, web, store : Service, Web, sqlite3.Connection
        Who is asked, how, and where answers are kept.
    shelf : str
        The name under which they are kept: full works and mere counts stand apart.
    since : str
        Kept answers older than this are asked for anew.
    extra : mapping
        What each request says besides: mail address, columns wanted.
    bar : tqdm
        Shows how many papers are done.
    """

    service: Service
    web: Web
    store: sqlite3.Connection
    shelf: str
    since: str
    extra: Mapping[str, str]
    bar: Any
    problems: list[dict[str, Any]] = field(default_factory=list)
    failures: int = 0

    @property
    def closed(self) -> bool:
        """Whether the service failed so often in a row that it is left alone."""
        return self.failures >= MOST_FAILURES

    def report(self, problem: str, text: str = "") -> None:
        """Add a row to the problems."""
        self.problems.append({"source_file": self.service.name, "problem": problem, "text": text})

    def failed(self, what: str, error: NoAnswer, text: str) -> None:
        """Count a failure, and report it with what would do."""
        self.failures += 1
        more = f" {self.service.allowance}" if error.status in USED_UP and self.service.allowance else ""
        self.report(f"{what}: {error}{more}", text)


def find_works(desk: Desk, papers: Sequence[Row], *, titles: bool = True) -> dict[str, Found]:
    """Return by `paper_id` what the service knows of papers.

    Parameters
    ----------
    desk : Desk
        The service, and the cache.
    papers : sequence of mapping
        Rows of `papers` with `authors`, a list of names.
    titles : bool
        Whether papers that are not found by an id are looked for by their title.
    """
    found: dict[str, Found] = {}
    for start in range(0, len(papers), CHUNK):
        _find_some(desk, papers[start : start + CHUNK], titles, found)
    if desk.closed:
        name = desk.service.name
        desk.report(f"{name} failed {MOST_FAILURES} times in a row and was left alone; call again later.")
    return found


def _find_some(desk: Desk, papers: Sequence[Row], titles: bool, found: dict[str, Found]) -> None:
    """Add to `found` what is known of some papers; few at once, since answers are large."""
    for kind in desk.service.filters:
        wanted = [(one, [*paper_ids(one, kind)]) for one in papers if one["paper_id"] not in found]
        answers = _by_ids(desk, kind, [one for _, ids in wanted for one in ids])
        for paper, ids in wanted:
            known = [answers[one] for one in ids if one in answers]
            works = [(work, answer.fetched) for answer in known for work in answer.works]
            _take_by_id(desk, paper, works, found)
    pending = [paper for paper in papers if paper["paper_id"] not in found]
    desk.bar.update(len(papers) - len(pending))
    for paper in pending:
        if titles and not desk.closed:
            _take_by_title(desk, paper, found)
        desk.bar.update()


def _by_ids(desk: Desk, kind: str, ids: Sequence[str]) -> dict[str, Answer]:
    """Return by id the works kept or fetched; nothing for an id that could not be asked for."""
    keys = {f"{kind}:{one}": one for one in ids}
    kept = read_answers(desk.store, desk.shelf, keys, since=desk.since)
    answers = {keys[key]: answer for key, answer in kept.items()}
    wanted = [one for one in keys.values() if one not in answers]
    alone = [one for one in wanted if UNSAFE_IN_FILTER.search(one)]
    together = [one for one in wanted if not UNSAFE_IN_FILTER.search(one)]
    batches = [together[start : start + BATCH] for start in range(0, len(together), BATCH)]
    batches += [[one] for one in alone]
    while batches and not desk.closed:
        batch = batches.pop(0)
        try:
            works = _asked(desk, kind, batch)
        except NoAnswer as error:
            if error.status in REFUSED and len(batch) > 1:  # an odd id costs itself, not the others
                batches[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            else:
                desk.failed(f"{len(batch):,} papers were not asked for", error, "; ".join(batch)[:200])
            continue
        records = [(work, desk.service.record(work)) for work in works]
        time = days_ago()
        new = {
            one: Answer([work for work, record in records if has_id(record, kind, one)], time)
            for one in batch
        }
        write_answers(desk.store, desk.shelf, {f"{kind}:{one}": answer for one, answer in new.items()})
        answers |= new
    return answers


def _asked(desk: Desk, kind: str, batch: Sequence[str]) -> list[Work]:
    """Return the works with the ids of a batch, from all pages."""
    if len(batch) == 1 and UNSAFE_IN_FILTER.search(batch[0]):
        works = works_in(desk.web.get(desk.service.single_url(kind, batch[0], desk.extra)))
    else:
        works = list(_all_pages(desk, kind, batch))
    desk.failures = 0
    return works


def _all_pages(desk: Desk, kind: str, batch: Sequence[str]) -> Iterator[Work]:
    seen = 0
    for page in range(MOST_PAGES):
        answer = desk.web.get(desk.service.page_url(kind, batch, page, desk.extra))
        works = works_in(answer) if answer else []
        yield from works
        seen += len(works)
        if not works or seen >= total(answer):
            return


def _take_by_id(desk: Desk, paper: Row, works: Iterable[tuple[Work, str]], found: dict[str, Found]) -> None:
    for work, fetched in works:
        record = desk.service.record(work)
        if alike(paper.get("title"), record.get("title")) < TITLES_ALIKE:
            desk.report(
                f"The id {_id_of(record)} is of another work, “{record.get('title')}”; check the id. "
                "Nothing was taken from it.",
                str(paper.get("title")),
            )
            continue
        found.setdefault(paper["paper_id"], _found(desk, record, fetched))


def _take_by_title(desk: Desk, paper: Row, found: dict[str, Found]) -> None:
    title = paper.get("title")
    key = title_key(title) if isinstance(title, str) else ""
    if not key:
        return
    shelf_key = f"title:{key}"
    answer = read_answers(desk.store, desk.shelf, [shelf_key], since=desk.since).get(shelf_key)
    if answer is None:
        try:
            works = works_in(desk.web.get(desk.service.title_url(str(title), desk.extra)))
        except NoAnswer as error:
            desk.failed("A paper was not looked for", error, str(title))
            return
        desk.failures = 0
        answer = Answer(works, days_ago())
        write_answers(desk.store, desk.shelf, {shelf_key: answer})
    for record in map(desk.service.record, answer.works):
        if is_same_paper(paper, record):
            found[paper["paper_id"]] = _found(desk, record, answer.fetched)
            return


def is_same_paper(paper: Row, record: Row) -> bool:
    """Return whether a work found by its title is the paper.

    The titles are nearly equal, and the years differ by one at most or an author (surname and initial) is in
    both lists; both for short titles. What both sources give must not contradict: DOI, year, authors.

    Examples
    --------
    >>> paper = {"title": "Moss on the north walls of houses", "year": 2020, "authors": ["Berg, Ada"]}
    >>> is_same_paper(paper, {"title": "Moss on the North Walls of Houses.", "authors": ["A. Berg"]})
    True
    >>> is_same_paper(paper, {"title": "Moss on the south walls of houses", "authors": ["A. Berg"]})
    False
    """
    keys = [title_key(one.get("title")) for one in (paper, record)]
    if not all(keys) or fuzz.ratio(*keys) < TITLES_EQUAL or _numbers(paper) != _numbers(record):
        return False
    dois = [str(one.get("doi") or "").lower() for one in (paper, record)]
    if all(dois) and dois[1] not in dois[0].split("; "):
        return False
    same_year, same_author = _years_agree(paper, record), _authors_agree(paper, record)
    if same_year is False or same_author is False:
        return False
    return bool(same_year and same_author) if len(keys[0]) < SHORT_TITLE else bool(same_year or same_author)


def _numbers(one: Row) -> list[str]:
    """Return the numbers in a title: `Part 1` is not `Part 2`, however alike the rest."""
    return re.findall(r"\d+", str(one.get("title")))


def _years_agree(paper: Row, record: Row) -> bool | None:
    published, year = record.get("published"), paper.get("year")
    if published is None or not isinstance(year, int):
        return None
    return abs(published.year - year) <= 1


def _authors_agree(paper: Row, record: Row) -> bool | None:
    one, other = (
        {key for name in some.get("authors") or () for key in person_keys(name)} for some in (paper, record)
    )
    return bool(one & other) if one and other else None


def alike(one: object, other: object) -> float:
    """Return how alike two titles are, of 100; 100 where one is missing.

    Examples
    --------
    >>> alike("Moss on walls: a survey", "Moss on walls"), alike("Moss", None)
    (100.0, 100.0)
    """
    if not isinstance(one, str) or not isinstance(other, str):
        return 100.0
    words = (" ".join(re.findall(r"\w+", title.casefold())) for title in (one, other))
    return float(fuzz.token_set_ratio(*words))


def _id_of(record: Row) -> str:
    return str(record.get("openalex_id") or record.get("doi") or "")


def _found(desk: Desk, record: dict[str, Any], fetched: str) -> Found:
    return Found(record, _id_of(record), desk.service.work_url(_id_of(record)), fetched)


def progress_bar(papers: int, *, name: str, shown: bool) -> Any:
    """Return a bar that counts papers."""
    from tqdm import tqdm

    return tqdm(total=papers, desc=f"Asking {name}", unit="paper", disable=not shown)
