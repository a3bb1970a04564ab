"""A request for a person that the person takes back: what becomes of it, and what they are told."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook, case_of, cases_of, hub_name
from desk.cases import Case
from desk.questions import tell
from desk.states import IN_HAND, State
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations, Owner
from knowledge.wording import say

ALREADY = "already"


def withdraw(
    session: Session, case_id: str, conversation_id: str, now: datetime, *, in_reply_to: str | None = None
) -> None:
    """Take back a case of this conversation, in the caller's transaction, and say how far it had come.

    A case that is none of this conversation's changes nothing; of one that was taken back before it is said
    so. The conversation goes back to the assistant, unless another request of it waits or is in hand.
    """
    found = Cases(session).find(case_id)
    if found is None or found.conversation_id != conversation_id:
        return
    case = case_of(found)
    reached = Casebook(session).withdraw(case_id, now) or ALREADY
    others = cases_of(Cases(session).of_conversation(conversation_id))
    Conversations(session).hand_to(conversation_id, owner_with(others))
    told = say(f"utter_relay_withdrawn_{reached}", reference=case.reference, hub=hub_name(session, case))
    tell(session, conversation_id, told, now, in_reply_to=in_reply_to)


def owner_with(cases: Iterable[Case]) -> Owner:
    """Return who has a conversation with these cases."""
    states = {case.state for case in cases}
    if states & IN_HAND:
        return Owner.BROKER
    return Owner.QUEUE if State.WAITING in states else Owner.BOT
