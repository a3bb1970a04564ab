import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.packing import pack, unpack
from knowledge.plan_words import date_in_words, known_to_run, starts_in_words
from knowledge.plans import Asked, KeptPlan, Standing, keep, standing
from knowledge.ranges import Range
from knowledge.records import Status, Window
from knowledge.roadmaps import Ways, roadmap
from tests.databases import shipped_facts
from tests.knowledge.factories import TODAY, make_programme
from tests.knowledge.plans_to_keep import kept_programme, kept_step

FACTS = shipped_facts()
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRM = Firm(("dudley",), "DY1 1AA", ("manufacturing",), Range.of(22), own_words=(("employees", "22 of us"),))
NEED = Need(frozenset({"grant"}), frozenset({"finance"}), "a new press", ("robotics",))


def kept(programmes=FACTS.programmes):
    return keep(roadmap(Ways(FACTS.steps, FACTS.journeys), programmes, FIRM, NEED, TODAY), NOW)


def test_a_kept_plan_has_every_step_and_programme_that_was_shown():
    plan = roadmap(Ways(FACTS.steps, FACTS.journeys), FACTS.programmes, FIRM, NEED, TODAY)

    copy = keep(plan, NOW)

    assert [step.title for step in copy.steps] == [step.what.title for step in plan.steps]
    assert [step.starts for step in copy.steps] == [step.starts for step in plan.steps]
    assert [p.id for s in copy.steps for p in s.programmes] == [one.id for one in plan.programmes()]
    assert all(p.version for p in copy.programmes())


def test_a_kept_plan_is_the_same_after_it_was_written_down():
    assert unpack(KeptPlan, json.loads(json.dumps(pack(kept())))) == kept()


def test_what_a_plan_was_laid_out_for_is_the_same_after_it_was_written_down():
    asked = Asked.of(FIRM, NEED, frozenset({"m"}))

    assert Asked.unpack(json.loads(json.dumps(asked.pack()))) == asked


def test_nothing_is_kept_of_a_firm_that_matching_does_not_read():
    written = json.dumps(Asked.of(FIRM, NEED).pack())

    assert "22 of us" not in written
    assert "DY1" not in written


def test_a_date_that_comes_before_its_step_is_said_to():
    soon = make_programme(window=Window(closes=date(2026, 11, 25)), support={"grant"}, places={"dudley"})

    told = [(one.too_soon, date_in_words(one)) for step in kept([soon]).steps for one in step.dates]

    assert told
    assert all(early == ("before you are likely" in words) for early, words in told)


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        ({}, Standing.SAME),
        ({"version": "other"}, Standing.CHANGED),
        ({"status": Status.CLOSED}, Standing.CLOSED),
        ({"withheld": "asked for by the provider"}, Standing.CLOSED),
    ],
)
def test_a_programme_is_held_against_its_record_of_today(today, stands):
    record = replace(make_programme("a-grant", version="ab12cd34"), **today)

    assert standing(kept_programme(), record) is stands


def test_a_programme_without_a_record_any_more_is_gone():
    assert standing(kept_programme(), None) is Standing.GONE


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (Range(0, 0), "at once"),
        (Range(0, 3), "at once, or up to 3 weeks later"),
        (Range(1, 1), "1 week after the day of this plan"),
        (Range(2, 6), "2 to 6 weeks after the day of this plan"),
    ],
)
def test_the_beginning_of_a_step_is_said_in_weeks(starts, words):
    assert starts_in_words(kept_step(starts=starts)) == words


def test_a_programme_not_seen_for_long_is_to_be_checked_first():
    assert known_to_run(kept_programme()) == "May 2026"
    assert "check first" in known_to_run(kept_programme(to_be_checked=True))
    assert "do not know" in known_to_run(kept_programme(last_known=None))
