"""What is counted on the public data sets, on a few sentences of our own."""

import numpy as np
import pytest

from benchmarks.__main__ import table
from benchmarks.datasets import Utterance
from benchmarks.default_rasa import training_file
from benchmarks.learner import Learner
from benchmarks.published import beside
from benchmarks.tasks import Figure, best_threshold

CARD = ("my card is lost", "where is my card", "the card was stolen", "new card please")
RATE = ("what is the exchange rate", "exchange rate of the euro", "which rate do you use", "rate today")


class WordCounter:
    """Stands for the encoder: which words a text has, the same in every layer."""

    def encode_layers(self, texts):
        words = sorted({word for text in (*CARD, *RATE) for word in text.split()})
        counts = np.array([[text.split().count(word) for word in words] for text in texts], dtype=np.float32)
        return np.repeat(counts[:, None, :], 6, axis=1)


def utterances(texts, *intents):
    return [Utterance(text, frozenset(intents)) for text in texts]


@pytest.fixture
def learner():
    return Learner(WordCounter())


def test_it_learns_one_intent_of_each_text(learner):
    model = learner.one_of([*utterances(CARD, "card"), *utterances(RATE, "rate")])
    asked = utterances(["my new card", "rate of exchange"], "any")
    learner.encode([one.text for one in asked])

    assert [name for name, _ in learner.best(model, asked)] == ["card", "rate"]


def test_it_learns_any_number_of_labels_of_each_text(learner):
    model = learner.any_of([*utterances(CARD, "card", "thing"), *utterances(RATE, "rate")])
    asked = utterances(["my new card"], "any")
    learner.encode([one.text for one in asked])

    (said,) = learner.said(model, asked)

    assert said >= {"card", "thing"}


def test_the_threshold_is_where_most_is_right_inside_and_beyond():
    inside = [("a", 0.9), ("b", 0.8), ("c", 0.7)]
    beyond = [("a", 0.3), ("b", 0.2)]

    assert 0.3 < best_threshold(inside, [True, True, True], beyond) <= 0.7


def test_the_table_has_the_published_figures_beside_ours():
    ours = Figure("BANKING77", "10 examples per intent, 3 draws", "accuracy", 86.0, 3080)

    lines = list(table({"plain": [ours]}))

    assert any("86.0" in line and "plain" in line for line in lines)
    assert any("85.2" in line and "USE+ConveRT" in line for line in lines)


def test_a_published_figure_stands_once_beside_several_of_ours():
    ours = Figure("BANKING77", "10 examples per intent, 3 draws", "accuracy", 86.0, 3080)
    another = Figure("BANKING77", "10 examples per intent, 1 draw", "accuracy", 66.0, 3080)

    lines = list(table({"plain": [ours], "Rasa's default": [another]}))

    assert sum("USE+ConveRT" in line for line in lines) == 1


def test_a_figure_that_nobody_published_stands_alone():
    assert beside("NLU++ banking", "1 fold of 20, 5 rounds", "micro-F1") == []


def test_rasa_reads_the_training_file_that_is_written_for_it():
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    data = RasaYAMLReader().reads(training_file([*utterances(CARD, "card"), *utterances(RATE, "rate")]))

    assert data.intents == {"card", "rate"}
    assert len(data.intent_examples) == len(CARD) + len(RATE)
