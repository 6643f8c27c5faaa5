"""How much of each column the sources fill, and which papers were merged from several records."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.drawing import counted, new_axes, papers_word, percent, plain_names
from analysis.errors import TooLittleData, require_pandas
from analysis.provenance import traced

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEASURED = (
    "title", "abstract", "authors", "published", "venue", "field", "doi", "language", "citations", "has_code",
)  # fmt: skip
LONGEST_NAME, CUT_NAME = 15, 10  # characters of a source; if one is longer, all are cut to make room


@traced
def coverage(records: pd.DataFrame, *, by: str = "source_file") -> pd.DataFrame:
    """Return which share of the records of each source fills each column.

    Parameters
    ----------
    records : DataFrame
        The corpus table `records`.
    by : str, default "source_file"
        What counts as a source; `"format"` groups files of one kind.

    Returns
    -------
    DataFrame
        One row a source and column: `source` (str), `column` (str), `records` (number in the source),
        `known` (number that fill the column), `share` (`known` / `records`, 0 to 1).

    Raises
    ------
    KeyError
        If a column is missing.

    Examples
    --------
    >>> records = pd.DataFrame({"source_file": ["a", "a"], "title": ["X", None]})
    >>> records = records.reindex(columns=["source_file", *MEASURED])
    >>> coverage(records).head(1)
      source column  records  known  share
    0      a  title        2      1    0.5
    """
    require_pandas(records, [by, *MEASURED], "records", "load_corpus(...).records")
    known = records[list(MEASURED)].notna().groupby(records[by].astype(str))
    counts = known.sum().rename_axis(index="source", columns="column").stack().rename("known").reset_index()
    counts["records"] = counts["source"].map(known.size()).astype("int64")
    counts["share"] = counts["known"] / counts["records"]
    return counts[["source", "column", "records", "known", "share"]]


@traced
def plot_coverage(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the table of `coverage` as a grid, one row a source, with the share in per cent in every cell.

    Raises
    ------
    TooLittleData
        If the table is empty.
    """
    require_pandas(table, ["source", "column", "share"], "table", "coverage")
    if table.empty:
        raise TooLittleData(describe_coverage(table))
    ax = new_axes(ax)
    columns = list(table["column"].unique())
    shares = table.pivot(index="source", columns="column", values="share")[columns]
    ax.pcolormesh(shares.to_numpy(), cmap="Blues", vmin=0, vmax=1.3, edgecolors="white", linewidth=1)
    middle: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 5.5}
    for (row, column), share in np.ndenumerate(shares.to_numpy()):
        colour = "white" if share > 0.75 else "black" if share else "0.6"
        ax.text(column + 0.5, row + 0.5, percent(share)[:-1], color=colour, **middle)
    ax.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=40, ha="left")
    sizes = table.drop_duplicates("source").set_index("source")["records"][shares.index]
    width = LONGEST_NAME if shares.index.str.len().max() <= LONGEST_NAME else CUT_NAME
    names = plain_names(list(shares.index), width=width)
    labels = [f"{name} ({size:,})" for name, size in zip(names, sizes, strict=True)]
    ax.set_yticks(np.arange(len(shares)) + 0.5, labels)
    ax.xaxis.tick_top()
    ax.invert_yaxis()
    ax.tick_params(length=0)
    ax.set_ylabel("Source (records)")
    ax.set_xlabel("Records that fill the column (%)")
    return ax


def describe_coverage(table: pd.DataFrame) -> str:
    """Return in a sentence which columns all records fill, and which none does."""
    require_pandas(table, ["source", "column", "records", "known"], "table", "coverage")
    if table.empty:
        return "The corpus holds no record, so there is no coverage to show."
    known = table.groupby("column", sort=False)[["known", "records"]].sum()
    full = list(known.index[known["known"] == known["records"]])
    none = list(known.index[known["known"] == 0])
    partly = known[(known["known"] > 0) & (known["known"] < known["records"])]
    parts = [f"{name} {percent(row.known / row.records)}" for name, row in partly.iterrows()]
    records = known["records"].iloc[0]
    every = "The one record has" if records == 1 else f"All {records:,} records have"
    sentences = [f"{every}: {', '.join(full)}." if full else ""]
    sentences.append(f"Known for a part of them: {', '.join(parts)}." if parts else "")
    sentences.append(f"No record has: {', '.join(none)}." if none else "")
    return " ".join(filter(None, sentences))


