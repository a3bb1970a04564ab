"""What the desk asks a person: its choices are answered by the desk, whoever has the conversation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.replies import Card, Choice, Effect
from knowledge.storage.choices import Choices, Issued
from knowledge.storage.outbox import Entry, Kind, Outbox, Sender, Shown
from knowledge.wording import say

DESK = "desk"
EFFECT = "effect"


def desk_choice(label: str, effect: str, **content: object) -> Choice:
    """Return a button that applies an effect of `desk.effects` when it is pressed; no turn of the bot."""
    return Choice(say(f"utter_label_{label}"), DESK, ((EFFECT, effect), *content.items()))


def withdraw_choice(case_id: str) -> Choice:
    """Return the button that takes a request for a person back at once."""
    return desk_choice("withdraw_request", "withdraw_case", case_id=case_id)


def chosen_effect(issued: Issued | None) -> Effect | None:
    """Return what a pressed button asks of the desk; None when it is for the bot, or no button."""
    if issued is None or issued.intent != DESK:
        return None
    content = dict(issued.entities)
    return Effect(content.pop(EFFECT), content)


def tell(
    session: Session,
    conversation_id: str,
    text: str,
    now: datetime,
    choices: Sequence[Choice] = (),
    *,
    in_reply_to: str | None = None,
    kind: Kind = Kind.SAID,
    blanks: tuple[str, ...] = (),
    cards: tuple[Card, ...] = (),
) -> Entry:
    """Say something to the person in the desk's own name; `in_reply_to` is the message that it answers.

    What is said unasked has a kind of its own, and what fills in the template that may stand for it.
    """
    buttons = Choices(session).issue(conversation_id, choices, now)
    shown = Shown(text, cards, buttons, blanks=blanks)
    return Outbox(session).add(conversation_id, Sender.SYSTEM, shown, now, in_reply_to=in_reply_to, kind=kind)


def is_answered(session: Session, conversation_id: str, message_id: str) -> bool:
    """Has this message got its answer? An apology that one will come is none."""
    replies = Outbox(session).replies_to(conversation_id, message_id)
    return any(one.kind is not Kind.APOLOGY for one in replies)
