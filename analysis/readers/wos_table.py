"""Web of Science tables of a spreadsheet: its Excel export, and tab-delimited files that were saved again.

The Excel export spells the names of its columns out (`Article Title`, `UT (Unique WOS ID)`), other tables
have the tags of the tab-delimited file, or the names of the fields of its BibTeX (which scripts write into
CSV).
"""

from analysis.readers import bibliometrix_table, wos_tab
from analysis.readers.base import Format, Reading, Source
from analysis.readers.bibtex_wos import wos_entry
from analysis.readers.delimited import column_key
from analysis.readers.spreadsheet import count_table, has_header, read_table
from analysis.readers.wos_fields import wos_record

COLUMNS = {
    "Publication Type": "PT", "Authors": "AU", "Book Authors": "BA", "Author Full Names": "AF",
    "Book Author Full Names": "BF", "Group Authors": "CA", "Article Title": "TI", "Source Title": "SO",
    "Book Series Title": "SE", "Language": "LA", "Document Type": "DT", "Author Keywords": "DE",
    "Keywords Plus": "ID", "MeSH Terms": "MH", "Abstract": "AB", "Addresses": "C1",
    "Reprint Addresses": "RP", "Researcher Ids": "RI", "ORCIDs": "OI", "Funding Orgs": "FU",
    "Cited References": "CR", "Cited Reference Count": "NR", "Times Cited, WoS Core": "TC",
    "Times Cited, All Databases": "Z9", "Publisher": "PU", "ISSN": "SN", "eISSN": "EI", "ISBN": "BN",
    "Publication Date": "PD", "Publication Year": "PY", "Volume": "VL", "Issue": "IS",
    "Part Number": "PN", "Supplement": "SU", "Start Page": "BP", "End Page": "EP",
    "Article Number": "AR", "DOI": "DI", "Early Access Date": "EA", "WoS Categories": "WC",
    "Research Areas": "SC", "Pubmed Id": "PM", "Open Access Designations": "OA", "Date of Export": "DA",
    "UT (Unique WOS ID)": "UT", "Funding Text": "FX", "DOI Link": "DL", "Book DOI": "D2",
    "Title": "TI", "Year": "PY", "Keywords": "DE",  # these by others
}  # fmt: skip
TAGS = {column_key(name): tag for name, tag in COLUMNS.items()}
BIBTEX = ("unique id", "author", "title", "journal")
HEADERS = (
    ("authors", "article title", "source title"),
    ("source title", "ut unique wos id"),
    ("pt", "au", "ti", "so"),
    BIBTEX,
)


def _names(source: Source) -> tuple[str, ...]:
    """Return the names that tell the header of this table; none if it is no such table."""
    return next((names for names in HEADERS if has_header(source, *names)), ())


def recognises(source: Source) -> bool:
    """Return whether a header has Web of Science's names of columns, or its tags."""
    others = wos_tab.recognises(source) or bibliometrix_table.recognises(source)
    return bool(_names(source)) and not others


def read(source: Source) -> Reading:
    """Return the records of the table."""
    reading = Reading()
    names = _names(source)
    for line, row in read_table(source, reading, names=names):
        filled = {name: cell for name, cell in row.items() if cell.strip()}
        if names is BIBTEX:
            fields = {name.replace(" ", "-"): cell for name, cell in filled.items()}
            reading.add(line, wos_entry(fields, line, reading))
            continue
        tags = ((TAGS.get(name, name.upper()), cell) for name, cell in filled.items())
        values = {tag: wos_tab.split_cell(tag, cell) for tag, cell in tags}
        reading.add(line, wos_record(values, line, reading))
    return reading


FORMAT = Format("wos_table", recognises, read, count=lambda source: count_table(source, names=_names(source)))
