"""An agent in Chatwoot learns that what they wrote did not reach the person: once, by a private note."""

from sqlalchemy.orm import Session

from desk.chatwoot.replies import OURS
from desk.reasons import why_not
from desk.states import STATES
from desk.words import uk_moment
from knowledge.storage.chatwoot import ChatwootNotes, Note
from knowledge.storage.outbox import Entry
from knowledge.storage.said_in import case_of
from knowledge.wording import say

FROM_THERE = f"desk:{OURS}"  # what the relay calls a message that an agent wrote


def tell_agent(session: Session, entry: Entry, code: str) -> None:
    """Leave a note about an agent's line that is given up, in the transaction that gives it up."""
    key = entry.in_reply_to or ""
    if not key.startswith(FROM_THERE):
        return
    case_id = case_of(session, entry.conversation_id, entry.said_at, STATES)
    if case_id is not None:
        told = say("utter_chatwoot_not_delivered", at=uk_moment(entry.said_at), reason=why_not(code))
        ChatwootNotes(session).add(Note(case_id, f"undelivered:{key.removeprefix(FROM_THERE)}", told))
