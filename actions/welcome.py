"""Hello, goodbye and thanks."""

from typing import override

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer
from actions.ways_on import first_steps, next_steps
from knowledge.wording import say


class Welcome(SignpostAction):
    """Say hello, and where one may begin."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_welcome"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a first welcome, or a short one to who has already told of a need."""
        memory = conversation.memory
        if memory.knows_a_need():
            return answer(memory, say("utter_welcome_back"), choices=next_steps(memory))
        return answer(memory, say("utter_welcome"), choices=first_steps())
