"""The widget when the page is loaded again, the network fails, or something comes without being asked for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.fake_api import FakeApi
from tests.bot.channels.web.samples import OFFER

pytestmark = pytest.mark.browser
Visit = Callable[..., Window]


def test_a_reload_shows_the_same_chat_without_a_second_greeting(window: Window, api: FakeApi) -> None:
    api.answers.append(OFFER)
    window.say("We need money")
    expect(window.choice("Tell me more")).to_be_visible()

    window.page.reload()
    window.open()

    expect(window.log.locator(".message")).to_have_count(3)
    expect(window.choice("Tell me more")).to_be_enabled()
    assert len(api.chats) == 1
    expect(window.status).to_have_text("")


def test_after_a_reload_old_choices_stay_closed(window: Window, api: FakeApi) -> None:
    api.answers.append(OFFER)
    window.say("We need money")
    window.choice("Tell me more").click()
    expect(window.log.get_by_text("You said: Tell me more")).to_be_visible()

    window.page.reload()
    window.open()

    expect(window.choice("Tell me more (chosen)")).to_be_disabled()


@pytest.mark.parametrize("how", ["expired", "deleted", "unknown"])
def test_a_chat_that_cannot_be_restored_is_replaced_and_that_is_said(
    window: Window, api: FakeApi, how: str
) -> None:
    window.say("something private")
    expect(window.log.get_by_text("You said: something private")).to_be_visible()
    old = api.chat
    old.gone = how == "deleted"
    old.token = "another" if how == "expired" else old.token
    if how == "unknown":
        del api.chats[old.id]

    window.page.reload()
    window.open()

    expect(window.log).to_contain_text("Your earlier chat has ended")
    expect(window.log).not_to_contain_text("something private")
    assert api.chat.id != old.id


def test_a_chat_that_ends_while_it_is_used_gives_back_what_was_not_sent(window: Window, api: FakeApi) -> None:
    api.push("still here", "bot")
    expect(window.log).to_contain_text("still here")
    api.chat.gone = True
    window.say("We need money")

    expect(window.log).to_contain_text("What you had written is still in the box")
    expect(window.box).to_have_value("We need money")
    window.box.press("Enter")
    expect(window.log.get_by_text("You said: We need money")).to_be_visible()


def test_a_message_written_without_network_arrives_once_when_it_is_back(window: Window, api: FakeApi) -> None:
    window.page.context.set_offline(True)
    window.say("We need money")
    expect(window.log).to_contain_text("Not sent yet")
    expect(window.status).to_contain_text("You are offline")

    window.page.context.set_offline(False)

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.log).not_to_contain_text("Not sent yet")
    expect(window.status).not_to_contain_text("offline")
    assert [post["text"] for post in api.posts] == ["We need money"]


def test_a_message_whose_answer_was_lost_is_sent_again_under_the_same_id(
    window: Window, api: FakeApi
) -> None:
    api.lose_answers = 2
    window.say("We need money")

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.status).to_have_text("You are connected again.")
    assert len(api.posts) == 3
    assert len({post["message_id"] for post in api.posts}) == 1
    assert [row["from"] for row in api.chat.rows] == ["bot", "person", "bot"]
    expect(window.log.locator(".message")).to_have_count(3)


def test_a_message_that_was_not_sent_survives_a_reload(window: Window, api: FakeApi) -> None:
    window.page.route("**/messages", lambda route: route.abort())
    window.say("We need money")
    expect(window.log).to_contain_text("Not sent yet")

    window.page.unroute("**/messages")
    window.page.reload()
    window.open()

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    assert len(api.posts) == 1


def test_what_the_server_refuses_can_be_sent_again(window: Window, api: FakeApi) -> None:
    api.refuse = (429, "too_many_messages", "That was a lot at once.")
    window.say("We need money")
    expect(window.log).to_contain_text("That was a lot at once.")

    api.refuse = None
    window.log.get_by_role("button", name="Send again").click()

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.log).not_to_contain_text("That was a lot at once.")
    assert len({post["message_id"] for post in api.posts}) == 1


def test_a_server_in_trouble_is_asked_again_and_its_word_is_shown_meanwhile(
    window: Window, api: FakeApi
) -> None:
    api.refuse = (503, "database_down", "Sorry. You can ask people: 01632 960001")
    window.say("We need money")
    expect(window.log).to_contain_text("01632 960001")

    api.refuse = None

    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
    expect(window.log).not_to_contain_text("01632 960001")


def test_a_site_that_may_not_use_the_chat_says_so(visit: Visit, api: FakeApi) -> None:
    api.refuse = (403, "foreign_origin", "This web site may not use the chat.")
    window = visit()
    window.launcher.click()

    expect(window.status).to_have_text("This web site may not use the chat.")


def test_a_fresh_token_is_used_from_then_on(window: Window, api: FakeApi) -> None:
    api.fresh_token = "the-next-one"
    window.say("one")
    expect(window.log.get_by_text("You said: one")).to_be_visible()
    window.say("two")
    expect(window.log.get_by_text("You said: two")).to_be_visible()

    window.page.reload()
    window.open()

    expect(window.log.get_by_text("You said: two")).to_be_visible()


def test_a_live_reply_is_shown_once_however_often_it_is_sent(window: Window, api: FakeApi) -> None:
    api.push("I am an adviser.")
    api.repeat_last_row()
    api.push("Second.")

    expect(window.log.get_by_text("Second.")).to_have_count(1)
    expect(window.log.get_by_text("I am an adviser.")).to_have_count(1)
    expect(window.log.get_by_text("The adviser said:").first).to_be_attached()


def test_a_lost_stream_is_taken_up_where_it_ended(window: Window, api: FakeApi) -> None:
    api.push("before")
    expect(window.log.get_by_text("before")).to_be_visible()
    api.hang_up()
    api.push("meanwhile")

    expect(window.log.get_by_text("meanwhile")).to_have_count(1)
    assert api.listeners[-1] == "2"


def test_the_header_says_who_answers(window: Window, api: FakeApi) -> None:
    api.own("broker")

    expect(window.chat).to_contain_text("You are talking to a person.")


def test_the_person_sees_that_the_adviser_has_seen_their_newest_message(window: Window, api: FakeApi) -> None:
    api.own("broker")
    for text in ("Are you there?", "It is about the press"):
        window.box.fill(text)
        window.box.press("Enter")
    expect(window.log.get_by_text("It is about the press")).to_be_visible()

    api.has_read(3)

    expect(window.log.locator(".from-person").last).to_contain_text("Seen")
    expect(window.log.get_by_text("Seen", exact=True)).to_have_count(1)


def test_what_an_adviser_wrote_counts_as_read_once_it_is_on_an_open_panel(
    window: Window, api: FakeApi
) -> None:
    api.push("Before anybody came", sender="bot")
    expect(window.log.get_by_text("Before anybody came")).to_be_visible()
    assert api.reads == []
    api.own("broker")
    window.box.press("Escape")
    api.push("I am an adviser.")
    expect(window.page.get_by_role("button", name="Find business support, 1 new message")).to_be_visible()
    assert 3 not in api.reads

    with window.page.expect_response("**/read"):
        window.launcher.click()

    assert api.reads[-1] == 3


def test_what_the_desk_asks_stays_open_whatever_is_said_in_between(window: Window, api: FakeApi) -> None:
    api.own("broker")
    choices = [{"label": "Yes, pass it on", "choice": "c1"}, {"label": "No, keep it", "choice": "c2"}]
    api.push("May another hub have it?", sender="system", choices=choices)
    window.box.fill("What do they do?")
    window.box.press("Enter")
    expect(window.log.get_by_text("What do they do?")).to_be_visible()

    window.log.get_by_role("button", name="Yes, pass it on").click()

    expect(window.log.get_by_role("button", name="No, keep it")).to_be_disabled()
    assert api.posts[-1]["choice"] == "c1"


def test_typing_is_shown_while_an_answer_is_made(window: Window, api: FakeApi) -> None:
    api.slow_s = 2.5
    window.box.fill("We need money")
    window.box.press("Enter")

    expect(window.chat.locator(".typing")).to_be_visible()
    expect(window.status).to_have_text("Signpost is writing")
    expect(window.chat.locator(".typing")).to_be_hidden()
    expect(window.status).to_have_text("")


def test_a_reply_to_a_closed_panel_is_counted_on_the_launcher(window: Window, api: FakeApi) -> None:
    window.box.press("Escape")
    api.push("I am an adviser.")

    expect(window.page.get_by_role("button", name="Find business support, 1 new message")).to_be_visible()
    window.launcher.click()
    expect(window.log.get_by_text("I am an adviser.")).to_be_visible()


def test_a_draft_survives_a_reload(window: Window) -> None:
    window.box.fill("We are a bakery and")
    window.page.reload()
    window.open()

    expect(window.box).to_have_value("We are a bakery and")


def test_two_tabs_show_the_same_chat(window: Window, api: FakeApi) -> None:
    page = window.page.context.new_page()
    page.goto(api.site)
    other = Window(page).open()
    other.say("from the other tab")

    expect(window.log.get_by_text("from the other tab", exact=True)).to_have_count(1)
    expect(window.log.get_by_text("You said: from the other tab")).to_have_count(1)
    assert len(api.chats) == 1


def test_another_tab_that_starts_again_takes_this_one_along(window: Window, api: FakeApi) -> None:
    page = window.page.context.new_page()
    page.goto(api.site)
    other = Window(page).open()
    window.say("the old chat")
    other.option("Start again", "Yes, start again")
    expect(other.log.locator(".message")).to_have_count(1)

    expect(window.log).not_to_contain_text("the old chat")
    assert len(api.chats) == 2


def test_the_widget_can_be_removed_and_put_back(window: Window, api: FakeApi) -> None:
    window.page.evaluate("window.kept = document.querySelector('signpost-chat'); kept.remove()")
    window.page.evaluate("document.body.append(kept)")

    expect(window.log.locator(".message")).to_have_count(1)
    window.say("We need money")
    expect(window.log.get_by_text("You said: We need money")).to_have_count(1)
