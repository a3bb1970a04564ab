"""Keeps one telephone or one colleague who writes without end from taking the time of all others."""

import logging
from datetime import datetime
from time import monotonic

from sqlalchemy.orm import Session

from bot.gateway.arrivals import Answer, Arrival, Arrivals, Asked, Writer
from bot.gateway.floods import Pace
from knowledge.wording import say

log = logging.getLogger(__name__)


def pace_of(arrivals: Arrivals, arrival: Arrival) -> Pace:
    """Count a message of a person, wherever on a channel they write it, and return what becomes of it."""
    return arrivals.parts.floods.judge(_key(arrivals, arrival), monotonic())


async def is_too_fast(arrivals: Arrivals, arrival: Arrival, obeyed: Answer | None = None) -> bool:
    """Is a message one too many, and dealt with by that? The first such one is told of, in the chat.

    What `obeyed` does is done all the same, without a word of its own while nothing is read.
    """
    pace = pace_of(arrivals, arrival)
    if pace is Pace.TELL:
        log.warning("somebody on %s writes too fast, and is not read for a minute", arrival.channel)
        is_told = False
        try:
            is_told = await arrivals.answer(arrival, _telling(obeyed))
        finally:
            if not is_told:  # it came before, or the database is away
                arrivals.parts.floods.not_told(_key(arrivals, arrival))
    elif pace is Pace.OVER and obeyed is not None:
        await arrivals.answer(arrival, _quietly(obeyed))
    return pace is not Pace.FINE


def _telling(obeyed: Answer | None) -> Answer:
    def tell(session: Session, writer: Writer, now: datetime) -> str:
        said = obeyed(session, writer, now) if obeyed is not None else None
        first = said.text if isinstance(said, Asked) else said
        return "\n\n".join(filter(None, [first, say("utter_gateway_too_fast")]))

    return tell


def _quietly(obeyed: Answer) -> Answer:
    def obey(session: Session, writer: Writer, now: datetime) -> None:
        obeyed(session, writer, now)

    return obey


def _key(arrivals: Arrivals, arrival: Arrival) -> str:
    return arrivals.person_key(arrival.channel, arrival.identity)
