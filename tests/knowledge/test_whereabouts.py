"""A position is near a town that is known, or near none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.places import OUTSIDE
from knowledge.vocabulary import vocabulary
from knowledge.whereabouts import NEAR_KM, Position, town_near, towns

EVERYWHERE = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("north", "east", "name", "place"),
    [
        (52.531, -2.066, "Tipton", "sandwell"),
        (52.508, -2.089, "Dudley", "dudley"),
        (52.405, -1.51, "Coventry", "coventry"),
        (52.056, -2.716, "Hereford", "herefordshire"),
        (52.922, -1.476, "Derby", OUTSIDE),
    ],
)
def test_a_position_in_a_town_is_near_it(north, east, name, place):
    town = town_near(Position(north, east))

    assert town is not None
    assert (town.name, town.place) == (name, place)


@pytest.mark.parametrize("position", [Position(52.45, -3.75), Position(0, 0), Position(51.5, -0.1)])
def test_in_the_hills_at_sea_and_far_away_there_is_no_town_that_is_known(position):
    assert town_near(position) is None


@given(EVERYWHERE)
def test_what_is_found_is_near(position):
    town = town_near(position)
    assert town is None or town.position.km_to(position) <= NEAR_KM


def test_every_town_lies_in_a_place_of_the_vocabulary_and_beside_others_of_it():
    for town in towns():
        assert town.place == OUTSIDE or town.place in vocabulary().places
        others = [one for one in towns() if one.place == town.place and one != town]
        if others and town.place != OUTSIDE:
            assert min(one.position.km_to(town.position) for one in others) < 25, town
