"""When a delivery that failed is tried again, and when it is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(hours=6)
AT_MOST = timedelta(days=5)
FEWEST = 12
_MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class TryAgain:
    """The delivery is due again at this moment."""

    at: datetime


@dataclass(frozen=True)
class GiveUp:
    """The delivery has failed for too long: a person must look at it."""


def what_next(attempts: int, created: datetime, now: datetime, chance: float) -> TryAgain | GiveUp:
    """Decide after a failed attempt; `chance` (0 to 1) spreads the attempts of many.

    The pause doubles from 5 seconds to 6 hours and is cut by up to half. The last attempt is made when the
    five days are over, so that a server that comes back late on the last day still gets the case. A few are
    made whatever the clock says: after a jump of it, or days switched off, nobody has tried that long.
    """
    last, again = created + AT_MOST, now + pause(attempts, chance)
    if now < last:
        return TryAgain(min(again, last))
    return GiveUp() if attempts >= FEWEST else TryAgain(again)


def pause(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after this many attempts."""
    doubled = min(SHORTEST * float(2 ** min(attempts - 1, _MOST_DOUBLINGS)), LONGEST)
    return max(SHORTEST, doubled * (0.5 + 0.5 * chance))
