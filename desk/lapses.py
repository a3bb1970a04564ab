"""Tells a person, once, that the answer which was promised to them did not come in time."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from desk.casebook import CLOCK, Casebook
from desk.cases import Case
from desk.promises import time_in_words
from desk.relay import Relay
from desk.states import IN_HAND, Change, State
from desk.watching import change_each, look_again_and_again
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database

NOT_KEPT = {
    State.WAITING: "utter_relay_promise_not_kept",
    State.RETURNED: "utter_relay_promise_not_kept_returned",
}
RENEWED = frozenset({Change.ASK_AGAIN, Change.TRANSFER})


def overdue(session: Session, now: datetime, case_id: str | None = None) -> list[str]:
    """Return the cases whose answer should have come and did not, and whose person has not been told.

    One that was handed back without a word is one of them. While a broker talks to the person, about this
    case or another, it is none: nobody but the broker speaks then, and it is told afterwards if it is still
    so.
    """
    noted = Change.LAPSE
    return Cases(session).overdue(
        NOT_KEPT, now, in_hand=IN_HAND, renewed=RENEWED, noted=noted, case_id=case_id
    )


def own_up(session: Session, case_id: str, now: datetime) -> Case | None:
    """Note that a promise was not kept and tell the person; None when that is done, or not so any more.

    The case stands as before: neither its time with a team nor its time till it ends begins anew.
    """
    relay = Relay(session, CLOCK, now)
    case = relay.locked(case_id)
    if case.answer_by is None or not overdue(session, now, case_id):
        return None
    noted = Casebook(session).lapse(case, CLOCK, now)
    if noted is not None:
        by = time_in_words(case.answer_by, now)
        relay.tell_with_ways(noted, relay.words(NOT_KEPT[noted.state], noted, **by))
    return noted


def look(database: Database, now: datetime) -> int:
    """Own up to every promise that was not kept, each in a transaction of its own; return how many."""
    with database.reading() as session:  # most of the time there is nothing to write
        found = overdue(session, now)
    return change_each(database, [(one, partial(own_up, case_id=one, now=now)) for one in found])


async def watch(database: Database, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Look again and again until told to stop."""
    await look_again_and_again(lambda: look(database, clock()), stop)
