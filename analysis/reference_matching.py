"""Which references cite the same work, and which of them the corpus holds as a paper of its own.

References of all databases are brought into one form (`analysis.cited_works`) and joined when they

1. have the same DOI, or the same arXiv, PubMed or OpenAlex id;
2. have the same volume and first page, and author, year and venue do not speak against it, or, without a
   volume, the same author, year, venue and first page;
3. have the same title, if it is long, and author and year agree;
4. are printed alike in author, year and venue (and volume, page), if no two works fit what is printed.

Different DOIs are never joined, nor are two papers of the corpus. The corpus's papers take part as works:
a reference that is joined to one cites it. Work grows with the number of references, and the result does
not depend on their order. A work that shares none of its keys with another is joined to none: it is named
and let go, so that memory holds only those that are compared.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise, repeat

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import schema
from analysis.cited_works import COLUMNS, LONG_TITLE, Work, agree, contradict, from_frame, work_of
from analysis.errors import require_columns
from analysis.files import sha256
from analysis.match_keys import place_key
from analysis.memory import give_memory_back
from analysis.union_find import UnionFind

MANY = 12  # works alike in one thing, above which only neighbours in order are compared
KINDS_OF_KEYS = 5
AT_ONCE = 10_000  # rows that are turned into works at once
HASHES = 1 << 32
IDS = pa.large_string()
ROW = (*COLUMNS, "arxiv_id", "pmid", "openalex_id", "source_id", "paper_id")


def match_references(
    references: pd.DataFrame, papers: pd.DataFrame, authorships: pd.DataFrame, *, as_printed: bool = False
) -> pd.DataFrame:
    """Return the references with `reference_id` and `cited_paper_id` filled.

    Parameters
    ----------
    references : DataFrame
        Of `paper_id`, `reference`, and what is known of `author`, `title`, `venue`, `volume`, `pages`, `doi`
        and `year`.
    papers : DataFrame
        The corpus's own papers: `paper_id`, `title`, `venue`, `volume`, `pages`, `doi`, `year` and ids.
    authorships : DataFrame
        `paper_id`, `position`, `author`; the first author of a paper is compared with that of a reference.
    as_printed : bool
        Take references for the same work only if the same text is printed (but for its case), to see what
        the rules add; nothing is then linked to the corpus's own papers.

    Returns
    -------
    DataFrame
        The same rows in the same order. `reference_id` is the work's DOI (`doi:10...`), its id in a
        database (`pmid:...`), or a name made of author, year, volume and page, of the title, or of the text.
        `cited_paper_id` is missing where the corpus does not hold the work.

    Raises
    ------
    KeyError
        If `paper_id` or `reference` is missing in `references`, or `paper_id` in `papers`.

    Examples
    --------
    >>> printed = ["Bai W, 2015, MACROMOLECULES, V48, P8574", "Bai W., Macromolecules, 48, (2015)"]
    >>> known = {"author": "Bai W.", "year": 2015, "volume": "48", "pages": ["8574", "8574-8581"]}
    >>> cited = pd.DataFrame({"paper_id": ["p1", "p2"], "reference": printed, **known})
    >>> none = pd.DataFrame({"paper_id": [], "position": [], "author": []})
    >>> match_references(cited, none, none)["reference_id"].nunique()
    1
    """
    require_columns(list(references), ["paper_id", "reference"], "references", "load_corpus(...).references")
    require_columns(list(papers), ["paper_id"], "papers", "load_corpus(...).papers")
    found = schema.typed("references", references)
    kinds = _kinds(found)
    own = _own_rows(papers, authorships)
    distinct = np.flatnonzero(~pd.Series(kinds).duplicated())
    rows = np.r_[distinct, len(found) + np.arange(len(own))]
    names, alike = _alone(_works(found, own, rows))
    give_memory_back(len(own))
    alike = np.arange(len(rows)) if as_printed else alike
    works = list(_works(found, own, rows[alike]))
    if as_printed:
        groups = _printed_alike([*found["reference"].iloc[distinct].fillna(""), *repeat("", len(own))])
    else:
        groups = _joined(works)
    which = np.arange(len(rows))  # of the ids: first come those of all rows alone, then those of groups
    joined: list[str] = []
    linked: list[str | None] = []
    for name, paper, group in _named(works, groups):
        which[alike[group]] = len(rows) + len(joined)
        joined.append(name)
        linked.append(paper)
    columns = {}
    alone = {"reference_id": names, "cited_paper_id": pa.nulls(len(rows), IDS)}
    for column, of_groups in zip(alone, (joined, linked), strict=True):
        ids = pa.concat_arrays([alone[column], pa.array(of_groups, IDS)])
        columns[column] = pd.array(ids.take(pa.array(which[kinds])), dtype=schema.TEXT)
    return found.assign(**columns).set_axis(references.index)


def _kinds(references: pd.DataFrame) -> np.ndarray:
    """Return a number for each row, the same for rows that say the same, from 0 in the order of the rows.

    A column at a time, as the codes of all columns together take twice the memory.
    """
    kinds = np.zeros(len(references), dtype="int64")
    for name in COLUMNS:
        codes, values = pd.factorize(references[name])
        kinds, _ = pd.factorize(kinds * (len(values) + 1) + codes)
    return kinds


def _own_rows(papers: pd.DataFrame, authorships: pd.DataFrame) -> pd.DataFrame:
    """Return the corpus's papers as if they were cited; they have no text, for nobody prints their ids."""
    first = authorships.loc[authorships["position"] == 1, ["paper_id", "author"]].drop_duplicates("paper_id")
    author = first.set_index("paper_id")["author"].reindex(papers["paper_id"])
    return papers.assign(author=author.array, reference=None).reindex(columns=ROW)


