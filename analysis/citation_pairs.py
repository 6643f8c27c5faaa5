"""Co-citation and bibliographic coupling: works cited together, and papers that cite the same works.

Both take `references` as `match_references` fills them: a work counts once a paper, however often the paper
names it. Their tables are networks: two ends and a weight.
"""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.frames import count_by, give, take
from analysis.pairs import joint_pairs, with_sizes
from analysis.provenance import traced


@traced
def co_citations(
    references: IntoFrameT, *, min_papers: int = 1, max_references: int | None = None
) -> IntoFrameT:
    """Return the pairs of works that are cited together.

    Parameters
    ----------
    references : DataFrame
        `paper_id`, `reference_id`.
    min_papers : int
        Works cited by fewer papers are left out.
    max_references : int, optional
        Papers with more references are left out: the pairs of a paper grow with the square of its
        references (1,000 references make half a million pairs).

    Returns
    -------
    DataFrame
        `reference_id_1`, `reference_id_2` (the smaller id first) and `papers`, the number of papers that
        cite both; sorted by papers, largest first, then the ids. Lazy for lazy input.

    References
    ----------
    Small (1973), Journal of the American Society for Information Science 24, 265-269,
    doi:10.1002/asi.4630240406.

    Examples
    --------
    >>> import pandas as pd
    >>> references = pd.DataFrame({"paper_id": ["p1", "p1", "p2", "p2"], "reference_id": list("abab")})
    >>> co_citations(references)
      reference_id_1 reference_id_2  papers
    0              a              b       2
    """
    pairs = _cited(references)
    often = count_by(pairs, "reference_id").filter(nw.col("papers") >= min_papers).select("reference_id")
    sizes = count_by(pairs, "paper_id", name="size")
    if max_references is not None:
        sizes = sizes.filter(nw.col("size") <= max_references)
    kept = pairs.join(often, on="reference_id", how="inner")
    kept = kept.join(sizes.select("paper_id"), on="paper_id", how="inner")
    return give(joint_pairs(kept, "paper_id", "reference_id").drop("weight"), references)


@traced
def bibliographic_coupling(references: IntoFrameT, *, max_papers: int | None = None) -> IntoFrameT:
    """Return the pairs of papers that cite a work in common.

    Parameters
    ----------
    references : DataFrame
        `paper_id`, `reference_id`.
    max_papers : int, optional
        Works that more papers cite are left out: they couple everything with everything.

    Returns
    -------
    DataFrame
        `paper_id_1`, `paper_id_2` (the smaller id first), `references` (works that both cite: the coupling
        strength) and `similarity` (Salton's cosine: those works over the root of the product of the
        numbers of works that each cites). Sorted by references, largest first, then the ids.

    References
    ----------
    Kessler (1963), American Documentation 14, 10-25, doi:10.1002/asi.5090140103. Salton and McGill (1983),
    Introduction to Modern Information Retrieval, for the cosine.

    Examples
    --------
    >>> import pandas as pd
    >>> references = pd.DataFrame({"paper_id": ["p1", "p1", "p2", "p3"], "reference_id": list("abac")})
    >>> bibliographic_coupling(references).round(2)
      paper_id_1 paper_id_2  references  similarity
    0         p1         p2           1        0.71
    """
    pairs = _cited(references)
    kept = pairs
    if max_papers is not None:
        rare = count_by(pairs, "reference_id").filter(nw.col("papers") <= max_papers)
        kept = pairs.join(rare.select("reference_id"), on="reference_id", how="inner")
    edges = joint_pairs(kept, "reference_id", "paper_id", name="references")
    edges = with_sizes(edges, count_by(pairs, "paper_id", name="size"), "paper_id")
    product = nw.col("size_1").cast(nw.Float64) * nw.col("size_2").cast(nw.Float64)
    edges = edges.with_columns(similarity=(nw.col("references").cast(nw.Float64) / product**0.5).round(12))
    keys = ["paper_id_1", "paper_id_2"]
    ranked = edges.sort("references", *keys, descending=[True, False, False])
    return give(ranked.select(*keys, "references", "similarity"), references)


def _cited(references: Any) -> Any:
    """Return each work that each paper cites once, as a narwhals frame: `paper_id`, `reference_id`."""
    frame = take(references, ["paper_id", "reference_id"], "references", "match_references")
    return frame.select("paper_id", "reference_id").drop_nulls().unique()
