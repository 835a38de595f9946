"""The states of a message to a customer. One that was sent may be sent again; nothing is ever sent twice by itself."""

from ordino.kernel.lifecycle import Lifecycle, Move

PENDING, SENT, FAILED, SUPPRESSED = "pending", "sent", "failed", "suppressed"

MESSAGE = Lifecycle(
    "message",
    states=(PENDING, SENT, FAILED, SUPPRESSED),
    initial=(PENDING,),
    final=(),
    moves=(
        Move(PENDING, "MarkNotificationSent", SENT),
        Move(PENDING, "MarkNotificationFailed", FAILED),
        Move(PENDING, "SuppressNotification", SUPPRESSED),
        *(Move(state, "ResendNotification", PENDING) for state in (SENT, FAILED, SUPPRESSED)),
    ),
)
