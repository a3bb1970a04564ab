"""How often somebody may ask: a bucket that fills up again, for each conversation and each address."""

from collections import OrderedDict

MOST_BUCKETS = 20_000
A_MINUTE = 60.0


class Rate:
    """So many a minute for each name, counted in this process and in memory only."""

    def __init__(self, per_minute: int) -> None:
        """Allow a burst of one minute's worth."""
        self._most = float(per_minute)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, name: str, at: float) -> bool:
        """Count one more at this second; False when it is one too many."""
        left, since = self._buckets.pop(name, (self._most, at))
        left = min(self._most, left + max(0.0, at - since) * self._most / A_MINUTE)
        allowed = left >= 1
        self._buckets[name] = (left - 1 if allowed else left, at)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return allowed
