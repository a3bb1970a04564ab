"""An adviser in the Teams that is pretended: what is pressed is what stands there."""

import aiohttp
import pytest
from aiohttp import web

from bot.channels.teams.elements import execute
from bot.channels.teams.rendering import adaptive_card, card_activity
from demo.activities import Caller
from demo.board import Board
from demo.bot_connector import BotConnector
from demo.loopback import Loopback
from demo.office import ALONE, CHANNEL, ROOM, NoButton, Office, code_in, executes

LINE = {"type": "RichTextBlock", "spacing": "None", "inlines": [{"type": "TextRun", "text": "A request"}]}
WRONG = execute("Wrong", "wrong", {"programme": "p1"})
CLAIM, CLOSE = execute("Claim", "claim", {"case": "c1"}), execute("Close", "close", {"case": "c1"})
INNER = {"type": "Container", "items": [LINE, {"type": "ActionSet", "actions": [WRONG]}]}


@pytest.fixture
async def office():
    calls, answer = [], {}

    async def take(request):
        calls.append(await request.json())
        return web.json_response(answer)

    gateway, connector = Loopback([web.post("/api/messages", take)]), BotConnector()
    await gateway.start()
    await connector.server.start()
    async with aiohttp.ClientSession() as session:
        made = Office(Caller(session, gateway.origin, connector), connector, Board())
        made.calls, made.answer = calls, answer
        yield made
    await gateway.close()
    await connector.server.close()


async def test_the_button_that_is_pressed_is_the_one_that_stands_there(office):
    office.connector.shown["7"] = card_activity([LINE, INNER], [CLAIM, CLOSE])

    await office.press(CHANNEL, "7", 1, {})

    (call,) = office.calls
    assert call["value"]["action"]["verb"] == "claim"
    assert call["conversation"]["id"] == f"{ROOM};messageid=7"


async def test_what_is_filled_in_goes_with_the_press(office):
    office.connector.shown["7"] = card_activity([LINE], [CLOSE])

    await office.press(ALONE, "7", 0, {"outcome": "introduced"})

    assert office.calls[0]["value"]["action"]["data"] == {"case": "c1", "outcome": "introduced"}


async def test_a_card_in_the_answer_takes_the_place_of_the_one_that_was_pressed(office):
    office.connector.shown["7"] = card_activity([LINE], [CLAIM])
    office.answer |= {"statusCode": 200, "type": "", "value": adaptive_card([LINE], [CLOSE])}

    assert await office.press(CHANNEL, "7", 0, {}) == ""

    drawn = office.board.get(CHANNEL, "7")["activity"]
    assert [one["verb"] for one in executes(drawn["attachments"][0]["content"])] == ["close"]
    with pytest.raises(NoButton):
        await office.press(CHANNEL, "7", 1, {})


async def test_words_in_the_answer_are_told(office):
    office.connector.shown["7"] = card_activity([LINE], [CLAIM])
    office.answer |= {"statusCode": 200, "type": "", "value": "Somebody has it."}

    assert await office.press(CHANNEL, "7", 0, {}) == "Somebody has it."


def test_the_code_is_read_out_of_what_the_command_shows():
    assert code_in("ABCD-EFGH - to be written within 15 minutes: desk ABCD-EFGH") == "ABCD-EFGH"
    assert code_in("nobody") == ""
