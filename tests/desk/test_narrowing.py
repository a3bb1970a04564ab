"""One part of what was agreed to is taken back: it is gone everywhere, and the rest of the request stays."""

import json

import pytest

from desk.brief import Brief
from desk.casebook import Casebook
from desk.cases import Part
from desk.couriers import Parcel
from desk.effects import EffectContext, apply
from desk.letters import letter
from desk.relay import Relay
from desk.states import Change, State
from desk.webhooks import body_of
from knowledge.replies import Effect
from knowledge.storage.deliveries import Deliveries, Kind, Way
from knowledge.storage.outbox import Outbox
from tests.desk.making import NOON, given_case, given_conversation, given_hubs

MESSAGE = "m9"


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database, "c1", "I am Ada Example, we need a new press")
    return given_case(database)


def take_off(database, case, *parts, conversation="c1", message=MESSAGE):
    with database.open() as session:
        effect = Effect("narrow_case", {"case_id": case.id, "parts": list(parts)})
        apply(session, effect, EffectContext(conversation, message, "web"), NOON)
    with database.reading() as session:
        said = [one.shown.text for one in Outbox(session).after("c1")]
        return Casebook(session).get(case.id), Casebook(session).audit(case.id), said[-1]


def told(database, case):
    with database.reading() as session:
        return [one for one in Deliveries(session).of_cases([case.id]) if one.kind is Kind.NARROWED]


def taken_out(database, case):
    """The delivery is on its way."""
    with database.open() as session:
        waiting = Deliveries(session)
        found = waiting.without_way((Way.MAIL,), NOON)
        waiting.send_by(found, (Way.MAIL,), NOON)
        return waiting.take_by(Way.MAIL, "w1", NOON, NOON)


def test_a_name_that_is_taken_off_stands_nowhere_in_the_request(database, case):
    after, history, said = take_off(database, case, "name")

    assert Part.NAME not in after.consent.fields
    assert after.person.name is None
    assert after.person.email == "ada@example.org"
    assert "Ada" not in json.dumps(after.brief)
    assert after.state is State.WAITING
    assert (history[-1].who, history[-1].why) == ("person", "narrowed")
    assert "off your request SP-ABC234" in said


def test_what_was_agreed_to_first_stays_beside_what_was_taken_back(database, case):
    after, _, _ = take_off(database, case, "name")

    assert after.consent.wording.startswith(case.consent.wording)
    assert "Taken back on" in after.consent.wording


def test_without_a_way_to_reach_them_it_says_where_they_can_be_answered(database, case):
    after, _, said = take_off(database, case, "contact")

    assert (after.person.email, after.person.phone) == (None, None)
    assert "only answer you here in this chat" in said


def test_a_single_fact_of_the_firm_can_go_without_the_firm(database, case):
    after, _, _ = take_off(database, case, "turnover")

    assert Part.FIRM in after.consent.fields
    assert "turnover" not in {fact.field for fact in Brief.unpack(after.brief).firm}
    assert {fact.field for fact in Brief.unpack(after.brief).firm} >= {"places", "employees"}


def test_what_nobody_was_told_yet_is_told_without_it_and_nothing_else(database, case):
    take_off(database, case, "name")

    assert told(database, case) == []
    delivery = taken_out(database, case)
    with database.reading() as session:
        parcel = Parcel(delivery, Casebook(session).get(case.id), NOON)
    assert b"Ada" not in body_of(parcel)


def test_who_was_told_already_is_told_of_the_rest(database, case):
    taken_out(database, case)
    after, _, _ = take_off(database, case, "name")

    (notice,) = told(database, case)
    parcel = Parcel(notice, after, NOON)
    mail = letter(notice, case.reference, parcel.brief(), "desk@hub.example", "to@hub.example")
    text = mail.get_body().get_content()
    assert notice.way is Way.MAIL
    assert "a part was taken back" in mail["Subject"]
    assert "Please delete what you have of the rest" in text
    assert "Ada" not in mail.as_string()
    assert json.loads(body_of(parcel))["type"] == "case.narrowed"


def test_who_has_it_in_hand_keeps_it_and_is_told(database, case):
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)

    after, _, _ = take_off(database, case, "name")

    assert (after.state, after.broker) == (State.CLAIMED, "b1")
    assert len(told(database, case)) == 1


def test_again_it_changes_nothing(database, case):
    first, history, _ = take_off(database, case, "name")
    again, later, said = take_off(database, case, "name", message="m10")

    assert again == first
    assert later == history
    assert "was not passed on" in said


def test_somebody_elses_request_or_one_that_has_ended_stays_as_it_is(database, case):
    given_conversation(database, "c2")
    after, _, _ = take_off(database, case, "name", conversation="c2")
    with database.open() as session:
        ended = Casebook(session).change(case.id, Change.EXPIRE, "clock", "expired", NOON)

    assert after == case
    assert take_off(database, case, "name")[0] == ended


def test_who_leaves_nothing_takes_it_all_back(database, case):
    after, _, _ = take_off(database, case, *Part)

    assert after.state is State.WITHDRAWN
    assert after.brief is None
