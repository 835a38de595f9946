"""Locking the orders of a batch, in the order of their numbers, and the checks every change begins with."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound, Problem, StateRefuses, VersionConflict
from ordino.orders.commands import OrderAccepted, OrderCommand
from ordino.orders.decide.complete_order import OrderMoney
from ordino.orders.facts import SQL
from ordino.orders.lifecycle import ORDER
from ordino.orders.pending import PendingOrders
from ordino.orders.rows import DeliveryTerms, OutOfStock, PostalAddress


class LockedOrder(Record, frozen=True):
    """An order as it stands, locked in this transaction."""

    id: int
    state: str
    version: int
    channel_id: int
    channel: str
    customer_id: int | None
    currency: str
    prices_include_tax: bool
    payment_terms: str
    priority: int
    total_minor: int
    ship_to: str
    fulfillment_status: str
    placed_at: datetime
    ship_complete: bool
    maximum_parcels: int | None
    out_of_stock: OutOfStock
    credited_minor: int
    captured_minor: int
    refunded_minor: int

    def result(self) -> OrderAccepted:
        return OrderAccepted(
            order_id=self.id,
            state=self.state,
            version=self.version,
            total_minor=self.total_minor,
            currency=self.currency,
        )

    def terms(self) -> DeliveryTerms:
        return DeliveryTerms(
            channel_id=self.channel_id,
            placed_at=self.placed_at,
            country=self.address().country,
            ship_complete=self.ship_complete,
            maximum_parcels=self.maximum_parcels,
            out_of_stock=self.out_of_stock,
        )

    def money(self) -> OrderMoney:
        return OrderMoney(
            self.currency,
            self.payment_terms,
            self.total_minor,
            self.credited_minor,
            self.captured_minor,
            self.refunded_minor,
        )

    def address(self) -> PostalAddress:
        return msgspec.json.decode(self.ship_to, type=PostalAddress)


def lock_orders(unit: Unit, order_ids: Iterable[int]) -> dict[int, LockedOrder]:
    """Lock the orders and answer those that exist, by number; one that was placed in this transaction is written first."""
    wanted = sorted(set(order_ids))
    unit.pending(PendingOrders).write_if_asked(unit, wanted)
    rows = unit.fetch(SQL.lock_orders, LockedOrder, order_ids=wanted)
    return {row.id: row for row in rows}


def permitted_order(
    orders: dict[int, LockedOrder], order_id: int, command: type[OrderCommand], *, expected_version: int | None = None
) -> LockedOrder | Problem:
    """The order, or why the command on it cannot go on: unknown, changed meanwhile, or not possible in its state."""
    order = orders.get(order_id)
    if order is None:
        return NotFound(what="order", reference=str(order_id))
    if expected_version is not None and order.version != expected_version:
        return VersionConflict(
            subject=f"Order {order_id}", expected_version=expected_version, found_version=order.version
        )
    if ORDER.target(order.state, command.kind()) is None:
        return StateRefuses(
            subject=f"Order {order_id}",
            state=order.state,
            command=command.kind(),
            permitted=ORDER.permitted(order.state),
        )
    return order
