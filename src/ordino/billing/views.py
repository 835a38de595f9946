"""What edges read of billing: typed rows for lists, screens, paper and structured e-invoices. Amounts are minor units."""

from datetime import date
from decimal import Decimal

import msgspec

from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress


class DocumentSummary(Record, frozen=True):
    """One row of a list of invoices or credit notes; `due_on` only where something is owed to the merchant."""

    id: int
    number: str
    kind: str
    order_id: int
    buyer_name: str
    state: str
    currency: str
    total_minor: int
    open_minor: int
    issued_on: date
    due_on: date | None


class OpenTotal(Record, frozen=True):
    """What is open of invoices in one currency, and how many they are."""

    currency: str
    invoices: int
    open_minor: int


class DocumentHead(Record, frozen=True):
    """A document without its parts. `about` is the number of the credit note that a fee belongs to, or of the first invoice
    that a credit note corrects; addresses are JSON.
    """

    id: int
    number: str
    kind: str
    order_id: int
    order_reference: str
    currency: str
    prices_include_tax: bool
    payment_terms: str
    language: str
    buyer_name: str
    buyer_vat_id: str
    bill_to: str
    net_minor: int
    tax_minor: int
    total_minor: int
    open_minor: int
    paid_elsewhere_minor: int
    state: str
    issued_on: date
    due_on: date | None
    reason: str
    about: str
    merchant_id: int | None

    def address(self) -> PostalAddress:
        return msgspec.json.decode(self.bill_to, type=PostalAddress)


class DocumentLineView(Record, frozen=True):
    position: int
    line_number: int | None
    sku: str
    description: str
    quantity: int
    quantity_scale: int
    unit_code: str
    unit_price: Decimal | None
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_code: str
    tax_rate: Decimal


class TaxGroupView(Record, frozen=True):
    tax_code: str
    tax_rate: Decimal
    net_minor: int
    tax_minor: int
    total_minor: int


class MerchantView(Record, frozen=True):
    """Who issues documents; the address is JSON."""

    id: int
    name: str
    address: str
    vat_id: str
    registration: str
    email: str
    phone: str
    website: str
    bank_name: str
    iban: str
    bic: str

    def postal_address(self) -> PostalAddress:
        return msgspec.json.decode(self.address, type=PostalAddress)


class DocumentView(Record, frozen=True):
    """An invoice or a credit note with all that stands on it."""

    head: DocumentHead
    lines: tuple[DocumentLineView, ...]
    taxes: tuple[TaxGroupView, ...]
    merchant: MerchantView | None
