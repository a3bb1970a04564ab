"""Where requests to others may go: hosts that the settings name, at public addresses, over https."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

WEBHOOK_RULE = (
    "SIGNPOST_WEBHOOK_URL takes an https address of a public host that SIGNPOST_WEBHOOK_HOSTS names"
)
_GIVEN_OUT = IPv6Network("2000::/3")
# not every Python 3.12 has these in its tables: for protocols, 6to4 with its relays, for documentation
_NEVER = tuple(
    map(
        ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
    )
)


class OutwardRefused(ValueError):
    """The request must not be made: use an https address whose host the settings allow and that is public."""

    def __init__(self, what: str, rule: str) -> None:
        super().__init__(f"nothing goes to {what}: {rule}")
        self.what = what


@dataclass(frozen=True)
class Outward:
    """The hosts that requests may go to; with `loopback` this machine may be one of them, also by http.

    `rule` says which setting to look at when an address is refused.
    """

    hosts: frozenset[str]
    loopback: bool = False
    rule: str = WEBHOOK_RULE

    def checked(self, url: str) -> URL:
        """Return where to send to, or raise OutwardRefused; names are judged when they are looked up."""
        try:
            found = URL(url)
        except ValueError:
            raise self.refused("something that is no address") from None
        host = found.raw_host or ""
        here = _is_this_machine(host)
        if found.raw_user is not None or found.raw_password is not None:
            raise self.refused("an address with a name or password in it")
        if host not in self.hosts:
            raise self.refused("a host that is not allowed")
        if here and not self.loopback:
            raise self.refused("this machine")
        if found.scheme != "https" and not (here and found.scheme == "http"):
            raise self.refused("an address without https")
        # no resolver is asked about numbers, not even about 127.1 or 2130706433
        if _is_number(host) and not self.may_connect(host, host):
            raise self.refused("an address that is not public")
        return found

    def refused(self, what: str) -> OutwardRefused:
        """Return the error that says what to do instead."""
        return OutwardRefused(what, self.rule)

    def may_connect(self, host: str, address: str) -> bool:
        """May a request to this host go to this address? What is named on this machine must stay there."""
        if host not in self.hosts:
            return False
        if self.loopback and _is_this_machine(host):
            return _is_loopback(address)
        return is_public(address)


class GuardedResolver(AbstractResolver):
    """Looks names up for aiohttp, which connects to the very addresses that were judged here.

    So a name cannot change its address between the check and the connection.
    """

    def __init__(self, allowed: Outward, names: AbstractResolver) -> None:
        """Take what is allowed, and who looks names up."""
        self._allowed = allowed
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return every address of the host; raise OutwardRefused when a single one is not allowed."""
        found = await self._names.resolve(host, port, family)
        if not all(self._allowed.may_connect(host, one["host"]) for one in found):
            raise self._allowed.refused("an address that is not public")
        return found

    async def close(self) -> None:
        """Let go of who looks names up."""
        await self._names.close()


def is_public(address: str) -> bool:
    """Is it an address on the open internet, and nothing private, local, multicast, reserved or unspecified?

    An IPv4 address that is mapped into IPv6 is judged as what it is. Other ways of putting one inside the
    other are refused, and so is what is no address.
    """
    found = _parsed(address)
    if found is None or (isinstance(found, IPv6Address) and found not in _GIVEN_OUT):
        return False
    if found.is_multicast or found.is_reserved or any(found in network for network in _NEVER):
        return False
    return found.is_global


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_loopback(address: str) -> bool:
    found = _parsed(address)
    return found is not None and found.is_loopback


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or _is_loopback(host)


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
