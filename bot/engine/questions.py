"""Which open questions take whatever is said next as their answer."""

from typing import Any

HANDOFF = "handoff_"


def takes_text(question: Any) -> bool:
    """Is this the content of the slot `question` while a question that takes free text is open?"""
    if not isinstance(question, dict):
        return False
    kind = question.get("kind")
    return question.get("takes_text") is True or (isinstance(kind, str) and kind.startswith(HANDOFF))
