"""A real browser, which sends no cookie of the session after another site has sent it here."""

from contextlib import AsyncExitStack

import pytest
from aiohttp.test_utils import unused_port

import tests.browser
from desk.brokers import Broker, Role, add_broker
from tests.desk.console.aside import aside
from tests.desk.console.conftest import Clock, serving
from tests.desk.making import NOON, given_hubs
from tests.desk.open_id.provider import Provider, providing

pytestmark = pytest.mark.browser
browser = tests.browser.browser


@pytest.fixture
def address(database):
    """Where the console is; its provider is on another site: localhost."""
    given_hubs(database)
    with database.open() as session:
        add_broker(session, Broker("b1", "Di Bloggs", "jo@hub.example", Role.ADMINISTRATOR), None, NOON)
    provider, port = Provider(Clock()), unused_port()
    provider.host, provider.has_a_page = "localhost", True

    async def start(stack):
        await stack.enter_async_context(providing(provider))
        settings = provider.settings(f"http://127.0.0.1:{port}")
        await stack.enter_async_context(serving(database, Clock(), settings, port))

    with aside() as run:
        stack = AsyncExitStack()
        run(start(stack))
        yield f"http://127.0.0.1:{port}"
        run(stack.aclose())


def test_whoever_comes_back_from_the_provider_sees_the_queue_and_can_sign_out(browser, address):
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

    page.goto(f"{address}/desk/sign-in")
    page.get_by_role("link", name="Sign in with your work account").click()
    page.get_by_role("link", name="Yes, it is me").click()
    page.wait_for_url(f"{address}/desk/")

    assert page.get_by_text("Di Bloggs").is_visible()
    assert [cookie["name"] for cookie in context.cookies()] == ["signpost_desk"]

    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="You are signed out").is_visible()
    assert page.get_by_role("link", name="Sign out of your organisation too").get_attribute("href")
    page.goto(f"{address}/desk/")
    assert page.url == f"{address}/desk/sign-in"
    assert errors == []
    context.close()
