"""The widget in a real browser, on Signpost's own page or on somebody else's site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import tests.browser
from tests.bot.channels.web.fake_api import FakeApi, running

browser = tests.browser.browser  # a fixture

# the browser's own word for a request that failed, which is what some tests are about
EXPECTED = "Failed to load resource"
WATCH = """
addEventListener("securitypolicyviolation",
  (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
"""


@dataclass
class Window:
    """One page with the widget, and what went wrong in it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    @property
    def chat(self) -> Locator:
        return self.page.locator("signpost-chat")

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="Find business support")

    @property
    def log(self) -> Locator:
        return self.chat.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.chat.get_by_label("Your message")

    @property
    def status(self) -> Locator:
        return self.chat.get_by_role("status")

    def open(self) -> "Window":
        """Open the panel and wait for the greeting."""
        self.launcher.click()
        return self.greeted()

    def greeted(self) -> "Window":
        expect(self.log).to_contain_text("Hello, I am Signpost")
        return self

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def choice(self, label: str) -> Locator:
        return self.log.get_by_role("button", name=label)

    def option(self, name: str, answer: str) -> None:
        """Choose something from the options and answer the question that follows."""
        self.chat.get_by_role("button", name="Options", exact=True).click()
        self.chat.get_by_role("button", name=name, exact=True).click()
        self.chat.get_by_role("button", name=answer).click()

    def focused(self) -> str:
        """Return the name of what has the focus: of the part inside the widget, if it is inside."""
        inside = "document.querySelector('signpost-chat').shadowRoot.activeElement ?? document.activeElement"
        return self.page.evaluate(
            f"(() => {{ const e = {inside}; return e.id || e.getAttribute('class') || e.tagName; }})()"
        )


@pytest.fixture
def api() -> Iterator[FakeApi]:
    with running() as fake:
        yield fake


@pytest.fixture
def visit(browser: Browser, api: FakeApi) -> Iterator[Callable[..., Window]]:
    """Open a page in a fresh browser profile; at the end nothing may have gone wrong in any of them."""
    windows: list[Window] = []

    def go(url: str | None = None, **options: object) -> Window:
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(8000)
        window = Window(page)
        windows.append(window)
        page.on("pageerror", lambda error: window.problems.append(str(error)))
        page.on("console", lambda m: m.type == "error" and window.problems.append(m.text))
        page.add_init_script(WATCH)
        page.goto(url or api.site)
        return window

    yield go
    for window in windows:
        window.page.context.close()
    assert [p for window in windows for p in window.problems if EXPECTED not in p] == []


@pytest.fixture
def window(visit: Callable[..., Window]) -> Window:
    """A growth hub's site with the panel open."""
    return visit().open()
