"""On the page of a case each line of a broker says how far it has come, and goes on saying it."""

import json

import pytest
from sqlalchemy import update

from knowledge.storage.channel_messages import Arrived, ChannelMessages, Taken
from knowledge.storage.conversations import conversations
from knowledge.storage.outbox import Delivery, Outbox, Sender
from knowledge.storage.outbox_table import outbox
from tests.desk.console.looking import address
from tests.desk.making import NOON


@pytest.fixture
def on_whatsapp(database, case):
    with database.open() as session:
        session.execute(update(conversations).values(channel="whatsapp"))
    return case


async def written(desk, case, text="Hello", number="w1"):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    return (await desk.do(address(case, "write"), text=text, message_id=number))[1]


def last_line(database):
    with database.reading() as session:
        return [one for one in Outbox(session).after("c1") if one.sender is Sender.BROKER][-1]


def set_line(database, line, **values):
    with database.open() as session:
        session.execute(update(outbox).where(outbox.c.id == line.id).values(**values))


async def news(desk, case, after=0):
    answer = await desk.client.get(address(case, f"news?after={after}"))
    return json.loads(await answer.text())


async def test_a_line_to_somebody_on_whatsapp_is_not_called_sent_before_it_is(desk, database, on_whatsapp):
    text = await written(desk, on_whatsapp)

    assert "On its way." in text
    assert "Sent." not in text


async def test_a_line_that_was_given_up_says_why_on_the_page_and_live(desk, database, on_whatsapp):
    await written(desk, on_whatsapp)
    line = last_line(database)
    before = await news(desk, on_whatsapp)
    set_line(database, line, delivery=Delivery.DEAD, error="stopped", next_try=None)

    after = await news(desk, on_whatsapp, line.seq)
    _, page = await desk.see(address(on_whatsapp))

    words = "Not delivered. The person has asked for no more messages."
    assert before["stands"] == [{"seq": line.seq, "words": "On its way.", "failed": False}]
    assert (after["lines"], after["stands"]) == ([], [{"seq": line.seq, "words": words, "failed": True}])
    assert page.count(words) == 2  # beside the line, and to be read out
    assert "stopped" not in page


async def test_a_line_in_parts_has_come_as_far_as_the_last_of_them(desk, database, on_whatsapp):
    await written(desk, on_whatsapp)
    line = last_line(database)
    set_line(database, line, delivery=Delivery.SENT, next_try=None)
    with database.open() as session:
        for part in range(2):
            ChannelMessages(session).add(Taken("whatsapp", f"m{part}", line.id, part, NOON))
        ChannelMessages(session).note("whatsapp", "m0", Arrived.DELIVERED, NOON)
    (one,) = (await news(desk, on_whatsapp))["stands"]
    with database.open() as session:
        ChannelMessages(session).note("whatsapp", "m1", Arrived.DELIVERED, NOON)

    (both,) = (await news(desk, on_whatsapp))["stands"]

    assert (one["words"], both["words"]) == ("Sent.", "Delivered.")


async def test_a_broker_of_another_hub_hears_nothing_of_it(browser, desk, database, on_whatsapp):
    await written(desk, on_whatsapp)
    other = browser()
    await other.sign_in("pat@hub.example")

    assert (await other.see(address(on_whatsapp, "news")))[0] == 404


@pytest.mark.parametrize("how_many", [1, 20])
async def test_the_number_of_queries_does_not_grow_with_the_lines(
    desk, database, on_whatsapp, queries, how_many
):
    await written(desk, on_whatsapp)
    for number in range(how_many):
        await desk.do(address(on_whatsapp, "write"), text="more", message_id=f"n{number}")
    queries.clear()

    await news(desk, on_whatsapp)

    assert len([one for one in queries if "channel_messages" in str(one)]) == 1
