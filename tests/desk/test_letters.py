"""The mail that a delivery becomes."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cases import Person
from desk.letters import letter
from knowledge.storage.deliveries import Delivery, Kind, Progress
from tests.desk.making import NOON, make_brief, make_case

DELIVERY = Delivery("d1", "case-1", Kind.CASE, Progress.WAITING, NOON, 0, NOON)


def test_the_same_delivery_is_always_the_same_mail():
    brief = make_brief(make_case())
    one, other = (letter(DELIVERY, "SP-ABC234", brief, "a@example.org", "b@example.org") for _ in range(2))

    assert one["Message-ID"] == other["Message-ID"] == "<d1@example.org>"
    assert one["Date"] == other["Date"]


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [("a@example.org\nBcc: x@example.org", "b@example.org"), ("a@example.org", "b@example.org\r\nX: y")],
)
def test_an_address_with_a_line_break_is_refused(sender, recipient):
    with pytest.raises(ValueError, match="may not contain linefeed"):
        letter(DELIVERY, "SP-ABC234", make_brief(make_case()), sender, recipient)


@given(st.text(min_size=1, max_size=60))
def test_whatever_a_front_door_or_a_person_is_called_no_header_is_added(name):
    case = make_case(person=Person(name=name))
    brief = replace(make_brief(case), hub_name=name)

    sent = letter(DELIVERY, "SP-ABC234", brief, "a@example.org", "b@example.org").as_bytes()

    read = message_from_bytes(sent, policy=policy.default)
    assert read.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "X-Signpost-Case", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    ]  # fmt: skip
