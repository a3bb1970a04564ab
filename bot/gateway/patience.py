"""How long a message that could not be answered waits for the next attempt."""

import random
from datetime import timedelta

LONGEST_PAUSE_S = 30.0
FEWEST_ATTEMPTS = 10
KEEP_TRYING_FOR = timedelta(hours=24)


def pause(attempts: int, first_s: float) -> timedelta:
    """Return the time to the next attempt: doubling up to half a minute, with jitter.

    The jitter keeps a thousand waiting conversations from coming back in the same second.
    """
    longest = min(LONGEST_PAUSE_S, first_s * 2 ** min(attempts, 10))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


def hopeless(attempts: int, age: timedelta, unavailable: bool) -> bool:
    """Is it time to give up?

    Soon for a message that breaks its turn, after a day for one that waits for the engine. Never before it
    was tried some times: after a jump of the clock or a day switched off nobody has tried for a day.
    """
    return attempts >= FEWEST_ATTEMPTS and (age > KEEP_TRYING_FOR or not unavailable)
