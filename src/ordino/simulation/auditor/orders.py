"""Orders as an outside observer reckons them from what is told: units in buckets, holds, states, and what they come to."""

from collections import Counter
from collections.abc import Iterable

from msgspec import structs

from ordino.delivery import events as away
from ordino.fulfillment.events import FulfillmentReleased
from ordino.kernel.messages import Event, Record
from ordino.orders import events as told
from ordino.orders.rows import LeavingUnits, PlacedLine
from ordino.returns import events as back
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.shares import goods_of, line_total, units_total
from ordino.simulation.auditor.units import moves

BEFORE_SHIPPING = ("unsourced", "backordered", "allocated", "released", "picked", "packed")
IN_STOCK = ("allocated", "released", "picked", "packed")
BUCKETS = ("canceled", *BEFORE_SHIPPING, "shipped")
_LEADS: dict[type[Event], tuple[tuple[str, ...], str]] = {
    told.OrderPlaced: (("none", "draft"), "placed"),
    told.OrderConfirmed: (("placed",), "confirmed"),
    told.OrderCompleted: (("confirmed",), "completed"),
    told.OrderCanceled: (("draft", "placed", "confirmed"), "canceled"),
    told.OrderExpired: (("placed",), "expired"),
}
_FATES: dict[type[Event], str] = {
    away.ShipmentDelivered: "delivered",
    away.ShipmentLost: "written_off",
    away.ShipmentReturnedToSender: "written_off",
}


class Line:
    """A line as it was agreed, and where its units are."""

    def __init__(self, placed: PlacedLine) -> None:
        self.placed = placed
        self.buckets = dict.fromkeys(BUCKETS, 0)
        start = "unsourced" if placed.shippable or placed.sku_id is None else "allocated"
        self.buckets[start] = placed.quantity
        self.return_expected = self.returned = 0
        self.invoiced = self.given_back = 0


class Parcel(Record, frozen=True):
    """Units that left together, or services performed together, and what has become of them."""

    lines: tuple[tuple[int, int], ...]
    fate: str = ""


class Order:
    """One order."""

    def __init__(self, order_id: int) -> None:
        self.order_id = order_id
        self.tax_inside = True
        self.state = "none"
        self.split_from: int | None = None
        self.currency = ""
        self.channel_id = 0
        self.owner = ""
        self.total_minor = self.charges_minor = self.charges_invoiced_minor = 0
        self.lines: dict[int, Line] = {}
        self.holds: dict[int, str] = {}
        self.parcels: dict[int, Parcel] = {}

    def outcome_of(self, number: int, fate: str) -> int:
        """How many units of a line have this fate."""
        return sum(
            units
            for parcel in self.parcels.values()
            if parcel.fate == fate
            for line, units in parcel.lines
            if line == number
        )

    def fulfillment_status(self) -> str:
        """How far the units have come (S2); empty while nothing is agreed."""
        units: Counter[str] = Counter()
        for number, line in self.lines.items():
            units.update(line.buckets)
            units["arrived"] += self.outcome_of(number, "delivered") + self.outcome_of(number, "written_off")
        there = sum(units[bucket] for bucket in (*BEFORE_SHIPPING, "shipped"))
        steps = (
            ("", not self.lines),
            ("canceled", not there),
            ("delivered", units["arrived"] == there),
            ("shipped", units["shipped"] == there),
            ("partial", units["shipped"] > 0),
            ("in_progress", units["released"] + units["picked"] + units["packed"] > 0),
            ("allocated", units["allocated"] == there),
            ("partially_allocated", units["allocated"] > 0),
            ("backordered", units["backordered"] == there),
        )
        return next((status for status, reached in steps if reached), "unsourced")

    def blocking_holds(self) -> list[int]:
        return sorted(key for key, scope in self.holds.items() if scope != "return")


