"""Which decisions were made on who is who, and what speaks for them, so that they can be checked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import require_pandas
from analysis.given_names import DIFFERENT, PersonName, agreement, person_name

COLUMNS = [
    *("author_id", "names", "papers", "probability", "years", "coauthors", "affiliations", "venues"),
    "kept_apart_from",
]
MOST = 5  # shown of each
Row = dict[str, Any]


def author_decisions(authorships: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each author on whom the names and the evidence decided, the doubtful ones first.

    Those are the authors to whom an authorship without an id was joined, and those without an id who were
    kept apart from somebody whose name may be the same. A file of corrections puts right what is wrong: see
    `load_corpus`.

    Parameters
    ----------
    authorships, papers : DataFrame
        As in a corpus.

    Returns
    -------
    DataFrame
        `author_id`; `names` as printed; `papers`; `probability`, the lowest of the authorships; `years`;
        `coauthors`, `affiliations` and `venues` that two or more of the papers have, with how many do;
        `kept_apart_from`, the ids of others who may have that name. At most five of each are shown.

    Raises
    ------
    KeyError
        If a table lacks a column.

    Examples
    --------
    >>> rows = [("p1", "Wei Li", "wei-li"), ("p2", "W. Li", "wei-li"), ("p3", "W. Li", "w-li")]
    >>> authorships = pd.DataFrame(rows, columns=["paper_id", "author", "author_id"]).assign(probability=0.9)
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "venue": ["Moss", "Moss", "Opera"]})
    >>> author_decisions(authorships, papers)[["author_id", "names", "papers", "venues", "kept_apart_from"]]
      author_id          names  papers    venues kept_apart_from
    0      w-li          W. Li       1                    wei-li
    1    wei-li  W. Li; Wei Li       2  Moss (2)            w-li
    """
    needed = ["paper_id", "author", "author_id", "probability"]
    require_pandas(authorships, needed, "authorships", "load_corpus(...).authorships")
    require_pandas(papers, ["paper_id"], "papers", "load_corpus(...).papers")
    extra = ["surname", "affiliation", "orcid", "source_author_id"]
    about = papers.reindex(columns=["paper_id", "venue", "year"]).drop_duplicates("paper_id").astype(object)
    rows = authorships.reindex(columns=needed + extra).dropna(subset=["author", "author_id"]).astype(object)
    rows = rows.merge(about, how="left", on="paper_id")
    rows = rows.where(rows.notna(), None)
    rows["no_id"] = rows["orcid"].isna() & rows["source_author_id"].isna()
    apart = _kept_apart(rows)
    several = rows.groupby("author_id")["paper_id"].transform("nunique") > 1
    ours = set(rows.loc[rows["no_id"] & several, "author_id"]) | apart.keys()
    wrote: dict[str, list[Row]] = defaultdict(list)
    for row in rows[rows["author_id"].isin(ours)].to_dict("records"):
        wrote[row["author_id"]].append(row)
    found = [_decision(author, mine, apart.get(author, set())) for author, mine in sorted(wrote.items())]
    table = pd.DataFrame(found, columns=COLUMNS).astype({"papers": int, "probability": float})
    table["coauthors"] = _coauthors(rows, table["author_id"])
    return table.sort_values(["probability", "author_id"], ignore_index=True)


def describe_author_decisions(table: pd.DataFrame) -> str:
    """Return how many decisions there are and how many of them are doubtful.

    Examples
    --------
    >>> describe_author_decisions(pd.DataFrame({"papers": [2, 3], "probability": [0.6, 0.9]}))
    '2 authors were put together from papers without an id; 1 with a probability below 0.8.'
    """
    require_pandas(table, ["papers", "probability"], "table", "author_decisions")
    joined = table[table["papers"] > 1]
    if table.empty:
        return "Ids decided on all authors, or no two names may be one person's."
    many = f"{len(joined):,} authors were" if len(joined) != 1 else "One author was"
    doubtful = int((joined["probability"] < 0.8).sum()) or "none"
    text = f"{many} put together from papers without an id; {doubtful} with a probability below 0.8."
    single = len(table) - len(joined)
    more = f"{single:,} more were" if single != 1 else "One more was"
    return f"{text} {more} kept apart from somebody whose name may be the same." if single else text


def _decision(author: str, mine: Sequence[Row], apart: set[str]) -> Row:
    years = [row["year"] for row in mine if row["year"] is not None]
    return {
        "author_id": author,
        "names": "; ".join(sorted({row["author"] for row in mine})),
        "papers": len({row["paper_id"] for row in mine}),
        "probability": min(
            (row["probability"] for row in mine if row["probability"] is not None), default=None
        ),
        "years": "–".join(dict.fromkeys([str(min(years)), str(max(years))])) if years else "",
        "affiliations": _often(row["affiliation"] for row in mine),
        "venues": _often(row["venue"] for row in mine),
        "kept_apart_from": "; ".join(sorted(apart)[:MOST]),
    }


def _often(values: Iterable[object]) -> str:
    """Return what two or more have, with how many do, most frequent first."""
    counts = Counter(value for value in values if isinstance(value, str))
    often = sorted((-count, value) for value, count in counts.items() if count > 1)
    return "; ".join(f"{value} ({-count})" for count, value in often[:MOST])


def _coauthors(rows: pd.DataFrame, authors: pd.Series) -> list[str]:
    """Return with whom each author wrote two or more papers: a row of counts of a sparse product for each."""
    from scipy.sparse import csr_array

    theirs = rows.loc[rows["author_id"].isin(authors), "paper_id"]
    wrote = rows[rows["paper_id"].isin(theirs)].drop_duplicates(["paper_id", "author_id"])
    wrote = wrote[wrote.duplicated("author_id", keep=False)]
    shown = wrote.groupby("author_id")["author"].min().sort_values()
    people, papers = shown.index.get_indexer(wrote["author_id"]), pd.factorize(wrote["paper_id"])[0]
    ones = np.ones(len(wrote), dtype=np.int32)
    have = csr_array((ones, (people, papers)), shape=(len(shown), len(wrote)))
    of_papers, names = have.T.tocsr(), shown.tolist()
    texts = []
    for own in shown.index.get_indexer(authors):
        together = have[[own] if own >= 0 else []] @ of_papers
        counts, others = together.data, together.indices
        often = np.flatnonzero((counts > 1) & (others != own))
        often = often[np.lexsort((others[often], -counts[often]))[:MOST]]
        texts.append("; ".join(f"{names[others[one]]} ({counts[one]})" for one in often))
    return texts


def _kept_apart(rows: pd.DataFrame) -> dict[str, set[str]]:
    """Return for each author without an id the others whose names may be the same."""
    forms = rows.groupby(["author_id", "author"], as_index=False).agg(
        surname=("surname", "first"), no_id=("no_id", "all")
    )
    blocks: dict[str, dict[PersonName, list[str]]] = defaultdict(lambda: defaultdict(list))
    without_id: dict[PersonName, list[str]] = defaultdict(list)
    for author, printed, surname, no_id in forms.itertuples(index=False):
        name = person_name(printed, surname or None)
        blocks[name.block][name].append(author)
        if no_id:
            without_id[name].append(author)
    found: dict[str, set[str]] = {}
    for name, mine in without_id.items():
        others = blocks[name.block].items()
        alike = {
            one for other, ids in others if agreement(name, other) != DIFFERENT for one in ids[: MOST + 1]
        }
        for author in mine:
            found.setdefault(author, set()).update(alike - {author})
    return {author: others for author, others in found.items() if others}
