"""What Signpost is and can do."""

from typing import override

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer
from actions.ways_on import first_steps, next_steps
from knowledge.wording import say


class Introduce(SignpostAction):
    """Tell what Signpost can do, or that it is a machine."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_introduce"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what was asked for, honestly."""
        memory = conversation.memory
        if conversation.intent == "ask_if_bot":
            return answer(memory, say("utter_machine"), choices=next_steps(memory))
        return answer(memory, say("utter_capabilities"), choices=first_steps())
