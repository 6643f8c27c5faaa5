"""Writing for other programs: BibTeX, RIS, CSL-JSON, CSV and XLSX; networks for VOSviewer and Gephi."""

from analysis.exports.bibtex import write_bibtex
from analysis.exports.csl_json import write_csl_json
from analysis.exports.networks import write_graphml, write_vosviewer
from analysis.exports.ris import write_ris
from analysis.exports.tables import write_csv, write_xlsx

__all__ = [
    "write_bibtex",
    "write_csl_json",
    "write_csv",
    "write_graphml",
    "write_ris",
    "write_vosviewer",
    "write_xlsx",
]
