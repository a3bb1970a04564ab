"""A conversation is with whoever its cases say, whatever becomes of one of them; and so the person reads."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.brokers import Broker, Role, add_broker
from desk.casebook import Casebook
from desk.cases import Outcome
from desk.effects import EffectContext, apply
from desk.erasing import erase_for_good
from desk.escalation import expire
from desk.owning import owner_with
from desk.passing_on import NotAColleague, PassingOn, PersonsWord
from desk.relay import ClaimedAlready, NobodyListens, NotInHand, Relay
from desk.silence import Patience, end_silence
from desk.states import CaseChangeRefused, Change, State
from desk.teams import NO_TEAMS
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender
from knowledge.wording import say
from tests.databases import with_tables
from tests.desk.making import NOON, given_case, given_conversation, given_hubs, open_case

LATER = NOON + timedelta(days=40)
PATIENCE = Patience(timedelta(minutes=30), timedelta(days=1))
MONTH = timedelta(days=30)
OTHER = "SP-XYZ789"
BOT = say("utter_relay_then_bot")
WAITS = say("utter_relay_then_waiting", other=OTHER)
IN_HAND = say("utter_relay_then_in_hand", other=OTHER)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), Owner.BOT),
        ((State.WITHDRAWN, State.RETURNED), Owner.BOT),
        ((State.WITHDRAWN, State.WAITING), Owner.QUEUE),
        ((State.WAITING, State.CLAIMED), Owner.BROKER),
        (("in_conversation", "closed"), Owner.BROKER),
    ],
)
def test_the_conversation_is_with_whoever_has_one_of_its_cases(states, expected):
    assert owner_with(states) is expected


@dataclass(frozen=True)
class Act:
    """Something that becomes of a case; `first` is what a broker did before."""

    act: object
    first: tuple[str, ...]
    alone: str = BOT
    told: bool = True


def withdraws(session, case):
    apply(session, Effect("withdraw_case", {"case_id": case}), EffectContext("c1", "m9", "web"), LATER)


def passes(session, case):
    kept = Casebook(session).get(case)
    PersonsWord(session, kept, LATER, NO_TEAMS).allow("country-hub", kept.hub_id)


MEANWHILE = say("utter_relay_then_meanwhile")
ACTS = {
    "close": Act(lambda s, c: Relay(s, "b1", LATER).close(c, Outcome.DUPLICATE), ("claim",)),
    "give back": Act(lambda s, c: Relay(s, "b1", LATER).give_back(c), ("claim",)),
    "release": Act(lambda s, c: Relay(s, "b1", LATER).release(c), ("claim",), MEANWHILE),
    "left waiting": Act(lambda s, c: end_silence(s, c, PATIENCE, LATER), ("claim",), MEANWHILE),
    "left quiet": Act(lambda s, c: end_silence(s, c, PATIENCE, LATER), ("claim", "write")),
    "expire": Act(lambda s, c: expire(s, c, MONTH, LATER), ()),
    "expire when returned": Act(lambda s, c: expire(s, c, MONTH, LATER), ("claim", "give_back")),
    "withdraw": Act(withdraws, ("claim",)),
    "withdraw what nobody had": Act(withdraws, (), told=False),
    "pass to another front door": Act(passes, (), MEANWHILE),
}


def given_two(database, act, other):
    """Return a case that the act can be done to, and one that stands as wanted; None is no other."""
    given_hubs(database)
    given_conversation(database)
    case = given_case(database)
    with database.open() as session:
        relay = Relay(session, "b1", NOON)
        for name in act.first:
            relay.write(case.id, "Hello", "w1") if name == "write" else getattr(relay, name)(case.id)
    if other is not None:
        kept = given_case(database, message_id="m2", reference=OTHER, opened=LATER, changed=LATER)
        if other is State.CLAIMED:  # as no broker can do it, who talks to a person about one thing at a time
            with database.open() as session:
                Casebook(session).change(kept.id, Change.CLAIM, "b2", "claimed", NOON, broker="b2")
    return case


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("other", [None, State.WAITING, State.CLAIMED], ids=str)
def test_whatever_becomes_of_one_case_the_others_are_counted_and_the_person_reads_who_answers(
    database, name, other
):
    act = ACTS[name]
    case = given_two(database, act, other)
    before = told(database)

    with database.open() as session:
        act.act(session, case.id)

    itself = Owner.QUEUE if act.alone == MEANWHILE else Owner.BOT
    assert owner(database) is {None: itself, State.WAITING: Owner.QUEUE, State.CLAIMED: Owner.BROKER}[other]
    (text,) = told(database)[len(before) :]
    beside = {None: act.alone, State.WAITING: WAITS if itself is Owner.BOT else MEANWHILE}
    assert (beside.get(other, IN_HAND) in text) is act.told


def test_who_asks_again_or_for_another_person_waits_and_who_erases_all_is_with_the_assistant(database):
    case = given_two(database, ACTS["expire when returned"], None)
    assert owner(database) is Owner.BOT
    with database.open() as session:
        apply(session, Effect("ask_again", {"case_id": case.id}), EffectContext("c1", "m5", "web"), LATER)
    assert owner(database) is Owner.QUEUE

    with database.open() as session:
        apply(session, open_case(), EffectContext("c1", "m6", "web"), LATER)
        Relay(session, "b1", LATER).claim(case.id)
    assert owner(database) is Owner.BROKER

    with database.open() as session:
        apply(session, Effect("erase"), EffectContext("c1", "m7", "web"), LATER)
    assert owner(database) is Owner.BOT


def test_what_the_operator_erases_is_nobodys(database):
    given_two(database, ACTS["close"], State.WAITING)

    with database.open() as session:
        erase_for_good(session, "c1", LATER)

    assert owner(database) is Owner.BOT


def test_a_case_whose_conversation_is_gone_changes_all_the_same(database):
    given_hubs(database)
    case = given_case(database, conversation_id="gone")

    with database.open() as session:
        assert Relay(session, "b1", NOON).claim(case.id).state is State.CLAIMED


STEPS = st.sampled_from(
    [
        "claim",
        "take_over",
        "write",
        "give_back",
        "release",
        "close",
        "ask_again",
        "withdraw",
        "expire",
        "silence",
        "colleague",
        "another_hub",
        "erase",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STEPS, st.sampled_from(["b1", "b2"]), st.integers(0, 1)), max_size=14))
def test_whatever_is_done_with_two_cases_the_owner_always_follows_from_them(steps):
    database = with_tables()
    given_hubs(database)
    given_conversation(database)
    with database.open() as session:
        for name in ("b1", "b2"):
            broker = Broker(name, name, f"{name}@hub.example", Role.BROKER, {"combined-authority-hub"})
            add_broker(session, broker, "hash", NOON)
    two = [given_case(database), given_case(database, message_id="m2", reference=OTHER)]
    for number, (step, broker, which) in enumerate(steps):
        try:
            with database.open() as session:
                perform(session, step, broker, two[which].id, number)
        except (ClaimedAlready, NotInHand, CaseChangeRefused, NobodyListens, NotAColleague):
            pass

        assert owner(database) is ruled(database)
    database.close()


def perform(session, step, broker, case, number):
    """Do one step at its own time, so that every other may have lasted too long."""
    now = NOON + number * timedelta(days=31)
    relay, context = Relay(session, broker, now), EffectContext("c1", f"p{number}", "web")
    acts = {
        "write": lambda: relay.write(case, "Hello", f"w{number}"),
        "close": lambda: relay.close(case, Outcome.HELPED),
        "ask_again": lambda: apply(session, Effect("ask_again", {"case_id": case}), context, now),
        "withdraw": lambda: apply(session, Effect("withdraw_case", {"case_id": case}), context, now),
        "expire": lambda: expire(session, case, MONTH, now),
        "silence": lambda: end_silence(session, case, PATIENCE, now),
        "colleague": lambda: PassingOn(relay).to_colleague(case, "b2" if broker == "b1" else "b1"),
        "another_hub": lambda: passes(session, case),
        "erase": lambda: apply(session, Effect("erase"), context, now),
    }
    return acts[step]() if step in acts else getattr(relay, step)(case)


def owner(database):
    with database.reading() as session:
        return Conversations(session).get("c1").owner


def ruled(database):
    """Who should have it, by the words of the rule."""
    with database.reading() as session:
        states = [case.state for case in Cases(session).of_conversation("c1")]
    if "claimed" in states or "in_conversation" in states:
        return Owner.BROKER
    return Owner.QUEUE if "waiting" in states else Owner.BOT


def told(database):
    with database.reading() as session:
        return [one.shown.text for one in Outbox(session).after("c1") if one.sender is Sender.SYSTEM]
