"""From files to records: formats of one's own, readers that fail, counts that differ, values that do not fit."""

import datetime as dt

import pandas as pd
import pytest

import analysis as bib
from analysis.fitting import fitted_record
from analysis.readers import FORMATS
from analysis.reading import read_files


def is_list(source):
    return source.head.startswith("LIST")


def read_list(source):
    return [{"title": line} for line in source.text.splitlines()[1:]]


def lab_list(**options):
    return bib.Format("lab_list", is_list, read_list, **options)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "list.txt").write_text("LIST\nTrees grow\nStones do not grow\n")
    (tmp_path / "page.txt").write_text("LIST2\nMoss grows\n")
    return tmp_path


def test_a_format_of_ones_own_is_asked_first_and_needs_two_functions(folder):
    corpus = bib.load_corpus(folder, formats=[lab_list()])
    assert corpus.records["title"].tolist() == ["Trees grow", "Stones do not grow", "Moss grows"]
    assert corpus.records["record_id"].tolist() == ["list.txt:1", "list.txt:2", "page.txt:1"]
    assert set(corpus.ledger["format"]) == {"lab_list"}
    assert corpus.ledger["counted"].isna().all()
    everything = bib.Format("everything", lambda source: True, lambda source: bib.Reading([{"title": "All"}]))
    (title,) = bib.load_corpus("seeds/000_ba5071390fe1f7e8.txt", formats=[everything]).papers["title"]
    assert title == "All"
    assert "lab_list" not in FORMATS
    with pytest.raises(TypeError, match="must be a list of Format"):
        bib.load_corpus(folder, formats=[read_list])
    assert len(bib.load_corpus(folder, formats=lab_list()).records) == 3


def fails(source):
    raise ZeroDivisionError("seven by nothing")


@pytest.mark.parametrize(
    ("form", "kept", "said"),
    [
        (bib.Format("lab_list", is_list, fails), 0, "The reader of 'lab_list' ended in ZeroDivisionError"),
        (bib.Format("lab_list", fails, read_list), 0, "Recognising this file ended in ZeroDivisionError"),
        (lab_list(count=fails), 2, "Counting the record marks of 'lab_list' ended in ZeroDivisionError"),
        (
            lab_list(count=lambda source: 3),
            2,
            "3 record marks stand in the file, but 2 records were kept, 1 fewer",
        ),
        (
            lab_list(count=lambda source: 1),
            2,
            "1 record marks stand in the file, but 2 records were kept, 1 more",
        ),
        (bib.Format("lab_list", is_list, lambda source: None), 0, "ended in TypeError"),
    ],
)
def test_what_goes_wrong_in_one_file_is_a_problem_of_that_file(folder, form, kept, said):
    (folder / "page.txt").write_bytes(b"%PDF")
    corpus = bib.load_corpus([folder / "list.txt", "tests/pages"], formats=[form])
    files = corpus.ledger.set_index("source_file")
    assert files.loc["list.txt", "records"] == kept
    problems = corpus.problems[corpus.problems["source_file"] == "list.txt"]
    assert problems["problem"].str.contains(said, regex=False).any()
    sizes = corpus.records["source_file"].value_counts()
    assert all(sizes.get(name, 0) == number for name, number in files["records"].items())
    if form.recognises is is_list:
        assert files.loc["session_page.txt", "records"] > 0


def test_an_interruption_is_no_problem_of_a_file(folder):
    def interrupt(source):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bib.load_corpus(folder, formats=[bib.Format("lab_list", is_list, interrupt)])


