"""A copy of what is kept, for the person: behind an address that opens once and only for a short time."""

import re

from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from knowledge.replies import Card, Choice, Effect
from knowledge.storage.copies import LASTS, address_of, new_key
from knowledge.wording import say

COPY = "copy"
WEB = "web"
_WORDS = re.compile(
    r"\b(copy|copies|export|download)\b|\b(send|give)\b[^.?!]{0,20}\bmy (data|details|information)\b",
    re.IGNORECASE,
)


def copy_this() -> Choice:
    """Return the choice that gives a copy."""
    return choice("give_copy", "privacy_request", answer=COPY)


def asks_for_copy(conversation: Conversation) -> bool:
    """Does the message ask for a copy of what is kept?"""
    meant = conversation.answer()
    return meant == COPY or (meant is None and _WORDS.search(conversation.text) is not None)


def copying(conversation: Conversation, library: Library) -> Outcome:
    """Return the address of a copy; where an address is all that it takes to fetch it, ask first."""
    memory = conversation.memory
    if conversation.channel == WEB:
        return _given(memory, "")
    if library.public_url is None:
        return answer(memory, say("utter_copy_nowhere"), choices=next_steps(memory))
    choices = (
        choice("yes_copy", "affirm", answer=f"{COPY}:yes"),
        choice("no_copy", "deny", answer=f"{COPY}:no"),
    )
    return answer(memory, "").asking(Question(COPY), say("utter_copy_confirm", minutes=_minutes()), choices)


def take_copy(conversation: Conversation, _question: Question, library: Library) -> Outcome | None:
    """Return the address when it is confirmed, its end when it is declined, None for something else."""
    memory, meant = conversation.memory, conversation.answer()
    if meant is not None and not meant.startswith(f"{COPY}:"):
        return None
    if says_no(conversation) or cancels(conversation):
        return answer(memory, say("utter_copy_not_given"), choices=next_steps(memory))
    if not says_yes(conversation) or library.public_url is None:
        return None
    return _given(memory, library.public_url.rstrip("/"))


def _given(memory: Memory, site: str) -> Outcome:
    # the key is made by chance and stands on the card, not in the text: brokers get to read the text
    key = new_key()
    card = Card(COPY, COPY, say("utter_copy_title"), say("utter_copy_card"), url=f"{site}{address_of(key)}")
    text = say("utter_copy_given", minutes=_minutes())
    return answer(memory, text, (card,), next_steps(memory), (Effect("give_copy", {"key": key}),))


def _minutes() -> int:
    return int(LASTS.total_seconds() // 60)
