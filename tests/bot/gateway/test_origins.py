"""Our own pages and the sites that are listed may speak, and no other, however like them it looks."""

import pytest

from bot.gateway.errors import ForeignOrigin
from bot.gateway.origins import OWN_PAGES, site_of

ALLOWED = frozenset({"https://hub.example.org"})


@pytest.mark.parametrize(
    ("origin", "is_secure", "site"),
    [
        (None, True, OWN_PAGES),
        ("https://signpost.example.org", True, OWN_PAGES),
        ("https://signpost.example.org", False, OWN_PAGES),  # behind a proxy that nobody has named
        ("http://signpost.example.org", False, OWN_PAGES),
        ("https://hub.example.org", True, "https://hub.example.org"),
    ],
)
def test_ours_and_those_that_are_listed_are_let_in(origin, is_secure, site):
    assert site_of(origin, "signpost.example.org", ALLOWED, is_secure=is_secure) == site


@pytest.mark.parametrize(
    "origin",
    [
        "http://signpost.example.org",
        "http://hub.example.org",
        "https://hub.example.org:8443",
        "https://signpost.example.org.evil.example",
        "https://evil.example/signpost.example.org",
        "null",
        "",
        "http://[",
    ],
)
def test_a_page_that_came_in_the_clear_or_from_elsewhere_is_refused(origin):
    with pytest.raises(ForeignOrigin):
        site_of(origin, "signpost.example.org", ALLOWED, is_secure=True)
