"""An order as its events tell it: lines, buckets, holds, state, promises, and what it takes from stock. Pure."""

from collections.abc import Iterable

from msgspec import structs

from ordino.kernel.messages import Event, Record
from ordino.orders.events import (
    DraftRevised,
    HoldAssigned,
    HoldOpened,
    HoldReleased,
    OrderCanceled,
    OrderChanged,
    OrderCompleted,
    OrderConfirmed,
    OrderDrafted,
    OrderExpired,
    OrderMerged,
    OrderPlaced,
    OrderPrioritized,
    OrderSplit,
)
from ordino.orders.lifecycle import ORDER
from ordino.orders.rows import ChosenSku, LeavingUnits, MovedUnits, PlacedLine, PostalAddress
from ordino.simulation.audit.replay.delivery_fold import FoldedDeliveries, shipped_by
from ordino.simulation.audit.replay.fulfillment_fold import moves_of
from ordino.simulation.audit.report import Finding
from ordino.sourcing.decide.promises import Promise
from ordino.sourcing.decide.rows import Plan
from ordino.sourcing.events import (
    AllocationsLost,
    AllocationsMoved,
    AllocationsReleased,
    BackordersFilled,
    LineResourced,
    OrderSourced,
    PromisesChanged,
    Taken,
)

BUCKETS = ("canceled", "unsourced", "backordered", "allocated", "released", "picked", "packed", "shipped")
MOVABLE = ("unsourced", "backordered", "allocated")
PERMITTING = {
    OrderConfirmed: "ConfirmOrder",
    OrderCompleted: "CompleteOrder",
    OrderChanged: "ChangeOrder",
    OrderCanceled: "CancelOrder",
    OrderExpired: "ExpireOrder",
    OrderPrioritized: "PrioritizeOrder",
    OrderSplit: "SplitOrder",
    OrderMerged: "MergeOrders",
    HoldReleased: "ReleaseHold",
    HoldAssigned: "AssignHold",
    OrderSourced: "SourceOrder",
    BackordersFilled: "FillBackorders",
    DraftRevised: "ReviseDraft",
}


class StockEffect(Record, frozen=True):
    """Units that an order commits at a level (positive) or gives back (negative).

    Events name the level by (location, SKU), some by the two keys, some by the two codes.
    """

    level: tuple[int, int] | tuple[str, str]
    allocated: int


class FoldedHold:
    """A hold, from opened to closed."""

    __slots__ = ("scope", "state")

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.state = "open"


class FoldedLine:
    """A line as it was agreed, and where its units are; what is not shipped needs no source and counts as allocated."""

    __slots__ = ("buckets", "placed")

    def __init__(self, placed: PlacedLine) -> None:
        self.placed = placed
        self.buckets = dict.fromkeys(BUCKETS, 0)
        self.buckets["unsourced" if placed.shippable else "allocated"] = placed.quantity

    def choose(self, chosen: ChosenSku) -> None:
        """The line means another SKU; where that is not shipped, no unit of it needs a source any more."""
        self.placed = structs.replace(self.placed, sku_id=chosen.sku_id, sku=chosen.sku, shippable=chosen.shippable)
        if not chosen.shippable:
            self.move("unsourced", "allocated", self.buckets["unsourced"])

    def move(self, source: str, target: str, quantity: int) -> None:
        self.buckets[source] -= quantity
        self.buckets[target] += quantity


