import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import TooLittleData
from analysis.topic_map import describe_topic_map, plot_topic_map, topic_map, without_gaps
from analysis.topic_shares import describe_topic_shares, plot_topic_shares, topic_shares
from analysis.topic_similarity import describe_topic_similarity, plot_topic_similarity, topic_similarity
from analysis.topic_tables import (
    describe_topic_sizes,
    describe_typical_papers,
    plot_topic_sizes,
    topic_sizes,
    typical_papers,
)
from analysis.topics import Topics, fit_topics

PAPERS = pd.DataFrame({"paper_id": list("abcdef"), "title": ["A", None, "C", "D", "E", "F"]})


def made_topics():
    """Three topics in the plane: a, b, c around 0 degrees, d, e at 60, f without a topic."""
    angles = np.radians([0, 20, 40, 60, 60])
    return Topics(
        assignments=pd.DataFrame(
            {
                "paper_id": list("abcdef"),
                "topic": [0, 0, 0, 1, 1, -1],
                "strength": [1.0, 0.9, 0.4, 1.0, 1.0, np.nan],
            }
        ),
        topics=pd.DataFrame(
            {
                "topic": [0, 1],
                "label": ["cost in $, price", "trees"],
                "words": ["cost, price", "trees"],
                "size": [3, 2],
                "stability": [0.9, 0.5],
            }
        ),
        documents=pd.DataFrame({"paper_id": list("abcde"), "text": list("abcde")}),
        vectors=np.stack([np.cos(angles), np.sin(angles)], axis=1),
        options={"seed": 0, "resolution": 1.0, "n_neighbors": 2},
        note="",
    )


@pytest.fixture
def none():
    return fit_topics(pd.DataFrame({"paper_id": ["a"], "title": ["A"], "abstract": [None]}))


def texts_of(ax):
    return [text.get_text() for text in ax.texts]


def test_shares_by_author_are_of_people_not_of_names():
    assignments = pd.DataFrame({"paper_id": ["a", "b", "c"], "topic": [0, 1, 0]})
    rows = [("a", "Wei Li", "x"), ("b", "W. Li", "x"), ("c", "Wei Li", "y"), ("a", "Bo Ek", "z")]
    authorships = pd.DataFrame(rows, columns=["paper_id", "author", "author_id"])
    shares = topic_shares(assignments, authorships, by="author")
    totals = shares.drop_duplicates("group").set_index("group")["total"]
    assert totals.to_dict() == {"W. Li": 2, "Wei Li": 1, "Bo Ek": 1}
    authorships["author"] = ["Wei Li", "Wei Li", "Wei Li", "Bo Ek"]
    groups = topic_shares(assignments, authorships, by="author", largest=2)["group"].unique().tolist()
    assert groups == ["Wei Li (x)", "Wei Li (y)", "others"]


