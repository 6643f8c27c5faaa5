"""Times of the main job on seeds/: reading, a cold and a warm report, and what each stage takes.

Every ratio is of two times of this very run.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


def best_of(times: int, run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def bench_import() -> None:
    """Print how long importing the package takes beside importing pandas alone."""
    commands = ([sys.executable, "-c", f"import {name}"] for name in ("analysis", "pandas"))
    package, pandas = (best_of(3, partial(subprocess.run, run, check=True, cwd=ROOT)) for run in commands)
    print(f"import analysis        {package:6.2f} s   {package / pandas:.1f} x import pandas")


def bench_reading() -> None:
    """Print how long reading and merging the five pages takes beside only reading their text."""
    from analysis import load_corpus

    load = best_of(5, lambda: load_corpus(SEEDS))
    pages = list(SEEDS.glob("*.txt"))
    text = best_of(5, lambda: [page.read_text(encoding="utf-8").splitlines() for page in pages])
    print(f"load_corpus('seeds')   {load:6.2f} s   (aim: 0.20 s)   {load / text:.0f} x splitting into lines")


def bench_report(folder: Path) -> None:
    """Print the seconds of a cold and a warm report, and of each notebook in them."""
    from analysis.report import make_report

    runs = {}
    for kind in ("cold", "warm"):
        start = time.perf_counter()
        report = make_report([SEEDS], output=folder, parameters={"cache": str(folder / "embeddings.sqlite")})
        runs[kind] = (time.perf_counter() - start, report.seconds)
    cold, warm = runs["cold"][0], runs["warm"][0]
    print(f"report, nothing cached {cold:6.1f} s")
    print(f"report, cached         {warm:6.1f} s   {cold / warm:.1f} x faster")
    for name in runs["cold"][1]:
        shares = (f"{kind} {s[name]:5.1f} s ({s[name] / whole:3.0%})" for kind, (whole, s) in runs.items())
        print(f"  {name:<20} {'   '.join(shares)}")


def bench_topic_stages(folder: Path) -> None:
    """Print what each stage of fitting topics takes in a process of its own, with a warm cache."""
    code = f"""
import time; t = time.perf_counter()
def lap(what):
    global t
    now = time.perf_counter(); print(f"  {{what:<20}} {{now - t:5.1f}} s"); t = now
from analysis import load_corpus, fit_topics
lap("import analysis")
papers = load_corpus({str(SEEDS)!r}).papers
lap("read")
import warnings
with warnings.catch_warnings():
    import bertopic
lap("import bertopic")
fit_topics(papers, cache={str(folder / "embeddings.sqlite")!r})
lap("fit (cached)")
"""
    print("topics, stage by stage")
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def main() -> None:
    """Run all benchmarks."""
    bench_import()
    bench_reading()
    with tempfile.TemporaryDirectory() as folder:
        bench_report(Path(folder))
        bench_topic_stages(Path(folder))


if __name__ == "__main__":
    main()
