"""The widget without storage, without network, or with its chat elsewhere: nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]


def test_without_storage_the_chat_works_as_long_as_the_page_lasts(visit: Visit, api: FakeApi) -> None:
    window = visit("about:blank")
    window.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    )
    window.page.goto(api.site)
    window.open()
    window.say("We need money")

    expect(window.log.get_by_text("You said: We need money")).to_be_visible()


def test_with_a_storage_that_takes_nothing_more_the_chat_works_as_long_as_the_page_lasts(
    visit: Visit, api: FakeApi
) -> None:
    window = visit("about:blank")
    window.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }"
    )
    window.page.goto(api.site)
    window.open()
    window.say("We need money")

    expect(window.log.get_by_text("You said: We need money")).to_be_visible()


def test_a_storage_that_fills_up_meanwhile_brings_nothing_old_back(window: Window, api: FakeApi) -> None:
    window.say("We need money")
    expect(window.log.get_by_text("You said: We need money")).to_be_visible()
    window.page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('no'); }; }")
    window.say("We need staff")
    expect(window.log.get_by_text("You said: We need staff")).to_be_visible()
    window.box.fill("half a sent")

    window.page.reload()
    window.open()

    expect(window.log.locator(".from-person")).to_have_count(2)
    expect(window.box).to_have_value("")


def test_who_has_moved_the_chat_to_the_telephone_is_told_that_it_goes_on_there(
    window: Window, api: FakeApi
) -> None:
    api.chat.moved = True

    window.say("Are you there?")

    expect(window.log.locator(".note")).to_have_text(
        "This chat goes on on WhatsApp. What you had written is still in the box: send it again."
    )
    expect(window.box).to_have_value("Are you there?")


def test_a_reload_after_the_move_says_so_as_well(window: Window, api: FakeApi) -> None:
    api.chat.moved = True

    window.page.reload()
    window.open()

    expect(window.log.locator(".note")).to_have_text("This chat goes on on WhatsApp.")


def test_what_is_being_written_stays_when_the_chat_is_lost(window: Window, api: FakeApi) -> None:
    window.page.context.set_offline(True)
    window.say("This was not sent")
    expect(window.log).to_contain_text("Not sent yet")
    window.box.fill("and this is half writ")
    api.chat.gone = True

    window.page.context.set_offline(False)

    expect(window.log).to_contain_text("Your earlier chat has ended")
    expect(window.box).to_have_value("This was not sent\nand this is half writ")


def test_a_line_that_lasted_through_a_moment_without_network_is_called_connected_again(
    window: Window, api: FakeApi
) -> None:
    window.page.evaluate("""() => {
      Object.defineProperty(navigator, "onLine", { get: () => false, configurable: true });
      dispatchEvent(new Event("offline"));
    }""")
    expect(window.status).to_contain_text("You are offline")

    window.page.evaluate("""() => {
      Object.defineProperty(navigator, "onLine", { get: () => true, configurable: true });
      dispatchEvent(new Event("online"));
    }""")

    expect(window.status).to_contain_text("You are connected again")
    api.push("An adviser writes.")
    expect(window.log.get_by_text("An adviser writes.")).to_have_count(1)


HUB = "Coventry Hub: 01632 960001"


def test_while_the_line_is_down_people_read_whom_else_they_can_ask(visit: Visit, api: FakeApi) -> None:
    api.settings = {"contact": HUB}
    window = visit().open()

    window.page.context.set_offline(True)
    expect(window.status).to_contain_text(
        f"You are offline. You can keep writing: it is sent when you are back. If it cannot wait, ask {HUB}"
    )
    window.page.context.set_offline(False)

    expect(window.status).to_have_text("You are connected again.")


def test_what_the_page_says_of_whom_to_ask_comes_first(visit: Visit, api: FakeApi) -> None:
    api.settings = {"contact": "another"}
    window = visit().open()
    window.page.evaluate(f"document.querySelector('signpost-chat').setAttribute('contact', '{HUB}')")

    window.page.context.set_offline(True)

    expect(window.status).to_contain_text(HUB)


def test_a_long_address_of_whom_to_ask_stays_within_the_smallest_screen(visit: Visit, api: FakeApi) -> None:
    api.settings = {"contact": "Coventry Hub: https://www.thegrowthhubofcoventry.example.org/contact"}
    window = visit(viewport={"width": 320, "height": 640}).open()

    window.page.context.set_offline(True)

    expect(window.status).to_contain_text("Coventry Hub")
    assert window.status.evaluate("status => status.scrollWidth <= status.clientWidth")
