"""The formats that can be read, in one table, and how the format of a file is found."""

from collections.abc import Mapping
from importlib import import_module

from analysis.readers.base import Format, Problem, Reading, Record, Source, UnknownFormat

__all__ = ["FORMATS", "Format", "Problem", "Reading", "Record", "Source", "UnknownFormat", "recognise"]

PAGE = 2  # rank of the formats that are known by their look alone
LARGEST_PAGE = 1 << 24  # bytes
LOOKS = {
    "<": ("XML", ("_xml", "_atom", "_oai", "_rdf")),
    "{": ("JSON", ("json", "_jsonl")),
    "[": ("JSON", ("json", "_jsonl")),
    "@": ("BibTeX", ("bibtex",)),
}

# the modules of this folder that hold formats
_READERS = """
author_page listing session_page
pubmed_abstract pubmed_csv pubmed_text ovid_text
ris refer refworks wos_tab wos_table wos_text bibliometrix_table bibtex
arxiv_atom arxiv_oai dblp_search dblp_xml endnote_xml pubmed_xml zotero_rdf
arxiv_jsonl crossref_json csl_json openalex_json semantic_scholar_json
dimensions_csv ieee_csv lens_csv openalex_csv scopus_csv scopus_text springer_csv any_table any_json
"""
FORMATS: dict[str, Format] = {
    found.name: found
    for reader in _READERS.split()
    for found in vars(import_module(f"{__name__}.{reader}")).values()
    if isinstance(found, Format)
}


def recognise(source: Source, *, formats: Mapping[str, Format] | None = None) -> Format:
    """Return the format of a source: the declared one, else the one that claims its content.

    Parameters
    ----------
    source : Source
        A file, opened. `source.facts["format"]`, if it is there, decides.
    formats : mapping, optional
        Formats to choose from by name, `FORMATS` unless given.

    Raises
    ------
    UnknownFormat
        If no format claims the content, several do, or the declared one does not exist.

    Examples
    --------
    >>> page = "LGAug 13, 2023Code\\nPruning, a SurveyHongrong Cheng, Miao Zhang\\n"
    >>> recognise(Source("page.txt", page.encode(), page)).name
    'author_page'
    """
    known = FORMATS if formats is None else formats
    declared = source.facts.get("format")
    if declared is not None:
        if str(declared) not in known:
            raise UnknownFormat(
                f"`format` of {source.name} must be one of {', '.join(map(repr, known))}, "
                f"but {declared!r} was given."
            )
        return known[str(declared)]
    claims = _claims(source, known)
    if not claims:
        raise UnknownFormat(
            f"{source.name} is in none of the {len(known)} formats that can be read. {_hint(source, known)}"
        )
    if len(claims) > 1:
        names = " and ".join(form.name for form in claims)
        raise UnknownFormat(
            f"{source.name} is claimed by {names}; `format` in sources.toml can say which it is."
        )
    return claims[0]


def _claims(source: Source, known: Mapping[str, Format]) -> list[Format]:
    """Return the formats of the lowest rank in which any claims the source."""
    for rank in sorted({form.rank for form in known.values()}):
        asked = [form for form in known.values() if form.rank == rank and _asked(form, source)]
        claims = [form for form in asked if form.recognises(source)]
        if claims:
            return claims
    return []


def _asked(form: Format, source: Source) -> bool:
    """Return whether a format is worth asking: a page is known by all of its text, and never large."""
    return form.rank < PAGE or len(source.content) <= LARGEST_PAGE


def _hint(source: Source, known: Mapping[str, Format]) -> str:
    """Return which formats a file that nobody claims could be in, by a first look at it."""
    for name, form in known.items():
        if form.may_be is not None and _asked(form, source) and form.may_be(source):
            return f'It may be a {name}: `format = "{name}"` in sources.toml would do.'
    remedy = 'If it is one of them, `format = "…"` in sources.toml can say so.'
    start = source.head.lstrip()[:1]
    look, marks = LOOKS.get(start, ("", ()))
    alike = [name for name in known if name.endswith(marks)] if look else []
    return f"It looks like {look}; of that kind are {', '.join(alike)}. {remedy}" if alike else remedy
