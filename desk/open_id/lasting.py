"""What was fetched and serves for a while, so that the provider is asked rarely however many people come."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from desk.open_id.errors import ProviderAway

LASTS = timedelta(hours=1)
ANEW_AFTER = timedelta(minutes=1)
REST = timedelta(seconds=10)


class Lasting[Value]:
    """One value. Whoever asks while it is fetched waits for that; after a failure there is a rest."""

    def __init__(self, fetch: Callable[[datetime], Awaitable[Value]]) -> None:
        """Take what fetches the value, or raises ProviderAway."""
        self._fetch = fetch
        self._kept: tuple[Value, datetime] | None = None
        self._failed: tuple[str, datetime] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def get(self, now: datetime, *, anew: bool = False) -> Value:
        """Return the value, or raise ProviderAway.

        `anew` asks for a newer one, which is fetched once a minute at most: anybody may show us what makes
        it look old.
        """
        async with self._one_at_a_time:
            kept = self._kept
            if kept is not None and _within(ANEW_AFTER if anew else LASTS, kept[1], now):
                return kept[0]
            if self._failed is not None and _within(REST, self._failed[1], now):
                raise ProviderAway(self._failed[0])
            try:
                value = await self._fetch(now)
            except ProviderAway as away:
                self._failed = away.code, now
                raise
            self._kept = value, now
            return value


def _within(span: timedelta, since: datetime, now: datetime) -> bool:
    return timedelta() <= now - since < span  # a clock that was put back ends it
