"""Saying once, by a code, that somebody in Teams is a broker of this desk."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.brokers import Broker, Right, broker_of, may
from knowledge.storage.brokers import Brokers
from knowledge.storage.teams_links import Link, TeamsLinks

LASTS = timedelta(minutes=15)
HALF = 4
# nothing that is read as something else; two halves of four are 39 bits, for a quarter of an hour; with the
# line between them no search for "desk research" is taken for one
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE = re.compile(rf"desk ([{SIGNS}]{{{HALF}}})-([{SIGNS}]{{{HALF}}})", re.IGNORECASE)


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


def give_code(
    session: Session, broker_id: str, now: datetime, chosen: Callable[[str], str] = secrets.choice
) -> str:
    """Return a code for one broker, which is good once and for a quarter of an hour, or raise NoCases.

    Only a hash of it is kept. Raises BrokerNotFound.
    """
    record = Brokers(session).get(broker_id)
    if record.disabled or not may(broker_of(record), Right.WORK_CASES):
        raise NoCases
    first, second = ("".join(chosen(SIGNS) for _ in range(HALF)) for _ in range(2))
    TeamsLinks(session).offer(f"{first}{second}", broker_id, now + LASTS)
    return f"{first}-{second}"


def code_in(text: str) -> str | None:
    """Return the code that a message is; None when it says anything else."""
    found = _CODE.fullmatch(" ".join(text.split()))
    return None if found is None else f"{found[1]}{found[2]}".upper()


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
