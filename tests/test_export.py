"""Corpora written for other programs, and read back by our own readers to the same papers."""

import json
import warnings

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import Corpus, load_corpus
from analysis.exports import write_bibtex, write_csl_json, write_csv, write_ris, write_xlsx
from analysis.exports.bibtex import latex
from analysis.exports.entries import reference_text

WRITERS = {"bib": write_bibtex, "ris": write_ris, "json": write_csl_json}
AWKWARD = r"~5% of $x_1^2$ & \qux {moss} -- ``walls''; #1 <3> “Ω” don't"


def corpus_of(**tables: list[dict]) -> Corpus:
    return Corpus(**{name: schema.table(name, tables.get(name, ())) for name in schema.COLUMNS})


@pytest.fixture
def corpus() -> Corpus:
    published = pd.Timestamp(2020, 5, 3)
    papers = [
        {
            "paper_id": "p1", "title": f"Growth of DNA: {AWKWARD}", "abstract": f"@article{{x,\n {AWKWARD}\nER  - ",
            "year": 2020, "published": published, "date_precision": "day", "date_inferred": False,
            "venue": "Journal of Walls & Fences", "volume": "12", "issue": "3", "pages": "17-27",
            "publisher": "Stone_Press", "issn": "1234-5679; 2345-6789", "isbn": "978-3-16-148410-0",
            "document_type": "Article", "field": "Plant Sciences; Ecology", "language": "English",
            "doi": "10.1002/(sici)1097(1998)17:15<1::aid-s_1>3.0.co;2-2", "arxiv_id": "2101.00001",
            "pmid": "30000001", "openalex_id": "W100", "scopus_id": "2-s2.0-85000000001",
            "wos_id": "WOS:000000000000001", "source_id": "oh:2020", "url": "https://example.org/a_b?c=1&d=%20e#f",
            "citations": 7, "citations_source": "Scopus", "citations_date": "2024-01-02", "open_access": True,
            "retracted": False,
            "funding": "Fund 100%", "authors_truncated": True,
        },
        {"paper_id": "p2", "title": "=1+1", "year": 2021, "published": pd.Timestamp(2021, 1, 1),
         "date_precision": "year", "venue": "Proc. Moss", "document_type": "Conference Paper"},
        {"paper_id": "p3", "title": "Nothing else is known of this"},
    ]  # fmt: skip
    authorships = [
        {"paper_id": "p1", "position": 1, "author": "Ada van der Öh Jr", "surname": "van der Öh Jr",
         "affiliation": "Univ A/B, Seoul; Inst {C}", "institution": "A/B University", "orcid": "0000-0002-1825-0097", "country": "KR",
         "source_author_id": "scopus:1; wos:A-1-2000"},
        {"paper_id": "p1", "position": 2, "author": "World Moss Council"},
        {"paper_id": "p2", "position": 1, "author": "Bo Li"},
        {"paper_id": "p2", "position": 2, "author": "Barnes and Noble Group, Inc."},
    ]  # fmt: skip
    references = [
        {"paper_id": "p1", "reference": "Kim C, 2001, J WALLS, V3, P1, DOI 10.1234/jw.3_1", "author": "Kim C",
         "year": 2001, "venue": "J WALLS", "volume": "3", "pages": "1", "doi": "10.1234/jw.3_1"},
        {"paper_id": "p1", "reference": "An old book; with {odd} signs_", "doi": "10.1234/old"},
        {"paper_id": "p2", "author": "Oh, A.", "year": 1999, "title": "Moss"},
    ]  # fmt: skip
    keywords = [
        {"paper_id": "p1", "keyword": "moss & stone", "kind": "author"},
        {"paper_id": "p1", "keyword": "walls", "kind": "index"},
        {"paper_id": "p1", "keyword": "ivy", "kind": "index"},
        {"paper_id": "p2", "keyword": "trees", "kind": "mesh"},
    ]
    return corpus_of(papers=papers, authorships=authorships, references=references, keywords=keywords)


def papers_of(corpus: Corpus) -> dict[str, dict]:
    """Return the papers by the first letter of their title, without what is missing."""
    rows = corpus.papers.astype(object).where(corpus.papers.notna(), None).to_dict("records")
    return {row["title"][0]: {key: value for key, value in row.items() if value is not None} for row in rows}


