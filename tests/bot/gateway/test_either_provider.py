"""Who writes is the same person and goes on with the same talk, whoever brings WhatsApp."""

import pytest

from bot.channels.twilio.client import Twilio
from bot.gateway import twilio
from bot.gateway.arrivals import Arrivals
from demo.meta import call, text
from tests.bot.channels.twilio.exchange import PUBLIC
from tests.bot.gateway.switchboard import Switchboard
from tests.bot.gateway.telephone import PHONE

KEY = "a key that tells people apart"


@pytest.fixture
async def both(world, phone, exchange):
    """A telephone before and after the installation went from Meta to Twilio."""
    settings = exchange.settings()
    channel = Twilio(settings, settings.access(), PUBLIC)
    world.stack.push_async_callback(channel.close)
    world.channels = {"whatsapp": channel}
    world.routes = lambda parts: twilio.routes(Arrivals(parts, KEY), channel)
    return phone, Switchboard(world, await world.gateway(), exchange)


def conversations(phone):
    return len(phone.rows("SELECT id FROM conversations"))


async def test_by_the_number_they_are_the_same_person(both):
    before, after = both
    await before.write("Hello", sender=PHONE)
    await after.write("And again")

    assert (conversations(after), after.rows("SELECT count(*) FROM channel_people")) == (1, [1])
    assert after.graph.texts()[-1].startswith("You said: And again")


async def test_by_the_id_for_our_business_as_well_and_the_number_may_be_gone(both):
    before, after = both
    known = {"wa_id": PHONE, "user_id": "GB.1a"}
    await before.meta_calls(call(contacts=[known], messages=[text("Hello", sender=PHONE)]))
    await after.write("Again", ExternalUserId="whatsapp:GB.1a")
    await after.write("Without a number", From="whatsapp:GB.1a", WaId="")

    assert conversations(after) == 1
    assert after.graph.sent[-1]["To"] == "whatsapp:GB.1a"


async def test_who_stopped_before_has_stopped_after(both):
    before, after = both
    await before.write("STOP", sender=PHONE)
    await after.write("Hello")
    after.broker_says("Here I am")
    after.world.clock.forward(hours=25)
    await after.settle()

    assert after.rows("SELECT count(*) FROM channel_people WHERE stopped IS NOT NULL") == [1]


async def test_there_is_one_way_in_at_a_time(both):
    before, after = both

    assert (await after.gateway.client.post("/channels/whatsapp")).status == 404
    assert (await before.gateway.client.post("/channels/twilio")).status == 404
