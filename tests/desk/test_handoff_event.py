"""A brief as an event of the Bot Framework, in the form that its documentation asks for."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.brief import schema
from desk.cases import Part
from desk.handoff_event import SENDERS, end_event, handoff_event
from desk.transcript import Line
from knowledge.storage.outbox import Sender
from tests.desk.making import NOON, make_brief, make_case, make_consent

TEXT, WHEN = {"type": "string", "minLength": 1}, {"type": "string", "format": "date-time"}
CONVERSATION = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
MESSAGE = {
    "type": "object",
    "required": ["type", "id", "timestamp", "channelId", "from", "conversation", "text"],
    "properties": {
        "type": {"const": "message"},
        "id": TEXT,
        "timestamp": WHEN,
        "channelId": TEXT,
        "from": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": TEXT, "role": {"enum": ["bot", "user"]}},
            "additionalProperties": False,
        },
        "conversation": CONVERSATION,
        "text": {"type": "string"},
        "attachments": {"type": "array", "items": {"required": ["contentType", "content"]}},
    },
    "additionalProperties": False,
}
# what "Transition conversations from bot to human" asks of the event, and the schema of activities of all
AS_DOCUMENTED = {
    "type": "object",
    "required": ["type", "name", "conversation", "id", "timestamp", "channelId", "from"],
    "properties": {
        "type": {"const": "event"},
        "name": {"const": "handoff.initiate"},
        "conversation": CONVERSATION,
        "value": {"type": "object"},
        "attachments": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["content", "contentType", "name"],
                "properties": {
                    "contentType": {"const": "application/json"},
                    "name": {"const": "Transcript"},
                    "content": {
                        "type": "object",
                        "required": ["activities"],
                        "properties": {"activities": {"type": "array", "items": MESSAGE}},
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "id": TEXT,
        "timestamp": WHEN,
        "channelId": TEXT,
        "from": {"type": "object", "required": ["id"]},
    },
    "additionalProperties": False,
}


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


def test_it_is_as_the_handoff_protocol_documents_it(event):
    checker = jsonschema.Draft202012Validator(AS_DOCUMENTED, format_checker=jsonschema.FormatChecker())

    checker.validate(event)


def test_its_value_is_the_brief_as_the_published_schema_says(event):
    jsonschema.validate({**event["value"], "transcript": []}, schema())


def test_what_is_told_twice_has_an_id_for_each_time():
    brief = make_brief(make_case())

    assert handoff_event(brief, "d1")["id"] != handoff_event(brief, "d2")["id"]
    assert handoff_event(brief, "d1") == handoff_event(brief, "d1")


def test_a_request_that_was_taken_back_ends_its_conversation_and_tells_nothing_of_it():
    assert end_event("SP-ABC234", "web", NOON, "d2") == {
        "type": "endOfConversation",
        "code": "userCancelled",
        "id": end_event("SP-ABC234", "web", NOON, "d2")["id"],
        "timestamp": NOON.isoformat(),
        "channelId": "web",
        "from": {"id": "signpost", "role": "bot"},
        "conversation": {"id": "SP-ABC234"},
    }
    assert end_event("SP-ABC234", "web", NOON, "d2")["id"] != end_event("SP-ABC234", "web", NOON, "d3")["id"]


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
