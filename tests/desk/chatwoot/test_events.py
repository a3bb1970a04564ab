"""What arrives as an event is read as one, or refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cases import Outcome
from desk.chatwoot.events import AgentWrote, NotAnEvent, StatusChanged, read
from tests.desk.chatwoot.fake import FakeChatwoot
from tests.desk.making import NOON

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


def made(which, **other):
    fake = FakeChatwoot()
    fake.conversations.append(
        {
            "id": 40,
            "inbox_id": 7,
            "status": "open",
            "source_id": "s",
            "contact_id": 1,
            "custom_attributes": {},
            "messages": [],
        }
    )
    return {**(fake.speaks("Hello") if which == "message" else fake.turns("resolved")), **other}


def heard(content):
    return read(json.dumps(content).encode(), NOON)


def tried(body):
    try:
        return read(body, NOON)
    except NotAnEvent:
        return None


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body):
    assert tried(body) is None or body.startswith(b"{")


@given(
    st.sampled_from(["message", "status"]),
    st.sampled_from(
        ["event", "id", "account", "inbox", "inbox_id", "conversation", "sender", "content", "content_type",
         "content_attributes", "attachments", "created_at", "updated_at", "status", "messages", "private"]
    ),
    ANYTHING,
    st.sampled_from(["message_created", "message_updated", "conversation_status_changed"]),
)  # fmt: skip
def test_nothing_in_any_field_breaks_it(which, field, value, event):
    content = {**made(which), "event": event, field: value}
    found = tried(json.dumps(content).encode())

    assert found is None or isinstance(found, AgentWrote | StatusChanged)


@pytest.mark.parametrize("number", [0, -1, 2**63, True, "900", 1.5, None])
def test_a_number_that_no_database_holds_is_none(number):
    with pytest.raises(NotAnEvent):
        heard(made("message", id=number))


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e999", "null", '"soon"', "true", "-5", "1" * 400])
def test_a_time_that_is_none_is_now(text):
    body = json.dumps(made("status", updated_at="AT")).replace('"AT"', text).encode()

    if text in {"NaN", "Infinity"}:
        with pytest.raises(NotAnEvent):
            read(body, NOON)
    else:
        assert read(body, NOON).at == NOON.timestamp()


def test_the_same_message_has_the_same_key_however_it_comes():
    one, other = heard(made("message")), heard(made("message", event="message_updated", content="Hullo"))

    assert one.key == other.key


def test_an_agent_is_called_as_they_want_to_be():
    sender = {"id": 11, "name": "Ivy Long-Name", "available_name": "Ivy", "type": "user"}

    assert heard(made("message", sender=sender)).name == "Ivy"
    assert heard(made("message", sender={"id": 11, "name": " ", "type": "user"})).name == "11"


@pytest.mark.parametrize(
    ("attribute", "labels", "outcome"),
    [
        ("helped", [], Outcome.HELPED),
        (" Not eligible ", [], Outcome.NOT_ELIGIBLE),
        ("not-reached", ["outcome_helped"], Outcome.NOT_REACHED),
        (None, ["vip", "outcome_referred"], Outcome.REFERRED),
        (None, ["outcome-not-wanted"], Outcome.NOT_WANTED),
        (None, ["outcome_helped", "outcome_referred"], None),
        (None, ["helped"], None),
        ("splendid", [], None),
        ({"helped": 1}, [1, None, {}], None),
        (None, None, None),
    ],
)
def test_an_outcome_is_said_by_the_attribute_or_by_one_label(attribute, labels, outcome):
    attributes = {} if attribute is None else {"signpost_outcome": attribute}

    assert heard(made("status", custom_attributes=attributes, labels=labels)).outcome is outcome
