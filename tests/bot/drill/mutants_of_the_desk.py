"""What passes cases on, with one guard taken out at a time: see `tests/bot/drill/mutants.py`."""

from dataclasses import replace

import desk.escalation
import desk.lapses
import desk.passing_on
from desk.casebook import Casebook
from desk.destination import Destination
from desk.passing_on import PassingOn, PersonsWord
from desk.relay import Relay
from desk.teams import Teams
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.follow_ups import FollowUps, Standing


def a_case_goes_to_another_hub_under_the_consent_that_it_had():
    given = Destination.given

    def given_under_the_old(self, case):
        return replace(given(self, case), consent=case.consent)

    Destination.given = given_under_the_old


def nobody_is_told_of_a_case_that_was_passed_on():
    add = Deliveries.add
    Deliveries.add = lambda self, delivery: delivery.kind is Kind.PASSED_ON or add(self, delivery)


def a_request_goes_straight_to_the_manager():
    Teams.after = lambda self, team: None if team.is_manager else self.all[-1]


def who_was_first_is_told_again_after_it_has_moved_on():
    Deliveries.recall = lambda self, case_id, now: None


def nobody_looks_whether_time_is_over():
    desk.escalation.pass_on = lambda *_: None


def nobody_owns_up_to_a_promise_that_was_not_kept():
    desk.lapses.own_up = lambda *_, **__: None


class Silent(Relay):
    """Tells nobody."""

    def tell_with_ways(self, *_):
        pass


def a_promise_that_was_not_kept_is_noted_and_not_told():
    desk.lapses.Relay = Silent


def that_somebody_was_asked_how_it_went_is_not_noted():
    change = FollowUps.change
    FollowUps.change = lambda self, one, state, **how: (
        one if state is Standing.ASKED else change(self, one, state, **how)
    )


def nothing_ever_ends():
    desk.escalation.expire = lambda *_: None


def a_person_is_not_told_that_their_request_has_moved_on():
    pass_on = Casebook.pass_on

    def pass_on_in_silence(self, *given):
        pass_on(self, *given)

    Casebook.pass_on = pass_on_in_silence


def a_refusal_is_taken_for_consent():
    PersonsWord.refuse = lambda self: self.allow(
        next(hub.id for hub in desk.passing_on.other_hubs(self.session, self.case)), self.case.hub_id
    )


def a_person_is_not_told_which_colleague_has_them_now():
    to_colleague = PassingOn.to_colleague

    def to_colleague_in_silence(self, case_id, broker_id):
        tell, Relay.tell = Relay.tell, lambda *_: None
        try:
            return to_colleague(self, case_id, broker_id)
        finally:
            Relay.tell = tell

    PassingOn.to_colleague = to_colleague_in_silence


MUTANTS = {
    a_case_goes_to_another_hub_under_the_consent_that_it_had: ("lost", 172),
    nobody_is_told_of_a_case_that_was_passed_on: ("lost", 0),
    a_request_goes_straight_to_the_manager: ("lost", 0),
    who_was_first_is_told_again_after_it_has_moved_on: ("doubled", 0),
    nobody_looks_whether_time_is_over: ("lost", 0),
    nothing_ever_ends: ("lost", 78),
    nobody_owns_up_to_a_promise_that_was_not_kept: ("lost", 0),
    a_promise_that_was_not_kept_is_noted_and_not_told: ("lost", 0),
    a_person_is_not_told_that_their_request_has_moved_on: ("lost", 0),
    that_somebody_was_asked_how_it_went_is_not_noted: ("doubled", 23),
    a_refusal_is_taken_for_consent: ("lost", 82),
    a_person_is_not_told_which_colleague_has_them_now: ("lost", 0),
}
