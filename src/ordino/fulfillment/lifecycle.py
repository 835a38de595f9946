"""The stored states of a fulfillment order, of a package and of a pick batch."""

from ordino.kernel.lifecycle import Lifecycle, Move

FULFILLMENT_ORDER = Lifecycle(
    "fulfillment order",
    states=("planned", "released", "picking", "packed", "shipped", "closed", "rejected", "canceled"),
    initial=("planned", "released"),
    final=("closed", "rejected", "canceled"),
    moves=(
        Move("planned", "ReleaseFulfillment", "released"),
        Move("planned", "RecallFulfillment", "canceled"),
        Move("planned", "WithdrawCanceledUnits", "planned"),
        Move("released", "PickUnits", "picking"),
        Move("released", "RejectFulfillment", "rejected"),
        Move("released", "RecallFulfillment", "canceled"),
        Move("released", "WithdrawCanceledUnits", "released"),
        Move("picking", "PickUnits", "picking"),
        Move("picking", "PackPackage", "packed"),
        Move("picking", "UnpackPackage", "picking"),
        Move("picking", "RecallFulfillment", "canceled"),
        Move("picking", "WithdrawCanceledUnits", "picking"),
        Move("packed", "UnpackPackage", "picking"),
        Move("packed", "RecallFulfillment", "canceled"),
        Move("packed", "HandOverShipment", "shipped"),
        Move("shipped", "CloseFulfillment", "closed"),
    ),
)

OPEN = ("planned", "released", "picking", "packed")
GIVEN_UP = ("rejected", "canceled")

PACKAGE = Lifecycle(
    "package",
    states=("packed", "shipped", "unpacked"),
    initial=("packed",),
    final=("shipped", "unpacked"),
    moves=(
        Move("packed", "UnpackPackage", "unpacked"),
        Move("packed", "HandOverShipment", "shipped"),
    ),
)

PICK_BATCH = Lifecycle(
    "pick batch",
    states=("open", "closed"),
    initial=("open",),
    final=("closed",),
    moves=(
        Move("open", "RecordPicks", "open"),
        Move("open", "ClosePickBatch", "closed"),
    ),
)
