"""Pairs of things that stand together: authors of a paper, works that it cites, its keywords."""

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.frames import count_by


def joint_pairs(frame: Any, shared: str, ends: str, *, name: str = "papers") -> Any:
    """Return the pairs of `ends` that have some of `shared` in common, as a narwhals frame.

    A table in memory is multiplied as a sparse matrix, so that it takes no more room than the pairs
    themselves, however many papers share them; a lazy one is joined with itself.

    Parameters
    ----------
    frame : narwhals frame
        The columns `shared` and `ends`, each combination once.
    shared, ends : str
    name : str
        Of the column that says how many they have in common.

    Returns
    -------
    narwhals frame
        `<ends>_1`, `<ends>_2` (the smaller first), `name`, and `weight`: the sum of 1 / (n - 1) over what
        they have in common, with n ends each. Sorted by `name`, largest first, then the ends.

    Examples
    --------
    >>> papers = pd.DataFrame({"paper_id": ["p1", "p1", "p1", "p2", "p2"], "keyword": list("abcab")})
    >>> joint_pairs(nw.from_native(papers), "paper_id", "keyword").to_native()
      keyword_1 keyword_2  papers  weight
    0         a         b       2     1.5
    1         a         c       1     0.5
    2         b         c       1     0.5
    """
    lazy = isinstance(frame, nw.LazyFrame)
    pairs = (_joined if lazy else _multiplied)(frame, shared, ends, name)
    keys = [f"{ends}_1", f"{ends}_2"]
    pairs = pairs.select(*keys, nw.col(name).cast(nw.Int64), nw.col("weight").round(12))
    return pairs.sort(name, *keys, descending=[True, False, False])


def _joined(frame: Any, shared: str, ends: str, name: str) -> Any:
    sizes = count_by(frame, shared, name="size").filter(nw.col("size") > 1)
    one, other = (frame.rename({ends: f"{ends}_{end}"}) for end in "12")
    both = one.join(sizes, on=shared, how="inner").join(other, on=shared, how="inner")
    both = both.filter(nw.col(f"{ends}_1") < nw.col(f"{ends}_2"))
    parts = {name: nw.lit(1), "weight": 1 / (nw.col("size") - 1).cast(nw.Float64)}
    return both.with_columns(**parts).group_by(f"{ends}_1", f"{ends}_2").agg(nw.col(name, "weight").sum())


def _multiplied(frame: Any, shared: str, ends: str, name: str) -> Any:
    from scipy.sparse import csr_array, diags_array, triu

    rows, _ = pd.factorize(frame[shared].to_pandas())
    columns, ids = pd.factorize(frame[ends].to_pandas(), sort=True)
    held = csr_array((np.ones(len(rows)), (rows, columns)), shape=(rows.max(initial=-1) + 1, len(ids)))
    parts = diags_array(1 / np.maximum(held.sum(axis=1) - 1, 1))
    products = [triu(held.T @ other, k=1, format="csr") for other in (held, parts @ held)]
    for product in products:
        product.sort_indices()  # so that both have their pairs in one order
    joint, weight = (product.tocoo() for product in products)
    known = {f"{ends}_1": ids.take(joint.row), f"{ends}_2": ids.take(joint.col), name: joint.data}
    made = nw.from_native(pd.DataFrame(known).assign(weight=weight.data), eager_only=True)
    return nw.from_arrow(made, backend=frame.implementation)


def with_sizes(pairs: Any, sizes: Any, ends: str) -> Any:
    """Return pairs with `size_1` and `size_2`: the `size` of each end, from a frame of `ends` and `size`."""
    for end in "12":
        named = sizes.select(nw.col(ends).alias(f"{ends}_{end}"), nw.col("size").alias(f"size_{end}"))
        pairs = pairs.join(named, on=f"{ends}_{end}", how="inner")
    return pairs
