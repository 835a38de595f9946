"""A lost parcel: the order waits for a decision, and ends with it; nobody keeps money for what never came."""

from typing import Any

import pytest

from ordino.delivery.commands import ConfirmDelivery, ReportLost, ReturnToSender, SettleLostShipment, ShipPackages
from ordino.delivery.problems import SettledAlready
from ordino.kernel.problems import InvalidInput, StateRefuses
from ordino.payments.commands import ConfirmRefund, RecordPayment
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld


class Shop(DeliveryWorld):
    def lost(self, command: type = ReportLost) -> tuple[int, int]:
        """A paid order whose only parcel is lost."""
        order_id = self.order(("A", 3))
        self.completed(RecordPayment(order_id=order_id, amount_minor=3_000, method="transfer"))
        (package,) = self.pack(order_id)
        shipment_id = self.shipment(ShipPackages(package_ids=(package,))).shipment_id
        self.completed(command(shipment_id=shipment_id))
        return order_id, shipment_id

    def money(self, order_id: int) -> tuple[Any, ...]:
        return self.order_row(order_id, "state, total_minor, credited_minor, captured_minor, refunded_minor")

    def exceptions(self) -> list[tuple[Any, ...]]:
        return self.rows("select kind, state from exceptions_exception order by id")

    def give_money_back(self) -> None:
        for (refund_id,) in self.rows("select id from payments_refund where state in ('approved', 'requested')"):
            self.completed(ConfirmRefund(refund_id=refund_id))

    def assert_books_agree(self) -> None:
        with self.engine.reader() as reader:
            differences = audit(reader, now=self.engine.clock()).differences
        assert [(one.rule, one.thing, one.expected, one.found) for one in differences] == []


@pytest.fixture
def shop(engine: TestEngine) -> Shop:
    shop = Shop(engine)
    shop.open_shop()
    return shop


@pytest.mark.parametrize("command", [ReportLost, ReturnToSender])
def test_until_it_is_decided_the_order_is_not_complete_and_nothing_else_waits(shop: Shop, command: type) -> None:
    order_id, _ = shop.lost(command)
    assert shop.order_row(order_id, "state") == ("confirmed",)
    assert shop.holds(order_id) == ["shipment_lost"]
    assert len(shop.exceptions()) == 1
    shop.assert_books_agree()


def test_refunded_the_money_goes_back_and_the_order_is_complete(shop: Shop) -> None:
    order_id, shipment_id = shop.lost()

    shop.completed(SettleLostShipment(shipment_id=shipment_id, decision="refund", note="claim 77"))
    assert shop.money(order_id) == ("confirmed", 3_000, 3_000, 3_000, 0)
    shop.give_money_back()

    assert shop.money(order_id) == ("completed", 3_000, 3_000, 3_000, 3_000)
    assert shop.exceptions() == [("shipment_lost", "resolved")]
    assert shop.rows("select note from exceptions_exception") == [("refund. claim 77",)]
    shop.assert_books_agree()


def test_sent_again_for_nothing_the_order_is_complete_and_another_goes_out(shop: Shop) -> None:
    order_id, shipment_id = shop.lost()
    shop.stock("A", 3)

    shop.completed(SettleLostShipment(shipment_id=shipment_id, decision="replace"))

    assert shop.money(order_id) == ("completed", 3_000, 0, 3_000, 0)
    ((again, total, state),) = shop.rows(
        "select id, total_minor, state from orders_order where external_reference = %s",
        f"replacement/shipment/{shipment_id}",
    )
    assert (total, state) == (0, "confirmed")
    assert shop.lines(again, "sku, ordered, allocated") == [("A", 3, 3)]
    assert shop.exceptions() == [("shipment_lost", "resolved")]
    shop.assert_books_agree()


def test_left_at_that_the_order_is_complete_as_it_is(shop: Shop) -> None:
    order_id, shipment_id = shop.lost()
    shop.completed(SettleLostShipment(shipment_id=shipment_id, decision="write_off", note="insured by the customer"))
    assert shop.money(order_id) == ("completed", 3_000, 0, 3_000, 0)
    assert shop.exceptions() == [("shipment_lost", "resolved")]
    shop.assert_books_agree()


def test_a_parcel_that_turns_up_ends_the_wait(shop: Shop) -> None:
    order_id, shipment_id = shop.lost()
    shop.completed(ConfirmDelivery(shipment_id=shipment_id))
    assert shop.money(order_id) == ("completed", 3_000, 0, 3_000, 0)
    assert shop.holds(order_id) == []
    assert shop.exceptions() == [("shipment_lost", "resolved")]
    shop.assert_books_agree()


def test_of_two_lost_parcels_of_an_order_each_waits_for_its_own_decision(shop: Shop) -> None:
    order_id = shop.order(("A", 3))
    packages = shop.pack(order_id, {1: 1}, {1: 2})
    first, second = (shop.shipment(ShipPackages(package_ids=(one,))).shipment_id for one in packages)
    for shipment_id in (first, second):
        shop.completed(ReportLost(shipment_id=shipment_id))
    assert shop.holds(order_id) == ["shipment_lost", "shipment_lost"]

    shop.completed(SettleLostShipment(shipment_id=first, decision="refund"))

    ((left,),) = shop.rows("select detail from orders_hold where order_id = %s and state = 'open'", order_id)
    assert left == f"Shipment {second}: it is to be decided what becomes of what did not arrive."


def test_it_is_decided_once(shop: Shop) -> None:
    _, shipment_id = shop.lost()
    settle = SettleLostShipment(shipment_id=shipment_id, decision="refund")
    shop.completed(settle)
    assert shop.refused(settle) == SettledAlready(shipment_id=shipment_id, decision="refund")


def test_only_what_is_lost_is_settled_and_charges_go_back_with_a_refund_only(shop: Shop) -> None:
    _, lost = shop.lost()
    assert isinstance(
        shop.refused(SettleLostShipment(shipment_id=lost, decision="replace", charges=(1,))), InvalidInput
    )
    _, underway = shop.on_its_way(("B", 1))
    assert isinstance(shop.refused(SettleLostShipment(shipment_id=underway, decision="refund")), StateRefuses)
