"""What comes in from the web, as dataclasses."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.channels.incoming import Posted, cleaned, is_choice_id, is_message_id

LARGEST_BODY = 64 * 1024
LAST_LINE = 999_999_999
_NUMBER = re.compile(r"[0-9]{1,9}")


class BadJson(ValueError):
    """The body is not a JSON object: send one."""


class BadMessageId(ValueError):
    """The message id is missing, or has other characters than letters, digits and ._:- (at most 100)."""


class BadPost(ValueError):
    """There must be exactly one of `text` and `choice`, and each must be a string."""


class BadChoice(ValueError):
    """This cannot be the id of a choice that was offered."""


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in a body, or raise BadJson."""
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadJson from None
    if not isinstance(content, dict):
        raise BadJson
    return content


def posted(content: Mapping[str, Any]) -> Posted:
    """Return the message in a body, or raise BadMessageId, BadPost or BadChoice."""
    message_id, text, choice = content.get("message_id"), content.get("text"), content.get("choice")
    if not is_message_id(message_id):
        raise BadMessageId
    if (text is None) == (choice is None) or not isinstance(text if choice is None else choice, str):
        raise BadPost
    if choice is not None and not is_choice_id(choice):
        raise BadChoice
    return Posted(str(message_id), None if text is None else cleaned(text), choice)


def line_number(content: Mapping[str, Any]) -> int:
    """Return the number of a row of the transcript in a body, or raise BadPost."""
    seq = content.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq <= LAST_LINE:
        raise BadPost
    return seq


def last_event_id(header: str | None) -> int:
    """Return the number after which live events are wanted; anything else than a number is 0."""
    return int(header) if header and _NUMBER.fullmatch(header) else 0
