"""A request for a person that the person takes back: what becomes of it, and what they are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook, case_of, hub_name
from desk.cases import Case
from desk.owning import who_answers
from desk.questions import tell
from desk.reach import Reach
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
    far = Casebook(session).withdraw(case_id, now)
    told = _told(session, case, far, who_answers(session, Casebook(session).get(case_id)))
    tell(session, conversation_id, told, now, in_reply_to=in_reply_to)


def _told(session: Session, case: Case, far: Reach | None, then: str) -> str:
    """Return how far the case had come, naming every front door that has to do with it."""
    reached, hubs = (ALREADY, ()) if far is None else (far.how, far.read or far.sent)
    named = {"reference": case.reference, "hub": _names(session, case, hubs or (case.hub_id,))}
    told = say(f"utter_relay_withdrawn_{reached}", **named, then=then)
    if far is None or not (far.read and far.sent):
        return told
    as_well = say("utter_relay_withdrawn_sent_as_well", hub=_names(session, case, far.sent))
    return f"{told} {as_well}"


def _names(session: Session, case: Case, hubs: Sequence[str]) -> str:
    return ", ".join(hub_name(session, replace(case, hub_id=one)) for one in hubs)
