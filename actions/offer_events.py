"""What is on, and who has done it."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer, choice, joined
from actions.put_people_first import still_people_first
from actions.ways_on import person
from knowledge.hub_words import hub_line
from knowledge.wording import say


class OfferEvents(SignpostAction):
    """Show recurring events and networks; no date is promised."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_offer_events"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the likeliest events, or the front door when there are none."""
        memory = conversation.memory
        if memory.distressed and not conversation.pressed:
            return still_people_first(conversation, library)
        cards = library.events(memory)
        ways = (
            choice("find_partners", "find_partners"),
            choice("subscribe", "subscribe_updates"),
            choice("show_options", "find_support"),
            person(),
        )
        if cards:
            return answer(memory, say("utter_events"), cards, ways)
        hub = library.hub(memory.firm)
        return answer(memory, joined(say("utter_no_events"), hub_line(hub)), library.cards([hub]), ways)
