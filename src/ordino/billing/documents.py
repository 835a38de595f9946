"""Documents while they are issued: drafts with their lines, then rows under their numbers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from ordino.billing.decide.lines import tax_groups
from ordino.billing.facts import SQL, BilledOrder, IssuingMerchant, as_json
from ordino.billing.ledger import LedgerItem
from ordino.billing.rows import CreditNoteRow, DocumentRow, InvoiceRow, LineRow, PaidOutTo
from ordino.billing.series import DrawnNumber, draw_numbers, series_of
from ordino.engine import Unit
from ordino.kernel.messages import Record


class Totals(Record, frozen=True):
    """What the lines of a document come to, in minor units."""

    net_minor: int
    tax_minor: int
    total_minor: int


class InvoiceDraft(Record, frozen=True):
    """An invoice without its number; `item` is what stands of it in the ledger, None where somebody else has the money."""

    id: int
    order: BilledOrder
    lines: tuple[LineRow, ...]
    totals: Totals
    issued_on: date
    item: LedgerItem | None = None
    shipment_id: int | None = None
    credit_note_id: int | None = None

    @property
    def due_on(self) -> date:
        """On invoice: so many days after it was issued. Prepaid: at once."""
        days = self.order.terms_days if self.order.payment_terms == "on_invoice" else 0
        return self.issued_on + timedelta(days=days)

    @property
    def open_minor(self) -> int:
        """What nothing paid yet, in minor units."""
        return self.item.left_minor if self.item is not None else 0


class CreditNoteDraft(Record, frozen=True):
    """A credit note without its number."""

    id: int
    order: BilledOrder
    kind: str
    lines: tuple[LineRow, ...]
    totals: Totals
    issued_on: date
    reason: str
    item: LedgerItem | None = None
    return_id: int | None = None
    pay_out: PaidOutTo = ""


def totals_of(lines: Sequence[LineRow]) -> Totals:
    net, tax = sum(line.net_minor for line in lines), sum(line.tax_minor for line in lines)
    return Totals(net, tax, net + tax)


def day_of(merchant: IssuingMerchant, now: datetime) -> date:
    """The day that stands on a document: the merchant's."""
    return now.astimezone(ZoneInfo(merchant.time_zone)).date()


def write_invoices(unit: Unit, merchant: IssuingMerchant, drafts: Sequence[InvoiceDraft]) -> list[DrawnNumber]:
    """Number the drafts in their order and write them."""
    numbers = draw_numbers(unit, [series_of(merchant.invoice_prefix, draft.issued_on.year) for draft in drafts])
    pairs = zip(drafts, numbers, strict=True)
    unit.write(SQL.insert_invoices, [_invoice_row(draft, number, merchant, unit.now) for draft, number in pairs])
    unit.write(SQL.insert_invoice_lines, [line for draft in drafts for line in draft.lines])
    unit.write(SQL.insert_invoice_taxes, [group for draft in drafts for group in tax_groups(draft.lines)])
    return numbers


def write_credit_notes(unit: Unit, merchant: IssuingMerchant, drafts: Sequence[CreditNoteDraft]) -> list[DrawnNumber]:
    """Number the drafts in their order and write them."""
    numbers = draw_numbers(unit, [series_of(merchant.credit_note_prefix, draft.issued_on.year) for draft in drafts])
    pairs = zip(drafts, numbers, strict=True)
    unit.write(
        SQL.insert_credit_notes, [_credit_note_row(draft, number, merchant, unit.now) for draft, number in pairs]
    )
    unit.write(SQL.insert_credit_note_lines, [line for draft in drafts for line in draft.lines])
    unit.write(SQL.insert_credit_note_taxes, [group for draft in drafts for group in tax_groups(draft.lines)])
    return numbers


def _document_row(
    draft: InvoiceDraft | CreditNoteDraft, number: DrawnNumber, merchant: IssuingMerchant, now: datetime
) -> DocumentRow:
    order, item = draft.order, draft.item
    return DocumentRow(
        id=draft.id,
        number=number.number,
        series=number.series,
        sequence=number.sequence,
        order_id=order.id,
        order_reference=order.reference,
        customer_id=order.customer_id,
        merchant_id=merchant.id,
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        payment_terms=order.payment_terms,
        language=order.language or merchant.language,
        buyer_name=order.buyer_name,
        buyer_vat_id=order.vat_id,
        bill_to=as_json(order.bill_to),
        net_minor=draft.totals.net_minor,
        tax_minor=draft.totals.tax_minor,
        total_minor=draft.totals.total_minor,
        paid_elsewhere_minor=draft.totals.total_minor if item is None else 0,
        set_off_minor=item.set_off_minor if item is not None else 0,
        issued_at=now,
        issued_on=draft.issued_on,
    )


def _invoice_row(draft: InvoiceDraft, number: DrawnNumber, merchant: IssuingMerchant, now: datetime) -> InvoiceRow:
    return InvoiceRow(
        **asdict(_document_row(draft, number, merchant, now)),
        kind="sale" if draft.credit_note_id is None else "fee",
        shipment_id=draft.shipment_id,
        credit_note_id=draft.credit_note_id,
        ship_to=as_json(draft.order.ship_to),
        due_on=draft.due_on,
        paid_minor=draft.item.matched_minor if draft.item is not None else 0,
    )


def _credit_note_row(
    draft: CreditNoteDraft, number: DrawnNumber, merchant: IssuingMerchant, now: datetime
) -> CreditNoteRow:
    return CreditNoteRow(
        **asdict(_document_row(draft, number, merchant, now)),
        kind=draft.kind,
        return_id=draft.return_id,
        reason=draft.reason,
        paid_out_minor=draft.item.matched_minor if draft.item is not None else 0,
    )
