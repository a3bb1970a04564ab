"""The public data sets are whole, and drawn from always in the same way."""

from collections import Counter

import pytest

from benchmarks.datasets import banking, clinc, few, nlupp


def test_banking_has_its_published_size():
    train, test = banking("train"), banking("test")

    assert (len(train), len(test)) == (10_003, 3_080)
    assert len({one.intent for one in train}) == 77


def test_clinc_has_150_intents_and_what_lies_beyond():
    data = clinc()

    assert len({one.intent for one in data.train}) == 150
    sizes = [len(part) for part in vars(data).values()]
    assert sizes == [15_000, 3_000, 4_500, 100, 1_000]


@pytest.mark.parametrize("domain", ["banking", "hotels"])
def test_nlupp_has_twenty_folds_of_texts_with_several_labels(domain):
    folds = nlupp(domain)

    assert len(folds) == 20
    assert max(len(one.intents) for fold in folds for one in fold) > 3


def test_a_draw_has_as_many_of_each_intent_and_is_always_the_same():
    train = banking("train")

    drawn = few(train, 10, seed=1)

    assert set(Counter(one.intent for one in drawn).values()) == {10}
    assert drawn == few(train, 10, seed=1)
    assert drawn != few(train, 10, seed=2)
