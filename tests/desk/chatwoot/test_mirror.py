"""What the person says reaches the agents in order and once in effect, as far as it was agreed to."""

import asyncio
import logging
from datetime import timedelta

import pytest

from desk.cases import Outcome, Part
from desk.chatwoot.mirror import MOST_AT_ONCE, Mirror, keep_telling
from knowledge.storage.chatwoot import ChatwootConversations, ChatwootNotes, Note
from knowledge.storage.outbox import Sender
from tests.desk.chatwoot.conftest import BEFORE
from tests.desk.chatwoot.test_courier import Killed
from tests.desk.making import given_case, given_conversation, make_consent


def dying(step, where):
    class Dying(Mirror):
        pass

    def die(self, *given):
        done = getattr(Mirror, step)(self, *given) if where == "after" else None
        if where == "after" and step == "_take" and done is None:
            return
        raise Killed

    setattr(Dying, step, die)
    return Dying


async def without_consent(outside, database, *left_out):
    given_conversation(database, "c1")
    case = given_case(database, opened=BEFORE, changed=BEFORE, consent=make_consent(*left_out))
    await outside.deliver()
    return case


async def test_what_the_person_says_while_they_wait_is_told_in_order(outside, linked):
    outside.says("Is anybody there?", "We also need *training*")
    outside.says("Yes, ask me", sender=Sender.BOT)

    await outside.tell()
    await outside.tell()

    assert outside.chatwoot.said() == ["Is anybody there?", r"We also need \*training\*"]


async def test_what_is_told_while_they_wait_holds_no_contact(outside, linked):
    outside.says("Ring me on 01632 960 123")

    await outside.tell()

    assert outside.chatwoot.said() == [r"Ring me on \[removed\]"]


async def test_what_is_told_to_the_agent_is_told_as_it_is(outside, linked):
    await outside.hear(outside.chatwoot.speaks("What is your number?"))
    outside.clock.later(seconds=5)
    outside.says("01632 960 123")

    await outside.tell()

    assert outside.chatwoot.said() == ["01632 960 123"]


async def test_without_consent_to_the_conversation_only_the_agent_hears(outside, database):
    await without_consent(outside, database, Part.CONVERSATION)
    outside.says("said to the assistant")
    await outside.tell()
    outside.clock.later(seconds=5)
    await outside.hear(outside.chatwoot.speaks("Hello"))
    outside.clock.later(seconds=5)
    outside.says("said to the agent")

    await outside.tell()

    assert outside.chatwoot.said() == ["said to the agent"]


async def test_what_is_said_to_a_broker_in_the_console_is_not_told(outside, linked):
    outside.relay(lambda relay: relay.claim(linked.id))
    outside.clock.later(seconds=5)
    outside.says("said to the broker")
    await outside.tell()
    outside.clock.later(seconds=5)
    outside.relay(lambda relay: relay.release(linked.id))
    outside.clock.later(seconds=5)
    outside.says("said while it waits again")

    await outside.tell()

    assert outside.chatwoot.said() == ["said while it waits again"]


async def test_what_is_said_when_the_case_is_closed_is_not_told(outside, linked):
    outside.relay(lambda relay: (relay.claim(linked.id), relay.close(linked.id, Outcome.HELPED)))
    outside.clock.later(seconds=5)
    outside.says("said to the assistant")

    await outside.tell()

    assert outside.chatwoot.said() == []


async def test_the_last_words_before_the_case_was_closed_are_told_when_chatwoot_is_back(outside, linked):
    await outside.hear(outside.chatwoot.speaks("Hello"))
    outside.clock.later(seconds=5)
    outside.says("Thank you")
    outside.chatwoot.answer(503)
    await outside.tell()
    outside.clock.later(seconds=5)
    outside.relay(lambda relay: relay.close(linked.id, Outcome.HELPED), broker="chatwoot:11")
    outside.chatwoot.work()
    outside.clock.later(minutes=5)

    await outside.tell()

    assert outside.chatwoot.said() == ["Thank you"]


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("line", [1, 2, 3])
async def test_a_line_that_breaks_tells_nothing_twice_and_leaves_nothing_out(outside, linked, line, where):
    outside.says("one", "two", "three")
    outside.chatwoot.hang_up(outside.chatwoot.posts + line, where)
    await outside.tell()
    broken = outside.link(linked)
    outside.chatwoot.work()
    outside.clock.now = broken.next_try

    await outside.tell()

    assert (broken.cursor, broken.attempts, broken.unsure) == (line - 1, 1, True)
    assert broken.next_try > broken.created
    assert outside.chatwoot.said() == ["one", "two", "three"]
    assert (outside.link(linked).unsure, outside.link(linked).error) == (False, None)


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("step", ["_take", "_advance", "_finish", "_drop"])
async def test_a_process_that_dies_at_any_step_tells_nothing_twice(outside, linked, database, step, where):
    outside.says("one", "two")
    with database.open() as session:
        ChatwootNotes(session).add(Note(linked.id, "n1", "a note"))
    with pytest.raises(Killed):
        await outside.mirror(dying(step, where)).tell_next()
    outside.clock.later(minutes=5)

    await outside.tell()

    assert outside.chatwoot.said() == ["one", "two"]
    assert outside.chatwoot.notes()[2:] == ["a note"]


