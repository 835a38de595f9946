"""Book money that came in: it pays the order's open invoices, what is left waits for the next one."""

from collections.abc import Sequence

from ordino.billing.commands import RecordReceipt
from ordino.billing.events import ReceiptRecorded
from ordino.billing.facts import SQL, refresh_document_facts
from ordino.billing.ledger import Ledger, LedgerItem
from ordino.billing.money import BookedRow, PaidOrder, booked_money, lock_paid_orders, refusal
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Event, Known, Record, Refused, StreamEvent
from ordino.orders.events import order_stream


class _ReceiptRow(Record, frozen=True):
    id: int
    order_id: int
    customer_id: int | None
    payment_id: int
    capture_id: int | None
    amount_minor: int
    allocated_minor: int
    given_back_minor: int


@handles(RecordReceipt)
def record_receipts(unit: Unit, commands: Sequence[RecordReceipt]) -> list[Decision]:
    """Each capture is booked once."""
    orders = lock_paid_orders(unit, (command.order_id for command in commands))
    booked = {
        row.reference_id: row.result()
        for row in unit.fetch(SQL.select_captures, BookedRow, capture_ids=_captures(commands))
    }
    ledger = Ledger(unit, orders)
    ids = unit.next_ids("billing_receipt_id_seq", len(commands))
    received: list[tuple[RecordReceipt, LedgerItem]] = []
    decisions: list[Decision] = []
    for command, receipt_id in zip(commands, ids, strict=True):
        problem = refusal(orders, command.order_id, command.amount_minor)
        if command.capture_id is not None and command.capture_id in booked:
            decisions.append(Known(booked[command.capture_id]))
        elif problem is not None:
            decisions.append(Refused(problem))
        else:
            item = ledger.add("receipt", receipt_id, command.order_id, command.amount_minor)
            settled = ledger.settle(command.order_id)
            done = _done(orders[command.order_id], command, item, settled)
            received.append((command, item))
            if command.capture_id is not None:
                booked[command.capture_id] = booked_money(item, command.amount_minor)
            decisions.append(done)
    unit.write(
        SQL.insert_receipts, [_row(command, item, orders[item.order_id]) for command, item in received], now=unit.now
    )
    ledger.write()
    refresh_document_facts(unit, [item.order_id for _, item in received])
    return decisions


def _captures(commands: Sequence[RecordReceipt]) -> list[int]:
    return [command.capture_id for command in commands if command.capture_id is not None]


def _done(order: PaidOrder, command: RecordReceipt, item: LedgerItem, settled: Sequence[Event]) -> Done:
    recorded = ReceiptRecorded(
        order_id=order.id,
        receipt_id=item.id,
        amount_minor=command.amount_minor,
        unallocated_minor=item.left_minor,
        customer_id=order.customer_id,
        payment_terms=order.payment_terms,
    )
    result = booked_money(item, command.amount_minor)
    return Done(result, tuple(StreamEvent(order_stream(order.id), event) for event in (recorded, *settled)))


def _row(command: RecordReceipt, item: LedgerItem, order: PaidOrder) -> _ReceiptRow:
    return _ReceiptRow(
        item.id,
        order.id,
        order.customer_id,
        command.payment_id,
        command.capture_id,
        command.amount_minor,
        item.matched_minor,
        item.set_off_minor,
    )
