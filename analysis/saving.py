"""Writing files and folders whole: either every file of a set is replaced, or none is touched."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import no_table

# What spreadsheets take for the start of a formula: OWASP, "CSV Injection".
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write all `files`, each first under a temporary name beside its place, then move them in.

    An interruption while they are written leaves the old files as they were; nothing is ever
    half-written under its own name.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_together({folder / "a.txt": b"one", folder / "b.txt": b"two"})
    >>> sorted(path.name for path in folder.iterdir())
    ['a.txt', 'b.txt']
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            if path.is_dir():
                raise IsADirectoryError(f"{path} is a folder; give the path of a file in it.")
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
            temporary[Path(name)] = path
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        for part, path in temporary.items():
            part.chmod(0o666 & ~_umask())
            os.replace(part, path)
    finally:
        for part in temporary:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()


def write_file(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write one file whole and return its path; a letter that UTF-8 does not know becomes a question mark."""
    target = Path(path)
    write_together({target: content if isinstance(content, bytes) else content.encode("utf-8", "replace")})
    return target


@contextlib.contextmanager
def whole_folder(folder: str | os.PathLike[str], *, ours: bool, what: str) -> Iterator[Path]:
    """Give a folder to write into; when all is written it takes the place of `folder`, if that is `ours`."""
    target = Path(folder)
    if target.exists() and not ours and (target.is_file() or any(target.iterdir())):
        raise FileExistsError(f"{target} is or holds something else; give a new folder for the {what}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        new = Path(scratch, "new")
        new.mkdir()
        yield new
        if target.exists():
            target.rename(Path(scratch, "old"))
        new.rename(target)


def csv_bytes(table: Any) -> bytes:
    r"""Return `table` as CSV: UTF-8, a named index as a column, numbers to twelve digits.

    The digits behind them are those in which two machines differ.

    Text that a spreadsheet would run as a formula (it starts with = + - @ or a control character)
    gets an apostrophe in front: titles and names come from files that anybody may have written.

    Parameters
    ----------
    table : DataFrame
        A pandas frame, or any frame that narwhals takes.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"title": ["=1+1", "Pruning"], "papers": [1, -2]}))
    b"title,papers\n'=1+1,1\nPruning,-2\n"
    """
    frame = as_pandas(table)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    safe = pd.DataFrame({place: _defused(frame.iloc[:, place]) for place in range(frame.shape[1])})
    safe.columns = pd.Index([_defuse(str(name)) for name in frame.columns])
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.12g").encode("utf-8")


def as_pandas(table: Any) -> pd.DataFrame:
    """Return `table` as a pandas DataFrame, whatever frame it is."""
    if isinstance(table, pd.DataFrame):
        return table
    import narwhals as nw

    frame = nw.from_native(table, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise no_table(table, "table", "")
    return (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).to_pandas()


def _defused(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column.reset_index(drop=True)
    return column.astype(object).map(_defuse).reset_index(drop=True)


def _defuse(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
