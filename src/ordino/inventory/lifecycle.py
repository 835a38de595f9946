"""The life cycles of what inventory keeps for a while: a reservation, an expected receipt, a transfer.

How much of a receipt or transfer has arrived is a quantity, not a state: the last unit ends it, or somebody who closes it.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

ACTIVE, CONVERTED, RELEASED, EXPIRED = "active", "converted", "released", "expired"

RESERVATION = Lifecycle(
    "reservation",
    states=(ACTIVE, CONVERTED, RELEASED, EXPIRED),
    initial=(ACTIVE,),
    final=(CONVERTED, RELEASED, EXPIRED),
    moves=(
        Move(ACTIVE, "ConvertReservation", CONVERTED),
        Move(ACTIVE, "ReleaseReservation", RELEASED),
        Move(ACTIVE, "ExpireReservations", EXPIRED),
    ),
)

EXPECTED, RECEIVED, CANCELED = "expected", "received", "canceled"

INCOMING = Lifecycle(
    "incoming",
    states=(EXPECTED, RECEIVED, CANCELED),
    initial=(EXPECTED,),
    final=(RECEIVED, CANCELED),
    moves=(
        Move(EXPECTED, "ReceiveIncoming", EXPECTED),
        Move(EXPECTED, "RescheduleIncoming", EXPECTED),
        Move(EXPECTED, "CloseIncoming", RECEIVED),
        Move(EXPECTED, "CancelIncoming", CANCELED),
    ),
)

IN_TRANSIT, CLOSED = "in_transit", "closed"

TRANSFER = Lifecycle(
    "transfer",
    states=(IN_TRANSIT, CLOSED),
    initial=(IN_TRANSIT,),
    final=(CLOSED,),
    moves=(
        Move(IN_TRANSIT, "ReceiveTransfer", IN_TRANSIT),
        Move(IN_TRANSIT, "CloseTransfer", CLOSED),
    ),
)
