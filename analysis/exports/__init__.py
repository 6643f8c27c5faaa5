"""Writing a corpus for other programs: BibTeX, RIS, CSL-JSON, CSV and XLSX, one file a module."""

from analysis.exports.bibtex import write_bibtex
from analysis.exports.csl_json import write_csl_json
from analysis.exports.ris import write_ris
from analysis.exports.tables import write_csv, write_xlsx

__all__ = ["write_bibtex", "write_csl_json", "write_csv", "write_ris", "write_xlsx"]
