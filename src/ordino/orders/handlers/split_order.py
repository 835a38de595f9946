"""Split orders: units go into an order of their own with exactly their shares of money, their sources and their holds."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused
from ordino.kernel.problems import InFlight, Problem
from ordino.orders import buckets
from ordino.orders.commands import SplitOrder
from ordino.orders.decide.blocking import any_blocks
from ordino.orders.decide.moving_units import MovedLine, decide_split, holds_that_follow
from ordino.orders.events import HoldReleased, OrderConfirmed, OrderEvent, OrderPlaced, OrderSplit, happened
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, write_states
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.moving import CopiedHold, People, copy_holds, leaving_moves, moved_line_row, people_of
from ordino.orders.pending import PendingOrders
from ordino.orders.reading import OpenHold, OrderLine, lines_of, open_holds_of
from ordino.orders.write_rows import ClosedHold, DiscountRow, DiscountShareRow, OrderRow, TotalRow

DISCOUNT_LABEL = "Share of the discounts of order {}"


class _Split(Record, frozen=True):
    """A decided split: the order as it was and is, what goes, and the holds that go with it or end with it."""

    before: LockedOrder
    after: LockedOrder
    new_order_id: int
    lines: tuple[MovedLine, ...]
    holds: tuple[CopiedHold, ...]
    released: tuple[OpenHold, ...]

    @property
    def new_state(self) -> str:
        held = any_blocks(copied.hold.scope for copied in self.holds)
        return "confirmed" if self.before.state == "confirmed" or not held else "placed"

    @property
    def new_total_minor(self) -> int:
        return self.before.total_minor - self.after.total_minor


@handles(SplitOrder)
def split_orders(unit: Unit, commands: Sequence[SplitOrder]) -> list[Decision]:
    """Each order is split once in a batch; the answer is the new order."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines, holds = lines_of(unit, list(orders)), open_holds_of(unit, list(orders))
    order_ids = Ids(unit, "orders_order_id_seq", block=len(orders))
    hold_ids = Ids(unit, "orders_hold_id_seq", block=len(commands))
    splits: dict[int, _Split] = {}
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, SplitOrder, expected_version=command.expected_version)
        if isinstance(order, Problem) or order.id in splits:
            decisions.append(Refused(order if isinstance(order, Problem) else InFlight(wait_seconds=0)))
            continue
        moved = decide_split(lines.get(order.id, ()), command.lines)
        if isinstance(moved, Problem):
            decisions.append(Refused(moved))
            continue
        own_holds = holds.get(order.id, ())
        copied = copy_holds(hold_ids, holds_that_follow(own_holds, moved))
        (new_order_id,) = order_ids.take(1)
        split = _split(order, new_order_id, moved, copied, lines[order.id], own_holds)
        splits[order.id] = split
        orders[order.id] = split.after
        decisions.append(_done(split))
    _write(unit, list(splits.values()))
    return decisions


def _split(
    order: LockedOrder,
    new_order_id: int,
    moved: tuple[MovedLine, ...],
    copied: tuple[CopiedHold, ...],
    lines: Sequence[OrderLine],
    holds: Sequence[OpenHold],
) -> _Split:
    gone = {
        line.number
        for line in lines
        for part in moved
        if part.units.from_line == line.number and line.canceled + part.placed.quantity == line.ordered
    }
    released = tuple(hold for hold in holds if hold.line_number in gone)
    still_held = any_blocks(hold.scope for hold in holds if hold not in released)
    confirms = order.state == "placed" and bool(released) and not still_held
    leaving_minor = sum(line.money_minor(prices_include_tax=order.prices_include_tax) for line in moved)
    after = structs.replace(
        order,
        state="confirmed" if confirms else order.state,
        version=order.version + 1,
        total_minor=order.total_minor - leaving_minor,
    )
    return _Split(order, after, new_order_id, moved, copied, released)


