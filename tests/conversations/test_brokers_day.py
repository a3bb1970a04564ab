"""A whole day, in two browsers on the real servers: a person asks, a broker answers, and the data goes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tests.browser
from tests.servers import PROJECT, running_servers

pytestmark = [pytest.mark.whole, pytest.mark.browser]

browser = tests.browser.browser
NEED = "we make pressings in Dudley, 22 of us, can't find welders and the bank said no to a new press"
BROKER, PASSWORD = "broker@hub.example", "correct horse battery"
HUB = "business-growth-west-midlands"


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    home = tmp_path_factory.mktemp("day")
    hours = {"SIGNPOST_DESK_HOURS": "Mon-Sun 00:00-24:00", "SIGNPOST_DESK_REPLY_HOURS": "4"}
    with running_servers(home, **hours) as running:
        add = [sys.executable, "-m", "bot.cli", "broker", "add", BROKER, "--name", "Sam Bloggs", "--hub", HUB]
        subprocess.run(
            [*add, "--password-stdin"],
            input=PASSWORD,
            text=True,
            check=True,
            cwd=PROJECT,
            env={**os.environ, "SIGNPOST_HOME": str(home)},
        )
        yield running


def screenshot(page, name):
    """Keep a picture where SIGNPOST_SCREENSHOTS says, for the documents."""
    folder = os.environ.get("SIGNPOST_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(PROJECT, folder, f"{name}.png"), full_page=True)


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_a_question_on_the_web_page_to_a_closed_case_and_erased_data(browser, servers):
    person = browser.new_page(viewport={"width": 900, "height": 980})
    person.goto(servers.address)
    box, log = person.get_by_role("textbox"), person.get_by_role("log")
    box.wait_for()
    box.fill(NEED)
    box.press("Enter")
    log.get_by_text("Why it fits").first.wait_for()
    person.get_by_role("button", name="Speak to a person").last.click()
    person.get_by_role("button", name=re.compile("^Yes")).last.click()
    log.get_by_text("What is your name?").wait_for()
    box.fill("Jo Bloggs")
    box.press("Enter")
    log.get_by_text("How can they reach you?", exact=False).wait_for()
    box.fill("jo.bloggs@example.org")
    box.press("Enter")
    log.get_by_text("They are open now.", exact=False).wait_for()
    reference = re.search(r"SP-[A-Z0-9]{6}", log.inner_text())[0]

    broker = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    broker.goto(f"{servers.desk}/desk/")
    broker.get_by_label("E-mail").fill(BROKER)
    broker.get_by_label("Password").fill(PASSWORD)
    screenshot(broker, "desk-sign-in")
    broker.get_by_role("button", name="Sign in").click()
    broker.get_by_role("heading", name="Requests for a person").wait_for()
    screenshot(broker, "desk-queue")
    assert no_sideways_scroll(broker)
    broker.get_by_role("link", name=reference).click()
    broker.get_by_text("the bank said no").first.wait_for()
    broker.get_by_role("button", name="Take this request").click()

    log.get_by_text("You are talking to a person now", exact=False).wait_for()
    broker.get_by_label("Your message").fill("Hello Jo, I am at the hub. Have you asked a second bank?")
    broker.get_by_role("button", name="Send").click()
    log.get_by_text("Have you asked a second bank?", exact=False).wait_for()
    box.fill("only the one so far")
    box.press("Enter")
    broker.get_by_role("log").get_by_text("only the one so far").wait_for()
    broker.get_by_role("button", name=re.compile("^Show them")).first.click()
    log.get_by_text("Have a look at this one.", exact=False).wait_for()
    screenshot(broker, "desk-case")
    broker.set_viewport_size({"width": 320, "height": 700})
    assert no_sideways_scroll(broker)
    assert log.get_by_text("Signpost", exact=True).count() == answers_before_the_broker(log)

    broker.get_by_role("button", name="Hand back to the assistant").click()
    log.get_by_text("handed you back to me", exact=False).wait_for()
    box.fill("what should we do first?")
    box.press("Enter")
    log.get_by_text("Your way:", exact=False).wait_for()

    broker.get_by_role("button", name="Take this request").click()
    broker.get_by_label("What became of it").select_option(label="Helped")
    broker.get_by_role("button", name="Close").click()
    log.get_by_text("has closed your request", exact=False).wait_for()
    broker.goto(f"{servers.desk}/desk/")
    broker.get_by_role("link", name=reference).wait_for()

    person.get_by_role("button", name="Menu").click()
    person.get_by_text("Delete", exact=False).first.click()
    broker.context.close()
    person.close()


def answers_before_the_broker(log):
    """How often the assistant has spoken; it must not while a broker has the conversation."""
    parts = log.inner_text().split("You are talking to a person now")
    assert "\nSignpost\n" not in parts[1]
    return parts[0].count("\nSignpost\n")
