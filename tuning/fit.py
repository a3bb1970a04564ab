"""Teaches the thin matrices to tell intents, barriers and sectors apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.nlu.features import EARLY_AND_LATE
from knowledge.encoder import LONGEST_TOKENS
from knowledge.encoder_shape import HIDDEN
from knowledge.encoder_shape import LAYERS as ENCODER_LAYERS
from tuning.bert import Thin, Weights, dropped, layers, no_change
from tuning.slips import slipped

SMOOTHING = 0.1  # of the intents: labels are not beyond doubt
WEIGHT_OF_TOLD = 2.0  # told is rarer than not told
STEP_OF_LENGTHS = 16  # tokens; every other length would be compiled anew


Numbers = NDArray[Any]


@dataclass(frozen=True)
class Lesson:
    """What to learn from: texts, the number of the intent of each, and 0 or 1 for each barrier and sector.

    `sure` is 0 for what it is not sure whether a text tells it, and 1 for the others.
    """

    texts: Sequence[str]
    intents: NDArray[np.int32]
    told: NDArray[np.float32]
    sure: NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """How to learn; chosen by sentences that were never shown (docs/decisions/0008)."""

    epochs: int = 8
    rank: int = 16
    rate: float = 1e-3
    batch: int = 32
    seed: int = 0
    strength: float = 2.0
    kept: float = 0.7  # of what was learnt: all of it would know them by heart (Wortsman et al. 2022)


class Batch(NamedTuple):
    """Some texts: `real` is 0 for a row that only fills the batch up."""

    ids: Numbers
    mask: Numbers
    intents: Numbers
    told: Numbers
    sure: Numbers
    real: Numbers


class Learnt(NamedTuple):
    """What changes while learning: the thin matrices, and what reads labels from the layers."""

    thin: Thin
    readings: jax.Array
    bias: jax.Array


def learn(
    weights: Weights,
    tokenizer: Tokenizer,
    lesson: Lesson,
    how: Settings,
    tell: Callable[[str], None],
    *,
    start: Thin | None = None,
) -> Thin:
    """Return the thin matrices after so many epochs, to be added to the weights as they are.

    With a `start` it goes on from what was learnt before.
    """
    draw, key = np.random.RandomState(how.seed), jax.random.PRNGKey(how.seed)
    learnt = _beginning(weights, lesson, how, key, start)
    optimiser = _optimiser(how, steps=how.epochs * -(-len(lesson.texts) // how.batch))
    state = optimiser.init(learnt)
    loss = partial(_loss, weights=weights, rarity=_rarity(lesson.intents), strength=how.strength)

    def step(learnt: Learnt, state: Any, batch: Batch, key: jax.Array) -> tuple[Learnt, Any, jax.Array]:
        value, slope = jax.value_and_grad(loss)(learnt, batch, key)
        change, state = optimiser.update(slope, state, learnt)
        return optax.apply_updates(learnt, change), state, value

    quick_step = jax.jit(step)
    for epoch in range(how.epochs):
        losses = []
        ids = [tokenizer.encode(slipped(text, draw)).ids for text in lesson.texts]
        for batch in _batches(ids, lesson, how.batch, draw):
            key, mine = jax.random.split(key)
            learnt, state, value = quick_step(learnt, state, batch, mine)
            losses.append(float(value))
        tell(f"epoch {epoch + 1} of {how.epochs}: loss {np.mean(losses):.3f}")
    return _stronger(learnt.thin, how.strength * how.kept)


def _beginning(weights: Weights, lesson: Lesson, how: Settings, key: jax.Array, start: Thin | None) -> Learnt:
    labels = int(lesson.intents.max()) + 1 + lesson.told.shape[1]
    readings = jax.random.normal(key, (len(EARLY_AND_LATE) * HIDDEN, labels)) * 0.01
    before = None if start is None else _stronger(start, 1 / (how.strength * how.kept))
    thin = before or no_change(weights, how.rank, key)
    return Learnt(thin, readings, jnp.zeros(labels))


def _optimiser(how: Settings, steps: int) -> optax.GradientTransformation:
    rate = optax.warmup_cosine_decay_schedule(0, how.rate, steps // 10, steps)
    return optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))


def _stronger(thin: Thin, strength: float) -> Thin:
    return {name: {"down": pair["down"], "up": pair["up"] * strength} for name, pair in thin.items()}


def _loss(
    learnt: Learnt, batch: Batch, key: jax.Array, *, weights: Weights, rarity: jax.Array, strength: float
) -> jax.Array:
    keys, many = jax.random.split(key, ENCODER_LAYERS + 1), len(rarity)
    means = layers(weights, _stronger(learnt.thin, strength), batch.ids, batch.mask, keys[:-1])
    scores = dropped(_views(means), keys[-1]) @ learnt.readings + learnt.bias
    wanted = jax.nn.one_hot(batch.intents, many) * (1 - SMOOTHING) + SMOOTHING / many
    of_intents = -(wanted * jax.nn.log_softmax(scores[:, :many])).sum(-1) * rarity[batch.intents]
    said, unsaid = jax.nn.log_sigmoid(scores[:, many:]), jax.nn.log_sigmoid(-scores[:, many:])
    of_each = WEIGHT_OF_TOLD * batch.told * said + (1 - batch.told) * unsaid
    of_told = -(of_each * batch.sure).sum(-1)
    return ((of_intents + of_told) * batch.real).sum() / batch.real.sum()


def _views(means: jax.Array) -> jax.Array:
    chosen = means[:, jnp.array(EARLY_AND_LATE)]
    units = chosen / jnp.linalg.norm(chosen, axis=-1, keepdims=True)
    return units.reshape(len(means), -1) * np.sqrt(HIDDEN)


def _rarity(intents: NDArray[np.int32]) -> jax.Array:
    counts = np.bincount(intents)
    return jnp.asarray(np.sqrt(np.median(counts) / np.maximum(counts, 1)))


def _batches(ids: list[list[int]], lesson: Lesson, size: int, draw: np.random.RandomState) -> Iterator[Batch]:
    order = draw.permutation(len(ids))
    groups = []
    for start in range(0, len(order), 20 * size):  # texts of like length together, and yet in no fixed order
        near = sorted(order[start : start + 20 * size], key=lambda row: len(ids[row]))
        groups += [near[at : at + size] for at in range(0, len(near), size)]
    for place in draw.permutation(len(groups)):
        yield _batch([int(row) for row in groups[place]], ids, lesson, size)


def _batch(rows: list[int], ids: list[list[int]], lesson: Lesson, size: int) -> Batch:
    longest = max(len(ids[row]) for row in rows)
    tokens = min(LONGEST_TOKENS, -(-longest // STEP_OF_LENGTHS) * STEP_OF_LENGTHS)
    filled, mask = np.zeros((size, tokens), np.int32), np.zeros((size, tokens), np.float32)
    mask[:, 0] = 1  # a row that is not real still needs a token
    for at, row in enumerate(rows):
        filled[at, : len(ids[row])] = ids[row]
        mask[at, : len(ids[row])] = 1
    padded = [*rows, *[rows[0]] * (size - len(rows))]
    real = (np.arange(size) < len(rows)).astype(np.float32)
    return Batch(filled, mask, lesson.intents[padded], lesson.told[padded], lesson.sure[padded], real)
