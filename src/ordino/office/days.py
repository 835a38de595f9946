"""Days in addresses: `2026-11-03` is the day of UTC."""

from datetime import UTC, datetime, timedelta

_LAST_YEAR = 9999


def begin_of(text: str) -> datetime | None:
    """When the day begins; None where the text is no day."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def end_of(text: str) -> datetime | None:
    """When the day is over; None where the text is no day, or there is none after it."""
    begin = begin_of(text)
    return begin + timedelta(days=1) if begin is not None and begin.year < _LAST_YEAR else None
