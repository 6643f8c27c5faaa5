import pandas as pd
import pytest
from matplotlib.figure import Figure
from table_kinds import as_kind, every_kind, rows_of

from analysis import TooLittleData
from analysis.affiliations import affiliation_counts, describe_affiliation_counts, plot_affiliation_counts

# p1 comes from three institutions, p2 from one (of two authors), of p3 none is known
AUTHORSHIPS = pd.DataFrame(
    [
        ("p1", "Fern Univ; Moss Inst", "NO"), ("p1", "Moss Inst", "NO"), ("p1", "CNRS", "FR"),
        ("p2", "Fern Univ", "NO"), ("p2", "Fern Univ", None), ("p3", None, None), (None, "CNRS", "FR"),
    ],
    columns=["paper_id", "institution", "country"],
)  # fmt: skip


@every_kind
def test_a_paper_counts_once_for_each_of_its_institutions(kind):
    rows = rows_of(affiliation_counts(as_kind(AUTHORSHIPS, kind)), kind)
    assert rows == [("Fern Univ", 2), ("CNRS", 1), ("Moss Inst", 1)]


@every_kind
def test_fractions_add_up_to_the_papers_with_a_known_institution(kind):
    rows = rows_of(affiliation_counts(as_kind(AUTHORSHIPS, kind), counting="fractional"), kind)
    assert rows == [("Fern Univ", pytest.approx(4 / 3)), ("CNRS", pytest.approx(1 / 3)), ("Moss Inst", pytest.approx(1 / 3))]  # fmt: skip
    assert sum(papers for _, papers in rows) == pytest.approx(2)


def test_countries_are_counted_in_the_same_way():
    assert affiliation_counts(AUTHORSHIPS, of="country").values.tolist() == [["NO", 2], ["FR", 1]]
    halves = affiliation_counts(AUTHORSHIPS, of="country", counting="fractional")
    assert halves.values.tolist() == [["NO", 1.5], ["FR", 0.5]]


def test_the_reading_names_the_most_and_what_is_not_known():
    table = affiliation_counts(AUTHORSHIPS)
    assert describe_affiliation_counts(table, authorships=AUTHORSHIPS, top=2) == (
        "3 institutions. Most papers: Fern Univ (2) and CNRS (1); 1 more has as many as the last. "
        "No institution is known of 1 paper out of 3 with authors."
    )


def test_the_reading_says_nothing_of_unknown_institutions_where_there_are_none():
    known = AUTHORSHIPS.dropna()
    assert describe_affiliation_counts(affiliation_counts(known), authorships=known, top=1) == (
        "3 institutions. Most papers: Fern Univ (2)."
    )


def test_input_is_unchanged_and_what_is_wrong_is_named():
    before = AUTHORSHIPS.copy()
    affiliation_counts(AUTHORSHIPS)
    pd.testing.assert_frame_equal(AUTHORSHIPS, before)
    with pytest.raises(KeyError, match="institution"):
        affiliation_counts(AUTHORSHIPS.drop(columns="institution"))
    with pytest.raises(ValueError, match="'institution', 'country', but 'town' was given"):
        affiliation_counts(AUTHORSHIPS, of="town")
    with pytest.raises(ValueError, match="'full', 'fractional', but 'half' was given"):
        affiliation_counts(AUTHORSHIPS, counting="half")


def test_without_addresses_there_is_a_sentence():
    table = affiliation_counts(AUTHORSHIPS.assign(institution=pd.Series([None] * 7, dtype="str")))
    sentence = (
        "No author of any paper has an address that names one, so nothing can be shown of institutions."
    )
    assert table.columns.tolist() == ["institution", "papers"]
    assert describe_affiliation_counts(table) == sentence
    with pytest.raises(TooLittleData, match=sentence):
        plot_affiliation_counts(table, ax=Figure().subplots())


def test_the_plot_draws_the_first_rows_and_says_how_it_counts():
    ax = plot_affiliation_counts(affiliation_counts(AUTHORSHIPS), top=2, ax=Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Fern Univ", "CNRS"]
    assert [bar.get_width() for bar in ax.patches] == [2, 1]
    assert ax.get_xlabel() == "Papers\n(1 more with 1)"
    fractions = affiliation_counts(AUTHORSHIPS, of="country", counting="fractional")
    assert plot_affiliation_counts(fractions, ax=Figure().subplots()).get_xlabel() == "Papers, in fractions"
