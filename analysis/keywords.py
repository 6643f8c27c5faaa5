"""Which keywords papers have, and which of them together; the author's, the index's and MeSH kept apart.

Spellings that differ in capitals, spaces or hyphens alone are one keyword, and one counts once a paper. Only
spaces between numbers, or before a single last letter, tell keywords apart.
"""

from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.drawing import bars, counted, first_of, papers_word, percent
from analysis.errors import TooLittleData, require_choice
from analysis.frames import count_by, give, take, to_rows
from analysis.pairs import joint_pairs, with_sizes
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("author", "index", "mesh")
NO_KEYWORDS = "No paper has keywords of this kind, so there is nothing to show of them."


@traced
def keyword_counts(keywords: IntoFrameT, *, kind: str = "author") -> IntoFrameT:
    """Return the keywords of one kind, with the number of papers that have each.

    Parameters
    ----------
    keywords : DataFrame
        `paper_id`, `keyword`, `kind`.
    kind : {'author', 'index', 'mesh'}
        Given by the authors, added by the database, or terms of MeSH.

    Returns
    -------
    DataFrame
        `keyword` (as it is printed most often) and `papers`; sorted by papers, largest first, then the
        keyword. Lazy for lazy input.

    Examples
    --------
    >>> import pandas as pd
    >>> keywords = pd.DataFrame({"paper_id": ["p1", "p2", "p2"], "keyword": ["Moss", "Moss", "wall"],
    ...     "kind": "author"})
    >>> keyword_counts(keywords)
      keyword  papers
    0    Moss       2
    1    wall       1
    """
    pairs = _pairs(keywords, kind)
    return give(count_by(pairs, "keyword").sort("papers", "keyword", descending=[True, False]), keywords)


@traced
def keyword_cooccurrences(
    keywords: IntoFrameT, *, kind: str = "author", min_papers: int = 1, max_keywords: int | None = None
) -> IntoFrameT:
    """Return the pairs of keywords of one kind that stand on the same paper.

    Parameters
    ----------
    keywords : DataFrame
        `paper_id`, `keyword`, `kind`.
    kind : {'author', 'index', 'mesh'}
    min_papers : int
        Keywords of fewer papers are left out.
    max_keywords : int, optional
        Only the keywords of most papers, this many, are paired.

    Returns
    -------
    DataFrame
        `keyword_1`, `keyword_2` (in the order of the alphabet), `papers` that have both, and `association`:
        that number over the one to be expected if keywords fell on papers by chance, n c / (s1 s2) for n
        papers with keywords of the kind, s1 and s2 with either and c with both. It is the association
        strength up to the factor n. Sorted by papers, largest first, then the keywords.

    References
    ----------
    van Eck and Waltman (2009), Journal of the American Society for Information Science and Technology
    60(8), 1635-1651, eq. 6, doi:10.1002/asi.21075.

    Examples
    --------
    >>> import pandas as pd
    >>> keywords = pd.DataFrame({"paper_id": ["p1", "p1", "p2"], "keyword": ["moss", "wall", "ivy"],
    ...     "kind": "author"})
    >>> keyword_cooccurrences(keywords)
      keyword_1 keyword_2  papers  association
    0      moss      wall       1          2.0
    """
    pairs = _pairs(keywords, kind)
    every = pairs.select(nw.col("paper_id").n_unique().cast(nw.Float64).alias("every"))
    counts = count_by(pairs, "keyword", name="size").filter(nw.col("size") >= min_papers)
    if max_keywords is not None:
        counts = counts.sort("size", "keyword", descending=[True, False]).head(max_keywords)
    kept = pairs.join(counts.select("keyword"), on="keyword", how="inner")
    edges = with_sizes(joint_pairs(kept, "paper_id", "keyword"), counts, "keyword").join(every, how="cross")
    expected = nw.col("size_1").cast(nw.Float64) * nw.col("size_2").cast(nw.Float64) / nw.col("every")
    edges = edges.with_columns(association=(nw.col("papers").cast(nw.Float64) / expected).round(12))
    keys = ["keyword_1", "keyword_2"]
    ranked = edges.sort("papers", *keys, descending=[True, False, False])
    return give(ranked.select(*keys, "papers", "association"), keywords)


def _pairs(keywords: Any, kind: str) -> Any:
    """Return `paper_id`, `keyword` once each, every keyword in the form that is printed most often."""
    require_choice("kind", kind, KINDS)
    frame = take(keywords, ["paper_id", "keyword", "kind"], "keywords", "load_corpus(...).keywords")
    frame = frame.filter(nw.col("kind") == kind).drop_nulls(["paper_id", "keyword"])
    printed = nw.col("keyword").str.replace_all(r"\s+", " ").str.strip_chars()
    words = nw.col("keyword").str.replace_all(r"[\s‐‑–-]+", " ").str.strip_chars().str.to_lowercase()
    apart = words.str.contains(r"\d \d|\bi+ i| .$")  # "cyclin E" is no "cycline", 1-2 not 12, I-II not III
    key = nw.when(apart).then(words).otherwise(words.str.replace_all(" ", "", literal=True))
    frame = frame.select("paper_id", keyword=printed, key=key).filter(nw.col("key") != "")
    forms = count_by(frame, "key", "keyword", name="printed").with_columns(rarity=-nw.col("printed"))
    forms = forms.unique(subset=["key"], keep="first", order_by=["rarity", "keyword"])
    pairs = frame.select("paper_id", "key").unique()
    return pairs.join(forms.select("key", "keyword"), on="key", how="inner").select("paper_id", "keyword")


@traced
def plot_keyword_counts(table: Any, *, top: int = 20, ax: "Axes | None" = None) -> "Axes":
    """Draw the first `top` rows of `keyword_counts`.

    Raises
    ------
    TooLittleData
        If there are no keywords of the kind.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"keyword": ["moss", "wall"], "papers": [2, 1]})
    >>> ax = plot_keyword_counts(table, ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['moss', 'wall']
    """
    rows = to_rows(table, "keyword", "papers", made_by="keyword_counts")
    if not rows:
        raise TooLittleData(NO_KEYWORDS)
    return bars(rows, "keyword", "papers", top=top, said="Papers", ax=ax)


def describe_keyword_counts(table: Any, *, top: int = 3) -> str:
    """Return `keyword_counts` in two sentences, with the `top` keywords that most papers have.

    Examples
    --------
    >>> import pandas as pd
    >>> describe_keyword_counts(pd.DataFrame({"keyword": ["moss", "wall"], "papers": [2, 1]}))
    '2 keywords, 1 of them (50%) on one paper only. Most often: moss (2 papers) and wall (1 paper).'
    """
    rows = to_rows(table, "keyword", "papers", made_by="keyword_counts")
    if not rows:
        return NO_KEYWORDS
    once = sum(row["papers"] == 1 for row in rows)
    named = [f"{row['keyword']} ({papers_word(row['papers'])})" for row in rows[:top]]
    return (
        f"{counted(len(rows), 'keyword')}, {once:,} of them ({percent(once / len(rows))}) on one paper only. "
        f"Most often: {first_of(named, [row['papers'] for row in rows])}."
    )
