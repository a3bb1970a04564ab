"""When the front doors are open, and what may be promised: UK time, closed on bank holidays of England."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
AHEAD = timedelta(days=30)
LAST_YEAR = 2100  # `holidays` knows no bank holiday after it, so nothing is said about later days
CLOSED = "closed"
MIDNIGHT = time(0)
DAY = timedelta(days=1)
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# a span that ends at 00:00 is not read: it could mean all day or not at all
_SPAN = r" [0-9]{1,2}:[0-9]{2}-(?!0?0:00)[0-9]{1,2}:[0-9]{2}"
_PART = re.compile(rf"([A-Z][a-z]{{2}})(?:-([A-Z][a-z]{{2}}))?((?:{_SPAN})+)")

type Span = tuple[time, time]


class HoursNotUnderstood(ValueError):
    """The text does not say when a door is open: write it as the message shows."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"the hours {text!r} are not understood: write them as in 'Mon-Fri 09:00-17:00' or "
            "'Mon-Thu 09:00-12:30 13:30-17:00, Fri 09:00-16:00' (no times that overlap; 24:00 ends a day), "
            f"or {CLOSED!r}"
        )
        self.text = text


@dataclass(frozen=True)
class Hours:
    """The weekly hours of a door: for each day from Monday its (opens, closes) in order, in whole minutes.

    A closing time of midnight is the end of the day. Later than that is the next day's own span.
    """

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be hours."""
        if len(self.days) != len(_NAMES) or not all(map(_in_order, self.days)):
            raise HoursNotUnderstood(self.pack())

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """Read what `pack` wrote or a person typed, or raise HoursNotUnderstood."""
        week: list[list[Span]] = [[] for _ in _NAMES]
        plain = re.sub(r"\s*[-–]\s*", "-", text).title()
        for part in [] if plain.strip() == CLOSED.title() else plain.split(","):
            try:
                days, spans = _read(part)
            except ValueError:
                raise HoursNotUnderstood(text) from None
            for day in days:
                week[day] += spans
        return cls(tuple(tuple(sorted(spans)) for spans in week))

    def pack(self) -> str:
        """Return the hours as text, days in a row with the same hours together."""
        runs = groupby(zip(_NAMES, self.days, strict=False), key=lambda day: day[1])
        parts = [_written([name for name, _ in run], spans) for spans, run in runs if spans]
        return ", ".join(parts) or CLOSED

    def on(self, day: date) -> tuple[Span, ...]:
        """Return the hours of one day: none on a bank holiday."""
        return () if day in bank_holidays(day.year) else self.days[day.weekday()]


@dataclass(frozen=True)
class Promise:
    """What may be said of a door: whether it is open, from when it is, and by when somebody answers.

    `opens` is now when it is open now. None is what the calendar does not allow to say.
    """

    open_now: bool
    opens: datetime | None
    answer_by: datetime | None


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in one year, with the days that are given in their place."""
    # the library takes 12 MB, which a process that only reads the settings does not need
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_open(hours: Hours, now: datetime) -> bool:
    """Is the door open? It is at the minute when it opens, and no longer at the minute when it closes."""
    return next_opening(hours, now) == _utc(now)


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """Return the first moment from now on at which the door is open, in UTC: now itself, if it is.

    None when that is more than 30 days away.
    """
    start = _utc(now)
    opens, _ = next(_spans(hours, start), (None, None))
    return None if opens is None or opens - start > AHEAD else opens


def working_time_after(hours: Hours, start: datetime, amount: timedelta) -> datetime | None:
    """Return the moment, in UTC, when the door has been open for so long; None when it never will have been.

    An amount that ends as the door closes is over then, and not when it opens again. No amount, or less, is
    over at the start, open or not.
    """
    begun, left = _utc(start), amount
    if left <= timedelta():
        return begun
    for opens, closes in _spans(hours, begun):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None


def promise(hours: Hours, now: datetime, within: timedelta | None) -> Promise:
    """Return what may be promised now, if somebody answers within so much opening time; None is not said."""
    opens = next_opening(hours, now)
    answer_by = working_time_after(hours, opens, within) if opens and within is not None else None
    return Promise(is_open(hours, now), opens, answer_by)


def _spans(hours: Hours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(UK).date()
    while any(hours.days) and day.year <= LAST_YEAR:
        for opens, closes in hours.on(day):
            begins = max(_moment(day, opens), start)
            ends = _moment(day + DAY if closes == MIDNIGHT else day, closes)
            if begins < ends:
                yield begins, ends
        day += DAY


def _moment(day: date, at: time) -> datetime:
    shown = datetime.combine(day, at)
    moment = shown.replace(tzinfo=UK).astimezone(UTC)
    if moment.astimezone(UK).replace(tzinfo=None) == shown:
        return moment  # the first of two, when the clocks go back
    # no clock shows this minute when they go forward at 1 am: 2 am is there at once, and past it
    return shown.replace(minute=0, tzinfo=UK).astimezone(UTC)


def _utc(moment: datetime) -> datetime:
    # Python compares and subtracts two moments of one zone by what the clocks show, an hour out in spring
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone: use datetime.now(UTC)")
    return moment.astimezone(UTC)


def _in_order(spans: tuple[Span, ...]) -> bool:
    before = 0
    for opens, closes in spans:
        begins, ends = _minute(opens), _minute(closes) or DAY // timedelta(minutes=1)
        if not before <= begins < ends or opens != _whole(opens) or closes != _whole(closes):
            return False
        before = ends
    return True


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _whole(at: time) -> time:
    return time(at.hour, at.minute)


def _read(part: str) -> tuple[range, list[Span]]:
    found = _PART.fullmatch(" ".join(part.split()))
    if found is None:
        raise ValueError
    first, last, spans = found.groups()
    days = range(_NAMES.index(first), _NAMES.index(last or first) + 1)
    if not days:
        raise ValueError
    pairs = (span.split("-") for span in spans.split())
    return days, [(_time(opens), MIDNIGHT if closes == "24:00" else _time(closes)) for opens, closes in pairs]


def _time(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)


def _written(names: list[str], spans: tuple[Span, ...]) -> str:
    days = names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
    ends = ("24:00" if closes == MIDNIGHT else f"{closes:%H:%M}" for _, closes in spans)
    return " ".join([days, *(f"{opens:%H:%M}-{end}" for (opens, _), end in zip(spans, ends, strict=True))])
