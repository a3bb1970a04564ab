"""What a broker gets to read: everything that was said of the firm, and nothing that was not."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from actions.conversation import Conversation
from actions.firm_words import barrier_words, profile_lines
from actions.library import Library
from actions.memory import Memory
from desk.cases import Part
from knowledge.needs import render
from knowledge.records import Hub
from knowledge.stacking import caution
from knowledge.wording import say, version_of

CONSENT = "utter_handoff_consent"
REFERENCE_LENGTH = 6
WORTH_KNOWING = ("places", "sectors", "employees")


def case_id(conversation: Conversation) -> UUID:
    """Return the id of the case that this message opens; the same message always gives the same."""
    # both: a message id is unique only in its conversation
    return uuid5(NAMESPACE_URL, f"signpost:case:{conversation.id}:{conversation.message_id}")


def reference(case: UUID) -> str:
    """Return what a person can say on the telephone, for example SP-K4XW2B.

    The letters and digits are those of base 32: no 0 or 1 to mistake for O or I.
    """
    return f"SP-{base64.b32encode(case.bytes).decode()[:REFERENCE_LENGTH]}"


def consent_text(memory: Memory, hub: Hub) -> str:
    """Return what is asked before anything is passed on: to whom, and what."""
    return say(CONSENT, hub=hub.name, told=_told(memory))


def consent_record(memory: Memory, hub: Hub) -> dict[str, Any]:
    """Return the consent as it is kept: the wording as shown, its version, the recipient, the parts."""
    return {
        "wording": consent_text(memory, hub),
        "version": version_of(CONSENT),
        "recipient": hub.name,
        "fields": [part.value for part in Part],
    }


def brief(conversation: Conversation, library: Library, reason: str) -> dict[str, Any]:
    """Return the brief; the transcript is added where the conversation is kept."""
    memory = conversation.memory
    lines = profile_lines(memory.firm)
    return {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "reason": reason,
        "profile": memory.firm.pack(),
        "profile_lines": [{"label": label, "words": words} for label, words in lines],
        "barriers": [{"name": one.name, "words": one.words} for one in memory.barriers],
        "need": memory.need,
        "wants": list(memory.wants),
        "language": conversation.language,
        "shown": [
            {"id": p.id, "name": p.name, "version": p.version, "last_known": p.last_known}
            for p in library.programmes(memory.seen)
        ],
        "open_questions": list(_open_questions(memory, library)),
    }


def _open_questions(memory: Memory, library: Library) -> Iterator[str]:
    """What a broker may want to know first, and whether several subsidies come together."""
    yield from (say(f"utter_label_firm_{n}") for n in WORTH_KNOWING if not getattr(memory.firm, n))
    if (reason := caution(memory.firm, library.programmes(memory.seen))) is not None:
        yield render(reason)


def _told(memory: Memory) -> str:
    facts = ", ".join(words for _, words in profile_lines(memory.firm))
    barriers = barrier_words(one.name for one in memory.barriers)
    known = "; ".join(part for part in (facts, barriers) if part)
    return say("utter_label_what_you_told", known=known) if known else say("utter_label_what_you_said")
