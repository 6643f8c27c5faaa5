"""How well the words of topics hang together, and how little the topics share them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.drawing import counted, listed, new_axes, percent
from analysis.errors import TooLittleData, require_made, require_pandas
from analysis.frames import to_rows
from analysis.provenance import traced
from analysis.topic_tables import topic_name
from analysis.topic_words import placed_terms, term_key
from analysis.topics import Topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from scipy.sparse import csc_array

COLUMNS = ["topic", "label", "words", "coherence", "diversity"]
WINDOW = 10
NEVER_TOGETHER = 1e-12
NO_WORDS = "The quality of topics can't be measured: no topic has words."


@traced
def topic_quality(topics: Topics) -> pd.DataFrame:
    """Return the coherence and diversity of each topic's words, measured on the papers themselves.

    Coherence is the mean over all pairs of a topic's words of the normalised pointwise mutual
    information: near -1 for words that never stand together, 0 for words that meet by chance, 1 for
    words that always stand together (Bouma 2009; as a measure of topics Lau, Newman and Baldwin
    2014, doi 10.3115/v1/E14-1056). Words stand together within a window of ten words, as in OCTIS
    (Terragni et al. 2021, doi 10.18653/v1/2021.eacl-demos.31); stop words are left out first, and a
    phrase stands in a window that holds the whole of it.
    Diversity is the share of a topic's words that no other topic has; that of all topics is the
    number of different words over the number of words (Dieng, Ruiz and Blei 2020, doi
    10.1162/tacl_a_00325). Singular and plural count as one word.
    Compare coherence only between topics of the same papers: it depends on them.

    Returns
    -------
    DataFrame
        One row a topic: `topic`, `label`, `words` (how many it has), `coherence` (missing with
        fewer than two words), `diversity`. The last row, topic -1 with the label "All topics", has
        the mean coherence and the diversity of all. Empty without topics that have words.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    words = [text.split(", ") if text else [] for text in topics.topics["words"]]
    if not any(words):
        return pd.DataFrame(columns=COLUMNS)
    coherence = npmi(words, topics.documents["text"])
    keys = [{term_key(word) for word in terms} for terms in words]
    rows = []
    for place, row in enumerate(to_rows(topics.topics[["topic", "label"]])):
        others = set().union(*keys[:place], *keys[place + 1 :])
        own = len(keys[place] - others) / len(words[place]) if words[place] else np.nan
        rows.append((row["topic"], row["label"], len(words[place]), coherence[place], own))
    known = [value for value in coherence if not np.isnan(value)]
    overall = float(np.mean(known)) if known else np.nan
    every = len(set().union(*keys)) / sum(map(len, words))
    rows.append((-1, "All topics", sum(map(len, words)), overall, every))
    return pd.DataFrame(rows, columns=COLUMNS)


def npmi(words: Sequence[Sequence[str]], texts: Iterable[str]) -> list[float]:
    """Return the coherence of each list of words on the texts, as `topic_quality` defines it.

    Examples
    --------
    >>> texts = ["moss grows", "moss grows", "opera singers", "opera"]
    >>> [round(value, 3) for value in npmi([["moss", "grows"], ["moss", "opera"]], texts)]
    [1.0, -0.95]
    """
    keys = dict.fromkeys(term_key(word) for terms in words for word in terms)
    vocabulary = {key: place for place, key in enumerate(keys)}
    stands = _windows(vocabulary, texts)
    together = (stands.T @ stands).toarray() / max(1, stands.shape[0])
    share = np.diag(together)
    coherence = []
    for terms in words:
        places = [vocabulary[term_key(word)] for word in terms]
        pairs = [(one, two) for row, one in enumerate(places) for two in places[:row]]
        values = [_npmi(together[one, two], share[one], share[two]) for one, two in pairs]
        coherence.append(float(np.mean(values)) if values else np.nan)
    return coherence


def _npmi(both: float, one: float, two: float) -> float:
    if not one or not two:
        return 0.0  # a word that these texts don't use says nothing
    if both >= 1:
        return 1.0  # in every window
    return float(np.log((both + NEVER_TOGETHER) / (one * two)) / -np.log(both + NEVER_TOGETHER))


