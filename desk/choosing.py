"""Which team of a front door gets a request, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk.brief import Brief
from desk.cases import Part
from desk.hours import is_open
from desk.promises import Given
from desk.teams import Team, Teams

SPECIALIST, ANYTHING, ELSEWHERE = 2, 1, 0  # of what is asked; of nothing, so of all; of something else


class Fit(StrEnum):
    """Why a team has a request."""

    SECTOR = "team_sector"
    NEED = "team_need"
    LANGUAGE = "team_language"
    OPEN = "team_open"
    ROOM = "team_room"
    LEAST_BUSY = "team_least_busy"
    GENERAL = "team_general"
    ONLY = "team_only"
    PASSED_ON = "team_passed_on"


@dataclass(frozen=True)
class Asking:
    """What decides between the teams of a front door; `language` is None for who writes English."""

    hub_id: str
    sectors: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    language: str | None = None


@dataclass(frozen=True)
class Chosen:
    """A team and the reasons for it, at least one."""

    team: Team
    reasons: tuple[Fit, ...]


@dataclass(frozen=True, order=True)
class _Merit:
    """How well a team suits, what weighs most first; the larger the better."""

    keeps_promise: bool
    sector: int
    need: int
    language: bool
    open: bool
    room: bool


def asking_in(hub_id: str, content: Mapping[str, Any], agreed: Collection[Part] = tuple(Part)) -> Asking:
    """Return what decides, out of what the assistant noted, as far as the person agreed to pass it on."""
    firm = content.get("profile") or {} if Part.FIRM in agreed else {}
    wants = content.get("wants") or () if Part.NEED in agreed else ()
    barriers = content.get("barriers") or () if Part.BARRIERS in agreed else ()
    return Asking(
        hub_id,
        frozenset(firm.get("sectors") or ()),
        frozenset(wants),
        frozenset(one["name"] for one in barriers),
        content.get("language") or None,
    )


def asking_of(hub_id: str, brief: Brief) -> Asking:
    """Return what decides at another front door, out of what it is going to read."""
    sectors = next((fact.value for fact in brief.firm if fact.field == "sectors"), None)
    barriers = frozenset(one.name for one in brief.barriers)
    return Asking(hub_id, frozenset(sectors or ()), frozenset(brief.wants), barriers, brief.language)


def choose(
    asking: Asking, teams: Teams, load: Mapping[str, int], now: datetime, given: Given | None = None
) -> Chosen | None:
    """Return the team that suits best, with the reasons; None for a front door without teams.

    First come the teams that can keep a promise that was given already; then a specialist of
    the sector before who takes any, and those before specialists of others; then the same of the kind of
    need; then the language; then who is open now; then who has room. Ties go to the team with the smallest
    load, then to the first id.
    """
    weighing = _Weighing(asking, teams, load, now, given)
    merits = {team: weighing.merit(team) for team in teams.first_of(asking.hub_id)}
    if not merits:
        return None
    best = max(merits.values())
    equals = [team for team, merit in merits.items() if merit == best]
    team = min(equals, key=lambda one: (load.get(one.id, 0), one.id))
    if len(merits) == 1:
        return Chosen(team, (Fit.ONLY,))
    spared = any(load.get(one.id, 0) > load.get(team.id, 0) for one in equals)
    return Chosen(team, _reasons(asking, team, best, spared=spared))


@dataclass(frozen=True)
class _Weighing:
    """What the teams of one front door are weighed by."""

    asking: Asking
    teams: Teams
    load: Mapping[str, int]
    now: datetime
    given: Given | None

    def merit(self, team: Team) -> _Merit:
        asking = self.asking
        return _Merit(
            keeps_promise=self._keeps(team),
            sector=_suits((asking.sectors, team.sectors)),
            need=_suits((asking.wants, team.needs), (asking.barriers, team.barriers)),
            language=asking.language is None or asking.language in team.languages,
            open=team.hours is not None and is_open(team.hours, self.now),
            room=team.capacity is None or self.load.get(team.id, 0) < team.capacity,
        )

    def _keeps(self, team: Team) -> bool:
        if self.given is None or self.given.answer_by is None:
            return True
        promised = Given.of(self.teams.promised(team, self.given.at), self.given.at)
        return promised.answer_by is not None and promised.answer_by <= self.given.answer_by


def _suits(*pairs: tuple[frozenset[str], frozenset[str]]) -> int:
    if any(asked & special for asked, special in pairs):
        return SPECIALIST
    return ELSEWHERE if any(special for _, special in pairs) else ANYTHING


def _reasons(asking: Asking, team: Team, merit: _Merit, *, spared: bool) -> tuple[Fit, ...]:
    suits = {
        Fit.SECTOR: merit.sector == SPECIALIST,
        Fit.NEED: merit.need == SPECIALIST,
        Fit.LANGUAGE: asking.language is not None and merit.language,
    }
    stands = {
        Fit.GENERAL: not any(suits.values()),
        Fit.OPEN: merit.open,
        Fit.ROOM: team.capacity is not None and merit.room,
        Fit.LEAST_BUSY: spared,
    }
    return tuple(fit for fit, holds in (suits | stands).items() if holds)
