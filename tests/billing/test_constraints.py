"""What the database refuses whatever the code does: each rule of the tables of billing, hit once."""

from typing import Any

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Json

from tests.billing.world import BILLING_TABLES
from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

Row = dict[str, Any]
DAY = "2026-03-02"
AMOUNTS: Row = {"net_minor": 80, "tax_minor": 20, "total_minor": 100}
DOCUMENT: Row = {
    **AMOUNTS,
    "series": "S",
    "order_id": 1,
    "currency": "GBP",
    "prices_include_tax": True,
    "payment_terms": "prepaid",
    "language": "en",
    "bill_to": Json({}),
    "issued_at": DAY,
    "issued_on": DAY,
}
INVOICE: Row = {**DOCUMENT, "number": "S-1", "sequence": 1, "kind": "sale", "ship_to": Json({}), "due_on": DAY}
NOTE: Row = {**DOCUMENT, "number": "S-1", "sequence": 1, "kind": "return", "reason": "x"}
LINE: Row = {
    **AMOUNTS,
    "order_id": 1,
    "position": 1,
    "description": "A",
    "quantity": 1,
    "tax_category": "standard",
    "tax_code": "S",
    "tax_rate": 20,
}
TAX: Row = {**AMOUNTS, "tax_code": "S", "tax_rate": 20}
RECEIPT: Row = {"order_id": 1, "payment_id": 1, "capture_id": 1, "amount_minor": 5, "received_at": DAY}
PAYOUT: Row = {"order_id": 1, "refund_id": 1, "amount_minor": 5, "paid_at": DAY}
ALLOCATION: Row = {"order_id": 1, "receipt_id": 1, "invoice_id": 1, "amount_minor": 1, "allocated_at": DAY}
TRANSFER: Row = {
    "bank_reference": "b",
    "customer_id": 1,
    "currency": "GBP",
    "amount_minor": 5,
    "recorded_at": DAY,
}
MERCHANT: Row = {"name": "Shop", "address": Json({}), "set_at": DAY}
RULE: Row = {"channel_id": 1, "invoice_per": "order"}
# What derived columns can come to is theirs alone: no row can hit these two.
NEVER = {"billing_invoice_state", "billing_credit_note_state"}


def lines(table: str, document: str) -> dict[str, tuple[str, tuple[Row, ...]]]:
    row = {**LINE, f"{document}_id": 1}
    units, charge = {**row, "line_number": 1}, {**row, "charge_part": 1}
    return {
        f"billing_{table}_adds_up": (f"billing_{table}", ({**row, "net_minor": 81},)),
        f"billing_{table}_units": (f"billing_{table}", ({**row, "quantity": 0},)),
        f"billing_{table}_unit_once": (f"billing_{table}", (units, {**units, "position": 2})),
        f"billing_{table}_charge_once": (f"billing_{table}", (charge, {**charge, "position": 2})),
    }


def documents(table: str, row: Row) -> dict[str, tuple[str, tuple[Row, ...]]]:
    paid = "paid_minor" if table == "invoice" else "paid_out_minor"
    return {
        f"billing_{table}_number": (f"billing_{table}", (row, {**row, "sequence": 2})),
        f"billing_{table}_sequence": (f"billing_{table}", (row, {**row, "number": "S-2"})),
        f"billing_{table}_adds_up": (f"billing_{table}", ({**row, "tax_minor": 21},)),
        f"billing_{table}_kind": (f"billing_{table}", ({**row, "kind": "present"},)),
        f"billing_{table}_settled_within_total": (f"billing_{table}", ({**row, paid: 60, "set_off_minor": 41},)),
        f"billing_{table}_tax_adds_up": (f"billing_{table}_tax", ({**TAX, f"{table}_id": 1, "net_minor": 81},)),
    }


BROKEN: dict[str, tuple[str, tuple[Row, ...]]] = {
    **documents("invoice", INVOICE),
    **documents("credit_note", NOTE),
    **lines("invoice_line", "invoice"),
    **lines("credit_note_line", "credit_note"),
    "billing_invoice_shipment_once": (
        "billing_invoice",
        ({**INVOICE, "shipment_id": 1}, {**INVOICE, "shipment_id": 1, "number": "S-2", "sequence": 2}),
    ),
    "billing_series_from_one": ("billing_series", ({"code": "S", "last_number": 0},)),
    "billing_receipt_capture_once": ("billing_receipt", (RECEIPT, RECEIPT)),
    "billing_receipt_used_within_amount": (
        "billing_receipt",
        ({**RECEIPT, "allocated_minor": 3, "given_back_minor": 3},),
    ),
    "billing_payout_refund_once": ("billing_payout", (PAYOUT, PAYOUT)),
    "billing_payout_used_within_amount": ("billing_payout", ({**PAYOUT, "settled_minor": 6},)),
    "billing_allocation_positive": ("billing_allocation", ({**ALLOCATION, "amount_minor": 0},)),
    "billing_allocation_pair": ("billing_allocation", ({**ALLOCATION, "payout_id": 1},)),
    "billing_transfer_reference": ("billing_transfer", (TRANSFER, TRANSFER)),
    "billing_transfer_given_within_amount": (
        "billing_transfer",
        ({**TRANSFER, "given_minor": 3, "returned_minor": 3},),
    ),
    "billing_transfer_part_positive": (
        "billing_transfer_part",
        ({"transfer_id": 1, "order_id": 1, "amount_minor": 0},),
    ),
    "billing_merchant_named": ("billing_merchant", ({**MERCHANT, "name": " "},)),
    "billing_merchant_two_series": (
        "billing_merchant",
        ({**MERCHANT, "invoice_prefix": "X", "credit_note_prefix": "X"},),
    ),
    "billing_rule_once": ("billing_rule", (RULE, RULE)),
    "billing_rule_invoice_per": ("billing_rule", ({**RULE, "invoice_per": "year"},)),
    "billing_rule_of_one": ("billing_rule", ({**RULE, "customer_id": 1},)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(engine: TestEngine, tamper: "psycopg.Connection[tuple[Any, ...]]", name: str) -> None:
    table, rows = BROKEN[name]
    with pytest.raises(errors.IntegrityError) as refused, tamper.transaction():
        for row in rows:
            insert(tamper, table, row)
    assert refused.value.diag.constraint_name == name


def test_every_constraint_is_hit(engine: TestEngine) -> None:
    with engine.connection() as connection:
        known = {name for name in named_constraints(connection, "billing") if not name.endswith("_pkey")}
    assert set(BROKEN) == known - NEVER


@pytest.mark.parametrize("table", BILLING_TABLES)
def test_nothing_is_changed_outside_of_a_command(engine: TestEngine, table: str) -> None:
    with engine.connection() as connection, pytest.raises(psycopg.Error, match="may only be changed by a command"):
        connection.execute(f"delete from {table}")  # type: ignore[call-overload]
