"""The judged needs are needs that can be judged: known ids, known labels, no programme judged twice."""

from collections import Counter

import pytest

from knowledge.vocabulary import vocabulary
from knowledge.yaml_file import read_yaml
from tests.servers import PROJECT
from tuning.ranking import FILES


def read(folder, name):
    return read_yaml(PROJECT / "tests" / folder / name)


NEEDS = read("held_out", "matching.yaml")
DEVELOPMENT = [need for name in FILES for need in read("development", name)]
CHECK = read("development", "matching_check.yaml")  # looked at, never fitted to
QUESTIONS = {"place", "sector", "employees", "trading_age", "turnover", "stage", "legal_form", "amount", None}


def judged(need):
    return [*need["ideal"], *need["good"], *(one["id"] for one in need["wrong"])]


def test_there_are_at_least_eighty_and_every_barrier_and_kind_of_support_is_among_them():
    assert len(NEEDS) >= 80
    assert {name for need in NEEDS for name in need["barriers"]} == set(vocabulary().barriers)
    assert {name for need in NEEDS for name in need["wants"]} == set(vocabulary().support)


def test_no_need_that_weights_are_fitted_to_is_among_those_that_they_are_checked_on():
    assert not {need["text"] for need in [*NEEDS, *CHECK]} & {need["text"] for need in DEVELOPMENT}


@pytest.mark.parametrize("need", [*NEEDS, *DEVELOPMENT, *CHECK], ids=lambda need: need["id"])
def test_a_need_is_judged_by_records_that_exist_each_once_and_with_reasons(need, facts):
    known = {programme.id for programme in facts.programmes}

    assert set(judged(need)) <= known
    assert max(Counter(judged(need)).values()) == 1
    assert need["ideal"]
    assert all(one["why"] for one in need["wrong"])
    assert {need["question"], *need["question_also"]} <= QUESTIONS
