"""Many at once want the same units. First the control: with the guards off the race must oversell, or it proves nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import psycopg
import pytest

from ordino.engine import SYSTEM, Completed, Unit
from ordino.inventory.allocations import StockGuardError, allocate, lock_levels
from ordino.inventory.commands import ReceiveStock, ReserveStock, TransferItem, TransferStock
from ordino.inventory.problems import NotEnoughStock, SerialElsewhere
from ordino.inventory.rows import AllocationRow, LevelRow, Pair
from ordino.kernel.messages import Command, Refused
from tests.inventory.world import World

BUYERS = 50
CHECK = "inventory_level_available_not_negative"


@pytest.fixture
def pair(world: World) -> Pair:
    """One unit of `A` at `L1`."""
    pair = Pair(world.sku("A"), world.location("L1"))
    world.stock("A", "L1", 1)
    return pair


@contextmanager
def without_check(world: World) -> Iterator[None]:
    """The database's own guard is off inside the block; what broke it is removed before it returns."""
    ((definition,),) = world.rows("select pg_get_constraintdef(oid) from pg_constraint where conname = %s", CHECK)
    with world.raw() as connection:
        connection.execute(f"alter table inventory_level drop constraint {CHECK}")
    try:
        yield
    finally:
        with world.raw() as connection:
            connection.execute("delete from inventory_allocation")
            connection.execute("update inventory_level set allocated = 0")
            connection.execute(f"alter table inventory_level add constraint {CHECK} {definition}")


def race(buyers: int, buy: Callable[[int], str]) -> Counter[str]:
    """All buyers at once, each in a thread; how often each answer came."""
    with ThreadPoolExecutor(buyers) as threads:
        return Counter(threads.map(buy, range(1, buyers + 1)))


def buyer_without_lock(world: World, pair: Pair, everybody_has_read: Barrier) -> Callable[[int], str]:
    """Read, decide, add: the same decision as `buyer`, without the lock and without the condition in the statement."""

    def buy(order_id: int) -> str:
        try:
            with world.raw() as connection:
                (on_hand, allocated) = (
                    connection.execute("select on_hand, allocated from inventory_level").fetchone() or ()
                )
                everybody_has_read.wait()
                if on_hand - allocated < 1:
                    return "refused"
                connection.execute("update inventory_level set allocated = allocated + 1")
                connection.execute(
                    "insert into inventory_allocation (order_id, line_number, location_id, sku_id, quantity) "
                    "values (%s, 1, %s, %s, 1)",
                    (order_id, pair.location_id, pair.sku_id),
                )
                return "firm"
        except psycopg.errors.CheckViolation:
            return "check"

    return buy


def buyer(world: World, pair: Pair) -> Callable[[int], str]:
    """What the layer above does: lock, decide, allocate."""

    def buy(order_id: int) -> str:
        with world.unit() as unit:
            (level,) = lock_levels(unit, [pair])
            if level.available < 1:
                return "refused"
            allocate(unit, [AllocationRow(order_id, 1, pair.location_id, pair.sku_id, 1)])
            return "firm"

    return buy


def test_scenario_15_control_without_guards_the_race_oversells(world: World, pair: Pair) -> None:
    with without_check(world):
        answers = race(BUYERS, buyer_without_lock(world, pair, Barrier(BUYERS)))
        assert answers == {"firm": BUYERS}
        assert world.one_level().available == 1 - BUYERS


def test_scenario_15_the_check_alone_never_oversells(world: World, pair: Pair) -> None:
    assert race(BUYERS, buyer_without_lock(world, pair, Barrier(BUYERS))) == {"firm": 1, "check": BUYERS - 1}
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 1, 0, 1, 0, 0)


def test_scenario_15_the_conditional_statement_alone_never_oversells(world: World, pair: Pair) -> None:
    def buy(order_id: int) -> str:
        try:
            with world.unit() as unit:
                allocate(unit, [AllocationRow(order_id, 1, pair.location_id, pair.sku_id, 1)])
        except StockGuardError:
            return "guard"
        return "firm"

    with without_check(world):
        assert race(BUYERS, buy) == {"firm": 1, "guard": BUYERS - 1}
        assert world.one_level().available == 0


