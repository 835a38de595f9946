"""The whole story of an order through every part: what one part does makes the next one go on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordino.delivery.commands import ConfirmDelivery, HandOverShipment, PerformServices
from ordino.orders.commands import CancelUnits, CompleteOrder
from ordino.orders.problems import NotComplete
from ordino.orders.rows import OrderedCharge
from ordino.payments.commands import ConfirmRefund
from ordino.returns.commands import (
    ApproveReturn,
    CancelReturn,
    ExpireReturn,
    InspectReturn,
    ReceiveReturn,
    RefundReturn,
    RequestReturn,
)
from ordino.returns.rows import InspectedUnits, ReceivedUnits, UnitsToReturn
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.payments.till import Till
from tests.support.merchant import line

STATUSES = "state, fulfillment_status, payment_status, invoice_status"


@pytest.fixture
def world(engine: TestEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeliveryWorld]:
    """A shop that waits half an hour for money; whatever a test does, its books agree in the end."""
    monkeypatch.setenv("ORDINO_DATA_DIRECTORY", str(tmp_path))
    made = DeliveryWorld(engine)
    made.open_shop()
    made.run("update network_channel set payment_minutes = 30")
    yield made
    with engine.reader() as reader:
        assert audit(reader, now=engine.clock()).differences == ()


def invoices(world: DeliveryWorld, order_id: int) -> list[tuple[int, int]]:
    return world.rows("select total_minor, open_minor from billing_invoice where order_id = %s order by id", order_id)


def test_an_order_goes_from_placed_to_completed_by_itself(world: DeliveryWorld) -> None:
    till = Till(world)
    order_id = world.order(("A", 3), charges=(OrderedCharge(kind="shipping", label="Post", amount_minor=500),))
    assert world.order_row(order_id, STATUSES) == ("placed", "allocated", "unpaid", "none")

    till.authorize(order_id, 3500)
    assert world.order_row(order_id, STATUSES) == ("confirmed", "allocated", "authorized", "none")

    shipment_id = world.ship(world.pack(order_id))
    assert invoices(world, order_id) == [(3500, 3500)]
    till.work()
    assert invoices(world, order_id) == [(3500, 0)]
    assert world.order_row(order_id, STATUSES) == ("confirmed", "shipped", "paid", "paid")

    world.completed(ConfirmDelivery(shipment_id=shipment_id))

    assert world.order_row(order_id, STATUSES) == ("completed", "delivered", "paid", "paid")


def test_goods_that_leave_in_parts_are_invoiced_and_captured_in_parts(world: DeliveryWorld) -> None:
    till = Till(world)
    order_id = world.order(("A", 3), ("B", 2))
    till.authorize(order_id, 5000)
    first, second = world.pack(order_id, {1: 3}, {2: 2})

    arrived = world.ship((first,))
    till.work()
    assert till.sums(order_id) == (2000, 3000, 0)
    world.completed(ConfirmDelivery(shipment_id=arrived))
    assert world.order_row(order_id, STATUSES) == ("confirmed", "partial", "partially_paid", "partial")

    world.completed(ConfirmDelivery(shipment_id=world.ship((second,))))
    assert world.order_row(order_id, "state") == ("confirmed",)
    till.work()

    assert invoices(world, order_id) == [(3000, 0), (2000, 0)]
    assert world.order_row(order_id, STATUSES) == ("completed", "delivered", "paid", "paid")


def test_what_is_not_paid_is_not_handed_over(world: DeliveryWorld) -> None:
    till = Till(world)
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    shipment_id = world.create(world.pack(order_id))
    world.label(shipment_id)
    till.void(order_id)

    assert world.holds(order_id) == ["payment"]
    assert world.refused(HandOverShipment(shipment_id=shipment_id)).code() == "OnHold"
    assert invoices(world, order_id) == []

    till.authorize(order_id, 3000)
    world.completed(HandOverShipment(shipment_id=shipment_id))
    assert invoices(world, order_id) == [(3000, 3000)]
    till.work()


def test_what_is_canceled_after_it_was_paid_goes_back(world: DeliveryWorld) -> None:
    till = Till(world)
    order_id = world.order(("A", 3), ("B", 2))
    till.receive(order_id, 5000)

    world.change(order_id, CancelUnits(line_number=2, quantity=1))
    till.work()

    ((refund_id, state, amount),) = till.refunds(order_id, "id, state, amount_minor")
    assert (state, amount) == ("approved", 1000)
    till.paid(ConfirmRefund(refund_id=refund_id))
    assert till.sums(order_id) == (0, 5000, 1000)
    assert world.order_row(order_id, "total_minor, payment_status") == (4000, "partially_refunded")


def test_goods_that_come_back_are_credited_and_refunded_to_the_cent(world: DeliveryWorld) -> None:
    till = Till(world)
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    world.completed(ConfirmDelivery(shipment_id=world.ship(world.pack(order_id))))
    till.work()
    world.completed(RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=1, reason="size"),)))
    ((return_id,),) = world.rows("select id from returns_return")
    world.completed(ApproveReturn(return_id=return_id))
    world.completed(
        ReceiveReturn(return_id=return_id, location="LON", lines=(ReceivedUnits(line_number=1, quantity=1),))
    )
    looked_at = InspectedUnits(line_number=1, quantity=1, disposition="restock")
    world.completed(InspectReturn(return_id=return_id, location="LON", lines=(looked_at,)))

    world.completed(RefundReturn(return_id=return_id))
    till.work()

    assert till.sums(order_id) == (0, 3000, 1000)
    assert world.order_row(order_id, "credited_minor, return_status, payment_status") == (
        1000,
        "partial",
        "partially_refunded",
    )
    assert world.rows("select total_minor, state from billing_credit_note") == [(1000, "settled")]
    assert world.on_hand("A") == (1, 0)


@pytest.mark.parametrize("how", ["canceled", "expired"])
def test_an_order_ends_when_the_return_it_waited_for_does_not_come(world: DeliveryWorld, how: str) -> None:
    till = Till(world)
    order_id = world.order(("A", 3))
    till.authorize(order_id, 3000)
    world.completed(ConfirmDelivery(shipment_id=world.ship(world.pack(order_id))))
    world.completed(RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=1, reason="size"),)))
    ((return_id,),) = world.rows("select id from returns_return")
    world.completed(ApproveReturn(return_id=return_id))
    till.work()
    assert world.order_row(order_id, STATUSES) == ("confirmed", "delivered", "paid", "paid")

    if how == "canceled":
        world.completed(CancelReturn(return_id=return_id, reason="keeps it"))
    else:
        world.engine.clock.set(world.engine.clock() + timedelta(days=90))
        world.completed(ExpireReturn(return_id=return_id))

    assert world.order_row(order_id, STATUSES) == ("completed", "delivered", "paid", "paid")


def test_a_service_is_performed_invoiced_and_paid_without_a_parcel(world: DeliveryWorld) -> None:
    till = Till(world)
    world.sku("ENGRAVING", kind="service")
    order_id = world.place(line("ENGRAVING", 2, "15.00"))
    till.authorize(order_id, 3000)

    world.completed(PerformServices(order_id=order_id))
    till.work()

    assert world.order_row(order_id, STATUSES) == ("completed", "delivered", "paid", "paid")
    assert world.rows("select count(*) from delivery_shipment") == [(0,)]


def test_an_order_with_something_open_says_what_it_is(world: DeliveryWorld) -> None:
    order_id, _ = world.packed_order(("A", 3), payment_terms="paid_elsewhere")

    assert world.refused(CompleteOrder(order_id=order_id)) == NotComplete(
        order_id=order_id, still_open=("3 units are not shipped",)
    )
