"""A hot SKU: one article that every order asks for, by one thread and by several; and proof that it was never oversold."""

from concurrent.futures import ThreadPoolExecutor

from ordino.engine import SYSTEM, Engine
from ordino.inventory.commands import CountStock
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    Stopwatch,
    at_most,
    ratio,
)
from ordino.simulation.benchmarks.scratch import Scratch, engine_on
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import BATCH, HOT_SKU, LOCATIONS, SQL, World, run

THREADS = 4
_TENTH = 10


class StockProof(Record, frozen=True):
    """What the tables say after all: none of the first three may be anything but zero."""

    levels_below_zero: int
    levels_unlike_allocations: int
    lines_unlike_allocations: int
    hot_on_hand: int
    hot_allocated: int
    hot_backordered: int


class _Taken(Record, frozen=True):
    location: str
    allocated: int


def measure_hot(scratch: Scratch, world: World, orders: int, advance: Advance) -> Report:
    """Spread and hot orders in turns; then the hot SKU runs out while all threads want it."""
    with engine_on(scratch.create("bench_hot"), connections=THREADS) as engine:
        _place(engine, world, "W", min(orders, 2 * BATCH), hot=False, threads=THREADS)
        spread_one, hot_one = _in_turns(engine, world, orders, 1, advance)
        spread_many, hot_many = _in_turns(engine, world, orders, THREADS, advance)
        scarce = _make_scarce(engine, orders)
        run_out = _place(engine, world, "X", orders, hot=True, threads=THREADS)
        advance(orders)
        with engine.reader() as reader:
            (proof,) = reader.fetch(SQL.prove_stock, StockProof, hot=HOT_SKU)
    figures = (
        Figure("hot", "spread SKUs, 1 thread", spread_one.rate(orders), "/s"),
        Figure("hot", "hot SKU, 1 thread", hot_one.rate(orders), "/s"),
        Figure("hot", "slower by, 1 thread", ratio(hot_one.wall_ns, spread_one.wall_ns), "times", at_most("2")),
        Figure("hot", f"spread SKUs, {THREADS} threads", spread_many.rate(orders), "/s"),
        Figure("hot", f"hot SKU, {THREADS} threads", hot_many.rate(orders), "/s"),
        Figure(
            "hot", f"slower by, {THREADS} threads", ratio(hot_many.wall_ns, spread_many.wall_ns), "times", at_most("2")
        ),
        Figure("hot", f"hot SKU runs out, {THREADS} threads", run_out.rate(orders), "/s"),
        Figure("hot", "facts that do not add up, units oversold", ratio(_wrong(proof), 1), "", at_most("0")),
    )
    told = f"{proof.hot_allocated} allocated of {proof.hot_on_hand} on hand, {proof.hot_backordered} backordered"
    return Report(figures, (Note("hot", f"The hot SKU at the end, of which {scarce} were left free: {told}."),))


def _in_turns(engine: Engine, world: World, orders: int, threads: int, advance: Advance) -> tuple[Stopwatch, Stopwatch]:
    """Tenth by tenth, so that the noise of the machine hits both."""
    spread, hot = Stopwatch(), Stopwatch()
    part = max(orders // _TENTH, 1)
    for turn in range(_TENTH):
        _place(engine, world, f"S{threads}{turn}", part, hot=False, threads=threads, watch=spread)
        _place(engine, world, f"H{threads}{turn}", part, hot=True, threads=threads, watch=hot)
        advance(2 * part)
    return spread, hot


def _place(
    engine: Engine,
    world: World,
    prefix: str,
    orders: int,
    *,
    hot: bool,
    threads: int,
    watch: Stopwatch | None = None,
) -> Stopwatch:
    watch = watch or Stopwatch()
    workload = Workload(world, seed=sum(prefix.encode()), hot=hot, prefix=prefix)
    size = max(min(BATCH, orders // threads), 1)
    batches = list(workload.batches(orders, size))
    with ThreadPoolExecutor(threads) as pool, watch.running():
        for outcomes in pool.map(lambda commands: engine.execute(commands, actor=SYSTEM), batches):
            placed_ids(outcomes)
    return watch


def _make_scarce(engine: Engine, orders: int) -> int:
    """Leave about half of what the next orders will ask for; answers how many units."""
    left = orders // len(LOCATIONS)
    with engine.reader() as reader:
        taken = reader.fetch(SQL.select_taken, _Taken, sku=HOT_SKU)
    run(engine, [CountStock(sku=HOT_SKU, location=row.location, counted=row.allocated + left) for row in taken])
    return left * len(taken)


def _wrong(proof: StockProof) -> int:
    oversold = max(proof.hot_allocated - proof.hot_on_hand, 0)
    return proof.levels_below_zero + proof.levels_unlike_allocations + proof.lines_unlike_allocations + oversold
