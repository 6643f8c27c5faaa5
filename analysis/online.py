"""What a corpus lacks, fetched from OpenAlex or Crossref, and citation counts of today.

`enrich` and `refresh` are the only code that uses the network, and nothing calls them unasked. What is sent
is ids and titles of papers, and the mail address given. Answers are read as exports of the same service are.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any, Literal

import pandas as pd

from analysis import schema
from analysis.corpus import Corpus, EnrichedCorpus
from analysis.errors import require_choice
from analysis.online_cells import COLUMNS, ORIGINS, filled, lacking
from analysis.online_fetch import Desk, find_works, progress_bar
from analysis.online_services import SERVICES
from analysis.web_cache import Cache, days_ago, open_cache
from analysis.web_request import Web

COUNT_COLUMNS = "id,doi,ids,title,cited_by_count,updated_date"  # all that is asked of OpenAlex for counts


def enrich(
    corpus: Corpus,
    *,
    mailto: str,
    source: Literal["openalex", "crossref"] = "openalex",
    columns: Iterable[str] | None = None,
    overwrite: Iterable[str] = (),
    titles: bool = True,
    cache: Cache = None,
    max_age: int = 90,
    progress: bool = True,
    api_key: str | None = None,
    base_url: str | None = None,
    web: Web | None = None,
) -> EnrichedCorpus:
    """Return the corpus with missing cells filled from a service; cells that the files gave stay.

    A paper is looked for by its ids (OpenAlex's own, DOI, PubMed, arXiv), else by its title: the titles must
    be nearly equal, and the year, to within one, or an author must agree. Volume, issue, pages, publisher and
    ISSN are taken only where the venue agrees. Answers are kept on disk: a call that was interrupted goes on
    where it stopped, and a second one costs nothing. What failed has a row in `problems`.

    Parameters
    ----------
    corpus : Corpus
    mailto : str
        Your mail address, so that a service can reach you if something goes wrong; Crossref answers more
        often who gives one.
    source : 'openalex' or 'crossref'
        OpenAlex is asked for fifty papers at once and knows most; Crossref has what publishers deposited,
        and references with their text.
    columns : list of str, optional
        Columns of `papers` to be filled, 'authors' and 'references' among them. All that can be by default.
    overwrite : list of str
        Columns in which the service's value is taken even where the files gave one.
    titles : bool
        Whether papers without an id that the service knows are looked for by title: one request a paper,
        and of OpenAlex's daily allowance ten times as much as fifty papers by their ids.
    cache : path, False or None
        SQLite file that keeps the answers. None is a file in the user's cache directory, False is none.
    max_age : int
        Days for which a kept answer is good.
    progress : bool
        Whether to show a progress bar.
    api_key : str, optional
        Key of OpenAlex, free at openalex.org/settings/api. Without one it answers about 1,000 requests by
        ids or 100 by title a day, with one ten times as many. It is sent in a header.
    base_url, web : str, Web, optional
        Another address of the service; how often and how patiently it is asked, with headers of your own.

    Raises
    ------
    ValueError
        If `mailto` is no mail address, or `source` or a column is none of those that exist.
    OSError
        If the cache cannot be written. A service that fails raises nothing: see `problems`.

    Examples
    --------
    Here a stand-in answers; leave `web` out to ask OpenAlex.

    >>> from types import SimpleNamespace
    >>> work = {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/moss"}
    >>> work |= {"title": "Moss", "publication_date": "2020-03-15"}
    >>> stand_in = SimpleNamespace(get=lambda address: {"results": [work]})
    >>> papers = schema.table("papers", [{"paper_id": "p1", "title": "Moss", "doi": "10.5555/moss"}])
    >>> empty = {name: schema.table(name, []) for name in schema.COLUMNS}
    >>> corpus = Corpus(**{**empty, "papers": papers})
    >>> richer = enrich(corpus, mailto="ada@example.org", web=stand_in, cache=False, progress=False)
    >>> richer.papers[["title", "year", "openalex_id"]].values.tolist()
    [['Moss', 2020, 'W1']]
    >>> richer.origins[["column", "value", "source", "id"]].head(2).values.tolist()
    [['year', '2020', 'OpenAlex', 'W1'], ['published', '2020-03-15', 'OpenAlex', 'W1']]
    """
    names = _known_columns("columns", COLUMNS if columns is None else columns)
    forced = _known_columns("overwrite", overwrite)
    papers = lacking(corpus, names, forced)
    options = _options(source, mailto, api_key, base_url, web)
    with _desk(source, cache, days_ago(max_age), len(papers), progress, options) as desk:
        found = find_works(desk, papers, titles=titles)
    tables, origins = filled(corpus, found, desk.service.name, names, forced)
    return _enriched(corpus, tables, origins, desk.problems)


def refresh(
    corpus: Corpus,
    *,
    mailto: str,
    source: Literal["openalex", "crossref"] = "openalex",
    cache: Cache = None,
    progress: bool = True,
    api_key: str | None = None,
    base_url: str | None = None,
    web: Web | None = None,
) -> EnrichedCorpus:
    """Return the corpus with today's citation counts of a service, for the papers that it knows by an id.

    Number, source and date replace what was there, and `origins` says what that was: counts of several
    databases differ, so those of one service and one day compare better. Papers that the service does not
    know keep theirs. A count fetched today is not asked for again.

    Parameters
    ----------
    corpus : Corpus
    mailto, source, cache, progress, api_key, base_url, web
        As in `enrich`.

    Raises
    ------
    ValueError
        If `mailto` is no mail address, or `source` none of those that exist.
    OSError
        If the cache cannot be written.

    Examples
    --------
    Here a stand-in answers; leave `web` out to ask OpenAlex.

    >>> from types import SimpleNamespace
    >>> work = {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/moss", "cited_by_count": 12}
    >>> stand_in = SimpleNamespace(get=lambda address: {"results": [work]})
    >>> papers = schema.table("papers", [{"paper_id": "p1", "doi": "10.5555/moss", "citations": 3}])
    >>> empty = {name: schema.table(name, []) for name in schema.COLUMNS}
    >>> corpus = Corpus(**{**empty, "papers": papers})
    >>> fresh = refresh(corpus, mailto="ada@example.org", web=stand_in, cache=False, progress=False)
    >>> fresh.papers[["citations", "citations_source"]].values.tolist()
    [[12, 'OpenAlex']]
    >>> fresh.origins[["column", "value", "replaced"]].head(1).values.tolist()
    [['citations', '12', '3']]
    """
    papers = lacking(corpus, (), ("citations",))
    options = _options(source, mailto, api_key, base_url, web)
    if source == "openalex":
        options["extra"] |= {"select": COUNT_COLUMNS}
    options["shelf"] += ":counts"
    with _desk(source, cache, days_ago()[:10], len(papers), progress, options) as desk:
        found = find_works(desk, papers, titles=False)
    tables, origins = filled(corpus, found, desk.service.name, (), ("citations",))
    return _enriched(corpus, tables, origins, desk.problems)


def _known_columns(name: str, columns: Iterable[str]) -> tuple[str, ...]:
    given = (columns,) if isinstance(columns, str) else tuple(columns)
    unknown = [column for column in given if column not in COLUMNS]
    if unknown:
        raise ValueError(f"`{name}` must be among {', '.join(COLUMNS)}, but {unknown[0]!r} was given.")
    return given


def _options(
    source: str, mailto: str, api_key: str | None, base_url: str | None, web: Web | None
) -> dict[str, Any]:
    require_choice("source", source, tuple(SERVICES))
    if not isinstance(mailto, str) or "@" not in mailto.strip("@ ") or any(sign.isspace() for sign in mailto):
        raise ValueError(f"`mailto` must be your mail address, but {mailto!r} was given.")
    service = SERVICES[source] if base_url is None else replace(SERVICES[source], base_url=base_url)
    if not service.base_url.startswith(("http://", "https://")):
        raise ValueError(f"`base_url` must begin with https://, but {base_url!r} was given.")
    headers = {"User-Agent": f"bibliometric-notebooks (mailto:{mailto})", "Accept": "application/json"}
    if api_key:
        headers["Authorization"] = f"Bearer {api_key}"
    return {
        "service": service,
        "web": web or Web(headers, interval=1 / service.per_second),
        "extra": {"mailto": mailto} if service.asks_for_mail else {},
        "shelf": source,
    }


@contextmanager
def _desk(
    source: str, cache: Cache, since: str, papers: int, progress: bool, options: dict[str, Any]
) -> Iterator[Desk]:
    with open_cache(cache) as store, progress_bar(papers, name=SERVICES[source].name, shown=progress) as bar:
        yield Desk(store=store, since=since, bar=bar, **options)


def _enriched(
    corpus: Corpus, tables: dict[str, pd.DataFrame], origins: pd.DataFrame, problems: list[dict[str, Any]]
) -> EnrichedCorpus:
    if problems:
        new = schema.table("problems", problems)
        tables["problems"] = pd.concat([corpus.problems, new], ignore_index=True)
    earlier = getattr(corpus, "origins", None)
    if earlier is not None:
        origins = pd.concat([earlier, origins], ignore_index=True)
    same = {one.name: getattr(corpus, one.name) for one in fields(Corpus)}
    return EnrichedCorpus(**(same | tables), origins=origins.reindex(columns=ORIGINS))
