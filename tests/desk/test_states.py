"""What can become of a case."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.states import AFTER, OPEN, CaseChangeRefused, Change, State, after
from tests.databases import with_tables
from tests.desk.making import NOON, make_case

ENDS = {State.CLOSED, State.EXPIRED, State.WITHDRAWN}


def test_a_case_ends_closed_expired_or_withdrawn_and_then_nothing_more_happens():
    assert set(State) - OPEN == ENDS


def test_every_state_can_be_reached():
    reached = {state for changes in AFTER.values() for state in changes.values()}

    assert reached | {State.DRAFT} == set(State)


def test_every_open_case_can_be_withdrawn():
    assert {after(state, Change.WITHDRAW) for state in OPEN} == {State.WITHDRAWN}


def test_a_refusal_says_what_is_allowed():
    with pytest.raises(CaseChangeRefused, match="a case that is waiting does not take begin; it takes claim"):
        after(State.WAITING, Change.BEGIN)


def test_a_case_that_ended_takes_nothing_more():
    with pytest.raises(CaseChangeRefused, match="nothing more"):
        after(State.CLOSED, Change.CLAIM)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(Change), max_size=15))
def test_whatever_is_tried_only_allowed_changes_happen_and_each_is_audited_once(changes):
    database = with_tables()
    made, at = [], NOON
    with database.open() as session:
        book = Casebook(session)
        case = book.open(make_case())
        for change in changes:
            at += timedelta(minutes=1)
            try:
                case = book.change(case.id, change, "broker 1", "because", at)
                made.append(change)
            except CaseChangeRefused:
                assert change not in AFTER[book.get(case.id).state]
        audit = book.audit(case.id)
        kept = book.get(case.id)
    database.close()

    assert [event.change for event in audit] == [None, Change.SUBMIT, *made]
    assert [event.seq for event in audit] == list(range(1, len(audit) + 1))
    assert all(
        event.after is after(event.before, event.change) for event in audit if event.change and event.before
    )
    assert all(one.after is other.before for one, other in pairwise(audit))
    assert audit[-1].after is kept.state is case.state
