"""From packages to the customer's hands: stock, lines, fulfillment orders and the journal say the same."""

from collections.abc import Iterator

import pytest

from ordino.delivery.commands import (
    CreateShipment,
    PerformServices,
    RecordTracking,
    ReportLost,
    ShipmentResult,
    ShipPackages,
    VoidShipment,
)
from ordino.fulfillment.commands import PickUnits, RecallFulfillment
from ordino.fulfillment.problems import PackageTakenUp, PartlyShipped
from ordino.fulfillment.rows import PackedUnits, PickedUnits
from ordino.network.commands import RateEntry, RegisterCarrier, ServiceEntry
from tests.conftest import TestEngine
from tests.fulfillment.house import House


@pytest.fixture
def house(engine: TestEngine) -> Iterator[House]:
    """A house with a carrier; after each test the audit must find no difference."""
    house = House(engine)
    house.channel()
    house.tax("GB", "20")
    rate = RateEntry(
        from_country="GB", to_country="GB", max_weight_grams=30_000, amount_minor=300, currency="GBP", transit_days=2
    )
    house.completed(RegisterCarrier(code="POST", services=(ServiceEntry(code="PARCEL", rates=(rate,)),)))
    yield house
    house.assert_books_agree()


def ship(house: House, fulfillment_order_id: int) -> int:
    """Everything that stands packed leaves; answers the shipment."""
    result = house.completed(ShipPackages(fulfillment_order_id=fulfillment_order_id)).result
    assert isinstance(result, ShipmentResult)
    return result.shipment_id


def deliver(house: House, shipment_id: int) -> None:
    house.completed(
        RecordTracking(shipment_id=shipment_id, event_id="d", status="delivered", occurred_at=house.engine.clock())
    )


def test_scenario_17_what_is_there_ships_and_the_rest_follows_when_it_has_come(house: House) -> None:
    """On hand 3, order 8: 3 ship; 10 come in, 5 are allocated, 5 available; 5 ship, 5 stay on hand."""
    house.stock("A", 3)
    order_id, first = house.packed(("A", 8))
    assert house.buckets(order_id) == {"backordered": 5, "packed": 3}
    ship(house, first)
    assert (house.buckets(order_id), house.on_hand("A")) == ({"backordered": 5, "shipped": 3}, 0)
    house.stock("A", 10)
    assert (house.buckets(order_id), house.free("A")) == ({"allocated": 5, "shipped": 3}, 5)
    (second,) = house.plan(order_id).fulfillment_order_ids
    house.completed(PickUnits(fulfillment_order_id=second))
    house.pack(second)
    ship(house, second)
    assert (house.buckets(order_id), house.on_hand("A"), house.free("A")) == ({"shipped": 8}, 5, 5)
    assert house.fulfillment_orders(order_id) == [("LON", "shipped"), ("LON", "shipped")]
    assert house.allocations(order_id) == []


def test_one_of_two_packages_leaves_and_the_other_waits(house: House) -> None:
    house.stock("A", 5)
    order_id, key = house.picked(("A", 5))
    first = house.pack(key, lines=(PackedUnits(1, 2),)).package_id
    house.completed(ShipPackages(package_ids=(first,)))
    assert house.buckets(order_id) == {"picked": 3, "shipped": 2}
    assert house.fulfillment_orders(order_id) == [("LON", "picking")]
    assert house.refused(RecallFulfillment(fulfillment_order_id=key)) == PartlyShipped(fulfillment_order_id=key)
    house.pack(key)
    assert house.fulfillment_orders(order_id) == [("LON", "packed")]
    ship(house, key)
    assert house.fulfillment_orders(order_id) == [("LON", "shipped")]


def test_when_the_rest_is_short_what_has_left_is_the_whole(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.released(("A", 3))
    house.completed(PickUnits(fulfillment_order_id=key, lines=(PickedUnits(line_number=1, picked=1),)))
    house.pack(key)
    ship(house, key)
    house.completed(PickUnits(fulfillment_order_id=key, lines=(PickedUnits(line_number=1, short=2),)))
    assert house.fulfillment_orders(order_id) == [("LON", "shipped")]
    assert house.buckets(order_id) == {"backordered": 2, "shipped": 1}


def test_a_package_in_a_shipment_stays_closed_until_the_shipment_is_voided(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.picked(("A", 3))
    package = house.pack(key).package_id
    created = house.completed(CreateShipment(package_ids=(package,))).result
    assert isinstance(created, ShipmentResult)
    problem = house.refused(RecallFulfillment(fulfillment_order_id=key))
    assert problem == PackageTakenUp(package_id=package, shipment_id=created.shipment_id)
    house.completed(VoidShipment(shipment_id=created.shipment_id))
    house.completed(RecallFulfillment(fulfillment_order_id=key))
    assert house.buckets(order_id) == {"allocated": 3}


def test_an_order_that_completes_closes_its_fulfillment(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.packed(("A", 3))
    deliver(house, ship(house, key))
    assert house.order_row(order_id, "state") == ("completed",)
    assert house.fulfillment_orders(order_id) == [("LON", "closed")]


def test_what_is_lost_and_found_again_is_told_by_the_journal(house: House) -> None:
    house.stock("A", 3)
    order_id, key = house.packed(("A", 3))
    shipment_id = ship(house, key)
    house.completed(ReportLost(shipment_id=shipment_id))
    assert house.lines(order_id, "delivered, written_off") == [(0, 3)]
    house.assert_books_agree()


def test_services_go_without_fulfillment(house: House) -> None:
    house.stock("A", 3)
    house.sku("FITTING", kind="service")
    order_id = house.order(("A", 1), ("FITTING", 1))
    assert house.plan(order_id).quantity == 1
    house.completed(PerformServices(order_id=order_id))
    assert house.lines(order_id, "shipped, delivered") == [(0, 0), (1, 1)]