def _works(references: pd.DataFrame, own: pd.DataFrame, rows: np.ndarray) -> Iterator[Work]:
    """Yield the works of some rows, of which those of `own` are counted on from those of `references`."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        cited = some < len(references)
        parts = references[[*COLUMNS]].iloc[some[cited]], own.iloc[some[~cited] - len(references)]
        for row in chain.from_iterable(from_frame(part, ROW) for part in parts):
            said = dict(zip(ROW, row, strict=True))
            yield work_of(said, paper_id=said["paper_id"] or "")


def _alone(works: Iterable[Work]) -> tuple[pa.Array, np.ndarray]:
    """Return the id of each work if it is joined to none, and the places of those that may be joined.

    Most works share nothing with another one. Only the others are held in memory and compared.
    """
    parts, names = [], []
    hashes, counts = array("I"), array("I")
    for work in works:
        names.append(_name([work]))
        keys = {hash(key) % HASHES for key in {names[-1]}.union(*_keys(work))}
        hashes.extend(keys)
        counts.append(len(keys))
        if len(names) == AT_ONCE:
            parts.append(pa.array(names, IDS))
            names = []
    ordered = np.sort(hashes)
    twice = pa.array(ordered[1:][ordered[1:] == ordered[:-1]])
    shared = pc.is_in(pa.array(np.asarray(hashes)), twice).to_numpy(zero_copy_only=False)
    owners = np.repeat(np.arange(len(counts), dtype="int32"), counts)
    return pa.concat_arrays([*parts, pa.array(names, IDS)]), np.unique(owners[shared])


def _joined(works: Sequence[Work]) -> UnionFind:
    groups = UnionFind(len(works))
    order = sorted(range(len(works)), key=works.__getitem__)
    heads = {place: [place] for place in order}
    *strong, weak = _blocks(works, order)
    for blocks in strong:
        for block in blocks:
            for one, other in _pairs(block):
                if groups.find(one) != groups.find(other) and agree(works[one], works[other]):
                    _join(works, groups, heads, one, other)
    for block in weak:
        members = sorted({groups.find(place) for place in block}, key=lambda member: works[heads[member][0]])
        if len(members) > 1 and _one_work(works, heads, members):
            for other in members[1:]:
                _join(works, groups, heads, members[0], other)
    return groups


def _pairs(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the pairs of a block that are compared: of a large one, neighbours, and each with the middle."""
    if len(block) <= MANY:
        return combinations(block, 2)
    return chain(pairwise(block), zip(block, repeat(block[len(block) // 2])))


def _join(
    works: Sequence[Work], groups: UnionFind, heads: dict[int, list[int]], one: int, other: int
) -> None:
    """Join two groups, unless some of what tells their works apart differs."""
    mine, theirs = groups.find(one), groups.find(other)
    if mine == theirs:
        return
    same_id = (works[one].doi and works[one].doi == works[other].doi) or set(works[one].ids) & set(
        works[other].ids
    )
    told = [(works[a], works[b]) for a in heads[mine] for b in heads[theirs]]
    if any((a.paper_id and b.paper_id) or (not same_id and contradict(a, b)) for a, b in told):
        return
    together = sorted(heads.pop(mine) + heads.pop(theirs), key=works.__getitem__)
    heads[groups.join(mine, theirs)] = _telling(works, together)


def _telling(works: Sequence[Work], places: Sequence[int]) -> list[int]:
    """Return the few of a group that tell it apart: a paper, a DOI, each kind of id, a title."""
    kept: dict[str, int] = {}
    for place in places:
        work = works[place]
        said = {
            "paper": work.paper_id,
            "doi": work.doi,
            "title": work.title if len(work.title) >= LONG_TITLE else "",
        }
        said |= dict.fromkeys((pair.partition(":")[0] for pair in work.ids), "id")
        for name, value in said.items():
            if value:
                kept.setdefault(name, place)
    return sorted(set(kept.values())) or [places[0]]


def _one_work(works: Sequence[Work], heads: dict[int, list[int]], members: Sequence[int]) -> bool:
    """Whether nothing that groups say tells them apart; of many only neighbours are asked."""
    pairs = combinations(members, 2) if len(members) <= MANY else pairwise(members)
    return not any(
        contradict(works[a], works[b]) for one, two in pairs for a in heads[one] for b in heads[two]
    )


def _blocks(works: Sequence[Work], order: Sequence[int]) -> list[list[list[int]]]:
    """Return, for each kind of key, the blocks of works that share one."""
    found: list[dict[str, list[int]]] = [defaultdict(list) for _ in range(KINDS_OF_KEYS)]
    for place in order:
        for blocks, keys in zip(found, _keys(works[place]), strict=True):
            for key in keys:
                blocks[key].append(place)
    return [[block for block in blocks.values() if len(block) > 1] for blocks in found]


def _keys(work: Work) -> tuple[list[str], ...]:
    """Return what a work is found by: ids, author and place, year and place, title, and how it is printed."""
    ids = [*dict.fromkeys(value for value in (work.doi, *work.ids) if value)]
    place = place_key(work.volume, work.year, work.page)
    by_author = [f"{name}|{place}" for name in dict.fromkeys(work.surnames)] if place else []
    by_year = [f"{work.year}|{place}"] if place and work.year and work.volume else []
    title = [work.title] if len(work.title) >= LONG_TITLE else []
    printed = [work.text] if work.text else []
    if work.author and work.year and work.venue:
        printed.append(f"{work.author}|{work.year}|{work.venue}|{work.volume}|{work.page}")
    if work.initials and work.year and work.volume and not work.page and len(work.venue_initials) > 1:
        said = f"{work.initials}|{work.year}|{work.venue_initials}|{work.volume}"
        printed += [f"{name} {said}" for name in dict.fromkeys(work.surnames)]
    return ids, by_author, by_year, title, printed


def _printed_alike(texts: Sequence[str]) -> UnionFind:
    """Return the groups of references with the same text but for its case."""
    groups = UnionFind(len(texts))
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        groups.join(first.setdefault(text.casefold(), place), place)
    return groups


def _named(works: Sequence[Work], groups: UnionFind) -> Iterator[tuple[str, str | None, list[int]]]:
    """Yield the id of each group, the paper of the corpus that it is, and its members."""
    taken: dict[str, int] = defaultdict(int)
    of_groups = [([works[place] for place in group], group) for group in groups.groups()]
    for name, _, group in sorted((_name(found), min(found), group) for found, group in of_groups):
        taken[name] += 1
        paper = max(works[place].paper_id for place in group)
        yield name if taken[name] == 1 else f"{name}~{taken[name]}", paper or None, group


def _name(group: Sequence[Work]) -> str:
    if dois := [work.doi for work in group if work.doi]:
        return f"doi:{min(dois)}"
    if ids := [value for work in group for value in work.ids]:
        return min(ids)
    printed = [
        f"{work.surnames[-1]}|{work.year}|{work.volume}|{work.page}"
        for work in group
        if work.surnames and work.year and work.volume and work.page
    ]
    titles = [work.title for work in group if len(work.title) >= LONG_TITLE]
    key = min(printed or titles or [work.text or work.paper_id for work in group])
    return "r" + sha256(key.encode())[:12]
