"""What a location is after it was registered (again)."""

from datetime import date
from decimal import Decimal

from msgspec import UNSET
from msgspec.structs import replace

from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import check_code, with_given
from ordino.network.commands import RegisterLocation
from ordino.network.decide.calendar import Holiday, public_holidays
from ordino.network.decide.checks import LARGEST_AMOUNT, check_country, check_range, check_time_zone
from ordino.network.rows import LocationRow

_GIVEN_FIELDS = (
    "name", "country", "region", "postal_code", "city", "street", "latitude", "longitude", "time_zone", "cutoff",
    "working_days", "daily_capacity_orders", "handling_days", "priority", "fulfills", "active", "release",
)  # fmt: skip
_MOST_HOLIDAYS = 2_000
_MOST_YEARS = 20
_YEARS = (2000, 2100)
_PLACES = -6


def registered_location(command: RegisterLocation, known: LocationRow | None, new_id: int) -> LocationRow | Problem:
    """The location with what is given, or why it cannot be accepted."""
    after = with_given(known or LocationRow(new_id, command.code), command, _GIVEN_FIELDS, kind="location_kind")
    problem = (
        check_code(after.code)
        or check_code(after.kind, "location_kind")
        or check_country(after.country)
        or check_time_zone(after.time_zone)
        or _wrong_coordinates(after)
        or _wrong_days(after, command)
        or check_range("handling_days", after.handling_days, 0, 365)
        or check_range("daily_capacity_orders", after.daily_capacity_orders, 0, LARGEST_AMOUNT)
        or check_range("priority", after.priority, 0, 1_000_000)
    )
    if problem:
        return problem
    holidays = given_holidays(command, after)
    return after if holidays is None else replace(after, holidays=sorted(holiday.day for holiday in holidays))


def given_holidays(command: RegisterLocation, location: LocationRow) -> list[Holiday] | None:
    """The holidays that replace those before, each day once, or None where the command does not speak of them."""
    if command.holidays is UNSET and command.holiday_years is UNSET:
        return None
    days: dict[date, Holiday] = {}
    if command.holidays is not UNSET:
        days |= {day: Holiday(day, "") for day in command.holidays}
    if command.holiday_years is not UNSET:
        for year in command.holiday_years:
            found = public_holidays(location.country, location.region, year, year)
            days |= {holiday.day: holiday for holiday in found}
    return [days[day] for day in sorted(days)]


def _wrong_coordinates(location: LocationRow) -> InvalidInput | None:
    latitude, longitude = location.latitude, location.longitude
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return InvalidInput(field="latitude", reason="give both latitude and longitude, or neither.")
    return _wrong_degrees("latitude", latitude, 90) or _wrong_degrees("longitude", longitude, 180)


def _wrong_degrees(field: str, degrees: Decimal, largest: int) -> InvalidInput | None:
    exponent = degrees.as_tuple().exponent
    if isinstance(exponent, int) and abs(degrees) <= largest and exponent >= _PLACES:
        return None
    reason = f"{degrees} is not between -{largest} and {largest} degrees with at most {-_PLACES} decimals."
    return InvalidInput(field=field, reason=reason)


def _wrong_days(location: LocationRow, command: RegisterLocation) -> InvalidInput | None:
    days = location.working_days
    if not days or len(set(days)) != len(days) or not set(days) <= set(range(1, 8)):
        return InvalidInput(field="working_days", reason=f"{list(days)} are no weekdays; give some of 1 (Monday) to 7.")
    if command.holidays is not UNSET and len(command.holidays) > _MOST_HOLIDAYS:
        return InvalidInput(field="holidays", reason=f"give at most {_MOST_HOLIDAYS} days.")
    years = () if command.holiday_years is UNSET else command.holiday_years
    first, last = _YEARS
    if len(years) > _MOST_YEARS or any(not first <= year <= last for year in years):
        return InvalidInput(field="holiday_years", reason=f"give at most {_MOST_YEARS} years from {first} to {last}.")
    return None
