"""What Rasa does anew in each turn, and need do only once.

Rasa checks its own description of an action's answer, in JSON Schema, against the schema of schemas
each time before it uses it: three quarters of a turn's time (measured 2026-11, py-spy). Here the description
is checked once.
"""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction


def install() -> None:
    """Put the quick parts in place of the slow ones."""
    if not hasattr(RemoteAction, "_validate_action_result"):
        raise AttributeError(
            "this Rasa has no RemoteAction._validate_action_result: bot/engine/quick.py must follow it"
        )
    RemoteAction._validate_action_result = _validate_action_result


def _validate_action_result(_action: Any, result: dict[str, Any]) -> bool:
    """Raise jsonschema's ValidationError for an answer that is not of the action protocol, as Rasa does."""
    _validator().validate(result)
    return True


@cache
def _validator() -> Draft202012Validator:
    schema = RemoteAction.action_response_format_spec()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
