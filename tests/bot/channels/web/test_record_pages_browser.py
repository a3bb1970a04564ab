"""The pages of the programmes in a real browser: with its policy, by keyboard, and without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.gateways import RunningGateway, running
from tests.databases import filled

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    with running(tmp_path) as served:
        filled(served.database)
        yield served


def test_the_policy_of_the_page_lets_its_data_pass(visit: Visit, gateway: RunningGateway) -> None:
    # what the policy stops is reported on the console, and the fixture fails for it
    window = visit(f"{gateway.url}/programmes/made-smarter-west-midlands")

    expect(window.page.get_by_role("heading", level=1)).to_have_text("Made Smarter West Midlands")
    data = window.page.locator('script[type="application/ld+json"]').text_content()
    assert data is not None
    assert window.page.evaluate("text => JSON.parse(text).name", data) == "Made Smarter West Midlands"


def test_without_javascript_the_list_is_narrowed_and_a_programme_read(
    visit: Visit, gateway: RunningGateway
) -> None:
    page = visit(f"{gateway.url}/programmes", java_script_enabled=False).page
    page.get_by_label("What you need").select_option("loan")
    page.get_by_label("Place", exact=True).select_option("dudley")
    page.get_by_label("Who gives it").select_option("private")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Place", exact=True)).to_have_value("dudley")

    page.get_by_role("link", name="BCRS").first.click()

    expect(page.get_by_role("heading", name="Who it is for")).to_be_visible()


def test_the_list_is_read_on_page_by_page(visit: Visit, gateway: RunningGateway) -> None:
    page = visit(f"{gateway.url}/programmes").page
    first = page.locator(".found h3").first.text_content()

    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".found h3").first).not_to_have_text(first or "")
    page.get_by_role("link", name="First page").click()

    expect(page.locator(".found h3").first).to_have_text(first or "")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(visit: Visit, gateway: RunningGateway, width: int) -> None:
    page = visit(gateway.url, viewport={"width": width, "height": 800}).page

    for path in ("/programmes", "/programmes/made-smarter-west-midlands", "/programmes/help-to-grow-digital"):
        page.goto(gateway.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
