"""Distances between places."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.network.decide.distance import Coordinates, distance_metres

LONDON = Coordinates(Decimal("51.5074"), Decimal("-0.1278"))
PARIS = Coordinates(Decimal("48.8566"), Decimal("2.3522"))
NORTH_POLE = Coordinates(Decimal(90), Decimal(0))
SOUTH_POLE = Coordinates(Decimal(-90), Decimal(0))
HALF_OF_THE_EARTH_METRES = 20_015_114

places = st.builds(
    Coordinates,
    st.decimals(-90, 90, places=6, allow_nan=False),
    st.decimals(-180, 180, places=6, allow_nan=False),
)


@pytest.mark.parametrize(
    ("origin", "destination", "expected"),
    [
        (LONDON, PARIS, 343_557),
        (PARIS, LONDON, 343_557),
        (LONDON, LONDON, 0),
        (NORTH_POLE, SOUTH_POLE, HALF_OF_THE_EARTH_METRES),
        (Coordinates(Decimal(0), Decimal(179)), Coordinates(Decimal(0), Decimal(-179)), 222_390),
    ],
)
def test_the_distance_is_the_great_circle_in_metres(origin: Coordinates, destination: Coordinates, expected: int):
    assert distance_metres(origin, destination) == expected


@given(places, places)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_of_the_earth(one: Coordinates, other: Coordinates):
    assert distance_metres(one, other) == distance_metres(other, one)
    assert 0 <= distance_metres(one, other) <= HALF_OF_THE_EARTH_METRES
