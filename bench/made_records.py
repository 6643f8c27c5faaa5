"""Many records made from one sample: each has ids, a title and a beginning of the abstract of its own."""

import random
import re
from pathlib import Path

RECORD = re.compile(r"^PT .*?^ER\n", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"^(TI )(.*\n(?: {3}.*\n)*)", re.MULTILINE)
ABSTRACT = re.compile(r"^(AB )((?:\S+ ){1,20})", re.MULTILINE)
IDS = re.compile(r"^(?:DI|BP|AR) .*", re.MULTILINE)
REFERENCES = re.compile(r"^CR .*\n(?: {3}.*\n)*", re.MULTILINE)
PAGE_CITED = re.compile(r"(?<=, P)\d+\b.*")
ACCESSION = re.compile(r"^(UT \w+:|PM ).*", re.MULTILINE)


def write_records(sample: Path, count: int, target: Path, *, fresh: float = 0.0) -> None:
    """Write `count` records of Web of Science plain text, altered from those in `sample`.

    They cite what those in `sample` cite; of the references with a page, the share `fresh` is altered to
    works that no other record cites.
    """
    text = sample.read_text(encoding="utf-8-sig")
    records = RECORD.findall(text)
    words = sorted(
        {word for record in records for found in TITLE.findall(record) for word in found[1].split()}
    )
    chance = random.Random(0)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text[: text.index("PT ")])
        for number in range(count):
            record = records[number % len(records)]
            if number >= len(records):
                record = altered(record, number, words, chance)
                record = REFERENCES.sub(lambda found: with_fresh(found[0], fresh, chance), record)
            file.write(record + "\n")
        file.write("EF\n")


def with_fresh(references: str, share: float, chance: random.Random) -> str:
    """Return the references, a share of them with another page and without their DOI."""

    def other_page(found: re.Match[str]) -> str:
        return str(chance.randrange(10**9)) if chance.random() < share else found[0]

    return PAGE_CITED.sub(other_page, references) if share else references


def altered(record: str, number: int, words: list[str], chance: random.Random) -> str:
    """Return the record with other ids, first page, title and beginning of the abstract, hardly longer."""

    def other_words(found: re.Match[str]) -> str:
        return found[1] + re.sub(r"\S+", lambda _: chance.choice(words), found[2])

    record = ABSTRACT.sub(other_words, TITLE.sub(other_words, record))
    record = IDS.sub(lambda found: f"{found[0]}{number}", record)
    return ACCESSION.sub(lambda found: f"{found[1]}{number:015d}", record)
