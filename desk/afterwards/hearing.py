"""An answer to "did it start?" that is typed: right after the question, and in so many words."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import ANSWER, Became, still_unanswered
from knowledge.replies import Effect
from knowledge.storage.bringing import Bringing
from knowledge.storage.conversations import Conversation
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.outbox import Kind, Outbox
from knowledge.wording import say

MEANT = {
    Became.STARTED: (
        "yes", "yep", "yeah", "yes thanks", "started", "it has", "it did", "it has started",
        "yes it started", "yes it has", "yes it did",
    ),
    Became.APPLIED: ("applied", "i applied", "we have applied", "we ve applied", "yes we applied"),
    Became.NOT_YET: (
        "no", "nope", "no not yet", "not started", "not started yet", "it has not", "it has not started",
    ),
    Became.NOT_SUITED: (
        "it didn t suit", "did not suit", "didn t suit", "not suitable", "it did not suit us",
    ),
}  # fmt: skip


def meant_by(text: str) -> Became | None:
    """Return which answer a text is and nothing else; None when it says more, or something else."""
    said = _bare(text)
    return next((one for one, words in MEANT.items() if said in (*words, _bare(_label(one)))), None)


def answered_in_words(
    session: Session, conversation: Conversation, text: str | None, received: datetime
) -> Effect | None:
    """Return what the desk is to note when a text answers the question that stands last in the chat.

    Whoever wrote before the question was there has answered something else: it is for the bot.
    """
    became = None if text is None else meant_by(text)
    if became is None:
        return None
    last = Outbox(session).last_said(conversation.id)
    if last is None or last.kind is not Kind.FOLLOW_UP or last.said_at >= received:
        return None
    if not Bringing(session).is_there(last.id):
        return None
    asked = FollowUps(session).asked_by(conversation.id, last.id)
    waiting = [] if asked is None else still_unanswered(session, asked)
    if asked is None or not waiting:
        return None
    programme_id = None if waiting[0] is None else waiting[0].id
    its = {"follow_up_id": asked.id, "programme_id": programme_id, "answer": became.value}
    return Effect(ANSWER, its)


def _label(became: Became) -> str:
    return say(f"utter_label_it_{became}")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
