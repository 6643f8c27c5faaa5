"""arXiv's metadata as OAI-PMH harvesters save them: `record`s with the metadata `arXiv` or `arXivRaw`.

They hold what the snapshot on Kaggle holds, and are read as it is.
"""

import re
from typing import Any

from analysis.readers import xml
from analysis.readers.arxiv_jsonl import preprint_record
from analysis.readers.base import Format, Reading, Record, Source
from analysis.readers.xml import Element, text_at, texts

RECORD = xml.marks(["record"])
ARXIV = re.compile(r"arxiv\.org/OAI/arXiv(?:Raw)?\b|oai:arXiv\.org:", re.IGNORECASE)
NAMES = ("id", "title", "abstract", "categories", "journal-ref", "doi", "authors")
PARTS = ("keyname", "forenames", "suffix")


def recognises(source: Source) -> bool:
    """Return whether the source is an answer of an OAI-PMH service that speaks of arXiv."""
    return xml.root_name(source) in ("OAI-PMH", "ListRecords", "record") and bool(ARXIV.search(source.head))


def read(source: Source) -> Reading:
    """Return the preprints in the answers of arXiv's OAI-PMH service."""
    return xml.read_records(source, RECORD, _record)


def _record(element: Element) -> Record:
    element = xml.local(element)
    about = next((one for name in ("arXiv", "arXivRaw") for one in element.iter(name)), None)
    header = text_at(element, "header/identifier") or ""
    said: dict[str, Any] = {name: text_at(about, name) for name in NAMES}
    said["id"] = said["id"] or header.rpartition(":")[2]
    dates = texts(about, "version/date") or texts(about, "created")
    said["versions"] = [{"created": date} for date in dates]
    authors = about.iterfind("authors/author") if about is not None else ()
    said["authors_parsed"] = [
        [*(text_at(one, part) for part in PARTS), *texts(one, "affiliation")] for one in authors
    ]
    return preprint_record(said)


MARK = rb"<record[\s/>]"
FORMAT = Format("arxiv_oai", recognises, read, count=lambda source: xml.count_marks(source, MARK))
