"""What may be promised: now, by a date, to a channel. Quantities in the SKU's smallest unit; times are given, never read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordino.inventory.rows import ComingRow, LevelRow
from ordino.kernel.messages import Record


class PromiseStep(Record, frozen=True):
    """From `at` on, `quantity` units in all may be promised."""

    at: datetime
    quantity: int


def available_to_promise(available: int, safety_stock: int, coming: Iterable[ComingRow], at: datetime) -> int:
    """ATP of one location by a time: available − safety stock + what comes until then; never below zero."""
    arrived = sum(row.quantity for row in coming if row.expected_at <= at)
    return max(0, available - safety_stock + arrived)


def promise_steps(available: int, safety_stock: int, coming: Sequence[ComingRow], now: datetime) -> list[PromiseStep]:
    """ATP over time: one step for now and one for each later moment at which something comes."""
    moments = sorted({row.expected_at for row in coming if row.expected_at > now})
    steps = [PromiseStep(at, available_to_promise(available, safety_stock, coming, at)) for at in (now, *moments)]
    return [step for i, step in enumerate(steps) if i == 0 or step.quantity != steps[i - 1].quantity]


def available_to_channel(levels: Iterable[LevelRow], stock_buffer: int) -> int:
    """What a channel may show and sell: free units above each location's safety stock, less the channel's buffer."""
    free = sum(max(0, level.available - level.safety_stock) for level in levels)
    return max(0, free - stock_buffer)
