"""Somebody wants news, says yes by mail, and stops it with one word: on the real servers."""

import re
import time
import urllib.error
import urllib.request
from email import message_from_bytes, policy

import pytest

pytestmark = pytest.mark.whole

ADDRESS = "ada@example.org"


def mail_to(servers, address, seconds=30):
    """Return the mail to an address, once the desk has written it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in (servers.home / "outgoing").glob("to-a-person-*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == address:
                return mail
        time.sleep(0.1)
    raise AssertionError(f"no mail within {seconds} s")


def read(address, form=None):
    with urllib.request.urlopen(address, data=form, timeout=30) as answer:
        return answer.read().decode()


def test_news_need_a_yes_on_a_page_and_end_with_one_word(servers, chat):
    chat.say("Do you have a newsletter I could sign up to?")
    chat.say(ADDRESS)
    chat.choose("Yes")
    assert "You get one e-mail first" in chat.text

    link = re.search(r"http://\S+/f/[A-Za-z0-9_-]+", mail_to(servers, ADDRESS).get_content())[0]
    assert link.startswith(servers.address)
    assert "Yes, send me news" in read(link)
    assert "Your address is on the list" in read(link, b"")

    chat.say("Stop!")
    assert "I will not write to you first any more" in chat.text
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(link)


def test_who_asks_in_more_words_is_left_alone_too(chat):
    chat.say("Kindly stop sending me messages")

    assert "I will not write to you first any more" in chat.text


def test_a_mere_stop_still_calls_off_what_is_asked(chat):
    chat.say("I would like to speak to a person")
    chat.say("stop")

    assert "I have passed nothing on" in chat.text
