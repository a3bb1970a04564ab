"""A case goes to a colleague, or with the person's word to another front door; to nobody else."""

from datetime import timedelta

import pytest

from desk.brief import Brief
from desk.brokers import Broker, Role, add_broker
from desk.casebook import Casebook
from desk.cases import Part
from desk.console.dossier import dossier, said_since
from desk.couriers import MailServer
from desk.effects import EffectContext, apply
from desk.passing_on import NoSuchHub, NotAColleague, NotSaidHow, PassingOn, colleagues
from desk.questions import chosen_effect
from desk.relay import NobodyListens, NotInHand, Relay
from desk.states import Change, State
from desk.teams import Teams
from knowledge.storage.brokers import Brokers
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.deliveries import Deliveries, Kind, Progress
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.delivering import OneWay
from tests.desk.mailbox import open_mailbox
from tests.desk.making import (
    NOON,
    given_case,
    given_conversation,
    given_hubs,
    make_brief,
    make_case,
    make_consent,
    make_team,
)

OURS, THEIRS = "combined-authority-hub", "warwickshire-hub"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(database):
    """The same with two front doors and who works there."""
    given_hubs(database)
    given_conversation(database, "c1", "we need a new press")
    with database.open() as session:
        for number, hub in enumerate((OURS, OURS, THEIRS), 1):
            broker = Broker(f"b{number}", f"Broker {number}", f"b{number}@hub.example", Role.BROKER, {hub})
            add_broker(session, broker, "hash", NOON)
    return database


@pytest.fixture
def case(database):
    case = given_case(database)
    do(database, lambda relay: relay.claim(case.id))
    return case


def do(database, act, broker="b1", now=NOON):
    with database.open() as session:
        return act(Relay(session, broker, now))


def pressed(database, entry, which):
    """Press a button of the desk as the person does, and return what the desk answers."""
    with database.open() as session:
        effect = chosen_effect(Choices(session).find("c1", entry.shown.choices[which].choice))
        apply(session, effect, EffectContext("c1", "m9", "web"), NOON + MINUTE)
        return [one.shown.text for one in Outbox(session).replies_to("c1", "m9")]


def kept(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id)


def letters(database, case):
    with database.reading() as session:
        return [(one.kind, one.hub_id, one.state) for one in Deliveries(session).of_cases([case.id])]


def owner(database):
    with database.reading() as session:
        return Conversations(session).get("c1").owner


def ask(database, case):
    return do(database, lambda relay: PassingOn(relay).ask_for_hub(case.id, THEIRS))


def test_who_sends_the_form_twice_asks_once_and_may_ask_again_when_the_person_has_written(database, case):
    first, second = ask(database, case), ask(database, case)
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("what is that?"), NOON)

    assert second.id == first.id
    assert ask(database, case).id != first.id


def test_a_colleague_gets_the_case_and_the_conversation_in_one_step(database, case):
    passed = do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b2"))

    assert (passed.state, passed.broker) == (State.CLAIMED, "b2")
    assert owner(database) is Owner.BROKER
    with pytest.raises(NotInHand):
        do(database, lambda relay: relay.write(case.id, "Hello", "w1"))


@pytest.mark.parametrize("other", ["b1", "b3", "nobody"])
def test_only_somebody_else_of_the_same_front_door_is_a_colleague(database, case, other):
    with pytest.raises(NotAColleague):
        do(database, lambda relay: PassingOn(relay).to_colleague(case.id, other))

    assert kept(database, case).broker == "b1"


def test_who_cannot_sign_in_any_more_is_no_colleague(database, case):
    with database.open() as session:
        Brokers(session).disable("b2")

        assert colleagues(session, case, "b1") == []


def test_only_who_has_the_case_in_hand_passes_it_on(database, case):
    for act in (
        lambda relay: PassingOn(relay).to_colleague(case.id, "b1"),
        lambda relay: PassingOn(relay).ask_for_hub(case.id, THEIRS),
        lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, "by phone"),
    ):
        with pytest.raises(NotInHand):
            do(database, act, broker="b2")


def test_the_person_is_asked_what_goes_to_whom_before_another_front_door_gets_anything(database, case):
    asked = ask(database, case)

    assert "Warwickshire Hub" in asked.shown.text
    assert "how to reach you" in asked.shown.text
    assert kept(database, case).hub_id == OURS
    assert letters(database, case) == [(Kind.CASE, OURS, Progress.WAITING)]


