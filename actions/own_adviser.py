"""Passing on what was told to an adviser of their own: what it is, a yes, and a code that reads it once."""

from uuid import NAMESPACE_URL, uuid5

from actions.brief import brief
from actions.consent import CONSENT as ANSWERS
from actions.consent import (
    choices_of_consent,
    chosen,
    leaves_nothing,
    left_out,
    list_text,
    listed,
    part_by_part,
    parts_text,
    record,
)
from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice
from actions.request import telling
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from desk.cases import Part, Reason
from desk.codes import new_code
from desk.own_adviser import ADVISER, HAND, code_card, take_back_choice
from knowledge.replies import Choice, Effect
from knowledge.wording import say

CONSENT = "adviser_consent"
OPENING = "utter_adviser_choose"
# their own adviser knows who they are and how to reach them, and a card has no room for a whole chat
NOT_FOR_THEM = frozenset({Part.NAME, Part.CONTACT, Part.CONVERSATION})


def to_own_adviser() -> Choice:
    """Return the choice that begins to pass on what was told."""
    return choice("send_to_my_adviser", "request_human", answer=ADVISER)


def begin(conversation: Conversation, library: Library) -> Outcome:
    """Return what would be passed on, to be agreed to; or that there is nothing yet."""
    memory = conversation.memory
    question = _listing(
        Question(CONSENT, {"hub_id": ADVISER, "language": None}), frozenset(), memory, library
    )
    if not listed(question):
        return answer(memory, say("utter_adviser_nothing"), choices=next_steps(memory))
    return _ask(question, memory, library)


def take_consent(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the code after a yes; after a no nothing is passed on. None for something else."""
    memory, meant = conversation.memory, conversation.answer()
    if meant is not None and not meant.startswith(f"{ANSWERS}:"):
        return None
    if (without := chosen(conversation, question)) is not None:
        return _ask(_listing(question, without, memory, library), memory, library)
    if says_no(conversation) or cancels(conversation):
        return answer(memory, say("utter_adviser_declined"), choices=next_steps(memory))
    if not says_yes(conversation):
        return None
    if leaves_nothing(question) or _is_another_yes(meant, question):
        return _ask(question, memory, library)
    return _agreed(conversation, question, library)


def _agreed(conversation: Conversation, question: Question, library: Library) -> Outcome:
    """Return the code, as a card: brokers get to read the text."""
    memory, code = conversation.memory, new_code()
    now_listed = _listing(question, left_out(question), memory, library)
    if listed(now_listed) != listed(question):  # something was told since: what was shown holds, and no more
        return _ask(now_listed, memory, library)
    content = {
        "id": uuid5(NAMESPACE_URL, f"signpost:adviser:{conversation.id}:{conversation.message_id}").hex,
        "code": code,
        "consent": record(
            question, _text(question, memory, library), say("utter_label_own_adviser"), OPENING
        ),
        "brief": brief(telling(conversation, question), library, Reason.OTHER.value),
    }
    choices = (take_back_choice(), *next_steps(memory))
    return answer(memory, say("utter_adviser_code"), (code_card(code),), choices, (Effect(HAND, content),))


def _listing(question: Question, without: frozenset[str], memory: Memory, library: Library) -> Question:
    whole = part_by_part(question, without, memory, library)
    return whole.with_(listed=[part for part in listed(whole) if part not in NOT_FOR_THEM])


def _ask(question: Question, memory: Memory, library: Library) -> Outcome:
    text = _text(question, memory, library)
    return answer(memory, "").asking(question, text, choices_of_consent(question))


def _text(question: Question, memory: Memory, library: Library) -> str:
    return list_text(question, say(OPENING, parts=parts_text(question, memory, library)))


def _is_another_yes(meant: str | None, question: Question) -> bool:
    """Does the button agree to something else: to another recipient, or with other parts left out?"""
    if meant is None or not meant.startswith(f"{ANSWERS}:yes:"):
        return False
    recipient, _, gone = meant.removeprefix(f"{ANSWERS}:yes:").partition(":")
    return recipient != ADVISER or gone != ",".join(sorted(left_out(question)))
