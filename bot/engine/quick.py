"""What Rasa does anew in each turn, and need do only once (measured 2026-11, py-spy).

Rasa checks its own description of an action's answer, in JSON Schema, against the schema of schemas each
time before it uses it: three quarters of a turn's time. Here the description is made a function once. For
each event of a conversation that it reads, Rasa goes through all its classes of events; here it remembers
what it found.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_resolve = Event.resolve_by_type


def install() -> None:
    """Put the quick parts in place of the slow ones."""
    if not hasattr(RemoteAction, "_validate_action_result"):
        raise AttributeError(
            "this Rasa has no RemoteAction._validate_action_result: bot/engine/quick.py must follow it"
        )
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_class_of_events)


def _validate_action_result(_action: Any, result: dict[str, Any]) -> bool:
    """Raise fastjsonschema's JsonSchemaValueException for an answer that is not of the action protocol."""
    _validator()(result)
    return True


@cache
def _validator() -> Callable[[Any], Any]:
    validator: Callable[[Any], Any] = fastjsonschema.compile(RemoteAction.action_response_format_spec())
    return validator


@cache
def _class_of_events(type_name: str, default: type[Any] | None = None) -> Any:
    return _resolve(type_name, default)
