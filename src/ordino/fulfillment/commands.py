"""What may be asked of fulfillment. Locations, SKUs and boxes are named by their codes, quantities are smallest units."""

from typing import ClassVar

from ordino.fulfillment.rows import BatchPick, Method, PackedUnits, PickedUnits
from ordino.kernel.messages import Command, Result


class FulfillmentCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A command on what happens inside a location."""

    context: ClassVar[str] = "fulfillment"


class Planned(Result, frozen=True, kw_only=True):
    """The fulfillment orders of an order, one for each location, in which its free units are now."""

    order_id: int
    fulfillment_order_ids: tuple[int, ...]
    quantity: int


class PlanFulfillment(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Plan a fulfillment order at each location that holds free units of a confirmed order; with `release` at once released.

    Lines under a hold are left out. An order that ships complete is planned only when it is allocated as a whole. Where
    `locations` are named, only there.
    """

    result: ClassVar[type[Result]] = Planned
    order_id: int
    release: bool = False
    method: Method = "ship"
    locations: tuple[str, ...] = ()


class FulfillmentState(Result, frozen=True, kw_only=True):
    """A fulfillment order after the command; `quantity` is what it still fulfills, `short` what was missing now."""

    fulfillment_order_id: int
    order_id: int
    state: str
    quantity: int
    short: int = 0


class FulfillmentOrderCommand(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one fulfillment order."""

    result: ClassVar[type[Result]] = FulfillmentState
    fulfillment_order_id: int


class ReleaseFulfillment(FulfillmentOrderCommand, frozen=True, kw_only=True):
    """Let a location begin with what is still allocated there of a plan; where that is nothing, the plan is canceled."""


class RejectFulfillment(FulfillmentOrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that the location refuses; its units are sourced elsewhere."""

    reason: str = ""


class RecallFulfillment(FulfillmentOrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take the work back before anything is shipped: packages are unpacked, every unit is only allocated again."""

    reason: str = ""


class PickUnits(FulfillmentOrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say what was picked and what was not there; without lines, everything that was released.

    A line is named by its number or by a scanned SKU code or barcode.
    """

    lines: tuple[PickedUnits, ...] = ()


class PackageAccepted(Result, frozen=True, kw_only=True):
    """A package after the command; `state` is the fulfillment order's."""

    package_id: int
    fulfillment_order_id: int
    order_id: int
    sscc: str
    box: str
    weight_grams: int
    state: str


class PackPackage(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Pack picked units into a package; without lines, everything that is picked.

    Without `box` the smallest one that holds the units is chosen, if any; without `weight_grams` the weight is reckoned.
    """

    result: ClassVar[type[Result]] = PackageAccepted
    fulfillment_order_id: int
    lines: tuple[PackedUnits, ...] = ()
    box: str | None = None
    weight_grams: int | None = None


class UnpackPackage(FulfillmentCommand, frozen=True, kw_only=True):
    """Take a package apart that is in no shipment; its units are picked, and not packed."""

    result: ClassVar[type[Result]] = PackageAccepted
    package_id: int


class WithdrawCanceledUnits(FulfillmentCommand, frozen=True, kw_only=True):
    """Take units off an order's fulfillment orders that it has canceled: what they hold beyond the lines' buckets."""

    result: ClassVar[type[Result]] = Planned
    order_id: int


class CloseFulfillment(FulfillmentCommand, frozen=True, kw_only=True):
    """Close the shipped fulfillment orders of an order that is complete."""

    result: ClassVar[type[Result]] = Planned
    order_id: int


class PickBatchResult(Result, frozen=True, kw_only=True):
    """A pick batch after the command; `left` units are still to be picked."""

    pick_batch_id: int
    state: str
    fulfillment_order_ids: tuple[int, ...]
    left: int


class OpenPickBatch(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Pick several released fulfillment orders of a location in one walk: those named, or the first in precedence."""

    result: ClassVar[type[Result]] = PickBatchResult
    location: str
    fulfillment_order_ids: tuple[int, ...] = ()
    maximum_orders: int = 20


class RecordPicks(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say what was picked on the walk; without lines, everything. The last unit closes the batch."""

    result: ClassVar[type[Result]] = PickBatchResult
    pick_batch_id: int
    lines: tuple[BatchPick, ...] = ()


class ClosePickBatch(FulfillmentCommand, frozen=True, kw_only=True):
    """End a walk; fulfillment orders that are not picked may join another one."""

    result: ClassVar[type[Result]] = PickBatchResult
    pick_batch_id: int


class BinOfSku(Result, frozen=True, kw_only=True):
    location: str
    sku: str
    bin: str


class AssignBin(FulfillmentCommand, frozen=True, kw_only=True):
    """Say in which bin a SKU stands at a location, and when the picker's walk comes by."""

    result: ClassVar[type[Result]] = BinOfSku
    location: str
    sku: str
    bin: str
    walk_position: int


class BoxAccepted(Result, frozen=True, kw_only=True):
    code: str


class RegisterBox(FulfillmentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Register a box to pack into, or change it: inner measures, what it bears, what it weighs empty."""

    result: ClassVar[type[Result]] = BoxAccepted
    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    maximum_weight_grams: int
    tare_weight_grams: int = 0
    active: bool = True
