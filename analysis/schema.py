"""The tables of a corpus and their columns, ordered, typed and checked in one place.

Readers and the merge step hand over plain dictionaries; `table` makes a DataFrame of them.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import pyarrow as pa

TEXT, WHOLE, REAL, FLAG, WHEN = "str", "Int64", "Float64", "boolean", "datetime64[us]"

# where a work was published, by which ids it goes, how it was received: said of records and of papers
PUBLICATION = {
    "venue": TEXT,
    "volume": TEXT,
    "issue": TEXT,
    "pages": TEXT,
    "publisher": TEXT,
    "issn": TEXT,
    "isbn": TEXT,
    "document_type": TEXT,
    "field": TEXT,
    "doi": TEXT,
    "arxiv_id": TEXT,
    "pmid": TEXT,
    "openalex_id": TEXT,
    "scopus_id": TEXT,
    "wos_id": TEXT,
    "source_id": TEXT,
    "url": TEXT,
    "language": TEXT,
    "citations": WHOLE,
    "citations_source": TEXT,
    "citations_date": TEXT,
    "open_access": FLAG,
    "retracted": FLAG,
    "funding": TEXT,
}

COLUMNS: dict[str, dict[str, str]] = {
    # one entry as one source printed it; `authors` joined by "; ", `date` as printed
    "records": {
        "record_id": TEXT,
        "paper_id": TEXT,
        "source_file": TEXT,
        "source_line": WHOLE,
        "format": TEXT,
        "title": TEXT,
        "authors": TEXT,
        "authors_truncated": FLAG,
        "abstract": TEXT,
        "date": TEXT,
        "published": WHEN,
        "date_precision": TEXT,
        "date_inferred": FLAG,
        **PUBLICATION,
        "has_code": FLAG,
        "heading": TEXT,
    },
    # one distinct paper, merged from its records
    "papers": {
        "paper_id": TEXT,
        "title": TEXT,
        "abstract": TEXT,
        "year": WHOLE,
        "published": WHEN,
        "date_precision": TEXT,
        "date_inferred": FLAG,
        **PUBLICATION,
        "authors_truncated": FLAG,
        "has_code": FLAG,
        "sources": TEXT,
    },
    # one author of one paper, `position` counted from 1; `probability` that it is of the person `author_id`
    "authorships": {
        "paper_id": TEXT,
        "position": WHOLE,
        "author": TEXT,
        "author_id": TEXT,
        "probability": REAL,
        "surname": TEXT,
        "affiliation": TEXT,
        "institution": TEXT,
        "country": TEXT,
        "orcid": TEXT,
        "source_author_id": TEXT,
    },
    # one work cited by one paper: as printed, what could be read of it, and which work it is
    "references": {
        "paper_id": TEXT,
        "reference": TEXT,
        "author": TEXT,
        "title": TEXT,
        "venue": TEXT,
        "volume": TEXT,
        "pages": TEXT,
        "doi": TEXT,
        "year": WHOLE,
        "reference_id": TEXT,
        "cited_paper_id": TEXT,
    },
    # one keyword of one paper
    "keywords": {"paper_id": TEXT, "keyword": TEXT, "kind": TEXT},
    # something that could not be read in full
    "problems": {"source_file": TEXT, "source_line": WHOLE, "problem": TEXT, "text": TEXT},
    # one file that was read: what it is, how many record marks stand in it, how many records were kept
    "ledger": {
        "source_file": TEXT,
        "format": TEXT,
        "sha256": TEXT,
        "bytes": WHOLE,
        "encoding": TEXT,
        "counted": WHOLE,
        "records": WHOLE,
        "problems": WHOLE,
    },
}


def table(name: str, rows: Iterable[Mapping[str, object]] | pd.DataFrame) -> pd.DataFrame:
    """Return the rows as the corpus table called `name`: columns in order, each with its type.

    Parameters
    ----------
    name : str
        A key of `COLUMNS`.
    rows : iterable of mapping, or DataFrame
        One mapping a row. What a row does not say is missing in the table.

    Raises
    ------
    KeyError
        If a row has a column that the table does not know: a spelling mistake in a reader.

    Examples
    --------
    >>> table("keywords", [{"paper_id": "p1", "keyword": "pruning"}])
      paper_id  keyword kind
    0       p1  pruning  NaN
    """
    columns = COLUMNS[name]
    rows = rows if isinstance(rows, pd.DataFrame) else list(rows)
    named = set(rows.columns) if isinstance(rows, pd.DataFrame) else set().union(*rows)
    unknown = named - set(columns)
    if unknown:
        raise KeyError(f"`{name}` has no column(s) {sorted(unknown)}; it has {list(columns)}.")
    if isinstance(rows, pd.DataFrame):
        return typed(name, rows)
    return pd.DataFrame(
        {name: column([row.get(name) for row in rows], kind) for name, kind in columns.items()}
    )


def column(values: Sequence[object], kind: str) -> pd.Series:
    """Return values, None for what is missing, as a column of a type.

    Examples
    --------
    >>> column(["moss", 5, None], TEXT).tolist(), column([1, None], WHOLE).tolist()
    (['moss', '5', nan], [1, <NA>])
    """
    if kind == TEXT:
        try:  # far quicker than by way of pandas, which looks at every object first
            return pd.Series(pd.array(pa.array(values, pa.large_string(), from_pandas=True), dtype=kind))
        except pa.ArrowTypeError:  # numbers among the texts
            pass
    return pd.Series(values, dtype=None if values else object).astype(kind)


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the columns of the table `name` in order and in their types."""
    return frame.reindex(columns=list(COLUMNS[name])).astype(COLUMNS[name])
