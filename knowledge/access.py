"""Which programmes a firm cannot enter by itself."""

import re

from knowledge.records import Programme

_THROUGH_ANOTHER = re.compile(
    r"\bcome through an?\b|\b(only|by) (referral|nomination|invitation)\b|\bonly through an?\b"
    r"|\bno direct application by firms\b",
    re.IGNORECASE,
)


def opens_through_others(programme: Programme) -> bool:
    """Does its record say that somebody recognised has to bring the firm in?

    It is read from the words on how to apply, as facts/README.md says they are written.
    """
    return _THROUGH_ANOTHER.search(programme.how_to_apply or "") is not None
