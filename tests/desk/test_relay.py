"""A broker takes a case in hand, writes in the person's chat, and hands the conversation back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.cases import Outcome
from desk.relay import LONGEST_TEXT, ClaimedAlready, NobodyListens, NothingToSay, NotInHand, Relay
from desk.states import CaseChangeRefused, State
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Outbox, Sender
from tests.desk.making import NOON, given_case, given_conversation, given_hubs


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database, "c1", "we need a new press")
    return given_case(database)


def do(database, act, broker="b1"):
    with database.open() as session:
        return act(Relay(session, broker, NOON))


def owner(database):
    with database.reading() as session:
        return Conversations(session).get("c1").owner


def said(database):
    with database.reading() as session:
        return [(one.sender, one.shown.text) for one in Outbox(session).after("c1")]


def state(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id).state


def test_who_claims_has_the_conversation_and_the_person_is_told(database, case):
    taken = do(database, lambda relay: relay.claim(case.id))

    assert (taken.state, taken.broker) == (State.CLAIMED, "b1")
    assert owner(database) is Owner.BROKER
    sender, text = said(database)[-1]
    assert sender is Sender.SYSTEM
    assert "Combined Authority Hub" in text
    assert case.reference in text


def test_to_claim_ones_own_again_changes_nothing_and_says_nothing(database, case):
    do(database, lambda relay: relay.claim(case.id))
    before = said(database)

    do(database, lambda relay: relay.claim(case.id))

    assert said(database) == before


def test_who_comes_second_is_told_who_has_it(database, case):
    do(database, lambda relay: relay.claim(case.id))

    with pytest.raises(ClaimedAlready) as told:
        do(database, lambda relay: relay.claim(case.id), broker="b2")

    assert told.value.broker == "b1"


def test_of_fifty_who_claim_at_once_one_wins_and_the_others_are_told_who(database, case):
    def claim(number):
        try:
            return do(database, lambda relay: relay.claim(case.id), broker=f"b{number}").broker
        except ClaimedAlready as taken:
            return taken.broker

    with ThreadPoolExecutor(16) as brokers:
        told = set(brokers.map(claim, range(50)))

    assert len(told) == 1
    assert sum(sender is Sender.SYSTEM for sender, _ in said(database)) == 1


def test_what_a_broker_writes_stands_in_the_persons_chat_once(database, case):
    do(database, lambda relay: relay.claim(case.id))

    for _ in range(2):
        do(database, lambda relay: relay.write(case.id, "Hello, I am from the hub.", "w1"))

    assert [text for sender, text in said(database) if sender is Sender.BROKER] == [
        "Hello, I am from the hub."
    ]
    assert state(database, case) is State.IN_CONVERSATION


def test_nobody_writes_in_a_case_that_is_not_in_their_hands(database, case):
    with pytest.raises(NotInHand):
        do(database, lambda relay: relay.write(case.id, "Hello", "w1"))
    do(database, lambda relay: relay.claim(case.id))

    with pytest.raises(NotInHand):
        do(database, lambda relay: relay.write(case.id, "Hello", "w1"), broker="b2")


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x1b", "x" * (LONGEST_TEXT + 1)])
def test_nothing_and_too_much_are_no_message(database, case, text):
    do(database, lambda relay: relay.claim(case.id))

    with pytest.raises(NothingToSay):
        do(database, lambda relay: relay.write(case.id, text, "w1"))


def test_signs_that_steer_a_terminal_are_taken_out(database, case):
    do(database, lambda relay: relay.claim(case.id))
    do(database, lambda relay: relay.write(case.id, "one\x1b[31m\ntwo\u202e", "w1"))

    assert said(database)[-1] == (Sender.BROKER, "one[31m\ntwo")


def test_blanks_and_joiners_of_other_programs_stay_what_they_are(database, case):
    do(database, lambda relay: relay.claim(case.id))
    do(database, lambda relay: relay.write(case.id, "Mr\u00a0Bloggs \U0001f469\u200d\U0001f527", "w1"))

    assert said(database)[-1][1] == "Mr Bloggs \U0001f469\u200d\U0001f527"


def test_a_person_talks_to_one_broker_at_a_time(database, case):
    other = given_case(database, message_id="m2", reference="SP-ABC235")
    do(database, lambda relay: relay.claim(case.id))

    with pytest.raises(ClaimedAlready) as told:
        do(database, lambda relay: relay.claim(other.id), broker="b2")

    assert told.value.broker == "b1"
    assert state(database, other) is State.WAITING


def test_a_case_is_taken_over_from_a_colleague_who_can_then_write_no_more(database, case):
    do(database, lambda relay: relay.claim(case.id))

    taken = do(database, lambda relay: relay.take_over(case.id), broker="b2")

    assert (taken.state, taken.broker) == (State.CLAIMED, "b2")
    assert owner(database) is Owner.BROKER
    with pytest.raises(NotInHand):
        do(database, lambda relay: relay.write(case.id, "Hello", "w1"))


def test_a_conversation_that_has_ended_takes_no_words(database, case):
    do(database, lambda relay: relay.claim(case.id))
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    with pytest.raises(NobodyListens):
        do(database, lambda relay: relay.write(case.id, "Hello", "w1"))


@pytest.mark.parametrize(
    ("act", "new_state", "new_owner"),
    [
        (lambda relay, case: relay.give_back(case.id), State.RETURNED, Owner.BOT),
        (lambda relay, case: relay.release(case.id), State.WAITING, Owner.QUEUE),
        (lambda relay, case: relay.close(case.id, Outcome.HELPED), State.CLOSED, Owner.BOT),
    ],
    ids=["give back", "release", "close"],
)
def test_handing_back_gives_the_conversation_to_who_has_it_next_and_tells_the_person(
    database, case, act, new_state, new_owner
):
    do(database, lambda relay: relay.claim(case.id))

    done = do(database, lambda relay: act(relay, case))

    assert done.state is new_state
    assert owner(database) is new_owner
    assert said(database)[-1][0] is Sender.SYSTEM


def test_a_closed_case_keeps_its_outcome_and_is_claimed_no_more(database, case):
    do(database, lambda relay: relay.claim(case.id))
    closed = do(database, lambda relay: relay.close(case.id, Outcome.REFERRED))

    assert closed.outcome == "referred"
    with pytest.raises(CaseChangeRefused):
        do(database, lambda relay: relay.claim(case.id))


def test_a_case_outlives_its_conversation(database):
    given_hubs(database)
    case = given_case(database)

    taken = do(database, lambda relay: relay.claim(case.id))

    assert taken.state is State.CLAIMED


ACTS = st.sampled_from(["claim", "write", "give_back", "release", "close"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(ACTS, st.sampled_from(["b1", "b2"])), max_size=8))
def test_whoever_does_what_a_broker_owns_the_conversation_just_while_the_case_is_in_hand(
    tmp_path_factory, acts
):
    from tests.databases import with_tables

    database = with_tables(f"sqlite:///{tmp_path_factory.mktemp('relay') / 'signpost.db'}")
    given_hubs(database)
    given_conversation(database)
    case = given_case(database)
    for number, (act, broker) in enumerate(acts):
        try:
            do(database, lambda relay, act=act, n=number: perform(relay, act, case, n), broker)
        except (ClaimedAlready, NotInHand, CaseChangeRefused):
            continue

        in_hand = state(database, case) in (State.CLAIMED, State.IN_CONVERSATION)
        assert (owner(database) is Owner.BROKER) == in_hand
    database.close()


def perform(relay, act, case, number):
    if act == "write":
        return relay.write(case.id, "Hello", f"w{number}")
    if act == "close":
        return relay.close(case.id, Outcome.HELPED)
    return getattr(relay, act)(case.id)
