"""From packed packages to goods that have left."""

from datetime import date, timedelta

from ordino.delivery.commands import (
    CreateShipment,
    HandOverShipment,
    LabelShipment,
    ShipmentResult,
    ShipPackages,
    VoidShipment,
)
from ordino.delivery.events import ShipmentCreated, ShipmentHandedOver
from ordino.delivery.problems import NoServiceCarries, NotOneConsignment, NotPacked, OnHold, TrackingNumberTaken
from ordino.engine import Completed
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, VersionConflict
from ordino.orders.commands import HoldOrder, ReleaseHolds
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import kinds


def test_a_shipment_is_created_labeled_and_handed_over(world: DeliveryWorld) -> None:
    order_id, packages = world.packed_order(("A", 3), ("B", 2))

    created = world.shipment(CreateShipment(package_ids=packages))
    labeled = world.shipment(LabelShipment(shipment_id=created.shipment_id))
    gone = world.completed(HandOverShipment(shipment_id=created.shipment_id))

    assert (created.state, created.carrier, created.service, created.cost_minor) == ("created", "POST", "ECONOMY", 300)
    assert (labeled.state, labeled.tracking_number) == (
        "labeled",
        f"OD{created.shipment_id:010d}{labeled.tracking_number[-1]}",
    )
    assert world.state(created.shipment_id) == "handed_over"
    lines = (FulfilledUnits(1, world.sku_id("A") or 0, "A", 3), FulfilledUnits(2, world.sku_id("B") or 0, "B", 2))
    event = gone.events[0].event
    assert isinstance(event, ShipmentHandedOver)
    assert (event.order_id, event.location, event.carrier, event.lines) == (order_id, "LON", "POST", lines)
    assert event.tracking_number == labeled.tracking_number
    assert world.after_shipping(order_id) == [(0, 3, 0, 0), (0, 2, 0, 0)]
    assert world.order_row(order_id, "fulfillment_status") == ("shipped",)
    assert world.on_hand("A") == (0, 0)
    assert world.rows("select state from fulfillment_order") == [("shipped",)]
    assert world.rows(
        "select quantity, to_account, reference from inventory_movement where to_account = 'customer' order by id"
    ) == [(3, "customer", f"shipment/{created.shipment_id}"), (2, "customer", f"shipment/{created.shipment_id}")]


