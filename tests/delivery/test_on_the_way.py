"""What carriers and people say of shipments, and what becomes of the units."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from ordino.delivery.commands import (
    CloseManifest,
    ConfirmDelivery,
    HandOverShipment,
    ManifestResult,
    Performed,
    PerformServices,
    ReceiveReturnedShipment,
    RecordTracking,
    ReportLost,
    ReturnToSender,
    ServiceUnits,
)
from ordino.delivery.events import DeliveryFailed, ShipmentDelivered, ShipmentLost
from ordino.delivery.problems import NotAService, NothingToList, OnHold
from ordino.engine import Completed, Replayed
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.commands import CancelOrder, HoldOrder
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import kinds, line

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_shipment_goes_its_way_and_arrives(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))
    tracking_number = world.rows("select tracking_number from delivery_shipment")[0][0]

    for hour, status in enumerate(("in_transit", "out_for_delivery"), 1):
        world.completed(world.said(shipment_id, status, hours=hour))
        assert world.state(shipment_id) == status
    arrived = world.completed(
        RecordTracking(tracking_number=tracking_number, status="delivered", occurred_at=TEN, signed_by="A. Byron")
    )

    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]
    assert world.order_row(order_id, "fulfillment_status") == ("delivered",)
    delivered = arrived.events[1].event
    assert isinstance(delivered, ShipmentDelivered)
    assert (delivered.delivered_at, delivered.how, delivered.signed_by) == (TEN, "signature", "A. Byron")
    assert [(units.sku, units.quantity) for units in delivered.lines] == [("A", 3)]
    assert world.rows("select how, signed_by, ended_at from delivery_shipment") == [("signature", "A. Byron", TEN)]


def test_messages_in_any_order_lead_to_one_end(world: DeliveryWorld) -> None:
    said = [("in_transit", 1), ("failed_attempt", 2), ("out_for_delivery", 3), ("delivered", 4)]
    for order in permutations(said):
        order_id, shipment_id = world.on_its_way(("A", 2))

        world.ask(*[world.said(shipment_id, status, hours=hour) for status, hour in order])  # type: ignore[arg-type]

        assert world.state(shipment_id) == "delivered"
        assert world.after_shipping(order_id) == [(0, 2, 2, 0)]
        assert world.events(order_id).count("ShipmentDelivered") == 1


def test_a_message_that_is_repeated_counts_once(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way()
    delivered = world.said(shipment_id, "delivered", event_id="evt_1")

    first, second = world.ask(delivered, delivered)
    (third,) = world.ask(delivered)

    assert isinstance(first, Completed)
    assert isinstance(second, Replayed)
    assert isinstance(third, Replayed)
    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]
    assert world.rows("select count(*) from delivery_tracking") == [(1,)]


def test_a_message_without_a_name_is_known_by_its_status_and_time(world: DeliveryWorld) -> None:
    _, shipment_id = world.on_its_way()
    in_transit = world.said(shipment_id, "in_transit")

    world.ask(in_transit, in_transit, world.said(shipment_id, "in_transit", hours=1))

    assert world.rows("select count(*) from delivery_tracking") == [(2,)]


def test_what_a_carrier_says_before_the_hand_over_counts_from_then_on(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.labeled(("A", 3))
    world.completed(world.said(shipment_id, "delivered"))
    assert (world.state(shipment_id), world.after_shipping(order_id)) == ("labeled", [(3, 0, 0, 0)])

    gone = world.completed(HandOverShipment(shipment_id=shipment_id))

    assert kinds(gone.events)[:2] == ["ShipmentHandedOver", "ShipmentDelivered"]
    assert (world.state(shipment_id), world.after_shipping(order_id)) == ("delivered", [(0, 3, 3, 0)])


def test_a_failed_attempt_is_told_and_tried_again(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way()

    failed = world.completed(world.said(shipment_id, "failed_attempt", hours=1, detail="nobody at home"))

    event = failed.events[1].event
    assert isinstance(event, DeliveryFailed)
    assert event.detail == "nobody at home"
    world.completed(world.said(shipment_id, "in_transit", hours=2))
    assert world.state(shipment_id) == "in_transit"
    assert world.after_shipping(order_id) == [(0, 3, 0, 0)]


def test_a_lost_shipment_is_written_off_and_may_still_turn_up(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))

    lost = world.completed(ReportLost(shipment_id=shipment_id, reason="no scan for 14 days"))
    event = lost.events[0].event
    assert isinstance(event, ShipmentLost)
    assert event.detail == "no scan for 14 days"
    assert world.after_shipping(order_id) == [(0, 3, 0, 3)]

    world.completed(world.said(shipment_id, "delivered"))
    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]


def test_what_comes_back_undelivered_is_stock_again_when_it_is_received(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))
    world.completed(ReturnToSender(shipment_id=shipment_id, reason="address unknown"))
    assert (world.after_shipping(order_id), world.on_hand("A")) == ([(0, 3, 0, 3)], (0, 0))

    back = world.completed(ReceiveReturnedShipment(shipment_id=shipment_id))

    assert kinds(back.events)[:2] == ["ReturnedShipmentReceived", "StockTakenBack"]
    assert world.state(shipment_id) == "received_back"
    assert (world.after_shipping(order_id), world.on_hand("A"), world.free("A")) == ([(0, 3, 0, 3)], (3, 0), 3)
    world.completed(world.said(shipment_id, "delivered"))
    assert (world.state(shipment_id), world.after_shipping(order_id)) == ("received_back", [(0, 3, 0, 3)])


def test_damaged_goods_that_come_back_are_not_for_sale(world: DeliveryWorld) -> None:
    _, shipment_id = world.on_its_way(("A", 3))
    world.completed(ReturnToSender(shipment_id=shipment_id))

    world.completed(ReceiveReturnedShipment(shipment_id=shipment_id, bucket="damaged"))

    assert (world.on_hand("A"), world.free("A")) == ((3, 0), 0)


@pytest.mark.parametrize(
    ("proof", "kept"),
    [
        ({"how": "left"}, ("left", "", "")),
        ({"how": "signature", "signed_by": "A. Byron"}, ("signature", "A. Byron", "")),
        ({"how": "photo", "photo": "s3://proofs/12.jpg"}, ("photo", "", "s3://proofs/12.jpg")),
    ],
)
def test_a_delivery_is_confirmed_with_its_proof(
    world: DeliveryWorld, proof: dict[str, str], kept: tuple[str, str, str]
) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))

    world.completed(ConfirmDelivery(shipment_id=shipment_id, **proof))  # type: ignore[arg-type]

    assert world.rows("select how, signed_by, photo from delivery_shipment") == [kept]
    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]


@pytest.mark.parametrize("proof", [{"how": "signature"}, {"how": "photo"}, {"how": "collected"}])
def test_a_proof_that_proves_nothing_is_refused(world: DeliveryWorld, proof: dict[str, str]) -> None:
    _, shipment_id = world.on_its_way()

    assert isinstance(world.refused(ConfirmDelivery(shipment_id=shipment_id, **proof)), InvalidInput)  # type: ignore[arg-type]


def test_what_a_customer_collects_leaves_and_arrives_at_once(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.for_pickup(("A", 3))
    assert world.rows("select state, carrier, tracking_number from delivery_shipment") == [
        ("ready_for_pickup", "", None)
    ]
    assert isinstance(world.refused(ConfirmDelivery(shipment_id=shipment_id, how="left")), InvalidInput)

    collected = world.completed(ConfirmDelivery(shipment_id=shipment_id, how="collected", signed_by="Ada"))

    assert kinds(collected.events)[:2] == ["ShipmentHandedOver", "ShipmentDelivered"]
    assert world.state(shipment_id) == "collected"
    assert (world.after_shipping(order_id), world.on_hand("A")) == ([(0, 3, 3, 0)], (0, 0))


def test_a_hold_refuses_the_pickup(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.for_pickup()
    world.accepted(HoldOrder(order_id=order_id, reason="fraud"))

    collect = ConfirmDelivery(shipment_id=shipment_id, how="collected")
    assert world.refused(collect) == OnHold(order_id=order_id, reasons=("fraud",))


def test_a_message_names_one_shipment_and_a_time_with_its_zone(world: DeliveryWorld) -> None:
    _, shipment_id = world.on_its_way()

    unnamed = RecordTracking(status="lost", occurred_at=TEN)
    unknown = RecordTracking(tracking_number="?", status="lost", occurred_at=TEN)
    without_zone = RecordTracking(shipment_id=shipment_id, status="lost", occurred_at=TEN.replace(tzinfo=None))

    assert isinstance(world.refused(unnamed), InvalidInput)
    assert world.refused(unknown) == NotFound(what="shipment with tracking number", reference="?")
    assert isinstance(world.refused(without_zone), InvalidInput)


def test_services_are_performed_without_stock(world: DeliveryWorld) -> None:
    world.sku("ENGRAVING", kind="service")
    world.stock("A", 1)
    order_id = world.place(line("A", 1, "10.00"), line("ENGRAVING", 2, "5.00"), payment_terms="paid_elsewhere")

    done = world.completed(PerformServices(order_id=order_id, lines=(ServiceUnits(2, 1),)))
    assert done.result == Performed(order_id=order_id, quantity=1)
    assert kinds(done.events)[0] == "ServicesPerformed"
    assert world.lines(order_id, "allocated, shipped, delivered") == [(1, 0, 0), (1, 1, 1)]

    assert world.completed(PerformServices(order_id=order_id)).result == Performed(order_id=order_id, quantity=1)
    assert world.lines(order_id, "allocated, shipped, delivered") == [(1, 0, 0), (0, 2, 2)]
    assert isinstance(world.refused(PerformServices(order_id=order_id)), InvalidInput)
    goods = PerformServices(order_id=order_id, lines=(ServiceUnits(1, 1),))
    assert world.refused(goods) == NotAService(order_id=order_id, line_number=1, wanted=1, open_units=0)


def test_services_that_are_held_or_gone_are_not_performed(world: DeliveryWorld) -> None:
    world.sku("ENGRAVING", kind="service")
    held, gone = (world.place(line("ENGRAVING", 2, "5.00")) for _ in range(2))
    world.accepted(HoldOrder(order_id=held, reason="approval"))
    world.accepted(CancelOrder(order_id=gone, reason="late"))

    assert world.refused(PerformServices(order_id=held)) == OnHold(order_id=held, reasons=("approval",))
    assert isinstance(world.refused(PerformServices(order_id=gone)), InvalidInput)
    assert world.refused(PerformServices(order_id=1)) == NotFound(what="order", reference="1")


def test_a_manifest_lists_what_was_handed_over_since_the_one_before(world: DeliveryWorld) -> None:
    shipments = [world.on_its_way(("A", 1))[1] for _ in range(2)]
    world.labeled(("A", 1))
    close = CloseManifest(location="LON", carrier="POST")

    first, again, other = world.ask(close, close, CloseManifest(location="LON", carrier="PARCEL"))

    assert isinstance(first, Completed)
    assert isinstance(first.result, ManifestResult)
    assert first.result.shipments == 2
    assert again == Refused(NothingToList(location="LON", carrier="POST"))
    assert other == Refused(NothingToList(location="LON", carrier="PARCEL"))
    listed = world.rows("select id from delivery_shipment where manifest_id = %s order by id", first.result.manifest_id)
    assert [key for (key,) in listed] == shipments
    assert world.refused(CloseManifest(location="NOWHERE", carrier="POST")).code() == "NotFound"
