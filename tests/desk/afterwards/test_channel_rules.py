"""Who is silent on a channel is written to only as that channel allows."""

from datetime import timedelta

import pytest

from desk.afterwards.channel_rules import Leave, allowed
from tests.desk.making import NOON


@pytest.mark.parametrize(
    ("channel", "silent", "leave"),
    [
        ("web", timedelta(), Leave.FREELY),
        ("web", timedelta(days=30), Leave.FREELY),
        ("web", timedelta(days=30, seconds=1), Leave.NOT),
        ("whatsapp", timedelta(hours=23, minutes=59), Leave.FREELY),
        ("whatsapp", timedelta(hours=24), Leave.BY_TEMPLATE),
        ("whatsapp", timedelta(days=90), Leave.BY_TEMPLATE),
        ("teams", timedelta(days=90), Leave.FREELY),
        ("sms", timedelta(), Leave.NOT),
        ("", timedelta(), Leave.NOT),
        ("whatsapp", timedelta(hours=-2), Leave.FREELY),  # the clock went back
    ],
)
def test_each_channel_has_its_rules(channel, silent, leave):
    assert allowed(channel, NOON - silent, NOON) is leave
