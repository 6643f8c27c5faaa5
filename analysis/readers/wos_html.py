"""The HTML that Web of Science exported until 2021: the plain text with each field in the row of a table."""

import re

from analysis.readers.base import Source

PAGE = re.compile(r"<td[^<>]{0,40}>(?:FN|PT) ?</td>\s{0,9}<td>(?:Clarivate|Thomson|ISI\b|[A-Z]</td>)")
FIELD = re.compile(r"<td[^<>]{0,40}>([A-Z][A-Z0-9]) ?</td>\s{0,9}<td[^<>]{0,40}>")
STYLE = re.compile(r"<style[^<>]{0,40}>([^<]{0,5000})</style>")
LAYOUT = re.compile(r"</?(?:table|tbody|tr|td|hr|br|html|body|head|p)\b[^<>]{0,300}>", re.IGNORECASE)


def is_page(source: Source) -> bool:
    """Return whether a file is such a page."""
    return source.head[:9].lstrip("\ufeff \n")[:1] == "<" and bool(PAGE.search(source.head))


def unpacked(source: Source) -> Source:
    """Return the plain text of such a page, line by line where it was; any other file as it is."""
    if not is_page(source):
        return source
    text = STYLE.sub(lambda style: "\n" * style[0].count("\n"), source.text)
    return Source(source.name, b"", LAYOUT.sub("", FIELD.sub(r"\1 ", text)))
