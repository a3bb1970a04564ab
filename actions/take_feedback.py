"""Praise and complaints."""

import re

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.offer_person import offering_person
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import next_steps
from desk.cases import Reason
from knowledge.hub_words import hub_line
from knowledge.replies import Effect
from knowledge.wording import say

BAD = re.compile(
    r"\b(not|no|n't|aint|ain't|dont|don't|didnt|didn't|never|too|useless|rubbish|waste|bad|poor|wrong|vague"
    r"|slow|clunky|thin|annoying|irritating|irrelevant|disappoint\w*|complain\w*|pointless|unhappy|confus\w*"
    r"|terrible|awful|hopeless|frustrat\w*)\b",
    re.IGNORECASE,
)
GOOD = re.compile(
    r"\b(good|great|brill\w*|helpful|useful|love\w*|excellent|easy|easier|clear|quick|spot on|well done"
    r"|first class|wonderful|five stars|10 out of 10|fantastic|best|lovely|pleased|like|thank\w*|better)\b",
    re.IGNORECASE,
)


class TakeFeedback(SignpostAction):
    """Keep what somebody thinks of Signpost or of the help they had."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_take_feedback"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return thanks; a complaint is offered a person."""
        memory = conversation.memory
        rating = rating_of(conversation.text)
        effect = Effect("feedback", {"rating": rating, "text": conversation.text})
        if rating == "bad":
            text = joined(say("utter_feedback_bad"), hub_line(library.hub(memory.firm)))
            choices = (choice("correct_that", "correct_profile"), *next_steps(memory))
            told = answer(memory, text, choices=choices, effects=(effect,))
            return offering_person(told, Reason.COMPLAINT, library, may_ask=conversation.may_ask)
        wording = "utter_feedback_good" if rating == "good" else "utter_feedback"
        return answer(memory, say(wording), choices=next_steps(memory), effects=(effect,))


def rating_of(text: str) -> str | None:
    """Return "good", "bad", or None where the words do not tell.

    >>> rating_of("love how quick that was"), rating_of("not helpful"), rating_of("the map is at the bottom")
    ('good', 'bad', None)
    """
    if BAD.search(text):
        return "bad"
    return "good" if GOOD.search(text) else None
