"""Five thousand replies that mean harm, in the real widget: nothing runs, nothing is lost or too wide."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import batched, cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.channels.web.rendering import message
from knowledge.storage.outbox import Entry, Kind, Sender, Shown
from tests import hostile
from tests.bot.channels.web.fake_api import FakeApi
from tests.guarded import Guarded

pytestmark = pytest.mark.browser

AT_ONCE = 500  # one history; the page is loaded anew for the next
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SENDERS = (Sender.BOT, Sender.PERSON, Sender.BROKER, Sender.SYSTEM)
BLANK = r"[\s\ufeff\x85\x1c-\x1f]"
POINT = re.compile(rf"^{BLANK}*[-•*]{BLANK}+", re.MULTILINE)  # it becomes a dot before the line
HALVES = re.compile("[\ud800-\udfff]")

LOOK = """() => {
  const root = document.querySelector("signpost-chat").shadowRoot, odd = [];
  const tags = new Set(`div p span a ul ol li h3 article svg path button table thead tbody tr th td
    time`.split(/\\s+/));
  const names = new Set(`class dir data-id data-seq data-state data-of role aria-hidden aria-label href target
    rel type disabled lang scope viewBox focusable d`.split(/\\s+/));
  for (const e of root.querySelectorAll(".log *")) {
    if (!tags.has(e.localName)) odd.push(e.localName);
    for (const { name } of e.attributes) if (!names.has(name)) odd.push(`${e.localName} ${name}`);
    if (e.localName !== "a") continue;
    if (!/^https?:$/.test(e.protocol) || e.rel !== "noopener noreferrer") odd.push(e.href);
  }
  const read = [...root.querySelectorAll(".message")].map((row) => {
    const copy = row.cloneNode(true);
    copy.querySelectorAll(".new-tab").forEach((ours) => ours.remove());
    return copy.textContent;
  });
  // heads of tables and words for the ear are there and take up no room
  const unseen = ".unseen, .unseen *, thead, thead *";
  const box = (e) => e.getBoundingClientRect();
  const beyond = (e) => box(e).left < -1 || box(e).right > innerWidth + 1;
  const wide = [...root.querySelectorAll(".log, .log *:not(svg *)")].filter((e) => !e.matches(unseen)
    && (beyond(e) || (e.clientWidth && e.scrollWidth > e.clientWidth + 1)));
  return { odd, read, wide: wide.map((e) => `${e.localName}.${e.className} ${e.textContent.slice(0, 80)}`) };
}"""


@pytest.fixture
def guarded(browser: Browser, api: FakeApi) -> Iterator[Guarded]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    made = Guarded(context.new_page(), api.url)
    made.page.goto(api.url)
    expect(made.page.get_by_role("log")).to_contain_text("Hello, I am Signpost")
    yield made
    context.close()


def row(number: int, shown: Shown, sender: Sender) -> dict[str, Any]:
    """One row as the API gives it."""
    entry = Entry(f"e{number}", "c1", number + 1, sender, Kind.SAID, NOW, shown, None)
    made: dict[str, Any] = json.loads(json.dumps(message(entry)))
    return made


def told(one: dict[str, Any]) -> Iterator[str]:
    """Everything in a row that a person is to read."""
    yield from (*one["notices"], POINT.sub("", one["text"]))
    for card in one["cards"]:
        yield from (card["title"], card["badge"] or "", card["text"])
        yield from (text for line in card["lines"] for text in line)
        if card["table"]:
            names, *rows = card["table"]
            yield from (*names[1:], *(text for cells in rows for text in cells))
    yield from (choice["label"] for choice in one["choices"])


def plainly(text: str) -> str:
    """Return a text as it is compared: without blanks, half a character as the browser tells of it."""
    return re.sub(BLANK, "", HALVES.sub("\ufffd", text))


def test_nothing_runs_and_all_of_it_can_be_read_on_the_smallest_screen(
    guarded: Guarded, api: FakeApi
) -> None:
    page, replies = guarded.page, zip(range(hostile.ALL), hostile.replies(), cycle(SENDERS), strict=False)
    for batch in batched([row(*one) for one in replies], AT_ONCE):
        api.chat.rows = list(batch)
        page.reload()
        expect(page.locator(f'.message[data-id="{batch[-1]["id"]}"]')).to_be_attached(timeout=30_000)
        found = page.evaluate(LOOK)

        for one, read in zip(batch, map(plainly, found["read"]), strict=True):
            assert [text for text in told(one) if plainly(text) not in read] == [], one
        assert (found["odd"], found["wide"], guarded.trouble()) == ([], [], [])
    assert page.title() == "Signpost"


def test_what_somebody_types_is_sent_and_shown_as_it_is(guarded: Guarded, api: FakeApi) -> None:
    box, log = guarded.page.get_by_label("Your message"), guarded.page.get_by_role("log")
    typed = [
        text for text in hostile.texts(120) if text.strip() and len(text) < 2000 and not HALVES.search(text)
    ]
    for number, text in enumerate(typed[:40]):
        api.answers.append({"text": f"answer {number}"})
        box.fill(text)
        box.press("Enter")
        expect(log.get_by_text(f"answer {number}", exact=True)).to_be_attached()

    said = [plainly(text) for text in log.locator(".from-person .bubble").all_text_contents()]
    assert said == [plainly(POINT.sub("", text)) for text in typed[:40]]
    assert guarded.trouble() == []
