"""A day on which every screen has something to show."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from ordino.billing.commands import IssueCreditNote, RecordTransfer
from ordino.billing.rows import CreditedUnits
from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.commands import OpenPickBatch, PlanFulfillment
from ordino.insight.sales import count_sales
from ordino.orders.commands import HoldOrder
from ordino.parties.commands import GiveConsent
from ordino.payments.commands import RefundOrder
from ordino.procurement.commands import (
    DraftPurchaseOrder,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    RegisterSupplier,
    SendPurchaseOrder,
    SetSupplierItems,
)
from ordino.procurement.rows import ArrivedGoods, InvoicedGoods, SupplierItem, WantedGoods
from ordino.quotes.commands import DraftQuote, SendQuote
from ordino.webhooks.commands import CreateWebhook
from ordino.webhooks.secret import make_secret, new_salt
from tests.returns.world import Returns
from tests.support.merchant import line, order


class Day(NamedTuple):
    """One of everything that has a page of its own; the names are those of the addresses' parameters."""

    order_id: int
    held_order_id: int
    customer_id: int
    fulfillment_order_id: int
    shipment_id: int
    return_id: int
    exception_id: int
    name: str
    pick_batch_id: int
    purchase_order_id: int
    code: str
    quote_id: int
    webhook_id: int
    invoice_number: str
    credit_note_number: str
    process_name: str


def a_day(shop: Returns) -> Day:
    """An order that is held, one in work, one delivered of which a part came back, a refund to approve, an exception."""
    shop.stock("GRINDER", 40)
    shop.stock("FILTER", 500)
    customer_id = shop.customer("Analytical Engines Ltd")
    shop.completed(GiveConsent(customer_id=customer_id, purpose="email_marketing", source="shop", proof="terms 4"))
    held = shop.place(line("GRINDER", 2, "149.00"), customer_id=customer_id)
    shop.completed(HoldOrder(order_id=held, reason="address", detail="The street has no number."))
    in_work = shop.place(line("GRINDER", 1, "149.00"), line("FILTER", 6, "4.50"), customer_id=customer_id)
    shop.deliver(in_work, (2, 2), delivered=False)
    delivered = shop.place(line("GRINDER", 3, "149.00"), customer_id=customer_id)
    shop.deliver(delivered)
    return_id = shop.accepted_return(delivered, (1, 1))
    shop.completed(RefundOrder(order_id=delivered, amount_minor=1_000, reason="goodwill", reference="call 7"))
    shop.completed(
        RaiseException(exception_kind="parcel_lost", order_id=in_work, subject="test/1", detail="Nobody knows.")
    )
    waiting = shop.place(line("FILTER", 2, "4.50"), customer_id=customer_id, payment_terms="paid_elsewhere")
    shop.completed(PlanFulfillment(order_id=waiting, release=True))
    shop.completed(OpenPickBatch(location="LON"))
    credited = (CreditedUnits(line_number=2, quantity=1),)
    shop.completed(IssueCreditNote(order_id=in_work, lines=credited, reason="returned"))
    buy_and_offer(shop, customer_id)
    count_sales(shop.engine)
    return Day(
        order_id=delivered,
        held_order_id=held,
        customer_id=customer_id,
        fulfillment_order_id=_newest(shop, "fulfillment_order"),
        shipment_id=_newest(shop, "delivery_shipment"),
        return_id=return_id,
        exception_id=_newest(shop, "exceptions_exception"),
        pick_batch_id=_newest(shop, "fulfillment_pick_batch"),
        name="channels",
        process_name="shipment",
        purchase_order_id=_newest(shop, "procurement_purchase_order"),
        code="ACME",
        quote_id=_newest(shop, "quotes_quote"),
        webhook_id=_newest(shop, "webhooks_webhook"),
        invoice_number=_number(shop, "billing_invoice"),
        credit_note_number=_number(shop, "billing_credit_note"),
    )


def buy_and_offer(shop: Returns, customer_id: int) -> None:
    """A supplier with an order half received and its invoice, a quote with the customer, a receiver of events, a transfer."""
    shop.completed(RegisterSupplier(code="ACME", name="Acme Ltd", currency="EUR"))
    item = SupplierItem(sku="GRINDER", unit_price=Decimal("64.00"), supplier_code="AC-1", lead_time_days=10)
    shop.completed(SetSupplierItems(supplier="ACME", items=(item,)))
    wanted = (WantedGoods(sku="GRINDER", quantity=40),)
    shop.completed(DraftPurchaseOrder(supplier="ACME", location="LON", lines=wanted, reference="spring"))
    bought = _newest(shop, "procurement_purchase_order")
    shop.completed(SendPurchaseOrder(purchase_order_id=bought))
    arrived = (ArrivedGoods(line_number=1, quantity=25),)
    shop.completed(ReceivePurchaseOrder(purchase_order_id=bought, location="LON", lines=arrived, reference="D-7"))
    asked = (InvoicedGoods(line_number=1, quantity=25, unit_price=Decimal("65.00")),)
    shop.completed(
        RecordSupplierInvoice(
            purchase_order_id=bought, number="R-1", lines=asked, invoiced_on=shop.engine.clock().date()
        )
    )
    until = (shop.engine.clock() + timedelta(days=30)).date()
    offered = order(line("GRINDER", 2, "149.00"), customer_id=customer_id)
    shop.completed(DraftQuote(order=offered, valid_until=until))
    shop.completed(SendQuote(quote_id=_newest(shop, "quotes_quote"), revision=1))
    seal = make_secret(b"the key of these tests", new_salt()).seal
    shop.completed(CreateWebhook(name="shop", url="https://shop.example/hooks", seal=seal, after_position=0))
    shop.completed(
        RecordTransfer(customer_id=customer_id, amount_minor=2_500, currency="GBP", bank_reference="B-1", text="thanks")
    )


def _number(shop: Returns, table: str) -> str:
    ((number,),) = shop.rows(f"select number from {table} order by id limit 1")
    return str(number)


def _newest(shop: Returns, table: str) -> int:
    ((key,),) = shop.rows(f"select max(id) from {table}")
    return int(key)
