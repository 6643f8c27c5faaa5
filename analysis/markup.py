"""Plain text out of abstracts that carry LaTeX, HTML or a publisher's notice."""

import html
import re
import unicodedata

# tags that stand between words, not within one
BLOCKS = "p|div|br|li|ul|ol|sec|title|abstract|list|list-item|table|t[rdh]|h[1-6]"
ATTRIBUTE = r"""\s+[\w:.-]+=(?:"[^"<>]{0,200}"|'[^'<>]{0,200}'|[^\s"'<>]{1,200})"""
# what publishers and databases print around an abstract, to the end of it or of the sentence
NOTICES = (
    r"(?:©|\(c\)(?= ?(?:\d{4}|the authors?\b|copyright))|\bcopyright\b(?= ?(?:©|\(c\)|\d{4}|the authors?\b)))"
    r".{0,300}?(?:all rights reserved|reserved\.|\.(?=\s+[A-Z])|$)\.?"
    r"|\ball rights (?:are )?reserved\b\.?"
    r"|\bthis (?:article|work) is (?:protected by copyright|licensed under)[^.]*\.?"
    r"|\bthe (?:proceedings contain \d+ papers\.?|topics (?:discussed )?include:"
    r"|special focus in this conference is on)"
    r"|\bpublished by (?:elsevier|springer|(?:john )?wiley|ieee|oxford university press|mdpi|aip|iop)[^.]*\.?"
)
SIGNS_OF_NOTICES = (
    "©", "(c)", "copyright", "all rights", "this article", "this work", "published by", "proceedings contain",
)  # fmt: skip
TAG = rf"<!--.{{0,500}}?-->|</?[A-Za-z][\w:.-]*(?:{ATTRIBUTE})*\s*/?>"
LATEX = (
    r"\$\$.{1,500}?\$\$|(?<!\\)\$[^$]{1,200}(?<!\\)\$|\\\(.{1,200}?\\\)|\\\[.{1,500}?\\\]"
    r"|\\begin\{(\w+\*?)\}.{1,1000}?\\end\{\1\}"
    r"|\\(?:\w*cite\w*|\w*ref|label|url)\*?(?:\[[^\]]{0,50}\])*\{[^{}]{0,200}\}"
)
LATEX_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
LATEX_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
}  # fmt: skip


def plain_text(text: str) -> str:
    r"""Return a text without LaTeX, HTML tags and entities, web and mail addresses, publishers' notices.

    Accents that were written as LaTeX commands become letters.

    Examples
    --------
    >>> plain_text(r"Poincar\'e <i>maps</i> of $x^2$ in \emph{chaos}, see https://example.org/a")
    'Poincaré maps of in chaos , see'
    >>> plain_text("Moss grows. © 2020 Elsevier B.V. All rights reserved.")
    'Moss grows.'
    """
    text = html.unescape(html.unescape(text))
    # most texts have none of it: a look is quicker than a search
    if "http" in text or "www." in text or "@" in text:
        text = re.sub(r"https?://\S+|www\.\S+|\S+@\S+\.\w+", " ", text)
    if "<" in text:
        text = re.sub(rf"</?(?:jats:|mml:)?(?:{BLOCKS})\b[^<>]{{0,200}}>", " ", text)
        text = re.sub(TAG, "", text, flags=re.DOTALL)
    if "\\" in text or "$" in text:
        text = re.sub(LATEX, " ", _latex_accents(text), flags=re.DOTALL)
    text = re.sub(r"\\[A-Za-z]+\*?|[\\{}~^_$]", " ", text)
    lower = text.lower()
    if any(sign in lower for sign in SIGNS_OF_NOTICES):
        text = re.sub(NOTICES, " ", text, flags=re.IGNORECASE)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _latex_accents(text: str) -> str:
    r"""Return a text with LaTeX's accents (\'e, \"{o}, \c{c}) and letters (\ss, \o) as Unicode."""

    def letter(found: re.Match[str]) -> str:
        base = found["one"] or found["two"] or found["three"]
        accented = base.strip("\\") + LATEX_ACCENTS[found["sign"] or found["name"]]
        # no letter has it where it was a quotation mark
        return accented[0] if len(unicodedata.normalize("NFC", accented)) > 1 else accented

    text = re.sub(
        r"\{?\\(?:(?P<sign>['`^\"~=.])(?:\{(?P<one>\\?[A-Za-z])\}|(?P<two>\\?[A-Za-z]))"
        r"|(?P<name>[cvuHkr])\{(?P<three>[A-Za-z])\})\}?",
        letter,
        text,
    )
    return re.sub(
        r"\{?\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z])(?:\{\}|\})? ?",
        lambda found: LATEX_LETTERS[found[1]],
        text,
    )
