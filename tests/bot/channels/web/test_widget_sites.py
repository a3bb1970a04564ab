"""What a site's owner has set, as its visitors meet it, and the page that makes the snippet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.channels.web.sites import Colours, Site
from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi
from tests.bot.channels.web.gateways import running
from tests.bot.channels.web.test_widget_access import CONTRAST, TEXTS, with_everything
from tests.browser import screenshot
from tests.looks import edgeless, trouble

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]

PURPLE = {"accent": "#5a1478", "text": "#ffffff", "accent_dark": "#d9b3ea", "text_dark": "#1b0524"}
# as little contrast as is taken, on the text and on white
POOREST = {"accent": "#767676", "text": "#ffffff", "accent_dark": "#8f8f8f", "text_dark": "#000000"}
SET = {"name": "Le Hub", "greeting": "Bonjour.", "language": "fr", "colours": PURPLE}
NORTH = Site("north", "The North Hub", frozenset(), None, "Welcome to the North Hub.", Colours(**PURPLE))
DENIED = "(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); })()"


def test_a_page_that_names_no_site_asks_for_none(visit: Visit, api: FakeApi) -> None:
    visit(api.url).greeted()

    assert api.sites_asked == []
    assert api.chat.site is None


@pytest.mark.parametrize(
    ("scheme", "launcher"), [("light", "rgb(90, 20, 120)"), ("dark", "rgb(217, 179, 234)")]
)
def test_the_chat_has_the_name_and_the_colours_of_its_site(
    visit: Visit, api: FakeApi, scheme: str, launcher: str
) -> None:
    api.settings = SET
    window = visit(f"{api.site}?plain", color_scheme=scheme)

    expect(window.launcher).to_have_css("background-color", launcher)
    window.open()
    expect(window.chat.get_by_role("dialog", name="Le Hub")).to_be_visible()
    expect(window.chat.get_by_role("heading", name="Le Hub")).to_have_attribute("lang", "fr")
    assert api.sites_asked == ["a-growth-hub"]


def test_what_the_page_itself_sets_comes_before_what_the_server_says(visit: Visit, api: FakeApi) -> None:
    api.settings = SET
    window = visit()
    expect(window.launcher).to_have_css("background-color", "rgb(90, 20, 120)")
    window.page.evaluate(
        """(() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync("signpost-chat { --signpost-accent: rgb(1, 2, 3); }");
        document.adoptedStyleSheets = [sheet]; })()"""
    )

    expect(window.launcher).to_have_css("background-color", "rgb(1, 2, 3)")
    window.open()
    expect(window.chat.get_by_role("dialog", name="Ask the hub")).to_be_visible()


def test_a_greeting_in_another_language_is_marked_so_and_nothing_else_is(visit: Visit, api: FakeApi) -> None:
    api.settings, api.greeting = SET, {"text": "Bonjour."}
    window = visit()
    window.launcher.click()
    window.say("Hello")
    expect(window.log.get_by_text("You said: Hello", exact=True)).to_be_visible()

    expect(window.log.locator(".bubble[lang]")).to_have_count(1)
    expect(window.log.locator(".bubble[lang=fr]")).to_have_text("Bonjour.")
    window.page.reload()
    window.launcher.click()
    expect(window.log.locator(".bubble[lang=fr]")).to_have_text("Bonjour.")


@pytest.mark.parametrize(
    "settings", [None, {}, {"colours": {"accent": "red; } * { display: none"}, "name": "", "greeting": 7}]
)
def test_without_settings_or_with_strange_ones_nobody_is_bothered(
    visit: Visit, api: FakeApi, settings: dict[str, Any] | None
) -> None:
    api.settings = settings
    window = visit().open()

    expect(window.chat.locator(".header")).to_have_css("background-color", "rgb(10, 90, 76)")
    expect(window.status).to_have_text("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_with_the_least_contrast_that_is_taken_can_be_read_everywhere(
    visit: Visit, api: FakeApi, scheme: str
) -> None:
    api.settings = {**SET, "colours": POOREST}
    window = visit(color_scheme=scheme)
    grey = {"light": "rgb(118, 118, 118)", "dark": "rgb(143, 143, 143)"}[scheme]
    expect(window.launcher).to_have_css("background-color", grey)
    with_everything(window.open(), api)
    window.choice("Go on").hover()

    poor = {
        text.get_attribute("class") or text.evaluate("e => e.tagName"): text.evaluate(CONTRAST)
        for text in [*window.chat.locator(TEXTS).all(), window.choice("Go on")]
        if text.is_visible() and text.evaluate(CONTRAST) < 4.5
    }
    assert poor == {}


def test_the_real_gateway_dresses_and_greets_for_the_site_alone(visit: Visit, tmp_path: Path) -> None:
    with running(tmp_path, NORTH, allowed=False) as gateway:
        window = visit(f"{gateway.site}?site=north&plain")
        expect(window.launcher).to_have_css("background-color", "rgb(90, 20, 120)")
        window.launcher.click()
        expect(window.log).to_contain_text("Welcome to the North Hub.")
        expect(window.log).to_contain_text("You said: Hello")
        said = window.log.inner_text()
        assert said.index("Welcome") < said.index("You said: Hello")
        expect(window.chat.get_by_role("dialog", name="The North Hub")).to_be_visible()

        unknown = visit(f"{gateway.site}?site=no-such-site&plain")
        unknown.launcher.click()
        expect(unknown.log).to_contain_text("You said: Hello")
        expect(unknown.log).not_to_contain_text("Welcome")


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 700}},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"viewport": {"width": 1280, "height": 900}},
    ],
    ids=["narrow", "dark", "forced", "wide"],
)
def test_the_page_for_owners_can_be_read_and_used(
    visit: Visit, tmp_path: Path, options: dict[str, Any]
) -> None:
    with running(tmp_path, NORTH, allowed=False) as gateway:
        page = visit(f"{gateway.url}/embed?site=north", **options).page
        expect(page.get_by_role("button", name="Copy the snippet")).to_be_visible()

        assert trouble(page) == []
        if options.get("forced_colors"):
            assert edgeless(page) == []
        screenshot(page, "embed")


def test_the_snippet_is_copied_and_the_preview_is_the_sites_chat(visit: Visit, tmp_path: Path) -> None:
    with running(tmp_path, NORTH, allowed=False) as gateway:
        window = visit(f"{gateway.url}/embed", permissions=["clipboard-read", "clipboard-write"])
        page = window.page
        page.get_by_label("The id of your site").fill("north")
        page.get_by_role("button", name="Show the snippet").click()
        page.get_by_role("button", name="Copy the snippet").click()

        expect(page.locator("#copied")).to_have_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f'<script src="{gateway.url}/widget.js" type="module"></script>')
        assert 'data-site="north"' in copied
        expect(window.launcher).to_have_css("background-color", "rgb(90, 20, 120)")
        assert gateway.engine.asked == []


def test_where_nothing_can_be_copied_the_snippet_is_marked_instead(visit: Visit, tmp_path: Path) -> None:
    with running(tmp_path, NORTH) as gateway:
        page = visit(f"{gateway.url}/embed").page
        page.evaluate(DENIED)
        page.get_by_role("button", name="Copy the snippet").click()

        expect(page.locator("#copied")).to_contain_text("is marked")
        assert page.evaluate("getSelection().toString()").startswith("<script src=")


def test_until_it_is_opened_a_page_loads_one_script_and_its_settings_and_nothing_else(
    visit: Visit, api: FakeApi
) -> None:
    window = visit("about:blank")
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.page.goto(api.site)
    expect(window.launcher).to_be_visible()
    window.page.wait_for_load_state("networkidle")

    of_signpost = [url.removeprefix(api.url) for url in asked if url.startswith(api.url)]
    assert of_signpost == ["/widget.js", "/api/sites/a-growth-hub"]
    assert window.page.evaluate("localStorage.length") == 0
