"""What may be asked of billing."""

from typing import ClassVar

from ordino.billing.rows import CreditedUnits, InvoicedUnits, InvoicePer, OrderPart, PaidOutTo
from ordino.kernel.messages import Command, Result
from ordino.orders.rows import PostalAddress


class IssuedInvoice(Result, frozen=True, kw_only=True, omit_defaults=True):
    """The invoice that was issued; without `invoice_id` everything was invoiced already."""

    order_id: int
    invoice_id: int | None = None
    number: str = ""
    total_minor: int = 0
    tax_minor: int = 0
    currency: str


class IssuedCreditNote(Result, frozen=True, kw_only=True, omit_defaults=True):
    """The credit note that was issued and what the fee took off it; without `credit_note_id` there was nothing to credit."""

    order_id: int
    credit_note_id: int | None = None
    number: str = ""
    total_minor: int = 0
    tax_minor: int = 0
    fee_minor: int = 0
    currency: str = ""


class BookedMoney(Result, frozen=True, kw_only=True):
    """Money that came in or went out, and what of it still waits for a document."""

    order_id: int
    amount_minor: int
    waiting_minor: int


class BookedTransfer(Result, frozen=True, kw_only=True):
    """A transfer, the orders it was given to, and what stands on the customer's account."""

    transfer_id: int
    currency: str
    parts: tuple[OrderPart, ...]
    on_account_minor: int


class FlaggedInvoice(Result, frozen=True, kw_only=True):
    invoice_id: int
    open_minor: int


class MerchantSet(Result, frozen=True, kw_only=True):
    merchant_id: int


class InvoicingSet(Result, frozen=True, kw_only=True):
    invoice_per: InvoicePer


class BillingCommand(Command, frozen=True, kw_only=True):
    """A command on billing."""

    context: ClassVar[str] = "billing"


class IssueInvoice(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Invoice units of an order, with the charges that no invoice has yet. Without lines: everything not invoiced yet.

    `fulfilled` says that the units were handed over (as with `shipment_id`) or performed just now: what of them was invoiced
    before is left out, and where the whole order is invoiced at once, so is the rest of it. Otherwise more units than are
    left are refused.
    """

    result: ClassVar[type[Result]] = IssuedInvoice

    order_id: int
    shipment_id: int | None = None
    lines: tuple[InvoicedUnits, ...] = ()
    fulfilled: bool = False


class IssueCreditNote(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Credit units and charges of an order that were invoiced; a fee is an invoice of its own, set off at once.

    Units are counted from the first that is not credited yet, charges are credited once (rule R6). `pay_out` says where to
    what is left of it goes once open invoices are set off; without it, it stays.
    """

    result: ClassVar[type[Result]] = IssuedCreditNote

    order_id: int
    return_id: int | None = None
    lines: tuple[CreditedUnits, ...] = ()
    charges: tuple[int, ...] = ()
    fee_minor: int = 0
    reason: str
    pay_out: PaidOutTo = ""


class CreditCanceledUnits(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Credit what was invoiced of an order and is canceled now: its last units, its waived charges. Perhaps nothing.

    `charges` are waived just now: what a return has given back of them already cannot be given back again.
    """

    result: ClassVar[type[Result]] = IssuedCreditNote

    order_id: int
    charges: tuple[int, ...] = ()


class RecordReceipt(BillingCommand, frozen=True, kw_only=True):
    """Book money that came in for an order: it pays the order's open invoices, the oldest first; once a capture.

    A refund that did not reach the customer comes in again without a `capture_id`.
    """

    result: ClassVar[type[Result]] = BookedMoney

    order_id: int
    payment_id: int
    capture_id: int | None
    amount_minor: int


class RecordPayout(BillingCommand, frozen=True, kw_only=True):
    """Book money that was refunded for an order: it settles the order's credit notes, the oldest first; once a refund.

    A refund that began at the gateway has no `refund_id`.
    """

    result: ClassVar[type[Result]] = BookedMoney

    order_id: int
    refund_id: int | None
    amount_minor: int


class RecordTransfer(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Divide a bank transfer of a customer over the orders of the invoices it names, or of the oldest that are open.

    The parts become payments of these orders; what is left stands on the customer's account. Once a `bank_reference`.
    """

    result: ClassVar[type[Result]] = BookedTransfer

    customer_id: int
    amount_minor: int
    currency: str
    bank_reference: str
    text: str = ""
    invoices: tuple[str, ...] = ()


class AllocateTransfer(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let what is left of a transfer pay invoices of its customer: those named, or the oldest that are open."""

    result: ClassVar[type[Result]] = BookedTransfer

    transfer_id: int
    invoices: tuple[str, ...] = ()


class ReturnTransfer(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that so much of what is left of a transfer was sent back to the customer, by the bank."""

    result: ClassVar[type[Result]] = BookedTransfer

    transfer_id: int
    amount_minor: int
    note: str = ""


class FlagOverdueInvoice(BillingCommand, frozen=True, kw_only=True):
    """Tell, once, that an invoice is open after its due date."""

    result: ClassVar[type[Result]] = FlaggedInvoice

    invoice_id: int


class SetMerchant(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say who issues documents from now on: name, address, tax number, bank. Issued documents keep what they say."""

    result: ClassVar[type[Result]] = MerchantSet

    name: str
    address: PostalAddress
    vat_id: str = ""
    registration: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    bank_name: str = ""
    iban: str = ""
    bic: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    invoice_prefix: str = "INV"
    credit_note_prefix: str = "CN"


class SetInvoicing(BillingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say whether a channel's or a customer's orders are invoiced by the shipment or whole, with the first shipment."""

    result: ClassVar[type[Result]] = InvoicingSet

    channel: str | None = None
    customer_id: int | None = None
    invoice_per: InvoicePer
