"""Who has a conversation: it follows from its cases, and from nothing else."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from desk.cases import Case
from desk.states import IN_HAND, State
from knowledge.storage.cases import Cases, Sibling
from knowledge.storage.conversations import Conversations, Owner
from knowledge.wording import say


def owner_with(states: Iterable[str]) -> Owner:
    """Return who has a conversation whose cases are in these states."""
    found = set(states)
    if found & IN_HAND:
        return Owner.BROKER
    return Owner.QUEUE if State.WAITING in found else Owner.BOT


def settle_owner(session: Session, conversation_id: str) -> None:
    """Give a conversation to whom its cases say, in the caller's transaction; of one that is gone, nothing.

    `desk.casebook` does so with every change of a case, so nobody else has to.
    """
    kept = Conversations(session)
    if kept.lock_if_kept(conversation_id) is not None:  # before reading, so that of two at once each sees all
        siblings = Cases(session).siblings(conversation_id)
        kept.hand_to(conversation_id, owner_with(one.state for one in siblings))


def who_answers(session: Session, case: Case) -> str:
    """Say whom the person talks to, now that a case stands as it does: what its other cases make of it."""
    siblings = Cases(session).siblings(case.conversation_id)
    others = [one for one in siblings if one.id != case.id]
    if (other := _first(others, IN_HAND)) is not None:
        return say("utter_relay_then_in_hand", other=other.reference)
    if case.state is State.WAITING:
        return say("utter_relay_then_meanwhile")
    if (other := _first(others, frozenset({State.WAITING}))) is not None:
        return say("utter_relay_then_waiting", other=other.reference)
    return say("utter_relay_then_bot")


def _first(cases: Iterable[Sibling], states: frozenset[State]) -> Sibling | None:
    return next((one for one in cases if one.state in states), None)
