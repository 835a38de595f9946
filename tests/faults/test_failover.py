"""A database that is lost for good: a standby takes over, and what was acknowledged is there, if a commit waited for it."""

from pathlib import Path

import pytest

from ordino.flows.wiring import load_handlers
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.world import World, build_world
from ordino.simulation.faults.failover import fail_over
from ordino.simulation.faults.standby import Pair
from tests.faults.clone import clone
from tests.support.database import TestDatabase

load_handlers()
WORLD = World(skus=20, customers=20)
ORDERS = 20


@pytest.fixture
def pair(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = Path(tmp_path_factory.mktemp("pair"))
    with engine_on(clone(database.url, folder / "primary")) as engine:
        build_world(engine, WORLD)
    return Pair(folder / "primary", folder / "standby")


def test_no_acknowledged_order_is_lost_when_commits_wait_for_the_standby(pair: Pair) -> None:
    verdict = fail_over(pair, WORLD, seed=1, synchronous=True, orders=ORDERS)
    assert verdict.acknowledged >= 2 * ORDERS
    assert verdict.clean, verdict


def test_without_waiting_for_it_the_newest_orders_are_lost_and_nothing_else_breaks(pair: Pair) -> None:
    """What the synchronous setting is for; it also shows that the test above would notice a loss."""
    verdict = fail_over(pair, WORLD, seed=2, synchronous=False, orders=ORDERS)
    assert len(verdict.lost) >= ORDERS
    assert (verdict.repeated, verdict.paid_wrongly, verdict.differences) == ((), (), 0)