def by_title(corpus: Corpus, table: str, *columns: str) -> list[tuple]:
    """Return the rows of a table as tuples that begin with the first letter of the paper's title."""
    letters = dict(zip(corpus.papers["paper_id"], corpus.papers["title"].str[0], strict=True))
    frame = getattr(corpus, table)
    known = frame.astype(object).where(frame.notna(), None)
    return sorted(
        (
            (letters[row["paper_id"]], *(row[column] for column in columns))
            for row in known.to_dict("records")
        ),
        key=repr,
    )


@pytest.mark.parametrize("suffix", WRITERS)
def test_papers_and_authors_are_read_back(corpus, tmp_path, suffix):
    written = WRITERS[suffix](corpus, tmp_path / f"out.{suffix}")
    assert written == tmp_path / f"out.{suffix}"
    again = load_corpus(written)
    assert again.problems.empty, again.problems.to_dict("records")
    before, after = papers_of(corpus), papers_of(again)
    assert list(after) == ["G", "=", "N"]
    same = [
        "title", "year", "published", "date_precision", "venue", "volume", "issue", "pages", "publisher", "issn",
        "isbn", "doi", "arxiv_id", "pmid", "language", "url",
    ]  # fmt: skip
    assert {key: after["G"].get(key) for key in same} == {key: before["G"][key] for key in same}
    assert (after["="]["title"], after["="]["year"], after["="]["date_precision"]) == ("=1+1", 2021, "year")
    names = by_title(corpus, "authorships", "position", "author", "surname", "affiliation")
    assert by_title(again, "authorships", "position", "author", "surname", "affiliation") == names


def test_bibtex_holds_every_cell(corpus, tmp_path):
    again = load_corpus(write_bibtex(corpus, tmp_path / "out.bib"))
    before, after = papers_of(corpus), papers_of(again)
    left_out = {"paper_id", "sources", "date_inferred", "abstract", "source_id"}
    for letter in before:
        kept = {
            key: value
            for key, value in after[letter].items()
            if key in before[letter] and key not in left_out
        }
        assert kept == {key: value for key, value in before[letter].items() if key not in left_out}
    assert after["G"]["abstract"] == f"@article{{x, {AWKWARD} ER -"
    assert after["G"]["source_id"] == "oh:2020"
    for table, columns in {
        "authorships": ["author", "affiliation", "country", "orcid", "source_author_id"],
        "keywords": ["keyword", "kind"],
    }.items():
        assert by_title(again, table, *columns) == by_title(corpus, table, *columns)
    assert by_title(again, "references", "reference", "author", "year", "doi") == [
        ("=", "Oh, A., 1999, Moss", None, None, None),
        ("G", "An old book; with {odd} signs_, doi:10.1234/old", None, None, "10.1234/old"),
        ("G", "Kim C, 2001, J WALLS, V3, P1, DOI 10.1234/jw.3_1", "Kim C", 2001, "10.1234/jw.3_1"),
    ]


def test_ris_keeps_keywords_and_references(corpus, tmp_path):
    again = load_corpus(write_ris(corpus, tmp_path / "out.ris"))
    assert by_title(again, "keywords", "keyword") == by_title(corpus, "keywords", "keyword")
    assert ("G", "Kim C, 2001, J WALLS, V3, P1, DOI 10.1234/jw.3_1", "Kim C", 2001) in by_title(
        again, "references", "reference", "author", "year"
    )
    assert len(again.references) == 3
    after = papers_of(again)["G"]
    assert (after["wos_id"], after["scopus_id"], after["openalex_id"]) == (
        "WOS:000000000000001", "2-s2.0-85000000001", "W100",
    )  # fmt: skip
    lines = (tmp_path / "out.ris").read_bytes().decode("utf-8").split("\r\n")
    assert all(line[2:6] == "  - " for line in lines if line)