async def test_two_workers_at_once_tell_each_line_once(outside, linked):
    outside.says(*(str(n) for n in range(30)))

    async def work():
        while await outside.mirror().tell_next():
            pass

    await asyncio.gather(*(work() for _ in range(4)))
    await outside.tell()

    assert outside.chatwoot.said() == [str(n) for n in range(30)]


async def test_a_worker_that_was_overtaken_stops(outside, linked):
    outside.says("one", "two")

    class Slow(Mirror):
        async def _post(self, api, linked, message, there):
            await super()._post(api, linked, message, there)
            if message.text == "one":
                outside.clock.later(minutes=5)
                await outside.tell()

    await outside.mirror(Slow).tell_next()

    assert outside.chatwoot.said() == ["one", "two"]


async def test_more_than_a_batch_is_told_in_order(outside, linked):
    said = [str(n) for n in range(2 * MOST_AT_ONCE + 3)]
    outside.says(*said)

    await outside.tell()

    assert outside.chatwoot.said() == said


async def test_more_than_a_page_is_looked_through_before_something_is_told_again(outside, linked):
    said = [str(n) for n in range(140)]
    outside.says(*said)
    await outside.tell()
    outside.says("last")
    outside.chatwoot.hang_up(outside.chatwoot.posts + 1, "after")
    await outside.tell()
    outside.chatwoot.work()
    outside.clock.later(minutes=5)

    await outside.tell()

    assert outside.chatwoot.said() == [*said, "last"]


async def test_while_chatwoot_is_away_it_is_asked_ever_less(outside, linked):
    outside.says("one")
    outside.chatwoot.answer(429)
    waits = []
    for _ in range(12):
        await outside.tell()
        again = outside.link(linked).next_try
        waits.append(again - outside.clock.now)
        outside.clock.now = again
    outside.chatwoot.work()

    await outside.tell()

    assert waits[0] == timedelta(seconds=5)
    assert waits[-1] == timedelta(minutes=5)
    assert outside.chatwoot.said() == ["one"]


async def away_for_days(outside, linked, days):
    """Let Chatwoot be away, and let every attempt of these days fail."""
    outside.chatwoot.answer(503)
    end = outside.clock.now + timedelta(days=days)
    while outside.link(linked).given_up is None and outside.clock.now <= end:
        await outside.tell()
        outside.clock.now = max(outside.link(linked).next_try, outside.clock.now + timedelta(hours=1))
    outside.chatwoot.work()


async def test_after_five_days_of_failing_it_is_given_up(outside, linked):
    outside.says("one")
    begun = outside.clock.now

    await away_for_days(outside, linked, 7)

    link = outside.link(linked)
    assert begun + timedelta(days=5) <= link.given_up <= begun + timedelta(days=5, hours=1)
    assert (link.error, link.failing_since) == ("http_503", begun)
    await outside.tell()
    assert outside.chatwoot.said() == []


async def test_five_days_with_a_success_between_are_no_reason_to_give_up(outside, linked):
    outside.says("one")
    await away_for_days(outside, linked, 3)
    await outside.tell()
    outside.says("two")

    await away_for_days(outside, linked, 3)
    await outside.tell()

    assert outside.link(linked).given_up is None
    assert outside.chatwoot.said() == ["one", "two"]


async def test_a_clock_that_jumps_gives_nothing_up_at_once(outside, linked):
    outside.says("one")
    outside.chatwoot.answer(503)
    await outside.tell()
    outside.clock.later(days=30)

    await outside.tell()

    assert outside.link(linked).given_up is None


async def test_what_was_given_up_is_told_when_it_is_sent_again(outside, database, linked):
    outside.says("one")
    await away_for_days(outside, linked, 7)
    with database.open() as session:
        ChatwootConversations(session, outside.settings.inbox_name).revive(linked.id, outside.clock.now)

    await outside.tell()

    assert outside.chatwoot.said() == ["one"]


async def test_an_agent_who_writes_shows_that_chatwoot_is_back(outside, linked):
    outside.says("one")
    await away_for_days(outside, linked, 7)

    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.tell()

    assert outside.chatwoot.said() == ["one"]
    assert outside.link(linked).given_up is None


async def test_what_is_said_before_the_brief_has_arrived_comes_after_it(outside, case):
    outside.chatwoot.hang_up(3, "before")
    await outside.deliver()
    outside.says("one")
    await outside.tell()
    meanwhile = outside.chatwoot.said()
    outside.chatwoot.work()
    outside.clock.now = outside.delivery(case).next_try
    await outside.deliver()

    outside.clock.later(minutes=5)
    await outside.tell()

    assert meanwhile == []
    assert [one["private"] for one in outside.chatwoot.conversations[0]["messages"]] == [True, True, False]


async def test_another_inbox_gets_nothing_of_the_conversations_of_this_one(outside, linked):
    outside.says("one")
    other = Mirror(outside.database, outside.chatwoot.settings(chatwoot_inbox=8), outside.clock)

    assert not await other.tell_next()


async def test_it_goes_on_until_it_is_told_to_stop_and_logs_no_words(outside, linked, caplog):
    caplog.set_level(logging.INFO)
    outside.says("a new press")
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(20):
        tasks.create_task(keep_telling(outside.mirror(), 0.01, stop))
        while not outside.chatwoot.said():
            await asyncio.sleep(0.01)
        stop.set()

    assert "press" not in caplog.text
