"""Agreement with human labels, stability and time of the topics, beside BERTopic's defaults.

    python bench/topics.py FOLDER [--bertopic]

FOLDER holds labelled texts: CSV files (gzip or not) with the columns `text` and `label`.
"""

import argparse
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from analysis.clustering import consensus_clusters, neighbor_graph
from analysis.embedding import embed_texts

SEEDS = range(5)
Method = Callable[[list[str], np.ndarray, int], np.ndarray]


def ours(_texts: list[str], vectors: np.ndarray, seed: int) -> np.ndarray:
    return consensus_clusters(neighbor_graph(vectors), seed=seed).labels


def bertopic_defaults(texts: list[str], vectors: np.ndarray, seed: int) -> np.ndarray:
    from bertopic import BERTopic
    from umap import UMAP

    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    return np.array(BERTopic(umap_model=umap).fit_transform(texts, vectors)[0])


def measure(name: str, method: Method, texts: list[str], vectors: np.ndarray, labels: list[str]) -> dict:
    start = time.process_time()
    found = [method(texts, vectors, seed) for seed in SEEDS]
    seconds = (time.process_time() - start) / len(found)
    pairs = [adjusted_rand_score(one, two) for one, two in combinations(found, 2)]
    return {
        "method": name,
        "AMI": np.mean([adjusted_mutual_info_score(labels, topics) for topics in found]),
        "stability": np.mean(pairs),
        "lowest": min(pairs),
        "topics": np.mean([len(set(topics) - {-1}) for topics in found]),
        "left out": np.mean([(topics == -1).mean() for topics in found]),
        "CPU s": seconds,
    }


def kept_without_a_tenth(vectors: np.ndarray) -> float:
    """Return the mean agreement on the papers that stay when a random tenth is left out."""
    whole = ours([], vectors, 0)
    agreements = []
    for seed in SEEDS:
        kept = np.sort(np.random.default_rng(seed).permutation(len(vectors))[: int(0.9 * len(vectors))])
        agreements.append(adjusted_rand_score(whole[kept], ours([], vectors[kept], 0)))
    return float(np.mean(agreements))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bertopic", action="store_true", help="measure BERTopic's defaults too (minutes)")
    options = parser.parse_args()
    methods = {"ours": ours} | ({"BERTopic defaults": bertopic_defaults} if options.bertopic else {})
    rows = []
    for file in sorted(options.folder.glob("*.csv*")):
        frame = pd.read_csv(file)
        texts = frame["text"].tolist()
        vectors = embed_texts(texts)
        for name, method in methods.items():
            row = measure(name, method, texts, vectors, frame["label"].tolist())
            kept = kept_without_a_tenth(vectors) if name == "ours" else np.nan
            rows.append({"set": file.name.split(".")[0], "texts": len(texts), **row, "tenth left out": kept})
    print(
        pd.DataFrame(rows).round(3).to_string(index=False)
        if rows
        else f"No labelled texts in {options.folder}."
    )


if __name__ == "__main__":
    main()
