"""A first roadmap: the phases that a need calls for, in order, each with programmes that fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.firms import Firm
from knowledge.matching import Likeness, Match, Need, find
from knowledge.records import Programme

_Look = Callable[[Sequence[Programme], Need, int], tuple[Match, ...]]

MOST_PROGRAMMES = 2
WHERE_TO_ASK = Need(
    wants=frozenset({"advice", "diagnostic", "information"}), barriers=frozenset({"navigation"})
)


@dataclass(frozen=True)
class Phase:
    """A part of the way to the market: what calls for it, what helps in it, what goes before it.

    `otherwise` is the barrier that help is sought for when none of those that call for it was told.
    """

    name: str
    support: frozenset[str]
    barriers: frozenset[str]
    after: tuple[str, ...] = ()
    otherwise: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One phase for one firm; `title` and `why` are names of wordings, `after` phases to do before it."""

    phase: str
    title: str
    why: str
    matches: tuple[Match, ...] = ()
    after: tuple[str, ...] = ()


PHASES = (
    Phase(
        "diagnose", frozenset({"diagnostic", "advice", "information"}), frozenset({"navigation", "awareness"})
    ),
    Phase(
        "plan",
        frozenset({"mentoring", "advice", "ip_support"}),
        frozenset(
            {
                "leadership_and_time",
                "cost_and_risk",
                "awareness",
                "intellectual_property",
                "application_burden",
                "operating_costs",
            }
        ),
        ("diagnose",),
        otherwise=frozenset({"leadership_and_time"}),
    ),
    Phase(
        "capability",
        frozenset({"training", "placement"}),
        frozenset({"skills", "digital", "leadership_and_time"}),
        ("plan", "diagnose"),
    ),
    Phase(
        "partner",
        frozenset({"network", "research_collaboration", "accelerator", "event"}),
        frozenset({"networks", "technical_knowledge", "supply_chain"}),
        ("plan", "diagnose"),
    ),
    Phase(
        "fund",
        frozenset({"grant", "loan", "equity", "tax_relief", "voucher"}),
        frozenset({"finance", "cost_and_risk", "operating_costs", "energy_and_carbon", "facilities"}),
        ("plan", "diagnose"),
    ),
    Phase(
        "test",
        frozenset({"testing", "facilities", "workspace"}),
        frozenset({"facilities", "regulation", "technical_knowledge"}),
        ("partner", "fund"),
    ),
    Phase(
        "launch",
        frozenset({"procurement", "export_support", "competition"}),
        frozenset({"market"}),
        ("test", "fund", "capability"),
    ),
)
ALWAYS = frozenset({"diagnose", "plan"})
IF_NOTHING_IS_KNOWN = frozenset({"diagnose", "plan", "fund", "launch"})


def roadmap(
    programmes: Sequence[Programme], firm: Firm, need: Need, today: date, vectors: Likeness | None = None
) -> tuple[Step, ...]:
    """Return the steps in order; no programme stands twice, and a step may have none.

    When neither barriers nor wants are known, it is the way that most firms go.
    """
    steps: list[Step] = []
    used: set[str] = set()

    def look(helping: Sequence[Programme], asked: Need, limit: int) -> tuple[Match, ...]:
        found = find(helping, firm, asked, today, limit, leaving_out=frozenset(used), vectors=vectors)
        used.update(match.programme.id for match in found.matches)
        return found.matches

    for phase in called_for(need):
        helping = [programme for programme in programmes if programme.support & phase.support]
        steps.append(_step(phase, _matches(phase, helping, need, look), steps))
    return tuple(steps)


def called_for(need: Need) -> tuple[Phase, ...]:
    """Return the phases that the barriers and the wants call for, in order."""
    if not need.barriers and not need.wants:
        return tuple(phase for phase in PHASES if phase.name in IF_NOTHING_IS_KNOWN)
    return tuple(
        phase
        for phase in PHASES
        if phase.name in ALWAYS or phase.barriers & need.barriers or phase.support & need.wants
    )


def _matches(phase: Phase, helping: Sequence[Programme], need: Need, look: _Look) -> tuple[Match, ...]:
    barriers = phase.barriers & need.barriers or phase.otherwise or need.barriers
    asked = replace(need, wants=phase.support & need.wants or phase.support, barriers=barriers)
    if phase.name != "diagnose":
        return look(helping, asked, MOST_PROGRAMMES)
    first = look(helping, WHERE_TO_ASK, 1)
    named = need.barriers - WHERE_TO_ASK.barriers
    if not named:
        return first
    reviews = [programme for programme in helping if "diagnostic" in programme.support]
    return first + look(
        reviews, replace(need, wants=frozenset({"diagnostic"}), barriers=named), MOST_PROGRAMMES - 1
    )


def _step(phase: Phase, matches: tuple[Match, ...], before: Sequence[Step]) -> Step:
    earlier = {step.phase for step in before}
    after = tuple(name for name in phase.after if name in earlier)
    title, why = f"utter_label_phase_{phase.name}", f"utter_reason_phase_{phase.name}"
    return Step(phase.name, title, why, matches, after)
