"""CPU seconds from texts to a table of topics in a fresh process, beside BERTopic's defaults.

    python bench/speed.py [FOLDER] [--sizes 1000 5000] [--warm]

Start-up, imports and compilation count. Cold: the texts are embedded, both by all-MiniLM-L6-v2. Warm:
the embeddings are there. `--warm` leaves the cold runs out, which take minutes. The texts are made from
those of FOLDER, or of seeds/, as bench/large.py does.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from large import many_papers, moved, some_texts

from analysis.embedding import embed_texts

ROOT = Path(__file__).resolve().parent.parent
OURS = """
import sys
import numpy as np, pandas as pd
from analysis import fit_topics
papers = pd.read_parquet(sys.argv[1])
vectors = np.load(sys.argv[2]) if len(sys.argv) > 2 else None
print(len(fit_topics(papers, embeddings=vectors, cache=False).topics))
"""
BERTOPIC = """
import sys
import numpy as np, pandas as pd
from bertopic import BERTopic
from sentence_transformers import SentenceTransformer
from analysis.embedding import model_path
texts = pd.read_parquet(sys.argv[1])["abstract"].tolist()
vectors = np.load(sys.argv[2]) if len(sys.argv) > 2 else None
model = BERTopic(embedding_model=SentenceTransformer(str(model_path()), device="cpu"))
model.fit_transform(texts, vectors)
print(len(model.get_topic_info()))
"""


def cpu_seconds(code: str, *arguments: str) -> float:
    """Return the CPU time of a process of its own that runs the code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--sizes", type=int, nargs="+", default=(1000, 5000))
    parser.add_argument("--warm", action="store_true")
    options = parser.parse_args()
    texts = some_texts(options.folder)
    vectors = embed_texts(texts, progress=False)
    print(f"{'texts':>6} {'':<5} {'this package':>13} {'BERTopic':>9}  CPU s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            papers, drawn = many_papers(texts, size)
            table, given = f"{folder}/papers.parquet", f"{folder}/vectors.npy"
            pd.DataFrame(papers).to_parquet(table)
            np.save(given, moved(vectors[drawn]))
            for kind, arguments in (("cold", [table]), ("warm", [table, given]))[options.warm :]:
                ours, theirs = (cpu_seconds(code, *arguments) for code in (OURS, BERTOPIC))
                times = f"{ours:>13.1f} {theirs:>9.1f}  {theirs / ours:.1f} x"
                print(f"{size:>6,} {kind:<5} {times}", flush=True)


if __name__ == "__main__":
    main()
