"""axe-core finds nothing in any state of the widget or the pages around it: bright, dark, forced colours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.channels.web.sites import Colours, Site
from tests.axe import LOOKS, found
from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi
from tests.bot.channels.web.gateways import running
from tests.bot.channels.web.samples import CARD
from tests.bot.channels.web.test_widget_access import with_everything
from tests.databases import filled

pytestmark = pytest.mark.browser
COMPARISON = {
    **CARD,
    "kind": "comparison",
    "url": None,
    "table": [["", "Loan", "Grant"], ["Size", "£5,000", "£9,000"]],
}
Visit = Callable[..., Window]

PAGES = (
    "/",
    "/chat?site=north",
    "/privacy",
    "/embed",
    "/embed?site=north",
    "/programmes",
    "/programmes?employees=many",
    "/programmes?text=nothing-has-such-a-name",
    "/programmes/made-smarter-west-midlands",
    "/programmes/help-to-grow-digital",  # it has closed
    "/nowhere",
)
NORTH = Site("north", "The North Hub", frozenset(), None, "Welcome.", Colours("#5a1478", "#ffffff"))


def everywhere(window: Window, state: str) -> dict[str, list[str]]:
    """Return the findings of one state of the widget under its name, when there are any."""
    trouble = found(window.page, "signpost-chat")
    return {state: trouble} if trouble else {}


@pytest.mark.parametrize("looks", LOOKS)
def test_nothing_is_found_in_any_state_of_the_widget(
    visit: Visit, api: FakeApi, looks: dict[str, Any]
) -> None:
    window = visit(reduced_motion="reduce", **looks)
    expect(window.launcher).to_be_visible()
    trouble = everywhere(window, "closed")
    with_everything(window.open(), api)
    trouble |= everywhere(window, "with cards and choices")
    window.chat.get_by_role("button", name="Options", exact=True).click()
    trouble |= everywhere(window, "with its options")
    window.chat.get_by_role("button", name="Delete this chat").click()
    trouble |= everywhere(window, "with a question")
    window.page.keyboard.press("Escape")
    api.push("", "bot", cards=[COMPARISON])
    expect(window.log.get_by_role("table")).to_be_visible()
    trouble |= everywhere(window, "with two programmes side by side")
    api.own("queue")
    expect(window.chat.locator(".owner")).to_contain_text("with an adviser")
    trouble |= everywhere(window, "waiting for an adviser")
    api.own("broker")
    api.push("I am an adviser.")
    api.has_read(99)
    expect(window.log).to_contain_text("I am an adviser.")
    trouble |= everywhere(window, "with an adviser")
    api.own("bot")
    api.refuse = (429, "too_many_messages", "Wait a minute.")
    window.say("more")
    expect(window.log).to_contain_text("Wait a minute.")
    trouble |= everywhere(window, "after a refusal")
    window.page.context.set_offline(True)
    expect(window.status).to_contain_text("offline")
    window.box.fill("x" * 2001)
    trouble |= everywhere(window, "offline with too long a message")

    assert trouble == {}


@pytest.mark.parametrize("looks", LOOKS)
def test_nothing_is_found_on_the_pages_around_it(visit: Visit, tmp_path: Path, looks: dict[str, Any]) -> None:
    with running(tmp_path, NORTH) as gateway:
        filled(gateway.database)
        trouble = {
            path: found(visit(gateway.url + path, reduced_motion="reduce", **looks).page) for path in PAGES
        }

    assert {path: what for path, what in trouble.items() if what} == {}
