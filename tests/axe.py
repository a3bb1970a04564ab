"""What axe-core finds on a page in a real browser.

tests/axe_core holds axe-core 4.14.1 as its makers publish it (MPL-2.0, unchanged, for tests alone).
"""

from typing import Any

from playwright.sync_api import Page

from tests.browser import PROJECT

AXE = PROJECT / "tests" / "axe_core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
]


def found(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core finds, each rule with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    result: dict[str, Any] = page.evaluate(
        "([within, values]) => axe.run(within, { runOnly: { type: 'tag', values } })", [within, RULES]
    )
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in result["violations"]]
