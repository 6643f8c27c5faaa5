"""Wrong and missed matches of papers and of references where the truth is known, and the time that they take.

    python -m bench.matching [FILE ...] [--seeds 5] [--most 100000]

Papers: records with a DOI (of the files; invented ones without any) come as they are and as other databases
would print them, beside papers that look like them, all with their ids hidden (`tests/noisy_records.py`).
Real overlaps: records of several files with the same DOI, ids hidden. References: those with a DOI, their
DOIs hidden. Each share has its Wilson interval of 95 %.
"""

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import Corpus, load_corpus
from analysis.match_keys import work_doi
from analysis.matching import group_records
from analysis.paper_entry import Entry
from analysis.reference_matching import match_references
from tests.noisy_records import HIDDEN, citations_of, invented_records, noisy_set, pair_counts

Record = dict[str, Any]
Counts = tuple[int, int, int]


def wilson(part: int, whole: int) -> str:
    """Return a share with its Wilson interval (Wilson 1927, doi 10.1080/01621459.1927.10502953)."""
    if not whole:
        return "-"
    z, share = 1.959964, part / whole
    middle = share + z * z / (2 * whole)
    half = z * (share * (1 - share) / whole + z * z / (4 * whole * whole)) ** 0.5
    low, high = ((middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))
    return f"{share:.4f} [{low:.4f}, {high:.4f}]"


def line(what: str, counts: Counts) -> None:
    joined, right, true = counts
    print(f"{what:<44}{joined:>8,}{true:>8,}  {wilson(right, joined)}  {wilson(right, true)}", flush=True)


def dictionaries(corpus: Corpus) -> list[Record]:
    """Return the records of a corpus as a reader makes them."""
    records = corpus.records.astype(object)
    rows = records.where(records.notna(), None).to_dict("records")
    return [row | {"authors": row["authors"].split("; ") if row["authors"] else []} for row in rows]


def one_of_each(records: Iterable[Record]) -> list[Record]:
    """Return the first record of each DOI, of those that have a title and authors.

    A paper that has two DOIs (same title, volume and pages) counts once.
    """
    known: dict[str, Record] = {}
    for record in records:
        if record["doi"] and record["title"] and record["authors"]:
            known.setdefault(record["doi"], record)
    printed: dict[object, Record] = {}
    for doi, record in known.items():
        place = (record["title"].casefold(), record["volume"], record["pages"])
        printed.setdefault(place if record["volume"] and record["pages"] else doi, record)
    return list(printed.values())


def noisy(records: Sequence[Record], seeds: Iterable[int]) -> Counts:
    """Return the pairs joined, rightly joined and true of the records as several databases print them."""
    total = [0, 0, 0]
    for seed in seeds:
        made, truth = noisy_set(records, seed=seed)
        groups, _ = group_records([Entry.of(record) for record in made])
        total = [sum(pair) for pair in zip(total, pair_counts(groups, truth), strict=True)]
    return total[0], total[1], total[2]


def citable(record: Record) -> bool:
    return all(record[name] for name in ("venue", "volume", "pages")) and record["published"] is not None


def overlap(records: Sequence[Record]) -> Counts:
    """Return the same of the records with a DOI, their ids hidden; the DOI is the truth."""
    with_doi = [record for record in records if record["doi"]]
    hidden = [{key: value for key, value in record.items() if key not in HIDDEN} for record in with_doi]
    groups, _ = group_records([Entry.of(record) for record in hidden])
    return pair_counts(groups, [record["doi"] for record in with_doi])


