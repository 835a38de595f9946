"""Let allocations and promises follow units that belong to another order now: same stock, same dates."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocate, allocations_of_orders, deallocate, lock_levels
from ordino.inventory.rows import AllocationRow, Pair
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput
from ordino.orders.events import order_stream
from ordino.sourcing.commands import MoveAllocations, Released
from ordino.sourcing.decide.promises import Promise, hand_over
from ordino.sourcing.events import AllocationsMoved, Taken
from ordino.sourcing.facts import SQL
from ordino.sourcing.promising import LineKey, promises_of_lines, replace_promises, units_by_location

Key = tuple[int, int]
Accepted = tuple[MoveAllocations, Sequence[tuple[AllocationRow, AllocationRow]]]


@handles(MoveAllocations)
def move_allocations(unit: Unit, commands: Sequence[MoveAllocations]) -> list[Decision]:
    """The orders' own lines were moved by who asks; refused where an order has fewer units allocated than shall move."""
    unit.fetch_values(SQL.lock_orders, order_ids=sorted({id_ for c in commands for id_ in (c.order_id, c.to_order_id)}))
    held: dict[Key, list[AllocationRow]] = {}
    for row in allocations_of_orders(unit, sorted({command.order_id for command in commands})):
        held.setdefault((row.order_id, row.line_number), []).append(row)
    taken = [_take(command, held) for command in commands]
    accepted = [(command, rows) for command, rows in zip(commands, taken, strict=True) if rows is not None]
    _move(unit, accepted)
    _move_promises(unit, accepted)
    return [
        Refused(InvalidInput(field="units", reason=f"order {command.order_id} does not have them allocated"))
        if rows is None
        else _done(command, [giver for giver, _ in rows])
        for command, rows in zip(commands, taken, strict=True)
    ]


def _take(
    command: MoveAllocations, held: dict[Key, list[AllocationRow]]
) -> list[tuple[AllocationRow, AllocationRow]] | None:
    """What each allocation gives, and whose it is then; the smallest allocation goes first. None where they are too few."""
    moved: list[tuple[AllocationRow, AllocationRow]] = []
    remaining = dict(held)
    for units in command.units:
        left, key = units.allocated, (command.order_id, units.from_line)
        kept: list[AllocationRow] = []
        for row in sorted(remaining.get(key, ()), key=lambda row: row.free):
            quantity = min(left, row.free)
            left -= quantity
            if quantity:
                giver = replace(row, quantity=quantity, in_fulfillment=0)
                moved.append((giver, replace(giver, order_id=command.to_order_id, line_number=units.to_line)))
            if row.quantity > quantity:
                kept.append(replace(row, quantity=row.quantity - quantity))
        if left:
            return None
        remaining[key] = kept
    held.update(remaining)
    return moved


def _move(unit: Unit, accepted: Sequence[Accepted]) -> None:
    moved = [pair for _, rows in accepted for pair in rows]
    lock_levels(unit, [Pair(giver.sku_id, giver.location_id) for giver, _ in moved])
    deallocate(unit, [giver for giver, _ in moved])
    allocate(unit, [taker for _, taker in moved])


def _move_promises(unit: Unit, accepted: Sequence[Accepted]) -> None:
    keys = [
        key
        for command, _ in accepted
        for units in command.units
        for key in (LineKey(command.order_id, units.from_line), LineKey(command.to_order_id, units.to_line))
    ]
    parts: dict[LineKey, tuple[Promise, ...]] = dict.fromkeys(keys, ())
    parts |= {key: tuple(rows) for key, rows in promises_of_lines(unit, keys).items()}
    for command, rows in accepted:
        for units in command.units:
            lines = (units.from_line, units.to_line)
            moved = [row for row, new in rows if (row.line_number, new.line_number) == lines]
            giver, taker = LineKey(command.order_id, units.from_line), LineKey(command.to_order_id, units.to_line)
            parts[giver], parts[taker] = hand_over(
                parts[giver],
                parts[taker],
                to_line=units.to_line,
                allocated=units_by_location(moved),
                backordered=units.backordered,
            )
    replace_promises(unit, parts)


def _done(command: MoveAllocations, rows: Sequence[AllocationRow]) -> Done:
    taken = tuple(Taken(row.line_number, row.sku_id, row.location_id, row.quantity) for row in rows)
    event = AllocationsMoved(order_id=command.order_id, to_order_id=command.to_order_id, taken=taken)
    streams = (order_stream(command.order_id), order_stream(command.to_order_id))
    return Done(
        Released(quantity=sum(row.quantity for row in rows)), tuple(StreamEvent(stream, event) for stream in streams)
    )
