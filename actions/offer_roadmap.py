"""The steps in order."""

from dataclasses import replace

from actions.adding_up import subsidies, we_had_some
from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.keep_plan import KEEP, keep_plan, keep_this
from actions.library import Library
from actions.offers import nothing_fits, understood
from actions.outcome import Outcome, answer, choice, joined, lower, short_name
from actions.put_people_first import still_people_first
from actions.questions import ask_decisive
from actions.ways_on import first_steps, person
from knowledge.names import listed
from knowledge.records import Programme
from knowledge.replies import Choice
from knowledge.roadmaps import Plan
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
        if conversation.answer() == KEEP:
            return keep_plan(conversation, library)
        if not memory.knows_a_need():
            memory = replace(memory, aim="find_support", need=conversation.text or None)
            conversation = conversation.remembering(memory)
        plan = library.roadmap(memory)
        programmes = plan.programmes()
        if not plan.steps:
            return nothing_fits(conversation, library, understood(conversation))
        told = answer(
            memory.showing(tuple(dict.fromkeys(p.id for p in programmes))),
            joined(
                understood(conversation), _heading(plan), say("utter_roadmap"), subsidies(memory, programmes)
            ),
            library.cards(plan.steps),
            (
                keep_this(),
                *map(_more, programmes[:MOST_CHOICES]),
                *we_had_some(memory, programmes),
                choice("show_options", "find_support"),
                person(),
            ),
        )
        if not memory.barriers and not memory.wants:
            return told.ending_with(say("utter_roadmap_need"), first_steps()[:4])
        return ask_decisive(told, conversation, library.find(memory).decisive_question, "request_roadmap")


def _heading(plan: Plan) -> str:
    """Say where the plan leads, for each journey in it."""
    first, *others = plan.journeys
    also = [lower(journey.name) for journey in others]
    told = say("utter_roadmap_leads", name=first.name, summary=first.summary)
    return f"{told} {say('utter_roadmap_also', names=listed(also))}" if also else told


def _more(programme: Programme) -> Choice:
    label = say("utter_label_more_about", name=short_name(programme.name))
    return Choice(label, "ask_details", (("programme", programme.id),))
