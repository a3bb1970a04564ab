"""What the agents write in Chatwoot reaches the person, once, and only from who may."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from desk.casebook import Casebook
from desk.cases import Outcome
from desk.console.app import make_console
from desk.console.parts import Parts
from desk.names import names_of_brokers
from desk.relay import LONGEST_TEXT
from desk.settings import DeskSettings
from desk.states import State
from knowledge.storage.outbox import Sender
from tests.desk.chatwoot.fake import ACCOUNT, INBOX, signed
from tests.desk.making import NOON

IVY, MAX = (11, "Ivy Agent"), (12, "Max Agent")


async def test_the_first_words_of_an_agent_take_the_case_and_reach_the_person(outside, linked):
    status = await outside.hear(outside.chatwoot.speaks("Hello from the **hub**", agent=IVY))

    case = outside.case(linked)
    assert status == 204
    assert outside.read() == ["Hello from the hub"]
    assert (case.state, case.broker) == (State.IN_CONVERSATION, "chatwoot:11")
    assert len(outside.read(Sender.SYSTEM)) == 1


async def test_the_same_webhook_again_changes_nothing(outside, linked):
    body, headers = signed(outside.chatwoot.speaks("Hello"))

    assert [await outside.post(body, headers) for _ in range(3)] == [204] * 3

    assert outside.read() == ["Hello"]


async def test_an_old_event_under_a_new_delivery_id_changes_nothing(outside, linked):
    heard = outside.chatwoot.speaks("Hello")
    await outside.hear(heard)
    outside.relay(lambda relay: relay.take_over(linked.id))

    await outside.hear(heard, delivery="d2")
    await outside.tell()

    assert outside.read() == ["Hello"]
    assert outside.case(linked).broker == "b1"
    assert len(outside.chatwoot.notes()) == 2


async def test_two_at_once_are_one(outside, linked):
    heard = outside.chatwoot.speaks("Hello")

    statuses = await asyncio.gather(*(outside.hear(heard, delivery=f"d{n}") for n in range(8)))

    assert set(statuses) == {204}
    assert outside.read() == ["Hello"]


async def test_webhooks_that_overtake_each_other_lose_nothing(outside, linked):
    first, second = (outside.chatwoot.speaks(text, number=n) for n, text in ((1, "one"), (2, "two")))

    await outside.hear(second, delivery="d2")
    await outside.hear(first, delivery="d1")

    assert sorted(outside.read()) == ["one", "two"]


async def test_a_message_that_we_missed_comes_when_the_agent_presses_retry(outside, linked):
    missed = outside.chatwoot.speaks("Hello", event="message_updated")

    await outside.hear(missed, delivery="d2")
    await outside.hear(missed, delivery="d3")

    assert outside.read() == ["Hello"]


async def test_what_is_changed_long_after_it_was_said_is_not_said_again(outside, linked):
    outside.clock.later(days=5)

    await outside.hear(outside.chatwoot.speaks("Hello", event="message_updated"))

    assert outside.read() == []


@pytest.mark.parametrize(
    "other",
    [
        {"private": True},
        {"private": None},
        {"message_type": "incoming"},
        {"message_type": "template"},
        {"message_type": "activity"},
        {"sender": None},
        {"sender": {"id": 4, "name": "Bot", "type": "agent_bot"}},
        {"sender": {"id": 4, "name": "Ada", "type": "contact"}},
        {"content_attributes": {"deleted": True}},
        {"event": "conversation_updated"},
        {"event": "message_read"},
        {"account": {"id": ACCOUNT + 1}},
        {"inbox": {"id": INBOX + 1}},
    ],
)
async def test_what_is_not_said_by_an_agent_in_our_inbox_goes_nowhere(outside, linked, other):
    assert await outside.hear(outside.chatwoot.speaks("Hello", **other)) == 204

    assert outside.read() == []
    assert outside.case(linked).state is State.WAITING


async def test_a_conversation_of_another_account_with_the_same_number_is_not_resolved(outside, linked):
    await outside.hear(outside.chatwoot.speaks("Hello"))
    changed = outside.chatwoot.turns("resolved", messages=[{"account_id": ACCOUNT + 1}])

    await outside.hear(changed, delivery="d2")
    outside.clock.later(minutes=1)
    await outside.tell()

    assert outside.case(linked).state is State.IN_CONVERSATION


@pytest.mark.parametrize("away", [timedelta(seconds=301), timedelta(seconds=-301), timedelta(days=400)])
async def test_a_webhook_of_another_time_is_refused(outside, linked, away):
    assert await outside.hear(outside.chatwoot.speaks("Hello"), at=NOON - away) == 401
    assert outside.read() == []


@pytest.mark.parametrize("away", [timedelta(seconds=300), timedelta(seconds=-299)])
async def test_clocks_may_differ_by_five_minutes(outside, linked, away):
    assert await outside.hear(outside.chatwoot.speaks("Hello"), at=NOON - away) == 204


async def test_a_forged_webhook_is_refused(outside, linked, caplog):
    body, headers = signed(outside.chatwoot.speaks("Hello"))
    time, signature = headers["X-Chatwoot-Timestamp"], headers["X-Chatwoot-Signature"]
    forged = [
        (body + b" ", headers),
        (body.replace(b"Hello", b"Hullo"), headers),
        (body, headers | {"X-Chatwoot-Timestamp": str(int(time) + 1)}),
        (body, headers | {"X-Chatwoot-Timestamp": "+" + time}),
        (body, headers | {"X-Chatwoot-Timestamp": "soon"}),
        (body, headers | {"X-Chatwoot-Signature": signature.removeprefix("sha256=")}),
        (body, headers | {"X-Chatwoot-Signature": signature[:-1]}),
        (body, headers | {"X-Chatwoot-Signature": "sha256="}),
        (body, {"Content-Type": "application/json"}),
        signed(outside.chatwoot.speaks("Hello"), secret="a secret that somebody else made up"),
    ]

    assert [await outside.post(*one) for one in forged] == [401] * len(forged)
    assert outside.read() == []
    assert "Hello" not in caplog.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'{"event": 1}', b'{"event": "message_created"', b"\xff"]
)
async def test_what_is_signed_but_no_event_is_refused(outside, linked, body):
    assert await outside.post(*signed(body)) == 400


async def test_a_reply_of_five_megabytes_is_refused_before_it_is_read(outside, linked):
    assert await outside.hear(outside.chatwoot.speaks("x" * 5_000_000)) == 413
    assert outside.read() == []


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "", "  \n", "<p></p>", "\ud800"])
async def test_too_much_and_nothing_is_no_message_and_takes_no_case(outside, linked, text):
    await outside.hear(outside.chatwoot.speaks(text))
    await outside.tell()

    assert outside.read() == []
    assert outside.case(linked).state is State.WAITING
    assert "4,000 characters" in outside.chatwoot.notes()[-1]


@pytest.mark.parametrize(
    "other",
    [
        {"attachments": [{"id": 1, "file_type": "image", "data_url": "https://chatwoot.example/1"}]},
        {"content_type": "input_select"},
        {"content_type": "cards", "content": None},
        {"content": ["x"]},
    ],
)
async def test_what_is_more_than_text_is_refused_with_a_note(outside, linked, other):
    await outside.hear(outside.chatwoot.speaks("See this") | other)
    await outside.tell()

    assert outside.read() == []
    assert "plain text only" in outside.chatwoot.notes()[-1]


async def test_who_comes_after_a_broker_in_the_console_is_told_who_has_it(outside, linked):
    outside.relay(lambda relay: relay.claim(linked.id), broker="b9")

    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.tell()

    assert outside.read() == []
    assert outside.case(linked).broker == "b9"
    assert "b9 has this person in hand" in outside.chatwoot.notes()[-1]


async def test_the_agents_pass_a_case_on_by_writing(outside, linked):
    await outside.hear(outside.chatwoot.speaks("one", number=1, agent=IVY))
    await outside.hear(outside.chatwoot.speaks("two", number=2, agent=MAX), delivery="d2")

    assert outside.read() == ["one", "two"]
    assert outside.case(linked).broker == "chatwoot:12"


async def test_a_conversation_that_stays_resolved_closes_the_case_and_claims_no_help(outside, linked):
    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.hear(outside.chatwoot.turns("resolved"), delivery="d2")
    await outside.tell()
    at_once = outside.case(linked).state
    outside.clock.later(seconds=10)

    await outside.tell()

    case = outside.case(linked)
    assert at_once is State.IN_CONVERSATION
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.NOT_SAID.value)


@pytest.mark.parametrize("outcome", Outcome)
async def test_a_case_is_closed_with_what_the_agent_said_became_of_it(outside, linked, outcome):
    said = {"custom_attributes": {"signpost_case": linked.id, "signpost_outcome": outcome.value}}
    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.hear(outside.chatwoot.turns("resolved", **said), delivery="d2")
    outside.clock.later(seconds=10)

    await outside.tell()

    assert outside.case(linked).outcome == outcome.value


async def test_an_outcome_that_was_said_before_it_was_opened_again_counts_no_more(outside, linked):
    helped = {"labels": ["outcome_helped"]}
    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.hear(outside.chatwoot.turns("resolved", NOON, **helped), delivery="d2")
    later = [NOON + timedelta(seconds=seconds) for seconds in (2, 4)]
    await outside.hear(outside.chatwoot.turns("open", later[0], **helped), delivery="d3")
    await outside.hear(outside.chatwoot.turns("resolved", later[1]), delivery="d4")
    outside.clock.later(seconds=10)

    await outside.tell()

    assert outside.case(linked).outcome == Outcome.NOT_SAID.value


async def test_the_last_words_arrive_even_when_being_resolved_overtakes_them(outside, linked):
    await outside.hear(outside.chatwoot.speaks("Hello", number=1))
    await outside.hear(outside.chatwoot.turns("resolved"), delivery="d2")
    outside.clock.later(seconds=2)
    await outside.hear(outside.chatwoot.speaks("Goodbye", number=2), delivery="d3")
    outside.clock.later(seconds=10)
    await outside.tell()

    assert outside.read() == ["Hello", "Goodbye"]
    assert outside.case(linked).state is State.CLOSED


async def test_a_conversation_that_is_opened_again_at_once_stays_open(outside, linked):
    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.hear(outside.chatwoot.turns("resolved", NOON), delivery="d2")
    await outside.hear(outside.chatwoot.turns("open", NOON + timedelta(seconds=3)), delivery="d3")
    # an older one that was held up on the way
    await outside.hear(outside.chatwoot.turns("resolved", NOON + timedelta(seconds=1)), delivery="d4")
    outside.clock.later(minutes=1)
    await outside.tell()

    assert outside.case(linked).state is State.IN_CONVERSATION


async def test_a_conversation_that_nobody_spoke_in_stays_open_and_the_agents_are_told(outside, linked):
    await outside.hear(outside.chatwoot.turns("resolved"))
    outside.clock.later(minutes=1)

    await outside.tell()

    assert outside.case(linked).state is State.WAITING
    assert "stays open" in outside.chatwoot.notes()[-1]


async def test_what_is_written_when_the_case_is_closed_does_not_reach_the_person(outside, linked):
    outside.relay(lambda relay: (relay.claim(linked.id), relay.close(linked.id, Outcome.HELPED)))

    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.tell()

    assert outside.read() == []
    assert "closed or taken back" in outside.chatwoot.notes()[-1]


async def test_what_is_written_to_who_has_deleted_the_chat_goes_nowhere(outside, database, linked):
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    await outside.hear(outside.chatwoot.speaks("Hello"))
    await outside.tell()

    assert outside.read() == []
    assert "closed or taken back" in outside.chatwoot.notes()[-1]


async def test_a_reply_that_is_faster_than_we_note_the_conversation_is_asked_for_again(outside, case):
    await outside.deliver()
    heard = json.loads(json.dumps(outside.chatwoot.speaks("Hello")))
    heard["conversation"]["id"] = 777

    assert await outside.hear(heard) == 503
    heard["conversation"]["custom_attributes"] = {}
    assert await outside.hear(heard) == 204
    assert outside.read() == []


async def test_a_name_with_marks_in_it_is_a_name(outside, linked, database):
    await outside.hear(outside.chatwoot.speaks("Hello", agent=(11, "<b>Ivy</b>\n\ud800" + "x" * 500)))

    with database.reading() as session:
        name = names_of_brokers(session)["chatwoot:11"]
    assert name.startswith("Chatwoot: <b>Ivy</b> xxx")
    assert len(name) <= 210


async def test_without_a_chatwoot_nothing_listens(database):
    async with TestClient(TestServer(make_console(Parts(database, DeskSettings(), lambda: NOON)))) as client:
        body, headers = signed({"event": "message_created"})
        answer = await client.post("/desk/chatwoot/events", data=body, headers=headers)

    assert answer.status == 404
