"""The stored states of an order and of a hold; every other status is derived from facts."""

from ordino.kernel.lifecycle import Lifecycle, Move

_OPEN_ORDER_COMMANDS = (
    "SourceOrder",
    "FillBackorders",
    "HoldOrder",
    "ReleaseHold",
    "ReleaseHolds",
    "AssignHold",
    "ChangeOrder",
    "PrioritizeOrder",
    "SplitOrder",
    "MergeOrders",
)

ORDER = Lifecycle(
    "order",
    states=("draft", "placed", "confirmed", "completed", "canceled", "expired"),
    initial=("draft", "placed"),
    final=("completed", "canceled", "expired"),
    moves=(
        Move("draft", "PlaceDraft", "placed"),
        Move("draft", "ReviseDraft", "draft"),
        Move("draft", "CancelOrder", "canceled"),
        *(Move("placed", command, "placed") for command in _OPEN_ORDER_COMMANDS),
        Move("placed", "ConfirmOrder", "confirmed"),
        Move("placed", "CancelOrder", "canceled"),
        Move("placed", "ExpireOrder", "expired"),
        *(Move("confirmed", command, "confirmed") for command in _OPEN_ORDER_COMMANDS),
        Move("confirmed", "CancelOrder", "canceled"),
        Move("confirmed", "CompleteOrder", "completed"),
    ),
)

HOLD = Lifecycle(
    "hold",
    states=("open", "released", "expired"),
    initial=("open",),
    final=("released", "expired"),
    moves=(
        Move("open", "AssignHold", "open"),
        Move("open", "ReleaseHold", "released"),
        Move("open", "ExpireHold", "expired"),
    ),
)
