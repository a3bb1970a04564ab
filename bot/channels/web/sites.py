"""The web sites that embed the chat, each with what its owner has set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """The accent and the text on it, for a bright page and for a dark one; None is the chat's own."""

    accent: str | None = None
    text: str | None = None
    accent_dark: str | None = None
    text_dark: str | None = None


@dataclass(frozen=True)
class Site:
    """One site: where it is, and how the chat is there.

    `hub_id` None means that the place of the firm alone decides. `language` is that of name and greeting.
    """

    id: str
    name: str
    origins: frozenset[str]
    hub_id: str | None = None
    greeting: str | None = None
    colours: Colours = Colours()
    language: str = "en"


class Sites:
    """The sites of one installation."""

    def __init__(self, sites: Iterable[Site] = ()) -> None:
        self._by_id = {site.id: site for site in sites}

    def __iter__(self) -> Iterator[Site]:
        return iter(self._by_id.values())

    def get(self, site_id: str) -> Site | None:
        """Return a site, or None when nobody has named it."""
        return self._by_id.get(site_id)

    def origins(self) -> frozenset[str]:
        """Return every origin of every site."""
        return frozenset(origin for site in self for origin in site.origins)
