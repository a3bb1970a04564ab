"""What is kept of a person, and its deletion.

Both are of this conversation alone. Whoever types somebody's address here has not proven that it is theirs,
so what was left elsewhere is shown and erased by the operator, who can ask: `signpost person`.
"""

import re
from typing import override

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.copying import asks_for_copy, copy_this, copying
from actions.firm_words import barrier_words, profile_lines, shortened
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import first_steps, next_steps
from actions.withdraw import asks_to_withdraw, confirming, is_open
from actions.yes_or_no import cancels, says_no, says_yes
from desk.afterwards.stopping import STOP_MESSAGES
from desk.questions import withdraw_choice
from knowledge.replies import Choice, Effect
from knowledge.wording import say

DELETE = re.compile(r"\b(delete|erase|eras(ed|ure)|remove|forget|forgotten|wipe|get rid)\b", re.IGNORECASE)
STOP = re.compile(
    r"\b(stop|unsubscribe|no more|don'?t|do not)\b.*\b(messag|e-?mail|mail|text|writ|contact|remind|news)",
    re.IGNORECASE | re.DOTALL,
)
ERASE = "erase"


class ShowWhatIsKept(SignpostAction):
    """Show what is remembered, and offer to delete it; or write nothing more to who asks for that."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_show_what_is_kept"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what is kept in plain words; who asks for deletion is asked to confirm it."""
        memory = conversation.memory
        if asks_to_withdraw(conversation, library):
            return confirming(conversation)
        kept = joined(say("utter_kept"), _kept(memory), _case(memory, library), _plans(conversation, library))
        if asks_for_copy(conversation):
            return copying(conversation, library)
        if conversation.answer() == ERASE or DELETE.search(conversation.text):
            return _confirming(answer(memory, kept))
        if STOP.search(conversation.text):
            stop = (Effect(STOP_MESSAGES, {"told": True}),)
            return answer(memory, say("utter_stopped"), choices=next_steps(memory), effects=stop)
        back = (withdraw_choice(str((memory.case or {}).get("case_id"))),) if is_open(memory, library) else ()
        delete = choice("delete_everything", "privacy_request", answer=ERASE)
        choices = (*back, copy_this(), delete, *next_steps(memory))
        return answer(memory, joined(kept, say("utter_kept_rules")), choices=choices)


def take_erase(conversation: Conversation, _question: Question, _library: Library) -> Outcome | None:
    """Return the deletion when it is confirmed, its end when it is declined, None for something else."""
    memory = conversation.memory
    meant = conversation.answer()
    if meant is not None and not meant.startswith(f"{ERASE}:"):
        return None
    if says_no(conversation) or cancels(conversation):
        return answer(memory, say("utter_not_erased"), choices=next_steps(memory))
    if not says_yes(conversation):
        return None
    text = say("utter_erased_case" if memory.case else "utter_erased")
    return answer(Memory(), text, choices=first_steps(), effects=(Effect(ERASE),))


def _confirming(shown: Outcome) -> Outcome:
    choices: tuple[Choice, ...] = (
        choice("yes_delete", "affirm", answer=f"{ERASE}:yes"),
        choice("no_keep", "deny", answer=f"{ERASE}:no"),
    )
    return shown.asking(Question(ERASE), say("utter_erase_confirm"), choices)


def told_so_far(memory: Memory, library: Library) -> str:
    """Return what is known of the firm and its request, a line for each; nothing when that is nothing."""
    return joined(_told(memory), _case(memory, library))


def _kept(memory: Memory) -> str:
    return _told(memory) or say("utter_kept_nothing")


def _told(memory: Memory) -> str:
    lines = profile_lines(memory.firm)
    if memory.barriers:
        lines.append((say("utter_label_kept_barriers"), barrier_words(one.name for one in memory.barriers)))
    if memory.need:
        lines.append((say("utter_label_kept_need"), shortened(memory.need)))
    if memory.rejected:
        lines.append((say("utter_label_kept_rejected"), str(len(memory.rejected))))
    if memory.seen:
        lines.append((say("utter_label_kept_seen"), str(len(memory.seen))))
    return "\n".join(say("utter_label_line", heading=heading, words=words) for heading, words in lines)


def _plans(conversation: Conversation, library: Library) -> str:
    return say("utter_kept_plan") if library.plans_kept(conversation.id) else ""


def _case(memory: Memory, library: Library) -> str:
    if not memory.case:
        return ""
    wording = "utter_kept_case" if is_open(memory, library) else "utter_kept_case_closed"
    return say(wording, reference=memory.case["reference"], hub=memory.case["hub"])
