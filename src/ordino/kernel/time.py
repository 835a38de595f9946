"""Time: aware UTC moments, days of a place, and calendars of working days. Nothing here reads a clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput

_EVERY_DAY = frozenset(range(1, 8))
_LONGEST_CLOSURE_DAYS = 3660


def utc(moment: datetime) -> datetime:
    """The moment in UTC; ValueError where it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def read_moment(text: str, field: str = "time") -> datetime | InvalidInput:
    """ISO 8601 text with an offset as a UTC moment, or the problem."""
    try:
        return utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return InvalidInput(field=field, reason=f"{text!r} is not a time with its zone, like 2026-03-12T14:30:00Z.")


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day at a place at that moment."""
    return utc(moment).astimezone(ZoneInfo(time_zone)).date()


def moment_of(day: date, at: time, time_zone: str) -> datetime:
    """The UTC moment at which a clock in that zone shows the day and time."""
    return datetime.combine(day, at, ZoneInfo(time_zone)).astimezone(UTC)


class WorkingCalendar(Record, frozen=True):
    """The days on which a place works: ISO weekdays (1 Monday .. 7 Sunday) without its holidays."""

    weekdays: frozenset[int] = _EVERY_DAY
    holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, weekdays: Iterable[int], holidays: Iterable[date] = ()) -> "WorkingCalendar":
        """A calendar; ValueError where no weekday is left or one is not 1..7."""
        days = frozenset(weekdays)
        if not days or days - _EVERY_DAY:
            raise ValueError(f"working weekdays must be some of 1..7, not {sorted(days)}")
        return cls(days, frozenset(holidays))

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.holidays

    def first_from(self, day: date) -> date:
        """That day if it is worked, else the next worked day; ValueError where there is none for ten years."""
        for distance in range(_LONGEST_CLOSURE_DAYS):
            candidate = day + timedelta(days=distance)
            if self.works_on(candidate):
                return candidate
        raise ValueError(f"no working day within {_LONGEST_CLOSURE_DAYS} days from {day}")

    def add(self, day: date, working_days: int) -> date:
        """The worked day `working_days` (0 or more) after the first worked day from `day` on."""
        reached = self.first_from(day)
        for _ in range(working_days):
            reached = self.first_from(reached + timedelta(days=1))
        return reached
