"""Which programmes a message is about."""

import re
from collections.abc import Iterable
from typing import Any

from actions.conversation import Conversation
from actions.memory import Question
from actions.outcome import Outcome, answer, choice, short_name
from actions.ways_on import first_steps, person
from knowledge.records import Programme
from knowledge.replies import Choice
from knowledge.wording import say

ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1,
    "top": 0, "bottom": -1,
}  # fmt: skip
ORDINAL = re.compile(r"\b(first|second|third|fourth|1st|2nd|3rd|4th|last|top|bottom)\b")
NUMBERED = re.compile(r"(?:\b(?:option|number|no\.?|num|result|choice)\s*|#)([1-4])\b")
BARE = re.compile(r"(?<![\w£.,])([1-4])(?![\w.,%])")
SEVERAL = re.compile(r"\b(first|top|last|bottom)\s+(two|2|three|3|few)\b")
HOW_MANY = {"two": 2, "2": 2, "three": 3, "3": 3, "few": 3}
ALL = re.compile(r"\b(both|them|these|those|all|they)\b")
MOST_WORDS_FOR_BARE = 7


def programmes_meant(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the programmes that a message names, by name or by their place in what was shown.

    The names come first; nothing is guessed from what is in focus.
    """
    return programmes_named(conversation) or by_position(conversation.text, conversation.memory.shown)


def programmes_named(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the programmes that a message names; a name of several funds gives them all."""
    return _ids(conversation.values("programme"))


def programmes_refused(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids of the programmes that a message says no to, or asks "why not" about."""
    return _ids(one.value for one in conversation.entities if one.name == "programme" and one.negated)


def _ids(values: Iterable[Any]) -> tuple[str, ...]:
    each = (one for value in values for one in (value if isinstance(value, list) else [value]))
    return tuple(dict.fromkeys(map(str, each)))


def refuses_programmes(conversation: Conversation) -> bool:
    """Does the message say only which programme it is not about ("forget Made Smarter")?"""
    refused = programmes_refused(conversation)
    asks = conversation.text.rstrip().endswith("?")
    return bool(refused) and not asks and not programmes_named(conversation)


def by_position(text: str, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Return the programmes that ordinals and numbers point at, in the order they were said.

    >>> by_position("the second one", ("a", "b")), by_position("1 or 2?", ("a", "b"))
    (('b',), ('a', 'b'))
    >>> by_position("the first two", ("a", "b", "c"))
    ('a', 'b')
    """
    lower = text.lower()
    if several := SEVERAL.search(lower):
        how_many = HOW_MANY[several[2]]
        return shown[:how_many] if several[1] in ("first", "top") else shown[-how_many:]
    found = [(m.start(), ORDINALS[m[1]]) for m in ORDINAL.finditer(lower)]
    found += [(m.start(), int(m[1]) - 1) for m in NUMBERED.finditer(lower)]
    if len(lower.split()) <= MOST_WORDS_FOR_BARE:
        found += [(m.start(1), int(m[1]) - 1) for m in BARE.finditer(lower)]
    places = [place for _, place in sorted(found) if -1 <= place < len(shown)]
    return tuple(dict.fromkeys(shown[place] for place in places)) if shown else ()


def the_one_meant(conversation: Conversation) -> str | None:
    """Return the one programme that a message is about: named, pointed at, in focus, or alone on show."""
    meant = programmes_meant(conversation)
    if meant:
        return meant[0]
    memory = conversation.memory
    if memory.subject:
        return memory.subject
    return memory.shown[0] if len(memory.shown) == 1 else None


def ask_which(conversation: Conversation, programmes: list[Programme]) -> Outcome:
    """Return the question which of the programmes shown is meant; with none shown, which one there is."""
    memory = conversation.memory
    if not programmes:
        return answer(memory, say("utter_which_programme_none"), choices=(*first_steps()[:3], person()))
    choices = (*(about(programme, conversation.intent) for programme in programmes), person())
    asked = answer(memory.not_asking_again(_mark_of(memory.shown)), "")
    question = Question("which_programme", {"then": conversation.intent})
    return asked.asking(question, say("utter_which_programme"), choices)


def has_asked_which(conversation: Conversation) -> bool:
    """Has it been asked before which of those shown now is meant?"""
    return _mark_of(conversation.memory.shown) in conversation.memory.asked


def _mark_of(shown: tuple[str, ...]) -> str:
    return f"which_programme:{','.join(shown)}"


def about(programme: Programme, intent: str) -> Choice:
    """Return the choice that means one programme, for the intent in hand."""
    return Choice(short_name(programme.name), intent, (("programme", programme.id),))


def facts_choices(programme_id: str, without: str = "") -> tuple[Choice, ...]:
    """Return what may be asked about one programme, without what has just been answered."""
    asked = ("ask_eligibility", "ask_how_to_apply", "ask_cost", "ask_deadline", "ask_details")
    return (
        *(choice(intent, intent, programme=programme_id) for intent in asked if intent != without),
        choice("more_options", "more_options"),
        person(),
    )
