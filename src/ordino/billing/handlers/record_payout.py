"""Book money that went back: it settles the order's credit notes, or gives back what was received beyond what is invoiced."""

from collections.abc import Sequence

from ordino.billing.commands import RecordPayout
from ordino.billing.events import PayoutRecorded
from ordino.billing.facts import SQL
from ordino.billing.ledger import Ledger, LedgerItem
from ordino.billing.money import BookedRow, booked_money, lock_paid_orders, refusal
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.orders.events import order_stream


class _PayoutRow(Record, frozen=True):
    id: int
    order_id: int
    refund_id: int | None
    amount_minor: int
    settled_minor: int
    given_back_minor: int


@handles(RecordPayout)
def record_payouts(unit: Unit, commands: Sequence[RecordPayout]) -> list[Decision]:
    """Each refund is booked once."""
    orders = lock_paid_orders(unit, (command.order_id for command in commands))
    booked = {
        row.reference_id: row.result()
        for row in unit.fetch(SQL.select_refunds, BookedRow, refund_ids=_refunds(commands))
    }
    ledger = Ledger(unit, orders)
    ids = unit.next_ids("billing_payout_id_seq", len(commands))
    paid: list[tuple[RecordPayout, LedgerItem]] = []
    decisions: list[Decision] = []
    for command, payout_id in zip(commands, ids, strict=True):
        problem = refusal(orders, command.order_id, command.amount_minor)
        if command.refund_id is not None and command.refund_id in booked:
            decisions.append(Known(booked[command.refund_id]))
        elif problem is not None:
            decisions.append(Refused(problem))
        else:
            item = ledger.add("payout", payout_id, command.order_id, command.amount_minor)
            done = _done(command, item, ledger)
            paid.append((command, item))
            if command.refund_id is not None:
                booked[command.refund_id] = booked_money(item, command.amount_minor)
            decisions.append(done)
    unit.write(SQL.insert_payouts, [_row(command, item) for command, item in paid], now=unit.now)
    ledger.write()
    return decisions


def _refunds(commands: Sequence[RecordPayout]) -> list[int]:
    return [command.refund_id for command in commands if command.refund_id is not None]


def _done(command: RecordPayout, item: LedgerItem, ledger: Ledger) -> Done:
    settled = ledger.settle(command.order_id)
    recorded = PayoutRecorded(
        order_id=command.order_id,
        payout_id=item.id,
        amount_minor=command.amount_minor,
        unsettled_minor=item.left_minor,
    )
    result = booked_money(item, command.amount_minor)
    events = (recorded, *settled)
    return Done(result, tuple(StreamEvent(order_stream(command.order_id), event) for event in events))


def _row(command: RecordPayout, item: LedgerItem) -> _PayoutRow:
    return _PayoutRow(
        item.id, command.order_id, command.refund_id, command.amount_minor, item.matched_minor, item.set_off_minor
    )
