"""A request for a person that the person takes back: what becomes of it, and what they are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook, case_of, hub_name
from desk.owning import who_answers
from desk.questions import tell
from knowledge.storage.cases import Cases
from knowledge.wording import say

ALREADY = "already"


def withdraw(
    session: Session, case_id: str, conversation_id: str, now: datetime, *, in_reply_to: str | None = None
) -> None:
    """Take back a case of this conversation, in the caller's transaction, and say how far it had come.

    A case that is none of this conversation's changes nothing; of one that was taken back before it is said
    so.
    """
    found = Cases(session).find(case_id)
    if found is None or found.conversation_id != conversation_id:
        return
    case = case_of(found)
    reached = Casebook(session).withdraw(case_id, now) or ALREADY
    then = who_answers(session, Casebook(session).get(case_id))
    named = {"reference": case.reference, "hub": hub_name(session, case)}
    told = say(f"utter_relay_withdrawn_{reached}", **named, then=then)
    tell(session, conversation_id, told, now, in_reply_to=in_reply_to)
