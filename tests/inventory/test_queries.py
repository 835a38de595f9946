"""What edges read."""

from datetime import timedelta

import pytest

from ordino.inventory.accounts import location_account
from ordino.inventory.allocations import allocate
from ordino.inventory.commands import MarkUnavailable, ReceiveStock, ReserveStock, SetSafetyStock
from ordino.inventory.queries import (
    AlertView,
    Availability,
    LevelView,
    LotView,
    availability,
    levels,
    lots,
    movements,
    stock_alerts,
)
from ordino.inventory.rows import AllocationRow
from tests.inventory.world import World


@pytest.fixture
def stocked(world: World) -> World:
    """`A`: 10 at `L1`, 4 at `L2`; `B`: 3 at `L1`; `C` nowhere. `web` keeps 2 units back, `shop` none."""
    for sku in ("A", "B", "C"):
        world.sku(sku)
    world.location("L1")
    world.location("L2")
    world.channel("web", 2)
    world.channel("shop", 0)
    for sku, place, quantity in (("A", "L1", 10), ("A", "L2", 4), ("B", "L1", 3)):
        world.stock(sku, place, quantity)
    return world


def on_sale(world: World, channel: str) -> list[Availability]:
    with world.engine.reader() as reader:
        return availability(reader, ["A", "B", "C"], channel=channel, at=world.now)


def test_a_channel_sees_what_is_free_at_all_places_less_its_buffer(stocked: World) -> None:
    assert on_sale(stocked, "shop") == [Availability("A", 14), Availability("B", 3), Availability("C", 0)]
    assert on_sale(stocked, "web") == [Availability("A", 12), Availability("B", 1), Availability("C", 0)]
    assert on_sale(stocked, "unknown") == [Availability("A", 0), Availability("B", 0), Availability("C", 0)]


def test_safety_stock_at_one_place_takes_nothing_from_another(stocked: World) -> None:
    stocked.done(SetSafetyStock(sku="A", location="L2", quantity=9))
    assert on_sale(stocked, "shop")[0] == Availability("A", 10)


@pytest.mark.parametrize("column", ["fulfills", "active"])
def test_a_place_that_does_not_fulfill_is_not_counted(stocked: World, column: str) -> None:
    with stocked.raw() as connection:
        connection.execute(f"update network_location set {column} = false where code = 'L1'")
    assert on_sale(stocked, "shop") == [Availability("A", 4), Availability("B", 0), Availability("C", 0)]


def test_levels_come_page_by_page_in_the_order_of_their_codes(stocked: World) -> None:
    stocked.done(MarkUnavailable(sku="A", location="L1", quantity=1, bucket="damaged"))
    stocked.done(ReserveStock(sku="A", location="L1", owner="cart", quantity=2, minutes=15))
    with stocked.engine.reader() as reader:
        first = levels(reader, at=stocked.now, limit=2)
        assert first == [LevelView("A", "L1", 10, 2, 0, 1, 0, 7), LevelView("A", "L2", 4, 0, 0, 0, 0, 4)]
        assert levels(reader, at=stocked.now, after=("A", "L2")) == [LevelView("B", "L1", 3, 0, 0, 0, 0, 3)]
        assert [row.sku for row in levels(reader, at=stocked.now, location="L1")] == ["A", "B"]
        assert [row.location for row in levels(reader, at=stocked.now, sku="A")] == ["L1", "L2"]
        later = levels(reader, at=stocked.now + timedelta(minutes=15), limit=1)
        assert later == [LevelView("A", "L1", 10, 0, 0, 1, 0, 9)]


def test_movements_come_the_newest_first(stocked: World) -> None:
    stocked.done(MarkUnavailable(sku="A", location="L1", quantity=1, bucket="damaged", reason="wet"))
    with stocked.engine.reader() as reader:
        newest, *older = movements(reader, "A")
        assert (newest.quantity, newest.reason) == (1, "wet")
        assert movements(reader, "A", before_id=newest.id, limit=1) == older[:1]


def test_lots_say_how_much_stands_where_the_first_to_expire_first(stocked: World) -> None:
    ((place,),) = stocked.rows("select id from network_location where code = 'L1'")
    day = stocked.now.date()
    stocked.done(ReceiveStock(sku="B", location="L1", quantity=5, lot="LATE", lot_expires_on=day + timedelta(days=9)))
    stocked.done(ReceiveStock(sku="B", location="L1", quantity=4, lot="SOON", lot_expires_on=day + timedelta(days=2)))
    stocked.done(MarkUnavailable(sku="B", location="L1", quantity=1, bucket="quality", lot="SOON"))
    with stocked.engine.reader() as reader:
        assert lots(reader, "B") == [
            LotView("SOON", day + timedelta(days=2), location_account(place), 3),
            LotView("SOON", day + timedelta(days=2), location_account(place, "quality"), 1),
            LotView("LATE", day + timedelta(days=9), location_account(place), 5),
        ]


def test_alerts_name_the_levels_that_call_for_attention(stocked: World) -> None:
    ((sku, place),) = stocked.rows("select sku_id, location_id from inventory_level order by 1, 2 limit 1")
    stocked.done(SetSafetyStock(sku="B", location="L1", quantity=4))
    with stocked.unit() as unit:
        allocate(unit, [AllocationRow(1, 1, place, sku, 10)])
    stocked.wait(days=90)
    with stocked.engine.reader() as reader:
        assert stock_alerts(reader, now=stocked.now) == [
            AlertView("A", "L1", "stock_out", 10, 0, 10),
            AlertView("A", "L2", "dead", 4, 4, 0),
            AlertView("B", "L1", "low", 3, 3, 0),
        ]
