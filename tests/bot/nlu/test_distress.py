"""Distress leads when it is likely or plainly said; a refusal by the bank is ordinary."""

import pytest

from bot.nlu.distress import calmer

UNSURE = [("urgent_distress", 0.21), ("describe_situation", 0.19), ("find_funding", 0.1)]


def test_unlikely_distress_yields_to_the_next_intent() -> None:
    calmed = calmer("the bank turned me down twice, whats left", UNSURE)

    assert [name for name, _ in calmed] == ["describe_situation", "urgent_distress", "find_funding"]


@pytest.mark.parametrize(
    "text",
    [
        "i can’t go on",
        "thinking of ending it all",
        "no way out now",
        "bailiffs friday",
        "a winding-up petition",
    ],
)
def test_plain_words_of_despair_keep_it_in_front(text: str) -> None:
    assert calmer(text, UNSURE) == UNSURE


def test_likely_distress_stays_in_front() -> None:
    likely = [("urgent_distress", 0.5), ("describe_situation", 0.3)]

    assert calmer("we are going under", likely) == likely


def test_other_intents_are_left_alone() -> None:
    other = [("find_funding", 0.3), ("urgent_distress", 0.2)]

    assert calmer("any money", other) == other
