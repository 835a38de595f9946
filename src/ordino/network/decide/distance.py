"""How far it is between two places."""

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from ordino.kernel.messages import Record
from ordino.network.rows import LocationRow

_EARTH_RADIUS_METRES = 6_371_008.8


class Coordinates(Record, frozen=True):
    """Degrees: latitude -90 to 90, longitude -180 to 180."""

    latitude: Decimal
    longitude: Decimal


def coordinates_of(location: LocationRow) -> Coordinates | None:
    """Where a location is, or None where it is not known."""
    if location.latitude is None or location.longitude is None:
        return None
    return Coordinates(location.latitude, location.longitude)


def distance_metres(origin: Coordinates, destination: Coordinates) -> int:
    """The great-circle distance in whole metres (haversine, mean radius of IUGG: within 0.6 % of the real figure)."""
    latitude_a, latitude_b = radians(origin.latitude), radians(destination.latitude)
    half_latitude = (latitude_b - latitude_a) / 2
    half_longitude = radians(destination.longitude - origin.longitude) / 2
    chord = sin(half_latitude) ** 2 + cos(latitude_a) * cos(latitude_b) * sin(half_longitude) ** 2
    return round(2 * _EARTH_RADIUS_METRES * asin(sqrt(min(1.0, chord))))
