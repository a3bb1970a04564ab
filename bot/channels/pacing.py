"""No more messages at a time than a channel takes: each waits for its turn before it goes out."""

from collections import OrderedDict
from dataclasses import dataclass

from aiolimiter import AsyncLimiter

MOST_PEOPLE = 5_000


@dataclass(frozen=True)
class Pace:
    """So many messages in one go, and then so many a second: never more than their sum within a second."""

    in_one_go: int
    a_second: float

    def limiter(self) -> AsyncLimiter:
        """Return a bucket of this size that leaks at this rate."""
        return AsyncLimiter(self.in_one_go, self.in_one_go / self.a_second)


class Pacing:
    """The paces of one channel, counted in this process: in all, and to each person.

    What several gateways send together may still be too much; then the channel says so, and it is tried
    again later.
    """

    def __init__(self, in_all: Pace, to_each: Pace) -> None:
        """Take what the channel allows."""
        self._in_all, self._to_each = in_all.limiter(), to_each
        self._people: OrderedDict[str, AsyncLimiter] = OrderedDict()

    async def turn(self, person: str) -> None:
        """Wait until one message more may go to this person; who waits for one holds up no other."""
        await self._of(person).acquire()
        await self._in_all.acquire()

    def _of(self, person: str) -> AsyncLimiter:
        limiter = self._people.pop(person, None) or self._to_each.limiter()
        self._people[person] = limiter
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        return limiter
