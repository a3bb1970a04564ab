"""A fresh start, confirmed first when something would be forgotten."""

from typing import override

from actions import handoff
from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import first_steps, next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from knowledge.firms import Firm
from knowledge.replies import Effect
from knowledge.wording import say

START_OVER = "start_over"
FORGET_PLANS = "forget_plans"


class StartOver(SignpostAction):
    """Forget what was said, once the person has said that this is wanted."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_start_over"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return an empty memory, or the question whether to empty it.

        A misread word must not cost somebody all that they have told us.
        """
        memory = conversation.memory
        if not _anything_to_lose(memory):
            return _fresh(memory)
        before = {"before": memory.question.pack()} if memory.question else {}
        choices = (
            choice("yes_start_over", "affirm", answer=f"{START_OVER}:yes"),
            choice("no_carry_on", "deny", answer=f"{START_OVER}:no"),
        )
        plans = say("utter_start_over_plan") if library.plans_kept(conversation.id) else ""
        text = joined(say("utter_start_over_confirm"), plans)
        return answer(memory, "").asking(Question(START_OVER, before), text, choices)


def take_start_over(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the fresh start when it is confirmed, what was going on when not, None for something else."""
    meant = conversation.answer()
    if meant is not None and not meant.startswith(f"{START_OVER}:"):
        return None
    if says_yes(conversation) or conversation.intent == START_OVER:
        return _fresh(conversation.memory)
    if says_no(conversation) or cancels(conversation):
        return _going_on(conversation.memory, Question.unpack(question.content.get("before")), library)
    return None


def _anything_to_lose(memory: Memory) -> bool:
    return memory.firm != Firm() or bool(memory.barriers or memory.need or memory.seen)


def _fresh(memory: Memory) -> Outcome:
    """A request already passed on is with the broker and stays known; a plan that was kept is deleted."""
    text = say("utter_started_over")
    if memory.case:
        text = f"{text} {say('utter_started_over_case', reference=memory.case['reference'])}"
    return answer(Memory(case=memory.case), text, choices=first_steps(), effects=(Effect(FORGET_PLANS),))


def _going_on(memory: Memory, before: Question | None, library: Library) -> Outcome:
    kept = answer(memory, say("utter_not_started_over"), choices=next_steps(memory))
    if before is None or before.kind not in handoff.TAKERS:
        return kept
    text = handoff.question_text(before, memory, library)
    return answer(memory, say("utter_not_started_over")).asking(before, text, handoff.choices_of(before))