class OrdersModel:
    """All orders; `touched` are those that something happened to since they were asked for last."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.orders: dict[int, Order] = {}
        self.touched: set[int] = set()
        self.tax_inside: dict[int, bool] = {}
        self.held: Counter[str] = Counter()

    def see(self, order_id: int, event: Event) -> None:
        """Take the next event of an order's stream."""
        order = self.orders.get(order_id)
        if order is None:
            order = self.orders[order_id] = Order(order_id)
        self.touched.add(order_id)
        self._lead(order, event)
        match event:
            case told.OrderPlaced():
                self._place(order, event)
            case told.HoldOpened():
                order.holds[event.hold_id] = event.scope
            case told.HoldReleased():
                self._findings.expect("S1", f"hold {event.hold_id} when released", True, event.hold_id in order.holds)
                order.holds.pop(event.hold_id, None)
            case told.OrderChanged():
                self._change(order, event)
            case told.OrderCanceled() | told.OrderExpired():
                self._leave(order, event.canceled)
                order.total_minor = 0
                order.holds.clear()
            case told.OrderSplit() | told.OrderMerged():
                self._move_to_another(order, event)
            case _:
                self._follow_goods(order, event)

    def _lead(self, order: Order, event: Event) -> None:
        """S1: only declared transitions; S4: nothing that an open hold blocks."""
        thing = f"order {order.order_id}"
        if type(event) in _LEADS:
            sources, target = _LEADS[type(event)]
            if order.state not in sources:
                self._findings.add("S1", f"{thing}, {event.kind()}", " or ".join(sources), order.state)
            order.state = target
        split_off = isinstance(event, told.OrderConfirmed) and order.split_from is not None
        if isinstance(event, told.OrderConfirmed | FulfillmentReleased | away.ShipmentHandedOver) and not split_off:
            blocking = [key for key in order.blocking_holds() if self._covers(order.holds[key], event)]
            if blocking:
                self._findings.add("S4", f"{thing}, {event.kind()}", "no open hold", f"holds {blocking}")

    @staticmethod
    def _covers(scope: str, event: Event) -> bool:
        """A hold on a line or a payment keeps an order from being confirmed; goods wait for holds on the whole order."""
        return isinstance(event, told.OrderConfirmed) or scope == "order"

    def _place(self, order: Order, event: told.OrderPlaced) -> None:
        order.split_from = event.split_from
        order.channel_id = event.channel_id
        order.tax_inside = self.tax_inside.get(event.channel_id, True)
        order.currency = event.currency
        order.owner = event.reservation_owner
        order.total_minor = event.total_minor
        self._add(order, event.lines)
        order.holds.update({hold.hold_id: hold.scope for hold in event.holds})
        goods = sum(line_total(line, tax_inside=order.tax_inside) for line in event.lines)
        order.charges_minor = event.total_minor - goods
        if order.charges_minor < 0:
            self._findings.add("M1", f"order {order.order_id}, total", f"at least {goods}", event.total_minor)

    def _add(self, order: Order, lines: Iterable[PlacedLine]) -> None:
        for line in lines:
            order.lines[line.number] = Line(line)
            thing = f"order {order.order_id} line {line.number}"
            if order.split_from is None and not line.bundle:
                self._findings.expect("M1", f"{thing}, goods", goods_of(line, 2), line.goods_minor)
            self._findings.expect("M1", f"{thing}, amount", line.goods_minor - line.discount_minor, line.amount_minor)

    def _change(self, order: Order, event: told.OrderChanged) -> None:
        """M8: each unit leaves with exactly its share, from the end of its line; nothing else changes."""
        thing = f"order {order.order_id}, total"
        self._findings.expect("M9", f"{thing} before a change", order.total_minor, event.total_minor_before)
        order.owner = ""
        self._add(order, event.added)
        added = sum(line_total(line, tax_inside=order.tax_inside) for line in event.added)
        expected = event.total_minor_before + added - self._leave(order, event.canceled)
        for chosen in event.chosen:
            line = order.lines[chosen.line_number]
            line.placed = structs.replace(line.placed, sku=chosen.sku, shippable=chosen.shippable)
            if not chosen.shippable:
                line.buckets["allocated"] += line.buckets["unsourced"]
                line.buckets["unsourced"] = 0
        waived = expected - event.total_minor_after if event.canceled_charges else 0
        if not 0 <= waived <= order.charges_minor:
            self._findings.add("M8", f"{thing}, charges waived", f"0 to {order.charges_minor}", waived)
        order.charges_minor -= waived
        self._findings.expect("M8", f"{thing} after a change", expected - waived, event.total_minor_after)
        order.total_minor = event.total_minor_after

    def _leave(self, order: Order, leaving: Iterable[LeavingUnits]) -> int:
        """Take units off their lines; answers what they cost."""
        worth = 0
        for units in leaving:
            line = order.lines[units.line_number]
            already = line.placed.quantity - line.buckets["canceled"] - units.quantity
            worth += units_total(line.placed, already, units.quantity, tax_inside=order.tax_inside)
            self._move(order, units.line_number, units.bucket, "canceled", units.quantity)
        return worth

    def _move_to_another(self, order: Order, event: told.OrderSplit | told.OrderMerged) -> None:
        """Units leave one order and come to stand in the same buckets of another; the money goes with them."""
        giver = event.order_id if isinstance(event, told.OrderSplit) else event.from_order_id
        if giver == order.order_id:
            leaving = [
                LeavingUnits(units.from_line, bucket, getattr(units, bucket))
                for units in event.units
                for bucket in ("unsourced", "backordered", "allocated")
                if getattr(units, bucket)
            ]
            worth = self._leave(order, leaving)
            if isinstance(event, told.OrderMerged):
                order.state, order.total_minor = "canceled", 0
                order.holds.clear()
                return
            expected = event.total_minor_before - worth
            self._findings.expect("M8", f"order {giver}, total after a split", expected, event.total_minor_after)
            order.total_minor = event.total_minor_after
            return
        if isinstance(event, told.OrderMerged):
            self._add(order, event.added)
            goods = sum(line_total(line, tax_inside=order.tax_inside) for line in event.added)
            order.charges_minor += event.total_minor_after - event.total_minor_before - goods
            order.total_minor = event.total_minor_after
        for units in event.units:
            line = order.lines[units.to_line]
            self.held[line.placed.sku] += units.allocated if line.placed.shippable else 0
            line.buckets.update(
                {"unsourced": units.unsourced, "backordered": units.backordered, "allocated": units.allocated}
            )

    def _follow_goods(self, order: Order, event: Event) -> None:
        for number, source, target, quantity in moves(event):
            self._move(order, number, source, target, quantity)
        match event:
            case away.ShipmentCreated():
                lines = tuple((units.line_number, units.quantity) for units in event.lines)
                order.parcels[event.shipment_id] = Parcel(lines)
            case away.ServicesPerformed():
                lines = tuple((units.line_number, units.quantity) for units in event.lines)
                order.parcels[-1 - len(order.parcels)] = Parcel(lines, "delivered")
            case away.ShipmentDelivered() | away.ShipmentLost() | away.ShipmentReturnedToSender():
                parcel = order.parcels[event.shipment_id]
                order.parcels[event.shipment_id] = Parcel(parcel.lines, _FATES[type(event)])
            case away.TrackingRecorded() if order.parcels[event.shipment_id].fate == "delivered":
                arrived = event.state in ("delivered", "collected")
                self._findings.expect(
                    "S1", f"shipment {event.shipment_id}, delivered before a late message", True, arrived
                )
            case _:
                self._follow_returns(order, event)

    def _follow_returns(self, order: Order, event: Event) -> None:
        match event:
            case back.ReturnApproved():
                for units in event.lines:
                    order.lines[units.line_number].return_expected += units.quantity
            case back.ReturnCanceled() | back.ReturnExpired():
                for units in event.lines:
                    order.lines[units.line_number].return_expected -= units.quantity
            case back.ReturnReceived():
                for returned in event.lines:
                    order.lines[returned.line_number].return_expected -= returned.quantity
                    order.lines[returned.line_number].returned += returned.quantity
            case back.ReturnInspected():
                for found in event.lines:
                    sent_back = found.quantity if found.disposition == "send_back" else 0
                    order.lines[found.line_number].returned -= sent_back

    def _move(self, order: Order, number: int, source: str, target: str, quantity: int) -> None:
        line = order.lines[number]
        line.buckets[source] -= quantity
        line.buckets[target] += quantity
        if line.placed.shippable:
            self.held[line.placed.sku] += quantity * ((target in IN_STOCK) - (source in IN_STOCK))
        if line.buckets[source] < 0:
            thing = f"order {order.order_id} line {number}, {source}"
            self._findings.add("I6", thing, "not below zero", line.buckets[source])
