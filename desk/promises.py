"""A promise in words, as the person who waits reads it: UK time always."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from desk.hours import MIDNIGHT, UK, Promise
from knowledge.names import name_of
from knowledge.wording import say

ROUND = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
NOON = time(12)
HALF_DAY = 12


@dataclass(frozen=True)
class Given:
    """A promise as somebody has read it: when, and by when there is an answer; None promises none."""

    at: datetime
    answer_by: datetime | None = None

    @classmethod
    def of(cls, promise: Promise | None, at: datetime) -> "Given":
        """Return what `promise_in_words` says of a promise, to the minute that it names."""
        by = promise.answer_by if promise else None
        return cls(at, None if by is None else rounded_up(by))

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Given":
        """Read what `pack` wrote."""
        by = content["answer_by"]
        return cls(datetime.fromisoformat(content["at"]), None if by is None else datetime.fromisoformat(by))

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        by = self.answer_by
        return {"at": self.at.isoformat(), "answer_by": None if by is None else by.isoformat()}


def promise_in_words(promise: Promise, now: datetime) -> str:
    """Return what may be promised as two sentences: whether they are there, and by when somebody replies.

    The time of the reply is rounded up to five minutes, so that it is never named too early.
    """
    return f"{door_in_words(promise, now)} {_reply(promise, now)}"


def door_in_words(promise: Promise, now: datetime) -> str:
    """Return as one sentence whether they are there now, or from when they are; nothing of a reply."""
    today = now.astimezone(UK).date()
    if promise.open_now:
        return say("utter_desk_promise_open")
    if promise.opens is None:
        return say("utter_desk_promise_closed")
    at = promise.opens.astimezone(UK)
    # whether midnight belongs to the day before or after is not plain to everybody
    shown = at + MINUTE if at.time() == MIDNIGHT else at
    return say("utter_desk_promise_closed_until", day=_day(shown.date(), today), clock=_clock(shown.time()))


def time_in_words(answer_by: datetime, now: datetime, named: date | None = None) -> dict[str, str]:
    """Return the `day` and the `clock` of an answer that is promised; `named` is a day just spoken of."""
    at = rounded_up(answer_by).astimezone(UK)
    shown = at - MINUTE if at.time() == MIDNIGHT else at
    return {"day": _day(shown.date(), now.astimezone(UK).date(), named), "clock": _clock(shown.time())}


def _reply(promise: Promise, now: datetime) -> str:
    if promise.answer_by is None:
        return say("utter_desk_promise_no_reply")
    named = None if promise.open_now or promise.opens is None else promise.opens.astimezone(UK).date()
    return say("utter_desk_promise_reply", **time_in_words(promise.answer_by, now, named))


def rounded_up(at: datetime) -> datetime:
    """Return the moment that is named for one: the next whole five minutes."""
    over = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    return at + (-over % ROUND)


def _day(day: date, today: date, named: date | None = None) -> str:
    if day == today:
        return say("utter_desk_promise_today")
    if day == named:
        return say("utter_desk_promise_that_day")
    if day == today + timedelta(days=1):
        return say("utter_desk_promise_tomorrow")
    weekday = say(f"utter_desk_promise_weekday_{day.isoweekday()}")
    return say("utter_desk_promise_on", weekday=weekday, day=day.day, month=name_of("month", str(day.month)))


def _clock(at: time) -> str:
    if at == NOON:
        return say("utter_desk_promise_midday")
    shown = f"{at.hour % HALF_DAY or HALF_DAY}" + (f":{at:%M}" if at.minute else "")
    return say(f"utter_desk_promise_{'am' if at.hour < HALF_DAY else 'pm'}", clock=shown)
