"""Which web sites may speak to the gateway."""

from urllib.parse import urlsplit

from bot.gateway.errors import ForeignOrigin

OWN_PAGES = "own"


def site_of(origin: str | None, host: str, allowed: frozenset[str]) -> str:
    """Return the site that a request comes from, or raise ForeignOrigin.

    A request without an Origin header is our own page's, or no browser's at all.
    """
    if origin is None:
        return OWN_PAGES
    if origin in allowed:
        return origin
    if _netloc(origin) == host:
        return OWN_PAGES
    raise ForeignOrigin


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # "http://[" is no address
        return None


def may_read(origin: str | None, allowed: frozenset[str]) -> bool:
    """May a page of this origin see the answer, by the rules of CORS? Our own pages need no leave."""
    return origin is not None and origin in allowed
