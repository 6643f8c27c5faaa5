"""Text of notebooks made fit for a page: Markdown, foreign HTML, terminal text, paths of this machine."""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import mistune
import nh3
from markupsafe import Markup

TAGS = {
    *("p", "br", "hr", "div", "span", "blockquote", "pre", "code", "kbd", "details", "summary"),
    *("a", "abbr", "b", "em", "i", "s", "del", "small", "strong", "sub", "sup", "u"),
    *("h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "dl", "dt", "dd"),
    *("figure", "figcaption", "img"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "title", "data-sort"},
    "th": {"colspan", "rowspan", "scope", "title", "data-sort"},
}
CLASSES = {
    "figure": {"figure", "table"},
    "p": {"note", "not-shown"},
    "table": {"sortable", "facts", "dataframe"},
    "td": {"number"},
    "th": {"number"},
}
SAFE_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
# nh3 escapes < and > within attributes, so that a tag ends at its first >.
PICTURE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]* src=)[^>]*>")
EMPTY_ALT = re.compile(r"(<img[^>]*) alt=\"\s*\"")
PICTURE_WITHOUT_ALT = re.compile(r"<img(?![^>]* alt=)")
TERMINAL_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DATA_IMAGE = r"data:image/[^\"'\s)]*"


def clean_html(source: str) -> Markup:
    """Return foreign HTML without all that could run, load or restyle anything.

    Pictures stay only where they stand in the page as data; the others are dropped.

    Examples
    --------
    >>> clean_html('<p onclick="x()">a<script>alert(1)</script><img src="http://example.org/x.png"></p>')
    Markup('<p>a</p>')
    """
    safe = nh3.clean(
        source,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        attribute_filter=_checked_link,
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto", "data"},
    )
    safe = EMPTY_ALT.sub(r"\1", PICTURE_WITHOUT_SOURCE.sub("", safe))
    return Markup(PICTURE_WITHOUT_ALT.sub('<img alt="Picture without a description"', safe))


def markdown_html(
    source: str, anchor: str = "", headings: list[tuple[int, str, str]] | None = None
) -> Markup:
    """Return Markdown as HTML, its headings one level lower; raw HTML in it is shown as text.

    With `headings`, each heading gets an anchor that begins with `anchor`, and level, text and anchor
    are added to the list.

    Examples
    --------
    >>> found = []
    >>> markdown_html("# Who <b>writes</b>?", "authors", found)
    Markup('<h2 id="authors-1">Who &lt;b&gt;writes&lt;/b&gt;?</h2>\\n')
    >>> found
    [(1, 'Who <b>writes</b>?', 'authors-1')]
    """
    safe = clean_html(str(_markdown()(source)))
    if headings is None:
        return safe
    listed = headings

    def numbered(match: re.Match[str]) -> str:
        place = f"{anchor}-{len(listed) + 1}"
        listed.append((int(match[1]) - 1, Markup(match[2]).striptags(), place))
        return f'<h{match[1]} id="{place}">{match[2]}</h{match[1]}>'

    return Markup(re.sub(r"<h([2-6])>(.*?)</h\1>", numbered, safe, flags=re.DOTALL))


def plain(text: str) -> str:
    """Return terminal text without colours and controls; of a line drawn over again, the last state.

    Examples
    --------
    >>> plain("\\x1b[31mred\\x1b[0m 10%\\r100%")
    '100%'
    """
    text = TERMINAL_CODES.sub("", text).replace("\r\n", "\n")
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines))


def path_hider(folders: Sequence[str] = ()) -> Callable[[str], str]:
    """Return a function that takes paths of this machine out of a text.

    `folders` and what is in them keep their own last name; the folders of Python, the project, the user
    and temporary files are cut off. Pictures that stand in the text as data are left alone.

    Examples
    --------
    >>> path_hider(["/data/2024/seeds"])('corpus_paths = ["/data/2024/seeds/a.txt"]')
    'corpus_paths = ["seeds/a.txt"]'
    """
    named = {str(folder).rstrip("/\\"): os.path.basename(str(folder).rstrip("/\\")) for folder in folders}
    project = str(Path(__file__).resolve().parent.parent)
    cut = (os.getcwd(), project, sys.prefix, sys.base_prefix, str(Path.home()), tempfile.gettempdir())
    names = {**dict.fromkeys(cut, "…"), **named}
    known = sorted((name for name in names if len(name) > 1 and os.path.isabs(name)), key=len, reverse=True)
    pattern = re.compile(f"({DATA_IMAGE})|(?<![\\w./-])({'|'.join(map(re.escape, known))})(?![\\w.-])")

    def hide(text: str) -> str:
        return pattern.sub(lambda match: match[1] or names[match[2]], text)

    return hide


def _checked_link(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if SAFE_PICTURE.match(value) else None
    if attribute == "href":
        return value if re.match(r"(https?://|mailto:|#)", value, re.IGNORECASE) else None
    return value


class _Lowered(mistune.HTMLRenderer):
    """Headings one level lower, since the page has a title of its own; outside pictures as their text."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return super().heading(text, min(level + 1, 6), **attrs)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return super().image(text, url, title) if SAFE_PICTURE.match(url) else text


@cache
def _markdown() -> mistune.Markdown:
    return mistune.Markdown(
        renderer=_Lowered(escape=True),
        plugins=[mistune.plugins.import_plugin(name) for name in ("table", "strikethrough")],
    )
