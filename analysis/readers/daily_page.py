"""The list of a day, from a paper-sharing site: titles and abstracts with blank lines between them.

The date on top is the day of the list, printed without a year. It says nothing about when a paper
was published, so it goes into `heading` and never into `published`.
"""

from analysis.readers.base import Format, Reading, Source
from analysis.readers.listing import is_daily, lists_papers, page_of, read_listing


def recognises(source: Source) -> bool:
    """Return whether the source is such a page."""
    return lists_papers(source.text) and is_daily(page_of(source.text))


def read(source: Source) -> Reading:
    """Return the papers of the page."""
    return read_listing(source)


FORMAT = Format("daily_page", recognises, read, rank=2)
