"""The chat without JavaScript shows what can still be chosen, and nothing else."""

from datetime import UTC, datetime

import pytest

from bot.channels.web.pages import open_choices
from knowledge.storage.outbox import Button, Entry, Kind, Sender, Shown

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def entries(*said):
    return [
        Entry(str(seq), "c1", seq, sender, Kind.SAID, NOON, Shown(text, choices=choices), None)
        for seq, (sender, text, choices) in enumerate(said, 1)
    ]


ASKED = (Sender.SYSTEM, "May they?", (Button("Yes", "d1"), Button("No", "d2")))
OFFERED = (Sender.BOT, "Here is one", (Button("More", "c1"),))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([OFFERED], ["c1"]),
        ([OFFERED, (Sender.PERSON, "hm", ())], []),
        ([ASKED, (Sender.PERSON, "who are they?", ())], ["d1", "d2"]),
        ([ASKED, (Sender.PERSON, "Yes", ())], []),
        ([ASKED, (Sender.PERSON, "hm", ()), OFFERED], ["d1", "d2", "c1"]),
    ],
)
def test_what_the_desk_asks_stays_open_and_other_choices_until_something_is_said(said, left):
    assert [one["choice"] for one in open_choices(entries(*said))] == left
