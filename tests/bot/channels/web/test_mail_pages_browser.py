"""The pages that links in mails lead to, in a real browser: by keyboard, at any size, in any colours."""

import pytest
from playwright.sync_api import expect

import tests.browser
from desk.afterwards.asking import ask_due
from desk.effects import EffectContext, apply
from knowledge.replies import Card, Effect
from knowledge.storage.notes import Notes, Subscription
from knowledge.storage.person_mails import PersonMails
from tests.axe import found
from tests.bot.channels.web.gateways import running
from tests.browser import screenshot, send
from tests.desk.afterwards.closed import A_WEEK_ON, given_closed, mails
from tests.desk.making import NOON, given_conversation
from tests.looks import edgeless, trouble

pytestmark = pytest.mark.browser
browser = tests.browser.browser

ASKED, NEWS = "a" * 32, "n" * 32
GRANT = Card("a-grant", "programme", "Made Smarter West Midlands")
LOAN = Card("a-loan", "programme", "BCRS Business Loans")
LONG = Card("a-loan", "programme", "The Loan for Firms with a Name without-an-end-" + "and-longer-" * 9)
PAGES = (f"/f/{ASKED}", f"/f/{ASKED}/stop", f"/f/{NEWS}", f"/f/{NEWS}/stop", "/f/" + "o" * 32)
SIZES = ((1280, 860), (320, 640), (320, 256))
COLOURS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]


def linked(database, conversation_id, token):
    """Let a token stand in the newest mail; it is good for years, for the clock here is the real one."""
    with database.open() as session:
        PersonMails(session).link(mails(database, conversation_id)[-1].id, token, NOON.replace(year=2100))


@pytest.fixture
def second():
    """The second of the programmes that the broker showed."""
    return LOAN


@pytest.fixture
def gateway(tmp_path, second):
    """Somebody was asked a week after their request was closed, and somebody wants news."""
    with running(tmp_path) as served:
        given_closed(served.database, cards=(GRANT, second))
        ask_due(served.database, A_WEEK_ON, by_mail=True)
        linked(served.database, "c1", ASKED)
        given_conversation(served.database, "c2")
        wish = Effect("subscribe", {"address": "jo@example.org", "topics": []})
        with served.database.open() as session:
            apply(session, wish, EffectContext("c2", "m1", "web"), NOON)
        linked(served.database, "c2", NEWS)
        yield served


@pytest.fixture
def visit(browser):
    contexts = []

    def go(width, height, **colours):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **colours))
        return contexts[-1].new_page()

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("second", [LONG], ids=["a name without an end"])
@pytest.mark.parametrize("colours", COLOURS, ids=str)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_page_can_be_read_and_used_at_any_size_in_any_colours(visit, gateway, size, colours):
    page, seen = visit(*size, **colours), {}

    for path in PAGES:
        page.goto(f"{gateway.url}{path}")
        seen[path] = trouble(page) + edgeless(page)

    assert {path: some for path, some in seen.items() if some} == {}


@pytest.mark.parametrize("colours", COLOURS, ids=str)
def test_axe_core_finds_nothing_on_any_of_them(visit, gateway, colours):
    page, seen = visit(1280, 860, **colours), {}

    for path in PAGES:
        page.goto(f"{gateway.url}{path}")
        seen[path] = found(page)
    page.goto(f"{gateway.url}/f/{ASKED}")
    send(page, page.get_by_role("main").get_by_role("button").first)
    seen["answered"] = found(page)
    page.goto(f"{gateway.url}/f/{NEWS}/stop")
    send(page, page.get_by_role("main").get_by_role("button"))
    seen["stopped"] = found(page)

    assert {path: some for path, some in seen.items() if some} == {}


def test_an_answer_and_a_stop_need_no_mouse_and_no_javascript(browser, gateway):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 900, "height": 600})
    page = context.new_page()
    page.goto(f"{gateway.url}/f/{ASKED}")
    screenshot(page, "mail-follow-up")

    page.get_by_role("button").first.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your answer is noted")
    page.get_by_role("main").get_by_role("link").last.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mails")
    screenshot(page, "mail-stop")
    page.get_by_role("main").get_by_role("button").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("No more mails come")
    with gateway.database.reading() as session:
        assert Notes(session).all(Subscription) != []  # of somebody else
    context.close()
