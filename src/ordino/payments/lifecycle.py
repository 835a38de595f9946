"""The stored states of a refund, and in which states of an order its payments may change.

A payment has no state: its amounts are a fold over its events. What a gateway answers moves a refund as the person does who
gives the money back by hand: confirmed, failed, reversed. A late success is final over a failure.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

REFUND = Lifecycle(
    "refund",
    states=("proposed", "approved", "requested", "succeeded", "failed", "reversed", "declined"),
    initial=("proposed", "approved", "requested"),
    final=("reversed", "declined"),
    moves=(
        Move("proposed", "ApproveRefund", "approved"),
        Move("proposed", "DeclineRefund", "declined"),
        Move("approved", "RequestRefund", "requested"),
        Move("approved", "ConfirmRefund", "succeeded"),
        Move("approved", "FailRefund", "failed"),
        Move("requested", "ConfirmRefund", "succeeded"),
        Move("requested", "FailRefund", "failed"),
        Move("failed", "ConfirmRefund", "succeeded"),
        Move("succeeded", "ReverseRefund", "reversed"),
    ),
)
WAITING = ("proposed", "approved")

_GOING_ON = ("placed", "confirmed")
_EVER_PLACED = ("placed", "confirmed", "completed", "canceled", "expired")
ENDED = ("completed", "canceled", "expired")
# In which states of its order a command on payments is possible: money may be late, a new authorization may not.
PERMITTED = {
    "AuthorizePayment": _GOING_ON,
    "RecordPayment": _EVER_PLACED,
    "CapturePayment": (*_GOING_ON, "completed"),
    "CaptureOpenInvoices": (*_GOING_ON, "completed"),
    "MovePayments": _EVER_PLACED,
    "VoidPayments": _EVER_PLACED,
    "RefundOrder": _EVER_PLACED,
    "SettleBalance": _EVER_PLACED,
}
