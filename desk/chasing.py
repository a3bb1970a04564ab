"""Chases a request that nobody takes up and that never moves on: its team or front door, then who leads."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy.orm import Session

from desk.brokers import Broker, leads_of
from desk.casebook import CLOCK, Casebook
from desk.cases import Case
from desk.hours import working_time_after
from desk.promises import door_in_words
from desk.relay import Relay
from desk.states import Change, State
from desk.teams import Teams
from desk.watching import change_each, look_again_and_again
from knowledge.storage.cases import Cases, Chased
from knowledge.storage.database import Database


class Step(StrEnum):
    """Who is told that a request still waits; the last two take turns by whether anybody leads there."""

    DOOR = "front_door_reminded"
    LEADS = "leads_told"
    DOOR_AGAIN = "front_door_reminded_again"


STEPS = 2  # the front door, and then who leads there: nobody is told a third time


def time_of(one: Chased, teams: Teams) -> datetime | None:
    """Return when the next step is due for a case as it stands; None when there is none.

    Each step has its whole time, however late the one before was: in opening hours where they are known.
    """
    team = teams.get(one.team)
    if teams.remind_after is None or one.times >= STEPS or (team and not teams.is_reminded(team)):
        return None
    since = one.changed if one.last is None else max(one.changed, one.last)
    hours = team.hours if team else teams.doors.hours(one.hub_id)
    if hours is None:
        return since + teams.remind_after
    return working_time_after(hours, since, teams.remind_after)


def due(session: Session, teams: Teams, now: datetime) -> list[str]:
    """Return the cases to be chased now, by one query however many there are."""
    if teams.remind_after is None:
        return []
    found = Cases(session).chased([State.WAITING], by=Change.REMIND, until=now - teams.remind_after)
    return [one.id for one in found if (at := time_of(one, teams)) is not None and at <= now]


def chase(session: Session, case_id: str, teams: Teams, now: datetime) -> Case | None:
    """Take the next step with a case, and tell the person; None when there is nothing to do any more."""
    relay = Relay(session, CLOCK, now)
    case = relay.locked(case_id)
    found = Cases(session).chased([State.WAITING], by=Change.REMIND, until=now, case_id=case_id)
    at = time_of(found[0], teams) if found else None
    if at is None or at > now:
        return None
    leads = leads_of(session, case.hub_id) if found[0].times else []
    step = _step(found[0].times, leads)
    kept = Casebook(session).remind(case, step.value, now, [one.id for one in leads])
    if kept is not None:
        relay.tell_with_ways(kept, _news(relay, kept, step, teams))
    return kept


def look(database: Database, teams: Teams, now: datetime) -> int:
    """Chase what is due, each case in a transaction of its own; return how many."""
    with database.reading() as session:  # most of the time there is nothing to write
        found = due(session, teams, now)
    return change_each(database, [(one, partial(chase, case_id=one, teams=teams, now=now)) for one in found])


async def watch(database: Database, teams: Teams, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Look again and again until told to stop."""
    await look_again_and_again(lambda: look(database, teams, clock()), stop)


def _step(times: int, leads: list[Broker]) -> Step:
    if times == 0:
        return Step.DOOR
    return Step.LEADS if leads else Step.DOOR_AGAIN


def _news(relay: Relay, case: Case, step: Step, teams: Teams) -> str:
    told = relay.words(f"utter_relay_{step.value}", case)
    promised = teams.promised_at(case.hub_id, teams.get(case.team), relay.now)
    door = door_in_words(promised, relay.now) if promised else ""
    return f"{told} {door}".strip()
