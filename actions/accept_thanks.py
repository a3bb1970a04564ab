"""An answer to thanks."""

from typing import override

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer
from actions.ways_on import next_steps
from knowledge.wording import say


class AcceptThanks(SignpostAction):
    """Take thanks, and leave the way on open."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_accept_thanks"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a short answer; in distress without a word about support."""
        memory = conversation.memory
        if memory.distressed:
            return answer(memory, say("utter_still_here"), choices=next_steps(memory))
        return answer(memory, say("utter_thanks_taken"), choices=next_steps(memory))
