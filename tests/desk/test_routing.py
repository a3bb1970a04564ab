"""Which front door a case goes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.routing import Because, NoFrontDoor, agreed_route, route
from knowledge.vocabulary import vocabulary
from tests.desk.making import HUBS, make_hub

PLACES = st.lists(st.sampled_from(sorted(vocabulary().places)), max_size=4)


@pytest.mark.parametrize(
    ("places", "hub", "because"),
    [
        (["dudley"], "combined-authority-hub", Because.SERVES_PLACE),
        (["coventry"], "warwickshire-hub", Because.SERVES_PLACE),
        (["rugby"], "warwickshire-hub", Because.SERVES_PLACE),
        (["dudley", "walsall"], "combined-authority-hub", Because.SERVES_PLACE),
        (["dudley", "rugby"], "country-hub", Because.SEVERAL_PLACES),
        (["west_midlands_region"], "country-hub", Because.PLACE_TOO_WIDE),
        (["shropshire"], "country-hub", Because.PLACE_TOO_WIDE),
        (["outside"], "country-hub", Because.OUTSIDE_REGION),
        ([], "country-hub", Because.PLACE_UNKNOWN),
    ],
)
def test_a_case_goes_to_the_narrowest_front_door_or_to_that_of_the_country(places, hub, because):
    found = route(places, HUBS)

    assert (found.hub.id, found.because) == (hub, because)


def test_the_hub_that_was_agreed_to_gets_the_case_even_if_another_is_nearer():
    found = agreed_route("country-hub", ["dudley"], HUBS)

    assert found is not None
    assert (found.hub.id, found.because) == ("country-hub", Because.AGREED)


def test_a_hub_that_is_gone_has_no_route():
    assert agreed_route("no-hub", ["dudley"], HUBS) is None


def test_facts_without_a_front_door_for_the_country_are_refused():
    with pytest.raises(NoFrontDoor):
        route(["dudley"], [make_hub("only", "dudley")])


@given(PLACES)
def test_every_firm_has_a_front_door(places):
    assert route(places, HUBS).hub in HUBS


@given(PLACES)
def test_the_order_in_which_places_were_named_does_not_matter(places):
    assert route(places, HUBS) == route(reversed(places), HUBS)
