"""What the names in unknown JSON mean, taken together with the names of the objects around them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from analysis.readers.table_columns import NAMES, key

SOLR = re.compile(r"_(?:ss?|t|txt|i|is|sd|dt|tdate|bool)\Z")  # the type that Solr writes behind a name
# names that are clear in JSON only
ALIKE = {
    "zauthors": "authors",
    "issued": "date",
    "uid": "wosid",
    "pub": "journal",
    "ispartof": "journal",
    "server": "publicationvenue",
}
NOT_SO = {"source-id", "article_number"}  # the journal's id for Scopus, the paper's for IEEE
# objects that add nothing to what the names in them say
_AROUND = (
    "metadata attributes data dc contributor bibjson info identifiers identifier externalids articleids pid "
    "ids names journalinfo publicationinfo biblio indexterms keywords"
)
AROUND = frozenset(_AROUND.split())
# names in an object that add nothing to its own name
_BARE = (
    "value name raw text content label displayname count range issued p term terms descriptorname "
    "invertedindex"
)
BARE = frozenset(["", *_BARE.split()])
_OF_VENUE = "volume issue pages first_page last_page issn isbn publisher year month"
OF_VENUE = frozenset(_OF_VENUE.split())
TYPED = ("identifiers", "identifier", "externalids", "articleids", "pid")
# of several titles, texts or dates, each with its type, those that are the paper's
KINDS = {"title": {"", "title"}, "abstract": {"", "abstract"}, "date": {"", "issued", "published"}}
_TELLING = "doi venue abstract pmid arxiv_id scopus_id wos_id"
TELLING = frozenset(_TELLING.split())
_VAGUE = "source container description summary publication uid server"
VAGUE = frozenset(_VAGUE.split())
# a concert has a venue, a post one author and the date on which it was published
OF_OTHERS = frozenset(["venue", "author", "creator", "datepublished", "pubdate"])


def looks_like_paper(names: Sequence[str], within: Sequence[str] = ()) -> bool:
    """Return whether an object with these names may be a paper: it has a title, and what only papers have.

    That is an id, a journal or an abstract, or two of authors, venue and year, or authors and a date. Titles
    and authors alone are those of programs, notebooks and posts too. `within` are names of the objects in
    it, as `identifiers.doi`.

    Examples
    --------
    >>> looks_like_paper(["dc:title", "prism:doi"]), looks_like_paper(["title", "description", "date"])
    (True, False)
    >>> looks_like_paper(["title", "author", "year"]), looks_like_paper(["title", "author", "pubDate"])
    (True, False)
    """
    told = [(_plain(name.partition(".")[0]), column_of(name)) for name in (*names, *within)]
    known = {column for outer, column in told if outer not in VAGUE}
    sure = {column for outer, column in told if outer not in VAGUE | OF_OTHERS}
    together = len(known & {"authors", "venue", "year"}) > 1
    enough = together or not TELLING.isdisjoint(sure) or sure >= {"authors", "date"}
    return enough and "title" in map(column_of, names)


def has_title(names: Sequence[str]) -> bool:
    """Return whether one of these names is that of a title."""
    return "title" in map(column_of, names)


def column_of(name: str) -> str | None:
    """Return the column that a name stands for.

    Examples
    --------
    >>> column_of("bibjson.journal.title"), column_of("project.title")
    ('venue', None)
    """
    told = meant(name)
    return NAMES[told] if told else None


def of_use(step: str) -> bool:
    """Return whether what stands in an object of this name may be of use."""
    return bool(_known(step)) or _plain(step) in AROUND | BARE


@lru_cache(maxsize=10_000)
def meant(name: str) -> str | None:
    """Return the name among those of `table_columns` that a name means; steps are parted by dots.

    Examples
    --------
    >>> meant("metadata.titles.title"), meant("journal.title"), meant("project.title")
    ('title', 'journaltitle', None)
    >>> meant("prism:coverDate"), meant("source.publishYear"), meant("authFullName_s")
    ('coverdate', 'publishyear', 'authfullname')
    """
    if name in NOT_SO:
        return None
    steps = name.split(".")
    while len(steps) > 1 and _plain(steps[-1]) in BARE:
        steps.pop()
    steps = [step for step in steps[:-1] if _plain(step) not in AROUND] + steps[-1:]
    last = _known(steps[-1])
    if len(steps) == 1:
        return last
    outer = _known(steps[-2])
    both = _plain(steps[-2]) + _plain(steps[-1])
    if len(steps) > 2:
        return None
    if both in NAMES:
        return both
    if outer and outer != "references" and _plain(steps[-2]).startswith(_plain(steps[-1])):
        return outer  # `tags.tag`
    if outer and NAMES[outer] == "venue" and _plain(steps[-1]) == "title":
        return outer
    of_venue = outer and last and NAMES[outer] == "venue" and NAMES[last] in OF_VENUE
    return last if of_venue or (outer and last and NAMES[outer] == NAMES[last]) else None


def _plain(step: str) -> str:
    return key(SOLR.sub("", step.rpartition(":")[2]))


def _known(step: str) -> str | None:
    bare = _plain(step)
    bare = ALIKE.get(bare, bare)
    short = bare.removesuffix("list")
    return next((one for one in (bare, short, short.removesuffix("s")) if one in NAMES), None)


def in_list(value: list[Any], name: str) -> list[Any]:
    """Return what is of the paper in a list: ids by their types, of several titles that of the original.

    Examples
    --------
    >>> in_list([{"type": "doi", "value": "10.5555/a"}, {"type": "magid", "value": "1"}], "external_ids")
    [{'magid': '1', 'doi': '10.5555/a'}]
    >>> in_list([{"text": "…", "textType": "Methods"}, {"text": "Moss", "textType": "Abstract"}], "abstract")
    [{'text': 'Moss', 'textType': 'Abstract'}]
    """
    if _plain(name.rpartition(".")[2]) in TYPED:
        pairs = [_pair(one) for one in value if isinstance(one, dict)]
        return [dict(pair for pair in reversed(pairs) if pair)]
    if _plain(name.rpartition(".")[2]) == "publicationinfo":
        return value[:1]  # the others are of errata
    if column_of(name) == "citations":  # a list of those who cite is no number of them
        return [one for one in value if isinstance(one, dict)]
    kinds = KINDS.get(column_of(name) or "")
    return [one for one in value if not kinds or _kind(one) in kinds]


def _kind(one: Any) -> str:
    if not isinstance(one, dict):
        return ""
    return next((str(kind or "").casefold() for name, kind in one.items() if name.endswith("Type")), "")


def _pair(one: dict[str, Any]) -> tuple[str, Any] | None:
    """Return type and value of an id; the type may be called `name`, the value `identifier` or `id`."""
    named = {key(name): value for name, value in one.items()}
    kind = next(
        (value for name, value in named.items() if name in ("idtype", "type", "scheme", "name")), None
    )
    value = next((named[name] for name in ("value", "identifier", "id") if name in named), None)
    return (kind, value) if isinstance(kind, str) else None
