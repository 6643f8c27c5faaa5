"""Topics beside other ways to find them: agreement with labels, stability, words, time and memory.

    python bench/topics.py [FOLDER] [--seeds 5] [--output FILE]

FOLDER holds labelled texts: CSV files (gzip or not) with the columns `text` and `label`. Without it the
set is the one that the project carries (bench/planted.py). All methods get the same embeddings and the
same words and phrases to count; k-means, LDA and NMF are told the number of labels, the others nothing.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from planted import planted_abstracts
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from analysis.embedding import embed_texts
from analysis.topic_model import counter_of
from analysis.topic_quality import npmi
from analysis.topic_words import count_terms, term_key

ROOT = Path(__file__).resolve().parent.parent
Found = tuple[np.ndarray, list[list[str]]]  # the topic of each text, the words of each topic


def word_counter(texts: list[str]) -> CountVectorizer:
    """Return the vectoriser of our words and phrases, which all methods get."""
    return counter_of(count_terms(texts)[0])


def ours(texts: list[str], vectors: np.ndarray, _wanted: int, seed: int) -> Found:
    from analysis import fit_topics

    papers = pd.DataFrame({"paper_id": range(len(texts)), "title": "", "abstract": texts})
    topics = fit_topics(papers, embeddings=vectors, seed=seed)
    return topics.assignments["topic"].to_numpy(), [words.split(", ") for words in topics.topics["words"]]


def bertopic_defaults(texts: list[str], vectors: np.ndarray, _wanted: int, seed: int) -> Found:
    from bertopic import BERTopic
    from umap import UMAP

    # BERTopic's own UMAP, with a seed
    options = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine", "low_memory": False}
    umap = UMAP(**options, random_state=seed)
    # not "english", which would strip accents and hyphens from the texts before words are counted
    model = BERTopic(language="multilingual", umap_model=umap, vectorizer_model=word_counter(texts))
    found = np.array(model.fit_transform(texts, vectors)[0])
    ranked = [model.get_topic(topic) for topic in sorted(set(found.tolist()) - {-1})]
    return found, [[word for word, _ in terms if word.strip()] for terms in ranked]


def kmeans(texts: list[str], vectors: np.ndarray, wanted: int, seed: int) -> Found:
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.cluster import KMeans

    found = KMeans(wanted, n_init=10, random_state=seed).fit_predict(vectors)
    counter = word_counter(texts)
    counts = counter.fit_transform([" . ".join(np.array(texts)[found == topic]) for topic in range(wanted)])
    weights = ClassTfidfTransformer().fit_transform(counts).toarray()
    return found, heaviest(weights, counter.get_feature_names_out())


def lda(texts: list[str], _vectors: np.ndarray, wanted: int, seed: int) -> Found:
    from sklearn.decomposition import LatentDirichletAllocation

    counter = word_counter(texts)
    model = LatentDirichletAllocation(wanted, random_state=seed)
    shares = model.fit_transform(counter.fit_transform(texts))
    return shares.argmax(axis=1), heaviest(model.components_, counter.get_feature_names_out())


def nmf(texts: list[str], _vectors: np.ndarray, wanted: int, seed: int) -> Found:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    counter = word_counter(texts)
    weights = TfidfTransformer().fit_transform(counter.fit_transform(texts))
    model = NMF(wanted, init="nndsvdar", random_state=seed, max_iter=1000)
    return model.fit_transform(weights).argmax(axis=1), heaviest(
        model.components_, counter.get_feature_names_out()
    )


def heaviest(weights: np.ndarray, names: np.ndarray, *, most: int = 10) -> list[list[str]]:
    """Return the names of the greatest weights of each row."""
    return [names[np.argsort(-row, kind="stable")[:most]].tolist() for row in weights]


METHODS: dict[str, Callable[[list[str], np.ndarray, int, int], Found]] = {
    "this package": ours,
    "BERTopic, defaults": bertopic_defaults,
    "k-means, told the number": kmeans,
    "LDA, told the number": lda,
    "NMF, told the number": nmf,
}


def fit_here(method: str, file: Path, seeds: int) -> None:
    """Fit a method with each seed and print as JSON what it found and took: the work of a child process."""
    import warnings

    warnings.simplefilter("ignore")  # of the methods that are compared
    frame = pd.read_csv(file)
    texts, wanted = frame["text"].tolist(), frame["label"].nunique()
    vectors = embed_texts(texts, progress=False)
    start = time.process_time()
    fits = [METHODS[method](texts, vectors, wanted, seed) for seed in range(seeds)]
    seconds = (time.process_time() - start) / seeds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    found = [np.asarray(topics).tolist() for topics, _ in fits]
    print(json.dumps({"found": found, "words": fits[0][1], "seconds": seconds, "peak": peak}))


def measured(method: str, frame: pd.DataFrame, fits: dict[str, Any]) -> dict[str, Any]:
    """Return the row of the table for one method on one set."""
    found = [np.array(topics) for topics in fits["found"]]
    words = [[word for word in topic if word.strip()] for topic in fits["words"]]
    keys = [term_key(word) for topic in words for word in topic]
    pairs = [adjusted_rand_score(one, two) for one, two in combinations(found, 2)]
    return {
        "method": method,
        "AMI": np.mean([adjusted_mutual_info_score(frame["label"], topics) for topics in found]),
        "stability": np.mean(pairs) if pairs else np.nan,
        "topics": np.mean([len(set(topics.tolist()) - {-1}) for topics in found]),
        "left out": np.mean([(topics == -1).mean() for topics in found]),
        "coherence": np.nanmean(npmi(words, frame["text"])) if keys else np.nan,
        "diversity": len(set(keys)) / len(keys) if keys else np.nan,
        "CPU s": fits["seconds"],
        "peak MiB": fits["peak"],
    }


def compare(name: str, frame: pd.DataFrame, file: Path, seeds: int) -> list[dict[str, Any]]:
    """Return the rows of a set of labelled texts, each method fitted in a process of its own."""
    rows = []
    embed_texts(frame["text"], progress=False)  # so that no method pays for it
    for method in METHODS:
        command = [sys.executable, __file__, str(file), "--here", method, "--seeds", str(seeds)]
        done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        row = measured(method, frame, json.loads(done.stdout.splitlines()[-1]))
        rows.append({"set": name, "texts": len(frame), **row})
        print("  ".join(f"{key} {_shown(value)}" for key, value in rows[-1].items()), flush=True)
    return rows


def _shown(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return "–" if np.isnan(value) else f"{value:.3f}" if abs(value) < 1.0005 else f"{value:.1f}"


def as_markdown(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        list(rows[0]),
        ["---"] * len(rows[0]),
        *([_shown(value) for value in row.values()] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--output", type=Path, help="write the table there, as Markdown")
    parser.add_argument("--here", choices=METHODS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return fit_here(options.here, options.folder, options.seeds)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        planted = Path(folder) / "planted.csv"
        planted_abstracts().to_csv(planted, index=False)
        sets = sorted(options.folder.glob("*.csv*")) if options.folder else []
        for file in [planted, *sets]:
            rows += compare(file.name.split(".")[0], pd.read_csv(file), file.resolve(), options.seeds)
    print("\n" + as_markdown(rows))
    if options.output:
        options.output.write_text(as_markdown(rows), encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
