"""The sentence encoder gives the vectors of the model it was built from."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from scipy.special import erf, softmax
from tokenizers import Tokenizer

from knowledge import encoder
from knowledge.encoder import Encoder, WeightsChanged, model_folder

SENTENCES = [
    "grant",
    "we cannot get welders for love nor money",
    "22 ppl, prec eng, WV10, capex grant",
    "any help for a cider maker near Hereford that wants to export?",
    "",
    "?!",
    "Where do we start with a university? " * 30,
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    return folder, Encoder(folder)


def test_vectors_equal_those_of_the_model_written_out_in_numpy(built):
    _, made = built
    reference = NumpyModel()

    likeness = [
        float(a @ reference.encode(text)) for a, text in zip(made.encode(SENTENCES), SENTENCES, strict=True)
    ]

    assert min(likeness) > 0.9999


def test_kept_in_bytes_it_takes_half_of_the_room_and_the_vectors_are_nearly_the_same(built, tmp_path):
    folder, made = built
    small = Encoder(tmp_path, in_bytes=True)

    likeness = (small.encode(SENTENCES) * made.encode(SENTENCES)).sum(axis=1)

    assert likeness.min() > 0.995
    assert size(tmp_path) < 0.6 * size(folder)


def size(folder):
    return sum(file.stat().st_size for file in folder.iterdir())


def test_vectors_have_length_one_and_384_numbers(built):
    _, made = built

    vectors = made.encode(SENTENCES)

    assert vectors.shape == (len(SENTENCES), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_sentence_has_the_same_vector_in_any_company(built):
    _, made = built

    assert np.array_equal(made.encode(SENTENCES)[0], made.encode([SENTENCES[0]])[0])


def test_no_sentences_give_no_vectors(built):
    _, made = built

    assert made.encode([]).shape == (0, 384)


def test_the_graph_is_built_once(built):
    folder, _ = built
    (graph,) = folder.iterdir()
    before = graph.stat().st_mtime_ns

    Encoder(folder)

    assert graph.stat().st_mtime_ns == before


def test_other_weights_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(encoder, "WEIGHTS_SHA256", "0" * 64)

    with pytest.raises(WeightsChanged):
        Encoder(tmp_path)

    assert list(Path(tmp_path).glob("*.onnx")) == []


class NumpyModel:
    """The same model, written out plainly: slow and easy to check."""

    def __init__(self):
        self.w = load_file(str(model_folder() / "model.safetensors"))
        self.tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self.tokenizer.enable_truncation(max_length=128)
        self.tokenizer.no_padding()

    def encode(self, text):
        ids = self.tokenizer.encode(text).ids
        x = self.w["embeddings.word_embeddings.weight"][ids]
        x = x + self.w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm(x + self.w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for n in range(6):
            x = self.layer(x, f"encoder.layer.{n}")
        mean = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def layer(self, x, name):
        q, k, v = (
            self.linear(x, f"{name}.attention.self.{part}").reshape(len(x), 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        mixed = softmax(q @ k.transpose(0, 2, 1) / 32**0.5, axis=-1) @ v
        out = self.linear(mixed.transpose(1, 0, 2).reshape(len(x), 384), f"{name}.attention.output.dense")
        x = self.norm(x + out, f"{name}.attention.output.LayerNorm")
        wide = self.linear(x, f"{name}.intermediate.dense")
        narrow = self.linear(0.5 * wide * (1 + erf(wide / 2**0.5)), f"{name}.output.dense")
        return self.norm(x + narrow, f"{name}.output.LayerNorm")

    def linear(self, x, name):
        return x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]

    def norm(self, x, name):
        centred = x - x.mean(axis=-1, keepdims=True)
        return (
            centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12) * self.w[f"{name}.weight"]
            + (self.w[f"{name}.bias"])
        )


def test_a_part_of_a_text_is_read_in_its_surroundings(built):
    _, made = built
    text = "we cannot find welders and the bank said no"
    read = made.read(text)

    whole, welders, bank = read.layers(), read.part(0, 22), read.part(27, len(text))

    assert whole.shape == welders.shape == (6, 384)
    assert not np.allclose(welders, bank, atol=0.01)
    assert np.array_equal(read.part(500, 600), whole)
    assert np.allclose(made.encode_layers([text])[0], whole)
