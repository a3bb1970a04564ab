"""axe-core finds nothing in any state of the widget or on the pages around it: bright, dark, forced colours.

tests/axe_core holds axe-core 4.14.1 as its makers publish it (MPL-2.0, unchanged, for tests alone).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.channels.web.sites import Colours, Site
from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi
from tests.bot.channels.web.gateways import running
from tests.bot.channels.web.test_widget_access import with_everything
from tests.browser import PROJECT

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]

AXE = PROJECT / "tests" / "axe_core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
NORTH = Site("north", "The North Hub", frozenset(), None, "Welcome.", Colours("#5a1478", "#ffffff"))


def found(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core finds, each rule with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    result: dict[str, Any] = page.evaluate(
        "([within, values]) => axe.run(within, { runOnly: { type: 'tag', values } })", [within, RULES]
    )
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in result["violations"]]


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
        trouble = {
            path: found(visit(gateway.url + path, reduced_motion="reduce", **looks).page)
            for path in ("/", "/chat?site=north", "/privacy", "/embed?site=north", "/programmes")
        }

    assert {path: what for path, what in trouble.items() if what} == {}
