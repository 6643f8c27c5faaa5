"""OpenAlex and Crossref: how each is asked for works by id and by title, and what identifies a work."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from analysis.fitting import fitted_record
from analysis.readers import crossref_json, openalex_json

Work = dict[str, Any]
BATCH = 50  # ids in one request: of 100 DOIs the address would be longer than OpenAlex takes
CANDIDATES = 5  # works looked at for a title
MOST_PAGES = 20
UNSAFE_IN_FILTER = re.compile(r"[,|+\s]")  # which join values, or filters
SEARCH_SIGNS = re.compile(r"[^\w'-]+")


@dataclass(frozen=True)
class Service:
    """A service that knows works.

    Attributes
    ----------
    name : str
        As it stands in `citations_source`.
    base_url : str
        Where its API is.
    per_second : float
        Requests that it allows in a second.
    record : callable
        The record of one of its works: what the reader of its exports makes of it.
    filters : mapping
        The filter for each column of `papers` by which it is asked, the surest first.
    separator : str
        What stands between several ids of a filter.
    title_query, rows : str
        Parameters for the words of a title, and for how many works an answer has.
    asks_for_mail : bool
        Whether the mail address is sent as a parameter too.
    allowance : str
        What can be asked in a day, said when that is used up.
    """

    name: str
    base_url: str
    per_second: float
    record: Callable[[Work], dict[str, Any]]
    filters: Mapping[str, str]
    separator: str
    title_query: str
    rows: str
    asks_for_mail: bool = False
    allowance: str = ""

    def page_url(self, kind: str, ids: Sequence[str], page: int, extra: Mapping[str, str]) -> str:
        """Return the address of one page of the works with these ids."""
        listed = f"{self.filters[kind]}:{self.separator.join(ids)}"
        start = {"page": str(page + 1)} if self.rows == "per_page" else {"offset": str(page * BATCH)}
        return self._url("/works", {"filter": listed, self.rows: str(BATCH), **start, **extra})

    def single_url(self, kind: str, one: str, extra: Mapping[str, str]) -> str:
        """Return the address of one work, for an id that cannot stand in a filter."""
        prefix = f"{self.filters[kind]}:" if self.rows == "per_page" else ""
        return self._url(f"/works/{quote(prefix + one, safe='')}", extra)

    def title_url(self, title: str, extra: Mapping[str, str]) -> str:
        """Return the address of the works that are nearest to a title."""
        words = " ".join(SEARCH_SIGNS.sub(" ", title).split())[:300].lower()  # AND, OR, NOT are words
        return self._url("/works", {self.title_query: words, self.rows: str(CANDIDATES), **extra})

    def work_url(self, one: str) -> str:
        """Return the address of a work by the service's own id or its DOI."""
        return self._url(f"/works/{quote(one, safe='')}", {})

    def _url(self, path: str, query: Mapping[str, str]) -> str:
        return f"{self.base_url.rstrip('/')}{path}" + (f"?{urlencode(query)}" if query else "")


def _fitted(read: Callable[[Work], dict[str, Any]]) -> Callable[[Work], dict[str, Any]]:
    """Return a reader of one work whose values are of the types of their columns, whatever was answered."""
    return lambda work: fitted_record(read(work))[0]


SERVICES = {
    "openalex": Service(
        name="OpenAlex",
        base_url="https://api.openalex.org",
        per_second=8,
        record=_fitted(openalex_json.work_record),
        filters={"openalex_id": "openalex", "doi": "doi", "pmid": "pmid", "arxiv_id": "doi"},
        separator="|",
        title_query="search",
        rows="per_page",
        allowance="OpenAlex answers about 1,000 requests by ids or 100 by title a day; with a free key "
        "(openalex.org/settings/api, given as `api_key`) ten times as many.",
    ),
    "crossref": Service(
        name="Crossref",
        base_url="https://api.crossref.org",
        per_second=2,
        record=_fitted(crossref_json.work_record),
        filters={"doi": "doi"},
        separator=",doi:",
        title_query="query.bibliographic",
        rows="rows",
        asks_for_mail=True,
    ),
}


def paper_ids(paper: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Yield the ids of a kind that a paper has, as a service is asked for them.

    Examples
    --------
    >>> paper = {"doi": "10.5555/a; 10.5555/b", "arxiv_id": "2001.00001v2"}
    >>> [*paper_ids(paper, "doi"), *paper_ids(paper, "arxiv_id")]
    ['10.5555/a', '10.5555/b', '10.48550/arxiv.2001.00001']
    """
    value = paper.get(kind)
    for one in value.split("; ") if isinstance(value, str) else ():
        if kind == "arxiv_id":
            one = "10.48550/arxiv." + re.sub(r"v\d+$", "", one.removeprefix("arXiv:"))
        if one.strip():
            yield one.strip().lower() if kind in ("doi", "arxiv_id") else one.strip()


def works_in(answer: Any) -> list[Work]:
    """Return the works in an answer of either service: of a list, or the one that was asked for."""
    message = answer.get("message", answer) if isinstance(answer, dict) else {}
    found = message.get("results", message.get("items")) if isinstance(message, dict) else None
    works = found if isinstance(found, list) else [message]
    return [work for work in works if isinstance(work, dict) and work]


def total(answer: Any) -> int:
    """Return how many works an answer says there are on all its pages."""
    message = answer.get("message", answer) if isinstance(answer, dict) else {}
    meta = message.get("meta", message) if isinstance(message, dict) else {}
    found = (meta.get("count") or meta.get("total-results") or 0) if isinstance(meta, dict) else 0
    return found if isinstance(found, int) else 0


def has_id(record: Mapping[str, Any], kind: str, one: str) -> bool:
    """Return whether the record of a work has an id that was asked for."""
    column = "doi" if kind == "arxiv_id" else kind
    arxiv = kind == "arxiv_id" and one == f"10.48550/arxiv.{str(record.get('arxiv_id')).lower()}"
    return arxiv or str(record.get(column) or "").lower() == one.lower()
