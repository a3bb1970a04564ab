"""More options than those shown."""

import re

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Memory
from actions.offers import offer, refusing, show, understood
from actions.outcome import Outcome, answer
from actions.programmes_meant import programmes_named
from actions.put_people_first import still_people_first
from actions.turned_down import turned_down
from actions.ways_on import first_steps
from knowledge.records import Programme
from knowledge.wording import say

OTHER_THAN = re.compile(
    r"\b(?:instead of|other than|rather than|apart from|except|besides|not|like|alternatives? to)\b"
)


class OfferMore(SignpostAction):
    """Show what has not been shown yet."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_offer_more"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the next best programmes; without a need known there is nothing to find more of."""
        memory = conversation.memory
        if memory.distressed:
            return still_people_first(conversation, library)
        no = {one.name for one in turned_down(conversation)}
        if set(programmes_named(conversation)) - no and not OTHER_THAN.search(conversation.text.lower()):
            return self.elsewhere("ask_details", conversation, library)
        if not memory.knows_a_need() and (like := _programme_to_go_by(memory, library)):
            matches = library.instead_of(like, memory, memory.seen)
            return show(matches, memory, say("utter_more_like", name=like.name), library)
        if not memory.knows_a_need():
            return answer(memory, say("utter_need_first"), choices=first_steps())
        return offer(refusing(conversation), library, understood(conversation), leaving_out=memory.seen)


def _programme_to_go_by(memory: Memory, library: Library) -> Programme | None:
    ids = [memory.subject] if memory.subject else list(memory.seen[:1])
    found = library.programmes(ids)
    return found[0] if found else None
