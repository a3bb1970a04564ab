"""Saying once, by a code, that somebody in Teams is a broker of this desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import choice
from typing import Any

from sqlalchemy.orm import Session

from desk.brokers import Broker, Right, broker_of, may
from desk.codes import new_code, said_after, written
from knowledge.storage.brokers import Brokers
from knowledge.storage.teams_links import Link, TeamsLinks

LASTS = timedelta(minutes=15)
WORD = "desk"


class CodeRefused(ValueError):
    """Nobody gave out such a code, or its time is over, or it was used: ask for a new one."""

    def __init__(self) -> None:
        super().__init__("this code is not good: `signpost broker teams-code` gives a new one")


class NoCases(ValueError):
    """This account works on no cases, or is switched off: there is nothing to do for it in Teams."""

    def __init__(self) -> None:
        super().__init__(
            "this account works on no requests, or is disabled: there is nothing for it in Teams"
        )


def give_code(session: Session, broker_id: str, now: datetime, chosen: Callable[[str], str] = choice) -> str:
    """Return a code for one broker, which is good once and for a quarter of an hour, or raise NoCases.

    Only a hash of it is kept. Raises BrokerNotFound.
    """
    record = Brokers(session).get(broker_id)
    if record.disabled or not may(broker_of(record), Right.WORK_CASES):
        raise NoCases
    code = new_code(chosen)
    TeamsLinks(session).offer(code, broker_id, now + LASTS)
    return written(code)


def code_in(text: str) -> str | None:
    """Return the code that a message is; None when it says anything else."""
    return said_after(WORD, text)


def link(session: Session, code: str, key: str, address: dict[str, Any], now: datetime) -> Broker:
    """Note that this person is the broker of the code, in place of who was, or raise CodeRefused."""
    broker_id = TeamsLinks(session).redeem(code, now)
    record = None if broker_id is None else Brokers(session).find_by_id(broker_id)
    if record is None or record.disabled or not may(broker_of(record), Right.WORK_CASES):
        raise CodeRefused
    TeamsLinks(session).add(Link(key, record.id, address, now))
    return broker_of(record)


def burn(session: Session, code: str, now: datetime) -> None:
    """Let a code be good no more that others have seen."""
    TeamsLinks(session).redeem(code, now)


def linked(session: Session, key: str) -> tuple[Link, Broker] | None:
    """Return which broker a person in Teams is; None when they are none, or not any more."""
    found = TeamsLinks(session).find(key)
    if found is None:
        return None
    broker = broker_of(Brokers(session).get(found.broker_id))
    return (found, broker) if may(broker, Right.WORK_CASES) else None
