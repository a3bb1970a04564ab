"""How well a programme fits a need and a firm: each part of it as a number, added up with fitted weights."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log
from statistics import median

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.places import areas_around
from knowledge.records import Programme, Status
from knowledge.rules import sectors_of
from knowledge.technologies import shared
from knowledge.traits import (
    RESEARCHERS,
    asks_for_something,
    freshness,
    is_front_door,
    is_research_money,
    speaks_of_research,
)
from knowledge.weights import Weights
from knowledge.word_index import index_of

MOST_LIKE = 0.45  # a cosine from here on is as near as words come, if not nearer to another programme
CLOSE_IN_MEANING = 0.6
IN_THE_TEXT = 0.6  # of a technology that only the summary names
LONG_ENOUGH = 4
ANY_TECHNOLOGY = 0.1  # of a technology that was named, for what is open to any
ENOUGH = 0.9  # of the money that is sought
WIDTH = {"uk": 0.0, "england": 0.15, "midlands": 0.4, "west_midlands_region": 0.65}
WIDTH_OF_COUNTY = 0.85


@dataclass(frozen=True)
class Yardstick:
    """What a need and a firm are held against programmes with: made once, used for each of them.

    `rarity` tells how rare each barrier is among the programmes: helping over a rare one tells more. `near`
    is how near each programme is to the person's words in meaning, `words` how many it shares with them.
    """

    firm: Firm
    need: Need
    today: date
    rarity: Mapping[str, float]
    near: Mapping[str, float]
    words: Mapping[str, float]
    technologies: tuple[str, ...]
    specific: bool
    research: bool

    @classmethod
    def of(
        cls,
        programmes: Sequence[Programme],
        firm: Firm,
        need: Need,
        today: date,
        cosines: Mapping[str, float] | None = None,
    ) -> "Yardstick":
        """Look at these programmes; `cosines` are those of the person's words and each of them."""
        counts: dict[str, int] = {}
        for programme in programmes:
            for barrier in programme.barriers:
                counts[barrier] = counts.get(barrier, 0) + 1
        return cls(
            firm=firm,
            need=need,
            today=today,
            rarity={name: log(1 + len(programmes) / count) for name, count in counts.items()},
            near=likenesses(cosines or {}),
            words=index_of(programmes).in_common(need.words) if need.words else {},
            technologies=(*need.technologies, *firm.technologies),
            specific=asks_for_something(need),
            research=speaks_of_research(firm, need),
        )

    def weight(self, barriers: Iterable[str]) -> float:
        """Return what helping over these barriers is worth."""
        return sum(self.rarity.get(name, 1.0) for name in barriers)


def parts_of(programme: Programme, asked: Yardstick) -> dict[str, float]:
    """Return each part of how well it fits, from 0 to 1; `knowledge/weights.yml` says what each is worth."""
    firm, need = asked.firm, asked.need
    met = programme.support & need.wants
    technology = _technology(programme, asked.technologies) if asked.technologies else None
    return {
        "offers_little_else": len(met) / len(programme.support) if met else 0.0,
        "other_than_asked": float(bool(need.wants) and not met),
        "barriers": _barriers(programme, asked) if need.barriers else 0.0,
        "meaning": asked.near.get(programme.id, 0.0),
        "words": asked.words.get(programme.id, 0.0),
        "sector": float(not programme.sectors.isdisjoint(firm.sectors)),
        "wider_sector": float(_is_of_wider_sector(programme, firm)),
        "sector_not_known": float(bool(programme.sectors) and not firm.sectors),
        "place": _place(programme, firm),
        "freshness": freshness(programme, asked.today),
        "paused_or_coming": float(programme.status in (Status.PAUSED, Status.UPCOMING)),
        "front_door": float(asked.specific and is_front_door(programme)),
        "technology": technology or 0.0,
        "other_technology": float(technology == 0 and bool(programme.technologies)),
        "research_money": float(not asked.research and is_research_money(programme)),
        "too_little_money": float(_pays_too_little(programme, firm)),
        "stage": float(firm.stage in programme.stages),
        "researchers": float(programme.provider_kind in RESEARCHERS),
    }


def score(programme: Programme, asked: Yardstick, weights: Weights) -> float:
    """Return how likely a broker would call it helpful, from 0 to 1, whoever may have it."""
    total = weights.of_parts(parts_of(programme, asked))
    total += weights.of_support(programme.support, asked.need)
    return 1 / (1 + exp(-(weights.steepness * total + weights.level)))


def is_relevant(programme: Programme, asked: Yardstick) -> bool:
    """Is it anything of what was asked for? A front door is, whatever was."""
    firm, need = asked.firm, asked.need
    if is_front_door(programme):
        return True
    if need == Need():
        return not programme.sectors.isdisjoint(firm.sectors)
    if need.wants & programme.support or need.barriers & programme.barriers:
        return True
    if asked.technologies and _technology(programme, asked.technologies) > ANY_TECHNOLOGY:
        return True
    named = bool(need.wants or need.barriers or asked.technologies)
    near = asked.near.get(programme.id, 0.0)
    return near >= CLOSE_IN_MEANING if named else near > 0


def likenesses(cosines: Mapping[str, float]) -> dict[str, float]:
    """Return how near each programme is in meaning, from 0 for half of them to 1 for the nearest.

    What cosines mean depends on the length and kind of the words, so they are held against each other.
    """
    if not cosines:
        return {}
    low, high = median(cosines.values()), max(MOST_LIKE, *cosines.values())
    return {name: min(1.0, max(0.0, (cosine - low) / (high - low))) for name, cosine in cosines.items()}


def _technology(programme: Programme, asked: Sequence[str]) -> float:
    if shared(asked, programme.technologies):
        return 1.0
    text = f"{programme.name} {programme.summary}".casefold()
    if any(name.casefold() in text for name in asked if len(name) >= LONG_ENOUGH):
        return IN_THE_TEXT
    return 0.0 if programme.technologies else ANY_TECHNOLOGY


def _barriers(programme: Programme, asked: Yardstick) -> float:
    return asked.weight(programme.barriers & asked.need.barriers) / asked.weight(asked.need.barriers)


def _is_of_wider_sector(programme: Programme, firm: Firm) -> bool:
    """Is it for manufacturing, while the firm makes food or parts of vehicles, aircraft or trains?"""
    return programme.sectors.isdisjoint(firm.sectors) and bool(programme.sectors & sectors_of(firm))


def _place(programme: Programme, firm: Firm) -> float:
    if not programme.places:
        return 0.0
    return max((_nearness(programme, place) for place in firm.places), default=0.0)


def _nearness(programme: Programme, place: str) -> float:
    for area in areas_around(place):
        if area in programme.places:
            return 1.0 if area == place and area not in WIDTH else WIDTH.get(area, WIDTH_OF_COUNTY)
    return 0.0


def _pays_too_little(programme: Programme, firm: Firm) -> bool:
    most = programme.funding.max_gbp if programme.funding else None
    sought = (firm.amount.max or firm.amount.min) if firm.amount else None
    return bool(most and sought) and (most or 0) < ENOUGH * (sought or 0)
