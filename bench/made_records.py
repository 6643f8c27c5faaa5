"""Many records made from one sample: each has ids, a title and a beginning of the abstract of its own."""

import random
import re
from pathlib import Path

RECORD = re.compile(r"^PT .*?^ER\n", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"^(TI )(.*\n(?: {3}.*\n)*)", re.MULTILINE)
ABSTRACT = re.compile(r"^(AB )((?:\S+ ){1,20})", re.MULTILINE)
IDS = re.compile(r"^(?:DI|BP|AR) .*", re.MULTILINE)
ACCESSION = re.compile(r"^(UT \w+:|PM ).*", re.MULTILINE)


def write_records(sample: Path, count: int, target: Path) -> None:
    """Write `count` records of Web of Science plain text, altered from those in `sample`."""
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
            file.write((record if number < len(records) else altered(record, number, words, chance)) + "\n")
        file.write("EF\n")


def altered(record: str, number: int, words: list[str], chance: random.Random) -> str:
    """Return the record with other ids, first page, title and beginning of the abstract, hardly longer."""

    def other_words(found: re.Match[str]) -> str:
        return found[1] + re.sub(r"\S+", lambda _: chance.choice(words), found[2])

    record = ABSTRACT.sub(other_words, TITLE.sub(other_words, record))
    record = IDS.sub(lambda found: f"{found[0]}{number}", record)
    return ACCESSION.sub(lambda found: f"{found[1]}{number:015d}", record)
