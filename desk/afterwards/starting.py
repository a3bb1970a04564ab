"""Taking a stop back with one word: who was left alone may be written to again."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.stopping import bare
from desk.questions import is_answered, tell
from knowledge.replies import Effect
from knowledge.storage.conversations import Conversation
from knowledge.storage.opt_outs import OptOuts
from knowledge.wording import say

START_MESSAGES = "start_messages"
WORDS = frozenset({"start", "start again", "start messages", "unstop", "opt in", "optin"})


def start_asked(session: Session, conversation: Conversation, text: str | None) -> Effect | None:
    """Return what a typed message asks of the desk: to lift a stop, where there is one to lift."""
    if text is None or bare(text) not in WORDS or not OptOuts(session).has(conversation.id):
        return None
    return Effect(START_MESSAGES)


def start_in_chat(session: Session, conversation_id: str, message_id: str, now: datetime) -> None:
    """Let the person be written to again, and say so; what was stopped does not come back."""
    if is_answered(session, conversation_id, message_id):
        return
    OptOuts(session).lift(conversation_id)
    tell(session, conversation_id, say("utter_started"), now, in_reply_to=message_id)
