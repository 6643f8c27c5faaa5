import sys
import warnings

import numpy as np
import pandas as pd
import pytest

from analysis.clustering import consensus_clusters
from analysis.topic_assignment import assign_topics
from analysis.topic_choice import describe_topic_stability, topic_stability
from analysis.topic_search import find_papers
from analysis.topics import fit_topics, paper_texts

THEMES = {
    "pruning": [
        "weight pruning of convolutional networks",
        "magnitude pruning",
        "sparse convolutional networks",
    ],
    "erosion": ["soil erosion on slopes", "vineyard soil erosion", "rainfall and runoff on slopes"],
    "opera": ["baroque opera singers", "the libretto of an opera", "singers of the baroque stage"],
}
COLUMNS = ["topic", "label", "words", "size", "stability"]
NOTHING = pd.DataFrame({"paper_id": [], "title": [], "abstract": []}, dtype=object)


def planted_papers(each=14):
    """Papers on three themes that share no word, with a vector near their theme's axis."""
    numbers = np.random.default_rng(5)
    rows, vectors = [], []
    for place, (theme, phrases) in enumerate(THEMES.items()):
        for number in range(each - 2 * place):
            abstract = ". ".join(numbers.permutation(phrases)) + f". Case {number}."
            rows.append({"paper_id": f"{theme}-{number}", "title": f"On {theme}", "abstract": abstract})
            vectors.append(np.eye(12)[place] + 0.1 * numbers.normal(size=12))
    return pd.DataFrame(rows, index=range(100, 100 + len(rows))), np.array(vectors)


@pytest.fixture(scope="module")
def planted():
    papers, vectors = planted_papers()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return papers, vectors, fit_topics(papers, embeddings=vectors, cache=False)


def theme_of(ids):
    return ids.str.split("-").str[0]


def test_planted_topics_are_recovered(planted):
    papers, _, topics = planted
    assert topics.assignments["paper_id"].tolist() == papers["paper_id"].tolist()
    expected = theme_of(papers["paper_id"]).map({"pruning": 0, "erosion": 1, "opera": 2})
    assert topics.assignments["topic"].tolist() == expected.tolist()
    assert topics.topics["size"].tolist() == [14, 12, 10]
    assert list(topics.topics.columns) == COLUMNS
    assert topics.topics["stability"].between(0.95, 1).all()
    assert topics.assignments["strength"].between(0.9, 1).all()
    assert topics.note == "Each of the 36 papers has a topic."


def test_words_name_the_themes(planted):
    words = planted[2].topics["words"]
    assert "pruning" in words[0] and "convolutional networks" in words[0]
    assert "soil erosion" in words[1]
    assert "baroque" in words[2]
    assert not any("case" in line.split(", ") for line in words)


def test_the_order_and_the_index_of_the_papers_change_nothing(planted):
    papers, vectors, topics = planted
    order = np.random.default_rng(1).permutation(len(papers))
    other = fit_topics(papers.iloc[order].reset_index(drop=True), embeddings=vectors[order], cache=False)
    pd.testing.assert_frame_equal(other.topics, topics.topics)
    pd.testing.assert_frame_equal(
        other.assignments.sort_values("paper_id", ignore_index=True),
        topics.assignments.sort_values("paper_id", ignore_index=True),
    )


def test_a_twin_lands_beside_its_twin_and_the_input_stays(planted):
    papers, vectors, _ = planted
    twin = papers.iloc[[20]].assign(paper_id="twin")
    both = pd.concat([papers, twin])
    before = both.copy()
    topics = fit_topics(both, embeddings=np.vstack([vectors, vectors[20]]), cache=False)
    pd.testing.assert_frame_equal(both, before)
    found = topics.assignments.set_index("paper_id")["topic"]
    assert found["twin"] == found[papers["paper_id"].iloc[20]]


def test_papers_without_text_have_no_topic_and_are_counted(planted):
    papers, vectors, _ = planted
    papers = papers.copy()
    papers.iloc[0, 1:] = [None, "  "]
    papers.iloc[1, 1] = None
    papers.iloc[2, 2] = np.nan
    topics = fit_topics(papers, embeddings=vectors, cache=False)
    first = topics.assignments.head(3)
    assert first["topic"].tolist() == [-1, 0, 0]
    assert first["strength"].isna().tolist() == [True, False, False]
    assert topics.note == "35 of 36 papers have a topic; 1 without title and abstract has none."
    assert topics.topics["size"].sum() == 35


def test_title_and_abstract_are_joined_as_sentences():
    papers = pd.DataFrame(
        {
            "paper_id": list("abcd"),
            "title": ["Trees", "Why?", None, "Moss "],
            "abstract": ["Grow.", "So.", "Yes.", ""],
        }
    )
    assert paper_texts(papers)["text"].tolist() == ["Trees. Grow.", "Why? So.", "Yes.", "Moss"]


