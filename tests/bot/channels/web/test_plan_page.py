"""The page of a kept plan in a real browser: on a small screen, in the dark, on paper, without colours."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.engine.messages import Turn
from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.plans import Asked, KeptPlan, keep
from knowledge.replies import Card, Reply
from knowledge.roadmaps import Ways, roadmap
from knowledge.storage.conversations import Conversations
from knowledge.storage.plans import Origin, Plans
from knowledge.storage.programmes import Programmes
from knowledge.storage.releases import Releases
from tests.axe import LOOKS, found
from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.gateways import RunningGateway, running
from tests.databases import filled, shipped_facts

pytestmark = pytest.mark.browser

KEY = "k" * 32
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
SIZES = """() => [...document.querySelectorAll('button, a.button')]
  .map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"""
COLOURS = """() => {
  const of = (name) => getComputedStyle(document.querySelector(name));
  return [of('body').backgroundColor, of('body').color, of('.shortest').fill, of('.timeline text').fill];
}"""


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    with running(tmp_path) as served:
        facts = shipped_facts()
        asked = Asked(Firm(places=("dudley",)), Need(barriers=frozenset({"finance", "skills", "digital"})))
        now = datetime.now(UTC)
        ways = Ways(facts.steps, facts.journeys)
        plan = keep(roadmap(ways, facts.programmes, asked.firm, asked.need, now.date()), now)
        with filled(served.database).open() as session:
            Conversations(session).start("c1", "web", "own", now)
            Plans(session).keep(KEY, hard_to_fit(plan), asked, Origin("c1", "m1"), now)
        yield served


def hard_to_fit(plan: KeptPlan) -> KeptPlan:
    """The same with a word in its title that no small screen can hold."""
    return KeptPlan(f"{plan.title} {LONG_WORD}", plan.made, plan.journeys, plan.steps)


@pytest.fixture
def opened(browser: Browser, gateway: RunningGateway) -> Iterator[Callable[..., Page]]:
    """Open the plan in a fresh browser profile; at the end nothing may have gone wrong."""
    problems: list[str] = []
    pages: list[Page] = []

    def go(**options: object) -> Page:
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: m.type in ("error", "warning") and problems.append(m.text))
        page.goto(f"{gateway.url}/plans/{KEY}")
        pages.append(page)
        return page

    yield go
    for page in pages:
        page.context.close()
    assert problems == []


def wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_on_the_smallest_screen_nothing_is_cut_off_and_nothing_scrolls_sideways(
    opened: Callable[..., Page],
) -> None:
    page = opened(viewport={"width": 320, "height": 640})

    assert not wide(page)
    drawing = page.get_by_role("img", name=re.compile("Timeline of the steps"))
    box = drawing.bounding_box()
    assert box is not None
    assert 200 < box["width"] <= 320
    assert all(height >= 44 for _, height in page.evaluate(SIZES))


def test_headings_lead_through_the_plan_in_order(opened: Callable[..., Page]) -> None:
    page = opened()

    levels = [
        int(tag[1]) for tag in page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(o => o.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    expect(page).to_have_title(re.compile("^Plan: .*: Signpost$"))


def test_in_the_dark_and_without_colours_the_drawing_can_be_seen(opened: Callable[..., Page]) -> None:
    for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        paper, ink, bar, text = opened(**options).evaluate(COLOURS)

        assert len({paper, bar}) == 2
        assert text == ink != paper


def test_on_paper_there_is_the_plan_and_nothing_to_press(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    paper, ink, *_ = page.evaluate(COLOURS)
    assert ink == "rgb(0, 0, 0)"
    assert paper == "rgb(255, 255, 255)"
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("heading", level=3).first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_the_card_in_the_chat_of_another_site_leads_to_the_page_on_signposts_own(
    visit: Callable[..., Window], gateway: RunningGateway
) -> None:
    card = Card("plan", "plan", "Plan: Automate", "Only for you.", url=f"/plans/{KEY}")
    gateway.engine.answers["Keep it"] = lambda _: Turn((Reply("Done.", (card,)),), {}, {})
    window = visit(gateway.site)
    window.launcher.click()
    window.say("Keep it")

    link = window.log.get_by_role("link", name="Open your plan")
    expect(link).to_have_attribute("href", f"{gateway.url}/plans/{KEY}")


def test_a_plan_is_deleted_with_the_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    link = page.get_by_role("link", name="Delete this plan")
    link.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Delete this plan?")
    page.get_by_role("button", name="Yes, delete it").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("The plan is deleted")


@pytest.mark.parametrize("looks", LOOKS, ids=str)
def test_axe_core_finds_nothing_in_any_state_of_it(
    opened: Callable[..., Page], gateway: RunningGateway, looks: dict[str, Any]
) -> None:
    page, trouble = opened(**looks), {}
    trouble["as it was made"] = found(page)
    page.get_by_role("button", name="Update this plan").click()
    trouble["laid out again"] = found(page)
    with gateway.database.open() as session:
        Programmes(session).replace_all([])
        Releases(session).note("nothing")
    page.goto(f"{gateway.url}/plans/{KEY}")
    trouble["out of date"] = found(page)
    page.get_by_role("link", name="Delete this plan").click()
    trouble["asked"] = found(page)
    page.get_by_role("button", name="Yes, delete it").click()
    trouble["deleted"] = found(page)

    assert {state: what for state, what in trouble.items() if what} == {}
