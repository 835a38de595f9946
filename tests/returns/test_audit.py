"""The books of returns: clean after everything that can happen, and every falsified fact is named."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.orders.rows import OrderedCharge
from ordino.returns.commands import (
    CancelReturn,
    CloseReturn,
    DeclineReturn,
    ExchangeReturn,
    ExpireReturn,
    ReplaceReturn,
    SettleExchange,
)
from ordino.returns.rows import LineUnits
from ordino.simulation.audit import audit
from ordino.simulation.audit.return_rules import RETURN_RULES
from tests.conftest import MONDAY_MORNING, TestEngine
from tests.returns.world import Returns
from tests.support.database import TestDatabase
from tests.support.merchant import line

Difference = tuple[str, str, str, str, str]
SHIPPING = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)


class Busy(Returns):
    """A merchant to whom everything has happened that can; `ids` are the returns and orders by a name."""

    ids: dict[str, int]

    def work(self) -> None:
        self.channel()
        self.tax("GB", "20")
        self.location("LON")
        self.location("MAN")
        self.carrier()
        self.sku("WRAP", kind="service")
        self.policy(restocking_fee_percent=Decimal(10))
        self.stock("A", 60)
        self.ids = {}
        self._complete()
        self._incomplete()
        self._settled_otherwise()

    def _complete(self) -> None:
        self.ids["order"] = order_id = self.place(line("A", 10, "3.333333"), charges=SHIPPING)
        self.deliver(order_id)
        self.ids["parts"] = parts = self.approve(order_id, (1, 6))
        self.receive(parts, (1, 2))
        self.receive(parts, (1, 4), location="MAN")
        self.inspect(parts, (1, 1, "restock"), (1, 1, "refurbish"), location="LON")
        self.refund(parts, (1, 1))
        units = ((1, 1, "scrap"), (1, 1, "vendor"), (1, 1, "send_back"), (1, 1, "restock"))
        self.inspect(parts, *units)
        self.ids["refund"] = self.refund(parts, (1, 2), refund_shipping=True).refund_id
        self.ids["second"] = second = self.accepted_return(order_id, (1, 2))
        self.refund(second)

    def _incomplete(self) -> None:
        order_id = self.place(line("A", 10, "5.00"), line("WRAP", 2, "1.00"))
        self.deliver(order_id, (1, 10), (2, 2))
        self.ids["incomplete"] = order_id
        self.ids["asked"] = self.request(order_id, (1, 1))
        self.completed(DeclineReturn(return_id=self.request(order_id, (1, 1)), reason="worn"))
        self.completed(CancelReturn(return_id=self.approve(order_id, (1, 1)), reason="kept"))
        late, partly = self.approve(order_id, (1, 1)), self.approve(order_id, (1, 3))
        self.receive(partly, (1, 1))
        self.later(days=31)
        self.completed(ExpireReturn(return_id=late))
        self.completed(ExpireReturn(return_id=partly))
        again = self.request(order_id, (1, 2), (2, 1), override_reason="good customer")
        self.completed(ReplaceReturn(return_id=partly, lines=(LineUnits(1, 1),)))
        self.ids["partly"], self.ids["again"] = partly, again

    def _settled_otherwise(self) -> None:
        order_id = self.place(line("A", 4, "5.00"))
        self.deliver(order_id)
        self.ids["closed"] = closed = self.accepted_return(order_id, (1, 1))
        self.completed(CloseReturn(return_id=closed, without_refund=True))
        self.ids["exchanged"] = exchanged = self.accepted_return(order_id, (1, 2))
        self.completed(ExchangeReturn(return_id=exchanged, lines=(line("A", 1, "4.00"),)))
        self.completed(SettleExchange(return_id=exchanged))


@pytest.fixture(scope="module")
def busy(session_engine: TestEngine, database: TestDatabase) -> Iterator[Busy]:
    session_engine.clock.set(MONDAY_MORNING)
    merchant = Busy(session_engine)
    merchant.work()
    yield merchant
    database.empty()


def differences(reader: Reader, busy: Busy) -> list[Difference]:
    report = audit(reader, now=busy.engine.clock(), rules=RETURN_RULES, orders_in_a_range=2)
    return [(one.rule, one.thing, one.figure, one.expected, one.found) for one in report.differences]


def test_the_books_of_returns_agree(busy: Busy) -> None:
    with busy.engine.reader() as reader:
        assert differences(reader, busy) == []


FALSIFIED: dict[str, tuple[str, Sequence[Difference]]] = {
    "what an order line has back": (
        "update orders_line set returned = returned + 1 where order_id = {order}",
        [("I3", "order {order} line 1", "returned", "7", "8")],
    ),
    "what an order line expects": (
        "update orders_line set return_expected = 2 where (order_id, number) = ({order}, 1)",
        [("I3", "order {order} line 1", "return_expected", "0", "2")],
    ),
    "where units came in": (
        "update returns_receipt set received = received + 1, inspected = inspected + 1 where return_id = {second}",
        [
            ("I3", "return {second} line 1", "inspected", "3", "2"),
            ("I3", "return {second} line 1", "received", "3", "2"),
        ],
    ),
    "a movement of stock": (
        "update inventory_movement set quantity = 3 where reference = 'return/{second}' and from_account = 'customer'",
        [("I4", "return/{second} SKU A", "received", "3", "2")],
    ),
    "a disposition": (
        "update returns_line set scrapped = scrapped + 1, restocked = restocked - 1 where return_id = {second}",
        [
            ("I4", "return/{second} SKU A", "restocked", "2", "1"),
            ("I4", "return/{second} SKU A", "scrapped", "0", "1"),
            ("E6", "return {second} line 1", "restocked", "2", "1"),
            ("E6", "return {second} line 1", "scrapped", "0", "1"),
        ],
    ),
    "more refunded than accepted": (
        "alter table returns_line drop constraint returns_line_refunded_within_accepted;"
        "update returns_line set accepted = 1 where return_id = {second}",
        [
            ("M3", "return {second} line 1", "refunded", "at most 1", "2"),
            ("E6", "return {second} line 1", "accepted", "2", "1"),
        ],
    ),
    "refunded units": (
        "update returns_line set refunded = 1 where return_id = {second}",
        [
            ("M3", "return {second} line 1", "refunded", "2", "1"),
            ("E6", "return {second} line 1", "refunded", "2", "1"),
        ],
    ),
    "a cent more for a unit": (
        "update returns_refund_line set total_minor = total_minor + 1, tax_minor = tax_minor + 1 "
        "where refund_id = {refund};"
        "update returns_refund set goods_minor = goods_minor + 1, fee_minor = fee_minor + 1 where id = {refund}",
        [
            ("M6", "order {order} line 1 refund {refund}", "total_minor", "668", "669"),
            ("M6", "order {order} line 1 refund {refund}", "tax_minor", "112", "113"),
        ],
    ),
    "a unit that is refunded twice": (
        "delete from returns_refund_line where order_id = {order} and refund_id < {refund};"
        "update returns_refund_line set already = 0 where refund_id = {refund}",
        [
            ("M3", "return {parts} line 1", "refunded", "2", "3"),
            ("M6", "order {order} line 1 refund {next}", "first unit", "2", "3"),
            ("M1", "refund {first}", "goods_minor", "0", "334"),
        ],
    ),
    "a refund that does not add up": (
        "alter table returns_refund drop constraint returns_refund_adds_up;"
        "update returns_refund set refund_minor = 1 where id = {refund}",
        [
            ("M1", "refund {refund}", "refund_minor", "1201", "1"),
            ("E6", "return {parts} refund {refund}", "refund_minor", "1201", "1"),
        ],
    ),
    "a charge that went back": (
        "update returns_refund_charge set total_minor = 700, tax_minor = 1",
        [
            ("M1", "refund {refund}", "charges_minor", "700", "600"),
            ("R6", "order {order} charge 1", "tax_minor", "100", "1"),
            ("R6", "order {order} charge 1", "total_minor", "600", "700"),
        ],
    ),
    "a charge that was waived": (
        "update orders_charge set canceled = true where order_id = {order}",
        [("R6", "order {order} charge 1", "waived", "no", "yes")],
    ),
    "a state that units have not reached": (
        "update returns_return set state = 'received' where id = {parts}",
        [
            ("S1", "return {parts}", "state", "inspected or closed", "received"),
            ("E6", "return {parts}", "state", "inspected", "received"),
        ],
    ),
    "a return that is not there any more": (
        "delete from returns_return where id = {asked}",
        [
            ("E6", "return {asked}", "state", "requested", "none"),
        ],
    ),
    "units that are expected of a closed return": (
        "alter table returns_line drop constraint returns_line_received_within_approved;"
        "update returns_line set expected = 1 where return_id = {closed}",
        [
            ("I3", "order {closed_order} line 1", "return_expected", "1", "0"),
            ("S1", "return {closed}", "state", "partially_received", "closed"),
            ("S3", "return {closed} line 1", "expected", "0", "1"),
            ("E6", "return {closed} line 1", "expected", "0", "1"),
        ],
    ),
    "what an exchange used": (
        "update returns_exchange set used_minor = 300 where return_id = {exchanged}",
        [("E6", "return {exchanged}", "exchange used", "400", "300")],
    ),
    "an event that is gone": (
        "delete from engine_event where kind = 'ReturnRefundDecided' and (data ->> 'return_id')::bigint = {second}",
        [
            ("E6", "return {second} line 1", "refunded", "0", "2"),
            ("E6", "return {second} refund {next}", "refund_minor", "none", "599"),
        ],
    ),
}


@pytest.mark.parametrize("what", FALSIFIED)
def test_what_was_falsified_is_named(busy: Busy, tamper: "psycopg.Connection[tuple[Any, ...]]", what: str) -> None:
    statements, named = FALSIFIED[what]
    ((closed_order,),) = busy.rows("select order_id from returns_return where id = %s", busy.ids["closed"])
    refund = busy.ids["refund"]
    ids = busy.ids | {"closed_order": closed_order, "first": refund - 1, "next": refund + 1}
    with tamper.transaction(force_rollback=True):
        for statement in statements.split(";"):
            tamper.execute(statement.format(**ids))  # type: ignore[call-overload]

        found = differences(Reader(tamper), busy)

    assert found == [tuple(text.format(**ids) for text in one) for one in named]
