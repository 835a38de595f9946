"""Plan what each location fulfills of confirmed orders, and let the locations begin at once where that is asked."""

from collections.abc import Iterator, Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import PlanFulfillment, Planned
from ordino.fulfillment.decide.plan import FreeUnits, HoldRow, Holds, plan_order
from ordino.fulfillment.events import FulfillmentPlanned, FulfillmentReleased
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.rows import FulfilledUnits
from ordino.inventory.codes import possible_keys
from ordino.inventory.leaving import commit_to_fulfillment
from ordino.inventory.rows import AllocationRow
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream
from ordino.orders.lifecycle import ORDER


class _OrderRow(Record, frozen=True):
    id: int
    state: str
    ship_complete: bool


class _NewOrder(Record, frozen=True):
    id: int
    order_id: int
    location_id: int
    method: str
    state: str


class _NewLine(Record, frozen=True):
    fulfillment_order_id: int
    line_number: int
    sku_id: int
    quantity: int


class _Part(Record, frozen=True):
    """The units of one location, and whether it may begin."""

    order: _NewOrder
    units: list[FreeUnits]

    @property
    def is_released(self) -> bool:
        return self.order.state == "released"

    def event(self) -> FulfillmentPlanned | FulfillmentReleased:
        kind = FulfillmentReleased if self.is_released else FulfillmentPlanned
        return kind(
            order_id=self.order.order_id,
            fulfillment_order_id=self.order.id,
            location_id=self.order.location_id,
            location=self.units[0].location,
            lines=tuple(FulfilledUnits(row.line_number, row.sku_id, row.sku, row.quantity) for row in self.units),
            method="pickup" if self.order.method == "pickup" else "ship",
        )


class _Desk:
    """What a batch plans with."""

    def __init__(self, unit: Unit, commands: Sequence[PlanFulfillment]) -> None:
        order_ids = possible_keys(command.order_id for command in commands)
        orders = unit.ask(SQL.lock_orders, _OrderRow, order_ids=order_ids)
        holds = unit.ask(SQL.select_holds, HoldRow, order_ids=order_ids)
        free = unit.ask(SQL.select_free_units, FreeUnits, order_ids=order_ids)
        self._incomplete = set(unit.fetch_values(SQL.select_incomplete, order_ids=order_ids))
        self._orders = {row.id: row for row in orders.rows()}
        self._holds = Holds(holds.rows())
        self._free: dict[int, list[FreeUnits]] = {}
        for row in free.rows():
            self._free.setdefault(row.order_id, []).append(row)

    def plan(self, command: PlanFulfillment) -> list[list[FreeUnits]] | Problem:
        """The free units by location, each planned once in the batch; or why there are none."""
        order = self._orders.get(command.order_id)
        if order is None:
            return NotFound(what="order", reference=str(command.order_id))
        if order.state != "confirmed":
            return StateRefuses(
                subject=f"Order {order.id}",
                state=order.state,
                command=command.kind(),
                permitted=ORDER.permitted(order.state),
            )
        planned = plan_order(
            order.id,
            [row for row in self._free.get(order.id, ()) if not command.locations or row.location in command.locations],
            self._holds,
            ship_complete=order.ship_complete,
            is_incomplete=order.id in self._incomplete,
        )
        if not isinstance(planned, Problem):
            taken = {(row.line_number, row.location_id) for rows in planned for row in rows}
            left = [row for row in self._free[order.id] if (row.line_number, row.location_id) not in taken]
            self._free[order.id] = left
        return planned


@handles(PlanFulfillment)
def plan_fulfillment(unit: Unit, commands: Sequence[PlanFulfillment]) -> list[Decision]:
    """One fulfillment order for each location that holds free units of the order."""
    desk = _Desk(unit, commands)
    plans = [desk.plan(command) for command in commands]
    ids = iter(
        unit.next_ids("fulfillment_order_id_seq", sum(len(plan) for plan in plans if not isinstance(plan, Problem)))
    )
    parts: list[_Part] = []
    decisions: list[Decision] = []
    for command, plan in zip(commands, plans, strict=True):
        if isinstance(plan, Problem):
            decisions.append(Refused(plan))
            continue
        state = "released" if command.release else "planned"
        mine = [
            _Part(_NewOrder(next(ids), command.order_id, units[0].location_id, command.method, state), units)
            for units in plan
        ]
        parts += mine
        decisions.append(_done(command.order_id, mine))
    _write(unit, parts)
    return decisions


def _done(order_id: int, parts: Sequence[_Part]) -> Done:
    result = Planned(
        order_id=order_id,
        fulfillment_order_ids=tuple(part.order.id for part in parts),
        quantity=sum(row.quantity for part in parts for row in part.units),
    )
    return Done(result, tuple(StreamEvent(order_stream(order_id), part.event()) for part in parts))


def _write(unit: Unit, parts: Sequence[_Part]) -> None:
    unit.write_soon(SQL.insert_fulfillment_orders, [part.order for part in parts], now=unit.now)
    lines = [_NewLine(part.order.id, row.line_number, row.sku_id, row.quantity) for part in parts for row in part.units]
    unit.write_soon(SQL.insert_lines, lines)
    released = list(_released(parts))
    if released:
        commit_to_fulfillment(
            unit,
            [
                AllocationRow(row.order_id, row.line_number, row.location_id, row.sku_id, row.quantity)
                for row in released
            ],
        )
        move(
            unit,
            [BucketMove(row.order_id, row.line_number, "allocated", "released", row.quantity) for row in released],
        )


def _released(parts: Sequence[_Part]) -> Iterator[FreeUnits]:
    return (row for part in parts if part.is_released for row in part.units)
