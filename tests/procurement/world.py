"""A buyer: suppliers, purchase orders and what comes of them."""

from datetime import date
from decimal import Decimal
from typing import Any

from ordino.kernel.messages import Result
from ordino.procurement.commands import (
    DraftPurchaseOrder,
    GoodsReceived,
    PurchaseOrderResult,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    RegisterSupplier,
    SendPurchaseOrder,
    SetSupplierItems,
    SupplierInvoiceResult,
)
from ordino.procurement.rows import ArrivedGoods, InvoicedGoods, SupplierItem, WantedGoods
from tests.conftest import TestEngine
from tests.support.merchant import Merchant

INVOICED_ON = date(2026, 3, 2)


class Buyer(Merchant):
    """The supplier `ACME` in euros sells A at 4.00 and B at 2.50, after ten days, with a tolerance of 2 %."""

    def __init__(self, engine: TestEngine) -> None:
        super().__init__(engine)
        self.location("LON")
        self.location("LEEDS")
        self.sku("A")
        self.sku("B")
        self.completed(
            RegisterSupplier(
                code="ACME", name="Acme Ltd", currency="EUR", tolerance_percent=Decimal(2), payment_days=30
            )
        )
        items = (
            SupplierItem(sku="A", unit_price=Decimal("4.00"), supplier_code="AC-1", lead_time_days=10),
            SupplierItem(sku="B", unit_price=Decimal("2.50"), minimum_quantity=5, lead_time_days=10),
        )
        self.completed(SetSupplierItems(supplier="ACME", items=items))

    def draft(self, *lines: tuple[str, int], **terms: Any) -> int:
        wanted = tuple(WantedGoods(sku=sku, quantity=quantity) for sku, quantity in lines)
        command = DraftPurchaseOrder(**{"supplier": "ACME", "location": "LON", "lines": wanted, **terms})
        return self.purchase_order(self.completed(command).result).purchase_order_id

    def send(self, *lines: tuple[str, int], **terms: Any) -> int:
        order_id = self.draft(*lines, **terms)
        self.completed(SendPurchaseOrder(purchase_order_id=order_id))
        return order_id

    def receive(self, order_id: int, *lines: tuple[int, int]) -> GoodsReceived:
        result = self.completed(arrival(order_id, *lines)).result
        assert isinstance(result, GoodsReceived)
        return result

    def invoice(self, order_id: int, *lines: tuple[int, int, str], number: str = "R-1") -> SupplierInvoiceResult:
        result = self.completed(bill(order_id, *lines, number=number)).result
        assert isinstance(result, SupplierInvoiceResult)
        return result

    def purchase_order(self, result: Result) -> PurchaseOrderResult:
        assert isinstance(result, PurchaseOrderResult)
        return result

    def state(self, order_id: int) -> str:
        ((state,),) = self.rows("select state from procurement_purchase_order where id = %s", order_id)
        return str(state)

    def expected(self) -> list[tuple[Any, ...]]:
        """What inventory expects: units still to come, and when."""
        return self.rows(
            "select sku.code, incoming.quantity - received_quantity, expected_at, state from inventory_incoming incoming"
            " join catalog_sku sku on sku.id = sku_id order by incoming.id"
        )

    def books(self) -> dict[str, list[tuple[Any, ...]]]:
        tables = ("supplier", "supplier_item", "purchase_order", "line", "receipt", "receipt_line", "supplier_invoice")
        return {table: self.rows(f"select t::text from procurement_{table} t order by 1") for table in tables}


def arrival(order_id: int, *lines: tuple[int, int]) -> ReceivePurchaseOrder:
    arrived = tuple(ArrivedGoods(line_number=number, quantity=quantity) for number, quantity in lines)
    return ReceivePurchaseOrder(purchase_order_id=order_id, location="LON", lines=arrived)


def bill(order_id: int, *lines: tuple[int, int, str], number: str = "R-1") -> RecordSupplierInvoice:
    asked = tuple(
        InvoicedGoods(line_number=line, quantity=quantity, unit_price=Decimal(price)) for line, quantity, price in lines
    )
    return RecordSupplierInvoice(purchase_order_id=order_id, number=number, lines=asked, invoiced_on=INVOICED_ON)
