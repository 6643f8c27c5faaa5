"""What the user knows better about who is who: a small CSV that overrides the decisions.

A row names an author (`author_id`), or one authorship (`paper_id` with `author_id` or `author`), and says
`same_as` whom it is or `not_same_as` whom it is not, by the `author_id` that stands in the corpus without the
file. `same_as` may also be a new name of your own that begins with `new:`.
"""

import csv
import io
import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.decoding import UnreadableFile, decode
from analysis.files import sha256
from analysis.names import author_key

Row = dict[str, Any]
COLUMNS = ("author_id", "author", "paper_id", "same_as", "not_same_as")
NEW = "new:"


class NotApplied(ValueError):
    """A row of the file that cannot be applied; the message says why and what would do."""


def correct_authors(
    authorships: pd.DataFrame, corrections: str | os.PathLike[str]
) -> tuple[pd.DataFrame, list[Row]]:
    """Return the authorships as corrected by a CSV file, and what of it could not be applied.

    Rows that name a paper are applied first, then those for whole authors; ids mean the authors as they were
    before. An authorship that was given away or set apart has the `probability` 1. Two authors of one paper
    never become one.

    Parameters
    ----------
    authorships : DataFrame
        `paper_id`, `author`, `author_id`, `probability`.
    corrections : path
        A CSV file (commas, semicolons or tabs) with `same_as` or `not_same_as` or both, and with `author_id`
        (all that the author wrote), or `paper_id` and one of `author_id` and `author` (one authorship).

    Returns
    -------
    authorships : DataFrame
    problems : list of dict
        Rows of `problems`: file, line, what is wrong and what would do.

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "corrections.csv")
    >>> lines = ["w-li,,wei-li,", "wei-li,p3,,wei-li", "wie-li,,wei-li,"]
    >>> _ = file.write_text("\\n".join(["author_id,paper_id,same_as,not_same_as", *lines]))
    >>> rows = [("p1", "Wei Li", "wei-li"), ("p2", "W. Li", "w-li"), ("p3", "Wei Li", "wei-li")]
    >>> authorships = pd.DataFrame(rows, columns=["paper_id", "author", "author_id"]).assign(probability=0.9)
    >>> corrected, problems = correct_authors(authorships, file)
    >>> corrected["author_id"].tolist()
    ['wei-li', 'wei-li', 'wei-li~5c97c0']
    >>> [(row["source_line"], row["problem"]) for row in problems]
    [(4, 'There is no author wie-li in the corpus; did you mean wei-li?')]
    """
    if not Path(corrections).is_file():
        raise FileNotFoundError(
            f"There is no file {os.fspath(corrections)} of corrections of authors; check the path."
        )
    problems: list[Row] = []
    rows = list(_rows(Path(corrections), problems))
    table = _Table(authorships)
    rows.sort(key=lambda row: (not row["paper_id"], row["line"]))
    for job in (table.give, table.set_apart, table.check):
        for row in rows:
            if "failed" in row:
                continue
            try:
                job(row)
            except NotApplied as error:
                row["failed"] = True
                problems.append(_problem(corrections, row["line"], str(error), row))
    return table.corrected(authorships), sorted(problems, key=lambda problem: problem["source_line"])


def _problem(file: str | os.PathLike[str], line: int, what: str, row: Row | None = None) -> Row:
    text = "; ".join(f"{name} {row[name]}" for name in COLUMNS if row[name]) if row else None
    return {"source_file": Path(file).name, "source_line": line, "problem": what, "text": text}


def _rows(file: Path, problems: list[Row]) -> Iterator[Row]:
    """Yield the rows of the file that say something, with their line; the others go to `problems`."""
    try:
        text = decode(file.read_bytes()).text
    except UnreadableFile as error:
        problems.append(_problem(file, 1, str(error)))
        return
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count), skipinitialspace=True)
    names = {(name or "").strip().casefold() for name in reader.fieldnames or ()}
    if not names & {"same_as", "not_same_as"} or not names & {"author_id", "author"}:
        needed = "author_id or author, and same_as or not_same_as"
        what = f"The columns are {', '.join(sorted(names))}; needed are {needed}."
        problems.append(_problem(file, 1, what))
        return
    try:
        for found in reader:
            said = {(name or "").strip().casefold(): value for name, value in found.items()}
            row: Row = {
                name: value.strip() if isinstance(value := said.get(name), str) else "" for name in COLUMNS
            }
            if any(row.values()):
                yield row | {"line": reader.line_num}
    except csv.Error as error:
        problems.append(
            _problem(file, reader.line_num + 1, f"The file cannot be read on from here: {error}.")
        )


