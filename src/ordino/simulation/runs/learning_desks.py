"""How clerks, buyers, and those who keep gift cards and transfers learn what waits for them."""

from ordino.inventory import events as stock
from ordino.kernel.messages import Event
from ordino.orders.events import OrderDrafted
from ordino.procurement import events as buying
from ordino.quotes import events as offers
from ordino.simulation.runs.book import Book, Work
from ordino.simulation.runs.clerks import DRAFT, SENT
from ordino.stored_value.events import ValueExpired, ValueIssued


def learn_desks(book: Book, event: Event) -> None:
    """Learn from one event."""
    match event:
        case OrderDrafted():
            book.drafts[event.order_id] = Work(event.order_id, f"draft {event.order_id}", event.order_id)
        case offers.QuoteDrafted() | offers.QuoteRevised():
            book.quotes[event.quote_id] = Work(event.quote_id, f"quote {event.quote_id}", 0, event.revision, DRAFT)
        case offers.QuoteSent():
            book.quotes[event.quote_id] = Work(event.quote_id, f"quote {event.quote_id}", 0, event.revision, SENT)
        case offers.QuoteAccepted():
            book.offered[offers.quote_stream(event.quote_id)] = event.order.payment_terms
        case ValueIssued():
            name = f"account {event.account_id}"
            book.accounts[event.account_id] = Work(event.account_id, name, amount=event.amount_minor)
        case ValueExpired():
            book.accounts.pop(event.account_id, None)
        case _:
            _learn_supply(book, event)


def _learn_supply(book: Book, event: Event) -> None:
    match event:
        case stock.StockSent():
            name = f"transfer {event.transfer_id}"
            book.transfers[event.transfer_id] = Work(event.transfer_id, name, 0, event.quantity, event.sku)
        case buying.PurchaseOrderDrafted():
            book.to_send[event.purchase_order_id] = Work(event.purchase_order_id, event.reference)
        case buying.SupplierInvoiceRecorded():
            book.supplier_invoices[event.invoice_id] = Work(event.invoice_id, event.number, amount=event.total_minor)
        case buying.SupplierInvoicePaid():
            book.supplier_invoices.pop(event.invoice_id, None)
