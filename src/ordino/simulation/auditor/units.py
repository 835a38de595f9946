"""Where the units of order lines go when something happens: from bucket to bucket. One table, no memory."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from ordino.delivery.events import ServicesPerformed, ShipmentHandedOver
from ordino.fulfillment import events as inside
from ordino.kernel.messages import Event
from ordino.sourcing.decide.rows import Plan
from ordino.sourcing.events import AllocationsLost, BackordersFilled, LineResourced, OrderSourced

Move = tuple[int, str, str, int]  # line, from bucket, to bucket, units


class _Units(Protocol):
    @property
    def line_number(self) -> int: ...

    @property
    def quantity(self) -> int: ...


def moves(event: Event) -> Iterator[Move]:
    """The moves that an event means; none where it moves nothing."""
    match event:
        case OrderSourced():
            yield from _planned(event.plan)
        case LineResourced():
            yield event.taken_back.line_number, "allocated", "unsourced", event.taken_back.quantity
            yield from _planned(event.plan)
        case BackordersFilled():
            yield from _each(event.allocated, "backordered", "allocated")
        case AllocationsLost():
            yield from _each(event.lost, "allocated", "backordered")
        case ShipmentHandedOver():
            yield from _each(event.lines, "packed", "shipped")
        case ServicesPerformed():
            yield from _each(event.lines, "allocated", "shipped")
        case inside.FulfillmentEvent():
            yield from _inside(event)


def _inside(event: inside.FulfillmentEvent) -> Iterator[Move]:
    match event:
        case inside.FulfillmentReleased():
            yield from _each(event.lines, "allocated", "released")
        case inside.FulfillmentRejected():
            yield from _each(event.lines, "released", "allocated")
        case inside.UnitsPicked():
            yield from _each(event.lines, "released", "picked")
        case inside.ShortPicked():
            yield event.line_number, "released", "allocated", event.short
        case inside.PackagePacked():
            yield from _each(event.lines, "picked", "packed")
        case inside.PackageUnpacked():
            yield from _each(event.lines, "packed", "picked")
        case inside.FulfillmentRecalled():
            for units in event.lines:
                for bucket in ("released", "picked", "packed"):
                    yield units.line_number, bucket, "allocated", getattr(units, bucket)


def _planned(plan: Plan) -> Iterator[Move]:
    yield from _each(plan.allocations, "unsourced", "allocated")
    yield from _each(plan.backorders, "unsourced", "backordered")


def _each(rows: Iterable[_Units], source: str, target: str) -> Iterator[Move]:
    return ((row.line_number, source, target, row.quantity) for row in rows)