def test_with_a_yes_the_other_front_door_has_the_case_the_brief_and_a_letter(database, case):
    asked = ask(database, case)

    (answer,) = pressed(database, asked, 0)

    moved = kept(database, case)
    assert (moved.hub_id, moved.state, moved.broker) == (THEIRS, State.WAITING, None)
    assert (moved.consent.recipient, moved.consent.wording) == ("Warwickshire Hub", asked.shown.text)
    assert Brief.unpack(moved.brief).hub_name == "Warwickshire Hub"
    assert owner(database) is Owner.QUEUE
    assert "Warwickshire Hub" in answer
    # what the first had not been told yet, it is not told any more
    assert letters(database, case) == [
        (Kind.CASE, OURS, Progress.RECALLED),
        (Kind.CASE, THEIRS, Progress.WAITING),
    ]


def test_with_a_no_everything_stays_as_it_is(database, case):
    asked = ask(database, case)

    (answer,) = pressed(database, asked, 1)

    assert (kept(database, case).hub_id, kept(database, case).broker) == (OURS, "b1")
    assert "stays with Combined Authority Hub" in answer


def test_a_yes_that_comes_twice_or_too_late_changes_nothing_and_is_answered(database, case):
    asked = ask(database, case)
    pressed(database, asked, 0)
    before = kept(database, case)

    answers = pressed(database, asked, 0)

    assert kept(database, case) == before
    assert "Nothing was changed" in answers[-1]


def test_what_one_front_door_asked_holds_for_no_other_that_has_the_case_since(database, case):
    asked = do(database, lambda relay: PassingOn(relay).ask_for_hub(case.id, "country-hub"))
    do(database, lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, "on the phone"))

    (answer,) = pressed(database, asked, 0)

    assert kept(database, case).hub_id == THEIRS
    assert "Nothing was changed" in answer


def test_a_broker_who_talks_about_another_case_keeps_the_conversation(database, case):
    asked = ask(database, case)
    do(database, lambda relay: relay.give_back(case.id))
    other = given_case(database, reference="SP-OTHER2", message_id="m2")
    do(database, lambda relay: relay.claim(other.id), broker="b2")

    pressed(database, asked, 0)

    assert kept(database, case).hub_id == THEIRS
    assert owner(database) is Owner.BROKER


def test_a_button_pressed_in_another_conversation_does_nothing(database, case):
    asked = ask(database, case)
    given_conversation(database, "c2", "hello")

    with database.open() as session:
        effect = chosen_effect(Choices(session).find("c1", asked.shown.choices[0].choice))
        apply(session, effect, EffectContext("c2", "m1", "web"), NOON)

    assert kept(database, case).hub_id == OURS


def test_a_broker_who_has_talked_to_the_person_passes_it_on_with_how_they_agreed(database, case):
    do(database, lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, "on the phone, today at noon"))

    moved = kept(database, case)
    assert moved.hub_id == THEIRS
    assert "on the phone, today at noon" in moved.consent.wording
    with database.reading() as session:
        last = Casebook(session).audit(case.id)[-1]
    assert (last.change, last.who, last.why) == (Change.TRANSFER, "b1", THEIRS)


@pytest.mark.parametrize("how", ["", "   ", "x" * 501])
def test_without_saying_how_they_agreed_nothing_is_passed_on(database, case, how):
    with pytest.raises(NotSaidHow):
        do(database, lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, how))


@pytest.mark.parametrize("hub", [OURS, "nowhere"])
def test_there_has_to_be_another_front_door(database, case, hub):
    with pytest.raises(NoSuchHub):
        do(database, lambda relay: PassingOn(relay).ask_for_hub(case.id, hub))


def test_who_has_left_the_chat_cannot_be_asked_there(database, case):
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    with pytest.raises(NobodyListens):
        ask(database, case)


def test_each_front_door_that_got_a_letter_is_told_when_the_person_takes_everything_back(database, case):
    with database.open() as session:
        Deliveries(session).take("w", NOON, NOON + MINUTE)
    pressed(database, ask(database, case), 0)
    with database.open() as session:
        Deliveries(session).take("w", NOON + 2 * MINUTE, NOON + 3 * MINUTE)
        Casebook(session).erase("c1", NOON + 3 * MINUTE)

    told = {hub for kind, hub, _ in letters(database, case) if kind is Kind.WITHDRAWAL}
    assert told == {OURS, THEIRS}


