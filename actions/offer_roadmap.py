"""The steps in order."""

from dataclasses import replace

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.offers import nothing_fits, understood
from actions.outcome import Outcome, answer, choice, joined, short_name
from actions.put_people_first import still_people_first
from actions.questions import ask_decisive
from actions.ways_on import first_steps, person
from knowledge.records import Programme
from knowledge.replies import Choice
from knowledge.wording import say

MOST_CHOICES = 4


class OfferRoadmap(SignpostAction):
    """Lay out what to do first and what next, each step with programmes that fit."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_offer_roadmap"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a card for each step; who has told of nothing yet is asked what it is about."""
        memory = conversation.memory
        if memory.distressed and not conversation.pressed:
            return still_people_first(conversation, library)
        if not memory.knows_a_need():
            memory = replace(memory, aim="find_support", need=conversation.text or None)
            conversation = conversation.remembering(memory)
        steps = library.roadmap(memory)
        programmes = [match.programme for step in steps for match in step.matches]
        if not programmes:
            return nothing_fits(conversation, library, understood(conversation))
        told = answer(
            memory.showing(tuple(dict.fromkeys(p.id for p in programmes))),
            joined(understood(conversation), say("utter_roadmap")),
            library.cards(steps),
            (*map(_more, programmes[:MOST_CHOICES]), choice("show_options", "find_support"), person()),
        )
        if not memory.barriers and not memory.wants:
            return told.ending_with(say("utter_roadmap_need"), first_steps()[:4])
        return ask_decisive(told, conversation, library.find(memory).decisive_question, "request_roadmap")


def _more(programme: Programme) -> Choice:
    label = say("utter_label_more_about", name=short_name(programme.name))
    return Choice(label, "ask_details", (("programme", programme.id),))
