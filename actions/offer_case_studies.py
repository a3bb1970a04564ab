"""Firms that did it."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer, choice, joined
from actions.put_people_first import still_people_first
from actions.ways_on import person
from knowledge.hub_words import hub_line
from knowledge.wording import say


class OfferCaseStudies(SignpostAction):
    """Show firms like this one that innovated or grew with support."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_offer_case_studies"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the firms most alike, or the front door when there are none."""
        memory = conversation.memory
        if memory.distressed and not conversation.pressed:
            return still_people_first(conversation, library)
        cards = library.case_studies(memory)
        ways = (choice("show_options", "find_support"), choice("a_plan", "request_roadmap"), person())
        if cards:
            return answer(memory, say("utter_case_studies"), cards, ways)
        hub = library.hub(memory.firm)
        return answer(memory, joined(say("utter_no_case_studies"), hub_line(hub)), library.cards([hub]), ways)