@pytest.mark.parametrize("consented", [True, False])
def test_what_was_said_to_the_first_front_door_is_read_by_the_next_only_with_consent(database, consented):
    left_out = () if consented else (Part.CONVERSATION,)
    case = given_case(database, consent=make_consent(*left_out))
    do(database, lambda relay: relay.claim(case.id))
    do(database, lambda relay: relay.write(case.id, "What are your margins?", "w1"))
    do(
        database,
        lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, "on the phone"),
        now=NOON + MINUTE,
    )
    do(database, lambda relay: relay.claim(case.id), broker="b3", now=NOON + 2 * MINUTE)

    with database.reading() as session:
        read = [one.shown.text for one in said_since(session, Casebook(session).get(case.id))]
        theirs = Broker("b3", "Broker 3", "b3@hub.example", Role.BROKER, frozenset({THEIRS}))
        assert dossier(session, case.id, theirs).mine

    assert ("What are your margins?" in read) == consented


def test_what_was_left_out_and_told_to_one_front_door_is_not_read_at_the_next(database):
    case = given_case(database, consent=make_consent(Part.NAME, Part.CONTACT), person=None)
    do(database, lambda relay: relay.claim(case.id), now=NOON + MINUTE)
    write(database, "I'm Priya Patel, 01632 960123, my husband Graham is ill", NOON + 2 * MINUTE)
    with database.reading() as session:
        first = [one.shown.text for one in said_since(session, kept(database, case))]
    do(
        database,
        lambda relay: PassingOn(relay).to_hub(case.id, THEIRS, "on the phone"),
        now=NOON + 3 * MINUTE,
    )
    do(database, lambda relay: relay.claim(case.id), broker="b3", now=NOON + 4 * MINUTE)
    write(database, "It is Priya, ring 01632 960124", NOON + 5 * MINUTE)

    with database.reading() as session:
        read = "\n".join(one.shown.text for one in said_since(session, kept(database, case)))

    assert "I'm Priya Patel, 01632 960123, my husband Graham is ill" in first
    assert "my husband" in read
    assert not any(word in read for word in ("Patel", "Graham", "960123"))
    assert "It is Priya, ring 01632 960124" in read  # that was said to the one who reads it


def test_what_is_said_at_a_colleagues_desk_of_the_same_front_door_is_read_as_it_was_said(database):
    case = given_case(database, consent=make_consent(Part.NAME, Part.CONTACT), person=None)
    do(database, lambda relay: relay.claim(case.id), now=NOON + MINUTE)
    write(database, "I'm Priya Patel", NOON + 2 * MINUTE)
    do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b2"), now=NOON + 3 * MINUTE)

    with database.reading() as session:
        read = [one.shown.text for one in said_since(session, kept(database, case))]

    assert "I'm Priya Patel" in read


def write(database, text, at):
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown(text), at)


def test_the_language_of_the_person_decides_at_the_other_front_door_as_well(database):
    noted = make_brief(make_case(), {"language": "pl"}).pack()
    case = given_case(database, brief=noted, message_id="m5")
    polish = make_team("polish", hub_id=THEIRS, languages=frozenset({"pl"}))
    teams = Teams((make_team("anybody", hub_id=THEIRS), polish))
    do(database, lambda relay: relay.claim(case.id))

    moved = do(database, lambda relay: PassingOn(relay, teams).to_hub(case.id, THEIRS, "on the phone"))

    assert (moved.team, "team_language" in moved.reasons) == ("polish", True)
    assert Brief.unpack(moved.brief).language == "pl"


def test_the_history_says_who_put_it_into_whose_hands(database, case):
    do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b2"))

    with database.reading() as session:
        released, given = Casebook(session).audit(case.id)[-2:]
    assert (released.change, released.who, released.why) == (Change.RELEASE, "b1", "passed_on")
    assert (given.change, given.who, given.handed_to, given.holder) == (Change.CLAIM, "b1", "b2", "b2")


async def test_the_colleague_gets_a_mail_at_their_own_address_with_nothing_personal(database, case):
    do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b2"))

    with open_mailbox() as box:
        await bring_all(database, box)
        (mail,) = (one for one in box.arrived if one["To"] == "b2@hub.example")
    assert mail["Subject"] == "Signpost request SP-ABC234 is now in your hands"
    assert "Ada" not in mail.as_string()


async def test_a_colleague_who_has_passed_it_on_before_the_mail_went_out_gets_none(database, case):
    do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b2"))
    do(database, lambda relay: PassingOn(relay).to_colleague(case.id, "b1"), broker="b2")

    with open_mailbox() as box:
        await bring_all(database, box)
        assert {one["To"] for one in box.arrived} == {"desk@example.org", "b1@hub.example"}


async def bring_all(database, box):
    at_work = OneWay(database, box.settings(), MailServer(box.settings()), lambda: NOON)
    while await at_work.deliver_next():
        pass
