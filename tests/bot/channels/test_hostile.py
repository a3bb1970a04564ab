"""Five thousand replies that mean harm are legal for WhatsApp and Teams, and all of each can be read."""

import html
import re
from itertools import cycle

import pytest

from bot.channels.incoming import cleaned
from bot.channels.teams.rendering import render as for_teams
from bot.channels.whatsapp.rendering import render as for_whatsapp
from bot.channels.whatsapp.wording import plain
from demo import graph, graph_limits
from demo.reading_cards import buttons, words
from demo.teams_limits import check_activity
from knowledge.storage.outbox import Sender
from tests import hostile

SENDERS = (Sender.BOT, Sender.BROKER, Sender.SYSTEM)
ALIKE = str.maketrans("∗ˍ∼ʼ›", "*_~`>")  # how WhatsApp's marks are written so that they mean nothing
ADDRESS = re.compile(r"https?://\S+")
MARKED = re.compile(r"(?<![^\W_])([*_~`])(?=\S)[^\n]*?(?<=\S)\1(?![^\W_])")


@pytest.fixture(scope="module")
def replies():
    return list(zip(hostile.replies(), cycle(SENDERS)))


def told(shown):
    """Everything in a reply that a person is to read."""
    yield from (*shown.notices, shown.text)
    for card in shown.cards:
        yield from (card.title, card.badge or "", card.text)
        yield from (text for line in card.lines for text in line)
    yield from (button.label for button in shown.choices)


def plainly(text):
    """Return a text without blanks, without what no screen shows, and with every mark as it was typed."""
    return "".join(cleaned(text).translate(ALIKE).replace("\u2060", "").split())


def test_each_is_legal_for_whatsapp_and_whole(replies):
    for shown, sender in replies:
        payloads = for_whatsapp(shown, sender)
        for payload in payloads:
            graph_limits.check_content(payload)
        options = [option for one in payloads for option in graph.choices(one)]
        said = [graph.words(one) for one in payloads]
        said += [text for option in options for text in (option["title"], option.get("description", ""))]
        read = plainly("".join(said))
        assert [text for text in told(shown) if plainly(text) not in read] == [], shown
        assert [option["id"] for option in options] == [button.choice for button in shown.choices]
        assert [text for text in told(shown) if MARKED.search(ADDRESS.sub("", plain(text)))] == []


def test_each_is_legal_for_teams_and_whole(replies):
    for shown, sender in replies:
        activities = for_teams(shown, sender, "https://signpost.example.org")
        for activity in activities:
            check_activity(activity)
        said = [_read(one) for one in activities]
        pressed = [button for one in activities for button in buttons(one)]
        read = plainly("".join([*said, *(button["title"] for button in pressed)]))
        lines = [line for text in told(shown) for line in text.replace("\r", "\n").split("\n")]
        assert [line for line in lines if plainly(line) not in read] == [], shown
        assert [one["data"]["choice"] for one in pressed] == [button.choice for button in shown.choices]


def _read(activity):
    """What a person reads of an activity; the text of a card is shown as it is."""
    return html.unescape(activity["text"].replace("<br/>", " ")) if "text" in activity else words(activity)
