"""How the events of fulfillment move the units of an order's lines. Pure."""

from collections.abc import Iterable, Iterator

from ordino.fulfillment.events import (
    FulfillmentRecalled,
    FulfillmentRejected,
    FulfillmentReleased,
    PackagePacked,
    PackageUnpacked,
    ShortPicked,
    UnitsPicked,
)
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Event

LineMove = tuple[int, str, str, int]


def moves_of(event: Event) -> Iterator[LineMove]:
    """The moves as (line, from bucket, to bucket, units); none where the event moves nothing."""
    match event:
        case FulfillmentReleased():
            yield from _all(event.lines, "allocated", "released")
        case FulfillmentRejected():
            yield from _all(event.lines, "released", "allocated")
        case UnitsPicked():
            yield from _all(event.lines, "released", "picked")
        case ShortPicked():
            yield event.line_number, "released", "allocated", event.short
        case PackagePacked():
            yield from _all(event.lines, "picked", "packed")
        case PackageUnpacked():
            yield from _all(event.lines, "packed", "picked")
        case FulfillmentRecalled():
            for units in event.lines:
                yield units.line_number, "released", "allocated", units.released
                yield units.line_number, "picked", "allocated", units.picked
                yield units.line_number, "packed", "allocated", units.packed


def _all(lines: Iterable[FulfilledUnits], source: str, target: str) -> Iterator[LineMove]:
    return ((units.line_number, source, target, units.quantity) for units in lines)
