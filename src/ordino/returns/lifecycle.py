"""The stored states of a return.

How far receipt and inspection have got is a quantity: where a command takes in, inspects or gives up units,
`state_of_units` says which of the states it may lead to is reached. The table draws the way of a return that comes in parts.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

REQUESTED, APPROVED, IN_TRANSIT = "requested", "approved", "in_transit"
PARTIALLY_RECEIVED, RECEIVED, INSPECTED = "partially_received", "received", "inspected"
DECLINED, CANCELED, EXPIRED, CLOSED = "declined", "canceled", "expired", "closed"

RETURN = Lifecycle(
    "return",
    states=(
        REQUESTED,
        APPROVED,
        IN_TRANSIT,
        PARTIALLY_RECEIVED,
        RECEIVED,
        INSPECTED,
        CLOSED,
        DECLINED,
        CANCELED,
        EXPIRED,
    ),
    initial=(REQUESTED,),
    final=(CLOSED, DECLINED, CANCELED, EXPIRED),
    moves=(
        Move(REQUESTED, "ApproveReturn", APPROVED),
        Move(REQUESTED, "DeclineReturn", DECLINED),
        Move(REQUESTED, "CancelReturn", CANCELED),
        Move(REQUESTED, "ExpireReturn", EXPIRED),
        Move(APPROVED, "MarkReturnInTransit", IN_TRANSIT),
        Move(APPROVED, "ReceiveReturn", PARTIALLY_RECEIVED),
        Move(APPROVED, "ReplaceReturn", APPROVED),
        Move(APPROVED, "CancelReturn", CANCELED),
        Move(APPROVED, "ExpireReturn", EXPIRED),
        Move(IN_TRANSIT, "ReceiveReturn", PARTIALLY_RECEIVED),
        Move(IN_TRANSIT, "ReplaceReturn", IN_TRANSIT),
        Move(IN_TRANSIT, "ExpireReturn", EXPIRED),
        Move(PARTIALLY_RECEIVED, "ReceiveReturn", RECEIVED),
        Move(PARTIALLY_RECEIVED, "InspectReturn", PARTIALLY_RECEIVED),
        Move(PARTIALLY_RECEIVED, "ExpireReturn", RECEIVED),
        *(
            Move(state, command, state)
            for state in (PARTIALLY_RECEIVED, RECEIVED, INSPECTED)
            for command in ("RefundReturn", "ExchangeReturn", "ReplaceReturn")
        ),
        Move(RECEIVED, "InspectReturn", INSPECTED),
        Move(INSPECTED, "CloseReturn", CLOSED),
        *(Move(state, "SettleExchange", state) for state in (PARTIALLY_RECEIVED, RECEIVED, INSPECTED, CLOSED)),
    ),
)


def state_of_units(expected: int, received: int, inspected: int) -> str:
    """The state of a return of which something has come, from the units that are still expected, received and inspected."""
    if expected:
        return PARTIALLY_RECEIVED
    return INSPECTED if inspected == received else RECEIVED