def test_csl_json_holds_what_it_has_variables_for_and_the_rest_apart(corpus, tmp_path):
    items = json.loads(write_csl_json(corpus, tmp_path / "out.json").read_text(encoding="utf-8"))
    assert items[0]["author"][0] == {
        "family": "van der Öh Jr", "given": "Ada", "ORCID": "0000-0002-1825-0097",
        "affiliation": "Univ A/B, Seoul; Inst {C}",
    }  # fmt: skip
    assert items[0]["author"][1] == {"literal": "World Moss Council"}
    assert (items[0]["type"], items[0]["issued"]) == ("article-journal", {"date-parts": [[2020, 5, 3]]})
    assert items[0]["custom"]["references"][0]["doi"] == "10.1234/jw.3_1"
    assert items[0]["custom"]["keywords"][1] == {"keyword": "walls", "kind": "index"}
    assert items[2] == {
        "id": "p3", "type": "document", "title": "Nothing else is known of this", "custom": {"paper_id": "p3"},
    }  # fmt: skip
    again = load_corpus(tmp_path / "out.json")
    assert by_title(again, "keywords", "keyword") == by_title(corpus, "keywords", "keyword")


def test_csl_json_holds_every_cell(corpus, tmp_path):
    again = load_corpus(write_csl_json(corpus, tmp_path / "out.json"))
    assert again.problems.empty
    before, after = papers_of(corpus), papers_of(again)
    made_anew = {"paper_id", "sources", "date_inferred", "authors_truncated", "abstract"}
    for letter in before:
        kept = {key: value for key, value in after[letter].items() if key not in made_anew}
        assert kept == {key: value for key, value in before[letter].items() if key not in made_anew}
    assert after["G"]["abstract"] == f"@article{{x, {AWKWARD} ER -"
    assert (after["G"]["authors_truncated"], after["G"]["date_inferred"]) == (True, False)
    for table in ("authorships", "keywords", "references"):
        columns = [c for c in schema.COLUMNS[table] if not c.endswith("_id") or c == "source_author_id"]
        columns = [c for c in columns if c != "probability"]  # found anew
        assert by_title(again, table, *columns) == by_title(corpus, table, *columns)


def test_csl_json_of_our_own_is_read_as_it_was_written(tmp_path):
    titles = [
        r"Higher $\infty$-categories of moss",
        "The <T> class of walls",
        r"\alpha-helices without dollars",
    ]
    papers = [{"paper_id": f"p{place}", "title": title} for place, title in enumerate(titles)]
    again = load_corpus(write_csl_json(corpus_of(papers=papers), tmp_path / "out.json"))
    assert sorted(again.papers["title"]) == sorted(titles)


def test_custom_of_another_program_is_left_aside(tmp_path):
    item = {"id": "k", "type": "book", "title": "Moss", "issued": {"raw": "2020"}, "custom": {"citations": 7}}
    (tmp_path / "a.json").write_text(json.dumps([item]), encoding="utf-8")
    (paper,) = load_corpus(tmp_path).papers.to_dict("records")
    assert (paper["source_id"], paper["document_type"]) == ("k", "book")
    assert pd.isna(paper["citations"])


def test_bibtex_as_it_is_written(tmp_path):
    papers = [{"paper_id": "p1", "title": "On DNA_2", "year": 2020, "venue": "J", "pages": "1-2"}]
    corpus = corpus_of(
        papers=papers * 2,
        authorships=[{"paper_id": "p1", "position": 1, "author": "Ada Öh", "surname": "Öh"}],
    )
    entry = (
        "@article{Oh2020DNA2%s,\n  author = {Öh, Ada},\n  title = {On {DNA}\\_2},\n  journal = {J},\n  year = {2020},\n"
        "  pages = {1--2}\n}\n"
    )
    assert (
        write_bibtex(corpus, tmp_path / "a.bib").read_text(encoding="utf-8")
        == entry % "" + "\n" + entry % "-2"
    )


def test_latex_is_balanced_and_in_one_line():
    assert latex("a}\n{b\\ ---") == r"a\textbraceright{} \textbraceleft{}b\textbackslash{} -{}-{}-"


def test_reference_text_adds_a_doi_only_if_it_is_not_there():
    assert reference_text({"reference": "A, 10.1/X", "doi": "10.1/x"}) == "A, 10.1/X"
    assert reference_text({"doi": "10.1/x"}) == "doi:10.1/x"
    assert reference_text({}) == ""


