"""From a signed call of Meta's to a legal answer on the telephone, over the real gateway and its database."""

import asyncio
import json

import pytest
from sqlalchemy.exc import OperationalError

from demo.graph import WORD, choices, words
from demo.meta import call, signed, text
from knowledge.storage.conversations import Owner
from knowledge.storage.outbox import Outbox
from tests.bot.gateway.telephone import WHERE


async def test_without_settings_there_is_no_such_address(gateway):
    assert (await gateway.client.get(WHERE)).status == 404
    assert (await gateway.client.post(WHERE)).status == 404


async def test_meta_is_told_that_the_address_is_ours(phone):
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444"}

    answer = await phone.gateway.client.get(WHERE, params=asked)

    assert (answer.status, answer.content_type, await answer.text()) == (200, "text/plain", "1158201444")


@pytest.mark.parametrize(
    "wrong", [{"hub.verify_token": "guess"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}]
)
async def test_nobody_else_is(phone, wrong):
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444", **wrong}

    answer = await phone.gateway.client.get(WHERE, params=asked)

    assert answer.status == 403
    assert "1158201444" not in await answer.text()


def bad_headers():
    body, good = signed(call(messages=[text("hello")]))
    made = good["X-Hub-Signature-256"]
    again = json.dumps(json.loads(body), separators=(",", ":")).encode()
    return {
        "missing": None,
        "empty": "",
        "of another secret": signed(body, "another secret")[1]["X-Hub-Signature-256"],
        "cut": made[:-2],
        "sha1": "sha1=" + made.removeprefix("sha256=")[:40],
        "over the same content in other bytes": signed(again)[1]["X-Hub-Signature-256"],
    }


@pytest.mark.parametrize("name", bad_headers())
async def test_what_is_not_signed_by_meta_is_refused_and_nothing_of_it_is_stored(phone, name):
    header = bad_headers()[name]
    headers = {} if header is None else {"X-Hub-Signature-256": header}

    assert await phone.meta_calls(call(messages=[text("hello")]), headers) == 401

    assert phone.rows("SELECT id FROM conversations") == []


async def test_a_call_may_be_as_large_as_meta_says_and_no_larger(phone):
    large = {**call(messages=[text("hello")]), "padding": "x" * 2_900_000}
    too_large = {**call(messages=[text("hello", wamid="wamid.2")]), "padding": "x" * 3_200_000}

    assert await phone.meta_calls(large) == 200
    assert await phone.meta_calls(too_large) == 413
    assert phone.world.engine.texts() == ["hello"]


async def test_a_signed_call_that_is_no_json_is_refused(phone):
    assert await phone.meta_calls(b"{") == 400


async def test_who_writes_for_the_first_time_is_told_what_this_is_and_gets_an_answer(phone, graph):
    await phone.write("We need money")

    first, answer = graph.texts()
    assert "automated guide" in first
    assert answer.startswith("You said: We need money")
    assert "*A programme*" in answer
    assert [row["title"] for row in choices(graph.sent[1])] == ["Tell me more"]
    assert graph.read[0]["typing_indicator"] == {"type": "text"}


async def test_a_button_means_what_it_was_issued_for(phone, graph):
    await phone.write("We need money")
    pressed = choices(graph.sent[-1])[0]

    await phone.send("interactive", {"type": "button_reply", "button_reply": pressed})

    assert (phone.world.engine.asked[-1].text, phone.world.engine.asked[-1].intent) == (
        "Tell me more",
        "ask_details",
    )


@pytest.mark.parametrize("made_up", ["gone", "no id at all / ☺", ""])
async def test_a_button_of_last_month_means_what_stood_on_it(phone, made_up):
    await phone.write("We need money")
    old = {"id": made_up, "title": "Show others"}

    await phone.send("interactive", {"type": "button_reply", "button_reply": old})

    assert (phone.world.engine.asked[-1].text, phone.world.engine.asked[-1].intent) == ("Show others", None)


async def test_two_presses_of_one_button_are_two_messages_and_one_press_twice_is_one(phone, graph):
    await phone.write("We need money")
    pressed = {"type": "button_reply", "button_reply": choices(graph.sent[-1])[0]}
    for wamid in ("wamid.p1", "wamid.p1", "wamid.p2"):
        await phone.send("interactive", pressed, wamid=wamid)

    assert phone.world.engine.texts() == ["We need money", "Tell me more", "Tell me more"]


async def test_the_same_call_five_times_at_once_is_one_turn(phone, graph):
    body = call(messages=[text("We need money")])

    found = await asyncio.gather(*(phone.meta_calls(body) for _ in range(5)))
    await phone.settle()

    assert found == [200] * 5
    assert phone.world.engine.texts() == ["We need money"]
    assert len(graph.sent) == 2


async def test_two_calls_at_once_of_one_new_person_are_one_conversation_with_both_answered(phone, graph):
    one, other = (call(messages=[text(said, wamid=f"wamid.{said}")]) for said in ("one", "other"))

    await asyncio.gather(phone.meta_calls(one), phone.meta_calls(other))
    await phone.settle()

    assert len(phone.rows("SELECT id FROM conversations")) == 1
    assert sorted(phone.world.engine.texts()) == ["one", "other"]
    assert phone.world.engine.overlaps == 0
    assert len(graph.sent) == 3


async def test_several_messages_in_one_call_are_answered_in_the_order_they_were_written(phone):
    said = [text("second", wamid="b", at=2), text("first", wamid="a", at=1)]

    await phone.meta_calls(call(messages=said))

    assert phone.world.engine.texts() == ["first", "second"]


