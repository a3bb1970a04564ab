"""The small decisions of the gateway."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.errors import ForeignOrigin, Refused
from bot.gateway.front_doors import FrontDoors, nearest, places_of
from bot.gateway.origins import OWN_PAGES, site_of
from bot.gateway.patience import LONGEST_PAUSE_S, hopeless, pause
from bot.gateway.rates import Rate
from knowledge.records import Contact, Hub
from knowledge.wording import known, wordings

HUB = "https://hub.example.org"


@given(st.integers(0, 10_000), st.floats(0.01, 60))
def test_a_pause_never_ends_at_once_and_never_takes_longer_than_half_a_minute(attempts, first):
    assert 0 < pause(attempts, first).total_seconds() <= LONGEST_PAUSE_S


def test_pauses_differ_so_that_not_everybody_comes_back_at_once():
    assert len({pause(3, 3.0) for _ in range(20)}) > 1


@pytest.mark.parametrize(
    ("attempts", "hours", "unavailable", "over"),
    [
        (1, 0, False, False),
        (10, 0, False, True),
        (1000, 1, True, False),
        (10, 25, True, True),
        (1, 25, True, False),
        (1, 25, False, False),
    ],
)
def test_a_message_that_breaks_its_turn_is_given_up_sooner_than_one_that_waits_and_none_untried(
    attempts, hours, unavailable, over
):
    assert hopeless(attempts, timedelta(hours=hours), unavailable) is over


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, OWN_PAGES),
        ("http://localhost:8080", OWN_PAGES),
        ("https://localhost:8080", OWN_PAGES),
        (HUB, HUB),
    ],
)
def test_our_own_pages_and_allowed_sites_may_speak(origin, site):
    assert site_of(origin, "localhost:8080", frozenset({HUB})) == site


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "null",
        "",
        "https://hub.example.org.evil.example",
        "http://hub.example.org",
    ],
)
def test_nobody_else_may(origin):
    with pytest.raises(ForeignOrigin):
        site_of(origin, "localhost:8080", frozenset({HUB}))


def test_a_rate_fills_up_again():
    rate = Rate(2)

    assert [rate.allows("a", 0), rate.allows("a", 0), rate.allows("a", 1), rate.allows("b", 1)] == [
        True,
        True,
        False,
        True,
    ]
    assert rate.allows("a", 60)


@given(st.lists(st.floats(0, 600), max_size=50))
def test_no_minute_allows_more_than_a_burst_and_a_minutes_worth(times):
    rate, allowed = Rate(5), [0.0]
    allowed = [at for at in sorted(times) if rate.allows("a", at)]

    assert all(len([at for at in allowed if start <= at <= start + 60]) <= 10 for start in allowed)


def hub(name, *places, url="https://example.org"):
    """Return a front door."""
    return Hub(name, name, name, frozenset(places), Contact(url))


def test_the_nearest_front_door_is_that_of_the_narrowest_area():
    hubs = [hub("uk", "uk"), hub("region", "west_midlands_region"), hub("coventry", "coventry")]

    assert nearest(hubs, ["coventry"]).name == "coventry"
    assert nearest(hubs, ["stoke_on_trent"]).name == "region"
    assert nearest(hubs, []).name == "region"
    assert nearest(hubs[:1], []).name == "uk"
    assert nearest([], []) is None


def test_a_front_door_without_a_way_in_is_passed_by():
    assert nearest([hub("shut", "coventry", url=None), hub("uk", "uk")], ["coventry"]).name == "uk"


@pytest.mark.parametrize(
    "noted", [{}, {"firm": None}, {"firm": {"places": "coventry"}}, {"firm": {"places": ["atlantis"]}}]
)
def test_notes_that_cannot_be_read_lead_to_no_place(noted):
    assert places_of(noted) == ()


def test_the_apology_has_somebody_to_ask_even_without_any_front_door():
    assert "https://" in FrontDoors().apology({}).text


def subclasses(kind):
    """Return every kind of error."""
    return [kind, *(found for child in kind.__subclasses__() for found in subclasses(child))]


@pytest.mark.parametrize("kind", [kind for kind in subclasses(Refused) if kind.code != "database_down"])
def test_every_error_has_its_own_words(kind):
    code = f"utter_gateway_error_{kind.code}"

    assert known(code) or any(name.startswith(f"{code}_") for name in wordings())
