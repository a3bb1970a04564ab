"""A whole day, in two browsers on the real servers: somebody asks, is answered, and their data goes."""

import json
import os
import re
import subprocess
import sys

import pytest

import tests.browser
from tests.browser import screenshot
from tests.servers import PROJECT, running_servers

pytestmark = [pytest.mark.whole, pytest.mark.browser]

browser = tests.browser.browser
NAME, EMAIL = "Jo Quillfeather", "jo.quillfeather@example.org"
QUESTION, NOTE = "Hello, I am at the hub. Have you asked a second bank?", "Rang about the wobbly press"
# what nobody but these two has written, in pieces that no other text holds
WRITTEN = [
    "quillfeather",
    "find welders",
    "to a new press",
    "second bank",
    "only the one so far",
    "wobbly press",
]
NEED = "we make pressings in Dudley, 22 of us, can't find welders and the bank said no to a new press"
BROKER, PASSWORD = "broker@hub.example", "correct horse battery"
HUB = "business-growth-west-midlands"
MENU = "Options"


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    home = tmp_path_factory.mktemp("day")
    hours = {"SIGNPOST_DESK_HOURS": "Mon-Sun 00:00-24:00", "SIGNPOST_DESK_REPLY_HOURS": "4"}
    with running_servers(home, **hours) as running:
        add = ["broker", "add", BROKER, "--name", "Sam Bloggs", "--role", "administrator", "--hub", HUB]
        command(home, *add, "--password-stdin", told=PASSWORD)
        yield running


