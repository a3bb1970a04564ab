"""What Chatwoot tells in a webhook, as far as the desk wants to know."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.cases import Outcome
from desk.words import flat

CASE_ATTRIBUTE = "signpost_case"
OUTCOME_ATTRIBUTE, OUTCOME_LABEL = "signpost_outcome", "outcome_"
MESSAGES = frozenset({"message_created", "message_updated"})
LONGEST_NAME = 200
LATEST = 1e11  # seconds; whatever is beyond is no time
# of a message that we missed Chatwoot tells again when the agent presses "retry"; what is older is history
RETRIED_WITHIN = timedelta(days=1)


class NotAnEvent(ValueError):
    """The body is nothing that Chatwoot sends: it is refused."""

    def __init__(self) -> None:
        super().__init__("not an event of Chatwoot")


@dataclass(frozen=True)
class Place:
    """Where an event belongs; `case_id` is what the conversation itself says of its case."""

    account: int | None
    inbox: int | None
    conversation: int
    case_id: str | None


@dataclass(frozen=True)
class AgentWrote:
    """An agent wrote something that the person is to read; `text` is None when it is more than text."""

    place: Place
    key: str
    message: int
    agent: int
    name: str
    text: str | None


@dataclass(frozen=True)
class StatusChanged:
    """A conversation was resolved, opened or put aside; `at` is Chatwoot's own time of that.

    `outcome` is what the agents say became of the case; None when they say nothing, or several things.
    """

    place: Place
    key: str
    status: str
    at: float
    outcome: Outcome | None = None


type Event = AgentWrote | StatusChanged


def read(body: bytes, now: datetime) -> Event | None:
    """Return what is told, or None when it is nothing to the desk; raise NotAnEvent for anything else."""
    try:
        content = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotAnEvent from None
    if not isinstance(content, dict) or not isinstance(content.get("event"), str):
        raise NotAnEvent
    if content["event"] in MESSAGES:
        return _message(content, now)
    if content["event"] == "conversation_status_changed":
        return _status(content, body, now)
    return None


def _message(content: dict[str, Any], now: datetime) -> AgentWrote | None:
    sender, attributes = _inside(content, "sender"), _inside(content, "content_attributes")
    wanted = content.get("message_type") == "outgoing" and content.get("private") is False
    if not wanted or sender.get("type") != "user" or attributes.get("deleted"):
        return None
    if content["event"] == "message_updated" and not _is_recent(content.get("created_at"), now):
        return None
    message = _number(content.get("id"))
    place = _place(_inside(content, "conversation"), content)
    agent = _number(sender.get("id"))
    if message is None or agent is None or place is None:
        raise NotAnEvent
    name = flat(str(sender.get("available_name") or sender.get("name") or ""))[:LONGEST_NAME] or str(agent)
    return AgentWrote(place, f"message:{message}", message, agent, name, _text(content))


def _text(content: dict[str, Any]) -> str | None:
    is_plain = content.get("content_type") in (None, "text") and not content.get("attachments")
    text = content.get("content") or ""
    return text if is_plain and isinstance(text, str) else None


def _status(content: dict[str, Any], body: bytes, now: datetime) -> StatusChanged:
    place, status = _place(content, content), content.get("status")
    if place is None or not isinstance(status, str):
        raise NotAnEvent
    given = content.get("updated_at")
    is_time = isinstance(given, int | float) and not isinstance(given, bool) and 0 < given < LATEST
    at = float(given or 0) if is_time else now.timestamp()
    return StatusChanged(place, f"status:{hashlib.sha256(body).hexdigest()}", status, at, _outcome(content))


def _outcome(content: Mapping[str, Any]) -> Outcome | None:
    """Return what the attribute says, or else the one label that says it; a person chose the attribute."""
    attribute = _inside(content, "custom_attributes").get(OUTCOME_ATTRIBUTE)
    labels = content.get("labels")
    said = [_plain(one) for one in labels] if isinstance(labels, list) else []
    labelled = {one.removeprefix(OUTCOME_LABEL) for one in said if one.startswith(OUTCOME_LABEL)}
    known = {one.value: one for one in Outcome}
    found = [known[one] for one in labelled if one in known]
    return known.get(_plain(attribute)) or (found[0] if len(found) == 1 else None)


def _plain(value: Any) -> str:
    return "_".join(value.lower().replace("-", " ").split()) if isinstance(value, str) else ""


def _place(conversation: Mapping[str, Any], content: Mapping[str, Any]) -> Place | None:
    number = _number(conversation.get("id"))
    if number is None:
        return None
    inbox = _number(_inside(content, "inbox").get("id")) or _number(conversation.get("inbox_id"))
    account = _number(_inside(content, "account").get("id")) or _account_of_messages(conversation)
    case_id = _inside(conversation, "custom_attributes").get(CASE_ATTRIBUTE)
    return Place(account, inbox, number, case_id if isinstance(case_id, str) else None)


def _account_of_messages(conversation: Mapping[str, Any]) -> int | None:
    """Return the account of a change of status, which only the last message names."""
    messages = conversation.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages else None
    return _number(last.get("account_id")) if isinstance(last, dict) else None


def _is_recent(created: Any, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(created) if isinstance(created, str) else _at(created)
    except (ValueError, OverflowError, OSError, TypeError):
        return False
    return at.tzinfo is not None and abs(now - at) <= RETRIED_WITHIN


def _at(seconds: Any) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _refuse(_constant: str) -> None:
    raise NotAnEvent  # NaN and Infinity are no JSON


def _inside(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: Any) -> int | None:
    """Return a number that a database can hold, or None."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 < value < 2**63 else None
