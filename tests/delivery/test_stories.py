"""Stories in which goods leave in parts."""

from ordino.inventory.commands import ReceiveStock
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import line


def test_what_waits_is_shipped_when_it_comes(world: DeliveryWorld) -> None:
    """Scenario 17 with real parcels: 3 leave, 10 come, 5 leave."""
    world.stock("A", 3)
    order_id = world.place(line("A", 8, "10.00"))
    assert world.lines(order_id, "allocated, backordered") == [(3, 5)]

    first = world.ship(world.pack(order_id))
    assert world.lines(order_id, "shipped, backordered") == [(3, 5)]
    assert world.order_row(order_id, "fulfillment_status") == ("partial",)
    world.completed(ReceiveStock(sku="A", location="LON", quantity=10))
    assert (world.lines(order_id, "allocated"), world.free("A")) == ([(5,)], 5)

    second = world.ship(world.pack(order_id))
    assert world.lines(order_id, "shipped, backordered, allocated") == [(8, 0, 0)]
    assert (world.on_hand("A"), world.free("A")) == ((5, 0), 5)
    for shipment_id in (first, second):
        world.completed(world.said(shipment_id, "delivered"))
    assert world.order_row(order_id, "fulfillment_status") == ("delivered",)