def test_until_the_hand_over_nothing_has_left(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.labeled(("A", 3))

    assert world.after_shipping(order_id) == [(3, 0, 0, 0)]
    assert world.on_hand("A") == (3, 3)
    assert world.state(shipment_id) == "labeled"


def test_packages_ship_in_one_step(world: DeliveryWorld) -> None:
    order_id, packages = world.packed_order(("A", 3))

    done = world.completed(ShipPackages(package_ids=packages))

    assert kinds(done.events)[:3] == ["ShipmentCreated", "ShipmentLabeled", "ShipmentHandedOver"]
    assert isinstance(done.result, ShipmentResult)
    assert done.result.state == "handed_over"
    assert world.after_shipping(order_id) == [(0, 3, 0, 0)]
    assert world.on_hand("A") == (0, 0)


def test_a_fulfillment_order_ships_as_a_whole(world: DeliveryWorld) -> None:
    order_id = world.order(("A", 3))
    world.pack(order_id, {1: 1}, {1: 2})
    ((key,),) = world.rows("select id from fulfillment_order")

    shipped = world.shipment(ShipPackages(fulfillment_order_id=key))

    assert world.rows("select parcels, weight_grams from delivery_shipment where id = %s", shipped.shipment_id) == [
        (2, 2500)
    ]
    assert world.rows("select quantity from delivery_line") == [(3,)]
    assert world.refused(ShipPackages(fulfillment_order_id=key)).code() == "InvalidInput"


def test_packages_of_one_fulfillment_order_may_leave_one_after_the_other(world: DeliveryWorld) -> None:
    order_id = world.order(("A", 3))
    first, second = world.pack(order_id, {1: 1}, {1: 2})

    world.ship((first,))
    assert world.after_shipping(order_id) == [(2, 1, 0, 0)]
    assert world.order_row(order_id, "fulfillment_status") == ("partial",)

    world.ship((second,))
    assert world.after_shipping(order_id) == [(0, 3, 0, 0)]
    assert world.rows("select state from fulfillment_order") == [("shipped",)]


def test_the_promise_decides_how_fast_it_goes_and_every_way_is_explained(world: DeliveryWorld) -> None:
    order_id = world.order(("A", 1))
    deadline = world.engine.clock().date() + timedelta(days=2)
    world.run("update sourcing_promise set deliver_by = %s where order_id = %s", (deadline, order_id))

    done = world.completed(CreateShipment(package_ids=world.pack(order_id)))

    event = done.events[0].event
    assert isinstance(event, ShipmentCreated)
    assert (event.carrier, event.service, event.deadline, event.arrives_on) == (
        "PARCEL",
        "STANDARD",
        deadline,
        deadline,
    )
    assert [(row.service, row.cost_minor, row.arrives_on, row.reason) for row in event.candidates] == [
        ("ECONOMY", 300, date(2026, 3, 7), "arrives after the promised day"),
        ("STANDARD", 450, date(2026, 3, 4), "cheapest in time"),
        ("EXPRESS", 900, date(2026, 3, 3), "costs more"),
    ]


def test_the_service_may_be_named(world: DeliveryWorld) -> None:
    _, packages = world.packed_order()

    named = world.shipment(CreateShipment(package_ids=packages, carrier="PARCEL", service="EXPRESS"))

    assert (named.carrier, named.service, named.cost_minor) == ("PARCEL", "EXPRESS", 900)


def test_what_no_table_carries_is_refused(world: DeliveryWorld) -> None:
    _, packages = world.packed_order()
    world.run("update fulfillment_package set weight_grams = 40000")

    assert isinstance(world.refused(CreateShipment(package_ids=packages)), NoServiceCarries)
    assert isinstance(world.refused(CreateShipment(package_ids=packages, carrier="POST")), NoServiceCarries)


def test_packages_are_shipped_once(world: DeliveryWorld) -> None:
    _, packages = world.packed_order()
    again = CreateShipment(package_ids=packages)

    first, second = world.ask(again, again)

    assert isinstance(first, Completed)
    assert second == Refused(NotPacked(package_id=packages[0], state="in a shipment"))
    assert world.refused(ShipPackages(package_ids=packages)) == NotPacked(package_id=packages[0], state="in a shipment")


def test_what_may_not_leave_together(world: DeliveryWorld) -> None:
    _, one = world.packed_order(("A", 1))
    _, other = world.packed_order(("A", 1))

    problem = world.refused(CreateShipment(package_ids=(*one, *other)))
    assert isinstance(problem, NotOneConsignment)
    assert world.refused(CreateShipment(package_ids=(one[0], one[0]))).code() == "InvalidInput"
    assert world.refused(CreateShipment(package_ids=())).code() == "InvalidInput"
    assert world.refused(CreateShipment(package_ids=(999_999,))) == NotFound(what="package", reference="999999")


def test_a_voided_shipment_gives_its_packages_back(world: DeliveryWorld) -> None:
    order_id, packages = world.packed_order()
    shipment_id = world.create(packages)
    world.label(shipment_id)

    world.completed(VoidShipment(shipment_id=shipment_id, reason="wrong box"))

    assert world.state(shipment_id) == "voided"
    assert world.rows("select state, shipment_id from fulfillment_package") == [("packed", None)]
    assert world.events(order_id)[-1] == "ShipmentVoided"
    assert world.shipment(ShipPackages(package_ids=packages)).state == "handed_over"


def test_a_tracking_number_names_one_shipment(world: DeliveryWorld) -> None:
    first, second = (world.create(world.packed_order(("A", 1))[1]) for _ in range(2))
    world.label(first, "JD014600006281")

    taken = LabelShipment(shipment_id=second, tracking_number="JD014600006281")
    assert world.refused(taken) == TrackingNumberTaken(tracking_number="JD014600006281")
    assert isinstance(world.refused(LabelShipment(shipment_id=second, tracking_number=" 1")), InvalidInput)


def test_a_hold_that_covers_it_refuses_the_hand_over_and_nothing_else(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.labeled(("A", 1), ("B", 1))
    world.accepted(HoldOrder(order_id=order_id, reason="fraud"))
    hand_over = HandOverShipment(shipment_id=shipment_id)

    assert world.refused(hand_over) == OnHold(order_id=order_id, reasons=("fraud",))
    world.accepted(ReleaseHolds(order_id=order_id, reason="fraud"))
    assert world.shipment(hand_over).state == "handed_over"


def test_a_hold_on_a_line_covers_what_holds_the_line(world: DeliveryWorld) -> None:
    order_id = world.order(("A", 1), ("B", 1))
    first, second = world.pack(order_id, {1: 1}, {2: 1})
    world.accepted(HoldOrder(order_id=order_id, reason="gift wrap", scope="line", line_number=2))
    world.accepted(HoldOrder(order_id=order_id, reason="inspect", scope="return"))

    assert world.refused(ShipPackages(package_ids=(second,))) == OnHold(order_id=order_id, reasons=("gift wrap",))
    assert world.shipment(ShipPackages(package_ids=(first,))).state == "handed_over"


def test_an_order_that_was_changed_meanwhile_does_not_leave(world: DeliveryWorld) -> None:
    order_id, packages = world.packed_order()

    stale = ShipPackages(package_ids=packages, expected_version=7)

    assert world.refused(stale) == VersionConflict(subject=f"Order {order_id}", expected_version=7, found_version=1)


def test_a_preview_of_shipping_is_what_is_booked_then(world: DeliveryWorld) -> None:
    _, packages = world.packed_order()
    before = world.contents()

    seen = world.preview(ShipPackages(package_ids=packages))
    assert world.contents() == before
    booked = world.completed(ShipPackages(package_ids=packages))

    assert isinstance(seen, Completed)
    assert kinds(seen.events) == kinds(booked.events)


def test_one_of_a_batch_harms_no_other(world: DeliveryWorld) -> None:
    first, held, third = (world.packed_order(("A", 1)) for _ in range(3))
    world.accepted(HoldOrder(order_id=held[0], reason="fraud"))

    outcomes = world.ask(*[ShipPackages(package_ids=packages) for _, packages in (first, held, third)])

    assert [isinstance(outcome, Refused) for outcome in outcomes] == [False, True, False]
    assert world.on_hand("A") == (1, 1)
