"""In which languages the papers of each topic are written, so that a language does not pass for a topic."""

import re
import unicodedata
from collections import Counter

import pandas as pd

from analysis.drawing import listed, papers_word
from analysis.errors import require_made, require_pandas
from analysis.markup import plain_text
from analysis.provenance import traced
from analysis.stop_words import SMALL_WORDS
from analysis.topic_tables import placed_papers
from analysis.topics import Topics

SCRIPTS = {
    "CYRILLIC": "Cyrillic script", "CJK": "Chinese or Japanese", "HIRAGANA": "Chinese or Japanese",
    "KATAKANA": "Chinese or Japanese", "HANGUL": "Korean", "ARABIC": "Arabic script", "GREEK": "Greek",
    "HEBREW": "Hebrew", "DEVANAGARI": "Devanagari script", "THAI": "Thai",
}  # fmt: skip
SHARED_BY = Counter(" ".join(SMALL_WORDS.values()).split())
FEWEST_HITS = 4
COLUMNS = ["topic", "label", "language", "papers", "total", "share", "main_language", "flag"]
NO_TOPICS = "There are no topics whose languages could be told."


def text_language(text: str) -> str | None:
    """Return the language of a text by its small words, or its script; None where that does not tell.

    A guess that is made for abstracts: of few words it tells nothing, and of languages that are
    not listed only the script.

    Examples
    --------
    >>> text_language("Nous montrons que les arbres de la forêt sont plus grands dans cette région.")
    'French'
    >>> text_language("Deep moss") is None
    True
    """
    text = plain_text(text)
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in letters if letter > "\u02ff")
    for script, count in scripts.most_common(1):
        if count > 0.4 * len(letters):
            return SCRIPTS.get(script.split("-")[0])
    counts = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    # a word that several languages share tells less
    hits = {
        language: sum(counts[word] / SHARED_BY[word] for word in words.split() if word in counts)
        for language, words in SMALL_WORDS.items()
    }
    (first, most), (_, next_most) = sorted(hits.items(), key=lambda hit: -hit[1])[:2]
    return first if most >= FEWEST_HITS and most > 1.5 * next_most else None


@traced
def topic_languages(topics: Topics) -> pd.DataFrame:
    """Return in which languages the papers of each topic are written, as far as their texts tell.

    Returns
    -------
    DataFrame
        One row a topic and language, the topic's most frequent first: `topic`, `label`, `language`
        ('not known' where the text does not tell, see `text_language`), `papers`, `total` (papers of
        the topic), `share`, `main_language` (of most papers of all topics), and `flag`: in this topic
        another language has at least half of the papers whose language is known, so that it may be
        a language rather than a subject.
    """
    require_made(topics, "topics", "assignments", "fit_topics")
    found = placed_papers(topics)
    texts = topics.documents.set_index("paper_id")["text"]
    found["language"] = [text_language(texts[paper]) or "not known" for paper in found["paper_id"]]
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = found.groupby(["topic", "label", "language"]).size().rename("papers").reset_index()
    table["total"] = table.groupby("topic")["papers"].transform("sum")
    table["share"] = table["papers"] / table["total"]
    known = table[table["language"] != "not known"]
    counts = known.groupby("language")["papers"].sum()
    table["main_language"] = counts.idxmax() if len(counts) else "not known"
    of_topic = known.groupby("topic")["papers"].sum()
    other = known[known["language"] != table["main_language"].iloc[0]].groupby("topic")["papers"].sum()
    flagged = other.index[other >= 0.5 * of_topic[other.index]]
    table["flag"] = table["topic"].isin(flagged)
    order = ["topic", "papers", "language"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)[COLUMNS]


def describe_topic_languages(table: pd.DataFrame) -> str:
    """Return sentences that read the table of `topic_languages`, with a warning where it takes one."""
    require_pandas(table, ["papers", "main_language", "language", "flag"], "table", "`topic_languages`")
    if table.empty:
        return NO_TOPICS
    main = table["main_language"].iloc[0]
    counts = table.groupby("language")["papers"].sum().sort_values(ascending=False, kind="stable")
    total = int(counts.sum())
    if main == "not known":
        return f"Of none of {papers_word(total)} the language can be told by its small words."
    text = f"{counts[main]:,} of {papers_word(total)} are in {main} by their small words"
    others = [f"{number:,} in {name}" for name, number in counts.items() if name not in (main, "not known")]
    text += f", {listed(others)}" if others else ", none in another language"
    unknown = int(counts.get("not known", 0))
    text += f"; of {unknown:,} it can't be told." if unknown else "."
    flagged = table.loc[table["flag"], ["topic", "label"]].drop_duplicates()
    if flagged.empty:
        return f"{text} No topic is mostly in another language."
    named = listed([f"{topic} ({label})" for topic, label in flagged.itertuples(index=False, name=None)])
    noun, verb = ("Topic", "is") if len(flagged) == 1 else ("Topics", "are")
    return f"{text} {noun} {named} {verb} mostly in another language: perhaps no subject of its own."
