"""What a person meets who uses the chat widget, in a real Chromium under a strict Content-Security-Policy."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import GREETING, STATIC, FakeApi
from tests.bot.channels.web.samples import CARD, OFFER

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]

EVIL = [
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "</textarea><svg onload=document.title='hacked'>",
    "[a](javascript:document.title='hacked')",
    "{{7*7}} ${7*7} &lt;b&gt;",
]


def test_a_new_chat_begins_only_when_somebody_opens_it(visit: Visit, api: FakeApi) -> None:
    window = visit()
    expect(window.launcher).to_be_visible()
    assert api.chats == {}

    window.open()

    assert api.chat.site == "a-growth-hub"
    expect(window.chat.get_by_role("dialog", name="Ask the hub")).to_be_visible()


def test_on_signposts_own_page_the_chat_is_there_at_once(visit: Visit, api: FakeApi) -> None:
    window = visit(api.url).greeted()

    expect(window.launcher).to_be_hidden()
    expect(window.chat.get_by_role("region", name="Signpost")).to_be_visible()
    expect(window.chat.get_by_role("button", name="Close the chat")).to_be_hidden()


def test_what_is_said_is_answered_once(window: Window, api: FakeApi) -> None:
    window.say("We need money")

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    # the answer comes with the request and again as a live event
    api.push("the end", "bot")
    expect(window.log.get_by_text("the end")).to_have_count(1)
    expect(window.log.locator(".message")).to_have_count(4)
    expect(window.box).to_have_value("")


def test_a_card_shows_its_badge_its_lines_and_where_its_link_leads(window: Window, api: FakeApi) -> None:
    api.answers.append(OFFER)
    window.say("We need money")

    card = window.log.get_by_role("article")
    expect(card.get_by_role("heading", name="Made Smarter")).to_be_visible()
    for text in ("Public", "Programme", "Help for makers.", "Why it fits:", "You make things.", "Ask first."):
        expect(card.get_by_text(text, exact=True)).to_be_visible()
    link = card.get_by_role("link", name="Go to example.org (opens in a new tab)")
    expect(link).to_have_attribute("href", "https://www.example.org/made-smarter")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    expect(window.log.get_by_role("listitem").filter(has_text="two")).to_be_visible()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org", "", None, "no url"]
)
def test_only_web_addresses_become_links(window: Window, api: FakeApi, url: str | None) -> None:
    api.answers.append({"text": "", "cards": [{**CARD, "url": url}]})
    window.say("anything")

    expect(window.log.get_by_role("article")).to_be_visible()
    expect(window.log.get_by_role("link")).to_have_count(0)


def test_a_web_address_in_an_answer_can_be_followed(window: Window, api: FakeApi) -> None:
    api.answers.append({"text": "Ask at https://www.gov.uk/help. Or write."})
    window.say("anything")

    expect(window.log.get_by_role("link")).to_have_attribute("href", "https://www.gov.uk/help")


def test_a_choice_is_sent_as_its_id_and_closes_the_others(window: Window, api: FakeApi) -> None:
    api.answers.append(OFFER)
    window.say("We need money")
    window.choice("Tell me more").click()

    expect(window.log.get_by_text("You said: Tell me more")).to_be_visible()
    assert api.posts[-1]["choice"] == "c1"
    assert "text" not in api.posts[-1]
    for label in ("Tell me more (chosen)", "Other options"):
        expect(window.choice(label)).to_be_visible()
        expect(window.choice(label)).to_be_disabled()


def test_html_and_scripts_in_any_field_stay_text(visit: Visit, api: FakeApi) -> None:
    for evil in EVIL:
        card = {**CARD, "title": evil, "text": evil, "lines": [[evil, evil]], "badge": evil, "kind": evil}
        choice = {"label": evil, "choice": "c1"}
        api.answers.append({"text": evil, "cards": [card], "choices": [choice], "notices": [evil]})
    window = visit().open()
    for evil in EVIL:
        window.say(evil)
        expect(window.log.locator(".from-bot").last.get_by_text(evil, exact=True)).to_have_count(7)
        expect(window.log.locator(".from-person").last.get_by_text(evil, exact=True)).to_have_count(1)
    api.push(EVIL[0], "system")
    expect(window.log.locator(".from-system")).to_have_count(1)

    assert window.page.title() == "A growth hub"
    assert window.log.locator("script, img, [onload], [onerror]").count() == 0


def test_a_message_over_2000_characters_is_not_sent_and_the_counter_says_why(
    window: Window, api: FakeApi
) -> None:
    window.box.fill("x" * 1899)
    expect(window.chat.get_by_text("You have 101 characters left.").first).to_be_visible()
    window.say("😀" * 2001)

    expect(window.chat.get_by_text("Your message is 1 character too long.").first).to_be_visible()
    expect(window.box).to_have_attribute("aria-invalid", "true")
    assert api.posts == []
    window.say("😀" * 2000)
    expect(window.log.locator(".from-person")).to_have_count(1)


def test_nothing_but_space_is_not_sent(window: Window, api: FakeApi) -> None:
    window.say("   \n ")

    expect(window.log.locator(".from-person")).to_have_count(0)
    assert api.posts == []


def test_start_again_opens_another_chat_after_asking(window: Window, api: FakeApi) -> None:
    window.say("We need money")
    expect(window.log.get_by_text("You said: We need money")).to_be_visible()
    window.option("Start again", "No, go back")
    assert len(api.chats) == 1

    window.option("Start again", "Yes, start again")

    expect(window.log.locator(".message")).to_have_count(1)
    assert len(api.chats) == 2
    assert window.focused() == "input"


def test_an_answer_to_the_chat_before_is_not_shown_in_the_new_one(window: Window, api: FakeApi) -> None:
    api.slow_s = 1
    window.say("We need money")
    window.option("Start again", "Yes, start again")
    expect(window.log.locator(".message")).to_have_count(1)
    api.slow_s = 0
    window.say("second")

    expect(window.log.get_by_text("You said: second")).to_be_visible()
    expect(window.log).not_to_contain_text("We need money")


def test_deleting_deletes_on_the_server_and_says_so(window: Window, api: FakeApi) -> None:
    window.say("something private")
    expect(window.log.get_by_text("You said: something private")).to_be_visible()
    old = api.chat
    window.option("Delete this chat", "Yes, delete it")

    expect(window.log).to_contain_text("The chat was deleted.")
    expect(window.log).not_to_contain_text("something private")
    assert old.gone
    kept = window.page.evaluate("JSON.stringify(localStorage)")
    assert old.token not in kept
    assert "private" not in kept


def test_the_widget_is_small() -> None:
    files = sorted(STATIC.rglob("*.js"))
    together = sum(len(gzip.compress(path.read_bytes())) for path in files)

    assert together < 40_000


def test_the_greeting_stands_above_what_a_fast_typist_said_before_it_came(visit: Visit, api: FakeApi) -> None:
    api.slow_start_s = 0.7
    window = visit()
    window.launcher.click()
    window.say("We need money")

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    said = window.log.inner_text()
    assert said.index(GREETING) < said.index("We need money")


def test_nothing_but_the_log_scrolls(window: Window, api: FakeApi) -> None:
    for number in range(12):
        api.push(f"line {number}", "bot")
    expect(window.log.get_by_text("line 11", exact=True)).to_have_count(1)

    overflow = window.chat.locator(".panel").evaluate("panel => panel.scrollHeight - panel.clientHeight")

    assert overflow == 0
