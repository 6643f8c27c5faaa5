"""Who is who where it is known: the weights of the evidence are learned, and tried with all ids hidden.

    python -m bench.authors [FILE ...] [--wang FOLDER] [--learn]

FILE: exports that print authors' ids (Scopus CSV) or ORCIDs; all ids are hidden and the rest has to do.
FOLDER: `examples/data` of the package beard 0.2.2 (PyPI, BSD licence), with `wang_signatures.json`,
`wang_records.json` and `wang_clusters.json`: 15,424 authorships of 524 people called Wang or nearly so, told
apart by INSPIRE (Louppe et al. 2016, doi:10.1007/978-3-319-45880-9_21). People whose first initial is one of
`LEARNED` are learned from, the others are for trying. Intervals of 95 % are from drawing blocks of surname
and initial anew a thousand times, since pairs of one author are not independent of each other.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import load_corpus
from analysis.author_evidence import FEATURES, Evidence, names_of
from analysis.author_joining import join_authorships, log_odds
from analysis.given_names import DIFFERENT
from analysis.names import display_name, surname_of

LEARNED = frozenset("acegikmoqsuwy")
MOST_LISTED = 100  # authors of a paper that are taken over, beside those who are called Wang
OF_MANY = 0.3  # weight of pairs of papers of experiments in learning: the set is full of them
NOT_NEGATIVE = ("middle", "coauthors", "coauthors_of_many", "affiliation", "words", "venue", "references")
Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


def wang_set(folder: Path) -> Tables:
    """Return authorships (with `true`, missing for all others), papers, references and keywords."""
    signatures, records, clusters = (
        json.loads((folder / f"wang_{name}.json").read_text())
        for name in ("signatures", "records", "clusters")
    )
    owner = {signature: person for person, some in clusters.items() for signature in some}
    of_paper = defaultdict(list)
    for one in signatures:
        of_paper[one["publication_id"]].append(one)
    authors, papers, cited, words = [], [], [], []
    for record in records:
        paper = f"p{record['publication_id']}"
        mine = of_paper[record["publication_id"]]
        left = Counter(record["authors"]) - Counter(one["author_name"] for one in mine)
        rows = [
            (one["author_name"], one["author_affiliation"] or None, owner[one["signature_id"]])
            for one in mine
        ]
        rows += [(name, None, None) for name in list(left.elements())[:MOST_LISTED]]
        authors += [(paper, place, *row) for place, row in enumerate(rows, start=1)]
        papers.append((paper, record["title"], record["journal"], record["year"]))
        cited += [(paper, f"r{reference}") for reference in record["references"]]
        words += [(paper, keyword) for keyword in record["keywords"]]
    frame = pd.DataFrame(authors, columns=["paper_id", "position", "name", "affiliation", "true"])
    frame["author"] = frame["name"].map(display_name)
    frame["surname"] = frame["name"].map(surname_of)
    return (
        frame,
        pd.DataFrame(papers, columns=["paper_id", "title", "venue", "year"]).sort_values("paper_id"),
        pd.DataFrame(cited, columns=["paper_id", "reference_id"]),
        pd.DataFrame(words, columns=["paper_id", "keyword"]),
    )


def export(path: str) -> Tables:
    """Return the tables of an export; `true` is the person whom an ORCID or a database's id tells."""
    corpus = load_corpus(path)
    rows = corpus.authorships
    known = rows["orcid"].notna() | rows["source_author_id"].notna()
    authorships = rows.assign(true=rows["author_id"].where(known), orcid=None, source_author_id=None)
    return authorships, corpus.papers.sort_values("paper_id"), corpus.references, corpus.keywords


def with_initials(tables: Tables) -> Tables:
    """Return the same with all given names cut to initials, as many databases print them."""
    rows = tables[0]
    names, forms = names_of(rows)
    short = [f"{' '.join(f'{x}.'.upper() for x in name.initials)} {name.family}".strip() for name in names]
    printed = pd.DataFrame({"author": short, "surname": [name.family for name in names]}).iloc[forms]
    return rows.assign(author=printed["author"].array, surname=printed["surname"].array), *tables[1:]


def ready(tables: Tables) -> tuple[pd.DataFrame, Evidence]:
    """Return the authorships in the order of `Evidence`, with their block, and the evidence."""
    rows, papers, references, keywords = tables
    papers = papers[papers["paper_id"].isin(rows["paper_id"])].reset_index(drop=True)
    evidence = Evidence(rows, papers, references, keywords)
    blocks = [evidence.names[form].block for form in evidence.forms]
    return rows.iloc[evidence.order].reset_index(drop=True).assign(block=blocks), evidence


