"""What a person asks of the desk itself, whoever has the conversation: its buttons, and the stop word."""

from sqlalchemy.orm import Session

from desk.afterwards.stopping import stop_asked
from desk.questions import chosen_effect
from knowledge.replies import Effect
from knowledge.storage.choices import Issued
from knowledge.storage.conversations import Conversation


def asked_of_desk(
    session: Session, conversation: Conversation, choice: Issued | None, text: str | None
) -> Effect | None:
    """Return what the desk is to do; None when it is for the bot, or for the broker who talks."""
    return chosen_effect(choice) or stop_asked(session, conversation, text)
