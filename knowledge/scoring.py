"""How well a programme fits a need and a firm: parts between 0 and 1, and what each is worth."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, prod
from statistics import median

from knowledge.customs import usual_barriers, usual_support
from knowledge.eligibility import Assessment, Eligible
from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.places import areas_around
from knowledge.ranges import Range
from knowledge.records import Programme, Status
from knowledge.rules import NEW, Rule, Verdict, sectors_of
from knowledge.technologies import shared

# What each part is worth; the sum of those that a need calls for is scaled to 1.
WANTS = 0.30
BARRIERS = 0.30
MEANING = 0.25
TECHNOLOGIES = 0.35
SECTOR = 0.16
USUAL_AT_ALL = 0.6
USUAL = 0.12  # for what is taken as understood where wants or barriers were not named
PLACE = 0.11
FRESHNESS = 0.14

ANY = 0.85  # of a want that is met at all; the rest is for offering little else
COVERAGE = 0.85  # of barriers: those asked for that it helps over; the rest is for helping over few others
NO_WANT = 0.55  # times the whole, when something was asked for and this is something else
GENERAL = 0.45  # times the whole, for a front door when something specific was asked for
OTHER_THAN_FRONT_DOOR = 0.6  # times the whole, for anything else when only the way in was asked for
SPECIAL = 0.9  # times the whole, for a programme about one technology when none was named
OTHER_TECHNOLOGY = 0.7  # times the whole, for what is about other technologies than those named
RESEARCH_MONEY = 0.5  # times the whole, for national money for research, when nobody spoke of research
MEMBERSHIP = 0.8  # times the whole, for a body to join, when nothing that it offers was asked for
IN_THE_TEXT = 0.6  # of a technology that only the summary names
LONG_ENOUGH = 4
COMPETITION = 0.8  # times the whole, for what few can win, when no competition was asked for
PAUSED_OR_COMING = 0.3
MOST_LIKE = 0.45  # a cosine from here on is as near as words come, if not nearer to another programme
FRONT_DOOR_WANTS = frozenset({"advice", "diagnostic", "information"})
FRONT_DOOR_BARRIERS = frozenset({"navigation", "awareness"})
MONEY = frozenset({"grant", "loan", "equity", "voucher"})
RESEARCH_WORDS = re.compile(
    r"r ?& ?d\b|\b(?:research|innovat\w*|develop(?:ing|ment)?|breakthrough|prototyp\w*|invent\w*|new product"
    r"|universit\w*|patent\w*)\b",
    re.IGNORECASE,
)
GENERAL_BARRIERS = frozenset({"awareness", "leadership_and_time", "finance"})
ANY_SECTOR = 0.45
ANY_TECHNOLOGY = 0.1  # of a technology that was named, for what is open to any
WIDER_SECTOR = 0.35  # for manufacturing, where the firm makes food or parts of vehicles, aircraft or trains
MANY_SECTORS = 0.8
FEW_SECTORS = 4
FRESH_MONTHS = 12
STALE_MONTHS = 72
UNDATED = 0.25
STANDING = 0.6  # at least, for what is known as a standing service
CLOSE_IN_MEANING = 0.6
WIDTH = {"uk": 0.0, "england": 0.15, "midlands": 0.4, "west_midlands_region": 0.65}
WIDTH_OF_COUNTY = 0.85

# How likely an answer is to shut a firm out, while it is not known.
SHUTS_OUT = {
    "place": 0.75,
    "sector": 0.55,
    "stage": 0.1,
    "trading_age": 0.3,
    "turnover": 0.3,
    "employees": 0.3,
    "legal_form": 0.15,
    "incorporated": 0.15,
    "in_group": 0.1,
    "sells_to_businesses": 0.2,
    "spends_on_rd": 0.3,
    "makes_goods": 0.3,
    "has_premises": 0.1,
    "has_partner": 0.3,
    "project_cost": 0.3,
    "readiness": 0.3,
    "can_match": 0.1,
}
NEW_ONLY_SHUTS_OUT = 0.6
MEDIUM = 249  # people; nearly every firm that asks is smaller
SMALL_AND_MEDIUM_SHUTS_OUT = 0.03


@dataclass(frozen=True)
class Scale:
    """How rare each barrier is among the programmes: helping over a rare one tells more."""

    rarity: Mapping[str, float]

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> "Scale":
        """Weigh the barriers of these programmes."""
        counts: dict[str, int] = {}
        for programme in programmes:
            for barrier in programme.barriers:
                counts[barrier] = counts.get(barrier, 0) + 1
        return cls({name: log(1 + len(programmes) / count) for name, count in counts.items()})

    def weight(self, barriers: Iterable[str]) -> float:
        """Return what helping over these barriers is worth."""
        return sum(self.rarity.get(name, 1.0) for name in barriers)


@dataclass(frozen=True)
class Parts:
    """How much of what was asked for a programme gives; None where nothing of the kind was asked."""

    wants: float | None
    barriers: float | None
    meaning: float | None
    technologies: float | None

    def relevant(self) -> bool:
        """Is it anything of what was asked for? Without a question everything is."""
        asked = (self.wants, self.barriers, self.technologies)
        if all(part is None for part in asked):
            return self.meaning is None or self.meaning > 0
        covers_it = (self.technologies or 0) > ANY_TECHNOLOGY
        return bool(self.wants or self.barriers or covers_it) or (self.meaning or 0) >= CLOSE_IN_MEANING


def parts_of(programme: Programme, firm: Firm, need: Need, scale: Scale, likeness: float | None) -> Parts:
    """Return what a programme gives of what is asked for."""
    technologies = (*need.technologies, *firm.technologies)
    return Parts(
        wants=_wants(programme, need.wants) if need.wants else None,
        barriers=_barriers(programme, need.barriers, scale) if need.barriers else None,
        meaning=likeness,
        technologies=_technologies(programme, technologies) if technologies else None,
    )


def likenesses(cosines: Mapping[str, float]) -> dict[str, float]:
    """Return how near each programme is in meaning, from 0 for half of them to 1 for the nearest.

    What cosines mean depends on the length and kind of the words, so they are held against each other.
    """
    if not cosines:
        return {}
    low, high = median(cosines.values()), max(MOST_LIKE, *cosines.values())
    return {name: _between(cosine, low, high) for name, cosine in cosines.items()}


def score(programme: Programme, firm: Firm, need: Need, parts: Parts, *, today: date) -> float:
    """Return how well it fits, from 0 to 1, whoever may have it."""
    weighed = [
        (WANTS, parts.wants),
        (BARRIERS, parts.barriers),
        (USUAL, _usual(programme, need)),
        (MEANING, parts.meaning if asks_for_something(need) or not need.barriers else None),
        (TECHNOLOGIES, parts.technologies),
        (SECTOR, _sector(programme, firm)),
        (PLACE, _place(programme, firm)),
        (FRESHNESS, freshness(programme, today)),
    ]
    worth = sum(weight for weight, part in weighed if part is not None)
    total = sum(weight * part for weight, part in weighed if part is not None) / worth
    return total * _handicap(programme, firm, need, parts)


def doubt(assessment: Assessment) -> float:
    """Return the part of a score that is left while rules are not known; nothing for whom they shut out."""
    left = 0.0 if assessment.overall is Eligible.NO else 1.0
    for rule in assessment.rules:
        if rule.verdict is Verdict.UNKNOWN:
            left *= 1 - shuts_out(rule) / 2
    return left


def shuts_out(rule: Rule) -> float:
    """Return how likely it is that a firm of which nobody knows more does not meet a rule."""
    if rule.name == "stage" and isinstance(rule.limit, frozenset) and rule.limit <= NEW:
        return NEW_ONLY_SHUTS_OUT
    if rule.name == "employees" and isinstance(rule.limit, Range) and rule.limit.min is None:
        return SMALL_AND_MEDIUM_SHUTS_OUT if (rule.limit.max or 0) >= MEDIUM else SHUTS_OUT["employees"]
    return SHUTS_OUT.get(rule.name, 0.0)


def freshness(programme: Programme, today: date) -> float:
    """Return 1 for what was seen running in the last year, down to 0 for six years ago."""
    age = months_since(programme.last_known, today)
    if age is None:
        return UNDATED
    fresh = 1 - _between(age, FRESH_MONTHS, STALE_MONTHS)
    return max(fresh, STANDING) if programme.status is Status.OPEN else fresh


def months_since(month: str | None, today: date) -> int | None:
    """Return how many months ago a month (YYYY-MM) was, or None."""
    if month is None:
        return None
    year, number = month.split("-")
    return (today.year - int(year)) * 12 + today.month - int(number)


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


def asks_for_something(need: Need) -> bool:
    """Is it more than where to start?"""
    return bool(need.wants - FRONT_DOOR_WANTS or need.barriers - FRONT_DOOR_BARRIERS or need.technologies)


def _wants(programme: Programme, wants: frozenset[str]) -> float:
    met = programme.support & wants
    return ANY + (1 - ANY) * len(met) / len(programme.support) if met else 0.0


def _technologies(programme: Programme, asked: Sequence[str]) -> float:
    if shared(asked, programme.technologies):
        return 1.0
    text = f"{programme.name} {programme.summary}".casefold()
    if any(name.casefold() in text for name in asked if len(name) >= LONG_ENOUGH):
        return IN_THE_TEXT
    return 0.0 if programme.technologies else ANY_TECHNOLOGY


def _usual(programme: Programme, need: Need) -> float | None:
    """Is it what people usually mean, where they named only barriers or only wants?"""
    if bool(need.wants) == bool(need.barriers):
        return None
    if need.wants:
        return float(not programme.barriers.isdisjoint(usual_barriers(need.wants)))
    usual = usual_support(need.barriers)
    met = programme.support & usual
    return USUAL_AT_ALL + (1 - USUAL_AT_ALL) * len(met) / len(usual) if met else 0.0


def _barriers(programme: Programme, barriers: frozenset[str], scale: Scale) -> float:
    met = programme.barriers & barriers
    if not met:
        return 0.0
    coverage = scale.weight(met) / scale.weight(barriers)
    return COVERAGE * coverage + (1 - COVERAGE) * len(met) / len(programme.barriers)


def _sector(programme: Programme, firm: Firm) -> float | None:
    if not firm.sectors:
        return None
    if not programme.sectors:
        return ANY_SECTOR
    if programme.sectors.isdisjoint(firm.sectors):
        return WIDER_SECTOR if programme.sectors & sectors_of(firm) else 0.0
    return 1.0 if len(programme.sectors) <= FEW_SECTORS else MANY_SECTORS


def _place(programme: Programme, firm: Firm) -> float | None:
    if not firm.places:
        return None
    if not programme.places:
        return 0.0
    return max(_nearness(programme, place) for place in firm.places)


def _nearness(programme: Programme, place: str) -> float:
    for area in areas_around(place):
        if area in programme.places:
            return 1.0 if area == place and area not in WIDTH else WIDTH.get(area, WIDTH_OF_COUNTY)
    return 0.0


def _handicap(programme: Programme, firm: Firm, need: Need, parts: Parts) -> float:
    specific, front_door = asks_for_something(need), is_front_door(programme)
    held_against = (
        (NO_WANT, parts.wants == 0),
        (GENERAL, front_door and specific),
        (OTHER_THAN_FRONT_DOOR, not front_door and not specific and bool(need.barriers)),
        (OTHER_TECHNOLOGY, bool(programme.technologies) and parts.technologies == 0),
        (RESEARCH_MONEY, _is_research_money(programme) and not _speaks_of_research(firm, need)),
        (MEMBERSHIP, programme.provider_kind == "membership_body" and not programme.support & need.wants),
        (COMPETITION, "competition" in programme.support - need.wants),
        (SPECIAL, _is_special(programme, firm, need)),
        (PAUSED_OR_COMING, programme.status in (Status.PAUSED, Status.UPCOMING)),
    )
    return prod(factor for factor, applies in held_against if applies)


def _is_research_money(programme: Programme) -> bool:
    pays = not programme.support.isdisjoint(MONEY) and not programme.places
    joint = "research_collaboration" in programme.support
    return pays and (joint or RESEARCH_WORDS.search(programme.summary) is not None)


def _speaks_of_research(firm: Firm, need: Need) -> bool:
    asked = "research_collaboration" in need.wants or "technical_knowledge" in need.barriers
    named = bool(need.technologies or firm.technologies)
    return asked or named or RESEARCH_WORDS.search(need.words or "") is not None


def _between(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _is_special(programme: Programme, firm: Firm, need: Need) -> bool:
    """Is it about technologies, while the firm named none and works in none of its sectors?"""
    named = need.technologies or firm.technologies
    return bool(programme.technologies) and not named and programme.sectors.isdisjoint(firm.sectors)
