import json
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from test_topics import planted_papers

from analysis.topic_files import load_topics, save_topics
from analysis.topics import fit_topics


@pytest.fixture(scope="module")
def planted():
    papers, vectors = planted_papers()
    return fit_topics(papers, embeddings=vectors, cache=False)


def assert_same(one, two):
    for name in (field.name for field in fields(one)):
        before, after = getattr(one, name), getattr(two, name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(after, before)
        elif isinstance(before, np.ndarray):
            np.testing.assert_array_equal(after, before)
            assert after.dtype == before.dtype
        elif name != "embed":
            assert after == before


def test_everything_comes_back(planted, tmp_path):
    folder = save_topics(planted, tmp_path / "topics")
    loaded = load_topics(folder, cache=False)
    assert_same(planted, loaded)
    assert not [file for file in folder.rglob("*") if file.suffix in (".pkl", ".pickle", ".joblib")]
    save_topics(loaded, folder)
    assert_same(planted, load_topics(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["topics"]


def test_the_loaded_model_can_be_used_on(planted, tmp_path):
    model, loaded = planted.model, load_topics(save_topics(planted, tmp_path / "topics"), cache=False).model
    assert loaded.topics_ == model.topics_
    assert loaded.topic_sizes_ == model.topic_sizes_
    assert loaded.topic_labels_ == model.topic_labels_
    assert loaded.get_topics() == model.get_topics()
    assert loaded.representative_docs_ == model.representative_docs_
    np.testing.assert_array_equal(loaded.probabilities_, model.probabilities_)
    np.testing.assert_allclose(loaded.topic_embeddings_, model.topic_embeddings_)
    pd.testing.assert_frame_equal(loaded.get_topic_info(), model.get_topic_info())
    texts, vectors = planted.documents["text"].tolist(), planted.vectors
    assert loaded.transform(texts, vectors)[0].tolist() == model.transform(texts, vectors)[0].tolist()


def test_topics_of_too_few_papers_come_back(tmp_path):
    few = fit_topics(pd.DataFrame({"paper_id": [1], "title": ["Moss"], "abstract": [None]}))
    loaded = load_topics(save_topics(few, tmp_path / "few"))
    assert_same(few, loaded)
    assert loaded.model is None


def test_folders_that_are_something_else_are_left_alone(planted, tmp_path):
    (tmp_path / "thesis.tex").write_text("important")
    for taken in (tmp_path, tmp_path / "thesis.tex"):
        with pytest.raises(FileExistsError, match="is or holds something else; give a new folder"):
            save_topics(planted, taken)
    assert (tmp_path / "thesis.tex").read_text() == "important"
    with pytest.raises(FileNotFoundError, match="holds no topics"):
        load_topics(tmp_path)


def test_a_failed_save_leaves_the_topics_saved_before(planted, tmp_path):
    folder = save_topics(planted, tmp_path / "topics")
    with pytest.raises(TypeError, match="hold a set"):
        save_topics(replace(planted, options={"seed": {1, 2}}), folder)
    assert_same(planted, load_topics(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["topics"]


def test_numbers_of_numpy_among_the_options_become_plain(planted, tmp_path):
    folder = save_topics(replace(planted, options={"seed": np.int64(3)}), tmp_path / "topics")
    assert load_topics(folder).options == {"seed": 3}
    assert json.loads((folder / "topics-of-papers.json").read_text())["values"]["options"] == {"seed": 3}
