"""Hello, goodbye and thanks."""

from typing import override

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer, joined
from actions.show_what_is_kept import told_so_far
from actions.ways_on import first_steps, next_steps
from knowledge.wording import say

MOVED = "moved"  # what the gateway says for who has moved a chat here: bot/gateway/moving.py


class Welcome(SignpostAction):
    """Say hello, and where one may begin."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_welcome"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a first welcome, a short one to who has already told of a need, or what is known.

        That is said to who comes along with their chat from elsewhere.
        """
        memory = conversation.memory
        if conversation.answer() == MOVED:
            told = told_so_far(memory, library)
            text = joined(say("utter_moved_here"), told) if told else say("utter_moved_here_nothing")
            return answer(memory, text, choices=next_steps(memory))
        if memory.knows_a_need():
            return answer(memory, say("utter_welcome_back"), choices=next_steps(memory))
        return answer(memory, say("utter_welcome"), choices=first_steps())
