"""What follows from an answer is stored once, with the answer or not at all."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.brief import Brief
from desk.casebook import Casebook, CaseIdTaken, case_of
from desk.effects import APPLIED, EffectContext, UnknownEffect, apply
from desk.relay import Relay
from desk.states import State
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.inbox import Inbox
from knowledge.storage.notes import Feedback, Notes, Reminder, Subscription, WrongInformation
from knowledge.storage.outbox import Outbox
from knowledge.storage.schema import metadata
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents
from tests.desk.making import (
    CONTEXT,
    NOON,
    given_case,
    given_conversation,
    given_hubs,
    make_consent,
    open_case,
)

LATER = NOON + timedelta(hours=1)
REMIND = Effect(
    "remind",
    {
        "address": "ada@example.org",
        "programme_id": "p1",
        "from_month": "2027-05",
        "agreed_to": "Shall I tell you?",
    },
)


@pytest.fixture
def database(database):
    """The same with front doors and a conversation that has begun."""
    given_hubs(database)
    given_conversation(database, "c1", "We need a new press", "my number is 01632 960123")
    return database


def applied(database, effect, context=CONTEXT, now=NOON):
    with database.open() as session:
        apply(session, effect, context, now)


def cases(database):
    with database.reading() as session:
        return [case_of(record) for record in Cases(session).newest(10)]


def test_a_case_is_opened_with_everything_that_belongs_to_it(database):
    applied(database, open_case())

    (case,) = cases(database)
    with database.reading() as session:
        sent = Deliveries(session).of_cases([case.id])
        owner = Conversations(session).get("c1").owner
    brief = Brief.unpack(case.brief)
    assert case.state is State.WAITING
    assert len(sent) == 1
    assert owner is Owner.QUEUE
    assert (brief.hub_id, brief.route) == ("combined-authority-hub", "serves_place")
    assert [line.text for line in brief.transcript] == ["We need a new press", "my number is [removed]"]


def test_the_words_of_a_fact_that_was_left_out_are_looked_for_and_not_kept(database):
    given_conversation(database, "c9", "we do half-mil or thereabouts, in Dudley")
    consent = {**make_consent().pack(), "left_out": ["turnover"]}
    left_out = {"turnover": 500_000, "own_words": {"turnover": "half-mil or thereabouts"}}
    noted = {"profile": {"places": ["dudley"]}, "need": "a press, on half-mil or thereabouts"}
    effect = open_case(consent=consent, left_out=left_out, brief=noted)

    applied(database, effect, EffectContext("c9", "m1", "web"))

    (case,) = cases(database)
    assert "half-mil" not in str(case.brief)
    assert "500000" not in str(case.brief)
    assert "in Dudley" in str(case.brief)


def test_the_same_effect_twice_is_one_case(database):
    applied(database, open_case())
    applied(database, open_case(), now=LATER)

    (case,) = cases(database)
    with database.reading() as session:
        assert len(Deliveries(session).of_cases([case.id])) == 1
        assert len(Casebook(session).audit(case.id)) == 2


def test_the_same_message_opens_one_case_even_under_another_id(database):
    applied(database, open_case())
    applied(database, open_case(case_id="other"))

    assert len(cases(database)) == 1


def test_a_case_of_another_conversation_is_never_taken_for_this_one(database):
    given_conversation(database, "c2")
    applied(database, open_case())

    with pytest.raises(CaseIdTaken):
        applied(database, open_case(), EffectContext("c2", "m1", "web"))


def test_when_the_answer_is_not_stored_there_is_no_case(database):
    with suppress(ConnectionError), database.open() as session:
        apply(session, open_case(), CONTEXT, NOON)
        raise ConnectionError

    assert cases(database) == []


def test_a_hub_that_is_gone_costs_nobody_their_case(database):
    applied(database, open_case(hub_id="gone-since"))

    assert [case.hub_id for case in cases(database)] == ["combined-authority-hub"]


@pytest.mark.parametrize(
    ("effect", "kind", "kept"),
    [
        (Effect("feedback", {"rating": "good", "text": "ta"}), Feedback, ("good", "ta")),
        (Effect("feedback", {"rating": None, "text": "hm"}), Feedback, (None, "hm")),
        (Effect("wrong_information", {"programme_id": "p1", "text": "x"}), WrongInformation, ("p1", "x")),
        (
            Effect("subscribe", {"address": "ada@example.org", "topics": ["finance"]}),
            Subscription,
            ("ada@example.org", ("finance",)),
        ),
        (REMIND, Reminder, ("ada@example.org", "p1", "2027-05", "Shall I tell you?")),
    ],
)
def test_a_note_is_kept_once_for_each_message(database, effect, kind, kept):
    applied(database, effect)
    applied(database, effect, now=LATER)

    with database.reading() as session:
        (note,) = Notes(session).all(kind)
    assert tuple(vars(note).values())[3:] == kept
    assert note.at == NOON


def test_an_unknown_effect_is_refused(database):
    with pytest.raises(UnknownEffect, match="open_case"):
        applied(database, Effect("send_money"))


def test_erasing_leaves_nothing_of_the_conversation_but_the_fact(database):
    with database.open() as session:
        Inbox(session).receive("c1", "m0", NOON, text="We need a new press")
        TrackerEvents(session).append("c1", 0, [TrackerEvent("user", {"text": "We need a new press"})])
    applied(database, open_case())
    applied(database, Effect("feedback", {"rating": "bad", "text": "no"}), EffectContext("c1", "m2", "web"))

    applied(database, Effect("erase"), EffectContext("c1", "m3", "web"), LATER)

    (case,) = cases(database)
    with database.reading() as session:
        assert Outbox(session).after("c1") == []
        assert Inbox(session).find("c1", "m0") is None
        assert TrackerEvents(session).of("c1") == []
        assert Notes(session).all(Feedback) == []
        conversation = Conversations(session).get("c1")
    assert (conversation.noted, conversation.erased, conversation.owner) == ({}, LATER, Owner.BOT)
    assert (case.state, case.person, case.brief, case.erased) == (State.WITHDRAWN, None, None, LATER)


def test_no_word_of_an_erased_conversation_is_left_in_any_table(database):
    applied(database, open_case())
    applied(database, Effect("subscribe", {"address": "ada@example.org", "topics": []}))
    applied(database, REMIND, EffectContext("c1", "m2", "web"))

    applied(database, Effect("erase"), EffectContext("c1", "m3", "web"), LATER)

    with database.reading() as session:
        rows = [str(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    assert not [row for row in rows if "Ada" in row or "ada@" in row or "press" in row or "dozen" in row]


def test_erasing_where_nothing_is_kept_changes_nothing(database):
    applied(database, Effect("erase"))
    applied(database, Effect("erase"))

    assert cases(database) == []


def test_another_conversation_keeps_what_it_has(database):
    given_conversation(database, "c2", "hello")
    applied(database, open_case(), EffectContext("c2", "m1", "web"))

    applied(database, Effect("erase"))

    assert [case.state for case in cases(database)] == [State.WAITING]


def test_every_kind_of_effect_has_its_place():
    assert set(APPLIED) == {
        "open_case",
        "ask_again",
        "withdraw_case",
        "pass_to_hub",
        "stay_with_hub",
        "feedback",
        "wrong_information",
        "subscribe",
        "remind",
        "keep_plan",
        "forget_plans",
        "give_copy",
        "narrow_case",
        "helped",
        "follow_up_answer",
        "stop_asking",
        "stop_messages",
        "start_messages",
        "offer_moving",
        "give_moving_code",
        "leave_moving",
        "stay_off_the_web",
        "hand_brief",
        "read_brief",
        "take_back_brief",
        "erase",
    }


@pytest.mark.parametrize(("returned", "state"), [(True, State.WAITING), (False, State.CLAIMED)])
def test_who_asks_again_after_a_hand_back_waits_again(database, returned, state):
    case = given_case(database)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
        if returned:
            Relay(session, "b1", NOON).give_back(case.id)

    for _ in range(2):
        with database.open() as session:
            apply(session, Effect("ask_again", {"case_id": case.id}), CONTEXT, NOON)

    with database.reading() as session:
        assert Casebook(session).get(case.id).state is state


def test_a_second_request_does_not_take_the_conversation_from_a_broker(database):
    first = given_case(database, message_id="m0", reference="SP-ABC235")
    with database.open() as session:
        Relay(session, "b1", NOON).claim(first.id)

    applied(database, open_case())

    with database.reading() as session:
        assert Conversations(session).get("c1").owner is Owner.BROKER
    assert [case.state for case in cases(database) if case.id != first.id] == [State.WAITING]
