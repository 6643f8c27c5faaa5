"""Times of reading: beside other libraries on the same files, and as the number of records grows.

All times are CPU seconds of a process of its own for each file and each library, all of one run. Other
libraries are installed from `bench/peers.txt` into an environment of their own, `.venv-peers`. The files
are real exports from `../shared/data` or from the folder given by `--exports`; without these, the invented
ones in `tests/exports`, repeated.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made_records import write_records

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers"
BARE = ("pybibx", "biblium")  # installed without the packages that they do not need for reading
FILES = {
    "wos_500.txt": "wos_invented.txt",
    "scopus_581.csv": "scopus_today.csv",
    "wos_236.bib": "wos_invented.bib",
    "scopus_236.bib": "scopus_invented.bib",
    "pubmed_335.txt": "medline_invented.nbib",
}
READS = {
    "metaknowledge": (".txt",),
    "biblioflow": (".txt", ".csv", ".bib"),
    "biblium": (".txt", ".csv", ".bib"),
    "pybibx": (".txt", ".csv", ".bib"),
    "litstudy": (".csv", ".bib"),
}
WHAT = ("records", "authors", "references", "abstracts")
NEARLY = 0.99  # share of what ours has from which on nothing counts as lost
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_SECONDS, MOST_BYTES = 1500, 20 << 30
MEASURED = re.compile(r"^\{.*\}$", re.MULTILINE)


def peers_python() -> Path:
    """Return the Python that has the other libraries; they are installed if they are not there yet."""
    python = PEERS / "bin" / "python"
    if not (PEERS / "installed").exists():
        print(f"Installing the other libraries into {PEERS.name} ...")
        venv.create(PEERS, with_pip=True, clear=True)
        wanted = [line for line in (ROOT / "bench/peers.txt").read_text().split("\n") if line[:1] not in "#"]
        bare = [line for line in wanted if line.startswith(BARE)]
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *(line for line in wanted if line not in bare)], check=True)
        subprocess.run([*install, "--no-deps", *bare], check=True)
        (PEERS / "installed").touch()
    return python


def measured(python: str | Path, script: str, *arguments: object) -> dict[str, Any]:
    """Return what a script prints as JSON, run in a process of its own."""
    command = [str(python), str(ROOT / "bench" / script), *map(str, arguments)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=4 * MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "did not end in time"}
    found = MEASURED.findall(run.stdout)
    return json.loads(found[-1]) if found else {"error": run.stderr.strip().split("\n")[-1][:100]}


def samples(folder: Path, scratch: Path) -> list[Path]:
    """Return the exports to read: real ones, or invented ones repeated."""
    real = [folder / name for name in FILES if (folder / name).is_file()]
    if real:
        return real
    print(
        "No real exports are there. Invented ones, repeated, are read instead: few papers, so few references."
    )
    made = []
    for name, invented in FILES.items():
        text = (ROOT / "tests/exports" / invented).read_text(encoding="utf-8-sig")
        head, _, rows = text.partition("\n") if name.endswith(".csv") else ("", "", text)
        made.append(scratch / name)
        rows = rows.replace("\nEF\n", "\n")
        made[-1].write_text((head and head + "\n") + 200 * (rows.rstrip("\n") + "\n\n"[head != "" :]))
    return made


def bench_peers(files: list[Path], python: str | Path) -> None:
    """Print CPU seconds and what was kept, for each file and library, and the ratios to ours."""
    print(
        "\nreading, CPU seconds; `lost` is what is fewer than ours by more than 1%; biblium cuts no cells up"
    )
    for file in files:
        rows = {"ours": measured(sys.executable, "peers.py", "ours", file)}
        for name in (name for name, suffixes in READS.items() if file.suffix in suffixes):
            rows[name] = measured(python, "peers.py", name, file)
        print(f"\n{file.name:<22} {'seconds':>8} {'+start':>7}", *(f"{what:>10}" for what in WHAT), " lost")
        for name, row in rows.items():
            print(line_of(name, row, lost(row, rows)))
        whole = {name: row["read"] for name, row in rows.items() if name != "ours" and not lost(row, rows)}
        if whole and "read" in rows["ours"]:
            ratios = (
                f"{rows['ours']['read'] / whole[name]:.2f} {name}" for name in sorted(whole, key=whole.get)
            )
            print("ours as a multiple of those that lose nothing, the fastest first:", ", ".join(ratios))
            alone = measured(sys.executable, "reading.py", "--measure", file)["reading"]
            print(f"of ours {alone:.3f} s are reading, the rest is what the others do not do")


def line_of(name: str, row: dict[str, Any], missing: str) -> str:
    """Return the line that is printed for one library."""
    title = f"{name} {row.get('version', '')}"
    if "error" in row:
        return f"{title:<22} {row['error']}"
    counts = " ".join(f"{row[what]:>10,}" for what in WHAT)
    return f"{title:<22} {row['read']:>8.3f} {row['start'] + row['read']:>7.2f} {counts}  {missing or '-'}"


def lost(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> str:
    """Return what a library lost: that of which it has less than ours."""
    if "error" in row:
        return "all"
    known = rows["ours"] if "read" in rows["ours"] else row
    return ", ".join(what for what in WHAT if row[what] < NEARLY * known[what])


def bench_curve(sample: Path, largest: int, scratch: Path, *, fresh: float = 0.0) -> None:
    """Print CPU time and memory as the number of records grows."""
    print(f"\nof the references with a page, {fresh:.0%} are cited by no other record", end="")
    print(f"\n{'records':>9} {'MB':>7} {'CPU s':>8} {'reading':>8} {'merging':>8} {'µs/record':>10}", end="")
    print(f" {'peak MB':>8} {'bytes a byte':>13} {'without start':>14}")
    last: dict[str, Any] = {}
    for count in (size for size in SIZES if size <= largest):
        if last and (problem := too_much(last, count / last["records"])):
            print(f"{count:>9,} not tried: {problem}")
            break
        file = scratch / f"records_{count}.txt"
        write_records(sample, count, file, fresh=fresh)
        last = measured(sys.executable, "reading.py", "--measure", file)
        size = file.stat().st_size
        file.unlink()
        if "error" in last:
            print(f"{count:>9,} {last['error']}")
            break
        seconds, peak = last["seconds"], last["peak"]
        print(f"{count:>9,} {size / 1e6:>7.1f} {seconds:>8.2f} {last['reading']:>8.2f}", end="")
        print(f" {seconds - last['reading']:>8.2f} {seconds / count * 1e6:>10.0f} {peak / 1e6:>8.0f}", end="")
        print(f" {peak / size:>13.2f} {(peak - last['start']) / size:>14.2f}", flush=True)


def too_much(last: dict[str, Any], times: float) -> str:
    """Return why reading so many times more records would take too much, or nothing."""
    seconds = times * last["seconds"]
    memory = last["start"] + times * (last["peak"] - last["start"])
    if seconds > MOST_SECONDS:
        return f"about {seconds / 60:.0f} minutes of CPU at the rate of the line above"
    return f"about {memory / 2**30:.0f} GiB at the rate of the line above" if memory > MOST_BYTES else ""


def measure(path: str) -> None:
    """Print what reading one file takes: seconds in all and of reading alone, and bytes of memory."""
    sys.path.insert(0, str(ROOT))
    from analysis import corpus

    taken = {}

    def timed(read: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            start = time.process_time()
            found = read(*arguments)
            taken["reading"] = time.process_time() - start
            return found

        return run

    corpus.read_files = timed(corpus.read_files)
    memory, start = peak_memory(), time.process_time()
    records = len(corpus.load_corpus(path).records)
    taken |= {
        "seconds": time.process_time() - start,
        "start": memory,
        "peak": peak_memory(),
        "records": records,
    }
    print(json.dumps(taken))


def peak_memory() -> int:
    """Return the most bytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Run both benchmarks, or measure one file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--exports", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--peers", type=Path, help="a Python that has the other libraries")
    options.add_argument("--largest", type=int, default=100_000, help="records in the largest file")
    options.add_argument(
        "--fresh", type=float, default=0.0, help="share of references that no other record cites"
    )
    options.add_argument("--measure", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        measure(given.measure)
        return
    os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        files = samples(given.exports, Path(folder))
        bench_peers(files, given.peers or peers_python())
        bench_curve(files[0], given.largest, Path(folder), fresh=given.fresh)


if __name__ == "__main__":
    main()
