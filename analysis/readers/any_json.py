"""Any other JSON whose objects look like papers: in a list at any depth, behind their ids, or one a line.

Which name is what is guessed as it is for the columns of any table, and is shown and corrected in the same
way. A name within an object counts together with those around it: `journal.title` is a venue, and what a
file says of other works, projects and libraries is left out. Rather is a cell empty than wrong.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from analysis.readers.any_table import Columns, Row, best, corrected, shown
from analysis.readers.base import HEAD, Format, Reading, Record, Source
from analysis.readers.fields import clean_doi
from analysis.readers.json_count import count_at
from analysis.readers.json_names import column_of, has_title, in_list, looks_like_paper, meant, of_use
from analysis.readers.json_people import authors_in
from analysis.readers.json_records import json_records
from analysis.readers.json_shape import Shape, begins_json, shape_of
from analysis.readers.json_values import inner, plain, string
from analysis.readers.openalex_json import abstract_text
from analysis.readers.table_columns import LOOKED_AT, by_name, filled
from analysis.readers.table_lists import printed_list
from analysis.readers.table_values import record_of, separators

LISTED = frozenset(["author_keywords", "index_keywords", "mesh", "field", "references"])
JOINED = frozenset(["authors", "issn", "isbn", "document_type", "language", "affiliation", "funding"])
FLAGS = frozenset(["open_access", "retracted"])
WORDS = frozenset(["authors", "abstract", "venue", "publisher", "author_keywords", "index_keywords", "mesh"])
NO_PAPER = re.compile(r'"itemType"\s*:\s*"(?:attachment|note|annotation)"')  # in answers of Zotero
DEEPEST = 5
MOST_NAMES = 1_000
ONE_A_LINE = Shape((), (), by_name=False)
ColumnOf = Callable[[str], str | None]
Paper = tuple[int, Row, dict[str, Record]]  # line, cells by name, authors by name


def recognises(source: Source) -> bool:
    """Return whether this is JSON in which objects have a title and what only papers have."""
    return begins_json(source.head) and (_shape(source, source.head) is not None or "columns" in source.facts)


def count_records(source: Source) -> int:
    """Count by their brackets the objects that stand where papers do."""
    return count_at(source.text, _told_shape(source).path) - len(NO_PAPER.findall(source.text))


def read(source: Source) -> Reading:
    """Return the records of a JSON text; the first problem says which name was taken for what."""
    reading = Reading()
    papers = _papers(source, reading)
    first = list(islice(papers, LOOKED_AT))
    rows = [row for _, row, _ in first]
    names = list(dict.fromkeys(name for row in rows for name in row))
    known = set(names)
    columns = _columns(names, rows, source, reading)
    between = separators(rows, columns)
    for part in (first, papers):
        for line, row, people in part:
            late = [name for name in row.keys() - known if meant(name)]
            if late and len(known) < MOST_NAMES:
                known.update(late)
                columns = _columns([*names, *sorted(known - set(names))], rows, source, Reading())
            reading.add(line, _record(row, people, columns, between))
    what, header = shown(columns, names, source.name)
    reading.problems.insert(0, {"source_line": 1, "problem": what, "text": header})
    return reading


def _columns(names: Sequence[str], rows: Sequence[Row], source: Source, reading: Reading) -> Columns:
    known = filled(by_name(names, key=lambda name: meant(name) or ""), rows)
    known.pop("author_ids", None)  # they stand with the authors
    return best(corrected(known, names, source.facts.get("columns"), reading))


def _declared(source: Source) -> dict[str, str]:
    """Return the columns that `sources.toml` declares, by their names in the file."""
    said = source.facts.get("columns")
    return {str(name): column for column, name in said.items() if name} if isinstance(said, Mapping) else {}


def _shape(source: Source, text: str) -> Shape | None:
    """Return where the papers stand: objects that look like some, or that have what is declared."""
    declared = {name.partition(".")[0] for name in _declared(source)}
    return shape_of(text[:HEAD], lambda names, within: looks_like_paper(names, within) or declared & {*names})


def _told_shape(source: Source) -> Shape:
    """Return where the papers stand in what is told to hold some: else they are the objects with a title."""
    text = source.text[:HEAD]
    return _shape(source, text) or shape_of(text, lambda names, _: has_title(names)) or ONE_A_LINE


def _papers(source: Source, reading: Reading) -> Iterator[Paper]:
    """Yield the papers; what Zotero puts beside them is left out."""
    shape = _told_shape(source)
    declared = _declared(source)
    left_out = 0
    for line, found in json_records(source.text, reading, path=shape.path):
        each = [one for one in found.values() if isinstance(one, dict)] if shape.by_name else [found]
        for one in each:
            within = inner(one, *shape.within)
            paper = within if isinstance(within, dict) else one
            if NO_PAPER.match(f'"itemType":"{paper.get("itemType")}"'):
                left_out += 1
            else:
                yield line, *_cells(paper, lambda name: declared.get(name) or column_of(name))
    if left_out:
        reading.report(1, f"{left_out:,} attachments and notes are no papers and were left out.")


def _cells(paper: Record, column: ColumnOf) -> tuple[Row, dict[str, Record]]:
    """Return the cells of a paper by their names, and the authors that are told apart."""
    texts = defaultdict(list)
    people = {}
    for name, value in _values(paper, "", column):
        if isinstance(value, str):
            texts[name].append(value)
        else:
            people[name] = authors_in(value)
            texts[name] += people[name]["authors"]
    return {name: _cell(found, column(name)) for name, found in texts.items()}, people


def _cell(texts: list[str], column: str | None) -> str:
    kept = list(dict.fromkeys(filter(None, texts)))
    if column in LISTED and (len(kept) > 1 or column == "references"):
        return json.dumps(kept, ensure_ascii=False)
    return "; ".join(kept) if column in JOINED else next(iter(kept), "")


def _values(value: Any, name: str, column: ColumnOf) -> Iterator[tuple[str, Any]]:
    """Yield name and text of each value that may be of use; people are handed over as they are."""
    if isinstance(value, list | dict) and column(name) == "authors":
        yield name, value
    elif isinstance(value, list):
        for one in in_list(value, name):
            if not isinstance(one, list):
                yield from _values(one, name, column)
    elif not isinstance(value, dict):
        yield name, _text(value, name, column(name))
    elif column(name) == "abstract" and (text := abstract_text(value)):
        yield name, text
    elif name and (name.count(".") == DEEPEST or not of_use(name.rpartition(".")[2])):
        yield name, ""
    else:
        for one, within in value.items():
            yield from _values(within, f"{name}.{one}" if name else one, column)


def _text(value: Any, name: str, column: str | None) -> str:
    """Return a value as text; "" for what cannot be of its column, as a number of authors."""
    if isinstance(value, bool):
        return str(value).lower() if column in FLAGS else ""
    if column in WORDS and not isinstance(value, str):
        return ""
    text = (plain(value) if column else string(value)) or ""
    if column == "venue" and text.startswith("http"):
        return ""
    return text.removesuffix(".") if name.endswith("authorString") else text  # of Europe PMC


def _record(row: Row, people: Mapping[str, Record], columns: Columns, between: Mapping[str, str]) -> Record:
    record = record_of(row, columns, between)
    first = next((name for name in columns.get("authors", ()) if row.get(name)), "")
    record |= people.get(first, {})
    if first == "dc:creator" and "prism:publicationName" in row:  # Scopus names the first author alone
        record |= {"authors_truncated": True, "author_details": None}
    cited = printed_list(row.get(next(iter(columns.get("references", ())), ""), ""))
    if cited is not None:
        counted = len(cited) == 1 and re.fullmatch(r"\d{1,4}", cited[0])  # their number, not one of them
        record["references"] = [{"reference": one, "doi": clean_doi(one)} for one in cited if not counted]
    return record


FORMAT = Format("json", recognises, read, count=count_records, rank=1)
