"""Which authorships of a block are of one person: pairs are weighed, then joined while they agree on average.

The weights are those of a logistic regression (`bench/authors.py` learns and tries them) on pairs of
authorships of half of the people of the INSPIRE set of authors called Wang, of whom it is known who they are:
Louppe, Al-Natsheh, Susik, Maguire (2016), doi:10.1007/978-3-319-45880-9_21; the set comes with beard 0.2.2.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from analysis.author_evidence import FEATURES, Evidence
from analysis.given_names import DIFFERENT
from analysis.sparse_things import AT_ONCE, Codes, Flags, Numbers, place_in_run, run_numbers

WEIGHTS = {
    "initial": -2.11,
    "initials": -1.61,
    "full": -1.14,
    "middle": 1.44,
    "namesakes": -0.68,
    "affiliations_known": 0.22,
    "coauthors": 0.29,
    "coauthors_known": 0.45,
    "many": 1.19,
    "coauthors_of_many": 4.20,
    "affiliation": 1.67,
    "words": 2.49,
    "venue": 0.09,
    "references": 0.08,
    "references_known": 0.19,
    "years": -0.23,
}
BESIDES_NAMES = ("coauthors", "coauthors_of_many", "affiliation", "words", "venue", "references")
SOME = 0.3  # log-odds that must come from them before initials are joined
WORDS_BY_CHANCE = 0.05
LIKELIER = 0.0  # log-odds above which two groups are joined: likelier than not
MOST_FOR, MOST_AGAINST = 6.0, -1.0  # log-odds that one pair adds to the average
SAME_NAME_AND_PLACE = 4.0
NEVER = -1e9
UNITS = 1e6  # of log-odds, which are rounded to six places
LARGEST = 1500  # authorships that are joined at once
MOST_COMPARED = 20  # authorships of the same name and address that are compared for all of them


def log_odds(features: Numbers) -> Numbers:
    """Return the logarithm of the odds that each pair of authorships is of one person.

    Initials are never enough: where no more than them agrees, the odds are below one.
    """
    weights = np.array([WEIGHTS[name] for name in FEATURES])
    besides = [FEATURES.index(name) for name in BESIDES_NAMES]
    odds = features @ weights
    unknown = (features[:, FEATURES.index("full")] == 0) & (features[:, besides] @ weights[besides] < SOME)
    return np.round(np.where(unknown, np.minimum(odds, -SOME), odds), 6)


def join_authorships(evidence: Evidence, known: Codes) -> tuple[Codes, Numbers]:
    """Return the number of the person of each authorship, and how probable it is that it is hers.

    Groups of authorships are joined in the order of the average log-odds over all of their pairs, while these
    are above `LIKELIER`. Never joined are people of whom it is `known` that they differ, two authors of one
    paper, and names that contradict each other.

    Parameters
    ----------
    evidence : Evidence
    known : array of int
        The person of each authorship that has an id, -1 for the others.

    Returns
    -------
    persons : array of int
    probability : array of float
        The mean probability that the authorship is of the same person as another that was given to her; 1
        where her id is known, or where she has no other.
    """
    nuclei = _nuclei(evidence, known)
    compared = _few_of_each(nuclei) & _undecided(evidence, nuclei, known)
    persons, probability = nuclei.copy(), np.ones(len(known))
    for rows, one, other in evidence.pairs(compared):
        odds = _weighed(evidence, one, other)
        for members, first, second, value in _components(rows, nuclei, one, other, odds):
            table = _odds_of_all(evidence, members, first, second, value)
            mine = nuclei[members]
            alike = mine[:, None] == mine
            _forbid(table, evidence.papers[members], known[members])
            table[alike] = np.maximum(table[alike], SAME_NAME_AND_PLACE)
            for group in _grown_together(table, mine):
                persons[members[group]] = mine[group].min()
                if len(group) > 1:
                    likely = 1 / (1 + np.exp(-np.clip(table[np.ix_(group, group)], -30, 30)))
                    probability[members[group]] = (likely.sum(axis=1) - np.diag(likely)) / (len(group) - 1)
        pa.default_memory_pool().release_unused()
    return _for_all(nuclei, compared, persons, probability, known)


def _weighed(evidence: Evidence, one: Codes, other: Codes) -> Numbers:
    """Return the log-odds that pairs of authorships are of one person."""
    order = np.lexsort((evidence.papers[other], evidence.papers[one]))  # pairs of the same papers together
    odds = np.empty(len(one))
    for start in range(0, len(one), AT_ONCE):
        part = order[start : start + AT_ONCE]
        odds[part] = log_odds(evidence.features(one[part], other[part]))
        if len(part) == AT_ONCE:  # what sparse rows have left is given back before the next ones come
            pa.default_memory_pool().release_unused()
    return odds


def _nuclei(evidence: Evidence, known: Codes) -> Codes:
    """Return the number of the nucleus of each authorship: of one id, or of one name and printed address.

    A name with a single initial is its own nucleus, and so is one that stands twice in a paper.
    """
    rows = np.arange(len(known))
    enough = np.array([bool(name.first) or len(name.words) != 1 for name in evidence.names])[evidence.forms]
    placed = enough & (evidence.places != evidence.no_place) & (known < 0)
    kind = np.where(known >= 0, 0, np.where(placed, 1, 2))
    first = np.where(known >= 0, evidence.blocks, np.where(placed, evidence.forms, rows))
    second = np.where(known >= 0, known, np.where(placed, evidence.places, 0))
    order = np.lexsort((rows, evidence.papers, second, first, kind))
    groups = run_numbers(kind[order], first[order], second[order])
    twice = np.zeros(len(rows), dtype=bool)
    twice[1:] = (groups[1:] == groups[:-1]) & (evidence.papers[order][1:] == evidence.papers[order][:-1])
    broken = np.isin(groups, groups[twice & (kind[order] == 1)])
    nuclei = np.empty(len(rows), dtype=np.int64)
    least = np.full(int(groups.max(initial=0)) + 1, len(rows))
    np.minimum.at(least, groups, order)
    nuclei[order] = np.where(broken, order, least[groups])
    return nuclei


def _few_of_each(nuclei: Codes) -> Flags:
    """Return which authorships are compared: all of a small nucleus, of a large one some from end to end."""
    order = np.argsort(nuclei, kind="stable")
    place = place_in_run(nuclei[order])
    size = np.bincount(nuclei)[nuclei[order]]
    few = np.empty(len(nuclei), dtype=bool)
    few[order] = (place * MOST_COMPARED // size != (place - 1) * MOST_COMPARED // size) | (place == 0)
    return few


def _undecided(evidence: Evidence, nuclei: Codes, known: Codes) -> Flags:
    """Return which authorships stand in blocks of more than one nucleus, one of them without an id."""
    blocks = evidence.blocks
    count = np.bincount(blocks[nuclei == np.arange(len(nuclei))], minlength=blocks.max(initial=0) + 1)
    open_ones = np.bincount(blocks[known < 0], minlength=len(count))
    return (count[blocks] > 1) & (open_ones[blocks] > 0)


def _components(
    rows: Codes, nuclei: Codes, one: Codes, other: Codes, odds: Numbers
) -> Iterator[tuple[Codes, Codes, Codes, Numbers]]:
    """Yield the authorships that may be joined, at most LARGEST at once, with their pairs and odds."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    one, other, nucleus = (np.searchsorted(rows, of) for of in (one, other, nuclei[rows]))
    likely = odds > LIKELIER
    ends = np.r_[one[likely], np.arange(len(rows))], np.r_[other[likely], nucleus]
    links = csr_array((np.ones(len(ends[0]), dtype=bool), ends), shape=(len(rows), len(rows)))
    number = connected_components(links, directed=False)[1]
    order = np.argsort(number, kind="stable")
    part = np.empty_like(order)
    part[order] = run_numbers(number[order], place_in_run(number[order]) // LARGEST)
    inside = np.flatnonzero(part[one] == part[other])
    inside = inside[np.argsort(part[one[inside]], kind="stable")]
    bounds = np.arange(part.max(initial=-1) + 2)
    starts, pairs = (np.searchsorted(of, bounds) for of in (part[order], part[one[inside]]))
    for place in np.flatnonzero(np.diff(starts) > 1):
        members = order[starts[place] : starts[place + 1]]
        here = inside[pairs[place] : pairs[place + 1]]
        first, second = (np.searchsorted(members, side[here]) for side in (one, other))
        yield rows[members], first, second, odds[here]


def _odds_of_all(evidence: Evidence, members: Codes, one: Codes, other: Codes, odds: Numbers) -> Numbers:
    """Return the log-odds of all pairs of some authorships; those not compared share nothing but the name."""
    forms, form = np.unique(evidence.forms[members], return_inverse=True)
    sample = np.zeros(len(forms), dtype=np.int64)
    sample[form] = members
    left, right = np.repeat(sample, len(forms)), np.tile(sample, len(forms))
    level = evidence.agreement(left, right)
    may = level != DIFFERENT
    features = evidence.by_name(left[may], right[may], level[may])
    features[:, FEATURES.index("words")] = WORDS_BY_CHANCE
    by_name = np.full(len(level), NEVER)
    by_name[may] = log_odds(features)
    table: Numbers = by_name.reshape(len(forms), len(forms))[np.ix_(form, form)]
    table[one, other] = table[other, one] = odds
    return table


def _forbid(table: Numbers, papers: Codes, known: Codes) -> None:
    """Write NEVER where two authorships are of one paper, or of two people whose ids are known."""
    both = (known[:, None] >= 0) & (known >= 0)
    table[(papers[:, None] == papers) | (both & (known[:, None] != known))] = NEVER


def _grown_together(table: Numbers, nuclei: Codes) -> list[Codes]:
    """Return the groups: average linkage of log-odds, each within bounds, after those of a nucleus.

    Two groups are joined when each is the likeliest for the other, which ends in the same groups as joining
    the likeliest pair of all first: Murtagh (1983), doi:10.1093/comjnl/26.4.354. Sums are of whole
    numbers, so that ties are ties.
    """
    _, nucleus, size = np.unique(nuclei, return_inverse=True, return_counts=True)
    order = np.argsort(nucleus, kind="stable")
    odds = np.where(table > NEVER, np.rint(np.clip(table, MOST_AGAINST, MOST_FOR) * UNITS), -np.inf)
    starts = np.cumsum(size) - size
    total = np.add.reduceat(np.add.reduceat(odds[np.ix_(order, order)], starts, axis=0), starts, axis=1)
    np.fill_diagonal(total, -np.inf)
    groups, open_ones = np.arange(len(size)), np.ones(len(size), dtype=bool)
    chain: list[int] = []  # each is the likeliest for the one before
    while chain or open_ones.any():
        chain = chain or [int(open_ones.argmax())]
        one, before = chain[-1], chain[-2:-1]
        mean = total[one] / size
        other = int(mean.argmax())
        if mean[other] < LIKELIER * UNITS * size[one]:
            gone, chain = one, []
        elif before and mean[before[0]] == mean[other]:
            gone, kept = sorted((one, before[0]))
            total[kept] += total[gone]
            total[:, kept] += total[:, gone]
            size[kept] += size[gone]
            groups[groups == gone] = kept
            chain = chain[:-2]
        else:
            chain.append(other)
            continue
        open_ones[gone] = False
        total[:, gone] = -np.inf
    found = groups[nucleus]
    order = np.argsort(found, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(found[order])) + 1)


def _for_all(
    nuclei: Codes, compared: Flags, persons: Codes, probability: Numbers, known: Codes
) -> tuple[Codes, Numbers]:
    """Return the same for the authorships that were not compared: they go with their nucleus."""
    size = len(nuclei)
    seen = np.bincount(nuclei[compared], minlength=size)
    mean = np.bincount(nuclei[compared], weights=probability[compared], minlength=size) / np.maximum(seen, 1)
    alone = np.bincount(nuclei, minlength=size)[nuclei] == 1
    by_place = 1 / (1 + np.exp(-SAME_NAME_AND_PLACE))
    others = np.where(seen[nuclei] > 0, mean[nuclei], np.where(alone, 1, by_place))
    likely = np.where(compared, probability, others)
    person_of = np.arange(size)
    person_of[nuclei[compared]] = persons[compared]
    return person_of[nuclei], np.where(known >= 0, 1, np.round(likely, 4))
