"""How many authors wrote how many papers, held against Lotka's law."""

import math
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrameT

from analysis.drawing import counted, legend_above, new_axes, papers_word
from analysis.errors import TooLittleData, require_at_least, require_share
from analysis.frames import count_by, give, small, take, to_rows
from analysis.productivity import NO_AUTHORS, cut_lists_sentence, distinct_authorships
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIT = {
    "authors": nw.Int64, "most_papers": nw.Int64, "exponent": nw.Float64, "low": nw.Float64,
    "high": nw.Float64, "confidence": nw.Float64, "constant": nw.Float64, "distance": nw.Float64,
    "p_value": nw.Float64, "least_squares_exponent": nw.Float64, "least_squares_constant": nw.Float64,
    "least_squares_r2": nw.Float64, "note": nw.String,
}  # fmt: skip
LARGEST_EXPONENT = 60.0
SMALLEST_EXPONENT = 1.0 + 1e-6
DRAWN_ONE_BY_ONE = 1000


@traced
def papers_per_author(authorships: IntoFrameT) -> IntoFrameT:
    """Return how many authors wrote one paper, how many wrote two, and so on.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`. Every paper counts in full for each of its authors.

    Returns
    -------
    DataFrame
        `papers`, `authors` (with that many papers), `share` (of all authors); sorted by papers.

    Examples
    --------
    >>> import pandas as pd
    >>> authorships = pd.DataFrame(
    ...     {"paper_id": ["p1", "p1", "p2"], "author": ["A", "B", "A"], "author_id": ["a", "b", "a"]}
    ... )
    >>> papers_per_author(authorships)
       papers  authors  share
    0       1        1    0.5
    1       2        1    0.5
    """
    frame = distinct_authorships(authorships)
    table = count_by(count_by(frame, "author_id"), "papers", name="authors")
    share = nw.col("authors") / nw.col("authors").sum()
    return give(table.with_columns(share=share).sort("papers"), authorships)


@traced
def fit_lotka(
    distribution: IntoFrameT, *, seed: int = 0, n_boot: int = 1000, confidence: float = 0.95
) -> IntoFrameT:
    """Return the exponent of Lotka's law fitted to a distribution of papers over authors, in one row.

    The law says that the share of authors with x papers is x^-a / zeta(a). The exponent a is fitted by
    maximum likelihood (Clauset, Shalizi and Newman 2009, eq. 3.5 with a smallest value of 1), its
    interval holds every exponent that a likelihood-ratio test does not reject. Whether the law fits
    at all is tested as in their section 4.1: the greatest distance between the cumulated shares and
    the fitted law, against the same distance in `n_boot` samples from that law, each with an exponent
    fitted to it. A small `p_value` (0.1 and less in their paper) speaks against the law.

    The `least_squares_` columns are what bibliometrix gives: a straight line through the logarithms of
    papers and shares, every point with the same weight. The few authors with many papers bend it;
    they are here to be compared with published figures.

    Parameters
    ----------
    distribution : DataFrame
        What `papers_per_author` returns.
    seed : int
        Of the samples.
    n_boot : int
        How many samples; 0 leaves the p value missing.
    confidence : float
        Of the interval `low` to `high`.

    Returns
    -------
    DataFrame
        One row: `authors`, `most_papers`, `exponent`, `low`, `high`, `confidence`, `constant`
        (1 / zeta(a), the expected share of authors with one paper), `distance`, `p_value`,
        `least_squares_exponent`, `least_squares_constant`, `least_squares_r2`, and a `note` where
        nothing could be fitted. No row without authors.

    Raises
    ------
    KeyError
        If `distribution` lacks a column.
    ValueError
        If an option is out of range.

    References
    ----------
    Lotka (1926), Journal of the Washington Academy of Sciences 16, 317-323. Clauset, Shalizi and
    Newman (2009), doi:10.1137/070710111.

    Examples
    --------
    >>> import pandas as pd
    >>> distribution = pd.DataFrame({"papers": [1, 2, 3], "authors": [80, 15, 5]})
    >>> fit_lotka(distribution, n_boot=0)[["authors", "exponent", "least_squares_exponent"]].round(2)
       authors  exponent  least_squares_exponent
    0      100      3.04                    2.51
    """
    require_share("confidence", confidence)
    require_at_least("n_boot", n_boot, 0)
    require_at_least("seed", seed, 0)
    frame = take(distribution, ["papers", "authors"], "distribution", "papers_per_author")
    counts = sorted((row["papers"], row["authors"]) for row in to_rows(frame.select("papers", "authors")))
    if not counts:
        return small([], FIT, distribution)
    papers, authors = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    row: dict[str, Any] = dict.fromkeys(FIT)
    row |= {"authors": int(authors.sum()), "most_papers": int(papers.max()), "confidence": confidence}
    if papers.max() == 1:
        row["note"] = "Every author has one paper, so no exponent can be fitted."
        return small([row], FIT, distribution)
    mean_log = float(authors @ np.log(papers) / authors.sum())
    exponent = _exponent(mean_log)
    low, high = _likelihood_interval(mean_log, float(authors.sum()), exponent, confidence)
    distance = _distance(papers, authors, exponent)
    row |= {"exponent": exponent, "low": low, "high": high, "distance": distance}
    row["constant"] = 1 / _zeta(exponent)
    row |= _least_squares(papers, authors)
    if n_boot:
        farther = _sample_distances(exponent, int(authors.sum()), n_boot, seed) >= distance
        row["p_value"] = float(farther.mean())
    return small([row], FIT, distribution)


