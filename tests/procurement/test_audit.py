"""The audit finds purchases clean after everything that can happen to them, and names what was falsified."""

from typing import Any

import psycopg
import pytest

from ordino.procurement.commands import ApproveSupplierInvoice, ClosePurchaseOrder
from ordino.simulation.audit import audit, choose_rules
from tests.procurement.world import Buyer

Named = list[tuple[str, str, str, str]]


@pytest.fixture
def bought(buyer: Buyer) -> int:
    """102 of 100 A came in two parts, 3 were refused, 102 were invoiced at 4.10; half of the B is all that comes."""
    order_id = buyer.send(("A", 100), ("B", 10))
    buyer.receive(order_id, (1, 60), (2, 5))
    buyer.receive(order_id, (1, 45))
    invoice = buyer.invoice(order_id, (1, 102, "4.10"))
    buyer.completed(ApproveSupplierInvoice(invoice_id=invoice.invoice_id, reason="agreed"))
    buyer.invoice(order_id, (2, 5, "2.50"), number="R-2")
    buyer.completed(ClosePurchaseOrder(purchase_order_id=order_id))
    buyer.send(("A", 100))
    return order_id


def differences(buyer: Buyer) -> Named:
    with buyer.engine.reader() as reader:
        found = audit(reader, now=buyer.engine.clock(), rules=choose_rules(["Supply"])).differences
    return [(row.thing.split()[0], row.figure, row.expected, row.found) for row in found]


@pytest.mark.parametrize(
    ("falsified", "named"),
    [
        (
            "update procurement_line set received_quantity = 101 where received_quantity = 102",
            [("purchase", "received_quantity", "102", "101")],
        ),
        (
            "update procurement_line set tolerance_quantity = 5 where received_quantity = 102",
            [("purchase", "tolerance_quantity", "2", "5")],
        ),
        (
            "update procurement_line set refused_quantity = 0",
            [("purchase", "refused_quantity", "3", "0")],
        ),
        (
            "update procurement_receipt_line set accepted = 41 where accepted = 42",
            [("purchase", "received_quantity", "101", "102"), ("purchase_receipt", "quantity", "42", "41")],
        ),
        (
            "delete from inventory_movement where quantity = 2",
            [("purchase_receipt", "quantity", "40", "42")],
        ),
        (
            "update inventory_movement set from_account = 'adjustment' where quantity = 5",
            [("purchase_receipt", "quantity", "0", "5")],
        ),
        (
            "update procurement_purchase_order set state = 'received', ended_at = null where state = 'closed'",
            [("purchase", "state", "partially_received or closed", "received")],
        ),
        (
            "delete from procurement_supplier_invoice_line where quantity = 5",
            [
                ("purchase", "invoiced_quantity", "0", "5"),
                ("supplier", "expected_minor", "0", "1250"),
                ("supplier", "total_minor", "0", "1250"),
            ],
        ),
        (
            "update procurement_supplier_invoice set state = 'variance_hold' where number = 'R-2'",
            [("supplier", "state", "matched", "variance_hold")],
        ),
    ],
)
def test_what_was_falsified_is_named(
    buyer: Buyer, bought: int, tamper: "psycopg.Connection[tuple[Any, ...]]", falsified: str, named: Named
) -> None:
    assert differences(buyer) == []

    tamper.execute(falsified.encode())

    assert sorted((thing.split("/")[0], *rest) for thing, *rest in differences(buyer)) == sorted(named)


def test_the_books_are_clean_after_it_all(buyer: Buyer, bought: int) -> None:
    with buyer.engine.reader() as reader:
        assert audit(reader, now=buyer.engine.clock()).differences == ()
