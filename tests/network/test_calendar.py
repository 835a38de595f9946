"""Days of shipping and arrival."""

from datetime import UTC, date, datetime, time

import pytest

from ordino.kernel.time import WorkingCalendar
from ordino.network.decide.calendar import Calendar, Holiday, deliver_by, end_of_day, public_holidays, ship_by

MONDAY_TO_FRIDAY = WorkingCalendar.of([1, 2, 3, 4, 5])
LONDON = Calendar(MONDAY_TO_FRIDAY, "Europe/London", time(14, 0))


def test_scenario_24_goods_available_on_12_march_with_two_days_of_transit_arrive_on_14_march():
    available = datetime(2026, 3, 12, tzinfo=UTC)

    assert deliver_by(ship_by(available, Calendar()), 2) == date(2026, 3, 14)


def test_scenario_24_goods_on_hand_on_1_march_arrive_by_3_march_and_after_the_slip_by_22_march():
    assert deliver_by(ship_by(datetime(2026, 3, 1, 9, tzinfo=UTC), Calendar()), 2) == date(2026, 3, 3)
    assert deliver_by(ship_by(datetime(2026, 3, 20, tzinfo=UTC), Calendar()), 2) == date(2026, 3, 22)


@pytest.mark.parametrize(
    ("placed_at", "expected"),
    [
        (datetime(2026, 3, 2, 13, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 6, 14, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 3, 7, 9, 0, tzinfo=UTC), date(2026, 3, 9)),
    ],
    ids=["before the cut-off today", "at the cut-off tomorrow", "friday after the cut-off monday", "saturday monday"],
)
def test_an_order_ships_on_its_working_day_until_the_cut_off(placed_at: datetime, expected: date):
    assert ship_by(placed_at, LONDON) == expected


def test_the_cut_off_is_local_time_in_winter_and_in_summer():
    berlin = Calendar(time_zone="Europe/Berlin", cutoff=time(14, 0))

    assert ship_by(datetime(2026, 3, 28, 13, 30, tzinfo=UTC), berlin) == date(2026, 3, 29)  # 14:30 CET
    assert ship_by(datetime(2026, 3, 28, 12, 59, tzinfo=UTC), berlin) == date(2026, 3, 28)  # 13:59 CET
    assert ship_by(datetime(2026, 3, 29, 12, 30, tzinfo=UTC), berlin) == date(2026, 3, 30)  # 14:30 CEST
    assert ship_by(datetime(2026, 3, 29, 11, 59, tzinfo=UTC), berlin) == date(2026, 3, 29)  # 13:59 CEST


def test_the_day_is_the_local_day_of_the_location():
    late_evening_utc = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)

    assert ship_by(late_evening_utc, Calendar(time_zone="Asia/Tokyo")) == date(2026, 3, 3)
    assert ship_by(late_evening_utc, Calendar(time_zone="America/Los_Angeles")) == date(2026, 3, 2)


def test_a_cut_off_that_the_clock_change_skips_or_repeats_still_decides():
    berlin = Calendar(time_zone="Europe/Berlin", cutoff=time(2, 30))

    assert ship_by(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), berlin) == date(2026, 3, 29)  # 01:59, then 03:00
    assert ship_by(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), berlin) == date(2026, 3, 30)  # 03:00
    assert ship_by(datetime(2026, 10, 25, 0, 29, tzinfo=UTC), berlin) == date(2026, 10, 25)  # 02:29 the first time
    assert ship_by(datetime(2026, 10, 25, 1, 29, tzinfo=UTC), berlin) == date(2026, 10, 25)  # 02:29 the second time


def test_handling_takes_working_days_and_skips_holidays():
    easter = WorkingCalendar.of([1, 2, 3, 4, 5], [date(2026, 4, 3), date(2026, 4, 6)])
    thursday = datetime(2026, 4, 2, 9, tzinfo=UTC)

    assert ship_by(thursday, Calendar(easter, handling_days=1)) == date(2026, 4, 7)
    assert ship_by(thursday, Calendar(easter, handling_days=0)) == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("shipped_on", "transit_days", "expected"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 6), 2, date(2026, 3, 10)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 6), 0, date(2026, 3, 6)),
    ],
)
def test_transit_counts_working_days_of_the_destination(shipped_on: date, transit_days: int, expected: date):
    assert deliver_by(shipped_on, transit_days, Calendar(MONDAY_TO_FRIDAY)) == expected


def test_the_end_of_a_day_follows_the_clock_change():
    assert end_of_day(date(2026, 3, 28), "Europe/Berlin") == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29), "Europe/Berlin") == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)


def test_a_place_without_a_zone_in_the_moment_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        ship_by(datetime(2026, 3, 2, 9), LONDON)  # noqa: DTZ001


def test_public_holidays_come_by_country_and_region():
    germany = public_holidays("DE", "", 2026, 2026)
    bavaria = public_holidays("DE", "BY", 2026, 2026)

    assert Holiday(date(2026, 10, 3), "German Unity Day") in germany
    assert date(2026, 1, 6) not in [holiday.day for holiday in germany]
    assert date(2026, 1, 6) in [holiday.day for holiday in bavaria]
    assert public_holidays("DE", "no such region", 2026, 2026) == germany
    assert public_holidays("XX", "", 2026, 2026) == []