async def test_a_message_that_comes_after_a_later_one_is_answered_as_well(phone):
    await phone.write("later", at=9_999_999_999)
    await phone.write("earlier", at=1)

    assert phone.world.engine.texts() == ["later", "earlier"]


async def test_what_is_for_a_number_that_is_not_ours_is_acknowledged_and_passed_over(phone, caplog):
    assert await phone.meta_calls(call(number="999", messages=[text("hello")])) == 200

    assert phone.rows("SELECT id FROM conversations") == []
    assert "not ours" in caplog.text


async def test_without_a_database_meta_is_asked_to_come_again(phone, monkeypatch):
    def gone():
        raise OperationalError("SELECT 1", {}, Exception("away"))

    body, headers = signed(call(messages=[text("hello")]))
    with monkeypatch.context() as patched:
        patched.setattr(phone.world.database, "open", gone)
        answer = await phone.gateway.client.post(WHERE, data=body, headers=headers)
    assert answer.status == 503

    await phone.meta_calls(call(messages=[text("hello")]))
    assert phone.world.engine.texts() == ["hello"]


@pytest.mark.parametrize(
    ("kind", "content", "answer"),
    [
        ("image", {"id": "1", "caption": "our hall"}, "cannot look at pictures"),
        ("audio", {"id": "1"}, "cannot look at pictures"),
        ("document", {"id": "1", "filename": "x.pdf"}, "cannot look at pictures"),
        ("sticker", {"id": "1"}, "cannot look at pictures"),
        ("contacts", [{"name": {}}], "cannot take contacts"),
        ("order", {}, "Nothing can be ordered"),
        ("location", {"latitude": 52.4, "longitude": -1.5}, "the town or the postcode"),
        ("edit", {}, "changed or deleted"),
        ("revoke", {}, "changed or deleted"),
        ("unsupported", None, "this kind of message"),
    ],
)
async def test_what_cannot_be_read_is_answered_once_with_a_reason_and_not_kept(
    phone, graph, kind, content, answer
):
    await phone.write("Hello")
    for _ in range(3):
        await phone.send(kind, content)

    assert [said for said in graph.texts() if answer in said] == graph.texts()[-1:]
    assert phone.world.engine.texts() == ["Hello"]
    kept = phone.rows("SELECT content FROM outbox") + phone.rows("SELECT text FROM inbox")
    assert not [one for one in kept if one and ("our hall" in one or "52.4" in one)]


async def test_a_reaction_is_passed_over(phone, graph):
    await phone.write("Hello")
    await phone.send("reaction", {"message_id": "wamid.x", "emoji": "\N{THUMBS UP SIGN}"})

    assert len(graph.sent) == 2


async def test_a_text_too_long_to_read_is_answered_with_that(phone, graph):
    await phone.write("We need money. " * 200)

    assert "more than I can read" in graph.texts()[-1]
    assert phone.world.engine.texts() == []


async def test_help_says_what_this_is_and_how_to_reach_a_person_also_while_a_broker_speaks(phone, graph):
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)

    await phone.write("HELP")

    assert "automated guide" in graph.texts()[-1]
    assert "Coventry Hub: 01632 960001" in graph.texts()[-1]
    assert "my data" in graph.texts()[-1]


async def test_while_a_broker_has_the_conversation_only_they_answer(phone, graph):
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)
    sent = len(graph.sent)

    await phone.write("Are you there?")
    phone.broker_says("Yes, I am")
    await phone.settle()

    assert graph.texts()[sent:] == ["*Adviser*\n\nYes, I am"]


async def test_what_a_broker_is_to_read_is_not_called_read_when_it_has_only_come_in(phone, graph):
    await phone.write("Hello")
    read = list(graph.read)
    phone.hand_to(Owner.BROKER)
    await phone.write("Are you there?")
    assert graph.read == read

    phone.hand_to(Owner.BOT)
    await phone.write("Hello again")

    assert len(graph.read) == len(read) + 1


async def test_a_location_becomes_a_place_only_when_the_person_says_so_and_is_not_kept(phone, graph):
    await phone.write("Hello")
    await phone.send("location", {"latitude": 52.5312, "longitude": -2.0664, "address": "1 High Street"})
    asked = graph.sent[-1]
    assert "near Tipton" in words(asked)
    assert phone.world.engine.texts() == ["Hello"]

    await phone.send("interactive", {"type": "button_reply", "button_reply": choices(asked)[0]}, wamid="p1")

    pressed = phone.world.engine.asked[-1]
    assert (pressed.intent, dict(pressed.entities)) == ("give_profile", {"place": "sandwell"})
    with phone.world.database.reading() as session:
        said = " ".join(entry.shown.text for entry in Outbox(session).after(phone.conversation))
    assert not [one for one in ("52.53", "2.066", "High Street") if one in said]


@pytest.mark.parametrize(
    "content",
    [
        {"latitude": 0, "longitude": 0},
        {"latitude": "nan", "longitude": "inf"},
        {"latitude": 1e300, "longitude": 52},
        {"latitude": [52.5], "longitude": {}},
        {"name": "Dudley"},
        "\N{ROUND PUSHPIN}",
    ],
)
async def test_a_location_that_is_nowhere_is_asked_for_in_words(phone, graph, content):
    await phone.send("location", content)

    assert "exact location" in graph.texts()[-1]
