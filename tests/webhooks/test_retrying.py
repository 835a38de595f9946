"""Tries grow rarer, are spread, and end after about three days."""

from datetime import UTC, datetime, timedelta

import pytest

from ordino.webhooks.decide.retrying import DELAYS_SECONDS, MOST_ATTEMPTS, SPREAD_PERCENT, next_try

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_each_try_waits_longer_and_the_last_is_the_last() -> None:
    waits = [next_try(NOW, attempts, percent=0) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert waits == [NOW + timedelta(seconds=seconds) for seconds in DELAYS_SECONDS] + [None]
    assert list(DELAYS_SECONDS) == sorted(set(DELAYS_SECONDS))
    assert timedelta(seconds=sum(DELAYS_SECONDS)) == timedelta(days=3, hours=3, minutes=42, seconds=35)


@pytest.mark.parametrize(("percent", "seconds"), [(-SPREAD_PERCENT, 96), (0, 120), (SPREAD_PERCENT, 144)])
def test_tries_are_spread_by_a_fifth(percent: int, seconds: int) -> None:
    assert next_try(NOW, 3, percent=percent) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("asked", "seconds"), [(1, 5), (60, 60), (10_000_000, 86_400)])
def test_what_the_receiver_asks_is_waited_up_to_a_day(asked: int, seconds: int) -> None:
    assert next_try(NOW, 1, percent=0, wait_seconds=asked) == NOW + timedelta(seconds=seconds)
