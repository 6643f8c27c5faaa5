"""Time and memory of fitting topics to 1,000, 5,000, 20,000 and 100,000 papers, embeddings given.

    python bench/large.py [FOLDER] [--sizes 1000 5000]

The papers are those of FOLDER (labelled texts, see bench/topics.py; without it those of seeds/), drawn
again and again, their sentences in another order, and their vectors moved by noise. Each size is fitted
in a process of its own.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 5000, 20_000, 100_000)
NOISE = 0.5


def some_texts(folder: str) -> list[str]:
    """Return the labelled texts of a folder, or without one those of seeds/."""
    if folder:
        frames = (pd.read_csv(file) for file in sorted(Path(folder).glob("*.csv*")))
        return pd.concat(frames)["text"].tolist()
    from analysis import load_corpus
    from analysis.topics import paper_texts

    texts = paper_texts(load_corpus(ROOT / "seeds").papers)["text"]
    return texts[texts.ne("")].tolist()


def many_papers(texts: list[str], size: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return that many papers, drawn with replacement and changed, and which text each was drawn from."""
    drawn = np.random.default_rng(0).integers(0, len(texts), size)
    order = random.Random(0)
    abstracts = []
    for place in drawn:
        sentences = texts[place].split(". ")
        order.shuffle(sentences)
        abstracts.append(". ".join(sentences))
    return pd.DataFrame({"paper_id": range(size), "title": "", "abstract": abstracts}), drawn


def moved(vectors: np.ndarray, *, noise: float = NOISE) -> np.ndarray:
    """Return unit vectors that noise of that length was added to."""
    numbers = np.random.default_rng(1)
    step = numbers.standard_normal(vectors.shape, dtype=np.float32) * np.float32(
        noise / vectors.shape[1] ** 0.5
    )
    return (vectors + step) / np.linalg.norm(vectors + step, axis=1, keepdims=True)


def fit_many(folder: str, size: int) -> None:
    """Fit topics to that many papers and print what it took."""
    from analysis import fit_topics
    from analysis.embedding import embed_texts

    texts = some_texts(folder)
    vectors = embed_texts(texts, progress=False)
    papers, drawn = many_papers(texts, size)
    embeddings = moved(vectors[drawn])
    wall, cpu = time.perf_counter(), time.process_time()
    topics = fit_topics(papers, embeddings=embeddings)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(f"{size:>8,} {len(topics.topics):>7} {cpu:>8.1f} {wall:>8.1f} {peak:>9,.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return fit_many(options.folder, options.sizes[0])
    print(f"{'texts':>8} {'topics':>7} {'CPU s':>8} {'wall s':>8} {'peak MiB':>9}", flush=True)
    for size in options.sizes:
        command = [sys.executable, __file__, options.folder, "--here", "--sizes", str(size)]
        subprocess.run(command, check=True, cwd=ROOT)
    return None


if __name__ == "__main__":
    main()