def _zeta(exponent: float, first: Any = 1.0) -> Any:
    from scipy.special import zeta

    return zeta(exponent, first)


def _log_likelihood(exponent: float, mean_log: float) -> float:
    return float(-exponent * mean_log - math.log(_zeta(exponent)))


def _exponent(mean_log: float) -> float:
    from scipy.optimize import minimize_scalar

    best = minimize_scalar(
        lambda exponent: -_log_likelihood(exponent, mean_log),
        bounds=(SMALLEST_EXPONENT, LARGEST_EXPONENT), method="bounded", options={"xatol": 1e-9},
    )  # fmt: skip
    return float(best.x)


def _likelihood_interval(
    mean_log: float, authors: float, exponent: float, confidence: float
) -> tuple[float, float]:
    from scipy.optimize import brentq
    from scipy.stats import chi2

    best, drop = _log_likelihood(exponent, mean_log), float(chi2.ppf(confidence, 1)) / 2 / authors

    def excess(value: float) -> float:
        return best - _log_likelihood(value, mean_log) - drop

    low = brentq(excess, SMALLEST_EXPONENT, exponent) if excess(SMALLEST_EXPONENT) > 0 else 1.0
    return float(low), float(brentq(excess, exponent, LARGEST_EXPONENT))


def _distance(papers: np.ndarray, authors: np.ndarray, exponent: float) -> float:
    """Return the greatest distance between the cumulated shares and those that the law expects.

    Between two observed numbers of papers the observed share stays and the expected one grows, so the
    greatest distance is at an observed number or right before one.
    """
    observed = np.cumsum(authors) / authors.sum()
    expected = 1 - _zeta(exponent, papers + 1) / _zeta(exponent)
    before = 1 - _zeta(exponent, papers) / _zeta(exponent)
    gaps = np.abs(np.concatenate([[0.0], observed[:-1]]) - before)
    return float(max(np.abs(observed - expected).max(), gaps.max()))


def _least_squares(papers: np.ndarray, authors: np.ndarray) -> dict[str, float | None]:
    from scipy.stats import linregress

    if len(papers) < 2:
        return {}
    line = linregress(np.log10(papers), np.log10(authors / authors.sum()))
    return {
        "least_squares_exponent": -line.slope,
        "least_squares_constant": 10**line.intercept,
        "least_squares_r2": None if math.isnan(line.rvalue) else line.rvalue**2,
    }


def _sample_distances(exponent: float, authors: int, n_boot: int, seed: int) -> np.ndarray:
    """Return the distance of each of `n_boot` samples from the law with that exponent.

    Numbers of papers up to a thousand are drawn all at once as counts, so that the time taken does not
    grow with the number of authors; the rare larger ones follow Clauset, Shalizi and Newman, eq. D.6.
    """
    random = np.random.default_rng(seed)
    values = np.arange(1, DRAWN_ONE_BY_ONE + 1, dtype=float)
    chances = values**-exponent / _zeta(exponent)
    distances = np.empty(n_boot)
    for sample in range(n_boot):
        counts = random.multinomial(authors, [*chances, max(0.0, 1 - chances.sum())])
        tail = (DRAWN_ONE_BY_ONE + 0.5) * random.random(counts[-1]) ** (-1 / (exponent - 1))
        far, times = np.unique(np.floor(np.minimum(tail, 1e15) + 0.5), return_counts=True)
        papers = np.concatenate([values[counts[:-1] > 0], far])
        drawn = np.concatenate([counts[:-1][counts[:-1] > 0], times]).astype(float)
        mean_log = float(drawn @ np.log(papers) / drawn.sum())
        fitted = _exponent(mean_log) if papers.max() > 1 else LARGEST_EXPONENT
        distances[sample] = _distance(papers, drawn, fitted)
    return distances


