"""A database that is lost for good under load: its standby takes over, and what was acknowledged is looked for there."""

import threading
import time

import psycopg

from ordino.engine import SYSTEM, Completed, Engine, Replayed, open_pool
from ordino.engine.bus import CommitUnknown
from ordino.simulation.benchmarks.contest import placed_ids
from ordino.simulation.benchmarks.workload import Workload
from ordino.simulation.benchmarks.world import World
from ordino.simulation.faults.standby import Pair
from ordino.simulation.faults.verdict import Verdict, judge

_BUYERS = 3
_BATCH = 2
_WAIT_SECONDS = 90
_LOOK_MS = 20


class Buyers:
    """Threads that order until the end of the context, each asking again until it is answered; `acknowledged` by reference."""

    def __init__(self, engine: Engine, world: World, *, seed: int) -> None:
        self.acknowledged: dict[str, int] = {}
        self._engine = engine
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._buy, args=(Workload(world, seed=seed + i, prefix=f"B{i}-"),))
            for i in range(_BUYERS)
        ]

    def __enter__(self) -> "Buyers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def wait_for_more(self, orders: int) -> None:
        """Wait until so many more orders are acknowledged. Raises TimeoutError."""
        wanted, deadline = len(self.acknowledged) + orders, time.monotonic() + _WAIT_SECONDS
        while len(self.acknowledged) < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError("nothing is acknowledged any more")
            time.sleep(_LOOK_MS / 1000)

    def _buy(self, workload: Workload) -> None:
        while not self._stopping.is_set():
            (batch,) = workload.batches(_BATCH, size=_BATCH)
            while not self._stopping.is_set():
                try:
                    outcomes = self._engine.execute(batch, actor=SYSTEM)
                except (psycopg.OperationalError, CommitUnknown):
                    continue
                if not all(isinstance(outcome, Completed | Replayed) for outcome in outcomes):
                    raise AssertionError(f"refused: {outcomes}")
                references = [str(order.external_reference) for order in batch]
                self.acknowledged.update(zip(references, placed_ids(outcomes), strict=True))
                break


def fail_over(pair: Pair, world: World, *, seed: int, synchronous: bool, orders: int) -> Verdict:
    """So many orders, then the primary is killed; as many on the standby that took over; then judge.

    Where commits do not wait for the standby, it hears nothing of some orders, as behind a slow network.
    """
    pair.make_standby(synchronous=synchronous)
    pool = open_pool(pair.url, maximum_connections=_BUYERS + 1)
    try:
        engine = Engine(pool)
        with Buyers(engine, world, seed=seed) as buyers:
            buyers.wait_for_more(orders)
            if not synchronous:
                pair.stop_following()
                buyers.wait_for_more(orders)
            pair.fail_over()
            buyers.wait_for_more(orders)
        return judge(engine, buyers.acknowledged)
    finally:
        pool.close()
        pair.stop()
