"""A brief as the Bot Framework's event `handoff.initiate`, for desks that speak that protocol.

The form is that of Microsoft's "Transition conversations from bot to human"
(https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human): a name, the
conversation, a value to route by, and the transcript as an attachment. The webhook sends it where the
settings say so, and `signpost cases` prints it.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desk.brief import Brief
from desk.transcript import Line

NAME = "handoff.initiate"
BOT, PERSON = {"id": "signpost", "role": "bot"}, {"id": "person", "role": "user"}
SENDERS = {"bot": BOT, "system": BOT, "person": PERSON, "broker": {"id": "broker"}}
HERO_CARD = "application/vnd.microsoft.card.hero"


def handoff_event(brief: Brief, occasion: str = "") -> dict[str, Any]:
    """Return the event; on one occasion it is the same, with the same ids, however often it is made.

    `value` is the brief without the transcript, which is attached. The conversation goes by the reference:
    our own id of it is nobody else's business.
    """
    value = {name: part for name, part in brief.pack().items() if name != "transcript"}
    activities = [_activity(brief, number, line) for number, line in enumerate(brief.transcript, 1)]
    return {
        "type": "event",
        "name": NAME,
        "id": _id(brief, f"0:{occasion}" if occasion else "0"),
        "timestamp": brief.opened.isoformat(),
        "channelId": brief.channel,
        "from": BOT,
        "conversation": {"id": brief.reference},
        "value": value,
        "attachments": [
            {"contentType": "application/json", "name": "Transcript", "content": {"activities": activities}}
        ],
    }


def end_event(reference: str, channel: str, at: datetime, occasion: str) -> dict[str, Any]:
    """Return what tells that the person has taken their request back, and nothing else of it.

    The handoff protocol has no event for it, so it is the activity that ends a conversation because its user
    cancelled it.
    """
    return {
        "type": "endOfConversation",
        "code": "userCancelled",
        "id": str(uuid5(NAMESPACE_URL, f"signpost:end:{occasion}")),
        "timestamp": at.isoformat(),
        "channelId": channel,
        "from": BOT,
        "conversation": {"id": reference},
    }


def _activity(brief: Brief, number: int, line: Line) -> dict[str, Any]:
    said = {
        "type": "message",
        "id": _id(brief, str(number)),
        "timestamp": line.at.isoformat(),
        "channelId": brief.channel,
        "from": SENDERS[line.who],
        "conversation": {"id": brief.reference},
        "text": line.text,
    }
    cards = [{"contentType": HERO_CARD, "content": {"title": title}} for title in line.showed]
    return {**said, "attachments": cards} if cards else said


def _id(brief: Brief, number: str) -> str:
    name = f"signpost:handoff:{brief.reference}:{brief.opened.isoformat()}:{number}"
    return str(uuid5(NAMESPACE_URL, name))
