"""What a benchmark answers, and how times become rates, ratios and percentiles."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Literal

from ordino.kernel.messages import Record

NANOSECONDS = 1_000_000_000
Bound = Literal["at least", "at most"]
Advance = Callable[[int], None]  # told how many of the announced steps are done


class Goal(Record, frozen=True):
    """What a figure should reach."""

    bound: Bound
    value: Decimal

    def is_reached_by(self, value: Decimal) -> bool:
        return value >= self.value if self.bound == "at least" else value <= self.value


class Figure(Record, frozen=True):
    """One measured value; `goal` says what it should reach, where that is stated."""

    benchmark: str
    name: str
    value: Decimal
    unit: str
    goal: Goal | None = None

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.goal.is_reached_by(self.value)


class Note(Record, frozen=True):
    """Something about a run that is no number."""

    benchmark: str
    text: str


class Report(Record, frozen=True):
    """What one benchmark came to."""

    figures: tuple[Figure, ...]
    notes: tuple[Note, ...] = ()


def at_least(value: str) -> Goal:
    return Goal("at least", Decimal(value))


def at_most(value: str) -> Goal:
    return Goal("at most", Decimal(value))


class Stopwatch:
    """Sums what passes while it runs: time on the wall, time of this process on the processor, and each lap."""

    def __init__(self) -> None:
        self.wall_ns = 0
        self.python_ns = 0
        self.laps_ns: list[int] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, python = time.perf_counter_ns(), time.process_time_ns()
        yield
        lap = time.perf_counter_ns() - wall
        self.wall_ns += lap
        self.python_ns += time.process_time_ns() - python
        self.laps_ns.append(lap)

    def rate(self, count: int) -> Decimal:
        """So many in a second."""
        return rate(count, self.wall_ns)

    def python_us(self, count: int) -> Decimal:
        """Microseconds of this process' processor time for each of `count`."""
        return per_each_us(self.python_ns, count)


def rate(count: int, elapsed_ns: int) -> Decimal:
    return (Decimal(count) * NANOSECONDS / max(elapsed_ns, 1)).quantize(Decimal(1))


def per_each_us(total_ns: int, count: int) -> Decimal:
    return (Decimal(total_ns) / 1000 / max(count, 1)).quantize(Decimal(1))


def ratio(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(part) / max(Decimal(whole), Decimal("0.000001"))).quantize(Decimal("0.01"))


def percentile_ms(laps_ns: Sequence[int], percent: int) -> Decimal:
    """The smallest lap that `percent` of all laps do not exceed (nearest rank), in milliseconds."""
    ordered = sorted(laps_ns)
    place = max(-(-len(ordered) * percent // 100), 1)
    return (Decimal(ordered[place - 1]) / 1_000_000).quantize(Decimal("0.01"))
