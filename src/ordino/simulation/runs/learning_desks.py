"""How clerks, buyers, pickers, and those who keep gift cards and transfers or help otherwise learn what waits for them."""

from ordino.billing import events as billed
from ordino.fraud.events import OrderAssessed
from ordino.fulfillment import events as inside
from ordino.inventory import events as stock
from ordino.kernel.messages import Event
from ordino.orders.events import OrderDrafted
from ordino.payments.events import PaymentRefunded
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
            _learn_help(book, event)
            _learn_supply(book, event)


def _learn_help(book: Book, event: Event) -> None:
    match event:
        case inside.PickBatchOpened():
            lines = tuple((key, 0) for key in event.fulfillment_order_ids)
            book.walks[event.pick_batch_id] = Work(event.pick_batch_id, f"walk {event.pick_batch_id}", lines=lines)
        case inside.PickBatchClosed():
            book.walks.pop(event.pick_batch_id, None)
        case billed.TransferRecorded() | billed.TransferAllocated() | billed.TransferReturned():
            _learn_transfer(book, event)
        case PaymentRefunded() if event.refund_id is not None:
            book.wait(book.given_back, event.refund_id, event.order_id)
        case OrderAssessed() if event.suspected:
            book.wait_once(book.suspects, event.order_id)


def _learn_transfer(
    book: Book, event: billed.TransferRecorded | billed.TransferAllocated | billed.TransferReturned
) -> None:
    key, left_minor = event.transfer_id, event.on_account_minor
    if left_minor:
        book.on_account[key] = Work(key, f"transfer {key}", amount=left_minor)
    else:
        book.on_account.pop(key, None)


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