def _windows(vocabulary: dict[str, int], texts: Iterable[str]) -> "csc_array":
    """Return which terms stand in which window: a row for each run of so many words, or shorter text."""
    from scipy.sparse import csc_array

    rows, columns, first = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], 0
    for text in texts:
        terms, length = placed_terms(text)
        windows = max(1, length - WINDOW + 1)
        for term, start, end in terms:
            column = vocabulary.get(term_key(term))
            if column is not None:
                within = np.arange(max(0, end - WINDOW), min(start, windows - 1) + 1)
                rows.append(first + within)
                columns.append(np.full(len(within), column))
        first += windows
    where = (np.concatenate(rows), np.concatenate(columns))
    stands = csc_array((np.ones(len(where[0])), where), shape=(first, len(vocabulary)))
    stands.data[:] = 1.0  # a term that stands twice in a window stands in it
    return stands


@traced
def plot_topic_quality(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the coherence of each topic as a point, with all topics' mean as a line and diversity beside it.

    Parameters
    ----------
    table : DataFrame
        What `topic_quality` returns.
    ax : Axes, optional

    Raises
    ------
    TooLittleData
        If no topic has words.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> rows = [(0, "moss", 10, 0.2, 1.0), (-1, "All topics", 10, 0.2, 1.0)]
    >>> ax = plot_topic_quality(pd.DataFrame(rows, columns=COLUMNS), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['own\\nwords', '100%']
    """
    require_pandas(table, COLUMNS, "table", "`topic_quality`")
    rows = [row for row in to_rows(table) if row["topic"] >= 0]
    if not rows:
        raise TooLittleData(NO_WORDS)
    ax = new_axes(ax)
    known = [(place, row["coherence"]) for place, row in enumerate(rows) if row["coherence"] is not None]
    ax.axvline(table["coherence"].iloc[-1], color="0.5", linewidth=0.8, linestyle="--")
    ax.plot([value for _, value in known], [place for place, _ in known], "o", color="C0")
    beside: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "ha": "left", "size": "small"}
    ax.text(1.02, -0.6, "own\nwords", va="bottom", **beside)
    for place, row in enumerate(rows):
        if row["diversity"] is not None:
            ax.text(1.02, place, f"{row['diversity']:.0%}", va="center", **beside)
    ax.set_yticks(range(len(rows)), [topic_name(row["topic"], row["label"]) for row in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    low = min([0.0, *(value for _, value in known)])
    ax.set_xlim(low - 0.05, max([0.3, *(value for _, value in known)]) + 0.05)
    ax.set_xlabel("Coherence (NPMI; line: mean)")
    return ax


def describe_topic_quality(table: pd.DataFrame) -> str:
    """Return sentences that read the table of `topic_quality`."""
    require_pandas(table, COLUMNS, "table", "`topic_quality`")
    rows = [row for row in to_rows(table) if row["topic"] >= 0]
    if not rows:
        return NO_WORDS
    every = to_rows(table)[-1]
    known = [row for row in rows if row["coherence"] is not None]
    text = (
        f"{percent(every['diversity'])} of the topics' {counted(every['words'], 'word')} are different ones."
    )
    if not known:
        return f"{text} No topic has the two words that coherence takes."
    low, high = (pick(known, key=lambda row: row["coherence"]) for pick in (min, max))
    loose = [str(row["topic"]) for row in known if row["coherence"] <= 0]
    ends = [f"{row['coherence']:.2f} (topic {row['topic']})" for row in (low, high)]
    text = (
        f"The words' mean coherence (NPMI; 0 is chance, 1 is always together) is {every['coherence']:.2f}"
        f"{', from ' + ' to '.join(ends) if len(known) > 1 else ''}. {text}"
    )
    if not loose:
        return text
    noun = "topic" if len(loose) == 1 else "topics"
    return f"{text} The words of {noun} {listed(loose)} meet no more than by chance."
