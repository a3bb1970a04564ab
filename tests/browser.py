"""A real headless Chromium for the tests of what people see.

In a folder's conftest.py: `import tests.browser`, then `browser = tests.browser.browser`. It lives as long as
the module that asks for it: Playwright keeps an event loop running meanwhile, so that no asynchronous test of
the same module could start.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

MISSING = "Chromium is missing: on Debian, apt-get install chromium-headless-shell"
PROJECT = Path(__file__).resolve().parents[1]
NAMES = ("chromium-headless-shell", "chromium")  # the first is Chromium without windows: a third of the time


def chromium() -> str:
    """Return where Chromium is; without it skip, or fail where nothing may be skipped (CI=true)."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    return path


def arguments() -> list[str]:
    """Return what Chromium needs here: its sandbox does not work for root."""
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else ["--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser; make a context of your own in each test, so that nothing is shared."""
    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments())
        yield started
        started.close()


def send(page: Page, button: str | Locator) -> None:
    """Press the button of a form, and be on the page that answers it.

    Without waiting, what comes next may still meet the page before, or a page that is on its way.
    """
    found = page.get_by_role("button", name=button, exact=True) if isinstance(button, str) else button
    with page.expect_navigation():
        found.click()


def screenshot(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a picture in the folder that SIGNPOST_SCREENSHOTS names, for the documents; without it do nothing.

    `whole` is the page to its end, and otherwise what a screen holds.
    """
    if folder := os.environ.get("SIGNPOST_SCREENSHOTS"):
        page.screenshot(path=Path(PROJECT, folder, f"{name}.png"), full_page=whole)
