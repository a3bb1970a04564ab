"""Whom a request goes to that nobody takes up: of each front door one line, for whoever runs the desk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from desk.brokers import leads_of
from desk.teams import Team, Teams

HOUR = timedelta(hours=1)


def chains(session: Session, teams: Teams, hubs: Iterable[str]) -> Iterator[str]:
    """Yield for each front door who is told of a request that waits, in order, and after how long."""
    for hub_id in sorted(hubs):
        first = teams.first_of(hub_id)
        if not first:
            yield f"{hub_id}: {_reminded(session, teams, hub_id, None)}"
        for team in first:
            told = _reminded(session, teams, hub_id, team) if teams.is_reminded(team) else _of(team, teams)
            yield f"{hub_id}: {told}"


def _of(team: Team, teams: Teams) -> str:
    steps: list[str] = []
    at: Team | None = team
    while at is not None:
        following = teams.after(at)
        ends = following is None or at.within is None
        steps.append(at.id if ends else f"{at.id}, after {_hours(at.within)} opening hours")
        at = None if ends else following
    return " -> ".join(steps)


def _reminded(session: Session, teams: Teams, hub_id: str, team: Team | None) -> str:
    name = team.id if team else "the front door"
    if teams.remind_after is None:
        return f"{name} alone"
    hours = team.hours if team else teams.doors.hours(hub_id)
    opening = "hours" if hours is None else "opening hours"
    after = f"after {_hours(teams.remind_after)} {opening}"
    names = ", ".join(one.email for one in leads_of(session, hub_id))
    then = names or f"{name} again, for nobody leads there: `signpost broker add --role lead`"
    return f"{name}, {after} it is reminded -> {after} more {then}"


def _hours(span: timedelta | None) -> str:
    return f"{(span or timedelta()) / HOUR:g}"
