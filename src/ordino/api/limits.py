"""How much is taken, how long is waited. Everything has a limit."""

from collections.abc import Callable
from math import ceil

from ordino.kernel.messages import Record


class Limits(Record, frozen=True, kw_only=True):
    """The limits of one process; programs that listen to events and pages that listen to changes do not push each other out."""

    body_bytes: int = 1_000_000
    bulk_bytes: int = 10_000_000
    bulk_items: int = 1_000
    upload_bytes: int = 50_000_000
    upload_seconds: int = 120
    list_items: int = 1_000
    body_seconds: int = 10
    answer_seconds: int = 30
    batch: int = 128
    waiting: int = 4_000
    writers: int = 4
    readers: int = 4
    glancing: int = 2
    glances: int = 8
    patience_ms: int = 100
    grant_seconds: int = 2
    event_streams: int = 50
    page_streams: int = 200
    streams_each: int = 10


class RateLimit:
    """So many requests a minute for each key: a bucket that fills evenly and holds a minute's worth."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}

    def take(self, key_id: int, requests_per_minute: int) -> int:
        """Count one request; answers 0, or the seconds to wait until there is room for it."""
        now = self._clock()
        left, at = self._buckets.get(key_id, (float(requests_per_minute), now))
        left = min(float(requests_per_minute), left + (now - at) * requests_per_minute / 60)
        if left < 1:
            self._buckets[key_id] = (left, now)
            return ceil((1 - left) * 60 / requests_per_minute)
        self._buckets[key_id] = (left - 1, now)
        return 0
