"""Learning goes on from what there is, and changes what it is meant to change."""

import jax
import numpy as np

from bot.nlu.labelled import Sentence
from knowledge.encoder import tokenizer
from tuning.__main__ import lesson_of
from tuning.bert import read_weights
from tuning.fit import Settings, learn

SENTENCES = [
    Sentence("we cannot find welders", "describe_situation", frozenset({"skills"}), frozenset({"finance"})),
    Sentence("any grants?", "find_funding", frozenset()),
    Sentence("hello", "greet", frozenset()),
    Sentence("the bank said no to my pub", "describe_situation", frozenset({"finance"}), sector="tourism"),
]


def test_a_lesson_has_the_labels_as_numbers_and_marks_what_is_not_sure():
    lesson = lesson_of(SENTENCES)

    assert lesson.intents.tolist() == [0, 1, 2, 0]
    assert lesson.told.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0], [1, 0, 1]]
    assert lesson.sure.tolist() == [[0, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]]


def test_it_learns_and_goes_on_from_what_it_learnt():
    weights, told = read_weights(), []
    how = Settings(epochs=1, rank=1, batch=4)

    with jax.disable_jit():
        first = learn(weights, tokenizer(), lesson_of(SENTENCES), how, told.append)
        second = learn(weights, tokenizer(), lesson_of(SENTENCES), how, told.append, start=first)

    name = "encoder.layer.5.output.dense"
    assert len(told) == 2
    assert np.isfinite(np.asarray(second[name]["up"])).all()
    assert not np.allclose(np.asarray(first[name]["down"]), np.asarray(second[name]["down"]), atol=1e-7)
