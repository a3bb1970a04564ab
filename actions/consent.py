"""What a person agrees to before anything is passed on: all of it in one sentence, or part by part."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from actions.consent_parts import FACTS, holds, line, written_in
from actions.conversation import Conversation
from actions.firm_words import barrier_words, profile_lines
from actions.leaving_out import PARTS, asks_to_choose, left_out_after
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import choice, joined
from desk.cases import Part, Reason, Why
from knowledge.records import Hub
from knowledge.replies import Choice
from knowledge.wording import say, wordings

CONSENT = "handoff_consent"
CHOOSE = f"{CONSENT}:choose"
ALL_AT_ONCE, PART_BY_PART, KEPT = "utter_handoff_consent", "utter_handoff_choose", "utter_handoff_kept"
ALWAYS, WHY = "utter_handoff_always", "utter_label_consent_why_"
OF_THE_LIST = (PART_BY_PART, "utter_handoff_left_out_", "utter_label_part_", "utter_label_consent_")
OWN_WORDS = frozenset({"firm", "need", "barriers", "shown", "conversation"})


def left_out(question: Question) -> frozenset[str]:
    """Return the parts and facts that are left out so far."""
    return frozenset(question.content.get("left_out") or ())


def language_of(question: Question) -> str | None:
    """Return the language that would be passed on; None when none but English was recognised."""
    found = question.content.get("language")
    return str(found) if found else None


def is_urgent(question: Question) -> bool:
    """Is it asked for in distress? That is passed on as a part of what they want, in words they can read."""
    return question.content.get("reason") == Reason.DISTRESS


def why(question: Question) -> Why:
    """Return why a person is asked for, as it would be read with the parts that are left out so far."""
    return Why.of(str(question.content.get("reason")), set(Part) - left_out(question))


def listed(question: Question) -> tuple[str, ...]:
    """Return the parts in the order of their numbers; empty while all stands in one sentence."""
    return tuple(question.content.get("listed") or ())


def part_by_part(question: Question, without: Iterable[str], memory: Memory, library: Library) -> Question:
    """Return the question that lists the parts that hold something, with these left out."""
    gone = frozenset(without)
    held = [part for part in PARTS if holds(part, memory, library, urgent=is_urgent(question))]
    shown = [part for part in held if not (part in FACTS and Part.FIRM in gone)]
    return question.with_(listed=shown, left_out=sorted(gone))


def chosen(conversation: Conversation, question: Question) -> frozenset[str] | None:
    """Return what is left out after a press or words that choose among the parts, or None for others."""
    before, meant = left_out(question), conversation.answer() or ""
    if meant == CHOOSE or (not conversation.pressed and asks_to_choose(conversation.text)):
        return before
    if meant.startswith(f"{CONSENT}:out:"):
        return before | ({meant.rpartition(":")[2]} & set(PARTS))
    if meant.startswith(f"{CONSENT}:in:"):
        return before - {meant.rpartition(":")[2]}
    return None if conversation.pressed else left_out_after(conversation.text, before, listed(question))


def agreement(question: Question) -> str:
    """Return what the button that agrees stands for: this front door, without these parts."""
    code = f"{CONSENT}:yes:{question.content.get('hub_id')}"
    return f"{code}:{','.join(sorted(left_out(question)))}" if left_out(question) else code


def choices_of_consent(question: Question) -> tuple[Choice, ...]:
    """Return yes, part by part, and no; or for each part to leave it out or to put it back."""
    gone = left_out(question)
    no = choice("no_thanks", "deny", answer=f"{CONSENT}:no")
    yes = choice("yes_pass_on_rest" if gone else "yes_pass_on", "affirm", answer=agreement(question))
    if not listed(question):
        return (yes, choice("choose_what", "affirm", answer=CHOOSE), no)
    each = tuple(_put_back(part) if part in gone else _leave_out(part) for part in listed(question))
    return (*each, no) if leaves_nothing(question) else (*each, yes, no)


def leaves_nothing(question: Question) -> bool:
    """Is every part left out, so that there is nothing to agree to?"""
    return bool(listed(question)) and left_out(question) >= set(listed(question))


def consent_text(question: Question, memory: Memory, hub: Hub, library: Library) -> str:
    """Return what is asked before anything is passed on: what, to whom, for what, and how long it is kept."""
    kept = library.how_long()
    if not listed(question):
        return say(
            ALL_AT_ONCE, hub=hub.name, told=_told(question, memory), always=_always(question), kept=kept
        )
    parts = parts_text(question, memory, library)
    return list_text(
        question, say(PART_BY_PART, hub=hub.name, always=_always(question), kept=kept, parts=parts)
    )


def parts_text(question: Question, memory: Memory, library: Library) -> str:
    """Return the listed parts, a line for each with what it holds."""
    return "\n".join(
        say("utter_label_consent_line", number=number, part=_line(part, question, memory, library))
        for number, part in enumerate(listed(question), 1)
    )


def list_text(question: Question, opening: str) -> str:
    """Return what is asked part by part, after an opening that lists them."""
    return joined(opening, *_warnings(question), say(_ending(question)))


def consent_record(question: Question, memory: Memory, hub: Hub, library: Library) -> dict[str, Any]:
    """Return the consent as it is kept: the wording as shown, its version, the recipient, the parts.

    `left_out` are single facts of the firm.
    """
    return record(question, consent_text(question, memory, hub, library), hub.name)


def record(question: Question, wording: str, recipient: str, *openings: str) -> dict[str, Any]:
    """Return a consent as it is kept, to a question that was asked in this wording; see `version`."""
    gone, parts = left_out(question), [*Part]
    shown = listed(question) or parts
    return {
        "wording": wording,
        "version": version(question, *openings),
        "recipient": recipient,
        "fields": [part.value for part in parts if part in shown and part not in gone],
        "left_out": sorted(gone & set(FACTS)),
    }


def version(question: Question, *openings: str) -> str:
    """Return a short name of the wordings that the question is made of: other wordings, another name.

    `openings` are those that only this kind of question has.
    """
    names = [KEPT, ALWAYS, f"{WHY}{why(question)}", ALL_AT_ONCE]
    if listed(question):
        names = [KEPT, ALWAYS, *(name for name in sorted(wordings()) if name.startswith(OF_THE_LIST))]
    return sha256("\n".join(wordings()[name] for name in (*names, *openings)).encode()).hexdigest()[:8]


def _line(part: str, question: Question, memory: Memory, library: Library) -> str:
    gone, urgent = part in left_out(question), is_urgent(question)
    return line(part, memory, library, left_out=gone, language=language_of(question), urgent=urgent)


def _always(question: Question) -> str:
    return say(ALWAYS, why=say(f"{WHY}{why(question)}"))


def _ending(question: Question) -> str:
    if leaves_nothing(question):
        return "utter_handoff_choose_none"
    return "utter_handoff_choose_rest" if left_out(question) else "utter_handoff_choose_all"


def _warnings(question: Question) -> Iterable[str]:
    """What leaving out does not do, or costs."""
    gone = left_out(question)
    if Part.CONTACT in gone:
        yield say("utter_handoff_left_out_contact")
    still = (OWN_WORDS & set(listed(question))) - gone
    if still and gone and not leaves_nothing(question):
        yield say("utter_handoff_left_out_words")


def _leave_out(part: str) -> Choice:
    label = say("utter_label_leave_out", part=say(f"utter_label_my_part_{part}"))
    return Choice(label, "affirm", (("answer", f"{CONSENT}:out:{part}"),))


def _put_back(part: str) -> Choice:
    label = say("utter_label_put_back", part=say(f"utter_label_my_part_{part}"))
    return Choice(label, "affirm", (("answer", f"{CONSENT}:in:{part}"),))


def _told(question: Question, memory: Memory) -> str:
    facts = ", ".join(words for _, words in profile_lines(memory.firm))
    barriers = barrier_words(one.name for one in memory.barriers)
    language = language_of(question)
    written = written_in(language) if language else ""
    known = "; ".join(part for part in (facts, barriers, written) if part)
    return say("utter_label_what_you_told", known=known) if known else say("utter_label_what_you_said")
