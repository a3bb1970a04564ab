"""When a row of the transcript may go to somebody on WhatsApp, whichever provider brings it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.outgoing import OUT_OF_HOURS, NeverSent, NotSentNow, Outgoing, Payload
from bot.channels.whatsapp.faults import LOOK_AGAIN
from desk.afterwards.office_hours import OFFICE_HOURS
from desk.hours import next_opening
from desk.windows import WHATSAPP_WINDOW, WINDOW_CLOSED
from knowledge.storage.outbox import UNASKED, Kind, Sender

WINDOW = WHATSAPP_WINDOW - timedelta(minutes=1)  # a message must still be on time when it arrives


def approved_for[T](
    outgoing: Outgoing,
    now: datetime,
    template: Callable[[Kind], T | None],
    knock: Callable[[T], Payload],
) -> T | None:
    """Return the approved template that a row must be said with; None when it may be said as it is.

    Raise NotSentNow when the person has not written for a day, with what says so; NeverSent when they asked
    for silence. What is said unasked goes by day, and to who has been silent in the words that were approved.
    """
    entry = outgoing.entry
    is_answer = entry.in_reply_to is not None and entry.sender is not Sender.BROKER
    if outgoing.is_stopped and not is_answer:
        raise NeverSent("stopped")
    is_unasked = entry.kind in UNASKED and not is_answer
    if is_unasked and outgoing.last_inbound <= entry.said_at:
        _by_day(now)
    if now - outgoing.last_inbound < WINDOW:
        return None
    approved = template(entry.kind if is_unasked else Kind.SAID)
    if not is_unasked:
        announced = knock(approved) if approved is not None and outgoing.may_knock else None
        raise NotSentNow(WINDOW_CLOSED, LOOK_AGAIN, announced)
    if approved is None:
        raise NeverSent("no_template")
    return approved


def _by_day(now: datetime) -> None:
    """Raise NotSentNow at night, at weekends and on bank holidays."""
    opens = next_opening(OFFICE_HOURS, now)
    if opens is None or opens > now:
        raise NotSentNow(OUT_OF_HOURS, LOOK_AGAIN if opens is None else opens - now)
