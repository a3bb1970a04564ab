from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.firms import Firm
from knowledge.journey_choice import choose_way
from knowledge.matching import Need
from knowledge.needs import render
from knowledge.ranges import Range
from knowledge.records import Status, Window
from knowledge.roadmaps import Ways, roadmap, weeks_in_words
from knowledge.vocabulary import vocabulary
from tests.databases import shipped_facts
from tests.knowledge.factories import TODAY, make_programme

FACTS = shipped_facts()
WAYS = Ways(FACTS.steps, FACTS.journeys)
DUDLEY = Firm(places=("dudley",), employees=Range.of(22), stage="established")


def plan_for(firm=DUDLEY, today=TODAY, programmes=FACTS.programmes, **need):
    labels = {name: frozenset(value) if isinstance(value, set) else value for name, value in need.items()}
    return roadmap(WAYS, programmes, firm, Need(**labels), today)


@pytest.mark.parametrize("barrier", sorted(vocabulary().barriers))
def test_every_barrier_has_a_way_over_it(barrier):
    plan = plan_for(barriers={barrier})

    assert barrier in plan.journeys[0].barriers
    assert any(barrier in step.what.barriers for step in plan.steps)


def test_a_barrier_that_is_left_over_gets_the_journey_that_is_about_it():
    plan = plan_for(barriers={"skills", "finance"}, words="can't find welders and the bank said no")
    names = [journey.id for journey in plan.journeys]

    assert any(journey.barriers <= {"skills", "leadership_and_time"} for journey in plan.journeys), names
    assert "turn-research-into-firm" not in names


def test_words_that_are_near_to_another_journey_do_not_outweigh_the_barriers_that_they_tell():
    class NearToProducts:
        def of(self, _words, things):
            return {one.id: 0.3 * (one.journey == "develop-new-product") for one in things}

    told = frozenset({"skills", "finance", "facilities"})
    need = Need(barriers=told, words="no welders, the bank said no to a new press")

    first = choose_way(FACTS.steps, FACTS.journeys, DUDLEY, need, NearToProducts()).journeys[0]

    assert first.barriers <= told


def test_a_technology_that_is_named_calls_for_its_journey():
    assert plan_for(technologies=("robotics",)).journeys[0].id == "adopt-automation"


def test_who_has_told_of_nothing_is_shown_where_to_start():
    assert "navigation" in plan_for().journeys[0].barriers


def test_several_barriers_make_one_plan_in_which_each_is_met():
    told = {"energy_and_carbon", "market", "intellectual_property"}

    plan = plan_for(barriers=told)
    met = set().union(*(step.what.barriers for step in plan.steps))

    assert told <= met
    assert len(plan.journeys) > 1


def test_a_step_for_other_firms_is_left_out():
    alone, many = (plan_for(Firm(employees=Range.of(n)), barriers={"leadership_and_time"}) for n in (1, 60))

    assert {step.what.id for step in alone.steps} != {step.what.id for step in many.steps}
    assert all(step.what.suits(Firm(employees=Range.of(1))) is not False for step in alone.steps)


def test_a_step_begins_when_those_before_it_are_done():
    for step in plan_for(barriers={"finance"}, wants={"grant"}).steps:
        earlier = [
            one for one in plan_for(barriers={"finance"}, wants={"grant"}).steps if one.what in step.after
        ]
        soonest = max((one.starts.min + one.what.weeks.min for one in earlier), default=0)
        assert step.starts.min == soonest


def test_a_programme_that_closes_before_its_step_is_pointed_out():
    soon = make_programme(window=Window(closes=date(2026, 11, 25)), support={"grant"}, places={"dudley"})

    plan = plan_for(programmes=[soon], barriers={"finance"}, wants={"grant"})
    told = [render(one) for step in plan.steps for one in step.deadlines]

    assert told
    assert all("closes on 25 November 2026" in words for words in told)


def test_without_any_programme_each_step_has_another_way():
    plan = plan_for(programmes=[], barriers={"skills"})

    assert plan.steps
    assert all(step.what.alone and not step.matches for step in plan.steps)


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        (Range(1, 1), "1 week"),
        (Range(3, 3), "3 weeks"),
        (Range(2, 6), "2 to 6 weeks"),
        (Range(4, None), "4 weeks or more"),
    ],
)
def test_how_long_a_step_takes_is_said_in_weeks(weeks, words):
    assert weeks_in_words(weeks) == words


def test_steps_and_journeys_name_no_programme_sum_or_date():
    names = {one.name for one in FACTS.programmes}
    for step in FACTS.steps:
        text = " ".join((step.title, step.purpose, step.do, step.in_hand, step.alone))
        assert not any(name in text for name in names), step.id
        assert "£" not in text
        assert not any(year in text for year in ("2024", "2025", "2026", "2027")), step.id


@settings(max_examples=60, deadline=None)
@given(
    st.frozensets(st.sampled_from(sorted(vocabulary().barriers)), max_size=5),
    st.frozensets(st.sampled_from(sorted(vocabulary().support)), max_size=3),
    st.sampled_from(sorted(vocabulary().places)),
    st.none() | st.integers(0, 300),
    st.none() | st.sampled_from(sorted(vocabulary().stages)),
)
def test_a_plan_is_in_order_and_names_nothing_twice(barriers, wants, place, people, stage):
    firm = Firm(places=(place,), employees=Range.of(people), stage=stage)
    plan = plan_for(firm, barriers=set(barriers), wants=set(wants))
    steps = [step.what for step in plan.steps]

    assert steps
    assert len({step.id for step in steps}) == len(steps)
    assert all(steps.index(before) < n for n, step in enumerate(plan.steps) for before in step.after)
    elsewhere = [m.programme.id for s in plan.steps if not s.what.support & wants for m in s.matches]
    assert len(set(elsewhere)) == len(elsewhere)
    assert all(one.status is not Status.CLOSED and one.withheld is None for one in plan.programmes())
    assert all(step.suits(firm) is not False for step in steps)


def test_the_same_question_gets_the_same_plan():
    shuffled = replace(DUDLEY, sectors=("manufacturing",))

    assert plan_for(shuffled, barriers={"digital"}) == plan_for(shuffled, barriers={"digital"})
