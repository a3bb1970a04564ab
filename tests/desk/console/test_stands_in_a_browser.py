"""A real browser: how far a line has come changes on the page by itself, in words that are read out."""

import pytest
from sqlalchemy import update

import tests.browser
from desk.relay import Relay
from desk.sign_in_settings import SignInSettings
from knowledge.storage.conversations import conversations
from knowledge.storage.outbox import Delivery, Outbox
from knowledge.storage.outbox_table import outbox
from tests.browser import send
from tests.desk.console.aside import aside
from tests.desk.console.conftest import PASSWORD, Clock, serving
from tests.desk.console.looking import address
from tests.desk.making import NOON

pytestmark = pytest.mark.browser
browser = tests.browser.browser


@pytest.fixture
def there(database, case):
    """Where a console is whose broker has this case in hand, of somebody on WhatsApp."""
    with database.open() as session:
        session.execute(update(conversations).values(channel="whatsapp"))
        Relay(session, "b1", NOON).claim(case.id)
        Relay(session, "b1", NOON).write(case.id, "first", "w1")
    with aside() as run:
        console = serving(database, Clock(), SignInSettings())
        server = run(console.__aenter__())
        yield str(server.make_url("/")).rstrip("/")
        run(console.__aexit__(None, None, None))


def settle(database, text, **values):
    with database.open() as session:
        line = next(one for one in Outbox(session).after("c1") if one.shown.text == text)
        session.execute(update(outbox).where(outbox.c.id == line.id).values(next_try=None, **values))


def test_a_line_that_is_given_up_says_so_beside_itself_and_is_read_out(browser, there, database, case):
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{there}/desk/sign-in")
    page.get_by_label("E-mail").fill("jo@hub.example")
    page.get_by_label("Password").fill(PASSWORD)
    send(page, "Sign in")
    page.goto(there + address(case))
    line = page.locator("#lines .from-broker")
    assert line.locator(".stand").inner_text() == "On its way."

    settle(database, "first", delivery=Delivery.SENT)
    line.get_by_text("Sent.").wait_for()
    with database.open() as session:
        Relay(session, "b1", NOON).write(case.id, "second", "w2")
    page.locator("#lines").get_by_text("On its way.").wait_for()
    settle(database, "first", delivery=Delivery.DEAD, error="stopped")
    told = page.locator("#lines").get_by_text("Not delivered. The person has asked for no more messages.")
    told.wait_for()

    assert "first" in line.first.inner_text()
    assert "Not delivered." in line.first.inner_text()
    assert "Not delivered." in page.get_by_role("status").first.inner_text()
    assert errors == []
    page.close()
