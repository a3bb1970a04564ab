"""Builds the graph of MiniLM (a BERT of six layers) from its weights, for ONNX Runtime."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from knowledge.encoder_shape import EPSILON, HEADS, HIDDEN, LAYERS

OPSET = 17
IR_VERSION = 9
RUNTIMES_OWN = "com.microsoft"  # ONNX Runtime's operators that do several steps at once
BLOCK = 64  # weights of a matrix that share one scale when they are kept as bytes
AS_BYTES = 4  # the runtime's name for multiplying bytes with bytes

Array = NDArray[np.generic]


class _Graph:
    """Collects nodes and constants; every method returns the name of a result."""

    def __init__(self, weights: dict[str, Array], in_bytes: bool) -> None:
        self.nodes: list[object] = []
        self.constants: list[object] = []
        self._weights = weights
        self._in_bytes = in_bytes

    def node(self, kind: str, inputs: Sequence[str], **attributes: object) -> str:
        result = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def constant(self, value: Array) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def numbers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def values(self, name: str) -> Array:
        return self._weights[name]

    def weight(self, name: str) -> str:
        return self.constant(self._weights[name])

    def first_row(self, name: str) -> str:
        return self.constant(self._weights[name][0])

    def own(self, kind: str, inputs: Sequence[str], **attributes: object) -> str:
        return self.node(kind, inputs, domain=RUNTIMES_OWN, **attributes)

    def linear(self, x: str, name: str) -> str:
        if not self._in_bytes:
            product = self.node("MatMul", [x, self.constant(self._weights[f"{name}.weight"].T)])
            return self.node("Add", [product, self.weight(f"{name}.bias")])
        outputs, inputs = self._weights[f"{name}.weight"].shape
        whole, scales = as_bytes(self._weights[f"{name}.weight"])
        return self.own(
            "MatMulNBits",
            [x, self.constant(whole), self.constant(scales), "", "", self.weight(f"{name}.bias")],
            K=inputs,
            N=outputs,
            bits=8,
            block_size=BLOCK,
            accuracy_level=AS_BYTES,
        )

    def normalise(self, x: str, name: str, and_add: str | None = None) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        if and_add is None:
            return self.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=EPSILON)
        return self.own("SkipLayerNormalization", [x, and_add, scale, shift], epsilon=EPSILON)


def as_bytes(weights: Array) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return a matrix (outputs, inputs) as bytes around 128, in blocks, and the factor of each block.

    >>> whole, scales = as_bytes(np.linspace(-1.27, 1.27, 64, dtype=np.float32)[None])
    >>> whole.shape, int(whole.min()), int(whole.max()), float(scales[0].round(4))
    ((1, 1, 64), 1, 255, 0.01)
    """
    blocks = np.asarray(weights, dtype=np.float32).reshape(len(weights), -1, BLOCK)
    scales = np.asarray(np.maximum(np.abs(blocks).max(axis=-1, keepdims=True), 1e-12) / 127, np.float32)
    return np.round(blocks / scales + 128).astype(np.uint8), scales.reshape(-1)


def build_graph(weights: dict[str, Array], in_bytes: bool = False) -> bytes:
    """Return the serialised graph: `ids` (1, tokens) int64 in, float32 out.

    `vector` (1, 384) has length 1; `states` (6, tokens, 384) holds each token after each layer.
    With `in_bytes` the matrices take a quarter of memory, and little more than half of the time.
    """
    graph = _Graph(weights, in_bytes)
    x = _embeddings(graph)
    states = []
    for layer in range(LAYERS):
        x = _layer(graph, x, f"encoder.layer.{layer}")
        states.append(x)
    graph.nodes.append(helper.make_node("Concat", states, ["states"], axis=0))
    mean = graph.node("ReduceMean", [x], axes=[1], keepdims=0)
    length = graph.node("ReduceL2", [mean], axes=[1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["vector"]))
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [
            helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, HIDDEN]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [LAYERS, "tokens", HIDDEN]),
        ],
        initializer=graph.constants,
    )
    operators = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIMES_OWN, 1)]
    model = helper.make_model(made, opset_imports=operators, ir_version=IR_VERSION)
    serialised: bytes = model.SerializeToString()
    return serialised


def _embeddings(graph: _Graph) -> str:
    # half precision is enough for the words, half of all weights, of which a text looks up a few
    table = graph.constant(graph.values("embeddings.word_embeddings.weight").astype(np.float16))
    words = graph.node("Cast", [graph.node("Gather", [table, "ids"])], to=TensorProto.FLOAT)
    tokens = graph.node("Slice", [graph.node("Shape", ["ids"]), graph.numbers(1), graph.numbers(2)])
    positions = graph.node(
        "Slice",
        [graph.weight("embeddings.position_embeddings.weight"), graph.numbers(0), tokens, graph.numbers(0)],
    )
    kind = graph.first_row("embeddings.token_type_embeddings.weight")
    placed = graph.node("Add", [graph.node("Add", [words, positions]), kind])
    return graph.normalise(placed, "embeddings.LayerNorm")


def _layer(graph: _Graph, x: str, name: str) -> str:
    parts = [graph.linear(x, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    attended = graph.own("MultiHeadAttention", parts, num_heads=HEADS)
    attended = graph.linear(attended, f"{name}.attention.output.dense")
    x = graph.normalise(attended, f"{name}.attention.output.LayerNorm", and_add=x)
    wide = graph.own("Gelu", [graph.linear(x, f"{name}.intermediate.dense")])
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normalise(narrow, f"{name}.output.LayerNorm", and_add=x)