def counts(groups: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs joined, rightly joined and true of each block."""
    frame = pd.DataFrame({"block": rows["block"], "group": groups, "true": rows["true"]}).dropna(
        subset="true"
    )
    found = {}
    for name, keys in {"joined": ["group"], "right": ["group", "true"], "true": ["true"]}.items():
        some = frame.groupby(keys).agg(block=("block", "first"), size=("block", "size"))
        found[name] = (some["size"] * (some["size"] - 1) / 2).groupby(some["block"]).sum()
    return pd.DataFrame(found).fillna(0)


def line(what: str, table: pd.DataFrame) -> None:
    """Print precision, recall and F1 of pairs, each with its interval."""
    chance = np.random.default_rng(0)
    values = table.to_numpy()
    drawn = values[chance.integers(0, len(values), (1000, len(values)))].sum(axis=1)
    shares = []
    for joined, right, true in (values.sum(axis=0), drawn.T):
        wholes = (np.maximum(some, 1) for some in (joined, true, (joined + true) / 2))
        shares.append([right / whole for whole in wholes])
    text = "  ".join(
        f"{one:.4f} [{np.nanquantile(some, 0.025):.4f}, {np.nanquantile(some, 0.975):.4f}]"
        for one, some in zip(*shares, strict=True)
    )
    print(f"{what:<44}{int(values[:, 0].sum()):>10,}{int(values[:, 2].sum()):>10,}  {text}", flush=True)


def tried(what: str, tables: Tables) -> None:
    """Print how well the ids that are hidden are found, beside surname and initial."""
    if not tables[0]["true"].duplicated().where(tables[0]["true"].notna(), False).any():
        print(f"{what}: no two authorships have the same id of an author")
        return
    rows, evidence = ready(tables)
    others = np.where(rows["true"].notna(), -1, np.arange(len(rows)))  # of them nothing is known: left alone
    groups, probability = join_authorships(evidence, others)
    team = evidence.team[evidence.papers]
    halves = rows["block"].str[-1].isin(LEARNED).to_numpy() if what == "Wang" else None
    parts = {what: np.ones(len(rows), dtype=bool)}
    if halves is not None:
        parts = {
            "Wang, learned from": halves,
            "Wang, not learned from": ~halves,
            "    of these, papers of at most 30 authors": ~halves & (team <= 30),
        }
    for name, part in parts.items():
        line(f"{name}: surname and initial", counts(rows["block"][part], rows[part]))
        line(f"{name}: by evidence", counts(groups[part], rows[part]))
    kept = rows["true"].notna().to_numpy() & (parts["Wang, not learned from"] if halves is not None else True)
    reliability(groups[kept], rows["true"][kept].to_numpy(), probability[kept])


def reliability(groups: Any, true: Any, probability: Any) -> None:
    """Print, for each range of `probability`, the share of the person's other authorships that are hers."""
    frame = pd.DataFrame({"group": groups, "true": true, "probability": probability})
    size = frame.groupby("group")["true"].transform("size")
    same = frame.groupby(["group", "true"])["true"].transform("size")
    frame["found"] = (same - 1) / (size - 1).where(size > 1)
    joined = frame[size > 1]
    ranges = pd.cut(joined["probability"], [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1])
    print(
        joined.groupby(ranges, observed=True)
        .agg(authorships=("found", "size"), said=("probability", "mean"), found=("found", "mean"))
        .round(3)
        .to_string()
    )


def pairs_to_learn(rows: pd.DataFrame, evidence: Evidence) -> tuple[Any, Any, Any]:
    """Return features, truth and weights of pairs: those compared, and some drawn from the blocks."""
    ours = (rows["true"].notna() & rows["block"].str[-1].isin(LEARNED)).to_numpy()
    _, *compared = (np.concatenate(side) for side in zip(*evidence.pairs(ours), strict=True))
    places = np.flatnonzero(ours)
    chance = np.random.default_rng(0)
    first = chance.choice(places, 200_000)
    start, stop = (
        np.searchsorted(evidence.blocks[places], evidence.blocks[first], side) for side in ("left", "right")
    )
    second = places[(start + chance.random(len(first)) * (stop - start)).astype(int)]
    fit = evidence.papers[first] != evidence.papers[second]
    fit[fit] = evidence.agreement(first[fit], second[fit]) != DIFFERENT
    size = rows["true"].map(rows["true"].value_counts()).to_numpy(dtype=float)
    features, truth, weights = [], [], []
    for one, other in (compared, (first[fit], second[fit])):
        table = evidence.features(one, other)
        weight = np.where(table[:, FEATURES.index("many")] > 0, OF_MANY, 1) / np.sqrt(size[one] * size[other])
        features.append(table)
        truth.append(rows["true"].to_numpy()[one] == rows["true"].to_numpy()[other])
        weights.append(weight / weight.sum())
    return np.concatenate(features), np.concatenate(truth), np.concatenate(weights)


def learned(features: Any, truth: Any, weights: Any) -> dict[str, float]:
    """Return the weights of a logistic regression in which nothing that is shared counts against."""
    from scipy.optimize import minimize

    sign = np.where(truth, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(values: Any) -> tuple[float, Any]:
        margin = sign * (features @ values)
        slope = -(features.T @ (share * sign / (1 + np.exp(margin))))
        return float(share @ np.logaddexp(0, -margin) + 1e-5 * values @ values), slope + 2e-5 * values

    bounds = [
        (0, None) if name in NOT_NEGATIVE else (None, 0) if name == "years" else (None, None)
        for name in FEATURES
    ]
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, bounds=bounds, method="L-BFGS-B").x
    return dict(zip(FEATURES, found.round(2).tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*")
    parser.add_argument("--wang", type=Path)
    parser.add_argument("--learn", action="store_true")
    given = parser.parse_args()
    if given.learn:
        features, truth, weights = pairs_to_learn(*ready(wang_set(given.wang)))
        print(learned(features, truth, weights))
        said = 1 / (1 + np.exp(-log_odds(features)))
        for low in np.arange(0, 1, 0.1):
            part = (said >= low) & (said < low + 0.1)
            share = np.average(truth[part], weights=weights[part])
            mean = np.average(said[part], weights=weights[part])
            print(f"said {mean:.3f}  found {share:.3f}  {part.sum():,} pairs")
        return
    print(f"{'pairs':<44}{'joined':>10}{'true':>10}  precision                recall                   F1")
    for path in given.files:
        tried(Path(path).name, export(path))
        tried(f"{Path(path).name}, initials only", with_initials(export(path)))
    if given.wang:
        tried("Wang", wang_set(given.wang))


if __name__ == "__main__":
    main()
