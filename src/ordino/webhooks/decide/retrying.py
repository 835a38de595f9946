"""When a message that was not taken is tried again."""

from datetime import datetime, timedelta

_MINUTE, _HOUR = 60, 3_600
DELAYS_SECONDS = (
    5,
    30,
    2 * _MINUTE,
    10 * _MINUTE,
    30 * _MINUTE,
    2 * _HOUR,
    5 * _HOUR,
    10 * _HOUR,
    14 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
MOST_ATTEMPTS = len(DELAYS_SECONDS) + 1
LONGEST_WAIT_SECONDS = 24 * _HOUR
SPREAD_PERCENT = 20


def next_try(now: datetime, attempts: int, *, percent: int, wait_seconds: int = 0) -> datetime | None:
    """When to try again after so many attempts, about three days in all; None where it was the last.

    `percent` is drawn between plus and minus SPREAD_PERCENT, so that a receiver that comes back is not met by all at once.
    `wait_seconds` is what the receiver asked for (`Retry-After`), and is not gone below.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    seconds = DELAYS_SECONDS[attempts - 1] * (100 + percent) // 100
    return now + timedelta(seconds=max(seconds, min(wait_seconds, LONGEST_WAIT_SECONDS)))
