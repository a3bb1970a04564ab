"""A brief as an event of the Bot Framework, in the form that its documentation asks for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cases import Part
from desk.handoff_event import SENDERS, handoff_event
from desk.transcript import Line
from knowledge.storage.outbox import Sender
from tests.desk.making import NOON, make_brief, make_case, make_consent


@pytest.fixture
def event():
    return handoff_event(make_brief(make_case()))


def test_it_has_the_name_the_conversation_and_a_value_to_route_by(event):
    assert (event["type"], event["name"]) == ("event", "handoff.initiate")
    assert event["conversation"]["id"] == event["value"]["reference"] == "SP-ABC234"
    assert event["value"]["hub"]["id"] == "combined-authority-hub"


def test_the_transcript_is_an_attachment_in_order_and_stands_nowhere_else(event):
    (attached,) = event["attachments"]
    activities = attached["content"]["activities"]

    assert (attached["contentType"], attached["name"]) == ("application/json", "Transcript")
    assert [one["from"].get("role") for one in activities] == ["user", "bot"]
    assert [one["type"] for one in activities] == ["message", "message"]
    assert activities[1]["attachments"][0]["content"] == {"title": "Programme One"}
    assert "transcript" not in event["value"]


def test_it_can_be_sent_as_json_and_is_the_same_each_time(event):
    assert json.loads(json.dumps(event)) == event == handoff_event(make_brief(make_case()))


def test_no_id_is_used_twice(event):
    activities = event["attachments"][0]["content"]["activities"]
    ids = [event["id"], *(one["id"] for one in activities)]

    assert len(set(ids)) == len(ids)


def test_everybody_who_can_speak_has_a_sender():
    assert set(SENDERS) == set(Sender)


@given(st.frozensets(st.sampled_from(Part)), st.lists(st.text(min_size=1), max_size=5))
def test_what_was_not_agreed_to_is_not_in_it(left_out, texts):
    said = tuple(Line(NOON, "person", text) for text in texts)
    event = handoff_event(make_brief(make_case(consent=make_consent(*left_out)), said=said))
    activities = event["attachments"][0]["content"]["activities"]

    assert Part.CONVERSATION not in left_out or not activities
    assert Part.NAME not in left_out or "name" not in event["value"]["person"]
    json.dumps(event)