@pytest.mark.parametrize("count", [0, 1, 3, 5, 9])
def test_few_papers_get_a_sentence(count):
    papers = planted_papers()[0].head(count) if count else NOTHING
    topics = fit_topics(papers)
    assert topics.model is None
    assert topics.topics.empty and list(topics.topics.columns) == COLUMNS
    assert topics.assignments["topic"].tolist() == [-1] * count
    assert topics.note.startswith("Topics need at least 10 papers with a title or an abstract;")
    assert topic_stability(topics).empty
    assert "nothing whose stability" in describe_topic_stability(topic_stability(topics))
    assert topics.note in topics._repr_html_()


def test_twelve_papers_are_enough():
    papers, vectors = planted_papers(each=6)
    assert fit_topics(papers, embeddings=vectors, cache=False).topics["size"].tolist() == [6, 4, 2]


@pytest.mark.parametrize("text", ["the of and", "??? !!!"])
def test_papers_that_all_say_nothing_still_come_out(text):
    papers = pd.DataFrame({"paper_id": range(12), "title": text, "abstract": None})
    topics = fit_topics(papers, embeddings=np.ones((12, 3)), cache=False)
    assert topics.topics["label"].tolist() == ["Topic 0"]
    assert topics.topics["words"].tolist() == [""]


@pytest.mark.parametrize("column", ["paper_id", "title", "abstract"])
def test_a_missing_column_is_named(column):
    with pytest.raises(KeyError, match=column):
        fit_topics(planted_papers()[0].drop(columns=column))


@pytest.mark.parametrize("ids", [["a", "a"], ["a", None]])
def test_paper_ids_are_there_and_unique(ids):
    papers = pd.DataFrame({"paper_id": ids, "title": "t", "abstract": "a"})
    with pytest.raises(ValueError, match="`paper_id` must name each paper once"):
        fit_topics(papers)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("resolution", 0),
        ("resolution", float("nan")),
        ("n_neighbors", 0),
        ("n_topics", 0),
        ("min_strength", -0.1),
        ("min_strength", float("nan")),
        ("embeddings", np.ones((2, 2))),
        ("embeddings", np.zeros((36, 2))),
        ("embeddings", np.ones(36)),
    ],
)
def test_options_that_make_no_sense(option, value):
    with pytest.raises(ValueError, match=option):
        fit_topics(planted_papers()[0], **{option: value})


def test_stability_compares_fits_with_other_seeds(planted, monkeypatch):
    topics = planted[2]
    table = topic_stability(topics, seeds=(0, 1, 3))  # fitted with seed 0
    assert table[["seed", "other_seed"]].to_numpy().tolist() == [[0, 1], [0, 3], [1, 3]]
    assert table["agreement"].tolist() == [1, 1, 1]
    assert describe_topic_stability(table) == (
        "Fitted with 3 seeds, that of these topics among them, the papers fall into 3 topics; two fits agree "
        "with a mean adjusted Rand index of 1.00 (lowest 1.00; 1 is the same)."
    )

    def other_for_seed_3(graph, *, seed, resolution):
        clusters = consensus_clusters(graph, seed=seed, resolution=resolution)
        clusters.labels[:] = clusters.labels if seed != 3 else np.arange(len(clusters.labels)) % 4
        return clusters

    monkeypatch.setattr(sys.modules["analysis.topic_choice"], "consensus_clusters", other_for_seed_3)
    table = topic_stability(topics, seeds=(1, 3))
    assert table["other_topics"].tolist() == [3, 4, 4]
    assert table["agreement"].iloc[0] == 1 and abs(table["agreement"].iloc[1]) < 0.2
    with pytest.raises(ValueError, match="another seed than that of the topics"):
        topic_stability(topics, seeds=(0, 0))


def test_text_from_the_corpus_is_escaped(planted):
    papers, vectors, _ = planted
    topics = fit_topics(papers, embeddings=vectors, cache=False)
    topics.topics.loc[0, "label"] = "<script>alert(1)</script>"
    assert "<script>" not in topics._repr_html_()
    assert "&lt;script&gt;" in topics._repr_html_()
    assert repr(topics).startswith("3 topics. Each of the 36 papers has a topic.\n0  <script>")


@pytest.mark.filterwarnings("default")
def test_bertopic_goes_on_from_the_result(planted, tmp_path):
    from bertopic import BERTopic

    topics = planted[2]
    model, texts = topics.model, topics.documents["text"].tolist()
    assert (
        model.topics_
        == topics.assignments.set_index("paper_id")["topic"][topics.documents["paper_id"]].tolist()
    )
    ranked = [model.get_topic(topic) for topic in topics.topics["topic"]]
    assert [", ".join(word for word, _ in terms if word) for terms in ranked] == topics.topics[
        "words"
    ].tolist()
    assert {len(terms) for terms in ranked} == {10}  # as BERTopic's plots count on
    assert topics.model is model
    assert model.transform(texts, topics.vectors)[0].tolist() == model.topics_
    assert len(model.hierarchical_topics(texts)) == 2
    over_time = model.topics_over_time(texts, [2020 + number % 2 for number in range(len(texts))])
    assert over_time["Frequency"].sum() == len(texts)
    model.save(tmp_path / "model", serialization="safetensors", save_ctfidf=True, save_embedding_model=False)
    again = BERTopic.load(tmp_path / "model")
    assert list(map(tuple, again.get_topic(0))) == model.get_topic(0)
    assert again.transform(texts, topics.vectors)[0].tolist() == model.topics_


