"""What Rasa does anew in each turn, and need do only once (measured 2026-11, py-spy).

For each answer of an action Rasa checks its own description of such an answer, in JSON Schema, against the
schema of schemas, and then tries the descriptions of all 23 kinds of events on each event: three quarters of
a turn's time. Here a description is made a function once, and the one for the kind at hand is used. For each
event that it reads, Rasa goes through all its classes; here it remembers what it found. For each call of an
action it opens a connection; here one is kept.
"""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import Any

import aiohttp
import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

Check = Callable[[Any], Any]

_resolve = Event.resolve_by_type
_new_session = EndpointConfig.session
KEPT = "signpost_session"


def install() -> None:
    """Put the quick parts in place of the slow ones."""
    if not hasattr(RemoteAction, "_validate_action_result"):
        raise AttributeError(
            "this Rasa has no RemoteAction._validate_action_result: bot/engine/quick.py must follow it"
        )
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_class_of_events)
    EndpointConfig.session = _kept_session


def _validate_action_result(_action: Any, result: dict[str, Any]) -> bool:
    """Raise fastjsonschema's JsonSchemaValueException for an answer that is not of the action protocol."""
    _check_of_answers()(result)
    for event in result.get("events", ()):
        _check_of_events(event["event"])(event)
    return True


@cache
def _check_of_answers() -> Check:
    answers = RemoteAction.action_response_format_spec()
    events = answers["properties"]["events"]
    any_kind = {name: part for name, part in events["items"].items() if name != "oneOf"}
    properties = {**answers["properties"], "events": {**events, "items": any_kind}}
    return _compiled({**answers, "properties": properties})


@cache
def _check_of_events(kind: str) -> Check:
    kinds = RemoteAction.action_response_format_spec()["properties"]["events"]["items"]["oneOf"]
    return _compiled({"oneOf": [one for one in kinds if one["properties"]["event"]["const"] == kind]})


def _compiled(schema: dict[str, Any]) -> Check:
    check: Check = fastjsonschema.compile(schema)
    return check


@cache
def _class_of_events(type_name: str, default: type[Any] | None = None) -> Any:
    return _resolve(type_name, default)


def _kept_session(endpoint: EndpointConfig) -> nullcontext[aiohttp.ClientSession]:
    """Return the endpoint's session of this event loop, in a context that leaves it open."""
    loop = asyncio.get_running_loop()
    kept = vars(endpoint).get(KEPT)
    if kept is None or kept[0] is not loop or kept[1].closed:
        kept = loop, _new_session(endpoint)
        setattr(endpoint, KEPT, kept)
    return nullcontext(kept[1])
