"""Change placed orders: a set of actions against the version they were decided at, all or none."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import InFlight, Problem
from ordino.orders.accepted import placed_lines
from ordino.orders.commands import AddLine, ChangeOrder, ChooseSku, PlaceOrder
from ordino.orders.decide.change_draft import AddedLines, OrderToChange
from ordino.orders.decide.change_order import ChangeFacts, DecidedChange, decide_change
from ordino.orders.decide.place_order import PlacementFacts, decide_placement
from ordino.orders.decide.placement_rows import SkuFacts
from ordino.orders.events import HoldOpened, HoldReleased, OrderChanged, OrderConfirmed, OrderEvent
from ordino.orders.facts import SQL, read_placement_facts
from ordino.orders.handlers.transitions import done_with
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.reading import OpenHold, charges_of, lines_of, open_holds_of
from ordino.orders.write_changes import Changed, write_changes


class _Facts(Record, frozen=True):
    """What the batch's actions name."""

    placements: PlacementFacts | None
    skus: dict[str, SkuFacts]


@handles(ChangeOrder)
def change_orders(unit: Unit, commands: Sequence[ChangeOrder]) -> list[Decision]:
    """Apply each change to what the changes before it in the batch have left."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    books = _read_books(unit, orders)
    facts = _read_facts(unit, commands, orders)
    hold_ids = Ids(unit, "orders_hold_id_seq", block=len(commands))
    changed: list[Changed] = []
    added: dict[int, set[int]] = {}
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, ChangeOrder, expected_version=command.expected_version)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        change = _decide(unit, order, books[order.id], command, facts)
        if not isinstance(change, Problem) and added.get(order.id, set()) & change.touched():
            change = InFlight(wait_seconds=0)  # the lines get their sources only after this batch
        if isinstance(change, Problem):
            decisions.append(Refused(change))
            continue
        item = Changed(order, change, hold_ids.take(len(change.opened)))
        changed.append(item)
        added.setdefault(order.id, set()).update(line.number for line in change.added)
        orders[order.id] = item.order_after()
        books[order.id] = structs.replace(change.after, holds=(*change.after.holds, *_opened_holds(item)))
        decisions.append(done_with(orders[order.id], *_events(item, command.reason)))
    write_changes(unit, changed)
    return decisions


def _read_books(unit: Unit, orders: dict[int, LockedOrder]) -> dict[int, OrderToChange]:
    order_ids = list(orders)
    lines, charges, holds = lines_of(unit, order_ids), charges_of(unit, order_ids), open_holds_of(unit, order_ids)
    return {
        order.id: OrderToChange(
            order.id,
            order.state,
            order.total_minor,
            order.prices_include_tax,
            tuple(lines.get(order.id, ())),
            tuple(charges.get(order.id, ())),
            tuple(holds.get(order.id, ())),
        )
        for order in orders.values()
    }


def _read_facts(unit: Unit, commands: Sequence[ChangeOrder], orders: dict[int, LockedOrder]) -> _Facts:
    actions = [(command.order_id, action) for command in commands for action in command.actions]
    additions = [
        _as_placement(orders[order_id], action)
        for order_id, action in actions
        if isinstance(action, AddLine) and order_id in orders
    ]
    codes = sorted({action.sku for _, action in actions if isinstance(action, ChooseSku)})
    skus = unit.fetch(SQL.select_skus, SkuFacts, codes=codes) if codes else []
    return _Facts(read_placement_facts(unit, additions) if additions else None, {sku.code: sku for sku in skus})


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


def _decide(
    unit: Unit, order: LockedOrder, book: OrderToChange, command: ChangeOrder, facts: _Facts
) -> DecidedChange | Problem:
    added = []
    for action in command.actions:
        if isinstance(action, AddLine) and facts.placements is not None:
            addition = _as_placement(order, action)
            placement = decide_placement(addition, facts.placements, now=unit.now)
            if isinstance(placement, Problem):
                return placement
            facts.placements.use_credit(addition, placement.priced.total_minor)
            added.append(AddedLines(placement, placed_lines(placement)))
    return decide_change(book, command.actions, ChangeFacts(tuple(added), facts.skus))


def _opened_holds(item: Changed) -> list[OpenHold]:
    return [
        OpenHold(hold_id, item.order.id, hold.line_number, hold.scope, hold.reason, hold.detail, "", hold.due_at)
        for hold_id, hold in zip(item.hold_ids, item.change.opened, strict=True)
    ]


def _events(item: Changed, reason: str) -> tuple[OrderEvent, ...]:
    order, change = item.order, item.change
    after = item.order_after()
    changed = OrderChanged(
        order_id=order.id,
        added=change.added,
        canceled=change.canceled,
        canceled_charges=change.canceled_charges,
        chosen=change.chosen,
        terms=after.terms() if change.added or change.chosen else None,
        ship_to=change.ship_to,
        total_minor_before=order.total_minor,
        total_minor_after=after.total_minor,
        reason=reason,
    )
    released = [
        HoldReleased(order_id=order.id, hold_id=hold.hold_id, reason=hold.reason, note=hold.note)
        for hold in change.released
    ]
    opened = [
        HoldOpened(
            order_id=order.id,
            hold_id=hold_id,
            reason=hold.reason,
            scope=hold.scope,
            line_number=hold.line_number,
            detail=hold.detail,
        )
        for hold_id, hold in zip(item.hold_ids, change.opened, strict=True)
    ]
    confirmed = [OrderConfirmed(order_id=order.id)] if after.state != order.state else []
    return (changed, *released, *opened, *confirmed)
