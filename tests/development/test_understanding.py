"""What is understood of whole messages of the development sets, so that no change makes it worse.

The sets may be tuned on, so their figures flatter; `signpost evaluate` measures on sentences nobody tunes on.
"""

from statistics import fmean
from typing import Any

import pytest

from bot.evaluation import judging
from bot.evaluation.cases import Case, read
from bot.evaluation.scores import Count
from bot.nlu.parsing import Parser
from tests.servers import PREPARED, PROJECT

FOLDER = PROJECT / "tests" / "development"
# least share of intents, and least F1 of barriers and of facts
FLOORS = {
    "understanding": (0.91, 0.71, 0.91),
    "understanding_two": (0.91, 0.83, 0.95),
    "understanding_three": (0.96, 0.79, 0.93),
}

Understood = list[tuple[Case, dict[str, Any]]]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(PREPARED)


@pytest.fixture(scope="module", params=FLOORS)
def one_set(request: pytest.FixtureRequest, parser: Parser) -> tuple[str, Understood]:
    return request.param, [(case, parser.parse(case.text)) for case in read(request.param, FOLDER)]


def test_intents_are_understood_as_well_as_before(one_set: tuple[str, Understood]) -> None:
    name, understood = one_set

    assert fmean(judging.intent_is_right(*one) for one in understood) >= FLOORS[name][0]


def test_barriers_are_heard_as_well_as_before(one_set: tuple[str, Understood]) -> None:
    name, understood = one_set

    assert sum((judging.barriers(*one) for one in understood), Count()).f1() >= FLOORS[name][1]


def test_facts_are_found_as_well_as_before(one_set: tuple[str, Understood]) -> None:
    name, understood = one_set

    assert sum((judging.entities(*one) for one in understood), Count()).f1() >= FLOORS[name][2]
