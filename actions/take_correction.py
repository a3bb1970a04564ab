"""Something shown that is out of date or wrong."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Question
from actions.outcome import Outcome, answer, choice
from actions.programmes_meant import about, programmes_meant, the_one_meant
from actions.ways_on import next_steps
from actions.yes_or_no import cancels
from knowledge.replies import Effect
from knowledge.wording import say

INTENT = "report_wrong_information"
OTHER = "other"


class TakeCorrection(SignpostAction):
    """Keep a report that a record is wrong, with the record it is about."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_take_correction"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return thanks, or ask which programme it is about when several were shown."""
        memory = conversation.memory
        meant = the_one_meant(conversation)
        if meant is None and memory.shown and conversation.answer() is None:
            return _ask_which(conversation, library)
        return _taken(conversation, library, meant, conversation.text)


def take_wrong_which(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the report with the programme that was meant; None for something else."""
    if cancels(conversation):
        return answer(conversation.memory, say("utter_no_problem"), choices=next_steps(conversation.memory))
    meant = programmes_meant(conversation)
    if not meant and conversation.intent != INTENT:
        return None
    return _taken(conversation, library, meant[0] if meant else None, str(question.content.get("text") or ""))


def _ask_which(conversation: Conversation, library: Library) -> Outcome:
    memory = conversation.memory
    shown = library.programmes(memory.shown)
    choices = (
        *(about(programme, INTENT) for programme in shown),
        choice("something_else", INTENT, answer=OTHER),
    )
    question = Question("wrong_which", {"text": conversation.text})
    return answer(memory, "").asking(question, say("utter_wrong_which"), choices)


def _taken(conversation: Conversation, library: Library, programme_id: str | None, text: str) -> Outcome:
    memory = conversation.memory
    found = library.programmes([programme_id]) if programme_id else []
    effect = Effect("wrong_information", {"programme_id": found[0].id if found else None, "text": text})
    thanks = say("utter_wrong_taken_of", name=found[0].name) if found else say("utter_wrong_taken")
    return answer(memory, thanks, choices=next_steps(memory), effects=(effect,))
