"""What fields of several commands of the network have in common."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput

LARGEST_AMOUNT = 10**15
LONGEST_TRANSIT_DAYS = 365
_COUNTRY = re.compile(r"[A-Z]{2}")


def check_country(country: str, field: str = "country") -> InvalidInput | None:
    """Why it is no country code, or None."""
    if _COUNTRY.fullmatch(country):
        return None
    return InvalidInput(field=field, reason=f"{country!r} is no country; give its two-letter code of ISO 3166.")


def check_currency(currency: str) -> InvalidInput | None:
    """Why it is no currency, or None."""
    if is_currency(currency):
        return None
    return InvalidInput(field="currency", reason=f"{currency!r} is no currency; give its ISO 4217 code.")


def check_range(field: str, value: int | None, lowest: int, highest: int) -> InvalidInput | None:
    """Why a number is out of its range, or None; no number is in every range."""
    if value is None or lowest <= value <= highest:
        return None
    return InvalidInput(field=field, reason=f"{value} is not between {lowest} and {highest}.")


def check_one_of(field: str, value: str, accepted: tuple[str, ...]) -> InvalidInput | None:
    """Why a word is none of those accepted, or None."""
    if value in accepted:
        return None
    return InvalidInput(field=field, reason=f"{value!r} is not one of {', '.join(accepted)}.")


def check_time_zone(time_zone: str) -> InvalidInput | None:
    """Why it is no time zone, or None."""
    if time_zone in _time_zones():
        return None
    return InvalidInput(field="time_zone", reason=f"{time_zone!r} is no time zone; give a name like Europe/London.")


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
