"""Each rule of the database is hit once: what Python would not do is refused there, too."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

AT = "2026-03-02 09:00+00"
SUPPLIER = {"code": "B", "currency": "EUR"}
ITEM = {"supplier_id": 1, "sku_id": 9, "unit_price": 1}
ORDER = {
    "supplier_id": 1,
    "location_id": 1,
    "state": "draft",
    "currency": "EUR",
    "tolerance_percent": 0,
    "drafted_at": AT,
}
LINE = {
    "purchase_order_id": 1,
    "number": 2,
    "sku_id": 8,
    "sku": "A",
    "quantity_scale": 0,
    "unit_price": 4,
    "lead_time_days": 0,
    "quantity": 100,
    "tolerance_quantity": 2,
}
INVOICE = {
    "supplier_id": 1,
    "purchase_order_id": 1,
    "number": "2",
    "state": "matched",
    "currency": "EUR",
    "total_minor": 5,
    "expected_minor": 5,
    "variance_minor": 0,
    "invoiced_on": "2026-03-02",
    "due_on": "2026-03-02",
    "recorded_at": AT,
}
SUPPLIERS, ITEMS = "procurement_supplier", "procurement_supplier_item"
ORDERS, LINES, INVOICES = "procurement_purchase_order", "procurement_line", "procurement_supplier_invoice"
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "procurement_supplier_code_once": (SUPPLIERS, {**SUPPLIER, "code": "ACME"}),
    "procurement_supplier_currency": (SUPPLIERS, {**SUPPLIER, "currency": "eur"}),
    "procurement_supplier_tolerance": (SUPPLIERS, {**SUPPLIER, "tolerance_percent": 101}),
    "procurement_supplier_payment_days": (SUPPLIERS, {**SUPPLIER, "payment_days": -1}),
    "procurement_supplier_item_price": (ITEMS, {**ITEM, "unit_price": -1}),
    "procurement_supplier_item_minimum": (ITEMS, {**ITEM, "minimum_quantity": 0}),
    "procurement_supplier_item_lead_time": (ITEMS, {**ITEM, "lead_time_days": -1}),
    "procurement_purchase_order_state": (ORDERS, {**ORDER, "state": "lost", "sent_at": AT}),
    "procurement_purchase_order_answer": (ORDERS, {**ORDER, "answer": "perhaps"}),
    "procurement_purchase_order_tolerance": (ORDERS, {**ORDER, "tolerance_percent": -1}),
    "procurement_purchase_order_sent_at": (ORDERS, {**ORDER, "state": "sent"}),
    "procurement_purchase_order_ended_at": (ORDERS, {**ORDER, "state": "closed", "sent_at": AT}),
    "procurement_line_sku_once": (LINES, {**LINE, "sku_id": 7}),
    "procurement_line_quantity_positive": (LINES, {**LINE, "quantity": 0}),
    "procurement_line_price": (LINES, {**LINE, "unit_price": -1}),
    "procurement_line_not_negative": (LINES, {**LINE, "refused_quantity": -1}),
    "procurement_line_received_within_tolerance": (LINES, {**LINE, "received_quantity": 103}),
    "procurement_receipt_line_something_came": (
        "procurement_receipt_line",
        {"receipt_id": 1, "line_number": 1, "accepted": 0, "refused": 0},
    ),
    "procurement_supplier_invoice_number_once": (INVOICES, {**INVOICE, "number": "1"}),
    "procurement_supplier_invoice_state": (INVOICES, {**INVOICE, "state": "lost"}),
    "procurement_supplier_invoice_adds_up": (INVOICES, {**INVOICE, "total_minor": 6}),
    "procurement_supplier_invoice_matched": (INVOICES, {**INVOICE, "total_minor": 6, "variance_minor": 1}),
    "procurement_supplier_invoice_approved_by": (INVOICES, {**INVOICE, "state": "approved"}),
    "procurement_supplier_invoice_paid_at": (INVOICES, {**INVOICE, "paid_at": AT}),
    "procurement_supplier_invoice_line_matched": (
        "procurement_supplier_invoice_line",
        {
            "invoice_id": 1,
            "line_number": 1,
            "quantity": 1,
            "unit_price": 1,
            "matched_quantity": 2,
            "amount_minor": 1,
            "expected_minor": 1,
        },
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, engine: TestEngine, tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    table, row = BROKEN[name]
    insert(tamper, SUPPLIERS, {**SUPPLIER, "id": 1, "code": "ACME"})
    insert(tamper, ORDERS, {**ORDER, "id": 1})
    insert(tamper, LINES, {**LINE, "number": 1, "sku_id": 7})
    insert(tamper, INVOICES, {**INVOICE, "id": 1, "number": "1"})
    for sequence in (SUPPLIERS, ORDERS, INVOICES):  # past the keys that were given by hand
        tamper.execute(f"select nextval('{sequence}_id_seq')")  # type: ignore[call-overload]
    with pytest.raises(errors.IntegrityError) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == name


def test_every_constraint_is_hit(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "procurement") - BROKEN.keys() == set()


def test_nothing_is_changed_outside_of_a_command(engine: TestEngine) -> None:
    with pytest.raises(errors.InsufficientPrivilege), engine.connection() as connection:
        insert(connection, SUPPLIERS, SUPPLIER)
