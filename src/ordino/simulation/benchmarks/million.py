"""Placing into a database that holds a million orders, beside an empty one; and finding orders there."""

from ordino.engine import SYSTEM, Engine
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    Stopwatch,
    at_least,
    ratio,
)
from ordino.simulation.benchmarks.fill import fill
from ordino.simulation.benchmarks.lived import live
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.together import Load
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, SQL, World

TEMPLATES = 5_000
_LEAST_ROUNDS = 4
WARM_UP_BATCHES = 20  # until the pages that random keys touch are in memory, as they are in a shop that is open
FULL = "bench_million"
_BEING_FILLED = "bench_filling"


def prepare_million(scratch: Scratch, world: World, orders: int, advance: Advance, load: Load) -> int:
    """Make the full database where it is not there yet; answers the seconds it took."""
    if scratch.has(FULL):
        with engine_on(scratch.url_of(FULL)) as engine, engine.reader() as reader:
            if reader.fetch_values(SQL.count_orders)[0] >= orders:
                advance(orders)
                return 0
    watch = Stopwatch()
    with watch.running():
        url = scratch.create(_BEING_FILLED)
        fill(url, world, orders, min(TEMPLATES, -(-orders // _LEAST_ROUNDS)), advance)
        live(url, orders, load, advance)
        scratch.rename(_BEING_FILLED, FULL)
    return watch.wall_ns // 1_000_000_000


def measure_million(scratch: Scratch, world: World, orders: int, placed: int, advance: Advance, load: Load) -> Report:
    """Place `placed` orders into the full and the empty database in turns."""
    seconds = prepare_million(scratch, world, orders, advance, load)
    full, empty = Stopwatch(), Stopwatch()
    with engine_on(scratch.url_of(FULL)) as big, engine_on(scratch.create("bench_small")) as small:
        with big.reader() as reader:
            (before,) = reader.fetch_values(SQL.count_orders)
        workload = Workload(world, seed=before, prefix=f"P{before}-")
        scratch.checkpoint()
        for _ in range(WARM_UP_BATCHES):
            _place(big, workload, min(BATCH, placed), Stopwatch())
            _place(small, workload, min(BATCH, placed), Stopwatch())
        for start in range(0, placed, BATCH):
            size = min(BATCH, placed - start)
            _place(big, workload, size, full)
            _place(small, workload, size, empty)
            advance(size)
    figures = (
        Figure("million", f"orders into {before:,} orders", full.rate(placed), "/s"),
        Figure("million", "orders into an empty database", empty.rate(placed), "/s"),
        Figure("million", "of the empty one's rate", ratio(empty.wall_ns, full.wall_ns), "", at_least("0.80")),
    )
    return Report(figures, (Note("million", f"Filling took {seconds} s." if seconds else "Filled before."),))


def _place(engine: Engine, workload: Workload, orders: int, watch: Stopwatch) -> None:
    for commands in workload.batches(orders):
        with watch.running():
            outcomes = engine.execute(commands, actor=SYSTEM)
        placed_ids(outcomes)
