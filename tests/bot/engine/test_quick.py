"""The answer of an action is still checked, and its description only once."""

import pytest
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction

from bot.engine import quick


@pytest.fixture(autouse=True)
def installed():
    quick._validator.cache_clear()
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


@pytest.mark.parametrize("answer", [{"events": "none"}, {"responses": [1]}, []])
def test_any_other_answer_is_refused(answer):
    with pytest.raises(ValidationError):
        action()._validate_action_result(answer)


def test_the_description_is_checked_once(monkeypatch):
    checked = []
    monkeypatch.setattr(Draft202012Validator, "check_schema", lambda *given, **named: checked.append(given))

    for _ in range(3):
        action()._validate_action_result({"events": [], "responses": []})

    assert len(checked) == 1
