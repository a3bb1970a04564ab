"""Facts told in a row: "stonemasons worcester 12 lads".

What is doubtful alone is plain beside another fact.
"""

import re
from dataclasses import replace

from bot.nlu.found import Found

BESIDE = 0.6  # the confidence in what was doubtful alone
SURE = 0.5  # what is found with less confidence counts only beside a fact of another kind

_BETWEEN = re.compile(
    r"[\s,;:.()/+&–-]*(?:(?:and|an|n|in|is|are|from|near|nr|by|at|of|the|a|we|we're|were|i'm|im|who|do|"
    r"bin|been|est|"
    r"based|just|only|bout|about|nearly|almost|wi|with|co|firm|company|ltd|not|old|trading|tradin|going|"
    r"goin|also|now|"
    r"me|my|mate|wife|brother|sister|dad|open)[\s,.]+){0,3}",
    re.IGNORECASE,
)
FARTHEST = 24  # characters from one fact to the next of a row


def settled(text: str, found: list[Found]) -> list[Found]:
    """Return what is sure, and what is doubtful but stands in a row with it."""
    kept = [one for one in found if one.confidence >= SURE]
    doubtful = [one for one in found if one.confidence < SURE]
    while more := [one for one in doubtful if any(_in_a_row(text, one, other) for other in kept)]:
        kept += [replace(one, confidence=BESIDE) for one in more]
        doubtful = [one for one in doubtful if one not in more and not any(one.overlaps(k) for k in more)]
    return kept


def _in_a_row(text: str, one: Found, other: Found) -> bool:
    near = one.start - other.end <= FARTHEST and other.start - one.end <= FARTHEST
    if not near or one.entity == other.entity or one.overlaps(other):
        return False
    first, second = sorted((one, other), key=lambda each: each.start)
    gap = text[first.end : second.start]
    return _BETWEEN.fullmatch(gap) is not None
