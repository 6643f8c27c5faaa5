import pandas as pd
import pytest

from analysis import correct_authors, load_corpus

AUTHORSHIPS = pd.DataFrame(
    [
        ("p1", "Wei Li", "wei-li", 0.9),
        ("p2", "W. Li", "wei-li", 0.7),
        ("p3", "Wei Li", "wei-li", 0.8),
        ("p3", "Bo Ek", "bo-ek", 1.0),
        ("p4", "W. Li", "w-li", 1.0),
        ("p5", "Wei Q. Li", "wei-q-li", 1.0),
    ],
    columns=["paper_id", "author", "author_id", "probability"],
)


@pytest.fixture
def corrected(tmp_path):
    def corrected(*lines, head="author_id,author,paper_id,same_as,not_same_as", frame=AUTHORSHIPS):
        file = tmp_path / "authors.csv"
        file.write_text("\n".join([head, *lines]), encoding="utf-8-sig")
        found, problems = correct_authors(frame, file)
        assert all(row["source_file"] == "authors.csv" for row in problems)
        return found, [(row["source_line"], row["problem"]) for row in problems]

    return corrected


def test_authors_are_joined_authorships_given_away_and_set_apart(corrected):
    before = AUTHORSHIPS.copy()
    found, problems = corrected("w-li,,,wei-q-li,", "wei-li,,p2,w-li,", ",Wei Li,p3,,wei-li")
    assert not problems
    ids = found["author_id"].tolist()
    assert ids[:2] == ["wei-li", "wei-q-li"] and ids[3:] == ["bo-ek", "wei-q-li", "wei-q-li"]
    assert ids[2].startswith("wei-li~")
    assert found["probability"].tolist() == [0.9, 1, 1, 1, 1, 1]
    pd.testing.assert_frame_equal(AUTHORSHIPS, before)


def test_order_of_the_rows_does_not_matter(corrected):
    rows = [
        "w-li,,,wei-q-li,",
        "wei-q-li,,,wei-li,",
        "wei-li,,p2,new:li-of-lund,",
        "wei-li,,p3,new:li-of-lund,",
    ]
    one, none = corrected(*rows)
    other, also_none = corrected(*rows[::-1])
    assert not none and not also_none
    assert one["author_id"].tolist() == other["author_id"].tolist()
    assert one["author_id"].tolist() == [
        *("wei-li", "new:li-of-lund", "new:li-of-lund"),
        *("bo-ek", "wei-li", "wei-li"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("wie-li,,,w-li,", "There is no author wie-li in the corpus; did you mean wei-li?"),
        ("w-li,,,nobody at all,", "There is no author nobody at all in the corpus; take"),
        ("w-li,,p9,wei-li,", "There is no paper p9 in the corpus"),
        (",,,wei-li,", "The row names no author"),
        ("w-li,,,,", "says neither same_as nor not_same_as"),
        (",Ada Byron,p3,w-li,", "means 0 authors of this paper; they are Wei Li (wei-li); Bo Ek (bo-ek)."),
        ("w-li,,,wei-li,wei-li", "says that the author is wei-li and is not"),
        ("bo-ek,,,wei-li,", "Both are authors of paper p3, so they are two"),
    ],
)
def test_a_row_that_cannot_be_applied_is_a_problem_with_its_line(corrected, line, said):
    found, problems = corrected("", line)
    assert len(problems) == 1 and problems[0][0] == 3 and said in problems[0][1]
    assert found["author_id"].tolist() == AUTHORSHIPS["author_id"].tolist()


def test_rows_that_contradict_each_other_are_problems(corrected):
    found, problems = corrected(
        "w-li,,,wei-li,", "w-li,,,wei-q-li,", "wei-li,,p2,wei-q-li,", "wei-li,,p2,bo-ek,"
    )
    assert [line for line, _ in problems] == [3, 5]
    assert all("An earlier row says" in what for _, what in problems)
    assert found["author_id"].tolist()[1] == "wei-q-li" and found["author_id"].tolist()[4] == "wei-li"
    _, problems = corrected("w-li,,,wei-li,", "w-li,,,,wei-li")
    assert problems == [
        (3, "Another row makes this wei-li, whom this row says it is not; leave one of the two out.")
    ]


def test_other_separators_missing_columns_and_no_file(corrected, tmp_path):
    found, problems = corrected("w-li;wei-li", head="Author_ID; same_as")
    assert not problems and found["author_id"].tolist()[4] == "wei-li"
    _, problems = corrected("w-li,wei-li", head="who,whom")
    assert problems == [
        (1, "The columns are who, whom; needed are author_id or author, and same_as or not_same_as.")
    ]
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        correct_authors(AUTHORSHIPS, tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    _, problems = correct_authors(AUTHORSHIPS, tmp_path / "empty.csv")
    assert "The file is empty" in problems[0]["problem"]


def test_a_corpus_is_loaded_as_corrected(tmp_path):
    page = tmp_path / "papers.bib"
    page.write_text(
        "@article{a, title={Moss in the rain of Lund}, author={Li, Wei}, year={2001}}\n"
        "@article{b, title={Opera houses and their sound}, author={Li, Wei}, year={2009}}\n"
    )
    plain = load_corpus(page)
    assert plain.authorships["author_id"].tolist() == ["wei-li", "wei-li"]
    second = plain.authorships["paper_id"][1]
    file = tmp_path / "who.csv"
    file.write_text(f"author,paper_id,not_same_as\nWei Li,{second},wei-li\nWei Li,p0,wei-li\n")
    corpus = load_corpus(page, authors=file)
    first, other = corpus.authorships["author_id"]
    assert first == "wei-li" and other.startswith("wei-li~")
    last = corpus.problems.iloc[-1]
    assert (last["source_file"], last["source_line"]) == ("who.csv", 3)
    assert len(corpus.problems) == len(plain.problems) + 1
    plain.save(tmp_path / "saved")
    again = load_corpus(tmp_path / "saved", authors=file)
    assert again.authorships["author_id"].tolist() == [first, other]