def test_the_ledger_says_what_was_counted_and_kept(folder):
    form = lab_list(count=lambda source: source.text.count("grow"))
    corpus = bib.load_corpus(folder, formats=[form])
    assert corpus.ledger["counted"].tolist() == corpus.ledger["records"].tolist() == [2, 1]
    sentence = "All 3 records that stand in 2 files were kept."
    assert bib.describe_ledger(corpus.ledger) == bib.summary(corpus)["ledger"] == sentence
    short = corpus.ledger.assign(records=[2, 0])
    assert bib.describe_ledger(short).endswith("2 records kept; 1 file (page.txt) fell short.")
    unread = corpus.ledger.assign(format=pd.Series([None, "lab_list"], dtype="str"), counted=pd.NA)
    assert bib.describe_ledger(unread) == (
        "1 record comes from 1 file without record marks that could be counted; "
        "1 file could not be read (list.txt)."
    )
    assert bib.describe_ledger(corpus.ledger.iloc[:0]) == "No file was read."


def test_records_on_one_line_have_ids_of_their_own(folder):
    form = bib.Format("lab_list", is_list, lambda source: [{"source_line": 1}, {"source_line": 1}])
    records, _, _ = read_files([folder / "list.txt"], {"lab_list": form})
    assert [record["record_id"] for record in records] == ["list.txt:1", "list.txt:1#2"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"title": "Trees", "abstract": None, "venue": " "}, {"title": "Trees"}),
        ({"volume": 7, "pages": 1.5, "issue": float("nan")}, {"volume": "7", "pages": "1.5"}),
        ({"citations": "12"}, {"citations": 12}),
        ({"citations": 3.0}, {"citations": 3}),
        ({"open_access": 1}, {"open_access": True}),
        ({"authors": "Ek, Bo; Li, Wei ; "}, {"authors": ["Ek, Bo", "Li, Wei"]}),
        ({"keywords": ["moss", "", {"kind": "mesh"}]}, {"keywords": [{"keyword": "moss"}]}),
        ({"references": [{"reference": "One", "year": "1999", "doi": None}]}, {"references": [{"reference": "One", "year": 1999}]}),
        (
            {"published": dt.date(2020, 5, 1)},
            {"published": dt.datetime(2020, 5, 1), "date_precision": "day", "date_inferred": False},
        ),
        ({"title": "half \ud83d letter"}, {"title": "half \ufffd letter"}),
    ],
)  # fmt: skip
def test_values_are_fitted_to_their_columns(given, kept):
    assert fitted_record(given) == (kept, [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"titel": "Trees"}, "`titel` is no column of the records"),
        ({"citations": "many"}, "`citations` must be a whole number"),
        ({"citations": 10**30}, "`citations` must be a whole number"),
        ({"citations": 2.5}, "`citations` must be a whole number"),
        ({"open_access": "green"}, "`open_access` must be True or False"),
        ({"published": "2020"}, "`published` must be a date"),
        ({"title": ["Trees"]}, "`title` must be text"),
        ({"authors": 5}, "`authors` must be a list"),
        ({"references": [5]}, "`references` must hold dictionaries"),
        ({"keywords": [{"word": "moss"}]}, "`keywords` has no 'word', only keyword, kind"),
    ],
)
def test_a_value_that_does_not_fit_is_left_out_and_named(given, said):
    kept, (problem,) = fitted_record({"volume": "7", **given})
    assert kept == {"volume": "7"}
    assert problem["problem"] == f"{said}; this value was left out."
    assert problem["text"] == repr(next(iter(given.values())))


def test_a_record_that_is_no_record_is_kept_without_content():
    kept, (problem,) = fitted_record("Trees")
    assert kept == {} and problem["text"] == "'Trees'"


def test_a_date_that_is_not_understood_is_kept_as_printed_and_named(tmp_path):
    (tmp_path / "a.ris").write_text("TY  - JOUR\nTI  - Moss in the rain\nPY  - 9999\nER  - \n")
    (tmp_path / "b.bib").write_text("@article{a, title = {Ferns}, year = {in press}}\n")
    corpus = bib.load_corpus(tmp_path)
    assert corpus.records["date"].tolist() == ["9999", "in press"]
    assert corpus.papers["published"].isna().all()
    (problem,) = corpus.problems.itertuples()
    assert (problem.source_file, problem.text) == ("a.ris", "9999") and "no date" in problem.problem
