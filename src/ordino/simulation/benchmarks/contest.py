"""The engine and bare SQL take turns, batch by batch, so that the noise of the machine hits both."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from ordino.engine import SYSTEM, Completed, Engine, Outcome
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.simulation.benchmarks.bare import BareWriter, Way, faster_way, unguard
from ordino.simulation.benchmarks.figures import Advance, Stopwatch
from ordino.simulation.benchmarks.machine import processor_ns
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.written import WrittenBatch, WrittenRows

KEPT_SAMPLES = 20


class Side:
    """One of the two: its time, and the processor time of its database process."""

    def __init__(self, process_id: int) -> None:
        self.watch = Stopwatch()
        self._process_id = process_id
        self._backend_ns = processor_ns([process_id])

    @property
    def backend_ns(self) -> int:
        return processor_ns([self._process_id]) - self._backend_ns


class Contest:
    """Both sides and what was written. Make one with `contest`."""

    def __init__(self, engine: Engine, bare_url: str, reading: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self._engine = engine
        self._bare_url = bare_url
        self._written = WrittenRows(reading)
        self._bare: BareWriter | None = None
        self.orders = 0
        self.rows = 0
        self.samples: list[WrittenBatch] = []

    @property
    def way(self) -> Way:
        return self._writer.way

    @property
    def _writer(self) -> BareWriter:
        if self._bare is None:
            raise RuntimeError("warm up first")
        return self._bare

    def warm_up(self, batches: Iterable[Sequence[PlaceOrder]]) -> None:
        """Fill caches, prepare statements, choose the way of bare SQL; nothing of it counts."""
        for commands in batches:
            written = self._written.of(placed_ids(self._engine.execute(commands, actor=SYSTEM)))
            if self._bare is None:
                self._bare = BareWriter(self._bare_url, faster_way(self._bare_url, written))
            self._bare.write(written, Stopwatch())

    def run(self, batches: Iterable[Sequence[PlaceOrder]], advance: Advance) -> tuple[Side, Side]:
        """Measure; answers the engine's side and bare SQL's."""
        with self._engine.connection() as connection:
            ours = Side(connection.info.backend_pid)
        bare = Side(self._writer.process_id)
        for commands in batches:
            with ours.watch.running():
                outcomes = self._engine.execute(commands, actor=SYSTEM)
            written = self._written.of(placed_ids(outcomes))
            self._writer.write(written, bare.watch)
            self.orders += written.orders
            self.rows += written.rows
            self.samples = [*self.samples[1 - KEPT_SAMPLES :], written]
            advance(len(commands))
        return ours, bare

    def close(self) -> None:
        if self._bare is not None:
            self._bare.close()


@contextmanager
def contest(scratch: Scratch) -> Iterator[Contest]:
    """A contest on two fresh copies of the world."""
    url, bare_url = scratch.create("bench_ours"), scratch.create("bench_bare")
    unguard(bare_url)
    with engine_on(url) as engine, psycopg.connect(url, autocommit=True) as reading:
        running = Contest(engine, bare_url, reading)
        try:
            yield running
        finally:
            running.close()


def placed_ids(outcomes: Sequence[Outcome]) -> list[int]:
    """The numbers of the orders placed; a benchmark's order is never refused."""
    numbers = []
    for outcome in outcomes:
        if not isinstance(outcome, Completed) or not isinstance(outcome.result, OrderAccepted):
            raise RuntimeError(f"an order of the benchmark was not accepted: {outcome}")
        numbers.append(outcome.result.order_id)
    return numbers