class FoldedOrder:
    """One order; `apply` takes its events in their order. What the events cannot have meant goes to `problems`.

    Once units were canceled, the promises of the rest are known again only when an event gives them.
    """

    def __init__(self, order_id: int) -> None:
        self.order_id = order_id
        self.state = "none"
        self.placed: OrderPlaced | None = None
        self.ship_to = PostalAddress()
        self.priority = 0
        self.total_minor = 0
        self.lines: dict[int, FoldedLine] = {}
        self.holds: dict[int, FoldedHold] = {}
        self.promises: dict[int, tuple[Promise, ...]] = {}
        self.stock: list[StockEffect] = []
        self.deliveries = FoldedDeliveries()
        self.converted: tuple[str, int] | None = None
        self.problems: list[Finding] = []
        self._reservation_owner = ""

    def apply(self, event: Event, position: int) -> None:
        """Take the next event, at its position in the journal; one of another part of the system changes nothing here."""
        self._check_permitted(event)
        match event:
            case OrderDrafted() | OrderCompleted():
                self.state = "draft" if isinstance(event, OrderDrafted) else "completed"
            case OrderPlaced():
                self._place(event)
            case OrderConfirmed():
                self._confirm()
            case OrderChanged():
                self._change(event)
            case OrderPrioritized():
                self.priority = event.after
            case OrderSplit() | OrderMerged():
                self._move_units(event)
            case OrderCanceled() | OrderExpired():
                self._end("canceled" if isinstance(event, OrderCanceled) else "expired", event.canceled)
            case HoldOpened():
                self.holds[event.hold_id] = FoldedHold(event.scope)
            case HoldReleased():
                self._release_hold(event.hold_id)
            case _:
                self._apply_sourcing(event, position)

    def _apply_sourcing(self, event: Event, position: int) -> None:
        match event:
            case OrderSourced():
                self._source(event, position)
            case BackordersFilled():
                self._take(event.allocated, source="backordered")
                self._promise(event.promises)
            case PromisesChanged():
                self._promise(event.promises)
            case AllocationsReleased():
                self.stock += [StockEffect((row.location, row.sku), -row.quantity) for row in event.released]
                self.promises.clear()
            case AllocationsMoved():
                self.promises.clear()
            case AllocationsLost():
                self._give_back(event.lost)
                for row in event.lost:
                    self._move(row.line_number, "allocated", "backordered", row.quantity)
                self._promise(event.promises)
            case LineResourced():
                self._resource(event)
            case _:
                for number, source, target, quantity in (*moves_of(event), *shipped_by(event)):
                    self._move(number, source, target, quantity)
                self.deliveries.apply(event)

    def _place(self, event: OrderPlaced) -> None:
        if self.state not in ("none", "draft"):
            self._problem("OrderPlaced", "none or draft", self.state)
        self.state = "placed"
        self.placed = event
        self.ship_to, self.priority, self.total_minor = event.ship_to, event.priority, event.total_minor
        self._reservation_owner = event.reservation_owner
        self._add(event.lines)
        for hold in event.holds:
            self.holds[hold.hold_id] = FoldedHold(hold.scope)

    def _confirm(self) -> None:
        """Only what was split off a confirmed order is confirmed with the holds it took along."""
        blocking = sorted(key for key, hold in self.holds.items() if hold.state == "open" and hold.scope != "return")
        if blocking and (self.placed is None or self.placed.split_from is None):
            self._problem("OrderConfirmed", "no open hold", f"holds {', '.join(map(str, blocking))}")
        self.state = "confirmed"

    def _change(self, event: OrderChanged) -> None:
        self._reservation_owner = ""
        self._add(event.added)
        self._cancel(event.canceled)
        for chosen in event.chosen:
            self.lines[chosen.line_number].choose(chosen)
        self.total_minor = event.total_minor_after
        self.ship_to = event.ship_to or self.ship_to

    def _end(self, state: str, leaving: Iterable[LeavingUnits]) -> None:
        self._cancel(leaving)
        for hold in self.holds.values():
            hold.state = "expired" if hold.state == "open" else hold.state
        self.state = state
        self.total_minor = 0

    def _move_units(self, event: OrderSplit | OrderMerged) -> None:
        """Units that go to another order count as canceled here; there they come to stand in the buckets they left."""
        if isinstance(event, OrderSplit) and event.new_order_id == self.order_id:
            self._receive(event.units)
            return
        if isinstance(event, OrderMerged) and event.order_id == self.order_id:
            self._add(event.added)
            self._receive(event.units)
        else:
            leaving = [
                LeavingUnits(units.from_line, bucket, getattr(units, bucket))
                for units in event.units
                for bucket in MOVABLE
            ]
            if isinstance(event, OrderMerged):
                self._end("canceled", leaving)
                return
            self._cancel(leaving)
        self.total_minor = event.total_minor_after

    def _receive(self, units: Iterable[MovedUnits]) -> None:
        for row in units:
            line = self.lines.get(row.to_line)
            if line is None:
                self._problem(f"line {row.to_line}", "a line of the order", "none")
            else:
                line.buckets.update({bucket: getattr(row, bucket) for bucket in MOVABLE})

    def _release_hold(self, hold_id: int) -> None:
        hold = self.holds.get(hold_id)
        if hold is None or hold.state != "open":
            self._problem(f"HoldReleased {hold_id}", "open", "unknown" if hold is None else hold.state)
        else:
            hold.state = "released"

    def _source(self, event: OrderSourced, position: int) -> None:
        if self._reservation_owner:
            self.converted = (self._reservation_owner, position)
            self._reservation_owner = ""
        self._carry_out(event.plan, source="unsourced")
        self._promise(event.promises)

    def _resource(self, event: LineResourced) -> None:
        back = event.taken_back
        self._give_back((back,))
        self._move(back.line_number, "allocated", "unsourced", back.quantity)
        self._carry_out(event.plan, source="unsourced")
        self._promise(event.promises)

    def _carry_out(self, plan: Plan, *, source: str) -> None:
        self._take([Taken(r.line_number, r.sku_id, r.location_id, r.quantity) for r in plan.allocations], source=source)
        for row in plan.backorders:
            self._move(row.line_number, source, "backordered", row.quantity)

    def _take(self, rows: Iterable[Taken], *, source: str) -> None:
        for row in rows:
            self._move(row.line_number, source, "allocated", row.quantity)
            self.stock.append(StockEffect((row.location_id, row.sku_id), row.quantity))

    def _give_back(self, rows: Iterable[Taken]) -> None:
        self.stock += [StockEffect((row.location_id, row.sku_id), -row.quantity) for row in rows]

    def _promise(self, promises: Iterable[Promise]) -> None:
        fresh: dict[int, list[Promise]] = {}
        for promise in promises:
            fresh.setdefault(promise.line_number, []).append(promise)
        self.promises.update({number: tuple(parts) for number, parts in fresh.items()})

    def _add(self, lines: Iterable[PlacedLine]) -> None:
        for line in lines:
            self.lines[line.number] = FoldedLine(line)

    def _cancel(self, leaving: Iterable[LeavingUnits]) -> None:
        for units in leaving:
            self._move(units.line_number, units.bucket, "canceled", units.quantity)
            self.promises.clear()

    def _move(self, number: int, source: str, target: str, quantity: int) -> None:
        line = self.lines.get(number)
        if line is None:
            self._problem(f"line {number}", "a line of the order", "none")
        else:
            line.move(source, target, quantity)

    def _check_permitted(self, event: Event) -> None:
        command = PERMITTING.get(type(event))
        if command is not None and (self.state not in ORDER.states or ORDER.target(self.state, command) is None):
            self._problem(event.kind(), f"a state that permits {command}", self.state)

    def _problem(self, figure: str, expected: str, found: str) -> None:
        self.problems.append(Finding(f"order {self.order_id}", figure, expected, found))