def command(home, *words, told=None):
    """Run a command as the operator does, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        input=told,
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env={**os.environ, "SIGNPOST_HOME": str(home)},
    )
    return done.stdout


SHOW_THE_LAST_ANSWER = """log => log.scrollBy({
  top: [...log.querySelectorAll(".from-person")].at(-1).getBoundingClientRect().top
    - log.getBoundingClientRect().top - 8,
  behavior: "instant",
})"""
# what reaches beyond the right edge, so that a reader would have to scroll sideways
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""


def too_wide(page):
    return page.evaluate(TOO_WIDE)


def asks_for_a_person(person):
    """Walk from a need to a request for a person, and return its reference."""
    box, log = person.get_by_role("textbox"), person.get_by_role("log")
    box.wait_for()
    writes(person, NEED)
    log.get_by_text("Why it fits").first.wait_for()
    person.get_by_role("button", name="Speak to a person").last.click()
    chooses_what_to_pass_on(person)
    log.get_by_text("What is your name?").wait_for()
    writes(person, NAME)
    log.get_by_text("How can they reach you?", exact=False).wait_for()
    writes(person, EMAIL)
    log.get_by_text("They are open now.", exact=False).wait_for()
    return re.search(r"SP-[A-Z0-9]{6}", log.inner_text())[0]


def chooses_what_to_pass_on(person):
    """Look at each part, leave one out, and agree to the rest."""
    log = person.get_by_role("log")
    person.get_by_role("button", name="Choose what to pass on").last.click()
    log.get_by_text("Leave out", exact=False).last.wait_for()
    person.get_by_role("button", name="Leave out what I was shown").last.click()
    person.get_by_role("button", name="Put back what I was shown").wait_for()
    log.evaluate(SHOW_THE_LAST_ANSWER)
    screenshot(person, "chat-consent", whole=False)
    person.get_by_role("button", name="Pass on the rest").last.click()


def writes(person, text):
    person.get_by_role("textbox").fill(text)
    person.get_by_role("textbox").press("Enter")


def signs_in(broker, address):
    broker.goto(f"{address}/desk/")
    broker.get_by_label("E-mail").fill(BROKER)
    broker.get_by_label("Password").fill(PASSWORD)
    screenshot(broker, "desk-sign-in")
    broker.get_by_role("button", name="Sign in").click()
    broker.get_by_role("heading", name="Requests for a person").wait_for()
    screenshot(broker, "desk-queue")
    assert too_wide(broker) == []


def talk_to_each_other(broker, person):
    """A question, an answer, a programme; the assistant says nothing meanwhile."""
    log = person.get_by_role("log")
    log.get_by_text("You are talking to a person now", exact=False).wait_for()
    broker.get_by_label("Your message").fill(QUESTION)
    broker.get_by_role("button", name="Send").click()
    log.get_by_text("Have you asked a second bank?", exact=False).wait_for()
    writes(person, "only the one so far")
    broker.get_by_role("log").get_by_text("only the one so far").wait_for()
    broker.get_by_role("button", name=re.compile("^Show it to them")).first.click()
    log.get_by_text("Have a look at this one.", exact=False).wait_for()
    screenshot(broker, "desk-case")
    screenshot(person, "chat-broker", whole=False)
    broker.set_viewport_size({"width": 320, "height": 700})
    assert too_wide(broker) == []
    assert "\nSignpost\n" not in log.inner_text().split("You are talking to a person now")[1]


def looks_round(broker, address):
    """The other pages of the console: what could not be delivered, and what is said to be wrong."""
    for name, path in (("letters", "letters"), ("reports", "reports"), ("problem", "nowhere")):
        broker.goto(f"{address}/desk/{path}")
        screenshot(broker, f"desk-{name}")
        assert too_wide(broker) == []


def sees_what_is_kept(person, home, reference):
    """In the chat, as a file of their own, and as the operator hands it over."""
    writes(person, "what do you keep about me?")
    person.get_by_role("log").get_by_text("This is what I keep of you", exact=False).wait_for()
    person.get_by_role("button", name="Give me a copy").last.click()
    fetch = person.get_by_role("button", name="Download the copy")
    with person.expect_download() as fetched:
        fetch.click()
    copy = json.loads(fetched.value.path().read_text())
    assert [one["id"] for one in copy["conversations"]]
    assert "the bank said no" in json.dumps(copy)
    assert EMAIL in json.dumps(copy)
    exported = command(home, "person", "export", reference)
    assert "the bank said no" in json.dumps(json.loads(exported))
    assert EMAIL in exported


def erases_everything(person):
    person.get_by_role("button", name=MENU, exact=True).click()
    person.get_by_role("button", name="Delete this chat").click()
    person.get_by_role("button", name="Yes, delete it").click()
    person.get_by_text("The chat was deleted.", exact=False).wait_for()


def works_with_colleagues(broker, reference):
    """A note, a tag, and the request found again by the address of who asks."""
    broker.get_by_label("New note", exact=False).fill(NOTE)
    broker.get_by_role("button", name="Keep the note").click()
    broker.get_by_text(NOTE).wait_for()
    broker.get_by_label("New tag").fill("urgent")
    broker.get_by_role("button", name="Add", exact=True).click()
    broker.get_by_role("button", name="Take off the tag urgent").wait_for()
    case = broker.url
    broker.get_by_role("link", name="All requests").click()
    broker.get_by_label("Find a reference", exact=False).fill(EMAIL)
    broker.get_by_role("button", name="Find").click()
    broker.get_by_role("link", name=reference).wait_for()
    broker.goto(case)


def asks_to_pass_it_on(broker, person):
    """The broker asks in the chat whether another hub may have the request, and the person says no."""
    broker.get_by_text("Pass it on", exact=True).first.click()
    screenshot(broker, "desk-pass-on")
    assert too_wide(broker) == []
    broker.get_by_role("button", name="Ask them in the chat").click()
    person.get_by_role("button", name="No, keep it where it is").click()
    broker.get_by_role("log").get_by_text("No, keep it where it is").wait_for()


def secrets_of(person, broker):
    """What lets in who has it: the token of the chat, the session of the broker, the word of its forms."""
    kept = person.evaluate("Object.values(localStorage).join()")
    token = re.search(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", kept)[0]
    (cookie,) = [one["value"] for one in broker.context.cookies() if one["name"] == "signpost_desk"]
    csrf = broker.locator("input[name=csrf]").first.input_value()
    return {"in a log": [token, cookie, csrf, PASSWORD, BROKER], "anywhere": [token, cookie, PASSWORD]}


def traces(home, secrets):
    """Where something stands that nobody may read: what was written, who wrote it, what lets in."""
    for path in sorted(home.rglob("*")):
        apart = {"outgoing", "models", "encoder"} & set(path.relative_to(home).parts)
        if apart or not path.is_file():  # letters are meant to hold what they tell
            continue
        content = path.read_bytes().lower()
        for trace in WRITTEN + secrets["in a log" if path.suffix == ".log" else "anywhere"]:
            if trace.lower().encode() in content:
                yield path.name, trace


def test_from_a_question_on_the_web_page_to_a_closed_case_and_erased_data(browser, servers):
    person = browser.new_page(viewport={"width": 900, "height": 980})
    person.goto(servers.address)
    reference, log = asks_for_a_person(person), person.get_by_role("log")
    broker = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    signs_in(broker, servers.desk)
    broker.get_by_role("link", name=reference).click()
    broker.get_by_text("the bank said no").first.wait_for()
    broker.get_by_role("button", name="Take this request").click()
    talk_to_each_other(broker, person)
    broker.set_viewport_size({"width": 1200, "height": 900})
    works_with_colleagues(broker, reference)
    asks_to_pass_it_on(broker, person)
    secrets = secrets_of(person, broker)
    assert list(traces(servers.home, secrets)) == []

    broker.get_by_role("button", name="Hand back to the assistant").click()
    log.get_by_text("handed you back to me", exact=False).wait_for()
    writes(person, "what should we do first?")
    log.get_by_text("Your way:", exact=False).wait_for()

    broker.get_by_role("button", name="Take this request").click()
    broker.get_by_label("What became of it").select_option(label="Helped")
    broker.get_by_role("button", name="Close").click()
    log.get_by_text("has closed your request", exact=False).wait_for()
    person.get_by_role("button", name="Yes", exact=True).click()
    log.get_by_text("I have noted that it helped.", exact=False).wait_for()
    broker.reload()
    broker.get_by_text("What they told us afterwards").wait_for()

    sees_what_is_kept(person, servers.home, reference)
    erases_everything(person)
    with pytest.raises(subprocess.CalledProcessError):
        command(servers.home, "person", "show", EMAIL)
    looks_round(broker, servers.desk)
    broker.goto(f"{servers.desk}/desk/")
    broker.get_by_role("link", name=reference).click()
    broker.get_by_text("had their data erased", exact=False).wait_for()
    assert "the bank said no" not in broker.content()
    assert list(traces(servers.home, secrets)) == []
    broker.context.close()
    person.close()
