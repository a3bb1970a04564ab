"""How long a channel asks us to wait, out of the header that says so."""

from datetime import timedelta

LONGEST = timedelta(hours=1)
_MOST_DIGITS = 6


def asked_pause(retry_after: str | None) -> timedelta | None:
    """Return the pause that a Retry-After in seconds asks for, an hour at most; None for anything else."""
    given = retry_after or ""
    if not given.isascii() or not given.isdigit() or len(given) > _MOST_DIGITS:
        return None
    return min(timedelta(seconds=int(given)), LONGEST)
