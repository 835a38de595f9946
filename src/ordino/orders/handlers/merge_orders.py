"""Merge orders: everything of one goes into another with its money, its sources and its holds; the empty one is canceled."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InFlight, InvalidInput, Problem
from ordino.orders import buckets
from ordino.orders.commands import MergeOrders
from ordino.orders.decide.leaving_units import MOVABLE_BUCKETS, being_fulfilled, money_of_charge
from ordino.orders.decide.moving_units import MovedLine, holds_that_follow, move_everything
from ordino.orders.events import HoldOpened, OrderEvent, OrderMerged, happened, order_stream
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, write_states
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.moving import CopiedHold, People, copy_holds, leaving_moves, moved_line_row, people_of
from ordino.orders.pending import PendingOrders
from ordino.orders.problems import NotMergeable
from ordino.orders.reading import OpenHold, OrderCharge, OrderLine, charges_of, lines_of, open_holds_of
from ordino.orders.write_rows import ChargeRow, ClosedHold, PaymentDueRow, TotalRow, WaivedCharge


class _Book:
    """The orders of the batch with everything that belongs to them."""

    def __init__(self, unit: Unit, commands: Sequence[MergeOrders]) -> None:
        ids = (order_id for command in commands for order_id in (command.order_id, command.from_order_id))
        self.orders = lock_orders(unit, ids)
        order_ids = list(self.orders)
        self._lines, self._charges = lines_of(unit, order_ids), charges_of(unit, order_ids)
        self._holds, self._people = open_holds_of(unit, order_ids), people_of(unit, order_ids)

    def lines(self, order: LockedOrder) -> list[OrderLine]:
        return self._lines.get(order.id, [])

    def charges(self, order: LockedOrder) -> list[OrderCharge]:
        return self._charges.get(order.id, [])

    def holds(self, order: LockedOrder) -> list[OpenHold]:
        return self._holds.get(order.id, [])

    def people(self, order: LockedOrder) -> People:
        return self._people[order.id]


class _Merge(Record, frozen=True):
    """A decided merge: the order that takes, before and after, and what it takes from the other.

    A payment hold that comes along brings the time by which the other order was to be paid.
    """

    into: LockedOrder
    after: LockedOrder
    source: LockedOrder
    lines: tuple[MovedLine, ...]
    charges: tuple[ChargeRow, ...]
    waived: tuple[WaivedCharge, ...]
    holds: tuple[CopiedHold, ...]
    ended: tuple[OpenHold, ...]
    payment_due_at: datetime | None


@handles(MergeOrders)
def merge_orders(unit: Unit, commands: Sequence[MergeOrders]) -> list[Decision]:
    """Each order takes part in one merge of a batch; the answer is the order that took everything."""
    book = _Book(unit, commands)
    hold_ids = Ids(unit, "orders_hold_id_seq", block=len(commands))
    merges: list[_Merge] = []
    taking_part: set[int] = set()
    decisions: list[Decision] = []
    for command in commands:
        pair = _permitted_pair(command, book)
        if isinstance(pair, Problem):
            decisions.append(Refused(pair))
            continue
        if taking_part & {command.order_id, command.from_order_id}:
            decisions.append(Refused(InFlight(wait_seconds=0)))
            continue
        merge = _merge(hold_ids, *pair, book)
        taking_part |= {command.order_id, command.from_order_id}
        merges.append(merge)
        book.orders[merge.into.id] = merge.after
        gone = structs.replace(merge.source, state="canceled", version=merge.source.version + 1, total_minor=0)
        book.orders[merge.source.id] = gone
        decisions.append(_done(merge))
    _write(unit, merges)
    return decisions


def _permitted_pair(command: MergeOrders, book: _Book) -> tuple[LockedOrder, LockedOrder] | Problem:
    if command.order_id == command.from_order_id:
        return InvalidInput(field="from_order_id", reason="an order cannot be merged with itself.")
    into = permitted_order(book.orders, command.order_id, MergeOrders, expected_version=command.expected_version)
    if isinstance(into, Problem):
        return into
    source = permitted_order(
        book.orders, command.from_order_id, MergeOrders, expected_version=command.from_expected_version
    )
    if isinstance(source, Problem):
        return source
    differs = _difference(into, source, book)
    if differs:
        return NotMergeable(order_id=into.id, from_order_id=source.id, differs=differs)
    lines = (*book.lines(into), *book.lines(source))
    return being_fulfilled(lines, MOVABLE_BUCKETS) or (into, source)


def _difference(into: LockedOrder, source: LockedOrder, book: _Book) -> str:
    """The first thing that keeps the two from being one order, or nothing."""
    one, other = book.people(into).email.lower(), book.people(source).email.lower()
    same_customer = into.customer_id == source.customer_id and (into.customer_id is not None or one == other != "")
    same = {
        "customer": same_customer,
        "address": into.address() == source.address(),
        "currency": into.currency == source.currency,
        "way of stating tax": into.prices_include_tax == source.prices_include_tax,
        "terms of payment": into.payment_terms == source.payment_terms,
    }
    return next((name for name, agrees in same.items() if not agrees), "")


def _merge(hold_ids: Ids, into: LockedOrder, source: LockedOrder, book: _Book) -> _Merge:
    last_line = max((line.number for line in book.lines(into)), default=0)
    lines = move_everything(book.lines(source), last_line)
    open_parts = [part for part in book.charges(source) if not part.canceled]
    charges = _charges_after(book.charges(into), into.id, open_parts)
    open_reasons = {hold.reason for hold in book.holds(into) if hold.line_number is None}
    follow = holds_that_follow(book.holds(source), lines)
    copied = copy_holds(
        hold_ids, [(h, number) for h, number in follow if number is not None or h.reason not in open_reasons]
    )
    included = into.prices_include_tax
    added_minor = sum(line.money_minor(prices_include_tax=included) for line in lines)
    added_minor += sum(money_of_charge(part, prices_include_tax=included) for part in open_parts)
    after = structs.replace(into, version=into.version + 1, total_minor=into.total_minor + added_minor)
    waived = sorted({part.charge_number for part in open_parts})
    return _Merge(
        into,
        after,
        source,
        lines,
        charges,
        tuple(WaivedCharge(source.id, number) for number in waived),
        copied,
        tuple(book.holds(source)),
        book.people(source).payment_due_at,
    )


def _charges_after(own: Sequence[OrderCharge], order_id: int, parts: Sequence[OrderCharge]) -> tuple[ChargeRow, ...]:
    """The parts of the other order's charges, numbered after the order's own."""
    last_part = max((part.number for part in own), default=0)
    last_charge = max((part.charge_number for part in own), default=0)
    charge_numbers = sorted({part.charge_number for part in parts})
    return tuple(
        ChargeRow(
            order_id,
            last_part + offset,
            last_charge + charge_numbers.index(part.charge_number) + 1,
            part.kind,
            part.label,
            part.amount_minor,
            part.tax_category,
            part.tax_rate,
            part.tax_minor,
        )
        for offset, part in enumerate(parts, 1)
    )


def _done(merge: _Merge) -> Done:
    merged = OrderMerged(
        order_id=merge.into.id,
        order_version=merge.after.version,
        from_order_id=merge.source.id,
        from_order_version=merge.source.version + 1,
        added=tuple(line.placed for line in merge.lines),
        units=tuple(line.units for line in merge.lines),
        total_minor_before=merge.into.total_minor,
        total_minor_after=merge.after.total_minor,
    )
    opened: list[OrderEvent] = [
        HoldOpened(
            order_id=merge.into.id,
            hold_id=copied.id,
            reason=copied.hold.reason,
            scope=copied.hold.scope,
            line_number=copied.line_number,
            detail=copied.hold.detail,
        )
        for copied in merge.holds
    ]
    taken = happened(merge.into.id, merge.after.version, [merged, *opened])
    return Done(merge.after.result(), (*taken, StreamEvent(order_stream(merge.source.id), merged)))


def _write(unit: Unit, merges: Sequence[_Merge]) -> None:
    if not merges:
        return
    unit.pending(PendingOrders).add_lines(
        [moved_line_row(merge.into.id, line) for merge in merges for line in merge.lines]
    )
    buckets.move(unit, [move for merge in merges for move in leaving_moves(merge.source.id, merge.lines)])
    unit.write(SQL.cancel_charges, [row for merge in merges for row in merge.waived])
    unit.write(SQL.insert_charges, [row for merge in merges for row in merge.charges])
    totals = [TotalRow(merge.after.id, merge.after.total_minor) for merge in merges]
    unit.write(SQL.set_totals, [*totals, *(TotalRow(merge.source.id, 0) for merge in merges)])
    dues = [
        PaymentDueRow(merge.into.id, merge.payment_due_at)
        for merge in merges
        if any(copied.hold.reason == "payment" for copied in merge.holds)
    ]
    unit.write(SQL.set_payment_due, dues)
    copied = [hold.row(merge.into.id) for merge in merges for hold in merge.holds]
    unit.write(SQL.insert_holds, copied, now=unit.now, opened_by=unit.actor.name)
    ended = [
        ClosedHold(hold.id, "expired", f"merged into order {merge.into.id}") for merge in merges for hold in merge.ended
    ]
    unit.write(SQL.close_holds, ended, now=unit.now, closed_by=unit.actor.name)
    write_states(unit, [Change(merge.after.id, merge.after.state) for merge in merges])
    write_states(unit, [Change(merge.source.id, "canceled") for merge in merges])
