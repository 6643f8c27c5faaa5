"""Who wrote what: an `author_id` for each authorship, with the probability that it is of that person.

1. An ORCID or a database's id decides (`analysis.people`).
2. Where there is none, the full name, co-authors, address, topic, venue and cited works do
   (`analysis.author_evidence`, `analysis.author_joining`). Surname and initials alone never join.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.author_evidence import Evidence, names_of
from analysis.author_joining import join_authorships
from analysis.drawing import counted, papers_word
from analysis.errors import require_choice, require_pandas
from analysis.files import sha256
from analysis.memory import give_memory_back
from analysis.names import author_ids
from analysis.people import known_persons
from analysis.productivity import author_productivity
from analysis.sparse_things import Codes

RULES = ("evidence", "surname and initial")
NEEDED = ["paper_id", "position", "author", "surname", "affiliation", "orcid", "source_author_id"]


def identify_authors(
    authorships: pd.DataFrame,
    papers: pd.DataFrame,
    *,
    references: pd.DataFrame | None = None,
    keywords: pd.DataFrame | None = None,
    rule: Literal["evidence", "surname and initial"] = "evidence",
) -> pd.DataFrame:
    """Return the authorships with `author_id` and `probability` decided anew.

    `load_corpus` has done this by evidence. With the other rule every count by author can be had as programs
    give it that know surname and initial only.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, and what is known of `surname`, `affiliation`, `orcid`, `source_author_id`.
    papers : DataFrame
        `paper_id`, and what is known of `title`, `venue`, `year`.
    references, keywords : DataFrame, optional
        `paper_id` and `reference_id`; `paper_id` and `keyword`.
    rule : {'evidence', 'surname and initial'}
        'evidence': ids; where there are none names, co-authors, addresses, topics, venues and cited works.
        'surname and initial': all of one surname and first initial are one author, whatever their ids.

    Returns
    -------
    DataFrame
        The same rows in the same order. `author_id` is `orcid:...`, else the id of a database, else made from
        the name; where several people share a name, all but the one with most papers have `~` and a few
        characters behind it. `probability` is the mean probability that the authorship is of the same person
        as another one that was given to her: 1 where an id says so or where she has no other, missing under
        the rule 'surname and initial'.

    Raises
    ------
    KeyError
        If a table lacks a column.
    ValueError
        If `rule` is neither of the two.

    Examples
    --------
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p2", "p3"], "title": ["Moss", "Moss in rain", "Opera"]})
    >>> rows = [("p1", "W. Li"), ("p1", "Ada Byron"), ("p2", "Wei Li"), ("p2", "Ada Byron"), ("p3", "Wen Li")]
    >>> authorships = pd.DataFrame(rows, columns=["paper_id", "author"])
    >>> identify_authors(authorships, papers)["author_id"].tolist()
    ['wei-li', 'ada-byron', 'wei-li', 'ada-byron', 'wen-li']
    >>> identify_authors(authorships, papers, rule="surname and initial")["author_id"].tolist()
    ['li-w', 'byron-a', 'li-w', 'byron-a', 'li-w']
    """
    require_choice("rule", rule, RULES)
    require_pandas(authorships, ["paper_id", "author"], "authorships", "load_corpus(...).authorships")
    require_pandas(papers, ["paper_id"], "papers", "load_corpus(...).papers")
    rows = schema.typed("authorships", authorships.reset_index(drop=True))[NEEDED]
    named = rows["paper_id"].notna() & (rows["author"].str.strip().fillna("") != "")
    rows = rows if named.all() else rows[named]
    if rule == "surname and initial":
        names, forms = names_of(rows)
        ids = [name.block.strip().replace(" ", "-") for name in names]
        found = pd.DataFrame(
            {"author_id": pd.Series(ids, dtype=object)[forms].to_numpy(), "probability": None},
            index=rows.index,
        )
    else:
        found = _by_evidence(rows, papers, references, keywords)
    kinds = {name: schema.COLUMNS["authorships"][name] for name in ("author_id", "probability")}
    found = found.reindex(named.index).astype(kinds).set_axis(authorships.index)
    return authorships.assign(**{name: found[name] for name in kinds})


def _by_evidence(
    rows: pd.DataFrame, papers: pd.DataFrame, references: pd.DataFrame | None, keywords: pd.DataFrame | None
) -> pd.DataFrame:
    """Return `author_id` and `probability` for rows, with their index."""
    known = known_persons(rows)
    if known.notna().all():
        return pd.DataFrame({"author_id": known, "probability": 1.0})
    cited = pd.DataFrame(columns=["paper_id", "reference_id"]) if references is None else references
    words = pd.DataFrame(columns=["paper_id", "keyword"]) if keywords is None else keywords
    evidence = Evidence(rows, _about(papers, rows["paper_id"]), cited, words)
    give_memory_back(len(rows))
    order = evidence.order
    persons, probability = np.empty_like(order), np.empty(len(order))
    persons[order], probability[order] = join_authorships(evidence, pd.factorize(known)[0][order])
    persons = _apart_on_a_paper(rows, known, persons)
    called = _called(rows, known.groupby(persons).first(), persons)
    return pd.DataFrame({"author_id": called, "probability": probability}, index=rows.index)


def _about(papers: pd.DataFrame, needed: pd.Series) -> pd.DataFrame:
    """Return the papers that have authors, sorted by their id."""
    known = papers.reindex(columns=["paper_id", "title", "venue", "year"])
    found = known.drop_duplicates("paper_id").set_index("paper_id").reindex(sorted(needed.unique()))
    return found.rename_axis("paper_id").reset_index()


def _apart_on_a_paper(rows: pd.DataFrame, known: pd.Series, persons: Codes) -> Codes:
    """Return the persons, but each a person of her own whose id stands at another author of the paper."""
    ids = known.groupby(persons).first()[persons].array
    held = pd.DataFrame({"paper": rows["paper_id"], "id": ids})
    wrong = held["id"].notna() & known.isna() & held.duplicated(keep=False)
    return np.where(wrong, -1 - np.arange(len(persons)), persons)


def _called(rows: pd.DataFrame, ids: pd.Series, persons: Codes) -> Sequence[str]:
    """Return the id of each authorship's person: a known one, else a name that nobody else has."""
    unknown = ids[persons].isna().to_numpy()
    names = rows["author"].map(author_ids(rows["author"].unique())).astype(object)
    frame = pd.DataFrame({"person": persons, "name": names.to_numpy()})[unknown]
    size = frame.groupby("person").size()
    frame = frame.drop_duplicates().assign(length=frame["name"].str.len())
    fullest = frame.sort_values(["person", "length", "name"]).groupby("person")["name"].last()
    groups = pd.DataFrame({"name": fullest, "size": size})
    groups["mark"] = _first_marks(rows, persons, groups.index[groups["name"].duplicated(keep=False)])
    groups = groups.sort_values(["name", "size", "mark"], ascending=[True, False, True])
    others = groups["name"].duplicated()
    groups.loc[others, "name"] += "~" + groups.loc[others, "mark"].map(lambda mark: sha256(mark.encode())[:6])
    return ids.fillna(groups["name"])[persons].tolist()


