"""What the contexts below hold of one order: work in the warehouse, parcels, money, documents, returns, exceptions, messages."""

from datetime import datetime
from typing import NamedTuple

from ordino.billing.queries import DocumentFilter, credit_notes, invoices
from ordino.billing.views import DocumentSummary
from ordino.delivery.queries import list_shipments
from ordino.delivery.views import ShipmentSummary
from ordino.engine import Reader
from ordino.exceptions.queries import QueuedException, exception_queue
from ordino.fulfillment.queries import FulfillmentOrderView, PackageView, fulfillment_orders, packages
from ordino.notifications.queries import MessageView, messages
from ordino.payments.queries import PaymentView, RefundView, list_payments, list_refunds
from ordino.returns.queries import ReturnFilter, list_returns
from ordino.returns.views import ReturnSummary


class Work(NamedTuple):
    """Everything that has become of an order outside of itself."""

    fulfillment_orders: list[FulfillmentOrderView]
    packages: list[PackageView]
    shipments: list[ShipmentSummary]
    payments: list[PaymentView]
    refunds: list[RefundView]
    invoices: list[DocumentSummary]
    credit_notes: list[DocumentSummary]
    returns: list[ReturnSummary]
    exceptions: list[QueuedException]
    messages: list[MessageView]


def work_of(reader: Reader, order_id: int, *, now: datetime) -> Work:
    return Work(
        fulfillment_orders(reader, order_id=order_id),
        packages(reader, order_id=order_id),
        list_shipments(reader, order_id=order_id),
        list_payments(reader, order_id=order_id),
        list_refunds(reader, order_id=order_id),
        invoices(reader, DocumentFilter(order_id=order_id)),
        credit_notes(reader, DocumentFilter(order_id=order_id)),
        list_returns(reader, ReturnFilter(order_id=order_id)),
        exception_queue(reader, now=now, order_id=order_id),
        messages(reader, order_id=order_id),
    )
