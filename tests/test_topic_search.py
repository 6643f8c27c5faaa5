import numpy as np
import pandas as pd
import pytest
from test_topic_tables import PAPERS, made_topics
from test_topics import planted_papers

from analysis.topic_assignment import assign_topics, describe_assigned_topics
from analysis.topic_search import describe_found_papers, find_papers, similar_papers
from analysis.topics import fit_topics

PLACES = {"moss": [1.0, 0.0], "stars": [0.0, 1.0]}


def embed(texts):
    return np.array([PLACES[text] for text in texts])


def few_papers():
    return pd.DataFrame({"paper_id": ["a", "b"], "title": ["moss", "stars"], "abstract": None})


def test_the_papers_nearest_to_a_query():
    table = find_papers("moss", made_topics(), PAPERS, n=3, embed=embed)
    assert list(table.columns) == ["paper_id", "title", "similarity", "topic", "label"]
    assert table["paper_id"].tolist() == ["a", "b", "c"]
    assert table["similarity"].tolist() == [1, 0.9397, 0.766]  # cosines of 0, 20 and 40 degrees
    assert table["label"].tolist() == ["cost in $, price"] * 3
    assert table["title"].isna().tolist() == [False, True, False]
    assert describe_found_papers(table).startswith(
        'Nearest is "A" with a cosine of 1.00, the last of 3 has 0.77.'
    )
    assert find_papers("stars", made_topics(), PAPERS, embed=embed)["paper_id"].tolist() == list("decba")


def test_the_papers_nearest_to_a_paper_are_others():
    topics = made_topics()
    before = topics.vectors.copy()
    table = similar_papers("d", topics, PAPERS, n=10)
    assert table["paper_id"].tolist() == list("ecba")
    assert table["similarity"].iloc[0] == pytest.approx(1)
    np.testing.assert_array_equal(topics.vectors, before)
    with pytest.raises(KeyError, match="'f'"):
        similar_papers("f", topics, PAPERS)


def test_too_few_papers_for_topics_can_be_searched_all_the_same():
    topics = fit_topics(few_papers())
    table = find_papers("stars", topics, few_papers(), embed=embed)
    assert table["paper_id"].tolist() == ["b", "a"]
    assert table["topic"].tolist() == [-1, -1] and table["label"].isna().all()
    assert similar_papers("a", topics, few_papers(), embed=embed)["paper_id"].tolist() == ["b"]
    nothing = fit_topics(few_papers().head(1))
    assert similar_papers("a", nothing, few_papers(), embed=embed).empty
    assert "none can be found" in describe_found_papers(
        similar_papers("a", nothing, few_papers(), embed=embed)
    )


def test_where_no_paper_has_a_text_none_is_found():
    papers = few_papers().assign(title=None)
    table = find_papers("moss", fit_topics(papers), papers, embed=embed)
    assert table.empty and "none can be found" in describe_found_papers(table)


def test_queries_that_make_no_sense():
    with pytest.raises(ValueError, match="`query` must hold words"):
        find_papers("  ", made_topics(), PAPERS, embed=embed)
    with pytest.raises(ValueError, match="`n` must be 1 or more"):
        find_papers("moss", made_topics(), PAPERS, n=0, embed=embed)
    with pytest.raises(KeyError, match="title"):
        find_papers("moss", made_topics(), PAPERS[["paper_id"]], embed=embed)
    with pytest.raises(ValueError, match=r"have 2 numbers, the new ones 3.*vectors of your own"):
        find_papers("moss", made_topics(), PAPERS, embed=lambda texts: np.ones((1, 3)))


@pytest.fixture(scope="module")
def planted():
    papers, vectors = planted_papers()
    return papers, vectors, fit_topics(papers, embeddings=vectors, cache=False)


def assigned(papers, vectors, topics, **options):
    return assign_topics(papers, topics, embed=lambda texts: vectors, **options)


def test_new_papers_get_the_topic_of_their_theme(planted):
    _, _, topics = planted
    new = pd.DataFrame({"paper_id": ["n0", "n1", "n2"], "title": ["x", "y", None], "abstract": None})
    before = new.copy()
    table = assigned(new, np.eye(12)[[2, 0]], topics)
    assert list(table.columns) == ["paper_id", "topic", "label", "strength", "similarity", "fits"]
    assert table["topic"].tolist() == [2, 0, -1]
    assert table["label"].tolist()[:2] == topics.topics["label"].iloc[[2, 0]].tolist()
    assert table["strength"].tolist()[:2] == [1, 1]
    assert table["strength"].isna().tolist() == [False, False, True]
    assert table["fits"].tolist() == [True, True, False]
    assert describe_assigned_topics(table) == "2 of 3 papers have a topic."
    pd.testing.assert_frame_equal(new, before)


def test_every_twin_lands_beside_its_twin(planted):
    papers, vectors, topics = planted
    table = assigned(papers, vectors, topics, strange=0)
    assert table["topic"].tolist() == topics.assignments["topic"].tolist()
    assert table["fits"].all()


def test_a_twin_is_not_outvoted():
    # c is nearer to the two papers of the other topic than to any of its own
    topics = made_topics()
    topics.assignments.loc[topics.assignments["paper_id"].isin(["d", "e"]), "topic"] = 1
    vectors = np.stack([np.cos(np.radians([59.9])), np.sin(np.radians([59.9]))], axis=1)
    topics.vectors[2] = vectors[0]
    new = pd.DataFrame({"paper_id": ["n"], "title": ["c"], "abstract": None})
    assert assigned(new, vectors, topics)["topic"].tolist() == [0]


def test_a_paper_about_something_else_is_marked(planted):
    _, _, topics = planted
    new = pd.DataFrame({"paper_id": ["n"], "title": ["soup"], "abstract": None})
    table = assigned(new, np.eye(12)[[7]], topics, strange=0.03)
    assert table["fits"].tolist() == [False] and table["topic"].tolist() != [-1]
    assert describe_assigned_topics(table).endswith(
        "1 of them is unlike the known papers: read its topic with care."
    )
    with pytest.raises(ValueError, match="`strange` must be from 0"):
        assigned(new, np.eye(12)[[7]], topics, strange=1)
    with pytest.raises(KeyError, match="abstract"):
        assign_topics(new[["paper_id", "title"]], topics)


def test_without_topics_nobody_gets_one():
    table = assign_topics(few_papers(), fit_topics(few_papers()), embed=embed)
    assert table["topic"].tolist() == [-1, -1] and not table["fits"].any()
    assert describe_assigned_topics(table) == "0 of 2 papers have a topic."
