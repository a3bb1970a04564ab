"""A request for a person."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.handoff import already_open, asked_again, begin
from actions.library import Library
from actions.outcome import Outcome
from desk.states import OPEN, State

REASONS = frozenset({"distress", "misunderstood", "complaint", "nothing_fits", "asked"})
ANOTHER = "another"


class PassToBroker(SignpostAction):
    """Begin to pass somebody on to a broker, with their consent."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_pass_to_broker"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the first question, or how an open request stands."""
        case = conversation.memory.case
        if case and conversation.answer() != ANOTHER:
            state = library.case_state(str(case.get("case_id")))
            if state is State.RETURNED:
                return asked_again(conversation.memory, library)
            if state is None or state in OPEN:
                return already_open(conversation.memory, library)
        return begin(conversation, library, _reason(conversation))


def _reason(conversation: Conversation) -> str:
    given = conversation.answer()
    if given in REASONS:
        return given
    memory = conversation.memory
    if memory.distressed:
        return "distress"
    question = memory.question
    if question is not None and question.content.get("reason") in REASONS:
        return str(question.content["reason"])
    return "asked"