@traced
def merged_papers(records: pd.DataFrame) -> pd.DataFrame:
    """Return the papers that were merged from more than one record, most records first.

    Returns
    -------
    DataFrame
        `paper_id`, `title` (the longest printed), `records` (number), `found_in` (record ids, joined).

    Examples
    --------
    >>> records = pd.DataFrame({"paper_id": ["p", "p"], "record_id": ["a:1", "b:9"], "title": ["T", "T"]})
    >>> merged_papers(records)
      paper_id title  records  found_in
    0        p     T        2  a:1, b:9
    """
    needed = ["paper_id", "record_id", "title"]
    require_pandas(records, needed, "records", "load_corpus(...).records")
    several = records[records.duplicated("paper_id", keep=False)]
    papers = several.groupby("paper_id")
    merged = papers.agg(
        title=("title", lambda titles: max(titles.dropna(), key=len, default=None)),
        records=("record_id", "size"),
        found_in=("record_id", ", ".join),
    ).reset_index()
    return merged.sort_values(["records", "title"], ascending=[False, True], ignore_index=True)


def describe_merged_papers(table: pd.DataFrame) -> str:
    """Return in a sentence how many records were found to be papers that were there already."""
    require_pandas(table, ["paper_id", "records"], "table", "merged_papers")
    if table.empty:
        return "No paper stands in more than one record, so nothing was merged."
    stand = f"{papers_word(len(table))} {'stands' if len(table) == 1 else 'stand'} in more than one record"
    return f"{stand}; merging them leaves {counted(int((table['records'] - 1).sum()), 'record')} fewer."


def describe_ledger(ledger: pd.DataFrame) -> str:
    """Return in a sentence whether every record that stands in the files was kept.

    Parameters
    ----------
    ledger : DataFrame
        The corpus table `ledger`: `counted` is the number of record marks found in a file by other means
        than its reader's; it is missing for formats without such marks, and files that could not be read.

    Examples
    --------
    >>> files = {"source_file": ["a.ris", "b.bib"], "format": ["ris", "bibtex"]}
    >>> describe_ledger(pd.DataFrame({**files, "counted": [100, 32], "records": [100, 31]}))
    '132 record marks found in 2 files, 131 records kept; 1 file (b.bib) fell short.'
    """
    needed = ["source_file", "format", "counted", "records"]
    require_pandas(ledger, needed, "ledger", "load_corpus(...).ledger")
    known = ledger[ledger["counted"].notna()]
    marks = int(known["counted"].sum())
    short = list(known["source_file"][known["counted"] != known["records"]])
    unread = list(ledger["source_file"][ledger["format"].isna()])
    unmarked = ledger["format"].notna() & ledger["counted"].isna()
    parts = []
    if len(known) and not short:
        every = "The one record that stands" if marks == 1 else f"All {marks:,} records that stand"
        parts.append(f"{every} in {counted(len(known), 'file')} {'was' if marks == 1 else 'were'} kept")
    elif len(known):
        found = f"{counted(marks, 'record mark')} found in {counted(len(known), 'file')}"
        kept_of = f"{found}, {counted(int(known['records'].sum()), 'record')} kept"
        parts.append(f"{kept_of}; {counted(len(short), 'file')} ({_listed(short)}) fell short")
    if unmarked.any():
        without, files = int(ledger["records"][unmarked].sum()), counted(int(unmarked.sum()), "file")
        come = f"{counted(without, 'record')} {'comes' if without == 1 else 'come'} from {files}"
        parts.append(f"{come} without record marks that could be counted")
    if unread:
        parts.append(f"{counted(len(unread), 'file')} could not be read ({_listed(unread)})")
    return f"{'; '.join(parts)}." if parts else "No file was read."


def _listed(names: list[str], shown: int = 3) -> str:
    more = f" and {len(names) - shown:,} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
