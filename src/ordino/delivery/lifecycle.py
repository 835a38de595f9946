"""The states of a shipment, and how far along its way each one is.

What a carrier says comes late, twice and in any order. The states after the hand-over therefore have an order of their own:
a message of a later phase wins over any of an earlier one, whenever it arrives, so nothing ever moves a shipment back.
"""

from collections.abc import Iterator

from ordino.kernel.lifecycle import Lifecycle, Move

PHASES = {
    "handed_over": 1,
    "in_transit": 2,
    "out_for_delivery": 2,
    "failed_attempt": 2,
    "lost": 3,
    "returned_to_sender": 4,
    "delivered": 5,
    "received_back": 6,
}
STATUSES = ("in_transit", "out_for_delivery", "failed_attempt", "delivered", "returned_to_sender", "lost")
ON_ITS_WAY = ("handed_over", "in_transit", "out_for_delivery", "failed_attempt")
WRITTEN_OFF = ("lost", "returned_to_sender", "received_back")
HANDED_OVER = tuple(PHASES)
LEFT = (*HANDED_OVER, "collected")


def _tracking_moves() -> Iterator[Move]:
    """Messages before the hand-over and after the end are kept and change nothing; the others follow the phases."""
    for status in STATUSES:
        for state in ("labeled", "voided"):
            yield Move(state, "RecordTracking", state, status)
        for state, phase in PHASES.items():
            yield Move(state, "RecordTracking", status if PHASES[status] >= phase else state, status)


SHIPMENT = Lifecycle(
    "shipment",
    states=("created", "labeled", "ready_for_pickup", *HANDED_OVER, "collected", "voided"),
    initial=("created", "ready_for_pickup"),
    final=("delivered", "received_back", "collected", "voided"),
    moves=(
        Move("created", "LabelShipment", "labeled"),
        Move("created", "LabelShipment", "created", "bought outside"),
        Move("created", "RecordLabel", "labeled", "bought"),
        Move("created", "VoidShipment", "voided"),
        Move("labeled", "VoidShipment", "voided"),
        Move("labeled", "HandOverShipment", "handed_over"),
        Move("ready_for_pickup", "VoidShipment", "voided"),
        Move("ready_for_pickup", "ConfirmDelivery", "collected"),
        *(Move(state, "ConfirmDelivery", "delivered") for state in (*ON_ITS_WAY, "lost", "returned_to_sender")),
        *(Move(state, "ReturnToSender", "returned_to_sender") for state in (*ON_ITS_WAY, "lost")),
        *(Move(state, "ReportLost", "lost") for state in ON_ITS_WAY),
        *(Move(state, "ReceiveReturnedShipment", "received_back") for state in ("lost", "returned_to_sender")),
        *(Move(state, "SettleLostShipment", state) for state in WRITTEN_OFF),
        *_tracking_moves(),
    ),
)

# A label that a carrier outside is asked for. Called off while nobody knows yet whether it was bought, it is unwanted: what
# then turns out to be bought is given back.
LABEL = Lifecycle(
    "label",
    states=("requested", "bought", "refused", "unwanted", "void_requested", "voided", "void_refused"),
    initial=("requested",),
    final=("refused", "voided", "void_refused"),
    moves=(
        Move("requested", "RecordLabel", "bought", "bought"),
        Move("requested", "RecordLabel", "refused", "refused"),
        Move("requested", "VoidShipment", "unwanted"),
        Move("unwanted", "RecordLabel", "void_requested", "bought"),
        Move("unwanted", "RecordLabel", "refused", "refused"),
        Move("bought", "VoidShipment", "void_requested"),
        Move("void_requested", "RecordLabel", "voided", "voided"),
        Move("void_requested", "RecordLabel", "void_refused", "void_refused"),
    ),
)
