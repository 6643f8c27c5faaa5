"""The sentence embedding model all-MiniLM-L6-v2, run by ONNX Runtime from its published weights.

ONNX Runtime takes two thirds of the CPU time that PyTorch needs for the same numbers, and starts in half
a second. What it is given is the network of BERT (Devlin et al. 2019, arXiv 1810.04805), six layers of
twelve heads, written down here with the weights that `model_path` has verified.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from onnx import ModelProto

Precision = Literal["float32", "int8"]
LAYERS, HEADS, DIMENSIONS, MOST_TOKENS = 6, 12, 384, 512
FUSED = "com.microsoft"  # ONNX Runtime's own operators, each several of the standard ones in one
FUSED_KINDS = ("EmbedLayerNormalization", "MultiHeadAttention", "Gelu", "DynamicQuantizeMatMul")
EPSILON = 1e-12
# with 7 bits of a weight no sum of two products overflows the 16 bits in which older processors keep it
INT8_STEPS = 64


class SentenceModel:
    """Texts in, unit vectors out: the mean of a text's token vectors, as the model was trained for.

    Each text goes through the network alone, on one thread: its vector depends neither on its
    neighbours nor on how many threads there are.
    """

    def __init__(self, folder: Path, *, precision: Precision = "float32", max_tokens: int = 256) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = 1
        network = build_network(load_file(folder / "model.safetensors"), precision=precision)
        self._session = InferenceSession(
            network.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return one unit vector a row, float32."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            vectors = list(threads.map(self._encode, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def _encode(self, text: str) -> np.ndarray:
        # half a surrogate pair is no text to the tokeniser
        tokens = self._tokenizer.encode(text.encode("utf-8", "replace").decode()).ids
        states = self._session.run(None, {"tokens": np.array([tokens], dtype=np.int32)})[0][0]
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))


def build_network(weights: dict[str, np.ndarray], *, precision: Precision = "float32") -> "ModelProto":
    """Return the network as an ONNX model: token numbers (1, tokens) in, token vectors (1, tokens, 384) out.

    Parameters
    ----------
    weights : dict
        Arrays by the names under which BERT's weights are published.
    precision : {'float32', 'int8'}
        With 'int8' the weights of the dense layers are rounded to 129 steps, one scale an output, and
        their input to 256 while the network runs.
    """
    from onnx import TensorProto, helper

    network = _Network(weights, precision)
    states = network.embedding()
    for layer in range(LAYERS):
        states = network.layer(states, f"encoder.layer.{layer}.")
    graph = helper.make_graph(
        network.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("tokens", TensorProto.INT32, [1, "tokens"])],
        [helper.make_tensor_value_info(states, TensorProto.FLOAT, [1, "tokens", DIMENSIONS])],
        network.constants,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


class _Network:
    """The nodes and weights of a network as they are put together; each method adds a part."""

    def __init__(self, weights: dict[str, np.ndarray], precision: Precision) -> None:
        self.weights, self.precision = weights, precision
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def embedding(self) -> str:
        """Add what makes a vector of each token and its place."""
        weight = self.weights
        # a text alone is all "first sentence": its token type is one constant vector
        places = (
            weight["embeddings.position_embeddings.weight"]
            + weight["embeddings.token_type_embeddings.weight"][0]
        )
        words = weight["embeddings.word_embeddings.weight"]
        scale, shift = self._pair("embeddings.LayerNorm.")
        inputs = ["tokens", "", self._constant(words), self._constant(places), "", scale, shift]
        return self._nodes("EmbedLayerNormalization", *inputs, outputs=2, epsilon=EPSILON)[0]

    def layer(self, states: str, name: str) -> str:
        """Add a layer: self-attention, then two dense layers, each added to what it got and normalised."""
        heads = self._heads(states, f"{name}attention.self.")
        seen = self._node("MultiHeadAttention", *heads, num_heads=HEADS)
        seen = self._dense(seen, f"{name}attention.output.dense.")
        states = self._added(seen, states, f"{name}attention.output.LayerNorm.")
        wide = self._node("Gelu", self._dense(states, f"{name}intermediate.dense."))
        return self._added(self._dense(wide, f"{name}output.dense."), states, f"{name}output.LayerNorm.")

    def _heads(self, states: str, name: str) -> list[str]:
        """Add queries, keys and values: three dense layers of one input, done as one."""
        for part in ("weight", "bias"):
            three = [self.weights[f"{name}{which}.{part}"] for which in ("query", "key", "value")]
            self.weights[f"{name}{part}"] = np.concatenate(three)
        together = self._dense(states, name)
        sizes = self._constant(np.full(3, DIMENSIONS, dtype=np.int64))
        return self._nodes("Split", together, sizes, outputs=3, axis=2)

    def _dense(self, states: str, name: str) -> str:
        weight, bias = self.weights[f"{name}weight"], self._constant(self.weights[f"{name}bias"])
        if self.precision == "float32":
            return self._node("Add", self._node("MatMul", states, self._constant(weight.T)), bias)
        scale = (np.abs(weight).max(axis=1) / INT8_STEPS).astype(np.float32)
        steps = np.rint(weight / scale[:, None]).astype(np.int8)
        inputs = [states, self._constant(steps.T), self._constant(scale), "", bias]
        return self._node("DynamicQuantizeMatMul", *inputs)

    def _added(self, states: str, before: str, name: str) -> str:
        """Add two states and normalise the sum; ONNX Runtime's operator that does both is slower."""
        even = self._node("MeanVarianceNormalization", self._node("Add", states, before), axes=[-1])
        scale, shift = self._pair(name)
        return self._node("Add", self._node("Mul", even, scale), shift)

    def _pair(self, name: str) -> tuple[str, str]:
        return self._constant(self.weights[f"{name}weight"]), self._constant(self.weights[f"{name}bias"])

    def _constant(self, values: np.ndarray) -> str:
        from onnx import numpy_helper

        name = f"weights {len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, *inputs: str, **settings: Any) -> str:
        return self._nodes(kind, *inputs, **settings)[0]

    def _nodes(self, kind: str, *inputs: str, outputs: int = 1, **settings: Any) -> list[str]:
        from onnx import helper

        names = [f"{kind} {len(self.nodes)} {output}" for output in range(outputs)]
        domain = FUSED if kind in FUSED_KINDS else ""
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **settings))
        return names
