"""The teams of the front doors, and whom a request goes to that nobody takes up in time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.hours import Hours, Promise, promise, working_time_after
from knowledge.storage.deliveries import Way


@dataclass(frozen=True)
class Team:
    """People of one front door who share requests.

    No sectors means any sector; no needs and no barriers means any need. Everybody is taken to understand
    English, so `languages` are those besides it (ISO 639-1). `capacity` is how many requests a team can have
    at once, in its hands or waiting for it; None is any number. `within` is opening time: a request that is
    not taken up in it moves on to the team named `next`, or to the manager of the front door. No `ways` are
    those of the front door; by mail a team is told at its `mailbox`, if it has one.
    """

    id: str
    hub_id: str
    name: str
    mailbox: str | None = None
    hours: Hours | None = None
    sectors: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    capacity: int | None = None
    within: timedelta | None = None
    next: str | None = None
    is_manager: bool = False
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Doors:
    """When the front doors are open: by hours of their own, or the usual; None is not known."""

    usual: Hours | None = None
    of_hub: Mapping[str, Hours] = field(default_factory=dict)

    def hours(self, hub_id: str) -> Hours | None:
        """Return when one front door is open."""
        return self.of_hub.get(hub_id, self.usual)


@dataclass(frozen=True)
class Teams:
    """All teams; none at all means that each front door is one team without a name.

    `reply_within` is the opening time in which people are promised an answer; None promises nothing.
    `remind_after` is how long a request that never moves on may wait before its team, or without one its
    front door, is reminded; None is for ever.
    """

    all: tuple[Team, ...] = ()
    reply_within: timedelta | None = None
    doors: Doors = field(default_factory=Doors)
    remind_after: timedelta | None = None

    def get(self, team_id: str | None) -> Team | None:
        """Return one team, or None when there is none of this id (any more)."""
        return next((team for team in self.all if team.id == team_id), None)

    def first_of(self, hub_id: str) -> tuple[Team, ...]:
        """Return whom new requests of a front door go to: the manager only if there is nobody else."""
        there = tuple(team for team in self.all if team.hub_id == hub_id)
        return tuple(team for team in there if not team.is_manager) or there

    def after(self, team: Team) -> Team | None:
        """Return who gets what this team does not take up; None after the manager, or without one."""
        if team.is_manager:
            return None
        if team.next is not None:
            return self.get(team.next)
        return next((one for one in self.all if one.hub_id == team.hub_id and one.is_manager), None)

    def moves_on(self, team: Team, since: datetime) -> datetime | None:
        """Return when a request that waits for a team since then moves on; None when it never does."""
        if team.hours is None or team.within is None or self.after(team) is None:
            return None
        return working_time_after(team.hours, since, team.within)

    def that_pass_on(self) -> tuple[Team, ...]:
        """Return the teams whose requests may move on."""
        return tuple(team for team in self.all if team.within is not None and self.after(team) is not None)

    def is_reminded(self, team: Team) -> bool:
        """Is a team reminded of what it leaves, as a front door without teams is: does it never move on?

        Who is only at the end of a chain is not: whoever comes last has been told already.
        """
        return team in self.first_of(team.hub_id) and team not in self.that_pass_on()

    def promised(self, team: Team, at: datetime) -> Promise | None:
        """Return what somebody who asks at this moment may be promised of a team; None without hours."""
        return None if team.hours is None else promise(team.hours, at, self.reply_within)

    def promised_at(self, hub_id: str, team: Team | None, at: datetime) -> Promise | None:
        """Return the same of a front door, which is asked as a whole where no team has the request."""
        if team is not None:
            return self.promised(team, at)
        hours = self.doors.hours(hub_id)
        return None if hours is None else promise(hours, at, self.reply_within)


NO_TEAMS = Teams()
