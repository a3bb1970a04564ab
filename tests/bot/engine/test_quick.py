"""The answer of an action is still checked, and its description is read only once."""

import fastjsonschema
import pytest
from fastjsonschema import JsonSchemaValueException
from rasa.core.actions.action import RemoteAction
from rasa.shared.core import events
from rasa.shared.core.events import Event, SlotSet
from rasa.utils.endpoints import EndpointConfig

from bot.engine import quick


@pytest.fixture(autouse=True)
def installed():
    for checks in (quick._check_of_answers, quick._check_of_events):
        checks.cache_clear()
    quick.install()


def action():
    return RemoteAction.__new__(RemoteAction)


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [], "responses": []},
        {
            "events": [{"event": "slot", "name": "firm", "value": {"employees": 12}}],
            "responses": [{"custom": {}}],
        },
    ],
)
def test_an_answer_of_the_protocol_passes(answer):
    assert action()._validate_action_result(answer)


@pytest.mark.parametrize(
    "answer", [{"events": "none"}, {"responses": [1]}, [], {"events": [{"name": "firm"}]}]
)
def test_any_other_answer_is_refused(answer):
    with pytest.raises(JsonSchemaValueException):
        action()._validate_action_result(answer)


def test_the_description_is_read_once(monkeypatch):
    read = []
    compile_ = fastjsonschema.compile
    monkeypatch.setattr(fastjsonschema, "compile", lambda schema: read.append(schema) or compile_(schema))

    for _ in range(3):
        action()._validate_action_result({"events": [], "responses": []})

    assert len(read) == 1


def test_an_event_is_checked_by_the_description_of_its_kind():
    with pytest.raises(JsonSchemaValueException):
        action()._validate_action_result({"events": [{"event": "slot", "name": 1, "value": 2}]})
    with pytest.raises(JsonSchemaValueException):
        action()._validate_action_result({"events": [{"event": "nonsense"}]})


async def test_calls_of_actions_share_a_connection():
    endpoint = EndpointConfig("http://127.0.0.1:9")
    async with endpoint.session() as first:
        pass
    async with endpoint.session() as second:
        assert second is first
        assert not first.closed
    await first.close()
    async with endpoint.session() as third:
        assert third is not first
    await third.close()


def test_events_are_read_as_before():
    assert Event.from_parameters({"event": "slot", "name": "a", "value": 1}) == SlotSet("a", 1)
    assert all(
        Event.resolve_by_type(kind.type_name) is kind
        for kind in (events.UserUttered, events.BotUttered, events.ActionExecuted, events.Restarted)
    )


def test_an_unknown_event_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(ValueError, match="nonsense"):
            Event.resolve_by_type("nonsense")
