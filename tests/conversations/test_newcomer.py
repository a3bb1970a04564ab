"""What a newcomer sees in a browser: from a need to a broker, on the real servers."""

import re

import pytest

import tests.browser
from tests.browser import screenshot

pytestmark = [pytest.mark.whole, pytest.mark.browser]

browser = tests.browser.browser
NEED = "we make pressings in Dudley, 22 of us, can't find welders and the bank said no to a new press"
# so that a picture holds what was understood and the first programme with its reasons
SHOW_WHAT_WAS_SAID = """log => log.scrollBy({
  top: log.querySelector(".from-person").getBoundingClientRect().top - log.getBoundingClientRect().top - 8,
  behavior: "instant",
})"""


@pytest.fixture(scope="module")
def address(servers):
    return servers.address


def test_a_need_told_in_the_chat_leads_to_programmes_and_a_broker(browser, address):
    page = browser.new_page(viewport={"width": 900, "height": 980})
    page.goto(address)
    log = page.get_by_role("log")
    box = page.get_by_role("textbox")
    box.wait_for()

    box.fill(NEED)
    box.press("Enter")
    page.get_by_text(re.compile("You said: .*can.t find welders")).wait_for()
    log.get_by_text("Why it fits").first.wait_for()
    log.evaluate(SHOW_WHAT_WAS_SAID)
    screenshot(page, "chat", whole=False)

    page.get_by_role("button", name="Speak to a person").last.click()
    page.get_by_role("button", name=re.compile("^Yes")).last.click()
    page.get_by_text("What is your name?").wait_for()
    box.fill("Jo Bloggs")
    box.press("Enter")
    page.get_by_text("How can they reach you?", exact=False).wait_for()
    box.fill("jo.bloggs@example.org")
    box.press("Enter")
    page.get_by_text(re.compile("SP-[A-Z0-9]{6}")).first.wait_for()
    page.close()


def test_the_same_works_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/chat")

    page.get_by_role("textbox").fill(NEED)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("main").get_by_text("Why it fits", exact=True).count() > 0

    page.get_by_role("button", name="Speak to a person").last.click()
    assert page.get_by_role("button", name=re.compile("^Yes")).count() == 1
    context.close()
