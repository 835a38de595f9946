"""Clocks: the only places where time comes from."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


class SetClock:
    """A clock that stands until it is set: for tests, imports of history and simulations."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock is set to an aware time")
        self._at = at
