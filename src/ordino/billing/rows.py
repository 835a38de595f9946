"""Small records that commands, events and tables of billing share."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from ordino.kernel.messages import Record

InvoicePer = Literal["shipment", "order"]
PaidOutTo = Literal["", "original", "store_credit"]


class InvoicedUnits(Record, frozen=True):
    """So many units of an order line that are invoiced."""

    line_number: int
    quantity: int


class CreditedUnits(Record, frozen=True):
    """So many units of an order line that are credited."""

    line_number: int
    quantity: int


class OrderPart(Record, frozen=True):
    """What of a transfer goes to an order, in minor units."""

    order_id: int
    amount_minor: int


class BilledUnits(Record, frozen=True):
    """How many units of a line are invoiced, credited as given back (from the front) and credited as canceled (from the end)."""

    order_id: int
    line_number: int
    invoiced: int = 0
    given_back: int = 0
    canceled: int = 0


class BilledCharge(Record, frozen=True):
    """A part of a charge that is invoiced."""

    order_id: int
    charge_part: int
    credited: bool


class LineRow(Record, frozen=True):
    """A line of a document: see `models.DocumentLine`."""

    document_id: int
    order_id: int
    position: int
    line_number: int | None
    charge_part: int | None
    sku: str
    description: str
    first_unit: int
    quantity: int
    quantity_scale: int
    unit_code: str
    unit_price: Decimal | None
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_category: str
    tax_code: str
    tax_rate: Decimal


class TaxRow(Record, frozen=True):
    """What of a document carries one tax code and rate."""

    document_id: int
    tax_code: str
    tax_rate: Decimal
    net_minor: int
    tax_minor: int
    total_minor: int


class DocumentRow(Record, frozen=True):
    """What stands on every document as it is written: see `models.Document`."""

    id: int
    number: str
    series: str
    sequence: int
    order_id: int
    order_reference: str
    customer_id: int | None
    merchant_id: int | None
    currency: str
    prices_include_tax: bool
    payment_terms: str
    language: str
    buyer_name: str
    buyer_vat_id: str
    bill_to: msgspec.Raw
    net_minor: int
    tax_minor: int
    total_minor: int
    paid_elsewhere_minor: int
    set_off_minor: int
    issued_at: datetime
    issued_on: date


class InvoiceRow(DocumentRow, frozen=True):
    """An invoice as it is written: see `models.Invoice`."""

    kind: str
    shipment_id: int | None
    credit_note_id: int | None
    ship_to: msgspec.Raw
    due_on: date
    paid_minor: int


class CreditNoteRow(DocumentRow, frozen=True):
    """A credit note as it is written: see `models.CreditNote`."""

    kind: str
    return_id: int | None
    reason: str
    paid_out_minor: int
