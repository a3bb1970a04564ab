"""What fits a need."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.offers import offer, take_in, understood
from actions.outcome import Outcome
from actions.put_people_first import still_people_first


class OfferSupport(SignpostAction):
    """Show the few programmes that fit best, each with its reasons."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_offer_support"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the offers; whoever tells more of their distress is not offered programmes."""
        if conversation.memory.distressed and conversation.intent == "describe_situation":
            return still_people_first(conversation, library)
        conversation = take_in(conversation)
        return offer(conversation, library, understood(conversation))
