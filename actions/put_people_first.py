"""Distress: people first, and nothing else."""

import re
from dataclasses import replace

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.offer_person import offering_person
from actions.outcome import Outcome, answer, joined
from actions.ways_on import next_steps
from desk.cases import Reason
from knowledge.hub_words import hub_line
from knowledge.wording import say

DESPAIR = re.compile(
    r"\b(end(ing)? it all|can(['’]?t|not) go on|no way out|suicid\w*|giv(e|en|ing) up on life)\b",
    re.IGNORECASE,
)


class PutPeopleFirst(SignpostAction):
    """Say who is there now for somebody whose firm, or who themselves, cannot go on."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_put_people_first"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the lifelines, the front door's contact and the offer of a person; no programmes."""
        again = conversation.memory.distressed
        return _people_first(conversation, library, "utter_distress_still" if again else "utter_distress")


def still_people_first(conversation: Conversation, library: Library) -> Outcome:
    """Return the same help again, shorter, while the person has not moved on."""
    return _people_first(conversation, library, "utter_distress_still")


def in_despair(conversation: Conversation) -> bool:
    """Is it the person who cannot go on, by this message or one shortly before it?"""
    return any(DESPAIR.search(text) for text in (conversation.text, *conversation.earlier))


def _people_first(conversation: Conversation, library: Library, wording: str) -> Outcome:
    memory = replace(conversation.memory, distressed=True, shown=(), subject=None)
    text = joined(say(wording), hub_line(library.hub(memory.firm)))
    lifelines = library.lifelines(despair=in_despair(conversation))
    told = answer(memory, text, lifelines, next_steps(memory))
    return offering_person(told, Reason.DISTRESS, library, may_ask=conversation.may_ask)
