"""The sentences of a message one by one, and the barriers that each says."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.nlu.single_sentences import LONGEST, MOST, single_sentences
from bot.nlu.understood import Understood
from tests.bot.nlu.test_understood import SENTENCES, layers


@pytest.fixture(scope="module")
def understood() -> Understood:
    return Understood.learn(SENTENCES, layers([one.text for one in SENTENCES]))


def test_a_message_of_one_sentence_has_no_parts() -> None:
    assert single_sentences("we cannot find welders") == []


def test_a_message_of_several_has_each_that_is_more_than_an_aside() -> None:
    text = "Foundry, Tipton. We cannot find welders. The energy bills went up."

    assert single_sentences(text) == ["We cannot find welders", "The energy bills went up"]


def test_of_a_long_message_only_the_beginning_is_taken_apart() -> None:
    parts = single_sentences("We cannot find welders. " * 500)

    assert len(parts) == MOST
    assert sum(map(len, parts)) <= LONGEST


def test_a_barrier_among_others_is_heard_louder_by_itself(understood: Understood) -> None:
    text = "we had a quiet day here with a cup of tea. the energy bills cost too much. that is all for now"

    def alone(texts: Sequence[str]) -> np.ndarray:
        return layers(list(texts))

    by_sentence = understood.read(text, layers([text]), alone=alone)
    as_a_whole = understood.read(text, layers([text]))

    assert heard(by_sentence, "energy_and_carbon") > heard(as_a_whole, "energy_and_carbon")


def heard(meaning: object, name: str) -> float:
    return max((one.confidence for one in meaning.barriers if one.name == name), default=0.0)
