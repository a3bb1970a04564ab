"""How often one address may fail to sign in: so many times in a quarter of an hour, and then it waits.

Kept in the memory of the one process that serves the console: what must outlive a restart is the lock of the
account, which is in the database, and a guess must not cost a row in it. Passwords are checked so slowly that
in a quarter of an hour no more can fail than there is room for, whatever number of addresses they come from.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

WINDOW = timedelta(minutes=15)
MOST_ADDRESSES = 20_000
NETWORK_BITS = 64


class Attempts:
    """The attempts of each address; one that was refused does not count, so that nobody waits longer."""

    def __init__(self, most: int) -> None:
        """Allow so many within a quarter of an hour."""
        self._most = most
        self._made: OrderedDict[str, deque[datetime]] = OrderedDict()

    def begin(self, address: str, now: datetime) -> timedelta | None:
        """Count one attempt and return None, or return how long the address has to wait.

        It counts before it is known how it ends: else many at once would all be allowed.
        """
        made = self._of(address, now)
        if len(made) >= self._most:
            return made[0] + WINDOW - now
        made.append(now)
        self._made[address] = made
        if len(self._made) > MOST_ADDRESSES:
            self._made.popitem(last=False)
        return None

    def take_back(self, address: str) -> None:
        """Do not count the last attempt: it was somebody honest. No other is forgotten for it."""
        if made := self._made.get(address):
            made.pop()

    def _of(self, address: str, now: datetime) -> deque[datetime]:
        made = self._made.pop(address, deque())
        # what lies ahead is from before the clock was put back
        kept = deque(at for at in made if timedelta() <= now - at < WINDOW)
        if kept:
            self._made[address] = kept
        return kept


def counted_as(remote: str | None) -> str:
    """Return what an address is counted as: an IPv6 address as its network, for one firm has all of that.

    Some proxies write the port as well. What is no address is counted together.
    """
    found = _parsed(remote or "")
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> NETWORK_BITS << NETWORK_BITS))
    return str(found) if found else "unknown"


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    bare = text.strip()
    for written in (bare, bare.partition("]")[0].lstrip("["), bare.rpartition(":")[0]):
        try:
            return ip_address(written)
        except ValueError:
            continue
    return None
