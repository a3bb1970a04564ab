"""What a broker gets to read: everything that was said of the firm, and nothing that was not."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from actions.conversation import Conversation
from actions.firm_words import profile_lines
from actions.library import Library
from actions.memory import Memory
from knowledge.needs import render
from knowledge.stacking import caution
from knowledge.wording import say

REFERENCE_LENGTH = 6
MOST_RULED_OUT = 8
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


def brief(conversation: Conversation, library: Library, reason: str) -> dict[str, Any]:
    """Return the brief; the transcript is added where the conversation is kept."""
    memory = conversation.memory
    lines = profile_lines(memory.firm)
    words = {one.name: one.words for one in memory.rejected}
    return {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "reason": reason,
        "profile": memory.firm.pack(),
        "profile_lines": [{"label": label, "words": words} for label, words in lines],
        "barriers": [{"name": one.name, "words": one.words} for one in memory.barriers],
        "need": memory.need,
        "wants": list(memory.wants),
        "aim": memory.aim,
        "language": conversation.language,
        "shown": [
            {"id": p.id, "name": p.name, "version": p.version, "last_known": p.last_known}
            for p in library.programmes(memory.seen)
        ],
        "rejected": [
            {
                "id": p.id,
                "name": p.name,
                "version": p.version,
                "last_known": p.last_known,
                "words": words[p.id],
            }
            for p in library.programmes(words)
        ],
        "ruled_out": [
            {"id": programme.id, "name": programme.name, "rule": rule.name, "words": rule.words}
            for programme, rule in library.ruled_out(memory, MOST_RULED_OUT)
        ],
        "open_questions": list(_open_questions(memory, library)),
    }


def _open_questions(memory: Memory, library: Library) -> Iterator[str]:
    """What a broker may want to know first, and whether several subsidies come together."""
    yield from (say(f"utter_label_firm_{n}") for n in WORTH_KNOWING if not getattr(memory.firm, n))
    if (reason := caution(memory.firm, library.programmes(memory.seen))) is not None:
        yield render(reason)
