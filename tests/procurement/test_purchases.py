"""From the draft to the paid invoice: what is expected, what is accepted, what is owed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ordino.inventory.commands import ReceiveIncoming
from ordino.inventory.problems import NotStocked
from ordino.kernel.messages import Command
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    ApproveSupplierInvoice,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    DraftPurchaseOrder,
    PaySupplierInvoice,
    ReceivePurchaseOrder,
    RegisterSupplier,
    SetSupplierItems,
)
from ordino.procurement.problems import (
    BelowMinimum,
    ElsewhereExpected,
    InvoiceKnown,
    NotSupplied,
    SerialsBeyondTolerance,
    SupplierInactive,
    VarianceNeedsReason,
)
from ordino.procurement.rows import ArrivedGoods, LineDate, SupplierItem, WantedGoods
from tests.conftest import MONDAY_MORNING
from tests.procurement.world import Buyer, bill
from tests.support.merchant import line

LATER = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def test_scenario_36_what_is_too_much_is_refused_and_a_variance_is_held(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))

    first = buyer.receive(order_id, (1, 60))
    second = buyer.receive(order_id, (1, 45))
    invoice = buyer.invoice(order_id, (1, 102, "4.10"))

    assert (first.lines[0].accepted, first.lines[0].refused, first.state) == (60, 0, "partially_received")
    assert (second.lines[0].accepted, second.lines[0].refused, second.state) == (42, 3, "received")
    assert buyer.free("A") == 102
    assert (invoice.total_minor, invoice.variance_minor, invoice.state) == (41820, 1020, "variance_hold")
    assert buyer.rows("select kind, owner from exceptions_exception") == [("supplier_invoice_variance", "finance")]


def test_what_is_sent_is_expected_after_the_lead_time(buyer: Buyer) -> None:
    buyer.send(("A", 100), ("B", 10))

    due = MONDAY_MORNING + timedelta(days=10)
    assert buyer.expected() == [("A", 100, due, "expected"), ("B", 10, due, "expected")]


def test_orders_that_wait_are_promised_what_was_bought_and_follow_its_date(buyer: Buyer) -> None:
    buyer.channel()
    order_id = buyer.place(line("A", 5, "10.00"))
    purchase = buyer.send(("A", 100))

    buyer.completed(
        AcknowledgePurchaseOrder(
            purchase_order_id=purchase, answer="changed", dates=(LineDate(line_number=1, expected_at=LATER),)
        )
    )
    assert buyer.expected() == [("A", 100, LATER, "expected")]
    assert buyer.events(order_id)[-1] == "PromisesChanged"
    assert buyer.lines(order_id, "backordered, allocated") == [(5, 0)]
    buyer.receive(purchase, (1, 3))
    assert buyer.lines(order_id, "backordered, allocated") == [(2, 3)]


def test_a_rejected_order_is_canceled_and_nothing_is_expected(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))

    buyer.completed(AcknowledgePurchaseOrder(purchase_order_id=order_id, answer="rejected", note="sold out"))

    assert buyer.state(order_id) == "canceled"
    assert [row[3] for row in buyer.expected()] == ["canceled"]


def test_closing_ends_what_is_still_expected(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100), ("B", 10))
    buyer.receive(order_id, (1, 100))

    buyer.completed(ClosePurchaseOrder(purchase_order_id=order_id, note="no B left"))

    assert buyer.state(order_id) == "closed"
    assert [row[3] for row in buyer.expected()] == ["received", "received"]
    assert (buyer.free("A"), buyer.free("B")) == (100, 0)


def test_canceling_ends_what_is_expected(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))

    buyer.completed(CancelPurchaseOrder(purchase_order_id=order_id, reason="not needed"))

    assert [row[3] for row in buyer.expected()] == ["canceled"]


def test_goods_that_somebody_took_in_as_expected_stock_still_leave_the_tolerance_alone(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    ((incoming_id,),) = buyer.rows("select id from inventory_incoming")
    buyer.completed(ReceiveIncoming(incoming_id=incoming_id, quantity=90))

    taken = buyer.receive(order_id, (1, 20))

    assert (taken.lines[0].accepted, taken.lines[0].announced) == (20, 10)
    assert buyer.free("A") == 110


def test_an_invoice_of_what_came_is_matched_approved_and_paid(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100), ("B", 10))
    buyer.receive(order_id, (1, 60), (2, 10))

    invoice = buyer.invoice(order_id, (1, 60, "4.00"), (2, 10, "2.50"))
    assert (invoice.total_minor, invoice.variance_minor, invoice.state) == (26500, 0, "matched")
    buyer.completed(ApproveSupplierInvoice(invoice_id=invoice.invoice_id))
    buyer.completed(PaySupplierInvoice(invoice_id=invoice.invoice_id, reference="T-77"))

    assert buyer.rows(
        "select state, due_on, approved_by, payment_reference, paid_at from procurement_supplier_invoice"
    ) == [("paid", date(2026, 4, 1), "system", "T-77", MONDAY_MORNING)]
    assert buyer.rows("select invoiced_quantity from procurement_line order by number") == [(60,), (10,)]


def test_units_are_matched_once(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    buyer.receive(order_id, (1, 60))
    buyer.invoice(order_id, (1, 40, "4.00"))

    again = buyer.invoice(order_id, (1, 30, "4.00"), number="R-2")

    assert (again.total_minor, again.variance_minor, again.state) == (12000, 4000, "variance_hold")


def test_variances_that_cancel_each_other_out_are_held_as_well(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 10), ("B", 10))
    buyer.receive(order_id, (1, 10), (2, 10))

    invoice = buyer.invoice(order_id, (1, 10, "4.10"), (2, 10, "2.40"))

    assert (invoice.variance_minor, invoice.state) == (0, "variance_hold")


def test_whoever_approves_a_variance_says_why(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    invoice = buyer.invoice(order_id, (1, 1, "4.00"))

    assert buyer.refused(ApproveSupplierInvoice(invoice_id=invoice.invoice_id)) == VarianceNeedsReason(
        invoice_id=invoice.invoice_id, variance_minor=400, currency="EUR"
    )
    buyer.completed(ApproveSupplierInvoice(invoice_id=invoice.invoice_id, reason="paid in advance"))


def test_a_number_of_a_supplier_is_recorded_once(buyer: Buyer) -> None:
    first, second = buyer.send(("A", 100)), buyer.send(("A", 100))
    buyer.invoice(first, (1, 1, "4.00"))

    assert buyer.refused(bill(second, (1, 1, "4.00"))) == InvoiceKnown(supplier="ACME", number="R-1")


def test_terms_are_those_of_the_day_of_the_draft(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    buyer.completed(RegisterSupplier(code="ACME", tolerance_percent=Decimal(50)))
    buyer.completed(SetSupplierItems(supplier="ACME", items=(SupplierItem(sku="A", unit_price=Decimal(9)),)))

    assert buyer.receive(order_id, (1, 150)).lines[0].refused == 48
    assert buyer.invoice(order_id, (1, 102, "4.00")).state == "matched"


def test_numbered_units_beyond_the_tolerance_are_refused_as_a_whole(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 2))
    arrived = ArrivedGoods(line_number=1, quantity=3, serials=("S1", "S2", "S3"))
    command = ReceivePurchaseOrder(purchase_order_id=order_id, location="LON", lines=(arrived,))

    assert buyer.refused(command) == SerialsBeyondTolerance(line_number=1, arrived=3, accepted=2)


def draft(**terms: object) -> DraftPurchaseOrder:
    lines = (WantedGoods(sku="A", quantity=10),)
    return DraftPurchaseOrder(**{"supplier": "ACME", "location": "LON", "lines": lines, **terms})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (draft(supplier="NOBODY"), NotFound(what="supplier", reference="NOBODY")),
        (draft(location="MOON"), NotFound(what="location", reference="MOON")),
        (draft(lines=()), InvalidInput(field="lines", reason="name at least one")),
        (
            draft(lines=(WantedGoods(sku="B", quantity=4),)),
            BelowMinimum(supplier="ACME", sku="B", asked=4, minimum=5),
        ),
        (draft(lines=(WantedGoods(sku="C", quantity=4),)), NotSupplied(supplier="ACME", sku="C")),
        (
            draft(tolerance_percent=Decimal(101)),
            InvalidInput(field="tolerance_percent", reason="must be 0 to 100"),
        ),
        (draft(supplier="OLD"), SupplierInactive(supplier="OLD")),
        (
            SetSupplierItems(supplier="ACME", items=(SupplierItem(sku="HELP", unit_price=Decimal(1)),)),
            NotStocked(sku="HELP", kind="service"),
        ),
        (
            RegisterSupplier(code="ACME", currency="GBP"),
            InvalidInput(field="currency", reason="stays EUR: prices and orders are in it"),
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(buyer: Buyer, command: Command, problem: object) -> None:
    buyer.sku("C")
    buyer.sku("HELP", kind="service")
    buyer.completed(RegisterSupplier(code="OLD", currency="EUR", active=False))
    assert buyer.refused(command) == problem


def test_goods_come_in_where_they_are_expected(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    command = ReceivePurchaseOrder(
        purchase_order_id=order_id, location="LEEDS", lines=(ArrivedGoods(line_number=1, quantity=1),)
    )

    assert buyer.refused(command) == ElsewhereExpected(purchase_order_id=order_id, expected="LON", location="LEEDS")