def test_sizes():
    table = topic_sizes(made_topics())
    assert table["share"].tolist() == [0.6, 0.4]
    ax = plot_topic_sizes(table, ax=Figure().subplots())
    assert [bar.get_width() for bar in ax.patches] == [3, 2]
    assert [bar.get_hatch() for bar in ax.patches] == [None, "////"]
    assert texts_of(ax) == [" 3 (0.90)", " 2 (0.50)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [r"0 cost in \$, price", "1 trees"]
    assert describe_topic_sizes(table) == (
        "5 papers in 2 topics, from 3 (cost in $, price) to 2 (trees). "
        "Topic 1 is loose (stability below 0.6): read with care."
    )


def test_one_topic_is_said_in_the_singular():
    assert describe_topic_sizes(topic_sizes(made_topics()).head(1)) == (
        "3 papers in 1 topic (cost in $, price). It is firm: its stability over single runs is 0.6 or more."
    )


def test_typical_papers_are_nearest_to_the_centre():
    table = typical_papers(made_topics(), PAPERS, n=2)
    assert table["paper_id"].tolist() == ["b", "a", "d", "e"]
    assert table["rank"].tolist() == [1, 2, 1, 2]
    assert table["title"].isna().tolist() == [True, False, False, False]
    assert table["similarity"].tolist() == [1, 0.9397, 1, 1]  # cos 20°
    assert describe_typical_papers(table).startswith("The 2 papers nearest to the centre of each topic")
    with pytest.raises(ValueError, match="`n` must be 1 or more"):
        typical_papers(made_topics(), PAPERS, n=0)
    with pytest.raises(KeyError, match="title"):
        typical_papers(made_topics(), PAPERS[["paper_id"]])


def test_similarity_is_the_cosine_of_the_centres():
    table = topic_similarity(made_topics())
    assert table[["topic", "other_topic"]].to_numpy().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert table["similarity"].tolist() == pytest.approx([1, 0.766044, 0.766044, 1])
    ax = plot_topic_similarity(table, ax=Figure().subplots())
    assert texts_of(ax) == [".77"]
    assert describe_topic_similarity(table) == (
        "Nearest are topics 0 (cost in $, price) and 1 (trees) with a cosine of 0.77."
    )


def test_map_has_a_place_for_each_paper_with_a_topic():
    topics = made_topics()
    table = topic_map(topics, PAPERS)
    assert table["paper_id"].tolist() == list("abcde")
    assert table["topic"].tolist() == [0, 0, 0, 1, 1]
    assert table[["x", "y"]].min().tolist() == [0, 0] and table[["x", "y"]].max().tolist() == [1, 1]
    pd.testing.assert_frame_equal(topic_map(topics, PAPERS), table)
    assert "5 papers in 2 topics" in describe_topic_map(table)
    assert "1 paper, drawn open, stands" in describe_topic_map(table)


def test_map_draws_every_paper_and_names_that_do_not_collide():
    rows = [
        (f"p{n}", "t", n / 40, n % 2 / 9 + 0.5, n % 8, f"topic name {n % 8}, b", 1.0 - (n == 3))
        for n in range(40)
    ]
    table = pd.DataFrame(rows, columns=["paper_id", "title", "x", "y", "topic", "label", "strength"])
    figure = Figure(figsize=(3.5, 3.2), dpi=150)
    ax = plot_topic_map(table, ax=figure.subplots())
    drawn = np.vstack([points.get_offsets() for points in ax.collections])
    assert sorted(map(tuple, drawn.round(6).tolist())) == sorted(
        map(tuple, table[["x", "y"]].round(6).to_numpy().tolist())
    )
    assert sorted(texts_of(ax)) == [f"{n} topic name {n}" for n in range(8)]
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(two) for place, one in enumerate(boxes) for two in boxes[:place])
    styles = {(tuple(p.get_edgecolor()[0]), p.get_paths()[0].vertices.tobytes()) for p in ax.collections}
    assert len(styles) == 8
    assert sum(len(points.get_facecolor()) == 0 for points in ax.collections) == 1


def test_map_of_groups_that_share_nothing_leaves_no_empty_stretch():
    rng = np.random.default_rng(0)
    vectors = np.repeat(np.eye(2), 20, axis=0) @ np.eye(2, 8) + rng.uniform(0, 0.2, (40, 8)) * ([1, 0] * 4)
    vectors[20:] = np.roll(vectors[20:], 1, axis=1)
    papers = pd.DataFrame({"paper_id": [f"p{n}" for n in range(40)], "title": "Moss", "abstract": "Fern"})
    table = topic_map(fit_topics(papers, embeddings=vectors), papers)
    for axis in ("x", "y"):
        assert table[axis].agg(["min", "max"]).tolist() == [0, 1]
        assert table[axis].sort_values().diff().max() <= 0.06


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([3, 3, 3], [0, 0, 0]),
        ([0, 0, 0, 5], [0, 0, 0, 1]),
        ([8, 0, 0, 0, 1], [1, 0, 0, 0, 0.125]),
        ([0, 1, 2, 3, 100], [0, 0.1667, 0.3333, 0.5, 1]),  # four gaps, of which none takes more than half
    ],
)
def test_gaps_of_few_places(places, expected):
    assert without_gaps(np.array(places, dtype=float)).tolist() == pytest.approx(expected, abs=2e-4)


def test_map_hides_no_paper_behind_a_name_where_there_is_room():
    rows = [("a", 0.0, 0), ("b", 0.1, 0), ("c", 0.2, 0), ("d", 0.98, 1), ("e", 0.99, 1), ("f", 1.0, 1)]
    table = pd.DataFrame(rows, columns=["paper_id", "x", "topic"])
    table = table.assign(title="t", y=0.5, label="prosopis glandulosa, mesquite", strength=1.0)
    figure = Figure(dpi=150)
    ax = plot_topic_map(table, ax=figure.subplots())
    figure.draw_without_rendering()
    points = ax.transData.transform(table[["x", "y"]])
    for text in ax.texts:
        box = text.get_window_extent()
        assert not any(box.contains(x, y) for x, y in points), text.get_text()


