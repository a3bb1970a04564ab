"""What is understood of whole messages of the development set, so that no change makes it worse.

The set may be tuned on, so its figures flatter; `signpost evaluate` measures on sentences nobody tunes on.
"""

from statistics import fmean

import pytest

from bot.evaluation import judging
from bot.evaluation.cases import read
from bot.evaluation.scores import Count
from bot.nlu.parsing import Parser
from tests.servers import PREPARED, PROJECT

CASES = read("understanding", PROJECT / "tests" / "development")
INTENTS, BARRIERS, FACTS = 0.90, 0.71, 0.82


@pytest.fixture(scope="module")
def understood():
    parser = Parser(PREPARED)
    return [(case, parser.parse(case.text)) for case in CASES]


def test_intents_are_understood_as_well_as_before(understood):
    assert fmean(judging.intent_is_right(*one) for one in understood) >= INTENTS


def test_barriers_are_heard_as_well_as_before(understood):
    assert sum((judging.barriers(*one) for one in understood), Count()).f1() >= BARRIERS


def test_facts_are_found_as_well_as_before(understood):
    assert sum((judging.entities(*one) for one in understood), Count()).f1() >= FACTS
