"""Which row has which of many things (words, co-authors, cited works), and what two rows share."""

from typing import Any

import numpy as np

Codes = np.ndarray[Any, np.dtype[np.int64]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

RAREST = 10  # things by which a row is looked for
LEAST = 1000
AT_ONCE = 20_000  # pairs, or rows


class Things:
    """Rows and the things of one kind that they have, each thing weighted by its rarity.

    The rarity of a thing is the logarithm of the rows that have any (a thousand, if fewer: what two of ten
    papers share is not common) by the rows that have it. With `normed`, `shared` is the cosine of the two
    rows, otherwise the sum of the rarities of what both have.
    """

    def __init__(self, rows: Codes, things: Codes, height: int, *, normed: bool = False) -> None:
        from scipy.sparse import csr_array

        known = (rows >= 0) & (things >= 0)
        width = int(things.max(initial=0)) + 1
        have = csr_array((np.ones(known.sum(), bool), (rows[known], things[known])), shape=(height, width))
        have.sum_duplicates()
        self.holders = np.bincount(have.indices, minlength=width)
        rows_with_any = max(int((np.diff(have.indptr) > 0).sum()), LEAST)
        self.rarity = np.log((rows_with_any + 1) / np.maximum(self.holders, 1))
        have.data = self.rarity[have.indices] ** (1 if normed else 0.5)
        self.weight = have.power(2).sum(axis=1)
        if normed:
            have.data /= np.repeat(np.sqrt(np.maximum(self.weight, 1e-12)), np.diff(have.indptr))
        self.matrix = have

    def shared(self, one: Codes, other: Codes) -> Numbers:
        """Return how much each pair of rows has in common.

        Examples
        --------
        >>> rows, things = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 2, 2])
        >>> Things(rows, things, 3).shared(np.array([0, 0]), np.array([1, 2])).round(2).tolist()
        [6.22, 0.0]
        """
        result = np.zeros(len(one))
        for start in range(0, len(one), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            both = self.matrix[one[part]].multiply(self.matrix[other[part]])
            result[part] = np.asarray(both.sum(axis=1)).ravel()
        return result

    def rarest(self) -> tuple[Codes, Codes]:
        """Return rows in order and, of each, the few rarest things that another row has too."""
        found = []
        for start in range(0, self.matrix.shape[0], AT_ONCE):
            some = self.matrix[start : start + AT_ONCE]
            rows = np.repeat(np.arange(start, start + some.shape[0]), np.diff(some.indptr))
            order = np.lexsort((some.indices, self.holders[some.indices], rows))
            order = order[self.holders[some.indices[order]] > 1]
            order = order[place_in_run(rows[order]) < RAREST]
            found.append((rows[order], some.indices[order]))
        rows, things = (np.concatenate(side) for side in zip(*found, strict=True))
        return rows, things


def run_numbers(*keys: Codes) -> Codes:
    """Return the number of the run of equal keys in which each stands.

    Examples
    --------
    >>> run_numbers(np.array([5, 5, 5, 7]), np.array([1, 1, 2, 2])).tolist()
    [0, 0, 1, 2]
    """
    new = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.cumsum(new)


def place_in_run(keys: Codes) -> Codes:
    """Return the place of each within its run of equal keys, from 0.

    Examples
    --------
    >>> place_in_run(np.array([5, 5, 7, 5])).tolist()
    [0, 1, 0, 0]
    """
    runs = run_numbers(keys)
    starts = np.searchsorted(runs, runs, side="left")
    return np.arange(len(keys)) - starts
