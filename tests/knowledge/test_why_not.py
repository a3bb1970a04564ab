"""Why not this one: the first thing that stands in the way, with the person's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.needs import Need, render
from knowledge.ranges import Range
from knowledge.records import Eligibility, Purpose, Status
from knowledge.vocabulary import vocabulary
from knowledge.why_not import why_not
from tests.knowledge.factories import TODAY, make_programme

GRANT = Need(wants=frozenset({"grant"}), words="a grant for a press")


def code(programme, firm=Firm(), need=GRANT):  # noqa: B008 (a firm never changes)
    return why_not(programme, firm, need, TODAY).code


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        (make_programme(status=Status.CLOSED, last_known=None), "not_closed"),
        (make_programme(status=Status.CLOSED, last_known="2023-06"), "not_closed_since"),
        (make_programme(withheld="for places, not for firms"), "not_for_firms"),
        (make_programme(support={"loan"}), "not_what_was_asked"),
        (make_programme(purpose=Purpose("charging vans", frozenset({"charger"}))), "not_this_purpose"),
        (make_programme(status=Status.PAUSED), "not_while_paused"),
        (make_programme(places={"dudley"}), "not_yet_known"),
        (make_programme(), "not_the_nearest"),
    ],
)
def test_what_stands_in_the_way_is_said(programme, expected):
    assert code(programme) == expected


def test_a_rule_that_shuts_out_is_told_with_what_the_person_said():
    programme = make_programme(eligibility=Eligibility(employees=Range(10, 249)))
    firm = Firm().noting("employees", Range.of(4), "four of us")
    reason = why_not(programme, firm, GRANT, TODAY)

    assert reason.code == "not_by_rule_said"
    assert "four of us" in render(reason)
    assert "10" in render(reason)


def test_a_rule_comes_before_another_purpose():
    programme = make_programme(support={"loan"}, places={"stoke_on_trent"})

    assert code(programme, Firm(places=("dudley",))) == "not_by_rule"


def test_what_helps_over_other_barriers_is_said_to_be_for_those():
    programme = make_programme(barriers={"skills"})

    assert code(programme, need=Need(barriers=frozenset({"finance"}))) == "not_what_holds_back"


@given(places=st.lists(st.sampled_from(sorted(vocabulary().places)), max_size=2), people=st.integers(0, 400))
def test_every_answer_can_be_said(facts, places, people):
    firm = Firm(places=tuple(places), employees=Range.of(people))
    for programme in facts.programmes:
        assert render(why_not(programme, firm, GRANT, TODAY))
