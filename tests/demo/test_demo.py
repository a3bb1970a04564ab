"""The demo as whoever starts it sees it: a request goes from the phone to the adviser in Teams and back."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import tests.browser
from bot.bench.processes import free_port
from tests.bot.channels.web.test_axe import found
from tests.browser import screenshot
from tests.servers import LONGEST_START_S, PREPARED, PROJECT

browser = tests.browser.browser
pytestmark = [pytest.mark.whole, pytest.mark.browser]
NEED = "we make pressings in Dudley, 22 of us, can't find welders and the bank said no to a new press"
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    log = tmp_path_factory.mktemp("demo") / "demo.log"
    command = [sys.executable, "-m", "bot.cli", "demo", "--port", str(free_port())]
    # settings of whoever starts it, which must have no effect
    own = {"SIGNPOST_HOME": str(PREPARED), "SIGNPOST_DATABASE_URL": "sqlite:////nowhere/signpost.db"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=output
        )
    said = []
    for line in process.stdout:
        said.append(line.decode())
        if "The demo is ready" in said[-1]:
            break
    said.append(process.stdout.readline().decode())
    yield process, "".join(said)
    process.kill()
    process.wait()


@pytest.fixture
def page(demo, browser):
    address = re.search(r"The demo is ready: (\S+)", demo[1])
    assert address, demo[1]
    made = browser.new_page(viewport={"width": 1440, "height": 900})
    made.set_default_timeout(PATIENCE_MS)
    made.problems = []
    made.on("pageerror", lambda error: made.problems.append(str(error)))
    made.on("console", lambda line: line.type == "error" and made.problems.append(line.text))
    made.goto(address[1])
    yield made
    made.close()


class Panes:
    """What stands on the page, and how people use it."""

    def __init__(self, page):
        self.page = page
        self.phone, self.channel, self.chat = (
            page.get_by_role("log", name=name)
            for name in ("Messages on the phone", "The channel", "The adviser’s chat")
        )

    def write(self, said):
        self._write("Message from the phone", said)

    def write_as_adviser(self, said):
        self._write("Message to Signpost", said)

    def _write(self, label, said):
        box = self.page.get_by_label(label)
        box.fill(said)
        box.press("Enter")


def test_a_request_goes_from_the_phone_to_the_adviser_and_back(page):
    panes = Panes(page)
    phone, channel, chat = panes.phone, panes.channel, panes.chat
    site = page.frame_locator("iframe")
    site.get_by_role("button", name="Find money").wait_for()
    panes.write(NEED)
    phone.get_by_text("Why it fits").first.wait_for()
    panes.write("I want to speak to a person")
    phone.get_by_text("Is that all right?").wait_for()
    phone.get_by_role("button", name="Choose").last.click()
    assert found(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Yes, pass it on").click()
    phone.get_by_text("What is your name?").wait_for()
    panes.write("Ada Example")
    phone.get_by_text("How can they reach you?").wait_for()
    panes.write("01632 960001")

    channel.get_by_role("button", name="Claim").click()
    chat.get_by_role("button", name="Write to this person").wait_for()
    panes.write_as_adviser("Hello Ada. Which press is it?")
    phone.get_by_text("Which press is it?").wait_for()
    panes.write("A 60 tonne one")
    chat.get_by_text("A 60 tonne one").wait_for()
    channel.get_by_text("in hand: Bea Example").wait_for()
    screenshot(page, "demo", whole=False)
    assert found(page) == []
    chat.get_by_label("What became of it").select_option(label="Helped")
    chat.get_by_role("button", name="Close").click()

    phone.get_by_text("has closed your request").wait_for()
    channel.get_by_text("State: closed").wait_for()
    assert page.problems == []


def test_the_site_talks_to_the_same_signpost(page):
    site = page.frame_locator("iframe")

    box = site.get_by_role("textbox")
    box.fill("is there a grant for a bakery in Walsall?")
    box.press("Enter")

    site.get_by_text("Why it fits").first.wait_for()
    assert page.problems == []


def test_a_chat_of_the_site_goes_on_on_the_phone(page):
    panes, site = Panes(page), page.frame_locator("iframe")
    box = site.get_by_role("textbox")
    box.fill("continue on WhatsApp")
    box.press("Enter")
    site.get_by_role("button", name="Yes, make the code").last.click()
    message = site.get_by_text(re.compile("^continue [A-Z0-9]{4}-[A-Z0-9]{4}$")).last.text_content()

    panes.write(message)

    panes.phone.get_by_text(re.compile("We go on here where we were")).wait_for()
    site.get_by_text("This chat goes on on WhatsApp, where you moved it").wait_for()
    assert [one for one in page.problems if "410" not in one] == []


def test_what_is_said_survives_a_reload(page):
    panes = Panes(page)
    panes.write("Good morning to you")
    panes.phone.get_by_text("Good morning to you").wait_for()

    page.reload()

    panes.phone.get_by_text("Good morning to you").wait_for()


@pytest.mark.parametrize("width", [360, 800])
def test_a_small_window_has_the_panes_below_each_other(page, width):
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ctrl_c_ends_everything_and_nothing_is_left(demo):
    process, _ = demo
    family = psutil.Process(process.pid).children(recursive=True)
    (home,) = {Path(one.environ()["SIGNPOST_HOME"]) for one in family if "SIGNPOST_HOME" in one.environ()}
    listening = {at.laddr.ip for one in family for at in one.net_connections() if at.status == "LISTEN"}
    assert len(family) == 4
    assert listening <= {"127.0.0.1"}

    process.send_signal(signal.SIGINT)

    assert process.wait(LONGEST_START_S) == 0
    assert not any(one.is_running() for one in family)
    assert not home.exists()
