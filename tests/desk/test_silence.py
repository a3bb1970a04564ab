"""A person with whom a broker does not talk any more is not left alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.effects import EffectContext, apply
from desk.relay import Relay
from desk.silence import Patience, Silence, end_silence, silence
from desk.silence import look as look_at
from desk.states import Change, State
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.channel_messages import ChannelMessages, Taken
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.outbox import Delivery, Entry, Kind, Outbox, Sender, Shown
from tests.desk.dead import given_on_whatsapp
from tests.desk.making import NOON, given_case, given_conversation, given_hubs

PATIENCE = Patience(timedelta(minutes=30), timedelta(hours=24))
DAY = 24 * 60


def after(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database)
    case = given_case(database)
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
    return case


def broker_writes(database, case, minutes):
    with database.open() as session:
        Relay(session, "b1", after(minutes)).write(case.id, "Hello", f"w{minutes}")


def person_writes(database, minutes):
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("are you there?"), after(minutes))


def look(database, minutes):
    return look_at(database, PATIENCE, after(minutes))


def standing(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id).state, Conversations(session).get("c1").owner


def test_a_case_that_was_claimed_and_never_answered_goes_back_into_the_queue(database, case):
    assert look(database, 29) == 0
    assert look(database, 30) == 1

    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def test_a_person_whose_question_is_not_answered_gets_the_assistant_back(database, case):
    broker_writes(database, case, 5)
    person_writes(database, 6)

    assert look(database, 35) == 0
    assert look(database, 36) == 1
    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def test_a_broker_who_waits_for_the_person_has_not_fallen_silent(database, case):
    broker_writes(database, case, 5)

    assert look(database, 600) == 0
    assert standing(database, case) == (State.IN_CONVERSATION, Owner.BROKER)


def test_when_nobody_has_written_for_a_day_the_assistant_answers_again_and_the_request_stays_open(
    database, case
):
    broker_writes(database, case, 5)

    assert look(database, DAY + 4) == 0
    assert look(database, DAY + 5) == 1
    assert look(database, DAY + 6) == 0

    assert standing(database, case) == (State.RETURNED, Owner.BOT)
    with database.reading() as session:
        last = Casebook(session).audit(case.id)[-1]
        text = Outbox(session).after("c1")[-1].shown.text
    assert (last.who, last.change, last.why) == ("clock", Change.RETURN, "nobody_wrote")
    assert text.startswith(
        "Neither you nor the adviser from Combined Authority Hub has written here for a while"
    )
    assert f"request {case.reference} stays open" in text
    assert "You are talking to me, the automated guide." in text


def test_whoever_writes_after_that_has_the_request_wait_again_by_asking_for_a_person(database, case):
    broker_writes(database, case, 5)
    look(database, DAY + 5)

    with database.open() as session:
        asking = Effect("ask_again", {"case_id": case.id})
        apply(session, asking, EffectContext("c1", "m2", "web"), after(DAY + 6))

    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def test_a_word_of_either_begins_the_day_anew_or_is_owed_an_answer(database, case):
    broker_writes(database, case, 5)
    broker_writes(database, case, 600)
    assert look(database, DAY + 5) == 0

    person_writes(database, DAY + 6)
    assert look(database, DAY + 35) == 0
    assert look(database, DAY + 36) == 1

    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


def revived(number, said, seq, at):
    shown = Shown("Hello")
    return Entry(number, "c1", seq, Sender.BROKER, Kind.SAID, after(said), shown, None, after(at))


def from_person(said, seq):
    return Entry(f"p{seq}", "c1", seq, Sender.PERSON, Kind.SAID, after(said), Shown("and now?"), None)


def test_a_word_that_is_brought_again_is_no_answer_to_what_was_written_since_it_was_said():
    entries = [from_person(10, 2), revived("w1", 5, 3, 30)]

    assert silence(entries, NOON, PATIENCE, after(39)) is None
    assert silence(entries, NOON, PATIENCE, after(40)) is Silence.UNANSWERED


def test_a_word_that_is_brought_again_asks_for_no_second_answer():
    answer = Entry("w2", "c1", 3, Sender.BROKER, Kind.SAID, after(11), Shown("Yes"), None)
    entries = [from_person(10, 2), answer, revived("w1", 5, 4, 30)]

    assert silence(entries, NOON, PATIENCE, after(60)) is None


def test_a_broker_who_speaks_while_the_look_goes_on_keeps_the_case(database, case):
    with database.open() as session:
        Relay(session, "b1", after(40)).write(case.id, "Here I am", "w1")
        assert end_silence(session, case.id, PATIENCE, after(40)) is None

    assert standing(database, case) == (State.IN_CONVERSATION, Owner.BROKER)


def test_of_many_who_look_at_once_one_gives_it_back(database, case):
    broker_writes(database, case, 5)

    with ThreadPoolExecutor(8) as watchers:
        done = list(watchers.map(lambda _: look(database, DAY + 5), range(16)))

    assert sum(done) == 1


def test_one_case_that_cannot_be_read_does_not_hold_up_the_others(database, case):
    given_conversation(database, "c2")
    broken = given_case(database, conversation_id="c2", message_id="m2")
    with database.open() as session:
        Relay(session, "b1", NOON).claim(broken.id)
        Cases(session).blank(broken.id, {"fields": ["nonsense"]}, NOON)

    assert look(database, 30) == 1
    assert standing(database, case) == (State.WAITING, Owner.QUEUE)


@given(
    st.lists(st.tuples(st.sampled_from([Sender.BROKER, Sender.PERSON, Sender.SYSTEM]), st.integers(0, 3000))),
    st.integers(0, 6000),
)
@example([(Sender.BROKER, 0), (Sender.PERSON, 0)], 1440)
@example([(Sender.PERSON, 0), (Sender.BROKER, 0)], 1440)
def test_it_is_never_silent_for_longer_than_both_patiences_together(said, minutes):
    entries = [said_at(sender, at) for sender, at in sorted(said, key=lambda one: one[1]) if at <= minutes]
    words = [one.said_at for one in entries if one.sender is not Sender.SYSTEM]

    found = silence(entries, NOON, PATIENCE, after(minutes))

    last = max([NOON, *words])
    if after(minutes) - last >= PATIENCE.quiet:
        assert found is not None
    if found is Silence.QUIET:
        assert [one.sender for one in entries if one.sender is not Sender.SYSTEM][-1] is Sender.BROKER


def said_at(sender, minutes):
    shown = Shown("words")
    return Entry("e", "c1", 1, sender, Kind.SAID, after(minutes), shown, None)


@pytest.fixture
def on_whatsapp(database):
    """A case of somebody on WhatsApp, whom the broker wrote to five minutes after claiming it."""
    given_hubs(database)
    case = given_on_whatsapp(database, "c1", "combined-authority-hub")
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
        settle_all(session, Delivery.SENT)
    broker_writes(database, case, 5)
    return case


def settle_all(session, delivery):
    kept = Outbox(session)
    for one in kept.after("c1"):
        if kept.sent(one.id) is None:
            kept.settle(one.id, delivery)


def test_while_the_brokers_last_word_waits_to_be_brought_it_is_not_quiet(database, on_whatsapp):
    assert look(database, 3 * DAY) == 0

    assert standing(database, on_whatsapp) == (State.IN_CONVERSATION, Owner.BROKER)


def test_whoever_gets_the_word_days_later_has_the_whole_time_to_answer(database, on_whatsapp):
    with database.open() as session:
        word = Outbox(session).after("c1")[-1]
        ChannelMessages(session).add(Taken("whatsapp", "w1", word.id, 0, after(3 * DAY)))
        settle_all(session, Delivery.SENT)

    assert look(database, 4 * DAY - 1) == 0
    assert look(database, 4 * DAY) == 1
    assert standing(database, on_whatsapp) == (State.RETURNED, Owner.BOT)


@pytest.mark.parametrize("earlier", [False, True], ids=["the first word", "a later word"])
def test_a_word_that_was_given_up_was_never_said_and_the_case_goes_back_into_the_queue(
    database, on_whatsapp, earlier
):
    if earlier:
        with database.open() as session:
            settle_all(session, Delivery.SENT)
        broker_writes(database, on_whatsapp, 10)
    with database.open() as session:
        settle_all(session, Delivery.DEAD)

    assert look(database, 29) == 0
    assert look(database, 40) == 1
    assert standing(database, on_whatsapp) == (State.WAITING, Owner.QUEUE)


def test_it_counts_from_the_first_question_and_not_from_the_last(database, case):
    broker_writes(database, case, 5)
    for minutes in (6, 20, 34):
        person_writes(database, minutes)

    assert look(database, 36) == 1


def test_the_person_is_told_once_and_the_audit_says_that_it_was_the_clock(database, case):
    for _ in range(2):
        look(database, 31)

    with database.reading() as session:
        told = [
            one.shown.text
            for one in Outbox(session).after("c1")
            if "not answered for a while" in one.shown.text
        ]
        last = Casebook(session).audit(case.id)[-1]
    assert len(told) == 1
    assert (last.who, last.why) == ("clock", "silent")


def test_whoever_claims_it_again_has_the_whole_time_again(database, case):
    look(database, 30)
    with database.open() as session:
        Relay(session, "b2", after(31)).claim(case.id)

    assert look(database, 60) == 0
    assert look(database, 61) == 1


def test_looking_for_silence_takes_as_many_queries_however_many_cases_there_are(database, case, queries):
    look(database, 1)
    one = len(queries)
    for number in range(2, 6):
        given_conversation(database, f"c{number}")
        other = given_case(database, conversation_id=f"c{number}", message_id=f"m{number}")
        with database.open() as session:
            Relay(session, "b1", NOON).claim(other.id)
    queries.clear()

    look(database, 1)

    assert len(queries) == one