@traced
def plot_lotka(distribution: Any, fit: Any = None, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of authors by number of papers on logarithmic axes, with the fitted laws.

    Parameters
    ----------
    distribution : DataFrame
        What `papers_per_author` returns.
    fit : DataFrame, optional
        What `fit_lotka` returns for it.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If there are no authors, or none has more than one paper.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> distribution = pd.DataFrame({"papers": [1, 2], "authors": [80, 20], "share": [0.8, 0.2]})
    >>> ax = plot_lotka(distribution, fit_lotka(distribution, n_boot=0), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.get_legend().get_texts()][1]
    'Maximum likelihood: exponent 3.17 (2.70 to 3.75)'
    """
    rows = to_rows(distribution, "papers", "authors", "share", made_by="papers_per_author")
    if not rows or max(row["papers"] for row in rows) == 1:
        raise TooLittleData(
            NO_AUTHORS if not rows else "Every author has one paper, so there is no distribution to show."
        )
    ax = new_axes(ax)
    papers, shares = [row["papers"] for row in rows], [100 * row["share"] for row in rows]
    ax.loglog(papers, shares, "o", color="C0", label="Observed")
    found = [row for row in (to_rows(fit) if fit is not None else []) if row["exponent"] is not None]
    ends = np.array([1, max(papers)], dtype=float)
    for row in found:
        name = f"Maximum likelihood: exponent {row['exponent']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        ax.plot(ends, 100 * row["constant"] * ends ** -row["exponent"], color="C3", label=name)
        if row["least_squares_exponent"] is None:
            continue
        name = f"Least squares: exponent {row['least_squares_exponent']:z.2f}"
        line = row["least_squares_constant"] * ends ** -row["least_squares_exponent"]
        ax.plot(ends, 100 * line, "--", color="0.4", label=name)
    _label_powers(ax, ends[1])
    ax.set_xlabel("Papers of an author")
    ax.set_ylabel("Authors (%)")
    legend_above(ax)
    return ax


def _label_powers(ax: "Axes", most: float) -> None:
    from matplotlib.ticker import FuncFormatter, NullFormatter

    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if tick <= 1.2 * most]
    if len(ticks) < 10:
        ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())


def describe_lotka(fit: Any, *, papers: Any = None) -> str:
    """Return `fit_lotka` in a sentence or two; `papers` says how many lists of authors were cut.

    Examples
    --------
    >>> import pandas as pd
    >>> distribution = pd.DataFrame({"papers": [1], "authors": [80]})
    >>> describe_lotka(fit_lotka(distribution))
    'Every author has one paper, so no exponent can be fitted.'
    """
    rows = to_rows(fit, "exponent", made_by="fit_lotka")
    if not rows:
        return NO_AUTHORS
    row = rows[0]
    if row["note"] is not None:
        return str(row["note"]) + cut_lists_sentence(papers)
    text = (
        f"{counted(row['authors'], 'author')} with up to {papers_word(row['most_papers'])}. "
        f"Lotka's law fitted by maximum likelihood: exponent {row['exponent']:.2f} "
        f"({row['confidence']:.0%} interval {row['low']:.2f} to {row['high']:.2f})"
    )
    if row["p_value"] is not None:
        verdict = "the law is rejected" if row["p_value"] <= 0.1 else "the law is not rejected"
        value = "< 0.01" if row["p_value"] < 0.005 else f"= {row['p_value']:.2f}"
        text += f"; {verdict} (goodness of fit, p {value})"
    if row["least_squares_exponent"] is not None:
        text += f"; least squares through the logarithms: {row['least_squares_exponent']:z.2f}"
    return text + "." + cut_lists_sentence(papers)
