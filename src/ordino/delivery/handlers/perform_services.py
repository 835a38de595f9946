"""Perform services: what is not shipped is shipped and delivered at once, without stock."""

from collections.abc import Mapping, Sequence

from ordino.delivery.commands import Performed, PerformServices, ServiceUnits
from ordino.delivery.events import ServicesPerformed
from ordino.delivery.handing_over import hold_problem, version_problem
from ordino.delivery.problems import NotAService
from ordino.engine import Unit, handles
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.buckets import AfterShipping, BucketMove, count_after_shipping, move
from ordino.orders.events import order_stream
from ordino.orders.locking import lock_orders
from ordino.orders.reading import OrderLine, lines_of, open_holds_of

Key = tuple[int, int]


@handles(PerformServices)
def perform_services(unit: Unit, commands: Sequence[PerformServices]) -> list[Decision]:
    """Each service counts as shipped and delivered; a hold that covers it refuses."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines, holds = lines_of(unit, list(orders)), open_holds_of(unit, list(orders))
    left = {(row.order_id, row.number): _open_units(row) for rows in lines.values() for row in rows}
    performed: list[tuple[int, FulfilledUnits]] = []
    decisions: list[Decision] = []
    for command in commands:
        order = orders.get(command.order_id)
        if order is None:
            decisions.append(Refused(NotFound(what="order", reference=str(command.order_id))))
            continue
        units = version_problem(order, command.expected_version) or _units(command, lines.get(order.id, ()), left)
        if not isinstance(units, Problem):
            units = hold_problem(order.id, holds.get(order.id, ()), {one.line_number for one in units}) or units
        if isinstance(units, Problem):
            decisions.append(Refused(units))
            continue
        for one in units:
            left[order.id, one.line_number] -= one.quantity
            performed.append((order.id, one))
        event = StreamEvent(order_stream(order.id), ServicesPerformed(order_id=order.id, lines=units))
        decisions.append(Done(Performed(order_id=order.id, quantity=sum(one.quantity for one in units)), (event,)))
    _write(unit, performed)
    return decisions


def _units(
    command: PerformServices, lines: Sequence[OrderLine], left: Mapping[Key, int]
) -> tuple[FulfilledUnits, ...] | Problem:
    """What is performed: the lines named, each once, or everything that is open."""
    by_number = {line.number: line for line in lines}
    wanted = command.lines or tuple(
        ServiceUnits(line.number, left[line.order_id, line.number])
        for line in lines
        if left[line.order_id, line.number]
    )
    if not wanted or len({one.line_number for one in wanted}) != len(wanted):
        return InvalidInput(field="lines", reason="name services that are open, each line once.")
    units = []
    for one in wanted:
        line = by_number.get(one.line_number)
        if line is None:
            return NotFound(what="line", reference=f"{command.order_id}-{one.line_number}")
        there = left[line.order_id, line.number]
        if not 1 <= one.quantity <= there:
            return NotAService(order_id=line.order_id, line_number=line.number, wanted=one.quantity, open_units=there)
        units.append(FulfilledUnits(line.number, line.sku_id or 0, line.sku, one.quantity))
    return tuple(units)


def _open_units(line: OrderLine) -> int:
    return 0 if line.shippable else line.allocated


def _write(unit: Unit, performed: Sequence[tuple[int, FulfilledUnits]]) -> None:
    if not performed:
        return
    move(unit, [BucketMove(key, one.line_number, "allocated", "shipped", one.quantity) for key, one in performed])
    count_after_shipping(unit, [AfterShipping(key, one.line_number, delivered=one.quantity) for key, one in performed])
