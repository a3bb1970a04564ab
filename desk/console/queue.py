"""What a broker sees of the cases: those that wait, those in hand, those that are done; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.brokers import Broker, may_see
from desk.cases import Case
from desk.states import IN_HAND, OPEN, State
from knowledge.wording import say

SOON = timedelta(hours=1)
NOBODY: Mapping[str, str] = {}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One case of the queue: how old it is, and by when an answer was promised, if one still is.

    `handed_by` is the broker, by id, who has put it into the hands of another that has not written yet.
    """

    case: Case
    age: str
    answer_by: datetime | None
    clock: str
    handed_by: str | None = None


@dataclass(frozen=True)
class Queue:
    """The cases that one broker may see, in the order in which they are to be worked on."""

    waiting: tuple[Row, ...]
    mine: tuple[Row, ...]
    others: tuple[Row, ...]
    done: tuple[Row, ...]


def queue(cases: Iterable[Case], broker: Broker, now: datetime, takers: Mapping[str, str] = NOBODY) -> Queue:
    """Sort what the broker may see; who has waited longest comes first.

    `takers` says by the id of a case who was the last to bring it into anybody's hands.
    """
    seen = [case for case in cases if may_see(broker, case.hub_id)]
    rows = [_row(case, now, takers) for case in sorted(seen, key=lambda one: (one.opened, one.id))]
    in_hand = [row for row in rows if row.case.state in IN_HAND]
    return Queue(
        waiting=tuple(row for row in rows if row.case.state in OPEN - IN_HAND),
        mine=tuple(row for row in in_hand if row.case.broker == broker.id),
        others=tuple(row for row in in_hand if row.case.broker != broker.id),
        done=tuple(row for row in reversed(rows) if row.case.state not in OPEN),
    )


def _row(case: Case, now: datetime, takers: Mapping[str, str]) -> Row:
    by, taker = still_promised(case), takers.get(case.id)
    handed_by = taker if case.state is State.CLAIMED and taker != case.broker else None
    return Row(case, age(now - case.opened), by, clock(by, now), handed_by)


def still_promised(case: Case) -> datetime | None:
    """Return by when the person may expect a first word; None once they have had it, or without a promise."""
    return case.answer_by if case.state in OPEN and case.answered_at is None else None


def clock(answer_by: datetime | None, now: datetime) -> str:
    """Return how the promise stands: late, soon, in time; none is nothing to keep."""
    if answer_by is None:
        return "none"
    if now > answer_by:
        return "late"
    return "soon" if answer_by - now <= SOON else "in_time"


def age(lasting: timedelta) -> str:
    """Return a span of time in words, rounded down: minutes, hours and minutes, days and hours."""
    if lasting < HOUR:
        return say("utter_console_minutes", minutes=max(0, int(lasting.total_seconds() // 60)))
    if lasting < DAY:
        hours, rest = divmod(int(lasting.total_seconds() // 60), 60)
        return say("utter_console_hours", hours=hours, minutes=rest)
    days, rest = divmod(int(lasting.total_seconds() // 3600), 24)
    return say("utter_console_days", days=days, hours=rest)
