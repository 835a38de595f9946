"""Documents are numbered without a gap, issued once, never changed, and refused with figures where they cannot be."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from ordino.billing.commands import FlagOverdueInvoice, IssueInvoice, SetInvoicing
from ordino.billing.problems import ChargeNotCreditable, FeeTooHigh, NotCreditable, NothingToInvoice, NotInvoiceable
from ordino.billing.rows import InvoicedUnits
from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Refused
from ordino.kernel.problems import StateRefuses
from ordino.orders.commands import CancelOrder, CancelUnits
from ordino.orders.lifecycle import ORDER
from ordino.orders.rows import OrderedCharge
from tests.billing.world import BillingMerchant, credit
from tests.support.merchant import line

SHIPPING = OrderedCharge(kind="shipping", label="Parcel", amount_minor=600)


def numbers(merchant: BillingMerchant) -> list[str]:
    return [number for (number,) in merchant.rows("select number from billing_invoice order by sequence")]


def test_two_invoices_at_once_for_one_shipment_are_one(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 2, "10.00"))
    merchant.let_leave(order_id, 1, 2)
    command = IssueInvoice(order_id=order_id, shipment_id=7, lines=(InvoicedUnits(1, 2),))

    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(merchant.engine.execute, [command], actor=SYSTEM) for _ in range(2)]
        outcomes: list[Outcome] = [one.result()[0] for one in running]

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Completed", "Replayed"]
    assert len({outcome.result for outcome in outcomes if isinstance(outcome, Completed | Replayed)}) == 1
    assert numbers(merchant) == ["INV-2026-000001"]


def test_invoices_at_once_and_what_is_rolled_back_leave_no_gap(merchant: BillingMerchant) -> None:
    orders = [merchant.place(line("A", 1, "10.00")) for _ in range(6)]
    merchant.preview(IssueInvoice(order_id=orders[0]))

    with ThreadPoolExecutor(3) as threads:
        batches = [
            [IssueInvoice(order_id=orders[index]), IssueInvoice(order_id=1), IssueInvoice(order_id=orders[index + 1])]
            for index in (0, 2, 4)
        ]
        list(threads.map(lambda batch: merchant.engine.execute(batch, actor=SYSTEM), batches))

    assert numbers(merchant) == [f"INV-2026-00000{number}" for number in range(1, 7)]
    assert merchant.rows("select code, last_number from billing_series") == [("INV-2026", 6)]


@pytest.mark.parametrize(
    "statement",
    [
        "update billing_invoice set total_minor = 1",
        "update billing_invoice set due_on = due_on + 1",
        "update billing_invoice_line set quantity = 2",
        "update billing_invoice_tax set tax_minor = 1",
        "delete from billing_invoice",
        "delete from billing_invoice_line",
        "delete from billing_invoice_tax",
    ],
)
def test_an_issued_invoice_cannot_be_changed(merchant: BillingMerchant, statement: str) -> None:
    merchant.invoice(merchant.place(line("A", 1, "10.00")))

    with pytest.raises(psycopg.errors.RestrictViolation, match="immutable"):
        merchant.run(statement)


def test_what_cannot_be_invoiced_is_refused_with_figures(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 3, "10.00"))
    merchant.invoice(order_id, {1: 2})

    too_many = IssueInvoice(order_id=order_id, lines=(InvoicedUnits(1, 2),))
    assert merchant.refused(too_many) == NotInvoiceable(order_id=order_id, line_number=1, wanted=2, left=1)
    assert merchant.invoice(order_id).total_minor == 1000
    assert merchant.refused(IssueInvoice(order_id=order_id)) == NothingToInvoice(order_id=order_id)


def test_what_cannot_be_credited_is_refused_with_figures(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 5, "10.00"), charges=(SHIPPING,))
    merchant.ship(order_id, {1: 3})
    merchant.credit(order_id, {1: 1}, charges=(1,))

    assert merchant.refused(credit(order_id, {1: 3})) == NotCreditable(
        order_id=order_id, line_number=1, wanted=3, invoiced=3, shipped=3, credited=1
    )
    assert merchant.refused(credit(order_id, {}, charges=(1,))) == ChargeNotCreditable(
        order_id=order_id, charge_number=1, credited=True
    )
    assert merchant.refused(credit(order_id, {}, charges=(2,))) == ChargeNotCreditable(
        order_id=order_id, charge_number=2, credited=False
    )
    assert merchant.refused(credit(order_id, {1: 1}, fee_minor=1001)) == FeeTooHigh(
        fee_minor=1001, credited_minor=1000, currency="GBP"
    )
    assert merchant.refused(credit(order_id, {})).code() == "InvalidInput"


def test_an_order_is_invoiced_in_the_states_it_stands_for_something(merchant: BillingMerchant) -> None:
    for state in ORDER.states:
        order_id = merchant.place(line("A", 1, "10.00"))
        merchant.run("update orders_order set state = %s where id = %s", (state, order_id))
        command = IssueInvoice(order_id=order_id)
        if state in ("placed", "confirmed", "completed"):
            assert merchant.invoice(order_id).total_minor == 1000
        else:
            problem = merchant.refused(command)
            assert isinstance(problem, StateRefuses)
            assert (problem.state, problem.command) == (state, "IssueInvoice")


def test_a_channel_may_invoice_the_whole_order_with_the_first_shipment(merchant: BillingMerchant) -> None:
    merchant.completed(SetInvoicing(channel="shop", invoice_per="order"))
    order_id = merchant.place(line("A", 3, "3.333333"), charges=(SHIPPING,))

    assert merchant.ship(order_id, {1: 1}).total_minor == 1600
    assert merchant.ship(order_id, {1: 1}).invoice_id is None


def test_what_is_canceled_after_it_was_invoiced_is_credited_from_the_end(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 3, "3.333333"), charges=(SHIPPING,))
    merchant.invoice(order_id)

    merchant.change(order_id, CancelUnits(line_number=1, quantity=1))
    assert merchant.credit_notes(order_id, "kind, total_minor, state") == [("cancellation", 333, "settled")]
    assert merchant.documents_of(order_id) == (1267, 1267, 0)

    merchant.accepted(CancelOrder(order_id=order_id, reason="late"))
    assert merchant.credit_notes(order_id, "total_minor") == [(333,), (1267,)]
    assert merchant.invoices(order_id, "total_minor, open_minor, state") == [(1600, 0, "credited")]
    assert merchant.documents_of(order_id) == (0, 0, 0)


def test_money_that_waits_pays_the_next_invoices_the_oldest_first(merchant: BillingMerchant) -> None:
    order_id = merchant.place(line("A", 3, "10.00"))
    assert merchant.receive(order_id, 500) == 500

    merchant.ship(order_id, {1: 1})
    merchant.ship(order_id, {1: 1})
    assert merchant.invoices(order_id, "open_minor, state") == [(500, "partially_paid"), (1000, "issued")]

    assert merchant.receive(order_id, 2500) == 1000
    assert merchant.invoices(order_id, "state") == [("paid",), ("paid",)]
    assert merchant.refund(order_id, 1000) == 0


def test_an_invoice_is_overdue_on_the_day_after_it_was_due_and_that_is_told_once(merchant: BillingMerchant) -> None:
    customer_id = merchant.customer(payment_terms_days=30, credit_limit_minor=100_000)
    order_id = merchant.place(line("A", 1, "10.00"), customer_id=customer_id, payment_terms="on_invoice")
    invoice_id = merchant.ship(order_id, {1: 1}).invoice_id
    assert invoice_id is not None
    issued_at = merchant.engine.clock()
    flag = FlagOverdueInvoice(invoice_id=invoice_id)

    merchant.engine.clock.set(issued_at.replace(month=4, day=1))
    assert merchant.refused(flag).code() == "NotOverdue"
    merchant.engine.clock.set(issued_at.replace(month=4, day=2))
    merchant.completed(flag)

    assert merchant.events(order_id)[-1] == "InvoiceOverdue"
    (again,) = merchant.ask(flag)
    assert isinstance(again, Refused)


def test_the_statements_do_not_grow_with_the_commands(merchant: BillingMerchant) -> None:
    orders = [merchant.place(line("A", 1, "10.00")) for _ in range(20)]

    outcomes = merchant.ask(*[IssueInvoice(order_id=order_id) for order_id in orders])

    assert all(isinstance(outcome, Completed) for outcome in outcomes)
    assert len(numbers(merchant)) == 20
