"""When a location ships what was ordered, and when it arrives."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from ordino.kernel.messages import Record
from ordino.kernel.time import WorkingCalendar, moment_of, utc
from ordino.network.rows import LocationRow


class Calendar(Record, frozen=True):
    """The working time of a place. Without a cut-off an order counts for its day until midnight, local time."""

    days: WorkingCalendar = WorkingCalendar()
    time_zone: str = "UTC"
    cutoff: time | None = None
    handling_days: int = 0


class Holiday(Record, frozen=True):
    day: date
    name: str


EVERY_DAY = Calendar()


def calendar_of(location: LocationRow) -> Calendar:
    """The working time of a location."""
    days = WorkingCalendar.of(location.working_days, location.holidays)
    return Calendar(days, location.time_zone, location.cutoff, location.handling_days)


def ship_by(placed_at: datetime, calendar: Calendar) -> date:
    """The local day on which goods that are free at `placed_at` leave.

    Before the cut-off the day itself counts, from the cut-off on the next one; then come `handling_days` working days.
    """
    local = utc(placed_at).astimezone(ZoneInfo(calendar.time_zone))
    missed = calendar.cutoff is not None and local.time() >= calendar.cutoff
    return calendar.days.add(local.date() + timedelta(days=int(missed)), calendar.handling_days)


def deliver_by(shipped_on: date, transit_days: int, destination: Calendar = EVERY_DAY) -> date:
    """The day of arrival: `transit_days` working days of the destination after the day of shipping."""
    if transit_days == 0:
        return destination.days.first_from(shipped_on)
    reached = shipped_on
    for _ in range(transit_days):
        reached = destination.days.first_from(reached + timedelta(days=1))
    return reached


def end_of_day(day: date, time_zone: str) -> datetime:
    """The UTC moment at which the local day is over: a promise for that day is missed from here on."""
    return moment_of(day + timedelta(days=1), time(), time_zone)


def public_holidays(country: str, region: str, first_year: int, last_year: int) -> list[Holiday]:
    """The public holidays of a place by day, to fill a location's table at set-up; empty where the country is unknown.

    A region the library does not know gives the country's own holidays.
    """
    years = range(first_year, last_year + 1)
    supported = holidays.list_supported_countries()
    if country not in supported:
        return []
    subdivision = region if region in supported[country] else None
    language = "en_US" if "en_US" in holidays.list_localized_countries().get(country, ()) else None
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language=language)
    return [Holiday(day, name) for day, name in sorted(found.items())]
