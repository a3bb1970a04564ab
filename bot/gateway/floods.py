"""Who writes faster than anybody can read: told so once, then passed over for a minute; pure."""

from collections import OrderedDict
from enum import StrEnum

from bot.gateway.rates import MOST_BUCKETS, Rate

CLOSED_S = 60.0


class Pace(StrEnum):
    """What becomes of a message: it is taken in, or is the first too many, or comes after that one."""

    FINE = "fine"
    TELL = "tell"
    OVER = "over"


class Floods:
    """So many messages a minute of each person, counted in this process and in memory only."""

    def __init__(self, per_minute: int) -> None:
        """Allow a burst of one minute's worth."""
        self._rate = Rate(per_minute)
        self._closed: OrderedDict[str, float] = OrderedDict()

    def judge(self, name: str, at: float) -> Pace:
        """Count one more message at this second.

        With the first too many the person is told that nothing is read for a minute, so that none is lost
        without a word; after that minute all begins anew, and the next flood is told of again.
        """
        until = self._closed.get(name)
        if until is not None and until - CLOSED_S <= at < until:
            return Pace.OVER
        self._closed.pop(name, None)
        if self._rate.allows(name, at):
            return Pace.FINE
        self._closed[name] = at + CLOSED_S
        if len(self._closed) > MOST_BUCKETS:
            self._closed.popitem(last=False)
        return Pace.TELL

    def not_told(self, name: str) -> None:
        """Note that the words could not be said: the next message too many says them."""
        self._closed.pop(name, None)
