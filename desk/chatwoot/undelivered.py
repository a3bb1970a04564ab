"""An agent in Chatwoot learns that what they wrote did not reach the person: once, by a private note."""

from sqlalchemy.orm import Session

from desk.casebook import Casebook, cases_of
from desk.cases import Case
from desk.chatwoot.replies import OURS
from desk.reasons import why_not
from desk.states import IN_HAND
from desk.words import uk_moment
from knowledge.storage.cases import Cases
from knowledge.storage.chatwoot import ChatwootNotes, Note
from knowledge.storage.outbox import Entry
from knowledge.wording import say

FROM_THERE = f"desk:{OURS}"  # what the relay calls a message that an agent wrote


def tell_agent(session: Session, entry: Entry, code: str) -> None:
    """Leave a note about an agent's line that is given up, in the transaction that gives it up."""
    key = entry.in_reply_to or ""
    if not key.startswith(FROM_THERE):
        return
    case = _case_in_hand(session, entry)
    if case is not None:
        told = say("utter_chatwoot_not_delivered", at=uk_moment(entry.said_at), reason=why_not(code))
        ChatwootNotes(session).add(Note(case.id, f"undelivered:{key.removeprefix(FROM_THERE)}", told))


def _case_in_hand(session: Session, entry: Entry) -> Case | None:
    """Return the case that was in hand when it was said: of one conversation it is one at a time."""
    for case in cases_of(Cases(session).of_conversation(entry.conversation_id)):
        stood = [event.after for event in Casebook(session).audit(case.id) if event.at <= entry.said_at]
        if stood and stood[-1] in IN_HAND:
            return case
    return None
