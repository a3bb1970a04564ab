"""One who writes without end on WhatsApp or in Teams is told so once, and keeps nobody else waiting."""

import pytest

from bot.channels.teams.client import Teams
from bot.channels.whatsapp.client import WhatsApp
from bot.gateway import teams, whatsapp
from demo.meta import call, text
from knowledge.storage.conversations import Owner
from tests.bot.gateway.colleague import Colleague
from tests.bot.gateway.conftest import with_channel
from tests.bot.gateway.telephone import Telephone

TOLD = "I read nothing you write in the next minute"
MOST = {"messages_per_minute": 3}


@pytest.fixture
async def phone(world, graph):
    settings = graph.settings()
    channel = WhatsApp(settings, settings.access())
    gateway = await with_channel(world, "whatsapp", channel, whatsapp.routes, **MOST)
    yield Telephone(world, gateway, graph)
    await channel.close()


@pytest.fixture
async def ada(world, connector):
    settings = connector.settings()
    channel = Teams(settings, settings.access(), "https://signpost.example.org")
    gateway = await with_channel(world, "teams", channel, teams.routes, **MOST)
    yield Colleague(world, gateway, connector)
    await channel.close()


def a_minute_later(one):
    """Let the minute pass in which nothing is read."""
    one.gateway.parts.floods._closed.clear()
    one.gateway.parts.floods._rate._buckets.clear()


async def flood(phone, how_many=20):
    for n in range(how_many):
        await phone.write(f"Money {n}")


async def test_a_telephone_that_floods_is_told_once_and_no_turn_is_made_of_the_rest(phone, graph):
    await flood(phone)

    assert phone.world.engine.texts() == ["Money 0", "Money 1", "Money 2"]
    assert [said for said in graph.texts() if TOLD in said] == graph.texts()[-1:]


async def test_after_the_minute_they_are_read_and_told_of_the_next_flood(phone, graph):
    await flood(phone)
    a_minute_later(phone)

    await flood(phone)

    assert len(phone.world.engine.texts()) == 6
    assert len([said for said in graph.texts() if TOLD in said]) == 2


async def test_somebody_else_is_answered_meanwhile(phone, graph):
    await flood(phone)
    other = text("We need a loan", wamid="wamid.other", sender="441632960002")

    await phone.meta_calls(call(messages=[other]))

    assert phone.world.engine.texts()[-1] == "We need a loan"
    assert graph.sent[-1]["to"] == "441632960002"


async def test_one_call_with_many_messages_of_one_person_and_one_of_another_answers_both(phone):
    many = [text(f"Money {n}", wamid=f"wamid.{n}", at=n) for n in range(20)]
    other = text("We need a loan", wamid="wamid.other", sender="441632960002", at=99)

    await phone.meta_calls(call(messages=[*many, other]))

    assert "We need a loan" in phone.world.engine.texts()
    assert len(phone.world.engine.texts()) == 4


async def test_stop_is_obeyed_at_any_pace_and_costs_no_further_message(phone, graph):
    await flood(phone)
    sent = len(graph.sent)

    await phone.write("STOP")
    await phone.write("STOP")

    assert len(graph.sent) == sent
    assert None not in phone.rows("SELECT stopped FROM channel_people")


async def test_a_stop_that_is_the_first_too_many_is_obeyed_and_both_are_said(phone, graph):
    await flood(phone, 3)

    await phone.write("STOP")

    assert None not in phone.rows("SELECT stopped FROM channel_people")
    assert TOLD in graph.texts()[-1]
    assert "STOP" not in graph.texts()[-1].partition(TOLD)[2]


async def test_pictures_without_end_are_refused_once(phone, graph):
    for n in range(20):
        await phone.send("image", {"id": "1"}, wamid=f"wamid.{n}")

    assert len([said for said in graph.texts() if "cannot look at pictures" in said]) == 3
    assert TOLD in graph.texts()[-1]


async def test_a_broker_sees_in_the_chat_that_what_came_was_not_read(phone):
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)

    await flood(phone)

    assert len([one for one in phone.transcript() if TOLD in one]) == 1


async def test_when_meta_brings_a_message_again_it_is_not_what_is_told_of(phone, graph):
    await flood(phone, 3)
    again = text("Money 2", wamid="wamid.in3", at=3)
    await phone.meta_calls(call(messages=[again]))
    assert not [said for said in graph.texts() if TOLD in said]

    await phone.write("More")

    assert TOLD in graph.texts()[-1]


async def test_no_number_is_in_the_log_of_it(phone, caplog):
    await flood(phone)

    assert "somebody on whatsapp writes too fast" in caplog.text
    assert "441632960001" not in caplog.text


async def test_a_colleague_who_floods_is_told_once(ada, connector):
    for n in range(20):
        await ada.write(f"Money {n}")

    assert ada.world.engine.texts() == ["Money 0", "Money 1", "Money 2"]
    said = [one.get("text", "") for one in connector.sent]
    assert len([one for one in said if TOLD in one]) == 1


async def test_presses_without_end_are_answered_in_the_form_of_an_invoke(ada):
    await ada.write("Money")
    button = ada.offered[0]

    answers = [await ada.press(button) for _ in range(10)]

    assert [TOLD in answer["value"] for answer in answers] == [False] * 2 + [True] * 8
    assert {answer["statusCode"] for answer in answers} == {200}
    assert len(ada.world.engine.asked) == 3
