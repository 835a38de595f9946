"""Connections cut exactly at a commit: before it arrives, while it is under way, and between it and its answer."""

from collections import Counter
from collections.abc import Sequence

from ordino.engine import SYSTEM, Completed, Engine, Outcome, Replayed, open_pool
from ordino.kernel.messages import Command, Record, Refused
from ordino.orders.commands import HoldOrder
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.figures import Advance
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import World
from ordino.simulation.faults.proxy import PLACES, CutProxy
from ordino.simulation.faults.verdict import SQL, Verdict, judge

_BATCH = 3
Keys = Sequence[str | None]


class CommitsCut(Record, frozen=True):
    """How many commits were cut where; what was asked once more and answered otherwise; holds that are there twice."""

    cuts: dict[str, int]
    answered_otherwise: tuple[str, ...]
    holds_repeated: int
    verdict: Verdict


def survive_cut_commits(url: str, world: World, *, seed: int, cuts: int, advance: Advance) -> CommitsCut:
    """Orders by reference and holds by key, in turns, each batch cut at its commit; then all of it is asked once more."""
    found = Counter[str]()
    acknowledged: dict[str, int] = {}
    otherwise: list[str] = []
    workload = Workload(world, seed=seed, prefix=f"C{seed}-")
    with CutProxy(url).listening() as proxy:
        pool = open_pool(proxy.url, maximum_connections=2)
        try:
            engine = Engine(pool)
            for number in range(cuts):
                place = PLACES[number % len(PLACES)]
                orders = [workload.order() for _ in range(_BATCH)]
                proxy.arm(place)
                answers = _asked_twice(engine, orders, [None] * _BATCH, otherwise)
                numbers = placed_ids(answers)
                acknowledged |= dict(zip((str(order.external_reference) for order in orders), numbers, strict=True))
                holds = [HoldOrder(order_id=one, reason="manual") for one in numbers]
                proxy.arm(place)
                _asked_twice(engine, holds, [f"hold-{seed}-{one}" for one in numbers], otherwise)
                found[place] += proxy.cuts
                proxy.cuts = 0
                advance(1)
            with engine.reader() as reader:
                (repeated,) = reader.fetch_values(SQL.count_repeated_holds)
            return CommitsCut(dict(found), tuple(otherwise), repeated, judge(engine, acknowledged))
        finally:
            pool.close()


def _asked_twice(engine: Engine, commands: Sequence[Command], keys: Keys, otherwise: list[str]) -> list[Outcome]:
    """The answers to the first asking; whatever a second one answers otherwise is noted."""
    first = engine.execute(commands, actor=SYSTEM, keys=keys)
    again = engine.execute(commands, actor=SYSTEM, keys=keys)
    for command, before, after in zip(commands, first, again, strict=True):
        if not isinstance(after, Replayed) or isinstance(before, Refused) or after.result != before.result:
            otherwise.append(f"{command.kind()}: {before}, then {after}")
    if not all(isinstance(one, Completed | Replayed) for one in first):
        raise AssertionError(f"refused: {first}")
    return list(first)
