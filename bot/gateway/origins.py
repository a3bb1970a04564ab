"""Which web sites may speak to the gateway."""

from urllib.parse import urlsplit

from bot.gateway.errors import ForeignOrigin

OWN_PAGES = "own"


def site_of(origin: str | None, host: str, allowed: frozenset[str], *, is_secure: bool = False) -> str:
    """Return the site that a request comes from, or raise ForeignOrigin.

    A request without an Origin header is our own page's, or no browser's at all. Where the request came by
    https (`is_secure`) a page that did not is none of ours: anybody on its way could have written it.
    """
    if origin is None:
        return OWN_PAGES
    if origin in allowed:
        return origin
    scheme, netloc = _parts(origin)
    if netloc == host and not (is_secure and scheme != "https"):
        return OWN_PAGES
    raise ForeignOrigin


def _parts(origin: str) -> tuple[str, str | None]:
    try:
        split = urlsplit(origin)
    except ValueError:  # "http://[" is no address
        return "", None
    return split.scheme, split.netloc


def may_read(origin: str | None, allowed: frozenset[str]) -> bool:
    """May a page of this origin see the answer, by the rules of CORS? Our own pages need no leave."""
    return origin is not None and origin in allowed
