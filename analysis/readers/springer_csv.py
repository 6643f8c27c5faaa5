"""Springer CSV (SpringerLink search): one row a chapter, book or article; authors stand without a separator.

`Araz R. AlievNigar T. Ismayilova`, `Prof. Witold PedryczDr. Ann Lee`: a name ends where a capital follows a
small letter, unless the small letters are a beginning such as `Mc`, and before a title such as `Prof.`.
"""

import re
from itertools import chain

from analysis.names import looks_like_name
from analysis.readers.base import Format, Reading, Source
from analysis.readers.dates import date_fields
from analysis.readers.fields import tidy
from analysis.readers.spreadsheet import has_header, read_table
from analysis.readers.table_format import count_by, values_of

NAMES = ("item title", "item doi", "authors")
COLUMNS = {
    "title": ["item title"], "date": ["publication year"],
    "venue": ["publication title", "book series title"], "volume": ["journal volume"],
    "issue": ["journal issue"], "document_type": ["content type"], "doi": ["item doi"], "url": ["url"],
}  # fmt: skip
TITLES = r"(?:(?:Prof|Dr|Assoc|Asst|PD|Priv|Doz|Ing|Dipl|Mag|Mr|Mrs|Ms|Sir|rer|nat|med|phil|habil)\.[ -]?)+"
TITLE = re.compile(rf"(?<![^\W\d_A-Z]\W)(?<=\S)(?={TITLES}\s?[^\W\d_a-z])")
_BEGINNINGS = "Mc Mac De Des Di Da Del Della Dos Du La Le Van Von Ven Fitz O' D' L' Al El Ab"
LONGEST_WORD = 40
BEGINNINGS = frozenset(_BEGINNINGS.split())
CAPITAL = re.compile(
    r"(?<=[^\W\d_])(?<![A-ZÀ-ÖØ-Þ])(?=[^\W\d_])"  # `AlievNigar`
    r"|(?<=[JS]r\.)(?=[^\W\d_])"  # `Le Jr.Ann`
    r"|(?<=[ .][A-Z])(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z])"  # `Kumar SPriya`
)
LINK = r'[,;\t]"?https?://link\.springer\.com/\S'  # of which each row has one


def recognises(source: Source) -> bool:
    """Return whether the header is one of SpringerLink."""
    return has_header(source, *NAMES)


def read(source: Source) -> Reading:
    """Return the records of a SpringerLink CSV export; authors that may be split wrongly are reported."""
    reading = Reading()
    for line, row in read_table(source, reading, names=NAMES):
        names = split_authors(row.get("authors", ""))
        odd = [name for name in names if " " not in name or not looks_like_name(name)]
        if odd:
            problem = "Authors stand without a separator here; check where one ends and the next begins."
            reading.report(line, problem, f"{row.get('authors')} -> {'; '.join(names)}"[:200])
        record = values_of(row, COLUMNS) | date_fields(row.get("publication year"))
        reading.add(line, record | {"authors": names})
    return reading


def split_authors(text: str) -> list[str]:
    """Return the names in a text that joins them without a separator; titles are left out.

    Examples
    --------
    >>> split_authors("Prof. Mo JamshidiMustafa BabanliDr. Ewan McKayH. A. Sanjay")
    ['Mo Jamshidi', 'Mustafa Babanli', 'Ewan McKay', 'H. A. Sanjay']
    """
    names = []
    for piece in chain.from_iterable(map(TITLE.split, text.split(";"))):
        start = 0
        for border in CAPITAL.finditer(piece):
            place = border.start()
            if not piece[place].isupper():
                continue
            word = re.split(r"[\s.-]", piece[max(start, place - LONGEST_WORD) : place])[-1]
            if word not in BEGINNINGS:
                names.append(piece[start:place])
                start = place
        names.append(piece[start:])
    bare = (tidy(re.sub(rf"^{TITLES}", "", name.strip())) for name in names)
    return [name for name in bare if name]


FORMAT = Format("springer_csv", recognises, read, count=count_by(LINK, NAMES))