def _first_marks(rows: pd.DataFrame, persons: Codes, wanted: pd.Index) -> pd.Series:
    """Return the first of the papers of some persons, each with the place in it."""
    some = rows[np.isin(persons, wanted)]
    marks = [
        f"{paper}|{place}"
        for paper, place in zip(some["paper_id"].tolist(), some["position"].tolist(), strict=True)
    ]
    return pd.Series(marks, dtype="str").groupby(persons[np.isin(persons, wanted)]).min()


def describe_author_rules(authorships: pd.DataFrame, by_initial: pd.DataFrame) -> str:
    """Return how the numbers of authors and of papers of the most productive differ under the two rules.

    Parameters
    ----------
    authorships, by_initial : DataFrame
        `paper_id`, `author`, `author_id` as the corpus has them, and under the rule 'surname and initial'.

    Examples
    --------
    >>> rows = [("p1", "Wei Li", "wei-li"), ("p2", "Wen Li", "wen-li")]
    >>> authorships = pd.DataFrame(rows, columns=["paper_id", "author", "author_id"])
    >>> describe_author_rules(authorships, authorships.assign(author_id="li-w"))
    'By surname and initial alone 2 authors would be 1; the most productive has 1 paper, and would have 2.'
    """
    require_pandas(authorships, ["author_id"], "authorships", "load_corpus(...).authorships")
    if authorships.empty:
        return "No authors are known, so no two rules can be compared."
    one, other = (author_productivity(frame)["papers"] for frame in (authorships, by_initial))
    before, after = one.iloc[0], other.iloc[0]
    would = f"would have {after:,}" if after != before else "would have as many"
    return (
        f"By surname and initial alone {counted(len(one), 'author')} would be {len(other):,}; "
        f"the most productive has {papers_word(before)}, and {would}."
    )