class _Table:
    """The authors of a corpus while they are corrected."""

    def __init__(self, authorships: pd.DataFrame) -> None:
        self.papers = authorships["paper_id"].tolist()
        self.names = authorships["author"].tolist()
        self.before: list[str] = authorships["author_id"].tolist()
        self.now = list(self.before)
        self.of_author: dict[str, list[int]] = {}
        self.of_paper: dict[str, list[int]] = {}
        for place, (paper, author) in enumerate(zip(self.papers, self.before, strict=True)):
            self.of_author.setdefault(author, []).append(place)
            self.of_paper.setdefault(paper, []).append(place)
        self.given: dict[int, str] = {}
        self.called: dict[str, str] = {}  # a whole author who was given to another

    def places(self, row: Row) -> list[int]:
        """Return the authorships that a row means."""
        if not row["same_as"] and not row["not_same_as"]:
            raise NotApplied("The row says neither same_as nor not_same_as; write the author_id of somebody.")
        if row["author_id"]:
            self.known(row["author_id"])
        if not row["paper_id"]:
            if not row["author_id"]:
                raise NotApplied(
                    "The row names no author; write an author_id, or a paper_id with the author."
                )
            return self.of_author[row["author_id"]]
        if row["paper_id"] not in self.of_paper:
            raise NotApplied(
                f"There is no paper {row['paper_id']} in the corpus; take its paper_id from papers."
            )
        here = self.of_paper[row["paper_id"]]
        if row["author_id"]:
            found = [place for place in here if self.before[place] == row["author_id"]]
        else:
            key = author_key(row["author"]) if row["author"] else ""
            found = [place for place in here if author_key(self.names[place]) == key]
        if len(found) != 1:
            authors = "; ".join(f"{self.names[place]} ({self.before[place]})" for place in here[:10])
            raise NotApplied(f"The row means {len(found)} authors of this paper; they are {authors}.")
        return found

    def known(self, author: str) -> None:
        if author not in self.of_author:
            near = get_close_matches(author, [one for one in self.of_author if one], n=1)
            hint = f"did you mean {near[0]}?" if near else "take an author_id of authorships."
            raise NotApplied(f"There is no author {author} in the corpus; {hint}")

    def give(self, row: Row) -> None:
        """Give the authorships of a row to the author whom it calls the same."""
        places, target = self.places(row), row["same_as"]
        if not target:
            return
        if target == row["not_same_as"]:
            raise NotApplied(
                f"The row says that the author is {target} and is not; leave one of the two out."
            )
        if not target.startswith(NEW):
            self.known(target)
            target = self.called.get(target, target)
        source = self.called.get(row["author_id"], row["author_id"])
        if not row["paper_id"]:
            places = self._now(source)
        earlier = self.given.get(places[0]) if row["paper_id"] else self.called.get(row["author_id"])
        if earlier not in (None, target):
            raise NotApplied(f"An earlier row says that this is {earlier}; leave one of the two out.")
        self._join(places, target)
        if row["paper_id"]:
            self.given[places[0]] = target
        else:
            self.called |= {one: target for one, now in self.called.items() if now == source}
            self.called[row["author_id"]] = target

    def _now(self, author: object) -> list[int]:
        return [place for place, one in enumerate(self.now) if one == author]

    def _join(self, places: list[int], target: str) -> None:
        moved = [place for place in places if self.now[place] != target]
        both = {self.papers[place] for place in moved} & {self.papers[place] for place in self._now(target)}
        if both:
            raise NotApplied(f"Both are authors of paper {min(both)}, so they are two; check the row.")
        for place in moved:
            self.now[place] = target

    def set_apart(self, row: Row) -> None:
        """Make a person of her own of an authorship that is not whose it was."""
        if row["same_as"] or not row["paper_id"]:
            return
        place = self.places(row)[0]
        if (
            self.now[place] == self.called.get(row["not_same_as"], row["not_same_as"])
            and place not in self.given
        ):
            mark = sha256(f"{self.papers[place]}|{self.before[place]}".encode())[:6]
            self.given[place] = self.now[place] = f"{author_key(self.names[place])}~{mark}"

    def check(self, row: Row) -> None:
        """Refuse a row that says two are not the same whom other rows have made one."""
        if row["not_same_as"]:
            self.known(row["not_same_as"])
            other = self.called.get(row["not_same_as"], row["not_same_as"])
            if any(self.now[place] == other for place in self.places(row)):
                raise NotApplied(
                    f"Another row makes this {other}, whom this row says it is not; leave one of the two out."
                )

    def corrected(self, authorships: pd.DataFrame) -> pd.DataFrame:
        given = authorships.index[list(self.given)]
        found = authorships.assign(author_id=pd.array(self.now, dtype=authorships["author_id"].dtype))
        if "probability" in found:
            found.loc[given, "probability"] = 1.0
        return found
