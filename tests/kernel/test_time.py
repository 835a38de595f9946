"""Aware moments, days of a place, working days."""

from datetime import UTC, date, datetime, time

import pytest

from ordino.kernel.problems import InvalidInput
from ordino.kernel.time import WorkingCalendar, local_day, moment_of, read_moment, utc

WEEKDAYS = WorkingCalendar.of(range(1, 6), [date(2026, 12, 25)])


def test_moments_are_read_as_utc() -> None:
    assert read_moment("2026-03-12T14:30:00+02:00") == datetime(2026, 3, 12, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-12T14:30:00", "12/3/2026", "", "0001-01-01T00:00:00+05:00"])
def test_a_time_without_its_zone_is_a_problem(text: str) -> None:
    assert isinstance(read_moment(text, "placed_at"), InvalidInput)


def test_a_naive_time_never_passes() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        utc(datetime(2026, 3, 12))  # noqa: DTZ001


def test_the_day_depends_on_the_place() -> None:
    moment = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    assert local_day(moment, "Europe/Berlin") == date(2026, 3, 13)
    assert local_day(moment, "America/New_York") == date(2026, 3, 12)


def test_a_cutoff_follows_summer_time() -> None:
    assert moment_of(date(2026, 3, 27), time(16), "Europe/Berlin") == datetime(2026, 3, 27, 15, tzinfo=UTC)
    assert moment_of(date(2026, 3, 30), time(16), "Europe/Berlin") == datetime(2026, 3, 30, 14, tzinfo=UTC)


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert WEEKDAYS.first_from(date(2026, 12, 25)) == date(2026, 12, 28)
    assert WEEKDAYS.add(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert WEEKDAYS.add(date(2026, 12, 26), 0) == date(2026, 12, 28)
    assert WEEKDAYS.add(date(2026, 12, 21), 5) == date(2026, 12, 29)


@pytest.mark.parametrize("weekdays", [[], [0], [8]])
def test_a_calendar_needs_real_weekdays(weekdays: list[int]) -> None:
    with pytest.raises(ValueError, match="working weekdays"):
        WorkingCalendar.of(weekdays)
