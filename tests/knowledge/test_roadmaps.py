import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.loading import read_facts
from knowledge.matching import Need
from knowledge.records import Status
from knowledge.roadmaps import PHASES, roadmap
from knowledge.vocabulary import vocabulary
from knowledge.wording import known
from tests.knowledge.factories import TODAY

ORDER = [phase.name for phase in PHASES]
PROGRAMMES = read_facts().programmes


@pytest.mark.parametrize(
    ("need", "phases"),
    [
        (Need(), ["diagnose", "plan", "fund", "launch"]),
        (Need(barriers=frozenset({"navigation"})), ["diagnose", "plan"]),
        (Need(barriers=frozenset({"skills", "market"})), ["diagnose", "plan", "capability", "launch"]),
        (Need(wants=frozenset({"testing"})), ["diagnose", "plan", "test"]),
        (Need(barriers=frozenset({"technical_knowledge"})), ["diagnose", "plan", "partner", "test"]),
    ],
)
def test_the_steps_are_those_that_the_need_calls_for(need, phases):
    assert [step.phase for step in roadmap(PROGRAMMES, Firm(places=("dudley",)), need, TODAY)] == phases


def test_the_first_step_leads_to_the_front_door_of_the_place():
    need = Need(barriers=frozenset({"finance"}))

    first = roadmap(PROGRAMMES, Firm(places=("stafford",)), need, TODAY)[0]

    assert first.matches[0].programme.id == "stoke-staffordshire-growth-hub"


def test_every_step_has_its_words():
    for phase in PHASES:
        assert known(f"utter_label_phase_{phase.name}")
        assert known(f"utter_reason_phase_{phase.name}")


@settings(max_examples=40, deadline=None)
@given(
    st.frozensets(st.sampled_from(sorted(vocabulary().barriers)), max_size=4),
    st.frozensets(st.sampled_from(sorted(vocabulary().support)), max_size=3),
    st.sampled_from(sorted(vocabulary().places)),
)
def test_a_roadmap_is_in_order_and_names_nothing_twice(barriers, wants, place):
    steps = roadmap(PROGRAMMES, Firm(places=(place,)), Need(wants, barriers), TODAY)
    phases = [step.phase for step in steps]
    programmes = [match.programme for step in steps for match in step.matches]

    assert phases == sorted(phases, key=ORDER.index)
    assert all(phases.index(before) < n for n, step in enumerate(steps) for before in step.after)
    assert len({one.id for one in programmes}) == len(programmes)
    assert all(one.status is not Status.CLOSED and one.withheld is None for one in programmes)
    assert all(len(step.matches) <= 2 for step in steps)
