"""What edges show of purchases: every figure is that of the books."""

from ordino.engine import Window
from ordino.procurement.queries import (
    items_of,
    list_purchase_orders,
    list_supplier_invoices,
    list_suppliers,
    show_purchase_order,
)
from tests.procurement.world import Buyer


def test_a_purchase_order_shows_its_lines_receipts_and_invoices(buyer: Buyer) -> None:
    order_id = buyer.send(("A", 100))
    buyer.receive(order_id, (1, 60))
    buyer.receive(order_id, (1, 45))
    buyer.invoice(order_id, (1, 102, "4.10"))

    with buyer.engine.reader() as reader:
        view = show_purchase_order(reader, order_id)
        assert show_purchase_order(reader, order_id + 1) is None

    assert view is not None
    assert (view.head.supplier, view.head.location, view.head.state) == ("ACME", "LON", "received")
    (line,) = view.lines
    assert (line.quantity, line.tolerance_quantity, line.received_quantity) == (100, 2, 102)
    assert (line.refused_quantity, line.invoiced_quantity) == (3, 102)
    assert [(part.accepted, part.refused) for part in view.receipts] == [(60, 0), (42, 3)]
    assert [(one.number, one.variance_minor) for one in view.invoices] == [("R-1", 1020)]
    assert view.permitted == ("ReceivePurchaseOrder", "RecordSupplierInvoice", "ClosePurchaseOrder")


def test_lists_are_filtered_and_come_in_their_order(buyer: Buyer) -> None:
    first, second = buyer.draft(("A", 10)), buyer.send(("A", 20))
    buyer.receive(second, (1, 5))
    buyer.invoice(second, (1, 5, "4.00"))

    with buyer.engine.reader() as reader:
        assert [row.id for row in list_purchase_orders(reader)] == [second, first]
        assert [row.id for row in list_purchase_orders(reader, states=("draft",), supplier="ACME")] == [first]
        (part,) = list_purchase_orders(reader, window=Window(1, second + 1))
        assert (part.ordered, part.received, part.state) == (20, 5, "partially_received")
        assert [row.state for row in list_supplier_invoices(reader)] == ["matched"]
        assert list_supplier_invoices(reader, states=("paid",)) == []
        (supplier,) = list_suppliers(reader)
        assert (supplier.code, supplier.items, supplier.open_orders) == ("ACME", 2, 2)
        assert [(row.sku, row.supplier_code, row.minimum_quantity) for row in items_of(reader, "ACME")] == [
            ("A", "AC-1", 1),
            ("B", "", 5),
        ]
