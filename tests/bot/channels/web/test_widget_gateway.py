"""The widget and the real gateway together: on Signpost's own page, and on a site that may embed it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.gateways import RunningGateway, running

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    with running(tmp_path) as served:
        yield served


def test_the_start_page_holds_a_conversation_and_keeps_it_after_a_reload(
    visit: Visit, gateway: RunningGateway
) -> None:
    window = visit(gateway.url)
    expect(window.log).to_contain_text("You said: Hello")
    window.say("We need money")
    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.log.get_by_role("article").last).to_contain_text("you are in <Coventry>")

    window.page.reload()

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    assert gateway.engine.texts() == ["We need money"]


def test_on_another_site_the_chat_works_under_that_sites_policy(
    visit: Visit, gateway: RunningGateway
) -> None:
    window = visit(gateway.site)
    window.launcher.click()
    expect(window.log).to_contain_text("You said: Hello")
    window.choice("Tell me more").click()

    expect(window.log.get_by_text("You said: Tell me more", exact=True)).to_have_count(1)
    assert gateway.engine.asked[-1].intent == "ask_details"


def test_what_a_broker_says_arrives_once_without_being_asked_for(
    visit: Visit, gateway: RunningGateway
) -> None:
    window = visit(gateway.site)
    window.launcher.click()
    expect(window.log).to_contain_text("You said: Hello")
    gateway.say_as_broker("I am an adviser.")

    expect(window.log.get_by_text("I am an adviser.")).to_have_count(1)


def test_an_answer_that_comes_late_follows_the_apology(visit: Visit, gateway: RunningGateway) -> None:
    window = visit(gateway.url)
    expect(window.log).to_contain_text("You said: Hello")
    gateway.engine.down = True
    window.say("We need money")
    expect(window.log).to_contain_text("https://wm.example.org")

    gateway.engine.down = False

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.log).to_contain_text("my answer to your earlier message")


def test_a_deleted_chat_is_gone(visit: Visit, gateway: RunningGateway) -> None:
    window = visit(gateway.url)
    expect(window.log).to_contain_text("You said: Hello")
    window.say("something private")
    expect(window.log.get_by_text("You said: something private")).to_be_visible()
    window.option("Delete this chat", "Yes, delete it")

    expect(window.log).to_contain_text("The chat was deleted.")
    expect(window.log).not_to_contain_text("something private")
    assert [kind for kind, _ in gateway.effects.applied] == ["erase"]
