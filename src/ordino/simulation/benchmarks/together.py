"""Placing from several processes at once: each prices its own orders, all want the same levels."""

import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from ordino.engine import SYSTEM, Engine
from ordino.orders.commands import PlaceOrder
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import Stopwatch
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, World

WARM_UP_BATCHES = 3
Load = Callable[[], None]  # makes a fresh process know all handlers


def place_together(url: str, world: World, orders: int, processes: int, load: Load) -> Stopwatch:
    """How long the processes take for `orders` orders each, in batches: from the first one's start to the last one's end.

    Raises RuntimeError where a process fails.
    """
    context = get_context("spawn")
    ready = context.Barrier(processes)
    spans: SimpleQueue[tuple[int, int]] = context.SimpleQueue()
    started = [
        context.Process(target=_place, args=(url, world, number, orders, load, ready, spans))
        for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    if any(process.exitcode for process in started):
        raise RuntimeError("a process that placed orders failed")
    begun, ended = zip(*(spans.get() for _ in started), strict=True)
    watch = Stopwatch()
    watch.wall_ns = max(ended) - min(begun)
    return watch


def _place(
    url: str,
    world: World,
    number: int,
    orders: int,
    load: Load,
    ready: Barrier,
    spans: SimpleQueue[tuple[int, int]],
) -> None:
    """What each process does: warm up, wait for the others, place; tells when it began and ended."""
    load()
    workload = Workload(world, seed=number + 1, prefix=f"P{number}-")
    warm_up = list(workload.batches(WARM_UP_BATCHES * min(orders, BATCH)))
    batches = list(workload.batches(orders))
    with engine_on(url) as engine:
        try:
            _place_all(engine, warm_up)
        except BaseException:
            ready.abort()
            raise
        ready.wait()
        begun = time.perf_counter_ns()
        _place_all(engine, batches)
        spans.put((begun, time.perf_counter_ns()))


def _place_all(engine: Engine, batches: Sequence[Sequence[PlaceOrder]]) -> None:
    for commands in batches:
        placed_ids(engine.execute(commands, actor=SYSTEM))
