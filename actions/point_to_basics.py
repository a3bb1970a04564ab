"""The ordinary running of a firm: a pointer to who answers for it."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.glossary import basics_in
from actions.library import Library, is_on_offer
from actions.outcome import Outcome, answer, joined
from actions.put_people_first import still_people_first
from actions.ways_on import next_steps, person
from knowledge.hub_words import hub_line
from knowledge.wording import say

FRONT_DOOR = "business-growth-service"


class PointToBasics(SignpostAction):
    """Point to the official source for a question of everyday business."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_point_to_basics"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return one short true sentence, the source on record, and the front door beside it."""
        memory = conversation.memory
        if memory.distressed:
            return still_people_first(conversation, library)
        topic = basics_in(conversation.text)
        records = library.programmes([topic.record if topic and topic.record else FRONT_DOOR])
        text = joined(
            say(topic.wording if topic else "utter_basics_other"), hub_line(library.hub(memory.firm))
        )
        cards = library.cards([record for record in records if is_on_offer(record)])
        return answer(memory, text, cards, (person(), *next_steps(memory)))
