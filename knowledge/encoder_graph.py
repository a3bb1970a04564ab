"""Builds the graph of MiniLM (a BERT of six layers) from its weights, for ONNX Runtime."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from knowledge.encoder_shape import EPSILON, HEAD_SIZE, HEADS, HIDDEN, LAYERS

OPSET = 17
IR_VERSION = 9

Array = NDArray[np.generic]


class _Graph:
    """Collects nodes and constants; every method returns the name of a result."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.nodes: list[object] = []
        self.constants: list[object] = []
        self._weights = weights

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

    def linear(self, x: str, name: str) -> str:
        product = self.node("MatMul", [x, self.constant(self._weights[f"{name}.weight"].T)])
        return self.node("Add", [product, self.weight(f"{name}.bias")])

    def normalise(self, x: str, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=EPSILON)

    def scaled(self, x: str, factor: float) -> str:
        return self.node("Mul", [x, self.constant(np.array(factor, dtype=np.float32))])


def build_graph(weights: dict[str, Array]) -> bytes:
    """Return the serialised graph: `ids` (1, tokens) int64 in, float32 out.

    `vector` (1, 384) has length 1; `states` (6, tokens, 384) holds each token after each layer.
    """
    graph = _Graph(weights)
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
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
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
    attended = _attention(graph, x, f"{name}.attention.self")
    attended = graph.linear(attended, f"{name}.attention.output.dense")
    x = graph.normalise(graph.node("Add", [attended, x]), f"{name}.attention.output.LayerNorm")
    wide = _gelu(graph, graph.linear(x, f"{name}.intermediate.dense"))
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normalise(graph.node("Add", [narrow, x]), f"{name}.output.LayerNorm")


def _attention(graph: _Graph, x: str, name: str) -> str:
    heads = graph.numbers(1, -1, HEADS, HEAD_SIZE)

    def split(part: str, order: list[int]) -> str:
        shaped = graph.node("Reshape", [graph.linear(x, f"{name}.{part}"), heads])
        return graph.node("Transpose", [shaped], perm=order)

    query, key, value = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
    scores = graph.scaled(graph.node("MatMul", [query, key]), HEAD_SIZE**-0.5)
    mixed = graph.node("MatMul", [graph.node("Softmax", [scores], axis=-1), value])
    joined = graph.node("Transpose", [mixed], perm=[0, 2, 1, 3])
    return graph.node("Reshape", [joined, graph.numbers(1, -1, HIDDEN)])


def _gelu(graph: _Graph, x: str) -> str:
    error = graph.node("Erf", [graph.scaled(x, 2**-0.5)])
    bent = graph.node("Add", [error, graph.constant(np.array(1.0, dtype=np.float32))])
    return graph.scaled(graph.node("Mul", [x, bent]), 0.5)
