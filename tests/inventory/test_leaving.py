"""Stock that fulfillment takes up, lets go and ships: what the functions for the layers above promise."""

from datetime import date

import pytest

from ordino.inventory.allocations import StockGuardError, allocate, allocations_of_orders, deallocate
from ordino.inventory.commands import ReceiveStock
from ordino.inventory.leaving import commit_to_fulfillment, give_up_fulfillment, ship_allocated
from ordino.inventory.rows import AllocationRow, LeavingRow, LevelRow
from tests.inventory.world import World


def allocated(world: World, quantity: int, *, on_hand: int = 10) -> AllocationRow:
    """So many units of A at L1, allocated to line 1-1."""
    sku, place = world.sku("A"), world.location("L1")
    world.stock("A", "L1", on_hand)
    row = AllocationRow(1, 1, place, sku, quantity)
    with world.unit() as unit:
        allocate(unit, [row])
    return row


def units(row: AllocationRow, quantity: int) -> AllocationRow:
    return AllocationRow(row.order_id, row.line_number, row.location_id, row.sku_id, quantity)


def leaving(row: AllocationRow, quantity: int, reference: str = "shipment/12") -> LeavingRow:
    return LeavingRow(row.order_id, row.line_number, row.location_id, row.sku_id, quantity, reference)


def held(world: World) -> list[tuple[int, int]]:
    """Quantity and units in fulfillment of what order 1 is allocated."""
    with world.unit() as unit:
        return [(row.quantity, row.in_fulfillment) for row in allocations_of_orders(unit, [1])]


def test_units_that_are_taken_up_stay_allocated(world: World) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 2), units(row, 1)])
    assert held(world) == [(5, 3)]
    assert world.one_level() == LevelRow(row.sku_id, row.location_id, 10, 0, 5, 0, 0)


def test_no_more_is_taken_up_than_is_free(world: World) -> None:
    row = allocated(world, 5)
    with pytest.raises(StockGuardError), world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 4), units(row, 2)])
    assert held(world) == [(5, 0)]


def test_no_more_is_let_go_than_was_taken_up(world: World) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 3)])
        give_up_fulfillment(unit, [units(row, 1)])
    assert held(world) == [(5, 2)]
    with pytest.raises(StockGuardError), world.unit() as unit:
        give_up_fulfillment(unit, [units(row, 3)])
    assert held(world) == [(5, 2)]


def test_only_free_units_are_given_back(world: World) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 3)])
    with pytest.raises(StockGuardError), world.unit() as unit:
        deallocate(unit, [units(row, 3)])
    with pytest.raises(StockGuardError), world.unit() as unit:
        deallocate(unit, [units(row, 5)])
    with world.unit() as unit:
        deallocate(unit, [units(row, 2)])
    assert held(world) == [(3, 3)]


def test_shipping_takes_units_off_allocation_and_level_and_moves_them_to_the_customer(world: World) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 4)])
        ship_allocated(unit, [leaving(row, 3)])
    assert held(world) == [(2, 1)]
    assert world.one_level() == LevelRow(row.sku_id, row.location_id, 7, 0, 2, 0, 0)
    assert world.folds() == {(row.sku_id, f"location/{row.location_id}/available"): 7}
    assert world.rows(
        "select quantity, from_account, reason, reference from inventory_movement where to_account = 'customer'"
    ) == [(3, f"location/{row.location_id}/available", "shipped", "shipment/12")]


def test_an_allocation_that_is_shipped_whole_is_gone(world: World) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [row])
        ship_allocated(unit, [leaving(row, 2), leaving(row, 3, "shipment/13")])
    assert held(world) == []
    assert world.one_level() == LevelRow(row.sku_id, row.location_id, 5, 0, 0, 0, 0)
    assert world.rows(
        "select reference, quantity from inventory_movement where to_account = 'customer' order by 1"
    ) == [
        ("shipment/12", 2),
        ("shipment/13", 3),
    ]


@pytest.mark.parametrize("quantity", [4, 5])
def test_what_was_not_taken_up_does_not_ship(world: World, quantity: int) -> None:
    row = allocated(world, 5)
    with world.unit() as unit:
        commit_to_fulfillment(unit, [units(row, 3)])
    with pytest.raises(StockGuardError), world.unit() as unit:
        ship_allocated(unit, [leaving(row, quantity)])
    assert held(world) == [(5, 3)]


def test_the_first_lot_to_expire_leaves_first_and_units_without_a_lot_last(world: World) -> None:
    sku, place = world.sku("A"), world.location("L1")
    for lot, last_day, quantity in (("late", date(2027, 1, 1), 2), ("soon", date(2026, 6, 1), 2), ("", None, 4)):
        world.done(ReceiveStock(sku="A", location="L1", quantity=quantity, lot=lot, lot_expires_on=last_day))
    row = AllocationRow(1, 1, place, sku, 5)
    with world.unit() as unit:
        allocate(unit, [row])
        commit_to_fulfillment(unit, [row])
        ship_allocated(unit, [leaving(row, 3), leaving(row, 2)])
    assert world.rows(
        "select lot.code, movement.quantity from inventory_movement movement "
        "left join inventory_lot lot on lot.id = movement.lot_id where to_account = 'customer' order by movement.id"
    ) == [("soon", 2), ("late", 1), ("late", 1), (None, 1)]
