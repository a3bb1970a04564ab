"""MiniLM as a function of its weights and of what is added to them, for JAX."""

from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from knowledge.encoder import model_folder
from knowledge.encoder_change import MATRICES
from knowledge.encoder_shape import EPSILON, HEAD_SIZE, HEADS, HIDDEN, LAYERS

Weights = dict[str, jax.Array]
Thin = dict[str, dict[str, jax.Array]]  # for each matrix `down` (inputs, rank) and `up` (rank, outputs)
FAR_AWAY = -1e9


def read_weights() -> Weights:
    """Return the weights of the installed model."""
    stored = load_file(str(model_folder() / "model.safetensors"))
    return {name: jnp.asarray(value) for name, value in stored.items() if value.dtype != np.int64}


def no_change(weights: Weights, rank: int, key: jax.Array) -> Thin:
    """Return thin matrices whose products are nothing yet (LoRA, Hu et al. 2021)."""
    thin: Thin = {}
    for name in MATRICES:
        outputs, inputs = weights[f"{name}.weight"].shape
        key, mine = jax.random.split(key)
        down = jax.random.normal(mine, (inputs, rank)) / np.sqrt(inputs)
        thin[name] = {"down": down, "up": jnp.zeros((rank, outputs))}
    return thin


def thin_of(arrays: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]) -> Thin:
    """Return thin matrices that were kept, to go on from."""
    return {name: {"down": jnp.asarray(down), "up": jnp.asarray(up)} for name, (down, up) in arrays.items()}


def layers(
    weights: Weights, thin: Thin, ids: jax.Array, mask: jax.Array, keys: jax.Array | None = None
) -> jax.Array:
    """Return the mean of the tokens after each layer, of shape (texts, 6, 384).

    `ids` and `mask` have the shape (texts, tokens); with `keys`, one for each layer, a tenth is dropped.
    """
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    x = _normalised(
        weights, x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm"
    )
    blind = (1 - mask)[:, None, None, :] * FAR_AWAY
    means = []
    for layer in range(LAYERS):
        key = None if keys is None else keys[layer]
        x = _layer(weights, thin, x, blind=blind, name=f"encoder.layer.{layer}", key=key)
        means.append((x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True))
    return jnp.stack(means, axis=1)


def dropped(x: jax.Array, key: jax.Array | None, share: float = 0.1) -> jax.Array:
    """Return the numbers with some of them set to nothing, the others raised accordingly."""
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - share, x.shape), x / (1 - share), 0)


def _layer(
    weights: Weights, thin: Thin, x: jax.Array, *, blind: jax.Array, name: str, key: jax.Array | None
) -> jax.Array:
    texts, tokens, _ = x.shape

    def heads(part: str) -> jax.Array:
        shaped = _linear(weights, thin, x, f"{name}.attention.self.{part}")
        return shaped.reshape(texts, tokens, HEADS, HEAD_SIZE).transpose(0, 2, 1, 3)

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.sqrt(HEAD_SIZE) + blind
    mixed = (jax.nn.softmax(scores, axis=-1) @ heads("value")).transpose(0, 2, 1, 3)
    attended = _linear(weights, thin, mixed.reshape(texts, tokens, HIDDEN), f"{name}.attention.output.dense")
    x = _normalised(weights, attended + x, f"{name}.attention.output.LayerNorm")
    wide = jax.nn.gelu(_linear(weights, thin, x, f"{name}.intermediate.dense"), approximate=False)
    narrow = dropped(_linear(weights, thin, wide, f"{name}.output.dense"), key)
    return _normalised(weights, narrow + x, f"{name}.output.LayerNorm")


def _linear(weights: Weights, thin: Thin, x: jax.Array, name: str) -> jax.Array:
    plain = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return plain + (x @ thin[name]["down"]) @ thin[name]["up"]


def _normalised(weights: Weights, x: jax.Array, name: str) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    spread = jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
