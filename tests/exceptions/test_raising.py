"""What raises which exception: everything that comes otherwise than agreed, once for each thing."""

from typing import Any

import pytest

from ordino.billing.commands import FlagOverdueInvoice
from ordino.delivery.commands import ReportLost, ReturnToSender
from ordino.inventory.commands import CountStock
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld
from tests.support.merchant import line


@pytest.fixture
def world(engine: TestEngine) -> DeliveryWorld:
    world = DeliveryWorld(engine)
    world.open_shop()
    return world


def raised(world: DeliveryWorld) -> list[tuple[Any, ...]]:
    return world.rows("select kind, subject, order_id, owner from exceptions_exception order by id")


def test_a_lost_shipment_is_somebodys_work(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way()

    world.completed(ReportLost(shipment_id=shipment_id, reason="no scan for 14 days"))

    assert raised(world) == [("shipment_lost", f"shipment/{shipment_id}", order_id, "customer service")]
    ((detail,),) = world.rows("select detail from exceptions_exception")
    assert detail == "3 × A will not arrive. no scan for 14 days"


def test_what_comes_back_undelivered_is_somebodys_work(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way()

    world.completed(ReturnToSender(shipment_id=shipment_id, reason="moved"))

    assert raised(world) == [("returned_to_sender", f"shipment/{shipment_id}", order_id, "customer service")]


def test_a_failed_attempt_is_raised_once_however_often_it_is_told(world: DeliveryWorld) -> None:
    order_id, shipment_id = world.on_its_way()

    world.completed(world.said(shipment_id, "failed_attempt", hours=1, event_id="1"))
    world.completed(world.said(shipment_id, "failed_attempt", hours=2, event_id="2"))

    assert raised(world) == [("delivery_failed", f"shipment/{shipment_id}", order_id, "customer service")]


def test_an_invoice_that_is_overdue_is_finances_work(world: DeliveryWorld) -> None:
    order_id, _ = world.on_its_way()
    ((invoice_id, number),) = world.rows("select id, number from billing_invoice where order_id = %s", order_id)
    world.engine.clock.set(world.engine.clock().replace(year=2027))

    world.completed(FlagOverdueInvoice(invoice_id=invoice_id))

    assert raised(world)[-1] == ("invoice_overdue", f"invoice/{number}", order_id, "finance")


def test_scenario_23_whoever_loses_units_to_a_count_has_an_exception(world: DeliveryWorld) -> None:
    world.stock("A", 10)
    first = world.place(line("A", 5, "1.00"), priority=1)
    last = world.place(line("A", 3, "1.00"))

    world.completed(CountStock(sku="A", location="LON", counted=6))

    assert raised(world) == [("count_shortfall", f"order/{last}", last, "warehouse")]
    assert world.lines(first, "allocated, backordered") == [(5, 0)]
    assert world.lines(last, "allocated, backordered") == [(1, 2)]
    ((detail,),) = world.rows("select detail from exceptions_exception")
    assert detail == "A count found too little; the order waits again for 2 of line 1."
