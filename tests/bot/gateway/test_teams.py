"""From a call of the Bot Connector to a card in Teams, over the real gateway and its database."""

import asyncio
import json
import re

import pytest
from sqlalchemy.exc import OperationalError

from demo.activities import ADA, PERSONAL, activity
from knowledge.storage.conversations import Owner
from tests.bot.gateway.colleague import WHERE


async def test_without_settings_there_is_no_such_address(gateway):
    assert (await gateway.client.post(WHERE)).status == 404


async def test_who_writes_for_the_first_time_is_told_what_this_is_and_gets_an_answer(ada, connector):
    await ada.write("We need money")

    first, answer = connector.texts()
    assert "automated guide" in first
    assert answer.startswith("You said: We need money")
    assert "A programme" in answer
    assert [button["title"] for button in ada.offered] == ["Tell me more"]
    assert connector.to == [PERSONAL, PERSONAL]
    assert connector.typing == 1


@pytest.mark.parametrize("said", ["Hi", "Hello"])
async def test_hi_and_hello_are_answered(ada, connector, said):
    await ada.write(said)

    assert connector.texts()[-1].startswith(f"You said: {said}")


async def test_help_says_what_this_is_and_how_to_reach_a_person_also_while_a_broker_speaks(ada, connector):
    await ada.write("Hello")
    ada.hand_to(Owner.BROKER)

    await ada.write("Help")

    assert "automated guide" in connector.texts()[-1]
    assert "Coventry Hub: 01632 960001" in connector.texts()[-1]


async def test_a_button_means_what_it_was_issued_for_and_the_press_is_answered_at_once(ada):
    await ada.write("We need money")
    answer = await ada.press(ada.offered[0])

    assert answer == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "You chose: Tell me more",
    }
    asked = ada.world.engine.asked[-1]
    assert (asked.text, asked.intent) == ("Tell me more", "ask_details")


async def test_an_old_client_presses_by_a_message_that_means_the_same(ada):
    await ada.write("We need money")
    data = ada.offered[0]["fallback"]["data"]
    said = data.pop("msteams")

    await ada.write(said["text"], value=data)

    asked = ada.world.engine.asked[-1]
    assert (asked.text, asked.intent) == ("Tell me more", "ask_details")


@pytest.mark.parametrize("made_up", ["gone", "no id at all / ☺", ""])
async def test_a_button_of_last_month_means_what_stood_on_it(ada, made_up):
    await ada.write("We need money")
    old = {**ada.offered[0], "data": {"choice": made_up, "label": "Show others"}}
    answer = await ada.press(old)

    assert answer["statusCode"] == 200
    asked = ada.world.engine.asked[-1]
    assert (asked.text, asked.intent) == ("Show others", None)


@pytest.mark.parametrize("data", [None, [], "x", {}, {"choice": 5, "label": None}, {"label": " "}])
async def test_a_press_that_says_nothing_is_refused_in_the_form_of_an_invoke(ada, data):
    await ada.write("We need money")
    answer = await ada.press({**ada.offered[0], "data": data})

    assert (answer["statusCode"], answer["type"]) == (400, "application/vnd.microsoft.error")
    assert ada.world.engine.texts() == ["We need money"]


async def test_a_button_of_another_kind_is_refused_in_the_same_form(ada):
    await ada.write("We need money")
    answer = await ada.press({**ada.offered[0], "verb": "something else"})

    assert answer["statusCode"] == 400
    assert ada.world.engine.texts() == ["We need money"]


async def test_two_presses_of_one_button_are_two_messages_and_one_press_twice_is_one(ada):
    await ada.write("We need money")
    button = ada.offered[0]
    for name in ("i1", "i1", "i2"):
        assert (await ada.press(button, id=name))["statusCode"] == 200

    assert ada.world.engine.texts() == ["We need money", "Tell me more", "Tell me more"]


async def test_the_same_call_five_times_at_once_is_one_turn(ada, connector):
    content = activity(connector, text="We need money")

    found = await asyncio.gather(*(ada.call(content) for _ in range(5)))

    assert found == [(200, None)] * 5
    assert ada.world.engine.texts() == ["We need money"]
    assert len(connector.sent) == 2


