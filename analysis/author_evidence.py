"""What speaks for two authorships being of one person: name, co-authors, address, topic, venue, references.

An authorship is compared only with those of its block (surname and first initial), and there only with those
that share something with it: the given name, a co-author, a rare word of the address, a cited work. What many
share is compared in portions, so that the work grows with the number of authorships.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.given_names import DIFFERENT, FULL, INITIAL, INITIALS, PersonName, agreement, person_name
from analysis.match_keys import match_key
from analysis.schema import TEXT
from analysis.sparse_things import LEAST, Codes, Flags, Numbers, Things, place_in_run, run_numbers

PORTION = 60  # authorships that share a thing and are compared with one another
AT_ONCE = 3_000  # authorships
BRIDGE = 5  # of them that belong to two portions
MOST_COAUTHORS = 100
MANY_AUTHORS = 30  # above it, whoever works at the experiment is a co-author
LONGEST = 20  # years
ONE_WORD = 0.05
WORDS = re.compile(r"[^\W\d_]{3,}")
FEATURES = (
    *("initial", "initials", "full", "middle", "namesakes", "affiliations_known"),
    *("coauthors", "coauthors_known", "many", "coauthors_of_many"),
    *("affiliation", "words", "venue", "references", "references_known", "years"),
)


def words_of(rows: Iterable[int], texts: Iterable[object]) -> tuple[Codes, Codes]:
    """Return the row of each word of texts, and the word as a number."""
    numbers: dict[str, int] = {}
    row_of, words = array("i"), array("i")
    for row, text in zip(rows, texts, strict=True):
        found = WORDS.findall(text.casefold()) if isinstance(text, str) else []
        row_of.extend([row] * len(found))
        words.extend([numbers.setdefault(word, len(numbers)) for word in found])
    return np.array(row_of), np.array(words)


def codes_of(values: pd.Series | Iterable[object]) -> Codes:
    """Return a number for each value, -1 for what is missing."""
    kept = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    return pd.factorize(kept)[0].astype(np.int32)


def names_of(authorships: pd.DataFrame) -> tuple[list[PersonName], Codes]:
    """Return the names that there are, and which of them each authorship has, by `author` and `surname`."""
    printed = authorships.groupby(["author", "surname"], dropna=False, sort=False).ngroup().to_numpy()
    first = authorships.iloc[np.unique(printed, return_index=True)[1]]
    surnames = first["surname"].astype(object).where(first["surname"].notna(), None)
    numbers: dict[PersonName, int] = {}
    forms = [
        numbers.setdefault(person_name(name, surname), len(numbers))
        for name, surname in zip(first["author"].tolist(), surnames.tolist(), strict=True)
    ]
    return list(numbers), np.array(forms, dtype=np.int64)[printed]


class Evidence:
    """What is known of authorships, ready for comparing pairs of them.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `position`, `author`, `surname`, `affiliation`.
    papers, references, keywords : DataFrame
        As in a corpus; papers sorted by `paper_id`.

    Attributes
    ----------
    order : array of int
        The places of the authorships, sorted by block and then so that neighbours are near in time. All the
        rest knows an authorship by its place in this order.
    """

    def __init__(
        self,
        authorships: pd.DataFrame,
        papers: pd.DataFrame,
        references: pd.DataFrame,
        keywords: pd.DataFrame,
    ) -> None:
        height = len(papers)
        self.year = papers["year"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        citing = _places(references["paper_id"], papers["paper_id"])
        self.cites = np.bincount(citing[citing >= 0], minlength=height) > 0
        self.cited = Things(citing, codes_of(references["reference_id"]), height)
        self._sort(authorships, _places(authorships["paper_id"], papers["paper_id"]).astype(np.int64))
        self.namesakes = namesakes(self.names)
        self.middles = np.array([len(name.given) > 1 for name in self.names])
        self.team = np.bincount(self.papers, minlength=height)
        order = np.argsort(self.papers, kind="stable")
        listed = order[place_in_run(self.papers[order]) < MOST_COAUTHORS]
        self.authors = Things(self.papers[listed], self.blocks[listed], height)
        self.own = np.zeros(int(self.blocks.max(initial=0)) + 1)  # both authors of a pair are of this block
        self.own[: len(self.authors.rarity)] = self.authors.rarity
        where, printed = pd.factorize(authorships["affiliation"])
        self.no_place = len(printed)
        self.places = np.where(where < 0, self.no_place, where)[self.order]
        words = words_of(range(len(printed)), printed)
        self.affiliations = Things(*words, self.no_place + 1, normed=True)
        venue = codes_of(
            match_key(name) or None if isinstance(name, str) else None for name in papers["venue"].tolist()
        )
        self.venue = Things(np.arange(height), venue, height)
        rows = chain(range(height), _places(keywords["paper_id"], papers["paper_id"]).tolist())
        texts = chain(papers["title"].tolist(), keywords["keyword"].tolist())
        self.words = Things(*words_of(rows, texts), height, normed=True)

    def _sort(self, authorships: pd.DataFrame, papers: Codes) -> None:
        """Bring the authorships into order: by block, year, paper, position and name."""
        self.names, forms = names_of(authorships)
        blocks = np.unique([name.block for name in self.names], return_inverse=True)[1][forms]
        position = authorships["position"].to_numpy(dtype=float, na_value=np.nan)
        author = pd.factorize(authorships["author"], sort=True)[0]
        self.order = np.lexsort((author, position, papers, self.year[papers], blocks))
        self.papers, self.forms, self.blocks = (of[self.order] for of in (papers, forms, blocks))

    def pairs(self, active: Flags) -> Iterator[tuple[Codes, Codes, Codes]]:
        """Yield active authorships, block by block, and pairs of them that share a block and something else.

        The names of a pair may agree.
        """
        rows = np.flatnonzero(active)
        held = [
            (self.authors.rarest(), self.papers),
            (self.cited.rarest(), self.papers),
            (self.affiliations.rarest(), self.places),
        ]
        first = codes_of(name.first or (None if name.given else name.family) for name in self.names)
        begins = np.flatnonzero(np.diff(self.blocks[rows])) + 1
        for some in np.split(rows, begins[np.diff(begins // AT_ONCE, prepend=0) > 0]):
            kinds = [self._by_name(some, first[self.forms[some]])]
            kinds += [_held_by(*things, holders[some], some) for things, holders in held]
            one, other = self._sharing(kinds, some)
            may = self.agreement(one, other) != DIFFERENT
            yield some, one[may], other[may]

    def _by_name(self, rows: Codes, first: Codes) -> tuple[Codes, Codes]:
        """Return authorships and what of their names they are looked for by: all of a small block by that."""
        small = rows[np.bincount(self.blocks[rows])[self.blocks[rows]] <= PORTION]
        full = first >= 0
        whole_block = np.full(len(small), first.max(initial=0) + 1)
        return np.r_[rows[full], small], np.r_[first[full], whole_block]

    def _sharing(self, kinds: Sequence[tuple[Codes, Codes]], some: Codes) -> tuple[Codes, Codes]:
        """Return the pairs of some authorships that share a block and a thing of a kind."""
        from scipy.sparse import csr_array

        rows, columns, width = [], [], 0
        for row, thing in kinds:
            order = np.lexsort((row, thing, self.blocks[row]))
            row, thing = row[order], thing[order]
            place = place_in_run(run_numbers(self.blocks[row], thing))
            first = place % PORTION == 0
            column = np.cumsum(first) - 1 + width
            again = (place % PORTION < BRIDGE) & (place >= PORTION)  # these end the one before
            rows += [row, row[again]]
            columns += [column, column[again] - 1]
            width += int(first.sum())
        row, column = np.searchsorted(some, np.concatenate(rows)), np.concatenate(columns)
        have = csr_array((np.ones(len(row), dtype=bool), (row, column)), shape=(len(some), max(width, 1)))
        both = have @ have.T
        both.sort_indices()
        found = both.tocoo()
        upper = found.row < found.col
        return some[found.row[upper]], some[found.col[upper]]

    def agreement(self, one: Codes, other: Codes) -> Codes:
        """Return what of the names of each pair agrees: DIFFERENT, INITIAL, INITIALS or FULL."""
        low, high = np.sort([self.forms[one], self.forms[other]], axis=0)
        size = len(self.names)
        kinds, place = np.unique(low * size + high, return_inverse=True)
        levels = [agreement(self.names[kind // size], self.names[kind % size]) for kind in kinds.tolist()]
        return np.array(levels, dtype=np.int64)[place] if levels else np.zeros(0, dtype=np.int64)

    def by_name(self, one: Codes, other: Codes, level: Codes) -> Numbers:
        """Return the features of pairs as if they shared nothing but the name; one column for each."""
        table = np.zeros((len(one), len(FEATURES)))
        for column, kind in enumerate((INITIAL, INITIALS, FULL)):
            table[:, column] = level == kind
        mine, theirs = self.forms[one], self.forms[other]
        table[:, 3] = (level == FULL) & self.middles[mine] & self.middles[theirs]
        both = np.maximum(self.namesakes[mine], self.namesakes[theirs])
        table[:, 4] = np.log(both[np.arange(len(one)), np.maximum(level, 0)])
        table[:, 5] = (self.places[one] != self.no_place) & (self.places[other] != self.no_place)
        p, q = self.papers[one], self.papers[other]
        team = np.minimum(self.team[p], self.team[q])
        table[:, 7] = (team > 1) & (team <= MANY_AUTHORS)
        table[:, 8] = team > MANY_AUTHORS
        table[:, 14] = self.cites[p] & self.cites[q]
        table[:, 15] = np.nan_to_num(np.minimum(np.abs(self.year[p] - self.year[q]), LONGEST), nan=5) / 10
        return table

    def features(self, one: Codes, other: Codes) -> Numbers:
        """Return the features of pairs of authorships; one column each of FEATURES."""
        table = self.by_name(one, other, self.agreement(one, other))
        p, q = self.papers[one], self.papers[other]
        # many pairs are of the same papers
        pair, place = np.unique(p * len(self.year) + q, return_inverse=True)
        p, q = np.divmod(pair, len(self.year))
        many = table[:, 8] > 0
        own = self.own[self.blocks[one]]
        shared = np.maximum(self.authors.shared(p, q)[place] - own, 0)
        listed = np.minimum(self.authors.weight[p], self.authors.weight[q])[place] - own
        table[:, 6] = np.log1p(shared) * ~many
        table[:, 9] = np.minimum(shared / np.maximum(listed, 1), 1) * many
        table[:, 10] = self.affiliations.shared(self.places[one], self.places[other])
        table[:, 11] = self.words.shared(p, q)[place]
        table[:, 12] = self.venue.shared(p, q)[place]
        table[:, 13] = np.log1p(self.cited.shared(p, q))[place]
        return table


def namesakes(names: Sequence[PersonName]) -> Numbers:
    """Return how many have each name by chance, by what is printed of it: INITIAL, INITIALS or FULL.

    That is the number of names with this surname, times the share of all names (a thousand, if fewer)
    with this given name. Of a name of one word nothing more is known, and it is not taken for rare.
    """
    surnames = pd.Series([name.family for name in names], dtype=object)
    count = surnames.map(surnames.value_counts()).to_numpy(dtype=float)
    columns = []
    for keys in (
        [name.initials[:1] for name in names],
        [name.initials[:2] for name in names],
        [name.first or (name.initials if name.given else name.family) for name in names],
    ):
        key = pd.Series(keys, dtype=object)
        columns.append(count * key.map(key.value_counts()).to_numpy(dtype=float) / max(len(names), LEAST))
    table = np.maximum(np.stack(columns, axis=1), 1e-4)
    table[[not name.given for name in names], FULL] = ONE_WORD
    return table


def _held_by(holders: Codes, things: Codes, held: Codes, rows: Codes) -> tuple[Codes, Codes]:
    """Return the authorships, and the things that their papers or addresses (`held`) have."""
    starts = np.searchsorted(holders, held, side="left")
    counts = np.searchsorted(holders, held, side="right") - starts
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(rows, counts), things[np.repeat(starts, counts) + within]


def _places(values: pd.Series, among: pd.Series) -> Codes:
    """Return where each value stands among others, -1 for one that is not there."""
    found = pc.index_in(pa.array(values.astype(TEXT)), pa.array(among.astype(TEXT)), skip_nulls=True)
    return found.fill_null(-1).to_numpy(zero_copy_only=False)
