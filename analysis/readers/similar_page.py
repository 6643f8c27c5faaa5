"""Papers similar to one another, from a paper-sharing site: a line with the title, a line with the abstract.

Page furniture may stand on top, the last piece of it glued to the first title. Such a page
gives neither authors nor dates.
"""

from analysis.readers.base import Format, Reading, Source
from analysis.readers.listing import is_daily, lists_papers, page_of, read_listing


def recognises(source: Source) -> bool:
    """Return whether the source is such a page."""
    return lists_papers(source.text) and not is_daily(page_of(source.text))


def read(source: Source) -> Reading:
    """Return the papers of the page."""
    return read_listing(source)


FORMAT = Format("similar_page", recognises, read, rank=2)
