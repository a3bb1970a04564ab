"""A request for a person that is taken back in words, after asking; its button is the desk's own."""

import re
from dataclasses import replace

from actions.conversation import Conversation
from actions.hubs import hub_card
from actions.leaving_out import left_out_after
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from desk.states import OPEN, State
from knowledge.hub_words import hub_line
from knowledge.replies import Effect
from knowledge.wording import say

WITHDRAW = "withdraw"
_REQUEST = r"(request|enquiry|inquiry|referral|case|call\s?back|appointment|consent|permission)"
# a broad net: what is caught is asked about before anything is done
_WORDS = re.compile(
    rf"""\b(withdraw(ing|n|al)?|retract|revoke)\b|\b(take|taking)\s+(it|that|this|my\s+\w+|everything)?\s*back\b
    |\b(chang(ed?|ing)\s+my\s+mind|second\s+thoughts|had\s+a\s+rethink)\b
    |\b(don'?t|do\s+not|dont|stop|not\s+to|rather\s+not|rather\s+you\s+didn'?t|nobody|no\s+one)\b[^.?!]{{0,40}}
      \b(pass|passed|send|sent|share|shared|forward|hand(ed)?|contact\w*|ring\w*|call\w*|phon\w+|get\s+in\s+touch)\b
    |\b(take|leave|remove|strip)\b[^.?!]{{0,12}}\b(my|me|our)\s+(name|phone|mobile|number|e-?mail)\b
    |\b(cancel|scrap|drop|pull|call\s+off|forget|delete|remove|stop|bin|undo|end)\b[^.?!]{{0,24}}\b{_REQUEST}\b
    |\b(no\s+longer|don'?t|dont|do\s+not|not)\s+(want|need)\w*\b[^.?!]{{0,30}}
      \b(advis[eo]r|person|broker|call\w*|contact\w*|human|hub|{_REQUEST})\b
    |\A\W*(please\s+)?(cancel|undo|stop)(\s+(it|that|this))?(\s+please)?\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# said instead of a yes; "don't take it back" begins otherwise
_SAID_AGAIN = re.compile(
    r"\W*((yes|yeah|ok|okay|please|just|i said)\W+)*"
    r"(withdraw|(take|pull) (it|that|this|my \w+) back|(cancel|delete|scrap) (the|my) \w+"
    r"|(don'?t|do not|dont) pass)",
    re.IGNORECASE,
)


def is_open(memory: Memory, library: Library) -> bool:
    """Is there a request for a person that has not come to its end?"""
    if not memory.case:
        return False
    state = library.case_state(str(memory.case.get("case_id")))
    return state is None or state in OPEN


def asks_to_withdraw(conversation: Conversation, library: Library) -> bool:
    """Do these words take an open request back, as far as words can tell?"""
    text = conversation.text.replace("’", "'")
    wanted = not conversation.pressed and _WORDS.search(text) is not None
    return wanted and is_open(conversation.memory, library)


def confirming(conversation: Conversation) -> Outcome:
    """Return the question whether to take the open request back, or only the parts that were named."""
    memory = conversation.memory
    if parts := left_out_after(conversation.text, ()):
        return _narrowing(memory, parts)
    case = memory.case or {}
    text = say("utter_withdraw_confirm", reference=case.get("reference"), hub=case.get("hub"))
    choices = (
        choice("yes_take_back", "affirm", answer=f"{WITHDRAW}:yes"),
        choice("no_leave_it", "deny", answer=f"{WITHDRAW}:no"),
    )
    return answer(memory, "").asking(Question(WITHDRAW, {"case_id": case.get("case_id")}), text, choices)


def _narrowing(memory: Memory, parts: frozenset[str]) -> Outcome:
    case = memory.case or {}
    names = ", ".join(say(f"utter_label_part_{one}") for one in sorted(parts))
    text = say("utter_narrow_confirm", parts=names, reference=case.get("reference"), hub=case.get("hub"))
    choices = (
        choice("yes_take_off", "affirm", answer=f"{WITHDRAW}:yes"),
        choice("take_all_back", "affirm", answer=f"{WITHDRAW}:all"),
        choice("no_leave_it", "deny", answer=f"{WITHDRAW}:no"),
    )
    question = Question(WITHDRAW, {"case_id": case.get("case_id"), "parts": sorted(parts)})
    return answer(memory, "").asking(question, text, choices)


def take_withdraw(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the withdrawal when it is confirmed, its end when it is declined, None for something else."""
    meant = conversation.answer()
    if meant is not None and not meant.startswith(f"{WITHDRAW}:"):
        return None
    memory = conversation.memory
    again = not conversation.pressed and _SAID_AGAIN.match(conversation.text.replace("’", "'"))
    if not again and (says_no(conversation) or cancels(conversation)):
        return answer(memory, say("utter_not_withdrawn"), choices=next_steps(memory))
    if not again and not says_yes(conversation):
        return None
    case_id, parts = str(question.content.get("case_id")), question.content.get("parts")
    if not parts or again or meant == f"{WITHDRAW}:all":
        return withdrawn(case_id, memory, library)
    narrow = Effect("narrow_case", {"case_id": case_id, "parts": parts})
    return answer(memory, say("utter_narrowed"), choices=next_steps(memory), effects=(narrow,))


def withdrawn(case_id: str, memory: Memory, library: Library) -> Outcome:
    """Return the withdrawal of one request; the desk adds how far it had come, which it alone can tell."""
    hub = library.hub(memory.firm)
    if memory.case and memory.case.get("case_id") == case_id:
        hub = library.hub_named(str(memory.case.get("hub_id")), memory.firm)
        memory = replace(memory, case=None)
    if not library.holds_case(case_id):
        return answer(memory, say("utter_withdrawn_before"), choices=next_steps(memory))
    text = joined(say("utter_withdrawn"), hub_line(hub))
    effect = Effect("withdraw_case", {"case_id": case_id})
    return answer(memory, text, hub_card(library, hub), next_steps(memory), (effect,))


def without_what_was_taken_back(conversation: Conversation, library: Library) -> Conversation:
    """Return the conversation without a request that was taken back at the desk, past the assistant."""
    case = conversation.memory.case
    if not case or library.case_state(str(case.get("case_id"))) is not State.WITHDRAWN:
        return conversation
    return conversation.remembering(replace(conversation.memory, case=None))
