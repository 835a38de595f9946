"""Committing stock to orders: what the functions for the layer above promise, one at a time."""

from datetime import timedelta

import psycopg
import pytest

from ordino.inventory.allocations import (
    StockGuardError,
    allocate,
    allocations_of_orders,
    convert_reservations,
    deallocate,
    lock_levels,
    lock_levels_of_skus,
    move_allocation,
)
from ordino.inventory.rows import AllocationMove, AllocationRow, LevelRow, Pair
from tests.inventory.world import World


def reserve(world: World, sku: int, location: int, quantity: int, *, owner: str, minutes: int) -> None:
    """A reservation as ReserveStock writes it."""
    now = world.engine.clock()
    with world.raw() as connection:
        connection.execute(
            "insert into inventory_reservation (owner, sku_id, location_id, quantity, expires_at, created_at) "
            "values (%s, %s, %s, %s, %s, %s)",
            (owner, sku, location, quantity, now + timedelta(minutes=minutes), now),
        )
        connection.execute("update inventory_level set reserved = reserved + %s", (quantity,))


def test_allocating_raises_allocated_and_leaves_on_hand(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    with world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 4), AllocationRow(2, 1, place, sku, 3)])
    assert world.one_level() == LevelRow(sku, place, 10, 0, 7, 0, 0)
    with world.unit() as unit:
        assert allocations_of_orders(unit, [1, 2]) == [
            AllocationRow(1, 1, place, sku, 4),
            AllocationRow(2, 1, place, sku, 3),
        ]


def test_allocating_again_to_a_line_adds_to_what_it_has(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    for quantity in (4, 2):
        with world.unit() as unit:
            allocate(unit, [AllocationRow(1, 1, place, sku, quantity)])
    with world.unit() as unit:
        assert allocations_of_orders(unit, [1]) == [AllocationRow(1, 1, place, sku, 6)]


def test_scenario_16_two_lines_of_three_do_not_fit_into_five(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 5)
    with pytest.raises(StockGuardError), world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 3), AllocationRow(1, 2, place, sku, 3)])
    assert world.one_level().allocated == 0
    with world.unit() as unit:
        assert allocations_of_orders(unit, [1]) == []
        allocate(unit, [AllocationRow(1, 1, place, sku, 3), AllocationRow(1, 2, place, sku, 2)])
    assert world.one_level() == LevelRow(sku, place, 5, 0, 5, 0, 0)


def test_allocating_from_a_level_that_does_not_exist_is_refused(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    with pytest.raises(StockGuardError), world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 1)])


def test_deallocating_gives_units_back_and_removes_what_is_empty(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    with world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 4), AllocationRow(2, 1, place, sku, 3)])
        deallocate(unit, [AllocationRow(1, 1, place, sku, 4), AllocationRow(2, 1, place, sku, 1)])
    assert world.one_level().allocated == 2
    with world.unit() as unit:
        assert allocations_of_orders(unit, [1, 2]) == [AllocationRow(2, 1, place, sku, 2)]


def test_deallocating_more_than_a_line_holds_is_refused(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    with world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 4)])
    with pytest.raises(StockGuardError), world.unit() as unit:
        deallocate(unit, [AllocationRow(1, 1, place, sku, 5)])
    assert world.one_level().allocated == 4


def test_moving_an_allocation_takes_all_or_nothing(world: World) -> None:
    sku, first, second = world.sku("A"), world.location("L1"), world.location("L2")
    world.level(sku, first, 5)
    world.level(sku, second, 3)
    with world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, first, sku, 4)])
    with pytest.raises(StockGuardError), world.unit() as unit:
        move_allocation(unit, [AllocationMove(1, 1, sku, first, second, 4)])
    assert [row.allocated for row in world.levels()] == [4, 0]
    with world.unit() as unit:
        move_allocation(unit, [AllocationMove(1, 1, sku, first, second, 3)])
    assert [row.allocated for row in world.levels()] == [1, 3]


def test_locking_answers_levels_in_the_order_of_their_key(world: World) -> None:
    a, b, first, second = world.sku("A"), world.sku("B"), world.location("L1"), world.location("L2")
    for sku, place in ((b, second), (a, second), (b, first), (a, first)):
        world.level(sku, place, 1)
    with world.unit() as unit:
        assert [row.pair for row in lock_levels(unit, [Pair(b, first), Pair(a, second), Pair(b, first)])] == [
            Pair(a, second),
            Pair(b, first),
        ]
        assert [row.pair for row in lock_levels_of_skus(unit, [b, a])] == [
            Pair(a, first),
            Pair(a, second),
            Pair(b, first),
            Pair(b, second),
        ]


def test_scenario_19_locking_frees_what_has_expired_with_the_sweeper_stopped(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    start = world.engine.clock()
    reserve(world, sku, place, 4, owner="cart-1", minutes=15)
    world.engine.clock.set(start + timedelta(minutes=14, seconds=59))
    with world.unit() as unit:
        assert lock_levels(unit, [Pair(sku, place)])[0].available == 6
    world.engine.clock.set(start + timedelta(minutes=15))
    with world.unit() as unit:
        assert lock_levels(unit, [Pair(sku, place)])[0].available == 10
    assert world.one_level().reserved == 0
    assert world.rows("select state, expiry_journaled from inventory_reservation") == [("expired", False)]


def test_scenario_19_the_owners_own_reservation_never_blocks_the_owner(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    world.level(sku, place, 10)
    reserve(world, sku, place, 4, owner="cart-1", minutes=15)
    reserve(world, sku, place, 6, owner="cart-2", minutes=15)
    with pytest.raises(StockGuardError), world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 4)])
    with world.unit() as unit:
        lock_levels(unit, [Pair(sku, place)])
        assert [row.quantity for row in convert_reservations(unit, ["cart-1"])] == [4]
        allocate(unit, [AllocationRow(1, 1, place, sku, 4)])
    assert world.one_level() == LevelRow(sku, place, 10, 6, 4, 0, 0)
    assert world.rows("select owner, state from inventory_reservation order by id") == [
        ("cart-1", "converted"),
        ("cart-2", "active"),
    ]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("on_hand = -1, unavailable = -1", "inventory_level_on_hand_not_negative"),
        ("reserved = -1", "inventory_level_reserved_not_negative"),
        ("allocated = -1", "inventory_level_allocated_not_negative"),
        ("unavailable = -1", "inventory_level_unavailable_not_negative"),
        ("safety_stock = -1", "inventory_level_safety_stock_not_negative"),
        ("reserved = 4, allocated = 4, unavailable = 3", "inventory_level_available_not_negative"),
    ],
)
def test_the_database_holds_each_counter_and_the_available_at_zero_or_more(
    world: World, change: str, constraint: str
) -> None:
    world.level(world.sku("A"), world.location("L1"), 10)
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        world.rows(f"update inventory_level set {change} returning 1")
    assert refusal.value.diag.constraint_name == constraint