def test_csv_has_one_row_a_paper_and_no_formula(corpus, tmp_path):
    table = pd.read_csv(write_csv(corpus, tmp_path / "out.csv"), keep_default_na=False)
    assert table["title"].tolist()[1:] == ["'=1+1", "Nothing else is known of this"]
    assert table["authors"].tolist() == [
        "van der Öh Jr, Ada; World Moss Council", "Bo Li; Barnes and Noble Group, Inc.", "",
    ]  # fmt: skip
    assert table["index_keywords"][0] == "walls; ivy"
    assert table["published"].tolist() == ["2020-05-03", "2021", ""]
    assert table["references"][0].split("\n")[1] == "An old book; with {odd} signs_, doi:10.1234/old"


def test_xlsx_has_a_sheet_a_table_and_no_formula(corpus, tmp_path):
    import openpyxl

    path = write_xlsx(corpus, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["papers", "authorships", "references", "keywords"]
    titles = [row[1] for row in book["papers"].iter_rows(min_row=2)]
    assert (titles[1].value, titles[1].data_type, titles[1].quotePrefix) == ("=1+1", "s", True)
    assert not titles[2].quotePrefix
    frame = pd.read_excel(path, sheet_name="papers", engine="openpyxl")
    assert frame["citations"][0] == 7
    assert frame["published"].tolist()[:2] == ["2020-05-03", "2021"]
    assert pd.read_excel(path, sheet_name="references", engine="openpyxl")["year"][0] == 2001


def test_a_cell_too_long_for_a_workbook_is_cut_with_a_warning(tmp_path):
    corpus = corpus_of(papers=[{"paper_id": "p1", "abstract": "x" * 40_000}])
    with pytest.warns(UserWarning, match="1 cell\\(s\\) were cut after 32,767 letters"):
        write_xlsx(corpus, tmp_path / "out.xlsx")


@pytest.mark.parametrize("write", [*WRITERS.values(), write_csv, write_xlsx])
def test_an_empty_corpus_is_written_and_a_file_is_replaced_whole(tmp_path, write):
    target = tmp_path / "new" / "out"
    target.parent.mkdir()
    target.write_text("old")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write(corpus_of(), target)
    assert target.read_bytes() != b"old"
    assert [path.name for path in target.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("write", [*WRITERS.values(), write_csv, write_xlsx])
def test_the_corpus_is_unchanged_and_control_characters_are_left_out(corpus, tmp_path, write):
    corpus.papers.loc[2, "title"] = "No letters: \x00\x01\u2028"
    before = {name: getattr(corpus, name).copy() for name in schema.COLUMNS}
    written = write(corpus, tmp_path / "out")
    assert write is write_xlsx or not {0, 1} & set(written.read_bytes())
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(corpus, name), frame)


@pytest.mark.parametrize(("write", "title"), [(write_csv, "'=1+1"), (write_xlsx, "=1+1")])
def test_tables_are_read_back_too(corpus, tmp_path, write, title):
    again = load_corpus(write(corpus, tmp_path / "out"))
    assert again.papers["title"].tolist()[1:] == [title, "Nothing else is known of this"]
    assert again.authorships["author"].tolist() == corpus.authorships["author"].tolist()
    assert (
        by_title(again, "keywords", "keyword", "kind")[1:]
        == by_title(corpus, "keywords", "keyword", "kind")[1:]
    )
    same = ["year", "doi", "wos_id", "volume", "pages", "url", "citations", "open_access"]
    assert {key: papers_of(again)["G"][key] for key in same} == {
        key: papers_of(corpus)["G"][key] for key in same
    }


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_references_as_scopus_prints_them_are_read_back_one_by_one(tmp_path, write):
    printed = [
        "Oh A., Li B., Moss on walls, Wall Letters, 12, pp. 1-9, (2001)",
        "Ek C., Ferns under roofs, Fern Letters, 3, pp. 4-5, (2002)",
    ]
    papers = [{"paper_id": "p1", "title": "Roofs and the rain that falls on them", "year": 2010}]
    given = corpus_of(papers=papers, references=[{"paper_id": "p1", "reference": one} for one in printed])
    path = write(given, tmp_path / f"papers.{write.__name__[6:]}")
    assert load_corpus(path).references["reference"].tolist() == printed
