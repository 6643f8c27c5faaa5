"""Values out of decoded JSON, whatever type stands where another was expected."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from analysis.readers.fields import tidy
from analysis.readers.latex import latex_text

LARGEST = 2**63 - 1
TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})(?:\s[^<>]{0,500})?/?>")
# tags that stand within a word or a sentence; every other tag parts words
WITHIN = re.compile(r"mml:|(?:[abisu]|em|strong|su[bp]|tt|sc|span|small|italic|bold|underline|monospace)\Z")
LEFT_OUT = re.compile(
    r"<((?:jats:)?tex-math|(?:mml:)?annotation(?:-xml)?|!--)\b[^<>]{0,500}>[^<]{0,5000}</\1>|<!--[^>]{0,500}-->"
)
HEADING = re.compile(r"\A\s*<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>", re.IGNORECASE)


def string(value: object) -> str | None:
    """Return a text, or a number as a text, in one line; None for anything else.

    Examples
    --------
    >>> string(" SoftwareX\\n"), string(20), string(["x"]), string("")
    ('SoftwareX', '20', None, None)
    """
    if isinstance(value, str):
        return " ".join(value.split()) or None  # as `tidy`, and quicker: most of the time goes here
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(value) if abs(value) <= LARGEST else None


def first(value: object) -> str | None:
    """Return a text, or the first text of a list: services change between the two."""
    return next(iter(strings(value)), None)


def strings(value: object) -> list[str]:
    """Return the texts in a list, or the one text."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(string, values) if text]


def dicts(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def people(
    value: object,
    name_of: Callable[[dict[str, Any]], str | None],
    details_of: Callable[[dict[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """Return the names and the details of the authors in a list, those without a name left out."""
    named = [(name, one) for one in dicts(value) if (name := name_of(one))]
    return {"authors": [name for name, _ in named], "author_details": [details_of(one) for _, one in named]}


def inner(value: object, *keys: str) -> Any:
    """Return what stands at the end of a path of keys, or None.

    Examples
    --------
    >>> inner({"source": {"name": "PeerJ"}}, "source", "name"), inner({"source": None}, "source", "name")
    ('PeerJ', None)
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def number(value: object) -> int | None:
    """Return a whole number that is not negative and fits a column, or None."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,18}\s*", value):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= 2**53:
        value = int(value)
    return value if type(value) is int and 0 <= value <= LARGEST else None


def flag(value: object) -> bool | None:
    """Return true or false, or None for anything else."""
    return value if isinstance(value, bool) else None


def plain(value: object) -> str | None:
    r"""Return a title or an abstract without JATS or HTML tags, entities, and accents written as LaTeX.

    Examples
    --------
    >>> plain("<jats:title>Abstract</jats:title><jats:p>CO<jats:sub>2</jats:sub> &amp; <i>light</i></jats:p>")
    'CO2 & light'
    >>> plain("p < 0.05 and q > 3"), plain(r"Poincar\'e")
    ('p < 0.05 and q > 3', 'Poincaré')
    """
    text = string(value)
    if text and "\\" in text:
        text = tidy(latex_text(text, plain=True))
    if not text or not ("<" in text or "&" in text):
        return text
    if "&lt;" in text and "<" not in text:
        text = unescape(text)
    text = TAG.sub(_parted, LEFT_OUT.sub(" ", HEADING.sub("", text)))
    return tidy(re.sub(r"\s+([.,;:)])", r"\1", unescape(unescape(text))))


def _parted(tag: re.Match[str]) -> str:
    name = tag[2].lower().removeprefix("jats:")
    return "" if WITHIN.match(name) else " "