def test_scenario_15_fifty_want_one_unit_and_one_gets_it(world: World, pair: Pair) -> None:
    assert race(BUYERS, buyer(world, pair)) == {"firm": 1, "refused": BUYERS - 1}
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 1, 0, 1, 0, 0)
    assert world.rows("select count(*) from inventory_allocation") == [(1,)]


def outcome_of(world: World, command: Command) -> str:
    (outcome,) = world.engine.execute([command], actor=SYSTEM)
    if isinstance(outcome, Completed):
        return "done"
    assert isinstance(outcome, Refused)
    return outcome.problem.code()


def test_fifty_reserve_one_unit_and_one_gets_it(world: World, pair: Pair) -> None:
    def buy(number: int) -> str:
        return outcome_of(world, ReserveStock(sku="A", location="L1", owner=f"cart-{number}", quantity=1, minutes=15))

    assert race(BUYERS, buy) == {"done": 1, NotEnoughStock.code(): BUYERS - 1}
    assert world.one_level().reserved == 1


def test_an_expired_reservation_is_freed_once_by_many(world: World, pair: Pair) -> None:
    world.done(ReserveStock(sku="A", location="L1", owner="gone", quantity=1, minutes=15))
    world.wait(minutes=15)
    assert race(20, buyer(world, pair)) == {"firm": 1, "refused": 19}
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 1, 0, 1, 0, 0)


def test_a_level_that_many_begin_at_once_has_all_their_units(world: World) -> None:
    world.sku("A")
    world.location("L1")
    answers = race(10, lambda _: outcome_of(world, ReceiveStock(sku="A", location="L1", quantity=2)))
    assert answers == {"done": 10}
    assert world.one_level().on_hand == 20
    assert world.rows("select array_agg(sequence order by sequence) from engine_event") == [(list(range(1, 11)),)]


def test_a_serial_that_is_received_at_many_places_at_once_is_in_one(world: World) -> None:
    world.sku("A")
    for number in range(1, 9):
        world.location(f"L{number}")

    def receive(number: int) -> str:
        return outcome_of(world, ReceiveStock(sku="A", location=f"L{number}", quantity=1, serials=("S1",)))

    assert race(8, receive) == {"done": 1, SerialElsewhere.code(): 7}
    assert sum(level.on_hand for level in world.levels()) == 1


def test_transfers_in_both_directions_at_once_do_not_wait_for_each_other_for_ever(world: World) -> None:
    for place in ("L1", "L2"):
        world.location(place)
    for sku in ("A", "B", "C"):
        world.sku(sku)
        for place in ("L1", "L2"):
            world.stock(sku, place, 100)

    def send(number: int) -> str:
        there, back = ("L1", "L2") if number % 2 else ("L2", "L1")
        skus = "ABC" if number % 3 else "CBA"
        items = tuple(TransferItem(sku, 1) for sku in skus)
        return outcome_of(world, TransferStock(from_location=there, to_location=back, items=items))

    assert race(20, send) == {"done": 20}
    assert [level.on_hand for level in world.levels()] == [90] * 6


def test_batches_that_lock_the_same_levels_in_any_order_never_deadlock(world: World) -> None:
    place = world.location("L1")
    skus = [world.sku(f"S{number}") for number in range(20)]
    for sku in skus:
        world.level(sku, place, 1000)

    def take(number: int) -> str:
        mine = skus if number % 2 else skus[::-1]
        for turn in range(5):
            with world.unit() as unit:
                _take_all(unit, place, mine, number * 100 + turn)
        return "done"

    assert race(10, take) == {"done": 10}
    assert {level.allocated for level in world.levels()} == {50}


def _take_all(unit: Unit, place: int, skus: list[int], order_id: int) -> None:
    lock_levels(unit, [Pair(sku, place) for sku in skus])
    allocate(unit, [AllocationRow(order_id, line, place, sku, 1) for line, sku in enumerate(skus, start=1)])
