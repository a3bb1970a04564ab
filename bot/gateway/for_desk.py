"""What a person asks of the desk itself, whoever has the conversation: its buttons, and a few words."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.hearing import answered_in_words
from desk.afterwards.starting import start_asked
from desk.afterwards.stopping import stop_asked
from desk.moving import moving_asked
from desk.own_adviser import brief_asked
from desk.questions import chosen_effect
from knowledge.replies import Effect
from knowledge.storage.choices import Issued
from knowledge.storage.conversations import Conversation


def asked_of_desk(
    session: Session,
    conversation: Conversation,
    choice: Issued | None,
    text: str | None,
    received: datetime,
) -> Effect | None:
    """Return what the desk is to do; None when it is for the bot, or for the broker who talks.

    What a text means is decided by what its writer could have read when it was received.
    """
    if (pressed := chosen_effect(choice)) is not None:
        return pressed
    heard = (
        stop_asked(session, conversation, text, received),
        start_asked(session, conversation, text),
        answered_in_words(session, conversation, text, received),
        moving_asked(session, conversation, text),
        brief_asked(text),
    )
    return next(filter(None, heard), None)
