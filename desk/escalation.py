"""Moves a request on that nobody takes up in time, and ends one that nothing happens with any more."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from desk.assigning import assigned
from desk.casebook import CLOCK, Casebook
from desk.cases import Case
from desk.choosing import Chosen, Fit
from desk.promises import door_in_words
from desk.relay import Relay
from desk.states import CaseChangeRefused, Change, State
from desk.teams import Team, Teams
from desk.watching import change_each, look_again_and_again
from knowledge.storage.cases import Cases, Standing
from knowledge.storage.database import Database

MAY_EXPIRE = (State.WAITING, State.RETURNED)


@dataclass(frozen=True)
class Due:
    """What the clock asks for: timers to be set, and the ids of cases that move on, and of those that end."""

    timers: tuple[Standing, ...] = ()
    moving: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()


def timer_of(standing: Standing, teams: Teams, now: datetime) -> datetime | None:
    """Return when a case that waits should move on, given how it stands; None when it never does.

    One that began to wait again has no timer yet: it counts from then. A timer that is later than one that
    begins now was set by a clock that was ahead.
    """
    team = teams.get(standing.team)
    if team is None or (newest := teams.moves_on(team, now)) is None:
        return None
    if standing.escalate_at is not None:
        return min(standing.escalate_at, newest)
    return newest if standing.changed > now else teams.moves_on(team, standing.changed)


def due(session: Session, teams: Teams, patience: timedelta, now: datetime) -> Due:
    """Return what there is to do, by two queries however many cases there are; what moves on does not end."""
    kept = Cases(session)
    watched = [team.id for team in teams.that_pass_on()]
    waiting = kept.standings([State.WAITING], teams=watched) if watched else []
    timers = {one: timer_of(one, teams, now) for one in waiting}
    moving = {one.id for one, at in timers.items() if at is not None and at <= now}
    old = kept.standings(MAY_EXPIRE, until=now - patience)
    return Due(
        tuple(replace(one, escalate_at=at) for one, at in timers.items() if at != one.escalate_at),
        tuple(one.id for one in waiting if one.id in moving),
        tuple(one.id for one in old if one.id not in moving),
    )


def pass_on(session: Session, case_id: str, teams: Teams, now: datetime) -> Case | None:
    """Give a case to the next team and tell the person; None when there is nothing to do any more.

    It moves one step, however late it is.
    """
    relay = Relay(session, CLOCK, now)
    case = relay.locked(case_id)
    team = teams.get(case.team)
    following = teams.after(team) if team else None
    late = case.state is State.WAITING and case.escalate_at is not None and case.escalate_at <= now
    if following is None or not late:
        return None
    moved = assigned(case, Chosen(following, (Fit.PASSED_ON,)), teams, now)
    kept = Casebook(session).pass_on(case, moved, CLOCK, now)
    if kept is not None:
        relay.tell_with_ways(kept, _news(relay, kept, following, teams))
    return kept


def expire(session: Session, case_id: str, patience: timedelta, now: datetime) -> Case | None:
    """End a case that nothing happens with, and tell the person; None when there is nothing to do now."""
    relay = Relay(session, CLOCK, now)
    case = relay.locked(case_id)
    if case.state not in MAY_EXPIRE or now - case.changed < patience:
        return None
    try:
        expired = Casebook(session).change(case.id, Change.EXPIRE, CLOCK, "expired", now)
    except CaseChangeRefused:  # somebody else was first, of a conversation that is not there to be locked
        return None
    relay.tell_with_ways(expired, relay.words(f"utter_relay_expired_{case.state}", expired))
    return expired


def look(database: Database, teams: Teams, patience: timedelta, now: datetime) -> int:
    """Do what the clock asks for, each case in a transaction of its own; return how many cases changed."""
    with database.reading() as session:  # most of the time there is nothing to write
        found = due(session, teams, patience, now)
    if found.timers:
        with database.open() as session:
            for one in found.timers:
                Cases(session).set_timer(one)
    moving = [(one, partial(pass_on, case_id=one, teams=teams, now=now)) for one in found.moving]
    ending = [(one, partial(expire, case_id=one, patience=patience, now=now)) for one in found.ending]
    return change_each(database, [*moving, *ending])


async def watch(
    database: Database, teams: Teams, patience: timedelta, clock: Callable[[], datetime], stop: asyncio.Event
) -> None:
    """Look again and again until told to stop."""
    await look_again_and_again(lambda: look(database, teams, patience, clock()), stop)


def _news(relay: Relay, case: Case, team: Team, teams: Teams) -> str:
    wording = "utter_relay_passed_on" if teams.after(team) else "utter_relay_passed_on_last"
    told = relay.words(wording, case, team=team.name)
    promised = teams.promised(team, relay.now)
    door = door_in_words(promised, relay.now) if promised else ""
    return f"{told} {door}".strip()
