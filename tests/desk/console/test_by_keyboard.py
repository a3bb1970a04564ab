"""The console in a real browser, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

import tests.browser
from desk.states import State
from knowledge.storage.outbox import Sender
from tests.desk.console.conftest import PASSWORD
from tests.desk.console.looking import said, state
from tests.desk.console.open_console import EMAIL, open_console

pytestmark = pytest.mark.browser
browser = tests.browser.browser

# what has the focus: its name, whether it can be seen, and whether it shows that it has the focus
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const name = e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent;
  return {
    name: name.trim(), tag: e.localName,
    seen: box.width > 0 && box.height > 0 && box.top >= -1 && box.left >= -1
      && box.top < innerHeight && box.left < innerWidth,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
CAN_BE_USED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((e) => e.type !== "hidden" && e.checkVisibility()).length"""
MOST = 120


@pytest.fixture
def console(database, password_hash):
    with open_console(database, password_hash) as opened:
        yield opened


@pytest.fixture
def page(browser):
    made = browser.new_context(viewport={"width": 1200, "height": 800}).new_page()
    made.set_default_timeout(10_000)
    yield made
    made.context.close()


class Keys:
    """What somebody does who has no mouse; every stop on the way must be seen and marked."""

    def __init__(self, page):
        self.page, self.press = page, page.keyboard.press

    def stop(self):
        """Where the focus is now."""
        found = self.page.evaluate(FOCUSED)
        assert found is None or (found["seen"] and found["marked"]), found
        return found

    def to(self, name, key="Tab"):
        """Go on until something with this name has the focus."""
        passed = []
        for _ in range(MOST):
            self.press(key)
            passed.append(self.stop())
            if passed[-1] and re.fullmatch(name, passed[-1]["name"], re.DOTALL):
                return
        raise AssertionError(f"{name!r} is not among {passed}")

    def use(self, name, key="Enter"):
        """Go there, and press it."""
        self.to(name)
        self.press(key)

    def write(self, name, text):
        """Go to a field, and fill it."""
        self.to(name)
        self.page.keyboard.type(text)


def signs_in(keys, console):
    keys.page.goto(f"{console.address}/desk/")
    keys.write("E-mail", EMAIL)
    keys.write("Password", PASSWORD)
    keys.use("Sign in")
    keys.page.get_by_role("heading", name="Requests for a person").wait_for()


def test_a_request_is_worked_on_from_sign_in_to_close_with_the_keyboard_alone(page, console):
    keys = Keys(page)
    signs_in(keys, console)

    keys.use(console.case.reference)
    page.get_by_role("button", name="Take this request").wait_for()
    keys.use("Take this request", "Space")
    page.get_by_label("Your message").wait_for()
    keys.write("Your message", "Hello, how can I help?")
    keys.use("Send")
    page.get_by_role("log").get_by_text("Hello, how can I help?").wait_for()
    keys.use("Show it to them: .*", "Space")
    page.get_by_role("log").get_by_text("Have a look at this one.", exact=False).wait_for()
    keys.write("New tag", "urgent")
    keys.use("Add")
    page.get_by_role("button", name="Take off the tag urgent").wait_for()
    keys.write("New note.*", "Rang at noon")
    keys.use("Keep the note")
    page.get_by_text("Rang at noon").wait_for()

    keys.use("Pass it on")
    keys.to("To another hub, if the person agrees")
    keys.press("ArrowDown")
    keys.use("Ask them in the chat")
    page.get_by_role("log").get_by_text("Will you", exact=False).or_(
        page.locator(".from-system")
    ).last.wait_for()

    keys.to("What became of it")
    keys.press("ArrowDown")
    keys.use("Close")
    page.get_by_text("closed", exact=False).first.wait_for()
    assert state(console.database, console.case) is State.CLOSED
    assert [text for who, text in said(console.database) if who is Sender.BROKER][:1] == [
        "Hello, how can I help?"
    ]


def test_the_focus_stops_once_at_everything_that_can_be_used_and_is_never_trapped(page, console):
    console.taken(page).goto(console.page_of_case)
    page.evaluate("document.querySelector('.pass-on').open = true")
    keys, how_many = Keys(page), page.evaluate(CAN_BE_USED)

    for key in ("Tab", "Shift+Tab"):
        stops = []
        while len(stops) <= MOST:
            keys.press(key)
            if (stop := keys.stop()) is None:
                break
            stops.append(stop)
        assert len(stops) == how_many, [stop["name"] for stop in stops]


def test_the_first_stop_skips_what_is_on_every_page(page, console):
    console.taken(page)
    keys = Keys(page)

    keys.use("Skip to the main part")

    expect(page.locator("main")).to_be_focused()
    keys.press("Tab")
    assert keys.stop()["name"] == "All requests"


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("field", ["Your message", "New note (the person never sees it)"])
def test_what_comes_in_moves_neither_the_focus_nor_what_somebody_writes(page, console, width, field):
    page.set_viewport_size({"width": width, "height": 500})
    console.taken(page)
    box = page.get_by_label(field)
    box.focus()
    page.keyboard.type("half a sent")
    page.keyboard.press("ArrowLeft")
    before = box.bounding_box()

    for number in range(4):
        console.say_as_person(f"Are you there? {number} " + "and more words " * 10)
    page.get_by_role("log").get_by_text("Are you there? 3").wait_for()

    expect(box).to_be_focused()
    assert abs(box.bounding_box()["y"] - before["y"]) <= 1
    page.keyboard.type("x")
    expect(box).to_have_value("half a senxt")


@pytest.mark.parametrize("field", [None, "Your message"])
def test_who_reads_above_is_not_moved_by_what_comes_in(page, console, field):
    page.set_viewport_size({"width": 320, "height": 400})
    console.taken(page)
    if field:
        page.get_by_label(field).focus()
    page.evaluate("scrollTo(0, 0)")

    console.say_as_person("Are you there?")
    page.get_by_role("log").get_by_text("Are you there?").wait_for()

    assert page.evaluate("scrollY") == 0


def test_who_looks_at_the_end_of_the_conversation_sees_what_comes_in(page, console):
    page.set_viewport_size({"width": 320, "height": 400})
    console.taken(page)
    page.locator("#lines > li").last.evaluate("e => e.scrollIntoView({ block: 'end' })")

    console.say_as_person("Are you there?")

    expect(page.get_by_role("log").get_by_text("Are you there?")).to_be_in_viewport(ratio=1)


def test_what_was_typed_outlives_a_session_that_ended(page, console):
    console.taken(page)
    page.get_by_label("Your message").press_sequentially("a long letter")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_role("heading", name="Sign in").wait_for()

    console.signed_in(page).goto(console.page_of_case)

    expect(page.get_by_label("Your message")).to_have_value("a long letter")
    assert "a long letter" not in str(said(console.database))
