"""The encoder that learns is the encoder that serves."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from knowledge.encoder import Encoder, tokenizer
from knowledge.encoder_change import read_change, write_change
from tests.servers import PREPARED
from tuning.bert import layers, no_change, read_weights, thin_of

TEXTS = ("we cannot find welders", "any grants for a robot in Dudley?")


@pytest.fixture(scope="module")
def weights():
    return read_weights()


def batch():
    encoded = [tokenizer().encode(text).ids for text in TEXTS]
    longest = max(map(len, encoded))
    ids = np.array([one + [0] * (longest - len(one)) for one in encoded])
    mask = np.array([[1.0] * len(one) + [0.0] * (longest - len(one)) for one in encoded], np.float32)
    return jnp.asarray(ids), jnp.asarray(mask)


def test_without_a_change_it_gives_what_the_served_encoder_gives(weights):
    thin = no_change(weights, rank=2, key=jax.random.PRNGKey(0))

    found = np.asarray(layers(weights, thin, *batch()))

    assert np.allclose(found, Encoder(PREPARED / "encoder").encode_layers(TEXTS), atol=2e-4)


def test_a_change_does_the_same_in_both(weights, tmp_path):
    thin = no_change(weights, rank=2, key=jax.random.PRNGKey(0))
    bent = {
        name: {"down": pair["down"], "up": pair["up"] + 0.01 * jnp.ones_like(pair["up"])}
        for name, pair in thin.items()
    }
    arrays = {name: (np.asarray(pair["down"]), np.asarray(pair["up"])) for name, pair in bent.items()}
    write_change(arrays, tmp_path / "change.npz")

    served = Encoder(tmp_path, tmp_path / "change.npz").encode_layers(TEXTS)
    kept = thin_of(read_change(tmp_path / "change.npz"))

    assert np.allclose(np.asarray(layers(weights, kept, *batch())), served, atol=2e-3)
    assert not np.allclose(np.asarray(layers(weights, thin, *batch())), served, atol=2e-2)