def references(corpus: Corpus) -> None:
    """Print how well references are matched with their DOIs hidden."""
    cited = corpus.references
    hidden = cited.assign(
        doi=None, reference=cited["reference"].str.replace(r",? ?(doi)? ?10\..*$", "", regex=True, case=False)
    )
    hidden["reference"] = hidden["reference"].str.replace(r"(,? ?\[?\bDOI\b)+ *$", "", regex=True)
    found = match_references(hidden, corpus.papers, corpus.authorships).assign(
        true=cited["doi"].map(work_doi, na_action="ignore").replace("", None)
    )
    known = found.dropna(subset="true")
    forms = known.drop_duplicates(["reference", "true"])
    with_page = forms[forms["pages"].notna()]
    for what, rows in (
        ("references, DOI hidden: all mentions", known),
        ("    distinct printed forms", forms),
        ("    distinct forms that have a page", with_page),
    ):
        groups = list(rows.reset_index(drop=True).groupby("reference_id").indices.values())
        line(what, pair_counts(groups, rows["true"].tolist()))
    papers = corpus.papers.dropna(subset="doi").drop_duplicates("doi").set_index("doi")["paper_id"]
    true, linked = known["true"].map(papers), known["cited_paper_id"]
    links = pd.DataFrame({"joined": linked.notna(), "right": linked == true, "true": true.notna()})
    for what, rows in (
        ("links to the corpus's own papers", links),
        ("    from references that have a page", links[known["pages"].notna()]),
    ):
        line(what, tuple(rows.sum().tolist()))


def cited(records: Sequence[Record], seeds: Iterable[int]) -> None:
    """Print how well references in three databases' styles, without DOI, find each other and the paper."""
    papers = [record | {"paper_id": f"p{place}"} for place, record in enumerate(records)]
    frame = pd.DataFrame(papers).assign(year=lambda frame: [date.year for date in frame["published"]])
    first = [
        {"paper_id": paper["paper_id"], "position": 1, "author": paper["authors"][0]} for paper in papers
    ]
    both, own = [0, 0, 0], [0, 0, 0]
    for seed in seeds:
        rng = random.Random(seed)
        rows = [
            row | {"paper_id": "x", "true": paper["paper_id"]}
            for paper in papers
            for row in citations_of(paper, rng)
        ]
        printed = pd.DataFrame(rows)
        found = match_references(printed.drop(columns="true"), frame.drop(columns="doi"), pd.DataFrame(first))
        groups = list(found.groupby("reference_id").indices.values())
        both = [sum(pair) for pair in zip(both, pair_counts(groups, printed["true"].tolist()), strict=True)]
        linked = found["cited_paper_id"]
        counts = (int(linked.notna().sum()), int((linked == printed["true"]).sum()), len(found))
        own = [sum(pair) for pair in zip(own, counts, strict=True)]
    line("    the same paper cited in three styles", (both[0], both[1], both[2]))
    line("    ... and its place in the corpus", (own[0], own[1], own[2]))


def seconds(number: int) -> None:
    """Print how long `number` records and references take."""
    rng = random.Random(0)
    records = [Entry.of(record) for record in invented_records(number, rng)]
    start = time.perf_counter()
    group_records(records)
    papers = time.perf_counter() - start
    rows = [
        {
            "paper_id": f"p{place // 30}",
            "reference": f"{name} {place}",
            "author": name,
            "year": 1980 + place % 40,
        }
        | {"volume": str(place % 97), "pages": str(rng.randint(1, 5000)), "venue": "J APPL PHYS"}
        for place, name in enumerate(
            rng.choices(["Bai W", "Sun ZW", "Li X", "Kim J", "Russell TP"], k=number)
        )
    ]
    cited, none = pd.DataFrame(rows), pd.DataFrame({"paper_id": [], "position": [], "author": []})
    start = time.perf_counter()
    match_references(cited, none, none)
    cited_time = time.perf_counter() - start
    print(f"{number:>9,} records {papers:7.1f} s   {number:>9,} references {cited_time:7.1f} s", flush=True)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--most", type=int, default=100_000)
    given = parser.parse_args()
    print(f"{'pairs':<44}{'joined':>8}{'true':>8}  {'precision':<24}  recall")
    seeds = range(1000, 1000 + given.seeds)
    invented = invented_records(600, random.Random(7))
    line("invented papers, other prints, look-alikes", noisy(invented, seeds))
    cited(invented, seeds)
    if given.files:
        corpus = load_corpus(given.files)
        records = dictionaries(corpus)
        line("papers of the files, the same", noisy(one_of_each(records), seeds))
        cited([record for record in one_of_each(records) if citable(record)], seeds)
        line("papers that stand in several files", overlap(records))
        if len(corpus.references):
            references(corpus)
    size = 1_000
    while size <= given.most:
        seconds(size)
        size *= 10


if __name__ == "__main__":
    main()