def test_names_on_the_map_tell_topics_apart():
    table = topic_map(made_topics(), PAPERS)
    table["label"] = np.where(table["topic"] == 0, "field, spin, torque", "field, waves, film")
    ax = plot_topic_map(table, ax=Figure().subplots())
    assert sorted(texts_of(ax)) == ["0 field, spin", "1 field, waves"]


def test_groups_whose_names_begin_alike_are_told_apart_in_the_picture_of_shares():
    fields = [
        f"Computer Science, {kind}" for kind in ("Information Systems", "Interdisciplinary Applications")
    ]
    records = pd.DataFrame({"paper_id": list("ab"), "field": fields})
    table = topic_shares(made_topics().assignments, records, by="field", topics=made_topics().topics)
    ax = plot_topic_shares(table, ax=Figure().subplots())
    assert len({label.get_text() for label in ax.get_xticklabels()}) == 2


def test_shares_are_normalised_within_the_group():
    records = pd.DataFrame({"paper_id": list("aabbcdfe"), "venue": ["X", "X", "X", "Y", "Y", "Y", "Y", None]})
    table = topic_shares(made_topics().assignments, records, by="venue", topics=made_topics().topics)
    assert table[["group", "topic", "papers", "total"]].to_numpy().tolist() == [
        ["Y", 0, 2, 3],
        ["Y", 1, 1, 3],
        ["X", 0, 2, 2],
        ["X", 1, 0, 2],
    ]
    assert table["share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1, 0])
    ax = plot_topic_shares(table, ax=Figure().subplots())
    assert texts_of(ax) == ["67", "100", "33", "0"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["Y (3)", "X (2)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [r"0 cost in \$, price", "1 trees"]
    sentence = describe_topic_shares(table, by="venue")
    assert sentence.startswith(
        "The largest topic of each: Y (3 papers) topic 0 (cost in $, price) with 67%; X (2"
    )
    assert sentence.endswith("Shares of fewer than 30 papers are rough.")
    equal = describe_topic_shares(table.assign(papers=1, share=0.5), by="venue")
    assert "Y (3 papers) topic 0 (cost in $, price) and 1 more with 50%;" in equal


def test_small_groups_are_taken_together():
    records = pd.DataFrame({"paper_id": list("abccd"), "venue": ["X", "X", "Y", "Z", "Z"]})
    table = topic_shares(made_topics().assignments, records, by="venue", largest=1)
    assert table.groupby("group", sort=False)["total"].first().to_dict() == {"X": 2, "others": 2}


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="journal"):
        topic_shares(made_topics().assignments, PAPERS, by="journal")
    with pytest.raises(KeyError, match="topic"):
        topic_shares(PAPERS, PAPERS, by="title")


def test_without_topics_there_are_sentences_and_no_pictures(none):
    papers = pd.DataFrame({"paper_id": ["a"], "title": ["A"], "source_file": ["x"]})
    empty = [
        (topic_sizes(none), plot_topic_sizes, describe_topic_sizes),
        (topic_map(none, papers), plot_topic_map, describe_topic_map),
        (topic_similarity(none), plot_topic_similarity, describe_topic_similarity),
        (topic_shares(none.assignments, papers), plot_topic_shares, describe_topic_shares),
    ]
    for table, plot, describe in empty:
        assert table.empty
        assert describe(table).endswith(".")
        with pytest.raises(TooLittleData):
            plot(table, ax=Figure().subplots())
    assert typical_papers(none, papers).empty
    assert describe_typical_papers(typical_papers(none, papers)).startswith("There are no topics")


def test_no_two_topics_of_the_map_have_colour_and_marker_in_common():
    from analysis.topic_map import COLUMNS, _symbols

    places = [(f"p{n}", "T", n % 5 / 5, n // 5 / 5, n, f"label {n}", 1.0) for n in range(20)]
    symbols = _symbols(pd.DataFrame(places, columns=COLUMNS))
    assert len(set(symbols.values())) == 20


def test_a_paper_of_two_fields_counts_once_in_each():
    assignments = pd.DataFrame({"paper_id": ["a", "b"], "topic": [0, 1]})
    papers = pd.DataFrame({"paper_id": ["a", "b"], "field": ["Moss; Ferns", "Moss"]})
    table = topic_shares(assignments, papers, by="field")
    assert table[["group", "topic", "papers", "total"]].values.tolist() == [
        ["Moss", 0, 1, 2], ["Moss", 1, 1, 2], ["Ferns", 0, 1, 1], ["Ferns", 1, 0, 1],
    ]  # fmt: skip
    assert describe_topic_shares(table, by="field").endswith("more than one field counts once in each.")