@pytest.mark.filterwarnings("default")
def test_real_texts_end_to_end_offline(tmp_path):
    papers, _ = planted_papers(each=8)
    topics = fit_topics(papers, cache=tmp_path / "cache.sqlite")
    assert topics.vectors.shape == (18, 384)
    found = topics.assignments.groupby(theme_of(topics.assignments["paper_id"]))["topic"]
    assert (found.nunique() == 1).all() and found.first().nunique() == 3
    place, _ = topics.model.transform(["Singing Baroque opera on stage"])
    assert place[0] == found.first()["opera"]


def test_an_embedding_of_ones_own_serves_the_fit_the_model_and_the_search(planted):
    papers, vectors, _ = planted
    order = dict(zip(papers["title"] + ". " + papers["abstract"], vectors, strict=True))

    def embed(texts):
        return [order.get(text, vectors[0]) for text in texts]

    topics = fit_topics(papers, embed=embed)
    expected = fit_topics(papers, embeddings=vectors, cache=False)
    pd.testing.assert_frame_equal(topics.assignments, expected.assignments)
    assert topics.model.transform(["a new text"])[0].tolist() == [0]
    assert find_papers("a new text", topics, papers, n=1)["paper_id"].item() == papers["paper_id"].iloc[0]
    new = pd.DataFrame({"paper_id": ["n"], "title": ["A new text"], "abstract": None})
    assert assign_topics(new, topics)["topic"].item() == 0
    with pytest.raises(ValueError, match="`embed` must return a vector a text, but made 1 of 36"):
        fit_topics(papers, embed=lambda texts: vectors[:1])


def test_as_many_topics_as_are_wanted_or_a_word_about_it(planted):
    papers, vectors, _ = planted
    two = fit_topics(papers, embeddings=vectors, n_topics=3, cache=False)
    assert len(two.topics) == 3 and two.options["resolution"] == 1
    assert "wanted" not in two.note
    # three groups that are not tied to one another can't be fewer
    apart = np.eye(3)[[0] * 14 + [1] * 12 + [2] * 10]
    one = fit_topics(papers, embeddings=apart, n_topics=1, cache=False)
    assert len(one.topics) == 3
    assert one.note.endswith("1 topic was wanted; 3 is the nearest that was found.")
    with pytest.raises(ValueError, match="Either `n_topics` or `resolution`"):
        fit_topics(papers, embeddings=vectors, n_topics=3, resolution=2)


@pytest.fixture
def loosen(monkeypatch):
    """Let the first papers have so much strength."""

    def set_strength(*strength):
        def loose_clusters(graph, **options):
            clusters = consensus_clusters(graph, **options)
            clusters.strength[: len(strength)] = strength
            return clusters

        monkeypatch.setattr(sys.modules["analysis.topics"], "consensus_clusters", loose_clusters)

    return set_strength


def test_papers_that_belong_nowhere_firmly_are_marked_and_left_out_only_if_asked(planted, loosen):
    papers, vectors, _ = planted
    loosen(0.2, 0.49, 0.5)
    topics = fit_topics(papers, embeddings=vectors, cache=False)
    assert (topics.assignments["topic"] >= 0).all()
    assert (~topics.assignments["firm"]).sum() == 2
    assert topics.note.endswith("2 papers belong nowhere firmly (strength below 0.5).")
    fewer = fit_topics(papers, embeddings=vectors, min_strength=0.4, cache=False)
    out = fewer.assignments[fewer.assignments["topic"] == -1]
    assert out["strength"].tolist() == [0.2]
    assert fewer.topics["size"].sum() == 35 == len(fewer.documents) == len(fewer.vectors)
    assert fewer.note == (
        "35 of 36 papers have a topic; 1 with a strength below 0.4 has none. "
        "1 paper belongs nowhere firmly (strength below 0.5)."
    )


def test_a_threshold_that_leaves_too_few_gets_a_sentence(planted, loosen):
    papers, vectors, _ = planted
    loosen(*[0.3] * len(papers))
    topics = fit_topics(papers, embeddings=vectors, min_strength=0.9, cache=False)
    assert topics.model is None and topics.topics.empty
    assert topics.assignments["strength"].eq(0.3).all()
    assert topics.note.endswith("there are none with a strength of 0.9.")
