"""The same work from several processes at once: each has its own orders, all want the same levels."""

import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from ordino.engine import Engine
from ordino.orders.commands import PlaceOrder
from ordino.simulation.benchmarks.figures import Stopwatch
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, World

WARM_UP_BATCHES = 3
Load = Callable[[], None]  # makes a fresh process know all handlers
Work = Callable[[Engine, Sequence[Sequence[PlaceOrder]]], None]  # what is done with batches of orders


def work_together(url: str, world: World, orders: int, processes: int, load: Load, work: Work) -> Stopwatch:
    """How long the processes take for `orders` orders each, in batches: from the first one's start to the last one's end.

    Raises RuntimeError where a process fails.
    """
    context = get_context("spawn")
    ready = context.Barrier(processes)
    spans: SimpleQueue[tuple[int, int]] = context.SimpleQueue()
    started = [
        context.Process(target=_work, args=(url, world, number, orders, load, work, ready, spans))
        for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    if any(process.exitcode for process in started):
        raise RuntimeError("a process failed")
    begun, ended = zip(*(spans.get() for _ in started), strict=True)
    watch = Stopwatch()
    watch.wall_ns = max(ended) - min(begun)
    return watch


def _work(
    url: str,
    world: World,
    number: int,
    orders: int,
    load: Load,
    work: Work,
    ready: Barrier,
    spans: SimpleQueue[tuple[int, int]],
) -> None:
    """What each process does: warm up, wait for the others, work; tells when it began and ended."""
    load()
    workload = Workload(world, seed=number + 1, prefix=f"P{number}-")
    warm_up = list(workload.batches(WARM_UP_BATCHES * min(orders, BATCH)))
    batches = list(workload.batches(orders))
    with engine_on(url) as engine:
        try:
            work(engine, warm_up)
        except BaseException:
            ready.abort()
            raise
        ready.wait()
        begun = time.perf_counter_ns()
        work(engine, batches)
        spans.put((begun, time.perf_counter_ns()))