def _done(split: _Split) -> Done:
    parted = OrderSplit(
        order_id=split.before.id,
        order_version=split.after.version,
        new_order_id=split.new_order_id,
        units=tuple(line.units for line in split.lines),
        total_minor_before=split.before.total_minor,
        total_minor_after=split.after.total_minor,
    )
    happened_here: list[OrderEvent] = [parted]
    note = f"it went into order {split.new_order_id}"
    happened_here += [
        HoldReleased(order_id=split.before.id, hold_id=hold.id, reason=hold.reason, note=note)
        for hold in split.released
    ]
    if split.after.state != split.before.state:
        happened_here.append(OrderConfirmed(order_id=split.before.id))
    happened_there: list[OrderEvent] = [_placed(split), parted]
    if split.new_state == "confirmed":
        happened_there.append(OrderConfirmed(order_id=split.new_order_id))
    result = structs.replace(
        split.before,
        id=split.new_order_id,
        state=split.new_state,
        version=1,
        total_minor=split.new_total_minor,
    ).result()
    here = happened(split.before.id, split.after.version, happened_here)
    return Done(result, (*here, *happened(split.new_order_id, 1, happened_there)))


def _placed(split: _Split) -> OrderPlaced:
    order = split.before
    return OrderPlaced(
        order_id=split.new_order_id,
        channel_id=order.channel_id,
        channel=order.channel,
        split_from=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        total_minor=split.new_total_minor,
        placed_at=order.placed_at,
        lines=tuple(line.placed for line in split.lines),
        ship_to=order.address(),
        ship_complete=order.ship_complete,
        maximum_parcels=order.maximum_parcels,
        out_of_stock=order.out_of_stock,
        priority=order.priority,
        holds=tuple(copied.opened() for copied in split.holds),
    )


def _write(unit: Unit, splits: Sequence[_Split]) -> None:
    if not splits:
        return
    people = people_of(unit, [split.before.id for split in splits])
    pending = unit.pending(PendingOrders)
    for split in splits:
        pending.add_order(_order_row(split, people[split.before.id]))
        pending.add_lines([moved_line_row(split.new_order_id, line) for line in split.lines])
    discounted = [split for split in splits if _discount_minor(split)]
    unit.write(SQL.insert_discounts, [_discount_row(split) for split in discounted])
    unit.write(SQL.insert_discount_shares, [row for split in discounted for row in _discount_share_rows(split)])
    copied = [hold.row(split.new_order_id) for split in splits for hold in split.holds]
    unit.write(SQL.insert_holds, copied, now=unit.now, opened_by=unit.actor.name)
    buckets.move(unit, [move for split in splits for move in leaving_moves(split.before.id, split.lines)])
    unit.write(SQL.set_totals, [TotalRow(split.after.id, split.after.total_minor) for split in splits])
    released = [
        ClosedHold(hold.id, "released", f"it went into order {split.new_order_id}")
        for split in splits
        for hold in split.released
    ]
    unit.write(SQL.close_holds, released, now=unit.now, closed_by=unit.actor.name)
    write_states(unit, [Change(split.after.id, split.after.state) for split in splits])


def _order_row(split: _Split, people: People) -> OrderRow:
    order, lines = split.before, split.lines
    return OrderRow(
        id=split.new_order_id,
        channel_id=order.channel_id,
        external_reference=None,
        customer_id=order.customer_id,
        customer_name=people.customer_name,
        email=people.email,
        state=split.new_state,
        fulfillment_status="unsourced",
        currency=order.currency,
        prices_include_tax=order.prices_include_tax,
        payment_terms=order.payment_terms,
        payment_due_at=people.payment_due_at,
        priority=order.priority,
        ship_complete=order.ship_complete,
        maximum_parcels=order.maximum_parcels,
        out_of_stock=order.out_of_stock,
        ship_to=order.address(),
        bill_to=people.billing_address(),
        goods_minor=sum(line.placed.goods_minor for line in lines),
        discount_minor=_discount_minor(split),
        shipping_minor=0,
        fee_minor=0,
        tax_minor=sum(line.placed.tax_minor for line in lines),
        total_minor=split.new_total_minor,
        stated_total_minor=None,
        note=people.note,
        placed_at=order.placed_at,
    )


def _discount_minor(split: _Split) -> int:
    return sum(line.placed.discount_minor for line in split.lines)


def _discount_row(split: _Split) -> DiscountRow:
    label = DISCOUNT_LABEL.format(split.before.id)
    return DiscountRow(split.new_order_id, 1, label, "", "goods", _discount_minor(split))


def _discount_share_rows(split: _Split) -> list[DiscountShareRow]:
    return [
        DiscountShareRow(split.new_order_id, 1, line.placed.number, line.placed.discount_minor)
        for line in split.lines
        if line.placed.discount_minor
    ]
