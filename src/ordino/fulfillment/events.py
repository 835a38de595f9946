"""What has happened inside a location, on the stream `order/<id>`; bins and boxes are on their own streams."""

from ordino.fulfillment.rows import FulfilledUnits, Method, RecalledUnits
from ordino.kernel.messages import Event


def pick_batch_stream(pick_batch_id: int) -> str:
    return f"pick_batch/{pick_batch_id}"


class FulfillmentEvent(Event, frozen=True, kw_only=True):
    """Something that has happened to a fulfillment order."""

    order_id: int
    fulfillment_order_id: int


class FulfillmentPlanned(FulfillmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A location is to fulfill these units; nothing is taken up yet."""

    location_id: int
    location: str
    lines: tuple[FulfilledUnits, ...]
    method: Method = "ship"


class FulfillmentReleased(FulfillmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The location may begin: these units are taken up, from allocated to released."""

    location_id: int
    location: str
    lines: tuple[FulfilledUnits, ...]
    method: Method = "ship"


class FulfillmentRejected(FulfillmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The location refuses: these units are only allocated again, and are sourced elsewhere."""

    location_id: int
    location: str
    lines: tuple[FulfilledUnits, ...]
    reason: str = ""


class FulfillmentRecalled(FulfillmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The work is taken back before anything was shipped: these units are only allocated again."""

    location_id: int
    location: str
    lines: tuple[RecalledUnits, ...] = ()
    reason: str = ""


class FulfillmentCanceled(FulfillmentEvent, frozen=True, kw_only=True):
    """Nothing is left to fulfill."""


class UnitsWithdrawn(FulfillmentEvent, frozen=True, kw_only=True):
    """Units that the order canceled are not fulfilled any more; their buckets were moved by the cancellation."""

    location_id: int
    location: str
    lines: tuple[FulfilledUnits, ...]


class UnitsPicked(FulfillmentEvent, frozen=True, kw_only=True):
    """Units were taken off the shelf: from released to picked."""

    lines: tuple[FulfilledUnits, ...]


class ShortPicked(FulfillmentEvent, frozen=True, kw_only=True):
    """Units were not where they should be: from released to allocated, to be sourced elsewhere and written off here."""

    location_id: int
    location: str
    line_number: int
    sku_id: int
    sku: str
    short: int


class PackagePacked(FulfillmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units stand in a package: from picked to packed. `box` is empty where the goods go in their own wrapping."""

    package_id: int
    sscc: str
    weight_grams: int
    lines: tuple[FulfilledUnits, ...]
    box: str = ""


class PackageUnpacked(FulfillmentEvent, frozen=True, kw_only=True):
    """A package is taken apart: from packed to picked."""

    package_id: int
    lines: tuple[FulfilledUnits, ...]


class FulfillmentClosed(FulfillmentEvent, frozen=True, kw_only=True):
    """Everything that was shipped has found its end."""


class PickBatchOpened(Event, frozen=True, kw_only=True):
    """Fulfillment orders are picked in one walk."""

    pick_batch_id: int
    location: str
    fulfillment_order_ids: tuple[int, ...]


class PickBatchClosed(Event, frozen=True, kw_only=True):
    """The walk is over."""

    pick_batch_id: int


class BinAssigned(Event, frozen=True, kw_only=True):
    """Where a SKU stands at a location, and when the walk comes by. Stands on `bin/<location>/<SKU>`."""

    sku: str
    location: str
    bin: str
    walk_position: int


class BoxRegistered(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A box to pack into. Stands on `box/<code>`."""

    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    maximum_weight_grams: int
    tare_weight_grams: int = 0
    active: bool = True
