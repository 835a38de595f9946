"""The books of shipments: clean after everything that can happen, and every falsified fact is named by its rule."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ordino.delivery.commands import (
    CloseManifest,
    ConfirmDelivery,
    PerformServices,
    ReceiveReturnedShipment,
    ReportLost,
    ReturnToSender,
    VoidShipment,
)
from ordino.engine import Reader
from ordino.simulation.audit import audit
from ordino.simulation.audit.delivery_rules import DELIVERY_RULES
from tests.conftest import MONDAY_MORNING, TestEngine
from tests.delivery.world import DeliveryWorld
from tests.support.database import TestDatabase
from tests.support.merchant import line

TITLES = {rule.title for rule in DELIVERY_RULES}


class Busy(DeliveryWorld):
    """Everything that can happen to shipments has happened; `ids` are orders and shipments by a name."""

    ids: dict[str, int]

    def work(self) -> None:
        self.open_shop()
        self.sku("WRAP", kind="service")
        self.ids = {}
        for name in ("gone", "arrived", "lost", "back", "received", "found"):
            self.ids[f"order_{name}"], self.ids[name] = self.on_its_way(("A", 3))
        self.completed(self.said(self.ids["arrived"], "in_transit"))
        self.completed(self.said(self.ids["arrived"], "delivered", hours=1))
        for name in ("lost", "found"):
            self.completed(ReportLost(shipment_id=self.ids[name]))
        self.completed(self.said(self.ids["found"], "delivered"))
        for name in ("back", "received"):
            self.completed(ReturnToSender(shipment_id=self.ids[name]))
        self.completed(ReceiveReturnedShipment(shipment_id=self.ids["received"], bucket="damaged"))
        self.ids["order_collected"], self.ids["collected"] = self.for_pickup(("B", 2))
        self.completed(ConfirmDelivery(shipment_id=self.ids["collected"], how="collected"))
        self.completed(VoidShipment(shipment_id=self.labeled(("B", 1))[1]))
        self.completed(self.said(self.labeled(("B", 1))[1], "in_transit"))
        self.completed(PerformServices(order_id=self.place(line("WRAP", 2, "1.00"))))
        two = self.order(("B", 3))
        self.ship(self.pack(two, {1: 1}, {1: 2})[:1])
        self.completed(CloseManifest(location="LON", carrier="POST"))


@pytest.fixture(scope="module")
def busy(session_engine: TestEngine, database: TestDatabase) -> Iterator[Busy]:
    session_engine.clock.set(MONDAY_MORNING)
    world = Busy(session_engine)
    world.work()
    yield world
    database.empty()


GONE, ARRIVED = "order {order_gone} line 1", "order {order_arrived} line 1"
TAMPERINGS = (
    (
        "units that left without a shipment",
        "update orders_line set shipped = 2, packed = 1 where order_id = {order_gone}",
        [("I6", GONE, "shipped", "3", "2")],
    ),
    (
        "units that arrived without their shipment",
        "update orders_line set delivered = 1 where order_id = {order_gone}",
        [("I6", GONE, "delivered", "0", "1"), ("E6", GONE, "delivered", "0", "1")],
    ),
    (
        "units written off that arrived",
        "update orders_line set delivered = 2, written_off = 1 where order_id = {order_arrived}",
        [
            ("I6", ARRIVED, "delivered", "3", "2"),
            ("I6", ARRIVED, "written_off", "0", "1"),
            ("E6", ARRIVED, "delivered", "3", "2"),
            ("E6", ARRIVED, "written_off", "0", "1"),
        ],
    ),
    (
        "the content of a shipment",
        "update delivery_line set quantity = 2 where shipment_id = {gone}",
        [
            ("I6", GONE, "shipped", "2", "3"),
            ("I3", "shipment {gone}", "lines that differ from the packages", "0", "1"),
            ("I4", "shipment/{gone} SKU A", "units to the customer", "2", "3"),
        ],
    ),
    (
        "a shipment that has not arrived",
        "update delivery_shipment set state = 'in_transit' where id = {arrived}",
        [
            ("I6", ARRIVED, "delivered", "0", "3"),
            ("S2", "shipment {arrived}", "state", "delivered", "in_transit"),
            ("E6", "shipment {arrived}", "state", "delivered", "in_transit"),
        ],
    ),
    (
        "a message that is taken away",
        "delete from delivery_tracking where shipment_id = {arrived} and status = 'delivered'",
        [("S2", "shipment {arrived}", "state", "in_transit", "delivered")],
    ),
    (
        "a movement",
        "update inventory_movement set quantity = 2 where reference = 'shipment/{gone}'",
        [("I4", "shipment/{gone} SKU A", "units to the customer", "3", "2")],
    ),
    (
        "goods that came back twice",
        "update inventory_movement set quantity = 6 where reference = 'shipment/{received}' and from_account = 'customer'",
        [("I4", "shipment/{received} SKU A", "units received back", "3", "6")],
    ),
    (
        "a movement from another place",
        "update inventory_movement set from_account = 'location/999999/available' where reference = 'shipment/{gone}'",
        [
            ("I4", "shipment/{gone} SKU A", "units to the customer", "0", "3"),
            ("I4", "shipment/{gone} SKU A", "units to the customer", "3", "0"),
        ],
    ),
    (
        "a package in another shipment",
        "update fulfillment_package set shipment_id = {arrived} where shipment_id = {gone}",
        [
            ("I3", "shipment {gone}", "lines that differ from the packages", "0", "1"),
            ("I3", "shipment {gone}", "parcels", "0", "1"),
            ("I3", "shipment {gone}", "weight_grams", "0", "1250"),
            ("I3", "shipment {arrived}", "lines that differ from the packages", "0", "1"),
            ("I3", "shipment {arrived}", "parcels", "2", "1"),
            ("I3", "shipment {arrived}", "weight_grams", "2500", "1250"),
        ],
    ),
    (
        "a package that stays",
        "update fulfillment_package set state = 'packed' where shipment_id = {gone}",
        [("I3", "shipment {gone}", "packages in another state", "0", "1")],
    ),
    (
        "a manifest",
        "update delivery_manifest set shipments = 9",
        [("I3", "manifest {manifest}", "shipments", "7", "9")],
    ),
    (
        "a shipment nobody made",
        "update engine_event set kind = 'Forgotten' where kind = 'ShipmentCreated' and "
        "(data ->> 'shipment_id')::bigint = {lost}",
        [
            ("E6", "shipment {lost}", "state", "none", "lost"),
            ("E6", "order {order_lost} line 1", "written_off", "0", "3"),
        ],
    ),
)


def differences(busy: Busy, connection: "psycopg.Connection[tuple[Any, ...]]") -> list[tuple[str, ...]]:
    found = audit(Reader(connection), now=busy.engine.clock(), orders_in_a_range=3)
    return [
        (one.rule, one.thing, one.figure, one.expected, one.found)
        for checked in found.rules
        if checked.title in TITLES
        for one in checked.differences
    ]


def test_the_books_are_clean_after_everything_that_can_happen(busy: Busy) -> None:
    with busy.engine.reader() as reader:
        report = audit(reader, now=busy.engine.clock(), orders_in_a_range=3)

    assert report.differences == ()
    assert {rule.title: rule.rows for rule in report.rules if rule.subject == "shipments"} == {
        title: 10 for title in TITLES if {rule.title: rule.subject for rule in DELIVERY_RULES}[title] == "shipments"
    }


@pytest.mark.parametrize(("what", "sql", "named"), TAMPERINGS, ids=[what for what, _, _ in TAMPERINGS])
def test_what_is_falsified_is_named(
    busy: Busy, tamper: "psycopg.Connection[tuple[Any, ...]]", what: str, sql: str, named: list[tuple[str, ...]]
) -> None:
    ((manifest,),) = busy.rows("select id from delivery_manifest")
    ids = busy.ids | {"manifest": manifest}
    with tamper.transaction(force_rollback=True):
        tamper.execute(sql.format(**ids))  # type: ignore[call-overload]
        found = differences(busy, tamper)

    expected = [tuple(text.format(**ids) for text in row) for row in named]
    assert sorted(found) == sorted(expected)
