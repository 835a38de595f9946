"""Change placed orders: a set of actions against the version they were decided at, all or none."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Event, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders import buckets
from ordino.orders.commands import AddLine, ChangeOrder, PlaceOrder
from ordino.orders.decide.change_order import AddedLines, DecidedChange, OrderToChange, decide_change
from ordino.orders.decide.place_order import PlacementFacts, decide_placement
from ordino.orders.events import HoldOpened, OrderChanged
from ordino.orders.facts import SQL, read_placement_facts
from ordino.orders.handlers.cancel_order import WaivedCharge
from ordino.orders.handlers.place_order import line_row, placed_lines
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.pending import PendingOrders
from ordino.orders.reading import charges_of, lines_of
from ordino.orders.rows import PostalAddress
from ordino.orders.write_rows import HoldRow


class _TotalRow(Record, frozen=True):
    order_id: int
    total_minor: int
    ship_to: PostalAddress | None


class _Changed(Record, frozen=True):
    """A decided change of a locked order, with the numbers of the holds it opens."""

    order: LockedOrder
    change: DecidedChange
    hold_ids: tuple[int, ...]


@handles(ChangeOrder)
def change_orders(unit: Unit, commands: Sequence[ChangeOrder]) -> list[Decision]:
    """Apply each change; the second of two changes of one order in a batch sees a version conflict."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines, charges = lines_of(unit, list(orders)), charges_of(unit, list(orders))
    additions = {
        (index, position): _as_placement(orders[command.order_id], action)
        for index, command in enumerate(commands)
        if command.order_id in orders
        for position, action in enumerate(command.actions)
        if isinstance(action, AddLine)
    }
    facts = read_placement_facts(unit, list(additions.values())) if additions else None
    changed: list[_Changed] = []
    decisions: list[Decision] = []
    for index, command in enumerate(commands):
        order = permitted_order(orders, command.order_id, ChangeOrder, expected_version=command.expected_version)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        to_change = OrderToChange(
            order.id,
            order.total_minor,
            order.prices_include_tax,
            tuple(lines.get(order.id, ())),
            tuple(charges.get(order.id, ())),
        )
        added = _price(unit, [one for (at, _), one in additions.items() if at == index], facts)
        change = added if isinstance(added, Problem) else decide_change(to_change, command.actions, added)
        if isinstance(change, Problem):
            decisions.append(Refused(change))
            continue
        item = _Changed(order, change, tuple(unit.next_ids("orders_hold_id_seq", len(change.holds))))
        changed.append(item)
        after = structs.replace(order, total_minor=change.total_minor, version=order.version + 1)
        orders[order.id] = after
        decisions.append(done_with(after, *_events(item)))
    _write(unit, changed)
    return decisions


def _as_placement(order: LockedOrder, action: AddLine) -> PlaceOrder:
    """An added line is priced as an order of its own would be, without discounts and charges."""
    return PlaceOrder(
        channel=order.channel,
        lines=(action.line,),
        customer_id=order.customer_id,
        currency=order.currency,
        placed_at=order.placed_at,
        ship_to=order.address(),
        payment_terms="on_invoice" if order.payment_terms == "on_invoice" else "paid_elsewhere",
        priced_elsewhere=action.line.tax_minor is not None,
        verified_elsewhere=True,
    )


def _price(
    unit: Unit, additions: Sequence[PlaceOrder], facts: PlacementFacts | None
) -> tuple[AddedLines, ...] | Problem:
    priced = []
    for addition in additions:
        if facts is None:
            raise AssertionError("lines are added, but no facts were read")
        placement = decide_placement(addition, facts, now=unit.now)
        if isinstance(placement, Problem):
            return placement
        facts.use_credit(addition, placement.priced.total_minor)
        priced.append(AddedLines(placement, placed_lines(placement)))
    return tuple(priced)


def _events(item: _Changed) -> tuple[Event, ...]:
    order, change = item.order, item.change
    changed = OrderChanged(
        order_id=order.id,
        added=change.added,
        canceled=change.canceled,
        canceled_charges=change.canceled_charges,
        terms=order.terms() if change.added else None,
        ship_to=change.ship_to,
        total_minor_before=order.total_minor,
        total_minor_after=change.total_minor,
    )
    opened = (
        HoldOpened(
            order_id=order.id,
            hold_id=hold_id,
            reason=hold.reason,
            scope=hold.scope,
            line_number=hold.line_number,
            detail=hold.detail,
        )
        for hold_id, hold in zip(item.hold_ids, change.holds, strict=True)
    )
    return (changed, *opened)


def _write(unit: Unit, changed: Sequence[_Changed]) -> None:
    if not changed:
        return
    unit.pending(PendingOrders).add_lines(
        line_row(item.order.id, line) for item in changed for line in item.change.added
    )
    buckets.move(
        unit,
        [
            buckets.BucketMove(item.order.id, units.line_number, units.bucket, "canceled", units.quantity)
            for item in changed
            for units in item.change.canceled
        ],
    )
    waived = [WaivedCharge(item.order.id, number) for item in changed for number in item.change.canceled_charges]
    unit.write(SQL.cancel_charges, waived)
    unit.write(
        SQL.set_totals, [_TotalRow(item.order.id, item.change.total_minor, item.change.ship_to) for item in changed]
    )
    holds = [
        HoldRow(hold_id, item.order.id, hold.line_number, hold.scope, hold.reason, hold.detail, "", hold.due_at)
        for item in changed
        for hold_id, hold in zip(item.hold_ids, item.change.holds, strict=True)
    ]
    unit.write(SQL.insert_holds, holds, now=unit.now, opened_by=unit.actor.name)
    write_states(unit, [Change(item.order.id, item.order.state) for item in changed])