async def test_what_asks_for_an_answer_that_we_do_not_know_is_told_so(ada, connector):
    status, _ = await ada.call(activity(connector, "invoke", name="task/fetch", value={}))

    assert status == 501
    assert ada.nothing_is_stored()


@pytest.mark.parametrize(
    "kind",
    ["messageReaction", "typing", "endOfConversation", "event", "trace", "handoff", "unheard-of", "", None],
)
async def test_what_nobody_handles_is_acknowledged_and_passed_over(ada, connector, kind):
    await ada.tell(kind, text="We need money")

    assert ada.nothing_is_stored()
    assert connector.sent == []


async def test_a_call_that_is_no_json_object_is_refused(ada):
    for body in (b"{", b"[]", b"\xff", b"[" * 100_000):
        assert (await ada.call(body))[0] == 400


@pytest.mark.parametrize(
    "without", [{"id": None}, {"from": {"id": "29:x"}}, {"conversation": None}, {"recipient": None}]
)
async def test_a_message_that_tells_nobody_is_passed_over(ada, connector, without):
    given = {"text": "We need money", "channelData": {"tenant": activity(connector)["channelData"]["tenant"]}}
    assert await ada.call(activity(connector, **given, **without)) == (200, None)

    assert ada.nothing_is_stored()


async def test_a_submit_of_a_megabyte_is_refused_and_one_of_a_usual_size_is_not(ada, connector):
    large = activity(connector, value={"choice": "x", "label": "y" * 1_000_000})
    usual = activity(connector, text="Hello", value={"other": "y" * 100_000})

    assert (await ada.call(large))[0] == 413
    assert ada.nothing_is_stored()
    assert (await ada.call(usual))[0] == 200


async def test_a_text_too_long_to_read_is_answered_with_that(ada, connector):
    await ada.write("We need money. " * 200)

    assert "more than I can read" in connector.texts()[-1]
    assert ada.world.engine.texts() == []


async def test_an_emoji_alone_is_answered_without_a_turn(ada, connector):
    await ada.write("\N{THUMBS UP SIGN}")

    assert "only read words" in connector.texts()[-1]


async def test_while_a_broker_has_the_conversation_only_they_answer(ada, connector):
    await ada.write("Hello")
    ada.hand_to(Owner.BROKER)
    sent = len(connector.sent)

    await ada.write("Are you there?")
    ada.broker_says("Yes, I am\n<b>here</b>")
    await ada.settle()

    assert connector.texts()[sent:] == ["<b>Adviser</b><br/>Yes, I am<br/>&lt;b&gt;here&lt;/b&gt;"]
    assert connector.typing == 1


async def test_without_a_database_the_call_may_come_again(ada, connector, monkeypatch):
    def gone():
        raise OperationalError("SELECT 1", {}, Exception("away"))

    content = activity(connector, text="We need money")
    with monkeypatch.context() as patched:
        patched.setattr(ada.world.database, "open", gone)
        answer = await ada.gateway.client.post(
            WHERE, data=json.dumps(content), headers=connector.bearer(ada.now)
        )
    assert answer.status == 503

    assert (await ada.call(content))[0] == 200
    assert ada.world.engine.texts() == ["We need money"]


async def test_nothing_that_says_who_somebody_is_stands_open_in_the_database_or_the_log(
    ada, connector, caplog
):
    caplog.set_level(0)
    await ada.write("We need money")
    connector.failures = [403]
    ada.broker_says("News")
    await ada.settle()

    with ada.world.database.engine.connect() as raw:
        kept = json.dumps([str(tuple(row)) for row in raw.exec_driver_sql("SELECT * FROM channel_people")])
    log = " ".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    for secret in (ADA, PERSONAL, "Ada Example"):
        assert secret not in kept.replace("\\u", "")
    assert not re.search(r"(?<![\w-])m1(?![\w-])", kept)  # inside of what is sealed two letters can stand
    assert ADA not in log
    assert "We need money" not in log
