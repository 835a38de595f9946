"""The tables of billing. Written only by this context's handlers, through the engine."""

from ordino.billing.tables.documents import (
    CreditNote,
    CreditNoteLine,
    CreditNoteTax,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Series,
)
from ordino.billing.tables.merchant import Merchant, Rule
from ordino.billing.tables.money import Allocation, Payout, Receipt, Transfer, TransferPart

__all__ = (
    "Allocation",
    "CreditNote",
    "CreditNoteLine",
    "CreditNoteTax",
    "Invoice",
    "InvoiceLine",
    "InvoiceTax",
    "Merchant",
    "Payout",
    "Receipt",
    "Rule",
    "Series",
    "Transfer",
    "TransferPart",
)
