"""Which format claims a file, and what no reader may do to any file."""

import random
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.readers import FORMATS, Format, Reading, Source, UnknownFormat, recognise
from analysis.readers.lines import tidy
from analysis.readers.listing import page_of, peel

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
EXPORTS = Path(__file__).parent / "exports"
SHARED = ROOT.parent / "shared" / "data"


def source(text: str, **facts: object) -> Source:
    return Source("page.txt", text.encode(), text, facts)


PAGE_FORMATS = {name: form for name, form in FORMATS.items() if name.endswith("_page")}


def claims(text: str) -> list[str]:
    return [name for name, form in PAGE_FORMATS.items() if form.recognises(source(text))]


@pytest.mark.parametrize(
    ("start", "form", "records"),
    [
        ("000", "author_page", 37),
        ("001", "similar_page", 195),
        ("002", "session_page", 285),
        ("003", "daily_page", 81),
        ("004", "daily_page", 81),
    ],
)
def test_each_seed_is_claimed_by_one_format(start, form, records):
    text = next(path for path in SEEDS if path.name.startswith(start)).read_text()
    assert claims(text) == [form]
    assert len(FORMATS[form].read(source(text)).records) == records


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_small_page_is_claimed_by_its_format(path):
    assert claims(path.read_text()) == [path.stem]


ENGLISH = (
    "It was a dull evening, and the lamps were lit early. She had waited for the letter since March.\n\n"
    "Chapter 2\n\nIn the morning the letter came. It said that we are well, and that nobody was to worry.\n\n"
) * 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "One line.",
        ENGLISH,
        ENGLISH.replace("\n\n", "\n"),
        "Authors,Title,Year\nLi W.,Pruning,2024\n" * 30,
        "@article{key,\n  title = {Pruning of networks},\n  author = {Li, Wei and Xu, Ming},\n}\n" * 10,
        "TY  - JOUR\nTI  - Pruning of networks\nAU  - Li, Wei\nAB  - We prune. It helps a lot.\nER  - \n"
        * 20,
        '{"title": "Pruning", "authors": ["Wei Li"]}\n' * 10,
        "<feed><entry><title>Pruning</title><summary>We prune.</summary></entry></feed>\n" * 10,
        "Mar 12\nWent to the market. It rained.\nMar 13\nStayed at home, and read.\n",
        "Milk · Bread · Eggs\nSoap · Salt\n",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_nothing_else_is_claimed_as_a_page(text):
    assert claims(text) == []
    with pytest.raises(UnknownFormat, match=r"page.txt is in none of the 4 formats that can be read\."):
        recognise(source(text), formats=PAGE_FORMATS)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("<catalogue><book/></catalogue>", "It looks like XML; of that kind are arxiv_atom, "),
        ('{"books": []}', "It looks like JSON; of that kind are "),
        ("@comment{nothing else}", "It looks like BibTeX; of that kind are bibtex. "),
        ("Long ago, and far away.", 'If it is one of them, `format = "…"` in sources.toml can say so.'),
    ],
)
def test_what_nobody_claims_gets_a_short_hint(text, hint):
    with pytest.raises(UnknownFormat) as error:
        recognise(source(text))
    assert hint in str(error.value) and len(str(error.value)) < 400


def exports(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file() and path.name != "NOTES.md")


@pytest.mark.parametrize("path", [*exports(EXPORTS), *exports(SHARED)], ids=lambda path: path.name)
def test_exactly_one_format_claims_each_export_whatever_its_name(path):
    content = path.read_bytes()
    form = recognise(Source("x", content))  # two that claim it are an error
    rivals = [one.name for one in FORMATS.values() if one.rank == form.rank]
    claiming = [name for name in rivals if FORMATS[name].recognises(Source("x", content))]
    assert claiming == [form.name]
    marks = {path.suffix.strip("."), *path.stem.split("_")} & {name.split("_")[0] for name in FORMATS}
    assert not marks or form.name.split("_")[0] in marks | {"bibtex"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared exports are not here")
def test_no_export_of_a_database_is_claimed_as_a_page():
    assert exports(SHARED)
    for path in exports(SHARED):
        assert claims(path.read_text("utf-8-sig", errors="replace")) == [], path.name


def test_a_declared_format_wins():
    assert recognise(source(ENGLISH, format="daily_page")).name == "daily_page"
    with pytest.raises(UnknownFormat, match=r"must be one of .*'author_page', .*, but 'weekly' was given"):
        recognise(source(ENGLISH, format="weekly"))


def test_two_claims_are_an_error_that_names_both():
    both = {n: Format(n, lambda _: True, lambda _: Reading()) for n in ("one", "two")}
    with pytest.raises(UnknownFormat, match="claimed by one and two"):
        recognise(source("text"), formats=both)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def kept(reading: Reading) -> str:
    parts = []
    for record in reading.records:
        parts += [record.get("field", ""), record.get("date", ""), record.get("title", "")]
        parts += [*record.get("authors", []), record.get("abstract", ""), record.get("heading", ""), "|"]
    return " ".join(parts + [str(problem["text"]) for problem in reading.problems])


@pytest.mark.parametrize("path", [*SEEDS, *PAGES], ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_no_line_of_a_damaged_page_is_lost(path, seed):
    pick = random.Random(seed)
    lines = path.read_text().split("\n")
    lines = [line for line in lines[: pick.randint(5, len(lines))] if pick.random() > 0.1]
    lines = [
        pick.choice(["", " ", "\t", "\u00a0"]) + line + pick.choice(["", "\u200b", "  "]) for line in lines
    ]
    text = "\n".join(lines)
    reading = recognise(source(path.read_text())).read(source(text))
    whole = letters(kept(reading) + " ".join(page_of(text).furniture))
    for line in lines:
        assert letters(peel(tidy(line))[0])[:30].removesuffix("Code") in whole, line


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
@given(
    text=st.text(st.sampled_from("aB c.,·\n\t?9é张\u00a0\u200bGMay1 "), max_size=200) | st.text(max_size=80)
)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_reader(form, text):
    form.recognises(source(text))
    reading = form.read(source(text))
    if form.count:
        form.count(source(text))
    for row in [*reading.records, *reading.problems]:
        assert 1 <= row["source_line"] <= text.count("\n") + 1
    for record in reading.records if form.name in PAGE_FORMATS else ():
        assert all(value not in (None, "", []) for value in record.values())


def test_abstracts_broken_over_many_lines_are_joined():
    plain = next(path for path in SEEDS if path.name.startswith("000")).read_text()
    wrapped = "\n".join(
        textwrap.fill(line, 90, break_on_hyphens=False) if len(line) > 600 else line
        for line in plain.split("\n")
    )
    assert claims(wrapped) == ["author_page"]
    whole, joined = (FORMATS["author_page"].read(source(text)).records for text in (plain, wrapped))
    keys = ("title", "authors", "abstract", "published")
    assert [[record[key] for key in keys] for record in joined] == [
        [record[key] for key in keys] for record in whole
    ]
