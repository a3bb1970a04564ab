"""What Signpost cannot help with."""

from dataclasses import replace

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.hubs import hub_card
from actions.library import Library
from actions.offer_person import offering_person
from actions.outcome import Outcome, answer, joined
from actions.put_people_first import still_people_first
from actions.ways_on import first_steps, person
from desk.cases import Reason
from knowledge.hub_words import hub_line
from knowledge.wording import say


class StayInScope(SignpostAction):
    """Say kindly that this is outside, and what is inside."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_stay_in_scope"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what Signpost can do instead, with a person beside it."""
        if conversation.memory.distressed:
            return still_people_first(conversation, library)
        memory = replace(conversation.memory, misunderstood=conversation.memory.misunderstood + 1)
        ways = (*first_steps()[:3], person())
        if memory.misunderstood == 1:
            return answer(memory, say("utter_out_of_scope"), choices=ways)
        hub = library.hub(memory.firm)
        text = joined(say("utter_out_of_scope_again"), hub_line(hub))
        told = answer(memory, text, hub_card(library, hub), ways)
        return offering_person(told, Reason.MISUNDERSTOOD, library, may_ask=conversation.may_ask)
