"""A channel that takes nothing from us stands above the queue of those who can have it mended."""

import pytest

from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.console.conftest import HUB
from tests.desk.dead import given_on_whatsapp
from tests.desk.making import NOON


@pytest.fixture
def broken(database, accounts):
    given_on_whatsapp(database, "c1", HUB)
    with database.open() as session:
        entry = Outbox(session).add("c1", Sender.BOT, Shown("a secret word"), NOON)
        Outbox(session).put_off(entry.id, NOON, "token")
    return entry.id


@pytest.mark.parametrize(
    ("email", "is_told"), [("di@hub.example", True), ("sam@hub.example", True), ("jo@hub.example", False)]
)
async def test_who_leads_is_told_since_when_and_what_to_do(browser, broken, email, is_told):
    desk = browser()
    await desk.sign_in(email)

    status, page = await desk.see("/desk/")

    assert status == 200
    assert ("WhatsApp takes nothing from us since 2 November 2026, 12:00" in page) == is_told
    assert ("SIGNPOST_WHATSAPP_ACCESS_TOKEN" in page) == is_told
    assert "a secret word" not in page


async def test_when_what_waited_has_gone_nothing_is_told(browser, database, broken):
    with database.open() as session:
        Outbox(session).settle(broken, "sent")
    desk = browser()
    await desk.sign_in("di@hub.example")

    _, page = await desk.see("/desk/")

    assert "takes nothing" not in page
