"""Can everybody use the chat: by keyboard, by ear, enlarged, in the dark, on a small screen (WCAG 2.2 AA)?"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi
from tests.bot.channels.web.samples import CARD, OFFER

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]

LONG = {"text": "A long answer. " * 120, "cards": [CARD] * 3}
ROADMAP = {
    "text": "In this order:",
    "cards": [{**CARD, "kind": "step", "title": f"Step {n}"} for n in (1, 2, 3)],
}

# What stands before a background, as a person sees it: the colours are walked up through the shadow root.
CONTRAST = """(element) => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement ?? e.getRootNode().host) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba("Canvas");
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const style = getComputedStyle(element, element.matches("textarea") ? "::placeholder" : null);
  return ratio(light(rgba(style.color)), light(behind(element)));
}"""
TEXTS = (
    "h2, h3, .owner, .who, .bubble p, .bubble li, .badge, .kind, .card-text, .label, .said, .where, "
    ".new-tab, .choice, .send, .hint, textarea, .option, .yes, .no, .question p, .delivery p, .again, .status"
)
# A scroll container of its own that is wider inside than outside makes people scroll in two directions.
TOO_WIDE = """() => {
  const root = document.querySelector("signpost-chat").shadowRoot;
  const wide = [...root.querySelectorAll("*")].filter((e) => e.clientWidth
    && e.scrollWidth > e.clientWidth + 1 && !e.matches(".unseen, .unseen *, .status, .send span"));
  const page = document.scrollingElement.scrollWidth > innerWidth ? ["page"] : [];
  return [...wide.map((e) => e.className || e.tagName), ...page];
}"""
TARGETS = """() => [...document.querySelector("signpost-chat").shadowRoot
  .querySelectorAll("button, textarea, a.visit")]
  .map((e) => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
  .filter(([, r]) => r.width).map(([name, r]) => [name, r.width, r.height])"""


def with_everything(window: Window, api: FakeApi) -> Window:
    """Bring every kind of thing on the screen: cards, open and closed choices, a failure, steps."""
    api.answers += [OFFER, {**ROADMAP, "choices": [{"label": "Go on", "choice": "c3"}]}]
    window.say("We need money")
    window.choice("Tell me more").click()
    expect(window.choice("Go on")).to_be_visible()
    return window


def test_opening_puts_the_focus_into_the_box_and_escape_returns_it(visit: Visit) -> None:
    window = visit().open()
    assert window.focused() == "input"

    window.page.keyboard.press("Escape")

    expect(window.chat.get_by_role("dialog")).to_be_hidden()
    assert window.focused() == "launcher"


def test_closing_by_the_button_returns_the_focus_too(window: Window) -> None:
    window.chat.get_by_role("button", name="Close the chat").click()

    assert window.focused() == "launcher"


def test_everything_can_be_done_by_keyboard(visit: Visit, api: FakeApi) -> None:
    api.answers.append(OFFER)
    window = visit()
    keys = window.page.keyboard
    window.page.locator("#before").focus()
    keys.press("Tab")
    assert window.focused() == "launcher"
    keys.press("Enter")
    window.greeted()
    keys.type("We need")
    keys.press("Shift+Enter")
    keys.type("money")
    keys.press("Enter")
    expect(window.choice("Other options")).to_be_visible()
    assert api.posts[-1]["text"] == "We need\nmoney"

    keys.press("Shift+Tab")
    expect(window.choice("Other options")).to_be_focused()
    keys.press("Space")

    expect(window.log.get_by_text("You said: Other options")).to_be_visible()
    assert window.focused() == "input"


def test_the_focus_is_never_trapped(window: Window) -> None:
    seen = []
    for _ in range(12):
        window.page.keyboard.press("Tab")
        seen.append(window.focused())
    assert "after" in seen

    window.page.locator("#after").focus()
    for _ in range(12):
        window.page.keyboard.press("Shift+Tab")
        seen.append(window.focused())
    assert "before" in seen


def test_the_options_are_asked_by_keyboard_and_escape_goes_one_step_back(
    window: Window, api: FakeApi
) -> None:
    window.chat.get_by_role("button", name="Options", exact=True).press("Enter")
    window.chat.get_by_role("button", name="Delete this chat").press("Enter")
    expect(window.chat.get_by_role("group", name="Delete this chat?")).to_be_visible()
    assert window.focused() == "no"

    window.page.keyboard.press("Escape")

    expect(window.chat.get_by_role("group", name="Delete this chat?")).to_be_hidden()
    expect(window.chat.get_by_role("dialog")).to_be_visible()
    assert not api.chat.gone


def test_what_is_said_is_announced_and_the_status_is_apart(window: Window) -> None:
    expect(window.log).to_have_attribute("aria-live", "polite")
    expect(window.log).to_have_accessible_name("What was said")
    assert window.log.get_by_role("status").count() == 0
    expect(window.status).to_have_count(1)


def test_a_history_is_not_read_out_but_what_follows_is(window: Window, api: FakeApi) -> None:
    window.page.add_init_script(
        """window.live = [];
        const attach = Element.prototype.attachShadow;
        Element.prototype.attachShadow = function (options) {
          const root = attach.call(this, options);
          new MutationObserver((list) => { for (const one of list) for (const node of one.addedNodes)
            if (node.matches?.(".message")) live.push(one.target.getAttribute("aria-live"));
          }).observe(root, { childList: true, subtree: true });
          return root;
        };"""
    )
    window.page.reload()
    window.open()
    expect(window.log).to_have_attribute("aria-live", "polite")
    window.say("We need money")
    expect(window.log.get_by_text("You said: We need money")).to_be_visible()

    assert window.page.evaluate("live") == ["off", "polite", "polite"]


def test_every_button_and_field_has_a_name(window: Window, api: FakeApi) -> None:
    with_everything(window, api)
    window.chat.get_by_role("button", name="Options", exact=True).click()

    for role in ("button", "textbox", "link"):
        for one in window.chat.get_by_role(role).all():  # type: ignore[arg-type]
            expect(one).to_have_accessible_name(re.compile(r"\w"))


@pytest.mark.parametrize("size", [(1280, 860), (320, 640), (320, 256)])
def test_nothing_needs_sideways_scrolling(visit: Visit, api: FakeApi, size: tuple[int, int]) -> None:
    window = visit(viewport={"width": size[0], "height": size[1]}).open()
    api.answers.append(
        {"text": "x" * 300 + " https://www.example.org/" + "y" * 200, "cards": [{**CARD, "title": "z" * 90}]}
    )
    window.say("w" * 300)
    expect(window.log.get_by_role("article")).to_be_visible()
    with_everything(window, api)
    window.chat.get_by_role("button", name="Options", exact=True).click()
    window.chat.get_by_role("button", name="Delete this chat").click()

    assert window.page.evaluate(TOO_WIDE) == []


def test_the_whole_chat_can_be_read_and_used_at_400_percent(visit: Visit, api: FakeApi) -> None:
    window = visit(viewport={"width": 320, "height": 256}, reduced_motion="reduce").open()
    api.answers.append(LONG)
    window.say("We need money")
    expect(window.log.get_by_role("article")).to_have_count(3)

    last, foot = (
        window.log.locator(".message").last.bounding_box(),
        window.chat.locator(".foot").bounding_box(),
    )
    assert last is not None
    assert foot is not None
    assert last["y"] + last["height"] <= foot["y"]
    link = window.log.get_by_role("link").last
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport()
    window.box.scroll_into_view_if_needed()
    expect(window.box).to_be_in_viewport()
    close = window.chat.get_by_role("button", name="Close the chat")
    close.scroll_into_view_if_needed()
    expect(close).to_be_in_viewport()


def test_a_long_answer_is_shown_from_its_question_on(window: Window, api: FakeApi) -> None:
    api.answers.append(LONG)
    window.say("We need money")

    expect(window.log.get_by_text("We need money", exact=True)).to_be_in_viewport()
    expect(window.log.get_by_role("article").last).not_to_be_in_viewport()


def test_a_reply_that_comes_while_somebody_reads_above_does_not_move_the_page(
    window: Window, api: FakeApi
) -> None:
    api.answers.append(LONG)
    window.say("We need money")
    expect(window.log.get_by_role("article")).to_have_count(3)
    window.log.evaluate("e => e.scrollTo({ top: 0, behavior: 'instant' })")
    api.push("I am an adviser.")

    expect(window.log.get_by_text("I am an adviser.")).not_to_be_in_viewport()
    window.chat.get_by_role("button", name="New message below").click()
    expect(window.log.get_by_text("I am an adviser.")).to_be_in_viewport()
    expect(window.chat.get_by_role("button", name="New message below")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_pressed_is_at_least_44_pixels_high_and_links_24(
    visit: Visit, api: FakeApi, width: int
) -> None:
    window = visit(viewport={"width": width, "height": 860}).open()
    with_everything(window, api)
    window.chat.get_by_role("button", name="Options", exact=True).click()

    targets = window.page.evaluate(TARGETS)
    assert len(targets) > 8
    for name, wide, high in targets:
        least = 24 if name.startswith("Go to") else 43.9
        assert min(wide, high) >= least, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit: Visit, api: FakeApi, scheme: str) -> None:
    window = visit(color_scheme=scheme).open()
    with_everything(window, api)
    api.refuse = (429, "too_many_messages", "Wait a minute.")
    window.say("more")
    expect(window.log).to_contain_text("Wait a minute.")
    window.page.context.set_offline(True)
    expect(window.status).to_contain_text("offline")
    window.chat.get_by_role("button", name="Options", exact=True).click()
    window.chat.get_by_role("button", name="Delete this chat").click()

    poor = {}
    for text in window.chat.locator(TEXTS).all():
        ratio = text.evaluate(CONTRAST)
        if text.is_visible() and ratio < 4.5:
            poor[text.get_attribute("class") or text.evaluate("e => e.tagName")] = ratio
    assert poor == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_what_is_pressed_can_be_seen(visit: Visit, scheme: str) -> None:
    window = visit(color_scheme=scheme).open()

    edge = window.box.evaluate(CONTRAST.replace("style.color", "getComputedStyle(element).borderTopColor"))
    assert edge >= 3


def test_reduced_motion_is_respected(visit: Visit, api: FakeApi) -> None:
    window = visit(reduced_motion="reduce").open()

    moving = window.page.evaluate("document.querySelector('signpost-chat').shadowRoot.getAnimations().length")
    assert moving == 0


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"viewport": {"width": 375, "height": 740}}],
    ids=["dark", "forced", "phone"],
)
def test_every_state_can_be_drawn(
    visit: Visit, api: FakeApi, tmp_path: Path, options: dict[str, Any]
) -> None:
    window = with_everything(visit(**options).open(), api)

    assert len(window.page.screenshot(path=tmp_path / "chat.png")) > 10_000


def test_with_forced_colours_buttons_keep_an_edge(visit: Visit, api: FakeApi) -> None:
    window = with_everything(visit(forced_colors="active").open(), api)

    for selector in (".choice", ".send", ".tool", ".badge", ".from-person .bubble"):
        width = window.chat.locator(selector).first.evaluate(
            "e => parseFloat(getComputedStyle(e).borderTopWidth)"
        )
        assert width >= 1, selector


def test_on_a_page_from_right_to_left_the_chat_is_mirrored(visit: Visit, api: FakeApi) -> None:
    window = visit(f"{api.site}?dir=rtl").open()
    with_everything(window, api)

    assert window.page.evaluate(TOO_WIDE) == []
    box, send = window.box.bounding_box(), window.chat.get_by_role("button", name="Send").bounding_box()
    assert box is not None
    assert send is not None
    assert send["x"] < box["x"]
    assert window.page.evaluate("document.querySelector('signpost-chat').getBoundingClientRect().left") < 40


def test_a_site_can_set_the_colours_and_the_size(window: Window) -> None:
    window.page.evaluate(
        """(() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync("signpost-chat { --signpost-accent: rgb(90, 20, 120); --signpost-width: 20em; }");
        document.adoptedStyleSheets = [sheet]; })()"""
    )

    header = window.chat.locator(".header")
    expect(header).to_have_css("background-color", "rgb(90, 20, 120)")
    assert window.chat.locator(".panel").evaluate("e => e.getBoundingClientRect().width") == 320


def test_a_site_with_a_shrunken_rem_does_not_shrink_the_chat(window: Window) -> None:
    expect(window.box).to_have_css("font-size", "16px")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_what_has_the_focus_can_be_seen(visit: Visit, api: FakeApi, options: dict[str, Any]) -> None:
    window = with_everything(visit(**options).open(), api)
    window.chat.get_by_role("button", name="Options", exact=True).click()
    window.page.locator("#before").focus()

    seen: dict[str, Any] = {}
    for _ in range(14):
        window.page.keyboard.press("Tab")
        name = window.focused()
        seen[name] = window.page.evaluate(
            """() => { const e = document.querySelector("signpost-chat").shadowRoot.activeElement;
            const style = e && getComputedStyle(e);
            return e && [style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
        )
    inside = {name: outline for name, outline in seen.items() if outline}
    assert {"tool", "option", "log", "input", "send"} <= {name.split()[0] for name in inside}
    assert {name: o for name, o in inside.items() if o[0] == "none" or o[1] < 2} == {}
