"""What has happened in billing. Everything about an order stands in its stream `order/10482`."""

from datetime import date

from ordino.billing.rows import InvoicePer, OrderPart, PaidOutTo
from ordino.kernel.messages import Event


class InvoiceIssued(Event, frozen=True, kw_only=True, omit_defaults=True):
    """`open_minor` is what nothing paid yet, `authorized_minor` what of the order's payments may be captured; `credit_note_id`
    names the credit note that the invoice is the fee of.
    """

    order_id: int
    invoice_id: int
    number: str
    total_minor: int
    tax_minor: int
    open_minor: int
    authorized_minor: int = 0
    due_on: date
    shipment_id: int | None = None
    credit_note_id: int | None = None
    customer_id: int | None = None
    payment_terms: str = "prepaid"


class InvoicePaid(Event, frozen=True, kw_only=True):
    order_id: int
    invoice_id: int


class CreditNoteIssued(Event, frozen=True, kw_only=True, omit_defaults=True):
    """`open_minor` is what is to be paid out after open invoices and the fee were set off."""

    order_id: int
    credit_note_id: int
    number: str
    total_minor: int
    tax_minor: int = 0
    fee_minor: int = 0
    open_minor: int = 0
    pay_out: PaidOutTo = ""
    return_id: int | None = None
    customer_id: int | None = None
    payment_terms: str = "prepaid"


class CreditNoteSettled(Event, frozen=True, kw_only=True):
    order_id: int
    credit_note_id: int


class ReceiptRecorded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Money came in for an order; `unallocated_minor` waits for its next invoice."""

    order_id: int
    receipt_id: int
    amount_minor: int
    unallocated_minor: int
    customer_id: int | None = None
    payment_terms: str = "prepaid"


class PayoutRecorded(Event, frozen=True, kw_only=True):
    """Money went back for an order; `unsettled_minor` waits for its next credit note."""

    order_id: int
    payout_id: int
    amount_minor: int
    unsettled_minor: int


class InvoiceOverdue(Event, frozen=True, kw_only=True):
    order_id: int
    invoice_id: int
    number: str
    open_minor: int
    currency: str
    due_on: date
    customer_id: int | None


class TransferRecorded(Event, frozen=True, kw_only=True):
    """Stands in the customer's stream."""

    transfer_id: int
    customer_id: int
    bank_reference: str
    currency: str
    parts: tuple[OrderPart, ...]
    on_account_minor: int


class TransferAllocated(Event, frozen=True, kw_only=True):
    """What was left of a transfer pays orders after `given_before_minor` of it did. Stands in the customer's stream."""

    transfer_id: int
    customer_id: int
    currency: str
    parts: tuple[OrderPart, ...]
    given_before_minor: int
    on_account_minor: int


class TransferReturned(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Some of what was left of a transfer was sent back. Stands in the customer's stream."""

    transfer_id: int
    customer_id: int
    currency: str
    amount_minor: int
    on_account_minor: int
    note: str = ""


class MerchantChanged(Event, frozen=True, kw_only=True):
    merchant_id: int
    name: str


class InvoicingChanged(Event, frozen=True, kw_only=True):
    channel: str | None
    customer_id: int | None
    invoice_per: InvoicePer
