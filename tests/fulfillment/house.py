"""A merchant whose orders are fulfilled, and what became of their units."""

from typing import Any

from ordino.engine import Completed
from ordino.fulfillment.commands import (
    FulfillmentState,
    PackageAccepted,
    PackPackage,
    PickUnits,
    PlanFulfillment,
    Planned,
)
from ordino.kernel.messages import Command
from ordino.simulation.audit import audit
from tests.support.merchant import Merchant, line

BUCKETS = ("canceled", "backordered", "allocated", "released", "picked", "packed", "shipped")


class House(Merchant):
    """Orders are paid elsewhere, so that they are confirmed at once."""

    def order(self, *wanted: tuple[str, int], **terms: Any) -> int:
        """A confirmed order of (SKU, quantity) lines."""
        lines = [line(sku, quantity, "10.00") for sku, quantity in wanted]
        return self.place(*lines, payment_terms="paid_elsewhere", **terms)

    def released(self, *wanted: tuple[str, int], **terms: Any) -> tuple[int, int]:
        """An order that one location fulfills: its number and its fulfillment order's."""
        order_id = self.order(*wanted, **terms)
        (fulfillment_order_id,) = self.plan(order_id).fulfillment_order_ids
        return order_id, fulfillment_order_id

    def picked(self, *wanted: tuple[str, int], **terms: Any) -> tuple[int, int]:
        order_id, fulfillment_order_id = self.released(*wanted, **terms)
        self.completed(PickUnits(fulfillment_order_id=fulfillment_order_id))
        return order_id, fulfillment_order_id

    def packed(self, *wanted: tuple[str, int], **terms: Any) -> tuple[int, int]:
        order_id, fulfillment_order_id = self.picked(*wanted, **terms)
        self.pack(fulfillment_order_id)
        return order_id, fulfillment_order_id

    def plan(self, order_id: int, *, release: bool = True) -> Planned:
        result = self.completed(PlanFulfillment(order_id=order_id, release=release)).result
        assert isinstance(result, Planned)
        return result

    def pack(self, fulfillment_order_id: int, **terms: Any) -> PackageAccepted:
        result = self.completed(PackPackage(fulfillment_order_id=fulfillment_order_id, **terms)).result
        assert isinstance(result, PackageAccepted)
        return result

    def state_after(self, command: Command) -> FulfillmentState:
        result = self.completed(command).result
        assert isinstance(result, FulfillmentState)
        return result

    def buckets(self, order_id: int, number: int = 1) -> dict[str, int]:
        """The buckets of a line that hold something."""
        (row,) = self.rows(
            f"select {', '.join(BUCKETS)} from orders_line where order_id = %s and number = %s", order_id, number
        )
        return {name: units for name, units in zip(BUCKETS, row, strict=True) if units}

    def allocations(self, order_id: int) -> list[tuple[int, str, int, int]]:
        """Line, location, quantity and how much of it is in fulfillment."""
        return self.rows(
            "select a.line_number, l.code, a.quantity, a.in_fulfillment from inventory_allocation a "
            "join network_location l on l.id = a.location_id where order_id = %s order by 1, 2",
            order_id,
        )

    def fulfillment_orders(self, order_id: int) -> list[tuple[str, str]]:
        """Location and state of the order's fulfillment orders."""
        return self.rows(
            "select l.code, f.state from fulfillment_order f join network_location l on l.id = f.location_id "
            "where order_id = %s order by f.id",
            order_id,
        )

    def fulfilled(self, fulfillment_order_id: int, columns: str = "quantity, picked, packed") -> list[tuple[Any, ...]]:
        return self.rows(
            f"select {columns} from fulfillment_line where fulfillment_order_id = %s order by line_number",
            fulfillment_order_id,
        )

    def on_hand(self, sku: str) -> int:
        ((units,),) = self.rows(
            "select coalesce(sum(on_hand), 0)::bigint from inventory_level where sku_id = %s", self.sku_id(sku)
        )
        return int(units)

    def assert_books_agree(self) -> None:
        """The audit finds no difference."""
        with self.engine.reader() as reader:
            report = audit(reader, now=self.engine.clock())
        differences = [(one.rule, one.thing, one.figure, one.expected, one.found) for one in report.differences]
        assert differences == []

    def done_events(self, command: Command) -> list[str]:
        outcome = self.completed(command)
        assert isinstance(outcome, Completed)
        return [happened.event.kind() for happened in outcome.events]
