"""Placing in batches and one at a time, each beside bare SQL that writes the same rows in the same transactions."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.engine import SYSTEM, Engine
from ordino.orders.commands import PlaceOrder
from ordino.simulation.benchmarks.contest import Contest, Side, contest, placed_ids
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    Stopwatch,
    at_least,
    per_each_us,
    percentile_ms,
    ratio,
)
from ordino.simulation.benchmarks.pgbench import run_pgbench
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.together import Load, work_together
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, World

PROCESSES = 2
WARM_UP_BATCHES = 5
WARM_UP_SINGLES = 100


def measure_place(scratch: Scratch, world: World, orders: int, advance: Advance, load: Load) -> Report:
    """Orders of three lines in batches of 500: on one connection beside bare SQL, and from two processes on two cores."""
    workload = Workload(world)
    with contest(scratch) as running:
        scratch.checkpoint()
        running.warm_up(workload.batches(WARM_UP_BATCHES * min(orders, BATCH)))
        ours, bare = running.run(workload.batches(orders), advance)
        figures = (
            Figure("place", "orders in batches of 500", ours.watch.rate(running.orders), "/s"),
            Figure(
                "place",
                f"the same, {PROCESSES} processes",
                _together(scratch, world, orders, load),
                "/s",
                at_least("3000"),
            ),
            Figure("place", "bare SQL, the same rows", bare.watch.rate(running.orders), "/s"),
            Figure("place", "ours of bare SQL", ratio(bare.watch.wall_ns, ours.watch.wall_ns), "", at_least("0.4")),
            *_costs("place", running, ours, bare),
        )
        return Report(figures, (_way(running, "place"),))


def _together(scratch: Scratch, world: World, orders: int, load: Load) -> Decimal:
    each = max(orders // PROCESSES, 1)
    watch = work_together(scratch.create("bench_together"), world, each, PROCESSES, load, _place_all)
    return watch.rate(each * PROCESSES)


def _place_all(engine: Engine, batches: Sequence[Sequence[PlaceOrder]]) -> None:
    for commands in batches:
        placed_ids(engine.execute(commands, actor=SYSTEM))


def measure_single(scratch: Scratch, world: World, orders: int, advance: Advance) -> Report:
    """One order a transaction on one connection: on its own, as pgbench works, and taking turns with bare SQL for the ratio."""
    uninterrupted = _one_at_a_time(scratch, world, orders, advance)
    workload = Workload(world)
    with contest(scratch) as running:
        scratch.checkpoint()
        running.warm_up(workload.batches(min(orders, WARM_UP_SINGLES), size=1))
        ours, bare = running.run(workload.batches(orders, size=1), advance)
        alone = run_pgbench(scratch.create("bench_pgbench"), running.samples, orders)
        figures = (
            Figure("single", "orders one at a time", uninterrupted.rate(orders), "/s", at_least("300")),
            Figure("single", "pgbench, the same rows, 1 client", alone, "/s"),
            Figure("single", "p50", percentile_ms(uninterrupted.laps_ns, 50), "ms"),
            Figure("single", "p99", percentile_ms(uninterrupted.laps_ns, 99), "ms"),
            Figure("single", "in turns with bare SQL", ours.watch.rate(running.orders), "/s"),
            Figure("single", "bare SQL, the same rows", bare.watch.rate(running.orders), "/s"),
            Figure("single", "ours of bare SQL", ratio(bare.watch.wall_ns, ours.watch.wall_ns), ""),
            Figure("single", "bare SQL p50", percentile_ms(bare.watch.laps_ns, 50), "ms"),
            Figure("single", "bare SQL p99", percentile_ms(bare.watch.laps_ns, 99), "ms"),
            *_costs("single", running, ours, bare),
        )
        return Report(figures, (_way(running, "single"),))


def _one_at_a_time(scratch: Scratch, world: World, orders: int, advance: Advance) -> Stopwatch:
    """Nothing between two orders but the client that asks for the next one."""
    workload = Workload(world)
    with engine_on(scratch.create("bench_alone")) as engine:
        scratch.checkpoint()
        for commands in workload.batches(min(orders, WARM_UP_SINGLES), size=1):
            placed_ids(engine.execute(commands, actor=SYSTEM))
        watch = Stopwatch()
        for commands in workload.batches(orders, size=1):
            with watch.running():
                outcomes = engine.execute(commands, actor=SYSTEM)
            placed_ids(outcomes)
            advance(1)
    return watch


def _costs(benchmark: str, running: Contest, ours: Side, bare: Side) -> tuple[Figure, ...]:
    count = running.orders
    return (
        Figure(benchmark, "Python processor time an order", ours.watch.python_us(count), "µs"),
        Figure(benchmark, "database processor time an order", per_each_us(ours.backend_ns, count), "µs"),
        Figure(benchmark, "bare SQL: database processor time an order", per_each_us(bare.backend_ns, count), "µs"),
    )


def _way(running: Contest, benchmark: str) -> Note:
    rows = ratio(running.rows, running.orders)
    return Note(benchmark, f"Bare SQL wrote {rows} rows an order by {running.way}, the faster of its two ways.")
