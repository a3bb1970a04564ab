"""The end of a conversation."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.outcome import Outcome, answer
from actions.put_people_first import in_despair
from knowledge.wording import say


class Farewell(SignpostAction):
    """Say goodbye, and how things go on without Signpost."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_farewell"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return a goodbye; who has a case open hears its reference, who is in distress the lifeline."""
        memory = conversation.memory
        if memory.distressed:
            lifelines = library.lifelines(despair=in_despair(conversation))
            return answer(memory, say("utter_farewell_distress"), lifelines)
        if memory.case:
            return answer(memory, say("utter_farewell_case", reference=memory.case["reference"]))
        return answer(memory, say("utter_farewell"))
