"""Which answers each kind of open question takes, and what follows from them."""

from collections.abc import Mapping

from actions import handoff, show_what_is_kept, start_over, subscribe, take_correction
from actions.conversation import Conversation
from actions.handoff import Taker
from actions.library import Library
from actions.memory import Question
from actions.outcome import Outcome

TAKERS: Mapping[str, Taker] = {
    **handoff.TAKERS,
    start_over.START_OVER: start_over.take_start_over,
    show_what_is_kept.ERASE: show_what_is_kept.take_erase,
    subscribe.ADDRESS: subscribe.take_address,
    subscribe.CONSENT: subscribe.take_consent,
    "wrong_which": take_correction.take_wrong_which,
}


def take(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return what follows when the message answers the question, or None when it is about something else."""
    taker = TAKERS.get(question.kind)
    return taker(conversation, question, library) if taker else None


def outlasts_interruption(question: Question) -> bool:
    """Is the question asked again after something else was answered?"""
    return question.kind in handoff.TAKERS
