"""Reads in sets what a batch of documents needs to know: locked orders, their lines and charges, what is billed of them."""

from collections.abc import Sequence

import msgspec

from ordino.billing.rows import BilledCharge, BilledUnits
from ordino.engine import Statements, Unit
from ordino.kernel.messages import Record
from ordino.orders.money_facts import DocumentFacts, write_document_facts
from ordino.orders.reading import OrderCharge, OrderLine, charges_of, lines_of

SQL = Statements("ordino.billing")


class BilledOrder(Record, frozen=True):
    """An order as it stands, locked, with what a document says of its buyer. Addresses are JSON, taken over as they are."""

    id: int
    state: str
    customer_id: int | None
    currency: str
    prices_include_tax: bool
    payment_terms: str
    reference: str
    buyer_name: str
    ship_to: str
    bill_to: str
    vat_id: str
    language: str
    terms_days: int
    invoice_per: str
    authorized_minor: int


class ShipmentInvoice(Record, frozen=True):
    shipment_id: int
    id: int
    number: str
    total_minor: int
    tax_minor: int


class IssuingMerchant(Record, frozen=True):
    """What of the merchant decides about a document."""

    id: int | None = None
    language: str = "en"
    time_zone: str = "UTC"
    invoice_prefix: str = "INV"
    credit_note_prefix: str = "CN"


class BillingFacts:
    """The orders of a batch and what is billed of them, counted on while the batch is decided."""

    def __init__(self, unit: Unit, order_ids: Sequence[int]) -> None:
        ids = sorted(set(order_ids))
        orders = unit.ask(SQL.lock_orders, BilledOrder, order_ids=ids)
        merchants = unit.ask(SQL.select_merchant, IssuingMerchant)
        units = unit.ask(SQL.select_billed_units, BilledUnits, order_ids=ids)
        charges = unit.ask(SQL.select_billed_charges, BilledCharge, order_ids=ids)
        self.lines: dict[int, list[OrderLine]] = lines_of(unit, ids)
        self.charges: dict[int, list[OrderCharge]] = charges_of(unit, ids)
        self.orders = {row.id: row for row in orders.rows()}
        self.merchant = next(iter(merchants.rows()), IssuingMerchant())
        self._units = {(row.order_id, row.line_number): row for row in units.rows()}
        self._charges = {(row.order_id, row.charge_part): row for row in charges.rows()}

    def units(self, line: OrderLine) -> BilledUnits:
        key = (line.order_id, line.number)
        return self._units.get(key) or BilledUnits(*key)

    def charge(self, charge: OrderCharge) -> BilledCharge | None:
        """Where the part of a charge is invoiced, and whether it was credited."""
        return self._charges.get((charge.order_id, charge.number))

    def count(self, units: BilledUnits) -> None:
        self._units[units.order_id, units.line_number] = units

    def count_charge(self, charge: OrderCharge, *, credited: bool = False) -> None:
        self._charges[charge.order_id, charge.number] = BilledCharge(charge.order_id, charge.number, credited)


def refresh_document_facts(unit: Unit, order_ids: Sequence[int]) -> None:
    """Cache on the orders what their documents come to now."""
    if order_ids:
        rows = unit.fetch(SQL.select_document_facts, DocumentFacts, order_ids=sorted(set(order_ids)))
        write_document_facts(unit, rows)


def as_json(text: str) -> msgspec.Raw:
    """A JSON column as it is."""
    return msgspec.Raw(text.encode())
