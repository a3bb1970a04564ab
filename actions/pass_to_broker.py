"""A request for a person."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.handoff import begin
from actions.library import Library
from actions.outcome import Outcome
from actions.own_adviser import begin as begin_with_own_adviser
from actions.request import already_open, asked_again
from actions.withdraw import asks_to_withdraw, confirming, is_open
from desk.cases import Reason
from desk.own_adviser import ADVISER
from desk.states import State

REASONS = frozenset(reason.value for reason in Reason if reason is not Reason.OTHER)
ANOTHER = "another"


class PassToBroker(SignpostAction):
    """Begin to pass somebody on to a broker, with their consent."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_pass_to_broker"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the first question, or how an open request stands."""
        memory = conversation.memory
        if asks_to_withdraw(conversation, library):
            return confirming(conversation)
        if conversation.answer() == ADVISER:
            return begin_with_own_adviser(conversation, library)
        if memory.case and conversation.answer() != ANOTHER:
            if library.case_state(str(memory.case.get("case_id"))) is State.RETURNED:
                return asked_again(memory, library)
            if is_open(memory, library):
                return already_open(memory, library)
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
