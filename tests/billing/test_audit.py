"""The audit agrees with documents as they are written, and names each that was falsified."""

from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.orders.commands import CancelUnits
from ordino.orders.rows import OrderedCharge
from ordino.simulation.audit import audit, choose_rules
from tests.billing.world import BillingMerchant
from tests.support.merchant import line

RULES = ("M5", "M8", "M10", "M12")
# What is falsified, and what the audit names: rule, figure, expected, found.
TAMPERED = {
    "the total of an invoice": (
        "update billing_invoice set total_minor = total_minor + 1, net_minor = net_minor + 1 where sequence = 1",
        {
            ("M5", "invoiced_minor", "9601", "9600"),
            ("M5", "invoice_open_minor", "1", "0"),
            ("M10", "net_minor of the lines", "4665", "4666"),
            ("M10", "net_minor of the tax groups", "4665", "4666"),
            ("M10", "total_minor of the lines", "5600", "5601"),
            ("M10", "total_minor of the tax groups", "5600", "5601"),
            ("M12", "number, total and tax", "INV-2026-000001, 5600, 935", "INV-2026-000001, 5601, 935"),
        },
    ),
    "the tax of a line": (
        "update billing_invoice_line set tax_minor = tax_minor + 1, net_minor = net_minor - 1 "
        "where invoice_id = (select id from billing_invoice where sequence = 2)",
        {
            ("M8", "tax_minor", "832", "833"),
            ("M10", "net_minor of the lines", "4167", "4168"),
            ("M10", "tax_minor of the lines", "833", "832"),
            ("M10", "net and tax", "4167 and 833", "4168 and 832"),
        },
    ),
    "the tax groups of credit notes": (
        "update billing_credit_note_tax set tax_minor = tax_minor + 1, net_minor = net_minor - 1",
        {
            ("M10", "net_minor of the tax groups", "833", "834"),
            ("M10", "tax_minor of the tax groups", "167", "166"),
            ("M10", "net and tax", "834 and 166", "833 and 167"),
            ("M10", "net_minor of the tax groups", "832", "833"),
            ("M10", "tax_minor of the tax groups", "168", "167"),
            ("M10", "net and tax", "833 and 167", "832 and 168"),
        },
    ),
    "a number": (
        "update billing_invoice set sequence = 7, number = 'INV-2026-000007' where sequence = 2",
        {
            ("M12", "numbers", "1 to 3", "1 to 7, 3 of them"),
            ("M12", "number, total and tax", "INV-2026-000002, 5000, 832", "INV-2026-000007, 5000, 832"),
        },
    ),
    "documents that are gone": (
        "delete from billing_credit_note_line; delete from billing_credit_note_tax; delete from billing_credit_note",
        {
            ("M5", "credited_minor", "-100", "900"),
            ("M5", "invoiced_minor", "10600", "9600"),
            ("M12", "numbers", "1 to 2", "0 to 0, 0 of them"),
            ("M12", "number, total and tax", "CN-2026-000001, 1000, 166", "none"),
            ("M12", "number, total and tax", "CN-2026-000002, 1000, 167", "none"),
        },
    ),
    "what is open of an order": (
        "update orders_order set invoice_open_minor = 2",
        {("M5", "invoice_open_minor", "0", "2")},
    ),
    "what was received": (
        "update billing_receipt set amount_minor = amount_minor + 1",
        {("M5", "net captured", "8500", "8501")},
    ),
    "what was paid of an invoice": (
        "update billing_invoice set paid_minor = paid_minor - 1 where sequence = 1",
        {("M5", "settled with money", "4600", "4599"), ("M5", "invoice_open_minor", "1", "0")},
    ),
    "the units of a line": (
        "update billing_invoice_line set first_unit = 1 where invoice_id = (select id from billing_invoice where sequence = 2)",
        {
            ("M12", "invoiced units", "0 to 10", "0 to 6"),
            ("M12", "credited units", "at most 10", "2"),
            ("M8", "tax_minor", "835", "832"),
        },
    ),
}


@pytest.fixture
def busy(merchant: BillingMerchant) -> BillingMerchant:
    """Two invoices, of which the last units were canceled, a return with a fee, money in and back."""
    order_id = merchant.place(
        line("A", 10, "10.00"), charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)
    )
    merchant.ship(order_id, {1: 5})
    merchant.invoice(order_id, {1: 5})
    merchant.change(order_id, CancelUnits(line_number=1, quantity=1))
    merchant.receive(order_id, 9400)
    merchant.credit(order_id, {1: 1}, fee_minor=100)
    merchant.refund(order_id, 900)
    merchant.run("update orders_order set captured_minor = 9400, refunded_minor = 900")
    return merchant


def named(busy: BillingMerchant, connection: "psycopg.Connection[tuple[Any, ...]]") -> set[tuple[str, str, str, str]]:
    report = audit(Reader(connection), now=busy.engine.clock(), rules=choose_rules(RULES))
    return {(one.rule, one.figure, one.expected, one.found) for one in report.differences}


def test_the_audit_agrees_with_documents_as_they_are(
    busy: BillingMerchant, tamper: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    assert named(busy, tamper) == set()
    assert busy.documents_of(int(busy.rows("select max(id) from orders_order")[0][0])) == (9600, 0, 900)


@pytest.mark.parametrize("what", TAMPERED)
def test_the_audit_names(busy: BillingMerchant, tamper: "psycopg.Connection[tuple[Any, ...]]", what: str) -> None:
    statements, expected = TAMPERED[what]
    with tamper.transaction(force_rollback=True):
        for statement in statements.split(";"):
            tamper.execute(statement)  # type: ignore[call-overload]
        assert named(busy, tamper) == expected
