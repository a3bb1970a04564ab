"""What a person asks of the desk itself, whoever has the conversation: its buttons, and a few words."""

from sqlalchemy.orm import Session

from desk.afterwards.hearing import answered_in_words
from desk.afterwards.starting import start_asked
from desk.afterwards.stopping import stop_asked
from desk.questions import chosen_effect
from knowledge.replies import Effect
from knowledge.storage.choices import Issued
from knowledge.storage.conversations import Conversation


def asked_of_desk(
    session: Session, conversation: Conversation, choice: Issued | None, text: str | None
) -> Effect | None:
    """Return what the desk is to do; None when it is for the bot, or for the broker who talks."""
    if (pressed := chosen_effect(choice)) is not None:
        return pressed
    asked = (one(session, conversation, text) for one in (stop_asked, start_asked, answered_in_words))
    return next(filter(None, asked), None)
