"""The judged needs are needs that can be judged: known ids, known labels, no programme judged twice."""

from collections import Counter

import pytest
import yaml

from knowledge.vocabulary import vocabulary
from tests.servers import PROJECT

NEEDS = yaml.safe_load((PROJECT / "tests" / "held_out" / "matching.yaml").read_text(encoding="utf-8"))
QUESTIONS = {"place", "sector", "employees", "trading_age", "turnover", "stage", None}


def judged(need):
    return [*need["ideal"], *need["good"], *(one["id"] for one in need["wrong"])]


def test_there_are_at_least_eighty_and_every_barrier_and_kind_of_support_is_among_them():
    assert len(NEEDS) >= 80
    assert {name for need in NEEDS for name in need["barriers"]} == set(vocabulary().barriers)
    assert {name for need in NEEDS for name in need["wants"]} == set(vocabulary().support)


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need["id"])
def test_a_need_is_judged_by_records_that_exist_each_once_and_with_reasons(need, facts):
    known = {programme.id for programme in facts.programmes}

    assert set(judged(need)) <= known
    assert max(Counter(judged(need)).values()) == 1
    assert need["ideal"]
    assert all(one["why"] for one in need["wrong"])
    assert {need["question"], *need["question_also"]} <= QUESTIONS
