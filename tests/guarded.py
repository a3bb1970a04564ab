"""A page in a real browser of which everything is noted that a script in it could do."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Page

# what `tests.hostile` sets where it runs, and what it loads
UNTOUCHED = (
    "() => [String(window.__hacked), document.querySelectorAll('[onerror], [onload], base, iframe').length]"
)
# text of others whose signs for the direction of writing would turn the words beside it as well
ASTRAY = """() => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean)];
  const signs = /[\\u202a-\\u202e\\u2066-\\u2069]/;
  const turning = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && signs.test(n.data));
  return roots.flatMap((root) => [...root.querySelectorAll("body *, .log *")]).filter((e) => {
    const style = turning(e) && getComputedStyle(e);
    return style && style.display === "inline" && !/isolate|plaintext/.test(style.unicodeBidi);
  }).map((e) => `${e.localName}.${e.className} ${e.textContent.slice(0, 60)}`);
}"""


class Guarded:
    """A page, and what happened in it that should not: questions, windows, errors, requests to others."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.happened: list[str] = []
        page.on("dialog", self._asked)
        page.on("popup", lambda _: self.happened.append("a window"))
        page.on("download", lambda _: self.happened.append("a download"))
        page.on("pageerror", lambda error: self.happened.append(str(error)))
        page.on("console", self._told)
        page.on("request", lambda one: one.url.startswith(home) or self.happened.append(one.url))

    def trouble(self) -> list[Any]:
        """Return what happened so far, and what stands in the page that may not."""
        touched = self.page.evaluate(UNTOUCHED)
        return [
            *self.happened,
            *([] if touched == ["undefined", 0] else [touched]),
            *self.page.evaluate(ASTRAY),
        ]

    def _asked(self, dialog: Dialog) -> None:
        self.happened.append("a question")
        dialog.dismiss()

    def _told(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.happened.append(line.text)
