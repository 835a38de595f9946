"""A count finds more or less than there should be."""

from msgspec.structs import replace

from ordino.engine import Unit
from ordino.inventory.allocations import allocate, allocations_of_levels, deallocate
from ordino.inventory.commands import (
    CountStock,
    MarkUnavailable,
    ReservationResult,
    ReserveStock,
    StockCountResult,
)
from ordino.inventory.events import StockCounted, StockWrittenOff
from ordino.inventory.handlers.count_stock import count_stock
from ordino.inventory.rows import AllocationRow, DemandRow, LevelRow, Pair
from ordino.inventory.shortfalls import write_off_shortfall
from ordino.kernel.messages import Done
from ordino.kernel.problems import InvalidInput
from tests.inventory.world import World


def place(world: World, on_hand: int) -> Pair:
    pair = Pair(world.sku("A"), world.location("L1"))
    world.stock("A", "L1", on_hand)
    return pair


def count(unit: Unit, counted: int) -> Done:
    """The count alone, without what flows let follow."""
    (decision,) = count_stock(unit, [CountStock(sku="A", location="L1", counted=counted)])
    assert isinstance(decision, Done)
    return decision


def test_a_count_books_what_it_finds_more_or_less(world: World) -> None:
    pair = place(world, 10)
    for counted, difference in ((12, 2), (9, -3), (9, 0)):
        result = world.answer(CountStock(sku="A", location="L1", counted=counted), StockCountResult)
        assert (result.difference, result.shortfall, result.on_hand) == (difference, 0, counted)
    assert world.rows(
        "select quantity, from_account, to_account from inventory_movement where reason = 'count' order by id"
    ) == [
        (2, "adjustment", f"location/{pair.location_id}/available"),
        (3, f"location/{pair.location_id}/available", "adjustment"),
    ]


def test_scenario_23_a_count_below_what_is_allocated_takes_the_rest_from_the_orders_that_lose(world: World) -> None:
    pair = place(world, 10)
    early, late = (
        AllocationRow(1, 1, pair.location_id, pair.sku_id, 5),
        AllocationRow(2, 1, pair.location_id, pair.sku_id, 3),
    )
    with world.unit() as unit:
        allocate(unit, [early, late])
    with world.unit() as unit:
        done = count(unit, 6)
        event = done.events[0].event
        assert event == StockCounted(
            sku="A", location="L1", bucket="available", expected=10, counted=6, change=-2, shortfall=2
        )
        assert allocations_of_levels(unit, [pair]) == [early, late]
        deallocate(unit, [replace(late, quantity=2)])
        (written_off,) = write_off_shortfall(unit, [DemandRow(pair.sku_id, pair.location_id, 2)])
        assert written_off.event == StockWrittenOff(sku="A", location="L1", quantity=2)
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 6, 0, 6, 0, 0)
    assert world.folds() == {(pair.sku_id, f"location/{pair.location_id}/available"): 6}


def test_a_count_ends_reservations_before_it_touches_orders_the_newest_first(world: World) -> None:
    pair = place(world, 10)
    with world.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, pair.location_id, pair.sku_id, 3)])
    kept, ended = (
        world.answer(
            ReserveStock(sku="A", location="L1", owner=owner, quantity=3, minutes=15), ReservationResult
        ).reservation_id
        for owner in ("first", "second")
    )
    (event,) = world.events(CountStock(sku="A", location="L1", counted=7))
    assert isinstance(event, StockCounted)
    assert (event.change, event.shortfall, event.released_reservations) == (-3, 0, (ended,))
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 7, 3, 3, 0, 0)
    assert world.rows("select id from inventory_reservation where state = 'active'") == [(kept,)]


def test_a_bucket_is_counted_by_itself(world: World) -> None:
    pair = place(world, 10)
    world.done(MarkUnavailable(sku="A", location="L1", quantity=4, bucket="damaged"))
    world.done(CountStock(sku="A", location="L1", counted=3, bucket="damaged"))
    world.done(CountStock(sku="A", location="L1", counted=1, bucket="quality"))
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 10, 0, 0, 4, 0)
    world.done(CountStock(sku="A", location="L1", counted=6))
    assert world.one_level() == LevelRow(pair.sku_id, pair.location_id, 10, 0, 0, 4, 0)


def test_a_count_below_zero_is_refused(world: World) -> None:
    place(world, 10)
    assert world.refused(CountStock(sku="A", location="L1", counted=-1)) == InvalidInput(
        field="counted", reason="must be from 0 to 1000000000000, not -1"
    )
