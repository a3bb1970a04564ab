"""How well programmes fit a need and a firm: each part of it as numbers, added up with fitted weights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.alike import Alike, each, telling
from knowledge.catalogue import Selection
from knowledge.columns import Flags, Numbers
from knowledge.needs import Need
from knowledge.places import areas_around
from knowledge.purposes import is_told
from knowledge.records import Programme, Status
from knowledge.rules import sectors_of
from knowledge.technologies import shared
from knowledge.traits import RESEARCHERS, freshness
from knowledge.weights import Weights
from knowledge.yardstick import Yardstick

CLOSE_IN_MEANING = 0.6
IN_THE_TEXT = 0.6  # of a technology that only the summary names
LONG_ENOUGH = 4
ANY_TECHNOLOGY = 0.1  # of a technology that was named, for what is open to any
ENOUGH = 0.9  # of the money that is sought
WIDTH = {"uk": 0.0, "england": 0.15, "midlands": 0.4, "west_midlands_region": 0.65}
WIDTH_OF_COUNTY = 0.85


def parts_of(offered: Selection, asked: Yardstick) -> dict[str, Numbers]:
    """Return each part of how well each programme fits, from 0 to 1; a precedent from -1.5 to 1.5.

    `knowledge/weights.yml` says what each part is worth.
    """
    return {name: np.asarray(part(offered, asked), dtype=np.float64) for name, part in PARTS.items()}


def score(offered: Selection, asked: Yardstick, weights: Weights) -> Numbers:
    """Return how likely a broker would call each helpful, from 0 to 1, whoever may have it."""
    total = weights.of_parts(parts_of(offered, asked))
    if (support := offered.column("support").labels) is not None:
        total += offered.spread(support.summed(weights.of_kinds(asked.need)), "support")
    return (weights.said if asked.is_compared else weights.unsaid).likely(total)


def are_relevant(offered: Selection, asked: Yardstick) -> Flags:
    """Is each anything of what was asked for? A front door is, whatever was.

    What is only for something that nobody spoke of, and not near in meaning either, is not.
    """
    return are_asked_for(offered, asked) & ~_plainly_for_another(offered, asked)


def _plainly_for_another(offered: Selection, asked: Yardstick) -> Flags:
    far: Flags = asked.near[offered.rows] < CLOSE_IN_MEANING
    return far & (PARTS["another_purpose"](offered, asked) > 0) & asked.is_compared


def are_asked_for(offered: Selection, asked: Yardstick) -> Flags:
    """Is each anything of what was asked for, be it for another purpose? Weights are fitted to these."""
    need = asked.need
    found = offered.those("is_front_door")
    if need == Need():
        return found | (PARTS["sector"](offered, asked) > 0)
    named = [name for name, told in (("offers_little_else", need.wants), ("barriers", need.barriers)) if told]
    for name in named:
        found |= PARTS[name](offered, asked) > 0
    if asked.technologies:
        found |= technology(offered, asked) > ANY_TECHNOLOGY
    near = asked.near[offered.rows]
    return found | (near >= CLOSE_IN_MEANING if named or asked.technologies else near > 0)


@dataclass(frozen=True)
class Judged:
    """A part that each value of a few fields gives.

    `alike` tells by which labels of the field the part can differ, None by any. `hangs_on` tells for how long
    it is kept: a part of the firm hangs on the firm, its technologies and the day, not on what it needs.
    """

    fields: tuple[str, ...]
    give: Callable[[Programme, Yardstick], float]
    alike: Callable[[Yardstick], Alike | None] = lambda _asked: None
    hangs_on: Literal["day", "firm", "need"] = "need"

    def __call__(self, offered: Selection, asked: Yardstick) -> Numbers:
        """Return the part of each of these programmes; it is told once for all that differ in it."""
        known = asked.told[self.hangs_on]
        if self.give not in known:
            column = offered.column(*self.fields)
            known[self.give] = column.numbers(lambda one: self.give(one, asked), self.alike(asked))
        return offered.spread(known[self.give], *self.fields)


def offers_little_else(programme: Programme, asked: Yardstick) -> float:
    """Return which part of what it offers was asked for."""
    met = programme.support & asked.need.wants
    return len(met) / len(programme.support) if met else 0.0


def barriers(programme: Programme, asked: Yardstick) -> float:
    """Return how much it helps over what was told of."""
    told = asked.need.barriers
    return asked.weight(programme.barriers & told) / asked.weighed if told else 0.0


def sector(programme: Programme, asked: Yardstick) -> float:
    """Is it for a sector of the firm?"""
    return float(not programme.sectors.isdisjoint(asked.firm.sectors))


def wider_sector(programme: Programme, asked: Yardstick) -> float:
    """Is it for manufacturing, while the firm makes food or parts of vehicles, aircraft or trains?"""
    firm = asked.firm
    return float(programme.sectors.isdisjoint(firm.sectors) and bool(programme.sectors & sectors_of(firm)))


def sector_not_known(programme: Programme, asked: Yardstick) -> float:
    """Is it for some sectors only, while nobody knows that of the firm?"""
    return float(bool(programme.sectors) and not asked.firm.sectors)


def place(programme: Programme, asked: Yardstick) -> float:
    """Return how local it is to the firm."""
    if not programme.places:
        return 0.0
    return max((_nearness(programme, one) for one in asked.firm.places), default=0.0)


def too_little_money(programme: Programme, asked: Yardstick) -> float:
    """Does it pay less than is sought?"""
    most = programme.funding.max_gbp if programme.funding else None
    amount = asked.firm.amount
    sought = (amount.max or amount.min) if amount else None
    return float(bool(most and sought) and (most or 0) < ENOUGH * (sought or 0))


def its_purpose(programme: Programme, asked: Yardstick) -> float:
    """Is it for one thing alone, of which the person spoke?"""
    return float(is_told(programme.purpose, asked.need.words) is True)


def another_purpose(programme: Programme, asked: Yardstick) -> float:
    """Is it for one thing alone, of which the person said nothing?"""
    return float(is_told(programme.purpose, asked.need.words) is False)


def stage(programme: Programme, asked: Yardstick) -> float:
    """Is it for firms at this stage?"""
    return float(asked.firm.stage in programme.stages)


def paused_or_coming(programme: Programme, _asked: Yardstick) -> float:
    """Can nobody have it today?"""
    return float(programme.status in (Status.PAUSED, Status.UPCOMING))


def researchers(programme: Programme, _asked: Yardstick) -> float:
    """Is it a university or an institute for research that helps?"""
    return float(programme.provider_kind in RESEARCHERS)


def technology_named(programme: Programme, asked: Yardstick) -> float:
    """Return how much it is about a technology that was named, as far as its own list of them tells."""
    if shared(asked.technologies, programme.technologies):
        return 1.0
    return 0.0 if programme.technologies else ANY_TECHNOLOGY


def technology(offered: Selection, asked: Yardstick) -> Numbers:
    """Return how much each is about a technology that was named; its summary may name one as well."""
    if not asked.technologies:
        return np.zeros(len(offered))
    listed, texts = _TECHNOLOGY_NAMED(offered, asked), offered.catalogue.texts
    in_the_text = np.zeros(len(offered), dtype=np.bool_)
    for name in asked.technologies:
        if len(name) >= LONG_ENOUGH:
            in_the_text |= texts.holding(name.casefold())[offered.rows]
    return np.where(in_the_text, np.maximum(listed, IN_THE_TEXT), listed)


def _other_than_asked(offered: Selection, asked: Yardstick) -> Flags:
    nothing: Flags = _OFFERS_LITTLE_ELSE(offered, asked) == 0
    return nothing & bool(asked.need.wants)


def _other_technology(offered: Selection, asked: Yardstick) -> Flags:
    # what is open to any technology is never nothing
    return technology(offered, asked) == 0 if asked.technologies else np.zeros(len(offered), dtype=np.bool_)


def _nearness(programme: Programme, place: str) -> float:
    for area in areas_around(place):
        if area in programme.places:
            return 1.0 if area == place and area not in WIDTH else WIDTH.get(area, WIDTH_OF_COUNTY)
    return 0.0


def _sectors(asked: Yardstick) -> Alike:
    return each(sectors_of(asked.firm))


_TECHNOLOGY_NAMED = Judged(("technologies",), technology_named, hangs_on="firm")
_OFFERS_LITTLE_ELSE = Judged(("support",), offers_little_else, lambda asked: each(asked.need.wants))
PARTS: Mapping[str, Callable[[Selection, Yardstick], Flags | Numbers]] = {
    "offers_little_else": _OFFERS_LITTLE_ELSE,
    "other_than_asked": _other_than_asked,
    "barriers": Judged(("barriers",), barriers, lambda asked: each(asked.need.barriers)),
    "meaning": lambda offered, asked: asked.near[offered.rows],
    "words": lambda offered, asked: asked.words[offered.rows],
    "precedent": lambda offered, asked: asked.judged[offered.rows],
    "sector": Judged(("sectors",), sector, _sectors, hangs_on="firm"),
    "wider_sector": Judged(("sectors",), wider_sector, _sectors, hangs_on="firm"),
    "sector_not_known": Judged(("sectors",), sector_not_known, _sectors, hangs_on="firm"),
    "place": Judged(("places",), place, lambda asked: telling(asked.firm.places), hangs_on="firm"),
    "freshness": Judged(
        ("last_known", "status"), lambda one, asked: freshness(one, asked.today), hangs_on="day"
    ),
    "paused_or_coming": Judged(("status",), paused_or_coming, hangs_on="day"),
    "front_door": lambda offered, asked: offered.those("is_front_door") & asked.specific,
    "technology": technology,
    "other_technology": _other_technology,
    "research_money": lambda offered, asked: offered.those("is_research_money") & (not asked.research),
    "too_little_money": Judged(("funding:most",), too_little_money, hangs_on="firm"),
    "its_purpose": Judged(("purpose",), its_purpose),
    "another_purpose": Judged(("purpose",), another_purpose),
    "stage": Judged(("stages",), stage, hangs_on="firm"),
    "researchers": Judged(("provider_kind",), researchers, hangs_on="day"),
}
