"""What a programme and a need are, whoever asks."""

import re
from datetime import date

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.records import Programme, Status

GIVEN = frozenset({"grant", "voucher"})  # money that nobody wants back
MONEY = GIVEN | {"loan", "equity"}
FRONT_DOOR_WANTS = frozenset({"advice", "diagnostic", "information"})
FRONT_DOOR_BARRIERS = frozenset({"navigation", "awareness"})
GENERAL_BARRIERS = frozenset({"awareness", "leadership_and_time", "finance"})
RESEARCHERS = frozenset({"university", "research_organisation"})
RESEARCH_WORDS = re.compile(
    r"r ?& ?d\b|\b(?:research|innovat\w*|develop(?:ing|ment)?|breakthrough|prototyp\w*|invent\w*|new product"
    r"|universit\w*|patent\w*)\b",
    re.IGNORECASE,
)
FRESH_MONTHS = 12
STALE_MONTHS = 72
UNDATED = 0.25
STANDING = 0.6  # at least, for what is known as a standing service


def is_front_door(programme: Programme) -> bool:
    """Is it a general place to ask, for any firm and any need?"""
    return (
        "navigation" in programme.barriers
        and not programme.barriers.isdisjoint(GENERAL_BARRIERS)
        and not programme.sectors
        and not programme.stages
        and programme.support <= FRONT_DOOR_WANTS | {"network", "mentoring", "grant"}
        and not programme.support.isdisjoint({"advice", "information"})
    )


def is_research_money(programme: Programme) -> bool:
    """Is it national money for research?"""
    pays = not programme.support.isdisjoint(MONEY) and not programme.places
    joint = "research_collaboration" in programme.support
    return pays and (joint or RESEARCH_WORDS.search(programme.summary) is not None)


def speaks_of_research(firm: Firm, need: Need) -> bool:
    """Does the firm want something new, so that money for research may be for it?"""
    asked = "research_collaboration" in need.wants or "technical_knowledge" in need.barriers
    named = bool(need.technologies or firm.technologies)
    return asked or named or RESEARCH_WORDS.search(need.words or "") is not None


def asks_for_something(need: Need) -> bool:
    """Is it more than where to start?"""
    return bool(need.wants - FRONT_DOOR_WANTS or need.barriers - FRONT_DOOR_BARRIERS or need.technologies)


def freshness(programme: Programme, today: date) -> float:
    """Return 1 for what was seen running in the last year, down to 0 for six years ago."""
    age = months_since(programme.last_known, today)
    if age is None:
        return UNDATED
    fresh = 1 - min(1.0, max(0.0, (age - FRESH_MONTHS) / (STALE_MONTHS - FRESH_MONTHS)))
    return max(fresh, STANDING) if programme.status is Status.OPEN else fresh


def months_since(month: str | None, today: date) -> int | None:
    """Return how many months ago a month (YYYY-MM) was, or None."""
    if month is None:
        return None
    year, number = month.split("-")
    return (today.year - int(year)) * 12 + today.month - int(number)
