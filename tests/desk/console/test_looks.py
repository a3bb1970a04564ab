"""Every page of the console in a real browser: narrow or enlarged, light, dark, with forced colours."""

import pytest

import tests.browser
from desk.casebook import Casebook
from knowledge.storage.deliveries import Deliveries, Progress
from knowledge.storage.notes import Notes, WrongInformation
from tests.browser import send
from tests.desk.console.open_console import open_console
from tests.desk.making import NOON
from tests.looks import edgeless, trouble

pytestmark = pytest.mark.browser
browser = tests.browser.browser

LONG = "a-word-without-an-end-" * 12
# 1280 pixels enlarged to 400 % are 320 by 256 pixels of CSS
SIZES = {"wide": (1280, 860), "narrow": (320, 640), "enlarged": (320, 256)}
COLOURS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
PAGES = {
    "queue": "/desk/",
    "letters": "/desk/letters",
    "reports": "/desk/reports",
    "problem": "/desk/nowhere",
}


@pytest.fixture(scope="module")
def filled_console(tmp_path_factory, password_hash):
    """A console with something on every page, long words among it."""
    from tests.databases import with_tables

    database = with_tables(f"sqlite:///{tmp_path_factory.mktemp('looks') / 'signpost.db'}")
    with open_console(database, password_hash) as opened:
        with database.open() as session:
            letter = Deliveries(session).take("w", NOON, NOON)
            Deliveries(session).settle(letter.id, "w", Progress.DEAD, NOON, "no_connection")
            about = WrongInformation("c1", "m5", NOON, "made-smarter-west-midlands", f"It is wrong. {LONG}")
            Notes(session).keep(about)
        yield opened
    database.close()


@pytest.fixture
def visit(browser):
    """Return what opens a page of a size and with the colours of somebody's own."""
    contexts = []

    def go(size, **colours):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **colours)
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(10_000)
        return made

    yield go
    for context in contexts:
        context.close()


def everything_open(page):
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    return page


def with_long_words(console, page):
    """Put a note, a tag, a message that nobody can break into lines on the page of the case."""
    page.get_by_label("New tag").fill("urgent-and-a-tag-of-30-letters")
    send(page, "Add")
    page.get_by_label("New note", exact=False).fill(LONG)
    send(page, "Keep the note")
    page.get_by_label("Your message").fill(LONG)
    send(page, "Send")
    console.say_as_person(f"https://example.org/{LONG}")
    page.reload()
    return everything_open(page)


@pytest.mark.parametrize("colours", COLOURS, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_read_and_used_at_any_size_in_any_colours(visit, filled_console, size, colours):
    page, found = visit(size, **colours), {}
    page.goto(f"{filled_console.address}/desk/sign-in")
    found["sign-in"] = trouble(page) + edgeless(page)
    filled_console.signed_in(page)
    for name, path in PAGES.items():
        page.goto(f"{filled_console.address}{path}")
        found[name] = trouble(page) + edgeless(page)
    page.goto(f"{filled_console.address}/desk/")
    page.get_by_label("Find a reference", exact=False).fill("press")
    send(page, "Find")
    found["found"] = trouble(page) + edgeless(page)
    page.goto(filled_console.page_of_case)
    found["case"] = trouble(page) + edgeless(page)

    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize("colours", COLOURS, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_so_can_the_case_in_hand_with_everything_open_and_words_without_an_end(
    visit, filled_console, size, colours
):
    page = visit(size, **colours)
    filled_console.signed_in(page).goto(filled_console.page_of_case)
    if page.get_by_role("button", name="Take this request").count():
        send(page, "Take this request")

    with_long_words(filled_console, page)

    assert trouble(page) + edgeless(page) == []
    with filled_console.database.reading() as session:
        assert Casebook(session).get(filled_console.case.id).broker == "b1"
