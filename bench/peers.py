"""Read one export with one library and print, as JSON, the CPU seconds it took and what was kept of it.

Run in a process of its own by `bench/reading.py`, with the Python that has the library (`bench/peers.txt`):
`python bench/peers.py LIBRARY FILE`. Each function yields three times: when the library is imported, when
the file is read, and what was kept: records, authors and references that can be had one by one, and letters
of abstracts. Cells that hold several things in one text are cut at ` and ` and `;`: the best for them.
"""

import contextlib
import io
import json
import re
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any


def kept(records: int, authors: int, references: int, abstracts: Iterable[Any]) -> dict[str, int]:
    """Return the counts by name; of abstracts, the letters."""
    letters = sum(len(re.sub(r"\W", "", text)) for text in abstracts if isinstance(text, str))
    return {"records": records, "authors": authors, "references": references, "abstracts": letters}


def pieces(cells: Iterable[Any]) -> int:
    """Return how many pieces stand in cells, cut at ` and ` and `;` where they are text."""
    texts = (re.split(r"\band\b|;", cell) if isinstance(cell, str) else cell for cell in cells)
    return sum(len(text) for text in texts if isinstance(text, list))


def ours(path: Path) -> Iterator[Any]:
    """Read with this package."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from analysis import load_corpus

    yield
    corpus = load_corpus(path)
    yield
    records = corpus.records
    yield kept(len(records), pieces(records["authors"]), len(corpus.references), records["abstract"])


def metaknowledge(path: Path) -> Iterator[Any]:
    """Read with metaknowledge, which parses a field when it is asked for."""
    import metaknowledge

    yield
    found = metaknowledge.RecordCollection(str(path))
    records = [{tag: record.get(tag) for tag in list(record)} for record in found]
    yield
    names = [record.get("AF") or record.get("FAU") or record.get("AU") or () for record in records]
    references = sum(len(record.get("CR") or ()) for record in records)
    yield kept(len(records), sum(map(len, names)), references, (record.get("AB") for record in records))


def biblioflow(path: Path) -> Iterator[Any]:
    """Read with biblioflow."""
    import biblioflow

    yield
    found = biblioflow.load(path).data
    yield
    yield kept(len(found), pieces(found["authors"]), pieces(found["references"]), found["abstract"])


def biblium(path: Path) -> Iterator[Any]:
    """Read with biblium, which keeps the cells as they are printed."""
    from biblium import readbib

    yield
    found = readbib.read_bibfile(str(path), database(path))
    yield
    authors = next(name for name in ("Author full names", "Authors") if name in found)
    abstract = next(name for name in found if name.startswith("Abstract"))
    yield kept(len(found), pieces(found[authors]), pieces(found.get("References", ())), found[abstract])


def pybibx(path: Path) -> Iterator[Any]:
    """Read with pyBibX."""
    from pybibx.base import pbx_probe

    yield
    found = pbx_probe(file_bib=str(path), db=database(path), del_duplicated=False).data
    yield
    known = found.replace("UNKNOWN", None)
    yield kept(len(known), pieces(known["author"]), pieces(known["references"]), known["abstract"])


def litstudy(path: Path) -> Iterator[Any]:
    """Read with litstudy."""
    import litstudy

    yield
    found = list((litstudy.load_scopus_csv if path.suffix == ".csv" else litstudy.load_bibtex)(str(path)))
    yield
    authors = sum(len(document.authors or ()) for document in found)
    references = sum(len(document.references or ()) for document in found)
    yield kept(len(found), authors, references, (document.abstract for document in found))


def database(path: Path) -> str:
    """Return what the name of a file says of the database it is from."""
    return path.name.split("_")[0]


READERS = {read.__name__: read for read in (ours, metaknowledge, biblioflow, biblium, pybibx, litstudy)}


def main(library: str, path: str) -> None:
    """Print what was measured, or the error that ended it."""
    warnings.simplefilter("ignore")
    reading = READERS[library](Path(path))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            times = [time.process_time()]
            for _ in range(2):
                next(reading)
                times.append(time.process_time())
            counts = next(reading)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}".split("\n")[0][:100]}))
        return
    release = "" if library == "ours" else version(library)
    print(json.dumps({"version": release, "start": times[1], "read": times[2] - times[1], **counts}))


if __name__ == "__main__":
    main(*sys.argv[1:])
