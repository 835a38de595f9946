"""Two at once: one wins, and stock, lines and money follow the winner."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ordino.delivery.commands import (
    CloseManifest,
    ConfirmDelivery,
    HandOverShipment,
    PerformServices,
    ReportLost,
    ShipPackages,
    VoidShipment,
)
from ordino.engine import SYSTEM, Completed, Outcome
from ordino.fulfillment.commands import RecallFulfillment
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import VersionConflict
from ordino.orders.commands import CancelOrder
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import line
from tests.support.statements import count_statements


def at_once(world: DeliveryWorld, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(world.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


def won(outcomes: list[Outcome]) -> list[bool]:
    return [isinstance(outcome, Completed) for outcome in outcomes]


@pytest.mark.parametrize("attempt", range(3))
def test_scenario_28_of_a_cancellation_and_a_service_performed_at_one_version_one_wins(
    world: DeliveryWorld, attempt: int
) -> None:
    world.sku("ENGRAVING", kind="service")
    order_id = world.place(line("ENGRAVING", 2, "5.00"))

    canceled, performed = at_once(
        world,
        CancelOrder(order_id=order_id, reason="late", expected_version=1),
        PerformServices(order_id=order_id, expected_version=1),
    )

    assert sorted(won([canceled, performed])) == [False, True]
    if isinstance(canceled, Completed):
        assert isinstance(performed, Refused)
        assert performed.problem == VersionConflict(subject=f"Order {order_id}", expected_version=1, found_version=2)
        assert world.lines(order_id, "canceled, shipped, delivered") == [(2, 0, 0)]
        assert world.order_row(order_id, "total_minor") == (0,)
    else:
        assert world.lines(order_id, "canceled, shipped, delivered") == [(0, 2, 2)]
        assert world.order_row(order_id, "total_minor") == (1000,)


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_recall_to_cancel_and_a_hand_over_one_wins(world: DeliveryWorld, attempt: int) -> None:
    order_id, packages = world.packed_order(("A", 3))
    ((key,),) = world.rows("select id from fulfillment_order")

    recalled, shipped = at_once(
        world, RecallFulfillment(fulfillment_order_id=key), ShipPackages(package_ids=packages, expected_version=1)
    )
    (canceled,) = world.ask(CancelOrder(order_id=order_id, reason="late", expected_version=1))

    assert sorted(won([recalled, shipped])) == [False, True]
    assert isinstance(canceled, Completed) == isinstance(recalled, Completed)
    if isinstance(recalled, Completed):
        assert (world.on_hand("A"), world.free("A")) == ((3, 0), 3)
        assert world.order_row(order_id, "total_minor") == (0,)
    else:
        assert (world.on_hand("A"), world.free("A")) == ((0, 0), 0)
        assert world.order_row(order_id, "total_minor") == (3000,)
        assert world.after_shipping(order_id) == [(0, 3, 0, 0)]


def test_packages_handed_over_twice_at_once_leave_once(world: DeliveryWorld) -> None:
    order_id, packages = world.packed_order(("A", 3))

    outcomes = at_once(world, *[ShipPackages(package_ids=packages)] * 4)

    assert sorted(won(outcomes)) == [False, False, False, True]
    assert world.after_shipping(order_id) == [(0, 3, 0, 0)]
    assert world.rows("select sum(quantity) from inventory_movement where to_account = 'customer'") == [(3,)]


def test_a_shipment_handed_over_and_voided_at_once_is_one_of_both(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.labeled(("A", 3))

    outcomes = at_once(
        world,
        HandOverShipment(shipment_id=shipment_id),
        HandOverShipment(shipment_id=shipment_id),
        VoidShipment(shipment_id=shipment_id),
    )

    assert sorted(won(outcomes)) == [False, False, True]
    gone = world.state(shipment_id) == "handed_over"
    assert world.after_shipping(order_id) == ([(0, 3, 0, 0)] if gone else [(3, 0, 0, 0)])
    assert world.on_hand("A") == ((0, 0) if gone else (3, 3))


def test_one_message_ten_times_at_once_counts_once(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))

    at_once(world, *[world.said(shipment_id, "delivered", event_id="evt_1")] * 10)

    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]
    assert world.events(order_id).count("ShipmentDelivered") == 1


def test_delivered_and_lost_at_once_is_delivered(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way(("A", 3))

    at_once(world, world.said(shipment_id, "delivered"), ReportLost(shipment_id=shipment_id))

    assert (world.state(shipment_id), world.after_shipping(order_id)) == ("delivered", [(0, 3, 3, 0)])


def test_a_pickup_is_collected_once(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.for_pickup(("A", 3))

    outcomes = at_once(world, *[ConfirmDelivery(shipment_id=shipment_id, how="collected")] * 3)

    assert sorted(won(outcomes)) == [False, False, True]
    assert world.after_shipping(order_id) == [(0, 3, 3, 0)]


def test_two_manifests_at_once_list_a_shipment_once(world: DeliveryWorld) -> None:
    world.on_its_way()

    outcomes = at_once(world, *[CloseManifest(location="LON", carrier="POST")] * 3)

    assert sorted(won(outcomes)) == [False, False, True]
    assert world.rows("select sum(shipments), count(*) from delivery_manifest") == [(1, 1)]


def test_the_number_of_statements_does_not_grow_with_the_shipments(
    world: DeliveryWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = [world.packed_order(("A", 2))[1] for _ in range(6)]
    statements = count_statements(monkeypatch)

    def asked(*commands: Command) -> int:
        statements.clear()
        assert all(won(world.ask(*commands)))
        return len(statements)

    shipped_one = asked(ShipPackages(package_ids=packages[0]))
    shipped_five = asked(*[ShipPackages(package_ids=one) for one in packages[1:]])
    first, *others = [key for (key,) in world.rows("select id from delivery_shipment order by id")]
    said_one = asked(world.said(first, "delivered"))
    said_five = asked(*[world.said(other, "delivered") for other in others])

    assert (shipped_five, said_five) == (shipped_one, said_one)
