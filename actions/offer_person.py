"""The offer of a person, in the same words whatever led to it, with the reason that the broker reads."""

from actions.library import Library
from actions.memory import Question
from actions.outcome import Outcome
from actions.ways_on import person
from desk.cases import Reason
from knowledge.wording import say

OFFER = "offer"


def offering_person(outcome: Outcome, reason: Reason, library: Library, *, may_ask: bool = True) -> Outcome:
    """Return the outcome ending with the offer; a yes is enough, unless another question is to be asked."""
    ways = (person(reason.value),)
    if not may_ask:
        return outcome.ending_with("", ways)
    text = say("utter_offer_person", hub=library.hub(outcome.memory.firm).name)
    question = Question(OFFER, {"intent": "request_human", "reason": reason.value})
    ended = outcome.ending_with(text, ways)
    return ended.remembering(ended.memory.asking(question))
