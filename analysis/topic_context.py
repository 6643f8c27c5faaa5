"""The words of the topics where they stand: a sentence of a typical paper for each."""

import re

import pandas as pd

from analysis.drawing import counted, papers_word
from analysis.errors import require_made, require_pandas
from analysis.markup import plain_text
from analysis.provenance import traced
from analysis.topic_tables import central_papers
from analysis.topic_words import term_key, terms
from analysis.topics import Topics

COLUMNS = ["topic", "label", "word", "context", "paper_id"]
NO_WORDS = "No topic has words that could be shown in context."
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


@traced
def words_in_context(topics: Topics, *, words: int = 3, width: int = 160) -> pd.DataFrame:
    """Return for the first words of each topic a sentence in which a typical paper uses them.

    The papers of a topic are searched from the one nearest to its centre on, and each word is shown
    in another paper as far as there are enough of them.

    Parameters
    ----------
    topics : Topics
    words : int
        How many words of each topic.
    width : int
        The most characters of a sentence that are shown; a longer one is cut on both sides.

    Returns
    -------
    DataFrame
        `topic`, `label`, `word`, `context` (the sentence, the word between guillemets), `paper_id`.

    Raises
    ------
    ValueError
        If `words` is less than 1 or `width` less than 40.

    Examples
    --------
    >>> from analysis.topics import fit_topics
    >>> texts = [f"Moss grows on stone {n}. Nobody knows why moss does." for n in "abcdefghijkl"]
    >>> papers = pd.DataFrame({"paper_id": list("abcdefghijkl"), "title": None, "abstract": texts})
    >>> topics = fit_topics(papers, embeddings=[[1.0, 0.0]] * 12)
    >>> words_in_context(topics, words=2)[["word", "context"]].to_numpy().tolist()
    [['knows', 'Nobody «knows» why moss does.'], ['moss grows', '«Moss grows» on stone b.']]
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    if words < 1 or width < 40:
        raise ValueError(
            f"`words` must be 1 or more and `width` 40 or more, but {words!r} and {width!r} were given."
        )
    if topics.topics.empty:
        return pd.DataFrame(columns=COLUMNS)
    papers = central_papers(topics).merge(topics.documents, on="paper_id")
    rows = []
    for topic, label, named in topics.topics[["topic", "label", "words"]].itertuples(index=False):
        own = papers.loc[papers["topic"] == topic, ["paper_id", "text"]]
        shown: set[object] = set()
        for word in [word for word in named.split(", ") if word][:words]:
            unseen = own[~own["paper_id"].isin(shown)]
            context, paper_id = (
                _first_use(word, unseen, width) or _first_use(word, own, width) or (None, None)
            )
            shown.add(paper_id)
            rows.append((topic, label, word, context, paper_id))
    return pd.DataFrame(rows, columns=COLUMNS)


def _first_use(word: str, papers: pd.DataFrame, width: int) -> tuple[str, object] | None:
    """Return the first sentence of the papers that uses a word in any of its forms, and whose it is."""
    key = term_key(word)
    for paper_id, text in papers.itertuples(index=False):
        for sentence in SENTENCE_END.split(plain_text(text)):
            form = next((term for term in terms(sentence) if term_key(term) == key), None)
            if form is not None:
                return _cut_out(sentence, form, width), paper_id
    return None


def _cut_out(sentence: str, form: str, width: int) -> str:
    """Return a piece of the sentence around a term, marked where it is found as it is written."""
    words = r"[\s\-‐]+".join(map(re.escape, form.split(" ")))
    found = re.search(rf"(?<!\w)(?<!\w[-‐]){words}(?!\w|[-‐]\w)", sentence, re.IGNORECASE)
    start, end = found.span() if found else (0, 0)
    left = max(0, min(start - (width - (end - start)) // 2, len(sentence) - width))
    right = min(len(sentence), left + width)
    # whole words only
    if left and 0 <= (space := sentence.find(" ", left)) < start:
        left = space + 1
    if right < len(sentence) and (space := sentence.rfind(" ", 0, right)) > end:
        right = space
    word = f"«{sentence[start:end]}»" if found else ""
    piece = sentence[left:start] + word + sentence[end:right]
    return f"{'… ' if left else ''}{piece}{' …' if right < len(sentence) else ''}"


def describe_words_in_context(table: pd.DataFrame) -> str:
    """Return a sentence that says how to read the table of `words_in_context`."""
    require_pandas(table, ["topic", "word", "paper_id"], "table", "`words_in_context`")
    if table.empty:
        return NO_WORDS
    words, topics = counted(len(table), "word"), counted(table["topic"].nunique(), "topic")
    papers = table["paper_id"].nunique()
    return (
        f"{words} of {topics} as {papers_word(papers)} use{'s' if papers == 1 else ''} them, those nearest "
        "to the centre of their topic first; the sentences say what a word means there."
    )
