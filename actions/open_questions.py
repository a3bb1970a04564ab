"""Which answers each kind of open question takes, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from actions import (
    copying,
    handoff,
    own_adviser,
    show_what_is_kept,
    start_over,
    subscribe,
    take_correction,
    withdraw,
)
from actions.conversation import Conversation
from actions.handoff import Taker
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome
from knowledge.replies import Choice
from knowledge.wording import say

TAKERS: Mapping[str, Taker] = {
    **handoff.TAKERS,
    start_over.START_OVER: start_over.take_start_over,
    copying.COPY: copying.take_copy,
    show_what_is_kept.ERASE: show_what_is_kept.take_erase,
    subscribe.ADDRESS: subscribe.take_address,
    subscribe.CONSENT: subscribe.take_consent,
    withdraw.WITHDRAW: withdraw.take_withdraw,
    own_adviser.CONSENT: own_adviser.take_consent,
    "wrong_which": take_correction.take_wrong_which,
}


@dataclass(frozen=True)
class AskedAgain:
    """A question with its words and its choices."""

    question: Question
    text: str
    choices: tuple[Choice, ...]


def take(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return what follows when the message answers the question, or None when it is about something else."""
    taker = TAKERS.get(question.kind)
    return taker(conversation, question, library) if taker else None


def outlasts_interruption(question: Question) -> bool:
    """Is the question asked again after something else was answered?"""
    return question.kind in handoff.TAKERS or question.kind == subscribe.ADDRESS


def asked_again(question: Question, memory: Memory, library: Library) -> AskedAgain:
    """Return a question that outlasted an interruption, as it stands now."""
    if question.kind == subscribe.ADDRESS:
        return AskedAgain(question, subscribe.address_text(question), subscribe.declining())
    question = handoff.renewed(question, memory, library)
    text = handoff.question_text(question, memory, library)
    return AskedAgain(question, text, handoff.choices_of(question))


def wording(question: Question, what: str) -> str:
    """Return what is said around such a question, for example why it is asked."""
    return say(f"utter_{'subscribe' if question.kind == subscribe.ADDRESS else 'handoff'}_{what}")
