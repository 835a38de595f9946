"""What settles what within an order: receipts pay invoices, credit notes are set off against them, payouts settle credit notes
or give back what was received beyond what is invoiced. The oldest goes first. The order is locked by whoever opens the ledger.
"""

from collections.abc import Iterable, Sequence

from ordino.billing.events import CreditNoteSettled, InvoicePaid
from ordino.billing.facts import SQL
from ordino.engine import Unit
from ordino.kernel.messages import Event, Record


class _OpenItem(Record, frozen=True):
    kind: str
    id: int
    order_id: int
    open_minor: int
    paid: bool


class _AllocationRow(Record, frozen=True):
    order_id: int
    receipt_id: int | None
    payout_id: int | None
    invoice_id: int | None
    credit_note_id: int | None
    amount_minor: int


class _Settlement(Record, frozen=True):
    id: int
    matched_minor: int
    set_off_minor: int


class LedgerItem:
    """A document or a sum of money while it is settled: money against its document is `matched`, like against like `set off`."""

    __slots__ = ("fresh", "id", "kind", "left_minor", "matched_minor", "order_id", "paid", "set_off_minor")

    def __init__(self, kind: str, item_id: int, order_id: int, left_minor: int, *, paid: bool, fresh: bool) -> None:
        self.kind = kind
        self.id = item_id
        self.order_id = order_id
        self.left_minor = left_minor
        self.paid = paid
        self.fresh = fresh
        self.matched_minor = 0
        self.set_off_minor = 0


class Ledger:
    """What is open of a batch's orders. Settle first, then write: a new row goes with what was settled of it already."""

    def __init__(self, unit: Unit, order_ids: Iterable[int]) -> None:
        self._unit = unit
        self._items: dict[tuple[str, int], list[LedgerItem]] = {}
        self._allocations: list[_AllocationRow] = []
        for row in unit.fetch(SQL.select_open_items, _OpenItem, order_ids=sorted(set(order_ids))):
            self._keep(LedgerItem(row.kind, row.id, row.order_id, row.open_minor, paid=row.paid, fresh=False))

    def add(self, kind: str, item_id: int, order_id: int, amount_minor: int) -> LedgerItem:
        """An invoice, credit_note, receipt or payout that is new; it is the youngest of its order."""
        item = LedgerItem(kind, item_id, order_id, amount_minor, paid=False, fresh=True)
        self._keep(item)
        return item

    def set_off(self, note: LedgerItem, *, first: LedgerItem | None = None) -> list[Event]:
        """Set a new credit note off against what is open of its order's invoices, beginning with `first`."""
        return self._match([note], self._open("invoice", note.order_id, first), set_off=True)

    def settle(self, order_id: int) -> list[Event]:
        """Let the money of the order settle what it can, and answer what was paid or settled by it."""
        return [
            *self._match(self._open("receipt", order_id), self._open("invoice", order_id)),
            *self._match(self._open("payout", order_id), self._open("credit_note", order_id)),
            *self._match(self._open("payout", order_id), self._open("receipt", order_id), set_off=True),
        ]

    def write(self) -> None:
        """Write the allocations, and what became of rows that were there before."""
        self._unit.write(SQL.insert_allocations, self._allocations, now=self._unit.now)
        self._unit.write(SQL.settle_invoices, self._settlements("invoice"))
        self._unit.write(SQL.settle_credit_notes, self._settlements("credit_note"))
        self._unit.write(SQL.use_receipts, self._settlements("receipt"))
        self._unit.write(SQL.use_payouts, self._settlements("payout"))

    def _keep(self, item: LedgerItem) -> None:
        self._items.setdefault((item.kind, item.order_id), []).append(item)

    def _open(self, kind: str, order_id: int, first: LedgerItem | None = None) -> list[LedgerItem]:
        items = [item for item in self._items.get((kind, order_id), ()) if item.left_minor]
        return items if first is None else sorted(items, key=lambda item: item is not first)

    def _match(
        self, sources: Sequence[LedgerItem], targets: Sequence[LedgerItem], *, set_off: bool = False
    ) -> list[Event]:
        closed: list[Event] = []
        for target in targets:
            for source in sources:
                amount = min(source.left_minor, target.left_minor)
                if amount:
                    self._allocate(source, target, amount, set_off=set_off)
                    closed += [event for item in (source, target) if (event := _closed_by(item))]
        return closed

    def _allocate(self, source: LedgerItem, target: LedgerItem, amount: int, *, set_off: bool) -> None:
        for item in (source, target):
            item.left_minor -= amount
            if set_off:
                item.set_off_minor += amount
            else:
                item.matched_minor += amount
        ids = {source.kind: source.id, target.kind: target.id}
        self._allocations.append(
            _AllocationRow(
                source.order_id,
                ids.get("receipt"),
                ids.get("payout"),
                ids.get("invoice"),
                ids.get("credit_note"),
                amount,
            )
        )

    def _settlements(self, kind: str) -> list[_Settlement]:
        return [
            _Settlement(item.id, item.matched_minor, item.set_off_minor)
            for (of_kind, _), items in self._items.items()
            if of_kind == kind
            for item in items
            if not item.fresh and (item.matched_minor or item.set_off_minor)
        ]


def _closed_by(item: LedgerItem) -> Event | None:
    """What has happened to a document of which nothing is open any more; an invoice that was only set off is not paid."""
    if item.left_minor:
        return None
    if item.kind == "credit_note":
        return CreditNoteSettled(order_id=item.order_id, credit_note_id=item.id)
    if item.kind == "invoice" and (item.paid or item.matched_minor):
        return InvoicePaid(order_id=item.order_id, invoice_id=item.id)
    return None
